"""What the columns of a list of signatories mean, and what they signed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from proxenia.errors import PeriodError
from proxenia.model.identifiers import is_identifier, scheme_of, slugify
from proxenia.model.period import Period
from proxenia.model.statement import join_words
from proxenia.model.vocabulary import ActRole, EventKind, Field
from proxenia.sources.catalogue import catalogue_ids
from proxenia.sources.tabular.mapping import (
    ListMapping,
    kind_words,
    load_content,
    mapping_error,
    parsed_pairs,
    shared_parts,
    words_of,
)

__all__ = ["COLUMN_KEYS", "Act", "DeclarationMapping", "load_mapping", "mapping_of", "mapping_of_pairs"]

COLUMN_KEYS: Final = (
    "city",
    "id",
    "key",
    "id_name",
    "country",
    "lon",
    "lat",
    "kind",
    "person",
    "office",
    "vote",
    "capacity",
    "act_title",
    "act_date",
    "row_address",
)
"""What a column may be; under `columns`, `title` is another word for `office` and `address` for `row_address`."""
_OTHER_KEYS: Final = ("act", "kinds", "signed", "took_part")
_ACT_KEYS: Final = ("id", "title", "date", "summary", "fields", "kind")


@dataclass(frozen=True, slots=True)
class Act:
    """What was signed.

    Attributes
    ----------
    id, title
        Empty where the title is a column of the list.
    date
        When it happened (EDTF); empty where nobody says, and never taken from the date of the list.
    fields
        Fields of activity, joined by semicolons.
    kind
        An event kind.
    """

    id: str = ""
    title: str = ""
    date: str = ""
    summary: str = ""
    fields: str = ""
    kind: str = EventKind.DECLARATION.value


@dataclass(frozen=True, slots=True)
class DeclarationMapping(ListMapping):
    """How to read one list of signatories.

    Attributes
    ----------
    act
        What was signed; of a list of several acts what they have in common.
    kind
        What every signatory is; empty where a column says it.
    kinds
        The list's own words for kinds of actors.
    roles
        What a vote means: the role for each of the list's words, in small letters; empty where there are no votes.
    """

    act: Act = field(default_factory=Act)
    kind: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)


def load_mapping(path: Path, pairs: Iterable[str] = ()) -> DeclarationMapping:
    """Return the mapping in a YAML file, with `key=value` pairs over it.

    Raises
    ------
    UnreadableFileError
        When the file cannot be read.
    MappingError
        All that is missing, unknown or malformed.
    """
    return mapping_of(load_content(path, pairs), what=str(path))


def mapping_of_pairs(pairs: Iterable[str]) -> DeclarationMapping:
    """Return the mapping that `key=value` pairs give.

    >>> mapping_of_pairs(["source=mine", "city=Name", "act.title=On rivers"]).act.id
    'act:mine-on-rivers'
    """
    return mapping_of(parsed_pairs(pairs), what="The mapping")


def mapping_of(content: Mapping[str, Any], *, what: str) -> DeclarationMapping:
    """Return the mapping that a mapping of plain values holds.

    Raises
    ------
    MappingError
        All that is missing, unknown or malformed.
    """
    shared = shared_parts(content, what=what, keys=(*COLUMN_KEYS, *_OTHER_KEYS), taken=catalogue_ids())
    flat, faults = shared.flat, shared.faults
    kind, kinds = kind_words(flat, faults)
    columns = {key: str(flat[key]) for key in COLUMN_KEYS if flat.get(key) not in (None, "")}
    if kind:
        columns.pop("kind", None)
    if "city" not in columns and "id" not in columns:
        faults.append("city (or id) is missing: which column is it?")
    act = _act(flat, faults)
    if not act.title and "act_title" not in columns:
        faults.append("act.title is missing: what was signed?")
    roles = _roles(flat, "vote" in columns, faults)
    if shared.description is None or faults:
        known = ", ".join(sorted((*COLUMN_KEYS, *_OTHER_KEYS)))
        raise mapping_error(what, faults, expected=f"Expected source, title, act, city, and any of: {known}")
    return DeclarationMapping(
        shared.description, columns, **shared.layout, act=act, kind=kind, kinds=kinds, roles=roles
    )


def _act(flat: Mapping[str, Any], faults: list[str]) -> Act:
    block = flat.get("act") or {}
    if not isinstance(block, Mapping):
        faults.append("act holds no lines such as `title: …`")
        return Act()
    faults += [f"act.{key} is not a key (known: {', '.join(_ACT_KEYS)})" for key in block if key not in _ACT_KEYS]
    texts = {key: " ".join(str(block[key]).split()) for key in _ACT_KEYS if block.get(key) not in (None, "")}
    if texts.get("title") and "id" not in texts:
        texts["id"] = f"act:{slugify(str(flat.get('source')))}-{slugify(texts['title'])}"
    if "id" in texts and not (is_identifier(texts["id"]) and scheme_of(texts["id"]) == "act"):
        faults.append(f"act.id {texts['id']!r} is not an identifier such as act:joint-letter-2025")
    texts["fields"] = join_words(texts.get("fields", "").split(";"))
    known = {term.value for term in Field}
    faults += [f"act.fields holds {word!r}" for word in texts["fields"].split(";") if word and word not in known]
    if texts.get("kind", EventKind.DECLARATION) not in {term.value for term in EventKind}:
        faults.append(f"act.kind {texts['kind']!r} is unknown (known: {', '.join(term.value for term in EventKind)})")
    faults += _date_faults(texts.get("date", ""))
    return Act(**texts)


def _date_faults(text: str) -> list[str]:
    try:
        Period.parse(text or "2000")
    except PeriodError as error:
        return [f"act.date: {error.happened}"]
    return []


def _roles(flat: Mapping[str, Any], has_votes: bool, faults: list[str]) -> dict[str, str]:
    """Return the role of each vote: those that signed, and those that took part without signing."""
    signed, took_part = words_of(flat, "signed", faults), words_of(flat, "took_part", faults)
    if has_votes and not signed:
        faults.append("signed is missing: which words in the column of votes mean a signature?")
    if not has_votes and (signed or took_part):
        faults.append("vote is missing: signed and took_part name words of its column")
    roles = {word.casefold(): ActRole.PARTICIPANT.value for word in took_part}
    return {**roles, **{word.casefold(): ActRole.SIGNATORY.value for word in signed}}
