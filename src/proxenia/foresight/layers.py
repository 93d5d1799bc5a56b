"""What else holds between two actors, as a history stores it: of named pairs, of words, of bodies, of places.

==================  =================================  ===========================================================
table               layer                              the number of two actors
==================  =================================  ===========================================================
:class:`PairTable`  :class:`PairLayer`                 the pair's own, nought where it is not named
:class:`GroupTable` :class:`GroupLayer`                that of their words (of their countries), whoever they are
:class:`MemberTable`  :class:`MemberLayer`             how many bodies both belong to
:class:`PositionTable`  :class:`PositionLayer`         great-circle kilometres between them
==================  =================================  ===========================================================

None of them takes room for every two actors.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from proxenia.foresight.changes import (
    Attribute,
    PairChanges,
    PairNumbers,
    actor_index,
    fault,
    member_changes,
    no_changes,
    pair_changes,
    pair_numbers_of,
)
from proxenia.foresight.effects.live_layers import LiveGroups, LiveLayer, LiveMembers, LivePairs, LivePositions
from proxenia.foresight.effects.sparse import Incidence
from proxenia.foresight.effects.values import Floats

__all__ = [
    "GroupLayer",
    "GroupTable",
    "Layer",
    "LayerTable",
    "MemberLayer",
    "MemberTable",
    "PairLayer",
    "PairTable",
    "PositionLayer",
    "PositionTable",
    "layer_of",
]


@dataclass(frozen=True, slots=True)
class PairTable:
    """What holds between two actors at the start, and how it changes.

    Attributes
    ----------
    initial
        Columns `a`, `b`, `value`; either order of the two, or both; nought where a pair is missing.
    changes
        Columns `time` (days), `a`, `b`, `value` (the new value); none for a layer that never changes.
    """

    initial: pl.DataFrame | None = None
    changes: pl.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class GroupTable:
    """What holds between two words of an attribute (two countries), and so between all actors of the one and the other.

    Attributes
    ----------
    attribute
        The attribute made of words.
    initial, changes
        As of a :class:`PairTable`, with words in `a` and `b`; a word may stand with itself.
    """

    attribute: str
    initial: pl.DataFrame | None = None
    changes: pl.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class MemberTable:
    """Who belongs to which body.

    Attributes
    ----------
    initial
        Columns `actor`, `body`.
    changes
        Columns `time` (days), `actor`, `body`, `value` (above nought: a member from then on; else no longer).
    """

    initial: pl.DataFrame | None = None
    changes: pl.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class PositionTable:
    """Where actors lie: columns `label`, `longitude`, `latitude` (degrees), a row for every actor."""

    places: pl.DataFrame


LayerTable = PairTable | GroupTable | MemberTable | PositionTable


@dataclass(frozen=True, eq=False, slots=True)
class PairLayer:
    """Numbers of named pairs, and how they change."""

    initial: PairNumbers
    changes: PairChanges

    def begin(self, size: int) -> LiveLayer:
        """Begin what is carried forward."""
        return LivePairs(self.initial.sparse(size), size)

    def content(self) -> bytes:
        """Return what it holds, for hashing."""
        return self.initial.content() + self.changes.content()


@dataclass(frozen=True, eq=False, slots=True)
class GroupLayer:
    """Numbers of pairs of words, by the places of the words in the attribute's, and how they change."""

    attribute: str
    words: int
    initial: PairNumbers
    changes: PairChanges

    def begin(self, size: int) -> LiveLayer:  # noqa: ARG002
        """Begin what is carried forward."""
        return LiveGroups(self.attribute, self.initial.sparse(self.words), self.words)

    def content(self) -> bytes:
        """Return what it holds, for hashing."""
        return f"group\x00{self.attribute}\x00".encode() + self.initial.content() + self.changes.content()


@dataclass(frozen=True, eq=False, slots=True)
class MemberLayer:
    """Members of bodies: actors in `first`, places of bodies in `second`."""

    initial: PairChanges
    changes: PairChanges

    def begin(self, size: int) -> LiveLayer:
        """Begin what is carried forward."""
        start = zip(self.initial.first.tolist(), self.initial.second.tolist(), strict=True)
        return LiveMembers(Incidence(size, start))

    def content(self) -> bytes:
        """Return what it holds, for hashing."""
        return b"members\x00" + self.initial.content() + self.changes.content()


@dataclass(frozen=True, eq=False, slots=True)
class PositionLayer:
    """Where actors lie, in degrees."""

    longitude: Floats
    latitude: Floats

    @property
    def changes(self) -> PairChanges:
        """None: places stay where they are."""
        return no_changes()

    def begin(self, size: int) -> LiveLayer:  # noqa: ARG002
        """Begin what is carried forward."""
        return LivePositions(self.longitude, self.latitude)

    def content(self) -> bytes:
        """Return what it holds, for hashing."""
        return b"position\x00" + self.longitude.tobytes() + self.latitude.tobytes()


Layer = PairLayer | GroupLayer | MemberLayer | PositionLayer


def layer_of(name: str, told: LayerTable, index: Mapping[str, int], attributes: Mapping[str, Attribute]) -> Layer:
    """Return the layer a table tells.

    Raises
    ------
    InputError
        When the table contradicts itself, or names an actor, an attribute or a word that is not there.
    """
    table = f"layer {name}"
    if isinstance(told, PairTable):
        return PairLayer(pair_numbers_of(table, told.initial, index), pair_changes(table, told.changes, index))
    if isinstance(told, GroupTable):
        return _groups(table, told, attributes)
    if isinstance(told, MemberTable):
        return _members(table, told, index)
    return _positions(table, told.places, index)


def _groups(table: str, told: GroupTable, attributes: Mapping[str, Attribute]) -> GroupLayer:
    words = attributes[told.attribute].words if told.attribute in attributes else ()
    if not words:
        raise fault(
            table,
            f"the actors have no attribute {told.attribute!r} made of words",
            next_step="Add the column to the actors, with words such as countries",
        )
    index = actor_index(words)
    return GroupLayer(
        attribute=told.attribute,
        words=len(words),
        initial=pair_numbers_of(table, told.initial, index, alone=True),
        changes=pair_changes(table, told.changes, index, alone=True),
    )


def _members(table: str, told: MemberTable, index: Mapping[str, int]) -> MemberLayer:
    frames = [frame["body"] for frame in (told.initial, told.changes) if frame is not None and "body" in frame.columns]
    bodies = actor_index(sorted({body for column in frames for body in column.cast(pl.String).drop_nulls()}))
    start = None if told.initial is None else told.initial.with_columns(time=pl.lit(0.0), value=pl.lit(1.0))
    return MemberLayer(member_changes(table, start, index, bodies), member_changes(table, told.changes, index, bodies))


def _positions(table: str, places: pl.DataFrame, index: Mapping[str, int]) -> PositionLayer:
    missing = [name for name in ("label", "longitude", "latitude") if name not in places.columns]
    if missing:
        raise fault(table, f"there is no column {missing[0]!r}", expected=f"It has {', '.join(places.columns)}")
    row_of = {label: row for row, label in enumerate(places["label"].cast(pl.String))}
    rows = [row_of.get(label, -1) for label in index]
    found: list[Floats] = []
    for name, most in (("longitude", 180.0), ("latitude", 90.0)):
        degrees = places[name].cast(pl.Float64, strict=False).to_numpy().astype(float)
        own = np.array([degrees[row] if row >= 0 else np.nan for row in rows])
        bad = np.flatnonzero(~(np.abs(own) <= most))
        if len(bad):
            label = list(index)[int(bad[0])]
            raise fault(
                table,
                f"{label} has no {name} from {-most:g} to {most:g}",
                next_step="Give every actor a place, or leave the layer out",
            )
        found.append(own)
    return PositionLayer(*found)
