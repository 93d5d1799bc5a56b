"""Confirm the founding register's twinnings against the public reference lists, or propose rows.

Usage::

    python -m tools.confirm_twinnings confirm
    python -m tools.confirm_twinnings propose > confirmed.csv
    python -m tools.confirm_twinnings disagree > disagreements.csv

The lists are read where they lie: the folder PROXENIA_REFERENCE, by default ``../shared/reference``
beside the project. `confirm` exits 1 and names each failing row.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TextIO

from tools.twinning_choice import choose_cities, choose_pairs
from tools.twinning_gazetteer import Gazetteer, load_gazetteer
from tools.twinning_lists import (
    BALTIC,
    BERLIN,
    BIELEFELD,
    ENTITIES,
    EU_WIKIDATA,
    WEIMAR,
    WIKIDATA,
    WIKIPEDIA,
    Pair,
    TwinningList,
    read_lists,
    read_rows,
)

PROJECT = Path(__file__).resolve().parent.parent
REGISTER = PROJECT / "src/proxenia/sources/catalogue/founding_register/data"
DISAGREEMENTS = "disagreements.csv"
LIST_ORDER = (
    WIKIPEDIA, WIKIDATA, EU_WIKIDATA, BALTIC, ENTITIES, BIELEFELD, WEIMAR, BERLIN,
)  # fmt: skip
START_ORDER = (ENTITIES, BIELEFELD, WEIMAR, BALTIC, BERLIN)
"""The lists that state starts, the most precise first; the first one's start is the row's."""
COLUMNS = (
    "a", "a_name", "b", "b_name", "lists", "start", "start_lists", "start_reference",
    "start_checked", "status", "status_date", "reason", "status_reference", "status_checked",
)  # fmt: skip
DISAGREEMENT_COLUMNS = ("a", "a_name", "b", "b_name", "list", "start")

Row = dict[str, str]
Lists = Mapping[str, TwinningList]


def confirm(register_dir: Path, reference_dir: Path) -> list[str]:
    """Return what is wrong with the register's twinnings, a sentence a fault; empty when all is well.

    Parameters
    ----------
    register_dir
        The founding register's folder ``data``.
    reference_dir
        The folder of reference lists.
    """
    gazetteer = load_gazetteer()
    lists = read_lists(reference_dir, gazetteer)
    return list(_faults(register_dir, lists, gazetteer))


def _faults(register_dir: Path, lists: Lists, gazetteer: Gazetteer) -> Iterator[str]:
    """Return the faults of every row of every file, in the order of the files."""
    for file, number, row in register_rows(register_dir):
        where = f"{file}:{number} {row['a_name']} - {row['b_name']}"
        if file == DISAGREEMENTS:
            faults: Iterable[str] = disagreement_faults(row, lists)
        else:
            faults = (*list_faults(row, lists), *start_faults(row, lists))
        yield from (f"{where}: {fault}" for fault in (*end_faults(row, gazetteer), *faults))
    yield from _repetitions(register_dir)


def register_rows(register_dir: Path) -> Iterator[tuple[str, int, Row]]:
    """Every row of the register's twinnings with its file and line."""
    for path in sorted((register_dir / "twinnings").glob("*.csv")):
        for number, row in enumerate(read_rows(path), start=2):
            yield path.name, number, row


def end_faults(row: Row, gazetteer: Gazetteer) -> Iterator[str]:
    """Unknown cities, names that are not GeoNames', ends out of order."""
    for end in ("a", "b"):
        place = gazetteer.by_number.get(_number(row[end]))
        if place is None:
            yield f"GeoNames has no city {row[end]}"
        elif place.name != row[f"{end}_name"]:
            yield f"{row[end]} is {place.name!r} in GeoNames, not {row[f'{end}_name']!r}"
    if _number(row["a"]) >= _number(row["b"]):
        yield "the city with the smaller number must come first"


def list_faults(row: Row, lists: Lists) -> Iterator[str]:
    """Return lists the row names that do not have the pair."""
    for key in _keys(row["lists"]):
        if key not in lists:
            yield f"{key} is no list of twinnings; known are {', '.join(LIST_ORDER)}"
        elif _pair(row) not in lists[key].pairs and not _settled(row, lists[key]):
            yield f"{key} does not name this pair"


def _settled(row: Row, listed: TwinningList) -> bool:
    """Return whether the row's own page settles which homonym a doubtful pair of the list means."""
    one, other = _pair(row)
    own_page = row["start_reference"] or row["status_reference"]
    return bool(own_page) and any(
        (one in ones and other in others) or (other in ones and one in others) for ones, others, _ in listed.doubtful
    )


def start_faults(row: Row, lists: Lists) -> Iterator[str]:
    """Return starts no named list states: the first to the letter, the others in the year."""
    keys = _keys(row["start_lists"])
    if row["start"] and not keys and not row["start_reference"]:
        yield f"the start {row['start']} has neither list nor reference"
    for position, key in enumerate(keys):
        stated = lists[key].pairs.get(_pair(row), []) if key in lists else []
        same = [s for s in stated if s == row["start"] or (position and _same_year(s, row["start"]))]
        if not same:
            yield f"{key} states {', '.join(stated) or 'no start'}, not {row['start'] or 'nothing'}"


def disagreement_faults(row: Row, lists: Lists) -> Iterator[str]:
    """Return a start kept as a disagreement that its list does not state."""
    listed = lists.get(row["list"])
    stated = listed.pairs.get(_pair(row), []) if listed else []
    if row["start"] not in stated:
        yield f"{row['list']} states {', '.join(stated) or 'no start'}, not {row['start']}"


def _repetitions(register_dir: Path) -> Iterator[str]:
    """Pairs a file has twice."""
    seen = Counter(
        (file, row["a"], row["b"], row.get("list", ""), row["start"] if "list" in row else "")
        for file, _, row in register_rows(register_dir)
    )
    yield from (f"{k[0]}: {k[1]} - {k[2]} stands {n} times" for k, n in seen.items() if n > 1)


def propose(lists: Lists, gazetteer: Gazetteer) -> list[Row]:
    """Return a row for each chosen pair, with every list that confirms it and the starts they state."""
    pairs = choose_pairs(lists, choose_cities(gazetteer), gazetteer)
    return [_proposal(pair, lists, gazetteer) for pair in pairs]


def _proposal(pair: Pair, lists: Lists, gazetteer: Gazetteer) -> Row:
    """Return the row of one pair."""
    start, agreeing = _start(pair, lists)
    return dict.fromkeys(COLUMNS, "") | _ends(pair, gazetteer) | {
        "lists": ";".join(key for key in LIST_ORDER if pair in lists[key].pairs),
        "start": start,
        "start_lists": ";".join(agreeing),
    }  # fmt: skip


def _start(pair: Pair, lists: Lists) -> tuple[str, list[str]]:
    """Return the start of the first list that states one, and the lists that agree in the year."""
    stated = {key: lists[key].pairs.get(pair, []) for key in START_ORDER}
    start = next((starts[0] for starts in stated.values() if starts), "")
    agreeing = [key for key, starts in stated.items() if any(_same_year(s, start) for s in starts)]
    return start, agreeing


def disagreements(rows: Iterable[Row], lists: Lists) -> list[Row]:
    """Return the starts lists state in another year than the row's, a row each."""
    return [
        {column: row[column] for column in DISAGREEMENT_COLUMNS[:4]} | {"list": key, "start": start}
        for row in rows
        for key in START_ORDER
        for start in sorted(lists[key].pairs.get(_pair(row), []))
        if not _same_year(start, row["start"])
    ]


def _ends(pair: Pair, gazetteer: Gazetteer) -> Row:
    """Return the ids and names of both cities."""
    one, other = (gazetteer.by_number[number] for number in pair)
    return {"a": one.id, "a_name": one.name, "b": other.id, "b_name": other.name}


def _pair(row: Row) -> Pair:
    """Return the row's two numbers."""
    return _number(row["a"]), _number(row["b"])


def _number(identifier: str) -> int:
    """Return the GeoNames number of an id, 0 where it is none."""
    number = identifier.removeprefix("gn:")
    return int(number) if number.isdigit() and number != identifier else 0


def _keys(text: str) -> list[str]:
    """Return the list keys of a cell."""
    return [key.strip() for key in text.split(";") if key.strip()]


def _same_year(one: str, other: str) -> bool:
    """Whether two EDTF dates lie in one year."""
    return bool(one) and one[:4] == other[:4]


def write_rows(rows: Iterable[Row], columns: Iterable[str], file: TextIO) -> None:
    """Return the rows as CSV with a header."""
    writer = csv.DictWriter(file, list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def reference_folder() -> Path:
    """Where the reference lists lie; exits with a message when they are missing."""
    folder = Path(os.environ.get("PROXENIA_REFERENCE", PROJECT.parent / "shared" / "reference"))
    if not (folder / "city").is_dir():
        sys.exit(
            f"No reference lists in {folder}: expected its folder 'city'. "
            "Set PROXENIA_REFERENCE to the folder that holds them."
        )
    return folder


def counts(register_dir: Path) -> str:
    """Return what the register's twinnings amount to, a line a count."""
    rows = [row for file, _, row in register_rows(register_dir) if file != DISAGREEMENTS]
    confirmed = [row for row in rows if row["lists"]]
    by_list = Counter(key for row in confirmed for key in _keys(row["lists"]))
    dated = Counter(key for row in confirmed for key in _keys(row["start_lists"]))
    pairs = {_pair(row) for row in rows}
    cities = {number for pair in pairs for number in pair}
    dates = {_pair(row) for row in rows if row["start"]}
    lines = [f"{len(rows)} rows, {len(pairs)} twinnings, {len(cities)} cities, {len(dates)} dated"]
    lines += [f"  {key}: {by_list[key]} confirmed, {dated[key]} dated" for key in LIST_ORDER]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Run a subcommand; 1 when the register has a fault."""
    parser = argparse.ArgumentParser(description="The twinnings and the lists that confirm them.")
    parser.add_argument("command", choices=("confirm", "propose", "disagree"))
    parser.add_argument("--register", type=Path, default=REGISTER, help="the folder data")
    options = parser.parse_args(arguments)
    reference = reference_folder()
    if options.command == "confirm":
        return _confirm(options.register, reference)
    gazetteer = load_gazetteer()
    lists = read_lists(reference, gazetteer)
    rows = propose(lists, gazetteer)
    if options.command == "propose":
        write_rows(rows, COLUMNS, sys.stdout)
    else:
        write_rows(disagreements(rows, lists), DISAGREEMENT_COLUMNS, sys.stdout)
    return 0


def _confirm(register_dir: Path, reference: Path) -> int:
    """Print the counts and the faults; 1 when there is a fault."""
    faults = confirm(register_dir, reference)
    print(counts(register_dir))
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
