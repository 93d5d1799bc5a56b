"""One process that computes one long run: started, listened to, and ended, by itself or when it shall."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock, Timer
from typing import IO, Any, Final

__all__ = ["RunProcess", "Trouble"]

_GRACE_SECONDS: Final = 6.0
"""A process that shall end gets so long; then it is killed."""
_LONGEST_LINE: Final = 20_000
_ONE_THREAD: Final = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS", "RAYON_NUM_THREADS"), "1"
)
"""A run takes one processor; the others answer visitors."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a run has no result: an error in its three parts, and whether it is the mistake of whoever asked."""

    happened: str
    expected: str = ""
    next_step: str = ""
    mistake: bool = False


class RunProcess:
    """A process for a run.

    Parameters
    ----------
    task
        What it is told, as :mod:`run_worker` reads it.
    seconds
        How long it may take.
    progress
        Called with how much is done of how much.
    """

    def __init__(self, task: Mapping[str, Any], *, seconds: float, progress: Progress) -> None:
        self._task = task
        self._seconds = seconds
        self._progress = progress
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._ending: Trouble | None = None

    def compute(self) -> Trouble | None:
        """Compute the run and return what went wrong, if anything did; whoever calls waits for it."""
        with self._lock:
            if self._ending is not None:
                return self._ending
            # The modules of the tests and of an installation that is not on the default path must be found there too.
            path = os.pathsep.join(one for one in sys.path if one)
            self._process = process = subprocess.Popen(
                [sys.executable, "-P", "-m", "proxenia.atlas.run_worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, **_ONE_THREAD, "PYTHONPATH": path},
                start_new_session=True,  # Ctrl-C on the terminal is for the server, which ends its runs itself
            )
        late = Timer(self._seconds, self.end, args=(_overdue(self._seconds),))
        late.daemon = True
        late.start()
        try:
            told = self._listen(process)
        finally:
            late.cancel()
            self._leave()
        return self._judge(told, process.returncode)

    def _listen(self, process: "subprocess.Popen[bytes]") -> dict[str, Any]:
        """Hand the task over and return the last word of the process; nothing when it said none."""
        if process.stdin is None or process.stdout is None:  # cannot be: both are pipes
            return {}
        with suppress(OSError, ValueError):  # it ended, or was told to, before it heard its task
            process.stdin.write(json.dumps(self._task).encode() + b"\n")
            process.stdin.flush()
        for told in _lines(process.stdout):
            if "done" not in told:
                return told
            with suppress(TypeError, ValueError):
                self._progress(int(told["done"]), int(told["total"]))
        return {}

    def _judge(self, told: Mapping[str, Any], code: int | None) -> Trouble | None:
        if told.get("finished"):
            return None
        if self._ending is not None:
            return self._ending
        if isinstance(told.get("error"), dict):
            return Trouble(**told["error"])
        happened = f"The process that computed it ended before it was done (code {code})"
        return Trouble(happened, next_step="Try again in a minute; if it stays, ask for less")

    def end(self, why: Trouble) -> None:
        """Have the process end, first kindly; it frees its place within seconds."""
        with self._lock:
            self._ending = self._ending or why
            process = self._process
        if process is not None and process.stdin is not None:
            with suppress(OSError, ValueError):
                process.stdin.close()
            last = Timer(_GRACE_SECONDS, self.kill)
            last.daemon = True
            last.start()

    def kill(self) -> None:
        """End the process at once."""
        process = self._process
        if process is not None and process.poll() is None:
            process.kill()

    def _leave(self) -> None:
        """Wait for the process, which has said its last word, and leave nothing open."""
        process = self._process
        if process is None:
            return
        with suppress(OSError, ValueError):
            if process.stdin is not None:
                process.stdin.close()
        try:
            process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _overdue(seconds: float) -> Trouble:
    return Trouble(
        f"The run took longer than {seconds:g} seconds and was ended",
        expected="A run that fits into that time",
        next_step="Ask for less, or use the command line, which has no limit",
    )


def _lines(out: IO[bytes]) -> Iterator[dict[str, Any]]:
    """Return what a process says; what is no line of JSON is passed over."""
    while line := out.readline(_LONGEST_LINE):
        with suppress(ValueError):
            told = json.loads(line)
            if isinstance(told, dict):
                yield told
