"""Places have the facts that this package tells, also in a ledger that an earlier one wrote."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.gazetteer import gazetteer

from proxenia.cli import gazetteer_facts
from proxenia.cli.gazetteer_facts import append_facts, facts_are_current
from proxenia.cli.importing import founding_register_is_current, import_founding_register, import_table
from proxenia.ledger import Ledger, open_ledger
from proxenia.resolve.facts import NATURAL_EARTH, place_facts
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.snapshot.compile import compile_snapshot
from proxenia.sources.catalogue.table.mapping import mapping_of

__all__ = ["gazetteer"]

MOMENT, LATER, LAST = "2026-11-22T02:33:10.123456Z", "2026-11-23T02:33:10.123456Z", "2026-11-24T02:33:10.123456Z"
STRASBOURG, KEHL = "gn:2973783", "gn:2891951"
LIST = {
    "source": "small_list",
    "title": "A list made for this test",
    "date": "2020",
    "columns": {name: name for name in ("city", "country", "partner", "partner_country")},
}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "ledger.sqlite") as opened:
        yield opened


def import_list(ledger: Ledger, gazetteer: Gazetteer, path: Path, line: str, *, at: str = MOMENT) -> None:
    path.write_text(f"city,country,partner,partner_country\n{line}\n", encoding="utf-8")
    import_table(path, mapping_of(LIST, what="The mapping"), ledger, gazetteer, recorded_at=at)


def told(ledger: Ledger, subject: str) -> dict[str, str | None]:
    return {said.predicate: said.object or said.value for said in ledger.statements(subject=subject)}


def test_a_matched_city_brings_its_region_and_its_distance_to_the_border(
    ledger: Ledger, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    import_list(ledger, gazetteer, tmp_path / "list.csv", "Strasbourg,France,Kehl,Germany")
    assert told(ledger, STRASBOURG).items() >= {"region": "iso:FR-GES", "border_distance": "4"}.items()
    assert told(ledger, KEHL)["region"] == "iso:DE-BW"
    assert told(ledger, "iso:DE-BW")["name"] == "Baden-Württemberg"
    source = next(one for one in ledger.sources() if one.id == NATURAL_EARTH)
    assert (source.date, source.derived_from) == ("2018", ("geonames",))
    snapshot = compile_snapshot(ledger, code_version="test")
    assert snapshot.actor(STRASBOURG).region_name == "Grand-Est"
    assert "iso:FR-GES" not in set(snapshot.actors["id"])
    figure = snapshot.attributes.filter(snapshot.attributes["subject"] == STRASBOURG).row(0, named=True)
    assert (figure["attribute"], figure["number"], figure["unit"], figure["period"]) == (
        "border_distance",
        4,
        "km",
        "2018",
    )


def test_a_ledger_of_an_earlier_package_is_brought_up_to_date_at_the_next_reading(
    ledger: Ledger, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As an earlier package did: facts without region and border of a place that the register does not name.
    village = "gn:2978179"
    earlier = [one for one in place_facts([village], gazetteer, retrieved_at="2026-11-20") if one.predicate != "region"]
    append_facts(earlier, ledger, recorded_at=MOMENT)
    assert "region" not in told(ledger, village)
    assert not facts_are_current(ledger)
    assert not founding_register_is_current(ledger)
    import_founding_register(ledger, gazetteer, recorded_at=LATER)
    assert facts_are_current(ledger)
    assert founding_register_is_current(ledger)
    assert told(ledger, village).keys() >= {"region", "border_distance"}
    before = ledger.fingerprint()
    import_founding_register(ledger, gazetteer, recorded_at=LAST)
    assert ledger.fingerprint() == before
    # The next edition is another one.
    monkeypatch.setattr(gazetteer_facts, "facts_edition", lambda: "another")
    assert not founding_register_is_current(ledger)


def test_a_list_keeps_the_edition_that_the_ledger_has(ledger: Ledger, gazetteer: Gazetteer, tmp_path: Path) -> None:
    import_list(ledger, gazetteer, tmp_path / "list.csv", "Strasbourg,France,Kehl,Germany")
    assert not facts_are_current(ledger), "other places of the ledger may lack them"
    import_founding_register(ledger, gazetteer, recorded_at=LATER)
    import_list(ledger, gazetteer, tmp_path / "list.csv", "Strasbourg,France,Kehl,Germany", at=LAST)
    assert facts_are_current(ledger)
