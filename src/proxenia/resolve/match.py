"""Local places meet the gazetteer: one place that is likely enough, several candidates, or none. Never a guess.

What speaks for a candidate is weighed in :mod:`proxenia.resolve.evidence`; a match is taken from a learnt probability
on, and never against coordinates or on the strength of a similar name alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

import polars as pl

from proxenia.resolve.candidates import ALIKE
from proxenia.resolve.evidence import AROUND_KM, FAR_KM
from proxenia.resolve.gazetteer import Gazetteer, Place
from proxenia.resolve.names import is_larger_unit, is_other_unit
from proxenia.resolve.scoring import ASKED, Surroundings, score_names
from proxenia.resolve.surroundings import TIES
from proxenia.resolve.weights import load_weights

__all__ = ["LocalPlace", "Match", "Outcome", "match_places"]

MOST_CANDIDATES: Final = 20


class Outcome(StrEnum):
    """What came of a name."""

    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class LocalPlace:
    """A place as a source names it.

    Attributes
    ----------
    id
        The source's own identifier.
    country, division
        ISO 3166-1 alpha-2 code, empty where the source gives none or a state of the past; GeoNames' first-order
        division where the source says it, else empty.
    spot
        (lon, lat) in degrees where the source gives them.
    other_than
        Identifiers judged to be different from this place.
    countries
        The states of today that the past state the source gives may mean.
    twins
        Identifiers of the places that the source ties it to.
    stated
        Other identifiers that the source itself states for it.
    """

    id: str
    name: str
    country: str
    division: str = ""
    spot: tuple[float, float] | None = None
    other_than: frozenset[str] = frozenset()
    countries: tuple[str, ...] = ()
    twins: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """What came of one local place.

    Attributes
    ----------
    rule
        Why it was matched, or why not.
    place
        The place when resolved.
    candidates, probabilities
        The likeliest first, where it is not resolved, else all but the place.
    probability
        Of the place; of the first candidate where it is not resolved.
    contradicts
        The source's coordinates lie far from every place of the name in the country.
    """

    local: LocalPlace
    outcome: Outcome
    rule: str
    place: Place | None = None
    candidates: tuple[Place, ...] = ()
    probabilities: tuple[float, ...] = ()
    probability: float = 0.0
    contradicts: bool = False


def match_places(
    places: Sequence[LocalPlace],
    gazetteer: Gazetteer,
    *,
    ties: pl.DataFrame | None = None,
    placed: Mapping[str, str] | None = None,
) -> list[Match]:
    """Match places in bulk, in their order.

    Parameters
    ----------
    ties
        What other lists tie (:data:`proxenia.resolve.surroundings.TIES`).
    placed
        The place of twins that are known already, by identifier.
    """
    scored = score_names(
        _asked(places),
        gazetteer,
        past=_past(places),
        different=_different(places),
        surroundings=_surroundings(places, ties, placed or {}),
    )
    found: dict[int, list[_Row]] = {}
    for row in map(_Row._make, _likeliest(scored).iter_rows()):
        found.setdefault(row.q, []).append(row)
    return [_match(place, found.get(number, ())) for number, place in enumerate(places)]


def _asked(places: Sequence[LocalPlace]) -> pl.DataFrame:
    spots = [place.spot or (None, None) for place in places]
    columns = {
        "q": range(len(places)),
        "name": [place.name for place in places],
        "country": [place.country for place in places],
        "division": [place.division for place in places],
        "lon": [spot[0] for spot in spots],
        "lat": [spot[1] for spot in spots],
    }
    return pl.DataFrame(columns, schema=ASKED)


def _past(places: Sequence[LocalPlace]) -> pl.DataFrame | None:
    rows = [(q, code) for q, place in enumerate(places) if not place.country for code in place.countries]
    schema = {"q": pl.UInt32(), "country": pl.String()}
    return pl.DataFrame(rows, schema=schema, orient="row") if rows else None


def _different(places: Sequence[LocalPlace]) -> pl.DataFrame | None:
    rows = [
        (q, int(other[3:]))
        for q, place in enumerate(places)
        for other in place.other_than
        if other.startswith("gn:") and int(other[3:]) < 2**31
    ]
    return pl.DataFrame(rows, schema={"q": pl.UInt32(), "number": pl.Int32()}, orient="row") if rows else None


def _surroundings(
    places: Sequence[LocalPlace], ties: pl.DataFrame | None, placed: Mapping[str, str]
) -> Surroundings | None:
    """Return the twins of places; nothing where no place has any, or no other list could speak for them."""
    numbers = {place.id: q for q, place in enumerate(places)}
    pairs, fixed = [], []
    for q, place in enumerate(places):
        for twin in place.twins:
            known = placed.get(twin, twin)
            if known.startswith("gn:"):
                fixed.append((q, int(known[3:])))
            elif twin in numbers:
                pairs.append((q, numbers[twin]))
    if not pairs and not fixed:
        return None
    return Surroundings(
        pl.DataFrame(pairs, schema={"q": pl.UInt32(), "r": pl.UInt32()}, orient="row"),
        pl.DataFrame(fixed, schema={"q": pl.UInt32(), "b": pl.Int32()}, orient="row"),
        ties if ties is not None else TIES.to_frame(),
    )


class _Row(NamedTuple):
    """A candidate of a name, and what decided on it."""

    q: int
    number: int
    name: str
    country: str
    admin1: str
    population: int
    lon: float
    lat: float
    probability: float
    taken: bool
    form: int
    rivals: int
    km: float | None
    tied: int
    hint_near: bool
    agrees: bool
    division: str

    @property
    def place(self) -> Place:
        """The candidate."""
        return Place(self.number, self.name, self.country, self.admin1, self.population, self.lon, self.lat)


def _likeliest(scored: pl.DataFrame) -> pl.DataFrame:
    """Return what is worth showing of each name's candidates, the likeliest first."""
    worth = pl.col("probability") >= load_weights().reject
    open_one = ~pl.col("taken").any().over("q") & (pl.col("form") != ALIKE)
    ordered = scored.filter(worth | open_one).select(_Row._fields)
    ordered = ordered.sort(["q", "probability", "number"], descending=[False, True, False])
    return ordered.filter(pl.int_range(pl.len()).over("q") < MOST_CANDIDATES)


def _match(place: LocalPlace, rows: Sequence[_Row]) -> Match:
    if is_other_unit(place.name):
        return Match(place, Outcome.UNKNOWN, "the name means the district around a town, not the town")
    if not rows:
        return Match(place, Outcome.UNKNOWN, _why_unknown(place))
    first = rows[0]
    likely = tuple([row.probability for row in rows])
    if first.taken:
        others = tuple([row.place for row in rows[1:]])
        return Match(place, Outcome.RESOLVED, _why(first, place), first.place, others, likely[1:], likely[0])
    candidates = tuple([row.place for row in rows])
    why, far = _why_open(rows, place)
    return Match(place, Outcome.AMBIGUOUS, why, None, candidates, likely, likely[0], far)


def _why_unknown(place: LocalPlace) -> str:
    if is_larger_unit(place.name):
        return "the name means more than a town, and no town bears it"
    within = "in the country" if place.country or place.countries else "anywhere"
    return f"no place of that name {within}"


def _why(row: _Row, place: LocalPlace) -> str:
    """Say what decided, the strongest evidence first."""
    within = " in the country" if place.country else ""
    reasons = (
        (row.form == ALIKE, "a similar name, and more than the name speaks for it"),
        (row.km is not None and row.km <= AROUND_KM, "name and coordinates agree"),
        (row.rivals == 1, f"the only place of the name{within}"),
        (row.tied > 0, "another list ties the namesake to the same city"),
        (row.agrees or row.division != "", "the only namesake in the division it names"),
        (row.hint_near, "the only namesake near the place it names"),
    )
    likeliest = f"the likeliest of {row.rivals} places of the name{within}"
    return next((why for holds, why in reasons if holds), likeliest)


def _why_open(rows: Sequence[_Row], place: LocalPlace) -> tuple[str, bool]:
    """Say why a name stays open, and whether its coordinates contradict it."""
    if place.spot is not None and all(row.km is not None and row.km > FAR_KM for row in rows):
        return "no place of that name near the coordinates", True
    if rows[0].form == ALIKE:
        return "only similar names", False
    if len(rows) == 1:
        return "one place of the name, and too little that speaks for it", False
    return "several places of the name", False
