"""Running the command line: in this process where that will do, as a process of its own for signals and pipes."""

import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from proxenia.cli.main import main

__all__ = ["Home", "Result"]


@dataclass(frozen=True, slots=True)
class Result:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def complaints(self) -> list[str]:
        return self.err.splitlines()


@dataclass(frozen=True, slots=True)
class Home:
    """The folders of one user."""

    data: Path
    cache: Path

    @property
    def ledger(self) -> Path:
        return self.data / "ledger.sqlite"

    def environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PROXENIA_")}
        return {**kept, "PROXENIA_DATA": str(self.data), "PROXENIA_CACHE": str(self.cache), "COLUMNS": "200"}

    def run(self, *arguments: str | Path) -> Result:
        """Run a command in this process."""
        out, err = StringIO(), StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.delenv("PROXENIA_LEDGER", raising=False)
            for key, value in self.environment().items():
                patch.setenv(key, value)
            try:
                main([str(word) for word in arguments])
            except SystemExit as end:
                code = int(end.code or 0)
        return Result(code, out.getvalue(), err.getvalue())

    def done(self, *arguments: str | Path) -> Result:
        """Run a command that must end well."""
        result = self.run(*arguments)
        assert result.code == 0, result.err
        return result

    def start(self, *arguments: str | Path, **options: Any) -> subprocess.Popen[str]:
        """Start a command as a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "proxenia", *(str(word) for word in arguments)],
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options},
            env=self.environment(),
            text=True,
            encoding="utf-8",
        )
