"""The commands on cities beside their states, on the founding register alone: it knows of no mission."""

import csv
from pathlib import Path

from tests.cli.running import Home

NOTHING = 2


def test_one_answer_about_a_city(home: Home) -> None:
    told = home.done("alignment", "Taipei", "--as-of", "2026", "--json").json
    assert list(told) == ["actor", "name", "alignment", "reach", "national_relations"]
    assert told["actor"] == "gn:1668341"
    assert list(told["alignment"]["classes"]) == ["aligned", "substitute", "contrary"]
    counted = sum(one["ties"] for one in told["alignment"]["classes"].values())
    assert counted + told["alignment"]["unknown_ties"] == told["alignment"]["ties_abroad"] > 0
    assert told["national_relations"]["by_stance"]["competitive"] == 1
    assert {"US", "CZ"} <= {one["country"] for one in told["reach"]["beyond"]}


def test_the_city_for_people(home: Home) -> None:
    out = home.done("alignment", "Taipei", "--as-of", "2026").out
    assert "Ties abroad:" in out
    assert "Beyond the state:" in out
    assert "act:taipei-shanghai-forum-2025" in out


def test_a_year_before_any_tie(home: Home) -> None:
    told = home.done("alignment", "gn:1668341", "--as-of", "1900", "--json").json
    assert told["alignment"]["ties_abroad"] == 0
    assert told["alignment"]["classes"]["aligned"]["share"] is None


def test_the_cities_of_a_country_as_table_json_and_file(home: Home, tmp_path: Path) -> None:
    rows = home.done("alignment", "--country", "tw", "--as-of", "2026", "--json").json
    assert rows[0]["actor"] == "gn:1668341"
    assert {row["country"] for row in rows} == {"TW"}
    assert rows[0]["aligned_share_low"] is not None or rows[0]["aligned_share"] is None
    top = home.done("alignment", "--country", "TW", "--as-of", "2026", "--top", "2", "--json").json
    assert top == rows[:2]
    file = tmp_path / "tw.csv"
    assert str(file) in home.done("alignment", "--country", "TW", "--as-of", "2026", "--csv", file).err
    with file.open(encoding="utf-8") as lines:
        written = list(csv.DictReader(lines))
    assert [row["actor"] for row in written] == [row["actor"] for row in rows]
    assert "Taipei" in home.done("alignment", "--country", "TW", "--as-of", "2026", "--top", "1").out


def test_what_is_wrong_is_told_in_one_line(home: Home) -> None:
    for arguments, word in (
        ((), "Nothing says whose"),
        (("Taipei", "--country", "TW"), "A city and a country"),
        (("iso:FR",), "is a state"),
        (("--country", "ZZ"), "ZZ"),
        (("Nowhere at all",), "There is no actor"),
    ):
        result = home.run("alignment", *arguments)
        assert result.code == NOTHING, arguments
        assert word in result.err
        assert len(result.complaints) == 1


def test_substitution_of_all_and_of_one(home: Home) -> None:
    rows = home.done("substitution", "--as-of", "2026", "--json").json
    assert {"iso:TW", "iso:PS", "iso:ES-CT", "px:abkhazia"} <= {row["polity"] for row in rows}
    one = home.done("substitution", "tw", "--as-of", "2026", "--json").json
    assert one in rows
    assert one == home.done("substitution", "Taipei", "--as-of", "2026", "--json").json, "a city means its polity"
    assert (one["city_share"], one["cities_only"]) == (None, []), "no list of missions was imported"
    assert "Catalonia" in home.done("substitution", "--as-of", "2026").out
    told = home.done("substitution", "TW", "--as-of", "2026").out
    assert "act:taipei-houston-1961" in told
    assert "not known" in told


def test_substitution_of_a_recognised_state(home: Home) -> None:
    result = home.run("substitution", "FR", "--as-of", "2026")
    assert result.code == NOTHING
    assert "no polity without full recognition" in result.err
    assert "iso:TW" in result.err


def test_contests_of_all_and_of_one(home: Home) -> None:
    every = home.done("contests", "--as-of", "2026", "--json").json
    paris = home.done("contests", "gn:2988507", "--as-of", "2026", "--json").json
    assert {one["id"] for one in paris["contests"]} <= {one["id"] for one in every["contests"]}
    assert all("gn:2988507" in (one["a"], one["b"]) for one in paris["pairs"])
    assert paris["pairs"]
    out = home.done("contests", "gn:2988507", "--as-of", "2026").out
    assert "Election of the host of the 2012 Olympic Games" in out
    assert "size alone would lead to expect" in out
    nobody = home.done("contests", "gn:281184", "--as-of", "1890").out
    assert "no pair whose sizes are known" in nobody


def test_substitution_as_a_table(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "polities.csv"
    assert home.done("substitution", "--csv", path).out == ""
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    told = home.done("substitution", "--json").json
    assert [row["polity"] for row in rows] == [one["polity"] for one in told]
    assert not any(row["city_ties"].endswith(".0") for row in rows)
    assert home.done("substitution", "TW", "--csv", path).out == ""
    partners = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert [row["partner"] for row in partners] == [
        one["partner"] for one in home.done("substitution", "TW", "--json").json["partners"]
    ]
    assert "there is no folder" in home.run("substitution", "--csv", tmp_path / "none" / "x.csv").err
