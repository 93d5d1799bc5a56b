"""What is wrong with a file or a server is said in plain words."""

import os
import signal
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer

import pytest
from tests.ledger.samples import many, moment
from tests.ledger.writers import open_as_nobody, process

from proxenia.errors import LedgerDamagedError, LedgerError
from proxenia.ledger import open_ledger
from proxenia.ledger.sqlite_engine import SqliteEngine


def test_a_file_that_is_no_ledger(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("city,partner\nRotterdam,Shanghai\n" * 1000)
    with pytest.raises(LedgerError, match="is no SQLite file"):
        open_ledger(path)
    assert path.read_text().startswith("city,partner")


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="is a folder"):
        open_ledger(tmp_path)


def test_a_ledger_that_should_be_there(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="There is no ledger at"):
        open_ledger(tmp_path / "none" / "ledger.sqlite", create=False)
    assert not (tmp_path / "none").exists()


def test_a_folder_is_made(tmp_path: Path) -> None:
    with open_ledger(f"sqlite:///{tmp_path}/a/b/ledger.sqlite") as ledger:
        assert ledger.path == tmp_path / "a" / "b" / "ledger.sqlite"


@pytest.mark.parametrize("name", ["with space", "Größe", "a?b#c%20d", "file:x", "-journal"])
def test_any_name_of_a_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name / f"{name}.sqlite"
    with open_ledger(path) as ledger, ledger.transaction():
        ledger.append(many(1), recorded_at=moment(1))
    assert path.is_file()


def test_a_path_through_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LedgerError, match="cannot be opened"):
        open_ledger(tmp_path / "file" / "ledger.sqlite")


@pytest.mark.skipif(os.name == "nt", reason="permissions are another matter there")
@pytest.mark.parametrize(("mode", "name"), [(0o555, "new"), (0o555, "deeper/new"), (0o555, "old"), (0o000, "old")])
def test_a_folder_without_permission(mode: int, name: str) -> None:
    with TemporaryDirectory() as text:
        folder = Path(text)
        with open_ledger(folder / "old") as ledger, ledger.transaction():
            ledger.append(many(10), recorded_at=moment(1))
        folder.chmod(mode)
        with process(open_as_nobody, str(folder / name), 0) as (_, pipe):
            answer = pipe.recv()
        folder.chmod(0o700)
    if os.geteuid() == 0 or name != "old" or mode == 0:  # else it is the reader's own file
        assert answer.startswith("LedgerError: ")
        assert "cannot be opened" in answer


def test_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with open_ledger(path) as ledger, ledger.transaction():
        ledger.append(many(5000), recorded_at=moment(1))
    content = bytearray(path.read_bytes())
    middle = slice(len(content) // 3, 2 * len(content) // 3)
    content[middle] = b"\xa5" * len(content[middle])
    path.write_bytes(content)
    with open_ledger(path) as ledger:
        try:
            assert ledger.verify().faults
        except LedgerDamagedError as error:
            assert "is damaged" in str(error)  # noqa: PT017
        with pytest.raises(LedgerDamagedError, match="Restore it from a dump"):
            ledger.statements_table()


def test_a_file_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with open_ledger(path) as ledger, ledger.transaction():
        ledger.append(many(5000), recorded_at=moment(1))
    path.write_bytes(path.read_bytes()[:50_000])
    with pytest.raises(LedgerDamagedError, match="is damaged"), open_ledger(path) as ledger:
        ledger.statements_table()


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(LedgerError, match=r"cannot be reached .*Connection refused") as caught:
        open_ledger("postgresql://ada:secret@127.0.0.1:1/ledger")
    assert "secret" not in str(caught.value)


def test_a_database_that_is_not_there(postgres_address: str) -> None:
    server = postgres_address.partition("?")[0]
    with pytest.raises(LedgerError, match="does not exist"):
        open_ledger(f"{server}_not_there")


def test_an_address_of_no_known_kind() -> None:
    with pytest.raises(LedgerError, match="no address of a ledger"):
        open_ledger("mysql://localhost/ledger")


COUNT = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 4000000) SELECT count(*) FROM t"


def test_ctrl_c_while_the_database_works_is_no_error_of_the_ledger(tmp_path: Path) -> None:
    """SQLite's driver cannot cancel a statement, and tells the signal as an error of its own afterwards."""
    engine = SqliteEngine(tmp_path / "ledger.sqlite", create=True, busy_timeout_seconds=1)
    interrupt = Timer(0.1, os.kill, (os.getpid(), signal.SIGINT))
    interrupt.start()
    with pytest.raises(KeyboardInterrupt):
        engine.fetch(COUNT)
    interrupt.join()
    assert engine.fetch("SELECT 1 AS one").column(0).to_pylist() == [1]
    engine.close()
