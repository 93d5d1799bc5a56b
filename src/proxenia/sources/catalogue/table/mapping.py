"""What the columns of a table mean, and whose table it is: a small YAML file or `key=value` pairs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from proxenia.errors import FaultsError, InputError, MappingError
from proxenia.model.vocabulary import ActorKind, Status, TieKind
from proxenia.sources.catalogue import catalogue_ids
from proxenia.sources.description import SourceDescription, description_of, load_yaml

__all__ = ["COLUMN_KEYS", "TableMapping", "load_mapping", "mapping_of", "mapping_of_pairs"]

_SIDE: Final = ("city", "country", "lon", "lat", "id")
COLUMN_KEYS: Final = (
    *_SIDE,
    "partner",
    *(f"partner_{name}" for name in _SIDE[1:]),
    "start",
    "end",
    "kind",
    "status",
)
"""What a column may be; `year` is another word for `start`."""

_SOURCE_KEYS: Final = (
    "title",
    "publisher",
    "licence",
    "citation",
    "address",
    "date",
    "derived_from",
    "keeps_direction",
    "expectations",
)
_OTHER_KEYS: Final = ("source", "columns", "sheet", "delimiter", "encoding", "id_scheme", "partner_kind", "city_kind")
_NESTED: Final = frozenset({"derived_from", "expectations"})
_ALIASES: Final = {"year": "start", "valid_from": "start", "valid_to": "end", "license": "licence"}


@dataclass(frozen=True, slots=True)
class TableMapping:
    """How to read one table.

    Attributes
    ----------
    columns
        For each of `COLUMN_KEYS` that the table has, the header of its column.
    constants
        The kind or status of every row, where it is not a column.
    city_kind, partner_kind
        What the two sides are; cities unless said otherwise.
    sheet, delimiter, encoding
        Given where they should not be detected.
    id_scheme
        The scheme of ids that are bare numbers, such as ``gn``.
    """

    description: SourceDescription
    columns: Mapping[str, str]
    constants: Mapping[str, str]
    city_kind: str = ActorKind.CITY.value
    partner_kind: str = ActorKind.CITY.value
    sheet: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    id_scheme: str | None = None


def load_mapping(path: Path, pairs: Iterable[str] = ()) -> TableMapping:
    """Return the mapping in a YAML file, with `key=value` pairs over it.

    Raises
    ------
    UnreadableFileError
        When the file cannot be read.
    MappingError
        All that is missing, unknown or malformed.
    """
    content = load_yaml(path)
    return mapping_of({**_flattened(content, str(path)), **_flattened(_parsed(pairs), str(path))}, what=str(path))


def mapping_of_pairs(pairs: Iterable[str]) -> TableMapping:
    """Return the mapping that `key=value` pairs give.

    >>> given = ["source=mine", "title=Mine", "city=A", "country=B", "partner=C", "partner_country=D"]
    >>> mapping_of_pairs(given).columns["partner"]
    'C'
    """
    return mapping_of(_parsed(pairs), what="The mapping")


def _parsed(pairs: Iterable[str]) -> dict[str, Any]:
    """Return pairs as YAML would give them; lists are joined by commas, expectations.x becomes expectations: {x}."""
    found: dict[str, Any] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        key, value = key.strip(), value.strip()
        if not equals or not key:
            raise MappingError(
                f"{pair!r} is not a pair",
                expected="Expected KEY=VALUE, such as city=Municipality",
                next_step="Write the key, an equals sign and the column's header or the value, without spaces",
            )
        _put(found, key, value)
    return found


def _put(found: dict[str, Any], key: str, value: str) -> None:
    if key.startswith("expectations."):
        found.setdefault("expectations", {})[key.partition(".")[2]] = _number(value)
    elif key == "derived_from":
        found[key] = [part.strip() for part in value.replace(";", ",").split(",") if part.strip()]
    elif key == "keeps_direction":
        found[key] = {"true": True, "yes": True, "false": False, "no": False}.get(value.lower(), value)
    else:
        found[key] = value


def _number(text: str) -> int | float | str:
    try:
        return int(text) if text.isdecimal() else float(text)
    except ValueError:
        return text


def mapping_of(content: Mapping[str, Any], *, what: str) -> TableMapping:
    """Return the mapping that a mapping of plain values holds.

    Columns stand under `columns` or beside the other keys. `kind` and `status` may be a column's header or a word
    of the vocabulary that holds for every row.

    Raises
    ------
    MappingError
        All that is missing, unknown or malformed.
    """
    flat = _flattened(content, what)
    known = {*COLUMN_KEYS, *_SOURCE_KEYS, *_OTHER_KEYS}
    faults = [f"{key!r} is not a key (known: {', '.join(sorted(known))})" for key in sorted(flat.keys() - known)]
    faults += [
        f"{key} is no single text"
        for key, value in flat.items()
        if key not in _NESTED and isinstance(value, list | dict)
    ]
    faults += _missing_sides(flat)
    columns = {key: str(flat[key]) for key in COLUMN_KEYS if flat.get(key) not in (None, "")}
    constants = _constants(columns)
    for side in ("city_kind", "partner_kind"):
        if flat.get(side) and str(flat[side]) not in [kind.value for kind in ActorKind]:
            faults.append(f"{side} {flat[side]!r} is unknown (known: {', '.join(kind.value for kind in ActorKind)})")
    if flat.get("source") in catalogue_ids():
        faults.append(f"source {flat['source']!r} is a source of Proxenia itself; give the table an id of its own")
    description = _description(flat, what, faults)
    if description is None or faults:
        raise MappingError(
            f"{what} does not fit: {'; '.join(faults)}",
            expected=f"Expected source, title, city and partner, and any of: {', '.join(sorted(known))}",
            next_step="Mend the mapping and try again; nothing was written",
        )
    texts = {key: str(flat[key]) for key in ("sheet", "delimiter", "encoding", "id_scheme") if flat.get(key)}
    kinds = {key: str(flat[key]) for key in ("city_kind", "partner_kind") if flat.get(key)}
    return TableMapping(description, columns, constants, **kinds, **texts)


def _flattened(content: Mapping[str, Any], what: str) -> dict[str, Any]:
    flat = {str(key): value for key, value in content.items() if key != "columns"}
    inner = content.get("columns") or {}
    if not isinstance(inner, Mapping):
        raise MappingError(
            f"{what}: columns holds {inner!r}",
            expected="Expected `columns:` followed by lines such as `city: Municipality`",
            next_step="Indent the columns under `columns:`",
        )
    flat |= {str(key): value for key, value in inner.items()}
    return {_ALIASES.get(key, key): value for key, value in flat.items()}


def _missing_sides(flat: Mapping[str, Any]) -> list[str]:
    faults = []
    for name, number in (("city", "id"), ("partner", "partner_id")):
        if not flat.get(name) and not flat.get(number):
            faults.append(f"{name} (or {number}) is missing: which column is it?")
    return faults


def _constants(columns: dict[str, str]) -> dict[str, str]:
    """Take out of `columns` a kind or a status that is a word of the vocabulary, and return it."""
    words = {"kind": {kind.value for kind in TieKind}, "status": {status.value for status in Status}}
    constants = {"kind": TieKind.TWINNING.value}
    for key, known in words.items():
        if key in columns:
            constants.pop(key, None)
            if columns[key] in known:
                constants[key] = columns.pop(key)
    return constants


def _description(flat: Mapping[str, Any], what: str, faults: list[str]) -> SourceDescription | None:
    about = {key: flat[key] for key in _SOURCE_KEYS if flat.get(key) not in (None, "")}
    if isinstance(about.get("derived_from"), str):
        about["derived_from"] = [about["derived_from"]]
    try:
        return description_of({"id": flat.get("source"), "title": flat.get("source"), **about}, what=what)
    except FaultsError as error:
        faults += [fault.replace("id ", "source ", 1) if fault.startswith("id ") else fault for fault in error.faults]
    except InputError as error:
        faults.append(str(error))
    return None
