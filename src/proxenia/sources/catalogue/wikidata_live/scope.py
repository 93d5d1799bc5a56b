"""Which items are asked about: those of countries, those of a list, or all of the world's states."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from proxenia.errors import InputError, NotFoundError
from proxenia.sources.catalogue.wikidata_live.asking import Asking
from proxenia.sources.catalogue.wikidata_live.queries import (
    ask_below,
    ask_classes,
    ask_items_without_country,
    ask_members,
    ask_missions,
    ask_redirects,
    ask_twinned,
    check_country,
    check_item,
)
from proxenia.sources.catalogue.wikidata_live.rows import Row, item_of
from proxenia.sources.wikidata.classes import Classes, classes_of_pairs
from proxenia.sources.wikidata.roots import MISSIONS

__all__ = ["Scope", "by_number", "classes_above", "items_in_scope", "redirects"]

_LOCAL: Final = frozenset({"city", "region"})
_CLASSES_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class Scope:
    """What is asked about.

    Attributes
    ----------
    countries
        ISO 3166-1 alpha-2 codes.
    items
        Items (``Q64``).
    world
        All countries, and what lies in none.
    held
        Items whose ties an earlier reading of the same scope told: they are asked about again though no list names
        them any more, for their claims are gone.
    """

    countries: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    world: bool = False
    held: tuple[str, ...] = ()

    def check(self) -> None:
        """Check what would go into questions.

        Raises
        ------
        InputError
            When it is not exactly one of countries, items and the world, or one of them has another form.
        """
        if [bool(self.countries), bool(self.items), self.world].count(True) != 1:
            raise InputError(
                "It is not clear what to ask Wikidata about",
                expected="Expected one of --country, --cities and --world",
                next_step="Give one of them, such as --country IT",
            )
        for country in self.countries:
            check_country(country)
        for item in (*self.items, *self.held):
            check_item(item)


def by_number(items: Iterable[str]) -> list[str]:
    """Return items once each, by their numbers.

    >>> by_number(["Q100", "Q64", "Q100"])
    ['Q64', 'Q100']
    """
    return sorted(set(items), key=lambda item: int(item[1:]))


def redirects(asking: Asking, items: Sequence[str]) -> dict[str, str]:
    """Return where items lead that were merged into others."""
    rows = asking.ask_about(items, ask_redirects)
    pairs = ((item_of(row.get("item")), item_of(row.get("target"))) for row in rows)
    return {item: target for item, target in pairs if item is not None and target is not None}


def items_in_scope(asking: Asking, scope: Scope, bearers: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the items that are named or listed, by their numbers.

    Parameters
    ----------
    bearers
        For each code of a state the items that bear it today.

    Raises
    ------
    NotFoundError
        When no state bears a code that is asked for.
    """
    found = set(scope.items)
    codes = scope.countries or (sorted(bearers) if scope.world else ())
    missions = _items(asking.ask(ask_below(list(MISSIONS)))) if codes else []
    for code in codes:
        found |= _items_of_country(asking, _states_of(code, bearers), missions)
    if scope.world:
        found |= set(_items(asking.list_rows(_paged(ask_items_without_country))))
    return by_number(found)


def _states_of(code: str, bearers: Mapping[str, Sequence[str]]) -> Sequence[str]:
    if code not in bearers:
        raise NotFoundError(
            "state with the code",
            code,
            near=[known for known in sorted(bearers) if known[0] == code[0]],
            next_step="Give the ISO 3166-1 alpha-2 code of a state that the endpoint holds",
        )
    return bearers[code]


def _items_of_country(asking: Asking, states: Sequence[str], missions: Sequence[str]) -> set[str]:
    """Return the state itself, what is twinned in it, its local governments that are members of something, missions."""
    found = {*states, *_items(asking.list_rows(_paged(partial(ask_twinned, states))))}
    found |= set(_local_members(asking, states))
    for start in range(0, len(missions), _CLASSES_AT_ONCE):
        query = partial(ask_missions, states, missions[start : start + _CLASSES_AT_ONCE])
        found |= set(_items(asking.list_rows(_paged(query))))
    return found


def _local_members(asking: Asking, states: Sequence[str]) -> list[str]:
    """Return the cities and regions among the members of something: most members are bodies of other kinds."""
    classes_of: dict[str, set[str]] = {}
    for row in asking.list_rows(_paged(partial(ask_members, states))):
        item, class_ = item_of(row.get("item")), item_of(row.get("class"))
        if item is not None and class_ is not None:
            classes_of.setdefault(item, set()).add(class_)
    classes = classes_above(asking, by_number(one for named in classes_of.values() for one in named))
    return [item for item, named in classes_of.items() if classes.kind(sorted(named)) in _LOCAL]


def classes_above(asking: Asking, classes: Sequence[str]) -> Classes:
    """Return what classes mean, from all the classes above them."""
    rows = asking.ask_about(classes, ask_classes)
    pairs = ((item_of(row.get("class")), item_of(row.get("above"))) for row in rows)
    return classes_of_pairs(sorted({(one, other) for one, other in pairs if one is not None and other is not None}))


def _paged(query: Callable[..., str]) -> Callable[[int, int], str]:
    """Return a question by offset and limit."""
    return lambda offset, limit: query(offset=offset, limit=limit)


def _items(rows: Iterable[Row]) -> list[str]:
    return by_number(item for row in rows if (item := item_of(row.get("item"))))
