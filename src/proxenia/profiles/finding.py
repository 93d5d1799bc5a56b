"""What is found of a city: yes, no or unknown, with the value, the threshold, the date and the sources that decide."""

from dataclasses import asdict, dataclass
from typing import Any, Final

from proxenia.profiles.figure import Figure

__all__ = ["ANSWERS", "NO", "UNKNOWN", "YES", "Finding", "TestedThreshold"]

YES: Final = "yes"
NO: Final = "no"
UNKNOWN: Final = "unknown"
ANSWERS: Final = (YES, NO, UNKNOWN)


@dataclass(frozen=True, slots=True)
class TestedThreshold:
    """A threshold of a profile, and where it comes from; see :mod:`proxenia.profiles.thresholds`."""

    id: str
    value: float
    unit: str
    comparison: str
    in_words: str
    meaning: str
    origin: str
    reference: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a city has a profile.

    Attributes
    ----------
    id, label
        The profile.
    answer
        ``yes``, ``no`` or ``unknown``.
    case
        The rule that gave the answer, as the profile names it.
    value, unit
        What decided, or what is known and does not decide; none where nothing is known.
    tested, threshold, comparison
        What the value was compared with, by its id and as a number, and how (``>=``); of an `unknown` what it would be
        compared with.
    date, dated_by
        EDTF: when the value held, and what gives the date; see :class:`proxenia.profiles.figure.Figure`.
    of
        Whose value it is: ``city``, ``region`` or ``country``.
    subject, subject_name
        Of whom, by identifier and name.
    at_least
        The value is a lower bound.
    note
        What the source says of the value.
    sources, statements, records
        What it rests on: sources, statements, and the ties and acts that were counted.
    reason
        Why, in plain words.
    missing
        Of an `unknown`: what nobody has told; empty else.
    beside
        Figures that decide nothing and help to read the answer.
    thresholds
        All thresholds of the profile, the deciding one among them.
    """

    id: str
    label: str
    answer: str
    case: str
    value: float | None
    unit: str | None
    tested: str
    threshold: float
    comparison: str
    date: str | None
    dated_by: str | None
    of: str | None
    subject: str | None
    subject_name: str | None
    at_least: bool
    note: str | None
    sources: tuple[str, ...]
    statements: tuple[str, ...]
    records: tuple[str, ...]
    reason: str
    missing: str
    beside: tuple[Figure, ...]
    thresholds: tuple[TestedThreshold, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the finding as JSON."""
        return asdict(self)
