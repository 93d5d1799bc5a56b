"""The history as the atlas holds it: prepared when somebody first asks; the years asked for last are kept."""

from collections.abc import Callable
from functools import cached_property, lru_cache
from threading import Lock
from typing import Final

import orjson

from proxenia.history.indicators import Indicators
from proxenia.history.past import History, Past
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["RememberedHistory"]

_YEARS_KEPT: Final = 64


class RememberedHistory:
    """The history of one snapshot: prepared when somebody first asks; the last years are kept.

    Parameters
    ----------
    snapshot
        The whole snapshot.
    this_year
        The last year that can be asked for.
    as_of
        Gives the snapshot as it held at the end of a year.
    """

    def __init__(self, snapshot: Snapshot, *, this_year: int, as_of: Callable[[int], Snapshot] | None = None) -> None:
        self.this_year = this_year
        self._snapshot = snapshot
        self._as_of = as_of
        self._lock = Lock()
        self.in_year: Callable[[int], History] = lru_cache(maxsize=_YEARS_KEPT)(self._in_year)
        self.json: Callable[[int], bytes] = lru_cache(maxsize=_YEARS_KEPT)(self._json)

    @cached_property
    def past(self) -> Past:
        """The history of all years."""
        return Past(self._snapshot, this_year=self.this_year, as_of=self._as_of)

    @cached_property
    def _found(self) -> Indicators:
        return Indicators.of(self._snapshot, this_year=self.this_year)

    def indicators(self) -> Indicators:
        """Return the indicators of change."""
        with self._lock:
            return self._found

    def _in_year(self, year: int) -> History:
        with self._lock:
            return self.past.in_year(year)

    def _json(self, year: int) -> bytes:
        return orjson.dumps(self.in_year(year).as_json())
