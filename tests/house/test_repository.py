"""The repository works anywhere: no file names a machine, a registry or a ticket; licences are stated."""

import re
import tomllib

import pytest
from tests.house.repository import PACKAGE, ROOT, source_files, text_files

MACHINE_PATH = re.compile(r"(?<![\w.~}\-])/(?:(?:work|root|private/var)\b|(?:home|Users|tmp)/\w)")
REGISTRY = re.compile(
    r"(?:files\.)?pythonhosted\.org|pypi\.(?:org|python\.org)|registry\.(?:npmjs\.org|yarnpkg\.com)|deb\.debian\.org",
    re.IGNORECASE,
)
TICKET = re.compile(r"\b(?:issues?|tickets?|pull requests?|PR)\s*(?:no\.?\s*)?#?\d+\b|\bGH-\d+\b", re.IGNORECASE)
UNFINISHED = re.compile(r"\b(?:TO[D]O|FIX[M]E|HA[C]K)\b")


@pytest.mark.parametrize(
    ("pattern", "planted"),
    [
        pytest.param(MACHINE_PATH, "open('/" + "root/x')", id="machine-path"),
        pytest.param(REGISTRY, "https://pypi" + ".org/simple", id="registry"),
    ],
)
def test_no_file_names_a_machine_or_a_registry(pattern: re.Pattern[str], planted: str) -> None:
    assert pattern.search(planted)
    found = [
        f"{path}:{number} {match.group()}"
        for path, text in text_files().items()
        for number, line in enumerate(text.splitlines(), start=1)
        if (match := pattern.search(line))
    ]
    assert not found, found


@pytest.mark.parametrize(
    ("pattern", "planted"),
    [
        pytest.param(TICKET, "# see issue " + "12", id="ticket"),
        pytest.param(UNFINISHED, "# TO" + "DO: later", id="unfinished"),
    ],
)
def test_no_source_file_points_to_a_ticket_or_to_later(pattern: re.Pattern[str], planted: str) -> None:
    assert pattern.search(planted)
    found = [
        f"{path}:{number} {match.group()}"
        for path, text in source_files().items()
        for number, line in enumerate(text.splitlines(), start=1)
        if (match := pattern.search(line))
    ]
    assert not found, found


def test_the_licences_are_stated() -> None:
    assert "MIT License" in (ROOT / "LICENSE").read_text()
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["license"] == "MIT"
    register = (PACKAGE / "sources" / "catalogue" / "founding_register" / "data" / "LICENSE").read_text()
    assert "CC0-1.0" in register
    assert "https://creativecommons.org/publicdomain/zero/1.0/" in register
    readme = (ROOT / "README.md").read_text()
    for licence in ("MIT", "CC0", "GeoNames", "CC BY 4.0", "Natural Earth"):
        assert licence in readme, f"the README does not name {licence}"


def test_the_readme_is_one_screen_with_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text()
    assert "pip install uv && uv run proxenia atlas" in readme
    assert "uv run pytest" in readme
    assert "docs/atlas.png" in readme
    assert len(readme.splitlines()) <= 70


def test_the_picture_of_the_readme_is_small() -> None:
    picture = ROOT / "docs" / "atlas.png"
    assert picture.stat().st_size < 300_000


def test_the_lock_file_stays_out() -> None:
    assert "uv.lock" in (ROOT / ".gitignore").read_text().splitlines()
    assert not [path for path in text_files() if path.name == "uv.lock"]
    lock = text_files().get((ROOT / "frontend" / "package-lock.json").relative_to(ROOT), "")
    assert '"resolved"' not in lock, "make it with omit-lockfile-registry-resolved=true"


def test_the_check_that_people_run_is_the_readmes() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111, ".ci/run can be started"
    assert "uv run pytest" in script.read_text()
