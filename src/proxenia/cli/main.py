"""``proxenia``: run a command, and tell its errors in one line.

An error is one line on stderr, with the exit 2 for the user's mistake and 1 for the world's or ours; Ctrl-C ends
with 130. Where an error came from is shown with ``--debug`` alone, which may stand anywhere on the command line.
"""

import atexit
import math
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType
from typing import Any, Self, TextIO

from proxenia.errors import ProxeniaError

__all__ = ["main"]

_DEBUG = "--debug"
_INTERRUPTED = 130
_ONE_PRESS_SECONDS = 0.5
"""Signals so close to one another are one: a terminal and a library may both send it."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit.

    Parameters
    ----------
    arguments
        The command line without the program's name; the process's own when left out.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    interrupted = threading.Event()
    if arguments is None:
        atexit.register(_leave_as_told, interrupted)  # registered first, so it comes last
    asked, rest = _without_debug(given)
    _show_every_name(sys.stdout)
    _show_every_name(sys.stderr)
    with _CtrlC() as pressed:
        try:
            code = _run(rest, debug=asked, pressed=pressed)
            sys.stdout.flush()
        except KeyboardInterrupt:
            _tell("stopped; nothing half-done was kept")
            code = _INTERRUPTED
            interrupted.set()
        except BrokenPipeError:
            _let_go_of_stdout()
            code = 0
    sys.exit(code)


def _leave_as_told(interrupted: threading.Event) -> None:
    """End an interrupted process with its own code.

    Python would end it by the signal once more when the interruption came while a library ran code from a text, as
    dataclasses do when they are loaded, even though it was caught.
    """
    if interrupted.is_set():
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(_INTERRUPTED)


class _CtrlC:
    """Ctrl-C as long as a command runs: it stops the command once, however often its signal comes at that moment."""

    def __init__(self) -> None:
        self.when = -math.inf
        self._before: Any = None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._hear)
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            # The end is under way: nothing interrupts it any more.
            signal.signal(signal.SIGINT, signal.SIG_IGN if self else self._before)

    def __bool__(self) -> bool:
        """Tell whether it was pressed."""
        return self.when > -math.inf

    def _hear(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        now = time.monotonic()
        again, self.when = now - self.when < _ONE_PRESS_SECONDS, now
        if not again:
            raise KeyboardInterrupt


def _without_debug(arguments: list[str]) -> tuple[bool, list[str]]:
    """Tell whether ``--debug`` is among the options, and return the rest; what follows ``--`` is no option."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    options = [word for word in arguments[:end] if word != _DEBUG]
    return len(options) < end, options + arguments[end:]


def _show_every_name(stream: TextIO) -> None:
    """Write what a terminal's encoding lacks as an escape: a name in another script is no error."""
    with suppress(AttributeError):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[attr-defined]


def _let_go_of_stdout() -> None:
    """Let what is still to be written go nowhere: whoever read it has gone."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell(text: str) -> None:
    sys.stderr.write(f"proxenia: {' '.join(text.split())}\n")


def _run(arguments: list[str], *, debug: bool, pressed: _CtrlC) -> int:
    """Run a command and return its exit."""
    # Imported here, so that Ctrl-C while the libraries load is told like any other.
    import typer  # noqa: PLC0415

    from proxenia.cli.commands import app  # noqa: PLC0415

    command = typer.main.get_command(app)
    try:
        with command.make_context("proxenia", arguments) as context:
            command.invoke(context)
    except typer.Exit as end:
        return end.exit_code
    except typer.TyperException as error:
        return _told_usage(error)
    except BrokenPipeError:
        raise
    except Exception as error:
        if pressed:  # a library made an error of its own of it
            raise KeyboardInterrupt from error
        if debug:
            raise
        return _told(error)
    return 0


def _told(error: Exception) -> int:
    """Tell an error in one line, and return the exit; nothing is left that nobody foresaw."""
    if isinstance(error, ProxeniaError):
        _tell(str(error))
        return error.exit_code
    if isinstance(error, OSError):
        _tell(_file_trouble(error))
        return 1
    _tell(f"something broke in Proxenia ({type(error).__name__}: {error}). Add --debug to see where, and report it.")
    return 1


def _file_trouble(error: OSError) -> str:
    place = f"{error.filename}: " if error.filename else ""
    return (
        f"{place}{error.strerror or error}. Expected a place that may be read and written. "
        "Check the path, its permissions and the space left; PROXENIA_DATA and PROXENIA_CACHE name other folders."
    )


def _told_usage(error: Exception) -> int:
    """Tell what is wrong with a command line, and return the exit; a group without a command shows its help."""
    context = getattr(error, "ctx", None)
    where = context.command_path if context is not None else "proxenia"
    message: str = getattr(error, "format_message", lambda: str(error))()
    if type(error).__name__ == "NoArgsIsHelpError":
        sys.stderr.write(message + "\n")
    else:
        _tell(f"{message.rstrip('.')}. See `{where} --help`.")
    return int(getattr(error, "exit_code", 2))
