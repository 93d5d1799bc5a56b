"""Country names in many languages, ISO codes and well-known variants → the state of today, or a reason why not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from proxenia.resolve.names import fold
from proxenia.resolve.states import Meaning, load_polities

__all__ = ["Area", "Countries"]


@dataclass(frozen=True, slots=True)
class Area:
    """A state of today and, where the text says so, its first-order division (GeoNames' code).

    >>> Area("GB", "SCT")
    Area(country='GB', division='SCT')
    """

    country: str
    division: str = ""


@cache
def _variants() -> tuple[dict[str, Area], dict[str, str]]:
    text = files("proxenia.resolve").joinpath("country_variants.yml").read_text(encoding="utf-8")
    content: Mapping[str, Mapping[str, Any]] = yaml.safe_load(text)
    areas = {}
    for name, code in content["variants"].items():
        country, _, division = str(code).partition("-")
        areas[fold(str(name))] = Area(country, division)
    return areas, {fold(str(name)): str(reason) for name, reason in content["historical"].items()}


class Countries:
    """Every name under which a list may mention a state.

    Order of trust: the variants file, ISO 3166-1 codes in capitals, English names, names in other languages
    where they mean one state only.
    """

    def __init__(
        self,
        names: Iterable[tuple[str, str, str]],
        codes: Iterable[tuple[str, str, str]],
        divisions: Iterable[tuple[str, str, str]],
        numbers: Iterable[tuple[str, int]] = (),
    ) -> None:
        self._areas, self._historical = _variants()
        self._polities = load_polities()
        self._codes: dict[str, str] = {}
        self._english: dict[str, str] = {}
        for code, iso3, name in codes:
            if iso3 in self._polities.by_code:
                continue  # GeoNames still lists Serbia and Montenegro and the Netherlands Antilles
            self._codes[code] = self._codes[iso3] = code
            self._english.setdefault(fold(name), code)
        self._divisions: dict[tuple[str, str], str] = {}
        for country, code, name in divisions:
            self._divisions[country, fold(name)] = self._divisions[country, fold(code)] = code
        known = frozenset(self._codes.values())
        others: dict[str, set[str]] = {}
        for language, code, name in names:
            if code in known:
                if language == "en":
                    self._english[fold(name)] = code
                others.setdefault(fold(name), set()).add(code)
        self._others = {name: next(iter(codes)) for name, codes in others.items() if len(codes) == 1}
        self._numbers = {number: f"iso:{code}" for code, number in numbers if number} | dict(self._polities.numeric)
        self._answers: dict[str, Area | None] = {}
        self._meanings: dict[str, Meaning | None] = {}

    def area(self, text: str) -> Area | None:
        """Return the state (and division) that a text names, or nothing when it names none of today."""
        if text not in self._answers:
            self._answers[text] = self._find(text.strip())
        return self._answers[text]

    def code(self, text: str) -> str | None:
        """Return the ISO 3166-1 alpha-2 code of the state a text names, or nothing."""
        area = self.area(text)
        return area.country if area is not None else None

    def division(self, text: str) -> str:
        """Return the first-order division (GeoNames' code) that a text names beside its state, or nothing."""
        area = self.area(text)
        return area.division if area is not None else ""

    def state(self, text: str) -> str | None:
        """Return the identifier of the state, past ones included, that a text names, or nothing.

        A polity that only some recognise is named as itself here, while :meth:`code` says under which code of
        today its places are listed.
        """
        meaning = self._meaning(text)
        if meaning is not None:
            return meaning.state or None
        code = self.code(text)
        return f"iso:{code}" if code else None

    def numeric(self, number: int) -> str | None:
        """Return the identifier of the state with an ISO 3166-1 numeric code, past ones included, or nothing."""
        return self._numbers.get(number)

    def correlates_of_war(self, number: int) -> str | None:
        """Return the identifier of the state with a Correlates of War number, past ones included, or nothing.

        That project counts a state that goes on as one: Russia with the Soviet Union, Serbia with Yugoslavia, Turkey
        with the Ottoman Empire, both the united and the West Germany.
        """
        return self._polities.correlates_of_war.get(number)

    def codes(self, text: str) -> tuple[str, ...]:
        """Return the codes of today's states that a text may mean: of a past state, those on its ground today."""
        meaning = self._meaning(text)
        if meaning is not None:
            return meaning.codes
        code = self.code(text)
        return (code,) if code else ()

    def reason(self, text: str) -> str:
        """Say why a text names no state of today."""
        if not text.strip():
            return "the country is empty"
        past = self._historical.get(fold(text))
        if past is not None:
            return f"{text!r} is not a state of today: {past}"
        meaning = self._meaning(text)
        if meaning is not None:
            return f"{text[:80]!r} names no state of today; its ground is {', '.join(meaning.codes)} today"
        near = get_close_matches(fold(text), list(self._english), n=1, cutoff=0.8)
        hint = f" (perhaps {self._english[near[0]]}?)" if near else ""
        return f"unknown country {text[:80]!r}{hint}"

    def _meaning(self, text: str) -> Meaning | None:
        """Return what a text means that is no name of today's, or nothing."""
        if text not in self._meanings:
            name = text.strip()
            self._meanings[text] = self._polities.by_code.get(name) or self._polities.by_name.get(fold(name))
        return self._meanings[text]

    def _whole(self, text: str) -> Area | None:
        if text.isupper() and text in self._codes:
            return Area(self._codes[text])
        key = fold(text)
        if not key or key in self._historical:
            return None
        if key in self._areas:
            return self._areas[key]
        code = self._english.get(key) or self._others.get(key)
        return Area(code) if code else None

    def _find(self, text: str) -> Area | None:
        found = self._whole(text)
        if found is not None or "," not in text:
            return found
        part, _, last = text.rpartition(",")
        state = self._whole(last.strip())
        if state is None:
            return None
        division = self._divisions.get((state.country, fold(part)))
        if division is not None:
            return Area(state.country, division)
        inner = self._whole(part.strip())
        # A nation of the United Kingdom, or a territory with a code of its own such as "Réunion, France".
        return inner if inner is not None and not (inner.division and state.country != "GB") else state
