"""The quick way and the framework's give the same answers, and odd requests harm neither."""

from urllib.parse import quote

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send
from tests.asking import Answer, Asking
from tests.factory import QUOTE_CITY, ROTTERDAM, SCRIPT_CITY, THIS_YEAR

from proxenia.atlas.app import make_app
from proxenia.atlas.hot import HotAnswers
from proxenia.atlas.world import AtlasWorld
from proxenia.snapshot.snapshot import Snapshot
from proxenia.web.headers import SECURITY_HEADERS

SEARCH, TIES = "/api/v1/search", "/api/v1/cities/{}/ties"


@pytest.fixture(scope="session")
def plain(snapshot: Snapshot) -> Asking:
    """Give a client of the atlas without its quick way."""
    app = make_app(snapshot, this_year=THIS_YEAR)
    app.user_middleware = [one for one in app.user_middleware if one.cls is not HotAnswers]
    return Asking(app)


ANSWERED = [
    SEARCH,
    f"{SEARCH}?",
    f"{SEARCH}?q=",
    f"{SEARCH}?q=rotterdam",
    f"{SEARCH}?q=Rotterdam&as_of=1979",
    f"{SEARCH}?limit=1&q=Lon",
    f"{SEARCH}?q=London,CA",
    f"{SEARCH}?q=上海",
    f"{SEARCH}?q=%E4%B8%8A%E6%B5%B7",
    f"{SEARCH}?q=Saint+Petersburg",
    f"{SEARCH}?q=%2B",
    f"{SEARCH}?q=%00",
    f"{SEARCH}?q=%3Cscript%3E",
    f"{SEARCH}?q=" + "x" * 200,
    f"{SEARCH}?q=" + "上" * 200,
    f"{SEARCH}?q=a&as_of=-3000",
    f"{SEARCH}?q=a&as_of=-0",
    f"{SEARCH}?q=a&as_of=01990",
    f"{SEARCH}?q=a&limit=100",
    f"{SEARCH}?q=a;limit=1",
    f"{SEARCH}?q=a&&limit=1",
    TIES.format(ROTTERDAM),
    TIES.format("gn%3A2747891"),
    TIES.format(ROTTERDAM) + "?as_of=1970",
    TIES.format(ROTTERDAM) + "?as_of=3000",
    TIES.format(SCRIPT_CITY),
    TIES.format(quote(QUOTE_CITY)),
    TIES.format("px:eurocities"),
]
HANDED_ON = [
    f"{SEARCH}?q=" + "x" * 201,
    f"{SEARCH}?q=a&q=b",
    f"{SEARCH}?q=a&as_of=1990&as_of=1991",
    f"{SEARCH}?q=a&as_of=abc",
    f"{SEARCH}?q=a&as_of=",
    f"{SEARCH}?q=a&as_of=99999",
    f"{SEARCH}?q=a&as_of=1990.0",
    f"{SEARCH}?q=a&as_of=1990.5",
    f"{SEARCH}?q=a&as_of=%201990",
    f"{SEARCH}?q=a&as_of=%2B1990",
    f"{SEARCH}?q=a&as_of=1_990",
    f"{SEARCH}?q=a&as_of=١٩٩٠",
    f"{SEARCH}?q=a&as_of=--1",
    f"{SEARCH}?q=a&as_of=" + "9" * 5_000,
    f"{SEARCH}?q=a&limit=0",
    f"{SEARCH}?q=a&limit=101",
    f"{SEARCH}?q=%FF",
    f"{SEARCH}?q=a&colour=red",
    f"{SEARCH}?" + "&".join(f"a{number}=1" for number in range(2_000)),
    f"{SEARCH}/",
    "/api/v1//search",
    "/api/v1/Search",
    TIES.format("gn:1"),
    TIES.format("Rotterdam"),
    TIES.format("gn%253A2747891"),
    TIES.format("%00"),
    TIES.format("x" * 301),
    TIES.format(""),
    TIES.format("..%2F..%2Fetc"),
    TIES.format(ROTTERDAM) + "?q=a",
    TIES.format(ROTTERDAM) + "?as_of=1970&as_of=1980",
    TIES.format(ROTTERDAM) + "/",
]


@pytest.mark.parametrize("address", [*ANSWERED, *HANDED_ON], ids=lambda address: address[:60])
def test_both_ways_give_the_same_bytes(client: Asking, plain: Asking, address: str) -> None:
    quick, slow = raw(client, address), raw(plain, address)
    assert (quick.status_code, quick.body) == (slow.status_code, slow.body)
    # The quick way never compresses, so only the other one varies with what the browser accepts.
    assert quick.headers | {"vary": ""} == slow.headers | {"vary": ""}
    assert raw(client, address) == quick


def raw(client: Asking, address: str) -> Answer:
    """Ask for an address that is encoded already where it needs to be."""
    path, mark, query = address.partition("?")
    return client.get(path + mark + query)


@pytest.mark.parametrize("address", ANSWERED, ids=lambda address: address[:60])
def test_what_is_asked_most_is_answered_before_the_framework(world: AtlasWorld, address: str) -> None:
    async def nobody(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise AssertionError("the framework was asked")

    app: ASGIApp = HotAnswers(nobody, atlas=world)
    answer = raw(Asking(app), address)
    assert answer.status_code == 200
    assert SECURITY_HEADERS.items() <= answer.headers.items()


@pytest.mark.parametrize("address", HANDED_ON, ids=lambda address: address[:60])
def test_what_does_not_fit_is_refused_in_the_one_shape(client: Asking, address: str) -> None:
    answer = raw(client, address)
    assert answer.status_code in {200, 307, 400, 404, 422}
    assert SECURITY_HEADERS.items() <= answer.headers.items()
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/json"
        told = answer.json()
        assert list(told) == ["ok", "error", "status"]
        assert list(told["error"]) == ["kind", "happened", "expected", "next_step"]
        assert (told["ok"], told["status"]) == (False, answer.status_code)
        assert len(answer.body) < 3_000


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1", "/api/v1/", "/api/v2/search", "/api/v1/cities", "/api/v1/%00", "/api/v1/../../etc"]
)
def test_an_unknown_address_of_the_interface_is_told_as_json(client: Asking, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"]["kind"] == "NotFoundError"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2f..%2fatlas%2fapp.py",
        "/static/%2e%2e/%2e%2e/atlas/app.py",
        "/static//etc/passwd",
        "/static/..%5c..%5capp.py",
        "/static/%00",
        "/static/map%00.js",
        "/static/" + "x" * 5_000,
        "/static/",
        "/static/map/",
        "/city/%00",
        "/nowhere/%00",
        "/%2e%2e/%2e%2e/etc/passwd",
    ],
    ids=lambda path: path[:40],
)
def test_nothing_but_the_page_s_files_is_given_out(client: Asking, path: str) -> None:
    for method in ("GET", "HEAD"):
        answer = client.get(path, method=method)
        assert answer.status_code in {404, 405}
        assert SECURITY_HEADERS.items() <= answer.headers.items()
        assert b"root:" not in answer.body
        assert b"make_app" not in answer.body


@pytest.mark.parametrize(
    "path", ["/", "/search?q=Rotterdam", "/about", "/sources", "/nowhere", "/static/proxenia.css", "/?as_of=abc"]
)
def test_every_answer_carries_the_security_headers_once(client: Asking, path: str) -> None:
    answer = client.get(path)
    names = [name for name, _ in answer.raw_headers]
    for name, value in SECURITY_HEADERS.items():
        assert names.count(name) == 1
        assert answer.headers[name] == value


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"])
@pytest.mark.parametrize("path", ["/", "/city/gn:2747891", "/search", "/api/v1/docs"])
def test_other_methods_are_refused(client: Asking, path: str, method: str) -> None:
    answer = client.get(path, method=method)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"
    assert SECURITY_HEADERS.items() <= answer.headers.items()
