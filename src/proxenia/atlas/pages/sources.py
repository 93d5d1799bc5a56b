"""Every source with its licence, citation and counts."""

from dataclasses import dataclass

from proxenia.atlas.index import AtlasIndex

__all__ = ["SourceLine", "SourcesPage", "build"]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as its publisher describes it, and how many of its statements stand."""

    id: str
    title: str | None
    publisher: str | None
    licence: str | None
    citation: str | None
    address: str | None
    date: str | None
    derived_from: list[str]
    roots: list[str]
    statements: int


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """All sources, those with most statements first."""

    as_of: int
    sources: list[SourceLine]


def build(index: AtlasIndex, *, as_of: int) -> SourcesPage:
    """Return the payload of the sources."""
    names = SourceLine.__dataclass_fields__
    lines = [SourceLine(**{name: row[name] for name in names}) for row in index.sources.values()]
    return SourcesPage(as_of=as_of, sources=sorted(lines, key=lambda line: (-line.statements, line.id)))
