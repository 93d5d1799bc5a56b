"""Search: what a name may mean."""

from dataclasses import dataclass

from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.lines import ActorLink, actor_link
from proxenia.atlas.search import NameSearch

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
    """What a search found, the likeliest first."""

    query: str
    as_of: int
    hits: list[Hit]


def build(index: AtlasIndex, search: NameSearch, query: str, *, as_of: int, limit: int = 20) -> SearchPage:
    """Return the payload of a search."""
    hits = [
        Hit(
            actor=actor_link(index, found.actor),
            met=found.name,
            how=found.how,
            ties=len(index.ties_of.get(found.actor, ())),
            population=index.actors[found.actor].population,
        )
        for found in search.find(query, limit=limit)
    ]
    return SearchPage(query=query, as_of=as_of, hits=hits)
