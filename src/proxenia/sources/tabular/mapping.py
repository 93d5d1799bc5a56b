"""What the columns of somebody's list mean, and whose list it is: a small YAML file or `key=value` pairs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from proxenia.errors import FaultsError, InputError, MappingError
from proxenia.model.vocabulary import ActorKind
from proxenia.sources.description import SourceDescription, description_of, load_yaml

__all__ = [
    "SHARED_KEYS",
    "ListMapping",
    "Shared",
    "kind_words",
    "load_content",
    "mapping_error",
    "parsed_pairs",
    "shared_parts",
    "words_of",
]

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
_LAYOUT: Final = ("sheet", "delimiter", "encoding", "id_scheme")
SHARED_KEYS: Final = ("source", "columns", "countries", "where", *_LAYOUT, *_SOURCE_KEYS)
"""The keys that every list's mapping may have."""
_BLOCKS: Final = frozenset({"expectations", "countries", "where", "kinds", "act", "names"})
"""Keys that hold keys of their own; as a pair ``expectations.min_statements=10``."""
_LISTS: Final = frozenset({"derived_from", "signed", "took_part"})
_OF_A_ROW: Final = {"address": "row_address", "title": "office"}
"""Columns whose plain name is a key of the whole list."""
_ALIASES: Final = {"year": "start", "valid_from": "start", "valid_to": "end", "license": "licence"}


@dataclass(frozen=True, slots=True)
class ListMapping:
    """How to read a list.

    Attributes
    ----------
    columns
        The header of the column of each key.
    sheet, delimiter, encoding
        Given where they should not be detected.
    id_scheme
        The scheme of ids that are bare numbers, such as ``gn``.
    countries
        The list's own words for countries, where nobody else uses them: ``WestGER: DE``.
    where
        For a column's header the texts of the rows that are read; the others are passed over.
    """

    description: SourceDescription
    columns: Mapping[str, str]
    sheet: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    id_scheme: str | None = None
    countries: Mapping[str, str] = field(default_factory=dict)
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shared:
    """The parts that mappings of every kind of list have, and what is wrong with them."""

    flat: dict[str, Any]
    description: SourceDescription | None
    layout: dict[str, Any]
    faults: list[str]


def load_content(path: Path, pairs: Iterable[str] = ()) -> dict[str, Any]:
    """Return the content of a mapping's YAML file, with `key=value` pairs over it.

    Raises
    ------
    UnreadableFileError
        When the file cannot be read.
    MappingError
        When a pair is none.
    """
    content = _flattened(load_yaml(path), str(path))
    for key, value in _flattened(parsed_pairs(pairs), str(path)).items():
        old = content.get(key)
        content[key] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
    return content


def parsed_pairs(pairs: Iterable[str]) -> dict[str, Any]:
    """Return pairs as YAML would give them.

    >>> parsed_pairs(["source=mine", "derived_from=a,b", "expectations.min_statements=3"])
    {'source': 'mine', 'derived_from': ['a', 'b'], 'expectations': {'min_statements': 3}}
    """
    found: dict[str, Any] = {}
    for pair in pairs:
        key, equals, value = (part.strip() for part in pair.partition("="))
        if not equals or not key:
            raise MappingError(
                f"{pair!r} is not a pair",
                expected="Expected KEY=VALUE, such as city=Municipality",
                next_step="Write the key, an equals sign and the column's header or the value, without spaces",
            )
        _put(found, key, value)
    return found


def _put(found: dict[str, Any], key: str, value: str) -> None:
    block, dot, inner = key.partition(".")
    if dot and block in _BLOCKS:
        found.setdefault(block, {})[inner] = _number(value) if block == "expectations" else value
    elif key in _LISTS:
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


def _flattened(content: Mapping[str, Any], what: str) -> dict[str, Any]:
    """Return the content with the columns beside the other keys."""
    flat = {str(key): value for key, value in content.items() if key != "columns"}
    inner = content.get("columns") or {}
    if not isinstance(inner, Mapping):
        raise MappingError(
            f"{what}: columns holds {inner!r}",
            expected="Expected `columns:` followed by lines such as `city: Municipality`",
            next_step="Indent the columns under `columns:`",
        )
    flat |= {_OF_A_ROW.get(str(key), str(key)): value for key, value in inner.items()}
    return {_ALIASES.get(key, key): value for key, value in flat.items()}


def shared_parts(content: Mapping[str, Any], *, what: str, keys: Sequence[str], taken: Iterable[str] = ()) -> Shared:
    """Return the description and the layout of a list, with all that is wrong.

    Parameters
    ----------
    keys
        The keys that this kind of list has beside :data:`SHARED_KEYS`.
    taken
        Ids of sources that a list may not have.
    """
    flat = _flattened(content, what)
    known = {*keys, *SHARED_KEYS}
    faults = [f"{key!r} is not a key (known: {', '.join(sorted(known))})" for key in sorted(flat.keys() - known)]
    faults += [
        f"{key} is no single text"
        for key, value in flat.items()
        if key not in _BLOCKS | _LISTS and isinstance(value, list | dict)
    ]
    if flat.get("source") in set(taken):
        faults.append(f"source {flat['source']!r} is a source of Proxenia itself; give the list an id of its own")
    layout: dict[str, Any] = {key: str(flat[key]) for key in _LAYOUT if flat.get(key)}
    layout["countries"] = _texts(flat, "countries", faults)
    layout["where"] = _where(flat, faults)
    return Shared(flat, _description(flat, what, faults), layout, faults)


def mapping_error(what: str, faults: Iterable[str], *, expected: str) -> MappingError:
    """Return the error that tells all the faults of a mapping."""
    return MappingError(
        f"{what} does not fit: {'; '.join(faults)}",
        expected=expected,
        next_step="Mend the mapping and try again; nothing was written",
    )


def _block(flat: Mapping[str, Any], key: str, faults: list[str]) -> Mapping[Any, Any]:
    block = flat.get(key) or {}
    if isinstance(block, Mapping):
        return block
    faults.append(f"{key} holds no lines of `text: text`")
    return {}


def _texts(flat: Mapping[str, Any], key: str, faults: list[str]) -> dict[str, str]:
    """Return a block of text to text; YAML takes NO and Yes without quotes for a truth."""
    found = {}
    for name, value in _block(flat, key, faults).items():
        if isinstance(name, bool) or isinstance(value, bool | list | dict) or value is None:
            faults.append(f"{key} holds {name!r}: {value!r}; write words such as NO and Yes in quotes")
        else:
            found[str(name)] = str(value)
    return found


def _where(flat: Mapping[str, Any], faults: list[str]) -> dict[str, tuple[str, ...]]:
    block = _block(flat, "where", faults)
    return {str(name): words_of({"where": value}, "where", faults) for name, value in block.items()}


def words_of(flat: Mapping[str, Any], key: str, faults: list[str]) -> tuple[str, ...]:
    """Return one text or a list of texts as a tuple.

    >>> words_of({"signed": "Sign"}, "signed", []), words_of({}, "signed", [])
    (('Sign',), ())
    """
    value = flat.get(key)
    values = value if isinstance(value, list) else [] if value in (None, "") else [value]
    if any(isinstance(word, bool | list | dict) or word is None for word in values):
        faults.append(f"{key} holds {value!r}; write words such as No and Yes in quotes")
        return ()
    return tuple(str(word) for word in values)


def kind_words(flat: Mapping[str, Any], faults: list[str]) -> tuple[str, dict[str, str]]:
    """Return the kind of every row's actor, empty where it is a column, and the list's own words for kinds."""
    known = [kind.value for kind in ActorKind]
    kinds = _texts(flat, "kinds", faults)
    faults += [f"kinds gives {word!r} (known: {', '.join(known)})" for word in kinds.values() if word not in known]
    kind = str(flat.get("kind") or ActorKind.CITY.value)
    return (kind if kind in known else ""), kinds


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
