"""Made-up kinds of long run, for tests of how runs are asked, kept, limited and ended; none computes anything real."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from proxenia.atlas.run_kinds import RUN_KINDS, RunKind
from proxenia.errors import InputError
from proxenia.foresight.conditions.asked import answer_conditions
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["HELD", "HELD_KINDS", "MADE_KINDS", "answer", "break_off", "die", "refuse", "wait_for"]

HELD = "PROXENIA_TEST_HELD_RUNS"
"""Names the folder in which a file lets runs of :func:`hold` end."""

Question = dict[str, Any]
Progress = Callable[[int, int], None]
Stop = Callable[[], bool]


def answer(snapshot: Snapshot, question: Question, *, progress: Progress, stop: Stop) -> Any:
    """Answer at once: how many actors there are, and what was asked."""
    print("a library says something on standard output")
    progress(1, 1)
    return {"actors": snapshot.actors.height, "asked": question, "stop": stop(), "nice": os.nice(0)}


def wait_for(snapshot: Snapshot, question: Question, *, progress: Progress, stop: Stop) -> Any:
    """Tell of two steps of four, leave a mark, and wait until the file `open` is there."""
    folder = Path(question["folder"])
    (folder / f"begun-{question['number']}").write_text(str(os.getpid()))
    progress(2, 4)
    while not (folder / "open").exists() and not (stop() and not question.get("deaf")):
        time.sleep(0.02)
    return {"number": question["number"], "actors": snapshot.actors.height}


def refuse(snapshot: Snapshot, question: Question, *, progress: Progress, stop: Stop) -> Any:
    """Find a mistake in the question."""
    raise InputError("The year 1066 is over", expected="Expected a year to come", next_step="Ask for 2031")


def break_off(snapshot: Snapshot, question: Question, *, progress: Progress, stop: Stop) -> Any:
    """Break by a mistake of the program."""
    return question["something that nobody asked"]


def die(snapshot: Snapshot, question: Question, *, progress: Progress, stop: Stop) -> Any:
    """Be killed from outside."""
    os.kill(os.getpid(), signal.SIGKILL)


def swell(snapshot: Snapshot, question: Question, *, progress: Progress, stop: Stop) -> Any:
    """Want more memory than a run may have."""
    return len(bytearray(6_000_000_000))


def sprawl(snapshot: Snapshot, question: Question, *, progress: Progress, stop: Stop) -> Any:
    """Return more than is kept."""
    return "x" * 17_000_000


def hold(snapshot: Snapshot, question: Question, *, progress: Progress, stop: Stop) -> Any:
    """Take a step every fifth of a second until the file `open` is in the folder, then answer as the real run does."""
    folder, done = Path(os.environ[HELD]), 0
    while not (folder / "open").exists() and not stop():
        done = min(done + 1, 999)  # three minutes: longer than a browser takes to see a step and wait for the next
        progress(done, 1_000)
        time.sleep(0.2)
    return answer_conditions(snapshot, question, progress=progress, stop=stop)


MADE_KINDS = {
    function.__name__: RunKind(
        function.__name__, f"A run that may {function.__name__}", f"{__name__}:{function.__name__}", "/made"
    )
    for function in (answer, wait_for, refuse, break_off, die, swell, sprawl)
}

HELD_KINDS = {**RUN_KINDS, "conditions": replace(RUN_KINDS["conditions"], function=f"{__name__}:hold")}
"""The real kinds, but the run of the conditions goes on until it is let go."""
