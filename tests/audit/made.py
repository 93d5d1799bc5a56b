"""Small worlds for the tests of the audit; every name and date in them is made for these tests."""

from collections.abc import Sequence
from typing import Any

from tests.snapshot.made import Source, compiled, said

from proxenia.audit.audit import audit_snapshot
from proxenia.model.judgement import Judgement
from proxenia.model.statement import Statement

__all__ = [
    "BOTH_SIDES",
    "NEW_LIST",
    "NO_DATE",
    "OLD_LIST",
    "A",
    "B",
    "C",
    "body",
    "findings",
    "pairs",
    "place",
    "values",
]

A, B, C = "wd:Q1", "wd:Q2", "wd:Q3"
BOTH_SIDES = Source("both_sides", date="2016", keeps_direction=True)
OLD_LIST = Source("old_list", date="2010")
NEW_LIST = Source("new_list", date="2025")
NO_DATE = Source("no_date")


def place(identifier: str, name: str, *, source: str = "geonames", **facts: str) -> list[Statement]:
    """Return what a source says of a city: country (a code), location, dissolved (a period), same_as."""
    rows = [
        said(identifier, "kind", source, value=facts.get("kind", "city")),
        said(identifier, "name", source, value=name),
    ]
    if "country" in facts:
        rows.append(said(identifier, "country", source, object=f"iso:{facts['country']}"))
    if "location" in facts:
        rows.append(said(identifier, "location", source, value=facts["location"], unit="degrees"))
    if "dissolved" in facts:
        rows.append(said(identifier, "dissolved", source, period=facts["dissolved"]))
    if "same_as" in facts:
        rows.append(said(identifier, "same_as", source, object=facts["same_as"]))
    return rows


def body(identifier: str, name: str, *, dissolved: str) -> list[Statement]:
    """Return a city network that ended."""
    return place(identifier, name, kind="city_network", dissolved=dissolved)


def findings(
    kind: str,
    *statements: Statement,
    judgements: Sequence[Judgement] = (),
    sources: Sequence[Source] = (BOTH_SIDES, OLD_LIST, NEW_LIST, NO_DATE),
) -> list[dict[str, Any]]:
    """Return what one check finds in a world of these statements."""
    snapshot = compiled(*statements, judgements=judgements, sources=sources)
    return audit_snapshot(snapshot, kinds=[kind]).findings.to_dicts()


def pairs(found: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    """Return the actors of findings, sorted."""
    return sorted(tuple(row["actors"]) for row in found)


def values(found: list[dict[str, Any]]) -> list[str]:
    """Return what is said in findings, in order."""
    return [said["value"] for row in found for said in row["statements"]]
