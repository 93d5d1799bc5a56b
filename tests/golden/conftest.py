"""The real world of the overlay's golden tests, made once: the founding register alone, and with the lists of missions,
alliances and twin towns."""

from pathlib import Path

import pytest
from tests.gazetteer import gazetteer

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


@pytest.fixture(scope="session")
def two_worlds(
    reference_dir: Path, gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Snapshot, Snapshot]:
    with open_ledger(tmp_path_factory.mktemp("overlay") / "ledger.sqlite") as ledger:
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
