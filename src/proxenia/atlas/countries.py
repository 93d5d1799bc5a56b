"""The atlas's memory of countries and their pairs: overlays by year, pages, and what the gravity model expects."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import polars as pl

from proxenia.atlas.cited import CitedSource
from proxenia.atlas.index import AtlasIndex, Slices
from proxenia.atlas.pages import city as city_page
from proxenia.atlas.pages import country as country_page
from proxenia.atlas.pages import country_pair as pair_page
from proxenia.atlas.pages import expected as expected_page
from proxenia.atlas.pages import overlay as overlay_page
from proxenia.atlas.pages import standing as standing_page
from proxenia.atlas.pages.country_pair import Expectation
from proxenia.atlas.pages.expected import Model
from proxenia.atlas.placed import by_country, by_pair, placed_ties
from proxenia.atlas.remembered import Background, Remembered
from proxenia.atlas.year import YearView
from proxenia.errors import InputError
from proxenia.model.vocabulary import ActorKind
from proxenia.overlay.alignment_ties import CityGround
from proxenia.overlay.expected import expected_ties
from proxenia.overlay.finding import build_finding
from proxenia.overlay.overlay import Overlay
from proxenia.snapshot.row_store import RowStore
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["Countries"]

_YEARS_KEPT: Final = 8
_MODELS_KEPT: Final = 8
_PAGES_KEPT: Final = 1_024
"""Countries, and pairs of them; those of the atlas's own year are made before anybody asks."""

_EXPECTED: Final = ("city_ties", "expected", "residual")

PairOf = tuple[int, str, str]


class _TiesOfPairs:
    """The city ties of a view by pair of countries; those of a pair are listed once, however often it is asked for."""

    def __init__(self, view: YearView, placed: pl.DataFrame) -> None:
        self._view = view
        self._ties = by_pair(placed)
        self._listed: dict[str, pair_page.TiesBetween] = {}

    def of(self, low: str, high: str) -> pair_page.TiesBetween:
        """Return the ties of a pair, the lower code first."""
        pair = f"{low}-{high}"
        known = self._listed.get(pair)
        if known is None:
            known = self._listed[pair] = pair_page.ties_between(self._view, self._ties.part(pair), low)
        return known

    def warm(self) -> None:
        """List the ties of every pair of two countries."""
        for pair in self._ties.spans:
            low, high = pair.split("-")
            if low != high:
                self.of(low, high)


def _expectations(pairs: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """Return what the gravity model expects of each pair, in their order; no row where it cannot be fitted."""
    try:
        expected = expected_ties(pairs, snapshot).pairs
    except InputError:
        return pl.DataFrame()
    return pairs.select("a", "b").join(expected, on=["a", "b"], how="left", maintain_order="left").select(_EXPECTED)


def _told(row: Mapping[str, Any] | None) -> Expectation | None:
    if row is None or row["expected"] is None:
        return None
    return Expectation(*(row[name] for name in _EXPECTED))


class Countries:
    """Countries and pairs of one snapshot, by year.

    Parameters
    ----------
    index
        Every record.
    view
        What held at the end of a year.
    background
        Who fits the model behind a page.
    patience
        How many seconds a page looks whether the model is there.
    """

    def __init__(
        self, index: AtlasIndex, view: Callable[[int], YearView], background: Background, *, patience: float
    ) -> None:
        self.index = index
        self._view = view
        self._background = background
        self._patience = patience
        self._store = RowStore()
        self._kept: set[int] = set()
        self._expectations: dict[int, pl.DataFrame] = {}
        self.overlay: Remembered[int, Overlay] = Remembered(self._an_overlay, most=_YEARS_KEPT)
        self._placed: Remembered[int, pl.DataFrame] = Remembered(self._place, most=_YEARS_KEPT)
        self.standings: Remembered[int, standing_page.StandingGround] = Remembered(self._prepare, most=_YEARS_KEPT)
        self._by_pair: Remembered[int, _TiesOfPairs] = Remembered(self._pairs_of, most=_YEARS_KEPT)
        self._by_country: Remembered[int, Slices] = Remembered(
            lambda year: by_country(self._placed(year)), most=_YEARS_KEPT
        )
        self._cities: Remembered[tuple[int, str | None], list[city_page.CityCount]] = Remembered(
            lambda of: city_page.cities_in(self._view(of[0]), of[1]), most=_PAGES_KEPT
        )
        self._model: Remembered[int, Model] = Remembered(self._fit, most=_MODELS_KEPT)
        self._sources: Remembered[int, list[CitedSource]] = Remembered(self._sources_of, most=_MODELS_KEPT)
        self._country: Remembered[tuple[int, str], country_page.CountryPage] = Remembered(
            self._a_country, most=_PAGES_KEPT
        )
        self._pair: Remembered[PairOf, pair_page.CountryPairPage] = Remembered(self._a_pair, most=_PAGES_KEPT)
        self._of_all: Remembered[int, None] = Remembered(self._prepare_all, most=_YEARS_KEPT)

    def _an_overlay(self, year: int) -> Overlay:
        overlay = Overlay.of(self.index.snapshot, year)
        overlay.warm()  # here, where only one thread does it
        return overlay

    def keep_year(self, year: int) -> None:
        """Keep for good what pages of countries, pairs and cities of a year look up."""
        if year in self._kept:
            return
        overlay = self.overlay(year)
        overlay.lay_in(self._store)
        kept = (self.overlay, self._placed, self._by_pair, self._by_country, self.standings)
        for one in kept:
            one(year)
        self._expectations[year] = _expectations(overlay.pairs, self.index.as_of(year))
        for one in kept:
            one.stay(year)
        self._kept.add(year)

    def _place(self, year: int) -> pl.DataFrame:
        return placed_ties(self._view(year))

    def _pairs_of(self, year: int) -> _TiesOfPairs:
        return _TiesOfPairs(self._view(year), self._placed(year))

    def _prepare_all(self, year: int) -> None:
        """Make the payloads of all countries of a year, list ties of pairs, estimate intervals of cities."""
        for code in self.overlay(year).names:
            self._country((year, code))
            self._cities((year, code))
        self._by_pair(year).warm()
        self.standings(year).warm()

    def _prepare(self, year: int) -> standing_page.StandingGround:
        ground = CityGround.of(self.index.as_of(year), self.overlay(year).pairs)
        return standing_page.StandingGround.of(ground, of_day=self.index.snapshot.as_of(year))

    def _fit(self, year: int) -> Model:
        snapshot = self.index.as_of(year)
        try:
            expected = expected_ties(self.overlay(year).pairs, snapshot)
        except InputError as error:
            return Model(None, None, f"{error.happened}. {error.expected}.")
        try:
            return Model(expected, build_finding(snapshot, expected), "")
        except InputError as error:
            return Model(expected, None, f"{error.happened}. {error.expected}.")

    def _sources_of(self, year: int) -> list[CitedSource]:
        return expected_page.sources_of(self.index, self.index.as_of(year))

    def _a_country(self, of: tuple[int, str]) -> country_page.CountryPage:
        year, code = of
        return country_page.build(self._view(year), self.overlay(year), self._by_country(year).part(code), code)

    def _a_pair(self, of: PairOf) -> pair_page.CountryPairPage:
        year, a, b = of
        return pair_page.build(self._view(year), self.overlay(year), self._by_pair(year).of(a, b), a, b)

    def warm_behind(self, year: int) -> None:
        """Have what all countries and cities of a year need computed behind the answers.

        What all pages share is kept for good, the payloads of single countries as long as there is room.
        """
        for wanted in (self.overlay, self._by_pair, self._by_country, self.standings, self._of_all):
            wanted.stay(year)
            wanted.soon(year, self._background, patience=0)

    def fit_behind(self, year: int) -> None:
        """Have the gravity model of a year fitted behind the answers."""
        self._model.soon(year, self._background, patience=0)

    def city(self, identifier: str, *, view: YearView) -> city_page.ActorPage:
        """Return the payload of a city, a region or a state, or raise NotFoundError.

        How it stands to its state follows from all its ties, so a choice leaves that as it is.
        """
        actor = self.index.actor(identifier)
        local = actor.kind in (ActorKind.CITY, ActorKind.REGION)
        standing = self._standing(actor.id, year=view.year) if local else None
        known = actor.kind is ActorKind.STATE and not view.choice
        cities = self._cities((view.year, actor.country)) if known else None
        return city_page.build(view, actor.id, standing=standing, cities=cities)

    def _standing(self, actor: str, *, year: int) -> standing_page.Standing | None:
        return standing_page.build(self.index, self.standings(year), actor)

    def code(self, asked: str, *, year: int) -> str:
        """Return the code of a state of today in capitals, or raise NotFoundError."""
        return self.overlay(year).code_of(asked)

    def country(self, code: str, *, view: YearView, whole: bool = False) -> country_page.CountryPage:
        """Return the payload of a country, with all its cities when the `whole` is wanted, or raise NotFoundError."""
        wanted = self.code(code, year=view.year)
        if not view.choice and not whole:
            return self._country((view.year, wanted))
        own = by_country(placed_ties(view)) if view.choice else self._by_country(view.year)
        return country_page.build(
            view, self.overlay(view.year), own.part(wanted), wanted, most=None if whole else country_page.MOST_CITIES
        )

    def whole_pair(self, a: str, b: str, *, view: YearView) -> pair_page.CountryPairPage:
        """Return a pair of countries with all its ties, or those that fit a choice, without what is expected.

        Raises
        ------
        NotFoundError
            When one of them is no state of today.
        InputError
            When both are the same.
        """
        return pair_page.with_city_evidence(self._pair_of(a, b, view), self.overlay(view.year))

    def _pair_of(self, a: str, b: str, view: YearView) -> pair_page.CountryPairPage:
        low, high = sorted((self.code(a, year=view.year), self.code(b, year=view.year)))
        if not view.choice:
            return self._pair((view.year, low, high))
        between = _TiesOfPairs(view, placed_ties(view)).of(low, high)
        return pair_page.build(view, self.overlay(view.year), between, low, high)

    def pair(
        self, a: str, b: str, *, view: YearView, page: int, wait: bool, with_city_evidence: bool = True
    ) -> pair_page.CountryPairPage:
        """Return the payload of a pair of countries, with what is expected if it is there or `wait` is given."""
        whole = self.whole_pair(a, b, view=view) if with_city_evidence else self._pair_of(a, b, view)
        told, ready = self._expectation(view.year, whole.a.id[4:], whole.b.id[4:], wait=wait)
        return pair_page.with_page(whole, page, told, ready=ready)

    def _expectation(self, year: int, low: str, high: str, *, wait: bool) -> tuple[Expectation | None, bool]:
        """Return what is expected of a pair, where something is, and whether that is known already."""
        kept = self._expectations.get(year)
        if kept is not None:
            place = self.overlay(year).book.places[low, high]
            row = None if kept.is_empty() else kept.row(place, named=True)
            return _told(row), True
        model = self.model(year, wait=wait)
        if model is None or model.expected is None:
            return None, model is not None
        return _told(model.expected.of_pair(low, high)), True

    def model(self, year: int, *, wait: bool) -> Model | None:
        """Return the gravity model of a year if it is there or `wait` is given."""
        return self._model(year) if wait else self._model.soon(year, self._background, patience=self._patience)

    def expected(self, year: int, *, wait: bool) -> expected_page.ExpectedPage:
        """Return the payload of the gravity model, with its values if they are there or `wait` is given."""
        model = self.model(year, wait=wait)
        sources = self._sources(year) if model is not None else None
        return expected_page.build(self.index, model, as_of=year, sources=sources)

    def pairs(
        self, year: int, *, overlay_class: str | None, country: str | None, page: int
    ) -> overlay_page.OverlayPage:
        """Return a page of the table of pairs."""
        overlay = self.overlay(year)
        code = None if country is None else overlay.code_of(country)
        return overlay_page.build(overlay, as_of=year, overlay_class=overlay_class, country=code, page=page)
