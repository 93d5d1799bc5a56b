"""The questions that Wikidata's query service is asked, as SPARQL.

They use the full statements (``p:``/``ps:``/``pq:``), for ranks, qualifiers and references are not in the short form,
and no extension of one server: any endpoint that holds Wikidata's RDF answers them. Every item and code is checked
before it goes into a question.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from proxenia.errors import InputError
from proxenia.sources.wikidata.entity import PROPERTIES, QUALIFIERS

__all__ = [
    "ask_below",
    "ask_claims",
    "ask_classes",
    "ask_items_without_country",
    "ask_members",
    "ask_missions",
    "ask_names",
    "ask_qualifiers",
    "ask_redirects",
    "ask_references",
    "ask_states",
    "ask_twinned",
    "check_country",
    "check_item",
]

_ITEM = re.compile(r"Q[1-9][0-9]{0,11}", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.ASCII)
_MOMENTS: Final = ("P571", "P576")
_PLACES: Final = ("P625",)
_PLAIN: Final = tuple(key for key in PROPERTIES if key not in (*_MOMENTS, *_PLACES))
_REFERENCES: Final = ("P854", "P248")
"""Where a claim was found: at an address, in a work that has an item."""

_PREFIXES: Final = """\
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX pq: <http://www.wikidata.org/prop/qualifier/>
PREFIX pqv: <http://www.wikidata.org/prop/qualifier/value/>
PREFIX pr: <http://www.wikidata.org/prop/reference/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX psv: <http://www.wikidata.org/prop/statement/value/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdno: <http://www.wikidata.org/prop/novalue/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX wikibase: <http://wikiba.se/ontology#>
"""
_MOMENT: Final = """?node wikibase:timeValue ?time ; wikibase:timePrecision ?precision ;
      wikibase:timeCalendarModel ?calendar ."""


def check_item(text: str) -> str:
    """Return the id of an item.

    Raises
    ------
    InputError
        When it is none: nothing else may go into a question.

    Examples
    --------
    >>> check_item("Q64")
    'Q64'
    """
    if _ITEM.fullmatch(text) is None:
        raise InputError(
            f"{text[:80]!r} is not an item of Wikidata",
            expected="Expected Q and a number, such as Q64 for Berlin",
            next_step="Find the item on wikidata.org: its number stands in the address of its page",
        )
    return text


def check_country(text: str) -> str:
    """Return an ISO 3166-1 alpha-2 code.

    Raises
    ------
    InputError
        When it has another form.
    """
    if re.fullmatch(r"[A-Z]{2}", text, re.ASCII) is None:
        raise InputError(
            f"{text[:80]!r} is not the code of a country",
            expected="Expected two capital letters (ISO 3166-1 alpha-2), such as IT for Italy",
            next_step="Look the code up, and give it again",
        )
    return text


def _check_languages(languages: Iterable[str]) -> list[str]:
    found = list(languages)
    for text in found:
        if _LANGUAGE.fullmatch(text) is None:
            raise InputError(
                f"{text[:80]!r} is not the code of a language", expected="Expected one such as en or zh-hans"
            )
    return found


def _values(name: str, items: Iterable[str]) -> str:
    return f"VALUES ?{name} {{ {' '.join(f'wd:{check_item(item)}' for item in items)} }}"


def _of_properties(names: str, keys: Iterable[str], *prefixes: str) -> str:
    """Return a table of properties: the key as text, then the same property under each prefix."""
    rows = " ".join(f'("{key}" {" ".join(f"{prefix}:{key}" for prefix in prefixes)})' for key in keys)
    return f"VALUES ({names}) {{ {rows} }}"


def ask_claims(items: Sequence[str]) -> str:
    """Ask for the claims of items: rank and value, with the parts of a date and of a place.

    ``?type`` is bound where the claim says that there is no value.
    """
    nothing = "OPTIONAL { ?claim rdf:type ?type . FILTER(?type = ?none) }"
    plain = _of_properties("?property ?p ?ps ?none", _PLAIN, "p", "ps", "wdno")
    moments = _of_properties("?property ?p ?ps ?psv ?none", _MOMENTS, "p", "ps", "psv", "wdno")
    places = _of_properties("?property ?p ?ps ?psv ?none", _PLACES, "p", "ps", "psv", "wdno")
    return f"""{_PREFIXES}
SELECT ?item ?property ?claim ?rank ?value ?time ?precision ?calendar ?lat ?lon ?globe ?type WHERE {{
  {{
    {_values("item", items)}
    {plain}
    ?item ?p ?claim . ?claim wikibase:rank ?rank .
    OPTIONAL {{ ?claim ?ps ?value }} {nothing}
  }} UNION {{
    {_values("item", items)}
    {moments}
    ?item ?p ?claim . ?claim wikibase:rank ?rank .
    OPTIONAL {{ ?claim ?ps ?value }} {nothing}
    OPTIONAL {{ ?claim ?psv ?node . {_MOMENT} }}
  }} UNION {{
    {_values("item", items)}
    {places}
    ?item ?p ?claim . ?claim wikibase:rank ?rank .
    OPTIONAL {{ ?claim ?ps ?value }} {nothing}
    OPTIONAL {{
      ?claim ?psv ?node . ?node wikibase:geoLatitude ?lat ; wikibase:geoLongitude ?lon ; wikibase:geoGlobe ?globe .
    }}
  }}
}}"""


def ask_qualifiers(items: Sequence[str]) -> str:
    """Ask for the qualifiers of the claims of items that say when they hold, and why they ended."""
    claims = f"""{_values("item", items)}
    VALUES ?p {{ {" ".join(f"p:{key}" for key in PROPERTIES)} }}
    ?item ?p ?claim ."""
    full = _of_properties("?qualifier ?pqv", QUALIFIERS, "pqv")
    simple = _of_properties("?qualifier ?pq", QUALIFIERS, "pq")
    nothing = _of_properties("?qualifier ?type", QUALIFIERS, "wdno")
    return f"""{_PREFIXES}
SELECT ?claim ?qualifier ?value ?time ?precision ?calendar ?type WHERE {{
  {{
    {claims}
    {full}
    ?claim ?pqv ?node . {_MOMENT}
  }} UNION {{
    {claims}
    {simple}
    ?claim ?pq ?value . FILTER(!isLiteral(?value))
  }} UNION {{
    {claims}
    {nothing}
    ?claim rdf:type ?type .
  }}
}}"""


def ask_references(items: Sequence[str]) -> str:
    """Ask for the addresses and works that the claims of items are referenced with."""
    return f"""{_PREFIXES}
SELECT ?claim ?way ?value WHERE {{
  {_values("item", items)}
  VALUES ?p {{ {" ".join(f"p:{key}" for key in PROPERTIES)} }}
  {_of_properties("?way ?pr", _REFERENCES, "pr")}
  ?item ?p ?claim . ?claim prov:wasDerivedFrom ?reference . ?reference ?pr ?value .
}}"""


def ask_names(items: Sequence[str], languages: Sequence[str] = ()) -> str:
    """Ask for the labels and the other names of items, in some languages or in all of them."""
    wanted = ", ".join(f'"{language}"' for language in _check_languages(languages))
    only = f"FILTER(LANG(?name) IN ({wanted}))" if wanted else ""
    return f"""{_PREFIXES}
SELECT ?item ?way ?name WHERE {{
  {_values("item", items)}
  VALUES (?way ?predicate) {{ ("label" rdfs:label) ("alias" skos:altLabel) }}
  ?item ?predicate ?name . {only}
}}"""


def ask_classes(classes: Sequence[str]) -> str:
    """Ask for every class above some classes, each with those right above it."""
    return f"""{_PREFIXES}
SELECT DISTINCT ?class ?above WHERE {{
  {_values("begin", classes)}
  ?begin wdt:P279* ?class . ?class wdt:P279 ?above . FILTER(isIRI(?above))
}}"""


def ask_redirects(items: Sequence[str]) -> str:
    """Ask which items were merged into others."""
    return f"""{_PREFIXES}
SELECT ?item ?target WHERE {{ {_values("item", items)} ?item owl:sameAs ?target }}"""


def ask_states() -> str:
    """Ask which items bear an ISO 3166-1 code today (P297)."""
    return f"""{_PREFIXES}
SELECT DISTINCT ?item ?code WHERE {{
  ?item p:P297 ?claim . ?claim rdf:type wikibase:BestRank ; ps:P297 ?code .
  FILTER NOT EXISTS {{ ?claim pq:P582 ?end }}
}} ORDER BY ?item ?code"""


def ask_twinned(states: Sequence[str], *, offset: int, limit: int) -> str:
    """Ask for what lies in a state and is twinned with something, one page of it."""
    return _page("?item", f"{_values('state', states)} ?item wdt:P17 ?state ; p:P190 ?claim .", offset, limit)


def ask_members(states: Sequence[str], *, offset: int, limit: int) -> str:
    """Ask for what lies in a state and is a member of something, with its classes, one page of it."""
    pattern = f"{_values('state', states)} ?item wdt:P17 ?state ; p:P463 ?claim ; wdt:P31 ?class ."
    return _page("?item ?class", pattern, offset, limit)


def ask_missions(states: Sequence[str], classes: Sequence[str], *, offset: int, limit: int) -> str:
    """Ask for the missions of a state and those that stand in it, one page of them."""
    pattern = f"""{_values("state", states)} {_values("class", classes)}
  ?item wdt:P31 ?class . {{ ?item wdt:P17 ?state }} UNION {{ ?item wdt:P137 ?state }}"""
    return _page("?item", pattern, offset, limit)


def ask_below(roots: Sequence[str]) -> str:
    """Ask for some classes and every class below them."""
    return f"""{_PREFIXES}
SELECT DISTINCT ?item WHERE {{
  {_values("root", roots)} ?item wdt:P279* ?root . FILTER(isIRI(?item))
}} ORDER BY ?item"""


def ask_items_without_country(*, offset: int, limit: int) -> str:
    """Ask for what is twinned and lies in no state that has a code, one page of it."""
    pattern = "?item p:P190 ?claim . FILTER NOT EXISTS { ?item wdt:P17 ?state . ?state wdt:P297 ?code }"
    return _page("?item", pattern, offset, limit)


def _page(names: str, pattern: str, offset: int, limit: int) -> str:
    return f"""{_PREFIXES}
SELECT DISTINCT {names} WHERE {{
  {pattern}
  FILTER(isIRI(?item))
}} ORDER BY {names} LIMIT {int(limit)} OFFSET {int(offset)}"""
