"""Pairs of countries by class: the table of the overlay, a hundred rows at a time."""

from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from typing_extensions import TypedDict

from proxenia.overlay.overlay import Overlay
from proxenia.overlay.tables import PAIRS

__all__ = ["PAIRS_ON_A_PAGE", "OverlayPage", "OverlayPair", "build", "chosen_pairs"]

PAIRS_ON_A_PAGE: Final = 100

OverlayPair = TypedDict(
    "OverlayPair",
    {
        "a": str,
        "b": str,
        "city_ties": int,
        "twinning": int,
        "agreement": int,
        "partnership": int,
        "treaty": int,
        "suspended": int,
        "dormant": int,
        "missions_ab": int | None,
        "missions_ba": int | None,
        "relation": bool | None,
        "alliance": bool | None,
        "shared_organisations": int | None,
        "vote_agreement": float | None,
        "recognises_ab": bool | None,
        "recognises_ba": bool | None,
        "sanction_ab": bool | None,
        "sanction_ba": bool | None,
        "rupture": bool | None,
        "no_relations": bool | None,
        "armed_conflict": bool | None,
        "state_known": bool,
        "city_known": bool,
        "tied": bool,
        "hostile": bool,
        "class": str,
        "distance_km": float | None,
        "contiguous": bool | None,
        "common_language": bool | None,
        "colonial_tie": bool | None,
        "population_a": int | None,
        "population_b": int | None,
    },
)
"""A row of the table of pairs; its columns are explained in the documentation of the tables."""


@dataclass(frozen=True, slots=True)
class OverlayPage:
    """Pairs of countries of a class, most city ties first, a hundred a page.

    Attributes
    ----------
    counts
        Pairs by class, of all countries or of the one asked for.
    found, page, pages
        How many pairs there are of what was asked for, and where in them this page stands.
    """

    as_of: int
    counts: dict[str, int]
    overlay_class: str | None
    country: str | None
    found: int
    page: int
    pages: int
    pairs: list[OverlayPair]


def chosen_pairs(overlay: Overlay, *, overlay_class: str | None, country: str | None) -> pl.DataFrame:
    """Return the pairs of a class and a country, or of all, most city ties first."""
    pairs = overlay.pairs if country is None else overlay.of_country(country)
    if overlay_class is not None:
        pairs = pairs.filter(pl.col("class") == overlay_class)
    return pairs.sort("city_ties", "suspended", "a", "b", descending=[True, True, False, False])


def build(overlay: Overlay, *, as_of: int, overlay_class: str | None, country: str | None, page: int) -> OverlayPage:
    """Return the payload of a page of pairs; a page beyond the last is the last."""
    of_country = chosen_pairs(overlay, overlay_class=None, country=country)
    counts = dict(of_country.group_by("class").len().sort("class").iter_rows())
    found = of_country if overlay_class is None else of_country.filter(pl.col("class") == overlay_class)
    pages = max(1, -(-found.height // PAIRS_ON_A_PAGE))
    number = min(page, pages)
    rows: Any = found.slice((number - 1) * PAIRS_ON_A_PAGE, PAIRS_ON_A_PAGE).select(PAIRS.names()).to_dicts()
    return OverlayPage(as_of, counts, overlay_class, country, found.height, number, pages, rows)
