"""The city level of a snapshot by pair of countries: how many ties held on each day, and who says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.model.vocabulary import Status
from proxenia.overlay.deciding import PairEvidence, evidence_of
from proxenia.overlay.pairs import Facts
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["CityBook", "CityCounts"]

_SAID: Final = ("record", "statement", "period", "status", "summary", "source", "reference", "listed")
_TIE: Final = ("one", "other", "kind", "held_as")
_SUSPENDED: Final = "suspended"
Days = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class CityCounts:
    """The city ties of a pair on several days, in the order of the days.

    Attributes
    ----------
    by_kind
        Ties in force, by kind.
    in_force, suspended
        All ties in force, and those that are suspended.
    known
        The register has city ties of both countries on the day.
    """

    by_kind: dict[str, list[int]]
    in_force: list[int]
    suspended: list[int]
    known: list[bool]


@dataclass(frozen=True, eq=False)
class CityBook:
    """The ties between local governments of different countries, sorted by pair once; a pair is then a slice of them.

    Attributes
    ----------
    world
        The whole snapshot.
    facts
        What the overlay needs of it.
    """

    world: Snapshot
    facts: Facts

    @cached_property
    def _spans(self) -> pl.DataFrame:
        """Every status of every tie with its days, those with a date first."""
        ties = self.world.ties.select(tie="id", one="a", other="b", start="start_earliest")
        abroad = self.facts.city_ties.filter(pl.col("a") != pl.col("b"))
        return (
            abroad.join(ties, on="tie", how="inner")
            .sort("a", "b", "start", "tie", "since", nulls_last=True)
            .with_columns(counted=self._counted())
        )

    def _counted(self) -> pl.Expr:
        """Return as what a tie counts: a kind, suspended, or nothing."""
        in_force = ~pl.col("status").is_in(self.facts.rule.not_in_force)
        suspended = pl.when(pl.col("status") == Status.SUSPENDED.value).then(pl.lit(_SUSPENDED))
        return pl.when(in_force).then("kind").otherwise(suspended)

    @cached_property
    def _places(self) -> dict[tuple[str, str], tuple[int, int]]:
        """Where the ties of each pair begin, and how many there are."""
        runs = self._spans.select(pl.struct("a", "b").rle().struct.unnest()).unnest("value")
        ends = runs["len"].cum_sum()
        rows = zip(runs["a"], runs["b"], ends - runs["len"], runs["len"], strict=True)
        return {(a, b): (first, count) for a, b, first, count in rows}

    @cached_property
    def _said(self) -> pl.DataFrame:
        """One statement of each tie: of its start if one tells it, else the one listed first."""
        ties = self.world.ties.select(record="id", _from=pl.col("valid_from").fill_null("\0"))
        named = ties.join(self._spans.select(record="tie"), on="record", how="semi")
        starts = pl.col("period").str.starts_with(pl.col("_from")).fill_null(value=False)
        return (
            self.world.evidence.select(_SAID)
            .join(named, on="record", how="inner")
            .with_columns(_starts=starts)
            .sort(
                "record",
                "_starts",
                "listed",
                "source",
                "statement",
                descending=[False, True, *[False] * 3],
                nulls_last=True,
            )
            .unique("record", keep="first", maintain_order=True)
            .select(_SAID)
        )

    @cached_property
    def _names(self) -> dict[str, str]:
        local = pl.concat([self._spans["one"], self._spans["other"].rename("one")]).unique()
        actors = self.world.actors.filter(pl.col("id").is_in(local.implode()))
        return dict(actors.select("id", pl.coalesce("name", "id").alias("name")).iter_rows())

    @cached_property
    def _sources(self) -> dict[str, dict[str, Any]]:
        return {row["id"]: row for row in self.world.sources.iter_rows(named=True)}

    @cached_property
    def _lines(self) -> pl.DataFrame:
        """The spans, each with the statement that is shown of its tie; none where no source makes any."""
        spans = self._spans.select("one", "other", "kind", record="tie", held_as="status")
        return spans.join(self._said, on="record", how="left", maintain_order="left").select(*_TIE, *_SAID).rechunk()

    @cached_property
    def _columns(self) -> tuple[Days, Days, NDArray[np.object_]]:
        spans = self._spans
        return spans["since"].to_numpy(), spans["until"].to_numpy(), spans["counted"].to_numpy()

    @cached_property
    def _covered(self) -> dict[str, tuple[Days, Days]]:
        """When the register has city ties of each country."""
        parts = self.facts.coverage.partition_by("code", as_dict=True)
        return {str(code[0]): (part["since"].to_numpy(), part["until"].to_numpy()) for code, part in parts.items()}

    def warm(self) -> None:
        """Gather what the first pair would wait for."""
        _ = self._places, self._names, self._sources, self._lines, self._columns, self._covered, self._sources_said

    def counts(self, a: str, b: str, days: Sequence[int]) -> CityCounts:
        """Return the ties of a pair, the lower code first, on each day."""
        first, count = self._places.get((a, b), (0, 0))
        since, until, counted = (column[first : first + count] for column in self._columns)
        asked = np.asarray(days, dtype=np.int32)
        held = (since[:, None] <= asked) & (until[:, None] >= asked)
        by_kind = {kind: held[counted == kind].sum(axis=0) for kind in self.facts.rule.city_tie_kinds}
        return CityCounts(
            by_kind={kind: numbers.tolist() for kind, numbers in by_kind.items()},
            in_force=sum(by_kind.values(), np.zeros(len(asked), dtype=np.int64)).tolist(),
            suspended=held[counted == _SUSPENDED].sum(axis=0).tolist(),
            known=(self._known(a, asked) & self._known(b, asked)).tolist(),
        )

    def _known(self, code: str, days: Days) -> NDArray[np.bool_]:
        covered = self._covered.get(code)
        if covered is None:
            return np.zeros(len(days), dtype=np.bool_)
        since, until = covered
        return np.asarray(((since[:, None] <= days) & (until[:, None] >= days)).any(axis=0))

    def evidence(self, a: str, b: str, day: int) -> list[PairEvidence]:
        """Return one statement for each city tie of a pair on a day, suspended ones too.

        Those with a date come first, the earliest before the others; no more than the rule's `shown_city_ties`.
        """
        held = self._shown(a, b, day)
        if not len(held):
            return []
        # Those shown stand among the first of the pair: one slice is quicker than a row here and there.
        first = self._places[a, b][0]
        lines = self._lines[first : int(held[-1]) + 1].rows(named=True)
        told = (lines[place] for place in (held - first).tolist())
        return [self._told(line) for line in told if line["statement"] is not None]

    def evidence_sources(self, a: str, b: str, day: int) -> set[str]:
        """Return the sources of what :meth:`evidence` returns."""
        return {source for source in self._sources_said[self._shown(a, b, day)] if source is not None}

    @cached_property
    def _sources_said(self) -> NDArray[np.object_]:
        """The source of the statement that is shown of each tie."""
        return self._lines["source"].to_numpy()

    def _shown(self, a: str, b: str, day: int) -> NDArray[np.int64]:
        """Return where the ties of a pair stand of which evidence is shown."""
        first, count = self._places.get((a, b), (0, 0))
        since, until, _ = (column[first : first + count] for column in self._columns)
        return first + np.flatnonzero((since <= day) & (until >= day))[: self.facts.rule.shown_city_ties]

    def _told(self, line: dict[str, Any]) -> PairEvidence:
        ends = f"{self._names[line['one']]} – {self._names[line['other']]}"
        says = f"{ends}, {line['kind']}, {line['held_as']}"
        return evidence_of(line, self._sources, level="city", says=says)
