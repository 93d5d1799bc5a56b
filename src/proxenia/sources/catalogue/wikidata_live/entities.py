"""Rows of answers become items of Wikidata, the same as a reader of the dump makes of its lines."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from proxenia.sources.catalogue.wikidata_live.rows import Row, Term, item_of
from proxenia.sources.wikidata.entity import Claim, Entity, Missing, Value
from proxenia.sources.wikidata.moments import moment_of_rdf

__all__ = ["Rows", "entities_of"]

_RANKS: Final = {"PreferredRank": "preferred", "NormalRank": "normal", "DeprecatedRank": "deprecated"}
_EARTH: Final = "Q2"
_WIKIDATA_PAGE: Final = "https://www.wikidata.org/wiki/"

Values = Mapping[str, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows about some items: their claims, the qualifiers and references of these, their names."""

    claims: Iterable[Row] = ()
    qualifiers: Iterable[Row] = ()
    references: Iterable[Row] = ()
    names: Iterable[Row] = ()


@dataclass(slots=True)
class _Names:
    labels: dict[str, str] = field(default_factory=dict)
    aliases: list[tuple[str, str]] = field(default_factory=list)


def entities_of(items: Sequence[str], rows: Rows) -> dict[str, Entity]:
    """Return the items that the rows are about, in the order given; one without a row has neither name nor claim.

    RDF has no order: claims are in the order of their own ids, other names in that of their languages.
    """
    names = _names_of(rows.names)
    claims = _claims_of(rows.claims, _qualifiers_of(rows.qualifiers), _references_of(rows.references))
    found = {}
    for item in items:
        named = names.get(item) or _Names()
        aliases = tuple(dict.fromkeys(text for _, text in sorted(named.aliases)))
        by_property = claims.get(item, {})
        kept = {key: tuple(claim for _, claim in sorted(by_property[key], key=_own_id)) for key in sorted(by_property)}
        found[item] = Entity(item, dict(sorted(named.labels.items())), aliases, kept)
    return found


def _own_id(pair: tuple[str, Claim]) -> str:
    return pair[0]


def _names_of(rows: Iterable[Row]) -> dict[str, _Names]:
    found: dict[str, _Names] = defaultdict(_Names)
    for row in rows:
        item, name = item_of(row.get("item")), row.get("name")
        if item is None or name is None or not name.language:
            continue
        if row["way"].text == "label":
            found[item].labels[name.language] = name.text
        else:
            found[item].aliases.append((name.language, name.text))
    return found


def _claims_of(
    rows: Iterable[Row], qualifiers: Mapping[str, Values], references: Mapping[str, tuple[str, ...]]
) -> dict[str, dict[str, list[tuple[str, Claim]]]]:
    """Return for each item and property its claims with their own ids; a claim in two rows counts once."""
    found: dict[str, dict[str, dict[str, Claim]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        item, own = item_of(row.get("item")), row.get("claim")
        told = _main_value(row)
        if item is None or own is None or told is None:
            continue
        snak, value = told
        found[item][row["property"].text].setdefault(
            own.text,
            Claim(value, snak, _rank(row), qualifiers.get(own.text, {}), references.get(own.text, ())),
        )
    return {
        item: {key: list(claims.items()) for key, claims in by_property.items()} for item, by_property in found.items()
    }


def _rank(row: Row) -> str:
    return _RANKS.get(row["rank"].text.rpartition("#")[2], "normal") if "rank" in row else "normal"


def _main_value(row: Row) -> tuple[str, Value] | None:
    """Return what kind of value the claim of a row has, and the value; nothing where the row does not tell."""
    value = row.get("value")
    if value is None:
        return ("novalue", None) if "type" in row else None
    if value.is_unknown:
        return "somevalue", None
    read = _value(row, value)
    return None if read is None else ("value", read)


def _value(row: Row, value: Term) -> Value:
    if "time" in row:
        return moment_of_rdf(row["time"].text, _whole_number(row["precision"]), item_of(row["calendar"]) or "")
    if "lat" in row:
        return _location(row)
    if value.type == "uri":
        return item_of(value)
    return value.text.removeprefix("+")


def _location(row: Row) -> Value:
    """Return longitude and latitude on this planet."""
    if item_of(row.get("globe")) != _EARTH:
        return None
    try:
        return float(row["lon"].text), float(row["lat"].text)
    except (KeyError, ValueError):
        return None


def _whole_number(term: Term) -> int:
    try:
        return int(term.text)
    except ValueError:
        return 0


def _qualifiers_of(rows: Iterable[Row]) -> dict[str, Values]:
    """Return the qualifiers of each claim, sorted: an answer has no order."""
    found: dict[str, dict[str, set[Value]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        value = _qualifier_value(row)
        if value is not None and "claim" in row:
            found[row["claim"].text][row["qualifier"].text].add(value)
    return {
        claim: {key: tuple(sorted(values[key], key=repr)) for key in sorted(values)} for claim, values in found.items()
    }


def _qualifier_value(row: Row) -> Value:
    if "time" in row:
        return moment_of_rdf(row["time"].text, _whole_number(row["precision"]), item_of(row["calendar"]) or "")
    if "type" in row:
        return Missing.NOVALUE
    value = row.get("value")
    if value is None:
        return None
    # The address of a date's parts comes too: it is no item, and its date has a row of its own.
    return Missing.SOMEVALUE if value.is_unknown else item_of(value)


def _references_of(rows: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        value = row.get("value")
        if value is None or "claim" not in row or value.is_unknown:
            continue
        item = item_of(value)
        found[row["claim"].text].add(f"{_WIKIDATA_PAGE}{item}" if item else value.text)
    return {claim: tuple(sorted(texts)) for claim, texts in found.items()}
