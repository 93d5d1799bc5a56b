"""Questions in pages: so many items at once, half as many where that takes too long, none asked for twice."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from proxenia.sources.catalogue.wikidata_live.rows import RESULTS_TYPE, Row, read_rows
from proxenia.sources.fetching.answers import Request
from proxenia.sources.fetching.fetcher import AskForLess, Fetcher

__all__ = ["Asking"]

_LISTED_AT_ONCE: Final = 5_000
"""Items of one page of a list."""
_FEWEST_LISTED: Final = 100
"""A page of a list is not halved further: sorting takes its time however few items are shown."""
_MOST_LISTED: Final = 2_000_000
"""More pages than this many items are no list of Wikidata: an endpoint that answers the same for ever."""


def _nothing(_count: int) -> None:
    pass


@dataclass(slots=True)
class Asking:
    """Asks one endpoint.

    Attributes
    ----------
    page_size
        How many items one question is about.
    answered
        Called with the number of items that an answer was about.
    oldest_day
        The earliest day (EDTF) of the answers used so far.
    """

    endpoint: str
    fetcher: Fetcher
    page_size: int = 100
    answered: Callable[[int], None] = _nothing
    oldest_day: str = field(default="")

    def ask(self, query: str, *, divisible: bool = False) -> list[Row]:
        """Return the rows that answer a question.

        Raises
        ------
        AskForLess
            For a divisible question that takes too long, is too large or comes cut off.
        """
        rows, day = self.fetcher.fetch(self._request(query), read_rows, divisible=divisible)
        self.oldest_day = min(day, self.oldest_day) if self.oldest_day else day
        return rows

    def ask_about(self, items: Sequence[str], query: Callable[[Sequence[str]], str]) -> Iterator[Row]:
        """Give the rows about items, page by page."""
        for start in range(0, len(items), self.page_size):
            yield from self._about_page(items[start : start + self.page_size], query)

    def _about_page(self, items: Sequence[str], query: Callable[[Sequence[str]], str]) -> list[Row]:
        """Return the rows about a page of items; a page that is too much is halved."""
        text = query(items)
        rows = self._whole(text, divisible=len(items) > 1)
        if rows is None:
            half = len(items) // 2
            return self._about_page(items[:half], query) + self._about_page(items[half:], query)
        self.answered(len(items))
        return rows

    def list_rows(self, query: Callable[[int, int], str]) -> Iterator[Row]:
        """Give the rows of a list that is asked for by offset and limit."""
        for offset in range(0, _MOST_LISTED, _LISTED_AT_ONCE):
            rows = self._listed(query, offset, _LISTED_AT_ONCE)
            yield from rows
            if len(rows) < _LISTED_AT_ONCE:
                break

    def _listed(self, query: Callable[[int, int], str], offset: int, limit: int) -> list[Row]:
        rows = self._whole(query(offset, limit), divisible=limit > _FEWEST_LISTED)
        if rows is not None:
            return rows
        half = limit // 2
        first = self._listed(query, offset, half)
        # A first half that is not full ends the list.
        return first + (self._listed(query, offset + half, limit - half) if len(first) == half else [])

    def _whole(self, query: str, *, divisible: bool) -> list[Row] | None:
        """Return the rows of a question asked as it is, or nothing where it has to be divided.

        That it has to be is kept too, so that the next run does not wait for it again.
        """
        mark = Request(self.endpoint, (("query", query), ("divided", "1")))
        if divisible and self.fetcher.cache.load(mark, largest=0) is not None:
            return None
        try:
            return self.ask(query, divisible=divisible)
        except AskForLess as told:
            self.fetcher.tell(f"A question is divided into two: {told.reason}")
            self.fetcher.cache.save(mark, b"")
            return None

    def _request(self, query: str) -> Request:
        return Request(self.endpoint, (("query", query),), RESULTS_TYPE)
