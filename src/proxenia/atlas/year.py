"""What held at the end of a year: which records are shown, and with which status.

The rules are the snapshot's (:mod:`proxenia.snapshot.as_of`); a view only remembers what they chose.
"""

from collections.abc import Iterator

import polars as pl

from proxenia.atlas.index import AtlasIndex, TieRow

__all__ = ["YearView"]

_STATUS = ("status", "status_since", "reason")


class YearView:
    """The records of an index that held on 31 December of a year.

    Parameters
    ----------
    index
        Every record.
    year
        The year, astronomical.

    Attributes
    ----------
    ties
        The ties shown: id, a, b, kind, status.
    """

    def __init__(self, index: AtlasIndex, year: int) -> None:
        self.index = index
        self.year = year
        shown = index.snapshot.as_of(year)
        self.ties: pl.DataFrame = shown.ties.select("id", "a", "b", "kind", "status")
        self._shown = frozenset(self.ties["id"])
        self._acts = frozenset(shown.acts["id"])
        self._told = self._earlier(shown.ties)

    def _earlier(self, shown: pl.DataFrame) -> dict[str, tuple[str, str | None, str | None]]:
        """Return the status of the ties that had another one then than now."""
        now = self.index.snapshot.ties.select("id", pl.col("status").alias("now"))
        other = shown.join(now, on="id").filter(pl.col("status") != pl.col("now"))
        return {row[0]: (row[1], row[2], row[3]) for row in other.select("id", *_STATUS).iter_rows()}

    def shows_tie(self, tie: str) -> bool:
        """Tell whether a tie is on the map."""
        return tie in self._shown

    def shows_act(self, act: str) -> bool:
        """Tell whether an act had happened."""
        return act in self._acts

    def ties_of(self, actor: str) -> Iterator[TieRow]:
        """Yield the ties of an actor that are on the map."""
        return (tie for tie in self.index.ties_of.get(actor, ()) if tie.id in self._shown)

    def status(self, tie: TieRow) -> tuple[str, str | None, str | None]:
        """Return the status of a tie as it stood, since when, and why."""
        return self._told.get(tie.id) or (tie.status, tie.status_since, tie.reason)
