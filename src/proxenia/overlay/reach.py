"""Reach beyond the state: where a city has ties and its own state keeps no resident mission.

A state that keeps no embassy, high commission, nunciature or consulate in a country has nobody there who could help a
resident or open a door; the city's partner may be the only public address that the two have in common. The silence of
the lists counts only where they speak: the state level must have data on the pair, and the lists must know of missions
of the own state at all (in as many countries as :data:`proxenia.overlay.rule.RULE` asks for); else the country is
listed as unknown.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from proxenia.overlay.alignment_ties import CityGround, PartnerRow

__all__ = ["Reach", "ReachedCountry", "reach_of"]


@dataclass(frozen=True, slots=True)
class ReachedCountry:
    """A country that a city reaches and its state does not.

    Attributes
    ----------
    overlay_class
        Of the pair of countries; it may be ``aligned``, for states are also tied without a mission of one side.
    missions_received
        Resident missions that the country keeps in the city's state; none when not known.
    ties, partners
        The city's ties in force there, and with whom, in the same order.
    """

    country: str
    overlay_class: str
    missions_received: int | None
    ties: Sequence[str]
    partners: Sequence[str]


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a city reaches on a day, beside the missions of its own state.

    Attributes
    ----------
    actor, country
        The local government, and the country it lies in.
    with_mission
        Countries of its ties in which its state keeps a resident mission.
    beyond
        Countries of its ties in which its state keeps none, most ties first.
    unknown
        Countries of its ties of which the register cannot say: no data on the pair, or on the state's missions.
    """

    actor: str
    country: str | None
    as_of: str | None
    with_mission: Sequence[str]
    beyond: Sequence[ReachedCountry]
    unknown: Sequence[str]

    def as_json(self) -> dict[str, Any]:
        """Return the payload as JSON."""
        told = asdict(self)
        for one in told["beyond"]:
            one["class"] = one.pop("overlay_class")
        return told


def reach_of(ground: CityGround, actor: str) -> Reach:
    """Return where a city or region reaches beyond its state.

    Parameters
    ----------
    ground
        Of all, or of this one.
    actor
        Its identifier, also an alias.

    Raises
    ------
    NotFoundError
        When there is no such actor.
    """
    known = ground.snapshot.actor(actor)
    partners = ground.partners_of(known.id)
    beyond = sorted((row for row in partners if row.beyond), key=lambda row: (-row.ties, row.country))
    ties = ground.ties_beyond(known.id) if beyond else {}
    return Reach(
        actor=known.id,
        country=known.country,
        as_of=ground.snapshot.manifest.get("as_of"),
        with_mission=tuple(row.country for row in partners if row.beyond is False),
        beyond=tuple(_reached(row, ties.get(row.country, [])) for row in beyond),
        unknown=tuple(row.country for row in partners if row.beyond is None),
    )


def _reached(row: PartnerRow, there: Sequence[tuple[str, str]]) -> ReachedCountry:
    ties, partners = zip(*there, strict=True) if there else ((), ())
    return ReachedCountry(row.country, row.overlay_class, row.missions_received, ties, partners)
