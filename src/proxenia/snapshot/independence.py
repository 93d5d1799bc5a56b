"""Which sources count as independent: those whose roots differ.

A statement of one source may cite another that the ledger describes, as the founding register cites public lists:
then the cited one is its *origin*, and the origin's roots count. An address of Wikipedia is Wikipedia's.

The roots of a source are the sources at the end of its chain of ``derived_from``; a parent that is not in the
ledger is itself a root. Of the sources behind a record, those that share any root are joined to one group, and
the number of groups is the number of independent sources.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Protocol

import polars as pl

from proxenia.snapshot.tables import SOURCES

__all__ = ["Independence", "SourceLike", "compile_sources", "with_origin"]

_JOINT: Final = "\x1f"
_WIKIPEDIA: Final = "wikipedia"
"""The root of every list made from Wikipedia, in any language."""


class SourceLike(Protocol):
    """What compiling needs to know of a source."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str | None: ...  # noqa: D102
    @property
    def publisher(self) -> str | None: ...  # noqa: D102
    @property
    def licence(self) -> str | None: ...  # noqa: D102
    @property
    def citation(self) -> str | None: ...  # noqa: D102
    @property
    def address(self) -> str | None: ...  # noqa: D102
    @property
    def date(self) -> str | None: ...  # noqa: D102
    @property
    def derived_from(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def keeps_direction(self) -> bool: ...  # noqa: D102


def _reached(parents: Mapping[str, Sequence[str]], source: str) -> set[str]:
    seen: set[str] = set()
    waiting = [source]
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            waiting.extend(parents.get(current, ()))
    return seen


class Independence:
    """The roots of every source, and how many independent sources a set of them holds."""

    def __init__(self, parents: Mapping[str, Sequence[str]]) -> None:
        self._parents = {source: tuple(sorted(set(above))) for source, above in parents.items()}
        self._roots: dict[str, frozenset[str]] = {}
        self._counts: dict[str, int] = {}

    def roots(self, source: str) -> frozenset[str]:
        """Return the sources at the end of the chain; of a circle, all that are in it."""
        known = self._roots.get(source)
        if known is None:
            reached = _reached(self._parents, source)
            ends = {item for item in reached if not self._parents.get(item)}
            known = self._roots[source] = frozenset(ends or (reached - {source}) | {source})
        return known

    def count(self, sources: Iterable[str]) -> int:
        """Return how many groups remain when sources that share a root are joined.

        >>> Independence({"list": ["wiki"], "copy": ["list"], "other": []}).count(["list", "copy", "other"])
        2
        """
        groups: list[set[str]] = []
        for source in sources:
            joined = set(self.roots(source))
            apart = []
            for group in groups:
                if group & joined:
                    joined |= group
                else:
                    apart.append(group)
            groups = [*apart, joined]
        return len(groups)

    def _count_text(self, text: str) -> int:
        known = self._counts.get(text)
        if known is None:
            known = self._counts[text] = self.count(text.split(_JOINT))
        return known

    def with_count(self, frame: pl.DataFrame, column: str, target: str) -> pl.DataFrame:
        """Return the frame with the number of independent sources of a column of lists of sources."""
        keyed = frame.with_columns(pl.col(column).list.join(_JOINT).alias("_sources"))
        texts = keyed["_sources"].unique().sort()
        counts = pl.DataFrame(
            {"_sources": texts, target: [self._count_text(text) for text in texts]},
            schema={"_sources": pl.String(), target: pl.Int32()},
        )
        return keyed.join(counts, on="_sources", how="left", maintain_order="left").drop("_sources")


def with_origin(statements: pl.DataFrame, sources: Iterable[SourceLike]) -> pl.DataFrame:
    """Return statements with the column `origin`: the described source that they cite, else their own source."""
    addresses = {source.address: source.id for source in sources if source.address}
    cited = pl.DataFrame(
        {"reference": list(addresses), "_cited": list(addresses.values())},
        schema={"reference": pl.String(), "_cited": pl.String()},
    )
    of_wikipedia = pl.col("reference").str.contains(r"^https?://[^/]*wikipedia\.org/")
    return (
        statements.join(cited, on="reference", how="left", maintain_order="left")
        .with_columns(
            origin=pl.when(pl.col("_cited").is_not_null())
            .then("_cited")
            .when(of_wikipedia)
            .then(pl.lit(_WIKIPEDIA))
            .otherwise("source")
        )
        .drop("_cited")
    )


def compile_sources(
    statements: pl.DataFrame, sources: Iterable[SourceLike], independence: Independence
) -> pl.DataFrame:
    """Return the table of sources; one that the ledger does not describe keeps only its id."""
    described = {source.id: source for source in sources}
    counts = dict(statements.group_by("source").len().iter_rows())
    rows = []
    for name in sorted({*described, *counts}):
        source = described.get(name)
        told = (
            (None,) * 6
            if source is None
            else (
                source.title,
                *(text or None for text in (source.publisher, source.licence, source.citation)),
                source.address,
                source.date,
            )
        )
        above = sorted(set(source.derived_from)) if source is not None else []
        keeps = source.keeps_direction if source is not None else None
        rows.append((name, *told, above, sorted(independence.roots(name)), keeps, counts.get(name, 0)))
    return pl.DataFrame(rows, schema=SOURCES.schema, orient="row")
