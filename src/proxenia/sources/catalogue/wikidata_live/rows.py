"""Answers in SPARQL's JSON, read strictly: what is not one is said with its beginning, never taken for empty."""

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import orjson

from proxenia.errors import SourceChangedError
from proxenia.sources.fetching.fetcher import CutOff, beginning

__all__ = ["RESULTS_TYPE", "Row", "Term", "item_of", "read_rows"]

RESULTS_TYPE: Final = "application/sparql-results+json"
_TYPES: Final = frozenset({"uri", "literal", "typed-literal", "bnode"})
_ITEM_ADDRESS = re.compile(r"https?://www\.wikidata\.org/entity/(Q[1-9][0-9]{0,11})", re.ASCII)
_UNKNOWN_VALUE: Final = "/.well-known/genid/"


class Term(NamedTuple):
    """One cell: its type (``uri``, ``literal``, ``bnode``), its text, its language."""

    type: str
    text: str
    language: str = ""

    @property
    def is_unknown(self) -> bool:
        """True for Wikidata's "some value": a node without a name, or the name that stands for one."""
        return self.type == "bnode" or (self.type == "uri" and _UNKNOWN_VALUE in self.text)


Row = Mapping[str, Term]


def item_of(term: Term | None) -> str | None:
    """Return the item that a cell names, or nothing.

    >>> item_of(Term("uri", "http://www.wikidata.org/entity/Q64")), item_of(Term("literal", "Q64"))
    ('Q64', None)
    """
    match = _ITEM_ADDRESS.fullmatch(term.text) if term is not None and term.type == "uri" else None
    return match.group(1) if match else None


def read_rows(body: bytes) -> list[Row]:
    """Return the rows of an answer.

    Raises
    ------
    CutOff
        When it begins as an answer does and breaks off: the server ran out of time while it wrote.
    SourceChangedError
        When it is something else.
    """
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        if body.lstrip()[:1] == b"{":
            raise CutOff(
                f"its JSON breaks off or is damaged at byte {error.pos} of {len(body)}: {beginning(body)!r}"
            ) from error
        raise _no_answer(body) from error
    try:
        _ = [str(name) for name in content["head"]["vars"]]
        return [{name: _term(cell) for name, cell in row.items()} for row in content["results"]["bindings"]]
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise _no_answer(body) from error


def _term(cell: Any) -> Term:
    kind, text, language = cell["type"], cell["value"], cell.get("xml:lang", "")
    if kind not in _TYPES or not isinstance(text, str) or not isinstance(language, str):
        raise TypeError(kind)
    return Term(kind, text, language)


def _no_answer(body: bytes) -> SourceChangedError:
    return SourceChangedError(
        f"The endpoint answers something that is no SPARQL result: {beginning(body)!r}",
        expected="Expected JSON with head.vars and results.bindings",
        next_step="Check that the address is a SPARQL endpoint and not a page about it; nothing was written",
    )
