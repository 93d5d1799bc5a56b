"""How fast the ledger appends, reads and verifies: SQLite always, PostgreSQL when PROXENIA_TEST_POSTGRES is set.

Command: ``uv run python -m benchmarks ledger``. The statements are synthetic. All three grow in proportion to the
number of statements.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text

from benchmarks.world import MOMENT
from proxenia.ledger import Ledger, open_ledger
from proxenia.model.statement import Statement

SIZES = (20_000, 200_000)
ROUNDS = 3


def synthetic_statements(count: int) -> list[Statement]:
    """Return made-up twinnings, all different."""
    return [
        Statement(
            f"gn:{number % 9_973 + 1}",
            "twinning",
            "synthetic",
            f"row {number + 2}",
            object=f"gn:{number + 10_000}",
            period=f"{1950 + number % 70}/..",
            qualifiers=(("fields", "intercity"),),
        )
        for number in range(count)
    ]


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield str(Path(folder) / "ledger.sqlite")


@contextmanager
def _postgres() -> Iterator[str]:
    server = make_url(os.environ["PROXENIA_TEST_POSTGRES"]).set(drivername="postgresql+psycopg")
    name = f"benchmark_{uuid4().hex[:12]}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        made = server.set(drivername="postgresql", database=name)
        yield made.render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _append(ledger: Ledger, statements: list[Statement]) -> None:
    with ledger.transaction():
        ledger.append(statements, recorded_at=MOMENT)


def _measure(name: str, place: Callable[[], object], size: int) -> None:
    statements = synthetic_statements(size)
    times: dict[str, list[float]] = {"append": [], "append again": [], "read": [], "verify": []}
    for _ in range(ROUNDS):
        with place() as address, open_ledger(address) as ledger:  # type: ignore[attr-defined]
            times["append"].append(_seconds(lambda: _append(ledger, statements)))
            times["append again"].append(_seconds(lambda: _append(ledger, statements)))
            times["read"].append(_seconds(ledger.statements_table))
            times["verify"].append(_seconds(ledger.verify))
    told = ", ".join(f"{what} {median(took):.2f} s ({size / median(took):,.0f}/s)" for what, took in times.items())
    print(f"  {name}, {size:,} statements: {told}")


def main() -> None:
    """Print seconds and statements a second, medians."""
    for size in SIZES:
        _measure("SQLite", _sqlite, size)
    if "PROXENIA_TEST_POSTGRES" not in os.environ:
        print("  PostgreSQL skipped: PROXENIA_TEST_POSTGRES is not set")
        return
    for size in SIZES:
        _measure("PostgreSQL", _postgres, size)


if __name__ == "__main__":
    main()
