"""The ties of local governments abroad, each beside what the two states make of each other.

Everything here sees a snapshot as of a day and the table of pairs (:data:`proxenia.overlay.tables.PAIRS`) of the same
day. A local government is a city or a region; its home is the country that it lies in.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import polars as pl

from proxenia.model.vocabulary import ActorKind, OverlayClass
from proxenia.overlay.rule import RULE
from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.spans import row_spans

__all__ = [
    "CITY_CLASSES",
    "PARTNER_COUNTRIES",
    "TIES_OF_CITIES",
    "CityGround",
    "PartnerRow",
    "local_governments",
    "partner_countries",
    "ties_of_cities",
]

CITY_CLASSES: Final = (OverlayClass.ALIGNED.value, OverlayClass.SUBSTITUTE.value, OverlayClass.CONTRARY.value)
"""The classes that a pair of countries with a city tie may have when both levels have data."""

TIES_OF_CITIES: Final = pl.Schema(
    {
        "tie": pl.String(),
        "actor": pl.String(),
        "partner": pl.String(),
        "home": pl.String(),
        "country": pl.String(),
    }
)
"""One row a tie in force and local government in it: with whom, the country of either; null where nobody says which."""

PARTNER_COUNTRIES: Final = pl.Schema(
    {
        "actor": pl.String(),
        "home": pl.String(),
        "country": pl.String(),
        "ties": pl.Int64(),
        "class": pl.String(),
        "missions_sent": pl.Int64(),
        "missions_received": pl.Int64(),
        "beyond": pl.Boolean(),
    }
)
"""One row a local government and country abroad in which it has ties in force, sorted by both.

`class` is one of :data:`CITY_CLASSES` or ``unknown``. `beyond` says that the own state keeps no resident mission
there: the lists name none, or the two states are on record as keeping no relations, which outranks a list. It is null
when that is not known: the state level has no data on the pair, or the lists do not speak of the own state's missions.
"""

_SIDES: Final = (("a", "b"), ("b", "a"))


class PartnerRow(NamedTuple):
    """A row of :data:`PARTNER_COUNTRIES`."""

    actor: str
    home: str
    country: str
    ties: int
    overlay_class: str
    missions_sent: int | None
    missions_received: int | None
    beyond: bool | None


@dataclass(frozen=True, eq=False)
class CityGround:
    """What alignment and reach are computed on.

    Attributes
    ----------
    snapshot
        As of the day that is asked for.
    ties
        As :data:`TIES_OF_CITIES`, sorted by actor.
    partners
        As :data:`PARTNER_COUNTRIES`, sorted by actor.
    actor
        The only one whose ties these are, by its canonical identifier.
    """

    snapshot: Snapshot
    ties: pl.DataFrame
    partners: pl.DataFrame
    actor: str | None = None

    @classmethod
    def of(cls, snapshot: Snapshot, pairs: pl.DataFrame, *, actor: str | None = None) -> "CityGround":
        """Return the ground of all local governments, or the smaller one of a single one, which is made sooner.

        Parameters
        ----------
        snapshot
            As of the day that is asked for.
        pairs
            As :data:`proxenia.overlay.tables.PAIRS`, of the same day.
        actor
            The only one that will be asked for: an identifier, also an alias.
        """
        only = None if actor is None else snapshot.canonical(actor)
        ties = ties_of_cities(snapshot, actor=only)
        return cls(snapshot, ties, partner_countries(ties, pairs), only)

    def of_actor(self, actor: str) -> "CityGround":
        """Return what of this ground belongs to one actor, by its canonical identifier."""
        if self.actor == actor:
            return self
        mine = pl.col("actor") == actor
        return CityGround(self.snapshot, self.ties.filter(mine), self.partners.filter(mine), actor)

    def partners_of(self, actor: str) -> list[PartnerRow]:
        """Return the partner countries of one actor, by its canonical identifier, in the order of their codes."""
        return [PartnerRow._make(row) for row in self.partners.slice(*self._partner_spans.get(actor, (0, 0))).rows()]

    def ties_beyond(self, actor: str) -> dict[str, list[tuple[str, str]]]:
        """Return the ties of one actor, by its canonical identifier, in countries beyond its state, with partners."""
        ties, spans = self._ties_beyond
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        own = ties.slice(*spans.get(actor, (0, 0))).select("country", "tie", "partner")
        for country, tie, partner in own.rows():
            found[country].append((tie, partner))
        return dict(found)

    def warm(self) -> None:
        """Gather what the first actor would wait for."""
        _ = self._partner_spans, self._ties_beyond

    @cached_property
    def _partner_spans(self) -> Mapping[str, tuple[int, int]]:
        return row_spans(self.partners, "actor")

    @cached_property
    def _ties_beyond(self) -> tuple[pl.DataFrame, Mapping[str, tuple[int, int]]]:
        """The ties with countries beyond, and where those of each actor stand."""
        ends = ["actor", "country"]
        beyond = self.ties.join(self.partners.filter("beyond"), on=ends, how="semi", maintain_order="left")
        return beyond, row_spans(beyond, "actor")


def ties_of_cities(snapshot: Snapshot, *, actor: str | None = None) -> pl.DataFrame:
    """Return the ties in force between local governments, once for each of the two, also those within a country.

    Parameters
    ----------
    snapshot
        As of the day that is asked for.
    actor
        Only the ties of this one.

    Returns
    -------
    polars.DataFrame
        As :data:`TIES_OF_CITIES`, sorted by actor and tie.
    """
    held = snapshot.ties.filter(
        pl.col("kind").is_in(RULE.city_tie_kinds),
        ~pl.col("status").is_in(RULE.not_in_force),
        pl.col("a") != pl.col("b"),
    ).select(pl.col("id").alias("tie"), "a", "b")
    if actor is not None:
        held = held.filter((pl.col("a") == actor) | (pl.col("b") == actor))
    local = local_governments(snapshot)
    for end in ("a", "b"):
        held = held.join(local.select(pl.col("id").alias(end), pl.col("country").alias(f"{end}_country")), on=end)
    both = pl.concat(
        held.select(
            "tie",
            actor=pl.col(one),
            partner=pl.col(other),
            home=pl.col(f"{one}_country"),
            country=pl.col(f"{other}_country"),
        )
        for one, other in _SIDES
    )
    mine = both if actor is None else both.filter(pl.col("actor") == actor)
    return mine.sort("actor", "tie")


def local_governments(snapshot: Snapshot) -> pl.DataFrame:
    """Return cities and regions; an actor of which nobody says what it is counts as a city."""
    return snapshot.actors.filter(pl.col("kind").fill_null(ActorKind.CITY.value).is_in(RULE.city_actors))


def partner_countries(ties: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Return with how many ties each local government reaches each country abroad, and how the states stand.

    Parameters
    ----------
    ties
        As :data:`TIES_OF_CITIES`.
    pairs
        As :data:`proxenia.overlay.tables.PAIRS`, of the same day.

    Returns
    -------
    polars.DataFrame
        As :data:`PARTNER_COUNTRIES`.
    """
    counted = ties.filter(pl.col("home") != pl.col("country")).group_by("actor", "home", "country").len("ties")
    homes = counted["home"].unique()
    joined = counted.join(_seen_from(pairs, homes), on=["home", "country"], how="left")
    known = pl.col("class").is_in(CITY_CLASSES).fill_null(value=False)
    word = pl.when(known).then("class").otherwise(pl.lit(OverlayClass.UNKNOWN.value)).alias("class")
    told = pl.col("state_known") & pl.col("sends").fill_null(value=False)
    none = pl.when("broken").then(pl.lit(value=True)).when(told).then(pl.col("missions_sent") == 0)
    return (
        joined.with_columns(word, beyond=none)
        .select(pl.col(name).cast(dtype) for name, dtype in PARTNER_COUNTRIES.items())
        .sort("actor", "country")
    )


def _seen_from(pairs: pl.DataFrame, homes: pl.Series) -> pl.DataFrame:
    """Return the pairs of some countries as these see them; `sends` says that their missions are known of at all."""
    seen = pl.concat(
        pairs.filter(pl.col(one).is_in(homes.implode())).select(
            "class",
            "state_known",
            broken=pl.col("rupture") | pl.col("no_relations"),
            home=pl.col(one),
            country=pl.col(other),
            missions_sent=pl.col(f"missions_{one}{other}"),
            missions_received=pl.col(f"missions_{other}{one}"),
        )
        for one, other in _SIDES
    )
    sends = (pl.col("missions_sent") > 0).sum().over("home") >= RULE.least_missions_sent
    return seen.with_columns(sends=sends)
