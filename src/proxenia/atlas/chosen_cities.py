"""From what a visitor asks for to local governments: identifiers as they are, names by the search, without guessing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.lines import ActorLink, actor_link
from proxenia.atlas.search import NameSearch
from proxenia.errors import AmbiguousNameError, InputError, NotFoundError, ProxeniaError
from proxenia.model.identifiers import is_identifier
from proxenia.model.vocabulary import ActorKind

__all__ = ["AskedCity", "Choice", "choose_cities", "chosen_ids"]

CLEARLY_LARGER: Final = 10
"""A name that several bear is that of the largest when it is so many times larger than the next."""
_SHOWN: Final = 8
_LOCAL: Final = (ActorKind.CITY, ActorKind.REGION)


@dataclass(frozen=True, slots=True)
class Choice:
    """A local government that a name may mean."""

    actor: ActorLink
    population: int | None


@dataclass(frozen=True, slots=True)
class AskedCity:
    """What was asked for, and what it means.

    Attributes
    ----------
    asked
        A name or an identifier, as it was given.
    meant
        Whom it means; none where that is not clear.
    choices
        Whom it may mean.
    problem
        What is wrong with it; none of what is clear.
    """

    asked: str
    meant: Choice | None
    choices: tuple[Choice, ...] = ()
    problem: ProxeniaError | None = None


def choose_cities(index: AtlasIndex, search: NameSearch, asked: Iterable[str]) -> list[AskedCity]:
    """Return what each of several names or identifiers means; empty ones are left out."""
    return [_choose(index, search, one.strip()) for one in asked if one.strip()]


def chosen_ids(asked: Sequence[AskedCity]) -> list[str]:
    """Return the identifiers of what is clear.

    Raises
    ------
    ProxeniaError
        The first problem.
    """
    for one in asked:
        if one.problem is not None:
            raise one.problem
    return [one.meant.actor.id for one in asked if one.meant is not None]


def _choice(index: AtlasIndex, identifier: str) -> Choice:
    return Choice(actor_link(index, identifier), index.actors[identifier].population)


def _choose(index: AtlasIndex, search: NameSearch, asked: str) -> AskedCity:
    if is_identifier(asked):
        try:
            actor = index.actor(asked)
        except NotFoundError as error:
            return AskedCity(asked, None, problem=error)
        return AskedCity(asked, _choice(index, actor.id), problem=_unless_local(index, actor.id))
    bearers = [found.actor for found in search.exact(asked)]
    local = [one for one in bearers if index.actors[one].kind in _LOCAL]
    if not local:
        return _nobody(index, search, asked, bearers)
    choices = sorted((_choice(index, one) for one in local), key=lambda one: (-(one.population or 0), one.actor.id))
    if len(choices) == 1 or _is_clear(choices):
        return AskedCity(asked, choices[0])
    told = [_told(one) for one in choices]
    return AskedCity(asked, None, tuple(choices[:_SHOWN]), AmbiguousNameError(asked, told))


def _is_clear(choices: Sequence[Choice]) -> bool:
    first, second = choices[0].population or 0, choices[1].population or 0
    return first > 0 and first >= CLEARLY_LARGER * second


def _told(choice: Choice) -> str:
    people = f", {choice.population:,} inhabitants" if choice.population else ""
    return (
        f"{choice.actor.id} ({choice.actor.name}{', ' + choice.actor.country if choice.actor.country else ''}{people})"
    )


def _nobody(index: AtlasIndex, search: NameSearch, asked: str, bearers: Sequence[str]) -> AskedCity:
    """Return the problem of a name that no local government bears, with those of a similar one."""
    if bearers:
        return AskedCity(asked, None, problem=_unless_local(index, bearers[0]))
    near = [one.actor for one in search.find(asked, limit=2 * _SHOWN) if index.actors[one.actor].kind in _LOCAL]
    choices = tuple(_choice(index, one) for one in near[:_SHOWN])
    problem = NotFoundError("city or region", asked, near=[_told(one) for one in choices[:3]])
    return AskedCity(asked, None, choices, problem)


def _unless_local(index: AtlasIndex, identifier: str) -> InputError | None:
    """Return the problem with an actor that is no local government."""
    actor = index.actors[identifier]
    if actor.kind in _LOCAL:
        return None
    return InputError(
        f"{actor.name or actor.id!r} ({actor.id}) is of the kind {actor.kind.value.replace('_', ' ')}",
        expected="Only local governments are compared: cities and regions",
        next_step="Name a city instead; two states stand side by side on the page of their pair",
    )
