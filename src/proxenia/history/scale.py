"""The scale of the year slider: which year lies where between 0 and 1, with room for the last century.

It is straight between breakpoints and steeper towards today: the 2,300 years before 1800 share about a third of the
slider, the years since 1900 more than half of it. The breakpoints stand here and nowhere else; the browser gets them
with every answer.
"""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Any, Final

from proxenia.errors import InputError
from proxenia.history.years import as_written, astronomical, year_label

__all__ = ["SLIDER_START", "Breakpoint", "Scale"]

SLIDER_START: Final = -500
"""The first year of the slider, 500 BCE, counted as people write it."""

_MARKS: Final = ((-500, 0.0), (1, 0.06), (1000, 0.13), (1500, 0.24), (1800, 0.35), (1900, 0.45), (1950, 0.65))
"""Years as people write them and their places; this year lies at 1."""


@dataclass(frozen=True, slots=True)
class Breakpoint:
    """A year, as people write it and as the project counts (`astronomical`), and its place on the slider."""

    year: int
    astronomical: int
    position: float


@dataclass(frozen=True, slots=True)
class Scale:
    """The slider up to a year; positions are straight in astronomical years between breakpoints.

    >>> scale = Scale.until(2026)
    >>> round(scale.position(-431), 4), scale.year(scale.position(-431))
    (0.0083, -431)
    """

    breakpoints: tuple[Breakpoint, ...]

    @classmethod
    def until(cls, this_year: int) -> "Scale":
        """Return the scale that ends with this year.

        Raises
        ------
        InputError
            When this year does not lie after the last breakpoint.
        """
        if this_year <= _MARKS[-1][0]:
            raise InputError(
                f"The slider cannot end in {this_year}",
                expected=f"Expected a year after {_MARKS[-1][0]}",
                next_step="Give the year in which you live",
            )
        marks = (*_MARKS, (this_year, 1.0))
        return cls(tuple(Breakpoint(year, astronomical(year), position) for year, position in marks))

    def position(self, year: int) -> float:
        """Return where a year lies, 0 to 1; a year before the first breakpoint at 0, one after the last at 1."""
        marks, inside = self.breakpoints, astronomical(year)
        place = bisect_right(marks, inside, key=lambda mark: mark.astronomical)
        if place == 0:
            return 0.0
        if place == len(marks):
            return 1.0
        low, high = marks[place - 1], marks[place]
        share = (inside - low.astronomical) / (high.astronomical - low.astronomical)
        return low.position + share * (high.position - low.position)

    def year(self, position: float) -> int:
        """Return the year nearest to a place, as people write it; places outside 0 to 1 are moved to the ends."""
        marks = self.breakpoints
        place = bisect_right(marks, position, key=lambda mark: mark.position)
        if place == 0:
            return marks[0].year
        if place == len(marks):
            return marks[-1].year
        low, high = marks[place - 1], marks[place]
        share = (position - low.position) / (high.position - low.position)
        return as_written(round(low.astronomical + share * (high.astronomical - low.astronomical)))

    def as_json(self) -> dict[str, Any]:
        """Return the breakpoints as plain data, from first to last."""
        return {
            "breakpoints": [
                {
                    "year": mark.year,
                    "astronomical": mark.astronomical,
                    "position": mark.position,
                    "label": year_label(mark.year),
                }
                for mark in self.breakpoints
            ]
        }
