"""Long runs: the same question is one run; so many at once, so many wait; what breaks, is stopped or too late ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from tests.atlas.made_runs import MADE_KINDS

from proxenia.atlas.kept_runs import LARGEST_QUESTION, KeptRuns, model_version, run_id
from proxenia.atlas.long_runs import LongRuns, Run, RunState
from proxenia.atlas.saved_snapshot import SavedSnapshot
from proxenia.errors import ForbiddenError, InputError, NotFoundError, TooManyRunsError, WorldError
from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.store import save_snapshot

MakeRuns = Callable[..., LongRuns]
PATIENCE_SECONDS = 30


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)


def ended(runs: LongRuns, run: Run) -> Run:
    wait_until(lambda: not runs.look(run.id).is_under_way)
    return runs.look(run.id)


@pytest.fixture(scope="module")
def saved(snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Give the sample world as a command opens it: with the hashes of its files."""
    return save_snapshot(snapshot, tmp_path_factory.mktemp("cache") / "snapshots" / "sample")


@pytest.fixture
def make_runs(saved: Snapshot, tmp_path: Path) -> Iterator[MakeRuns]:
    """Give a function that makes runs on one folder; at the end all of them are over."""
    made = []

    def make(**options: Any) -> LongRuns:
        runs = LongRuns(SavedSnapshot(saved), **{"folder": tmp_path / "runs", "kinds": MADE_KINDS, **options})
        made.append(runs)
        return runs

    yield make
    for runs in made:
        runs.close()


def waiting(folder: Path, number: int = 0, **more: Any) -> dict[str, Any]:
    """Return the question of a run that goes on until the folder holds a file `open`."""
    return {"folder": str(folder), "number": number, **more}


def test_a_run_is_computed_once_and_found_again(make_runs: MakeRuns, saved: Snapshot, tmp_path: Path) -> None:
    runs = make_runs()
    first = runs.ask("answer", {"to": 2031, "country": "JP"})
    assert first.state is RunState.RUNNING
    assert first.address == "/made?country=JP&to=2031"
    done = ended(runs, first)
    assert (done.state, done.done, done.total, done.trouble) == (RunState.DONE, 1, 1, None)
    result = runs.result(first.id)
    assert result == {"actors": saved.actors.height, "asked": {"to": 2031, "country": "JP"}, "stop": False, "nice": 10}
    again = runs.ask("answer", {"country": "JP", "to": 2031})
    assert (again.id, again.state) == (first.id, RunState.DONE)
    assert runs.ask("answer", {"to": 2032, "country": "JP"}).id != first.id
    runs.close()
    after_restart = make_runs()
    assert after_restart.look(first.id).address == first.address
    assert after_restart.ask("answer", {"to": 2031, "country": "JP"}).state is RunState.DONE
    assert after_restart.result(first.id) == result
    assert f"{first.id}.run" in {file.name for file in (tmp_path / "runs").iterdir()}


def test_the_id_is_of_the_question_the_data_and_the_program() -> None:
    asked: dict[str, Any] = {"to": 2031}
    ids = {
        run_id("outlook", asked, snapshot="a", model="m"),
        run_id("backtest", asked, snapshot="a", model="m"),
        run_id("outlook", {"to": 2032}, snapshot="a", model="m"),
        run_id("outlook", asked, snapshot="b", model="m"),
        run_id("outlook", asked, snapshot="a", model="n"),
    }
    assert len(ids) == 5
    assert run_id("outlook", asked, snapshot="a") == run_id("outlook", asked, snapshot="a", model=model_version())


def test_one_runs_so_many_wait_and_the_others_are_told(make_runs: MakeRuns, tmp_path: Path) -> None:
    runs = make_runs(at_once=1, waiting=3)
    asked = [runs.ask("wait_for", waiting(tmp_path, number)) for number in range(4)]
    assert [(run.state, run.ahead) for run in asked] == [
        (RunState.RUNNING, 0),
        *((RunState.WAITING, place) for place in (1, 2, 3)),
    ]
    with pytest.raises(TooManyRunsError, match="At most 1 at a time, and 3 that wait"):
        runs.ask("wait_for", waiting(tmp_path, 4))
    assert runs.ask("wait_for", waiting(tmp_path, 2)).id == asked[2].id, "what waits may be asked for again"
    wait_until(lambda: runs.look(asked[0].id).total == 4)
    seen = runs.look(asked[0].id)
    assert (seen.done, seen.total) == (2, 4)
    assert seen.seconds_left is not None
    (tmp_path / "open").touch()
    for number, run in enumerate(asked):
        assert ended(runs, run).state is RunState.DONE
        assert runs.result(run.id)["number"] == number
    assert len({(tmp_path / f"begun-{number}").read_text() for number in range(4)}) == 4, "each in its own process"


def test_who_waits_unwatched_for_long_gives_its_place_away(
    make_runs: MakeRuns, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    runs = make_runs(waiting=2)
    asked = [runs.ask("wait_for", waiting(tmp_path, number)) for number in range(3)]
    monkeypatch.setattr("proxenia.atlas.long_runs._FORGOTTEN_SECONDS", 0.2)
    time.sleep(0.25)
    runs.look(asked[1].id)
    newcomer = runs.ask("wait_for", waiting(tmp_path, 3))
    states = [runs.look(run.id).state for run in (*asked, newcomer)]
    assert states == [RunState.RUNNING, RunState.WAITING, RunState.STOPPED, RunState.WAITING]
    runs.look(asked[1].id)
    with pytest.raises(TooManyRunsError):
        runs.ask("wait_for", waiting(tmp_path, 2))


TROUBLES = {
    "refuse": (InputError, "The year 1066 is over. Expected a year to come. Ask for 2031."),
    "break_off": (WorldError, "broke off by a mistake of the program"),
    "die": (WorldError, "ended before it was done"),
    "sprawl": (WorldError, "The result has 17,000,002 bytes"),
}


@pytest.mark.parametrize("kind", TROUBLES)
def test_what_goes_wrong_is_told_and_frees_the_place(make_runs: MakeRuns, kind: str, tmp_path: Path) -> None:
    error, words = TROUBLES[kind]
    runs = make_runs()
    run = ended(runs, runs.ask(kind, {}))
    assert run.state is RunState.FAILED
    with pytest.raises(error, match=words) as caught:
        run.raise_trouble()
    assert isinstance(caught.value, InputError) is (kind == "refuse")
    with pytest.raises(NotFoundError, match="result of the run"):
        runs.result(run.id)
    assert runs.ask(kind, {}).state is RunState.FAILED, "a page that looks again does not start it again"
    assert ended(runs, runs.ask("answer", {})).state is RunState.DONE


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the limit of memory is for Linux")
def test_a_run_that_wants_too_much_memory_ends(make_runs: MakeRuns) -> None:
    runs = make_runs()
    run = ended(runs, runs.ask("swell", {}))
    assert run.trouble is not None
    assert run.trouble.happened == "The run wanted more than 4 GB of memory"


def test_a_broken_run_may_be_tried_again_after_a_while(make_runs: MakeRuns, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = make_runs()
    broken = ended(runs, runs.ask("die", {}))
    wrong = ended(runs, runs.ask("refuse", {}))
    monkeypatch.setattr("proxenia.atlas.long_runs._FORGOTTEN_SECONDS", 0.0)
    assert runs.ask("die", {}).is_under_way
    assert runs.ask("refuse", {}).state is RunState.FAILED, "a mistake stays one"
    assert ended(runs, broken).state is RunState.FAILED
    assert wrong.trouble is not None


@pytest.mark.parametrize("deaf", [False, True], ids=["that listens", "that does not listen"])
def test_a_run_that_takes_too_long_is_ended(make_runs: MakeRuns, tmp_path: Path, deaf: bool) -> None:
    runs = make_runs(seconds=0.8)
    run = runs.ask("wait_for", waiting(tmp_path, deaf=deaf))
    over = ended(runs, run)
    assert over.state is RunState.FAILED
    assert over.trouble is not None
    assert over.trouble.happened == "The run took longer than 0.8 seconds and was ended"
    assert not is_alive(int((tmp_path / "begun-0").read_text()))
    assert not list((tmp_path / "runs").glob("*.run"))


def is_alive(process: int) -> bool:
    """Tell whether a process that is not ours to wait for is still there."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_only_who_asked_alone_may_stop(make_runs: MakeRuns, tmp_path: Path) -> None:
    runs = make_runs()
    mine = runs.ask("wait_for", waiting(tmp_path, 0), asker="me")
    later = runs.ask("wait_for", waiting(tmp_path, 1), asker="me")
    assert mine.may_stop
    assert not runs.look(mine.id, asker="you").may_stop
    for stranger in ("you", ""):
        with pytest.raises(ForbiddenError, match="may not be stopped from here"):
            runs.stop(mine.id, asker=stranger)
    shared = runs.ask("wait_for", waiting(tmp_path, 1), asker="you")
    assert not shared.may_stop
    for one in ("me", "you"):
        with pytest.raises(ForbiddenError):
            runs.stop(later.id, asker=one)
    wait_until((tmp_path / "begun-0").exists)
    assert runs.stop(mine.id, asker="me").state is RunState.STOPPED
    wait_until(lambda: runs.look(later.id).state is RunState.RUNNING)
    assert not is_alive(int((tmp_path / "begun-0").read_text()))
    assert runs.stop(mine.id, asker="you").state is RunState.STOPPED, "what is over stays as it is"
    anew = runs.ask("wait_for", waiting(tmp_path, 0), asker="me")
    assert anew.state is RunState.WAITING
    assert runs.stop(anew.id, asker="me").state is RunState.STOPPED
    (tmp_path / "open").touch()
    assert ended(runs, later).state is RunState.DONE


def test_closing_ends_everything(make_runs: MakeRuns, tmp_path: Path) -> None:
    runs = make_runs()
    asked = [runs.ask("wait_for", waiting(tmp_path, number, deaf=True)) for number in range(2)]
    wait_until((tmp_path / "begun-0").exists)
    runs.close()
    assert {runs.look(run.id).state for run in asked} == {RunState.STOPPED}
    wait_until(lambda: not is_alive(int((tmp_path / "begun-0").read_text())))
    with pytest.raises(TooManyRunsError, match="about to end"):
        runs.ask("answer", {})


@pytest.mark.parametrize(
    "question",
    [{"text": "x" * LARGEST_QUESTION}, {"number": float("nan")}, {"what": object()}],
    ids=["too long", "no number", "no JSON"],
)
def test_a_question_that_cannot_be_asked(make_runs: MakeRuns, question: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        make_runs().ask("answer", question)
    with pytest.raises(NotFoundError, match="Known: answer, wait_for"):
        make_runs().ask("nothing", {})


HOSTILE = (
    "",
    "..",
    "../secret",
    "0" * 31,
    "0" * 33,
    "G" * 32,
    "0" * 31 + "\n",
    "/etc/passwd",
    "0" * 32 + ".run",
    "é" * 32,
)


@pytest.mark.parametrize("run", HOSTILE, ids=range(len(HOSTILE)))
def test_an_id_is_no_path(make_runs: MakeRuns, tmp_path: Path, run: str) -> None:
    (tmp_path / "secret.run").write_text("{}\n{}")
    with pytest.raises(NotFoundError):
        make_runs().look(run)
    with pytest.raises(NotFoundError):
        make_runs().result(run)
    assert (tmp_path / "secret.run").exists()


DAMAGED = {
    "empty": lambda whole: b"",
    "cut short": lambda whole: whole[:-5],
    "another result": lambda whole: whole.replace(b'"nice":10', b'"nice":11'),
    "another question": lambda whole: whole.replace(b'"question": {}', b'"question": {"to": 2031}'),
    "no JSON": lambda whole: b"\x00\xff" * 100,
    "not an object": lambda whole: b"[]\n[]",
    "deeply nested": lambda whole: b"[" * 200_000,
}


@pytest.mark.parametrize("how", DAMAGED)
def test_a_damaged_result_is_none(tmp_path: Path, how: str) -> None:
    kept = KeptRuns(tmp_path, most=3)
    run = kept.write("answer", {}, b'{"nice":10}', snapshot="s", model="m")
    file = tmp_path / f"{run}.run"
    whole = file.read_bytes()
    assert kept.read(run) is not None
    file.write_bytes(DAMAGED[how](whole))
    assert file.read_bytes() != whole
    assert kept.read(run) is None
    assert not file.exists()


def test_a_damaged_result_is_computed_again(make_runs: MakeRuns, tmp_path: Path) -> None:
    made = make_runs()
    run = ended(made, made.ask("answer", {}))
    file = tmp_path / "runs" / f"{run.id}.run"
    whole = file.read_bytes()
    file.write_bytes(whole[:-5])
    runs = make_runs()
    with pytest.raises(NotFoundError):
        runs.look(run.id)
    assert runs.ask("answer", {}).state is RunState.RUNNING
    assert ended(runs, run).state is RunState.DONE
    assert file.read_bytes() == whole, "the same question has the same bytes"


def test_two_servers_share_a_folder(make_runs: MakeRuns, tmp_path: Path) -> None:
    servers = [make_runs(), make_runs()]
    asked = [runs.ask("wait_for", waiting(tmp_path)) for runs in servers]
    assert asked[0].id == asked[1].id
    (tmp_path / "open").touch()
    results = []
    for runs, run in zip(servers, asked, strict=True):
        assert ended(runs, run).state is RunState.DONE
        results.append(runs.result(run.id))
    assert results[0] == results[1]
    assert [file.suffix for file in (tmp_path / "runs").iterdir()] == [".run"]


def test_what_was_looked_at_longest_ago_is_forgotten(tmp_path: Path) -> None:
    kept = KeptRuns(tmp_path, most=3, most_bytes=3_000)
    ids = []
    for number in range(4):
        ids.append(kept.write("answer", {"number": number}, b"1", snapshot="s", model="m"))
        for place, one in enumerate(ids):  # files of one moment have an order here
            if (tmp_path / f"{one}.run").exists():
                os.utime(tmp_path / f"{one}.run", (1_000 + place, 1_000 + place))
    assert [kept.read(one) is not None for one in ids] == [False, True, True, True]
    large = kept.write("answer", {"number": 9}, b"1" * 2_000, snapshot="s", model="m")
    assert kept.read(large) is not None
    assert sum(kept.read(one) is not None for one in ids) < 3, "too many bytes"
    with pytest.raises(WorldError, match="At most 16,000,000"):
        kept.write("answer", {}, b"1" * 16_000_001, snapshot="s", model="m")


def test_what_an_interrupted_process_left_is_removed(tmp_path: Path) -> None:
    kept = KeptRuns(tmp_path, most=3)
    for name, age in ((".new-old", 4_000), (".new-now", 0)):
        (tmp_path / name).write_text("half")
        os.utime(tmp_path / name, (1_000_000 - age, 1_000_000 - age))
    kept.tidy()
    assert [file.name for file in tmp_path.iterdir()] == [".new-now"]


def test_a_saved_snapshot_is_used_where_it_lies(saved: Snapshot, snapshot: Snapshot, tmp_path: Path) -> None:
    place = tmp_path / "snapshots" / "there"
    save_snapshot(saved, place)
    (tmp_path / "snapshots" / "broken").mkdir()
    told = SavedSnapshot(saved, saved=tmp_path / "snapshots")
    assert told.folder() == place
    copied, unsaved = SavedSnapshot(saved, saved=tmp_path / "nowhere"), SavedSnapshot(snapshot)
    assert copied.folder() not in (place, unsaved.folder())
    assert told.fingerprint == copied.fingerprint == unsaved.fingerprint
    assert SavedSnapshot(Snapshot.empty()).fingerprint != told.fingerprint


def test_a_run_is_plain_json(make_runs: MakeRuns) -> None:
    runs = make_runs()
    told = asdict(ended(runs, runs.ask("refuse", {})))
    assert told["state"] == "failed"
    assert told["trouble"]["mistake"] is True


SERVER = """
import sys, time
from pathlib import Path
from tests.atlas.made_runs import MADE_KINDS
from proxenia.atlas.long_runs import LongRuns
from proxenia.atlas.saved_snapshot import SavedSnapshot
from proxenia.snapshot.snapshot import Snapshot
runs = LongRuns(SavedSnapshot(Snapshot.empty()), folder=Path(sys.argv[1]) / "runs", kinds=MADE_KINDS)
runs.ask("wait_for", {"folder": sys.argv[1], "number": 0, "deaf": True})
while not (Path(sys.argv[1]) / "end").exists():
    time.sleep(0.02)
"""
ENDINGS = {
    "its end": lambda server, folder: (folder / "end").touch(),
    "Ctrl-C": lambda server, folder: os.killpg(server.pid, signal.SIGINT),
    "a kill": lambda server, folder: server.kill(),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_run_ends_with_its_server(tmp_path: Path, ending: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", SERVER, str(tmp_path)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True) as server:
        wait_until(lambda: (tmp_path / "begun-0").exists() and (tmp_path / "begun-0").read_text() != "")
        worker = int((tmp_path / "begun-0").read_text())
        assert is_alive(worker)
        ENDINGS[ending](server, tmp_path)
        server.wait(PATIENCE_SECONDS)
    wait_until(lambda: not is_alive(worker))
