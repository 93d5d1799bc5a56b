"""What held at the end of a year, all of it or what fits a choice: which records are shown, and with which status.

The rules are the snapshot's (:mod:`proxenia.snapshot.as_of`, :mod:`proxenia.snapshot.choice`); a view only remembers
what they chose.
"""

from collections.abc import Iterator
from functools import cached_property

import polars as pl

from proxenia.atlas.index import AtlasIndex, TieRow
from proxenia.snapshot.choice import EVERYTHING, Choice, choose

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
    choice
        Only what fits it.

    Attributes
    ----------
    ties
        The ties shown: id, a, b, kind, status.
    actors
        Who is in what fits a choice; none when nothing is chosen, for then everybody is.
    """

    def __init__(self, index: AtlasIndex, year: int, choice: Choice = EVERYTHING) -> None:
        self.index = index
        self.year = year
        self.choice = choice
        chosen = choose(index.as_of(year), choice)
        shown = chosen.snapshot
        self.actors = chosen.actors if choice else None
        self._in_role = chosen.in_role
        self._parts = frozenset(shown.participations.iter_rows()) if choice else None
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

    def participants(self, act: str) -> list[tuple[str, str]]:
        """Return who took part in an act, and as what; of a choice, the parts that fit it."""
        parts = self.index.participants_of.get(act, ())
        return [(actor, role) for actor, role in parts if self._parts is None or (act, actor, role) in self._parts]

    def acts_of(self, actor: str) -> list[tuple[str, str]]:
        """Return the acts an actor took part in by then, and as what; of a choice, the parts that fit it."""
        parts = [(act, role) for act, role in self.index.acts_of.get(actor, ()) if act in self._acts]
        return [(act, role) for act, role in parts if self._parts is None or (act, actor, role) in self._parts]

    def ties_of(self, actor: str) -> Iterator[TieRow]:
        """Yield the ties of an actor that are on the map; of a choice with a role, those with whoever had it."""
        held = (tie for tie in self.index.ties_of.get(actor, ()) if tie.id in self._shown)
        if self._in_role is None:
            return held
        return (tie for tie in held if (tie.b if tie.a == actor else tie.a) in self._in_role)

    def tie_count(self, actor: str) -> int:
        """Return how many ties of an actor are on the map."""
        return self._tie_counts.get(actor, 0) if self._in_role is None else sum(1 for _ in self.ties_of(actor))

    @cached_property
    def _tie_counts(self) -> dict[str, int]:
        ends = pl.concat([self.ties["a"], self.ties["b"].rename("a")])
        return dict(ends.value_counts().iter_rows())

    def status(self, tie: TieRow) -> tuple[str, str | None, str | None]:
        """Return the status of a tie as it stood, since when, and why."""
        return self._told.get(tie.id) or (tie.status, tie.status_since, tie.reason)
