"""What the models estimated of the coefficients that scenarios use, or why they could not."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Final

from proxenia.foresight.scenarios.scenario import COEFFICIENTS

__all__ = ["LARGEST_ERROR", "LEAST_EVIDENCE", "Estimate", "Estimates", "why_unusable"]

LEAST_EVIDENCE: Final = 5
"""Fewer events than this behind a coefficient are not called an estimate."""
LARGEST_ERROR: Final = 2.0
"""A standard error above it leaves open whether a thing is fifty times as frequent or fifty times as rare."""
_NORMAL_95: Final = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient as a model estimated it.

    Attributes
    ----------
    value, error
        The estimate and its standard error.
    evidence
        How many events (new ties, suspensions, endings) it rests on; none where nobody counts them.
    origin
        Which model, on what, up to when: one plain sentence.
    """

    value: float
    error: float
    evidence: int | None
    origin: str

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval."""
        return self.value - _NORMAL_95 * self.error, self.value + _NORMAL_95 * self.error


Estimates = Mapping[str, Estimate | str]
"""By coefficient: the estimate, or in plain words why there is none.

The coefficients of the first year of a rupture stand twice: ``ending_first/shock`` of pairs of states that were not
hostile before, ``ending_first/escalation`` of those that were.
"""


def why_unusable(coefficient: str, estimates: Estimates) -> str:
    """Return in plain words why a number cannot be called estimated; empty when it can.

    A model may not have settled, may rest on too little, or may have found the opposite of what a change says.
    """
    found = estimates.get(coefficient, "no model of it was fitted here")
    if isinstance(found, str):
        return found
    if not (isfinite(found.value) and isfinite(found.error) and found.error > 0):
        return "the fit did not settle on a number"
    if found.error > LARGEST_ERROR:
        return f"{found.value:.1f} with a standard error of {found.error:.1f} is no estimate: too few ties tell of it"
    if found.evidence is not None and found.evidence < LEAST_EVIDENCE:
        return f"it would rest on {found.evidence} events, and fewer than {LEAST_EVIDENCE} are not called an estimate"
    if COEFFICIENTS[coefficient.partition("/")[0]].sign * found.value < 0:
        way = "more" if found.value > 0 else "fewer"
        return (
            f"the register goes the other way ({found.value:.2f}: {way}), which says nothing of what a change would do"
        )
    return ""
