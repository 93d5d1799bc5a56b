"""Entities of Wikidata's JSON as N-Triples, mapped as Wikidata's own RDF export does.

Source: "Wikibase/Indexing/RDF Dump Format" on mediawiki.org: full statements (``p:``, ``ps:``, ``psv:``, ``pq:``,
``pqv:``, ``pr:``, ranks), the short form of the best rank (``wdt:``), labels and other names. Dates are of XML
Schema 1.1 (there is a year 0), and a day of the Julian calendar is converted. An unknown value is a blank node in the
dumps and an address ``…/.well-known/genid/…`` in the query service; "no value" is a type of the statement.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha1
from pathlib import Path
from typing import Any

__all__ = ["Entities", "load_entities", "triples_of"]

Entities = list[dict[str, Any]]

WD = "http://www.wikidata.org/entity/"
PROP = "http://www.wikidata.org/prop/"
ONTOLOGY = "http://wikiba.se/ontology#"
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
XSD = "http://www.w3.org/2001/XMLSchema#"
RANKS = {"preferred": "PreferredRank", "normal": "NormalRank", "deprecated": "DeprecatedRank"}
PARTS = ("time", "globecoordinate", "quantity")


def load_entities(folder: Path) -> Entities:
    """Give the entities of the reference data: an extract of a dump, Weimar and Bielefeld."""
    lines = (folder / "dump_extract_50_entities.json").read_text(encoding="utf-8").splitlines()
    found: Entities = [json.loads(line.rstrip(",")) for line in lines if line.startswith("{")]
    for name in ("weimar_2016_Special_EntityData.json", "Q2112_bielefeld_2023.json"):
        found += json.loads((folder / name).read_text(encoding="utf-8"))["entities"].values()
    return found


def triples_of(entities: Iterable[Mapping[str, Any]], *, as_query_service: bool = True) -> str:
    """Give the triples of entities; unknown values as the query service or as the dumps show them."""
    lines = dict.fromkeys(line for entity in entities for line in _Entity(entity, as_query_service).triples())
    return "".join(f"{line}\n" for line in lines)


def iri(text: str) -> str:
    return f"<{text}>"


def literal(text: str, *, kind: str = "", language: str = "") -> str:
    """Give a literal; JSON's escapes are a part of those of N-Triples."""
    quoted = json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
    return quoted + (f"@{language}" if language else f"^^<{kind}>" if kind else "")


class _Entity:
    def __init__(self, entity: Mapping[str, Any], as_query_service: bool) -> None:
        self.entity = entity
        self.item = iri(WD + entity["id"])
        self.as_query_service = as_query_service

    def triples(self) -> Iterator[str]:
        yield from self._names()
        for key, claims in self.entity.get("claims", {}).items():
            ranks = {claim["rank"] for claim in claims}
            best = "preferred" if "preferred" in ranks else "normal"
            for claim in claims:
                yield from self._claim(key, claim, is_best=claim["rank"] == best)

    def _names(self) -> Iterator[str]:
        for label in (self.entity.get("labels") or {}).values():
            text = literal(label["value"], language=label["language"])
            for predicate in (
                "http://www.w3.org/2000/01/rdf-schema#label",
                "http://www.w3.org/2004/02/skos/core#prefLabel",
                "http://schema.org/name",
            ):
                yield f"{self.item} <{predicate}> {text} ."
        for aliases in (self.entity.get("aliases") or {}).values():
            for alias in aliases:
                text = literal(alias["value"], language=alias["language"])
                yield f"{self.item} <http://www.w3.org/2004/02/skos/core#altLabel> {text} ."

    def _claim(self, key: str, claim: Mapping[str, Any], *, is_best: bool) -> Iterator[str]:
        node = iri(f"{WD}statement/{claim['id'].replace('$', '-')}")
        yield f"{self.item} <{PROP}{key}> {node} ."
        yield f"{node} {RDF_TYPE} <{ONTOLOGY}Statement> ."
        yield f"{node} <{ONTOLOGY}rank> <{ONTOLOGY}{RANKS[claim['rank']]}> ."
        yield from self._snak(node, claim["mainsnak"], "statement/")
        if is_best:
            yield f"{node} {RDF_TYPE} <{ONTOLOGY}BestRank> ."
            yield from (line for line in self._snak(self.item, claim["mainsnak"], "direct/") if "/value/" not in line)
        for snaks in (claim.get("qualifiers") or {}).values():
            for snak in snaks:
                yield from self._snak(node, snak, "qualifier/")
        for reference in claim.get("references", ()):
            at = iri(f"http://www.wikidata.org/reference/{reference['hash']}")
            yield f"{node} <http://www.w3.org/ns/prov#wasDerivedFrom> {at} ."
            for snaks in reference["snaks"].values():
                for snak in snaks:
                    yield from self._snak(at, snak, "reference/")

    def _snak(self, subject: str, snak: Mapping[str, Any], form: str) -> Iterator[str]:
        key = snak["property"]
        if snak["snaktype"] == "novalue":
            yield f"{subject} {RDF_TYPE} <{PROP}novalue/{key}> ."
            return
        if snak["snaktype"] == "somevalue":
            yield f"{subject} <{PROP}{form}{key}> {self._unknown(subject + key + form)} ."
            return
        value = snak["datavalue"]
        simple = simple_value(value)
        if simple is None:
            return
        yield f"{subject} <{PROP}{form}{key}> {simple} ."
        if value["type"] in PARTS and form != "direct/":
            at = iri(f"http://www.wikidata.org/value/{_hash(value)}")
            yield f"{subject} <{PROP}{form}value/{key}> {at} ."
            yield from _parts(at, value)

    def _unknown(self, of: str) -> str:
        name = _hash(of)
        return iri(f"http://www.wikidata.org/.well-known/genid/{name}") if self.as_query_service else f"_:{name}"


def _hash(content: object) -> str:
    return sha1(json.dumps(content, sort_keys=True).encode(), usedforsecurity=False).hexdigest()


def simple_value(datavalue: Mapping[str, Any]) -> str | None:
    """Give a value as the short forms hold it; nothing for kinds of values that no test needs."""
    value = datavalue["value"]
    match datavalue["type"]:
        case "wikibase-entityid" if value["entity-type"] == "item":
            return iri(f"{WD}Q{value['numeric-id']}")
        case "string" if value.startswith(("http://", "https://")) and not set(value) & set(' <>"{}|\\^`\n\t'):
            return iri(value)
        case "string":
            return literal(value)
        case "monolingualtext":
            return literal(value["text"], language=value["language"])
        case "time":
            return literal(rdf_time(value), kind=f"{XSD}dateTime")
        case "quantity":
            return literal(value["amount"], kind=f"{XSD}decimal")
        case "globecoordinate":
            globe = "" if value["globe"].endswith("/Q2") else f"<{value['globe']}> "
            point = f"{globe}Point({value['longitude']} {value['latitude']})"
            return literal(point, kind="http://www.opengis.net/ont/geosparql#wktLiteral")
    return None


def _parts(at: str, datavalue: Mapping[str, Any]) -> Iterator[str]:
    value = datavalue["value"]
    if datavalue["type"] == "time":
        yield f"{at} {RDF_TYPE} <{ONTOLOGY}TimeValue> ."
        yield f"{at} <{ONTOLOGY}timeValue> {literal(rdf_time(value), kind=f'{XSD}dateTime')} ."
        yield f"{at} <{ONTOLOGY}timePrecision> {literal(str(value['precision']), kind=f'{XSD}integer')} ."
        yield f"{at} <{ONTOLOGY}timeTimezone> {literal(str(value['timezone']), kind=f'{XSD}integer')} ."
        yield f"{at} <{ONTOLOGY}timeCalendarModel> {iri(value['calendarmodel'])} ."
    elif datavalue["type"] == "globecoordinate":
        for part, name in (("latitude", "geoLatitude"), ("longitude", "geoLongitude"), ("precision", "geoPrecision")):
            yield f"{at} <{ONTOLOGY}{name}> {literal(repr(float(value[part] or 0)), kind=f'{XSD}double')} ."
        yield f"{at} <{ONTOLOGY}geoGlobe> {iri(value['globe'])} ."
    else:
        yield f"{at} <{ONTOLOGY}quantityAmount> {literal(value['amount'], kind=f'{XSD}decimal')} ."


def rdf_time(value: Mapping[str, Any]) -> str:
    """Give a date as the RDF has it: a year 0, no month or day 0, days of the Julian calendar converted."""
    sign, rest = value["time"][0], value["time"][1:]
    years, month_text, day_text = rest.partition("T")[0].rsplit("-", 2)
    year, month, day = int(years), max(int(month_text), 1), max(int(day_text), 1)
    if sign == "-":
        year = 1 - year
    if value["precision"] <= 9:
        month = day = 1
    elif value["precision"] == 10:
        day = 1
    elif value["calendarmodel"].endswith("/Q1985786"):
        year, month, day = _gregorian(_julian_day(year, month, day))
    return f"{'-' if year < 0 else ''}{abs(year):04d}-{month:02d}-{day:02d}T00:00:00Z"


def _julian_day(year: int, month: int, day: int) -> int:
    """Give the Julian day number of a date of the Julian calendar, counting day by day from 1 January of the year 0."""
    lengths = (31, 29 if year % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return 1_721_058 + 365 * year + (year + 3) // 4 + sum(lengths[: month - 1]) + day - 1


def _gregorian(julian_day: int) -> tuple[int, int, int]:
    """Give the date of the Gregorian calendar; its 400 years have 146,097 days."""
    days = julian_day - 1_721_060  # since 1 January of the year 0
    year, days = 400 * (days // 146_097), days % 146_097
    while days >= (length := 366 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 365):
        year, days = year + 1, days - length
    lengths = (31, 29 if length == 366 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    month = 0
    while days >= lengths[month]:
        days, month = days - lengths[month], month + 1
    return year, month + 1, days + 1
