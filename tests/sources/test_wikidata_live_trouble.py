"""An endpoint in trouble: a clear error, nothing fetched twice, the same statements once it is well again."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from tests.sources.http_servers import Asked, Reply, free_port, scripted_server, sparql_server
from tests.sources.rdf_of_entities import triples_of
from tests.sources.wikidata_live.made_items import sample_items

from proxenia.errors import SourceChangedError, WorldError
from proxenia.ledger import Ledger
from proxenia.model.statement import Statement
from proxenia.sources.catalogue import describe
from proxenia.sources.catalogue.wikidata_live.reader import LiveOptions, read
from proxenia.sources.catalogue.wikidata_live.rows import Term, item_of, read_rows
from proxenia.sources.catalogue.wikidata_live.scope import Scope
from proxenia.sources.context import Context
from proxenia.sources.fetching.fetcher import CutOff
from proxenia.sources.fetching.manners import Manners
from proxenia.sources.report import ReadReport
from proxenia.sources.run import run_source

WORLD = Scope(world=True)
Script = Callable[[Asked], Reply]
CLIENT = httpx.Client(timeout=30)


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with sparql_server(tmp_path_factory.mktemp("made"), triples_of(sample_items())) as address:
        yield address
    CLIENT.close()


@pytest.fixture(scope="module")
def sound(endpoint: str) -> list[Statement]:
    """Give what the endpoint says when it is well."""
    return list(read(reading(endpoint, None)))


def reading(
    address: str,
    cache: Path | None,
    *,
    page_size: int = 100,
    scope: Scope = WORLD,
    waits: list[float] | None = None,
    manners: Manners | None = None,
) -> Context:
    options = LiveOptions(
        scope,
        address,
        page_size=page_size,
        manners=manners or Manners(timeout_seconds=20),
        sleep=(waits if waits is not None else []).append,
    )
    return Context(describe("wikidata_live"), Path("nowhere"), "2026-11-22", options={"live": options}, cache=cache)


def well(endpoint: str) -> Script:
    """Pass a question on to the endpoint."""

    def script(asked: Asked) -> Reply:
        accept = {"Accept": asked.headers["accept"]}
        answer = CLIENT.post(endpoint, data=dict(asked.form), headers=accept)
        return Reply(answer.content, answer.status_code)

    return script


def after(number: int, first: Script, then: Script) -> Script:
    """Answer some questions in one way, and the rest in another."""
    left = [number]

    def script(asked: Asked) -> Reply:
        left[0] -= 1
        return (first if left[0] >= 0 else then)(asked)

    return script


def always(reply: Reply) -> Script:
    return lambda _asked: reply


def items_in(asked: Asked) -> int:
    values = re.search(r"VALUES \?item \{([^}]*)\}", asked.form["query"])
    return len(values.group(1).split()) if values else 0


def test_trouble_that_passes_changes_nothing(endpoint: str, sound: list[Statement], tmp_path: Path) -> None:
    kinds = [Reply(status=429, headers={"Retry-After": "7"}), Reply(status=503), Reply(status=502)]
    answer, count = well(endpoint), [0]

    def now_and_then(asked: Asked) -> Reply:
        count[0] += 1
        return kinds[count[0] // 4 % 3] if count[0] % 4 == 0 else answer(asked)

    waits: list[float] = []
    with scripted_server(now_and_then) as server:
        assert list(read(reading(server.address, tmp_path, waits=waits))) == sound
        assert len(waits) >= 3
        before = len(server.asked)
        assert list(read(reading(server.address, tmp_path))) == sound
        assert len(server.asked) == before, "a second reading asks nothing"


def test_an_interrupted_reading_goes_on_where_it_stopped(
    endpoint: str, sound: list[Statement], tmp_path: Path, ledger: Ledger
) -> None:
    busy = always(Reply(status=429, headers={"Retry-After": "60"}))
    with scripted_server(after(9, well(endpoint), busy)) as server:

        def run(moment: str) -> ReadReport:
            return run_source(read, reading(server.address, tmp_path), ledger, recorded_at=moment)

        with pytest.raises(WorldError, match=r"again in 60 seconds; 9 answers are kept"):
            run("2026-11-22T06:00:00.000000Z")
        assert ledger.sources() == []
        assert ledger.statements_table().num_rows == 0
        first = {asked.form["query"] for asked in server.asked[:9]}
        server.script = well(endpoint)
        del server.asked[:]
        assert run("2026-11-22T07:00:00.000000Z").statements_new == len({one.id for one in sound})
        assert not first & {asked.form["query"] for asked in server.asked}


def test_a_page_that_takes_too_long_is_halved(endpoint: str, sound: list[Statement], tmp_path: Path) -> None:
    answer = well(endpoint)

    def slow_for_many(asked: Asked) -> Reply:
        if items_in(asked) > 2:
            return Reply(b"java.util.concurrent.TimeoutException: Query deadline is expired", status=500)
        return answer(asked)

    waits: list[float] = []
    with scripted_server(slow_for_many) as server:
        assert list(read(reading(server.address, tmp_path, page_size=8, waits=waits))) == sound
        assert waits == []
        assert max(map(items_in, server.asked)) == 8
        del server.asked[:]
        assert list(read(reading(server.address, tmp_path, page_size=8))) == sound
        assert server.asked == [], "that a page has to be halved is remembered too"


@pytest.mark.parametrize(
    "cut",
    [
        lambda body: body[: len(body) // 2],
        lambda body: body[: len(body) // 2] + b"\nSPARQL-QUERY: \njava.util.concurrent.TimeoutException",
    ],
    ids=["cut off", "an error in the middle"],
)
def test_an_answer_that_breaks_off_is_asked_for_in_halves(
    endpoint: str, sound: list[Statement], tmp_path: Path, cut: Callable[[bytes], bytes]
) -> None:
    answer = well(endpoint)

    def breaks_off(asked: Asked) -> Reply:
        reply = answer(asked)
        return Reply(cut(reply.body)) if items_in(asked) > 3 else reply

    with scripted_server(breaks_off) as server:
        assert list(read(reading(server.address, tmp_path))) == sound


def test_an_answer_that_is_too_large_is_asked_for_in_halves(endpoint: str, sound: list[Statement]) -> None:
    largest = Manners(largest_answer_bytes=12_000)
    with scripted_server(well(endpoint)) as server:
        assert list(read(reading(server.address, None, page_size=50, manners=largest))) == sound
        sizes = sorted({items_in(asked) for asked in server.asked})
    assert sizes[-1] == 8
    assert len(sizes) > 3, sizes


def test_a_single_item_that_takes_too_long_is_given_up(endpoint: str) -> None:
    answer = well(endpoint)
    with (
        scripted_server(lambda asked: Reply(status=504) if items_in(asked) else answer(asked)) as server,
        pytest.raises(WorldError, match=r"5 times and gave no whole answer \(504 Gateway Timeout\)"),
    ):
        list(read(reading(server.address, None)))


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b"<!DOCTYPE html>\n<html><title>Maintenance</title>", "<!DOCTYPE html> <html><title>Maintenance</title>"),
        (b"", "''"),
        (b"[1, 2]", "[1, 2]"),
        (b'"text"', "text"),
        (b"\xff\xfe{}", "{}"),
        (b'{"results": []}', "results"),
        (b'{"head": {"vars": ["item"]}, "results": {"bindings": {"a": 1}}}', "bindings"),
        (b'{"head": {"vars": ["item"]}, "results": {"bindings": [[]]}}', "bindings"),
        (b'{"head": {"vars": ["item"]}, "results": {"bindings": [{"item": "Q1"}]}}', "Q1"),
        (b'{"head": {"vars": ["item"]}, "results": {"bindings": [{"item": {"type": "uri", "value": 1}}]}}', "uri"),
        (b'{"head": {"vars": ["item"]}, "results": {"bindings": [{"item": {"type": "odd", "value": "1"}}]}}', "odd"),
        (b'{"head": {}, "boolean": true}', "boolean"),
    ],
)
def test_what_is_no_answer_is_shown_with_its_beginning(body: bytes, shown: str, tmp_path: Path) -> None:
    with (
        scripted_server([Reply(body)]) as server,
        pytest.raises(SourceChangedError, match="something that is no SPARQL result") as caught,
    ):
        list(read(reading(server.address, tmp_path)))
    assert shown in str(caught.value)
    assert len(server.asked) == 1
    assert not list(tmp_path.rglob("*.gz"))


def test_json_that_always_breaks_off_is_shown_with_its_beginning() -> None:
    with (
        scripted_server([Reply(b'{"head": {"vars": ["item"]}, "resu')]) as server,
        pytest.raises(WorldError, match=r"its JSON breaks off or is damaged at byte .*\"vars\"") as caught,
    ):
        list(read(reading(server.address, None)))
    assert '\'{"head"' in str(caught.value)


def test_a_page_about_something_else_is_told(endpoint: str) -> None:
    with (
        scripted_server([Reply(b"<h1>Not found</h1>", status=404)]) as server,
        pytest.raises(SourceChangedError, match=r"answers 404 Not Found: '<h1>Not found</h1>'"),
    ):
        list(read(reading(server.address, None)))


def test_without_a_way_there_is_a_clear_error() -> None:
    waits: list[float] = []
    with pytest.raises(WorldError, match="cannot be reached"):
        list(read(reading(f"http://127.0.0.1:{free_port()}/sparql", None, waits=waits)))
    assert waits == [2]


def test_cells_are_read_as_they_are() -> None:
    with pytest.raises(CutOff):
        read_rows(b'{"head": {"vars": [')
    assert read_rows(b'{"head": {"vars": []}, "results": {"bindings": []}}') == []
    assert item_of(Term("uri", "http://www.wikidata.org/entity/Q64/../Q1")) is None
    assert item_of(Term("uri", "http://elsewhere.example/entity/Q64")) is None
    assert Term("bnode", "b0").is_unknown
    assert Term("uri", "http://www.wikidata.org/.well-known/genid/0a").is_unknown
    assert not Term("literal", "/.well-known/genid/").is_unknown
