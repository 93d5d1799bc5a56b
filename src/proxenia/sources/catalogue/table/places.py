"""The places a table names, and what the table says of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from proxenia.model.predicates import Attribute, Qualifier
from proxenia.model.statement import Statement
from proxenia.sources.context import Context

__all__ = ["Place", "place_statements"]


@dataclass(frozen=True, slots=True)
class Place:
    """One side of a tie as the table gives it.

    Attributes
    ----------
    country
        ISO 3166-1 alpha-2 code; empty where the table has none.
    written_country
        The country as the table writes it, kept where it says more than the state.
    location
        Longitude and latitude with a space between; empty where the table has none.
    """

    id: str
    kind: str
    name: str
    country: str = ""
    written_country: str = ""
    location: str = ""


def place_statements(place: Place, context: Context, reference: str) -> Iterator[Statement]:
    """Give what the table says of a place."""
    of = partial(
        Statement, subject=place.id, source=context.source, reference=reference, retrieved_at=context.retrieved_at
    )
    yield of(predicate=Attribute.KIND.value, value=place.kind)
    if place.name:
        yield of(predicate=Attribute.NAME.value, value=place.name)
    if place.country:
        written = ((Qualifier.SUMMARY.value, place.written_country),) if place.written_country else ()
        yield of(predicate=Attribute.COUNTRY.value, object=f"iso:{place.country}", qualifiers=written)
    if place.location:
        yield of(predicate=Attribute.LOCATION.value, value=place.location, unit="degrees")
