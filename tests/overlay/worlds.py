"""Small worlds for the tests of the overlay, made for these tests: no state here is real."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from tests.snapshot.made import Source, compiled, said

from proxenia.model.statement import Statement
from proxenia.overlay.overlay import Overlay
from proxenia.overlay.rule import RULE
from proxenia.snapshot.snapshot import Snapshot

__all__ = [
    "HOSTS",
    "LISTED",
    "UNION",
    "at_home",
    "between",
    "city",
    "laid",
    "mission",
    "missions_to",
    "sent_by",
    "state",
]

SMALL_WORLD = replace(RULE, least_missions_listed=5)
HOSTS = ("HA", "HB", "HC", "HD", "HE", "HF")
"""States that only receive missions."""
LISTED = "2010-06-15"
"""The date of the list of missions and of the list of city ties."""
UNION = "px:european-union"
SOURCES = (
    Source("list", "A list of twin towns", date=LISTED, address="https://towns.example/list"),
    Source("missions", "A list of missions", date=LISTED, address="https://missions.example/list"),
    Source("register", "A register of states", date="2026-11-22", address="https://register.example"),
    Source("bare", "A source without a date"),
)


def state(code: str, name: str = "", **more: Any) -> tuple[Statement, ...]:
    """A state of today, with a name."""
    subject = f"iso:{code}"
    told = [said(subject, "kind", "register", value="state"), said(subject, "name", "register", value=name or code)]
    if "population" in more:
        told.append(said(subject, "population", "register", value=str(more["population"]), unit="persons"))
    return tuple(told)


def city(number: int, country: str, **more: Any) -> tuple[Statement, ...]:
    """A city of a country: gn:<number>."""
    subject = f"gn:{number}"
    told = [
        said(subject, "kind", "geonames", value=more.get("kind", "city")),
        said(subject, "name", "geonames", value=more.get("name", f"City {number}")),
        said(subject, "country", "geonames", object=f"iso:{country}"),
    ]
    if "place" in more:
        told.append(said(subject, "location", "geonames", value=more["place"], unit="degrees"))
    if "population" in more:
        told.append(said(subject, "population", "geonames", value=str(more["population"]), unit="persons"))
    return tuple(told)


def at_home(first: int, country: str, since: int = 1900) -> tuple[Statement, ...]:
    """Two cities of a country that are twinned, so that the register has data on it."""
    return (
        *city(first, country),
        *city(first + 1, country),
        said(f"gn:{first}", "twinning", object=f"gn:{first + 1}", period=f"{since}/.."),
    )


def mission(sender: str, host: str, kind: str = "embassy", **more: Any) -> Statement:
    """An office of one state in another; undated unless a period is given."""
    reference = more.pop("reference", f"https://missions.example/{sender}/{host}/{kind}".replace(" ", "-"))
    return said(
        f"iso:{sender}",
        "representation",
        "missions",
        object=f"iso:{host}",
        mission=kind,
        reference=reference,
        **{"listed": LISTED, **more},
    )


def missions_to(sender: str, hosts: Iterable[str], **more: Any) -> tuple[Statement, ...]:
    """An embassy of a state in each of some hosts."""
    return tuple(mission(sender, host, **more) for host in hosts)


def sent_by(*senders: str) -> tuple[Statement, ...]:
    """Five embassies of each sender, as many as the rule asks for, and the hosts they stand in."""
    hosts = tuple(statement for host in HOSTS for statement in state(host))
    return (*hosts, *(statement for sender in senders for statement in missions_to(sender, HOSTS[:5])))


def between(attribute: str, a: str, b: str, period: str | None = None, read: str = "2020-05-01") -> Statement:
    """A value between two states, from a page that was read on a day."""
    statement = said(f"iso:{a}", attribute, "register", object=f"iso:{b}", value="1", period=period)
    return replace(statement, retrieved_at=read, reference="https://register.example/page")


@cache
def world_of(statements: tuple[Statement, ...]) -> Snapshot:
    """The whole snapshot of some statements; compiled once for all the days a test asks for."""
    return compiled(*dict.fromkeys(statements), sources=SOURCES)


def laid(statements: Iterable[Statement], when: int | str) -> Overlay:
    """The overlay of a made world on a day; so small a world has no list of sixty missions."""
    return Overlay.of(world_of(tuple(statements)), when, rule=SMALL_WORLD)
