"""Scenarios: the worked ones, forms for one's own, and a scenario beside the baseline."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any, Final

from proxenia.atlas.foresight_plots import Dot, DotRow
from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.land import country_paths
from proxenia.atlas.lines import actor_link
from proxenia.atlas.scenario_forms import FORMS, Form
from proxenia.errors import InputError, ProxeniaError
from proxenia.foresight.scenarios.address import canonical_text, scenario_hash
from proxenia.foresight.scenarios.law_reform import reformed
from proxenia.foresight.scenarios.resolving import check_scenario
from proxenia.foresight.scenarios.scenario import ChangeKind, Fact, Scenario
from proxenia.foresight.scenarios.words import change_words
from proxenia.foresight.scenarios.worked_scenarios import WORKED, worked_scenario
from proxenia.law.powers import powers_in
from proxenia.law.records import RuleBook
from proxenia.model.vocabulary import TieKind, Tier

__all__ = [
    "CountryShape",
    "DifferenceLine",
    "LawLine",
    "NumberLine",
    "ResultPage",
    "ScenariosPage",
    "ScoreLine",
    "WorkedLine",
    "build",
    "build_result",
    "tables_of",
]

SHOWN_ROWS: Final = 15
"""Of each level on the page; the downloads hold more."""
_LEVELS: Final = {
    "kind": "By kind of tie",
    "country": "By country",
    "country_pair": "By pair of countries",
    "city": "By city",
    "network": "By city network",
}
_WHATS: Final = {
    "expected": "new ties expected",
    "new": "new ties in the runs",
    "suspended": "suspended ties",
    "ended": "ended ties",
    "in_force": "ties in force at the end",
    "size": "members at the end",
    "joined": "members that join",
    "left": "members that leave",
}
_FORECASTS: Final = {
    "scenario": "the scenario",
    "scenario, low": "with every number at the low end of its range",
    "scenario, high": "with every number at the high end of its range",
    "baseline": "the model of ends without the rupture",
    "none_ends": "nothing happens",
    "all_end": "all end",
}


@dataclass(frozen=True, slots=True)
class WorkedLine:
    """A worked scenario of the package; `refused` says why it cannot be run on this register, if so."""

    id: str
    title: str
    about: str
    hypothetical: bool
    changes: list[str]
    facts: Sequence[Fact]
    refused: str


@dataclass(frozen=True, slots=True)
class ScenariosPage:
    """The list, the forms, and what somebody began to write.

    Attributes
    ----------
    countries
        Codes with names.
    text
        In the field for YAML.
    asked
        What a form was sent with; nothing for a field that it does not name.
    trouble
        Why it could not be run; empty when nothing was wrong.
    """

    as_of: int
    worked: list[WorkedLine]
    forms: Sequence[Form]
    countries: list[tuple[str, str]]
    text: str
    asked: Mapping[str, str]
    trouble: str


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """A count at the baseline and with the scenario, and the difference with intervals of 50 and 90 % of the runs."""

    level: str
    id: str
    name: str
    address: str
    what: str
    baseline: float
    scenario: float
    difference: float
    low_50: float
    high_50: float
    low_90: float
    high_90: float

    @property
    def counted(self) -> str:
        """What is counted, in words."""
        return _WHATS.get(self.what, self.what)


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A number that carries a change: estimated or assumed, its range, and where it comes from."""

    change: int
    coefficient: str
    meaning: str
    number: str
    value: float
    low: float
    high: float
    on: str
    until: str
    reached: int | None
    share: float
    origin: str


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """What a forecast of the ends was worth."""

    by: int
    forecast: str
    ties: int
    over: int
    expected: float
    brier: float
    log_score: float


@dataclass(frozen=True, slots=True)
class LawLine:
    """What a reform changes in the answer of the law: the widest power before and after its day."""

    country: str
    name: str
    tier: str
    instrument: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CountryShape:
    """A country of the map: `way` is ``more``, ``fewer`` or empty, `strength` from 0 to 1."""

    path: str
    title: str
    way: str
    strength: float


@dataclass(frozen=True, slots=True)
class MapSide:
    """One of two maps side by side: the countries that differ, the darker the more `counted` they have in it."""

    title: str
    counted: str
    shapes: list[CountryShape]


@dataclass(frozen=True, slots=True)
class ResultPage:
    """A scenario beside the baseline.

    Attributes
    ----------
    totals
        Altogether, each count once.
    tables
        Title and lines of each level, the largest differences first, with how many lines differ at all.
    every
        All lines that the result holds.
    dots
        Countries of which most differs.
    sides
        The baseline and the scenario as maps, shaded on one scale; none where no country differs.
    other_snapshot, other_model
        The address was made with another register, or other models: the hash it names; empty otherwise.
    address
        With which anybody gets the same bytes from the same register and models.
    """

    as_of: int
    scenario: Scenario
    hash: str
    changes: list[str]
    start: int
    to: int
    runs: int
    seed: int
    snapshot_hash: str
    model_hash: str
    totals: list[DifferenceLine]
    tables: list[tuple[str, list[DifferenceLine], int]]
    every: list[DifferenceLine]
    dots: list[DotRow]
    dots_what: str
    sides: list[MapSide]
    shapes: list[CountryShape]
    numbers: list[NumberLine]
    scores: list[ScoreLine]
    scored: Mapping[str, Any]
    law: list[LawLine]
    predictor: str
    past: list[Mapping[str, Any]]
    covered_until: int | None
    coverage: list[Mapping[str, Any]]
    not_enough_data: list[str]
    notes: list[str]
    text: str
    address: str
    other_snapshot: str
    other_model: str


def build(
    index: AtlasIndex,
    *,
    as_of: int,
    this_year: int,
    text: str = "",
    asked: Mapping[str, str] | None = None,
    trouble: str = "",
) -> ScenariosPage:
    """Return the payload of the list and the forms.

    Parameters
    ----------
    this_year
        The last year known, where a scenario names none of its own.
    text, asked, trouble
        What somebody wrote, and why it could not be run.
    """
    names = _names(index)
    return ScenariosPage(
        as_of=as_of,
        worked=[_worked(index, worked_scenario(one), names, this_year) for one in WORKED],
        forms=FORMS,
        countries=sorted(names.items(), key=lambda pair: pair[1]),
        text=text,
        asked=defaultdict(str, asked or {}),
        trouble=trouble,
    )


def _names(index: AtlasIndex) -> dict[str, str]:
    return {code: state.name or code for code, state in index.states.items()}


def _worked(index: AtlasIndex, scenario: Scenario, names: Mapping[str, str], this_year: int) -> WorkedLine:
    changes, refused = [change_words(one, names) for one in scenario.changes], ""
    try:
        check_scenario(scenario, index.snapshot, start=this_year)
    except InputError as error:
        refused = str(error)
    return WorkedLine(
        scenario.id, scenario.title, scenario.about, scenario.hypothetical, changes, scenario.facts, refused
    )


def build_result(
    index: AtlasIndex,
    result: Mapping[str, Any],
    scenario: Scenario,
    *,
    as_of: int,
    address: str,
    snapshot: str = "",
    model: str = "",
) -> ResultPage:
    """Return the payload of a scenario's result.

    Parameters
    ----------
    result
        As :meth:`ScenarioResult.as_json` gives it.
    address
        Of the page, without hashes.
    snapshot, model
        The hashes that the address names, if any.
    """
    founded = {one.body: one.name for one in scenario.changes if one.kind is ChangeKind.CITY_NETWORK}
    lines = [_line(index, one, founded) for one in result["differences"]]
    hashes = {name: str(result[f"{name}_hash"]) for name in ("snapshot", "model")}
    countries = [one for one in lines if one.level == "country"]
    dots_what, dots = _dots(countries)
    baseline = result["baseline"]
    score = result["score"] or {}
    return ResultPage(
        as_of=as_of,
        scenario=scenario,
        hash=scenario_hash(scenario),
        changes=[change_words(one, _names(index)) for one in scenario.changes],
        start=result["start"],
        to=result["to"],
        runs=result["runs"],
        seed=result["seed"],
        snapshot_hash=hashes["snapshot"],
        model_hash=hashes["model"],
        totals=[one for one in lines if one.level == "total"],
        tables=list(_tables(lines, result["counts"])),
        every=lines,
        dots=dots,
        dots_what=dots_what,
        sides=_sides(index, countries),
        shapes=_shapes(index, [one for one in countries if one.what == "in_force"]),
        numbers=[_number(one) for one in result["numbers"]],
        scores=[_score(one) for one in score.get("scores", ())],
        scored={name: value for name, value in score.items() if name != "scores"},
        law=list(_law(index, scenario)),
        predictor=str(baseline.get("predictor_label", "")),
        past=list(baseline.get("past", ())),
        covered_until=baseline.get("covered_until"),
        coverage=list(baseline.get("coverage", ())),
        not_enough_data=list(baseline.get("not_enough_data", ())),
        notes=list(result["notes"]),
        text=canonical_text(scenario),
        address=f"{address}&snapshot={hashes['snapshot']}&model={hashes['model']}",
        other_snapshot=snapshot if snapshot and snapshot != hashes["snapshot"] else "",
        other_model=model if model and model != hashes["model"] else "",
    )


def _line(index: AtlasIndex, row: Mapping[str, Any], founded: Mapping[str, str]) -> DifferenceLine:
    name, address = _called(index, row["level"], row["id"])
    name = founded.get(row["id"], name)
    return DifferenceLine(name=name, address=address, **row)


def _called(index: AtlasIndex, level: str, key: str) -> tuple[str, str]:
    """Return the name and the address of what a line is about; no address where it has no page."""
    match level:
        case "total":
            return "Altogether", ""
        case "country":
            return index.country_name(key), f"/country/{key}"
        case "country_pair":
            a, b = key.split("-")
            return f"{index.country_name(a)} – {index.country_name(b)}", f"/country-pair/{a}/{b}" if a != b else ""
        case "city" | "network":
            try:
                link = actor_link(index, key)
            except ProxeniaError:
                return key, ""
            return link.name, link.address
        case _:
            return key.replace("_", " "), ""


def _tables(
    lines: Sequence[DifferenceLine], counts: Mapping[str, int]
) -> Iterator[tuple[str, list[DifferenceLine], int]]:
    for level, title in _LEVELS.items():
        there = [one for one in lines if one.level == level]
        there.sort(key=lambda one: -abs(one.difference))
        if there:
            differing = max(counts.get(f"{level}.{what}", 0) for what in (*_WHATS,))
            yield title, there[:SHOWN_ROWS], max(differing, len({one.id for one in there}))


def _dots(lines: Sequence[DifferenceLine]) -> tuple[str, list[DotRow]]:
    """Return the countries that differ most in one count: ties in force, or new ties expected where none of them do."""
    for what in ("in_force", "expected"):
        there = sorted((one for one in lines if one.what == what), key=lambda one: -abs(one.difference))
        if (there and abs(there[0].difference) >= _LEAST_SHOWN) or what == "expected":
            rows = [DotRow(one.name, (Dot(one.difference, one.low_90, one.high_90),)) for one in there[:SHOWN_ROWS]]
            return _WHATS[what], rows
    return "", []


_LEAST_SHOWN: Final = 0.05
_LEAST_COLOURED: Final = 0.01
"""A difference below this share of the largest stays plain: what follows in other places by chance is no finding."""


def _sides(index: AtlasIndex, countries: Sequence[DifferenceLine]) -> list[MapSide]:
    """Return the two maps: of ties in force, or of new ties expected where none of those differ."""
    what = next((what for what in ("in_force", "expected") if any(one.what == what for one in countries)), "")
    lines = [one for one in countries if one.what == what]
    most = max((max(one.baseline, one.scenario) for one in lines), default=0.0)
    if most <= 0:
        return []
    sides = []
    for title, numbers in (
        ("Baseline", {one.id: one.baseline for one in lines}),
        ("Scenario", {one.id: one.scenario for one in lines}),
    ):
        shown = {
            one.id: CountryShape("", f"{one.name}: {numbers[one.id]:,.2f}", "more", _shade(numbers[one.id] / most))
            for one in lines
            if numbers[one.id] > 0
        }
        sides.append(MapSide(title, _WHATS[what], _drawn(index, shown)))
    return sides


def _shapes(index: AtlasIndex, lines: Sequence[DifferenceLine]) -> list[CountryShape]:
    """Return the outlines of all countries, coloured by the difference of their ties in force."""
    most = max((abs(one.difference) for one in lines), default=0.0)
    shown = {
        one.id: CountryShape(
            "",
            f"{one.name}: {one.difference:+.2f}",
            "more" if one.difference > 0 else "fewer",
            _shade(abs(one.difference) / most),
        )
        for one in lines
        if abs(one.difference) > _LEAST_COLOURED * most
    }
    return _drawn(index, shown)


def _shade(share: float) -> float:
    """Return how dark a share of the most is: by its square root, so that small numbers are seen beside large ones."""
    return round(0.15 + 0.85 * sqrt(share), 2)


def _drawn(index: AtlasIndex, shown: Mapping[str, CountryShape]) -> list[CountryShape]:
    """Return the outlines of all countries, those that are shown as they are, the others plain."""
    states = index.snapshot.actors.filter(kind="state").select("country", "name", "iso_numeric").to_dicts()
    codes = {row["iso_numeric"] or row["country"]: row["country"] for row in states}
    plain = CountryShape("", "", "", 0.0)
    return [replace(shown.get(codes.get(number, ""), plain), path=path) for number, path in country_paths().items()]


def _number(row: Mapping[str, Any]) -> NumberLine:
    told = {name: row[name] for name in NumberLine.__dataclass_fields__ if name != "until"}
    return NumberLine(**told, until=row["until"] or "")


def _score(row: Mapping[str, Any]) -> ScoreLine:
    return ScoreLine(**{**row, "forecast": _FORECASTS.get(row["forecast"], row["forecast"])})


def _law(index: AtlasIndex, scenario: Scenario) -> Iterator[LawLine]:
    reforms = [one for one in scenario.changes if one.kind is ChangeKind.REFORM]
    if not reforms:
        return
    before, after = RuleBook(index.snapshot), RuleBook(reformed(index.snapshot, scenario))
    for one in reforms:
        place = f"iso:{one.first[0]}"
        for instrument in one.instruments:
            told = [_power(book, place, one.on.year, one.tier, instrument) for book in (before, after)]
            yield LawLine(one.first[0], index.country_name(one.first[0]), one.tier, instrument, told[0], told[1])


def _power(book: RuleBook, place: str, year: int, tier: str, instrument: str) -> str:
    found = powers_in(book, year, tier=Tier(tier), instrument=TieKind(instrument))
    return next((one.power or "no rule" for one in found if one.place == place), "no pack of rules").replace("_", " ")


def tables_of(page: ResultPage) -> dict[str, tuple[type, list[Any]]]:
    """Return the tables of a result, each for a file of its own; the first is the page's own."""
    return {
        "differences": (DifferenceLine, page.every),
        "numbers": (NumberLine, page.numbers),
        "scores": (ScoreLine, page.scores),
    }
