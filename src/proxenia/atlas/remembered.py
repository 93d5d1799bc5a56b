"""Answers that take long: computed once for each question, whoever asks first; the latest are kept.

Whoever asks while an answer is computed waits for that one instead of computing it again. A page does not wait: it
asks for the answer to be computed behind it, looks for a moment whether it is there, and says so when it is not.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from contextlib import suppress
from itertools import islice
from queue import Full, Queue
from threading import Lock, Thread
from time import monotonic
from typing import Final, Generic, TypeVar

__all__ = ["Background", "Remembered"]

log = logging.getLogger(__name__)

Question = TypeVar("Question", bound=Hashable)
Answer = TypeVar("Answer")

_MOST_WAITING: Final = 256
"""Questions in the queue; one that finds it full is asked again by the next visitor."""


class Background:
    """One thread that works off questions one after the other; it starts with the first and ends when it is closed."""

    def __init__(self) -> None:
        self._queue: Queue[Callable[[], object]] = Queue(maxsize=_MOST_WAITING)
        self._lock = Lock()
        self._thread: Thread | None = None
        self._closed = False

    def close(self) -> None:
        """Take up nothing more, and wait until what is being computed is done.

        A thread that computes while Python ends brings the process down with an error.
        """
        self._closed = True
        if self._thread is not None:
            with suppress(Full):  # then it has something to wake up for anyway
                self._queue.put_nowait(lambda: None)
            self._thread.join()

    def ask(self, work: Callable[[], object]) -> bool:
        """Take up a piece of work; tell whether there was room for it."""
        if self._closed:
            return False
        try:
            self._queue.put_nowait(work)
        except Full:
            return False
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._run, name="proxenia-background", daemon=True)
                self._thread.start()
        return True

    def _run(self) -> None:
        while not self._closed:
            work = self._queue.get()
            if not self._closed:
                _done(work)


def _done(work: Callable[[], object]) -> None:
    """Do a piece of work; one that fails is told, and the next one is done all the same."""
    try:
        work()
    except Exception:
        log.exception("what was to be computed behind the answers failed; it is computed when somebody asks")


class _Coming(Future[Answer]):
    """An answer that is being computed, and since when somebody waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self._asked = monotonic()

    def within(self, patience: float) -> Answer | None:
        """Return the answer if it is there so many seconds after it was first asked for; else nothing."""
        with suppress(TimeoutError):
            return self.result(timeout=max(0.0, self._asked + patience - monotonic()))
        return None


class Remembered(Generic[Question, Answer]):
    """A function whose answers are kept.

    Parameters
    ----------
    compute
        Gives the answer to a question.
    most
        How many answers are kept beside those that are told to stay; the one asked for longest ago goes first.
    """

    def __init__(self, compute: Callable[[Question], Answer], *, most: int) -> None:
        self._compute = compute
        self._most = most
        self._lock = Lock()
        self._answers: OrderedDict[Question, _Coming[Answer]] = OrderedDict()
        self._stays: set[Question] = set()

    def __call__(self, question: Question) -> Answer:
        """Return the answer; wait for it when it is being computed.

        >>> squares = Remembered(lambda number: number * number, most=2)
        >>> squares(3), squares(3)
        (9, 9)
        """
        with self._lock:
            known = self._answers.get(question)
            future: _Coming[Answer] = known or _Coming()
            self._answers[question] = future
            self._answers.move_to_end(question)
            self._forget()
        if known is None:
            self._answer(question, future)
        return future.result()

    def stay(self, question: Question) -> None:
        """Keep the answer to a question for good, however many others are asked for."""
        with self._lock:
            self._stays.add(question)

    def _forget(self) -> None:
        """Drop the oldest answers; one that is being computed stays, and so does what was told to, beside `most`."""
        if len(self._answers) <= self._most:
            return
        spare = len(self._answers) - self._most - sum(one in self._answers for one in self._stays)
        if spare <= 0:
            return
        may_go = (one for one, answer in self._answers.items() if one not in self._stays and answer.done())
        for question in list(islice(may_go, spare)):
            del self._answers[question]

    def _answer(self, question: Question, future: _Coming[Answer]) -> None:
        try:
            future.set_result(self._compute(question))
        except BaseException as error:  # noqa: BLE001 - whoever waits must hear of it, whatever it is
            with self._lock:
                self._answers.pop(question, None)  # the next one who asks may fare better
            future.set_exception(error)

    def soon(self, question: Question, background: Background, *, patience: float) -> Answer | None:
        """Return the answer if it is there within so many seconds; else have it computed, and return nothing.

        Parameters
        ----------
        question
            The question.
        background
            Who computes it.
        patience
            Seconds to wait from when it was first asked for: of many who ask for an answer that takes long, only the
            first wait.
        """
        with self._lock:
            known = self._answers.get(question)
            future: _Coming[Answer] = known or _Coming()
            if known is None and not background.ask(lambda: self._answer(question, future)):
                return None
            self._answers[question] = future
            self._answers.move_to_end(question)
            self._forget()
        return future.within(patience)
