"""Where the registers disagree: counts by kind, and the findings with their statements side by side."""

from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.lines import ActorLink, actor_link
from proxenia.audit.audit import Audit
from proxenia.audit.lines import with_links
from proxenia.audit.registry import CHECKS

__all__ = ["ROWS_ON_A_PAGE", "AuditPage", "CountryLine", "FindingLine", "KindLine", "SaidLine", "build"]

ROWS_ON_A_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class KindLine:
    """A way in which registers disagree, and how many findings of it there are."""

    id: str
    label: str
    meaning: str
    count: int


@dataclass(frozen=True, slots=True)
class CountryLine:
    """A country that findings are about."""

    code: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class SaidLine:
    """What one source says.

    Attributes
    ----------
    link, exact
        Leads to the original where `exact`, else to the source as a whole; none where there is no address.
    cited_title
        The list that the source cites for it, where that is a described source too.
    """

    source: str
    source_title: str
    cited_title: str | None
    reference: str
    link: str | None
    exact: bool
    value: str


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One disagreement: whom it is about, and the statements side by side.

    Attributes
    ----------
    actors, names
        The identifiers it is about and what they are called.
    links
        The pages of those actors.
    """

    id: str
    kind: str
    label: str
    actors: list[str]
    names: list[str]
    links: list[ActorLink]
    statements: list[SaidLine]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """What the audit found, fifty findings a page.

    Attributes
    ----------
    counts
        Findings by kind, of the country asked for.
    kind, country
        What was asked for.
    found, page, pages
        How many findings there are of it, and where in them this page stands.
    """

    as_of: int
    counts: dict[str, int]
    kinds: list[KindLine]
    countries: list[CountryLine]
    kind: str | None
    country: str | None
    country_name: str
    found: int
    page: int
    pages: int
    rows: list[FindingLine]


def build(
    index: AtlasIndex,
    audit: Audit,
    *,
    as_of: int,
    kind: str | None = None,
    country: str | None = None,
    page: int = 1,
) -> AuditPage:
    """Return the payload of the audit; a page beyond the last is the last."""
    counts = audit.counts(country=country)
    chosen = audit.chosen(country=country, kind=kind)
    pages = max(1, -(-chosen.height // ROWS_ON_A_PAGE))
    number = min(page, pages)
    rows = chosen.slice((number - 1) * ROWS_ON_A_PAGE, ROWS_ON_A_PAGE)
    codes = audit.countries()
    countries = [CountryLine(code, index.country_name(code), count) for code, count in codes.items()]
    return AuditPage(
        as_of=as_of,
        counts=counts,
        kinds=[KindLine(check.id, check.label, check.meaning, counts[check.id]) for check in CHECKS.values()],
        countries=sorted(countries, key=lambda line: (line.name, line.code)),
        kind=kind,
        country=country,
        country_name=index.country_name(country),
        found=chosen.height,
        page=number,
        pages=pages,
        rows=_lines(index, rows),
    )


def _lines(index: AtlasIndex, rows: pl.DataFrame) -> list[FindingLine]:
    said = rows.select("id", "statements").explode("statements").unnest("statements")
    linked = with_links(said, index.snapshot.sources)
    by_finding: dict[str, list[SaidLine]] = {}
    for line in linked.select("id", "source", "title", "cited", "reference", "link", "exact", "value").iter_rows():
        by_finding.setdefault(line[0], []).append(SaidLine(*line[1:]))
    return [_line(index, row, by_finding[row["id"]]) for row in rows.iter_rows(named=True)]


def _line(index: AtlasIndex, row: dict[str, Any], said: list[SaidLine]) -> FindingLine:
    links = [actor_link(index, index.snapshot.canonical(actor)) for actor in row["actors"]]
    label = CHECKS[row["kind"]].label
    return FindingLine(row["id"], row["kind"], label, row["actors"], row["names"], links, said)
