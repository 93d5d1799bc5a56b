"""A ledger as JSON Lines, the same bytes from either database.

The first line is a header with the version of the format and the number of rows of each kind; then one row a line:
sources, statements, retractions, reinstatements, judgements, each in the order of its key, with sorted names and
without what is empty. What a batch wrote follows from the moments, so it is not kept.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final, TextIO

import orjson

from proxenia.errors import UnreadableFileError
from proxenia.ledger import queries
from proxenia.ledger.checks import is_moment
from proxenia.ledger.engine import Engine
from proxenia.ledger.kinds import KINDS, Batch, Kind, chunks
from proxenia.ledger.rows import BATCH_COLUMNS, qualifiers_text, table_of, words_text

__all__ = ["FORMAT", "VERSION", "dump_ledger", "restore_ledger"]

FORMAT: Final = "proxenia-ledger"
VERSION: Final = 1
_CHUNK_LINES: Final = 20_000
_BY_NAME: Final = {kind.name: kind for kind in KINDS}


def dump_ledger(engine: Engine, target: str | Path | TextIO) -> int:
    """Write everything, in an order that depends on the content only; return the number of rows."""
    counts = {kind.table: _count(engine, kind) for kind in KINDS}
    lines = _lines(engine, counts)
    if not isinstance(target, str | Path):
        for line in lines:
            target.write(line.decode())
        return sum(counts.values())
    path = Path(target)
    unfinished = path.with_name(f"{path.name}.unfinished")
    with unfinished.open("wb") as file:
        file.writelines(lines)
    unfinished.replace(path)
    return sum(counts.values())


def _count(engine: Engine, kind: Kind) -> int:
    return int(engine.fetch(f"SELECT count(*) FROM {kind.table}").column(0)[0].as_py())


def _lines(engine: Engine, counts: dict[str, int]) -> Iterator[bytes]:
    yield _line({"format": FORMAT, "version": VERSION, **counts})
    for kind in KINDS:
        for table in chunks(engine, kind):
            for row in table.to_pylist():
                yield _line({"kind": kind.name, **_to_plain(row)})


def _line(values: dict[str, Any]) -> bytes:
    return orjson.dumps(values, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


def _to_plain(row: dict[str, Any]) -> dict[str, Any]:
    plain = {name: value for name, value in row.items() if value is not None}
    for name in ("qualifiers", "derived_from"):
        if name in plain:
            plain[name] = orjson.loads(plain[name])
    if "keeps_direction" in plain:
        plain["keeps_direction"] = bool(plain["keeps_direction"])
    return plain


def restore_ledger(engine: Engine, source: str | Path | TextIO) -> int:
    """Read a dump into an empty ledger, inside a transaction; return the number of rows.

    Raises
    ------
    UnreadableFileError
        When the file is no dump or is damaged; it names the line.
    """
    with _opened(source) as lines:
        return _Restoring(engine, str(getattr(source, "name", source))).read(lines)


@contextmanager
def _opened(source: str | Path | TextIO) -> Iterator[Iterable[str | bytes]]:
    if not isinstance(source, str | Path):
        yield source
        return
    file: IO[bytes]
    try:
        file = Path(source).open("rb")  # noqa: SIM115
    except OSError as error:
        raise UnreadableFileError(f"The dump {source} cannot be read ({error.strerror})") from error
    with file:
        yield file


class _Restoring:
    """One reading of one dump."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name
        self._counts = {kind.table: 0 for kind in KINDS}
        self._seen: dict[str, set[str]] = {kind.table: set() for kind in KINDS}
        self._batches: list[Batch] = []

    def _damaged(self, number: int, what: str, *, expected: str = "") -> UnreadableFileError:
        return UnreadableFileError(
            f"Line {number} of the dump {self._name} {what}",
            expected=expected,
            next_step="Nothing was restored; take a whole dump written by `proxenia`",
        )

    def read(self, lines: Iterable[str | bytes]) -> int:
        """Read all lines and write what they hold."""
        numbered = enumerate(lines, start=1)
        header = self._read_header(next(numbered, (1, b""))[1])
        number, kind, pending = 1, KINDS[0], list[tuple[int, dict[str, Any]]]()
        for number, line in numbered:
            row = self._parse(number, line)
            found = self._kind(number, row)
            if found is not kind or len(pending) == _CHUNK_LINES:
                self._write(kind, pending)
                kind, pending = found, []
            pending.append((number, row))
        self._write(kind, pending)
        for table, count in self._counts.items():
            if header.get(table) != count:
                expected = f"The header announces {header.get(table)} {table}, the file holds {count}"
                raise self._damaged(number, "is the last one, too early or too late", expected=expected)
        self._write_batches()
        return sum(self._counts.values())

    def _read_header(self, line: str | bytes) -> dict[str, Any]:
        header = self._parse(1, line)
        if header.get("format") != FORMAT:
            raise self._damaged(1, "is not the header of a dump", expected=f'Expected "format": "{FORMAT}"')
        if header.get("version") != VERSION:
            version = header.get("version")
            raise self._damaged(1, f"says format version {version!r}", expected=f"Expected version {VERSION}")
        return header

    def _parse(self, number: int, line: str | bytes) -> dict[str, Any]:
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise self._damaged(number, f"is not JSON ({error.msg})") from None
        if not isinstance(row, dict):
            raise self._damaged(number, "is not a JSON object")
        return row

    def _kind(self, number: int, row: dict[str, Any]) -> Kind:
        kind = _BY_NAME.get(str(row.pop("kind", None)))
        if kind is None:
            raise self._damaged(number, "names no known kind", expected=f"Known: {', '.join(_BY_NAME)}")
        return kind

    def _write(self, kind: Kind, pending: list[tuple[int, dict[str, Any]]]) -> None:
        if not pending:
            return
        table = table_of([self._values(number, kind, row) for number, row in pending], kind.columns)
        columns = table.to_pydict()
        for (number, _), key, found in zip(pending, columns[kind.identity], kind.hashes(columns), strict=True):
            if key != found:
                raise self._damaged(number, f"has the id {key}, but its content hashes to {found}")
        self._check_links(kind, pending)
        self._engine.ingest(kind.table, table)
        self._counts[kind.table] += len(pending)
        self._batches.extend(kind.batches(columns))

    def _values(self, number: int, kind: Kind, row: dict[str, Any]) -> tuple[Any, ...]:
        strange = sorted(row.keys() - set(kind.columns))
        missing = sorted(set(kind.columns) - kind.optional - row.keys())
        if strange or missing:
            what = f"has no {missing[0]}" if missing else f"has an unknown entry {strange[0]}"
            raise self._damaged(number, what, expected=f"A {kind.name} has: {', '.join(kind.columns)}")
        for name, value in row.items():
            if not _fits(name, value):
                raise self._damaged(number, f"has an unusable {name}: {str(value)[:60]!r}")
        return tuple(_to_stored(name, row.get(name)) for name in kind.columns)

    def _check_links(self, kind: Kind, pending: list[tuple[int, dict[str, Any]]]) -> None:
        seen = self._seen[kind.table]
        for number, row in pending:
            key = "|".join(str(row[name]) for name in kind.key)
            if key in seen:
                raise self._damaged(number, f"repeats the {kind.name} {key}")
            seen.add(key)
            if "statement_id" in row and row["statement_id"] not in self._seen["statements"]:
                raise self._damaged(number, f"names the statement {row['statement_id']}, which the dump does not hold")

    def _write_batches(self) -> None:
        summed = sorted(queries.summed(self._batches).items())
        rows = [(n, *key, count, digest) for n, (key, (count, digest)) in enumerate(summed, start=1)]
        self._engine.ingest("batches", table_of(rows, BATCH_COLUMNS))


def _fits(name: str, value: object) -> bool:
    if name == "qualifiers":
        return isinstance(value, dict) and all(isinstance(text, str) and _storable(text) for text in value.values())
    if name == "derived_from":
        return isinstance(value, list) and all(isinstance(text, str) and _storable(text) for text in value)
    if name == "keeps_direction":
        return isinstance(value, bool)
    if name == "version":
        return isinstance(value, int) and value > 0
    if name == "recorded_at":
        return isinstance(value, str) and is_moment(value)
    return isinstance(value, str) and _storable(value)


def _storable(text: str) -> bool:
    return "\x00" not in text


def _to_stored(name: str, value: Any) -> Any:
    if name == "qualifiers":
        return qualifiers_text(tuple(sorted(value.items())))
    if name == "derived_from":
        return words_text(value)
    return int(value) if name == "keeps_direction" else value
