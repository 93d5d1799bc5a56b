"""The checkers of style and types pass; the command to repeat one stands in the message."""

import subprocess
import sys

import pytest
from tests.house.repository import ROOT

CHECKERS = {
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
}


@pytest.mark.parametrize("name", CHECKERS)
def test_checker_passes(name: str) -> None:
    command = CHECKERS[name]
    result = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, timeout=400, check=False
    )
    assert result.returncode == 0, f"uv run {' '.join(command)}\n{result.stdout}{result.stderr}"
