"""JSON-LD with terms of schema.org and PROV: actors, ties, acts and attributes with the statements behind them.

Every record is a ``prov:Entity`` that was derived from its statements; a statement has its source as primary
source, and carries the reference. Terms of our own have the prefix ``px``.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import orjson
import polars as pl

from proxenia.snapshot.snapshot import Snapshot

__all__ = ["write_jsonld"]

Node = dict[str, Any]

_OWN: Final = "urn:proxenia:"
_PREFIXES: Final = {
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "px": f"{_OWN}term:",
    "gn": "https://sws.geonames.org/",
    "wd": "http://www.wikidata.org/entity/",
    "statement": f"{_OWN}statement:",
    "source": f"{_OWN}source:",
}
_ACTOR_TYPES: Final = {
    "city": "schema:City",
    "region": "schema:AdministrativeArea",
    "state": "schema:Country",
    "enterprise": "schema:Corporation",
    "civil_society": "schema:NGO",
}


def _iri(identifier: str) -> str:
    """Return an identifier as a compact IRI; what a source's own key holds beside letters is escaped.

    >>> _iri("hekman:Berat,Albania"), _iri("px:uclg")
    ('hekman:Berat%2CAlbania', 'actor:uclg')
    """
    scheme, _, key = identifier.partition(":")
    return f"{'actor' if scheme == 'px' else scheme}:{quote(key, safe='-_.~')}"


def _reference(identifier: str | None) -> Node | None:
    return None if identifier is None else {"@id": _iri(identifier)}


def _known(node: Node) -> Node:
    return {key: value for key, value in node.items() if value is not None and value != []}


def _derived(behind: dict[str, list[str]], record: str) -> list[Node]:
    return [{"@id": f"statement:{statement}"} for statement in behind.get(record, ())]


def _actors(snapshot: Snapshot, behind: dict[str, list[str]]) -> Iterator[Node]:
    others = snapshot.names.filter(pl.col("kind") == "alternate").group_by("actor").agg(pl.col("name").unique().sort())
    alternate = dict(others.iter_rows())
    for row in snapshot.actors.iter_rows(named=True):
        place = {"@type": "schema:GeoCoordinates", "schema:longitude": row["longitude"]}
        yield _known(
            {
                "@id": _iri(row["id"]),
                "@type": ["prov:Entity", _ACTOR_TYPES.get(row["kind"], "schema:Organization")],
                "px:kind": row["kind"],
                "schema:name": row["name"],
                "schema:alternateName": alternate.get(row["id"]),
                "px:abbreviation": row["abbreviation"],
                "schema:addressCountry": row["country"],
                "schema:addressRegion": row["region_name"],
                "px:region": _reference(row["region"]),
                "schema:geo": None if row["longitude"] is None else {**place, "schema:latitude": row["latitude"]},
                "px:population": row["population"],
                "schema:foundingDate": row["founded"],
                "schema:dissolutionDate": row["dissolved"],
                "schema:url": row["site"],
                "schema:location": _reference(row["seat"]),
                "px:field": row["fields"],
                "prov:wasDerivedFrom": _derived(behind, row["id"]),
            }
        )


def _ties(snapshot: Snapshot, behind: dict[str, list[str]]) -> Iterator[Node]:
    for row in snapshot.ties.iter_rows(named=True):
        yield _known(
            {
                "@id": _iri(row["id"]),
                "@type": ["prov:Entity", "px:Tie"],
                "px:kind": row["kind"],
                "px:first": _reference(row["a"]),
                "px:second": _reference(row["b"]),
                "schema:startDate": row["valid_from"],
                "schema:endDate": row["valid_to"],
                "px:status": row["status"],
                "px:statusSince": row["status_since"],
                "px:reason": row["reason"],
                "px:field": row["fields"],
                "px:reciprocal": row["reciprocal"],
                "px:independentSources": row["independent_sources"],
                "schema:description": row["summary"],
                "prov:wasDerivedFrom": _derived(behind, row["id"]),
            }
        )


def _acts(snapshot: Snapshot, behind: dict[str, list[str]]) -> Iterator[Node]:
    parts: dict[str, list[Node]] = {}
    for act, actor, role in snapshot.participations.iter_rows():
        part = {"@type": "schema:Role", "schema:roleName": role, "schema:participant": _reference(actor)}
        parts.setdefault(act, []).append(_known(part))
    for row in snapshot.acts.iter_rows(named=True):
        amount = {"@type": "schema:MonetaryAmount", "schema:value": row["amount"], "schema:currency": row["currency"]}
        yield _known(
            {
                "@id": _iri(row["id"]),
                "@type": ["prov:Entity", "schema:Event"],
                "px:kind": row["kind"],
                "schema:name": row["title"],
                "schema:description": row["summary"],
                "schema:startDate": row["date"],
                "px:field": row["fields"],
                "px:amount": None if row["amount"] is None else _known(amount),
                "schema:participant": parts.get(row["id"]),
                "prov:wasDerivedFrom": _derived(behind, row["id"]),
            }
        )


def _attributes(snapshot: Snapshot) -> Iterator[Node]:
    rows = snapshot.attributes.rename({"subject": "a", "object": "b"}).select(
        "a", "b", "attribute", "value", "number", "unit", "period", "summary", "statement"
    )
    dyads = snapshot.dyads.with_columns(pl.col("number").cast(pl.String()).alias("value"), summary=pl.lit(None))
    for row in pl.concat([rows, dyads.select(rows.columns).cast(rows.schema)]).iter_rows(named=True):
        yield _known(
            {
                "@id": f"{_OWN}attribute:{row['statement']}",
                "@type": ["prov:Entity", "schema:PropertyValue"],
                "schema:propertyID": row["attribute"],
                "schema:about": [entry for entry in (_reference(row["a"]), _reference(row["b"])) if entry],
                "schema:value": row["number"] if row["number"] is not None else row["value"],
                "schema:unitText": row["unit"],
                "schema:temporalCoverage": row["period"],
                "schema:description": row["summary"],
                "prov:wasDerivedFrom": [{"@id": f"statement:{row['statement']}"}],
            }
        )


def _statements(snapshot: Snapshot) -> Iterator[Node]:
    for row in snapshot.evidence.iter_rows(named=True):
        yield _known(
            {
                "@id": f"statement:{row['statement']}",
                "@type": ["prov:Entity", "px:Statement"],
                "px:subject": _reference(row["subject"]),
                "px:predicate": row["predicate"],
                "px:object": _reference(row["object"]),
                "prov:value": row["value"],
                "schema:unitText": row["unit"],
                "schema:temporalCoverage": row["period"],
                "px:status": row["status"],
                "px:role": row["role"],
                "px:driver": row["driver"],
                "px:coder": row["coder"],
                "px:confidence": row["confidence"],
                "schema:citation": row["reference"],
                "prov:hadPrimarySource": {"@id": f"source:{quote(row['source'], safe='-_.~')}"},
                "prov:generatedAtTime": row["recorded_at"],
            }
        )


def _sources(snapshot: Snapshot) -> Iterator[Node]:
    for row in snapshot.sources.iter_rows(named=True):
        yield _known(
            {
                "@id": f"source:{quote(row['id'], safe='-_.~')}",
                "@type": ["prov:Entity", "schema:Dataset"],
                "schema:name": row["title"],
                "schema:publisher": row["publisher"],
                "schema:license": row["licence"],
                "schema:citation": row["citation"],
                "schema:url": row["address"],
                "schema:datePublished": row["date"],
                "schema:isBasedOn": [{"@id": f"source:{quote(name, safe='-_.~')}"} for name in row["derived_from"]],
            }
        )


def _context(snapshot: Snapshot) -> Node:
    """Return the prefixes: those of the vocabularies, and one of ours for every other scheme of identifiers."""
    used = pl.concat(
        [
            snapshot.actors["id"],
            snapshot.acts["id"],
            snapshot.evidence["subject"],
            snapshot.evidence["object"],
            pl.Series(["px:x", "tie:x"]),
        ]
    )
    schemes = used.drop_nulls().str.split(":").list.first().unique().sort()
    own = {("actor" if name == "px" else name): f"{_OWN}{name}:" for name in schemes if name not in ("gn", "wd")}
    typed = {"prov:generatedAtTime": {"@type": "xsd:dateTime"}}
    return {**own, **_PREFIXES, **typed}


def _nodes(snapshot: Snapshot) -> Iterator[Node]:
    grouped = snapshot.evidence.group_by("record").agg(pl.col("statement").sort())
    behind: dict[str, list[str]] = dict(grouped.iter_rows())
    yield from _sources(snapshot)
    yield from _actors(snapshot, behind)
    yield from _ties(snapshot, behind)
    yield from _acts(snapshot, behind)
    yield from _attributes(snapshot)
    yield from _statements(snapshot)


def write_jsonld(snapshot: Snapshot, folder: Path) -> None:
    """Write `snapshot.jsonld`, one node a line."""
    with (folder / "snapshot.jsonld").open("wb") as file:
        file.write(b'{"@context":' + orjson.dumps(_context(snapshot)) + b',\n"@graph":[')
        for number, node in enumerate(_nodes(snapshot)):
            file.write((b",\n" if number else b"\n") + orjson.dumps(node))
        file.write(b"\n]}\n")
