"""Reads the United Nations' migrant stock: by destination and origin, or in total; the header tells which it is.

Rows of whole areas (the Caribbean, South America …) repeat what their states' rows say, and the Channel Islands have no
identifier: both are passed over. An empty stock says nothing and is passed over too.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from proxenia.model.predicates import Attribute
from proxenia.model.statement import Statement
from proxenia.sources.context import Context
from proxenia.sources.tabular.cells import plain_number, state_of, year_of
from proxenia.sources.tabular.rows import RowRefused, agreeing, files_by_format, read_facts, read_rows
from proxenia.sources.tabular.united_nations import AREAS, GROUPS, STATES

__all__ = ["read"]

_PAIRS: Final = "un_migrant_stock_od_long"
_TOTALS: Final = "stock_totals"
_FORMATS: Final = {
    _PAIRS: ("year", "destination", "origin", "stock"),
    _TOTALS: ("alpha3", "name", "year", "fb"),
}
_REFERENCES: Final = {
    _PAIRS: "UN DESA, International Migrant Stock 2019, by destination and origin",
    _TOTALS: "UN DESA, International Migrant Stock 2020, totals by country",
}
_PASSED_OVER: Final = AREAS.keys() | GROUPS | {"Micronesia"}
"""Here Micronesia is the area; the state in it is written Micronesia (Fed. States of)."""
_FIRST_YEAR: Final = 1945
_LAST_YEAR: Final = 2030
_MOST_PERSONS: Final = 10_000_000_000

Key = tuple[str, str | None, str]
"""The state, where its residents came from (nothing: from abroad), and the year."""


def read(context: Context) -> Iterator[Statement]:
    """Give the stock of each pair of states and year, and of each state and year those born abroad.

    Raises
    ------
    SourceChangedError
        When a file has the columns of neither table.
    UnreadableFileError
        When a file is no table, or two files are the same one.
    """
    for name, path in files_by_format(context, _FORMATS).items():
        context.covered.add(_REFERENCES[name])
        yield from _read_table(context, name, path)


def _read_table(context: Context, name: str, path: Path) -> Iterator[Statement]:
    read_row = _pair if name == _PAIRS else _total
    attribute = Attribute.MIGRANT_STOCK if name == _PAIRS else Attribute.FOREIGN_BORN
    rows = read_rows(context, path, columns=_FORMATS[name])
    for fact in agreeing(context, read_facts(context, rows, lambda row: read_row(row, context))):
        state, origin, year = fact.key
        yield Statement(
            subject=state,
            predicate=attribute.value,
            source=context.source,
            reference=_REFERENCES[name],
            object=origin,
            value=fact.value,
            unit="persons",
            period=year,
            retrieved_at=context.retrieved_at,
        )


def _pair(row: Mapping[str, str], context: Context) -> Iterator[tuple[Key, str]]:
    places = (row["destination"], row["origin"])
    if not _PASSED_OVER.isdisjoint(places) or not row["stock"]:
        return
    destination, origin = (state_of(context, place, known=STATES) for place in places)
    if destination == origin:
        raise RowRefused(f"{places[0]!r} and {places[1]!r} are one state, {origin}")
    yield (destination, origin, _year(row)), _persons(row["stock"], "stock")


def _total(row: Mapping[str, str], context: Context) -> Iterator[tuple[Key, str]]:
    if not row["fb"] or (not row["alpha3"] and row["name"].removesuffix("*") in GROUPS):
        return
    yield (state_of(context, row["alpha3"]), None, _year(row)), _persons(row["fb"], "fb")


def _year(row: Mapping[str, str]) -> str:
    return f"{year_of(row['year'], first=_FIRST_YEAR, last=_LAST_YEAR):04d}"


def _persons(text: str, what: str) -> str:
    return plain_number(text, what, least=0, most=_MOST_PERSONS, decimals=0)
