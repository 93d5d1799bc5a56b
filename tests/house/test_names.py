"""Names, sizes and shapes that keep the code readable."""

import ast
import importlib
import re
from pathlib import Path

import pytest
from tests.house.repository import PACKAGE, ROOT, modules, names_bound, rooms, source_files

LONGEST_FILE = 500
FORBIDDEN_MODULES = {"utils", "util", "common", "misc", "manager", "helpers"}
FORBIDDEN_NAMES = {"network", "networks", "Network", "Networks"}
SCRIPT_NAME = re.compile(r"\b(?:const|let|var|function|class|interface|type|enum)\s+([A-Za-z_]\w*)")
TESTS_ACROSS = {"contract", "properties", "golden", "browser", "house", "samples"}
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}


def test_no_source_file_is_too_long() -> None:
    lengths = {path: text.count("\n") for path, text in source_files().items()}
    assert len(lengths) > 50
    too_long = {str(path): length for path, length in lengths.items() if length > LONGEST_FILE}
    assert not too_long, f"over {LONGEST_FILE} lines: {too_long}"


def test_no_module_has_a_name_that_says_nothing() -> None:
    named = [path for path in source_files() if FORBIDDEN_MODULES & {path.stem.lower(), path.parent.name.lower()}]
    assert not named, f"name these after what they hold: {[str(path) for path in named]}"


def test_network_alone_is_not_a_name() -> None:
    """The club of cities is `city_network`, the mathematical object is `graph`."""
    found = [f"{path}:{line} {name}" for path, tree in modules().items() for name, line in names_bound(tree)]
    assert len(found) > 1000
    for path, text in source_files().items():
        found.append(f"{path}:1 {path.stem}")
        if path.suffix in {".ts", ".svelte", ".js"}:
            found += [f"{path} {name}" for name in SCRIPT_NAME.findall(text)]
    wrong = [place for place in found if place.rsplit(" ", 1)[1] in FORBIDDEN_NAMES]
    assert not wrong, f"say `city_network` or `graph`: {wrong}"


def test_only_the_command_line_asks_the_clock() -> None:
    asking = []
    for path, tree in modules().items():
        if path.parts[:2] != ("src", "proxenia") or path.parts[2] == "cli":
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
                owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
                if (owner, node.attr) in CLOCKS:
                    asking.append(f"{path}:{node.lineno} {owner}.{node.attr}")
    assert not asking, f"take the moment as a parameter instead: {asking}"


def public_modules() -> list[str]:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        if not any(part.startswith("_") and part != "__init__" for part in parts) and "migrations" not in parts:
            found.append(".".join(part for part in parts if part != "__init__"))
    return found


@pytest.mark.parametrize("name", public_modules())
def test_what_a_module_offers_is_there(name: str) -> None:
    """`__all__` names things that exist, once each; ruff keeps it sorted."""
    module = importlib.import_module(name)
    assert (module.__doc__ or "").strip(), f"{name} says nothing of itself"
    offered = getattr(module, "__all__", None)
    is_package = hasattr(module, "__path__")
    assert offered is not None or is_package, f"{name} has no __all__"
    offered = offered or []
    assert len(offered) == len(set(offered))
    assert not [word for word in offered if not hasattr(module, word)]


def test_tests_mirror_the_rooms() -> None:
    folders = {
        path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and not path.name.startswith(("_", "."))
    }
    assert folders - TESTS_ACROSS <= rooms(), "a folder of tests carries the name of the room it tests"
    untested = {room for room in rooms() if not any((ROOT / "tests" / room).glob("test_*.py"))}
    assert not untested, f"rooms without tests: {sorted(untested)}"


def test_no_room_is_empty() -> None:
    stubs = [
        str(Path(room))
        for room in rooms()
        if not any(path.name != "__init__.py" and path.read_text().strip() for path in (PACKAGE / room).rglob("*.py"))
    ]
    assert not stubs, f"only rooms that hold something exist: {stubs}"
