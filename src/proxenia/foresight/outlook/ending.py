"""Suspensions and endings of some runs: which of the ties that stood at the cut are suspended or ended, and when.

Each run draws the coefficients of the hazards from what their estimates leave open. Every tie and year has two uniform
numbers, one for each kind of end, whatever a scenario makes of the chances. A suspended or ended tie is gone for the
rest of the run: reactivations are too few in the past to tell how often they come. What is signed within the run does
not end within it either: of ties so young too few end.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from proxenia.foresight.outlook.cells import Groups, groups_of
from proxenia.foresight.outlook.ground import Ground
from proxenia.foresight.outlook.streams import Purpose, Streams
from proxenia.foresight.scenarios.changes import Changes, Drawn

__all__ = ["ENDINGS", "Ending", "Ends"]

Indices = NDArray[np.int64]
Numbers = NDArray[np.float64]

ENDINGS: Final = ("suspended", "ended")
_UNSEEN_ENDS: Final = 0.5
_MOST_LIKELY: Final = 1 - 1e-12


@dataclass(frozen=True, eq=False, slots=True)
class Ends:
    """Suspensions and endings column by column: run, year, tie (a row of the ties that stood), and which of the two."""

    run: Indices
    year: Indices
    tie: Indices
    what: Indices

    @classmethod
    def joined(cls, parts: "list[Ends]") -> "Ends":
        """Return several in one."""
        none = np.zeros(0, dtype=np.int64)
        names = ("run", "year", "tie", "what")
        return cls(*(np.concatenate([none, *(getattr(part, name) for part in parts)]) for name in names))


class Ending:
    """Draws the suspensions and endings of runs."""

    def __init__(self, ground: Ground, streams: Streams, changes: Changes | None) -> None:
        self._ground, self._streams = ground, streams
        self._groups: Groups | None = None
        ties = ground.standing.ties
        if changes is not None and changes.shifts and ties.height:
            both = [*ties["low"].to_list(), *ties["high"].to_list()]
            places = np.arange(ties.height)
            self._groups = groups_of(
                changes, cities=[""] * len(both), countries=both, first=places, second=places + ties.height
            )

    def run(self, run: int, drawn: Drawn | None) -> Ends:
        """Return the suspensions and endings of one run over all years."""
        ground, years = self._ground, self._ground.request.years
        model = ground.ends.drawn(self._streams.generator(run, years[0], Purpose.COEFFICIENTS))
        chances = model.yearly_chances(ground.standing.rows)
        standing = np.ones(ground.standing.ties.height, dtype=bool)
        parts = []
        for place, year in enumerate(years):
            rows = ground.standing.row_of[place]
            shifted = self._shifted(tuple(one[rows] for one in chances), drawn, year)
            for what, purpose in enumerate((Purpose.SUSPENDED, Purpose.ENDED)):
                uniform = self._streams.generator(run, year, purpose).random(len(standing))
                gone = np.flatnonzero((uniform < shifted[what]) & standing)
                standing[gone] = False
                ones = np.ones(len(gone), dtype=np.int64)
                parts.append(Ends(run * ones, year * ones, gone.astype(np.int64), what * ones))
        return Ends.joined(parts)

    def _shifted(self, chances: tuple[Numbers, ...], drawn: Drawn | None, year: int) -> tuple[Numbers, ...]:
        """Return the chances with what a scenario adds to the logarithms of the yearly rates.

        Of a kind of end that was never seen there is no chance, and none comes; where a scenario speaks of it, half an
        end in all years of ties stands for nothing, as in the score of a scenario of the past.
        """
        if drawn is None or self._groups is None:
            return tuple(np.nan_to_num(one) for one in chances)
        unseen = _UNSEEN_ENDS / max(self._ground.ends.evidence.all_years.years, 1)
        found = []
        for chance, shift in zip(chances, self._groups.shifts(drawn, year), strict=True):
            of_tie = shift[self._groups.of_pair]
            rate = np.where(np.isnan(chance), unseen, -np.log1p(-np.minimum(np.nan_to_num(chance), _MOST_LIKELY)))
            found.append(np.where(of_tie == 0, np.nan_to_num(chance), -np.expm1(-rate * np.exp(of_tie))))
        return tuple(found)
