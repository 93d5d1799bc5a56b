"""What the columns of a list of members mean, and which network's list it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from proxenia.model.identifiers import is_identifier, scheme_of
from proxenia.model.statement import join_words
from proxenia.model.vocabulary import Field
from proxenia.sources.catalogue import catalogue_ids
from proxenia.sources.tabular.mapping import (
    ListMapping,
    kind_words,
    load_content,
    mapping_error,
    parsed_pairs,
    shared_parts,
)

__all__ = ["COLUMN_KEYS", "MembershipMapping", "load_mapping", "mapping_of", "mapping_of_pairs"]

COLUMN_KEYS: Final = (
    "city",
    "id",
    "key",
    "id_name",
    "country",
    "lon",
    "lat",
    "kind",
    "since",
    "note",
    "row_address",
)
_OTHER_KEYS: Final = ("city_network", "city_network_name", "fields", "kinds")
_BODIES: Final = frozenset({"px", "wd"})


@dataclass(frozen=True, slots=True)
class MembershipMapping(ListMapping):
    """How to read one list of members.

    Attributes
    ----------
    city_network
        The identifier of the network.
    city_network_name
        Its name, where the ledger does not know it yet.
    fields
        The network's fields of activity, joined by semicolons.
    kind
        What every member is; empty where a column says it.
    kinds
        The list's own words for kinds of members, with the actor kind of each.
    """

    city_network: str = ""
    city_network_name: str = ""
    fields: str = ""
    kind: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)


def load_mapping(path: Path, pairs: Iterable[str] = ()) -> MembershipMapping:
    """Return the mapping in a YAML file, with `key=value` pairs over it.

    Raises
    ------
    UnreadableFileError
        When the file cannot be read.
    MappingError
        All that is missing, unknown or malformed.
    """
    return mapping_of(load_content(path, pairs), what=str(path))


def mapping_of_pairs(pairs: Iterable[str]) -> MembershipMapping:
    """Return the mapping that `key=value` pairs give.

    >>> mapping_of_pairs(["source=mine", "city_network=px:eurocities", "city=Name"]).kind
    'city'
    """
    return mapping_of(parsed_pairs(pairs), what="The mapping")


def mapping_of(content: Mapping[str, Any], *, what: str) -> MembershipMapping:
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
    body = str(flat.get("city_network") or "")
    if not is_identifier(body) or scheme_of(body) not in _BODIES:
        faults.append(f"city_network {body!r} is not the identifier of a network such as px:eurocities")
    if shared.description is None or faults:
        known = ", ".join(sorted((*COLUMN_KEYS, *_OTHER_KEYS)))
        raise mapping_error(
            what, faults, expected=f"Expected source, title, city_network and city, and any of: {known}"
        )
    return MembershipMapping(
        shared.description,
        columns,
        **shared.layout,
        city_network=body,
        city_network_name=str(flat.get("city_network_name") or ""),
        fields=_fields(flat, what),
        kind=kind,
        kinds=kinds,
    )


def _fields(flat: Mapping[str, Any], what: str) -> str:
    words = str(flat.get("fields") or "").split(";")
    known = [term.value for term in Field]
    unknown = [f"field {word.strip()!r} is unknown" for word in words if word.strip() and word.strip() not in known]
    if unknown:
        raise mapping_error(what, unknown, expected=f"Known fields: {', '.join(known)}")
    return join_words(words)
