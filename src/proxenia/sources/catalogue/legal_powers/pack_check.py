"""Checks a rule pack and explains every fault: the line, what is wrong, what was expected."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import jsonschema
import yaml

from proxenia.errors import PeriodError
from proxenia.model.legal import PartnerLimit
from proxenia.model.period import Period
from proxenia.sources.catalogue.legal_powers.pack_schema import PACK_SCHEMA

__all__ = ["PackFault", "check_pack"]

Path = tuple[str | int, ...]

_CHECKER: Final = jsonschema.Draft202012Validator(PACK_SCHEMA)
_SHOWN: Final = 80


@dataclass(frozen=True, slots=True, order=True)
class PackFault:
    """One fault of a pack: the line it stands in (1 is the first), where in the pack, and what to mend."""

    line: int
    where: str
    says: str

    def __str__(self) -> str:
        """Return the fault as a sentence."""
        return f"line {self.line}: {self.where}: {self.says}" if self.where else f"line {self.line}: {self.says}"


class _PlainLoader(yaml.SafeLoader):
    """Loads YAML with dates, and with words such as `on`, as text; only `true` and `false` are truth values."""


_NOT_READ: Final = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
_PlainLoader.yaml_implicit_resolvers = {
    first: [one for one in resolvers if one[0] not in _NOT_READ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))


def check_pack(text: str) -> tuple[Mapping[str, Any] | None, list[PackFault]]:
    """Return what a pack says and its faults, by line; what it says is given only when it has none.

    Parameters
    ----------
    text
        The pack as YAML.
    """
    try:
        node = yaml.compose(text, Loader=_PlainLoader)
        said = yaml.load(text, Loader=_PlainLoader)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, ValueError) as error:
        return None, [_not_yaml(error)]
    lines = dict(_lines(node, ())) if node is not None else {}
    faults = [fault for error in _CHECKER.iter_errors(said) for fault in _explained(error, lines)]
    faults += _twice(node, ())
    if not faults:
        faults = [PackFault(_line(path, lines), _where(path), says) for path, says in _at_odds(said)]
    return (None, sorted(set(faults))) if faults else (said, [])


def _not_yaml(error: Exception) -> PackFault:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    return PackFault(mark.line + 1 if mark else 1, "", f"this is no YAML ({problem[:_SHOWN]})")


def _lines(node: yaml.Node, path: Path) -> Iterator[tuple[Path, int]]:
    yield path, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*path, key.value), key.start_mark.line + 1
            yield from ((one, line) for one, line in _lines(value, (*path, key.value)) if one != (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            yield from _lines(value, (*path, position))


def _twice(node: yaml.Node | None, path: Path) -> Iterator[PackFault]:
    """Yield the keys that one record names twice: YAML would take the last and say nothing."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield PackFault(key.start_mark.line + 1, _where((*path, key.value)), "stands twice")
            seen.add(key.value)
            yield from _twice(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            yield from _twice(value, (*path, position))


def _line(path: Path, lines: Mapping[Path, int]) -> int:
    """Return the line of a place in the pack, or of the nearest thing around it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _where(path: Sequence[str | int]) -> str:
    """Return a place in a pack as people read it.

    >>> _where(("rules", 0, "tiers"))
    'rules 1, tiers'
    """
    words: list[str] = []
    for part in path:
        if isinstance(part, int):
            words[-1:] = [f"{words[-1]} {part + 1}"] if words else [str(part + 1)]
        else:
            words.append(part)
    return ", ".join(words)


def _explained(error: jsonschema.ValidationError, lines: Mapping[Path, int]) -> Iterator[PackFault]:
    path = tuple(error.absolute_path)
    if error.validator != "additionalProperties":
        yield PackFault(_line(path, lines), _where(path), _says(error))
        return
    known = sorted(error.schema["properties"])
    for name in sorted({str(key) for key in error.instance} - set(known)):
        says = f"{name!r} is no field here. Known: {', '.join(known)}"
        yield PackFault(_line((*path, name), lines), _where(path), says)


def _says(error: jsonschema.ValidationError) -> str:
    """Return a fault in plain words."""
    told = _WORDS.get(str(error.validator))
    return told(error) if told else error.message[:200]


def _shown(error: jsonschema.ValidationError) -> str:
    return repr(error.instance)[:_SHOWN]


def _expected(known: Mapping[str, str], error: jsonschema.ValidationError) -> str:
    return known.get(error.validator_value, str(error.validator_value))


_TYPES: Final = {"object": "a record with fields", "array": "a list", "string": "text", "integer": "a whole number"}
_PATTERNS: Final = {
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "a day as 2026-11-22, in quotes or not",
    r"^[-0-9X~?%./]{4,40}$": "a period as 1993-05-18/.. or 1980/1993-05-17",
    "^iso:[A-Z]{2}$": "a state as iso:BE",
    "^(iso:[A-Z]{2}(-[A-Z0-9]{1,3})?|px:[a-z0-9-]+)$": "a place as iso:BE, iso:CA-QC or px:european-union",
    r"^https?://[^\s]+$": "an address that begins with https://",
    "^[a-z0-9]+(-[a-z0-9]+)*$": "small letters, digits and hyphens, as be-region-treaty",
}


_WORDS: Final[Mapping[str, Callable[[jsonschema.ValidationError], str]]] = {
    "required": lambda error: error.message.replace(" is a required property", " is missing"),
    "enum": lambda error: f"{_shown(error)} is not known here. Known: {', '.join(error.validator_value)}",
    "type": lambda error: f"{_shown(error)} should be {_expected(_TYPES, error)}",
    "pattern": lambda error: f"{_shown(error)} does not look right. Expected: {_expected(_PATTERNS, error)}",
    "minItems": lambda _: "is empty",
    "minLength": lambda _: "is too short",
    "maxLength": lambda _: "is too long",
    "uniqueItems": lambda _: "holds something twice",
}


def _at_odds(pack: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Yield what each field allows and the whole does not."""
    yield from _days(pack)
    rules = pack["rules"]
    ids = [rule["id"] for rule in rules]
    for position, rule in enumerate(rules):
        here: Path = ("rules", position)
        if ids.index(rule["id"]) != position:
            yield (*here, "id"), f"{rule['id']!r} is the id of an earlier rule"
        yield from (((*here, *path), says) for path, says in _rule_at_odds(rule, pack))
    articles = {basis.get("article", "") for rule in rules for basis in rule["basis"]}
    for position, case in enumerate(pack["cases"]):
        here = ("cases", position)
        for unknown in [one for one in case.get("rules", ()) if one not in ids]:
            yield (*here, "rules"), f"{unknown!r} is no rule of this pack"
        for unknown in [one for one in case.get("articles", ()) if one not in articles]:
            yield (*here, "articles"), f"{unknown!r} is the article of no rule of this pack"


def _rule_at_odds(rule: Mapping[str, Any], pack: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    yield from _period_at_odds(("period",), rule["period"])
    if rule["status"] == "verified" and "verified" not in rule:
        yield ("status",), "a verified rule names the day its text was read, under `verified`"
    partners = rule.get("partners", {})
    for name, limit in (("listed", PartnerLimit.LISTED), ("members_of", PartnerLimit.MEMBERS)):
        if (name in partners) != (partners.get("limit") == limit.value):
            yield ("partners",), f"`{name}` and the limit `{limit.value}` go together"
    for position, condition in enumerate(rule.get("conditions", ())):
        if "days" in condition and not {"runs", "moment", "days_of"} <= condition.keys():
            yield ("conditions", position), "a number of days needs `runs`, `moment` and `days_of`"
    for position, party in enumerate(rule.get("parties", ())):
        period = f"{party['from']}/{party.get('to', '..')}"
        yield from _period_at_odds(("parties", position), period)
    if rule.get("parties") and pack["place"].startswith("iso:"):
        yield ("parties",), "only the rules of a body have parties"


def _period_at_odds(path: Path, text: str) -> Iterator[tuple[Path, str]]:
    try:
        Period.parse(text)
    except PeriodError as error:
        yield path, str(error)


def _days(pack: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    named: list[tuple[Path, str]] = [(("checked",), pack["checked"])]
    named += [
        (("rules", at, "verified"), rule["verified"]) for at, rule in enumerate(pack["rules"]) if "verified" in rule
    ]
    for at, case in enumerate(pack["cases"]):
        named += [(("cases", at, "ask", key), case["ask"][key]) for key in ("on", "signing") if key in case["ask"]]
        named += [(("cases", at, "due", key), day) for key, day in case.get("due", {}).items()]
    for path, text in named:
        try:
            date.fromisoformat(text)
        except ValueError:
            yield path, f"{text!r} is no day of the calendar"
