"""The outlook as a long run: asked by a page or a command, with everything that stands beside its numbers."""

from collections.abc import Callable
from typing import Any, Final

from proxenia.errors import InputError
from proxenia.foresight.known import Known
from proxenia.foresight.outlook.choosing import checked_predictor, past_scores
from proxenia.foresight.outlook.outlook import Outlook
from proxenia.foresight.outlook.past_intervals import PastIntervals, score_intervals
from proxenia.foresight.outlook.project import project
from proxenia.foresight.outlook.request import Request
from proxenia.foresight.outlook.told import told_outlook
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["answer_outlook", "full_outlook"]

Progress = Callable[[int, int], None]
Stop = Callable[[], bool]

_STEPS: Final = 1_000
_SCORED, _DRAWN = 400, 750
"""Up to which step the predictors are scored, and the runs drawn; the rest is for the intervals of the past."""


def answer_outlook(snapshot: Snapshot, question: dict[str, Any], *, progress: Progress, stop: Stop) -> dict[str, Any]:
    """Return the outlook that a question asks for, as plain values.

    Parameters
    ----------
    question
        `start`, `to`, `runs`, `seed`, and `predictor` where one is wanted.

    Raises
    ------
    InputError
        When something is missing or out of its bounds.
    """
    numbers = {name: _whole(question, name) for name in ("start", "to", "runs", "seed")}
    request = Request(**numbers)
    named = str(question.get("predictor") or "") or None
    outlook, past = full_outlook(snapshot, request, predictor=named, progress=progress, stop=stop)
    return told_outlook(snapshot, outlook, past=past)


def full_outlook(
    snapshot: Snapshot,
    request: Request,
    *,
    predictor: str | None = None,
    with_past: bool = True,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> tuple[Outlook, PastIntervals | None]:
    """Return an outlook with the past scores of its method, and how often its intervals held.

    Parameters
    ----------
    with_past
        Whether past outlooks are made to see how often their intervals held.
    """
    if predictor is not None:
        checked_predictor(predictor)
    tell = progress or (lambda *_: None)
    known = Known.of(snapshot, request.start)
    scores = past_scores(snapshot, start=request.start, seed=request.seed, progress=_part(tell, 0, _SCORED), stop=stop)
    outlook = project(
        snapshot,
        start=request.start,
        to=request.to,
        runs=request.runs,
        seed=request.seed,
        predictor=predictor,
        scores=scores,
        known=known,
        progress=_part(tell, _SCORED, _DRAWN if with_past else _STEPS),
        stop=stop,
    )
    past = None
    if with_past and not outlook.stopped:
        past = score_intervals(
            snapshot,
            start=request.start,
            predictor=outlook.ground.predictor.id,
            seed=request.seed,
            progress=_part(tell, _DRAWN, _STEPS),
            stop=stop,
        )
    tell(_STEPS, _STEPS)
    return outlook, past


def _part(progress: Progress, begin: int, end: int) -> Progress:
    """Return a progress that tells a part of the whole."""
    return lambda done, total: progress(begin + (end - begin) * done // max(total, 1), _STEPS)


def _whole(question: dict[str, Any], name: str) -> int:
    value = question.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise InputError(
            f"The outlook's {name} is {value!r}",
            expected="Expected a whole number",
            next_step="Give start, to, runs and seed",
        )
    return value
