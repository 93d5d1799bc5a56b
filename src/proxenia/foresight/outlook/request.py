"""What an outlook is asked for: from which year, to which, how often it is simulated, from which seed."""

from dataclasses import dataclass
from typing import Final

from proxenia.errors import InputError

__all__ = ["MOST_RUNS", "MOST_YEARS", "Request"]

MOST_YEARS: Final = 20
"""The longest horizon in years. Past forecasts are scored over five."""
MOST_RUNS: Final = 10_000
_FIRST_START: Final = 1900
_LAST_START: Final = 2200
_MOST_SEED: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked.

    Attributes
    ----------
    start
        The cut: what was known at its end is known. The first year told is the one after it.
    to
        The last year told.
    runs
        How often the years are simulated.
    seed
        Where the random numbers begin.

    Raises
    ------
    InputError
        When one of them is out of its bounds.

    Examples
    --------
    >>> list(Request(start=2026, to=2028, runs=10, seed=1).years)
    [2027, 2028]
    """

    start: int
    to: int
    runs: int
    seed: int

    def __post_init__(self) -> None:
        if not _FIRST_START <= self.start <= _LAST_START:
            raise InputError(
                f"The year {self.start} cannot be the last one known",
                expected=f"Expected a year from {_FIRST_START} to {_LAST_START}",
                next_step="Give the year up to which the sources are to be believed, such as this one",
            )
        if not self.start < self.to <= self.start + MOST_YEARS:
            raise InputError(
                f"{self.to} lies {self.to - self.start} years after {self.start}, the last year known",
                expected=f"Expected 1 to {MOST_YEARS} years: {self.start + 1} to {self.start + MOST_YEARS}",
                next_step=f"Try {self.start + 5}: forecasts are scored over five years",
            )
        if not 1 <= self.runs <= MOST_RUNS:
            raise InputError(
                f"{self.runs} runs cannot be simulated",
                expected=f"Expected 1 to {MOST_RUNS:,}",
                next_step="1000 are enough for intervals of 90 %",
            )
        if not 0 <= self.seed <= _MOST_SEED:
            raise InputError(
                f"{self.seed} is no seed",
                expected="Expected a whole number from 0",
                next_step="Any other number draws other runs; the same one draws the same",
            )

    @property
    def years(self) -> range:
        """The years told."""
        return range(self.start + 1, self.to + 1)

    @property
    def horizon(self) -> int:
        """How many years are told."""
        return self.to - self.start
