"""The table of pairs of countries: every column with its meaning."""

from typing import Final

import polars as pl

__all__ = ["PAIRS", "PAIR_COLUMNS"]

_FLAG, _COUNT, _NUMBER, _TEXT = pl.Boolean(), pl.Int64(), pl.Float64(), pl.String()

PAIR_COLUMNS: Final[dict[str, tuple[pl.DataType, str]]] = {
    "a": (_TEXT, "ISO 3166-1 alpha-2 code of the first country, the lower of the two"),
    "b": (_TEXT, "ISO 3166-1 alpha-2 code of the second country"),
    "city_ties": (_COUNT, "ties in force between local governments of the two"),
    "twinning": (_COUNT, "twinnings among them"),
    "agreement": (_COUNT, "agreements among them"),
    "partnership": (_COUNT, "projects among them"),
    "treaty": (_COUNT, "treaties among them, between regions that may conclude them"),
    "suspended": (_COUNT, "city ties that are suspended; they do not count above"),
    "dormant": (_COUNT, "city ties that are dormant; they count above"),
    "missions_ab": (_COUNT, "resident missions that the first keeps in the second"),
    "missions_ba": (_COUNT, "resident missions that the second keeps in the first"),
    "relation": (_FLAG, "a record says that they keep diplomatic relations"),
    "alliance": (_FLAG, "an alliance between them is in force"),
    "shared_organisations": (
        _COUNT,
        "organisations of states to which both belong; null when the members of none are known",
    ),
    "vote_agreement": (_NUMBER, "share of the UN General Assembly's votes cast alike, 0 to 1; null when not known"),
    "recognises_ab": (_FLAG, "the first recognises the second; null when nobody says"),
    "recognises_ba": (_FLAG, "the second recognises the first; null when nobody says"),
    "sanction_ab": (_FLAG, "the first, or a body that binds it, restricts dealings with the second"),
    "sanction_ba": (_FLAG, "the second, or a body that binds it, restricts dealings with the first"),
    "rupture": (_FLAG, "they have broken off relations"),
    "no_relations": (_FLAG, "a record says that they keep no relations"),
    "armed_conflict": (_FLAG, "an armed conflict between them is in force"),
    "state_known": (_FLAG, "the state level has data on the pair"),
    "city_known": (_FLAG, "the city level has data on both countries"),
    "tied": (_FLAG, "states tied"),
    "hostile": (_FLAG, "states hostile, which outranks tied"),
    "class": (_TEXT, "the class of the overlay"),
    "distance_km": (_NUMBER, "distance in kilometres; null when not known"),
    "contiguous": (_FLAG, "they share a land border; null when not known"),
    "common_language": (_FLAG, "they share an official language; null when not known"),
    "colonial_tie": (_FLAG, "one ruled the other; null when not known"),
    "population_a": (_COUNT, "inhabitants of the first; null when not known"),
    "population_b": (_COUNT, "inhabitants of the second; null when not known"),
}
"""Columns of the table of pairs, with type and meaning."""

PAIRS: Final = pl.Schema({name: dtype for name, (dtype, _) in PAIR_COLUMNS.items()})
"""One row a pair of countries, sorted by `a` and `b`."""
