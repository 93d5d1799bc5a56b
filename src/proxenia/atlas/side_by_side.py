"""The atlas's memory of comparisons and cases: computed when asked for, the latest kept."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Final

from proxenia.atlas.chosen_cities import AskedCity, choose_cities, chosen_ids
from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.lines import ActorLink, actor_link
from proxenia.atlas.pages import cases as cases_page
from proxenia.atlas.pages import compare as compare_page
from proxenia.atlas.remembered import Background, Remembered
from proxenia.atlas.search import NameSearch
from proxenia.atlas.year import YearView
from proxenia.profiles.cases import Case, case_of, cases_of
from proxenia.profiles.city_tables import CityTables
from proxenia.profiles.compare import ComparedSide, Comparison, beside_each_other, check_cities, comparison_of, side_of
from proxenia.profiles.compare_ground import CompareGround
from proxenia.profiles.compare_ties import HeldTies
from proxenia.profiles.peer_world import LOCAL
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["SideBySide"]

_KEPT: Final = 64
_YEARS_KEPT: Final = 4
_SIDES_KEPT: Final = 1_000
_SIDES_BEFOREHAND: Final = 500
"""What is shown of a city whoever stands beside it: most who compare ask for the same large cities."""

CitiesOf = tuple[int, tuple[str, ...]]
CityOf = tuple[int, str]


class SideBySide:
    """Comparisons and cases of one snapshot, by year.

    Parameters
    ----------
    index
        Every record.
    search
        Names, for what visitors type.
    view, snapshot
        What held at the end of a year.
    looked_up
        The same, in which profiles look up one figure after the other; it may be kept for good.
    tables
        The profiles of all cities at the end of a year; none while they are not there.
    """

    def __init__(
        self,
        index: AtlasIndex,
        search: NameSearch,
        view: Callable[[int], YearView],
        *,
        snapshot: Callable[[int], Snapshot],
        looked_up: Callable[[int], Snapshot],
        tables: Callable[[int], CityTables | None] = lambda _: None,
    ) -> None:
        self.index = index
        self._search = search
        self._view = view
        self._snapshot = snapshot
        self._looked_up = looked_up
        self._tables = tables
        self._ties: Remembered[int, HeldTies] = Remembered(self._held_ties, most=_YEARS_KEPT)
        self._side: Remembered[CityOf, ComparedSide] = Remembered(self._side_of, most=_SIDES_KEPT)
        self._most_known: Remembered[int, None] = Remembered(self._know_most_tied, most=_YEARS_KEPT)
        self._comparison: Remembered[CitiesOf, Comparison] = Remembered(self._compare, most=_KEPT)
        self._cases: Remembered[int, tuple[Case, ...]] = Remembered(self._all_cases, most=_KEPT)

    def _compare(self, of: CitiesOf) -> Comparison:
        year, cities = of
        actors = check_cities(self.index, cities)
        ground = self._ground(year)
        if ground.tables is None:  # computing the profiles of one city takes as long as those of five
            return comparison_of(actors, ground)
        return beside_each_other([self._side((year, one.id)) for one in actors], as_of=ground.now.manifest["as_of"])

    def _ground(self, year: int) -> CompareGround:
        return CompareGround(self._looked_up(year), self.index.actors, self._ties(year), self._tables(year))

    def _side_of(self, of: CityOf) -> ComparedSide:
        year, city = of
        actor, ground = self.index.actor(city), self._ground(year)
        return side_of(actor, ground, profiles=ground.profiles([actor]).get(city, ()))

    def _know_most_tied(self, year: int) -> None:
        """Find what is shown of the cities that most will compare, those with most ties."""
        for city in self._most_tied[:_SIDES_BEFOREHAND]:
            self._side((year, city))

    def _held_ties(self, year: int) -> HeldTies:
        return HeldTies.of(self.index.snapshot, self._snapshot(year))

    def _all_cases(self, year: int) -> tuple[Case, ...]:
        return cases_of(self.index.snapshot, now=self._snapshot(year))

    def warm_behind(self, year: int, background: Background) -> None:
        """Have the ties of everybody in a year found behind the answers, and kept for good; then the most tied."""
        self._ties.stay(year)
        self._ties.soon(year, background, patience=0)
        self._most_known.soon(year, background, patience=0)

    def keep_year(self, year: int) -> None:
        """Keep the ties of everybody in a year for good."""
        self._ties(year)
        self._ties.stay(year)

    @cached_property
    def _most_tied(self) -> list[str]:
        """The local governments, those with most ties first."""
        ties_of = self.index.ties_of
        local = (one.id for one in self.index.actors.values() if one.kind.value in LOCAL)
        return sorted(local, key=lambda one: (-len(ties_of.get(one, ())), one))

    @cached_property
    def example(self) -> tuple[ActorLink, ...]:
        """The two local governments with most ties, to begin with."""
        return tuple(actor_link(self.index, city) for city in self._most_tied[:2])

    def choose(self, asked: Sequence[str]) -> list[AskedCity]:
        """Return what names or identifiers mean."""
        return choose_cities(self.index, self._search, asked)

    def comparison(self, asked: Sequence[AskedCity], *, year: int) -> Comparison:
        """Return what is asked for side by side, or raise the first problem."""
        return self._comparison((year, tuple(chosen_ids(asked))))

    def page(
        self, asked: Sequence[AskedCity], comparison: Comparison | None, *, year: int, problem: str = ""
    ) -> compare_page.ComparePage:
        """Return the payload of a comparison, or of the choice before it."""
        example = () if comparison else self.example
        return compare_page.build(self.index, asked, comparison, as_of=year, problem=problem, example=example)

    def ties(self, city: str, wanted: compare_page.TiesFilter, *, year: int) -> compare_page.ComparedTiesPage:
        """Return the ties of a city behind a number; NotFoundError when nobody is called so."""
        actor = self.index.actor(city).id
        held = self._ties(year).of_actor(actor)
        return compare_page.build_ties(self._view(year), actor, held, wanted, as_of=year)

    def cases(self, year: int, *, field: str, phase: str, status: str) -> cases_page.CasesPage:
        """Return the cases of a year."""
        return cases_page.build_list(self.index, self._cases(year), as_of=year, field=field, phase=phase, status=status)

    def case(self, case: str, *, year: int) -> Case:
        """Return one case; NotFoundError when there is none."""
        found = next((one for one in self._cases(year) if one.id == case), None)
        return found or case_of(self.index.snapshot, case, now=self._snapshot(year))

    def case_page(self, case: str, *, year: int) -> cases_page.CasePage:
        """Return the payload of one case; NotFoundError when there is none."""
        return cases_page.build(self.index, self.case(case, year=year), as_of=year)
