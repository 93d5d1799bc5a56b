"""The city ties of one pair of countries as evidence."""

import polars as pl

from proxenia.overlay.deciding import PairEvidence, evidence_of
from proxenia.overlay.pairs import Facts
from proxenia.overlay.spans import held_on
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["city_evidence"]


def city_evidence(world: Snapshot, facts: Facts, day: int) -> list[PairEvidence]:
    """Return one statement for each city tie of a pair on a day, suspended ones too.

    Those with a date come first, the earliest before the others; no more than the rule's `shown_city_ties`.

    Parameters
    ----------
    facts
        Those of the pair alone (:meth:`proxenia.overlay.pairs.Facts.of_pair`).
    """
    held = held_on(facts.city_ties, [day]).select(pl.col("tie").alias("id"), pl.col("status").alias("_status"))
    ties = (
        world.ties.join(held, on="id", how="inner")
        .sort("start_earliest", "id", nulls_last=True)
        .head(facts.rule.shown_city_ties)
    )
    names = _names(world, ties)
    sources = {row["id"]: row for row in world.sources.iter_rows(named=True)}
    said = world.evidence.filter(pl.col("record").is_in(ties["id"].implode()))
    found = []
    for tie in ties.iter_rows(named=True):
        rows = said.filter(pl.col("record") == tie["id"]).sort(
            (pl.col("period").str.starts_with(tie["valid_from"] or "\0")).fill_null(value=False),
            "listed",
            "source",
            "statement",
            descending=[True, False, False, False],
            nulls_last=True,
        )
        if not rows.is_empty():
            says = f"{names[tie['a']]} – {names[tie['b']]}, {tie['kind']}, {tie['_status']}"
            found.append(evidence_of(rows.row(0, named=True), sources, level="city", says=says))
    return found


def _names(world: Snapshot, ties: pl.DataFrame) -> dict[str, str]:
    ends = pl.concat([ties["a"], ties["b"].rename("a")]).unique()
    known = world.actors.filter(pl.col("id").is_in(ends.implode())).select(
        "id", pl.coalesce("name", "id").alias("name")
    )
    return dict(known.iter_rows())
