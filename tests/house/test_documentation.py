"""What exists is in the docs: commands, errors, pages, sources, tables, words; and the links lead somewhere."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from tests.house.repository import DOCS, PACKAGE, ROOT, rooms

from proxenia import errors
from proxenia.atlas.pages import PAGES
from proxenia.cli.commands import app
from proxenia.model.predicates import Attribute, Qualifier
from proxenia.model.vocabulary import VOCABULARIES
from proxenia.snapshot.tables import TABLES

REFERENCE = DOCS / "reference"
LINK = re.compile(r"\]\((?!https?://|mailto:)([^)#\s]+)(?:#[^)]*)?\)")


def leaves(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    if hasattr(command, "commands"):
        for child, inner in command.commands.items():
            yield from leaves(inner, f"{name} {child}")
    else:
        yield name, command


def missing(words: set[str], page: Path) -> set[str]:
    text = page.read_text(encoding="utf-8")
    return {word for word in words if word not in text}


def test_the_generated_pages_are_up_to_date() -> None:
    command = [sys.executable, "tools/build_reference.py", "--check"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert result.returncode == 0, f"uv run python tools/build_reference.py\n{result.stdout}{result.stderr}"


def test_every_command_and_option_is_documented() -> None:
    commands = dict(leaves(typer.main.get_command(app), "proxenia"))
    assert {"proxenia status", "proxenia ties", "proxenia import table", "proxenia atlas"} <= set(commands)
    assert not missing({f"## {name}\n" for name in commands}, REFERENCE / "commands.md")
    options = {option for command in commands.values() for parameter in command.params for option in parameter.opts}
    assert not missing({f"`{option}`" for option in options if option.startswith("--")}, REFERENCE / "commands.md")
    silent = [name for name, command in commands.items() if not command.help]
    assert not silent, f"commands without a word of help: {silent}"


def test_every_error_is_documented_and_drawn_in_its_tree() -> None:
    classes = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)}
    assert classes == set(errors.__all__)
    assert not missing({f"`{name}`" for name in classes}, REFERENCE / "errors.md")
    assert not {name for name in classes if name not in (errors.__doc__ or "")}


CAUGHT_AT_HOME = {"SheetError": "sources/tabular/grid.py"}
"""Exceptions that a room keeps to itself, and the file that catches each."""


def test_no_error_is_defined_elsewhere() -> None:
    """Rooms raise what stands in `errors`; an exception of their own never leaves the room."""
    defined = re.compile(r"^class (\w*Error)\([\w.]*(?:Error|Exception)\)", re.MULTILINE)
    found = {
        name
        for path in PACKAGE.rglob("*.py")
        if path.name != "errors.py"
        for name in defined.findall(path.read_text(encoding="utf-8"))
    }
    assert found == set(CAUGHT_AT_HOME), "put an error that leaves its room into errors.py"
    for name, place in CAUGHT_AT_HOME.items():
        assert f"except {name}" in (PACKAGE / place).read_text(encoding="utf-8")


def test_every_page_is_documented() -> None:
    assert len(PAGES) >= 8
    assert not missing({f"`{page.address}`" for page in PAGES}, REFERENCE / "pages.md")


def test_every_source_is_documented() -> None:
    described = {path.parent.name for path in (PACKAGE / "sources" / "catalogue").glob("*/source.yml")}
    folders = {path.parent.name for path in (PACKAGE / "sources" / "catalogue").glob("*/__init__.py")}
    assert described == folders, "every source of the catalogue has a source.yml"
    assert {"founding_register", "geonames", "table"} <= described
    assert not missing({f"## {name}\n" for name in described}, REFERENCE / "sources.md")


def test_every_table_and_column_is_documented() -> None:
    text = (REFERENCE / "tables.md").read_text(encoding="utf-8")
    for name, table in TABLES.items():
        section = text.split(f"## {name}\n")[1].split("\n## ")[0]
        assert not [column.name for column in table.columns if f"| `{column.name}` |" not in section], name


def test_every_word_is_documented() -> None:
    words = {term.value for terms in (*VOCABULARIES.values(), Attribute, Qualifier) for term in terms}
    assert not missing({f"| `{word}` |" for word in words}, DOCS / "concepts" / "glossary.md")


def test_every_room_and_contract_is_described() -> None:
    house = DOCS / "concepts" / "house.md"
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert not missing({f"| {contract['id']} |" for contract in settings["contracts"]}, house)
    assert not missing(rooms(), house)


WRITTEN = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]


@pytest.mark.parametrize("text", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(text: Path) -> None:
    links = LINK.findall(text.read_text(encoding="utf-8"))
    broken = [link for link in links if not (text.parent / link).exists()]
    assert not broken, f"{text.relative_to(ROOT)}: {broken}"


def test_every_page_of_the_docs_can_be_reached() -> None:
    pages = {path.resolve() for path in DOCS.rglob("*.md")}
    reached = {(page.parent / link).resolve() for page in pages for link in LINK.findall(page.read_text())}
    assert not pages - reached - {(DOCS / "README.md").resolve()}


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = sorted(int(path.name[:4]) for path in (DOCS / "decisions").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_changelog_has_a_place_for_what_is_new() -> None:
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text()
