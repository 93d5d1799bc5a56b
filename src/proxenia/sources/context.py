"""What a reader may do: open its files, ask for a country's code, refuse a row, tell a fault, say how far it is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from proxenia.errors import FaultsError, UnreadableFileError
from proxenia.model.statement import Statement
from proxenia.sources.description import SourceDescription
from proxenia.sources.report import Refusal

__all__ = ["Context", "CountryNames", "Progress", "Reader"]

LARGEST_FILE = 512 << 20
"""Bytes of a file that a reader takes into memory."""

Progress = Callable[[int, int], None]
"""Called with how many rows are done and how many there are."""


class CountryNames(Protocol):
    """Names of countries in many languages; the gazetteer has them."""

    def code(self, text: str, /) -> str | None:
        """Return the ISO 3166-1 alpha-2 code of the state a text names, or nothing."""

    def division(self, text: str, /) -> str:
        """Return the part of the state that a text names beside it, or nothing."""

    def reason(self, text: str, /) -> str:
        """Say why a text names no state of today."""

    def state(self, text: str, /) -> str | None:
        """Return the identifier of the state, past ones included, that a text names, or nothing."""

    def numeric(self, number: int, /) -> str | None:
        """Return the identifier of the state with an ISO 3166-1 numeric code, past ones included, or nothing."""

    def correlates_of_war(self, number: int, /) -> str | None:
        """Return the identifier of the state with a Correlates of War number, past ones included, or nothing."""


class _CodesOnly:
    """Country names for readers whose files hold ISO codes."""

    def code(self, text: str, /) -> str | None:
        return text if len(text) == 2 and text.isascii() and text.isalpha() and text.isupper() else None

    def division(self, _text: str, /) -> str:
        return ""

    def reason(self, text: str, /) -> str:
        return f"unknown country {text[:80]!r}"

    def state(self, text: str, /) -> str | None:
        code = self.code(text)
        return f"iso:{code}" if code else None

    def numeric(self, _number: int, /) -> str | None:
        return None

    def correlates_of_war(self, _number: int, /) -> str | None:
        return None


def _no_progress(_done: int, _total: int) -> None:
    pass


@dataclass(slots=True)
class Context:
    """One reading of one source.

    Attributes
    ----------
    path
        The file or the folder to read; of several files the first.
    files
        All the files to read; ``-`` is standard input.
    cache
        A folder for what makes a second reading quicker, where there is one.
    options
        What else the reader was told, such as a table's mapping.
    retrieved_at
        The day of the reading (EDTF).
    refused, faults
        Rows left out with their reason; faults that forbid the whole reading.
    covered
        Of a source that is read in parts: the parts of which this reading says all there is (see
        :attr:`~proxenia.sources.description.SourceDescription.reads`), beside those that its statements name.
    covers_all
        This reading says all there is, though its source is read in parts.
    reading
        The name of the file at hand, told with a refused row where several files are read.
    """

    description: SourceDescription
    path: Path
    retrieved_at: str
    options: Mapping[str, object] = field(default_factory=dict)
    countries: CountryNames = field(default_factory=_CodesOnly)
    progress: Progress = _no_progress
    rows: int = 0
    refused: list[Refusal] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    covered: set[str] = field(default_factory=set)
    covers_all: bool = False
    reading: str = ""
    files: tuple[Path, ...] = ()
    cache: Path | None = None

    def __post_init__(self) -> None:
        """Let the one file be all the files where no others are named."""
        if not self.files:
            self.files = (self.path,)

    @property
    def source(self) -> str:
        """The id of the source."""
        return self.description.id

    def refuse(self, row: int, reason: str, *, is_understood: bool = False) -> None:
        """Leave a row out, and say why; what is understood does not count towards the share that may be refused."""
        self.refused.append(Refusal(row, reason, self.reading if len(self.files) > 1 else "", is_understood))

    def fault(self, text: str) -> None:
        """Note a fault for which nothing of the reading may be written."""
        self.faults.append(text)

    def read_bytes(self, path: Path | None = None) -> bytes:
        """Return the bytes of a file.

        Raises
        ------
        UnreadableFileError
            When it is missing, cannot be opened, or is larger than :data:`LARGEST_FILE`.
        """
        where = path or self.path
        if str(where) == "-":
            raise UnreadableFileError(
                f"The source {self.source} is not read from standard input", next_step="Give the name of a file"
            )
        try:
            with where.open("rb") as file:
                content = file.read(LARGEST_FILE + 1)
        except OSError as error:
            raise UnreadableFileError(
                f"{where} cannot be read ({error.strerror})", next_step="Check the path and who may read it"
            ) from error
        if len(content) > LARGEST_FILE:
            raise UnreadableFileError(
                f"{where} is larger than {LARGEST_FILE >> 20} MB", next_step="Give a smaller part of it"
            )
        return content

    def end(self) -> None:
        """Raise all the faults of the reading.

        Raises
        ------
        FaultsError
            When there was any.
        """
        if self.faults:
            raise FaultsError(f"The source {self.source}", self.faults)


Reader = Callable[[Context], Iterator[Statement]]
"""Gives the statements of a source; every `reader.py` has one, called `read`."""
