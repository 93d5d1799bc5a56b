"""Alignment: how far the ties of a city go where its own state goes.

Each tie in force with a local government abroad has the class of its pair of countries: ``aligned`` (the two states
are tied too), ``substitute`` (they are not), ``contrary`` (they are hostile). The shares of the three say how a city's
ties stand to its state's. Ties to countries on which a level has no data are ``unknown``: they are counted beside, and
are no part of any share.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import isnan
from typing import Any, Final

import polars as pl

from proxenia.model.vocabulary import OverlayClass
from proxenia.overlay.alignment_interval import (
    DRAWS,
    FEWEST_TIES,
    SEED,
    estimate_share_interval,
    estimate_share_intervals,
)
from proxenia.overlay.alignment_ties import CITY_CLASSES, CityGround

__all__ = [
    "ALIGNMENTS",
    "Alignment",
    "ClassShare",
    "PartnerCountry",
    "alignment_of",
    "compute_alignments",
    "with_intervals",
]

_UNKNOWN: Final = OverlayClass.UNKNOWN.value
_TEXT, _COUNT, _NUMBER = pl.String(), pl.Int64(), pl.Float64()

ALIGNMENTS: Final = pl.Schema(
    {
        "actor": _TEXT,
        "country": _TEXT,
        "ties_abroad": _COUNT,
        "ties_at_home": _COUNT,
        "ties_unplaced": _COUNT,
        "countries": _COUNT,
        **{f"{name}_ties": _COUNT for name in (*CITY_CLASSES, _UNKNOWN)},
        **{f"{name}_countries": _COUNT for name in (*CITY_CLASSES, _UNKNOWN)},
        **{f"{name}_share": _NUMBER for name in CITY_CLASSES},
        **{f"{name}_country_share": _NUMBER for name in CITY_CLASSES},
        "beyond_countries": _COUNT,
        "beyond_unknown_countries": _COUNT,
    }
)
"""One row a local government with a tie in force, sorted by `actor`.

`ties_unplaced` are those of which nobody says in which country one of the two ends lies. Shares are of the ties (of
the partner countries) with data, 0 to 1, null when there are none. `beyond_countries` are those in which the own state
keeps no resident mission; of `beyond_unknown_countries` nobody knows whether it does.
"""

_WITHOUT_TIES: Final = dict.fromkeys(ALIGNMENTS, 0)


@dataclass(frozen=True, slots=True)
class ClassShare:
    """How much of a city's reach is of one class.

    Attributes
    ----------
    ties, share, low, high
        Ties of the class; their share of the ties with data, 0 to 1, none without such ties; its 95 % interval, none
        below :data:`~proxenia.overlay.alignment_interval.FEWEST_TIES` such ties.
    countries, country_share, country_low, country_high
        The same by partner countries, each counted once.
    """

    ties: int
    share: float | None
    low: float | None
    high: float | None
    countries: int
    country_share: float | None
    country_low: float | None
    country_high: float | None


@dataclass(frozen=True, slots=True)
class PartnerCountry:
    """A country in which a city has ties: how many, and the class of the pair of countries."""

    country: str
    ties: int
    overlay_class: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """How the ties of a city or region stand to those of its state on a day.

    Attributes
    ----------
    actor, country
        The local government, and the country it lies in; none when nobody says which, and then nothing is known.
    ties_abroad
        Ties in force with local governments in another country; suspended ones do not count, dormant ones do.
    ties_at_home, ties_unplaced
        Ties within the country, and those of which nobody says in which country an end lies: no part of the shares.
    classes
        Of ``aligned``, ``substitute`` and ``contrary``.
    unknown_ties, unknown_countries
        Ties abroad, and partner countries, of pairs on which a level has no data.
    partners
        The partner countries, most ties first.
    """

    actor: str
    country: str | None
    as_of: str | None
    ties_abroad: int
    ties_at_home: int
    ties_unplaced: int
    countries: int
    classes: Mapping[str, ClassShare]
    unknown_ties: int
    unknown_countries: int
    partners: Sequence[PartnerCountry]
    draws: int
    fewest_ties: int
    seed: int

    def as_json(self) -> dict[str, Any]:
        """Return the payload as JSON."""
        partners = [{"country": one.country, "ties": one.ties, "class": one.overlay_class} for one in self.partners]
        return {**asdict(self), "partners": partners}


def compute_alignments(ground: CityGround) -> pl.DataFrame:
    """Return the alignment of every local government that has a tie, without intervals.

    The cost grows in proportion to the ties.

    Returns
    -------
    polars.DataFrame
        As :data:`ALIGNMENTS`.
    """
    unplaced = pl.col("home").is_null() | pl.col("country").is_null()
    whole = ground.ties.group_by("actor").agg(
        pl.col("home").first().alias("own"),
        (pl.col("home") == pl.col("country")).sum().alias("ties_at_home"),
        unplaced.sum().alias("ties_unplaced"),
    )
    reached = ground.partners.group_by("actor").agg(
        pl.col("ties").sum().alias("ties_abroad"),
        pl.len().alias("countries"),
        *(pl.col("ties").filter(pl.col("class") == name).sum().alias(f"{name}_ties") for name in _ALL),
        *((pl.col("class") == name).sum().alias(f"{name}_countries") for name in _ALL),
        pl.col("beyond").sum().alias("beyond_countries"),
        pl.col("beyond").is_null().sum().alias("beyond_unknown_countries"),
    )
    rows = whole.join(reached, on="actor", how="left").rename({"own": "country"})
    rows = rows.with_columns(pl.col(name).fill_null(0) for name in reached.columns if name != "actor")
    shares = [_share(name, what).alias(f"{name}_{label}") for name in CITY_CLASSES for what, label in _SHARES.items()]
    return (
        rows.with_columns(shares).select(pl.col(name).cast(dtype) for name, dtype in ALIGNMENTS.items()).sort("actor")
    )


_ALL: Final = (*CITY_CLASSES, _UNKNOWN)
_SHARES: Final = {"ties": "share", "countries": "country_share"}


def _share(name: str, what: str) -> pl.Expr:
    total = pl.sum_horizontal(f"{one}_{what}" for one in CITY_CLASSES)
    return pl.when(total > 0).then(pl.col(f"{name}_{what}") / total)


def with_intervals(rows: pl.DataFrame, *, seed: int = SEED) -> pl.DataFrame:
    """Return :data:`ALIGNMENTS` with the bounds of every share: `<share>_low` and `<share>_high`."""
    bounds = []
    for what, label in _SHARES.items():
        total = rows.select(pl.sum_horizontal(f"{one}_{what}" for one in CITY_CLASSES)).to_series().to_numpy()
        for name in CITY_CLASSES:
            found = estimate_share_intervals(rows[f"{name}_{what}"].to_numpy(), total, seed=seed)
            for end, values in zip(("low", "high"), found.T, strict=True):
                bounds.append(pl.Series(f"{name}_{label}_{end}", values, dtype=pl.Float64).fill_nan(None))
    return rows.with_columns(bounds)


def alignment_of(
    ground: CityGround, actor: str, *, seed: int = SEED, counted: Mapping[str, Any] | None = None
) -> Alignment:
    """Return the alignment of one city or region, with intervals.

    Parameters
    ----------
    ground
        Of all, or of this one.
    actor
        Its identifier, also an alias.
    seed
        Of the bootstrap.
    counted
        The actor's row of what :func:`compute_alignments` makes of the ground, where it is there already; empty for
        one without ties.

    Raises
    ------
    NotFoundError
        When there is no such actor.
    """
    known = ground.snapshot.actor(actor)
    if counted is None:
        counted = next(compute_alignments(ground.of_actor(known.id)).iter_rows(named=True), {})
    row = counted or _WITHOUT_TIES
    listed = sorted(ground.partners_of(known.id), key=lambda one: (-one.ties, one.country))
    return Alignment(
        actor=known.id,
        country=known.country,
        as_of=ground.snapshot.manifest.get("as_of"),
        classes=_class_shares(row, seed=seed),
        unknown_ties=row["unknown_ties"],
        unknown_countries=row["unknown_countries"],
        partners=tuple(PartnerCountry(one.country, one.ties, one.overlay_class) for one in listed),
        draws=DRAWS,
        fewest_ties=FEWEST_TIES,
        seed=seed,
        **{name: row[name] for name in ("ties_abroad", "ties_at_home", "ties_unplaced", "countries")},
    )


def _class_shares(row: Mapping[str, Any], *, seed: int) -> dict[str, ClassShare]:
    by_ties = _shares([row[f"{name}_ties"] for name in CITY_CLASSES], seed=seed)
    by_countries = _shares([row[f"{name}_countries"] for name in CITY_CLASSES], seed=seed)
    return {
        name: ClassShare(*one, *other) for name, one, other in zip(CITY_CLASSES, by_ties, by_countries, strict=True)
    }


def _shares(counts: list[int], *, seed: int) -> list[tuple[int, float | None, float | None, float | None]]:
    """Return each count with its share of all and the bounds of that."""
    total = sum(counts)
    bounds = [estimate_share_interval(count, total, seed=seed) for count in counts]
    return [
        (count, count / total if total else None, _known(low), _known(high))
        for count, (low, high) in zip(counts, bounds, strict=True)
    ]


def _known(bound: float) -> float | None:
    return None if isnan(bound) else bound
