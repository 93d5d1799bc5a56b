"""How unlike one local government all others are, as ranks in every respect; what many share is ranked once."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from proxenia.measures.engines.kept import kept
from proxenia.profiles.peer_components import COMPONENTS
from proxenia.profiles.peer_groups import Groups, Numbers, Places, rank_shares
from proxenia.profiles.peer_world import PeerWorld, peer_world
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["DIGITS", "LEAST_COMPONENTS", "Nearest", "PeerRanks", "peer_ranks"]

LEAST_COMPONENTS: Final = 4
"""Of so many components at least something must be known of both."""
DIGITS: Final = 12
"""Distances are told in so many decimals, and equal in them they are equal."""
_FEW: Final = 1_000
"""What is ranked for a respect with so many groups at most is kept: a square of so many numbers."""
_EACH: Final = 8
"""Every eighth row says within what distance the nearest of all are."""
_NEAR: Final = 1e-9
"""Sums of the same ranks in another order differ by less."""


@dataclass(frozen=True, eq=False)
class Nearest:
    """The rows most like one, nearest first.

    Attributes
    ----------
    row
        The one.
    known
        Of which components something is known of it.
    eligible
        How many others could be compared in enough respects.
    rows, distances
        Of the nearest.
    ranks, differences
        Shape (components, rows): by component; NaN where it was left out.
    """

    row: int
    known: tuple[bool, ...]
    eligible: int
    rows: Places
    distances: Numbers
    ranks: Numbers
    differences: Numbers


@dataclass(frozen=True, eq=False)
class _Ranked:
    """The groups of one component as seen from one row: how unlike it they are, and how that ranks.

    Attributes
    ----------
    differences, ranks
        NaN where it is not known.
    counted, is_known
        The rank as it counts in a sum, 0 where it is not known; and 1 where it is known.
    """

    differences: Numbers
    ranks: Numbers
    counted: Numbers
    is_known: NDArray[np.int8]

    @classmethod
    def of(cls, differences: Numbers, sizes: NDArray[np.int64]) -> "_Ranked":
        """Return differences with their ranks; behind each stand so many others."""
        ranks = rank_shares(differences, sizes)
        is_known = ranks == ranks  # noqa: PLR0124 - all but NaN
        return cls(differences, ranks, np.where(is_known, ranks, 0.0), is_known.view(np.int8))


class PeerRanks:
    """Whatever of the ranks is the same for many local governments, computed once.

    Parameters
    ----------
    world
        What is known of everybody.
    most
        So many groups are kept as they were ranked, each takes up to thirty kilobytes; all when none.
    """

    def __init__(self, world: PeerWorld, *, most: int | None = None) -> None:
        self.world = world
        self._most = most
        self.groups: tuple[Groups, ...] = tuple(one.groups(world) for one in COMPONENTS)
        self._ranked: dict[tuple[int, int], _Ranked] = {}
        self._told: dict[tuple[int, int], str] = {}

    @cached_property
    def _few(self) -> tuple[int, ...]:
        """The components with few groups, by their numbers."""
        return tuple(number for number, one in enumerate(self.groups) if len(one.first) <= _FEW)

    @cached_property
    def _mixed(self) -> Groups:
        """The rows that are the same in every component with few groups."""
        return Groups.of_values(np.stack([self.groups[number].of for number in self._few], axis=1))

    @cached_property
    def _mixed_in(self) -> tuple[Places, ...]:
        """The group that each mixture has in each component with few groups."""
        return tuple(self.groups[number].of[self._mixed.first] for number in self._few)

    def gather(self) -> None:
        """Find before anybody asks which rows are alike, and rank nothing."""
        _ = self._mixed_in

    def prepare(self) -> None:
        """Rank what is kept before anybody asks."""
        for number in self._few:
            for row in self.groups[number].first.tolist():
                self._of(number, row)
        self.gather()

    def _of(self, number: int, row: int) -> _Ranked:
        """Return the groups of a component as seen from a row."""
        group = int(self.groups[number].of[row])
        known = self._ranked.get((number, group))
        if known is None:
            known = self._rank(number, row, group)
            if number in self._few:
                if self._most is not None and len(self._ranked) >= self._most:
                    self._ranked.clear()
                self._ranked[number, group] = known
        return known

    def _rank(self, number: int, row: int, group: int) -> _Ranked:
        groups = self.groups[number]
        differences = COMPONENTS[number].differences(self.world, row, groups.first)
        others = groups.sizes.copy()
        others[group] -= 1  # oneself is not among the others
        return _Ranked.of(differences, others)

    def told(self, number: int, row: int) -> str:
        """Return what is known of a row in the respect of a component, in words."""
        group = int(self.groups[number].of[row])
        words = self._told.get((number, group))
        if words is None:
            words = told_value(COMPONENTS[number].value(self.world, row))
            if number in self._few:
                self._told[number, group] = words
        return words

    def nearest(self, row: int, n: int) -> Nearest:
        """Return the rows most like one, nearest first; equal ones in the order of their identifiers."""
        ranked = [self._of(number, row) for number in range(len(COMPONENTS))]
        known = [
            not np.isnan(seen.differences[groups.of[row]]) for seen, groups in zip(ranked, self.groups, strict=True)
        ]
        means, compared = self._means(ranked)
        is_out = compared < max(LEAST_COMPONENTS, sum(known) - 1)
        is_out[row] = True
        means[is_out] = np.inf
        near = _least(means, n)
        ranks = self._at(near, [seen.ranks for seen in ranked])
        exact = np.round(np.nansum(ranks, axis=0) / (~np.isnan(ranks)).sum(axis=0), DIGITS)
        # The sort is stable: equal distances come in the order of identifiers.
        order = np.argsort(exact, kind="stable")[:n]
        return Nearest(
            row=row,
            known=tuple(known),
            eligible=len(is_out) - int(np.count_nonzero(is_out)),
            rows=near[order],
            distances=exact[order],
            ranks=ranks[:, order],
            differences=self._at(near[order], [seen.differences for seen in ranked]),
        )

    def _at(self, rows: Places, by_group: list[Numbers]) -> Numbers:
        """Return the numbers of some rows, component by component."""
        return np.stack([numbers[groups.of[rows]] for numbers, groups in zip(by_group, self.groups, strict=True)])

    def _means(self, ranked: list[_Ranked]) -> tuple[Numbers, NDArray[Any]]:
        """Return of every row the mean of its ranks and how many there are; the last digit may be another."""
        total, compared = np.zeros(len(self._mixed.first)), np.zeros(len(self._mixed.first), dtype=np.int8)
        for number, groups in zip(self._few, self._mixed_in, strict=True):
            total += ranked[number].counted[groups]
            compared += ranked[number].is_known[groups]
        total, compared = self._mixed.spread(total), self._mixed.spread(compared)
        for number, seen in enumerate(ranked):
            if number not in self._few:
                total += self.groups[number].spread(seen.counted)
                compared += self.groups[number].spread(seen.is_known)
        return total / np.maximum(compared, 1), compared


def told_value(value: Any) -> str:
    """Return a value in words.

    >>> (
    ...     told_value({"twinning": 0.75, "membership": 0.25}),
    ...     told_value(655468),
    ...     told_value({"country": "NL", "un_member": 1.0}),
    ... )
    ('twinning 75 %, membership 25 %', '655,468', 'NL: un member 1')
    """
    if not isinstance(value, dict):
        return f"{value:,}"
    if "country" in value:
        facts = (f"{name.replace('_', ' ')} {one:g}" for name, one in value.items() if name != "country")
        return f"{value['country']}: {', '.join(facts)}"
    ordered = sorted(value.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{word.replace('_', ' ')} {share * 100:.0f} %" for word, share in ordered)


def _least(means: Numbers, n: int) -> Places:
    """Return the places of the `n` smallest, of those as near as the last of them too, and of none that is infinite."""
    few = means
    if _EACH * n < len(means):  # among every eighth, as many are as near or farther: only what is nearer can be least
        few = means[means <= _last(means[::_EACH], n)]
    last = _last(few, n)
    return np.flatnonzero(means <= last + _NEAR if last < np.inf else means < np.inf)


def _last(means: Numbers, n: int) -> float:
    """Return the greatest of the `n` smallest; infinite when there are fewer."""
    return float(np.partition(means, n - 1)[n - 1]) if n <= len(means) else np.inf


@kept
def peer_ranks(snapshot: Snapshot) -> PeerRanks:
    """Return the ranks of all local governments of a snapshot; they fill as they are asked for."""
    return PeerRanks(peer_world(snapshot))
