"""Reading a history of ties from a folder of CSV files; what a file is follows from its name and its columns.

=========================  ======================================================================================
file                       columns
=========================  ======================================================================================
any name                   ``label``, ``present`` (at the start), one column an attribute: the actors
``NAMEchanges.csv``        ``sender``, ``receiver``, ``increment``: the ties (+1 a new one, -1 an ended one)
``NAMEchanges.csv``        ``sender``, ``receiver``, ``replace``: the layer NAME
``NAMEchanges.csv``        ``node``, ``replace`` with TRUE and FALSE: who is present
``NAMEchanges.csv``        ``node``, ``replace``: the attribute whose column begins with NAME
``NAMEnet_initial.csv``    ``sender``, ``receiver``, ``value``: ties or a layer at the start
=========================  ======================================================================================

Every change has ``time_epoch`` (seconds since 1970-01-01 UTC) or ``time`` (YYYY-MM-DD); ``time_epoch`` goes first.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from proxenia.errors import InputError, UnreadableFileError
from proxenia.foresight.history import EventHistory, PairTable

__all__ = ["load_history"]

LARGEST_FILE = 64 * 1024 * 1024
_SECONDS_OF_DAY = 86_400
_INITIAL = ("net_initial", "_initial")


@dataclass(slots=True)
class _Folder:
    """The files of a folder, sorted by what they are."""

    actors: pl.DataFrame | None = None
    ties: tuple[str, pl.DataFrame] | None = None
    presence: pl.DataFrame | None = None
    layers: dict[str, pl.DataFrame] = field(default_factory=dict)
    nodes: dict[str, pl.DataFrame] = field(default_factory=dict)
    initial: dict[str, pl.DataFrame] = field(default_factory=dict)


def _read(path: Path) -> pl.DataFrame:
    if path.stat().st_size > LARGEST_FILE:
        raise UnreadableFileError(
            f"{path.name} has {path.stat().st_size:,} bytes", expected=f"Expected at most {LARGEST_FILE:,}"
        )
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return pl.read_csv(text.encode(), infer_schema=False)
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise UnreadableFileError(
            f"{path.name} is not a CSV file in UTF-8: {str(error).splitlines()[0]}",
            next_step="Save it as CSV in UTF-8, a heading first",
        ) from error


def _days(name: str, frame: pl.DataFrame) -> pl.Series:
    if "time_epoch" in frame.columns:
        return frame["time_epoch"].cast(pl.Float64, strict=False) / _SECONDS_OF_DAY
    if "time" not in frame.columns:
        raise InputError(
            f"{name} has no dates", expected="Expected a column time_epoch or time", next_step="Date every change"
        )
    found = []
    for row, text in enumerate(frame["time"], start=1):
        try:
            moment = datetime.fromisoformat((text or "").strip().removesuffix(" UTC"))
        except ValueError:
            raise InputError(
                f"{name}: row {row}: {text!r} is not a date", expected="Expected YYYY-MM-DD, with a time if need be"
            ) from None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        found.append(moment.timestamp() / _SECONDS_OF_DAY)
    return pl.Series("time", found, dtype=pl.Float64)


def _truths(name: str, column: pl.Series) -> pl.Series:
    told = column.str.to_uppercase()
    bad = [row for row, word in enumerate(told, start=1) if word not in {"TRUE", "FALSE"}]
    if bad:
        raise InputError(
            f"{name}: row {bad[0]}: {column[bad[0] - 1]!r} is neither TRUE nor FALSE", next_step="Write one of the two"
        )
    return told == "TRUE"


def _numbers_or_words(column: pl.Series) -> pl.Series:
    blank = column.str.strip_chars().replace("", None)
    numbers = blank.cast(pl.Float64, strict=False)
    return numbers if numbers.null_count() == blank.null_count() else blank


def _changes(name: str, frame: pl.DataFrame, value: str, **ends: str) -> pl.DataFrame:
    columns = {new: frame[old] for new, old in ends.items()}
    return pl.DataFrame({"time": _days(name, frame), **columns, "value": frame[value]})


def _sort_file(path: Path, folder: _Folder) -> None:
    name, stem, frame = path.name, path.stem, _read(path)
    columns = set(frame.columns)
    suffix = next((one for one in _INITIAL if stem.endswith(one)), "")
    if suffix and {"sender", "receiver", "value"} <= columns:
        folder.initial[stem.removesuffix(suffix)] = frame.select(a="sender", b="receiver", value="value")
    elif "label" in columns:
        if folder.actors is not None:
            raise InputError(f"{name} is a second table of actors", next_step="Keep one file with a column 'label'")
        present = {"present": _truths(name, frame["present"])} if "present" in columns else {}
        others = {one: _numbers_or_words(frame[one]) for one in frame.columns if one not in {"label", "present"}}
        folder.actors = pl.DataFrame({"label": frame["label"], **present, **others})
    elif not stem.endswith("changes"):
        return
    elif {"sender", "receiver", "increment"} <= columns:
        if folder.ties is not None:
            raise InputError(
                f"{name} is a second file of ties with a column 'increment'",
                next_step="Let a layer have a column 'replace'",
            )
        folder.ties = (stem.removesuffix("changes"), _changes(name, frame, "increment", a="sender", b="receiver"))
    elif {"sender", "receiver", "replace"} <= columns:
        folder.layers[stem.removesuffix("changes")] = _changes(name, frame, "replace", a="sender", b="receiver")
    elif {"node", "replace"} <= columns:
        _sort_actor_changes(name, stem, frame, folder)
    else:
        raise InputError(
            f"{name} has the columns {', '.join(frame.columns)}",
            expected="Expected sender, receiver, increment; or sender, receiver, replace; or node, replace",
            next_step="Name its columns so, or move it elsewhere",
        )


def _sort_actor_changes(name: str, stem: str, frame: pl.DataFrame, folder: _Folder) -> None:
    told = _changes(name, frame, "replace", actor="node")
    if told["value"].str.to_uppercase().is_in(["TRUE", "FALSE"]).any():
        folder.presence = told.with_columns(value=_truths(name, told["value"]).cast(pl.Float64))
    else:
        folder.nodes[stem.removesuffix("changes")] = told.with_columns(value=_numbers_or_words(told["value"]))


def _attribute_of(prefix: str, actors: pl.DataFrame) -> str:
    known = [name for name in actors.columns if name not in {"label", "present"}]
    found = [name for name in known if name == prefix] or [name for name in known if name.startswith(prefix)]
    if len(found) != 1:
        raise InputError(
            f"{prefix}changes.csv belongs to {'several attributes' if found else 'no attribute'} of the actors",
            expected=f"Known: {', '.join(known) or '(none)'}",
            next_step="Let the file's name begin like the one column it is about",
        )
    return found[0]


def load_history(path: Path) -> EventHistory:
    """Return the history of a folder; the span goes from the first to the last dated row of any file.

    Raises
    ------
    UnreadableFileError
        When the folder or a file of it cannot be read.
    InputError
        When actors or ties are missing, or the files contradict each other.
    """
    if not path.is_dir():
        raise UnreadableFileError(f"{str(path)!r} is not a folder", next_step="Name a folder of CSV files")
    folder = _Folder()
    for file in sorted(path.glob("*.csv")):
        _sort_file(file, folder)
    if folder.actors is None or folder.ties is None:
        raise InputError(
            f"The folder {path.name!r} has no file of {'actors' if folder.actors is None else 'ties'}",
            expected="Expected one with the column 'label', and one NAMEchanges.csv with sender, receiver, increment",
            next_step="See docs/concepts/formation.md for the files",
        )
    name, events = folder.ties
    initial = folder.initial.pop(name, None)
    told = [events, *folder.layers.values(), *folder.nodes.values()]
    told += [folder.presence] if folder.presence is not None else []
    times = pl.concat([one["time"].drop_nulls() for one in told])
    return EventHistory.from_frames(
        folder.actors,
        events,
        presence=folder.presence,
        initial=initial,
        layers={
            layer: PairTable(folder.initial.get(layer), folder.layers.get(layer))
            for layer in sorted({*folder.initial, *folder.layers})
        },
        attributes={_attribute_of(prefix, folder.actors): changes for prefix, changes in sorted(folder.nodes.items())},
        start=_edge(times.min()),
        end=_edge(times.max()),
        repeats="count",
    )


def _edge(time: object) -> float | None:
    return time if isinstance(time, float) else None
