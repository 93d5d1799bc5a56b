"""The sample world with a state level beside it, made for these tests: which embassies stand where is invented, and so
is that Egypt and Japan keep no relations.

The pairs it makes: China–Netherlands and Belgium–Netherlands aligned, Netherlands–Russia contrary, Egypt–Japan
substitute, Netherlands–Türkiye latent. A state that exists nowhere has a name that tries to break out.
"""

from dataclasses import replace
from pathlib import Path
from typing import Final

from tests.factory import ROTTERDAM, Place, make_city, make_snapshot, make_state, make_tie, sample_statements

from proxenia.model.predicates import Attribute
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import TieKind
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["NOWHERE", "NOWHERE_CITY", "NOWHERE_NAME", "two_level_snapshot"]

LISTED: Final = "2022-11-01"
LIST: Final = "https://missions.example/list"
NOWHERE: Final = "QZ"
NOWHERE_NAME: Final = '"><img src=x onerror=alert(6)> \u200fأرض لا مكان'
NOWHERE_CITY: Final = "sample:nowhere"
_EMBASSIES: Final = {
    "NL": ("BE", "CN", "DE", "GB", "JP", "TR"),
    "JP": ("BE", "CN", "DE", "GB", "NL", "TR"),
    "DE": ("NL", "TR"),
    "EG": ("BE", "DE", "GB", "NL", "TR"),
}


def _embassies() -> list[Statement]:
    return [
        make_tie(
            TieKind.REPRESENTATION, f"iso:{sender}", f"iso:{host}", reference=LIST, listed=LISTED, mission="embassy"
        )
        for sender, hosts in _EMBASSIES.items()
        for host in hosts
    ]


def _between_states() -> list[Statement]:
    where = "https://sanctions.example/2014"
    return [
        make_tie(TieKind.SANCTION, "iso:NL", "iso:RU", reference=where, period="2014-07-31/..", restricts="sectors"),
        replace(
            make_tie(TieKind.ALLIANCE, "iso:EG", "iso:JP", reference=where, period="1950/.."),
            predicate=Attribute.NO_RELATIONS.value,
            value="1",
        ),
        make_tie(TieKind.ALLIANCE, "iso:DE", "iso:TR", reference="https://treaties.example/1952", period="1952/.."),
        make_tie(
            TieKind.MEMBERSHIP, "iso:NL", "px:european-union", reference="https://union.example", period="1958-01-01/.."
        ),
    ]


def _nowhere() -> list[Statement]:
    place = Place(NOWHERE_CITY, "<b>Nowhere</b>", NOWHERE, 1.0, 1.0, 500)
    tie = make_tie(TieKind.TWINNING, NOWHERE_CITY, ROTTERDAM, period="2003/..", summary=NOWHERE_NAME)
    return [*make_state(NOWHERE, NOWHERE_NAME, "999"), *make_city(place, source="sample", reference="row 9"), tie]


def two_level_snapshot(folder: Path) -> Snapshot:
    """Return the snapshot of the sample world with its state level."""
    return make_snapshot(folder, [*sample_statements(), *_embassies(), *_between_states(), *_nowhere()])
