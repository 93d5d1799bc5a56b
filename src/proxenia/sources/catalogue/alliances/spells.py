"""Runs of years in which two states were bound in one way, with the obligations in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

__all__ = ["OBLIGATIONS", "Spell", "Year", "spells"]

OBLIGATIONS: Final = ("defence", "offence", "neutrality", "non-aggression", "consultation")
_DEFENCE: Final = 1 << OBLIGATIONS.index("defence")

Year = tuple[int, int]
"""What the first state of a pair owed the other in a year, and the other the first: one bit an obligation."""


@dataclass(frozen=True, slots=True)
class Spell:
    """Consecutive years with a defence obligation of either side, or consecutive years with other obligations only."""

    first: int
    last: int
    is_defence: bool
    summary: str


def spells(one: str, other: str, years: Mapping[int, Year]) -> Iterator[Spell]:
    """Give the spells of a pair in the order of time.

    >>> [(s.first, s.last, s.summary) for s in spells("iso:BE", "iso:NL", {1948: (1, 1), 1949: (17, 17), 1951: (8, 0)})]
    [(1948, 1949, 'defence; consultation (1949)'), (1951, 1951, 'non-aggression by iso:BE')]
    """
    for run in _runs(years):
        yield Spell(
            run[0], run[-1], _is_defence(years[run[0]]), _summary(one, other, {year: years[year] for year in run})
        )


def _is_defence(year: Year) -> bool:
    return bool((year[0] | year[1]) & _DEFENCE)


def _runs(years: Mapping[int, Year]) -> Iterator[list[int]]:
    run: list[int] = []
    for year in sorted(years):
        if run and (year != run[-1] + 1 or _is_defence(years[year]) != _is_defence(years[run[-1]])):
            yield run
            run = []
        run.append(year)
    if run:
        yield run


def _summary(one: str, other: str, years: Mapping[int, Year]) -> str:
    """Return the obligations of a spell, each with its years where it was not there in all, and who alone owed it."""
    said = []
    for place, word in enumerate(OBLIGATIONS):
        owed = {year: (by_one >> place & 1, by_other >> place & 1) for year, (by_one, by_other) in years.items()}
        for sides, by in (((1, 1), ""), ((1, 0), f" by {one}"), ((0, 1), f" by {other}")):
            found = [year for year, who in owed.items() if who == sides]
            if found:
                said.append(word + by + ("" if len(found) == len(years) else f" ({_spans(found)})"))
    return "; ".join(said)


def _spans(years: Iterable[int]) -> str:
    """Return years with the runs among them shortened.

    >>> _spans([1949, 1950, 1951, 1955])
    '1949–1951, 1955'
    """
    ordered = sorted(years)
    starts = [ordered[0], *(after for before, after in pairwise(ordered) if after != before + 1)]
    ends = [*(before for before, after in pairwise(ordered) if after != before + 1), ordered[-1]]
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in zip(starts, ends, strict=True))
