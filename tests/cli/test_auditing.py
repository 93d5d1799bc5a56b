from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from tests.cli.running import Home

from proxenia.audit.registry import CHECKS
from proxenia.cli.importing import import_founding_register
from proxenia.ledger import open_ledger
from proxenia.ledger.source_record import SourceRecord
from proxenia.resolve.gazetteer import load_gazetteer

CLAIMS = """city,country,partner,partner_country,year,status
Rotterdam,Netherlands,Kobe,Japan,1967,
Kobe,Japan,Rotterdam,Netherlands,1968,
Rotterdam,Netherlands,Osaka,Japan,,
Kobe,Japan,Riga,Latvia,1974,
Riga,Latvia,Kobe,Japan,1974,ended
"""
MAPPING = """source: claims
title: Who lists whom
publisher: Made for this test
licence: CC0-1.0
address: https://claims.example/list
date: 2025
keeps_direction: true
city: city
country: country
partner: partner
partner_country: partner_country
year: year
status: status
"""


@pytest.fixture
def claiming_home(own_home: Home, tmp_path: Path) -> Home:
    """Give the folders of someone who has imported a list that keeps who claims a tie."""
    table, mapping = tmp_path / "claims.csv", tmp_path / "claims.yml"
    table.write_text(CLAIMS, encoding="utf-8")
    mapping.write_text(MAPPING, encoding="utf-8")
    own_home.done("import", "table", table, "--map", mapping)
    return own_home


def test_json_has_the_documented_shape(claiming_home: Home) -> None:
    found = claiming_home.done("audit", "--country", "jp", "--json").json
    assert list(found) == ["counts", "rows"]
    assert list(found["counts"]) == list(CHECKS)
    assert len(found["rows"]) == sum(found["counts"].values())
    assert found["counts"]["one_sided"] == 1
    assert found["counts"]["conflicting_years"] == 1
    assert found["counts"]["ended_and_listed"] == 2, "Kobe and Riga of the claims, Nagoya and Nanjing of the register"
    row = found["rows"][0]
    assert list(row) == ["id", "kind", "actors", "names", "statements"]
    assert row["names"] == ["Rotterdam", "Osaka"]
    assert row["actors"] == ["gn:2747891", "gn:1853909"]
    assert row["statements"] == [
        {
            "source": "claims",
            "reference": "row 4",
            "value": "Rotterdam lists Osaka: twinning (list of 2025); Osaka lists nobody there",
        }
    ]


def test_the_same_ledger_gives_the_same_answer(claiming_home: Home) -> None:
    assert claiming_home.done("audit", "--json").out == claiming_home.done("audit", "--json").out


def test_kind_limit_and_country_choose(claiming_home: Home) -> None:
    one = claiming_home.done("audit", "--kind", "conflicting_years", "--country", "NL", "--json").json
    assert list(one["counts"]) == ["conflicting_years"]
    assert {row["kind"] for row in one["rows"]} == {"conflicting_years"}
    assert ["gn:1859171", "gn:2747891"] in [sorted(row["actors"]) for row in one["rows"]]
    few = claiming_home.done("audit", "--limit", "1", "--json").json
    assert len(few["rows"]) == 1
    assert sum(few["counts"].values()) > 1
    assert claiming_home.done("audit", "--country", "AQ", "--json").json["rows"] == []


def test_people_see_counts_and_the_first_findings(claiming_home: Home) -> None:
    result = claiming_home.done("audit", "--country", "JP", "--kind", "ended_and_listed")
    assert result.lines[0].split() == ["ended_and_listed", "2"]
    assert "Ended here, listed there" in result.out
    assert "Riga lists Kobe: twinning, from 1974, ended (list of 2025)" in result.out
    assert "Kobe lists Riga: twinning, since 1974 (list of 2025)" in result.out
    short = claiming_home.done("audit", "--limit", "1")
    assert short.complaints[-1].endswith("--limit, --json or --save for more")


def test_a_sheet_is_saved(claiming_home: Home, tmp_path: Path) -> None:
    path = tmp_path / "audit.xlsx"
    result = claiming_home.done("audit", "--country", "JP", "--save", path)
    assert result.out == ""
    assert result.complaints == [f"4 findings in {path}"]
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == ["Kinds", "one_sided", "conflicting_years", "ended_and_listed"]
    assert book.get_sheet_by_name("one_sided").to_python()[1][7] == "https://claims.example/list"
    table = tmp_path / "audit.CSV"
    counted = claiming_home.done("audit", "--kind", "one_sided", "--save", table, "--json").json
    assert table.read_text(encoding="utf-8-sig").count("\n") == 1 + counted["counts"]["one_sided"]


def test_mistakes_are_told_in_one_line(home: Home, tmp_path: Path) -> None:
    mistakes = [
        (("audit", "--kind", "onesided"), 2, "Did you mean 'one_sided'?"),
        (("audit", "--country", "Japan"), 2, "'Japan' is not a country's code"),
        (("audit", "--save", tmp_path / "audit.pdf"), 2, "ends in .xlsx or .csv"),
        (("audit", "--limit", "-1"), 2, "--limit"),
        (("audit", "--save", tmp_path / "no" / "audit.csv"), 1, "No such file or directory"),
    ]
    for command, code, complaint in mistakes:
        result = home.run(*command)
        assert (result.code, result.out) == (code, "")
        assert complaint in result.complaints[-1]


def test_the_founding_register_read_again_leaves_an_imported_list_as_it_is(claiming_home: Home) -> None:
    """What the mapping says of a list outlasts what the register says when it only cites it."""
    cited = "wikidata_2016"
    moment = "2099-01-01T00:00:00.000000Z"
    with open_ledger(claiming_home.ledger) as ledger:
        assert cited in {source.id for source in ledger.sources()}, "the register cites it"
        with ledger.transaction():
            imported = SourceRecord(cited, "The list itself", hash="0" * 32, keeps_direction=True)
            ledger.add_sources([imported], recorded_at=moment)
        import_founding_register(ledger, load_gazetteer(claiming_home.cache), recorded_at=moment)
        kept = {source.id: source for source in ledger.sources()}[cited]
    assert (kept.title, kept.keeps_direction) == ("The list itself", True)
