"""The register's files: rows with their place, and the lists that confirm them."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from proxenia.sources.context import Context
from proxenia.sources.description import SourceDescription

__all__ = ["COLUMNS", "ConfirmingList", "Row", "data_files", "read_lists", "read_rows"]

DATA: Final = Path(__file__).parent / "data"

_TIE_TAIL = "fields phase stance driver coder confidence functions case summary lists reference checked"
COLUMNS: Final[Mapping[str, frozenset[str]]] = {
    kind: frozenset(columns.split())
    for kind, columns in {
        "cases.csv": "case field name meaning",
        "cities.csv": "id name country",
        "lists.csv": "key title publisher address date derived_from licence",
        "states": "id name other_names founded dissolved successors reference checked note",
        "places": "id name other_names country lon lat reference checked note",
        "regions": "id name country lon lat reference checked",
        "city_networks": "id name abbreviation founded ended seat site fields scope reference checked note",
        "network_sizes": "city_network date members countries kind_of_member reference checked",
        "organisations": "id kind subtype name country founded ended site reference checked",
        "memberships": "member member_name city_network start end status lists reference checked",
        "twinnings": "a a_name b b_name lists start start_lists start_reference start_checked status status_date "
        "reason status_reference status_checked",
        "twinnings/disagreements.csv": "a a_name b b_name list start",
        "state_pairs": "attribute a a_name b b_name start end summary lists reference checked",
        "sanctions": "subject subject_name object object_name start end restricts summary lists reference checked",
        "ties": f"kind subject subject_name object object_name start end status {_TIE_TAIL}",
        "acts": f"id kind title date amount currency amount_year {_TIE_TAIL}",
        "participations": "act actor actor_name role",
        "attributes": "subject subject_name attribute value unit date summary lists reference checked",
        "indicators": "id subject label value unit date status claimed_by reference checked note",
    }.items()
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of one file; `number` counts lines of the table, the header being 1."""

    file: str
    number: int
    cells: Mapping[str, str]

    @property
    def where(self) -> str:
        """The place of the row, for people."""
        return f"{self.file} row {self.number}"

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def words(self, column: str) -> list[str]:
        """Return the words of a cell, split at semicolons."""
        return [word.strip() for word in self.cells[column].split(";") if word.strip()]


@dataclass(frozen=True, slots=True)
class ConfirmingList:
    """A public list that confirms facts of the register."""

    key: str
    title: str
    publisher: str
    address: str
    date: str
    derived_from: tuple[str, ...]
    licence: str

    def description(self) -> SourceDescription:
        """Return the list as a source."""
        return SourceDescription(
            id=self.key,
            title=self.title,
            publisher=self.publisher,
            licence=self.licence,
            citation=f"{self.publisher}: {self.title}, {self.date}",
            address=self.address,
            date=self.date,
            derived_from=self.derived_from,
        )


def data_files(folder: Path) -> list[Path]:
    """Return every CSV file of the register, in the order of their paths."""
    return sorted([*folder.glob("*.csv"), *folder.glob("*/*.csv")])


def read_rows(context: Context, kind: str) -> Iterator[Row]:
    """Give the rows of all files of a kind: ``acts`` for the folder, ``lists.csv`` for one file."""
    paths = [context.path / kind] if kind.endswith(".csv") else sorted((context.path / kind).glob("*.csv"))
    for path in paths:
        name = path.relative_to(context.path).as_posix()
        if path.exists() and (name == kind or name not in COLUMNS):
            yield from _read_file(context, path, name, COLUMNS[kind])


def _read_file(context: Context, path: Path, name: str, columns: frozenset[str]) -> Iterator[Row]:
    try:
        text = context.read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        context.fault(f"{name}: it is not UTF-8")
        return
    lines = csv.reader(io.StringIO(text, newline=""))
    header = next(lines, [])
    if frozenset(header) != columns or len(header) != len(columns):
        unknown, missing = sorted(set(header) - columns), sorted(columns - set(header))
        context.fault(
            f"{name}: columns unknown: {', '.join(unknown) or 'none'}; missing: {', '.join(missing) or 'none'}"
        )
        return
    for number, cells in enumerate(lines, start=2):
        if not cells:
            continue
        context.rows += 1
        if len(cells) != len(header):
            context.fault(f"{name} row {number}: {len(cells)} cells where the header has {len(header)}")
            continue
        yield Row(name, number, dict(zip(header, map(str.strip, cells), strict=True)))


def read_lists(context: Context) -> dict[str, ConfirmingList]:
    """Return the lists that confirm facts, by their keys."""
    return {
        row["key"]: ConfirmingList(
            key=row["key"],
            title=row["title"],
            publisher=row["publisher"],
            address=row["address"],
            date=row["date"],
            derived_from=tuple(sorted(row.words("derived_from"))),
            licence=row["licence"],
        )
        for row in read_rows(context, "lists.csv")
    }
