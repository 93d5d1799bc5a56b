"""The likeliest pairs: with their chance, and why, in terms of the predictor's effects."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from proxenia.foresight.outlook.outlook import Outlook

__all__ = ["chosen_pairs", "pair_as_json", "pairs_of_city"]

Indices = NDArray[np.int64]

_OF_WORLD: Final = 50
_OF_COUNTRY: Final = 10
_OF_CITY: Final = 5
_LEAST_TIES: Final = 3
"""Dated ties of a city whose own likeliest partners are told."""
_REASONS: Final = 4


def chosen_pairs(outlook: Outlook, enough: NDArray[np.bool_], ties_of: Mapping[str, int]) -> list[int]:
    """Return the likeliest pairs of the world, of each country and of each city with a few ties, the likeliest first.

    Parameters
    ----------
    enough
        Of each known city, whether its country has enough dated ties: a pair is told when both have.
    ties_of
        The dated ties of each city.
    """
    pairs = outlook.ground.candidates
    told = np.flatnonzero(enough[pairs.first] & enough[pairs.second])
    order = told[np.argsort(-outlook.chances[told], kind="stable")]
    _, of_city = pairs.countries
    chosen = set(order[:_OF_WORLD].tolist())
    chosen |= _first_of(order, of_city, outlook, _OF_COUNTRY, None)
    some = [number for number, city in enumerate(pairs.cities["id"]) if ties_of.get(city, 0) >= _LEAST_TIES]
    chosen |= _first_of(order, np.arange(pairs.cities.height), outlook, _OF_CITY, np.array(some, dtype=np.int64))
    chances = outlook.chances
    return sorted(chosen, key=lambda row: (-chances[row], row))


def _first_of(order: Indices, thing: Indices, outlook: Outlook, most: int, only: Indices | None) -> set[int]:
    """Return the first pairs of each thing (a country, a city) in an order of pairs."""
    pairs = outlook.ground.candidates
    ends = np.concatenate([thing[pairs.first[order]], thing[pairs.second[order]]])
    rows = np.concatenate([order, order])
    rank = np.concatenate([np.arange(len(order))] * 2)
    if only is not None:
        there = np.isin(ends, only)
        ends, rows, rank = ends[there], rows[there], rank[there]
    sorted_by = np.lexsort((rank, ends))
    ends, rows = ends[sorted_by], rows[sorted_by]
    begun = np.searchsorted(ends, ends, side="left")
    return set(rows[np.arange(len(ends)) - begun < most].tolist())


def pairs_of_city(outlook: Outlook, city: str, *, most: int = 10) -> list[int]:
    """Return the likeliest pairs of a city; none of one that is not known."""
    pairs = outlook.ground.candidates
    place = outlook.ground.known.dated.place_of.get(city) if pairs.left_out == 0 else None
    if place is None:
        ids = pairs.cities["id"].to_list()
        place = ids.index(city) if city in ids else -1
    mine = np.flatnonzero((pairs.first == place) | (pairs.second == place))
    return [int(row) for row in mine[np.argsort(-outlook.chances[mine], kind="stable")][:most]]


def pair_as_json(outlook: Outlook, row: int) -> dict[str, Any]:
    """Return a pair with its chance and its strongest reasons."""
    prediction = outlook.ground.prediction
    one, other = prediction.candidates.pair(row)
    return {
        "a": {name: one[name] for name in ("id", "name", "country")},
        "b": {name: other[name] for name in ("id", "name", "country")},
        "chance": round(float(outlook.chances[row]), 8),
        "reasons": [
            {"effect": reason.effect, "factor": round(reason.factor, 4), "words": reason.words}
            for reason in prediction.reasons(row)[:_REASONS]
        ],
    }
