"""Since when and until when two states were bound by a treaty, from all its entries."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

from proxenia.sources.catalogue.trade_agreements.entries import Entry

__all__ = ["Spell", "spells"]

_SEVERAL: Final = 2
_BLOC_AND_STATE: Final = 3
_BLOCS: Final = 4
_OWN_SHARE: Final = 0.8
"""A treaty is that of a bloc where at least this share of its members takes part as one side."""
_BETWEEN_ALL: Final = frozenset({988})
"""The African Continental Free Trade Area: listed as one between blocs, made by each state with every other."""
_LISBON: Final = 324
_COMMUNITIES: Final = frozenset({293, 300, 327, 335, _LISBON})
_CHANGES: Final[Mapping[int, tuple[int, ...]]] = {_LISBON: (293, 300, 327, 335, 343)}
"""The treaty of Lisbon and those of the European Communities that it changed: who leaves under it leaves them all."""

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Spell:
    """Two states bound by one treaty, the first by name before the second.

    Attributes
    ----------
    made_by, left_by
        The entry that bound them, and the one by which one of them left, where there is one.
    title
        The name of the treaty itself.
    """

    one: str
    other: str
    title: str
    made_by: Entry
    left_by: Entry | None = None


def spells(entries: Iterable[Entry]) -> Iterator[Spell]:
    """Give the spells of all treaties, by treaty, pair and start.

    An entry binds those it names for the first time to all it names. In a treaty of a bloc with others the members of
    the bloc are not bound to each other by it: they were by the bloc's own treaty.
    """
    treaties: dict[int, list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: (entry.treaty, entry.order)):
        treaties.setdefault(entry.treaty, []).append(entry)
    for last, changed in _CHANGES.items():
        for treaty in changed:
            if treaty in treaties:
                treaties[treaty] += [entry for entry in treaties.get(last, []) if entry.leavers]
    several = {number: own for number, own in treaties.items() if own[0].membership == _SEVERAL}
    for own in treaties.values():
        found = _of_treaty(own, several)
        yield from sorted(found, key=lambda spell: (spell.one, spell.other, spell.made_by.order))


def _of_treaty(own: Sequence[Entry], several: Mapping[int, Sequence[Entry]]) -> Iterator[Spell]:
    parties: set[str] = set()
    bound: dict[Pair, Entry] = {}
    for entry in own:
        if entry.leavers:
            parties -= entry.leavers
            left = [pair for pair in bound if not entry.leavers.isdisjoint(pair)]
            yield from (Spell(*pair, own[0].name, bound.pop(pair), entry) for pair in sorted(left))
            continue
        new = entry.members - parties
        parties |= entry.members
        blocs = _blocs(own[0], frozenset(parties), (entry.year, entry.start), several)
        for pair in combinations(sorted(entry.members), 2):
            if not new.isdisjoint(pair) and not any(bloc.issuperset(pair) for bloc in blocs):
                bound.setdefault(pair, entry)
    yield from (Spell(*pair, own[0].name, entry) for pair, entry in bound.items())


def _blocs(
    treaty: Entry, parties: frozenset[str], years: tuple[int, int], several: Mapping[int, Sequence[Entry]]
) -> list[frozenset[str]]:
    """Return the blocs among the parties: the largest first; one where the treaty is a bloc's with one state.

    Whoever makes a treaty with the European Communities beside others, as the states of Africa, the Caribbean and the
    Pacific did, makes it with them and not with those others: they count as one bloc.
    """
    if treaty.membership not in (_BLOC_AND_STATE, _BLOCS) or treaty.treaty in _BETWEEN_ALL:
        return []
    if treaty.membership == _BLOCS:
        communities = _largest_bloc(
            parties, parties, years, {key: several[key] for key in _COMMUNITIES & several.keys()}
        )
        if communities:
            return [communities, parties - communities]
    rest, blocs = parties, []
    while bloc := _largest_bloc(rest, parties, years, several):
        blocs.append(bloc)
        rest -= bloc
        if treaty.membership == _BLOC_AND_STATE:
            break
    return blocs


def _largest_bloc(
    rest: frozenset[str], parties: frozenset[str], years: tuple[int, int], several: Mapping[int, Sequence[Entry]]
) -> frozenset[str]:
    """Return the members of a bloc that takes part as one side, as it was when it signed or when the treaty began."""
    best: frozenset[str] = frozenset()
    for number, year in product(sorted(several), years):
        members = _members(several[number], year)
        shared = members & parties
        found = members & rest
        is_a_side = len(shared) < len(parties) and len(shared) >= _OWN_SHARE * len(members)
        if is_a_side and len(found) > max(1, len(best)):
            best = found
    return best


def _members(own: Sequence[Entry], year: int) -> frozenset[str]:
    members: frozenset[str] = frozenset()
    for entry in own:
        if entry.year <= year:
            members = members - entry.leavers if entry.leavers else members | entry.members
    return members
