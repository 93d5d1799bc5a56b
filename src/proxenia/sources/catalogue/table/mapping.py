"""What the columns of a table of ties mean, and whose table it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from proxenia.errors import MappingError
from proxenia.model.vocabulary import ActorKind, Status, TieKind
from proxenia.sources.catalogue import catalogue_ids
from proxenia.sources.tabular.mapping import ListMapping, load_content, mapping_error, parsed_pairs, shared_parts

__all__ = [
    "COLUMN_KEYS",
    "NamesFile",
    "TableMapping",
    "load_mapping",
    "mapping_of",
    "mapping_of_pairs",
    "names_mapping_error",
]

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

_OTHER_KEYS: Final = ("partner_kind", "city_kind", "names")
_NAMES_KEYS: Final = ("file", "id", "name")


@dataclass(frozen=True, slots=True)
class NamesFile:
    """A second file, in the folder of the table, with the names of its ids.

    Attributes
    ----------
    file
        Its name.
    id, name
        The headers of its columns.
    """

    file: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class TableMapping(ListMapping):
    """How to read one table.

    Attributes
    ----------
    constants
        The kind or status of every row, where it is not a column.
    city_kind, partner_kind
        What the two sides are; cities unless said otherwise.
    names
        Where the names of the ids stand, if not in the table.
    """

    constants: Mapping[str, str] = field(default_factory=dict)
    city_kind: str = ActorKind.CITY.value
    partner_kind: str = ActorKind.CITY.value
    names: NamesFile | None = None


def load_mapping(path: Path, pairs: Iterable[str] = ()) -> TableMapping:
    """Return the mapping in a YAML file, with `key=value` pairs over it.

    Raises
    ------
    UnreadableFileError
        When the file cannot be read.
    MappingError
        All that is missing, unknown or malformed.
    """
    return mapping_of(load_content(path, pairs), what=str(path))


def mapping_of_pairs(pairs: Iterable[str]) -> TableMapping:
    """Return the mapping that `key=value` pairs give.

    >>> given = ["source=mine", "title=Mine", "city=A", "country=B", "partner=C", "partner_country=D"]
    >>> mapping_of_pairs(given).columns["partner"]
    'C'
    """
    return mapping_of(parsed_pairs(pairs), what="The mapping")


def mapping_of(content: Mapping[str, Any], *, what: str) -> TableMapping:
    """Return the mapping that a mapping of plain values holds.

    Columns stand under `columns` or beside the other keys. `kind` and `status` may be a column's header or a word
    of the vocabulary that holds for every row.

    Raises
    ------
    MappingError
        All that is missing, unknown or malformed.
    """
    shared = shared_parts(content, what=what, keys=(*COLUMN_KEYS, *_OTHER_KEYS), taken=catalogue_ids())
    flat, faults = shared.flat, shared.faults
    faults += _missing_sides(flat)
    columns = {key: str(flat[key]) for key in COLUMN_KEYS if flat.get(key) not in (None, "")}
    constants = _constants(columns)
    names = _names(flat, faults)
    for side in ("city_kind", "partner_kind"):
        if flat.get(side) and str(flat[side]) not in [kind.value for kind in ActorKind]:
            faults.append(f"{side} {flat[side]!r} is unknown (known: {', '.join(kind.value for kind in ActorKind)})")
    if shared.description is None or faults:
        known = ", ".join(sorted((*COLUMN_KEYS, *_OTHER_KEYS)))
        raise mapping_error(what, faults, expected=f"Expected source, title, city and partner, and any of: {known}")
    return TableMapping(
        shared.description,
        columns,
        **shared.layout,
        constants=constants,
        city_kind=str(flat.get("city_kind") or ActorKind.CITY.value),
        partner_kind=str(flat.get("partner_kind") or ActorKind.CITY.value),
        names=names,
    )


def _missing_sides(flat: Mapping[str, Any]) -> list[str]:
    faults = []
    for name, number in (("city", "id"), ("partner", "partner_id")):
        if not flat.get(name) and not flat.get(number):
            faults.append(f"{name} (or {number}) is missing: which column is it?")
    return faults


def _names(flat: Mapping[str, Any], faults: list[str]) -> NamesFile | None:
    """Return the file of names; it lies beside the table, so that a mapping cannot reach elsewhere."""
    block = flat.get("names")
    if block in (None, ""):
        return None
    if not isinstance(block, Mapping) or set(block) != set(_NAMES_KEYS):
        faults.append(f"names needs the keys {', '.join(_NAMES_KEYS)}: the file beside the table and its two columns")
        return None
    found = NamesFile(**{key: str(block[key]) for key in _NAMES_KEYS})
    if Path(found.file).name != found.file or "\\" in found.file or found.file in (".", ".."):
        faults.append(f"names.file {found.file!r} is not the plain name of a file beside the table")
    return found


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


def names_mapping_error(mapping: TableMapping, faults: Iterable[str]) -> MappingError:
    """Return the error of a file of names that contradicts itself."""
    what = mapping.names.file if mapping.names is not None else ""
    return mapping_error(what, faults, expected="Expected one name an id")
