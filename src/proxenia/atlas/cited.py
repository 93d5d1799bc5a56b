"""The sources behind what a page shows, as it asks to be cited."""

from collections.abc import Iterable
from dataclasses import dataclass

from proxenia.atlas.index import AtlasIndex

__all__ = ["CitedSource", "cited_sources", "described_sources"]


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source, how its publisher asks to be cited, and its licence; the statements of it behind the page."""

    id: str
    title: str
    citation: str
    licence: str
    statements: int


def cited_sources(index: AtlasIndex, records: Iterable[str]) -> list[CitedSource]:
    """Return the sources of ties, acts and actors, those with most statements first."""
    return described_sources(index, index.source_counts(records))


def described_sources(index: AtlasIndex, counts: dict[str, int]) -> list[CitedSource]:
    """Return sources with the numbers of their statements, the highest first."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [_cited(index, source, number) for source, number in ordered]


def _cited(index: AtlasIndex, source: str, statements: int) -> CitedSource:
    row = index.sources.get(source, {})
    title = row.get("title") or source
    citation = row.get("citation") or ", ".join(filter(None, (row.get("publisher"), title, row.get("date"))))
    return CitedSource(source, title, citation, row.get("licence") or "", statements)
