"""Which items are the states of today: those that bear an ISO 3166-1 code."""

from collections.abc import Mapping, Sequence

from proxenia.errors import SourceChangedError
from proxenia.model.vocabulary import ActorKind
from proxenia.sources.catalogue.wikidata_live.asking import Asking
from proxenia.sources.catalogue.wikidata_live.gathering import fetch_entities
from proxenia.sources.catalogue.wikidata_live.queries import ask_states
from proxenia.sources.catalogue.wikidata_live.rows import item_of
from proxenia.sources.catalogue.wikidata_live.scope import by_number, classes_above
from proxenia.sources.wikidata.drafts import record_of

__all__ = ["bearers_of_codes", "states_of"]


def bearers_of_codes(asking: Asking) -> dict[str, list[str]]:
    """Return for each code the items that bear it today, by their numbers.

    Raises
    ------
    SourceChangedError
        When there is none: the endpoint holds something else than Wikidata.
    """
    found: dict[str, set[str]] = {}
    for row in asking.ask(ask_states()):
        item, code = item_of(row.get("item")), row.get("code")
        if (
            item is not None
            and code is not None
            and len(code.text) == 2
            and code.text.isascii()
            and code.text.isupper()
        ):
            found.setdefault(code.text, set()).add(item)
    if not found:
        raise SourceChangedError(
            f"{asking.endpoint} knows no state with an ISO code (P297)",
            expected="Expected Wikidata's RDF, as its query service holds it",
            next_step="Check the address of the endpoint; nothing was written",
        )
    return {code: by_number(found[code]) for code in sorted(found)}


def states_of(asking: Asking, bearers: Mapping[str, Sequence[str]], *, until: str) -> dict[str, str]:
    """Return the identifier of each item that is a state of today (``Q183`` → ``iso:DE``).

    Where several items bear a code, such as the Netherlands and their kingdom, it is the one whose classes say that
    it is a state; of several of these the one with the lowest number.
    """
    bearers_of = {item: items for items in bearers.values() for item in items}
    contested = by_number(item for items in bearers.values() if len(items) > 1 for item in items)
    records = {entity.id: record_of(entity, retrieved_at=until) for entity in fetch_entities(asking, contested)}
    classes = classes_above(asking, by_number(one for record in records.values() for one in record.classes))

    def order(item: str) -> tuple[bool, int]:
        is_state = len(bearers_of[item]) == 1 or classes.kind(records[item].classes) == ActorKind.STATE.value
        return not is_state, int(item[1:])

    return {min(items, key=order): f"iso:{code}" for code, items in bearers.items()}
