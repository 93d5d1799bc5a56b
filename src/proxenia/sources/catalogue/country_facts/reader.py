"""Tells of every state its official languages, its borders, its capital and its inhabitants; reads no foreign file."""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from typing import cast

from proxenia.model.predicates import Attribute, Qualifier
from proxenia.model.statement import Statement
from proxenia.sources.catalogue.country_facts.borders import SharedBorder, shared_borders
from proxenia.sources.catalogue.country_facts.capitals import CapitalName, Named, capital_names, city_meant
from proxenia.sources.catalogue.country_facts.corrections import CORRECTIONS, Corrections, load_corrections
from proxenia.sources.catalogue.country_facts.packages import (
    Country,
    cldr_reference,
    facts_hash,
    load_countries,
    official_languages,
)
from proxenia.sources.context import Context

__all__ = ["CORRECTIONS", "facts_hash", "read", "territory_codes"]

Speak = Callable[..., Statement]
"""Makes a statement of this source: of whom, which attribute, with which reference."""


def territory_codes() -> frozenset[str]:
    """Return the ISO 3166-1 codes of territories that are no states.

    >>> "GF" in territory_codes(), "FR" in territory_codes()
    (True, False)
    """
    return frozenset(load_corrections().territories)


def read(context: Context) -> Iterator[Statement]:
    """Give the facts of all states, and of the territories in the option ``territories``.

    The path is that of the corrections. The option ``states`` keeps to some states; the option ``named`` finds the
    cities of a name: without it no capital is told.
    """
    corrections = load_corrections(context.path)
    countries = _countries(context, corrections)
    context.rows = len(countries)
    speak = partial(_statement, context)
    for country in countries.values():
        yield from _languages(country, corrections, speak)
        if country.population:
            inhabitants = str(country.population)
            yield speak(country.code, Attribute.POPULATION, country.reference, value=inhabitants, unit="persons")
    named = cast("Named | None", context.options.get("named"))
    if named is not None:
        yield from _capitals(list(capital_names(countries.values(), corrections)), named, speak, context)
    yield from _borders(countries, corrections, speak)


def _countries(context: Context, corrections: Corrections) -> dict[str, Country]:
    """Return the countries to tell of, by code."""
    wanted = cast("Collection[str] | None", context.options.get("states"))
    territories = cast("Collection[str]", context.options.get("territories", ()))
    left_out = corrections.not_countries | (corrections.territories.keys() - {*territories})
    kept = load_countries().keys() - left_out
    if wanted is not None:
        kept &= {*wanted, *territories}
    return {code: country for code, country in load_countries().items() if code in kept}


def _statement(context: Context, code: str, attribute: Attribute, reference: str, **said: str) -> Statement:
    summary = said.pop("summary", "")
    return Statement(
        subject=f"iso:{code}",
        predicate=attribute.value,
        source=context.source,
        reference=reference,
        qualifiers=((Qualifier.SUMMARY.value, summary),) if summary else (),
        retrieved_at=context.retrieved_at,
        **said,
    )


def _languages(country: Country, corrections: Corrections, speak: Speak) -> Iterator[Statement]:
    corrected = corrections.languages.get(country.code)
    if corrected is not None:
        tags, reference = set(corrected.right), corrected.reference
    else:
        tags = {corrections.same_language.get(tag, tag) for tag in official_languages(country.code)}
        reference = cldr_reference(country.code)
    for tag in sorted(tags):
        yield speak(country.code, Attribute.OFFICIAL_LANGUAGE, reference, value=tag)


def _capitals(names: list[CapitalName], named: Named, speak: Speak, context: Context) -> Iterator[Statement]:
    found = named((one.code, one.name) for one in names)
    for row, one in enumerate(names, start=1):
        city, reason = city_meant(found.get((one.code, one.name), ()))
        if city is None:
            context.refuse(row, f"the capital {one.name!r} of {one.code}: {reason}")
        else:
            yield speak(one.code, Attribute.CAPITAL, one.reference, object=city.id, summary=one.summary)


def _borders(countries: Mapping[str, Country], corrections: Corrections, speak: Speak) -> Iterator[Statement]:
    # A territory that is not told of passes its borders on all the same.
    everywhere = {code: one for code, one in load_countries().items() if code not in corrections.not_countries}
    for border in shared_borders(everywhere, corrections):
        code, other = border.pair
        if code in countries and other in countries:
            yield speak(
                code,
                Attribute.CONTIGUITY,
                border.reference,
                object=f"iso:{other}",
                value="1" if border.is_shared else "0",
                summary=_through(border, everywhere),
            )


def _through(border: SharedBorder, countries: Mapping[str, Country]) -> str:
    """Say which territory makes two states neighbours, if any does."""
    return f"through {' and '.join(countries[code].name for code in border.through)}" if border.through else ""
