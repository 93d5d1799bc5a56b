"""From a name on the command line to one actor."""

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
    """Return the actors of a name, the largest first."""
    plain, code = _split(name)
    ids = _named(snapshot.names, plain)
    actors = [snapshot.actor(identifier) for identifier in ids]
    chosen = [actor for actor in actors if not code or actor.country == code]
    return sorted(chosen, key=lambda actor: (-_people(actor), actor.id))


def _people(actor: Actor) -> int:
    """Return the inhabitants by which namesakes are told apart: a state has always more than its city, so none."""
    return 0 if actor.kind == ActorKind.STATE else actor.population or 0


def _named(names: pl.DataFrame, name: str) -> list[str]:
    """Return who bears a name: as written, else as preferred name, else folded."""
    wanted = name.strip()
    exact = names.filter(pl.col("name").str.to_lowercase() == wanted.lower())
    preferred = exact.filter(pl.col("kind") != "alternate")
    if not preferred.is_empty():
        return preferred["actor"].unique().sort().to_list()
    if not exact.is_empty():
        return exact["actor"].unique().sort().to_list()
    key = fold(wanted)
    met = {actor for actor, other in names.select("actor", "name").iter_rows() if key and fold(other) == key}
    return sorted(met)
