"""The corrections of what the packages say of countries, each with the page that corrects it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from proxenia.sources.description import load_yaml

__all__ = ["CORRECTIONS", "Capital", "Corrections", "Languages", "load_corrections"]

CORRECTIONS: Final = Path(__file__).parent / "corrections.yml"

Pair = tuple[str, str]
"""Two ISO 3166-1 codes, the lower one first."""


@dataclass(frozen=True, slots=True)
class Languages:
    """The official languages of a country: what the package has, and what is right."""

    package: frozenset[str]
    right: tuple[str, ...]
    reference: str


@dataclass(frozen=True, slots=True)
class Border:
    """Whether two countries share a border: what the package has, and what is right."""

    package: bool
    right: bool
    reference: str


@dataclass(frozen=True, slots=True)
class Capital:
    """The capitals of a state: what the package has, and what is right – by name, with what each city is."""

    package: str
    right: Mapping[str, str]
    reference: str


@dataclass(frozen=True, slots=True)
class Corrections:
    """All of ``corrections.yml``.

    Attributes
    ----------
    not_countries
        Codes of the packages that are left out.
    territories
        The state that a territory belongs to, by the code of the territory.
    islands
        States without a border by land, though the package names none of their neighbours.
    same_language
        Tags of the written forms of one language, with its tag.
    """

    not_countries: frozenset[str]
    territories: Mapping[str, str]
    islands: frozenset[str]
    same_language: Mapping[str, str]
    languages: Mapping[str, Languages]
    borders: Mapping[Pair, Border]
    capitals: Mapping[str, Capital]


@cache
def load_corrections(path: Path = CORRECTIONS) -> Corrections:
    """Return what ``corrections.yml`` says.

    >>> load_corrections().territories["GF"], load_corrections().languages["IL"].right
    ('FR', ('he',))
    """
    content = load_yaml(path)
    territories = {code: state for state, codes in content["territories"]["of"].items() for code in codes}
    return Corrections(
        not_countries=frozenset(content["not_countries"]),
        territories=territories,
        islands=frozenset(content["islands"]["states"]),
        same_language=content["same_language"],
        languages={code: _languages(entry) for code, entry in content["languages"].items()},
        borders=dict(map(_border, content["borders"])),
        capitals={code: _capital(entry) for code, entry in content["capitals"].items()},
    )


def _languages(entry: Mapping[str, Any]) -> Languages:
    return Languages(frozenset(entry["package"]), tuple(sorted(entry["right"])), entry["reference"])


def _border(entry: Mapping[str, Any]) -> tuple[Pair, Border]:
    one, other = sorted(entry["pair"])
    return (one, other), Border(bool(entry["package"]), bool(entry["right"]), entry["reference"])


def _capital(entry: Mapping[str, Any]) -> Capital:
    return Capital(entry["package"], entry["right"], entry["reference"])
