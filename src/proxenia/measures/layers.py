"""Layers: which ties make the graph that a measure is computed on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import polars as pl

from proxenia.errors import UnknownValueError
from proxenia.measures.allies import NOT_IN_FORCE, allied_links
from proxenia.model.vocabulary import ActorKind, ActRole, Field, TieKind
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["LAYERS", "LINKS", "Layer", "parse_layer"]

LINKS: Final = pl.Schema({"tie": pl.String(), "a": pl.String(), "b": pl.String()})
"""One row a tie: its id and its two ends; the same two ends may be tied more than once."""

_LOCAL: Final = (ActorKind.CITY.value, ActorKind.REGION.value)
_BETWEEN_STATES: Final = (TieKind.DIPLOMATIC_RELATION, TieKind.REPRESENTATION, TieKind.TREATY)


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of the world's graph.

    Attributes
    ----------
    id
        The word for it on the command line and in addresses.
    meaning
        One plain sentence.
    level
        ``urban`` or ``state``: the map it belongs to.
    links
        Gives the ties of a snapshot that belong to the layer, as :data:`LINKS`. Ties that ended are not there when the
        snapshot is one as of a day; those that are only proposed, negotiated or signed, and suspended ones, are left
        out as in the overlay, for nothing runs over them.
    """

    id: str
    label: str
    meaning: str
    level: str
    links: Callable[[Snapshot], pl.DataFrame]


def _of_kinds(snapshot: Snapshot, kinds: tuple[str, ...], *ends: tuple[str, ...]) -> pl.DataFrame:
    """Return the ties of some kinds whose two ends are actors of the kinds given (a's, then b's)."""
    ties = snapshot.ties.filter(pl.col("kind").is_in(kinds) & ~pl.col("status").is_in(NOT_IN_FORCE))
    for end, wanted in zip(("a", "b"), ends, strict=True):
        actors = snapshot.actors.filter(pl.col("kind").fill_null(ActorKind.CITY.value).is_in(wanted)).select("id")
        ties = ties.join(actors, left_on=end, right_on="id", how="semi", maintain_order="left")
    return ties.select(pl.col("id").alias("tie"), "a", "b")


def _urban(kind: TieKind) -> Callable[[Snapshot], pl.DataFrame]:
    return lambda snapshot: _of_kinds(snapshot, (kind.value,), _LOCAL, _LOCAL)


def _members(snapshot: Snapshot) -> pl.DataFrame:
    return _of_kinds(snapshot, (TieKind.MEMBERSHIP.value,), _LOCAL, (ActorKind.CITY_NETWORK.value,))


def _states(*kinds: TieKind) -> Callable[[Snapshot], pl.DataFrame]:
    state = (ActorKind.STATE.value,)
    return lambda snapshot: _of_kinds(snapshot, tuple(kind.value for kind in kinds), state, state)


def _all_states(snapshot: Snapshot) -> pl.DataFrame:
    return pl.concat([_states(*_BETWEEN_STATES)(snapshot), allied_links(snapshot)])


def _cities(snapshot: Snapshot) -> pl.DataFrame:
    kinds = (TieKind.TWINNING, TieKind.AGREEMENT, TieKind.PARTNERSHIP, TieKind.TREATY)
    return _of_kinds(snapshot, tuple(kind.value for kind in kinds), _LOCAL, _LOCAL)


def _of_field(field: Field) -> Callable[[Snapshot], pl.DataFrame]:
    """Return what gives the ties of a field: city ties, and members with the bodies that work in it."""

    def links(snapshot: Snapshot) -> pl.DataFrame:
        inside = snapshot.ties.filter(pl.col("fields").list.contains(field.value)).select(pl.col("id").alias("tie"))
        found = pl.concat([_cities(snapshot), _members(snapshot)])
        return found.join(inside, on="tie", how="semi", maintain_order="left")

    return links


def _contests(snapshot: Snapshot) -> pl.DataFrame:
    """Return who contended with whom: each winner with each rival of one act, and the rivals with each other."""
    rivals = snapshot.participations.filter(pl.col("role").is_in([ActRole.WINNER.value, ActRole.RIVAL.value]))
    pairs = rivals.join(rivals, on="act", suffix="_other").filter(pl.col("actor") < pl.col("actor_other"))
    return pairs.select(pl.col("act").alias("tie"), a="actor", b="actor_other").unique().sort("tie", "a", "b")


LAYERS: Final = {
    layer.id: layer
    for layer in (
        Layer(
            "twinning",
            "Twinnings",
            "Lasting partnerships between two local governments.",
            "urban",
            _urban(TieKind.TWINNING),
        ),
        Layer(
            "agreement",
            "Agreements",
            "Other signed texts between local governments.",
            "urban",
            _urban(TieKind.AGREEMENT),
        ),
        Layer(
            "partnership",
            "Projects",
            "Local governments that work together in a project.",
            "urban",
            _urban(TieKind.PARTNERSHIP),
        ),
        Layer(
            "cities",
            "All city ties",
            "Twinnings, agreements, projects and treaties between local governments.",
            "urban",
            _cities,
        ),
        Layer(
            "membership", "City networks", "Local governments and the city networks they belong to.", "urban", _members
        ),
        Layer("contest", "Contests", "Who contended with whom for a seat, an event or a title.", "urban", _contests),
        *(
            Layer(
                field.value,
                field.value.replace("_", " ").capitalize(),
                f"City ties in this field ({field.meaning}), and local governments with the city networks they belong "
                "to in it: an edge from a member to its network, not among members.",
                "urban",
                _of_field(field),
            )
            for field in Field
        ),
        Layer(
            "diplomatic_relation",
            "Diplomatic relations",
            "States that keep diplomatic relations.",
            "state",
            _states(TieKind.DIPLOMATIC_RELATION),
        ),
        Layer(
            "mission",
            "Missions",
            "States of which one keeps an office in the other.",
            "state",
            _states(TieKind.REPRESENTATION),
        ),
        Layer(
            "alliance",
            "Alliances",
            "States bound to each other in defence, as the overlay counts them: by an alliance in force, or as "
            "members of one body of defence (NATO, Collective Security Treaty Organization).",
            "state",
            allied_links,
        ),
        Layer(
            "sanction",
            "Sanctions",
            "States of which one restricts dealings with the other.",
            "state",
            _states(TieKind.SANCTION),
        ),
        Layer(
            "states",
            "All state ties",
            "Diplomatic relations, missions, alliances (as in their layer) and treaties between states.",
            "state",
            _all_states,
        ),
    )
}
"""The layers by their ids."""


def parse_layer(text: str) -> Layer:
    """Return the layer of an id.

    >>> parse_layer("twinning").label
    'Twinnings'

    Raises
    ------
    UnknownValueError
        When there is none; the error names the known ones.
    """
    if text not in LAYERS:
        raise UnknownValueError("layer", text, LAYERS)
    return LAYERS[text]
