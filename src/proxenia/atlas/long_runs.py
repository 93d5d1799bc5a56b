"""Long runs: computed in a process of their own, one after the other, and kept, so that whoever comes back finds them.

The same question to the same snapshot by the same code is the same run: it is computed once, and answered from what is
kept afterwards, by another server too. So many run at once and so many wait; who asks for more is told to come again.
A run that waits and at which nobody has looked for a minute gives its place away, but only when no other is free.
"""

import shutil
import time
from collections import OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp
from threading import RLock, Thread
from typing import Any, Final
from weakref import finalize

import orjson

from proxenia.atlas.kept_runs import KeptRun, KeptRuns, model_version, run_id
from proxenia.atlas.run_kinds import RUN_KINDS, RunKind
from proxenia.atlas.run_process import RunProcess, Trouble
from proxenia.atlas.saved_snapshot import SavedSnapshot
from proxenia.errors import ForbiddenError, InputError, NotFoundError, ProxeniaError, TooManyRunsError, WorldError

__all__ = ["LongRuns", "Run", "RunState"]

_FORGOTTEN_SECONDS: Final = 60.0
"""A run that waits unwatched for so long may lose its place; one that broke may be tried again after so long."""
_REMEMBERED: Final = 256
_OPENED_BYTES: Final = 24_000_000
"""So much of what is kept lies open in memory, or else one result; their pages are kept by :mod:`page_memory`."""
_STOPPED: Final = Trouble("The run was stopped", next_step="Open its page again to start it anew")
_SHOWN: Final = 40


class RunState(StrEnum):
    """How far a run is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


_UNDER_WAY: Final = (RunState.WAITING, RunState.RUNNING)


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it is seen from outside.

    Attributes
    ----------
    id
        The hash of what is asked.
    kind, label
        Which of :data:`RUN_KINDS`, and what people call it.
    state
        How far it is.
    done, total
        Steps done, of how many; 0 of 0 until the first is told.
    seconds_left
        As long as it will take if it goes on as it went; none while nobody knows.
    ahead
        Runs that come first, while it waits.
    address
        The page that shows the result.
    trouble
        Why there is no result and will be none.
    may_stop
        Whether whoever looks may stop it: nobody else has asked for it.
    """

    id: str
    kind: str
    label: str
    state: RunState
    done: int
    total: int
    seconds_left: float | None
    ahead: int
    address: str
    trouble: Trouble | None = None
    may_stop: bool = False

    @property
    def is_under_way(self) -> bool:
        """Whether it waits or is computed."""
        return self.state in _UNDER_WAY

    def raise_trouble(self) -> None:
        """Raise why there is no result, if that is so.

        Raises
        ------
        InputError
            When it is the mistake of whoever asked.
        WorldError
            When it is not.
        """
        if self.trouble is not None:
            kind = InputError if self.trouble.mistake else WorldError
            raise kind(self.trouble.happened, expected=self.trouble.expected, next_step=self.trouble.next_step)


@dataclass(eq=False)
class _Work:
    """A run as the registry keeps it."""

    id: str
    kind: RunKind
    question: dict[str, Any]
    state: RunState = RunState.WAITING
    done: int = 0
    total: int = 0
    askers: set[str] = field(default_factory=set)
    looked: float = 0.0
    begun: float = 0.0
    told: float = 0.0
    ended: float = 0.0
    trouble: Trouble | None = None
    process: RunProcess | None = None


class LongRuns:
    """The runs of one atlas.

    Parameters
    ----------
    snapshot
        What they are about.
    folder
        Where results are kept; one that ends with the process when none is given.
    at_once, waiting
        How many run at the same time, and how many more may wait.
    kept
        How many results are kept.
    seconds
        How long a run may take.
    kinds
        What may be asked.
    """

    def __init__(
        self,
        snapshot: SavedSnapshot,
        *,
        folder: Path | None = None,
        at_once: int = 1,
        waiting: int = 8,
        kept: int = 64,
        seconds: float = 600,
        kinds: Mapping[str, RunKind] = RUN_KINDS,
    ) -> None:
        self.kinds = kinds
        self._snapshot = snapshot
        self._folder, self._most_kept = folder, kept
        self._at_once, self._most_waiting, self._seconds = at_once, waiting, seconds
        self._lock = RLock()
        self._works: OrderedDict[str, _Work] = OrderedDict()
        self._queue: deque[_Work] = deque()
        self._running: set[_Work] = set()
        self._opened: OrderedDict[str, tuple[int, Any]] = OrderedDict()
        self._closed = False
        self._last_breath = finalize(self, _kill, self._running)

    @cached_property
    def _kept(self) -> KeptRuns:
        if self._folder is None:
            self._folder = Path(mkdtemp(prefix="proxenia-results-"))
            finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return KeptRuns(self._folder, most=self._most_kept)

    def ask(self, kind: str, question: Mapping[str, Any], *, asker: str = "") -> Run:
        """Return the run of a question: the one that is kept or under way, else a new one.

        Parameters
        ----------
        kind
            One of the kinds.
        question
            What JSON can hold.
        asker
            What tells whoever asks from others, if anything does.

        Raises
        ------
        NotFoundError
            When there is no such kind.
        InputError
            When the question is too long, or no JSON.
        TooManyRunsError
            When as many wait as may.
        """
        if kind not in self.kinds:
            raise NotFoundError("kind of run", kind, next_step=f"Known: {', '.join(self.kinds)}")
        run = run_id(kind, question, snapshot=self._snapshot.fingerprint)
        with self._lock:
            work = self._known(run)
            if work is None or not self._stands(work):
                work = self._works[run] = self._new(run, self.kinds[kind], dict(question))
            self._works.move_to_end(run)
            work.looked = time.monotonic()
            if len(work.askers) < 2:  # more than one is all that counts
                work.askers.add(asker)
            self._forget()
            self._start_next()
            return self._seen(work, asker)

    def _known(self, run: str) -> _Work | None:
        """Return what is known of a run, from memory or from what is kept."""
        work = self._works.get(run)
        if work is not None and (work.state is not RunState.DONE or run in self._opened):
            return work
        kept = self._kept.read(run)
        if kept is None or kept.kind not in self.kinds:
            return None
        self._open(run, kept)
        self._works[run] = work or _Work(run, self.kinds[kept.kind], kept.question, RunState.DONE)
        return self._works[run]

    def _stands(self, work: _Work) -> bool:
        """Tell whether a run need not be made anew, as one that was stopped, or broke some time ago."""
        if work.state is RunState.FAILED:
            is_mistake = work.trouble is not None and work.trouble.mistake
            return is_mistake or time.monotonic() - work.ended < _FORGOTTEN_SECONDS
        return work.state is not RunState.STOPPED

    def _new(self, run: str, kind: RunKind, question: dict[str, Any]) -> _Work:
        if self._closed:
            raise TooManyRunsError("The server is about to end", next_step="Try again in a moment")
        work = _Work(run, kind, question)
        if len(self._running) >= self._at_once and len(self._queue) >= self._most_waiting:
            self._make_room()
        self._queue.append(work)
        return work

    def _make_room(self) -> None:
        """Take the place of the run in the queue at which nobody has looked for long, or refuse."""
        first = min(self._queue, key=lambda work: work.looked, default=None)
        if first is None or time.monotonic() - first.looked < _FORGOTTEN_SECONDS:
            raise TooManyRunsError(
                f"{len(self._running)} long run(s) under way and {len(self._queue)} waiting",
                expected=f"At most {self._at_once} at a time, and {self._most_waiting} that wait",
                next_step="Try again in a few minutes; every other page answers as usual",
            )
        self._queue.remove(first)
        first.state, first.trouble = RunState.STOPPED, _STOPPED

    def _forget(self) -> None:
        ended = [run for run, work in self._works.items() if work.state not in _UNDER_WAY]
        for run in ended[: max(len(self._works) - _REMEMBERED, 0)]:
            del self._works[run]

    def _open(self, run: str, kept: KeptRun) -> None:
        self._opened[run] = len(kept.body), orjson.loads(kept.body)
        self._opened.move_to_end(run)
        while len(self._opened) > 1 and sum(size for size, _ in self._opened.values()) > _OPENED_BYTES:
            self._opened.popitem(last=False)

    def _start_next(self) -> None:
        while self._queue and len(self._running) < self._at_once and not self._closed:
            work = self._queue.popleft()
            work.state, work.begun = RunState.RUNNING, time.monotonic()
            self._running.add(work)
            Thread(target=self._compute, args=(work,), name=f"proxenia-run-{work.id[:8]}", daemon=True).start()

    def _compute(self, work: _Work) -> None:
        def progress(done: int, total: int) -> None:
            work.done, work.total, work.told = done, total, time.monotonic()

        trouble: Trouble | None = Trouble("The run could not be started", next_step="Try again in a minute")
        try:
            process = RunProcess(self._task(work), seconds=self._seconds, progress=progress)
            with self._lock:
                work.process = process
                stopped = work.state is not RunState.RUNNING
            trouble = _STOPPED if stopped else process.compute()
        except (OSError, ProxeniaError) as error:
            trouble = Trouble(f"The run could not be started ({error})"[:300], next_step="Try again in a minute")
        finally:
            self._finish(work, trouble)

    def _finish(self, work: _Work, trouble: Trouble | None) -> None:
        with self._lock:
            self._running.discard(work)
            work.process, work.ended, work.trouble = None, time.monotonic(), trouble
            if trouble is None:
                work.state = RunState.DONE
            elif work.state is RunState.RUNNING:
                work.state = RunState.STOPPED if trouble is _STOPPED else RunState.FAILED
            self._start_next()

    def _task(self, work: _Work) -> dict[str, Any]:
        return {
            "kind": work.kind.id,
            "question": work.question,
            "function": work.kind.function,
            "snapshot": self._snapshot.fingerprint,
            "snapshot_folder": str(self._snapshot.folder()),
            "model": model_version(),
            "folder": str(self._kept.folder),
            "kept": self._most_kept,
        }

    def look(self, run: str, *, asker: str = "") -> Run:
        """Return how far a run is.

        Raises
        ------
        NotFoundError
            When it is not known, or no longer.
        """
        with self._lock:
            work = self._known(run)
            if work is None:
                again = "Open the page again that showed it: it asks the question anew"
                raise NotFoundError("run", run[:_SHOWN], next_step=again)
            work.looked = time.monotonic()
            return self._seen(work, asker)

    def _seen(self, work: _Work, asker: str) -> Run:
        ahead = len(self._running) + self._queue.index(work) if work.state is RunState.WAITING else 0
        return Run(
            id=work.id,
            kind=work.kind.id,
            label=work.kind.label,
            state=work.state,
            done=work.done,
            total=work.total,
            seconds_left=_seconds_left(work),
            ahead=ahead,
            address=work.kind.address(work.question),
            trouble=work.trouble,
            may_stop=bool(asker) and work.askers == {asker} and work.state in _UNDER_WAY,
        )

    def result(self, run: str) -> Any:
        """Return the result of a run that is done.

        Raises
        ------
        NotFoundError
            When there is none, or no longer.
        """
        with self._lock:
            work = self._known(run)
            if work is None or work.state is not RunState.DONE:
                raise NotFoundError("result of the run", run[:_SHOWN], next_step="Open its page once more")
            self._opened.move_to_end(run)
            return self._opened[run][1]

    def stop(self, run: str, *, asker: str) -> Run:
        """Stop a run; one that is over stays as it is.

        Raises
        ------
        NotFoundError
            When it is not known.
        ForbiddenError
            When somebody else has asked for it, too.
        """
        with self._lock:
            seen = self.look(run, asker=asker)
            if not seen.is_under_way:
                return seen
            if not seen.may_stop:
                raise ForbiddenError(
                    "This run may not be stopped from here",
                    expected="Expected the browser that asked for it, while nobody else waits for it",
                    next_step="Close the page: the run ends by itself",
                )
            work = self._works[run]
            work.state, work.trouble = RunState.STOPPED, _STOPPED
            if work in self._queue:
                self._queue.remove(work)
            if work.process is not None:
                work.process.end(_STOPPED)
            return self._seen(work, asker)

    def close(self) -> None:
        """End everything that runs, and take up nothing more."""
        with self._lock:
            self._closed = True
            for work in (*self._queue, *self._running):
                work.state, work.trouble = RunState.STOPPED, _STOPPED
            self._queue.clear()
            running = [work.process for work in self._running if work.process is not None]
        for process in running:
            process.end(_STOPPED)
            process.kill()


def _seconds_left(work: _Work) -> float | None:
    """Return how long a run will take if it goes on as it went until it told of a step last."""
    if work.state is not RunState.RUNNING or not work.done:
        return None
    whole = (work.told - work.begun) * (work.total - work.done) / work.done
    return max(whole - (time.monotonic() - work.told), 0.0)


def _kill(running: set[_Work]) -> None:
    """End what still runs when nobody can ask for it any more."""
    for work in list(running):
        if work.process is not None:
            work.process.kill()
