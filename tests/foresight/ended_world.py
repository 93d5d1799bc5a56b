"""A world made for tests of ends: the cities are real, what became of their ties and between their states is not."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tests.factory import (
    BERLIN,
    COLOGNE,
    EUROCITIES,
    LISTS,
    LISTS_ADDRESS,
    PETERSBURG,
    READ,
    REGISTER,
    ROTTERDAM,
    TURKU,
    Place,
    make_act,
    make_body,
    make_city,
    make_snapshot,
    make_state,
    make_tie,
    sample_statements,
)
from tests.two_maps_world import between

from proxenia.model.predicates import Attribute
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import ActorKind, EventKind, TieKind
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["BREAKS", "KYIV", "LEAGUE", "POZNAN", "ended_snapshot", "later_statements", "listed", "off"]

KYIV: Final = "gn:703448"
POZNAN: Final = "gn:3088171"
LEAGUE: Final = "px:made-league"
"""A network that ends in 2019."""
BREAKS: Final = {("RU", 2014), ("UA", 2014), ("RU", 2022), ("UA", 2022)}
"""The years in which a state of this world breaks with another or goes to war."""
_PLACES: Final = (
    Place(KYIV, "Kyiv", "UA", 30.5238, 50.45466, 2_952_301),
    Place(POZNAN, "Poznań", "PL", 16.92993, 52.40692, 547_161),
)
_SAMPLE_TIES: Final = {kind.value for kind in TieKind}


def listed(a: str, b: str, *dates: str, source: str = LISTS) -> list[Statement]:
    """Return that lists of these dates name a twinning."""
    return [make_tie(TieKind.TWINNING, a, b, source=source, listed=date) for date in dates]


def off(a: str, b: str, status: str, since: str | None, kind: TieKind = TieKind.TWINNING) -> Statement:
    """Return that a tie was suspended or ended."""
    when = {"status_since": since} if since else {}
    period = f"/{since}" if status == "ended" and since else None
    return make_tie(kind, a, b, reference=f"https://example.org/{status}", period=period, status=status, **when)


def _dated(a: str, b: str, start: str, kind: TieKind = TieKind.TWINNING) -> Statement:
    return make_tie(kind, a, b, reference="https://example.org/start", period=f"{start}/..")


def _ties() -> list[Statement]:
    return [
        _dated(ROTTERDAM, PETERSBURG, "1990"),
        *listed(ROTTERDAM, PETERSBURG, "2010", "2016"),
        off(ROTTERDAM, PETERSBURG, "suspended", "2022-03"),
        *listed(ROTTERDAM, BERLIN, "2013"),
        _dated(BERLIN, PETERSBURG, "1988"),
        off(BERLIN, PETERSBURG, "ended", "2014-05"),
        *listed(KYIV, PETERSBURG, "2010", source=REGISTER),
        off(KYIV, PETERSBURG, "ended", "2016-02-11"),
        # Told of in 2026 only: it was never at risk.
        off(COLOGNE, ROTTERDAM, "ended", "2017"),
        *listed(COLOGNE, PETERSBURG, "2010"),
        off(COLOGNE, PETERSBURG, "ended", None),
        _dated(BERLIN, COLOGNE, "2005", TieKind.AGREEMENT),
        _dated(TURKU, PETERSBURG, "1953"),
        *listed(TURKU, PETERSBURG, "2013"),
        off(TURKU, PETERSBURG, "suspended", "2020"),
        off(TURKU, PETERSBURG, "ended", "2023"),
        _dated(POZNAN, PETERSBURG, "1995"),
        off(POZNAN, PETERSBURG, "dormant", "2018"),
        _dated(POZNAN, BERLIN, "1991-07"),
    ]


def _networks() -> list[Statement]:
    address = "https://example.org/league"
    league = make_body(LEAGUE, ActorKind.CITY_NETWORK, "Made League", address, founded="1995")
    over = Statement(LEAGUE, Attribute.DISSOLVED.value, REGISTER, address, period="2019", retrieved_at=READ)
    seat = Statement(LEAGUE, "seat", REGISTER, address, object=BERLIN, retrieved_at=READ)
    joined = TieKind.MEMBERSHIP
    return [
        *league,
        over,
        seat,
        make_tie(joined, BERLIN, LEAGUE, reference=address, period="1995/2019", status="ended", status_since="2019"),
        make_tie(joined, COLOGNE, LEAGUE, reference=address, period="1995/2010", status="ended", status_since="2010"),
        _dated(POZNAN, LEAGUE, "2000", joined),
        make_tie(joined, ROTTERDAM, EUROCITIES, reference=address, period="1986/.."),
    ]


def _states() -> list[Statement]:
    conflict, rupture = Attribute.ARMED_CONFLICT, Attribute.RUPTURE
    sanction = make_tie(TieKind.SANCTION, "iso:NL", "iso:RU", period="2014-03/..", restricts="sectors")
    arms = make_tie(TieKind.SANCTION, "iso:PL", "iso:RU", period="2014-03/..", restricts="arms")
    return [
        *make_state("UA", "Ukraine", "804"),
        *make_state("PL", "Poland", "616"),
        sanction,
        arms,
        make_tie(TieKind.SANCTION, "iso:FI", "iso:RU", period="2014-03/..", restricts="sectors"),
        between(conflict, "RU", "UA", "2014-02-20/2022-02-24"),
        between(rupture, "RU", "UA", "2022-02-24/.."),
        make_tie(TieKind.ALLIANCE, "iso:DE", "iso:NL", period="1955/.."),
        between(Attribute.CONTIGUITY, "DE", "PL", "1991/.."),
    ]


def later_statements() -> list[Statement]:
    """Return what only a register of after 2013 can say: none of it may change what was known at the end of 2013."""
    return [
        off(ROTTERDAM, BERLIN, "suspended", "2015"),
        *listed(ROTTERDAM, BERLIN, "2015", "2020"),
        *listed(BERLIN, POZNAN, "2019"),
        *listed(BERLIN, KYIV, "2014"),
        _dated(TURKU, KYIV, "2014-01"),
        off(POZNAN, BERLIN, "ended", "2014-01-01"),
        make_tie(TieKind.SANCTION, "iso:PL", "iso:DE", period="2014-02/..", restricts="everything"),
        between(Attribute.RUPTURE, "NL", "RU", "2014-01-01/.."),
        *make_act(
            "act:later",
            EventKind.VISIT,
            "2014-02",
            LISTS_ADDRESS,
            roles={BERLIN: "host", PETERSBURG: "guest"},
            title="L",
        ),
    ]


def ended_snapshot(folder: Path, *, more: Iterable[Statement] = ()) -> Snapshot:
    """Return the snapshot of the made world, with more statements where asked."""
    places = [one for one in sample_statements() if one.predicate not in _SAMPLE_TIES and one.source == "geonames"]
    acts = make_act(
        "act:made", EventKind.VISIT, "2018-06", LISTS_ADDRESS, roles={ROTTERDAM: "guest", BERLIN: "host"}, title="Made"
    )
    cities = [fact for place in _PLACES for fact in make_city(place)]
    club = make_body(EUROCITIES, ActorKind.CITY_NETWORK, "Eurocities", "https://eurocities.eu", founded="1986")
    return make_snapshot(folder, [*places, *cities, *_states(), *club, *_ties(), *_networks(), *acts, *more])
