"""What the twins of a place say about it: a twin that another list gives the same namesake, and where its twins lie."""

from collections.abc import Iterable, Mapping

import polars as pl

from proxenia.model.judgement import Judgement, Verdict
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import TieKind

__all__ = ["MUTUAL", "TIES", "context_of", "known_ties", "ties_of"]

TIES = pl.Schema({"a": pl.Int32(), "b": pl.Int32()})
"""Tied cities by their GeoNames numbers, both ways round."""
MUTUAL = frozenset({TieKind.TWINNING.value, TieKind.AGREEMENT.value, TieKind.PARTNERSHIP.value})
"""Kinds of ties that cities have with each other."""
_FEWEST = 0.5
"""Ties that two states are taken to have when none is known."""


def known_ties(statements: Iterable[Statement], judgements: Iterable[Judgement]) -> pl.DataFrame:
    """Return the ties of cities that statements state and judgements place, as `TIES`.

    Parameters
    ----------
    statements
        Those of other lists: a list is no witness for itself.
    judgements
        The judgements in force.
    """
    targets = {one.left: one.right for one in judgements if one.verdict is Verdict.SAME}
    pairs = ((one.subject, one.object) for one in statements if one.predicate in MUTUAL and one.object is not None)
    return ties_of(pairs, targets)


def ties_of(pairs: Iterable[tuple[str, str]], targets: Mapping[str, str]) -> pl.DataFrame:
    """Return pairs of identifiers as `TIES`, those that are GeoNames cities or judged to be."""
    rows = []
    for left, right in pairs:
        one, other = targets.get(left, left), targets.get(right, right)
        if one.startswith("gn:") and other.startswith("gn:"):
            rows.append((int(one[3:]), int(other[3:])))
    table = pl.DataFrame(rows, schema=TIES, orient="row")
    return pl.concat([table, table.select(a="b", b="a")]).unique().sort("a", "b")


def context_of(found: pl.DataFrame, partners: pl.DataFrame, ties: pl.DataFrame, spots: pl.DataFrame) -> pl.DataFrame:
    """Return what the twins of names say of their candidates.

    Parameters
    ----------
    found
        Candidates: `q`, `number`.
    partners
        The twins that the list gives the name and that are known: `q`, `b`.
    ties
        What other lists hold (`TIES`).
    spots
        The country of each place: `number`, `country`.
    """
    known = partners.join(ties.select("b").unique(), on="b", how="semi")
    pairs = found.select("q", "number").join(known, on="q")
    tied = pairs.join(ties.select(number="a", b="b"), on=["number", "b"], how="semi")
    of = spots.select("number", "country")
    return (
        found.select("q", "number")
        .join(known.group_by("q").agg(partners=pl.len().cast(pl.Int32)), on="q")
        .join(tied.group_by("q", "number").agg(tied=pl.len().cast(pl.Int32)), on=["q", "number"], how="left")
        .join(_affinity(found.join(of, on="number"), partners, ties, of), on=["q", "number"], how="left")
        .with_columns(pl.col("tied").fill_null(0), pl.col("affinity").fill_null(0.0))
    )


def _affinity(found: pl.DataFrame, partners: pl.DataFrame, ties: pl.DataFrame, of: pl.DataFrame) -> pl.DataFrame:
    """Return log10 of the share of the ties of the twins' states that go to the candidate's, the twins' mean."""
    states = ties.join(of.rename({"number": "a", "country": "c"}), on="a").join(
        of.rename({"number": "b", "country": "d"}), on="b"
    )
    counts = states.group_by("c", "d").agg(ties=pl.len())
    whole = states.group_by("d").agg(all_ties=pl.len())
    far = states["d"].n_unique() or 1
    where = partners.join(of.select(b="number", d="country"), on="b").group_by("q", "d").agg(times=pl.len())
    pairs = found.select("q", c="country").unique().join(where, on="q")
    share = (pl.col("ties").fill_null(0) + _FEWEST) / (pl.col("all_ties").fill_null(0) + _FEWEST * far)
    mean = (
        pairs.join(counts, on=["c", "d"], how="left")
        .join(whole, on="d", how="left")
        .group_by("q", "c")
        .agg(affinity=(share.log10() * pl.col("times")).sum() / pl.col("times").sum())
    )
    return found.select("q", "number", c="country").join(mean, on=["q", "c"]).select("q", "number", "affinity")
