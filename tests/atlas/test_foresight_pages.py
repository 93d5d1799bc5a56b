"""The pages on what may come while their runs wait, are computed, are there, were stopped; and the limits that hold."""

import json
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from tests.asking import Answer, Asking
from tests.atlas.made_runs import HELD, HELD_KINDS
from tests.atlas.page_reading import read_page
from tests.browser.conftest import served
from tests.factory import THIS_YEAR

from proxenia.atlas.app import make_app
from proxenia.atlas.long_runs import LongRuns
from proxenia.atlas.run_pages import ASKER
from proxenia.atlas.saved_snapshot import SavedSnapshot
from proxenia.snapshot.snapshot import Snapshot

PATIENCE_SECONDS = 60
CONDITIONS = "/conditions?as_of=2026"


@pytest.fixture(scope="module")
def saved(snapshot: Snapshot) -> SavedSnapshot:
    """Give the sample world as runs open it."""
    return SavedSnapshot(snapshot)


@pytest.fixture
def held(
    saved: SavedSnapshot, snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FastAPI]:
    """Give an atlas whose runs of conditions go on until the folder `held` holds a file `open`."""
    (tmp_path / "held").mkdir()
    monkeypatch.setenv(HELD, str(tmp_path / "held"))
    runs = LongRuns(saved, folder=tmp_path / "runs", kinds=HELD_KINDS)
    yield make_app(snapshot, this_year=THIS_YEAR, runs=runs)
    runs.close()


@pytest.fixture
def let_go(tmp_path: Path) -> Callable[[], None]:
    """Give what lets the runs end."""
    return (tmp_path / "held" / "open").touch


def wait_for(answer: Callable[[], Answer], until: Callable[[Answer], bool]) -> Answer:
    end = time.monotonic() + PATIENCE_SECONDS
    while not until(got := answer()):
        assert time.monotonic() < end, (got.address, got.status_code, got.text[:400])
        time.sleep(0.05)
    return got


def run_of(answer: Answer) -> str:
    found = re.fullmatch(r'</run/([0-9a-f]{32})>; rel="describedby"', answer.headers["link"])
    assert found is not None
    return found[1]


def post(client: Asking, run: str, **headers: str) -> Answer:
    return client.get(f"/run/{run}/stop", method="POST", **headers)


def test_a_page_says_how_far_its_run_is_and_then_shows_it(held: FastAPI, let_go: Callable[[], None]) -> None:
    client = Asking(held)
    first = client.get(CONDITIONS, accept_encoding="gzip")
    assert (first.status_code, first.headers["cache-control"]) == (200, "no-store")
    assert ("/conditions", b"as_of=2026", True) not in held.state.kept_pages
    run = run_of(first)
    told = wait_for(lambda: client.get(f"/api/v1/runs/{run}"), lambda answer: answer.json()["done"] > 0).json()
    assert told["state"] == "running"
    assert (told["kind"], told["total"], told["address"]) == ("conditions", 1_000, "/conditions?as_of=2026&of=ties")
    page = read_page(client.get(CONDITIONS).text)
    assert not list(page.faults())
    bar = page.all("progress")[0].attributes
    assert bar["max"] == "1000"
    assert 0 < int(bar["value"]) < 1_000
    assert "steps done; about" in page.text
    assert [one.attributes["src"] for one in page.all("script")] == ["/static/as-of.js", "/static/run.js"]
    assert page.all("meta")[-1].attributes == {"http-equiv": "refresh", "content": "3"}
    for address in ("/api/v1/conditions", "/conditions.csv", "/conditions.json", "/conditions/unmeasured.csv"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["location"]) == (202, f"/api/v1/runs/{run}")
        assert (answer.json()["id"], answer.json()["state"]) == (run, "running")
    let_go()
    done = wait_for(lambda: client.get(CONDITIONS), lambda answer: "cache-control" not in answer.headers)
    assert run_of(done) == run
    assert "http-equiv" not in done.text
    assert ("/conditions", b"as_of=2026", False) in held.state.kept_pages
    for address in ("/api/v1/conditions", "/conditions.csv", "/conditions.json", "/conditions/unmeasured.csv"):
        assert client.get(address).status_code == 200
    over = read_page(client.get(f"/run/{run}?as_of=1990").text)
    assert "/conditions?as_of=2026&of=ties" in over.own_links()


def test_a_stranger_cannot_stop_a_run_and_no_other_site_can(held: FastAPI) -> None:
    client = Asking(held)
    first = client.get(CONDITIONS)
    run, cookie = run_of(first), first.headers["set-cookie"].partition(";")[0]
    assert cookie.startswith(f"{ASKER}=")
    assert {"HttpOnly", "SameSite=strict"} <= {one.strip() for one in first.headers["set-cookie"].split(";")}
    assert first.headers["referrer-policy"] == "same-origin", "or the browser would send no Origin"
    assert "Stop this run" in first.text
    own = {"host": "127.0.0.1", "origin": "http://127.0.0.1"}
    assert post(client, run, cookie=cookie, origin="http://evil.example").status_code == 403
    assert post(client, run, cookie=cookie).status_code == 403
    assert post(client, run, cookie=cookie, origin="null").status_code == 403
    assert post(client, run, origin=own["origin"]).status_code == 403
    assert post(client, run, cookie=f"{ASKER}={'x' * 22}", origin=own["origin"]).status_code == 403
    assert client.get(f"/api/v1/runs/{run}").json()["state"] == "running"
    seen = client.get(f"/run/{run}", cookie=f"{ASKER}={'x' * 22}")
    assert "Stop this run" not in seen.text
    stopped = post(client, run, cookie=cookie, origin=own["origin"])
    assert (stopped.status_code, stopped.headers["location"]) == (303, f"/run/{run}")
    over = read_page(client.get(f"/run/{run}", cookie=cookie).text)
    assert "was stopped" in over.text
    assert client.get(CONDITIONS, cookie=cookie).headers["cache-control"] == "no-store", "asked anew"
    other = client.get(CONDITIONS)
    assert "Stop this run" not in other.text
    assert post(client, run, cookie=cookie, origin=own["origin"]).status_code == 403, "somebody else waits for it, too"


def test_a_run_that_breaks_is_told_on_its_page(
    saved: SavedSnapshot, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(HELD, raising=False)  # without it the made-up run breaks
    runs = LongRuns(saved, kinds=HELD_KINDS)
    client = Asking(make_app(snapshot, this_year=THIS_YEAR, runs=runs))
    broken = wait_for(lambda: client.get(CONDITIONS), lambda answer: answer.status_code != 200)
    assert broken.status_code == 500
    assert "broke off by a mistake of the program" in broken.text
    assert client.get("/api/v1/conditions").json()["error"]["kind"] == "WorldError"
    runs.close()


def test_data_that_cannot_answer_is_no_mistake_of_the_visitor(held: FastAPI) -> None:
    """The sample world is too small for a backtest: the page says so; who names a cut is told that it is wrong."""
    client = Asking(held)
    told = wait_for(lambda: client.get("/how-well?as_of=2026"), lambda answer: 'id="run"' not in answer.text)
    assert told.status_code == 200
    assert told.headers["cache-control"] == "no-store"
    assert "The test against the past could not be computed" in told.text
    assert "No dated tie begins in the window" in told.text
    assert client.get("/api/v1/how-well").status_code == 400
    asked = wait_for(lambda: client.get("/how-well?cuts=1066"), lambda answer: 'id="run"' not in answer.text)
    assert asked.status_code == 400
    assert "There is nothing to learn from or to predict at the cut 1066" in asked.text
    assert client.get("/how-well?cuts=soon").status_code == 422
    assert client.get("/how-well?years=200").status_code == 422


@pytest.mark.parametrize(
    "address",
    ["/run/nobody", "/run/" + "0" * 33, "/run/..%2F..%2Fetc%2Fpasswd", "/run/" + "0" * 32, "/run/" + "0" * 32 + "%0A"],
)
def test_a_run_nobody_knows(held: FastAPI, address: str) -> None:
    client = Asking(held)
    assert client.get(address).status_code in (404, 422)
    assert client.get(f"/api/v1{address.replace('/run/', '/runs/')}").status_code in (404, 422)
    assert post(client, address.removeprefix("/run/"), origin="http://127.0.0.1").status_code in (404, 422)


def timed(address: str, path: str) -> tuple[int, float, bytes]:
    """Ask a server once; return the status, the seconds and the body."""
    begun = time.perf_counter()
    connection = HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE_SECONDS)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, time.perf_counter() - begun, body


def test_thirty_runs_asked_at_once_leave_the_server_responsive(held: FastAPI, let_go: Callable[[], None]) -> None:
    """One is computed, eight wait, the rest are told so; another page is answered as quickly as before."""
    with served(held) as address:
        timed(address, "/about")
        usual = max(timed(address, f"/sources?as_of={year}")[1] for year in range(1950, 1960))
        with ThreadPoolExecutor(30) as visitors:
            asked = list(
                visitors.map(lambda year: timed(address, f"/api/v1/conditions?as_of={year}"), range(1990, 2020))
            )
        assert sorted(status for status, _, _ in asked) == [202] * 9 + [503] * 21
        states = sorted(json.loads(body)["state"] for status, _, body in asked if status == 202)
        assert states == ["running"] + ["waiting"] * 8
        refused = json.loads(next(body for status, _, body in asked if status == 503))["error"]
        assert refused["kind"] == "TooManyRunsError"
        assert (refused["expected"], refused["next_step"][:9]) == ("At most 1 at a time, and 8 that wait", "Try again")
        meanwhile = sorted(timed(address, f"/sources?as_of={year}")[1] for year in range(1960, 1980))
        assert meanwhile[len(meanwhile) // 2] < max(0.5, 5 * usual)
        assert timed(address, "/conditions?as_of=1989")[0] == 503
        let_go()
        run = json.loads(next(body for status, _, body in asked if status == 202))["id"]
        end = time.monotonic() + PATIENCE_SECONDS
        while json.loads(timed(address, f"/api/v1/runs/{run}")[2])["state"] in ("waiting", "running"):
            assert time.monotonic() < end
            time.sleep(0.1)


@pytest.mark.parametrize("query", ["country=QQ", "city=gn:1"])
def test_who_is_not_known_is_told_before_a_run_is_asked(held: FastAPI, query: str) -> None:
    client = Asking(held)
    for address in (f"/outlook?{query}", f"/outlook.json?{query}", f"/api/v1/outlook?{query}"):
        assert client.get(address).status_code == 404, address
