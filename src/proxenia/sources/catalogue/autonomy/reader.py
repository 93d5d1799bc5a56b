"""Reads three tables on how a state shares its power: of regions, of municipalities, of federations.

The header tells which it is. Every table gives a country twice, by name and by code; a row in which they name two
states is refused.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from proxenia.model.predicates import Attribute
from proxenia.model.statement import Statement
from proxenia.sources.context import Context
from proxenia.sources.tabular.cells import plain_number, state_of, year_of
from proxenia.sources.tabular.rows import Fact, RowRefused, agreeing, files_by_format, read_facts, read_rows

__all__ = ["CODES", "read"]

CODES: Final[Mapping[str, str]] = {
    # The table of municipalities prints the code of the Maldives beside Moldova.
    "MDV": "iso:MD",
    "ROM": "iso:RO",
    # The table of regions has a number of its own for Kosovo, which ISO 3166 does not know.
    "999": "iso:XK",
}
"""Codes of these tables that mean another state than in ISO 3166, or none there."""

_LAI_YEARS: Final = {f"D_LAI_{year}": str(year) for year in (1990, 2000, 2010, 2014)}
_FEDERAL_COLUMN: Final = "HueglinFennaFederalPolity"
_FEDERAL_YEAR: Final = "2015"
_MOST_POINTS: Final = 100
_DECIMALS: Final = 6

Key = tuple[str, str]
"""The state and the year."""


@dataclass(frozen=True, slots=True)
class _Table:
    """One of the three tables."""

    columns: tuple[str, ...]
    attribute: Attribute
    unit: str | None
    reference: str
    read: Callable[[Mapping[str, str], Context], Iterable[tuple[Key, str]]]


def read(context: Context) -> Iterator[Statement]:
    """Give the points of regions and of municipalities, and which states are federations.

    Years in a row with the same points are one statement with one period.

    Raises
    ------
    SourceChangedError
        When a file has the columns of none of the tables.
    UnreadableFileError
        When a file is no table, or two files are the same one.
    """
    for name, path in files_by_format(context, {name: table.columns for name, table in _TABLES.items()}).items():
        table = _TABLES[name]
        context.covered.add(table.reference)
        facts = _facts(context, table, path)
        for state, value, period in _spans(facts) if name == "rai_country_scores" else _single(facts):
            yield Statement(
                subject=state,
                predicate=table.attribute.value,
                source=context.source,
                reference=table.reference,
                value=value,
                unit=table.unit,
                period=period,
                retrieved_at=context.retrieved_at,
            )


def _facts(context: Context, table: _Table, path: Path) -> Iterator[Fact[Key, str]]:
    rows = read_rows(context, path, columns=table.columns)
    return agreeing(context, read_facts(context, rows, lambda row: table.read(row, context)))


def _single(facts: Iterable[Fact[Key, str]]) -> Iterator[tuple[str, str, str]]:
    for fact in facts:
        yield fact.key[0], fact.value, fact.key[1]


def _spans(facts: Iterable[Fact[Key, str]]) -> Iterator[tuple[str, str, str]]:
    """Give one span for years in a row of one state with one value."""
    open_spans: dict[str, tuple[str, int, int]] = {}
    for (state, year_text), value in sorted((fact.key, fact.value) for fact in facts):
        year = int(year_text)
        told, first, last = open_spans.get(state, ("", year, year))
        if told == value and year == last + 1:
            open_spans[state] = (value, first, year)
            continue
        if state in open_spans:
            yield state, told, _period(first, last)
        open_spans[state] = (value, year, year)
    for state, (value, first, last) in open_spans.items():
        yield state, value, _period(first, last)


def _period(first: int, last: int) -> str:
    return f"{first:04d}" if first == last else f"{first:04d}/{last:04d}"


def _regions(row: Mapping[str, str], context: Context) -> Iterable[tuple[Key, str]]:
    year = year_of(row["year"], first=1900, last=2100)
    number = plain_number(row["iso3166"], "iso3166", least=1, most=999, decimals=0)
    by_code = CODES.get(number) or context.countries.numeric(int(number))
    state = _same(state_of(context, row["country_name"]), by_code, row["country_name"], f"the number {number}")
    points = plain_number(row["n_RAI"], "n_RAI", least=0, most=_MOST_POINTS, decimals=_DECIMALS)
    return [((state, f"{year:04d}"), points)]


def _municipalities(row: Mapping[str, str], context: Context) -> Iterable[tuple[Key, str]]:
    name, code = row["country_name"], row["country_code"]
    state = _same(state_of(context, name), state_of(context, code, known=CODES), name, f"the code {code}")
    return [
        ((state, year), plain_number(row[column], column, least=0, most=_MOST_POINTS, decimals=_DECIMALS))
        for column, year in _LAI_YEARS.items()
        if row[column]
    ]


def _federations(row: Mapping[str, str], context: Context) -> Iterable[tuple[Key, str]]:
    name, code = row["Jurisdiction Name"], row["2-alpha code"]
    # The names are in a spelling of their own, so the code counts; four countries have none.
    state = _same(context.countries.state(name), state_of(context, code), name, f"the code {code}") if code else ""
    if row[_FEDERAL_COLUMN] not in ("0", "1"):
        raise RowRefused(f"{_FEDERAL_COLUMN} {row[_FEDERAL_COLUMN]!r} is neither 0 nor 1")
    return [((state or state_of(context, name), _FEDERAL_YEAR), row[_FEDERAL_COLUMN])]


def _same(one: str | None, other: str | None, name: str, code: str) -> str:
    """Return the state that a name and a code both mean; where only one is known, that one."""
    if one and other and one != other:
        raise RowRefused(f"{name!r} is {one}, and {code} beside it is {other}")
    found = one or other
    if found is None:
        raise RowRefused(f"neither {name!r} nor {code} is known")
    return found


_TABLES: Final = {
    "rai_country_scores": _Table(
        columns=("country_name", "iso3166", "year", "n_RAI"),
        attribute=Attribute.REGIONAL_AUTONOMY,
        unit="RAI points",
        reference="Regional Authority Index, country scores 1950–2010, Hooghe, Marks, Schakel and others 2016",
        read=_regions,
    ),
    "lai_1990_2014": _Table(
        columns=("country_name", "country_code", *_LAI_YEARS),
        attribute=Attribute.LOCAL_AUTONOMY,
        unit="LAI points",
        reference="Local Autonomy Index 1990–2014, Ladner, Keuffer and Baldersheim 2015",
        read=_municipalities,
    ),
    "federal_political_systems": _Table(
        columns=("2-alpha code", "Jurisdiction Name", _FEDERAL_COLUMN),
        attribute=Attribute.FEDERAL,
        unit=None,
        reference="Hueglin and Fenna, Comparative Federalism, second edition 2015, table 3.1",
        read=_federations,
    ),
}
