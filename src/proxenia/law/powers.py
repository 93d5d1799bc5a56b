"""The map of powers: what each country's law lets a tier do by an instrument in a year, at its widest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from proxenia.law.records import Rule, RuleBook
from proxenia.model.period import day_number
from proxenia.model.vocabulary import LegalPower, TieKind, Tier

__all__ = ["PowerOfPlace", "powers_in"]

_WIDEST_FIRST: Final = (
    LegalPower.TREATY,
    LegalPower.INTERINSTITUTIONAL,
    LegalPower.WITHIN_COMPETENCE,
    LegalPower.PROHIBITED,
    LegalPower.NONE_SPECIFIED,
)


@dataclass(frozen=True, slots=True)
class PowerOfPlace:
    """What the law of a place lets a tier do.

    Attributes
    ----------
    place
        A state, or a part of one that has rules of its own.
    power
        The widest power; none where the pack does not reach back so far or speaks of something else.
    conditions
        What its rules ask, the words of the vocabulary.
    rules
        The rules, by id.
    begins
        The year before which the pack says nothing.
    """

    place: str
    name: str
    power: str | None
    conditions: Sequence[str]
    rules: Sequence[str]
    begins: int


def powers_in(book: RuleBook, year: int, *, tier: Tier, instrument: TieKind | None = None) -> list[PowerOfPlace]:
    """Return the powers of every place with a pack at the end of a year.

    Rules of bodies are left out: they add to what the law of a state allows, and bind only their parties.

    Parameters
    ----------
    tier
        Whose powers.
    instrument
        By which instrument; by any when left out.
    """
    day = day_number(year, 12, 31)
    return [_power(book, place, day, tier, instrument) for place in book.places]


def _power(book: RuleBook, place: str, day: int, tier: Tier, instrument: TieKind | None) -> PowerOfPlace:
    spoken = [rule for rule in book.of_place(place) if rule.is_in_force_on(day) and _speaks(rule, tier, instrument)]
    widest = next((power.value for power in _WIDEST_FIRST if any(rule.power == power.value for rule in spoken)), None)
    asked = {step.condition for rule in spoken if rule.power == widest for step in rule.steps}
    return PowerOfPlace(
        place=place,
        name=book.names.get(place, place[4:]),
        power=widest,
        conditions=tuple(sorted(asked)),
        rules=tuple(rule.id for rule in spoken),
        begins=book.begins(place) or 0,
    )


def _speaks(rule: Rule, tier: Tier, instrument: TieKind | None) -> bool:
    return tier.value in rule.tiers and (instrument is None or instrument.value in rule.instruments)
