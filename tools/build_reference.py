"""Write the generated parts of docs/: the words, commands, errors, pages, sources and tables as the code has them.

::

    uv run python tools/build_reference.py            writes the pages
    uv run python tools/build_reference.py --check    tells which are out of date, and exits 1

A generated part stands between two comments; the text around it is written by hand.
"""

import argparse
import csv
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import typer
import yaml

from proxenia import errors
from proxenia.atlas.pages import PAGES
from proxenia.cli.commands import app
from proxenia.model.legal import LEGAL_VOCABULARIES, LegalQualifier
from proxenia.model.predicates import Attribute, Qualifier
from proxenia.model.vocabulary import VOCABULARIES, Term
from proxenia.snapshot.tables import TABLES

ROOT: Final = Path(__file__).resolve().parents[1]
CATALOGUE: Final = ROOT / "src" / "proxenia" / "sources" / "catalogue"
PART: Final = re.compile(r"(<!-- generated: (?P<name>[a-z]+) -->\n)(?P<text>.*?)(<!-- end of generated -->)", re.DOTALL)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
    for row in rows:
        cells = ("" if cell is None else " ".join(str(cell).split()).replace("|", "\\|") for cell in row)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def build_words() -> str:
    """Return the closed vocabulary, one table an enumeration."""
    groups: list[tuple[str, type[Term]]] = [
        *VOCABULARIES.items(),
        *LEGAL_VOCABULARIES.items(),
        ("attribute", Attribute),
        ("qualifier", Qualifier),
        ("qualifier of a rule of law", LegalQualifier),
    ]
    parts = [
        f"### {title.capitalize()}\n\n"
        + table(("word", "meaning"), ((f"`{term.value}`", term.meaning) for term in terms))
        for title, terms in groups
    ]
    return "\n".join(parts)


def _first_line(text: str | None) -> str:
    return (text or "").strip().split("\n\n")[0].replace("\n", " ")


def build_errors() -> str:
    """Return every error with its parent, exit code and HTTP status."""
    classes = [getattr(errors, name) for name in errors.__all__]
    rows = (
        (
            f"`{kind.__name__}`",
            _first_line(kind.__doc__),
            f"`{kind.__base__.__name__}`",
            kind.exit_code,
            kind.http_status,
        )
        for kind in classes
    )
    return table(("error", "meaning", "is a", "exit", "HTTP"), rows)


def build_pages() -> str:
    """Return every page of the atlas with its address."""
    return table(
        ("page", "address", "what is there"), ((page.name, f"`{page.address}`", page.meaning) for page in PAGES)
    )


def build_tables() -> str:
    """Return every table of a snapshot with its columns."""
    parts = []
    for name, shape in TABLES.items():
        rows = ((f"`{column.name}`", str(column.dtype), column.meaning, column.unit) for column in shape.columns)
        order = ", ".join(f"`{column}`" for column in shape.sorted_by)
        head = f"## {name}\n\nA row is {shape.meaning}. Rows are sorted by {order}.\n\n"
        parts.append(head + table(("column", "type", "meaning", "unit"), rows))
    return "\n".join(parts)


SOURCE_KEYS: Final = ("publisher", "licence", "citation", "address", "date")


def build_sources() -> str:
    """Return every source of the catalogue as its `source.yml` describes it."""
    parts = []
    for path in sorted(CATALOGUE.glob("*/source.yml")):
        source: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        rows = [(key, source.get(key)) for key in SOURCE_KEYS if source.get(key)]
        rows += [("made from", ", ".join(source["derived_from"]))] if source.get("derived_from") else []
        rows += [("expectation", f"{key}: {value}") for key, value in (source.get("expectations") or {}).items()]
        parts.append(
            f"## {source['id']}\n\n{source['title']}.\n\n".replace("..", ".")
            + (f"{source['help']}\n\n" if source.get("help") else "")
            + table(("what", "as stated"), rows)
        )
    with (CATALOGUE / "founding_register" / "data" / "lists.csv").open(encoding="utf-8", newline="") as file:
        lists = list(csv.DictReader(file))
    keys = ("key", "title", "publisher", "licence", "date", "address", "derived_from")
    confirming = table(("list", *keys[1:-1], "made from"), ([row[key] for key in keys] for row in lists))
    parts.append("## Lists that confirm the founding register\n\n" + confirming)
    return "\n".join(parts)


def _commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    if hasattr(command, "commands"):
        for child, inner in sorted(command.commands.items()):
            yield from _commands(inner, f"{name} {child}")
    else:
        yield name, command


def _parameter_rows(command: Any) -> Iterator[tuple[str, str]]:
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            yield f"`{parameter.name.upper()}`", parameter.help or ""
        else:
            shown = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
            yield shown, parameter.help or ""


def build_commands() -> str:
    """Return every command with its arguments and options."""
    root: Any = typer.main.get_command(app)
    parts = ["## Options of every command\n\n" + table(("option", "meaning"), _parameter_rows(root))]
    for name, command in _commands(root, "proxenia"):
        rows = list(_parameter_rows(command))
        text = " ".join((command.help or "").split())
        parts.append(f"## {name}\n\n{text}\n" + ("\n" + table(("argument or option", "meaning"), rows) if rows else ""))
    return "\n".join(parts)


BUILDERS: Final[dict[str, Callable[[], str]]] = {
    "words": build_words,
    "errors": build_errors,
    "pages": build_pages,
    "tables": build_tables,
    "sources": build_sources,
    "commands": build_commands,
}
PLACES: Final = {
    "words": "docs/concepts/glossary.md",
    "errors": "docs/reference/errors.md",
    "pages": "docs/reference/pages.md",
    "tables": "docs/reference/tables.md",
    "sources": "docs/reference/sources.md",
    "commands": "docs/reference/commands.md",
}


def rebuilt(text: str) -> str:
    """Return the text of a page with its generated parts made anew."""

    def replace(match: re.Match[str]) -> str:
        return f"{match[1]}\n{BUILDERS[match['name']]()}\n{match[4]}"

    return PART.sub(replace, text)


def main() -> int:
    """Write the pages, or check them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a page is out of date")
    only_check = parser.parse_args().check
    stale = []
    for name, place in PLACES.items():
        path = ROOT / place
        text = path.read_text(encoding="utf-8")
        if f"<!-- generated: {name} -->" not in text:
            sys.exit(f"{place} has no part `<!-- generated: {name} -->`")
        fresh = rebuilt(text)
        if fresh != text:
            stale.append(place)
            if not only_check:
                path.write_text(fresh, encoding="utf-8")
    for place in stale:
        print(f"{place} {'is out of date: run tools/build_reference.py' if only_check else 'written'}")
    return 1 if stale and only_check else 0


if __name__ == "__main__":
    sys.exit(main())
