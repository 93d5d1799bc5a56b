"""Baselines that weigh one thing known of a pair, or a few: degree, common partners, gravity."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import expm1
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from proxenia.foresight.candidates import Candidates
from proxenia.foresight.known import Known
from proxenia.foresight.predictors.expectation import expect
from proxenia.foresight.predictors.past import past_windows
from proxenia.foresight.predictors.predictor import Coefficient, Prediction, Reason, check_years
from proxenia.foresight.predictors.softmax import Past, fit_softmax, softmax

__all__ = ["COMMON_PARTNERS", "DEGREE", "GRAVITY", "Weighed"]

Floats = NDArray[np.float64]
Column = Callable[[Candidates], Floats]
Words = Callable[[Candidates, int], str]


@dataclass(frozen=True)
class Weighed:
    """A baseline that is a softmax over a few numbers of a pair, fitted on the windows before the cut.

    Attributes
    ----------
    columns
        The numbers by name, each with its words for a pair.
    """

    id: str
    label: str
    meaning: str
    reference: str
    columns: Mapping[str, tuple[Column, Words]]

    def fit(self, known: Known, *, years: int, seed: int) -> Prediction:
        """Return what it says of the years after the cut; the seed draws the sample of pairs of large past windows."""
        check_years(years)
        past = [
            Past(self._numbers(one.candidates), one.stands_for, one.tied)
            for one in past_windows(known, years=years, seed=seed)
        ]
        fitted = fit_softmax(past, len(self.columns))
        now = self._numbers(known.candidates)
        middle = now.mean(axis=0)
        return Prediction(
            predictor=self.id,
            candidates=known.candidates,
            years=years,
            expectation=expect(known, years=years),
            weights=softmax(now @ fitted.coefficients),
            reasons_of=lambda row: self._reasons(known.candidates, row, fitted.coefficients * (now[row] - middle)),
            coefficients=tuple(
                Coefficient(name, float(coef), float(error))
                for name, coef, error in zip(self.columns, fitted.coefficients, fitted.errors, strict=True)
            ),
        )

    def _numbers(self, candidates: Candidates) -> Floats:
        return np.column_stack([column(candidates) for column, _ in self.columns.values()])

    def _reasons(self, candidates: Candidates, row: int, parts: Floats) -> tuple[Reason, ...]:
        return tuple(
            Reason.of(name, float(part), words(candidates, row))
            for (name, (_, words)), part in zip(self.columns.items(), parts, strict=True)
        )


def _double(name: str) -> Column:
    return lambda candidates: candidates.features(name).astype(np.float64)


def _log_product(name: str) -> Column:
    """Log of the product of both cities' numbers, each with one more, so that none is nothing."""

    def column(candidates: Candidates) -> Floats:
        both = [candidates.features(f"{name}_{side}").astype(np.float64) for side in ("a", "b")]
        numbers: Floats = np.log1p(both[0]) + np.log1p(both[1])
        return numbers

    return column


def _names(candidates: Candidates, row: int) -> tuple[Any, Any]:
    one, other = candidates.pair(row)
    return one["name"], other["name"]


def _whole(candidates: Candidates, name: str, row: int) -> int:
    return round(float(candidates.features(name)[row]))


def _degree_words(candidates: Candidates, row: int) -> str:
    one, other = _names(candidates, row)
    first, second = (_whole(candidates, f"degree_{side}", row) for side in ("a", "b"))
    return f"{one} has {first:,} dated partners in force, {other} {second:,}."


def _partner_words(candidates: Candidates, row: int) -> str:
    shared = _whole(candidates, "common_partners", row)
    return f"They share {shared} {'partner' if shared == 1 else 'partners'}."


def _distance_words(candidates: Candidates, row: int) -> str:
    if not all(candidates.located[[candidates.first[row], candidates.second[row]]]):
        return "How far apart they lie is not known; the distance of their countries' cities stands for it."
    return f"They lie {expm1(float(candidates.features('log_distance_km')[row])):,.0f} km apart."


def _border_words(candidates: Candidates, row: int) -> str:
    return f"Their countries {'share' if candidates.features('contiguous')[row] else 'do not share'} a land border."


def _language_words(candidates: Candidates, row: int) -> str:
    shared = candidates.features("common_language")[row]
    return f"Their countries {'share' if shared else 'do not share'} an official language."


def _country_words(candidates: Candidates, row: int) -> str:
    return "They lie in one country." if candidates.features("same_country")[row] else "They lie in two countries."


def _size_words(candidates: Candidates, row: int) -> str:
    one, other = candidates.pair(row)
    first, second = (_whole(candidates, f"country_cities_{side}", row) for side in ("a", "b"))
    if one["country"] == other["country"]:
        return f"{one['country']} has {first:,} known cities."
    return f"{one['country']} has {first:,} known cities, {other['country']} {second:,}."


DEGREE: Final = Weighed(
    id="degree",
    label="Degree (preferential attachment)",
    meaning="Cities with many partners tie themselves again.",
    reference="Barabási & Albert 1999, doi:10.1126/science.286.5439.509",
    columns=MappingProxyType({"degree": (_log_product("degree"), _degree_words)}),
)
COMMON_PARTNERS: Final = Weighed(
    id="common_partners",
    label="Common partners",
    meaning="Cities that share partners tie themselves.",
    reference="Liben-Nowell & Kleinberg 2007, doi:10.1002/asi.20591",
    columns=MappingProxyType(
        {"common_partners": (lambda pairs: np.log1p(_double("common_partners")(pairs)), _partner_words)}
    ),
)
GRAVITY: Final = Weighed(
    id="gravity",
    label="Gravity",
    meaning="Near cities tie themselves, over a border or in one language; their countries' size is known cities.",
    reference="Tinbergen 1962, Shaping the World Economy",
    columns=MappingProxyType(
        {
            "log_distance_km": (_double("log_distance_km"), _distance_words),
            "contiguous": (_double("contiguous"), _border_words),
            "common_language": (_double("common_language"), _language_words),
            "same_country": (_double("same_country"), _country_words),
            "country_cities": (_log_product("country_cities"), _size_words),
        }
    ),
)
