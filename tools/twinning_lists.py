"""The reference lists that state twinnings, read into pairs of GeoNames cities.

Each list becomes a mapping from a pair (the smaller number first) to the starts the list states,
as EDTF text; the starts are empty where the list names the pair without a date.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tools.twinning_countries import area_of, split_state
from tools.twinning_gazetteer import AGREEMENT_KM, Gazetteer, Place, distance_km, fold
from tools.twinning_wikidata import FLAT_STATEMENTS, QidIndex, start_of

Pair = tuple[int, int]

WIKIPEDIA = "wikipedia_2026"
WIKIDATA = "wikidata_2016"
EU_WIKIDATA = "eu_wikidata_2017"
BALTIC = "baltic_2013"
ENTITIES = "wikidata_entities_2017"
BIELEFELD = "wikidata_bielefeld_2023"
WEIMAR = "wikidata_weimar_2016"
BERLIN = "berlin_wikipedia_2021"
DERIVED_FROM = {
    WIKIPEDIA: "wikipedia",
    BALTIC: "wikipedia",
    BERLIN: "wikipedia",
    WIKIDATA: "wikidata",
    EU_WIKIDATA: "wikidata",
    ENTITIES: "wikidata",
    BIELEFELD: "wikidata",
    WEIMAR: "wikidata",
}
"""The root of each list; two lists of one root are one witness."""


@dataclass(slots=True)
class TwinningList:
    """What one list says: its pairs, each with the starts it states."""

    key: str
    pairs: dict[Pair, list[str]] = field(default_factory=dict)
    across: set[Pair] = field(default_factory=set)
    """Pairs the list itself places in two countries that are one today (the two Germanies)."""
    reciprocal: set[Pair] = field(default_factory=set)
    """Pairs each side of which claims the other, where the list keeps direction."""
    doubtful: list[tuple[set[int], set[int], str]] = field(default_factory=list)
    """Pairs with a homonym at an end: the cities each end may be, and the start."""

    def add(self, one: Place | None, other: Place | None, start: str = "") -> None:
        """Keep the pair unless an end is unknown or both ends are one city."""
        if one is None or other is None or one.number == other.number:
            return
        starts = self.pairs.setdefault(pair_of(one.number, other.number), [])
        if start and start not in starts:
            starts.append(start)


def pair_of(one: int, other: int) -> Pair:
    """Return the two numbers, the smaller first."""
    return (one, other) if one < other else (other, one)


def read_rows(path: Path, *, delimiter: str = ",") -> Iterator[dict[str, str]]:
    """Return the rows of a table with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def read_lists(reference: Path, gazetteer: Gazetteer) -> dict[str, TwinningList]:
    """Every list of twinnings in the reference folder, by its key."""
    city = reference / "city"
    named = {
        WIKIPEDIA: read_wikipedia(city / "wikipedia_lists_2026_hekman", gazetteer),
        EU_WIKIDATA: read_eu_wikidata(city / "eu_sistercities_wikidata", gazetteer),
        BALTIC: read_baltic(city / "baltic_twinnings_dated_2013", gazetteer),
    }
    qids = QidIndex.load(reference, gazetteer)
    qids.identify_by_twins(known_twins(named.values()))
    lists = named | {
        WIKIDATA: read_wikidata(qids),
        **read_entities(city / "wikidata_entities", qids),
        BERLIN: read_berlin(city / "wikitext_berlin", gazetteer),
    }
    settle_homonyms(lists.values())
    return lists


def settle_homonyms(lists: Collection[TwinningList]) -> None:
    """Add a doubtful pair to its list where other lists know exactly one pair it can be."""
    known = {pair for listed in lists for pair in listed.pairs}
    for listed in lists:
        for ones, others, start in listed.doubtful:
            fitting = {pair_of(x, y) for x in ones for y in others if x != y} & known
            if len(fitting) == 1:
                starts = listed.pairs.setdefault(fitting.pop(), [])
                if start and start not in starts:
                    starts.append(start)


def known_twins(lists: Iterable[TwinningList]) -> dict[int, set[int]]:
    """Return the twins of each city in lists that state the country of every city."""
    twins: defaultdict[int, set[int]] = defaultdict(set)
    for listed in lists:
        for one, other in listed.pairs:
            twins[one].add(other)
            twins[other].add(one)
    return dict(twins)


def read_wikipedia(folder: Path, gazetteer: Gazetteer) -> TwinningList:
    """English Wikipedia's lists: names and countries; the geocodes are not trusted."""
    listed = TwinningList(WIKIPEDIA)
    finder = _Finder(gazetteer)
    for row in read_rows(folder / "pairs_raw.csv"):
        finder.add(listed, (row["city1"], row["country1"]), (row["city2"], row["country2"]))
    return listed


def read_baltic(folder: Path, gazetteer: Gazetteer) -> TwinningList:
    """Return the dated Baltic twinnings: names in ASCII, two Germanies, a year in about half."""
    listed = TwinningList(BALTIC)
    finder = _Finder(gazetteer)
    for row in read_rows(folder / "dyads.csv"):
        ends = (row["city1"], row["country1"]), (row["city2"], row["country2"])
        pair = finder.add(listed, *ends, row["year"].strip())
        if pair and {row["country1"], row["country2"]} == {"WestGER", "EastGER"}:
            listed.across.add(pair)
    return listed


@dataclass(slots=True)
class _Finder:
    """A lookup of name and country that remembers its answers."""

    gazetteer: Gazetteer
    known: dict[tuple[str, str], tuple[Place | None, set[int]]] = field(default_factory=dict)

    def add(
        self, listed: TwinningList, end: tuple[str, str], other_end: tuple[str, str], start: str = ""
    ) -> Pair | None:
        """Add the pair to the list, or to its doubtful pairs where an end has homonyms."""
        (one, ones), (other, others) = self.find(*end), self.find(*other_end)
        if one is None or other is None:
            if ones and others:
                listed.doubtful.append((ones, others, start))
            return None
        listed.add(one, other, start)
        return pair_of(one.number, other.number)

    def find(self, name: str, country: str) -> tuple[Place | None, set[int]]:
        """Return the city meant, and the numbers of the cities that could be."""
        if (name, country) not in self.known:
            self.known[name, country] = self._look_up(name, country)
        return self.known[name, country]

    def _look_up(self, name: str, country: str) -> tuple[Place | None, set[int]]:
        area = area_of(country)
        if area is None:
            return None, set()
        city, area = split_state(name, area)
        place = self.gazetteer.resolve(city, area.country, region=area.region)
        if place is not None:
            return place, {place.number}
        homonyms = self.gazetteer.named(city, country=area.country, region=area.region)
        return None, {homonym.number for homonym in homonyms}


@dataclass(frozen=True, slots=True)
class _Spot:
    """One end of a row of the EU list."""

    label: str
    country: str
    at: tuple[float, float]


def read_eu_wikidata(folder: Path, gazetteer: Gazetteer) -> TwinningList:
    """Return both files of the EU extract; two homonyms with a twin of one label are left out."""
    listed = TwinningList(EU_WIKIDATA)
    rows = [
        *_eu_rows(folder / "sistercities.tsv", "\t"),
        *_eu_rows(folder / "by_origin_country_raw.csv", ","),
    ]
    merged = _merged_homonyms(rows)
    found: dict[_Spot, Place | None] = {}
    for row in rows:
        for spot in row:
            if spot not in found:
                found[spot] = _find_spot(spot, gazetteer)
        if _labels(row) not in merged:
            listed.add(found[row[0]], found[row[1]])
    return listed


def _eu_rows(path: Path, delimiter: str) -> Iterator[tuple[_Spot, _Spot]]:
    """Return the two ends of each row that has both coordinates."""
    for row in read_rows(path, delimiter=delimiter):
        try:
            here = (float(row["originlong"]), float(row["originlat"]))
            there = (float(row["destinationlong"]), float(row["destinationlat"]))
        except (TypeError, ValueError):
            continue
        yield (
            _Spot(row["origincityLabel"], row["origincountry"], here),
            _Spot(row["sistercityLabel"], row["destination_countryLabel"], there),
        )


def _labels(row: tuple[_Spot, _Spot]) -> tuple[str, str, str, str]:
    """Return what the list itself can tell the row's cities apart by."""
    return (row[0].label, row[0].country, row[1].label, row[1].country)


def _merged_homonyms(rows: Iterable[tuple[_Spot, _Spot]]) -> set[tuple[str, str, str, str]]:
    """Return the labelled pairs whose ends lie more than 30 km apart in different rows."""
    first: dict[tuple[str, str, str, str], tuple[_Spot, _Spot]] = {}
    merged: set[tuple[str, str, str, str]] = set()
    for row in rows:
        known = first.setdefault(_labels(row), row)
        if any(distance_km(one.at, other.at) > AGREEMENT_KM for one, other in zip(known, row, strict=True)):
            merged.add(_labels(row))
    return merged


def _find_spot(spot: _Spot, gazetteer: Gazetteer) -> Place | None:
    """Return the city of the label within 30 km of the coordinates."""
    area = area_of(spot.country)
    if area is None:
        return None
    name, _, _ = spot.label.partition(", ")
    return gazetteer.resolve(name, area.country, region=area.region, at=spot.at)


def read_wikidata(qids: QidIndex) -> TwinningList:
    """Return the P190 crawl: claims between items whose city is certain."""
    listed = TwinningList(WIKIDATA)
    claims = set(qids.claims)
    for source, target in qids.claims:
        one, other = qids.places.get(source), qids.places.get(target)
        listed.add(one, other)
        if one and other and (target, source) in claims:
            listed.reciprocal.add(pair_of(one.number, other.number))
    return listed


_OWN_EXTRACTS = {"Q2112": BIELEFELD, "Q3955": WEIMAR}
"""Items fetched by themselves at another time than the dump of 2017."""


def read_entities(folder: Path, qids: QidIndex) -> dict[str, TwinningList]:
    """P190 statements of real entities, with the start (P580) as precise as it is stated."""
    lists = {key: TwinningList(key) for key in (ENTITIES, BIELEFELD, WEIMAR)}
    for row in read_rows(folder / FLAT_STATEMENTS):
        one, other = qids.places.get(row["city_qid"]), qids.places.get(row["twin_qid"])
        listed = lists[_OWN_EXTRACTS.get(row["city_qid"], ENTITIES)]
        listed.add(one, other, start_of(row["P580_start"]))
    return lists


_BERLIN = 2950159
_GERMAN_LINE = re.compile(r"\{\{[A-Z]{3}\|Ziel=([^}|]+)\}\}, \[\[[^\]]+\]\] \((\d{4})\)")
_ENGLISH_LINE = re.compile(r"^\*\[\[([^\]|]+)(?:\|[^\]]+)?\]\], [^(\n]+ \((\d{4})\)", re.MULTILINE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def read_berlin(folder: Path, gazetteer: Gazetteer) -> TwinningList:
    """Berlin's twins: stated by the German and English editions, other editions' years after.

    The years of each pair stand in that order, so the first is the German or English one.
    """
    listed = TwinningList(BERLIN)
    berlin = gazetteer.by_number[_BERLIN]
    twins: dict[str, Place] = {}
    for language, line in (("de", _GERMAN_LINE), ("en", _ENGLISH_LINE)):
        text = (folder / "pages" / f"Berlin.{language}.wikitext").read_text(encoding="utf-8")
        for name, year in line.findall(text):
            twin = gazetteer.resolve(name, None)
            if twin is not None:
                twins[fold(name)] = twin
                listed.add(berlin, twin, year)
    for place, year in _other_editions(folder, set(twins.values()), gazetteer):
        listed.add(berlin, place, year)
    return listed


def _other_editions(folder: Path, twins: set[Place], gazetteer: Gazetteer) -> Iterator[tuple[Place, str]]:
    """Years in other editions' lines that link to exactly one twin and state one year."""
    numbers = {place.number for place in twins}
    for row in read_rows(folder / "twin_section_lines.csv"):
        links = re.findall(r"\[\[(?:[^\]|]*\|)?([^\]|]+)\]\]", row["wikitext"])
        hits = {n for link in links for n in gazetteer.by_name.get(fold(link), ()) if n in numbers}
        years = set(_YEAR.findall(row["years_outside_refs"]))
        if len(hits) == 1 and len(years) == 1:
            yield gazetteer.by_number[hits.pop()], years.pop()
