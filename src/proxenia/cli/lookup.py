"""From a name on the command line to one actor."""

from collections.abc import Iterator

import polars as pl

from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.search import NameSearch
from proxenia.cli.console import note
from proxenia.errors import AmbiguousNameError, NotFoundError
from proxenia.model.actor import Actor
from proxenia.model.identifiers import is_identifier
from proxenia.model.names import fold
from proxenia.model.vocabulary import ActorKind
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["find_actor"]

CLEARLY_LARGER = 10
SHOWN_CANDIDATES = 10
SHOWN_NEAR = 3


def find_actor(snapshot: Snapshot, name: str) -> Actor:
    """Return the actor a name means.

    Parameters
    ----------
    snapshot
        Where to look.
    name
        An identifier, a name in any language, or a name with its country: ``London,CA``.

    Raises
    ------
    NotFoundError
        When nobody bears the name.
    AmbiguousNameError
        When several do and none is ten times larger than the next.
    """
    if is_identifier(name):
        return snapshot.actor(name)
    bearers = _bearers(snapshot, name)
    if not bearers:
        near = _near(snapshot, name)
        next_step = "Give one of these ids, or another name" if near else ""
        raise NotFoundError("actor", name, near=near, next_step=next_step)
    if len(bearers) == 1:
        _warn_of_larger(snapshot, name, bearers[0])
        return bearers[0]
    first, second = _people(bearers[0]), _people(bearers[1])
    if first and first >= CLEARLY_LARGER * second:
        others = ", ".join(_told(actor) for actor in bearers[1:4])
        note(f"{name} is taken for {_told(bearers[0])}; there is also {others}")
        return bearers[0]
    raise AmbiguousNameError(name, [_told(actor) for actor in bearers[:SHOWN_CANDIDATES]])


def _near(snapshot: Snapshot, name: str) -> list[str]:
    """Return actors of a similar name, in any country."""
    plain = _split(name)[0]
    found = NameSearch(AtlasIndex(snapshot)).find(plain, limit=SHOWN_NEAR)
    return [_told(snapshot.actor(one.actor)) for one in found]


def _told(actor: Actor) -> str:
    people = f", {_people(actor):,} inhabitants" if _people(actor) else ""
    return f"{actor.id} ({actor.name}{', ' + actor.country if actor.country else ''}, {actor.kind}{people})"


def _split(name: str) -> tuple[str, str]:
    """Return a name and the code of its country, empty when none is given."""
    plain, comma, country = name.rpartition(",")
    code = country.strip().upper()
    is_code = comma and len(code) == 2 and code.isascii() and code.isalpha()
    return (plain, code) if is_code else (name, "")


def _bearers(snapshot: Snapshot, name: str) -> list[Actor]:
    """Return the actors of a name who lie in its country, if one is given: the largest first."""
    plain, code = _split(name)
    for ids in _named(snapshot.names, plain):
        actors = [snapshot.actor(identifier) for identifier in ids]
        chosen = [actor for actor in actors if not code or actor.country == code]
        if chosen:
            return sorted(chosen, key=lambda actor: (-_people(actor), actor.id))
    return []


def _warn_of_larger(snapshot: Snapshot, name: str, taken: Actor) -> None:
    """Tell of a larger city that is also called so: Bruges is a town near Bordeaux, and another name of Brugge.

    Other names are too loose to decide by size: one of Chattogram is Islamabad.
    """
    plain, code = _split(name)
    if code or taken.kind != ActorKind.CITY:
        return
    called = {one for ids in _exactly_named(snapshot.names, plain) for one in ids}
    others = [snapshot.actor(one) for one in sorted(called - {taken.id})]
    larger = [actor for actor in others if actor.kind == ActorKind.CITY and _people(actor) > _people(taken)]
    if larger:
        largest = max(larger, key=lambda actor: (_people(actor), actor.id))
        note(f"{name} is taken for {_told(taken)}; larger, and also called so, is {_told(largest)}")


def _people(actor: Actor) -> int:
    """Return the inhabitants by which namesakes are told apart: a state has always more than its city, so none."""
    return 0 if actor.kind == ActorKind.STATE else actor.population or 0


def _named(names: pl.DataFrame, name: str) -> Iterator[list[str]]:
    """Yield who bears a name: as preferred name, then by any name as written, then folded."""
    yield from _exactly_named(names, name)
    key = fold(name.strip())
    met = {actor for actor, other in names.select("actor", "name").iter_rows() if key and fold(other) == key}
    yield sorted(met)


def _exactly_named(names: pl.DataFrame, name: str) -> Iterator[list[str]]:
    """Yield who bears a name as written but for capitals: as preferred name, then by any name."""
    exact = names.filter(pl.col("name").str.to_lowercase() == name.strip().lower())
    yield exact.filter(pl.col("kind") != "alternate")["actor"].unique().sort().to_list()
    yield exact["actor"].unique().sort().to_list()
