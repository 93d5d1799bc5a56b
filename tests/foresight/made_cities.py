"""A world of invented cities whose ties form by a known rule: near ones, ones with partners, ones that share partners.

Made for tests: the countries are real, the cities and ties are not.
"""

from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl
import pytest
from tests.factory import STATES, Place, make_body, make_city, make_snapshot, make_state, make_tie

from proxenia.foresight.dated_ties import CITIES, TIES, DatedTies
from proxenia.foresight.known import SHARED_NETWORKS, Known
from proxenia.model.period import day_number
from proxenia.model.vocabulary import ActorKind, TieKind
from proxenia.overlay.tables import PAIRS
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["CLUB", "FIRST", "LAST", "city_world", "known_of", "made_dated", "saved"]

CENTRES: Final = {
    "DE": (10.0, 51.0),
    "NL": (5.0, 52.0),
    "BE": (4.5, 50.7),
    "GB": (-1.5, 52.5),
    "FI": (25.0, 62.0),
    "RU": (35.0, 57.0),
}
CLUB: Final = "px:made-club"
FIRST, LAST = 1950, 2012
_EACH: Final = 20
_YEARLY: Final = 8


def _places() -> list[Place]:
    rng = np.random.default_rng(11)
    places = []
    for code, (east, north) in CENTRES.items():
        for number in range(_EACH):
            off = rng.normal(0, 2.0, 2)
            name = f"Made {code} {number}"
            places.append(
                Place(f"gn:99{len(places):05d}", name, code, round(east + off[0], 4), round(north + off[1], 4), 1000)
            )
    return places


def _pairs(places: list[Place]) -> list[tuple[int, int, int]]:
    """Return year and two cities: weights fall with the distance and grow with partners and shared ones."""
    rng = np.random.default_rng(12)
    where = np.array([(place.longitude, place.latitude) for place in places])
    apart = np.linalg.norm(where[:, None] - where[None, :], axis=2)
    tied = np.zeros((len(places), len(places)))
    first, second = np.triu_indices(len(places), k=1)
    told = []
    for year in range(FIRST, LAST + 1):
        degrees = tied.sum(axis=1)
        pull = np.sqrt((1 + degrees[first]) * (1 + degrees[second])) * np.exp(-apart[first, second] / 2.5)
        pull *= (1 + 0.5 * (tied @ tied)[first, second]) * (tied[first, second] == 0)
        for row in rng.choice(len(first), size=_YEARLY, replace=False, p=pull / pull.sum()):
            one, other = int(first[row]), int(second[row])
            tied[one, other] = tied[other, one] = 1
            told.append((year, one, other))
    return told


@pytest.fixture(scope="session")
def city_world(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Give the snapshot of the made cities."""
    places = _places()
    statements = [one for place in places for one in make_city(place)]
    statements += [one for code in CENTRES for one in make_state(code, *STATES[code])]
    for number, (year, one, other) in enumerate(_pairs(places)):
        ends = {"status": "suspended", "status_since": "2005"} if number % 50 == 7 and year < 2000 else {}
        end = 1993 if number % 60 == 9 and year < 1990 else ".."
        statements.append(
            make_tie(
                TieKind.TWINNING, places[one].id, places[other].id, period=f"{year}/{end}", fields="intercity", **ends
            )
        )
    statements.append(make_tie(TieKind.TWINNING, places[0].id, places[-1].id, fields="intercity", listed="2012"))
    statements += make_body(CLUB, ActorKind.CITY_NETWORK, "Made club", "https://example.org/club", founded="1985")
    statements += [
        make_tie(TieKind.MEMBERSHIP, place.id, CLUB, period=f"{1985 + 3 * number}/..", fields="intercity")
        for number, place in enumerate(places[::9])
    ]
    return saved(make_snapshot(tmp_path_factory.mktemp("cities"), statements), "made cities")


def saved(world: Snapshot, name: str) -> Snapshot:
    """Return a world as if it had been saved under a name, so that its overlays are computed once."""
    return replace(world, manifest={**world.manifest, "files": {name: name}})


def made_dated(rows: list[tuple[object, ...]], cities: list[tuple[str, str, float | None, float | None]]) -> DatedTies:
    """Return dated ties from rows (a, b, year, suspended, ended) and cities (id, country, longitude, latitude)."""
    country = {name: code for name, code, _, _ in cities}
    told = pl.DataFrame(
        [
            (
                f"t{number}",
                "twinning",
                a,
                b,
                country[str(a)],
                country[str(b)],
                [],
                year,
                day_number(int(str(year))),
                *ends,
            )
            for number, (a, b, year, *ends) in enumerate(rows)
        ],
        schema=TIES,
        orient="row",
    )
    places = pl.DataFrame(
        [(name, name.title(), code, "Europe", east, north) for name, code, east, north in cities],
        schema=CITIES,
        orient="row",
    ).sort("id")
    everything = told.select("id", "country_a", "country_b", dated=pl.lit(value=True))
    return DatedTies(told.sort("start", "id"), places, everything)


def known_of(dated: DatedTies, cut: int, *, pairs: list[dict[str, object]] | None = None) -> Known:
    """Return what was known of made ties at a cut; pairs of countries hold what is given, else nothing."""
    table = pl.DataFrame(pairs or [], schema=PAIRS)
    return Known(dated.until(cut), cut, table, pl.DataFrame(schema=SHARED_NETWORKS), pairs_at=lambda year: table)
