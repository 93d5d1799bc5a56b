"""The answer to a question asked in words: what pages and the command line show."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from proxenia.errors import InputError
from proxenia.foresight.conditions.report import conditions_report
from proxenia.foresight.conditions.sentences import report_json
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["answer_conditions"]

_MOST: Final = 3_000
"""The last and, below nought, the first year that may be asked."""


def _never(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


def answer_conditions(
    snapshot: Snapshot,
    question: Mapping[str, Any],
    *,
    progress: Callable[[int, int], None] = _never,
    stop: Callable[[], bool] = lambda: False,
) -> dict[str, Any]:
    """Return which conditions go with ties or acts, as JSON.

    Parameters
    ----------
    snapshot
        The whole one.
    question
        `of` is ``ties`` or ``acts``, ``ties`` when left out; `as_of` is the year.
    progress
        Told how much is done of how much.
    stop
        Not asked: it takes a second or two.

    Raises
    ------
    InputError
        When the question is not understood.
    """
    year = question.get("as_of")
    if not isinstance(year, int) or isinstance(year, bool) or not -_MOST <= year <= _MOST:
        raise InputError(
            f"{year!r} is no year",
            expected=f"Expected a whole number from {-_MOST} to {_MOST}",
            next_step="Give a year",
        )
    progress(0, 1)
    answer = {} if stop() else report_json(conditions_report(snapshot, year=year, of=str(question.get("of") or "ties")))
    progress(1, 1)
    return answer
