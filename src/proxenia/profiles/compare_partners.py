"""With whom compared cities are tied: each partner and each city network beside the ties of every city with it."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import fmean, median
from typing import Final

from proxenia.model.actor import Actor
from proxenia.model.globe import distance_km
from proxenia.model.vocabulary import TieKind
from proxenia.profiles.compare_ties import ComparedTie
from proxenia.profiles.peer_world import LOCAL

__all__ = [
    "BETWEEN_CITIES",
    "About",
    "PartnerLine",
    "Reach",
    "ReachedCountry",
    "between_cities",
    "membership_lines",
    "partner_lines",
    "reach_of",
]

BETWEEN_CITIES: Final = (
    TieKind.TWINNING.value,
    TieKind.AGREEMENT.value,
    TieKind.TREATY.value,
    TieKind.PARTNERSHIP.value,
)
"""Kinds of ties that run between two local governments."""

About = Mapping[str, Actor]
"""Who each partner is."""


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """A partner, or a city network, of at least one of the compared.

    Attributes
    ----------
    ties
        The live ties with it, by the identifier of the city; who has none is not there.
    former
        Ties with it that are suspended or dead, likewise.
    """

    id: str
    name: str
    kind: str
    country: str | None
    ties: dict[str, tuple[str, ...]]
    former: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ReachedCountry:
    """Another country with the ties that run there."""

    country: str
    partners: int
    ties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the partners of a city lie.

    Attributes
    ----------
    partners, ties
        Cities and regions with a live tie, and the ties.
    countries
        Other countries in which there is one, most partners first.
    placed
        Partners with a known place: the distances are those to them, none without.
    farthest
        The identifier of the farthest.
    """

    partners: int
    ties: tuple[str, ...]
    countries: tuple[ReachedCountry, ...]
    placed: int
    mean_km: float | None
    median_km: float | None
    farthest_km: float | None
    farthest: str | None


def between_cities(tie: ComparedTie, about: About) -> bool:
    """Tell whether a tie runs between two local governments."""
    return tie.kind in BETWEEN_CITIES and about[tie.partner].kind.value in LOCAL


def partner_lines(ties: Mapping[str, tuple[ComparedTie, ...]], about: About) -> tuple[PartnerLine, ...]:
    """Return the partners of the compared, those of most of them first, then the larger."""
    return _lines(ties, about, lambda tie: between_cities(tie, about))


def membership_lines(ties: Mapping[str, tuple[ComparedTie, ...]], about: About) -> tuple[PartnerLine, ...]:
    """Return the bodies to which the compared belong, those of most of them first."""
    return _lines(ties, about, lambda tie: tie.kind == TieKind.MEMBERSHIP.value)


def _lines(
    ties: Mapping[str, tuple[ComparedTie, ...]], about: About, wanted: Callable[[ComparedTie], bool]
) -> tuple[PartnerLine, ...]:
    live: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    former: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for city, held in ties.items():
        for tie in filter(wanted, held):
            of_partner = (live if tie.standing == "live" else former)[tie.partner]
            of_partner[city] = (*of_partner.get(city, ()), tie.id)
    lines = [_line(about[one], held_now, former.get(one, {})) for one, held_now in live.items()]
    lines.sort(key=lambda line: (-len(line.ties), -(about[line.id].population or 0), line.name, line.id))
    return tuple(lines)


def _line(partner: Actor, ties: dict[str, tuple[str, ...]], former: dict[str, tuple[str, ...]]) -> PartnerLine:
    return PartnerLine(partner.id, partner.name, partner.kind.value, partner.country, ties, former)


def reach_of(actor: Actor, live: tuple[ComparedTie, ...], about: About) -> Reach:
    """Return how far the partners of a city lie.

    Parameters
    ----------
    actor
        The city.
    live
        Its ties in force.
    about
        Facts of the partners.
    """
    ties = [tie for tie in live if between_cities(tie, about)]
    partners = sorted({tie.partner for tie in ties})
    far_apart = {one: km for one in partners if (km := _kilometres(actor, about[one])) is not None}
    farthest = max(far_apart, key=far_apart.__getitem__, default=None)
    return Reach(
        partners=len(partners),
        ties=tuple(tie.id for tie in ties),
        countries=_countries(actor, ties, about),
        placed=len(far_apart),
        mean_km=round(fmean(far_apart.values()), 1) if far_apart else None,
        median_km=round(median(far_apart.values()), 1) if far_apart else None,
        farthest_km=None if farthest is None else round(far_apart[farthest], 1),
        farthest=farthest,
    )


def _kilometres(one: Actor, other: Actor) -> float | None:
    here, there = _place(one), _place(other)
    return None if here is None or there is None else distance_km(here, there)


def _place(actor: Actor) -> tuple[float, float] | None:
    if actor.longitude is None or actor.latitude is None:
        return None
    return actor.longitude, actor.latitude


def _countries(actor: Actor, ties: list[ComparedTie], about: About) -> tuple[ReachedCountry, ...]:
    there: dict[str, list[ComparedTie]] = defaultdict(list)
    for tie in ties:
        country = about[tie.partner].country
        if country is not None and country != actor.country:
            there[country].append(tie)
    lines = [
        ReachedCountry(country, len({tie.partner for tie in found}), tuple(tie.id for tie in found))
        for country, found in there.items()
    ]
    return tuple(sorted(lines, key=lambda line: (-line.partners, line.country)))
