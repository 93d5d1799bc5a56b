"""What a reading covers: the pages of items, and which claims on them.

Of an item that is asked about all is read; of one that is met in passing, as a partner, the facts alone. So what was
said of a partner's own ties stays as it is.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from proxenia.sources.wikidata.drafts import address
from proxenia.sources.wikidata.entity import PROPERTIES

__all__ = ["covered_references", "fact_addresses", "held_items", "page_addresses"]

_TIES: Final = frozenset({"P190", "P463", "P530", "P137"})
_SIDES: Final = {"P17": ("object",), "P530": ("subject",), "P137": ("subject", "object")}
"""Where a statement of a property names the country to which the page belongs."""
_FACTS: Final = tuple(key for key in PROPERTIES if key not in _TIES)


def page_addresses(item: str) -> Iterator[str]:
    """Give the addresses that references to any claim of an item begin with."""
    yield address(item)
    yield from (address(item, key) for key in PROPERTIES)


def fact_addresses(item: str) -> Iterator[str]:
    """Give the addresses that references to the facts of an item begin with: to all but its ties."""
    yield address(item)
    yield from (address(item, key) for key in _FACTS)


def covered_references(references: Iterable[str], covered: set[str]) -> set[str]:
    """Return the references that begin with a covered address; what follows is where the claim was found.

    >>> held = ["https://www.wikidata.org/wiki/Q64#P190 ; https://www.berlin.de/x", "https://www.wikidata.org/wiki/Q84"]
    >>> covered_references(held, {"https://www.wikidata.org/wiki/Q64#P190"})
    {'https://www.wikidata.org/wiki/Q64#P190 ; https://www.berlin.de/x'}
    """
    return {text for text in references if text.partition(" ; ")[0] in covered}


def held_items(statements: Iterable[Mapping[str, Any]], countries: Iterable[str] | None) -> list[str]:
    """Return the items of countries (of all with None) whose ties an earlier reading told, sorted.

    They are what lies there, the states themselves, and the missions of these states or in them.

    Parameters
    ----------
    statements
        The columns subject, predicate, object and reference of each.
    countries
        ISO 3166-1 alpha-2 codes.
    """
    states = None if countries is None else {f"iso:{code}" for code in countries}
    tied, there = set(), set()
    for row in statements:
        item, _, key = row["reference"].partition(" ; ")[0].rpartition("/")[2].partition("#")
        sides = {row[side] for side in _SIDES.get(key, ())}
        if key in _TIES:
            tied.add(item)
        if states is None or sides & states:
            there.add(item)
    return sorted(tied & there)
