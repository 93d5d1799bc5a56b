"""A process that computes one long run: ``python -m proxenia.atlas.run_worker``, started by :mod:`long_runs` alone.

It reads its task as one line of JSON from standard input, writes lines of JSON about its progress to standard output,
and keeps the result. It ends when standard input ends: when the server stops it, and also when the server is no more.
"""

import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from threading import Event, Thread
from typing import Any, Final, TextIO

import orjson

from proxenia.atlas.kept_runs import LARGEST_QUESTION, KeptRuns
from proxenia.errors import InputError, ProxeniaError, WorldError
from proxenia.snapshot.store import load_snapshot

__all__ = ["main"]

_NICENESS: Final = 10
_MOST_BYTES: Final = 4_000_000_000
_GRACE_SECONDS: Final = 3.0
"""What is being computed gets so long to end by itself when it shall stop."""
_TELL_SECONDS: Final = 0.2
_BROKE: Final = "The run broke off by a mistake of the program"


def _take_the_back_seat() -> None:
    """Leave the processor to the server, and take no more memory than a run may."""
    with suppress(AttributeError, OSError):
        os.nice(_NICENESS)
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - not on every system

        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_DATA, (_MOST_BYTES, _MOST_BYTES))


def _end_with_the_server(stop: Event) -> None:
    with suppress(OSError):
        while os.read(0, 1_024):
            pass
    stop.set()
    time.sleep(_GRACE_SECONDS)
    os._exit(1)


class _Teller:
    """Tells the server how far the run is, not more often than somebody could read."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._told = -_TELL_SECONDS

    def tell(self, **words: Any) -> None:
        with suppress(OSError):  # nobody listens any more: standard input ends too
            self._out.write(json.dumps(words) + "\n")
            self._out.flush()

    def progress(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._told >= _TELL_SECONDS or done >= total:
            self._told = now
            self.tell(done=int(done), total=int(total))


def _function(name: str) -> Callable[..., Any]:
    module, _, attribute = name.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), attribute)
    return found


def _compute(task: dict[str, Any], teller: _Teller, stop: Event) -> None:
    snapshot = load_snapshot(Path(task["snapshot_folder"]))
    result = _function(task["function"])(snapshot, task["question"], progress=teller.progress, stop=stop.is_set)
    if stop.is_set():
        teller.tell(stopped=True)
        return
    body = orjson.dumps(result, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS)
    kept = KeptRuns(Path(task["folder"]), most=task["kept"])
    kept.write(task["kind"], task["question"], body, snapshot=task["snapshot"], model=task["model"])
    teller.tell(finished=True)


def _told(error: ProxeniaError) -> dict[str, Any]:
    parts = {"happened": error.happened, "expected": error.expected, "next_step": error.next_step}
    return {**parts, "mistake": isinstance(error, InputError)}


def main() -> None:
    """Compute one run."""
    with open(0, "rb", buffering=0, closefd=False) as first:
        task = json.loads(first.readline(3 * LARGEST_QUESTION))
    _take_the_back_seat()
    stop = Event()
    Thread(target=_end_with_the_server, args=(stop,), daemon=True).start()
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints must not come between
    teller = _Teller(out)
    try:
        _compute(task, teller, stop)
    except ProxeniaError as error:
        teller.tell(error=_told(error))
    except MemoryError:
        happened = f"The run wanted more than {_MOST_BYTES / 1e9:.0f} GB of memory"
        teller.tell(error=_told(WorldError(happened, next_step="Ask for less, or use the command line")))
    except Exception:  # noqa: BLE001 - whatever it is, who asked must hear that it broke
        traceback.print_exc()
        teller.tell(error=_told(WorldError(_BROKE, next_step="Report the address of the page")))
    out.close()


if __name__ == "__main__":
    main()
