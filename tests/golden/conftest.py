"""The real world of the overlay's golden tests, made once: the founding register alone, and with the lists of missions,
alliances and twin towns."""

import csv
from pathlib import Path
from typing import Any

import pytest
from tests.gazetteer import gazetteer
from tests.sources.made_entities import claim, dump_of, item, text

from proxenia.cli.importing import import_founding_register, import_source, import_table
from proxenia.ledger import open_ledger
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.snapshot.compile import compile_snapshot
from proxenia.snapshot.snapshot import Snapshot
from proxenia.sources.catalogue import describe, reader_of
from proxenia.sources.catalogue.table.mapping import load_mapping
from proxenia.sources.context import Context

__all__ = ["gazetteer"]

MOMENT = "2026-11-22T02:33:10.123456Z"
MAPS = Path(__file__).parents[2] / "docs" / "guides" / "maps"
SOURCES = {
    "embassies": Path("embassies_wikidata", "diplomatic_missions_2022-11.csv"),
    "alliances": Path("alliances_atop", "atop_alliance_dyad_year.csv"),
}
TOWNS = {
    "wikipedia_lists_2026": Path("wikipedia_lists_2026_hekman", "pairs_raw.csv"),
    "wikidata_p190_2016": Path("wikidata_p190_2016", "relations.csv"),
}


MEMBERS = ("igo_members_long_1990_2000_2010_2014.csv", "igo_names.csv")
ITEMS = Path("city", "wikidata_entities", "dump_extract_50_entities.json")
"""Fifty items of Wikidata; eight are states, with the relations that they keep."""
IN_THE_EXTRACT = {"Q31", "Q35", "Q142", "Q145", "Q191", "Q232", "Q242", "Q262"}


@pytest.fixture(scope="session")
def ledger_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("overlay") / "ledger.sqlite"


@pytest.fixture(scope="session")
def two_worlds(reference_dir: Path, gazetteer: Gazetteer, ledger_path: Path) -> tuple[Snapshot, Snapshot]:
    with open_ledger(ledger_path) as ledger:
        import_founding_register(ledger, gazetteer, recorded_at=MOMENT)
        register = compile_snapshot(ledger, code_version="test")
        for source, path in SOURCES.items():
            file = reference_dir / "state" / path
            reading = Context(describe(source), file, "2026-11-22", countries=gazetteer.countries)
            import_source(reader_of(source), reading, ledger, gazetteer, recorded_at=MOMENT)
        for name, path in TOWNS.items():
            plan = load_mapping(MAPS / f"{name}.yml")
            import_table(reference_dir / "city" / path, plan, ledger, gazetteer, recorded_at=MOMENT)
        return register, compile_snapshot(ledger, code_version="test")


@pytest.fixture(scope="session")
def register_world(two_worlds: tuple[Snapshot, Snapshot]) -> Snapshot:
    """Give the founding register alone."""
    return two_worlds[0]


@pytest.fixture(scope="session")
def listed_world(two_worlds: tuple[Snapshot, Snapshot]) -> Snapshot:
    """Give the register with the lists of missions (2022), of alliances (to 2018) and of twin towns (2016, 2026)."""
    return two_worlds[1]


@pytest.fixture(scope="session")
def whole_world(
    two_worlds: tuple[Snapshot, Snapshot], reference_dir: Path, gazetteer: Gazetteer, ledger_path: Path
) -> Snapshot:
    """Give that world with the members of organisations and what fifty items of Wikidata say."""
    assert two_worlds
    states = ledger_path.with_name("states.json")
    states.write_bytes(dump_of(*state_items(reference_dir, gazetteer)))
    files = {
        "igo_members": tuple(reference_dir / "state" / "igo_comembership" / name for name in MEMBERS),
        "wikidata_dump": (reference_dir / ITEMS, states),
    }
    with open_ledger(ledger_path) as ledger:
        for source, paths in files.items():
            reading = Context(describe(source), paths[0], "2026-11-22", files=paths, countries=gazetteer.countries)
            import_source(reader_of(source), reading, ledger, gazetteer, recorded_at=MOMENT)
        return compile_snapshot(ledger, code_version="test")


def state_items(reference_dir: Path, gazetteer: Gazetteer) -> list[dict[str, Any]]:
    """Give the states' own items with their codes, which a whole dump has and the extract has not: made for this test.

    Their numbers are those of the list of missions.
    """
    with (reference_dir / "state" / SOURCES["embassies"]).open(encoding="utf-8", newline="") as file:
        numbers = {row["operator"]: row["operator_qid"] for row in csv.DictReader(file)}
    items: dict[str, dict[str, Any]] = {}
    for name, number in sorted(numbers.items()):
        code = gazetteer.countries.code(name)
        if code is not None and number not in IN_THE_EXTRACT:
            items.setdefault(code, item(int(number[1:]), name, claim("P297", text(code))))
    return list(items.values())
