"""Two public lists of twinnings, brought together: what both name is one tie, on the real lists at their real size."""

from pathlib import Path

import polars as pl
import pytest
from tests.gazetteer import gazetteer

from proxenia.cli.importing import import_table
from proxenia.ledger import open_ledger
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.snapshot.compile import compile_snapshot
from proxenia.snapshot.snapshot import Snapshot
from proxenia.sources.catalogue.table.mapping import load_mapping

__all__ = ["gazetteer"]

MAPS = Path(__file__).parents[2] / "docs" / "guides" / "maps"
LISTS = {
    "wikipedia_lists_2026": Path("wikipedia_lists_2026_hekman", "pairs_raw.csv"),
    "eu_sistercities": Path("eu_sistercities_wikidata", "by_origin_country_raw.csv"),
}
MOMENT = "2026-11-22T00:00:00.000000Z"


@pytest.fixture(scope="module")
def snapshot(reference_dir: Path, gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Give the snapshot of the two lists alone."""
    with open_ledger(tmp_path_factory.mktemp("registers") / "ledger.sqlite") as ledger:
        for mapping, path in LISTS.items():
            plan = load_mapping(MAPS / f"{mapping}.yml")
            import_table(reference_dir / "city" / path, plan, ledger, gazetteer, recorded_at=MOMENT)
        return compile_snapshot(ledger, code_version="test")


@pytest.fixture(scope="module")
def held(snapshot: Snapshot) -> dict[str, set[str]]:
    """Give the distinct twinnings of each list whose two places were found."""
    found = pl.col("a").str.starts_with("gn:") & pl.col("b").str.starts_with("gn:")
    ties = snapshot.ties.filter((pl.col("kind") == "twinning") & found).select(record="id")
    rows = snapshot.evidence.join(ties, on="record", how="semi").select("source", "record").unique()
    return {source: set(group["record"]) for (source,), group in rows.group_by("source")}


def test_each_list_is_there_at_its_real_size(held: dict[str, set[str]]) -> None:
    assert len(held["wikipedia_lists_2026"]) > 18_000
    assert len(held["eu_wikidata_2017"]) > 11_000


def test_a_second_list_adds_clearly_less_than_its_own_count(snapshot: Snapshot, held: dict[str, set[str]]) -> None:
    first, second = held["wikipedia_lists_2026"], held["eu_wikidata_2017"]
    added = len(first | second) - len(first)
    assert added < 0.6 * len(second)
    assert 6_000 < len(first & second) < 9_000
    assert 22_000 < len(first | second) < 27_000


def test_a_tie_of_both_lists_has_the_statements_of_both(snapshot: Snapshot, held: dict[str, set[str]]) -> None:
    both = sorted(held["wikipedia_lists_2026"] & held["eu_wikidata_2017"])
    ties = snapshot.ties.filter(pl.col("id").is_in(both))
    assert ties["statements"].min() >= 2  # type: ignore[operator]
    assert ties.height == len(both)
