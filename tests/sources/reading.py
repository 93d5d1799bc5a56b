"""Read a source of the catalogue from files, or from a text in the publisher's format."""

from collections.abc import Sequence
from pathlib import Path

from proxenia.model.statement import Statement, check_statements
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources.catalogue import describe, reader_of
from proxenia.sources.context import Context

__all__ = ["read_files", "read_text", "refusals", "refused_share"]


def read_files(source: str, gazetteer: Gazetteer, *paths: Path) -> tuple[Context, list[Statement]]:
    """Read files of a source; its statements are sound and each is there once."""
    context = Context(describe(source), paths[0], "2026-11-22", files=paths, countries=gazetteer.countries)
    statements = list(reader_of(source)(context))
    check_statements(statements)
    assert len({statement.id for statement in statements}) == len(statements)
    return context, statements


def read_text(source: str, gazetteer: Gazetteer, path: Path, lines: Sequence[str]) -> tuple[Context, list[Statement]]:
    """Write lines to a file and read it."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_files(source, gazetteer, path)


def refusals(context: Context) -> list[tuple[int, str]]:
    """Give the rows that were refused, and why."""
    return sorted((refusal.row, refusal.reason) for refusal in context.refused)


def refused_share(context: Context) -> float:
    """Give the share of rows that were refused, as an import reckons it."""
    return len({(one.file, one.row) for one in context.refused if not one.is_understood}) / context.rows
