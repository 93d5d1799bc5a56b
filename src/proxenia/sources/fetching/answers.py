"""Answers kept on disk, so that an interrupted import goes on where it stopped and a second one asks nothing."""

import gzip
import shutil
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

__all__ = ["Answer", "AnswerCache", "Request"]

_KEPT_DAYS: Final = 7
_QUICK: Final = 1
"""Level of compression: an answer is written once and read once or twice."""


@dataclass(frozen=True, slots=True)
class Request:
    """One question to one address.

    Attributes
    ----------
    address
        An http or https address.
    form
        Fields that are sent as a form (POST); without any the address itself is asked for (GET).
    accept
        The type of answer that is wanted.
    """

    address: str
    form: Sequence[tuple[str, str]] = ()
    accept: str = "*/*"

    @property
    def key(self) -> str:
        """The hash of all that makes the question.

        >>> Request("https://a.example/sparql").key == Request("https://b.example/sparql").key
        False
        """
        digest = blake2b(digest_size=20)
        for part in (self.address, self.accept, *(text for field in self.form for text in field)):
            digest.update(part.encode() + b"\0")
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered, and on which day (EDTF)."""

    body: bytes
    day: str


@dataclass(frozen=True, slots=True)
class AnswerCache:
    """Answers by their question, in one folder a day.

    Attributes
    ----------
    folder
        Where the days lie; without a folder nothing is kept.
    today
        The day of the reading (EDTF); nothing below the command line asks the clock.
    kept_days
        For how many days an answer is used again; older ones are deleted by :meth:`drop_old`.
    fresh
        Use no answer of an earlier reading; new ones are kept all the same.
    """

    folder: Path | None
    today: str
    kept_days: int = _KEPT_DAYS
    fresh: bool = False

    def load(self, request: Request, *, largest: int) -> Answer | None:
        """Return the newest answer kept, or nothing; a damaged file counts as none."""
        for day in () if self.fresh else reversed(self._days()):
            path = self._path(day, request)
            try:
                with gzip.open(path) as file:
                    body = file.read(largest + 1)
            except FileNotFoundError:
                continue
            except (OSError, EOFError, zlib.error):
                path.unlink(missing_ok=True)
                continue
            return Answer(body, day) if len(body) <= largest else None
        return None

    def save(self, request: Request, body: bytes) -> Answer:
        """Keep an answer of today: wholly or, when the process is stopped, not at all."""
        if self.folder is not None:
            path = self._path(self.today, request)
            path.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
                unfinished = Path(file.name)
                try:
                    # No time stamp: the same answer is the same file.
                    file.write(gzip.compress(body, _QUICK, mtime=0))
                    file.close()
                    unfinished.replace(path)
                except BaseException:
                    unfinished.unlink(missing_ok=True)
                    raise
        return Answer(body, self.today)

    def drop(self, request: Request) -> None:
        """Forget the answers to a question."""
        for day in self._days():
            self._path(day, request).unlink(missing_ok=True)

    def drop_old(self) -> int:
        """Delete the days that are too old to be used, and return how many they were."""
        old = [day for day in self._all_days() if day not in self._days()]
        for day in old:
            shutil.rmtree(self._root() / day, ignore_errors=True)
        return len(old)

    def _root(self) -> Path:
        return self.folder if self.folder is not None else Path()

    def _path(self, day: str, request: Request) -> Path:
        return self._root() / day / f"{request.key}.gz"

    def _all_days(self) -> list[str]:
        if self.folder is None or not self.folder.is_dir():
            return []
        return sorted(path.name for path in self.folder.iterdir() if path.is_dir() and _day(path.name) is not None)

    def _days(self) -> list[str]:
        """Return the days whose answers may be used, oldest first; a day of the future is a wrong clock."""
        today = _day(self.today)
        if today is None:
            return []
        oldest = today - timedelta(days=self.kept_days)
        return [day for day in self._all_days() if oldest <= (_day(day) or date.min) <= today]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
