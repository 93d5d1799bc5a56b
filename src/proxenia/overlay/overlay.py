"""The overlay on a day: the table of all pairs of countries, one pair with its reasons, and its history.

>>> from proxenia.snapshot.snapshot import Snapshot
>>> Overlay.of(Snapshot.empty(), 2021).as_of
2021
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from hashlib import blake2b
from itertools import accumulate, pairwise
from json import dumps
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from proxenia.errors import InputError, NotFoundError
from proxenia.model.period import day_text
from proxenia.model.vocabulary import OverlayClass
from proxenia.overlay.city_book import CityBook
from proxenia.overlay.deciding import FactBook, PairEvidence, PairFacts
from proxenia.overlay.pair_days import pair_on_days
from proxenia.overlay.pairs import Facts, facts_of, pairs_on
from proxenia.overlay.reasons import deciding_facts, reason_of, undeciding_facts
from proxenia.overlay.rule import RULE, Rule
from proxenia.overlay.tables import PAIRS
from proxenia.snapshot.as_of import day_of
from proxenia.snapshot.row_store import RowStore, StoredRows
from proxenia.snapshot.snapshot import Snapshot

if TYPE_CHECKING:
    from proxenia.overlay.expected import ExpectedTies

__all__ = ["Overlay", "PairReport", "PairYear"]

_KEPT_WORLDS: Final = 2
_KEPT_DAYS: Final = 24
_KEPT_PAIRS: Final = 64
_LAYING_IN: Final = Lock()
"""Held for the moment in which an overlay goes over to rows that lie in a store."""
_CITY_TIES: Final = ("twinning", "agreement", "partnership", "treaty")
_STATE: Final = (
    "missions_ab",
    "missions_ba",
    "relation",
    "alliance",
    "shared_organisations",
    "vote_agreement",
    "recognises_ab",
    "recognises_ba",
    "sanction_ab",
    "sanction_ba",
    "rupture",
    "no_relations",
    "armed_conflict",
    "state_known",
    "city_known",
    "tied",
    "hostile",
    "distance_km",
    "contiguous",
    "common_language",
    "colonial_tie",
)


@dataclass(frozen=True, slots=True)
class PairReport:
    """One pair of countries on a day.

    Attributes
    ----------
    pair
        The codes of the two, the lower first; in `state`, ``_ab`` is from the first to the second.
    as_of
        The year whose last day it is, else the day (EDTF).
    overlay_class, reason
        The class, and the facts that decided it in plain words.
    city_ties
        Ties in force between their local governments, by kind.
    state
        What the table of pairs says of the state level and of the context.
    expected, residual
        City ties that the gravity model expects, and how many more there are; none where it cannot say or is not asked.
    evidence
        The statements of the state level that decided, or that the reason says decide nothing; then of the city ties.
    """

    pair: tuple[str, str]
    as_of: int | str
    overlay_class: str
    reason: str
    city_ties: dict[str, int]
    state: dict[str, Any]
    expected: float | None
    residual: float | None
    evidence: tuple[PairEvidence, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the report in the shape of ``overlay A B --json``."""
        told = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {"class" if name == "overlay_class" else name: value for name, value in told.items()}


@dataclass(frozen=True, slots=True)
class PairYear:
    """One pair of countries at the end of a year."""

    year: int
    overlay_class: str
    reason: str
    city_ties: int
    suspended: int
    tied: bool
    hostile: bool


@dataclass(frozen=True, eq=False)
class Overlay:
    """The two maps laid over each other on a day.

    Make it with :meth:`of`: it remembers what it computed for the same snapshot and day.

    Attributes
    ----------
    world
        The whole snapshot, not one that was filtered as of a day.
    book
        What the rule looks at, with the days on which each fact held and who says so.
    cities
        The city ties by pair.
    day
        The day number.
    """

    world: Snapshot
    book: FactBook = field(repr=False)
    cities: CityBook = field(repr=False)
    day: int

    @classmethod
    def of(cls, world: Snapshot, when: int | str | date, *, rule: Rule = RULE) -> "Overlay":
        """Return the overlay of a day; a year stands for its last day.

        Parameters
        ----------
        world
            The whole snapshot, with the periods of its ties.

        Raises
        ------
        PeriodError
            When the text is not EDTF.
        InputError
            When the snapshot holds one day only.
        """
        if "as_of" in world.manifest:
            raise InputError(
                f"The snapshot holds what stood on {world.manifest['as_of']} only",
                expected="Expected the whole snapshot, with all its periods",
                next_step="Give the snapshot itself and the day beside it",
            )
        return _CACHE.overlay(world, day_of(when), rule)

    @property
    def facts(self) -> Facts:
        """What the rule looks at, with the days on which each fact held."""
        return self.book.facts

    @property
    def rule(self) -> Rule:
        """The rule it was made by."""
        return self.facts.rule

    @property
    def as_of(self) -> int | str:
        """The year whose last day it is, else the day (EDTF)."""
        text = day_text(self.day)
        return int(text[:-6]) if text.endswith("-12-31") else text

    @cached_property
    def snapshot_as_of(self) -> Snapshot:
        """The snapshot of the day."""
        return self.world.as_of(day_text(self.day))

    @property
    def pairs(self) -> pl.DataFrame:
        """All pairs of today's states as :data:`proxenia.overlay.tables.PAIRS`."""
        stored, table = self._stored, self._table
        if stored is not None:
            return stored.table
        return self._compute() if table is None else table

    def _compute(self) -> pl.DataFrame:
        table = pairs_on(self.facts, [self.day]).select(PAIRS.names())
        with _LAYING_IN:
            if self._stored is None:
                self.__dict__["_computed_table"] = table
        return table

    @property
    def _table(self) -> pl.DataFrame | None:
        """The pairs, where they were computed and not laid in."""
        return self.__dict__.get("_computed_table")

    @property
    def _stored(self) -> StoredRows | None:
        """The pairs, where they were laid in."""
        return self.__dict__.get("_stored_rows")

    def lay_in(self, store: RowStore) -> None:
        """Let go of the pairs of the day, and look them up in a store that the overlays of many days share."""
        if self._stored is None:
            stored = store.add(self.pairs)
            with _LAYING_IN:  # whoever computes them meanwhile must not hold them for good
                self.__dict__["_stored_rows"] = stored
                self.__dict__.pop("_computed_table", None)

    def counts(self) -> dict[str, int]:
        """Return how many pairs there are of each class."""
        found = dict(self.pairs.group_by("class").len().iter_rows())
        return {name.value: found.get(name.value, 0) for name in OverlayClass}

    def of_class(self, overlay_class: str) -> pl.DataFrame:
        """Return the pairs of a class, those with most city ties first, then most organisations shared."""
        return _most_tied(self.pairs.filter(pl.col("class") == overlay_class))

    def of_country(self, code: str) -> pl.DataFrame:
        """Return the pairs of a country, those with most city ties first."""
        ordered, spans = self._of_countries
        rows = ordered[slice(*spans.get(self.code_of(code), (0, 0)))]
        stored = self._stored
        return self.pairs[rows] if stored is None else stored.take(stored.numbers[rows])

    @cached_property
    def _of_countries(self) -> tuple[pl.Series, dict[str, tuple[int, int]]]:
        """The rows of the pairs of one country after another, most city ties first, and where each country stands."""
        ordered = _most_tied(self.pairs.with_row_index("row")).select("row", "a", "b").with_row_index("place")
        places = ordered.unpivot(["a", "b"], index=["place", "row"], value_name="code").sort("code", "place")
        runs = places["code"].rle().struct.unnest()
        spans = dict(zip(runs["value"], pairwise(accumulate(runs["len"], initial=0)), strict=True))
        return places["row"], spans

    @property
    def names(self) -> dict[str, str]:
        """The names of today's states by their codes."""
        return self.book.names

    def bodies_of(self, code: str) -> list[tuple[str, str]]:
        """Return the bodies of states a country belongs to on the day, each with the tie that says so.

        They are those that :attr:`pairs` counts in `shared_organisations`: not dissolved, and not left as far as the
        lists tell.
        """
        return self.book.bodies_of(self.code_of(code), self.day)

    @cached_property
    def expected(self) -> "ExpectedTies | None":
        """How many city ties the gravity model expects of each pair; none where it cannot be fitted."""
        # Imported here: the libraries behind the model take long to load.
        from proxenia.overlay.expected import expected_ties  # noqa: PLC0415

        try:
            return expected_ties(self.pairs, self.snapshot_as_of)
        except InputError:
            return None

    def code_of(self, code: str) -> str:
        """Return the code of a state of today, as ``TW`` or ``iso:TW``, in capitals.

        Raises
        ------
        NotFoundError
            When no state of today has it.
        """
        wanted = code.removeprefix("iso:").upper()
        if wanted not in self.names:
            raise NotFoundError("state of today", code, next_step="Give an ISO 3166-1 code of two letters, such as TW")
        return wanted

    def pair(self, a: str, b: str, *, with_expected: bool = False, with_city_ties: bool = True) -> PairReport:
        """Return one pair of countries, in either order, with what decided its class.

        Parameters
        ----------
        with_expected
            Tell what the gravity model expects too: the first time on a day it is fitted to all pairs.
        with_city_ties
            Give the statements of the city ties as evidence too.

        Raises
        ------
        NotFoundError
            When one of them is no state of today.
        InputError
            When both are the same.
        """
        low, high = self._ordered(a, b)
        row = self._row(low, high)
        between = self.facts_between(low, high)
        expectation = self._expectation(low, high) if with_expected else {}
        told = [*deciding_facts(row, between, self.rule), *undeciding_facts(row, between, self.rule)]
        said = [statement for fact in told for statement in fact.statements]
        said += self.cities.evidence(low, high, self.day) if with_city_ties else []
        return PairReport(
            pair=(low, high),
            as_of=self.as_of,
            overlay_class=row["class"],
            reason=reason_of(row, between, self.book),
            city_ties={kind: row[kind] for kind in _CITY_TIES},
            state={name: row[name] for name in _STATE},
            expected=expectation.get("expected"),
            residual=expectation.get("residual"),
            evidence=tuple(dict.fromkeys(said)),
        )

    def history(self, a: str, b: str, years: Iterable[int]) -> tuple[PairYear, ...]:
        """Return the class of a pair at the end of each year, with the reason.

        Raises
        ------
        NotFoundError
            When one of them is no state of today.
        InputError
            When both are the same.
        """
        low, high = self._ordered(a, b)
        year_of = {day_of(year): year for year in years}
        between = self.facts_between(low, high)
        rows = pair_on_days(between, self.book, self.cities, sorted(year_of))
        told: dict[tuple[Any, ...], str] = {}
        return tuple(_year(year_of[day], row, self._told(day, row, between, told)) for day, row in rows)

    def _told(self, day: int, row: dict[str, Any], between: PairFacts, told: dict[tuple[Any, ...], str]) -> str:
        """Return the reason of a row on a day; once for all days that share the row and have the same coverage."""
        known = row["city_known"] or tuple(self.book.has_city_ties(code, day) for code in between.pair)
        same = (id(row), known)
        if same not in told:
            told[same] = reason_of({**row, "day": day}, between, self.book)
        return told[same]

    def facts_between(self, low: str, high: str) -> PairFacts:
        """Return what stands between two states over all time, the lower code first."""
        return self._facts_between(low, high)

    @cached_property
    def _facts_between(self) -> Callable[[str, str], PairFacts]:
        """The facts of pairs by the book; whoever tells of a pair asks for them more than once."""
        return lru_cache(maxsize=_KEPT_PAIRS)(self.book.of_pair)

    def warm(self) -> None:
        """Gather what the first country and the first pair would wait for."""
        self.cities.warm()
        self.book.warm()
        _ = self.pairs, self._of_countries

    def _row(self, low: str, high: str) -> dict[str, Any]:
        """Return a row of the table of pairs; alone, as long as nobody asked for the table."""
        stored, table = self._stored, self._table
        if stored is not None:
            return {**stored.row(self.book.places[low, high]), "day": self.day}
        if table is not None:
            return {**table.row(self.book.places[low, high], named=True), "day": self.day}
        return pairs_on(self.facts.of_pair(low, high), [self.day]).row(0, named=True)

    def reasons(self, pairs: pl.DataFrame) -> list[str]:
        """Return why each row of :attr:`pairs` that is given has its class."""
        rows = pairs.with_columns(day=pl.lit(self.day)).iter_rows(named=True)
        return [reason_of(row, self.book.of_pair(row["a"], row["b"]), self.book) for row in rows]

    def _expectation(self, low: str, high: str) -> dict[str, float | None]:
        return (self.expected.of_pair(low, high) if self.expected else None) or {}

    def _ordered(self, a: str, b: str) -> tuple[str, str]:
        low, high = sorted((self.code_of(a), self.code_of(b)))
        if low == high:
            raise InputError(
                f"{a!r} and {b!r} are one country",
                expected="Expected two countries",
                next_step="Give another one, or one alone to see all its pairs",
            )
        return low, high


def _year(year: int, row: dict[str, Any], reason: str) -> PairYear:
    return PairYear(
        year=year,
        overlay_class=row["class"],
        reason=reason,
        city_ties=row["city_ties"],
        suspended=row["suspended"],
        tied=row["tied"],
        hostile=row["hostile"],
    )


def _most_tied(pairs: pl.DataFrame) -> pl.DataFrame:
    order = ("city_ties", "suspended", "shared_organisations", "a", "b")
    return pairs.sort(order, descending=[True, True, True, False, False], nulls_last=True)


class _Cache:
    """What was computed last: the facts of a few snapshots, the overlays of some days; safe among threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._books: OrderedDict[tuple[str, Rule], tuple[FactBook, CityBook]] = OrderedDict()
        self._overlays: OrderedDict[tuple[str, Rule, int], Overlay] = OrderedDict()

    def overlay(self, world: Snapshot, day: int, rule: Rule) -> Overlay:
        key = _key(world)
        if key is None:
            return Overlay(world, *_books(world, rule), day)
        with self._lock:
            found = self._overlays.get((key, rule, day))
            if found is None:
                book, cities = self._books_of(world, key, rule)
                found = Overlay(book.world, book, cities, day)
            _remember(self._overlays, (key, rule, day), found, most=_KEPT_DAYS)
            return found

    def _books_of(self, world: Snapshot, key: str, rule: Rule) -> tuple[FactBook, CityBook]:
        found = self._books.get((key, rule))
        if found is None:
            found = _books(world, rule)
        _remember(self._books, (key, rule), found, most=_KEPT_WORLDS)
        return found


def _books(world: Snapshot, rule: Rule) -> tuple[FactBook, CityBook]:
    facts = facts_of(world, rule=rule)
    return FactBook(world, facts), CityBook(world, facts)


def _remember(kept: OrderedDict[Any, Any], key: Sequence[Any], value: object, *, most: int) -> None:
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > most:
        kept.popitem(last=False)


def _key(world: Snapshot) -> str | None:
    """Return what tells a snapshot from every other: the hash of its manifest; none where it was never saved.

    The heights of its tables belong to it, for a snapshot whose tables were replaced by hand may keep its manifest.
    """
    if not world.manifest.get("files"):
        return None
    heights = {name: table.height for name, table in world.tables.items()}
    text = dumps([world.manifest, heights], sort_keys=True, default=str)
    return blake2b(text.encode(), digest_size=16).hexdigest()


_CACHE: Final = _Cache()
