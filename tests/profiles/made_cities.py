"""Made-up cities for the tests of profiles, conditions and drivers; every figure, tie and act in them is made up."""

from typing import Any

from tests.snapshot.made import Source, compiled, said

from proxenia.model.statement import Statement
from proxenia.profiles.finding import Finding
from proxenia.profiles.registry import PROFILES
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["CITY", "UN", "city", "figure", "find", "made", "state", "tie"]

CITY = "gn:1"
UN = "px:united-nations"
SOURCES = (
    Source("list", "A list"),
    Source("edition", "A list of an edition", date="2010"),
    Source("lines", "A list with direction", keeps_direction=True),
)


def city(identifier: str = CITY, country: str | None = "XA", region: str | None = None, **more: str) -> list[Statement]:
    rows = [said(identifier, "kind", value="city"), said(identifier, "name", value=f"Name of {identifier}")]
    if country is not None:
        rows.append(said(identifier, "country", object=f"iso:{country}"))
    if region is not None:
        rows.append(said(identifier, "region", object=f"iso:{region}"))
    return [*rows, *(said(identifier, name, value=value) for name, value in more.items())]


def state(code: str, *, in_un: bool = True) -> list[Statement]:
    member = [said(f"iso:{code}", "membership", object=UN, period="1945/..")] if in_un else []
    return [
        said(f"iso:{code}", "kind", value="state"),
        said(f"iso:{code}", "name", value=f"State {code}"),
        said(UN, "kind", value="igo"),
        *member,
    ]


def figure(subject: str, attribute: str, value: str, period: str | None = "2015", **more: Any) -> Statement:
    return said(subject, attribute, value=value, period=period, **more)


def tie(a: str, b: str, kind: str = "twinning", *, period: str = "2000/..", **more: Any) -> Statement:
    return said(a, kind, object=b, period=period, **more)


def made(*statements: Statement, year: int = 2020) -> Snapshot:
    return compiled(*statements, sources=SOURCES).as_of(year)


def find(profile: str, *statements: Statement, year: int = 2020, of: str = CITY) -> Finding:
    return PROFILES[profile].compute(made(*statements, year=year), of)
