"""Which GeoNames city a Wikidata item is, where that is certain.

The crawl of 2016 has items with mostly German labels and no country. Other reference files give
some items a country or a point; the rest are known only by the company they keep: an item is a
city when its twins are that city's twins in a list that states countries.
"""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.twinning_countries import area_of
from tools.twinning_gazetteer import Gazetteer, Place

FLAT_STATEMENTS = "p190_statements_flat.csv"
_DAY, _MONTH, _YEAR = "11", "10", "9"
_LEAST_SHARED_TWINS = 2


@dataclass(slots=True)
class QidIndex:
    """Labels, claims and certain cities of Wikidata items."""

    gazetteer: Gazetteer
    labels: dict[str, str]
    claims: list[tuple[str, str]]
    places: dict[str, Place] = field(default_factory=dict)

    @classmethod
    def load(cls, reference: Path, gazetteer: Gazetteer) -> QidIndex:
        """Return the index with every item placed that another reference file gives a country."""
        city = reference / "city"
        crawl = city / "wikidata_p190_2016"
        labels = {row["qid"]: row["name"] for row in _rows(crawl / "names.csv")}
        claims = [(r["source_qid"], r["target_qid"]) for r in _rows(crawl / "relations.csv")]
        index = cls(gazetteer, labels, claims)
        index._place_by_geonames_id(city / "wikidata_entities")
        index._place_by_country(_english_labels(reference))
        index._place_by_country(_locode_countries(city, labels))
        index._drop_shared_places()
        return index

    def _place_by_geonames_id(self, folder: Path) -> None:
        """Items whose own entity states the GeoNames id (P1566)."""
        for entity in _entities(folder):
            for claim in entity.get("claims", {}).get("P1566", []):
                value = claim["mainsnak"].get("datavalue", {}).get("value", "")
                place = self.gazetteer.by_number.get(int(value) if value.isdigit() else 0)
                if place is not None and entity.get("claims", {}).get("P190"):
                    self.places[entity["id"]] = place

    def _place_by_country(self, rows: Iterator[tuple[str, str, str]]) -> None:
        """Items with a label and a country (ISO code), where the city is unambiguous."""
        for qid, label, country in rows:
            if qid not in self.places:
                place = self.gazetteer.resolve(label, country)
                if place is not None:
                    self.places[qid] = place

    def _drop_shared_places(self) -> None:
        """Two items cannot be one city: where they claim it, keep the one the crawl links most."""
        holders: defaultdict[int, list[str]] = defaultdict(list)
        for qid, place in self.places.items():
            holders[place.number].append(qid)
        linked = Counter(qid for claim in self.claims for qid in claim)
        for qids in holders.values():
            qids.sort(key=lambda qid: (-linked[qid], qid))
            clear = len(qids) == 1 or linked[qids[0]] >= 3 * max(linked[qids[1]], 1)
            for qid in qids[1:] if clear else qids:
                del self.places[qid]

    def identify_by_twins(self, twins: Mapping[int, set[int]]) -> None:
        """Place the items without a country by the twins they share with one homonym only.

        `twins` holds the twins of each city in lists that state countries. An item is a city when
        at least two of its placed twins are that city's, and none is any other homonym's; one
        shared twin is enough where no other place in the world has the name.
        """
        neighbours = self._placed_neighbours()
        taken = {place.number for place in self.places.values()}
        found: defaultdict[int, list[str]] = defaultdict(list)
        for qid in sorted(set(neighbours) - set(self.places)):
            place = self._best_company(self.labels.get(qid, ""), neighbours[qid], twins)
            if place is not None and place.number not in taken:
                found[place.number].append(qid)
        for number, qids in found.items():
            if len(qids) == 1:
                self.places[qids[0]] = self.gazetteer.by_number[number]

    def _placed_neighbours(self) -> dict[str, set[int]]:
        """Return the placed twins of every item of the crawl."""
        neighbours: defaultdict[str, set[int]] = defaultdict(set)
        for source, target in self.claims:
            for qid, other in ((source, target), (target, source)):
                if other in self.places:
                    neighbours[qid].add(self.places[other].number)
        return dict(neighbours)

    def _best_company(self, label: str, company: set[int], twins: Mapping[int, set[int]]) -> Place | None:
        """Return the only homonym whose twins are among the company, if there is enough of it."""
        homonyms = self.gazetteer.named(label, country=None) if label else []
        shared = {p: len(company & twins.get(p.number, set())) for p in homonyms}
        fitting = [place for place, count in shared.items() if count]
        least = 1 if len(homonyms) == 1 else _LEAST_SHARED_TWINS
        return fitting[0] if len(fitting) == 1 and shared[fitting[0]] >= least else None


def start_of(stated: str) -> str:
    """EDTF text of a Wikidata time with its precision ('+1995-00-00T00:00:00Z/9' is 1995)."""
    time, _, precision = stated.strip().lstrip("+").partition("/")
    date = time.partition("T")[0]
    length = {_DAY: 10, _MONTH: 7, _YEAR: 4}.get(precision, 0)
    return date[:length]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    """Return the rows of a comma-separated table with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _entities(folder: Path) -> Iterator[dict[str, Any]]:
    """Entities of the dump extract, one a line between brackets."""
    with (folder / "dump_extract_50_entities.json").open(encoding="utf-8") as file:
        for line in file:
            text = line.strip().rstrip(",")
            if text not in ("[", "]", ""):
                yield json.loads(text)


def _english_labels(reference: Path) -> Iterator[tuple[str, str, str]]:
    """Items with an English label and a country: seats of embassies, members of Eurocities."""
    missions = reference / "state" / "embassies_wikidata" / "diplomatic_missions_2022-11.csv"
    members = reference / "city" / "networks_eurocities" / "members.csv"
    seen: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in _rows(missions):
        seen[row["city_qid"], row["city"]].add(row["country"])
    for row in _rows(members):
        seen[row["qid"], row["wikidata_name"]].add(row["country_name"])
    for (qid, label), countries in sorted(seen.items()):
        areas = {area.country for name in countries if (area := area_of(name))}
        if qid and len(areas) == 1:
            yield qid, label, areas.pop()


def _locode_countries(city: Path, labels: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Items of the crawl with the one country their UN/LOCODEs begin with."""
    countries: defaultdict[str, set[str]] = defaultdict(set)
    for row in _rows(city / "crosswalk_locode_wikidata_2024" / "match.csv"):
        countries[row["qid"]].add(row["locode"][:2])
    for qid, codes in sorted(countries.items()):
        if qid in labels and len(codes) == 1:
            yield qid, labels[qid], next(iter(codes))
