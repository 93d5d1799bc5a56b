"""Results of long runs on disk: one file a run, whole or not there at all, bounded in number and bytes.

A file has two lines: a head in JSON (`kind`, `question`, `snapshot`, `model`, and `sha256` of the rest) and the
result in JSON. The id of a run is the hash of its head, so a file that says something else than its name is not
believed; the same question to the same snapshot by the same code has the same bytes, so two servers may share a folder.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b, sha256
from pathlib import Path
from tempfile import mkstemp
from typing import Any, Final

import proxenia
from proxenia.errors import InputError, WorldError

__all__ = [
    "LARGEST_QUESTION",
    "LARGEST_RESULT",
    "KeptRun",
    "KeptRuns",
    "canonical_question",
    "is_run_id",
    "model_version",
    "run_id",
]

LARGEST_QUESTION: Final = 40_000
"""Characters of a question written as JSON."""
LARGEST_RESULT: Final = 16_000_000
"""Bytes of one result written as JSON."""
_MOST_BYTES: Final = 256_000_000
_LONGEST_HEAD: Final = 2 * LARGEST_QUESTION + 2_000
_NAME: Final = re.compile(r"[0-9a-f]{32}")
_SUFFIX: Final = ".run"
_BEING_WRITTEN: Final = ".new-"
_LONGEST_WRITING_SECONDS: Final = 3_600
_DECIDING: Final = ("foresight", "overlay", "profiles", "measures", "snapshot", "model")
"""The rooms whose code decides what a run finds."""


def is_run_id(text: str) -> bool:
    """Tell whether a text has the form of a run's id, so that it may be the name of a file.

    >>> is_run_id("0" * 32), is_run_id("../" + "0" * 29)
    (True, False)
    """
    return _NAME.fullmatch(text) is not None


def canonical_question(question: Mapping[str, Any]) -> str:
    """Return a question as JSON, the same text for the same question.

    >>> canonical_question({"to": 2031, "country": "JP"})
    '{"country": "JP", "to": 2031}'

    Raises
    ------
    InputError
        When it is no JSON, or too long.
    """
    try:
        text = json.dumps(question, sort_keys=True, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError(f"The question cannot be written as JSON ({error})"[:200]) from error
    if len(text) > LARGEST_QUESTION:
        raise InputError(
            f"The question has {len(text):,} characters",
            expected=f"At most {LARGEST_QUESTION:,}",
            next_step="Ask a shorter one, or use the command line",
        )
    return text


@lru_cache(maxsize=1)
def model_version() -> str:
    """Return the package's version and a hash of the code that decides what a run finds."""
    digest, root = blake2b(digest_size=8), Path(proxenia.__file__).parent
    for room in _DECIDING:
        for file in sorted((root / room).rglob("*")):
            if file.suffix in {".py", ".csv", ".yml", ".yaml", ".json"} and file.is_file():
                digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return f"{proxenia.__version__}+{digest.hexdigest()}"


def run_id(kind: str, question: Mapping[str, Any], *, snapshot: str, model: str | None = None) -> str:
    """Return the id of a run: the hash of what it asks of which snapshot with which code."""
    asked = json.dumps([kind, canonical_question(question), snapshot, model or model_version()])
    return blake2b(asked.encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class KeptRun:
    """A result as it is kept: what was asked, and the result as JSON."""

    kind: str
    question: dict[str, Any]
    body: bytes


class KeptRuns:
    """A folder of results.

    Parameters
    ----------
    folder
        Made when the first result is written.
    most, most_bytes
        How much is kept; what was looked at longest ago goes first.
    """

    def __init__(self, folder: Path, *, most: int, most_bytes: int = _MOST_BYTES) -> None:
        self.folder = folder
        self._most = most
        self._most_bytes = most_bytes

    def _path(self, run: str) -> Path | None:
        return self.folder / f"{run}{_SUFFIX}" if is_run_id(run) else None

    def read(self, run: str) -> KeptRun | None:
        """Return a result that is there and whole; a file that is neither is removed."""
        path = self._path(run)
        if path is None:
            return None
        try:
            kept = _read(run, path)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            with suppress(OSError):
                path.unlink()
            return None
        with suppress(OSError):
            os.utime(path)
        return kept

    def write(self, kind: str, question: Mapping[str, Any], body: bytes, *, snapshot: str, model: str) -> str:
        """Keep a result and return its id.

        Raises
        ------
        WorldError
            When it is too large.
        """
        if len(body) > LARGEST_RESULT:
            raise WorldError(
                f"The result has {len(body):,} bytes",
                expected=f"At most {LARGEST_RESULT:,}",
                next_step="Ask for less, or use the command line",
            )
        run = run_id(kind, question, snapshot=snapshot, model=model)
        head = {"kind": kind, "question": dict(question), "snapshot": snapshot, "model": model}
        text = json.dumps({**head, "sha256": sha256(body).hexdigest()}, sort_keys=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        number, made = mkstemp(dir=self.folder, prefix=_BEING_WRITTEN)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(text.encode() + b"\n" + body)
            Path(made).replace(self.folder / f"{run}{_SUFFIX}")
        finally:
            Path(made).unlink(missing_ok=True)
        self.tidy()
        return run

    def tidy(self) -> None:
        """Forget what is too much, and what a process left behind that was ended while it wrote."""
        found = sorted(_looked_at(self.folder), reverse=True)
        newest, room, number = max((when for when, _, _ in found), default=0.0), self._most_bytes, 0
        for when, size, file in found:
            if file.suffix == _SUFFIX:
                number, room = number + 1, room - size
                gone = number > self._most or room < 0
            else:
                gone = file.name.startswith(_BEING_WRITTEN) and when < newest - _LONGEST_WRITING_SECONDS
            if gone:
                file.unlink(missing_ok=True)


def _looked_at(folder: Path) -> Iterator[tuple[float, int, Path]]:
    """Return when each file was looked at last, its size and its path; another server may remove one meanwhile."""
    for file in folder.iterdir():
        with suppress(OSError):
            told = file.stat()
            yield told.st_mtime, told.st_size, file


def _read(run: str, path: Path) -> KeptRun:
    """Return what a file holds, or raise ValueError when it is not what its name says."""
    if path.stat().st_size > LARGEST_RESULT + _LONGEST_HEAD:
        raise ValueError(run)
    first, _, body = path.read_bytes().partition(b"\n")
    head = json.loads(first)
    told = run_id(head["kind"], head["question"], snapshot=head["snapshot"], model=head["model"])
    if told != run or sha256(body).hexdigest() != head["sha256"]:
        raise ValueError(run)
    return KeptRun(head["kind"], head["question"], body)
