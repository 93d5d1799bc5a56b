"""Reads the register's files: one statement for each row and each place at which it was verified."""

from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Final

from proxenia.model.statement import Statement
from proxenia.sources.catalogue.founding_register import bodies, states, ties
from proxenia.sources.catalogue.founding_register.evidence import Register
from proxenia.sources.catalogue.founding_register.files import DATA, Row, data_files, read_lists, read_rows
from proxenia.sources.context import Context
from proxenia.sources.description import SourceDescription

__all__ = ["DATA", "list_descriptions", "read", "register_hash"]

_DEFINING: Final = ("states", "places", "regions", "city_networks", "organisations", "acts")
_ROWS: Final[dict[str, Callable[[Register, Row], Iterator[Statement]]]] = {
    "states": states.state,
    "state_pairs": states.state_pair,
    "places": bodies.place,
    "regions": bodies.region,
    "city_networks": bodies.city_network,
    "organisations": bodies.organisation,
    "network_sizes": bodies.network_size,
    "attributes": bodies.attribute,
    "indicators": bodies.indicator,
    "memberships": ties.membership,
    "twinnings": ties.twinning,
    "twinnings/disagreements.csv": ties.disagreement,
    "ties": ties.tie,
    "sanctions": states.sanction,
    "acts": ties.act,
    "participations": ties.participation,
}


def read(context: Context) -> Iterator[Statement]:
    """Give the statements of the register; everything wrong in it becomes a fault with its file and row."""
    register = Register(
        context,
        lists=read_lists(context),
        cases=frozenset(row["case"] for row in read_rows(context, "cases.csv")),
        cities=frozenset(row["id"] for row in read_rows(context, "cities.csv")),
    )
    rows = {kind: list(read_rows(context, kind)) for kind in _ROWS}
    for kind in _DEFINING:
        for row in rows[kind]:
            register.define(row, row["id"])
    _check_pairs(register, rows["twinnings"])
    done = 0
    for kind, speak in _ROWS.items():
        for row in rows[kind]:
            yield from speak(register, row)
        done += len(rows[kind])
        context.progress(done, context.rows)


def _check_pairs(register: Register, rows: list[Row]) -> None:
    """Note every twinning that two rows of one file name; another file may add a date or a status."""
    seen: dict[tuple[str, frozenset[str]], Row] = {}
    for row in rows:
        pair = frozenset((row["a"], row["b"]))
        first = seen.setdefault((row.file, pair), row)
        if first is not row:
            register.fault(row, f"the twinning of {row['a']} and {row['b']} stands already at {first.where}")
        if not (row["lists"] or row["start_reference"] or row["status_reference"]):
            register.fault(row, "neither a list nor a checked reference confirms it")


def list_descriptions(context: Context) -> list[SourceDescription]:
    """Return what the ledger keeps of the lists that confirm the register."""
    return [confirming.description() for confirming in read_lists(context).values()]


def register_hash(folder: Path = DATA) -> str:
    """Return a hash of the register's files and of the code that reads them.

    It changes when the register must be read again.
    """
    here = Path(__file__).parent
    total = blake2b(digest_size=16)
    for path in [*data_files(folder), *sorted(here.glob("*.py")), here / "source.yml"]:
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()
