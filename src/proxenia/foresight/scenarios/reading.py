"""Reads a scenario from its YAML, strictly: one clear line with the path of the key that is wrong.

>>> read_scenario("schema: 2")
Traceback (most recent call last):
...
proxenia.errors.InputError: The scenario, schema: 2 is a version not known here. Expected 1. Mend it there; ...
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final, TypeVar

from proxenia.errors import InputError
from proxenia.foresight.regions import REGIONS
from proxenia.foresight.scenarios.changes import MOST_OF_NEW
from proxenia.foresight.scenarios.scenario import (
    CARRIERS,
    COEFFICIENTS,
    SCHEMA,
    Carrier,
    Change,
    ChangeKind,
    Fact,
    Scenario,
)
from proxenia.foresight.scenarios.yaml_text import plain_yaml
from proxenia.model.vocabulary import Field, LegalPower, TieKind, Tier

__all__ = ["MOST_CHANGES", "MOST_COUNTRIES", "MOST_MEMBERS", "read_scenario"]

MOST_CHANGES: Final = 40
MOST_COUNTRIES: Final = 250
MOST_MEMBERS: Final = 500
_MOST_FACTS: Final = 40
_LARGEST_NUMBER: Final = 10.0
"""Of a coefficient of ends, and downwards: e to the tenth is 22,000 times as many."""
_MOST_MONEY: Final = 1e13
_MOST_POINTS: Final = 30.0
_NEXT: Final = "Mend it there; docs/guides/write-a-scenario.md shows every key"
_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CODE: Final = re.compile(r"[A-Z]{2}")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BODY: Final = re.compile(r"(px|wd|gn):[A-Za-z0-9-]{1,80}")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_INSTRUMENTS: Final = tuple(
    kind.value for kind in (TieKind.TWINNING, TieKind.AGREEMENT, TieKind.PARTNERSHIP, TieKind.TREATY)
)
_EVERY_CHANGE: Final = ("kind", "on", "until", "carried_by")
_KEYS: Final[Mapping[ChangeKind, tuple[str, ...]]] = {
    ChangeKind.REFORM: ("country", "tier", "power", "instruments", "points"),
    ChangeKind.RUPTURE: ("between", "and"),
    ChangeKind.RECONCILIATION: ("between", "and"),
    ChangeKind.RECOGNITION: ("by", "of"),
    ChangeKind.CITY_NETWORK: ("network", "name", "members"),
    ChangeKind.FUND: ("name", "field", "countries", "regions", "amount", "currency"),
    ChangeKind.WITHDRAWAL: ("from", "members", "countries"),
}
_SHOWN: Final = 60

T = TypeVar("T")
D = TypeVar("D")


class _Record:
    """A mapping of the file with its path: every value is asked for by its key, and what nobody knows is refused."""

    def __init__(self, value: Any, path: str, known: Sequence[str]) -> None:
        if not isinstance(value, Mapping):
            says = "it is empty" if value is None else f"{_shown(value)} is no record"
            raise _fault(path, says, f"Expected keys: {', '.join(known)}")
        unknown = sorted(set(value) - set(known))
        if unknown:
            raise _fault(
                f"{path}, {unknown[0]}" if path else unknown[0], "is no key here", f"Known: {', '.join(known)}"
            )
        self._value, self._path = value, path

    def at(self, key: str) -> str:
        return f"{self._path}, {key}" if self._path else key

    def has(self, key: str) -> bool:
        return self._value.get(key) is not None

    def of(self, key: str, read: Callable[[Any, str], T]) -> T:
        if not self.has(key):
            raise _fault(self.at(key), "is missing", "")
        return read(self._value[key], self.at(key))

    def maybe(self, key: str, read: Callable[[Any, str], T], default: D) -> T | D:
        return read(self._value[key], self.at(key)) if self.has(key) else default


def _fault(path: str, says: str, expected: str) -> InputError:
    where = f"The scenario, {path}" if path else "The scenario"
    return InputError(f"{where}: {says}", expected=expected, next_step=_NEXT)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _text(most: int) -> Callable[[Any, str], str]:
    def read(value: Any, path: str) -> str:
        if not isinstance(value, str) or not value.strip():
            raise _fault(path, f"{_shown(value)} is no text", "Expected words")
        if len(value) > most:
            raise _fault(path, f"the text is {len(value):,} characters long", f"Expected at most {most:,}")
        if any(ord(letter) < 32 and letter not in "\n\t" for letter in value):
            raise _fault(path, "the text holds a control character", "Expected words")
        return " ".join(value.split())

    return read


def _match(pattern: re.Pattern[str], expected: str) -> Callable[[Any, str], str]:
    def read(value: Any, path: str) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise _fault(path, f"{_shown(value)} does not look right", expected)
        return value

    return read


def _word(known: Sequence[str]) -> Callable[[Any, str], str]:
    def read(value: Any, path: str) -> str:
        if value not in known:
            raise _fault(path, f"{_shown(value)} is not known here", f"Known: {', '.join(known)}")
        return str(value)

    return read


def _list(read_one: Callable[[Any, str], T], most: int, *, alone: bool = False) -> Callable[[Any, str], tuple[T, ...]]:
    def read(value: Any, path: str) -> tuple[T, ...]:
        values = [value] if alone and not isinstance(value, list) else value
        if not isinstance(values, list) or not values:
            raise _fault(path, f"{_shown(value)} is no list with something in it", f"Expected 1 to {most}")
        if len(values) > most:
            raise _fault(path, f"the list has {len(values):,} entries", f"Expected at most {most:,}")
        return tuple(read_one(one, f"{path} {number}") for number, one in enumerate(values, start=1))

    return read


def _day(value: Any, path: str) -> date:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else _no_day(value, path)
    except ValueError:
        return _no_day(value, path)


def _no_day(value: Any, path: str) -> date:
    raise _fault(path, f"{_shown(value)} is no day of the calendar", "Expected a day as 2028-01-01")


def _year(value: Any, path: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1900 <= value <= 2200:
        raise _fault(path, f"{_shown(value)} is no year", "Expected a year from 1900 to 2200")
    return value


def _yes_no(value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        raise _fault(path, f"{_shown(value)} is neither true nor false", "Expected true or false")
    return value


def _number(least: float, most: float | None = None) -> Callable[[Any, str], float]:
    low, high = -least, least if most is None else most

    def read(value: Any, path: str) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise _fault(path, f"{_shown(value)} is no number that can be used", f"Expected {low:g} to {high:g}")
        return float(value)

    return read


_CODES: Final = _list(_match(_CODE, "Expected the two letters of a country, as NO"), MOST_COUNTRIES, alone=True)
_MEMBERS: Final = _list(_text(120), MOST_MEMBERS)


def read_scenario(text: str | bytes) -> Scenario:
    """Return the scenario that a YAML text describes.

    Raises
    ------
    InputError
        When anything in it is missing, unknown, malformed, too large, or contradicts something else in it.
    """
    top = _Record(
        plain_yaml(text),
        "",
        ("schema", "id", "title", "written", "hypothetical", "about", "start", "to", "facts", "changes"),
    )
    top.of("schema", _version)
    scenario = Scenario(
        id=top.of("id", _match(_SLUG, "Expected small letters, digits and hyphens")),
        title=top.of("title", _text(120)),
        written=top.of("written", _day),
        hypothetical=top.of("hypothetical", _yes_no),
        about=top.maybe("about", _text(3_000), ""),
        start=top.maybe("start", _year, None),
        to=top.maybe("to", _year, None),
        facts=top.maybe("facts", _list(_fact, _MOST_FACTS), ()),
        changes=top.of("changes", _list(_change, MOST_CHANGES)),
    )
    _check_id(scenario.id)
    _check_pairs(scenario.changes)
    return scenario


def _version(value: Any, path: str) -> int:
    if value != SCHEMA or isinstance(value, bool):
        raise _fault(path, f"{_shown(value)} is a version not known here", f"Expected {SCHEMA}")
    return SCHEMA


def _check_id(identifier: str) -> None:
    if len(identifier) > 60:
        raise _fault("id", f"it is {len(identifier)} characters long", "Expected at most 60")


def _fact(value: Any, path: str) -> Fact:
    record = _Record(value, path, ("says", "source"))
    return Fact(record.of("says", _text(600)), record.of("source", _text(400)))


def _change(value: Any, path: str) -> Change:
    kind = ChangeKind(
        _word([one.value for one in ChangeKind])(
            value.get("kind") if isinstance(value, Mapping) else value, f"{path}, kind"
        )
    )
    record = _Record(value, path, (*_EVERY_CHANGE, *_KEYS[kind]))
    on, until = record.of("on", _day), record.maybe("until", _day, None)
    if until is not None and until < on:
        raise _fault(record.at("until"), f"{until} is before {on}", "Expected a later day")
    carriers = record.of("carried_by", _list(_carrier, 6))
    _check_carriers(kind, carriers, record.at("carried_by"))
    return Change(kind=kind, on=on, until=until, carriers=carriers, **_OWN[kind](record))


def _reform(record: _Record) -> dict[str, Any]:
    return {
        "first": (record.of("country", _match(_CODE, "Expected the two letters of a country, as ES")),),
        "tier": record.of("tier", _word([one.value for one in Tier])),
        "power": record.of("power", _word([one.value for one in LegalPower])),
        "instruments": record.of("instruments", _list(_word(_INSTRUMENTS), len(_INSTRUMENTS))),
        "points": record.maybe("points", _number(_MOST_POINTS), None),
    }


def _sides(record: _Record) -> dict[str, Any]:
    first, second = record.of("between", _CODES), record.of("and", _CODES)
    both = sorted(set(first) & set(second))
    if both:
        raise _fault(record.at("and"), f"{both[0]} stands on both sides", "Expected two different sides")
    return {"first": first, "second": second}


def _recognition(record: _Record) -> dict[str, Any]:
    first, second = record.of("by", _CODES), record.of("of", _match(_CODE, "Expected the two letters of a country"))
    if second in first:
        raise _fault(record.at("by"), f"{second} would recognise itself", "Expected another country")
    return {"first": first, "second": (second,)}


def _city_network(record: _Record) -> dict[str, Any]:
    members = record.of("members", _MEMBERS)
    if len(set(members)) < 2:
        raise _fault(record.at("members"), "a city network has two members at least", "Expected more cities")
    return {
        "body": record.of("network", _match(_BODY, "Expected an id of its own, as px:my-network")),
        "name": record.of("name", _text(120)),
        "members": members,
    }


def _fund(record: _Record) -> dict[str, Any]:
    amount = record.of("amount", _number(_MOST_MONEY))
    if amount <= 0:
        raise _fault(record.at("amount"), f"{amount:g} is no sum of money", "Expected a number above zero")
    if not any(record.has(key) for key in ("field", "countries", "regions")):
        raise _fault(record.at("field"), "a fund is for a field, countries or regions", "Expected one of the three")
    return {
        "name": record.of("name", _text(120)),
        "field": record.maybe("field", _word([one.value for one in Field]), ""),
        "first": record.maybe("countries", _CODES, ()),
        "regions": record.maybe("regions", _list(_word(REGIONS), len(REGIONS)), ()),
        "amount": amount,
        "currency": record.of("currency", _match(_CURRENCY, "Expected three letters of ISO 4217, as EUR")),
    }


def _withdrawal(record: _Record) -> dict[str, Any]:
    if record.has("members") == record.has("countries"):
        raise _fault(record.at("members"), "either cities or countries leave", "Expected `members` or `countries`")
    return {
        "body": record.of("from", _match(_BODY, "Expected the id of a city network or a body, as px:eurocities")),
        "members": record.maybe("members", _MEMBERS, ()),
        "first": record.maybe("countries", _CODES, ()),
    }


_OWN: Final[Mapping[ChangeKind, Callable[[_Record], dict[str, Any]]]] = {
    ChangeKind.REFORM: _reform,
    ChangeKind.RUPTURE: _sides,
    ChangeKind.RECONCILIATION: _sides,
    ChangeKind.RECOGNITION: _recognition,
    ChangeKind.CITY_NETWORK: _city_network,
    ChangeKind.FUND: _fund,
    ChangeKind.WITHDRAWAL: _withdrawal,
}


def _carrier(value: Any, path: str) -> Carrier:
    record = _Record(value, path, ("coefficient", "number", "value", "range", "reason"))
    coefficient = record.of("coefficient", _word(tuple(COEFFICIENTS)))
    estimated = record.of("number", _word(("estimated", "assumed"))) == "estimated"
    if estimated and not any(record.has(key) for key in ("value", "range", "reason")):
        return Carrier(coefficient, estimated=True)
    most = MOST_OF_NEW if COEFFICIENTS[coefficient].acts_on == "new_ties" else _LARGEST_NUMBER
    number = _number(_LARGEST_NUMBER, most)
    assumed, ends = record.of("value", number), record.of("range", _list(number, 2))
    if len(ends) != 2 or not ends[0] <= assumed <= ends[1]:
        raise _fault(
            record.at("range"), f"{_shown(list(ends))} does not lie around {assumed:g}", "Expected [low, high]"
        )
    sign = COEFFICIENTS[coefficient].sign
    if sign * ends[0] < 0 or sign * ends[1] < 0:
        way = "zero or more" if sign > 0 else "zero or less"
        raise _fault(record.at("range"), f"the coefficient {coefficient} is {way}", f"Expected a range of {way}")
    return Carrier(coefficient, estimated, assumed, ends[0], ends[1], record.of("reason", _text(600)))


def _check_carriers(kind: ChangeKind, carriers: Sequence[Carrier], path: str) -> None:
    named = [one.coefficient for one in carriers]
    for number, name in enumerate(named, start=1):
        if name not in CARRIERS[kind]:
            raise _fault(
                f"{path} {number}, coefficient",
                f"{name!r} does not carry a {kind.value}",
                f"Known for it: {', '.join(CARRIERS[kind])}",
            )
        if named.index(name) != number - 1:
            raise _fault(f"{path} {number}, coefficient", f"{name!r} stands twice", "Expected each once")
        if carriers[number - 1].estimated and COEFFICIENTS[name].model is None:
            raise _fault(
                f"{path} {number}, number",
                f"no model estimates the coefficient {name!r}",
                "Expected `assumed`, with a value, a range and a reason",
            )


def _check_pairs(changes: Sequence[Change]) -> None:
    """Refuse a rupture and a reconciliation of the same two on the same day, and the same change twice."""
    seen: dict[tuple[str, str, date], tuple[int, ChangeKind]] = {}
    for number, change in enumerate(changes, start=1):
        if change.kind not in (ChangeKind.RUPTURE, ChangeKind.RECONCILIATION):
            continue
        for a in change.first:
            for b in change.second:
                key = (min(a, b), max(a, b), change.on)
                earlier = seen.setdefault(key, (number, change.kind))
                if earlier[0] != number:
                    raise _fault(
                        f"changes {number}, on",
                        f"{key[0]} and {key[1]} have a {change.kind.value} on the day of the {earlier[1].value} "
                        f"of changes {earlier[0]}",
                        "Expected one of the two, or another day",
                    )
