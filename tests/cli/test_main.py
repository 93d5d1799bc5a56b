import os
import re
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from tests.cli.running import Home

from proxenia import __version__
from proxenia.cli import stating
from proxenia.cli.main import main

TRACE = "Traceback (most recent call last)"


def test_help_and_version_need_no_folders(empty_home: Home) -> None:
    assert empty_home.done("--version").out == f"proxenia {__version__}\n"
    assert "Show the ties of a city in a year." in empty_home.done("ties", "--help").out
    assert not empty_home.data.exists()


@pytest.mark.parametrize("group", [(), ("import",)])
def test_a_group_without_a_command_shows_its_commands(empty_home: Home, group: tuple[str, ...]) -> None:
    result = empty_home.run(*group)
    assert result.code == 2
    assert "Commands:" in result.err


@pytest.mark.parametrize(
    ("command", "complaint"),
    [
        (("tie", "Rotterdam"), "No such command 'tie'"),
        (("status", "--jsno"), "No such option: --jsno"),
        (("atlas", "--port", "0"), "Invalid value for '--port'"),
        (("--ledger", "mysql://there", "status"), "mysql:// begins no address of a ledger"),
    ],
)
def test_a_wrong_command_line_is_told_in_one_line(home: Home, command: tuple[str, ...], complaint: str) -> None:
    result = home.run(*command)
    assert result.code in {1, 2}
    (line,) = result.complaints
    assert complaint in line


def test_a_trace_is_shown_when_asked_for_and_only_then(home: Home) -> None:
    mistake = ("ties", "gn:999999999")
    for command in (mistake, ("--debug", *mistake), (*mistake, "--debug")):
        process = home.start(*command)
        _, err = process.communicate(timeout=60)
        assert process.returncode == (1 if "--debug" in command else 2)
        assert (TRACE in err) is ("--debug" in command)
        assert "There is no actor 'gn:999999999'" in err


def test_what_nobody_foresaw_is_one_line_too(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("of\nall things")

    monkeypatch.setattr(stating, "build_status", fail)
    result = home.run("status")
    assert result.code == 1
    (line,) = result.complaints
    assert "something broke in Proxenia (ZeroDivisionError: of all things). Add --debug" in line
    with pytest.raises(ZeroDivisionError):
        home.run("status", "--debug")


@pytest.mark.parametrize("variable", ["PROXENIA_DATA", "PROXENIA_CACHE"])
def test_a_folder_that_cannot_be_written_is_told_in_one_line(own_home: Home, tmp_path: Path, variable: str) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    data = blocked / "data" if variable == "PROXENIA_DATA" else own_home.data
    cache = blocked / "cache" if variable == "PROXENIA_CACHE" else own_home.cache
    result = Home(data, cache).run("status")
    assert result.code == 1
    line = result.complaints[-1]
    assert str(blocked) in line
    assert "Not a directory" in line
    assert variable in line


def test_a_data_folder_of_someone_else_is_told_in_one_line(own_home: Home) -> None:
    own_home.ledger.unlink()
    own_home.data.chmod(0o555)
    if os.geteuid() == 0:  # root may write everywhere but where the kernel does not let it
        own_home = Home(Path("/proc/proxenia"), own_home.cache)
    result = own_home.run("status")
    assert result.code == 1
    (line,) = result.complaints
    assert f"The ledger {own_home.ledger} cannot be opened" in line
    assert "PROXENIA_DATA" in line


def test_nothing_but_text_goes_into_a_pipe(home: Home) -> None:
    for command in (("ties", "Rotterdam"), ("city", "Rotterdam"), ("sources",), ("why", "Rotterdam", "Shanghai")):
        result = home.done(*command)
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", result.out + result.err)


def test_a_name_that_the_terminal_lacks_is_shown_as_an_escape(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    bytes_ = BytesIO()
    for key, value in home.environment().items():
        monkeypatch.setenv(key, value)
    with TextIOWrapper(bytes_, encoding="ascii") as narrow:
        monkeypatch.setattr(sys, "stdout", narrow)
        with pytest.raises(SystemExit, match="0"):
            main(["city", "gn:311046"])
        narrow.flush()
        assert b"\\u0130zmir" in bytes_.getvalue()
