"""The directions of imports: the contracts of pyproject.toml hold, and they say what the house says."""

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.house.repository import PACKAGE, ROOT, rooms

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
CONTRACTS = {contract["id"]: contract for contract in SETTINGS["contracts"]}
RUN = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"


def lint_imports(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", RUN, "--no-cache", "--no-logo", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_every_contract_is_kept() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, f"uv run lint-imports\n{result.stdout}{result.stderr}"
    assert f"{len(CONTRACTS)} kept, 0 broken" in result.stdout


def test_the_layers_are_exhaustive_and_every_room_that_exists_is_required() -> None:
    layers = CONTRACTS["layers"]
    assert layers["exhaustive"] is True
    declared = [name.strip() for line in layers["layers"] for name in line.split("|")]
    required = {name for name in declared if not name.startswith("(")}
    to_come = {name.strip("()") for name in declared if name.startswith("(")}
    assert required == rooms() | {"errors"}
    assert not to_come & rooms(), "a room that exists loses its brackets in [tool.importlinter]"


def test_an_upward_import_is_caught(tmp_path: Path) -> None:
    """The check can fail: a model that reaches for the ledger breaks two contracts."""
    package = tmp_path / "proxenia"
    for room in (*rooms(), "sources/catalogue/one", "sources/catalogue/two"):
        folder = package / room
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "__init__.py").touch()
    (package / "sources" / "catalogue" / "__init__.py").touch()
    (package / "sources" / "run.py").touch()
    (package / "__init__.py").touch()
    (package / "errors.py").touch()
    (package / "model" / "__init__.py").write_text("import os\nimport proxenia.ledger\n")
    (package / "sources" / "catalogue" / "one" / "__init__.py").write_text("import proxenia.sources.catalogue.two\n")
    (package / "sources" / "catalogue" / "two" / "__init__.py").write_text("import proxenia.ledger\n")
    (package / "atlas" / "__init__.py").write_text("import sqlite3\n")
    (package / "snapshot" / "__init__.py").write_text("import proxenia.resolve\n")
    result = lint_imports(tmp_path, "--config", str(ROOT / "pyproject.toml"))
    assert result.returncode != 0
    assert f"0 kept, {len(CONTRACTS)} broken" in result.stdout, result.stdout + result.stderr


def test_the_package_has_no_room_without_a_module() -> None:
    empty = [
        path.parent.relative_to(PACKAGE)
        for path in PACKAGE.rglob("__init__.py")
        if not path.read_text().strip() and not any(other != path for other in path.parent.glob("*"))
    ]
    assert not empty, f"a package holds something or is not there: {empty}"
