import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.gazetteer import gazetteer  # noqa: F401 - a fixture

from proxenia.cli.importing import (
    founding_register_is_current,
    import_founding_register,
    import_table,
    save_open_names,
)
from proxenia.errors import FaultsError, SourceChangedError
from proxenia.ledger import Ledger, open_ledger
from proxenia.model.judgement import Judgement, Verdict
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources.catalogue.table.mapping import TableMapping, mapping_of_pairs

FIRST, SECOND, THIRD = (f"2026-11-22T02:33:1{number}.000000Z" for number in range(3))
HEADER = "city,country,partner,partner_country\n"
ROWS = "Rotterdam,Netherlands,Shanghai,China\nSpringfield,United States,Nowhereville,France\n,,Paris,France\n"


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        yield ledger


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(HEADER + ROWS)
    return path


def mapping(*pairs: str) -> TableMapping:
    sides = ["city=city", "country=country", "partner=partner", "partner_country=partner_country"]
    return mapping_of_pairs(["source=mine", "title=Mine", *sides, *pairs])


def test_the_report_has_the_documented_shape(small: Ledger, path: Path, gazetteer: Gazetteer) -> None:  # noqa: F811
    seen: list[tuple[int, int]] = []
    report = import_table(
        path, mapping(), small, gazetteer, recorded_at=FIRST, progress=lambda done, total: seen.append((done, total))
    )
    found = report.as_json()
    assert list(found) == [
        "rows",
        "statements_new",
        "statements_known",
        "names",
        "contradictions",
        "refused",
        "seconds",
    ]
    assert found["rows"] == 3
    assert found["statements_known"] == 0
    assert found["names"] == {"resolved": 2, "ambiguous": 1, "unknown": 1}
    assert found["refused"] == [{"row": 4, "reason": "the city is empty"}]
    assert found["statements_new"] == sum(1 for _ in small.statements())
    assert seen[-1] == (3, 3)
    assert {(j.left, j.right) for j in small.judgements()} == {
        ("mine:Rotterdam,Netherlands", "gn:2747891"),
        ("mine:Shanghai,China", "gn:1796236"),
    }


def test_importing_again_changes_nothing(small: Ledger, path: Path, gazetteer: Gazetteer) -> None:  # noqa: F811
    first = import_table(path, mapping(), small, gazetteer, recorded_at=FIRST)
    before = small.fingerprint()
    second = import_table(path, mapping(), small, gazetteer, recorded_at=SECOND)
    assert small.fingerprint() == before
    assert (second.statements_new, second.statements_known) == (0, first.statements_new)
    assert second.names == first.names


def test_a_changed_table_retracts_what_it_no_longer_says(
    small: Ledger,
    path: Path,
    gazetteer: Gazetteer,  # noqa: F811
) -> None:
    import_table(path, mapping(), small, gazetteer, recorded_at=FIRST)
    path.write_text(HEADER + ROWS.replace("Shanghai,China", "Dresden,Germany"))
    report = import_table(path, mapping(), small, gazetteer, recorded_at=SECOND)
    assert report.retracted == 4
    ties = [s.object for s in small.statements(source="mine") if s.predicate == "twinning"]
    assert sorted(ties) == ["mine:Dresden,Germany", "mine:Nowhereville,France"]


def test_a_person_s_judgement_is_kept(small: Ledger, path: Path, gazetteer: Gazetteer) -> None:  # noqa: F811
    person = Judgement("mine:Springfield,United States", "gn:4250542", Verdict.SAME, "Illinois", "A. Person", FIRST)
    with small.transaction():
        small.judge([person])
    report = import_table(path, mapping(), small, gazetteer, recorded_at=SECOND)
    assert report.names == {"resolved": 3, "ambiguous": 0, "unknown": 1}
    assert any(s.subject == "gn:4250542" for s in small.statements(source="geonames"))


def test_open_names_are_listed_with_their_candidates(
    small: Ledger,
    path: Path,
    tmp_path: Path,
    gazetteer: Gazetteer,  # noqa: F811
) -> None:
    path.write_text(HEADER + "Springfield,United States,=cmd(),France\n")
    report = import_table(path, mapping(), small, gazetteer, recorded_at=FIRST)
    target = tmp_path / "open.csv"
    assert save_open_names(report, target) == 2
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["outcome"] for row in rows] == ["ambiguous", "unknown"]
    assert "gn:4951788 Springfield (MA" in rows[0]["candidates"]
    assert rows[1]["name"] == "'=cmd()"


def test_nothing_is_written_when_no_row_is_understood(
    small: Ledger,
    path: Path,
    gazetteer: Gazetteer,  # noqa: F811
) -> None:
    path.write_text(HEADER + "a,Atlantis,b,Atlantis\n")
    with pytest.raises(SourceChangedError, match="unknown country 'Atlantis'"):
        import_table(path, mapping(), small, gazetteer, recorded_at=FIRST)
    assert list(small.statements()) == []
    assert small.sources() == []


def test_an_interruption_writes_nothing(small: Ledger, path: Path, gazetteer: Gazetteer) -> None:  # noqa: F811
    def interrupt(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_table(path, mapping(), small, gazetteer, recorded_at=FIRST, progress=interrupt)
    assert list(small.statements()) == []
    assert small.judgements() == []


def test_the_founding_register_is_imported_once(small: Ledger, gazetteer: Gazetteer) -> None:  # noqa: F811
    assert not founding_register_is_current(small)
    report = import_founding_register(small, gazetteer, recorded_at=FIRST)
    assert founding_register_is_current(small)
    assert report.statements_new > 3000
    assert report.refused == ()
    before = small.fingerprint()
    assert import_founding_register(small, gazetteer, recorded_at=SECOND).statements_new == 0
    assert small.fingerprint() == before


def test_a_register_with_an_unknown_place_is_refused(
    small: Ledger,
    tmp_path: Path,
    gazetteer: Gazetteer,  # noqa: F811
) -> None:
    import shutil

    sample = Path(__file__).parent.parent / "sources" / "founding_register" / "sample"
    folder = Path(shutil.copytree(sample, tmp_path / "data"))
    twinnings = folder / "twinnings" / "a.csv"
    twinnings.write_text(twinnings.read_text().replace("gn:1796236", "gn:999999999"))
    with pytest.raises((FaultsError, SourceChangedError)):
        import_founding_register(small, gazetteer, recorded_at=FIRST, folder=folder)
    assert list(small.statements()) == []
