"""The components of likeness: how unlike one local government each of all others is, and the values behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.profiles.peer_world import COUNTRY_FACTS, FIELDS, KINDS, Numbers, PeerWorld

__all__ = ["COMPONENTS", "Component", "rank_shares"]

_SAME: Final = 12
"""Differences that agree in so many decimals rank alike: the last digits of a float hang on the order of a sum."""


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
    differences
        How unlike one row each of all rows is, from 0 (alike) up; NaN where not defined.
    values
        What is known of a row, and of another: two values for people and programs.
    """

    id: str
    label: str
    meaning: str
    undefined: str
    differences: Callable[[PeerWorld, int], Numbers]
    values: Callable[[PeerWorld, int, int], dict[str, Any]]


def rank_shares(differences: Numbers) -> Numbers:
    """Return for each difference the share of all that are smaller, those that are equal counting half.

    That is its rank over the whole graph: 0 next to nobody else is as alike, 1 nobody is less alike. NaN stays NaN.

    >>> rank_shares(np.array([0.0, 5.0, 5.0, np.nan, 9.0])).tolist()
    [0.125, 0.5, 0.5, nan, 0.875]
    """
    rounded = pl.Series(np.round(differences, _SAME)).fill_nan(None)
    ranks = rounded.rank("average").fill_null(np.nan).to_numpy()
    shares: Numbers = (ranks - 0.5) / max(rounded.len() - rounded.null_count(), 1)
    return shares


def _apart(shares: Numbers, row: int) -> Numbers:
    """Return half the sum of the differences of shares (total variation): 0 the same mix, 1 nothing in common."""
    apart: Numbers = np.abs(shares - shares[row]).sum(axis=1) / 2
    return apart


def _mix(shares: Numbers, words: tuple[str, ...], row: int) -> dict[str, float]:
    return {word: round(float(share), 6) for word, share in zip(words, shares[row], strict=True) if share > 0}


def _log_apart(values: Numbers, row: int) -> Numbers:
    """Return by how many times two values differ, as a natural logarithm."""
    apart: Numbers = np.abs(np.log(values) - np.log(values[row]))
    return apart


def _jaccard_apart(members: Any, row: int) -> Numbers:
    """Return one less the Jaccard index of the sets that rows stand for; NaN where one of the two is empty."""
    sizes = np.diff(members.indptr)
    shared = np.asarray((members @ members[[row]].T).todense()).ravel()
    united = sizes + sizes[row] - shared
    known = (sizes > 0) & (sizes[row] > 0)
    index = np.divide(shared, united, out=_nans(sizes), where=known)
    return np.asarray(1.0 - index)


def _nans(like: NDArray[Any]) -> Numbers:
    return np.full(len(like), np.nan)


def _set_of(members: Any, row: int) -> NDArray[np.int64]:
    found: NDArray[np.int64] = np.sort(members.indices[members.indptr[row] : members.indptr[row + 1]]).astype(np.int64)
    return found


def _sets(members: Any, names: tuple[str, ...], row: int, other: int) -> dict[str, Any]:
    one, two = _set_of(members, row), _set_of(members, other)
    shared = np.intersect1d(one, two)
    return {"own": len(one), "theirs": len(two), "shared": [names[place] for place in shared]}


def _number(values: Numbers, row: int) -> int:
    return round(float(values[row]))


def _country_apart(world: PeerWorld, row: int) -> Numbers:
    """Return the mean difference of the facts known of the row's country; NaN where none is known of both.

    A fact that nobody tells of the other country counts as the mean difference of that fact: else a country of which
    little is known would look as alike as the same country.
    """
    own = ~np.isnan(world.country_facts[row])
    differences = np.abs(world.country_facts[:, own] - world.country_facts[row, own])
    known = ~np.isnan(differences)
    total, counted = np.where(known, differences, 0.0).sum(axis=0), known.sum(axis=0) - 1  # itself does not count
    usual = np.divide(total, counted, out=np.zeros(len(counted)), where=counted > 0)
    filled = np.where(known, differences, usual).sum(axis=1) / max(int(own.sum()), 1)
    apart: Numbers = np.where(known.any(axis=1), filled, np.nan)
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
        differences=lambda world, row: _apart(world.kinds, row),
        values=lambda world, row, other: {
            "own": _mix(world.kinds, KINDS, row),
            "theirs": _mix(world.kinds, KINDS, other),
        },
    ),
    Component(
        id="fields",
        label="Ties by field",
        meaning="Half the sum of the differences between the shares of the fields of activity in the ties of which a "
        "field is known; a tie in two fields counts half in each: 0 the same mix, 1 no field in common.",
        undefined="Of none of its ties a field is known.",
        differences=lambda world, row: _apart(world.fields, row),
        values=lambda world, row, other: {
            "own": _mix(world.fields, FIELDS, row),
            "theirs": _mix(world.fields, FIELDS, other),
        },
    ),
    Component(
        id="reach",
        label="Reach",
        meaning="The difference of the natural logarithms of one more than the number of other countries with a "
        "partner: 0 as many countries; ln 2 is about twice as many.",
        undefined="Its own country, or that of all its partners, is not known.",
        differences=lambda world, row: _log_apart(world.reach + 1.0, row),
        values=lambda world, row, other: {"own": _number(world.reach, row), "theirs": _number(world.reach, other)},
    ),
    Component(
        id="size",
        label="Size",
        meaning="The difference of the natural logarithms of the inhabitants: 0 as large; ln 2 twice as large.",
        undefined="Nobody says how many inhabitants it has.",
        differences=lambda world, row: _log_apart(world.population, row),
        values=lambda world, row, other: {
            "own": _number(world.population, row),
            "theirs": _number(world.population, other),
        },
    ),
    Component(
        id="partners",
        label="Shared partners",
        meaning="One less the Jaccard index of the cities and regions tied with each: the shared ones over all: 0 the "
        "same partners, 1 none in common.",
        undefined="It has no tie with a city or region.",
        differences=lambda world, row: _jaccard_apart(world.partners, row),
        values=lambda world, row, other: _sets(world.partners, world.ids, row, other),
    ),
    Component(
        id="memberships",
        label="Shared city networks",
        meaning="One less the Jaccard index of the city networks to which each belongs: 0 the same, 1 none in common.",
        undefined="No membership of it is known: that the register holds none does not say that there is none.",
        differences=lambda world, row: _jaccard_apart(world.memberships, row),
        values=lambda world, row, other: _sets(world.memberships, world.city_networks, row, other),
    ),
    Component(
        id="country_class",
        label="Class of the country",
        meaning="The mean difference of what is known of its country, each from 0 to 1: member of the United "
        "Nations, federation, autonomy of the regions (rank among the countries), share of people in towns. What "
        "nobody tells of the other country counts as the mean difference. Figures of the country, not of the city.",
        undefined="Its country is not known, or nothing of this is known of it.",
        differences=_country_apart,
        values=lambda world, row, other: {
            "own": _country_told(world, row),
            "theirs": _country_told(world, other),
        },
    ),
)
"""The components in the order in which people read them; each counts the same."""
