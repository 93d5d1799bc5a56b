"""The entries of DESTA's list: a treaty, an accession to it, a protocol or a withdrawal, with all its members."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from proxenia.sources.context import Context
from proxenia.sources.tabular.cells import plain_number, year_of
from proxenia.sources.tabular.rows import RowRefused

__all__ = ["COLUMNS", "Entry", "read_entries"]

COLUMNS: Final = (
    "number",
    "base_treaty",
    "name",
    "entry_type",
    "year",
    "entryforceyear",
    "typememb",
    "iso_numeric",
)

_STATES: Final[Mapping[int, str]] = {900: "iso:XK"}
"""Numbers of DESTA's own, beside those of ISO 3166-1."""

_MAKES: Final = frozenset({"base_treaty", "accession", "protocol or amendment"})
_LEAVES: Final = "withdrawal"
_PASSED_OVER: Final = frozenset({"negotiation", "consolidated"})
"""What nobody signed yet; and the text of a treaty with its protocol, both of which are entries of their own."""
_NUMBER: Final = re.compile(r"([0-9]{1,6})(?:[+_]([0-9]{1,3}))?a?")
_KINDS: Final = frozenset({"1", "2", "3", "4", "5", "6", "7"})
_LEFT_BY: Final = " withdrawal "
_LONGEST_NAME: Final = 5
"""Words of the longest name of a state."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the list.

    Attributes
    ----------
    number, treaty
        DESTA's number of the entry, such as ``100+1``, and of the treaty it belongs to.
    year, start
        When it was signed, and since when it binds: its entry into force where the list has one.
    membership
        DESTA's kind of membership: 1 two states, 2 several, 3 a bloc and one state, 4 blocs.
    members
        All parties, those of before included.
    leavers
        Who leaves, for a withdrawal.
    """

    number: str
    treaty: int
    name: str
    year: int
    start: int
    membership: int
    members: frozenset[str]
    leavers: frozenset[str] = frozenset()

    @property
    def order(self) -> tuple[int, int, str]:
        """What sorts the entries of a treaty: by year, the treaty itself before what changes it."""
        return self.year, len(self.number), self.number


Head = tuple[str, str, str, int, int, int]
"""Number, name, entry type, year, start, membership."""


def read_entries(context: Context, rows: Iterable[tuple[int, Mapping[str, str]]]) -> list[Entry]:
    """Return the entries; rows that are not understood are refused, and with its first row a whole withdrawal is."""
    heads: dict[str, tuple[int, Head]] = {}
    members: dict[str, set[str]] = {}
    for row_number, row in rows:
        try:
            head = _head(row)
            state = _state(row["iso_numeric"], context) if head is not None else ""
        except RowRefused as refused:
            context.refuse(row_number, refused.reason)
            continue
        if head is None:
            continue
        told = heads.setdefault(head[0], (row_number, head))
        if told[1] == head:
            members.setdefault(head[0], set()).add(state)
        else:
            context.refuse(row_number, f"row {told[0]} says otherwise of the entry {head[0]}")
    return list(_entries(context, heads, members))


def _head(row: Mapping[str, str]) -> Head | None:
    if row["entry_type"] in _PASSED_OVER:
        return None
    if row["entry_type"] not in _MAKES and row["entry_type"] != _LEAVES:
        raise RowRefused(f"entry_type {row['entry_type'][:80]!r} is unknown")
    if _NUMBER.fullmatch(row["number"]) is None:
        raise RowRefused(f"number {row['number'][:80]!r} is not one such as 100, 100+1 or 100_1")
    if not row["name"] or row["typememb"] not in _KINDS:
        raise RowRefused("name is empty" if not row["name"] else f"typememb {row['typememb'][:80]!r} is unknown")
    year = year_of(row["year"], "year", first=1900, last=2100)
    force = year_of(row["entryforceyear"], "entryforceyear", first=1900, last=2100) if row["entryforceyear"] else year
    # A few accessions carry the year in which the treaty itself came into force, before they were made.
    start = max(force, year)
    return row["number"], " ".join(row["name"].split()), row["entry_type"], year, start, int(row["typememb"])


def _state(text: str, context: Context) -> str:
    number = int(plain_number(text, "iso_numeric", least=1, most=999, decimals=0))
    state = _STATES.get(number) or context.countries.numeric(number)
    if state is None:
        raise RowRefused(f"iso_numeric {number} is no state's number")
    return state


def _entries(
    context: Context, heads: Mapping[str, tuple[int, Head]], members: Mapping[str, set[str]]
) -> Iterator[Entry]:
    for number, (row_number, (_, name, kind, year, start, membership)) in heads.items():
        parties = frozenset(members.get(number, ()))
        leavers: frozenset[str] = frozenset()
        try:
            if kind == _LEAVES:
                leavers = _leavers(name, parties, context)
        except RowRefused as refused:
            context.refuse(row_number, refused.reason)
            continue
        found = _NUMBER.fullmatch(number)
        treaty = int(found[1]) if found is not None else 0
        yield Entry(number, treaty, name, year, start, membership, parties, leavers)


def _leavers(name: str, parties: frozenset[str], context: Context) -> frozenset[str]:
    """Return the states that a withdrawal's name ends with: the list does not mark them among the members."""
    words = name.partition(_LEFT_BY)[2].split()
    leavers = []
    while words:
        for length in range(min(_LONGEST_NAME, len(words)), 0, -1):
            state = context.countries.state(" ".join(words[:length]))
            if state in parties:
                leavers.append(state)
                words = words[length:]
                break
        else:
            raise RowRefused(f"who leaves in {name!r} is not clear: {' '.join(words)!r} is none of its members")
    if not leavers:
        raise RowRefused(f"who leaves in {name!r} is not said")
    return frozenset(state for state in leavers if state)
