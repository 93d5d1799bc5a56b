"""Peers: the local governments most like one, and why.

How it is computed. In each of seven respects (:data:`proxenia.profiles.peer_components.COMPONENTS`) it is asked how
unlike the city every other local government with a tie in force is. The difference becomes a rank over the whole graph:
the share of all others that are more alike in this respect (equal ones count half), so that inhabitants and shares
weigh the same. The distance of two is the mean of these ranks over the respects known of both (Gower 1971,
doi:10.2307/2528823): 0 would be nearest in everything. What is not known is left out and counted. A candidate is
eligible when at least :data:`LEAST_COMPONENTS` respects are known of both and at most one that is known of the city is
not known of it: else those of whom little is known would look most alike. The order is exact: the smaller distance
first, equal ones by identifier. The distance is seen from the city: it need not be the same from the other side.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.errors import InputError
from proxenia.measures.engines.kept import kept
from proxenia.measures.graph import Ground
from proxenia.measures.pairs.adamic_adar import ADAMIC_ADAR
from proxenia.model.vocabulary import ActorKind
from proxenia.profiles.peer_components import COMPONENTS, Component, rank_shares
from proxenia.profiles.peer_world import LOCAL, Numbers, PeerWorld, peer_world
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["LEAST_COMPONENTS", "METHOD", "Peer", "PeerComponent", "Peers", "peers_of"]

LEAST_COMPONENTS: Final = 4
"""Of so many components at least something must be known of both."""
MOST_PEERS: Final = 100
_DIGITS: Final = 12
METHOD: Final = (
    "Of every other city and region with a tie in force it is asked, in seven respects, how unlike this one it is: "
    "ties by kind, ties by field, countries reached, inhabitants, shared partners, shared city networks, class of the "
    "country. Each difference becomes the share of all others that are more alike in this respect (equal ones count "
    "half), and the distance is the mean of these shares over the respects known of both. What is not known is left "
    f"out and counted; a peer must share at least {LEAST_COMPONENTS} respects, and lack at most one of those known of "
    "this one."
)
"""How peers are found, in plain words."""


@dataclass(frozen=True, slots=True)
class PeerComponent:
    """One respect in which a peer was compared.

    Attributes
    ----------
    id, label
        Of the component.
    distance
        The share of all others that are more alike in this respect, 0 to 1; none where it was left out.
    difference
        The difference before the ranks, as the component's meaning explains it; none where it was left out.
    own, theirs
        The values compared: a number, shares by word, or what is known of the country; none where not known.
    shared
        Identifiers of partners or city networks of both, where the component compares them.
    says
        Both values in words.
    """

    id: str
    label: str
    distance: float | None
    difference: float | None
    own: Any
    theirs: Any
    shared: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Peer:
    """One city like another.

    Attributes
    ----------
    distance
        Mean rank over the components known of both, 0 to 1; the smaller, the more alike.
    compared, left_out
        How many components were known of both, and how many were not.
    adamic_adar
        How much the common partners speak for a tie of the two; none where one has no city tie. It says how close they
        are, and does not enter the distance.
    components
        All, in their order; those left out without a distance.
    """

    rank: int
    id: str
    name: str
    country: str | None
    distance: float
    compared: int
    left_out: int
    adamic_adar: float | None
    components: tuple[PeerComponent, ...]


@dataclass(frozen=True, slots=True)
class Peers:
    """The cities most like one.

    Attributes
    ----------
    known
        The components of which something is known of the actor.
    actors, eligible
        How many other local governments have a tie in force; how many could be compared in enough respects.
    peers
        The nearest first.
    none_because
        Why there is no peer; empty where there is one.
    """

    actor: str
    name: str
    as_of: str | None
    known: tuple[str, ...]
    actors: int
    eligible: int
    peers: tuple[Peer, ...]
    none_because: str
    method: str = METHOD

    def as_json(self) -> dict[str, Any]:
        """Return the payload as JSON."""
        return asdict(self)


def peers_of(snapshot: Snapshot, city: str, n: int = 10) -> Peers:
    """Return the local governments most like one, nearest first, with the reasons.

    Parameters
    ----------
    snapshot
        As of the day that is asked for. The first question of a snapshot computes what all later ones need.
    city
        A city or region: its identifier, also an alias.
    n
        How many peers, at most 100.

    Raises
    ------
    NotFoundError
        When there is no such actor.
    InputError
        When it is no local government, or `n` is out of range.
    """
    actor = snapshot.actor(city)
    if actor.kind.value not in LOCAL:
        raise InputError(
            f"Peers were asked of {actor.name or actor.id!r}, a {actor.kind.value}",
            expected="Only local governments have peers: a city or a region",
            next_step="Give the name or identifier of a city",
        )
    if not 1 <= n <= MOST_PEERS:
        raise InputError(
            f"{n} peers were asked for",
            expected=f"A number from 1 to {MOST_PEERS}",
            next_step="Give a smaller number, or leave it out for ten",
        )
    world = peer_world(snapshot)
    row = world.at.get(actor.id)
    name = actor.name or actor.id
    as_of = snapshot.manifest.get("as_of")
    if row is None:
        why = f"{name} has no tie in force {f'on {as_of}' if as_of else 'in the register'}: nothing to compare."
        return Peers(actor.id, name, as_of, (), len(world.ids), 0, (), why)
    return _nearest(snapshot, world, row, n=n, name=name)


@dataclass(frozen=True, eq=False)
class _Asked:
    """One row of the world against all others: `differences` and `ranks` by component and row."""

    snapshot: Snapshot
    world: PeerWorld
    row: int
    differences: Numbers
    ranks: Numbers
    names: Mapping[str, str]

    def nearest(self, rows: NDArray[np.int64], n: int) -> tuple[Peer, ...]:
        """Return the nearest of some rows, which stand in the order of identifiers."""
        compared = (~np.isnan(self.ranks[:, rows])).sum(axis=0)
        means = np.round(np.nansum(self.ranks[:, rows], axis=0) / compared, _DIGITS)
        # The sort is stable: equal distances come in the order of identifiers.
        order = np.argsort(means, kind="stable")[:n]
        return tuple(
            self._peer(int(rows[found]), rank=rank, distance=float(means[found])) for rank, found in enumerate(order, 1)
        )

    def _peer(self, other: int, *, rank: int, distance: float) -> Peer:
        parts = tuple(self._part(component, number, other) for number, component in enumerate(COMPONENTS))
        compared = sum(part.distance is not None for part in parts)
        one, two = self.world.ids[self.row], self.world.ids[other]
        return Peer(
            rank=rank,
            id=two,
            name=self.names.get(two, two),
            country=self.world.country[other] or None,
            distance=distance,
            compared=compared,
            left_out=len(COMPONENTS) - compared,
            adamic_adar=ADAMIC_ADAR.compute(_cities(self.snapshot), one, two),
            components=parts,
        )

    def _part(self, component: Component, number: int, other: int) -> PeerComponent:
        rank = float(self.ranks[number, other])
        if np.isnan(rank):
            left_out = "not known of both: left out"
            return PeerComponent(component.id, component.label, None, None, None, None, (), left_out)
        values = component.values(self.world, self.row, other)
        return PeerComponent(
            id=component.id,
            label=component.label,
            distance=round(rank, _DIGITS),
            difference=round(float(self.differences[number, other]), _DIGITS),
            own=values["own"],
            theirs=values["theirs"],
            shared=tuple(values.get("shared", ())),
            says=_says(values, self.names),
        )


def _nearest(snapshot: Snapshot, world: PeerWorld, row: int, *, n: int, name: str) -> Peers:
    differences = np.stack([one.differences(world, row) for one in COMPONENTS])
    known = ~np.isnan(differences[:, row])
    differences[:, row] = np.nan
    ranks = np.stack([rank_shares(one) for one in differences])
    compared = (~np.isnan(ranks)).sum(axis=0)
    rows = np.flatnonzero(compared >= max(LEAST_COMPONENTS, int(known.sum()) - 1))
    peers = _Asked(snapshot, world, row, differences, ranks, _names(snapshot)).nearest(rows, n)
    return Peers(
        actor=world.ids[row],
        name=name,
        as_of=snapshot.manifest.get("as_of"),
        known=tuple(one.id for one, is_known in zip(COMPONENTS, known, strict=True) if is_known),
        actors=len(world.ids) - 1,
        eligible=len(rows),
        peers=peers,
        none_because="" if peers else _why_none(name, int(known.sum())),
    )


def _why_none(name: str, known: int) -> str:
    if known < LEAST_COMPONENTS:
        return (
            f"Too little is known of {name}: {known} of {len(COMPONENTS)} respects, and {LEAST_COMPONENTS} are needed."
        )
    return f"Nobody else is known in enough of the respects in which {name} is."


def _says(values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    own, theirs = _told(values["own"]), _told(values["theirs"])
    if "shared" not in values:
        return f"{own} against {theirs}"
    shared = values["shared"]
    named = f" ({', '.join(sorted(names.get(one, one) for one in shared))})" if shared else ""
    return f"{len(shared)} shared{named} of {own} and {theirs}"


def _told(value: Any) -> str:
    """Return a value in words.

    >>> _told({"twinning": 0.75, "membership": 0.25}), _told(655468), _told({"country": "NL", "un_member": 1.0})
    ('twinning 75 %, membership 25 %', '655,468', 'NL: un member 1')
    """
    if not isinstance(value, dict):
        return f"{value:,}"
    if "country" in value:
        facts = (f"{name.replace('_', ' ')} {one:g}" for name, one in value.items() if name != "country")
        return f"{value['country']}: {', '.join(facts)}"
    ordered = sorted(value.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{word.replace('_', ' ')} {share * 100:.0f} %" for word, share in ordered)


@kept
def _names(snapshot: Snapshot) -> Mapping[str, str]:
    named = snapshot.actors.filter(pl.col("kind").fill_null("city").is_in([*LOCAL, ActorKind.CITY_NETWORK.value]))
    return dict(named.filter(pl.col("name").is_not_null()).select("id", "name").iter_rows())


@kept
def _cities(snapshot: Snapshot) -> Ground:
    return Ground.of(snapshot, "cities")
