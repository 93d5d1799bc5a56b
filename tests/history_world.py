"""A small history for tests: two Greek leagues, one of the Hansa, a network of today, two turning points.

Names, places, dates and addresses are public facts of the register; what escapes out of pages is clearly a sample.
"""

from pathlib import Path
from typing import Final

from tests.factory import SCRIPT_CITY, Place, make_act, make_city, make_snapshot, make_tie, sample_statements

from proxenia.model.predicates import Attribute
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import ActorKind, EventKind, TieKind
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["ATHENS", "DELIAN", "HANSA", "PELOPONNESIAN", "SCRIPT_LEAGUE", "SPARTA", "history_snapshot"]

REGISTER: Final = "founding_register"
ATHENS: Final = "gn:264371"
SPARTA: Final = "gn:253394"
LUBECK: Final = "gn:2875601"
DELIAN: Final = "px:delian-league"
PELOPONNESIAN: Final = "px:peloponnesian-league"
HANSA: Final = "px:hanseatic-league"
SCRIPT_LEAGUE: Final = "px:sample-league"
_DELIAN_SAYS: Final = "https://en.wikipedia.org/wiki/Members_of_the_Delian_League"
_SPARTA_SAYS: Final = "https://en.wikipedia.org/wiki/Peloponnesian_League"
_HANSA_SAYS: Final = "https://de.zxc.wiki/wiki/Hansetag"
_PEACE_SAYS: Final = "https://en.wikipedia.org/wiki/Peace_of_Westphalia"
_WAR_SAYS: Final = "https://en.wikipedia.org/wiki/Peloponnesian_War"

_PLACES: Final = (
    Place(ATHENS, "Athens", "GR", 23.72784, 37.98376, 664046),
    Place("gn:259245", "Mytilene", "GR", 26.55472, 39.11, 27871),
    Place(SPARTA, "Sparta", "GR", 22.42972, 37.07333, 16187),
    Place("gn:265500", "Corinth", "GR", 22.93008, 37.94007, 30176),
    Place(LUBECK, "Lübeck", "DE", 10.68729, 53.86893, 212207),
    Place("gn:2844588", "Rostock", "DE", 12.14049, 54.0887, 203279),
)


def _league(key: str, name: str, says: str, *, start: str, end: str | None, seat: str | None = None) -> list[Statement]:
    def say(attribute: Attribute, value: str | None = None, **more: str | None) -> Statement:
        return Statement(key, attribute.value, REGISTER, says, value=value, **more)  # type: ignore[arg-type]

    told = [
        say(Attribute.KIND, ActorKind.CITY_NETWORK.value),
        say(Attribute.NAME, name),
        say(Attribute.FOUNDED, period=start),
    ]
    told += [say(Attribute.DISSOLVED, period=end)] if end else []
    return told + ([say(Attribute.SEAT, object=seat)] if seat else [])


def _members(league: str, says: str, period: str, *members: str) -> list[Statement]:
    return [
        make_tie(TieKind.MEMBERSHIP, member, league, reference=says, period=period, status="ended")
        for member in members
    ]


def _statements() -> list[Statement]:
    told = [one for place in _PLACES for one in make_city(place)]
    told += _league(DELIAN, "Delian League", _DELIAN_SAYS, start="-0477", end="-0403", seat=ATHENS)
    told += _members(DELIAN, _DELIAN_SAYS, "-0477/-0403", ATHENS, "gn:259245")
    told += _league(PELOPONNESIAN, "Peloponnesian League", _SPARTA_SAYS, start="-0549~", end="-0365")
    told += _members(PELOPONNESIAN, _SPARTA_SAYS, "-0549~/-0365", SPARTA, "gn:265500")
    told += _league(HANSA, "Hanseatic League", _HANSA_SAYS, start="1356~", end="1669~", seat=LUBECK)
    told += _members(HANSA, _HANSA_SAYS, "1356/1669", LUBECK, "gn:2844588")
    told += _league(SCRIPT_LEAGUE, "</summary><script>alert(1)</script>", "row 7", start="-0499", end="1200")
    told += _members(SCRIPT_LEAGUE, "row 7", "-0499/1200", SCRIPT_CITY)
    war = {SPARTA: "participant", ATHENS: "participant"}
    told += make_act(
        "act:peloponnesian-war-431-bce",
        EventKind.DISPUTE,
        "-0430",
        _WAR_SAYS,
        roles=war,
        title="The Peloponnesian War begins",
    )
    return told + make_act(
        "act:peace-of-westphalia-1648",
        EventKind.DECLARATION,
        "1648-10-24",
        _PEACE_SAYS,
        roles={LUBECK: "participant"},
        title="Peace of Westphalia",
    )


def history_snapshot(folder: Path) -> Snapshot:
    """Return the snapshot of the sample world with its history."""
    return make_snapshot(folder, [*sample_statements(), *_statements()])
