"""The two maps: for readers without a script, the classes with their counts and the widest pairs as tables."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from proxenia.atlas.cited import CitedSource
from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.lines import ActorLink, actor_link
from proxenia.atlas.two_maps import OverlayMap, PairClass, count_classes
from proxenia.model.vocabulary import OverlayClass

__all__ = ["SHOWN_PAIRS", "CountryChoice", "PairLine", "TwoMapsPage", "build"]

SHOWN_PAIRS: Final = 25

_GROUNDS: Final = {"armed_conflict": "armed conflict", "no_relations": "no relations, a record says"}
"""What stands between two states, by the column that says so; the pair's own page tells who says it, and since when."""
_RUPTURE: Final = "relations broken off"
_LAPSED: Final = "relations ended, and with them recognition"
_SANCTION: Final = "sanction"
_NARROW_SANCTION: Final = "sanction on arms or persons only"
_NO_TIE: Final = "no mission, relation or alliance recorded"


@dataclass(frozen=True, slots=True)
class PairLine:
    """A pair of countries whose cities are tied, and what stands between the states.

    Attributes
    ----------
    address
        The pair's own page.
    grounds
        What stands between the states, in words.
    """

    a: ActorLink
    b: ActorLink
    address: str
    city_ties: int
    grounds: str


@dataclass(frozen=True, slots=True)
class CountryChoice:
    """A country that can be chosen."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class TwoMapsPage:
    """The two maps in a year, or what they say of one country.

    Attributes
    ----------
    country
        The country chosen; none for the world.
    classes
        The classes with their numbers of pairs: the world's, or the chosen country's.
    pairs
        Pairs counted, those on which a map lacks data included.
    contrary, substitute
        The pairs of these classes with the most city ties.
    sources
        Where the ties of both maps come from, those with most statements first.
    """

    as_of: int
    country: ActorLink | None
    countries: list[CountryChoice]
    classes: list[PairClass]
    pairs: int
    city_ties: int
    contrary: list[PairLine]
    substitute: list[PairLine]
    sources: list[CitedSource]


def pair_address(a: str, b: str) -> str:
    """Return the address of the page of a pair of countries.

    >>> pair_address("FR", "IT")
    '/country-pair/FR/IT'
    """
    return f"/country-pair/{a}/{b}"


def _grounds(row: dict[str, object]) -> str:
    said = [words for column, words in _GROUNDS.items() if row[column]]
    if row["sanction_ab"] or row["sanction_ba"]:
        # By the rule a narrow sanction alone makes no hostility.
        said.append(_SANCTION if row["hostile"] else _NARROW_SANCTION)
    if row["rupture"]:
        # Neither is a rupture with a polity that the other no longer recognises.
        said.append(_LAPSED if False in (row["recognises_ab"], row["recognises_ba"]) else _RUPTURE)
    return ", ".join(said) or _NO_TIE


def _widest(index: AtlasIndex, pairs: pl.DataFrame, wanted: OverlayClass) -> list[PairLine]:
    chosen = pairs.filter(pl.col("class") == wanted.value)
    widest = chosen.sort("city_ties", "a", "b", descending=[True, False, False]).head(SHOWN_PAIRS)
    return [
        PairLine(
            a=actor_link(index, f"iso:{row['a']}"),
            b=actor_link(index, f"iso:{row['b']}"),
            address=pair_address(row["a"], row["b"]),
            city_ties=row["city_ties"],
            grounds=_grounds(row),
        )
        for row in widest.iter_rows(named=True)
    ]


def _choices(drawn: OverlayMap) -> list[CountryChoice]:
    choices = (CountryChoice(country.id[4:], country.name) for country in drawn.countries)
    return sorted(choices, key=lambda choice: (choice.name.casefold(), choice.code))


def build(
    index: AtlasIndex, pairs: pl.DataFrame, drawn: OverlayMap, sources: list[CitedSource], *, country: str = ""
) -> TwoMapsPage:
    """Return the payload of a year.

    Parameters
    ----------
    index
        Names of the countries.
    pairs
        The pairs of the year (:data:`proxenia.overlay.tables.PAIRS`).
    drawn
        What the map draws of them.
    sources
        Where the ties come from.
    country
        ISO 3166-1 alpha-2 code of the country that is read; a code without pairs reads as the world.
    """
    choices = _choices(drawn)
    code = country.upper() if any(choice.code == country.upper() for choice in choices) else ""
    read = pairs.filter((pl.col("a") == code) | (pl.col("b") == code)) if code else pairs
    return TwoMapsPage(
        as_of=drawn.as_of,
        country=actor_link(index, f"iso:{code}") if code else None,
        countries=choices,
        classes=count_classes(read) if code else drawn.classes,
        pairs=read.height,
        city_ties=int(read["city_ties"].sum()),
        contrary=_widest(index, read, OverlayClass.CONTRARY),
        substitute=_widest(index, read, OverlayClass.SUBSTITUTE),
        sources=sources,
    )
