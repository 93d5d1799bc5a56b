"""Draw the seeded tenth of the founding register that a second reader checks against its sources.

The rows of each data file are put into an order that only the seed and their text decide, the files follow each
other by name, and every tenth row is taken from a start the seed decides. So every row of every file has the same
chance, every file gets its share, and the same data give the same sample whatever the order of the rows in the files.

Run::

    python tools/sample_register.py > sample.csv
    python tools/sample_register.py --count
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SEED = 20261122
EVERY = 10
DATA = Path(__file__).parents[1] / "src/proxenia/sources/catalogue/founding_register/data"
GENERATED = frozenset({"cities.csv"})
LISTS = ("lists", "start_lists", "list")
REFERENCES = ("reference", "start_reference", "status_reference", "address")


@dataclass(frozen=True)
class Row:
    """One row of a data file: its file, the number of its line's record (the header is 1) and its cells."""

    file: str
    number: int
    cells: dict[str, str]

    def text(self) -> str:
        """Return the filled cells that state the fact, in the file's own order."""
        apart = {*LISTS, *REFERENCES}
        return " | ".join(f"{name}={value}" for name, value in self.cells.items() if value and name not in apart)

    def of(self, names: tuple[str, ...]) -> str:
        """Return the filled cells of these columns, joined."""
        return " ; ".join(self.cells[name] for name in names if self.cells.get(name))

    def rank(self, seed: int) -> bytes:
        """Return the place of the row in its file's seeded order."""
        content = "\x1f".join([str(seed), self.file, *(f"{name}={value}" for name, value in self.cells.items())])
        return hashlib.sha256(content.encode()).digest()


def read_rows(folder: Path) -> Iterator[tuple[str, list[Row]]]:
    """Yield each data file by name with its rows; what a script makes from the other files is left out."""
    for path in sorted(folder.rglob("*.csv")):
        file = path.relative_to(folder).as_posix()
        if file in GENERATED:
            continue
        with path.open(encoding="utf-8", newline="") as stream:
            yield file, [Row(file, number, cells) for number, cells in enumerate(csv.DictReader(stream), start=2)]


def draw(files: list[tuple[str, list[Row]]], *, seed: int, every: int) -> list[Row]:
    """Return one row of every `every`, each with the same chance, file by file.

    >>> rows = [Row("a.csv", number, {"id": str(number)}) for number in range(2, 42)]
    >>> len(draw([("a.csv", rows)], seed=1, every=10))
    4
    >>> draw([("a.csv", rows)], seed=1, every=10) == draw([("a.csv", rows[::-1])], seed=1, every=10)
    True
    """
    line = [row for _, rows in files for row in sorted(rows, key=lambda row: row.rank(seed))]
    start = int.from_bytes(hashlib.sha256(str(seed).encode()).digest(), "big") % every
    return line[start::every]


def write_sample(rows: list[Row]) -> None:
    """Print the sample as CSV."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["file", "row", "text", "lists", "reference"])
    for row in rows:
        writer.writerow([row.file, row.number, row.text(), row.of(LISTS), row.of(REFERENCES)])


def write_counts(files: list[tuple[str, list[Row]]], sample: list[Row]) -> None:
    """Print how many rows of each file are in the sample."""
    drawn = Counter(row.file for row in sample)
    for file, rows in files:
        print(f"{file}\t{drawn[file]} of {len(rows)}")
    print(f"all\t{len(sample)} of {sum(len(rows) for _, rows in files)}")


def main() -> None:
    """Read the register and print the sample or its counts."""
    parser = argparse.ArgumentParser(description="The seeded tenth of the founding register, as CSV.")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the register's files")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--every", type=int, default=EVERY, help="one row of so many")
    parser.add_argument("--count", action="store_true", help="only how many rows of each file")
    options = parser.parse_args()
    files = list(read_rows(options.data))
    sample = draw(files, seed=options.seed, every=options.every)
    if options.count:
        write_counts(files, sample)
    else:
        write_sample(sample)


if __name__ == "__main__":
    main()
