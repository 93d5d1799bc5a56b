"""Which place does a name mean? What a review page asks, and who answers it.

The atlas does not write. It is handed a :class:`Reviewer`, which the command line makes from the ledger.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

__all__ = [
    "NONE_OF_THESE",
    "UNSURE",
    "ReviewCandidate",
    "ReviewDecision",
    "ReviewPage",
    "ReviewQuestion",
    "Reviewer",
    "build_review",
]

NONE_OF_THESE: Final = "none"
UNSURE: Final = "unsure"


@dataclass(frozen=True, slots=True)
class ReviewCandidate:
    """A place that a name may mean; `probability` between 0 and 1, `reasons` in plain words."""

    id: str
    name: str
    region: str
    country: str
    population: int | None
    longitude: float
    latitude: float
    probability: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewQuestion:
    """A name whose place is not certain.

    Attributes
    ----------
    id
        The source's own identifier of the place.
    ties
        How many ties hang on the answer.
    evidence
        What the source says of the place, in plain words.
    references
        Where the source says so.
    """

    id: str
    name: str
    country: str
    source: str
    reason: str
    ties: int
    evidence: tuple[str, ...]
    candidates: tuple[ReviewCandidate, ...]
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewDecision:
    """A decision taken here; `id` takes it back."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One question, where it stands in the queue, what was decided before, and why an answer was refused."""

    question: ReviewQuestion | None
    place: int
    open: int
    decisions: tuple[ReviewDecision, ...]
    refusal: str = ""


class Reviewer(Protocol):
    """Who asks the questions and writes the answers."""

    def questions(self) -> Sequence[ReviewQuestion]:
        """Return the open questions, those that most ties hang on first."""

    def decide(self, question: str, choice: str) -> None:
        """Write a decision: a candidate's id, another GeoNames id, :data:`NONE_OF_THESE` or :data:`UNSURE`."""

    def decisions(self) -> Sequence[ReviewDecision]:
        """Return what was decided since the atlas was opened, the latest first."""

    def undo(self, decision: str) -> None:
        """Take a decision back."""


def build_review(reviewer: Reviewer, place: int, *, refusal: str = "") -> ReviewPage:
    """Return the page of the question at a place of the queue, counted from 0, or why its answer was refused."""
    questions = reviewer.questions()
    at = max(0, min(place, len(questions) - 1))
    question = questions[at] if questions else None
    return ReviewPage(question, at, len(questions), tuple(reviewer.decisions()), refusal)
