"""The names of a table's ids, from a second file beside it."""

from dataclasses import replace
from typing import Final

from proxenia.sources.catalogue.table.mapping import TableMapping, names_mapping_error
from proxenia.sources.context import Context
from proxenia.sources.tabular.mapped_rows import read_mapped_rows
from proxenia.sources.tabular.mapping import ListMapping
from proxenia.sources.tabular.places import LONGEST_NAME, clean, read_identifier
from proxenia.sources.tabular.rows import RowRefused

__all__ = ["read_names"]

_SHOWN: Final = 10


def read_names(context: Context, mapping: TableMapping) -> dict[str, str]:
    """Return the name of every id, where the mapping says in which file they stand.

    An id whose row is no id, or that has no name, stays without one.

    Raises
    ------
    UnreadableFileError, MappingError
        When the file cannot be read, lacks the columns, or gives one id two names.
    """
    if mapping.names is None:
        return {}
    path = context.path.with_name(mapping.names.file)
    beside = replace(context, path=path, files=(path,), rows=0, refused=[], progress=lambda _done, _total: None)
    columns = {"id": mapping.names.id, "name": mapping.names.name}
    named: dict[str, str] = {}
    faults = []
    for number, texts in read_mapped_rows(beside, ListMapping(mapping.description, columns)):
        try:
            key = read_identifier(texts["id"], "id", mapping)
        except RowRefused:
            continue
        name = clean(texts["name"])
        if key and name and len(name) <= LONGEST_NAME and f"wd:{name}" != key:
            if named.setdefault(key, name) != name:
                faults.append(f"row {number} names {key} {name!r}, an earlier one {named[key]!r}")
    if faults:
        raise names_mapping_error(mapping, faults[:_SHOWN])
    return named
