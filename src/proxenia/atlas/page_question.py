"""What tells a page from every other: its address, and whether it is wanted packed."""

import re
from typing import Final, NamedTuple
from urllib.parse import quote

from starlette.types import Scope

__all__ = ["PageQuestion"]

_LONGEST_ADDRESS: Final = 3_000
_FOLDERS: Final = frozenset(
    {"", "about", "act", "actor", "audit", "city", "city-network", "country", "country-pair", "expected-ties"}
    | {"cases", "compare", "field", "functions", "history", "indicators", "law", "measures", "profiles", "sources"}
    | {"tie", "two-maps", "outlook", "conditions", "scenarios", "how-well"}
)
"""The first part of the addresses of pages that are kept; a search may ask for anything, and is quick."""


_year_asked = re.compile(rb"(?:^|&)as_of=(-?[0-9]{1,4})(?:&|$)").search


class PageQuestion(NamedTuple):
    """A question for a page that may be kept.

    Attributes
    ----------
    path
        The path of the address, with its first stroke.
    query
        What follows the question mark, as it was sent.
    packed
        Whether the browser takes the page packed with gzip.
    """

    path: str
    query: bytes
    packed: bool

    @classmethod
    def of(cls, scope: Scope) -> "PageQuestion | None":
        """Return the question that a browser asks; nothing for what is no page, or none that is kept."""
        if scope["type"] != "http" or scope["method"] != "GET":
            return None
        path: str = scope["path"]
        if path[1:].partition("/")[0] not in _FOLDERS or len(path) + len(scope["query_string"]) > _LONGEST_ADDRESS:
            return None
        accepts = next((value for name, value in scope["headers"] if name == b"accept-encoding"), b"")
        return cls(path, scope["query_string"], b"gzip" in accepts)

    @classmethod
    def to(cls, address: str) -> "PageQuestion":
        """Return the question for an address, as every browser of today asks it.

        >>> PageQuestion.to("/country/NL?as_of=1990")
        PageQuestion(path='/country/NL', query=b'as_of=1990', packed=True)
        """
        path, _, query = address.partition("?")
        return cls(path, query.encode(), packed=True)

    @property
    def folder(self) -> str:
        """The first part of the path; empty for the map."""
        return self.path[1:].partition("/")[0]

    @property
    def year(self) -> int | None:
        """The year asked for; nothing where none is, or none that could be one.

        >>> PageQuestion.to("/compare?city=gn:1&as_of=1990").year, PageQuestion.to("/country/NL").year
        (1990, None)
        """
        asked = _year_asked(self.query)
        return None if asked is None else int(asked[1])

    def scope(self) -> Scope:
        """Return the question as an application is asked it."""
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": self.path,
            "raw_path": quote(self.path).encode(),
            "query_string": self.query,
            "root_path": "",
            "headers": [(b"host", b"localhost"), *([(b"accept-encoding", b"gzip")] if self.packed else [])],
            "client": None,
            "server": None,
            "state": {},
        }
