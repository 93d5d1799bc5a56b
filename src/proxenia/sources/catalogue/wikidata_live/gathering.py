"""What items say: their claims, qualifiers, references and names, fetched page by page."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from proxenia.sources.catalogue.wikidata_live.asking import Asking
from proxenia.sources.catalogue.wikidata_live.entities import Rows, entities_of
from proxenia.sources.catalogue.wikidata_live.queries import ask_claims, ask_names, ask_qualifiers, ask_references
from proxenia.sources.catalogue.wikidata_live.scope import by_number
from proxenia.sources.wikidata.drafts import Record, record_of
from proxenia.sources.wikidata.entity import Entity
from proxenia.sources.wikidata.names import preferred_name

__all__ = ["QUESTIONS_A_PAGE", "fetch_entities", "fetch_labels", "fetch_records", "partners_of"]

QUESTIONS_A_PAGE: Final = 4
_WIDELY_READ: Final = ("en", "mul", "en-gb", "en-ca", "de", "fr", "es", "it", "pt", "nl", "pl", "ru")
"""Languages in which the name of a person or a cause is asked for first."""
_TIES: Final = frozenset({"twinning", "membership", "diplomatic_relation"})


def fetch_entities(asking: Asking, items: Sequence[str]) -> Iterator[Entity]:
    """Give the items with all that is asked of them, page by page."""
    for start in range(0, len(items), asking.page_size):
        page = items[start : start + asking.page_size]
        rows = Rows(
            *(asking.ask_about(page, query) for query in (ask_claims, ask_qualifiers, ask_references, ask_names))
        )
        yield from entities_of(page, rows).values()


def fetch_records(asking: Asking, items: Sequence[str], *, until: str) -> dict[str, Record]:
    """Return what each item says by itself."""
    return {entity.id: record_of(entity, retrieved_at=until) for entity in fetch_entities(asking, items)}


def partners_of(records: Iterable[Record], passed_over: Callable[[str], bool]) -> list[str]:
    """Return the items that others are tied to, by their numbers: partners, bodies, and the places of missions."""
    found: set[str] = set()
    for record in records:
        found |= {draft.object for draft in record.ties if draft.predicate in _TIES}
        if record.office is not None:
            found |= {draft.object for draft in record.office.kept}
            found |= {*record.office.hosts, *record.office.places}
    return by_number(item for item in found if item and not passed_over(item))


def fetch_labels(asking: Asking, records: Iterable[Record]) -> dict[str, str]:
    """Return the names of the persons who govern and of the causes for which something ended."""
    named: set[str] = set()
    for record in records:
        named |= {draft.object for draft in record.facts if draft.predicate == "head_of_government"}
        named |= {draft.cause for draft in record.ties if draft.cause}
        named |= {draft.cause for draft in record.office.kept if draft.cause} if record.office else set()
    items = by_number(item for item in named if item.startswith("Q"))
    found = _labels(asking, items, _WIDELY_READ)
    return found | _labels(asking, [item for item in items if item not in found], ())


def _labels(asking: Asking, items: Sequence[str], languages: Sequence[str]) -> dict[str, str]:
    rows = Rows(names=asking.ask_about(items, lambda page: ask_names(page, languages)))
    names = {item: preferred_name(entity.labels)[0] for item, entity in entities_of(items, rows).items()}
    return {item: name for item, name in names.items() if name}
