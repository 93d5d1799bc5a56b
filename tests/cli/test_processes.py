"""Commands as processes: interrupted, piped, at the same time as others."""

import select
import signal
import subprocess
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep

import pytest
from tests.cli.running import Home

from proxenia.cli import opening
from proxenia.errors import LedgerBusyError
from proxenia.ledger import open_ledger

ROWS = 20_000
PATIENCE_SECONDS = 60


@pytest.fixture
def long_table(tmp_path: Path) -> Path:
    """Give a list that takes seconds to import."""
    path = tmp_path / "long.csv"
    rows = (f"Town {number},Netherlands,Ville {number},France,1980" for number in range(ROWS))
    path.write_text("\n".join(["city,country,partner,partner_country,year", *rows]), encoding="utf-8")
    return path


def is_locked(home: Home) -> bool:
    """Tell whether another process is writing."""
    try:
        with open_ledger(home.ledger, busy_timeout_seconds=0) as ledger, ledger.transaction():
            return False
    except LedgerBusyError:
        return True


def wait_until_writing(process: subprocess.Popen[str], home: Home) -> None:
    end = monotonic() + PATIENCE_SECONDS
    while not is_locked(home):
        assert process.poll() is None, process.communicate()
        assert monotonic() < end
        sleep(0.02)


@pytest.mark.parametrize("wait_seconds", [0.0, 0.5])
def test_an_interrupted_import_leaves_nothing(
    own_home: Home, long_table: Path, mapping: Path, wait_seconds: float
) -> None:
    before = own_home.done("verify", "--json").json
    process = own_home.start("import", "table", long_table, "--map", mapping)
    wait_until_writing(process, own_home)
    sleep(wait_seconds)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert (process.returncode, out) == (130, "")
    assert err == "proxenia: stopped; nothing half-done was kept\n"
    assert own_home.done("verify", "--json").json == before
    assert "mine" not in {row["id"] for row in own_home.done("sources", "--json").json}


def test_an_interrupt_while_the_program_starts_is_quiet(own_home: Home) -> None:
    process = own_home.start("status")
    sleep(0.4)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert "Traceback" not in err
    assert process.returncode in {0, 130}


def test_reading_goes_on_while_another_process_writes(own_home: Home, long_table: Path, mapping: Path) -> None:
    held = own_home.done("ties", "Rotterdam", "--json").json
    process = own_home.start("import", "table", long_table, "--map", mapping, "--json")
    wait_until_writing(process, own_home)
    assert own_home.done("ties", "Rotterdam", "--json").json == held
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE_SECONDS)


def test_a_second_writer_waits_and_then_writes(own_home: Home, table: Path, mapping: Path) -> None:
    with open_ledger(own_home.ledger) as ledger, ledger.transaction():
        process = own_home.start("import", "table", table, "--map", mapping, "--json")
        sleep(2.5)
        assert process.poll() is None
    out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0, err
    assert '"rows": 4' in out


def test_a_writer_that_waited_too_long_says_so(
    own_home: Home, table: Path, mapping: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "open_ledger", partial(open_ledger, busy_timeout_seconds=0.1))
    with open_ledger(own_home.ledger) as ledger, ledger.transaction():
        result = own_home.run("import", "table", table, "--map", mapping)
    assert result.code == 1
    (line,) = result.complaints
    assert f"Another program is writing to the ledger {own_home.ledger}" in line


def test_two_first_runs_at_once_both_end_well(empty_home: Home) -> None:
    processes = [empty_home.start("status", "--json") for _ in range(2)]
    ends = [process.communicate(timeout=2 * PATIENCE_SECONDS) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], ends
    assert ends[0][0] == ends[1][0]
    assert sorted(len(err.splitlines()) for _, err in ends) == [0, 1]
    assert empty_home.done("verify", "--json").json["faults"] == []


@pytest.mark.parametrize("command", [("city", "Rotterdam", "--json"), ("ties", "Rotterdam")])
def test_a_pipe_that_closes_early_leaves_no_trace(home: Home, command: tuple[str, ...]) -> None:
    process = home.start(*command)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(timeout=PATIENCE_SECONDS) == 0


def wait_for_line(process: subprocess.Popen[str], start: str) -> str:
    """Return the line that begins so, once a process says it."""
    assert process.stderr is not None
    end = monotonic() + PATIENCE_SECONDS
    while monotonic() < end:
        ready, _, _ = select.select([process.stderr], [], [], 1.0)
        line = process.stderr.readline() if ready else ""
        if line.startswith(start):
            return line
        assert process.poll() is None, line
    raise AssertionError(f"it did not say `{start}`")


def start_atlas(home: Home, port: int, *options: str) -> tuple[subprocess.Popen[str], int]:
    """Start the atlas; return it with the port it serves on."""
    process = home.start("atlas", "--no-browser", "--port", str(port), *options)
    line = wait_for_line(process, "The atlas is at http://127.0.0.1:")
    assert line.endswith("/ – press Ctrl-C to stop it\n")
    return process, int(line.split("127.0.0.1:")[1].split("/")[0])


def test_the_atlas_takes_the_next_free_port_and_ends_cleanly(home: Home) -> None:
    first, port = start_atlas(home, 18_765)
    second, other = start_atlas(home, port)
    assert other > port
    for one in (port, other):
        connection = HTTPConnection("127.0.0.1", one, timeout=10)
        connection.request("GET", "/api/v1/search?q=Rotterdam")
        answer = connection.getresponse()
        assert answer.status == 200
        assert b"gn:2747891" in answer.read()
        connection.close()
    for process in (first, second):
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE_SECONDS)
        assert process.returncode == 0
        assert err == "The atlas is closed\n"


def test_a_second_process_makes_pages_and_ends_with_the_atlas(home: Home) -> None:
    process, port = start_atlas(home, 18_865, "--second-process", "--no-prepare")
    wait_for_line(process, "A second process makes pages too")
    for address in ("/city/gn:2747891", "/country/NL", "/country-pair/CN/NL", "/city/gn:2747891/profile"):
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", address)
        answer = connection.getresponse()
        assert (answer.status, b"Proxenia" in answer.read()) == (200, True)
        connection.close()
    process.send_signal(signal.SIGINT)
    # Both processes write to the same pipe: it ends when both have ended.
    _, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert (process.returncode, err) == (0, "The atlas is closed\n")


def test_ctrl_c_twice_ends_as_once(own_home: Home) -> None:
    """A signal may come from the terminal and from a library that passes it on."""
    process = own_home.start("expected", "--json")
    sleep(1.5)
    for _ in range(3):
        process.send_signal(signal.SIGINT)
        sleep(0.01)
    _, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert "Traceback" not in err
    assert process.returncode in {0, 130}


def wait_until_loading(process: subprocess.Popen[str], library: str) -> None:
    """Wait until a process has opened a part of a library."""
    opened = Path(f"/proc/{process.pid}/maps")
    end = monotonic() + PATIENCE_SECONDS
    while library not in opened.read_text():
        assert process.poll() is None, process.communicate()
        assert monotonic() < end
        sleep(0.005)


@pytest.mark.parametrize("library", ["polars", "scipy", "pandas"])
def test_ctrl_c_while_libraries_load_has_the_code_of_any_other(own_home: Home, library: str) -> None:
    """Python would end a process by the signal once more that was interrupted while a library ran code from a text."""
    process = own_home.start("expected", "--json")
    wait_until_loading(process, library)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert (process.returncode, err) == (130, "proxenia: stopped; nothing half-done was kept\n")
