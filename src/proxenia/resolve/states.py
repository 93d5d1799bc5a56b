"""Polities that are no state of today's ISO 3166-1, and the code numbers under which data sets know states.

The facts stand in ``states.yml``; the founding register tells the same polities as statements.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from proxenia.resolve.names import fold

__all__ = ["Meaning", "Polities", "Polity", "load_polities"]


@dataclass(frozen=True, slots=True)
class Polity:
    """A state of the past, or one that only some recognise.

    Attributes
    ----------
    successors
        ISO 3166-1 codes of today's states that followed it on its ground.
    also
        Codes of other states of today that hold parts of it.
    within
        The code under which today's lists put its places, where it exists and only some recognise it.
    """

    id: str
    name: str
    names: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    within: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name or code that is none of today may mean.

    Attributes
    ----------
    state
        The identifier of the one state it names; empty when it names several.
    codes
        The ISO 3166-1 codes of today's states on that ground.
    """

    state: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Polities:
    """All of ``states.yml``: by folded name, by withdrawn ISO code, by ISO number, by Correlates of War number.

    >>> polities = load_polities()
    >>> polities.by_name["soviet union"].state, polities.numeric[278], polities.correlates_of_war[260]
    ('px:soviet-union', 'px:east-germany', 'iso:DE')
    """

    all: tuple[Polity, ...]
    by_name: Mapping[str, Meaning]
    by_code: Mapping[str, Meaning]
    numeric: Mapping[int, str]
    correlates_of_war: Mapping[int, str]


def _words(entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(str(entry.get(key, "")).split())


def _identifier(key: str) -> str:
    return f"iso:{key}" if len(key) == 2 and key.isupper() else f"px:{key}"


def _meaning(polity: Polity) -> Meaning:
    today = (polity.within,) if polity.within else polity.successors + polity.also
    return Meaning(polity.id, today)


@cache
def load_polities() -> Polities:
    """Return what ``states.yml`` says."""
    content = yaml.safe_load(files("proxenia.resolve").joinpath("states.yml").read_text(encoding="utf-8"))
    polities: list[Polity] = []
    by_name: dict[str, Meaning] = {}
    by_code: dict[str, Meaning] = {}
    numeric: dict[int, str] = {}
    for key, entry in content["polities"].items():
        names = tuple(str(name) for name in entry.get("names", ()))
        successors, also = _words(entry, "successors"), _words(entry, "also")
        polity = Polity(f"px:{key}", entry["name"], names, successors, also, entry.get("within", ""))
        polities.append(polity)
        by_name |= {fold(name): _meaning(polity) for name in (polity.name, *names)}
        by_code |= {code: _meaning(polity) for code in _words(entry, "codes")}
        numeric |= {int(number): polity.id for number in _words(entry, "numeric")}
    for name, entry in content["earlier"].items():
        by_name[fold(name)] = Meaning(f"iso:{entry['state']}", (entry["state"], *_words(entry, "also")))
    by_name |= {fold(name): Meaning("", tuple(codes.split())) for name, codes in content["several"].items()}
    by_code |= {code: Meaning(f"iso:{now}", (now,)) for code, now in content["withdrawn_codes"].items()}
    numeric |= {number: f"iso:{code}" for number, code in content["numeric"].items()}
    wars = {number: _identifier(key) for number, key in content["correlates_of_war"].items()}
    return Polities(tuple(polities), by_name, by_code, numeric, wars)
