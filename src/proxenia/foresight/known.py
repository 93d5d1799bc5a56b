"""What could be known at the end of a year: the only thing that a prediction from that year may look at.

A **cut** is a year; known is everything up to its 31 December. Ties without a year are never evidence, inhabitants of
today are no covariate, and asking for a year after the cut is an error, not a silence.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from proxenia.errors import InputError
from proxenia.foresight.dated_ties import CITY_TIES, DatedTies, year_of_day
from proxenia.model.vocabulary import ActorKind, TieKind
from proxenia.overlay.overlay import Overlay
from proxenia.snapshot.snapshot import Snapshot

if TYPE_CHECKING:
    from proxenia.foresight.candidates import Candidates

__all__ = ["MEMBERSHIPS", "MOST_CITIES", "SHARED_NETWORKS", "Known", "known_cities", "memberships_of"]

MOST_CITIES: Final = 3_000
"""Cities among which pairs are weighed; 3,000 make 4.5 million pairs."""
_MOST_DAYS: Final = 366

MEMBERSHIPS: Final = pl.Schema(
    {"city": pl.String(), "city_network": pl.String(), "since": pl.Int32(), "left": pl.Int32()}
)
"""One row a dated membership of a local government in a city network: the years it joined and left, or none."""

SHARED_NETWORKS: Final = pl.Schema({"a": pl.String(), "b": pl.String(), "count": pl.Int32()})
"""One row a pair of known cities (`a` before `b`) that belong to the same city network, with how many they share."""


@dataclass(frozen=True, eq=False)
class Known:
    """What was known at the end of a year.

    Attributes
    ----------
    dated
        The dated ties as :meth:`DatedTies.until` gives them.
    cut
        The year.
    pairs
        All pairs of countries as of its last day (:attr:`Overlay.pairs`). Its city ties count undated ones too, from
        the list that names them on: no model uses those.
    shared_networks
        As :data:`SHARED_NETWORKS`.
    memberships
        As :data:`MEMBERSHIPS`, up to the cut.
    pairs_at
        Gives :attr:`pairs` of an earlier year; none where there is no more than this year.
    """

    dated: DatedTies
    cut: int
    pairs: pl.DataFrame
    shared_networks: pl.DataFrame
    memberships: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=MEMBERSHIPS))
    pairs_at: Callable[[int], pl.DataFrame] | None = field(default=None, repr=False)

    @classmethod
    def of(cls, snapshot: Snapshot, cut: int, *, dated: DatedTies | None = None) -> "Known":
        """Return what was known at the end of a year.

        Parameters
        ----------
        snapshot
            The whole snapshot, with all periods.
        cut
            The year.
        dated
            The dated ties of the snapshot where they are at hand; later ones are left out here.

        Raises
        ------
        InputError
            When no tie was dated by then, or the ties given are known only up to an earlier year.
        """
        told = (DatedTies.of(snapshot) if dated is None else dated).until(cut)
        _check(told, cut, dated)
        memberships = memberships_of(snapshot, cut)
        return cls(
            dated=told,
            cut=cut,
            pairs=Overlay.of(snapshot, cut).pairs,
            shared_networks=_shared(memberships, told),
            memberships=memberships,
            pairs_at=lambda year: Overlay.of(snapshot, year).pairs,
        )

    def as_of(self, year: int) -> "Known":
        """Return what was known at the end of an earlier year.

        Raises
        ------
        InputError
            When the year lies after the cut: that is not known.
        """
        if year > self.cut:
            raise InputError(
                f"The year {year} lies after the cut {self.cut}",
                expected=f"Expected {self.cut} or earlier: nothing later is known",
                next_step="Take a later cut",
            )
        if year == self.cut:
            return self
        memberships = _until(self.memberships, year)
        told = self.dated.until(year)
        return Known(
            dated=told,
            cut=year,
            pairs=self.pairs if self.pairs_at is None else self.pairs_at(year),
            shared_networks=_shared(memberships, told),
            memberships=memberships,
            pairs_at=self.pairs_at,
        )

    def changed(self, **changes: Any) -> "Known":
        """Return a copy in which some attributes are others; for scenarios.

        Other memberships make other shared networks, unless those are given too.
        """
        if "memberships" in changes and "shared_networks" not in changes:
            changes["shared_networks"] = _shared(changes["memberships"], changes.get("dated", self.dated))
        return replace(self, **changes)

    @cached_property
    def candidates(self) -> "Candidates":
        """All pairs of known cities that are not tied."""
        # Imported here: candidates are made of what is known.
        from proxenia.foresight.candidates import Candidates  # noqa: PLC0415

        return Candidates.of(self)

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What several predictors need and one of them computed."""
        return {}


def known_cities(dated: DatedTies, *, most: int = MOST_CITIES) -> tuple[pl.DataFrame, int]:
    """Return the known cities, sorted by id, and how many more there are.

    Beyond `most` those with the most dated ties are taken, then the lowest id.
    """
    cities = dated.cities
    if cities.height <= most:
        return cities, 0
    ends = pl.concat([dated.ties["a"], dated.ties["b"]]).alias("id").value_counts(name="ties")
    kept = cities.join(ends, on="id").sort("ties", "id", descending=[True, False]).head(most)
    return cities.filter(pl.col("id").is_in(kept["id"].implode())).sort("id"), cities.height - most


def memberships_of(snapshot: Snapshot, cut: int) -> pl.DataFrame:
    """Return the dated memberships of local governments in city networks up to the end of a year."""
    kinds = dict(zip(snapshot.actors["id"], snapshot.actors["kind"], strict=True))
    local = (ActorKind.CITY.value, ActorKind.REGION.value)
    kind = {side: pl.col(side).replace_strict(kinds, default=None, return_dtype=pl.String()) for side in ("a", "b")}
    span = pl.col("start_latest") - pl.col("start_earliest")
    found = snapshot.ties.filter(
        pl.col("kind") == TieKind.MEMBERSHIP.value,
        kind["a"].is_in(local),
        kind["b"] == ActorKind.CITY_NETWORK.value,
        ~pl.col("undated") & (span < _MOST_DAYS),
    ).select(
        city="a",
        city_network="b",
        since=year_of_day(pl.col("start_earliest")),
        left=year_of_day(pl.col("end_earliest")),
    )
    return _until(found.cast(pl.Schema(MEMBERSHIPS)), cut).sort("city_network", "city", "since")


def _until(memberships: pl.DataFrame, year: int) -> pl.DataFrame:
    return memberships.filter(pl.col("since") <= year).with_columns(
        left=pl.when(pl.col("left") <= year).then(pl.col("left"))
    )


def _shared(memberships: pl.DataFrame, dated: DatedTies) -> pl.DataFrame:
    """Count the city networks that two known cities share: members times networks, multiplied by itself."""
    cities, _ = known_cities(dated)
    place = {city: row for row, city in enumerate(cities["id"])}
    there = memberships.filter(pl.col("left").is_null(), pl.col("city").is_in(cities["id"].implode()))
    bodies = {body: column for column, body in enumerate(there["city_network"].unique().sort())}
    members = np.zeros((len(place), len(bodies)), dtype=np.float32)
    for city, body in there.select("city", "city_network").iter_rows():
        members[place[city], bodies[body]] = 1.0
    some = np.flatnonzero(members.any(axis=1))
    first, second = np.triu_indices(len(some), k=1)
    counted = (members[some] @ members[some].T)[first, second]
    rows = np.flatnonzero(counted)
    ids = cities["id"].gather(some)
    return pl.DataFrame(
        {"a": ids.gather(first[rows]), "b": ids.gather(second[rows]), "count": counted[rows].astype(np.int32)},
        schema=SHARED_NETWORKS,
    )


def _check(told: DatedTies, cut: int, dated: DatedTies | None) -> None:
    if dated is not None and dated.known_until is not None and dated.known_until < cut:
        raise InputError(
            f"The ties are known until {dated.known_until}, before the cut {cut}",
            expected="Expected ties known until the cut or later",
            next_step="Give the dated ties of the whole snapshot",
        )
    if told.ties.is_empty():
        kinds = ", ".join(kind.value for kind in CITY_TIES)
        raise InputError(
            f"No tie between local governments is dated {cut} or earlier",
            expected=f"Expected a year by which some tie ({kinds}) has begun",
            next_step="Take a later cut, or import a source whose ties carry years",
        )
