"""Fixtures that several rooms share: a ledger on each engine, a PostgreSQL database, the reference data."""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import adbc_driver_postgresql.dbapi as postgres
import pytest

from proxenia.ledger import Ledger, open_ledger

ROOT = Path(__file__).parent.parent

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
MUST_RUN = "PROXENIA_CI"
"""Where this variable is set nothing may be missing: a skipped test fails with the reason it was skipped for."""


def _fail_if_skipped(report: Report) -> Report:
    if os.environ.get(MUST_RUN) and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{MUST_RUN} is set, so nothing may be skipped – {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that was skipped where nothing may be."""
    return _fail_if_skipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a file that was skipped where nothing may be."""
    return _fail_if_skipped((yield))


def _run(server: str, sql: str) -> None:
    with postgres.connect(server, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("SET client_min_messages = warning")
        cursor.execute(sql)


@pytest.fixture
def new_postgres_address() -> Iterator[Callable[[], str]]:
    """Give a function that makes a fresh, empty place in PostgreSQL: a schema, far quicker than a database."""
    server = os.environ.get("PROXENIA_TEST_POSTGRES")
    if not server:
        pytest.skip("PROXENIA_TEST_POSTGRES is not set: give the address of a PostgreSQL server for tests")
    made: list[str] = []

    def make() -> str:
        made.append(f"proxenia_{uuid4().hex}")
        _run(server, f"CREATE SCHEMA {made[-1]}")
        return f"{server}{'&' if '?' in server else '?'}options=-csearch_path%3D{made[-1]}"

    yield make
    for name in made:
        _run(server, f"DROP SCHEMA {name} CASCADE")


@pytest.fixture
def postgres_address(new_postgres_address: Callable[[], str]) -> str:
    """Give the address of a fresh, empty place in PostgreSQL."""
    return new_postgres_address()


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of a new ledger on each engine."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger.sqlite")
    return str(request.getfixturevalue("postgres_address"))


@pytest.fixture
def ledger(ledger_address: str) -> Iterator[Ledger]:
    """Give a new open ledger on each engine."""
    with open_ledger(ledger_address) as opened:
        yield opened


@pytest.fixture(scope="session")
def reference_dir() -> Path:
    """Give the folder of the reference data."""
    folder = Path(os.environ.get("PROXENIA_REFERENCE", ROOT.parent / "shared" / "reference"))
    if not folder.is_dir():
        pytest.skip(f"the reference data is not at {folder}: set PROXENIA_REFERENCE")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """Give the path of the system's Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        pytest.skip("Chromium is not installed: install the package chromium")
    return path


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium: str) -> dict[str, object]:
    """Launch the system's Chromium, quiet and without a sandbox of its own."""
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    return {"executable_path": chromium, "args": ["--no-sandbox", *quiet]}
