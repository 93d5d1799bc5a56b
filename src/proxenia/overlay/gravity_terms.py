"""The terms of the gravity model: what is known of a pair of countries, as numbers; what is not known stays null."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import polars as pl

from proxenia.errors import UnknownValueError
from proxenia.model.vocabulary import ActorKind, Status, TieKind
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["BLOCS", "SIZES", "TERMS", "GravityTable", "Term", "gravity_table", "parse_terms", "sizes_of"]


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the model.

    Attributes
    ----------
    id
        The word for it in JSON and on the command line.
    label, meaning
        A short name; what the number is.
    yes_no
        It is 0 or 1.
    """

    id: str
    label: str
    meaning: str
    yes_no: bool


TERMS: Final = {
    term.id: term
    for term in (
        Term("log_size", "size", "natural logarithm of the product of the two sizes", yes_no=False),
        Term("log_distance", "distance", "natural logarithm of the distance in kilometres", yes_no=False),
        Term("contiguous", "land border", "1 when they share a land border", yes_no=True),
        Term("common_language", "common language", "1 when they share an official language", yes_no=True),
        Term("colonial_tie", "colonial tie", "1 when one ruled the other", yes_no=True),
        Term("same_bloc", "same bloc", "1 when both belong to one and the same bloc on the day", yes_no=True),
    )
}
"""The terms by their ids, in the order of the table of coefficients.

The two sizes have one coefficient: which country of a pair comes first is a matter of the alphabet.
"""

OPTIONAL: Final = ("contiguous", "common_language", "colonial_tie", "same_bloc")
"""Terms without which the model still says something: they are left out, and named, where no source speaks of them."""

BLOCS: Final = {
    "px:african-union": "African Union",
    "px:arab-league": "Arab League",
    "px:asean": "ASEAN",
    "px:commonwealth-of-independent-states": "Commonwealth of Independent States",
    "px:csto": "CSTO",
    "px:ecowas": "ECOWAS",
    "px:efta": "EFTA",
    "px:european-union": "European Union",
    "px:gulf-cooperation-council": "Gulf Cooperation Council",
    "px:mercosur": "Mercosur",
    "px:nato": "NATO",
    "px:shanghai-cooperation-organisation": "Shanghai Cooperation Organisation",
}
"""Bodies of states that count as blocs: closed to most states, and bound by more than a meeting.

Bodies open to nearly all (the United Nations) or without duties (G20) would say little about a pair.
"""

SIZES: Final = {
    "population": "inhabitants of the country",
    "city_population": "inhabitants of the country's cities and regions in the register, as far as known",
    "places": "cities and regions of the country in the register",
}
"""The ways to measure a country's size, the preferred one first.

The country's own population does not depend on who has city ties. The other two do to a degree, for a place is often in
the register because it has a tie: the sum of inhabitants less so, since a country's few great cities make up most of it
however many of its small towns are twinned.
"""

ENOUGH_KNOWN: Final = 0.95
"""A way to measure size is used when it is known of both countries for this share of city ties."""

_LOCAL: Final = (ActorKind.CITY.value, ActorKind.REGION.value)


@dataclass(frozen=True, eq=False)
class GravityTable:
    """The terms of every pair of countries.

    Attributes
    ----------
    rows
        `a`, `b`, `city_ties` (null when a side has no city data), and one column a term (null when not known).
    terms
        The terms that the model is to use.
    silent
        Terms left out because no source in the register says anything of them.
    size, size_reason
        How size is measured, one of :data:`SIZES`, and why.
    """

    rows: pl.DataFrame
    terms: tuple[str, ...]
    silent: tuple[str, ...]
    size: str
    size_reason: str


def parse_terms(without: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return all terms but some.

    >>> parse_terms(("same_bloc", "colonial_tie"))
    ('log_size', 'log_distance', 'contiguous', 'common_language')

    Raises
    ------
    UnknownValueError
        When one to leave out is not a term.
    """
    for name in without:
        if name not in TERMS:
            raise UnknownValueError("term of the gravity model", name, TERMS)
    return tuple(name for name in TERMS if name not in without)


def sizes_of(snapshot: Snapshot) -> pl.DataFrame:
    """Return `country`, `city_population` (null when of no place known) and `places`, by country."""
    local = snapshot.actors.filter(pl.col("kind").is_in(_LOCAL) & pl.col("country").is_not_null())
    known = pl.col("population").filter(pl.col("population") > 0)
    return (
        local.group_by("country")
        .agg(
            pl.when(known.len() > 0).then(known.sum()).alias("city_population"), pl.len().cast(pl.Int64).alias("places")
        )
        .sort("country")
    )


def members_of_blocs(snapshot: Snapshot) -> Mapping[str, frozenset[str]]:
    """Return the countries in each bloc, by the bloc's id; blocs whose members nobody lists are not there."""
    memberships = snapshot.ties.filter(
        (pl.col("kind") == TieKind.MEMBERSHIP.value)
        & pl.col("a").str.starts_with("iso:")
        & pl.col("b").is_in(list(BLOCS))
        & (pl.col("status").fill_null("") != Status.SUSPENDED.value)
    ).select(pl.col("a").str.strip_prefix("iso:"), "b")
    listed = memberships.group_by("b").agg(pl.col("a").unique().sort()).sort("b")
    return {bloc: frozenset(members) for bloc, members in listed.iter_rows()}


def _in_one_bloc(snapshot: Snapshot) -> pl.DataFrame | None:
    """Return the pairs that share a bloc; nothing when no bloc's members are known."""
    blocs = members_of_blocs(snapshot)
    shared = sorted({pair for members in blocs.values() for pair in combinations(sorted(members), 2)})
    if not blocs:
        return None
    ends = {"a": [a for a, _ in shared], "b": [b for _, b in shared], "same_bloc": [1.0] * len(shared)}
    return pl.DataFrame(ends, schema={"a": pl.String, "b": pl.String, "same_bloc": pl.Float64})


def _with_sizes(pairs: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """Return the pairs with `log_population`, `log_city_population` and `log_places`, null where not known."""
    sizes = sizes_of(snapshot)
    for end in ("a", "b"):
        named = sizes.rename({"country": end, "city_population": f"city_population_{end}", "places": f"places_{end}"})
        pairs = pairs.join(named, on=end, how="left", maintain_order="left")
    return pairs.with_columns(_log(f"{size}_a", f"{size}_b").alias(f"log_{size}") for size in SIZES)


def _log(*columns: str) -> pl.Expr:
    """Return the sum of the logarithms of columns; null where one is null or not above zero."""
    logs = [pl.when(pl.col(column) > 0).then(pl.col(column).cast(pl.Float64).log()) for column in columns]
    return pl.sum_horizontal(logs, ignore_nulls=False)


def _choose_size(rows: pl.DataFrame) -> tuple[str, str]:
    """Return the first way to measure size that is known for enough city ties, and why it is the one."""
    all_ties = max(int(rows["city_ties"].sum()), 1)
    known_ties = rows.select(
        pl.col("city_ties").filter(pl.col(f"log_{size}").is_not_null()).sum().alias(size) for size in SIZES
    )
    shares = {size: int(count) / all_ties for size, count in zip(SIZES, known_ties.row(0), strict=True)}
    chosen = next((size for size in SIZES if shares[size] >= ENOUGH_KNOWN), "places")
    known = ", ".join(f"{size} for {share:.1%}" for size, share in shares.items())
    return chosen, f"the first that is known at both ends of {ENOUGH_KNOWN:.0%} or more of the city ties ({known})"


def gravity_table(pairs: pl.DataFrame, snapshot: Snapshot, *, without: tuple[str, ...] = ()) -> GravityTable:
    """Return the terms of the pairs of countries.

    Parameters
    ----------
    pairs
        As :data:`proxenia.overlay.tables.PAIRS`.
    snapshot
        As of the same day: gives the sizes and who belongs to which bloc.
    without
        Terms that the model is to leave out.

    Raises
    ------
    UnknownValueError
        When a term to leave out is none.
    """
    terms = parse_terms(without)
    counts = pl.when(pl.col("city_known")).then(pl.col("city_ties")).alias("city_ties")
    sized = _with_sizes(pairs.with_columns(counts), snapshot)
    size, reason = _choose_size(sized)
    blocs = _in_one_bloc(snapshot)
    if blocs is None:
        sized = sized.with_columns(same_bloc=pl.lit(None, dtype=pl.Float64))
    else:
        # The lists of members are whole: who is on none of them belongs to none of the blocs.
        sized = sized.join(blocs, on=["a", "b"], how="left", maintain_order="left")
        sized = sized.with_columns(pl.col("same_bloc").fill_null(0.0))
    rows = sized.select(
        "a",
        "b",
        "city_ties",
        pl.col(f"log_{size}").alias("log_size"),
        _log("distance_km").alias("log_distance"),
        *(pl.col(name).cast(pl.Float64) for name in ("contiguous", "common_language", "colonial_tie", "same_bloc")),
    )
    silent = tuple(name for name in terms if name in OPTIONAL and rows[name].is_null().all())
    return GravityTable(rows, tuple(name for name in terms if name not in silent), silent, size, reason)
