"""A source's own description: who publishes it, under which licence, and what a sound reading looks like."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from proxenia.errors import FaultsError, PeriodError, UnreadableFileError
from proxenia.ledger import SourceRecord
from proxenia.model.identifiers import FORMS
from proxenia.model.period import Period
from proxenia.model.statement import is_reference

__all__ = ["Expectations", "SourceDescription", "description_of", "help_of", "load_description", "load_yaml"]

_TEXTS: Final = ("title", "help", "publisher", "licence", "citation", "address", "date")
_KEYS: Final = frozenset({"id", *_TEXTS, "derived_from", "keeps_direction", "expectations", "reads"})
READS: Final = ("whole", "subject", "object", "reference", "page")
_HELP: Final = re.compile(r'^help: "([^"\\\n]*)"$', re.MULTILINE)
_LIMITS: Final = frozenset({"min_statements", "max_statements", "max_refused_share"})


@dataclass(frozen=True, slots=True)
class Expectations:
    """What a reading must keep to, or nothing of it is written.

    Attributes
    ----------
    min_statements, max_statements
        How many statements there are.
    max_refused_share
        The largest share of rows that may be refused, between 0 and 1.
    """

    min_statements: int = 1
    max_statements: int | None = None
    max_refused_share: float = 1.0


@dataclass(frozen=True, slots=True)
class SourceDescription:
    """One source as its `source.yml` or a table's mapping describes it.

    Attributes
    ----------
    help
        What comes in, which files to give and where to get them: shown by the command that imports it.
    reads
        What one reading says all about: the ``whole`` source, or only the subjects, objects or references that it
        names; what was said about others stays. A ``page`` is a reference up to the ``#`` or the `` ; `` in it.
    """

    id: str
    title: str
    publisher: str = ""
    licence: str = ""
    citation: str = ""
    address: str | None = None
    date: str | None = None
    derived_from: tuple[str, ...] = ()
    keeps_direction: bool = False
    expectations: Expectations = field(default_factory=Expectations)
    reads: str = "whole"
    help: str = ""

    def record(self, *, hash_: str | None = None) -> SourceRecord:
        """Return what the ledger keeps of it, with the hash of the bytes read."""
        return SourceRecord(
            id=self.id,
            title=self.title,
            publisher=self.publisher,
            licence=self.licence,
            citation=self.citation,
            address=self.address,
            date=self.date,
            derived_from=self.derived_from,
            hash=hash_,
            keeps_direction=self.keeps_direction,
        )


def help_of(path: Path) -> str:
    """Return what a `source.yml` says under ``help``, without reading the rest: every command asks all of them.

    The text stands on one line, in double quotes.
    """
    found = _HELP.search(path.read_text(encoding="utf-8"))
    return found[1] if found is not None else ""


def load_yaml(path: Path) -> dict[str, Any]:
    """Return the mapping that a YAML file holds.

    Raises
    ------
    UnreadableFileError
        When it is missing, not UTF-8, not YAML, or holds something else than a mapping.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise _unreadable(path, " ".join(str(error).split())) from error
    if not isinstance(content, dict):
        raise _unreadable(path, "it holds no keys with values")
    return {str(key): value for key, value in content.items()}


def _unreadable(path: Path, why: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"{path} cannot be read ({why})",
        expected="Expected a YAML file of `key: value` lines",
        next_step="Check the path and the spelling of the file",
    )


def load_description(path: Path) -> SourceDescription:
    """Return the description in a `source.yml`.

    Raises
    ------
    FaultsError
        When anything in it is missing, unknown or malformed; all of it at once.
    """
    content = load_yaml(path)
    strict = {key for key in ("publisher", "licence", "citation") if not content.get(key)}
    return description_of(content, what=str(path), missing=sorted(strict))


def description_of(content: Mapping[str, Any], *, what: str, missing: list[str] | None = None) -> SourceDescription:
    """Return the description that a mapping holds.

    Parameters
    ----------
    what
        What is described, for the message of errors.
    missing
        Keys found missing by the caller.

    Raises
    ------
    FaultsError
        All that is missing, unknown or malformed.
    """
    faults = [f"{key} is missing" for key in missing or []]
    faults += _faults_of(content)
    if faults:
        raise FaultsError(what, faults)
    texts = {key: " ".join(str(content[key]).split()) for key in _TEXTS if content.get(key) not in (None, "")}
    return SourceDescription(
        id=str(content["id"]),
        derived_from=tuple(sorted({str(key) for key in content.get("derived_from") or ()})),
        keeps_direction=bool(content.get("keeps_direction", False)),
        expectations=Expectations(**(content.get("expectations") or {})),
        reads=str(content.get("reads") or "whole"),
        **texts,
    )


def _is_source_id(key: object) -> bool:
    text = str(key)
    return text.replace("_", "a").isalnum() and text.isascii() and text == text.lower() and text[:1].isalpha()


def _faults_of(content: Mapping[str, Any]) -> list[str]:
    faults = [f"{key!r} is not a key of a source (known: {', '.join(sorted(_KEYS))})" for key in content.keys() - _KEYS]
    faults += [f"{key} is missing" for key in ("id", "title") if not content.get(key)]
    faults += [f"{key} is no single text" for key in ("id", *_TEXTS) if isinstance(content.get(key), list | dict)]
    key = content.get("id")
    if key and (not _is_source_id(key) or not 2 <= len(str(key)) <= 64 or key in FORMS):
        faults.append(f"id {key!r} is not a word of a-z, 0-9 and _ that begins with a letter and is no scheme of ids")
    for name, is_sound in _CHECKS.items():
        if content.get(name) not in (None, "") and not is_sound(content[name]):
            faults.append(f"{name} {content[name]!r} is not sound")
    return faults + _limit_faults(content.get("expectations") or {})


def _limit_faults(limits: object) -> list[str]:
    if not isinstance(limits, dict):
        return ["expectations is not a list of keys with values"]
    faults = [
        f"expectation {key!r} is unknown (known: {', '.join(sorted(_LIMITS))})" for key in limits.keys() - _LIMITS
    ]
    faults += [
        f"expectation {key} {value!r} is not a number of 0 or more"
        for key, value in limits.items()
        if key in _LIMITS and (isinstance(value, bool) or not isinstance(value, int | float) or value < 0)
    ]
    return faults


def _is_period(value: object) -> bool:
    try:
        Period.parse(str(value))
    except PeriodError:
        return False
    return True


_CHECKS: Final[dict[str, Callable[[Any], bool]]] = {
    "address": lambda value: str(value).startswith(("http://", "https://")) and is_reference(str(value)),
    "date": _is_period,
    "derived_from": lambda value: isinstance(value, list | tuple) and all(_is_source_id(key) for key in value),
    "keeps_direction": lambda value: isinstance(value, bool),
    "reads": lambda value: value in READS,
}
