import gzip
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.sources.http_servers import Reply, free_port, scripted_server

from proxenia.errors import InputError, SourceChangedError, UnreachableError
from proxenia.sources.fetching.answers import AnswerCache, Request
from proxenia.sources.fetching.fetcher import AskForLess, CutOff, Fetcher, check_address
from proxenia.sources.fetching.manners import Manners, user_agent

QUICK = Manners(timeout_seconds=5)
TODAY = "2026-11-22"
Waiting = Callable[..., Fetcher]


@pytest.fixture
def waits() -> list[float]:
    """Give the waits of the fetcher, which does not really wait."""
    return []


@pytest.fixture
def fetcher(tmp_path: Path, waits: list[float]) -> Iterator[Waiting]:
    """Give a function that makes a fetcher with a cache in one folder."""
    made: list[Fetcher] = []

    def make(manners: Manners = QUICK, *, today: str = TODAY, fresh: bool = False) -> Fetcher:
        cache = AnswerCache(tmp_path / "answers", today, fresh=fresh)
        made.append(Fetcher(cache, manners, sleep=waits.append))
        return made[-1]

    yield make
    for one in made:
        one.__exit__(None, None, None)


def whole(body: bytes) -> str:
    if not body.endswith(b"."):
        raise CutOff("it ends too early")
    return body.decode()


def question(address: str, text: str = "why?") -> Request:
    return Request(address, (("query", text),), "text/plain")


def test_a_question_tells_who_asks_and_its_answer_is_kept(fetcher: Waiting, waits: list[float]) -> None:
    with scripted_server([Reply(b"42.")]) as server:
        first = fetcher(Manners(contact="desk@city.example"))
        assert first.fetch(question(server.address), whole) == ("42.", TODAY)
        (asked,) = server.asked
        assert (asked.method, asked.form) == ("POST", {"query": "why?"})
        assert asked.headers["accept"] == "text/plain"
        assert re.fullmatch(r"Proxenia/[0-9.]+ \(.*desk@city\.example\)", asked.headers["user-agent"])
    second = fetcher(today="2026-11-24")
    assert second.fetch(question(server.address), whole) == ("42.", TODAY)
    assert (first.asked, first.kept, second.asked, second.kept) == (1, 0, 0, 1)
    assert waits == []


def test_an_address_without_a_form_is_got(fetcher: Waiting) -> None:
    with scripted_server([Reply(b"page.")]) as server:
        assert fetcher().fetch(Request(server.address), whole)[0] == "page."
    assert server.asked[0].method == "GET"


def test_another_question_or_address_is_another_answer(fetcher: Waiting) -> None:
    with scripted_server(lambda asked: Reply(f"{asked.form['query']}.".encode())) as server:
        one = fetcher()
        assert [one.fetch(question(server.address, text), whole)[0] for text in ("a", "b", "a")] == ["a.", "b.", "a."]
    assert len(server.asked) == 2


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_passes_is_asked_again_after_waits_that_double(fetcher: Waiting, waits: list[float], status: int) -> None:
    with scripted_server([Reply(status=status)] * 3 + [Reply(b"at last.")]) as server:
        assert fetcher().fetch(question(server.address), whole)[0] == "at last."
    assert waits == [2, 4, 8]


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "17"}, 17),
        ({"Retry-After": "Sun, 22 Nov 2026 06:00:31 GMT", "Date": "Sun, 22 Nov 2026 06:00:00 GMT"}, 31),
        ({"Retry-After": "Sun, 22 Nov 2026 06:00:31 GMT"}, 2),
        ({"Retry-After": "soon"}, 2),
        ({"Retry-After": "-5"}, 2),
    ],
)
def test_a_server_may_say_how_long_to_wait(
    fetcher: Waiting, waits: list[float], headers: dict[str, str], wait: float
) -> None:
    with scripted_server([Reply(status=429, headers=headers), Reply(b"yes.")]) as server:
        assert fetcher().fetch(question(server.address), whole)[0] == "yes."
    assert waits == [wait]


def test_a_server_that_always_asks_to_wait_is_given_up(fetcher: Waiting, waits: list[float]) -> None:
    with (
        scripted_server([Reply(status=429, headers={"Retry-After": "30"})]) as server,
        pytest.raises(UnreachableError) as caught,
    ):
        fetcher().fetch(question(server.address), whole)
    assert len(server.asked) == 5
    assert waits == [30] * 4
    assert "asked too often (429 Too Many Requests)" in str(caught.value)
    assert "Run the same command again in 30 seconds" in str(caught.value)


def test_a_server_that_asks_for_an_hour_is_not_asked_again(fetcher: Waiting, waits: list[float]) -> None:
    with (
        scripted_server([Reply(status=429, headers={"Retry-After": "3600"})]) as server,
        pytest.raises(UnreachableError, match="again in 3600 seconds"),
    ):
        fetcher().fetch(question(server.address), whole)
    assert (len(server.asked), waits) == (1, [])


def test_a_server_out_of_order_is_given_up(fetcher: Waiting) -> None:
    with (
        scripted_server([Reply(status=503)]) as server,
        pytest.raises(UnreachableError, match=r"asked 5 times and gave no whole answer \(503 Service Unavailable\)"),
    ):
        fetcher().fetch(question(server.address), whole)


def test_where_no_server_is_there_is_a_clear_error(fetcher: Waiting, waits: list[float]) -> None:
    with pytest.raises(UnreachableError) as caught:
        fetcher().fetch(question(f"http://127.0.0.1:{free_port()}/sparql"), whole)
    assert "cannot be reached" in str(caught.value)
    assert "Check the connection" in str(caught.value)
    assert waits == [2]


def test_a_host_that_is_nowhere_is_a_clear_error(fetcher: Waiting) -> None:
    with pytest.raises(UnreachableError, match="cannot be reached"):
        fetcher().fetch(question("http://nowhere.invalid/sparql"), whole)


def test_an_answer_that_is_something_else_is_not_kept(fetcher: Waiting, tmp_path: Path) -> None:
    def read(_body: bytes) -> str:
        raise SourceChangedError("It is something else")

    with scripted_server([Reply(b"<html>")]) as server, pytest.raises(SourceChangedError, match="something else"):
        fetcher().fetch(question(server.address), read)
    assert len(server.asked) == 1
    assert not list(tmp_path.rglob("*.gz"))


def test_an_answer_that_ends_too_early_is_asked_for_again(fetcher: Waiting, waits: list[float]) -> None:
    with scripted_server([Reply(b"half"), Reply(b"half", said_length=1000), Reply(b"whole.")]) as server:
        assert fetcher().fetch(question(server.address), whole)[0] == "whole."
    assert waits == [2, 4]


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b"half"),
        Reply(status=504),
        Reply(b"java.util.concurrent.TimeoutException", status=500),
        Reply(b"x" * 3000 + b"."),
        Reply(b"slowly, slowly, slowly, slowly.", pause=0.3),
    ],
    ids=["cut off", "gateway", "query timeout", "too large", "too slow"],
)
def test_a_question_that_can_be_divided_is_not_asked_again_as_it_is(
    fetcher: Waiting, waits: list[float], reply: Reply
) -> None:
    with scripted_server([reply]) as server, pytest.raises(AskForLess):
        fetcher(Manners(timeout_seconds=0.5, largest_answer_bytes=2000)).fetch(
            question(server.address), whole, divisible=True
        )
    assert (len(server.asked), waits) == (1, [])


def test_a_question_that_cannot_be_divided_is_given_up(fetcher: Waiting) -> None:
    slow = Reply(b"slowly, slowly, slowly, slowly.", pause=0.3)
    with (
        scripted_server([slow]) as server,
        pytest.raises(UnreachableError, match=r"asked 2 times and gave no whole answer \(it took too long\)"),
    ):
        fetcher(Manners(timeout_seconds=0.5, tries=2)).fetch(question(server.address), whole)


def test_an_answer_that_is_too_large_is_not_read_to_its_end(fetcher: Waiting) -> None:
    bomb = gzip.compress(b"0" * 50_000_000)
    with (
        scripted_server([Reply(bomb, headers={"Content-Encoding": "gzip"})]) as server,
        pytest.raises(UnreachableError, match=r"larger than 1,000,000 bytes") as caught,
    ):
        fetcher(Manners(largest_answer_bytes=1_000_000)).fetch(question(server.address), whole)
    assert len(server.asked) == 1
    assert caught.value.exit_code == 1


def test_damaged_compression_is_told(fetcher: Waiting) -> None:
    with (
        scripted_server([Reply(b"no gzip", headers={"Content-Encoding": "gzip"})]) as server,
        pytest.raises(UnreachableError, match="its compression is damaged"),
    ):
        fetcher(Manners(tries=1)).fetch(question(server.address), whole)


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 405])
def test_what_does_not_pass_is_told_at_once(fetcher: Waiting, waits: list[float], status: int) -> None:
    headers = {"Location": "https://elsewhere.example/"} if status == 301 else {}
    with (
        scripted_server([Reply(b"<p>No\x1b[31m way", status=status, headers=headers)]) as server,
        pytest.raises(SourceChangedError, match=f"answers {status} ") as caught,
    ):
        fetcher().fetch(question(server.address), whole)
    assert (len(server.asked), waits) == (1, [])
    assert "<p>No?[31m way" in str(caught.value)
    assert ("https://elsewhere.example/" in str(caught.value)) == (status == 301)


def test_kept_answers_are_used_for_a_week(fetcher: Waiting, tmp_path: Path) -> None:
    with scripted_server([Reply(b"old."), Reply(b"new.")]) as server:
        ask = question(server.address)
        assert fetcher(today="2026-11-01").fetch(ask, whole) == ("old.", "2026-11-01")
        assert fetcher(today="2026-11-08").fetch(ask, whole) == ("old.", "2026-11-01")
        assert fetcher(today="2026-11-09").fetch(ask, whole) == ("new.", "2026-11-09")
        assert fetcher(today="2026-11-10").fetch(ask, whole) == ("new.", "2026-11-09")
    assert AnswerCache(tmp_path / "answers", "2026-11-10").drop_old() == 1
    assert [path.name for path in (tmp_path / "answers").iterdir()] == ["2026-11-09"]


def test_a_fresh_reading_uses_nothing_kept_and_keeps_what_it_gets(fetcher: Waiting) -> None:
    with scripted_server([Reply(b"old."), Reply(b"new.")]) as server:
        ask = question(server.address)
        assert fetcher().fetch(ask, whole)[0] == "old."
        assert fetcher(fresh=True).fetch(ask, whole)[0] == "new."
        assert fetcher().fetch(ask, whole)[0] == "new."
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"no gzip", id="no gzip"),
        pytest.param(gzip.compress(b"whole.")[:-3], id="cut short"),
        pytest.param(gzip.compress(b"half"), id="half an answer"),
    ],
)
def test_a_damaged_answer_is_fetched_again(fetcher: Waiting, tmp_path: Path, damage: bytes) -> None:
    with scripted_server([Reply(b"sound.")]) as server:
        fetcher().fetch(question(server.address), whole)
        (path,) = tmp_path.rglob("*.gz")
        path.write_bytes(damage)
        assert fetcher().fetch(question(server.address), whole)[0] == "sound."
    assert len(server.asked) == 2


def test_without_a_folder_nothing_is_kept() -> None:
    cache = AnswerCache(None, str(date(2026, 11, 22)))
    ask = question("https://a.example/")
    assert cache.save(ask, b"x").body == b"x"
    assert cache.load(ask, largest=10) is None
    assert cache.drop_old() == 0


@pytest.mark.parametrize("contact", ["two\nlines", "é", "(x)", "back\\slash"])
def test_a_contact_that_would_break_the_header_is_refused(contact: str) -> None:
    with pytest.raises(InputError, match="cannot be told to a server"):
        user_agent(contact)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "query.wikidata.org",
        "file:///etc/passwd",
        "http://",
        "https://me:secret@a.example/",
        "http://a b/",
        "http://[",
        "http://a:99999/",
    ],
)
def test_only_an_address_of_the_web_is_asked(address: str) -> None:
    with pytest.raises(InputError, match="is not the address of an endpoint"):
        check_address(address)
