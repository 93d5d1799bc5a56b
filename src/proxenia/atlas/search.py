"""Search by any name in any language, typing errors tolerated.

Names are folded (:func:`proxenia.model.names.fold`), sorted once and asked three ways: the whole name, the
beginning, and, when these find little, the distance in letters (optimal string alignment, through rapidfuzz).
The last grows with the number of names of a similar length; the other two with its logarithm.
"""

from bisect import bisect_left
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

from proxenia.atlas.index import AtlasIndex
from proxenia.model.identifiers import FORMS, scheme_of
from proxenia.model.names import fold
from proxenia.model.vocabulary import ActorKind

__all__ = ["Found", "NameSearch"]

_PREFIXES_LOOKED_AT: Final = 2_000
_ENOUGH: Final = 5
"""With so many names that begin so, similar spellings are not looked for."""
_KIND_WEIGHT: Final = {ActorKind.CITY_NETWORK: 3_000_000, ActorKind.STATE: 2_000_000, ActorKind.IGO: 2_000_000}


@dataclass(frozen=True, slots=True)
class Found:
    """An actor that a search found.

    Attributes
    ----------
    actor
        Its identifier.
    name
        The name that met the question.
    how
        ``exact``, ``prefix`` or ``similar``.
    distance
        Letters to change for ``similar``; else zero.
    """

    actor: str
    name: str
    how: str
    distance: int = 0


def _worth_finding(index: AtlasIndex) -> list[str]:
    """Return the actors without those that one source alone names in its own way and ties to nobody, such as a quay."""
    return [
        key
        for key in index.actors
        if scheme_of(key) in FORMS or key in index.ties_of or key in index.acts_of or key in index.offices_in
    ]


class NameSearch:
    """The names of a snapshot's actors, ready to be asked.

    Parameters
    ----------
    index
        The atlas's index.
    """

    def __init__(self, index: AtlasIndex) -> None:
        self._index = index
        names = index.snapshot.names.filter(pl.col("actor").is_in(_worth_finding(index))).select("name", "actor")
        entries = (
            names.with_columns(_folded(names["name"])).filter(pl.col("folded") != "").sort("folded", "name", "actor")
        )
        self._keys = entries["folded"].to_list()
        self._entries = list(zip(self._keys, entries["name"].to_list(), entries["actor"].to_list(), strict=True))
        self._by_length = _by_length(entries.select("folded").unique().sort("folded"))

    def find(self, query: str, *, limit: int = 20, among: AbstractSet[str] | None = None) -> list[Found]:
        """Return the actors a query may mean, the likeliest first.

        Parameters
        ----------
        query
            A name, or the beginning of one; ``London,CA`` keeps to one country.
        limit
            At most so many.
        among
            Only these actors.
        """
        name, comma, country = query[:200].rpartition(",")
        country = country.strip().upper()
        if not (comma and len(country) == 2 and country.isalpha()):
            name, country = query[:200], ""
        key = fold(name)
        if not key:
            return []
        found = self._starting_with(key, country)
        if len(found) < _ENOUGH and len(key) > 3 and not any(one.how == "exact" for one in found):
            have = {one.actor for one in found}
            found += [one for one in self._similar_to(key, country) if one.actor not in have]
        if among is not None:
            found = [one for one in found if one.actor in among]
        return sorted(found, key=self._order)[:limit]

    def exact(self, query: str) -> list[Found]:
        """Return the actors that bear exactly this name (folded)."""
        return [found for found in self.find(query, limit=1_000) if found.how == "exact"]

    def _order(self, found: Found) -> tuple[int, int, float, str]:
        actor = self._index.actors[found.actor]
        # A state has its weight by its kind: its people would always put it before its cities.
        weight = _KIND_WEIGHT.get(actor.kind, 0) or actor.population or 0
        weight += 10_000 * len(self._index.ties_of.get(found.actor, ()))
        return ("exact", "prefix", "similar").index(found.how), found.distance, -weight, found.actor

    def _is_in(self, actor: str, country: str) -> bool:
        return not country or self._index.actors[actor].country == country

    def _starting_with(self, key: str, country: str) -> list[Found]:
        found: dict[str, Found] = {}
        start = bisect_left(self._keys, key)
        for folded, name, actor in self._entries[start : start + _PREFIXES_LOOKED_AT]:
            if not folded.startswith(key):
                break
            how = "exact" if folded == key else "prefix"
            if actor not in found and self._is_in(actor, country):
                found[actor] = Found(actor, name, how)
        return list(found.values())

    def _similar_to(self, key: str, country: str) -> list[Found]:
        """Return who bears a similar name: first names that begin alike, and only when none is near, all."""
        return self._near(key, country, key[:1]) or self._near(key, country, "")

    def _near(self, key: str, country: str, beginning: str) -> list[Found]:
        allowed = 1 if len(key) < 6 else 2
        found: dict[str, Found] = {}
        for length in range(len(key) - allowed, len(key) + allowed + 1):
            names = self._by_length.get((length, beginning), [])
            near = process.extract(key, names, scorer=OSA.distance, score_cutoff=allowed, limit=50)
            for folded, distance, _ in sorted(near, key=lambda one: one[1]):
                for one in self._bearing(folded, int(distance)):
                    have = found.get(one.actor)
                    if self._is_in(one.actor, country) and (have is None or have.distance > one.distance):
                        found[one.actor] = one
        return list(found.values())

    def _bearing(self, folded: str, distance: int) -> list[Found]:
        start = bisect_left(self._keys, folded)
        found = []
        while start < len(self._keys) and self._keys[start] == folded:
            _, name, actor = self._entries[start]
            found.append(Found(actor, name, "similar", distance))
            start += 1
        return found


def _folded(names: pl.Series) -> pl.Series:
    """Return names as :func:`fold` gives them; the many plain ones in one go."""
    is_plain = names.str.len_bytes() == names.str.len_chars()
    plain = names.str.to_lowercase().str.replace_all(r"[\W_]+", " ").str.strip_chars(" ")
    others = pl.Series(
        [None if easy else fold(name) for name, easy in zip(names, is_plain, strict=True)], dtype=pl.String
    )
    return others.fill_null(plain).rename("folded")


def _by_length(keys: pl.DataFrame) -> dict[tuple[int, str], list[str]]:
    """Return the folded names by their length, and by length and first letter."""
    measured = keys.with_columns(length=pl.col("folded").str.len_chars(), first=pl.col("folded").str.slice(0, 1))
    all_of = measured.group_by("length").agg("folded").select("length", pl.lit("").alias("first"), "folded")
    grouped = pl.concat([all_of, measured.group_by("length", "first").agg("folded")])
    return {(length, first): names for length, first, names in grouped.iter_rows()}
