"""The console blocks of the docs do what they show.

A block of ```` ```console ```` holds commands after ``$ ``; the lines below a command must appear in what it prints, in
their order, ``…`` standing for anything and runs of spaces counting as one. ``exit=2`` on the fence is the exit code.
A block with ``file=NAME`` on its fence is a file that the commands find in their folder; one with ``sheet=BOOK:SHEET``
is the sheet of a spreadsheet, its numbers as numbers.
"""

import csv
import json
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
import xlsxwriter
from tests.house.repository import DOCS

from proxenia.cli.main import main

FENCE = re.compile(r"^```(?P<info>[^\n]+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
PREFIX = "uv run proxenia "


@dataclass(frozen=True, slots=True)
class Command:
    line: str
    expected: tuple[str, ...]
    exit_code: int


def blocks(page: Path) -> Iterator[tuple[str, dict[str, str], str]]:
    for match in FENCE.finditer(page.read_text(encoding="utf-8")):
        language, *options = match["info"].split()
        yield language, dict(option.split("=", 1) for option in options), match["text"]


def commands(page: Path) -> list[Command]:
    found = []
    for language, options, text in blocks(page):
        if language != "console":
            continue
        parts = re.split(r"^\$ ", text, flags=re.MULTILINE)
        assert not parts[0].strip(), f"{page.name}: a console block begins with a command"
        for part in parts[1:]:
            line, *expected = part.splitlines()
            found.append(Command(line, tuple(filter(None, expected)), int(options.get("exit", 0))))
    return found


def write_files(page: Path, folder: Path) -> None:
    """Write the files and the spreadsheets that a page shows."""
    books: dict[str, dict[str, str]] = {}
    for _, options, text in blocks(page):
        if "file" in options:
            (folder / options["file"]).write_text(text, encoding="utf-8")
        if "sheet" in options:
            book, _, sheet = options["sheet"].partition(":")
            books.setdefault(book, {})[sheet] = text
    for book, sheets in books.items():
        with xlsxwriter.Workbook(folder / book, {"strings_to_numbers": True}) as written:
            for sheet, text in sheets.items():
                worksheet = written.add_worksheet(sheet)
                for number, row in enumerate(csv.reader(text.splitlines())):
                    worksheet.write_row(number, 0, row)


def is_shown(expected: tuple[str, ...], printed: str) -> bool:
    """Tell whether lines appear in a text in their order, each on a line of its own, ``…`` standing for anything.

    The first place where a piece is found is as good as any later one, so nothing is tried twice.
    """
    place = 0
    for number, line in enumerate(expected):
        if number:
            place = printed.find("\n", place) + 1
            if not place:
                return False
        for piece in " ".join(line.split()).split("…"):
            found = printed.find(piece, place)
            if found < 0:
                return False
            place = found + len(piece)
    return True


PAGES = [page for page in sorted(DOCS.rglob("*.md")) if commands(page)]


@dataclass(frozen=True, slots=True)
class Result:
    exit_code: int
    stdout: str
    printed: str


def run(line: str, folder: Path, home: Path) -> Result:
    """Run a command in this process: a new one for each would take as long as all the rest."""
    assert line.startswith(PREFIX), f"only {PREFIX}… is run: {line}"
    told, stdout = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(stdout), redirect_stderr(told):
        patch.chdir(folder)
        patch.delenv("PROXENIA_LEDGER", raising=False)
        patch.setenv("PROXENIA_DATA", str(home / "data"))
        patch.setenv("PROXENIA_CACHE", str(home / "cache"))
        patch.setenv("COLUMNS", "300")
        patch.setattr(sys, "argv", ["proxenia", *shlex.split(line.removeprefix(PREFIX))])
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        else:
            code = 0
    lines = (told.getvalue() + stdout.getvalue()).splitlines()
    return Result(code, stdout.getvalue(), "\n".join(" ".join(text.split()) for text in lines))


@pytest.fixture(scope="module")
def prepared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the data and cache folders of someone who has run one command."""
    home = tmp_path_factory.mktemp("home")
    first = run(f"{PREFIX}status", home, home)
    assert first.exit_code == 0, first.printed
    return home


@pytest.mark.parametrize("guide", PAGES, ids=lambda guide: guide.stem)
def test_commands_do_what_the_guide_shows(guide: Path, prepared_home: Path, tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "folder"
    shutil.copytree(prepared_home, home)
    folder.mkdir()
    write_files(guide, folder)
    for command in commands(guide):
        result = run(command.line, folder, home)
        printed = result.printed
        assert result.exit_code == command.exit_code, f"$ {command.line}\n{printed}"
        assert is_shown(command.expected, printed), (
            f"$ {command.line}\nshould print\n{command.expected}\nand printed\n{printed}"
        )


def test_the_guides_have_commands_to_run() -> None:
    assert sum(len(commands(page)) for page in PAGES) >= 15


def test_a_page_that_shows_something_else_is_caught() -> None:
    shown = ("names resolved 4", "…", "rows refused 1")
    assert is_shown(shown, "rows read 5\nnames resolved 4\nnames unknown 1\nrows refused 1\n")
    assert not is_shown(shown, "rows read 5\nnames resolved 3\nnames unknown 1\nrows refused 1\n")
    assert not is_shown(shown, "rows refused 1\nnames resolved 4\n")
    assert not is_shown(("a", "b"), "a b\n")
    assert is_shown(("a…c", "d"), "a\nb c\nd\n")
    assert not is_shown(("a…",) * 40 + ("no",), "a\n" * 4000)


def shape_of(value: object) -> object:
    """Return the keys of JSON; of a list, those of its entries."""
    if isinstance(value, dict):
        return {key: shape_of(inner) for key, inner in value.items()}
    return [shape_of(value[0])] if isinstance(value, list) and value else type(value).__name__


COUNTED = {"actors", "ties", "ties_by_source", "acts", "counts"}
"""Keys whose own keys are words of the vocabulary."""
NAMES_TABLE = "city,country\nRotterdam,Netherlands\nSpringfield,United States\n"


def is_counted(value: object) -> bool:
    """Tell whether a value counts things by a word, or by two."""
    return isinstance(value, dict) and all(isinstance(one, int) or is_counted(one) for one in value.values())


def test_the_documented_json_is_what_is_printed(prepared_home: Path, tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "folder"
    shutil.copytree(prepared_home, home)
    folder.mkdir()
    write_files(DOCS / "guides" / "import-a-list.md", folder)
    documented = {
        options["shape"]: json.loads(text)
        for _, options, text in blocks(DOCS / "reference" / "json.md")
        if "shape" in options
    }
    (folder / "names.csv").write_text(NAMES_TABLE, encoding="utf-8")
    printed = {
        "status": "status --json",
        "ties": "ties Rotterdam --kind twinning --json",
        "import": "import table partners.csv --map partners.yml --json",
        "resolve": "resolve names.csv --country-column country --json",
        "review": "review --json",
        "judgements": "judgements --json",
        "audit": "audit --json",
        "overlay": "overlay TW US --json",
        "describe": "describe --layer twinning --json",
        "law": "law IT --tier region --instrument agreement --partner FR --on 2026-11-22 --signing 2027-03-01 --json",
    }
    assert documented.keys() == printed.keys()
    for name, line in printed.items():
        found = json.loads(run(f"{PREFIX}{line}", folder, home).stdout)
        if name == "ties":
            shanghai = [tie for tie in found if tie["partner"]["name"] == "Shanghai"]
            assert len(shanghai) == 1
            assert all(isinstance(field, str) for field in shanghai[0].pop("fields"))
            assert documented[name][0].pop("fields")
            assert shape_of(shanghai[0]) == shape_of(documented[name][0])
            continue
        if isinstance(found, list):
            assert found, f"{line} printed nothing to compare"
            assert shape_of(found) == shape_of(documented[name])
            continue
        if name == "describe":
            assert documented[name].keys() <= found.keys()
            assert all(isinstance(found[key], int | float) for key in documented[name])
            continue
        assert found.keys() == documented[name].keys()
        for key in found.keys() & COUNTED:
            assert found[key]
            assert is_counted(found[key])
            assert is_counted(documented[name][key])
        for key in found.keys() - COUNTED:
            assert shape_of(found[key]) == shape_of(documented[name][key])


def test_a_shape_that_is_not_the_documented_one_is_seen() -> None:
    assert shape_of([{"id": "a", "ties": 1}]) != shape_of([{"id": "a", "ties": None}])
    assert is_counted({"twinning": {"ours": 2}})
    assert not is_counted({"twinning": ["ours"]})
