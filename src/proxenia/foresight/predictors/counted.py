"""Baselines that only count: persistence, and the past rate of a pair of countries."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from proxenia.foresight.candidates import Candidates
from proxenia.foresight.known import Known
from proxenia.foresight.predictors.expectation import expect
from proxenia.foresight.predictors.past import shared_windows
from proxenia.foresight.predictors.predictor import Prediction, Reason, check_years

__all__ = ["COUNTRY_PAIR", "PERSISTENCE", "Counted"]

Floats = NDArray[np.float64]
_SHAPES: Final = np.geomspace(0.02, 50.0, 60)
"""How alike the pairs of countries may be: small, each keeps its own rate; large, all have the same."""


@dataclass(frozen=True)
class Counted:
    """A baseline that gives each candidate a rate, relative to the average one.

    Attributes
    ----------
    rate
        Gives the rates and the words for a pair.
    """

    id: str
    label: str
    meaning: str
    reference: str
    rate: Callable[[Known, int, int], tuple[Floats, Callable[[Candidates, int], str]]]

    def fit(self, known: Known, *, years: int, seed: int) -> Prediction:
        """Return what it says of the years after the cut; the seed draws the sample of pairs of large past windows."""
        check_years(years)
        rates, words = self.rate(known, years, seed)
        mean = float(rates.mean())
        return Prediction(
            predictor=self.id,
            candidates=known.candidates,
            years=years,
            expectation=expect(known, years=years),
            weights=rates / rates.sum(),
            reasons_of=lambda row: (
                Reason.of(self.id, float(np.log(rates[row] / mean)), words(known.candidates, row)),
            ),
        )


def _alike(known: Known, years: int, seed: int) -> tuple[Floats, Callable[[Candidates, int], str]]:
    del years, seed
    return np.ones(len(known.candidates)), lambda *_: "Every pair that is not tied has the same small chance."


def _of_countries(known: Known, years: int, seed: int) -> tuple[Floats, Callable[[Candidates, int], str]]:
    """Return each pair of countries' past ties over those it would have had if all candidates were alike.

    Drawn to 1 the more, the less there was to see: a gamma distribution of rates, its shape fitted to the past.
    """
    seen: dict[tuple[str, str], list[float]] = {}
    for window in shared_windows(known, years=years, seed=seed):
        share = len(window.tied) / float(window.stands_for.sum())
        keys = _keys(window.candidates)
        tied = np.zeros(len(keys))
        tied[window.tied] = 1.0
        for key, stands_for, one in _summed(keys, window.stands_for, tied, window.candidates):
            both = seen.setdefault(key, [0.0, 0.0])
            both[0] += one
            both[1] += stands_for * share
    shape = _shape(np.array([*seen.values(), [0.0, 0.0]]))
    now = known.candidates
    names, _ = now.countries
    rates = np.ones((len(names), len(names)))
    for row, first in enumerate(names):
        for column, second in enumerate(names):
            ties, alike = seen.get((min(first, second), max(first, second)), (0.0, 0.0))
            rates[row, column] = (ties + shape) / (alike + shape)

    def words(candidates: Candidates, row: int) -> str:
        one, other = sorted(city["country"] for city in candidates.pair(row))
        ties = round(seen.get((one, other), [0.0])[0])
        between = f"within {one}" if one == other else f"between {one} and {other}"
        return f"In the years before, known cities tied themselves {ties} {'time' if ties == 1 else 'times'} {between}."

    return now.per_pair(rates).astype(np.float64), words


def _keys(candidates: Candidates) -> NDArray[np.int64]:
    names, of_city = candidates.countries
    one, other = of_city[candidates.first], of_city[candidates.second]
    keys: NDArray[np.int64] = np.minimum(one, other) * len(names) + np.maximum(one, other)
    return keys


def _summed(
    keys: NDArray[np.int64], stands_for: Floats, tied: Floats, candidates: Candidates
) -> list[tuple[tuple[str, str], float, float]]:
    names, _ = candidates.countries
    found, place = np.unique(keys, return_inverse=True)
    pairs = np.bincount(place, weights=stands_for)
    ties = np.bincount(place, weights=tied)
    return [
        ((names[key // len(names)], names[key % len(names)]), float(number), float(one))
        for key, number, one in zip(found.tolist(), pairs, ties, strict=True)
    ]


def _shape(seen: Floats) -> float:
    """Return the shape of the gamma distribution of rates under which the past counts are likeliest."""
    # Imported here: scipy takes long to load.
    from scipy.special import gammaln  # noqa: PLC0415

    ties, alike = seen[seen[:, 1] > 0].T if (seen[:, 1] > 0).any() else (np.zeros(1), np.zeros(1))
    likely = [
        float(
            np.sum(
                gammaln(ties + shape)
                - gammaln(shape)
                + shape * np.log(shape / (shape + alike))
                + ties * np.log(np.maximum(alike, 1e-300) / (shape + alike))
            )
        )
        for shape in _SHAPES
    ]
    return float(_SHAPES[int(np.argmax(likely))])


PERSISTENCE: Final = Counted(
    id="persistence",
    label="Persistence",
    meaning="Ties go on and nothing singles out a new one: every candidate has the same small chance.",
    reference="The past frequency of new ties; nothing else",
    rate=_alike,
)
COUNTRY_PAIR: Final = Counted(
    id="country_pair",
    label="Rate of the two countries",
    meaning="Cities of two countries tie themselves as often as cities of those two did before.",
    reference="Gamma-Poisson shrinkage: Clayton & Kaldor 1987, doi:10.2307/2532003",
    rate=_of_countries,
)
