"""The two routes asked most, answered from memory before the framework is asked: search and an actor's ties.

Anything unusual – another parameter, a value out of range, an actor nobody knows – goes on to the application,
which checks it and answers in the same words; the answers of both ways are the same bytes.
"""

from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl

from starlette.types import ASGIApp, Receive, Scope, Send

from proxenia.atlas.world import FIRST_YEAR, LAST_YEAR, AtlasWorld
from proxenia.errors import ProxeniaError
from proxenia.web.headers import SECURITY_HEADERS

__all__ = ["HotAnswers"]

_PREFIX: Final = "/api/v1/"
_ANSWERS_KEPT: Final = 20_000
_LONGEST: Final = 3_000
"""200 letters of any script, encoded, and what stands beside them."""
_ALLOWED: Final = {"search": {"q", "as_of", "limit"}, "ties": {"as_of"}}
_HEADERS: Final = [
    (b"content-type", b"application/json"),
    *((name.encode(), value.encode()) for name, value in SECURITY_HEADERS.items()),
]


class HotAnswers:
    """Answers the hot routes of an atlas, and hands everything else on.

    Parameters
    ----------
    app
        The whole application.
    atlas
        What it serves.
    """

    def __init__(self, app: ASGIApp, atlas: AtlasWorld) -> None:
        self.app = app
        self._atlas = atlas
        self._remembered = lru_cache(maxsize=_ANSWERS_KEPT)(self._answer)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or as the application does."""
        if scope["type"] == "http" and scope["method"] == "GET" and _is_short(scope):
            body = self._remembered(scope["path"], scope["query_string"])
            if body is not None:
                headers = [*_HEADERS, (b"content-length", str(len(body)).encode())]
                await send({"type": "http.response.start", "status": 200, "headers": headers})
                await send({"type": "http.response.body", "body": body})
                return
        await self.app(scope, receive, send)

    def _answer(self, path: str, query: bytes) -> bytes | None:
        """Return the body of a hot route, or nothing when the application shall answer."""
        parts = path.removeprefix(_PREFIX).split("/")
        route = "search" if parts == ["search"] else parts[2] if len(parts) == 3 and parts[0] == "cities" else ""
        asked = _asked(query, _ALLOWED.get(route, set()))
        if asked is None or route not in _ALLOWED:
            return None
        try:
            year = _whole(asked.get("as_of"), self._atlas.this_year, FIRST_YEAR, LAST_YEAR)
            if route == "search":
                return self._atlas.search_json(asked.get("q", ""), year, _whole(asked.get("limit"), 20, 1, 100))
            return self._atlas.ties_json(parts[1], year)
        except (ProxeniaError, ValueError):
            return None


def _is_short(scope: Scope) -> bool:
    """Tell whether a request may be remembered: no memory is spent on longer ones."""
    path: str = scope["path"]
    return path.startswith(_PREFIX) and len(path) + len(scope["query_string"]) <= _LONGEST


def _asked(query: bytes, allowed: set[str]) -> dict[str, str] | None:
    """Return the parameters of a query; nothing when one is repeated, unknown or too long."""
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=3)
    except (ValueError, UnicodeDecodeError):
        return None
    asked = dict(pairs)
    if len(asked) != len(pairs) or not asked.keys() <= allowed or len(asked.get("q", "")) > 200:
        return None
    return asked


def _whole(text: str | None, default: int, lowest: int, highest: int) -> int:
    if text is None:
        return default
    if not text.removeprefix("-").isdecimal() or not text.isascii() or not lowest <= int(text) <= highest:
        raise ValueError(text)
    return int(text)
