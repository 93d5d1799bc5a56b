"""A scenario as a long run: the question in plain values, the answer as JSON."""

from collections.abc import Callable, Mapping
from typing import Any

from proxenia.errors import InputError
from proxenia.foresight.scenarios.address import unpack
from proxenia.foresight.scenarios.comparing import compare_scenario
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["answer_scenario"]


def answer_scenario(
    snapshot: Snapshot,
    question: Mapping[str, Any],
    *,
    progress: Callable[[int, int], None],
    stop: Callable[[], bool],
) -> dict[str, Any]:
    """Return what a scenario changes, as plain values.

    Parameters
    ----------
    question
        `scenario` (as :func:`~proxenia.foresight.scenarios.address.pack` writes it), `start`, `to`, `runs`, `seed`.

    Raises
    ------
    InputError
        When the question is incomplete, or the scenario cannot be run.
    """
    numbers: dict[str, Any] = {name: _whole(question, name) for name in ("start", "to", "runs", "seed")}
    scenario = unpack(str(question.get("scenario", "")))
    return compare_scenario(snapshot, scenario, **numbers, progress=progress, stop=stop).as_json()


def _whole(question: Mapping[str, Any], name: str) -> int:
    value = question.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise InputError(f"{name} is {value!r}", expected="Expected a whole number", next_step="Give one")
    return value
