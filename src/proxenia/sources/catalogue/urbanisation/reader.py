"""Reads Our World in Data's tables on towns: the header tells which of them it is.

Areas of the standard M49 are told as ``un:…``; before 1950 only the world is, since the older series draw other borders
around the names. Groups without an identifier are passed over, named in :data:`OTHER_AREAS` and in `united_nations`.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Final

from proxenia.errors import UnreadableFileError
from proxenia.model.identifiers import local_identifier
from proxenia.model.predicates import Attribute, Qualifier
from proxenia.model.statement import Qualifiers, Statement
from proxenia.model.vocabulary import ActorKind
from proxenia.sources.context import Context
from proxenia.sources.tabular.cells import plain_number, state_of, year_of
from proxenia.sources.tabular.rows import Fact, RowRefused, agreeing, files_by_format, read_facts, read_rows
from proxenia.sources.tabular.united_nations import AREAS, GROUPS, STATES

__all__ = ["OTHER_AREAS", "read"]

_SHARES: Final = "owid_urbanization_long_run"
_COUNTRIES: Final = "wup2018_urban_rural"
_CITIES: Final = "wup2018_city_populations"
_CAPITALS: Final = "wup2018_capital_city_population"
_SHARE: Final = "Urban population (%) long-run with 2050 projections (OWID)"
_SHARE_SO_FAR: Final = "Urban population (%) long-run to 2016 (OWID)"
_URBAN: Final = "Urban population 1950-2050 (UN World Urbanization Prospects 2018)"
_CITY: Final = "City population (UN Urbanization Prospects, 2018)"
_CITY_PROJECTED: Final = "Projected city population (UN Urbanization Prospects, 2018)"
_FORMATS: Final = {
    _SHARES: ("Entity", "Year", _SHARE, _SHARE_SO_FAR),
    _COUNTRIES: ("Entity", "Year", _URBAN),
    _CITIES: ("Entity", "Year", _CITY, _CITY_PROJECTED),
    _CAPITALS: ("Entity", "Year", "Capital city population (UN Urbanization Prospects, 2018)"),
}
_REFERENCES: Final = {
    _SHARES: "Our World in Data, urban population, long run with projections to 2050, 2018",
    _COUNTRIES: "Our World in Data, from World Urbanization Prospects 2018, urban and rural population",
    _CITIES: "Our World in Data, from World Urbanization Prospects 2018, city populations",
}
_LAST_ESTIMATE: Final = 2018
"""The last year the revision of 2018 estimates; later ones it projects."""
_FIRST_OF_UN: Final = 1950
_PROJECTION: Final[Qualifiers] = ((Qualifier.SUMMARY.value, "projection"),)
_MOST_PERSONS: Final = 20_000_000_000
_SHARE_STEP: Final = Decimal("0.00001")
_MILLION: Final = 1_000_000

OTHER_AREAS: Final = frozenset(
    {
        "Antarctica",
        "Asia-Stan",
        "Austria-Bohemia",
        "British Isles",
        "Central Europe",
        "Central Italy",
        "Central region",
        "Eastern region",
        "England and Wales",
        "Low Countries",
        "Mediterranean region",
        "Middle East",
        "North and west region",
        "Northern Italy",
        "Rest Central America",
        "Rest South America",
        "Rest of northern Europe",
        "Scandinavia",
        "Scotland",
        "Southeastern Asia",
        "Southern Italy",
    }
)
"""Areas of the series before 1950 that are no state of today and no area of the standard M49."""

Key = tuple[str, str]
"""The actor and the year."""
Value = tuple[str, bool]
"""The number, and whether it is a projection."""
_ReadRow = Callable[[Mapping[str, str], Context], Iterator[tuple[Key, Value]]]


def read(context: Context) -> Iterator[Statement]:
    """Give urban shares, urban populations, and the populations of urban areas.

    Raises
    ------
    SourceChangedError
        When a file has the columns of none of the tables.
    UnreadableFileError
        When a file is no table, two are the same one, or it is the table of capitals, which names no city.
    """
    files = files_by_format(context, _FORMATS)
    if _CAPITALS in files:
        raise UnreadableFileError(
            f"{files[_CAPITALS]} gives the population of a country's capital and does not name the city",
            expected=f"Expected the tables {', '.join(_REFERENCES)}",
            next_step="Leave this file out: some countries have several capitals, and which is meant it does not say",
        )
    for name, path in files.items():
        context.covered.add(_REFERENCES[name])
        yield from _read_cities(context, path) if name == _CITIES else _read_countries(context, name, path)


def _read_countries(context: Context, name: str, path: Path) -> Iterator[Statement]:
    for fact in _facts(context, name, path, _share if name == _SHARES else _population):
        yield _statement(context, name, fact, fact.key[0])


def _read_cities(context: Context, path: Path) -> Iterator[Statement]:
    told: set[str] = set()
    for fact in _facts(context, _CITIES, path, _city):
        subject = local_identifier(context.source, fact.key[0])
        if subject not in told:
            told.add(subject)
            of = partial(
                Statement,
                subject=subject,
                source=context.source,
                reference=_REFERENCES[_CITIES],
                retrieved_at=context.retrieved_at,
            )
            yield of(predicate=Attribute.KIND.value, value=ActorKind.CITY.value)
            yield of(predicate=Attribute.NAME.value, value=fact.key[0])
        yield _statement(context, _CITIES, fact, subject)


def _facts(context: Context, name: str, path: Path, read_row: _ReadRow) -> Iterator[Fact[Key, Value]]:
    rows = read_rows(context, path, columns=_FORMATS[name])
    return agreeing(context, read_facts(context, rows, lambda row: read_row(row, context)))


def _statement(context: Context, name: str, fact: Fact[Key, Value], subject: str) -> Statement:
    value, is_projection = fact.value
    is_share = name == _SHARES
    return Statement(
        subject=subject,
        predicate=(Attribute.URBAN_SHARE if is_share else Attribute.URBAN_POPULATION).value,
        source=context.source,
        reference=_REFERENCES[name],
        value=value,
        unit="share" if is_share else "persons",
        period=fact.key[1],
        qualifiers=_PROJECTION if is_projection else (),
        retrieved_at=context.retrieved_at,
    )


def _share(row: Mapping[str, str], context: Context) -> Iterator[tuple[Key, Value]]:
    year = year_of(row["Year"], "Year")
    actor = _actor(row["Entity"], year, context)
    if actor:
        percent = Decimal(plain_number(row[_SHARE], "the urban share", least=0, most=100))
        share = plain_number(f"{(percent / 100).quantize(_SHARE_STEP):f}", "the urban share")
        yield (actor, f"{year:04d}"), (share, not row[_SHARE_SO_FAR])


def _population(row: Mapping[str, str], context: Context) -> Iterator[tuple[Key, Value]]:
    year = year_of(row["Year"], "Year", first=_FIRST_OF_UN)
    actor = _actor(row["Entity"], year, context)
    if actor:
        persons = plain_number(row[_URBAN], "the urban population", least=0, most=_MOST_PERSONS, decimals=0)
        yield (actor, f"{year:04d}"), (persons, year > _LAST_ESTIMATE)


def _city(row: Mapping[str, str], _context: Context) -> Iterator[tuple[Key, Value]]:
    year = year_of(row["Year"], "Year", first=_FIRST_OF_UN)
    if not any(letter.isalnum() for letter in row["Entity"]):
        raise RowRefused(f"the city {row['Entity'][:80]!r} is no name" if row["Entity"] else "the city is empty")
    if bool(row[_CITY]) == bool(row[_CITY_PROJECTED]):
        raise RowRefused("it has not either a population or a projected one")
    millions = plain_number(row[_CITY] or row[_CITY_PROJECTED], "the population", least=0, most=1_000)
    persons = plain_number(f"{Decimal(millions) * _MILLION:f}", "the population in persons", decimals=0)
    yield (row["Entity"], f"{year:04d}"), (persons, bool(row[_CITY_PROJECTED]))


def _actor(name: str, year: int, context: Context) -> str:
    """Return the state or area a row is about; nothing where it is a group that is passed over."""
    if name in GROUPS or name in OTHER_AREAS or (name in AREAS and name != "World" and year < _FIRST_OF_UN):
        return ""
    return AREAS.get(name) or state_of(context, name, known=STATES)
