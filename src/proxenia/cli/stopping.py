"""Ctrl-C in long commands: the first asks for what is done so far, the second breaks off."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from signal import SIGINT, default_int_handler, signal
from threading import current_thread, main_thread
from types import FrameType

from proxenia.cli.console import note

__all__ = ["stopped_by_ctrl_c"]


@contextmanager
def stopped_by_ctrl_c(what: str) -> Iterator[Callable[[], bool]]:
    """Give a function that tells whether Ctrl-C was pressed; the second time it breaks off.

    Parameters
    ----------
    what
        What is still brought to an end: ``this step``.
    """
    asked: list[bool] = []

    def ask(number: int, frame: FrameType | None) -> None:
        if asked:
            default_int_handler(number, frame)
        asked.append(True)
        note(f"Stopping after {what}; press Ctrl-C again to break off")

    if current_thread() is not main_thread():
        yield lambda: False
        return
    before = signal(SIGINT, ask)
    try:
        yield lambda: bool(asked)
    finally:
        signal(SIGINT, before)
