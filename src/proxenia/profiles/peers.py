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

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

import polars as pl

from proxenia.errors import InputError
from proxenia.measures.engines.kept import kept
from proxenia.measures.graph import Ground
from proxenia.measures.pairs.adamic_adar import ADAMIC_ADAR
from proxenia.model.actor import Actor
from proxenia.model.vocabulary import ActorKind
from proxenia.profiles.peer_components import COMPONENTS
from proxenia.profiles.peer_ranks import DIGITS, LEAST_COMPONENTS, Nearest, PeerRanks, peer_ranks
from proxenia.profiles.peer_world import LOCAL
from proxenia.snapshot.snapshot import Snapshot

__all__ = [
    "LEAST_COMPONENTS",
    "METHOD",
    "Peer",
    "PeerComponent",
    "PeerInBrief",
    "Peers",
    "PeersInBrief",
    "peers_in_brief",
    "peers_of",
]

MOST_PEERS: Final = 100
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
    if not 1 <= n <= MOST_PEERS:
        raise InputError(
            f"{n} peers were asked for",
            expected=f"A number from 1 to {MOST_PEERS}",
            next_step="Give a smaller number, or leave it out for ten",
        )
    actor = _local(snapshot, city)
    ranks = peer_ranks(snapshot)
    row = ranks.world.at.get(actor.id)
    name, as_of = actor.name or actor.id, snapshot.manifest.get("as_of")
    if row is None:
        why = _why_nothing(name, as_of)
        return Peers(actor.id, name, as_of, (), len(ranks.world.ids), 0, (), why)
    found = ranks.nearest(row, n)
    telling = _Telling(snapshot, ranks, found)
    return Peers(
        actor=actor.id,
        name=name,
        as_of=as_of,
        known=tuple(one.id for one, is_known in zip(COMPONENTS, found.known, strict=True) if is_known),
        actors=len(ranks.world.ids) - 1,
        eligible=found.eligible,
        peers=tuple(telling.peer(place) for place in range(len(found.rows))),
        none_because="" if len(found.rows) else _why_none(name, sum(found.known)),
    )


@dataclass(frozen=True, slots=True)
class PeerInBrief:
    """One city like another, as a page names it.

    Attributes
    ----------
    distance, compared, left_out
        As of :class:`Peer`.
    nearest_in
        In what it is nearest, with both values in words; the nearest respect first.
    """

    id: str
    distance: float
    compared: int
    left_out: int
    nearest_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeersInBrief:
    """The peers of a city, nearest first, and why there is none where there is none."""

    peers: tuple[PeerInBrief, ...]
    none_because: str


def peers_in_brief(snapshot: Snapshot, city: str, *, n: int = 10, reasons: int = 3) -> PeersInBrief:
    """Return the same peers as :func:`peers_of`, of each only the respects in which it is nearest.

    Parameters
    ----------
    snapshot, city, n
        As for :func:`peers_of`.
    reasons
        How many respects are told.

    Raises
    ------
    NotFoundError, InputError
        As :func:`peers_of`.
    """
    actor = _local(snapshot, city)
    ranks = peer_ranks(snapshot)
    row = ranks.world.at.get(actor.id)
    name = actor.name or actor.id
    if row is None:
        return PeersInBrief((), _why_nothing(name, snapshot.manifest.get("as_of")))
    found = ranks.nearest(row, n)
    telling = _Telling(snapshot, ranks, found)
    peers = tuple(telling.in_brief(place, reasons) for place in range(len(found.rows)))
    return PeersInBrief(peers, "" if peers else _why_none(name, sum(found.known)))


def _local(snapshot: Snapshot, city: str) -> Actor:
    actor = snapshot.actor(city)
    if actor.kind.value not in LOCAL:
        raise InputError(
            f"Peers were asked of {actor.name or actor.id!r}, a {actor.kind.value}",
            expected="Only local governments have peers: a city or a region",
            next_step="Give the name or identifier of a city",
        )
    return actor


class _Telling:
    """Puts the peers that were found into words, each by its place among them."""

    def __init__(self, snapshot: Snapshot, ranks: PeerRanks, found: Nearest) -> None:
        self._snapshot, self._ranks, self._world, self._found = snapshot, ranks, ranks.world, found
        self._names = _names(snapshot.whole or snapshot)
        self._ranks_of = [[round(rank, DIGITS) for rank in ranks] for ranks in found.ranks.T.tolist()]

    def peer(self, place: int) -> Peer:
        """Return a peer with all that is known of both."""
        row = int(self._found.rows[place])
        parts = tuple(self._part(number, place) for number in range(len(COMPONENTS)))
        compared = sum(part.distance is not None for part in parts)
        one, two = self._world.ids[self._found.row], self._world.ids[row]
        return Peer(
            rank=place + 1,
            id=two,
            name=self._names.get(two, two),
            country=self._world.country[row] or None,
            distance=float(self._found.distances[place]),
            compared=compared,
            left_out=len(COMPONENTS) - compared,
            adamic_adar=ADAMIC_ADAR.compute(_cities(self._snapshot), one, two),
            components=parts,
        )

    def in_brief(self, place: int, reasons: int) -> PeerInBrief:
        """Return a peer with the respects in which it is nearest."""
        ranks = zip(self._ranks_of[place], COMPONENTS, range(len(COMPONENTS)), strict=True)
        known = [(rank, component.id, number) for rank, component, number in ranks if not math.isnan(rank)]
        row = int(self._found.rows[place])
        return PeerInBrief(
            id=self._world.ids[row],
            distance=float(self._found.distances[place]),
            compared=len(known),
            left_out=len(COMPONENTS) - len(known),
            nearest_in=tuple(
                f"{COMPONENTS[number].label}: {self._says(number, row, self._shared(number, row))}"
                for _, _, number in sorted(known)[:reasons]
            ),
        )

    def _part(self, number: int, place: int) -> PeerComponent:
        component, row = COMPONENTS[number], int(self._found.rows[place])
        rank = self._ranks_of[place][number]
        if math.isnan(rank):
            left_out = "not known of both: left out"
            return PeerComponent(component.id, component.label, None, None, None, None, (), left_out)
        shared = self._shared(number, row)
        return PeerComponent(
            id=component.id,
            label=component.label,
            distance=rank,
            difference=round(float(self._found.differences[number, place]), DIGITS),
            own=component.value(self._world, self._found.row),
            theirs=component.value(self._world, row),
            shared=shared or (),
            says=self._says(number, row, shared),
        )

    def _shared(self, number: int, row: int) -> tuple[str, ...] | None:
        """Return what both have; none of a component that compares no sets."""
        shared = COMPONENTS[number].shared
        return None if shared is None else shared(self._world, self._found.row, row)

    def _says(self, number: int, row: int, shared: tuple[str, ...] | None) -> str:
        own, theirs = self._ranks.told(number, self._found.row), self._ranks.told(number, row)
        if shared is None:
            return f"{own} against {theirs}"
        named = f" ({', '.join(sorted(self._names.get(one, one) for one in shared))})" if shared else ""
        return f"{len(shared)} shared{named} of {own} and {theirs}"


def _why_nothing(name: str, as_of: str | None) -> str:
    return f"{name} has no tie in force {f'on {as_of}' if as_of else 'in the register'}: nothing to compare."


def _why_none(name: str, known: int) -> str:
    if known < LEAST_COMPONENTS:
        return (
            f"Too little is known of {name}: {known} of {len(COMPONENTS)} respects, and {LEAST_COMPONENTS} are needed."
        )
    return f"Nobody else is known in enough of the respects in which {name} is."


@kept
def _names(snapshot: Snapshot) -> Mapping[str, str]:
    named = snapshot.actors.filter(pl.col("kind").fill_null("city").is_in([*LOCAL, ActorKind.CITY_NETWORK.value]))
    return dict(named.filter(pl.col("name").is_not_null()).select("id", "name").iter_rows())


@kept
def _cities(snapshot: Snapshot) -> Ground:
    return Ground.of(snapshot, "cities")
