"""The files of the repository, for the tests of the house."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

__all__ = ["DOCS", "PACKAGE", "ROOT", "modules", "names_bound", "rooms", "source_files", "text_files"]

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGE: Final = ROOT / "src" / "proxenia"
DOCS: Final = ROOT / "docs"
SOURCE_FOLDERS: Final = ("src", "frontend/src", "frontend/tests", "tools", "tests", "benchmarks")
SOURCE_SUFFIXES: Final = {".py", ".ts", ".js", ".svelte", ".css", ".html", ".sh"}
NOT_OURS: Final = {"node_modules", "dist", "build", "__pycache__", "map", "test-results", "uv.lock"}
OURS_THOUGH_HIDDEN: Final = {".ci", ".gitignore", ".npmrc"}


def _is_ours(path: Path) -> bool:
    return not any(part in NOT_OURS or (part.startswith(".") and part not in OURS_THOUGH_HIDDEN) for part in path.parts)


@cache
def _all_files() -> tuple[Path, ...]:
    command = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    except (OSError, subprocess.CalledProcessError):  # an unpacked archive has no history
        return tuple(sorted(path for path in ROOT.rglob("*") if path.is_file() and _is_ours(path.relative_to(ROOT))))
    return tuple(sorted(path for name in listed if name and (path := ROOT / name).is_file()))


@cache
def text_files() -> dict[Path, str]:
    """Every text file of the repository by its path from the root, with its text."""
    texts = {}
    for path in _all_files():
        try:
            texts[path.relative_to(ROOT)] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or another binary file
    return texts


def source_files() -> dict[Path, str]:
    """Every source file written by hand."""
    return {
        path: text
        for path, text in text_files().items()
        if path.suffix in SOURCE_SUFFIXES and path.as_posix().startswith(tuple(f"{name}/" for name in SOURCE_FOLDERS))
    }


def modules() -> dict[Path, ast.Module]:
    """Every Python file, parsed."""
    return {path: ast.parse(text) for path, text in source_files().items() if path.suffix == ".py"}


def rooms() -> set[str]:
    """The names of the packages directly under `proxenia`."""
    return {path.parent.name for path in PACKAGE.glob("*/__init__.py")}


def names_bound(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every name a module gives to a function, class, argument or variable, with its line."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name, node.lineno
            case ast.arg():
                yield node.arg, node.lineno
            case ast.Name(ctx=ast.Store()):
                yield node.id, node.lineno
            case ast.alias(asname=str()):
                yield str(node.asname), node.lineno
