"""Export a snapshot to a folder in a format that other software reads.

==========  ==============================================================================================
format      what the folder holds
==========  ==============================================================================================
parquet     one Parquet file a table and `manifest.json`; :func:`proxenia.snapshot.store.load_snapshot` opens it
csv         one CSV file a table and a Frictionless `datapackage.json` (licences and sources of each table in it)
graphml     `graph.graphml`: actors and ties as a multigraph with the tie kinds as layers
geojson     `actors.geojson` (points) and `ties.geojson` (lines cut at the antimeridian), RFC 7946
jsonld      `snapshot.jsonld`: schema.org and PROV terms, the evidence included
==========  ==============================================================================================

Every export also holds `export.json`: the format, the names of its files, and the snapshot's manifest. By it a
later export knows the files it may replace.
"""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

from proxenia.errors import InputError, UnknownValueError
from proxenia.snapshot.formats.csv_package import write_csv_package
from proxenia.snapshot.formats.geojson import write_geojson
from proxenia.snapshot.formats.graphml import write_graphml
from proxenia.snapshot.formats.jsonld import write_jsonld
from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.store import write_snapshot_files

__all__ = ["FORMATS", "export_snapshot"]

_CARD: Final = "export.json"
FORMATS: Final[dict[str, Callable[[Snapshot, Path], object]]] = {
    "parquet": lambda snapshot, folder: write_snapshot_files(folder, snapshot),
    "csv": write_csv_package,
    "graphml": write_graphml,
    "geojson": write_geojson,
    "jsonld": write_jsonld,
}


def _earlier_files(folder: Path) -> list[str] | None:
    """Return the files of an earlier export in the folder, or nothing when it is none."""
    try:
        card = json.loads((folder / _CARD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    files = card.get("files") if isinstance(card, dict) and card.get("made_by") == "proxenia" else None
    if not isinstance(files, list):
        return None
    return [name for name in files if isinstance(name, str) and name == Path(name).name]


def _check_place(folder: Path, *, overwrite: bool) -> list[str]:
    """Return the earlier export's files, which the new one replaces."""
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{str(folder)!r} is a file", expected="Expected a folder", next_step="Name another folder")
    earlier = _earlier_files(folder)
    if earlier is not None or overwrite or not _names(folder):
        return [*(earlier or []), _CARD]
    raise InputError(
        f"The folder {str(folder)!r} is not empty and holds no earlier export",
        expected="Expected an empty or new folder, or one made by an export",
        next_step="Name another folder, or say that its files may be overwritten",
    )


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def _write_card(folder: Path, snapshot: Snapshot, format_name: str) -> None:
    card: dict[str, Any] = {
        "made_by": "proxenia",
        "format": format_name,
        "files": _names(folder),
        "snapshot": dict(snapshot.manifest),
    }
    text = json.dumps(card, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    (folder / _CARD).write_text(text, encoding="utf-8")


def export_snapshot(snapshot: Snapshot, folder: Path, *, format_name: str, overwrite: bool = False) -> list[Path]:
    """Write a snapshot to a folder and return the files written.

    Parameters
    ----------
    format_name
        One of :data:`FORMATS`.
    overwrite
        Write also into a folder that holds other files; those of the same names are replaced, the rest stays.

    Raises
    ------
    UnknownValueError
        When the format is unknown.
    InputError
        When the folder holds something that is no earlier export.
    """
    write = FORMATS.get(format_name)
    if write is None:
        raise UnknownValueError("export format", format_name, FORMATS)
    stale = _check_place(folder, overwrite=overwrite)
    folder.mkdir(parents=True, exist_ok=True)
    made = Path(mkdtemp(dir=folder, prefix=".export-"))
    try:
        write(snapshot, made)
        _write_card(made, snapshot, format_name)
        for name in stale:
            (folder / name).unlink(missing_ok=True)
        written = [folder / name for name in _names(made)]
        for path in written:
            os.replace(made / path.name, path)  # noqa: PTH105 - over what is there, on every system
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return written
