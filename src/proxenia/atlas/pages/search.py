"""Search: what a name may mean."""

from dataclasses import dataclass

from proxenia.atlas.choice_line import ChoiceLine, choice_line
from proxenia.atlas.lines import ActorLink, actor_link
from proxenia.atlas.search import Found, NameSearch
from proxenia.atlas.year import YearView

__all__ = ["Hit", "SearchPage", "build"]


@dataclass(frozen=True, slots=True)
class Hit:
    """An actor that was found; `met` is the name that met the question."""

    actor: ActorLink
    met: str
    how: str
    ties: int
    population: int | None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What a search found, the likeliest first; a choice alone fits `found` actors, of whom `hits` are the first."""

    query: str
    as_of: int
    choice: ChoiceLine
    found: int
    hits: list[Hit]


def _everybody(view: YearView) -> list[Found]:
    """Return whoever fits a choice, most ties first; nobody when nothing is chosen."""
    index = view.index
    names = {actor: actor_link(index, actor).name for actor in view.actors or () if actor in index.actors}
    ordered = sorted(names, key=lambda actor: (-len(index.ties_of.get(actor, ())), names[actor], actor))
    return [Found(actor, names[actor], "choice") for actor in ordered]


def build(view: YearView, search: NameSearch, query: str, *, limit: int = 20) -> SearchPage:
    """Return the payload of a search: of a name, of a choice, or of both; a choice alone names everybody it fits.

    Parameters
    ----------
    view
        The year, and the choice that narrows the search.
    search
        The names.
    query
        A name, or its beginning.
    limit
        At most so many.
    """
    index = view.index
    found = search.find(query, limit=limit, among=view.actors) if query or not view.choice else _everybody(view)
    hits = [
        Hit(
            actor=actor_link(index, one.actor),
            met=one.name,
            how=one.how,
            ties=len(index.ties_of.get(one.actor, ())),
            population=index.actors[one.actor].population,
        )
        for one in found[:limit]
    ]
    return SearchPage(query=query, as_of=view.year, choice=choice_line(view), found=len(found), hits=hits)
