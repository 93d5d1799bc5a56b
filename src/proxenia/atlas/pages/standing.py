"""How a city stands to its state: the classes of its ties, where it reaches beyond it, the acts with and against it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from typing import Any, Final

import polars as pl

from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.lines import ActorLink, actor_link
from proxenia.errors import NotFoundError
from proxenia.overlay.alignment import alignment_of, compute_alignments, with_intervals
from proxenia.overlay.alignment_ties import CityGround
from proxenia.overlay.national_relations import NO_ACTS, NationalRelations, national_relations
from proxenia.overlay.reach import Reach, reach_of
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["BeyondLine", "ShareLine", "Standing", "StandingGround", "build"]


@dataclass(frozen=True, slots=True)
class ShareLine:
    """How much of a city's reach is of one class, by ties and by partner countries, each with its 95 % interval.

    Shares are of the ties (countries) with data on both levels, 0 to 1; none without such; bounds are none where there
    are too few ties for an interval.
    """

    overlay_class: str
    ties: int
    share: float | None
    low: float | None
    high: float | None
    countries: int
    country_share: float | None
    country_low: float | None
    country_high: float | None


@dataclass(frozen=True, slots=True)
class BeyondLine:
    """A country that the city reaches and in which its state keeps no resident mission."""

    country: ActorLink
    overlay_class: str
    ties: int
    partners: list[ActorLink]
    address: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How the ties of a city or region stand to those of its state on the last day of a year.

    Attributes
    ----------
    ties_abroad, countries
        Ties in force with local governments in other countries, and how many countries those are.
    unknown_ties, unknown_countries
        Those on which a level has no data: no part of any share.
    fewest_ties
        With fewer ties with data there is no interval.
    beyond
        Countries of its ties without a resident mission of its state, most ties first.
    beyond_unknown
        Countries of its ties of which the register cannot say.
    acts_by_stance
        Acts with its own state, against it, and without a stance.
    """

    state: ActorLink | None
    ties_abroad: int
    countries: int
    classes: list[ShareLine]
    unknown_ties: int
    unknown_countries: int
    fewest_ties: int
    beyond: list[BeyondLine]
    beyond_unknown: int
    acts_by_stance: dict[str, int]


@dataclass(frozen=True, eq=False)
class StandingGround:
    """What the standing of every city of a year is looked up in.

    Attributes
    ----------
    ground
        Of all local governments.
    counts
        Their alignments as :data:`proxenia.overlay.alignment.ALIGNMENTS`.
    national
        The acts with and against the own state, by actor.
    """

    ground: CityGround
    counts: pl.DataFrame
    national: Mapping[str, NationalRelations]

    @classmethod
    def of(cls, ground: CityGround, *, of_day: Snapshot | None = None) -> "StandingGround":
        """Return the ground with what follows from it.

        Parameters
        ----------
        ground
            Of all local governments.
        of_day
            The snapshot of the same day, to be held instead of that of the ground, whose tables are filtered by now.
        """
        held = replace(ground, snapshot=of_day or ground.snapshot)
        held.warm()
        return cls(held, compute_alignments(ground), national_relations(ground.snapshot))

    @cached_property
    def _rows(self) -> Mapping[str, int]:
        return {actor: row for row, actor in enumerate(self.counts["actor"])}

    def counted(self, actor: str) -> dict[str, Any]:
        """Return the alignment of one, without intervals; empty where it has no tie."""
        row = self._rows.get(actor)
        return {} if row is None else self.counts.row(row, named=True)

    def warm(self) -> None:
        """Estimate the intervals of all, which are remembered."""
        with_intervals(self.counts)


def _beyond(index: AtlasIndex, reach: Reach) -> list[BeyondLine]:
    lines = []
    for one in reach.beyond:
        low, high = sorted((reach.country or "", one.country))
        partners = [actor_link(index, partner) for partner in dict.fromkeys(one.partners)]
        state = actor_link(index, f"iso:{one.country}")
        lines.append(BeyondLine(state, one.overlay_class, len(one.ties), partners, f"/country-pair/{low}/{high}"))
    return lines


_share: Final = attrgetter(*(name for name in ShareLine.__dataclass_fields__ if name != "overlay_class"))


def build(index: AtlasIndex, prepared: StandingGround, identifier: str) -> Standing | None:
    """Return how a city or region stands to its state; nothing when it has no tie abroad and no act with its state.

    Parameters
    ----------
    index
        Names.
    prepared
        Of the year.
    identifier
        The city's canonical identifier.
    """
    ground, national = prepared.ground, prepared.national.get(identifier)
    try:
        alignment = alignment_of(ground, identifier, counted=prepared.counted(identifier))
    except NotFoundError:
        return None  # founded later, or dissolved before
    if not alignment.ties_abroad and national is None:
        return None
    reach = reach_of(ground, identifier)
    return Standing(
        state=None if alignment.country is None else actor_link(index, f"iso:{alignment.country}"),
        ties_abroad=alignment.ties_abroad,
        countries=alignment.countries,
        classes=[ShareLine(name, *_share(share)) for name, share in alignment.classes.items()],
        unknown_ties=alignment.unknown_ties,
        unknown_countries=alignment.unknown_countries,
        fewest_ties=alignment.fewest_ties,
        beyond=_beyond(index, reach),
        beyond_unknown=len(reach.unknown),
        acts_by_stance=dict(national.by_stance if national else NO_ACTS),
    )
