"""CSV files with a Frictionless data package (specs.frictionlessdata.io, version 1).

Columns of several words are joined by semicolons. A text cell that a spreadsheet would take for a formula (it
begins with ``=``, ``+``, ``@``, a tab or a carriage return) gets an apostrophe before it; dates before the
common era begin with ``-`` and are left as they are.
"""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import polars as pl

from proxenia.model.identifiers import slugify
from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.tables import RULE_TABLES, TABLES, Column, Table

__all__ = ["write_csv_package"]

_FORMULA: Final = r"^[=+@\t\r]"
_TYPES: Final = {
    pl.String: "string",
    pl.List: "string",
    pl.Int32: "integer",
    pl.Int64: "integer",
    pl.Float64: "number",
    pl.Boolean: "boolean",
}


def _plain_cells(table: pl.DataFrame, schema: Table) -> pl.DataFrame:
    """Return the table with lists joined, and no cell that a spreadsheet would run."""
    cells = []
    for column in schema.columns:
        cell = pl.col(column.name)
        if isinstance(column.dtype, pl.List):
            cell = cell.list.join(";")
        if isinstance(column.dtype, pl.List | pl.String):
            cell = pl.when(cell.str.contains(_FORMULA)).then(pl.lit("'") + cell).otherwise(cell).alias(column.name)
        cells.append(cell)
    return table.select(cells)


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[type(column.dtype)],
        "description": column.meaning + ("; joined by semicolons" if isinstance(column.dtype, pl.List) else ""),
    }
    if column.unit is not None:
        field["unit"] = column.unit
    return field


def _behind(snapshot: Snapshot) -> dict[str, pl.Series]:
    """Return for every table the sources whose statements stand in it."""
    evidence = snapshot.evidence

    def of(records: pl.Series, column: str) -> pl.Series:
        return evidence.filter(pl.col(column).is_in(records.implode()))["source"].unique()

    return {
        "actors": of(snapshot.actors["id"], "record"),
        "names": evidence.filter(pl.col("predicate").is_in(["name", "alternate_names", "abbreviation"]))["source"],
        "ties": of(snapshot.ties["id"], "record"),
        "acts": of(snapshot.acts["id"], "record"),
        "participations": evidence.filter(pl.col("predicate") == "participation")["source"],
        "attributes": of(snapshot.attributes["statement"], "statement"),
        "dyads": of(snapshot.dyads["statement"], "statement"),
        "evidence": evidence["source"],
        "conflicts": snapshot.conflicts["source"],
        "sources": snapshot.sources["id"],
        **{name: of(snapshot.tables[name]["statement"], "statement") for name in RULE_TABLES},
    }


def _described(sources: pl.DataFrame, ids: pl.Series) -> dict[str, Any]:
    """Return `sources` and `licenses` of a package or a resource; the keys that would be empty are left out."""
    rows = sources.filter(pl.col("id").is_in(ids.unique().implode())).to_dicts()
    told = []
    for row in rows:
        entry = {"title": row["title"] or row["id"], "path": row["address"], "citation": row["citation"]}
        entry |= {"publisher": row["publisher"], "licence": row["licence"], "id": row["id"]}
        told.append({key: text for key, text in entry.items() if text})
    licences = sorted({row["licence"] for row in rows if row["licence"]})
    described = {
        "sources": told,
        "licenses": [{"name": slugify(text).upper() or "OTHER", "title": text} for text in licences],
    }
    return {key: entries for key, entries in described.items() if entries}


def _resource(table: Table, content: bytes, described: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if table.columns[0].name == "id":
        schema["primaryKey"] = ["id"]
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "description": table.meaning,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": schema,
        **described,
    }


def write_csv_package(snapshot: Snapshot, folder: Path) -> None:
    """Write the CSV files and `datapackage.json`."""
    resources = []
    behind = _behind(snapshot)
    for table in TABLES.values():
        text = _plain_cells(snapshot.tables[table.name], table).write_csv(line_terminator="\n")
        content = text.encode()
        (folder / f"{table.name}.csv").write_bytes(content)
        resources.append(_resource(table, content, _described(snapshot.sources, behind[table.name])))
    package = {
        "name": "proxenia-snapshot",
        "profile": "tabular-data-package",
        "title": "City diplomacy: who is tied to whom, dated and sourced",
        "description": "A snapshot of a Proxenia ledger. A missing value means: not known.",
        "snapshot": {key: value for key, value in snapshot.manifest.items() if key != "files"},
        **_described(snapshot.sources, snapshot.sources["id"]),
        "resources": resources,
    }
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
