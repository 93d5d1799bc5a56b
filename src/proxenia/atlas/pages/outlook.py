"""What may become of the ties: for the world, a country or a city, with what stands beside every number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

import polars as pl
from markupsafe import Markup

from proxenia.atlas.cited import CitedSource, described_sources
from proxenia.atlas.foresight_plots import FanYear
from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.outlook_map import Bundle, outlook_map
from proxenia.atlas.pages.outlook_lines import (
    CoverageRow,
    HeldRow,
    NetworkLine,
    NetworkRow,
    NumberLine,
    Numbers,
    OutlookRow,
    PairRow,
    ProfileLine,
    ProfileRow,
    ScoreRow,
    YearRow,
    held_rows,
    network_line,
    network_row,
    number_line,
    numbers_of,
    pair_row,
    profile_line,
    profile_row,
    score_rows,
    year_row,
)
from proxenia.errors import InputError, NotFoundError

__all__ = ["OutlookPage", "build", "check_subject", "tables_of"]

Plain = Mapping[str, Any]

_SHOWN: Final = 12
_MOST_PAIRS: Final = 50
_SHOWN_BUNDLES: Final = 150
_LATE_YEARS: Final = 15
_NOT_ENOUGH: Final = "not enough data"


@dataclass(frozen=True, eq=False, slots=True)
class OutlookPage:
    """An outlook of the world, a country or a city.

    Attributes
    ----------
    scope, name, code
        ``world``, ``country`` or ``city``, its name, and its code or id.
    own
        The numbers of the country or the city; of the world those of all ties.
    enough, why
        Whether anything can be said of it, and why not.
    past, ahead
        New ties a year: as dated, and as they may come; empty where they are not told.
    bundles
        What the map draws.
    sentences
        What it says, with its limits.
    """

    as_of: int
    start: int
    to: int
    runs: int
    seed: int
    scope: str
    name: str
    code: str
    own: OutlookRow | None
    enough: bool
    why: str
    past: list[tuple[int, int]]
    ahead: list[YearRow]
    bundles: list[Bundle]
    sentences: list[str]
    levels: dict[str, list[OutlookRow]]
    shown: dict[str, int]
    pairs: list[PairRow]
    city_networks: list[NetworkRow]
    profiles: list[ProfileRow]
    scores: list[ScoreRow]
    pooled: list[tuple[str, float | None]]
    held: list[HeldRow]
    coverage: list[CoverageRow]
    ties: int
    dated: int
    dated_share: float | None
    least_dated: int
    all_ties: Numbers | None
    assumption: str
    method: dict[str, Any]
    countries: list[tuple[str, str]]
    hashes: tuple[str, str]
    sources: list[CitedSource]

    @property
    def title(self) -> str:
        """What is shown."""
        whom = "" if self.scope == "world" else f" of {self.name}"
        return f"The outlook{whom} to {self.to}"

    @property
    def address(self) -> str:
        """The page without its years, runs and seed."""
        return "/outlook" if self.scope == "world" else f"/outlook?{self.scope}={self.code}"

    @property
    def map(self) -> Markup:
        """The map of what is expected between countries; nothing where nothing is."""
        if not self.bundles:
            return Markup("")
        widest = self.bundles[0]
        label = f"New ties expected between countries to {self.to}; most: {widest.label}, {widest.words}"
        return outlook_map(self.bundles, label=label)

    @property
    def flat(self) -> bool:
        """Whether nine in ten of the runs see nothing in any year, which no picture is needed for."""
        return not any(one.high_90 for one in self.ahead) and not any(ties for _, ties in self.late)

    @property
    def late(self) -> list[tuple[int, int]]:
        """The last years seen: beside a wave of decades ago nothing else would show in the picture."""
        return self.past[-_LATE_YEARS:]

    @property
    def fan(self) -> list[FanYear]:
        """The years to come as the picture takes them."""
        names = ("year", "low_90", "low_50", "median", "high_50", "high_90")
        return [FanYear(*(getattr(one, name) for name in names)) for one in self.ahead]


def build(index: AtlasIndex, result: Plain, *, question: Plain, as_of: int) -> OutlookPage:
    """Return the payload.

    Parameters
    ----------
    result
        As :func:`~proxenia.foresight.outlook.asked.answer_outlook` gives it.
    question
        `country` or `city` where one is asked for, not both.

    Raises
    ------
    NotFoundError
        When the country or city is not known.
    InputError
        When both are asked for.
    """
    country, city = str(question.get("country") or ""), str(question.get("city") or "")
    if country and city:
        raise InputError(
            f"Both a country ({country}) and a city ({city}) are asked for",
            expected="Expected one of the two",
            next_step="Leave one out",
        )
    reader = _Reader(index, result)
    scope = reader.country(country) if country else reader.city(city) if city else reader.world()
    total = result["total"]
    return OutlookPage(
        as_of=as_of,
        start=result["start"],
        to=result["to"],
        runs=result["runs"],
        seed=result["seed"],
        sentences=list(result["sentences"]),
        city_networks=[network_row(row) for row in result["networks"]] if not country and not city else [],
        profiles=[profile_row(row) for row in result["profiles"]] if not country and not city else [],
        scores=score_rows(result),
        pooled=sorted(((result["method"]["scores"] or {}).get("pooled") or {}).items(), key=lambda one: one[1] or 1e9),
        held=held_rows(result),
        coverage=[CoverageRow(**row) for row in result["coverage"]["regions"]],
        ties=result["coverage"]["ties"],
        dated=result["coverage"]["dated"],
        dated_share=result["coverage"]["share"],
        least_dated=result["coverage"]["least_dated"],
        all_ties=numbers_of(result["all_ties"]["new"]) if total else None,
        assumption=result["all_ties"]["assumption"],
        method=dict(result["method"]),
        countries=reader.countries(),
        hashes=(result["snapshot_hash"], result["model_hash"]),
        sources=_sources(index),
        **scope,
    )


def _country_code(index: AtlasIndex, asked: str) -> str:
    code = asked.removeprefix("iso:").upper()
    if code not in index.states and f"iso:{code}" not in index.actors:
        raise NotFoundError("country", asked, next_step="Give an ISO 3166-1 code of two letters, such as DE")
    return code


def check_subject(index: AtlasIndex, *, country: str, city: str) -> None:
    """Check that the country or city asked for is known, before anything is computed for it.

    Raises
    ------
    NotFoundError
        When it is not.
    """
    if country:
        _country_code(index, country)
    if city:
        index.actor(city)


class _Reader:
    """Reads a result for one scope."""

    def __init__(self, index: AtlasIndex, result: Plain) -> None:
        self._index, self._result = index, result

    def countries(self) -> list[tuple[str, str]]:
        """Return the countries that can be asked for, by name."""
        return sorted(((row["id"], row["name"]) for row in self._result["countries"]), key=lambda one: one[1])

    def world(self) -> dict[str, Any]:
        """Return what is told of the world alone."""
        result = self._result
        total = result["total"]
        levels = {level: [self._row(level, row) for row in result[level]] for level in ("kinds", "fields", "regions")}
        levels["countries"] = [self._row("countries", row) for row in result["countries"] if row["enough"]]
        levels["country_pairs"] = self._pair_lines(result["country_pairs"])
        levels["cities"] = [self._row("cities", row) for row in result["cities"] if row["enough"]]
        return {
            "scope": "world",
            "name": "the world",
            "code": "",
            "own": self._row("total", total),
            "enough": True,
            "why": "",
            "past": [(year, number) for year, number in total["past"]],
            "ahead": [year_row({"year": row["year"], **row["new"]}) for row in total["years"]],
            "bundles": self._bundles(result["country_pairs"]),
            **_cut(levels),
            "pairs": [pair_row(row) for row in result["pairs"][:_MOST_PAIRS]],
        }

    def country(self, asked: str) -> dict[str, Any]:
        """Return what is told of one country."""
        code = _country_code(self._index, asked)
        row = {row["id"]: row for row in self._result["countries"]}.get(code)
        name = self._index.country_name(code)
        if row is None:
            return self._nothing("country", name, code, f"no tie of {name} carries a year, and none stood")
        pairs = [one for one in self._result["country_pairs"] if code in {one["a"], one["b"]}]
        levels = {
            "country_pairs": self._pair_lines(pairs),
            "cities": [self._row("cities", one) for one in self._result["cities"] if one["country"] == code],
        }
        likely = [one for one in self._result["pairs"] if code in {one["a"]["country"], one["b"]["country"]}]
        why = f"{_NOT_ENOUGH}: {row['dated']} of its {row['ties']} ties carry a year"
        return {
            "scope": "country",
            "name": name,
            "code": code,
            "own": self._row("countries", row),
            "enough": row["enough"],
            "why": "" if row["enough"] else why,
            "past": [(year, number) for year, number in row.get("past", [])],
            "ahead": [year_row(one) for one in row.get("years", [])],
            "bundles": self._bundles(pairs),
            **_cut(levels),
            "pairs": [pair_row(one) for one in likely[:_MOST_PAIRS]],
        }

    def city(self, asked: str) -> dict[str, Any]:
        """Return what is told of one city."""
        actor = self._index.actor(asked)
        row = next((one for one in self._result["cities"] if one["id"] == actor.id), None)
        if row is None:
            return self._nothing("city", actor.name, actor.id, f"no tie of {actor.name} carries a year")
        likely = [one for one in self._result["pairs"] if actor.id in {one["a"]["id"], one["b"]["id"]}]
        why = f"{_NOT_ENOUGH}: too few ties of {self._index.country_name(row['country'])} carry a year"
        return {
            "scope": "city",
            "name": actor.name,
            "code": actor.id,
            "own": self._row("cities", row),
            "enough": row["enough"],
            "why": "" if row["enough"] else why,
            "past": [],
            "ahead": [year_row(one) for one in row.get("years", [])],
            "bundles": [],
            "levels": {},
            "shown": {},
            "pairs": [pair_row(one) for one in likely[:_MOST_PAIRS]],
        }

    def _nothing(self, scope: str, name: str, code: str, why: str) -> dict[str, Any]:
        empty: dict[str, Any] = {"past": [], "ahead": [], "bundles": [], "levels": {}, "shown": {}, "pairs": []}
        return (
            {"scope": scope, "name": name, "code": code, "own": None, "enough": False}
            | empty
            | {"why": f"{_NOT_ENOUGH}: {why}"}
        )

    def _row(self, level: str, row: Plain) -> OutlookRow:
        identifier = row.get("id", "all")
        name, address = row.get("name") or identifier.replace("_", " "), ""
        if level == "countries":
            address = f"/outlook?country={identifier}"
        elif level == "cities":
            name, address = f"{name} ({row['country']})", f"/outlook?city={quote(identifier, safe=':')}"
        dated, ties = row.get("dated"), row.get("ties")
        bands = {what: numbers_of(row[what]) for what in ("new", "suspended", "ended")}
        why = "" if row.get("new") else row.get("words", "")
        return OutlookRow(level, identifier, name, address, ties, dated, row["standing"], **bands, why=why)

    def _pair_lines(self, pairs: Sequence[Plain]) -> list[OutlookRow]:
        found = []
        for row in pairs:
            within = row["a"] == row["b"]
            name = f"within {row['name_a']}" if within else f"{row['name_a']} – {row['name_b']}"
            address = f"/country/{row['a']}" if within else f"/country-pair/{row['a']}/{row['b']}"
            bands = {what: numbers_of(row[what]) for what in ("new", "suspended", "ended")}
            line = OutlookRow(
                "country_pairs",
                row["id"],
                name,
                address,
                None,
                None,
                row["standing"],
                **bands,
                why=row.get("words", ""),
            )
            if line.new is not None:
                found.append(line)
        return found

    def _places(self) -> dict[str, tuple[float | None, float | None]]:
        """Return where each country lies: at its state's place, else at the city of which most is expected."""
        actors = self._index.actors
        cities = ((row["country"], actors.get(row["id"])) for row in reversed(self._result["cities"]))
        found = {code: (one.longitude, one.latitude) for code, one in cities if one is not None}
        states = self._index.states.items()
        return found | {
            code: (one.longitude, one.latitude)
            for code, one in states
            if one.longitude is not None and one.latitude is not None
        }

    def _bundles(self, pairs: Sequence[Plain]) -> list[Bundle]:
        """Return the pairs of countries that the map draws: with a place for both, and something expected."""
        places = self._places()
        found = []
        for row in pairs:
            a, b = places.get(row["a"], (None, None)), places.get(row["b"], (None, None))
            told = numbers_of(row["new"])
            if None in a or None in b or told is None or not told.expected:
                continue
            label = f"within {row['name_a']}" if row["a"] == row["b"] else f"{row['name_a']} – {row['name_b']}"
            words = f"{told.words} new ties expected ({told.range})"
            found.append(Bundle(label, (a[0], a[1]), (b[0], b[1]), told.expected, words))  # type: ignore[arg-type]
        return found[:_SHOWN_BUNDLES]


def _cut(levels: dict[str, list[OutlookRow]]) -> dict[str, Any]:
    """Return the lines of all levels, and how many of them the page's tables show."""
    return {
        "levels": levels,
        "shown": dict.fromkeys(levels, _SHOWN),
    }


def _sources(index: AtlasIndex) -> list[CitedSource]:
    """Return the sources of the ties between local governments, those with most statements first."""
    kinds = ("twinning", "agreement", "partnership")
    ties = index.snapshot.ties.filter(pl.col("kind").is_in(kinds) & ~pl.col("undated"))
    return described_sources(index, index.source_counts(ties["id"]))


def tables_of(page: OutlookPage) -> dict[str, tuple[type, list[Any]]]:
    """Return the tables to take along: the numbers first."""
    own = [page.own] if page.own is not None else []
    rows = [*own, *(row for level in page.levels.values() for row in level)]
    return {
        "numbers": (NumberLine, [number_line(row) for row in rows]),
        "years": (YearRow, page.ahead),
        "pairs": (PairRow, page.pairs),
        "networks": (NetworkLine, [network_line(row) for row in page.city_networks]),
        "profiles": (ProfileLine, [profile_line(row) for row in page.profiles]),
        "past": (ScoreRow, page.scores),
        "intervals": (HeldRow, page.held),
        "coverage": (CoverageRow, page.coverage),
    }
