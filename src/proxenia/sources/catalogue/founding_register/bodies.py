"""Bodies and regions of the register: what they are, where they sit, how large they were when."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from proxenia.model.predicates import Attribute
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import ActorKind
from proxenia.sources.catalogue.founding_register.evidence import Register, qualifiers
from proxenia.sources.catalogue.founding_register.files import Row

__all__ = ["attribute", "city_network", "indicator", "network_size", "organisation", "place", "region"]

_ONE_OR_NOUGHT: Final = (Attribute.QUASI_SOVEREIGN.value, Attribute.FEDERAL.value)
"""Attributes that say yes (1) or no (0), and in a sentence why."""

_FIGURES: Final = frozenset(
    {
        Attribute.FOREIGN_BORN.value,
        Attribute.URBAN_POPULATION.value,
        Attribute.REGIONAL_AUTONOMY.value,
        Attribute.LOCAL_AUTONOMY.value,
        Attribute.INCOME.value,
        Attribute.EXPORTS.value,
        *_ONE_OR_NOUGHT,
    }
)
"""What `attributes` may say: figures that change over time."""


def _emit(register: Register, row: Row, *statements: Statement) -> Iterator[Statement]:
    evidence = register.evidence(row)
    for statement in statements:
        says = statement.value or statement.object or statement.period or statement.qualifiers
        if says:
            yield from register.emit(row, statement, evidence)


def place(register: Register, row: Row) -> Iterator[Statement]:
    """Give what a row of `places` says: a city that GeoNames does not list, mostly one that is no more."""
    kind = register.statement(row["id"], Attribute.KIND, value=ActorKind.CITY.value)
    others = register.statement(row["id"], Attribute.ALTERNATE_NAMES, value="\n".join(row.words("other_names")))
    yield from _emit(register, row, _with(kind, qualifiers(summary=row["note"])), others, *_placed(register, row))


def region(register: Register, row: Row) -> Iterator[Statement]:
    """Give what a row of `regions` says."""
    kind = register.statement(row["id"], Attribute.KIND, value=ActorKind.REGION.value)
    yield from _emit(register, row, kind, *_placed(register, row))


def _placed(register: Register, row: Row) -> tuple[Statement, ...]:
    """Return the name of a place, the state of today in which it lies, and where that is."""
    of, key = register.statement, row["id"]
    location = f"{row['lon']} {row['lat']}" if row["lon"] and row["lat"] else ""
    if bool(row["lon"]) != bool(row["lat"]) or (location and not _is_location(row["lon"], row["lat"])):
        register.fault(row, f"lon {row['lon']!r} and lat {row['lat']!r} are not degrees")
        location = ""
    return (
        of(key, Attribute.NAME, value=row["name"], language="en"),
        of(key, Attribute.COUNTRY, object=f"iso:{row['country']}"),
        of(key, Attribute.LOCATION, value=location, unit="degrees"),
    )


def _is_location(lon: str, lat: str) -> bool:
    try:
        return -180 <= float(lon) <= 180 and -90 <= float(lat) <= 90
    except ValueError:
        return False


def city_network(register: Register, row: Row) -> Iterator[Statement]:
    """Give what a row of `city_networks` says."""
    of, key = register.statement, row["id"]
    activity = of(key, Attribute.ACTIVITY, value=row["scope"])
    about = qualifiers(fields=row["fields"], scope=row["scope"], summary=row["note"])
    yield from _emit(
        register,
        row,
        of(key, Attribute.KIND, value=ActorKind.CITY_NETWORK.value),
        of(key, Attribute.NAME, value=row["name"], language="en"),
        of(key, Attribute.ABBREVIATION, value=row["abbreviation"]),
        of(key, Attribute.FOUNDED, period=row["founded"]),
        of(key, Attribute.DISSOLVED, period=row["ended"]),
        of(key, Attribute.SEAT, object=row["seat"]),
        of(key, Attribute.SITE, value=row["site"]),
        _with(activity, about),
    )


def organisation(register: Register, row: Row) -> Iterator[Statement]:
    """Give what a row of `organisations` says."""
    of, key = register.statement, row["id"]
    yield from _emit(
        register,
        row,
        of(key, Attribute.KIND, value=row["kind"] or "?"),
        of(key, Attribute.SUBTYPE, value=row["subtype"]),
        of(key, Attribute.NAME, value=row["name"], language="en"),
        of(key, Attribute.COUNTRY, object=f"iso:{row['country']}" if row["country"] else ""),
        of(key, Attribute.FOUNDED, period=row["founded"]),
        of(key, Attribute.DISSOLVED, period=row["ended"]),
        of(key, Attribute.SITE, value=row["site"]),
    )


def network_size(register: Register, row: Row) -> Iterator[Statement]:
    """Give how many members a body had, and in how many countries."""
    of, key = register.statement, row["city_network"]
    for column in ("members", "countries"):
        if row[column] and not row[column].isdecimal():
            register.fault(row, f"{column} {row[column]!r} is not a whole number")
    members = of(key, Attribute.MEMBER_COUNT, value=row["members"], unit="members", period=row["date"])
    counted = [_with(members, qualifiers(member_kind=row["kind_of_member"]))] if row["members"] else []
    if row["countries"]:
        counted.append(of(key, Attribute.COUNTRY_COUNT, value=row["countries"], unit="countries", period=row["date"]))
    yield from _emit(register, row, *counted)


def indicator(register: Register, row: Row) -> Iterator[Statement]:
    """Give a figure of change."""
    if row["value"] and not _is_number(row["value"]):
        register.fault(row, f"value {row['value']!r} is not a number in plain decimals")
    summary = f"{row['label']} ({row['note']})" if row["note"] else row["label"]
    about = qualifiers(
        indicator=row["id"],
        indicator_status=row["status"],
        claimed_by=row["claimed_by"],
        title=row["label"],
        summary=summary,
    )
    figure = register.statement(
        row["subject"], Attribute.INDICATOR, value=row["value"], unit=row["unit"], period=row["date"]
    )
    yield from _emit(register, row, _with(figure, about))


def attribute(register: Register, row: Row) -> Iterator[Statement]:
    """Give a figure of a city, a region or a state at a date."""
    if row["attribute"] not in _FIGURES:
        register.fault(row, f"attribute {row['attribute']!r} is unknown (known: {', '.join(sorted(_FIGURES))})")
        return
    if not _is_number(row["value"]):
        register.fault(row, f"value {row['value']!r} is not a number in plain decimals")
    if row["attribute"] in _ONE_OR_NOUGHT and not (row["value"] in ("0", "1") and row["summary"]):
        register.fault(row, f"{row['attribute']} is 1 or 0 with a summary that says why, not {row['value']!r}")
    if row["attribute"] == Attribute.EXPORTS and not _is_share(row["value"], row["unit"]):
        register.fault(row, f"exports {row['value']!r} {row['unit']!r} is not a share between 0 and 1 (unit share)")
    if not row["date"]:
        register.fault(row, "a figure needs a date")
    figure = register.statement(
        row["subject"], Attribute(row["attribute"]), value=row["value"], unit=row["unit"], period=row["date"]
    )
    yield from _emit(register, row, _with(figure, qualifiers(summary=row["summary"])))


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdecimal()


def _is_share(text: str, unit: str) -> bool:
    return unit == "share" and _is_number(text) and 0 <= float(text) <= 1


def _with(statement: Statement, pairs: tuple[tuple[str, str], ...]) -> Statement:
    return replace(statement, qualifiers=pairs)
