"""Predictors that weigh what is known of a pair: the baselines degree, common partners and gravity, and the model."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import expm1
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from proxenia.foresight.candidates import Candidates
from proxenia.foresight.known import Known
from proxenia.foresight.predictors.expectation import expect
from proxenia.foresight.predictors.past import MOST_PAIRS, PAST_YEARS, Window, past_windows, shared_windows
from proxenia.foresight.predictors.predictor import Coefficient, Prediction, Reason, check_years
from proxenia.foresight.predictors.softmax import Past, fit_softmax, softmax

__all__ = ["COMMON_PARTNERS", "DEGREE", "GRAVITY", "RELATIONAL", "Weighed"]

Floats = NDArray[np.float64]
Column = Callable[[Candidates], Floats]
Words = Callable[[Candidates, int], str]


@dataclass(frozen=True)
class Weighed:
    """A softmax over a few numbers of a pair, fitted on the windows before the cut.

    Attributes
    ----------
    columns
        The numbers by name, each with its words for a pair.
    step, span, most_pairs
        Length of the windows it is fitted on (none: that of the window to predict), how many years they fill, and how
        many pairs of each are looked at.
    """

    id: str
    label: str
    meaning: str
    reference: str
    columns: Mapping[str, tuple[Column, Words]]
    step: int | None = None
    span: int = PAST_YEARS
    most_pairs: int = MOST_PAIRS

    def fit(self, known: Known, *, years: int, seed: int) -> Prediction:
        """Return what it says of the years after the cut; the seed draws the sample of pairs of large past windows."""
        check_years(years)
        past = [
            Past(np.column_stack(self._numbers(one.candidates)), one.stands_for, one.tied)
            for one in self._windows(known, years, seed)
        ]
        fitted = fit_softmax(past, len(self.columns))
        candidates = known.candidates
        now = [column.astype(np.float32) for column in self._numbers(candidates)]
        scores = np.zeros(len(candidates))
        for coefficient, column in zip(fitted.coefficients, now, strict=True):
            scores += coefficient * column
        middle = [float(column.mean(dtype=np.float64)) for column in now]

        def parts(row: int) -> list[float]:
            told = zip(fitted.coefficients, now, middle, strict=True)
            return [float(coefficient * (column[row] - mean)) for coefficient, column, mean in told]

        return Prediction(
            predictor=self.id,
            candidates=candidates,
            years=years,
            expectation=expect(known, years=years),
            weights=softmax(scores),
            reasons_of=lambda row: self._reasons(candidates, row, parts(row)),
            coefficients=tuple(
                Coefficient(name, float(coef), float(error))
                for name, coef, error in zip(self.columns, fitted.coefficients, fitted.errors, strict=True)
            ),
        )

    def _windows(self, known: Known, years: int, seed: int) -> Iterable[Window]:
        if self.step is None:
            return shared_windows(known, years=years, seed=seed)
        return past_windows(known, years=self.step, seed=seed, span=self.span, most_pairs=self.most_pairs)

    def _numbers(self, candidates: Candidates) -> list[Floats]:
        return [column(candidates) for column, _ in self.columns.values()]

    def _reasons(self, candidates: Candidates, row: int, parts: Sequence[float]) -> tuple[Reason, ...]:
        return tuple(
            Reason.of(name, part, words(candidates, row))
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


def _flag_words(name: str, yes: str, no: str) -> Words:
    return lambda candidates, row: yes if candidates.features(name)[row] else no


def _network_words(candidates: Candidates, row: int) -> str:
    shared = _whole(candidates, "shared_network", row)
    return f"They belong to {shared} city {'network' if shared == 1 else 'networks'} together."


def _recent_words(candidates: Candidates, row: int) -> str:
    one, other = _names(candidates, row)
    first, second = (_whole(candidates, f"recent_{side}", row) for side in ("a", "b"))
    return f"In the five years before, {one} began {first:,} dated ties, {other} {second:,}."


def _crowd_words(candidates: Candidates, row: int) -> str:
    tied = _whole(candidates, "country_pair_count", row)
    within = bool(candidates.features("same_country")[row])
    pairs = "pair of known cities is" if tied == 1 else "pairs of known cities are"
    return f"{tied:,} {pairs} tied {'within their country' if within else 'between their countries'}."


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
RELATIONAL: Final = Weighed(
    id="relational",
    label="Relational event model",
    meaning="Partners, shared partners, distance, countries, states and city networks weighed together, year by year.",
    reference="Butts 2008, doi:10.1111/j.1467-9531.2008.00203.x",
    columns=MappingProxyType(
        {
            **DEGREE.columns,
            **COMMON_PARTNERS.columns,
            **GRAVITY.columns,
            "recent_ties": (_log_product("recent"), _recent_words),
            "country_pair": (lambda pairs: np.log1p(_double("country_pair_count")(pairs)), _crowd_words),
            "states_tied": (
                _double("states_tied"),
                _flag_words("states_tied", "Their states are tied.", "No tie of their two states is recorded."),
            ),
            "hostile": (
                _double("hostile"),
                _flag_words("hostile", "Their states are hostile.", "Their states are not known to be hostile."),
            ),
            "shared_network": (_double("shared_network"), _network_words),
        }
    ),
    step=1,
    span=20,
    most_pairs=20_000,
)
