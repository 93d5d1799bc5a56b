"""An outlook as plain values: what ``proxenia outlook --json`` and the page tell, with what each number rests on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

import numpy as np
import polars as pl

from proxenia.foresight.date_coverage import LEAST_DATED, covered_until, dating_lists, region_coverage
from proxenia.foresight.dated_ties import DatedTies
from proxenia.foresight.outlook.ending import ENDINGS
from proxenia.foresight.outlook.intervals import Interval, intervals_of
from proxenia.foresight.outlook.likely_pairs import chosen_pairs, pair_as_json
from proxenia.foresight.outlook.outlook import Outlook
from proxenia.foresight.outlook.past_intervals import PastIntervals
from proxenia.foresight.outlook.sentences import sentences_of
from proxenia.foresight.regions import REGION_OF
from proxenia.model.vocabulary import ActorKind
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["ASSUMPTION", "NOT_ENOUGH", "told_outlook"]

Plain = dict[str, Any]

NOT_ENOUGH: Final = "not enough data"
ASSUMPTION: Final = "ties without a year form at the same times as ties with one, which nobody has shown"
_PAST_YEARS: Final = 40
_MOST_FANS: Final = 200
"""Cities whose years are told one by one: those of which most is expected."""


def told_outlook(snapshot: Snapshot, outlook: Outlook, *, past: PastIntervals | None = None) -> Plain:
    """Return an outlook as plain values.

    Parameters
    ----------
    snapshot
        What it was made from: names are looked up in it.
    past
        How often the intervals of past outlooks held what came, where that was asked.
    """
    ground, request = outlook.ground, outlook.request
    names = _Names(snapshot)
    dated = ground.known.dated
    counted = _Counted(dated)
    told = {
        "start": request.start,
        "to": request.to,
        "horizon_years": request.horizon,
        "runs": outlook.runs,
        "runs_asked": request.runs,
        "stopped": outlook.stopped,
        "seed": request.seed,
        "snapshot_hash": outlook.snapshot_hash,
        "model_hash": outlook.model_hash,
        "method": _method(outlook),
        "coverage": _coverage(snapshot, dated),
        "basis": _basis(outlook),
        "total": {**_things(outlook, "total")[0], **_fans(outlook, "total", "all"), "past": counted.past(None)},
        "newcomers": _newcomers(outlook),
        "all_ties": _all_ties(outlook, dated),
        "kinds": _things(outlook, "kind"),
        "fields": _things(outlook, "field"),
        "regions": [_region(one, counted) for one in _things(outlook, "region")],
        "profiles": _profiles(outlook, counted),
        "countries": [_country(outlook, one, names, counted) for one in _things(outlook, "country")],
        "country_pairs": list(_country_pairs(outlook, names, counted)),
        "cities": _cities(outlook, counted),
        "pairs": _pairs(outlook, counted),
        "networks": _networks(outlook),
        "past_intervals": None if past is None else past.as_json(),
    }
    return {**told, "sentences": sentences_of(told)}


class _Names:
    """Names of countries."""

    def __init__(self, snapshot: Snapshot) -> None:
        states = snapshot.actors.filter(pl.col("kind") == ActorKind.STATE.value)
        self._names = {row[0].removeprefix("iso:"): row[1] for row in states.select("id", "name").iter_rows()}

    def __getitem__(self, code: str) -> str:
        return self._names.get(code) or code


class _Counted:
    """Dated ties by country, part of the world and city, and by year."""

    def __init__(self, dated: DatedTies) -> None:
        self.until = dated.known_until or 0
        self.all_of: dict[str, int] = {}
        for one, other in dated.all_ties.select("country_a", "country_b").iter_rows():
            for code in {one, other}:
                self.all_of[code] = self.all_of.get(code, 0) + 1
        self.dated_of: dict[str, int] = {}
        self.of_city: dict[str, int] = {}
        self._years: dict[tuple[str | None, int], int] = {}
        ties = dated.ties.select("a", "b", "country_a", "country_b", "year")
        for a, b, one, other, year in ties.iter_rows():
            for thing in {one, other, REGION_OF.get(one, ""), REGION_OF.get(other, "")}:
                self.dated_of[thing] = self.dated_of.get(thing, 0) + 1
            for city in {a, b}:
                self.of_city[city] = self.of_city.get(city, 0) + 1
            for key in {None, one, other, a, b}:
                self._years[key, year] = self._years.get((key, year), 0) + 1

    def past(self, thing: str | None) -> list[list[int]]:
        """Return the dated ties of the last years that began in each: of a country, a city, or all."""
        return [
            [year, self._years.get((thing, year), 0)] for year in range(self.until - _PAST_YEARS + 1, self.until + 1)
        ]

    def enough(self, code: str) -> bool:
        """Whether a country or part of the world has enough dated ties."""
        return self.dated_of.get(code, 0) >= LEAST_DATED


def _things(outlook: Outlook, level: str) -> list[Plain]:
    """Return everything of a level with its intervals, most new ties first."""
    ids = outlook.runs_by(level)[0]
    told = {what: intervals_of(outlook.runs_by(level, what)[1]) for what in ("new", *ENDINGS, "in_force")}
    untold = [event for event, hazard in zip(ENDINGS, outlook.ground.ends.hazards, strict=True) if not hazard.estimated]
    standing = outlook.tallies.of(level).standing
    found = []
    for place, one in enumerate(ids):
        row: Plain = {"id": one, "standing": int(standing[place])}
        row |= {what: None if what in untold else bands[place].as_json() for what, bands in told.items()}
        found.append(row)
    return sorted(found, key=lambda row: (-row["new"]["expected"], -row["standing"], row["id"]))


def _fans(outlook: Outlook, level: str, thing: str) -> Plain:
    years: list[Plain] = [{"year": year} for year in outlook.request.years]
    for what in ("new", *ENDINGS):
        for row, (_, interval) in zip(years, outlook.fan(level, thing, what), strict=True):
            row[what] = interval.as_json()
    return {"years": years}


def _fan(outlook: Outlook, level: str, thing: str) -> list[Plain]:
    return [{"year": year, **interval.as_json()} for year, interval in outlook.fan(level, thing)]


def _method(outlook: Outlook) -> Plain:
    one, scores = outlook.ground.predictor, outlook.past_scores
    return {
        "predictor": one.id,
        "label": one.label,
        "meaning": one.meaning,
        "reference": one.reference,
        "best_in_the_past": None if scores is None else scores.best == one.id,
        "follows": asdict(outlook.ground.follows),
        "coefficients": [asdict(found) for found in outlook.ground.prediction.coefficients],
        "scores": None if scores is None else scores.as_json(),
    }


def _coverage(snapshot: Snapshot, dated: DatedTies) -> Plain:
    lists = dating_lists(snapshot, dated)
    ties, known = dated.all_ties.height, dated.ties.height
    return {
        "ties": ties,
        "dated": known,
        "share": known / ties if ties else None,
        "least_dated": LEAST_DATED,
        "covered_until": covered_until(lists),
        "regions": [asdict(one) for one in region_coverage(dated)],
        "lists": [asdict(one) for one in lists],
    }


def _basis(outlook: Outlook) -> Plain:
    ground = outlook.ground
    rule = ground.prediction.expectation
    return {
        "rule": rule.rule,
        "expected_known": rule.expected,
        "dispersion": rule.dispersion,
        "past_known": [list(one) for one in rule.past],
        "expected_newcomers": ground.newcomers.expected,
        "past_newcomers": [list(one) for one in ground.newcomers.past],
        "cities": ground.candidates.cities.height,
        "left_out_cities": ground.candidates.left_out,
        "candidates": len(ground.candidates),
        "standing": ground.standing.ties.height,
        "ends": ground.ends.told(),
        "untold_ends": [hazard.event for hazard in ground.ends.hazards if not hazard.estimated],
        "network_growth": asdict(ground.growth),
    }


def _newcomers(outlook: Outlook) -> Plain:
    mine = outlook.new_ties.row < 0
    counts = np.bincount(outlook.new_ties.run[mine], minlength=outlook.runs)
    return {"new": Interval.of(counts).as_json()}


def _all_ties(outlook: Outlook, dated: DatedTies) -> Plain:
    """Return how the number could be read for all ties: kept apart, and marked as assumed."""
    share = dated.ties.height / dated.all_ties.height if dated.all_ties.height else None
    runs = outlook.runs_by("total")[1][:, 0]
    return {
        "assumed": True,
        "assumption": ASSUMPTION,
        "dated_share": share,
        "new": None if not share else Interval.of(runs / share).as_json(),
    }


def _region(row: Plain, counted: _Counted) -> Plain:
    enough = counted.enough(row["id"])
    told = {**row, "dated": counted.dated_of.get(row["id"], 0), "enough": enough}
    return told if enough else _withheld(told)


def _withheld(row: Plain) -> Plain:
    """Return a row without the numbers that too few dated ties would have to carry."""
    return {**row, "new": None, "in_force": None, "words": NOT_ENOUGH}


def _country(outlook: Outlook, row: Plain, names: _Names, counted: _Counted) -> Plain:
    code = row["id"]
    dated, ties = counted.dated_of.get(code, 0), counted.all_of.get(code, 0)
    told = {
        "id": code,
        "name": names[code],
        "region": REGION_OF.get(code),
        "ties": ties,
        "dated": dated,
        "enough": dated >= LEAST_DATED,
        **{name: value for name, value in row.items() if name != "id"},
    }
    if not told["enough"]:
        return _withheld(told)
    return {**told, "years": _fan(outlook, "country", code), "past": counted.past(code)}


def _country_pairs(outlook: Outlook, names: _Names, counted: _Counted) -> Iterator[Plain]:
    for row in _things(outlook, "country_pair"):
        a, b = row["id"].split("-")
        told = {"a": a, "b": b, "name_a": names[a], "name_b": names[b], **row}
        yield told if counted.enough(a) and counted.enough(b) else _withheld(told)


def _cities(outlook: Outlook, counted: _Counted) -> list[Plain]:
    about = {row["id"]: row for row in outlook.ground.candidates.cities.iter_rows(named=True)}
    found = []
    for place, row in enumerate(_things(outlook, "city")):
        city = about[row["id"]]
        told = {
            "id": row["id"],
            "name": city["name"],
            "country": city["country"],
            "dated": counted.of_city.get(row["id"], 0),
            "enough": counted.enough(city["country"]),
            **{name: value for name, value in row.items() if name != "id"},
        }
        if not told["enough"]:
            told = _withheld(told)
        elif place < _MOST_FANS:
            told |= {"years": _fan(outlook, "city", row["id"])}
        found.append(told)
    return found


def _profiles(outlook: Outlook, counted: _Counted) -> list[Plain]:
    """Return the six kinds of city, each with its expected growth: new ties over the dated ones in force."""
    dated = outlook.ground.known.dated
    force = dated.in_force(outlook.start)
    ids, runs = outlook.runs_by("profile")
    numbers = {one: runs[:, place] for place, one in enumerate(ids)}
    found = []
    for row in _things(outlook, "profile"):
        having = pl.Series(sorted(outlook.profiles[row["id"]]), dtype=pl.String()).implode()
        of_dated = dated.ties.filter(pl.col("a").is_in(having) | pl.col("b").is_in(having)).height
        of_force = force.filter(pl.col("a").is_in(having) | pl.col("b").is_in(having)).height
        enough = of_dated >= LEAST_DATED
        growth = 100 * numbers[row["id"]] / of_force if of_force else None
        told = {
            **row,
            "cities": len(outlook.profiles[row["id"]]),
            "known_cities": sum(city in counted.of_city for city in outlook.profiles[row["id"]]),
            "dated": of_dated,
            "dated_in_force": of_force,
            "enough": enough,
            "growth_percent": None if growth is None or not enough else Interval.of(growth).as_json(),
        }
        found.append(told if enough else _withheld(told))
    return found


def _pairs(outlook: Outlook, counted: _Counted) -> list[Plain]:
    countries = outlook.ground.candidates.cities["country"].to_list()
    enough = np.array([counted.enough(code) for code in countries])
    return [pair_as_json(outlook, row) for row in chosen_pairs(outlook, enough, counted.of_city)]


def _networks(outlook: Outlook) -> list[Plain]:
    found = []
    known: Mapping[str, Any] = {one.id: one for one in outlook.ground.city_networks}
    sums = {what: outlook.runs_by("network", what)[1] for what in ("size", "joined", "left")}
    for place, (identifier, name) in enumerate(
        zip(outlook.city_networks.ids, outlook.city_networks.names, strict=True)
    ):
        one = known.get(identifier)
        size = sums["size"][:, place]
        row: Plain = {
            "id": identifier,
            "name": name,
            "last_size": None if one is None else one.last_size,
            "last_year": None if one is None else one.last_year,
            "sizes": 0 if one is None else one.sizes,
            "dated_members": 0 if one is None else one.dated_members,
            # A few runs with very large sizes would pull the mean beyond most of them.
            "size": None if np.isnan(size).any() else Interval.of(size).with_median().as_json(),
        }
        row |= {what: Interval.of(sums[what][:, place]).as_json() for what in ("joined", "left")}
        row["years"] = _sizes(outlook, place)
        found.append(row)
    return sorted(found, key=lambda row: (row["size"] is None, row["name"]))


def _sizes(outlook: Outlook, place: int) -> Sequence[Plain]:
    sizes = outlook.city_networks.size[:, :, place]
    if np.isnan(sizes).any():
        return []
    bands = intervals_of(sizes)
    return [{"year": year, **band.as_json()} for year, band in zip(outlook.request.years, bands, strict=True)]
