"""What commands print: tables for people, JSON for programs, notes and progress on stderr."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import orjson
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

__all__ = ["ProgressCall", "note", "print_json", "print_pairs", "print_table", "progress_bar"]


WIDTH_OF_FILES = 300


class ProgressCall(Protocol):
    """Tells how far long work has come: `done` of `total`, none while the total is not known."""

    def __call__(self, done: int, total: int | None, /) -> None: ...  # noqa: D102


def print_json(payload: Any) -> None:
    """Print a payload as JSON."""
    sys.stdout.write(orjson.dumps(payload, option=orjson.OPT_INDENT_2).decode() + "\n")


def note(text: str) -> None:
    """Print one line on stderr."""
    sys.stderr.write(text + "\n")


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; columns of numbers are told by a name that ends in a colon."""
    table = Table(title=escape(title), title_justify="left", header_style="bold", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column.rstrip(":"), justify="right" if column.endswith(":") else "left", overflow="fold")
    for row in rows:
        table.add_row(*(escape("" if cell is None else str(cell)) for cell in row))
    console = Console()
    # A file or a pipe has no width: give every row a line of its own.
    console = console if console.is_terminal else Console(width=WIDTH_OF_FILES)
    # Written by ourselves: Rich ends the program when a pipe has closed.
    with console.capture() as captured:
        console.print(table)
    sys.stdout.writelines(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def print_pairs(pairs: Iterable[tuple[str, object]]) -> None:
    """Print names with values, one a line."""
    rows = [(name, "" if value is None else str(value)) for name, value in pairs]
    width = max((len(name) for name, _ in rows), default=0)
    for name, value in rows:
        sys.stdout.write(f"{name.ljust(width)}  {value}\n")


@contextmanager
def progress_bar(label: str, *, in_bytes: bool = False) -> Iterator[ProgressCall]:
    """Show a progress bar on stderr while work lasts; none when stderr is not a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda done, total: None  # noqa: ARG005
        return
    counted = DownloadColumn() if in_bytes else MofNCompleteColumn()
    columns = (TextColumn("{task.description}"), BarColumn(), counted, TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(label, total=None)

        def advance(done: int, total: int | None) -> None:
            bar.update(task, completed=done, total=total or None)

        yield advance
