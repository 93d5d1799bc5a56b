"""The components of likeness: how unlike one local government each of all others is, and the values behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from proxenia.profiles.peer_groups import Groups
from proxenia.profiles.peer_world import COUNTRY_FACTS, FIELDS, KINDS, Numbers, PeerWorld

__all__ = ["COMPONENTS", "Component"]

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One respect in which two local governments are alike.

    Attributes
    ----------
    id, label
        The word for it in data files, and a heading.
    meaning
        What is compared, and what 0 and 1 mean before the ranks, in one plain sentence.
    undefined
        When nothing is known of an actor; the component is then left out, never taken for unlike.
    groups
        The actors that are the same in this respect: as unlike each other actor, and told in the same words.
    differences
        How unlike one row each of some rows is, from 0 (alike) up; NaN where not defined.
    value
        What is known of a row: a number, shares by word, or facts of the country.
    shared
        Where sets are compared: what two rows have in common, as identifiers.
    """

    id: str
    label: str
    meaning: str
    undefined: str
    groups: Callable[[PeerWorld], Groups]
    differences: Callable[[PeerWorld, int, Rows], Numbers]
    value: Callable[[PeerWorld, int], Any]
    shared: Callable[[PeerWorld, int, int], tuple[str, ...]] | None = None


def _apart(shares: Numbers, row: int, rows: Rows) -> Numbers:
    """Return half the sum of the differences of shares (total variation): 0 the same mix, 1 nothing in common."""
    apart: Numbers = np.abs(shares[rows] - shares[row]).sum(axis=1) / 2
    return apart


def _mix(shares: Numbers, words: tuple[str, ...], row: int) -> dict[str, float]:
    return {word: round(share, 6) for word, share in zip(words, shares[row].tolist(), strict=True) if share > 0}


def _log_apart(logarithms: Numbers, row: int, rows: Rows) -> Numbers:
    """Return by how many times two values differ, as a natural logarithm."""
    apart: Numbers = np.abs(logarithms[rows] - logarithms[row])
    return apart


def _jaccard_apart(sets: csr_array, holders: csr_array, row: int, rows: Rows) -> Numbers:
    """Return one less the Jaccard index of the sets that rows stand for; NaN where one of the two is empty.

    `holders` is the same matrix from the other side: who has each member of the sets.
    """
    sizes, own = np.diff(sets.indptr), _set_of(sets, row)
    if not len(own):
        return np.full(len(rows), np.nan)
    sharing, shared = np.unique(np.concatenate([_set_of(holders, one) for one in own]), return_counts=True)
    apart = np.where(sizes > 0, 1.0, np.nan)
    apart[sharing] = 1.0 - shared / (sizes[sharing] + len(own) - shared)
    return apart.take(rows)


def _set_of(sets: csr_array, row: int) -> NDArray[Any]:
    found: NDArray[Any] = sets.indices[sets.indptr[row] : sets.indptr[row + 1]]
    return found


def _size(sets: csr_array, row: int) -> int:
    return int(sets.indptr[row + 1] - sets.indptr[row])


def _shared(sets: csr_array, names: tuple[str, ...], row: int, other: int) -> tuple[str, ...]:
    both = set(_set_of(sets, row).tolist()).intersection(_set_of(sets, other).tolist())
    return tuple(names[place] for place in sorted(both))


def _number(values: Numbers, row: int) -> int:
    return round(float(values[row]))


def _country_apart(world: PeerWorld, row: int, rows: Rows) -> Numbers:
    """Return the mean difference of the facts known of the row's country; NaN where none is known of both.

    A fact that nobody tells of the other country counts as the mean difference of that fact over all actors: else a
    country of which little is known would look as alike as the same country.
    """
    own = ~np.isnan(world.country_facts[row])
    differences = np.abs(world.country_facts[:, own] - world.country_facts[row, own])
    known = ~np.isnan(differences)
    total, counted = np.where(known, differences, 0.0).sum(axis=0), known.sum(axis=0) - 1  # itself does not count
    usual = np.divide(total, counted, out=np.zeros(len(counted)), where=counted > 0)
    filled = np.where(known[rows], differences[rows], usual).sum(axis=1) / max(int(own.sum()), 1)
    apart: Numbers = np.where(known[rows].any(axis=1), filled, np.nan)
    return apart


def _country_told(world: PeerWorld, row: int) -> dict[str, Any]:
    facts = zip(COUNTRY_FACTS, world.country_facts[row], strict=True)
    return {"country": world.country[row] or None, **{name: round(float(one), 6) for name, one in facts if one == one}}  # noqa: PLR0124


COMPONENTS: Final = (
    Component(
        id="kinds",
        label="Ties by kind",
        meaning="Half the sum of the differences between the shares that each kind of tie has in all ties in force: "
        "0 the same mix, 1 no kind in common.",
        undefined="It has no tie in force.",
        groups=lambda world: Groups.of_values(world.kinds),
        differences=lambda world, row, rows: _apart(world.kinds, row, rows),
        value=lambda world, row: _mix(world.kinds, KINDS, row),
    ),
    Component(
        id="fields",
        label="Ties by field",
        meaning="Half the sum of the differences between the shares of the fields of activity in the ties of which a "
        "field is known; a tie in two fields counts half in each: 0 the same mix, 1 no field in common.",
        undefined="Of none of its ties a field is known.",
        groups=lambda world: Groups.of_values(world.fields),
        differences=lambda world, row, rows: _apart(world.fields, row, rows),
        value=lambda world, row: _mix(world.fields, FIELDS, row),
    ),
    Component(
        id="reach",
        label="Reach",
        meaning="The difference of the natural logarithms of one more than the number of other countries with a "
        "partner: 0 as many countries; ln 2 is about twice as many.",
        undefined="Its own country, or that of all its partners, is not known.",
        groups=lambda world: Groups.of_values(world.reach),
        differences=lambda world, row, rows: _log_apart(world.log_reach, row, rows),
        value=lambda world, row: _number(world.reach, row),
    ),
    Component(
        id="size",
        label="Size",
        meaning="The difference of the natural logarithms of the inhabitants: 0 as large; ln 2 twice as large.",
        undefined="Nobody says how many inhabitants it has.",
        groups=lambda world: Groups.of_values(world.population),
        differences=lambda world, row, rows: _log_apart(world.log_population, row, rows),
        value=lambda world, row: _number(world.population, row),
    ),
    Component(
        id="partners",
        label="Shared partners",
        meaning="One less the Jaccard index of the cities and regions tied with each: the shared ones over all: 0 the "
        "same partners, 1 none in common.",
        undefined="It has no tie with a city or region.",
        groups=lambda world: Groups.each(len(world.ids)),
        differences=lambda world, row, rows: _jaccard_apart(world.partners, world.partners, row, rows),
        value=lambda world, row: _size(world.partners, row),
        shared=lambda world, row, other: _shared(world.partners, world.ids, row, other),
    ),
    Component(
        id="memberships",
        label="Shared city networks",
        meaning="One less the Jaccard index of the city networks to which each belongs: 0 the same, 1 none in common.",
        undefined="No membership of it is known: that the register holds none does not say that there is none.",
        groups=lambda world: Groups.of_sets(world.memberships),
        differences=lambda world, row, rows: _jaccard_apart(world.memberships, world.members, row, rows),
        value=lambda world, row: _size(world.memberships, row),
        shared=lambda world, row, other: _shared(world.memberships, world.city_networks, row, other),
    ),
    Component(
        id="country_class",
        label="Class of the country",
        meaning="The mean difference of what is known of its country, each from 0 to 1: member of the United "
        "Nations, federation, autonomy of the regions (rank among the countries), share of people in towns. What "
        "nobody tells of the other country counts as the mean difference. Figures of the country, not of the city.",
        undefined="Its country is not known, or nothing of this is known of it.",
        groups=lambda world: Groups.of_values(np.array(world.country)),
        differences=_country_apart,
        value=_country_told,
    ),
)
"""The components in the order in which people read them; each counts the same."""
