"""The world that benchmarks run on: the founding register and, when it is at hand, the real list of 26,114 pairs."""

import os
from pathlib import Path

from proxenia.cli.importing import import_founding_register, import_table
from proxenia.ledger import Ledger, open_ledger
from proxenia.resolve.gazetteer import load_gazetteer
from proxenia.sources.catalogue.table.mapping import mapping_of_pairs

__all__ = ["HEKMAN_MAP", "MOMENT", "hekman_list", "make_ledger", "reference_folder"]

MOMENT = "2026-01-01T00:00:00.000000Z"
HEKMAN_MAP = (
    "source=hekman",
    "title=Twin towns in the country lists of English Wikipedia",
    "publisher=Hekman, from English Wikipedia",
    "licence=MIT (repository), CC BY-SA (content)",
    "date=2026-02-08",
    "address=https://github.com/Hekman/twincities/tree/84ebdec",
    "derived_from=wikipedia",
    "city=city1",
    "country=country1",
    "partner=city2",
    "partner_country=country2",
)


def reference_folder() -> Path | None:
    """Return the folder of reference data, or nothing where it is missing."""
    folder = Path(os.environ.get("PROXENIA_REFERENCE") or Path(__file__).parents[2] / "shared" / "reference")
    return folder if folder.is_dir() else None


def hekman_list() -> Path | None:
    """Return the real list of twinnings, or nothing where it is missing."""
    folder = reference_folder()
    return folder / "city" / "wikipedia_lists_2026_hekman" / "pairs_raw.csv" if folder else None


def make_ledger(folder: Path, cache: Path) -> Ledger:
    """Return a ledger with the founding register and the real list in it."""
    gazetteer = load_gazetteer(cache)
    ledger = open_ledger(folder / "ledger.sqlite")
    import_founding_register(ledger, gazetteer, recorded_at=MOMENT)
    pairs = hekman_list()
    if pairs is not None:
        import_table(pairs, mapping_of_pairs(HEKMAN_MAP), ledger, gazetteer, recorded_at=MOMENT)
    return ledger
