"""Which countries share a border by land: GeoNames' neighbours, corrected, and passed from territories to states."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from proxenia.sources.catalogue.country_facts.corrections import Corrections, Pair
from proxenia.sources.catalogue.country_facts.packages import Country

__all__ = ["SharedBorder", "shared_borders"]


@dataclass(frozen=True, slots=True)
class SharedBorder:
    """Whether two countries share a border; `through` holds the territories that make it so."""

    pair: Pair
    is_shared: bool
    reference: str
    through: tuple[str, ...] = ()


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def _told(countries: Mapping[str, Country], corrections: Corrections) -> dict[Pair, SharedBorder]:
    """Return the borders that the package tells or a correction adds."""
    pairs = {
        _pair(code, other)
        for code, country in countries.items()
        for other in country.neighbours
        if {code, other} <= countries.keys()
    }
    told = {pair: SharedBorder(pair, True, countries[pair[0]].reference) for pair in pairs}
    for pair, border in corrections.borders.items():
        told[pair] = SharedBorder(pair, border.right, border.reference)
    return told


def _passed_on(told: Mapping[Pair, SharedBorder], corrections: Corrections) -> Iterator[SharedBorder]:
    """Give the borders of territories as borders of the states that they belong to."""
    for pair in sorted(told):
        border = told[pair]
        states = [corrections.territories.get(code, code) for code in pair]
        if border.is_shared and tuple(states) != pair and states[0] != states[1]:
            through = tuple(code for code in pair if code in corrections.territories)
            yield SharedBorder(_pair(states[0], states[1]), True, border.reference, through)


def shared_borders(countries: Mapping[str, Country], corrections: Corrections) -> Iterator[SharedBorder]:
    """Give the pairs of countries of which it is known whether they share a border, sorted.

    Two states share none when the lists of both are complete: neighbours are told of, or the state is known to have
    none by land. Of a territory only the borders it has are told.
    """
    told = _told(countries, corrections)
    for border in _passed_on(told, corrections):
        told.setdefault(border.pair, border)
    states = [code for code in countries if code not in corrections.territories]
    bordered = {code for border in told.values() if border.is_shared for code in border.pair}
    complete = [code for code in states if code in bordered or code in corrections.islands]
    for pair in combinations(sorted(complete), 2):
        if pair not in told:
            told[pair] = SharedBorder(pair, False, countries[pair[0]].reference)
    for pair in sorted(told):
        yield told[pair]
