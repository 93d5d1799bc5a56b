"""The facts of states come by themselves, and those of a territory with the first list that names it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.gazetteer import gazetteer

from proxenia.cli.country_facts import country_facts_are_current
from proxenia.cli.importing import founding_register_is_current, import_founding_register, import_table
from proxenia.ledger import Ledger, open_ledger
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources.catalogue.country_facts import reader
from proxenia.sources.catalogue.table.mapping import mapping_of

__all__ = ["gazetteer"]

MOMENT, LATER = "2026-11-22T02:33:10.123456Z", "2026-11-23T02:33:10.123456Z"
COLUMNS = {name: name for name in ("city", "country", "partner", "partner_country")}
LIST = {"source": "small_list", "title": "A list made for this test", "date": "2020", "columns": COLUMNS}


@pytest.fixture
def ledger(tmp_path: Path, gazetteer: Gazetteer) -> Iterator[Ledger]:
    """Give a ledger with the register, and so with the facts of states."""
    with open_ledger(tmp_path / "ledger.sqlite") as opened:
        import_founding_register(opened, gazetteer, recorded_at=MOMENT)
        yield opened


def told(ledger: Ledger, attribute: str) -> set[str]:
    table = ledger.statements_table(source="country_facts", columns=["subject", "predicate"])
    pairs = zip(table["subject"].to_pylist(), table["predicate"].to_pylist(), strict=True)
    return {subject for subject, predicate in pairs if predicate == attribute}


def import_list(ledger: Ledger, gazetteer: Gazetteer, path: Path, *lines: str) -> int:
    path.write_text("\n".join(["city,country,partner,partner_country", *lines]) + "\n", encoding="utf-8")
    mapping = mapping_of(LIST, what="The mapping")
    return import_table(path, mapping, ledger, gazetteer, recorded_at=LATER).statements_new


def test_every_state_and_its_capital_come_with_their_facts(ledger: Ledger) -> None:
    states = told(ledger, "capital")
    assert len(states) == 200
    assert states < told(ledger, "population")
    table = ledger.statements_table(columns=["subject", "object", "predicate"])
    said = [tuple(row.values()) for row in table.to_pylist()]
    named = {subject for subject, _, predicate in said if predicate == "name"}
    assert states <= named
    assert {other for _, other, predicate in said if predicate == "capital"} <= named


def test_a_second_reading_changes_nothing(ledger: Ledger, gazetteer: Gazetteer) -> None:
    before = ledger.fingerprint()
    report = import_founding_register(ledger, gazetteer, recorded_at=LATER)
    assert (report.statements_new, report.retracted, report.refused) == (0, 0, ())
    assert ledger.fingerprint() == before


def test_a_change_of_the_corrections_is_noticed(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_ledger(tmp_path / "empty.sqlite") as empty:
        assert not country_facts_are_current(empty)
    assert founding_register_is_current(ledger)
    monkeypatch.setattr(reader, "facts_hash", lambda: "another version")
    assert not founding_register_is_current(ledger)


def test_a_territory_comes_with_the_first_list_that_names_it(
    ledger: Ledger, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    assert "iso:GF" not in told(ledger, "official_language")
    import_list(ledger, gazetteer, tmp_path / "list.csv", "Cayenne,French Guiana,Rotterdam,Netherlands")
    assert "iso:GF" in told(ledger, "official_language")
    assert "iso:GF" not in told(ledger, "capital")
    # It stays when the register is read again.
    import_founding_register(ledger, gazetteer, recorded_at=LATER)
    assert "iso:GF" in told(ledger, "official_language")
    assert len(told(ledger, "capital")) == 200


def test_a_ledger_without_the_register_is_left_alone(tmp_path: Path, gazetteer: Gazetteer) -> None:
    with open_ledger(tmp_path / "ledger.sqlite") as empty:
        import_list(empty, gazetteer, tmp_path / "list.csv", "Cayenne,French Guiana,Rotterdam,Netherlands")
        assert told(empty, "official_language") == set()
