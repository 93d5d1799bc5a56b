"""Reads ATOP's dyad-years: which obligations each state owed each other state in each year."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from proxenia.model.predicates import Qualifier
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import TieKind
from proxenia.sources.catalogue.alliances.spells import Year, spells
from proxenia.sources.context import Context
from proxenia.sources.tabular.cells import year_of
from proxenia.sources.tabular.rows import RowRefused, files_by_format, read_rows

__all__ = ["read"]

_OBLIGATIONS: Final = ("atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul")
"""In the order of :data:`proxenia.sources.catalogue.alliances.spells.OBLIGATIONS`."""
_COLUMNS: Final = ("ccode1", "ccode2", "year", *_OBLIGATIONS)
_FIRST_YEAR: Final = 1648
_LAST_YEAR: Final = 2100
_REFERENCE: Final = "Leeds, Ritter, Mitchell and Long 2002, ATOP 5, dyad-years 1815–2018"

_Direction = tuple[int, int, int]
"""Who owes, to whom, in which year."""
_Owed = dict[_Direction, tuple[int, int]]
"""Of each direction the row that says it and the obligations, one bit each."""


def read(context: Context) -> Iterator[Statement]:
    """Give one tie for every run of years in which two states were bound in one way.

    Raises
    ------
    SourceChangedError
        When the file has not the publisher's columns.
    UnreadableFileError
        When it is no table.
    """
    path = files_by_format(context, {"atop_alliance_dyad_year": _COLUMNS}).popitem()[1]
    owed = _owed(context, read_rows(context, path, columns=_COLUMNS))
    pairs = _pairs(context, owed)
    last = max((year for years in pairs.values() for year in years), default=0)
    for (one, other), years in sorted(pairs.items()):
        for spell in spells(one, other, years):
            end = ".." if spell.last == last else str(spell.last)
            yield Statement(
                subject=one,
                predicate=(TieKind.ALLIANCE if spell.is_defence else TieKind.TREATY).value,
                source=context.source,
                reference=_REFERENCE,
                object=other,
                period=f"{spell.first}/{end}",
                qualifiers=((Qualifier.LISTED.value, str(last)), (Qualifier.SUMMARY.value, spell.summary)),
                retrieved_at=context.retrieved_at,
            )


def _owed(context: Context, rows: Iterable[tuple[int, Mapping[str, str]]]) -> _Owed:
    """Return what each state owed each other one; two rows of one direction and year must agree."""
    owed: _Owed = {}
    for number, row in rows:
        try:
            year = year_of(row["year"], "year", first=_FIRST_YEAR, last=_LAST_YEAR)
            direction = (_number(row["ccode1"]), _number(row["ccode2"]), year)
            bits = _bits(row)
        except RowRefused as refused:
            context.refuse(number, refused.reason)
            continue
        first, known = owed.setdefault(direction, (number, bits))
        if known != bits:
            context.refuse(number, f"row {first} says otherwise of these two states in {year}")
    return owed


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        raise RowRefused(f"{text[:40]!r} is not the number of a state")
    return int(text)


def _bits(row: Mapping[str, str]) -> int:
    bits = 0
    for place, column in enumerate(_OBLIGATIONS):
        if row[column] not in ("0", "1"):
            raise RowRefused(f"{column} {row[column][:40]!r} is neither 0 nor 1")
        bits |= (row[column] == "1") << place
    return bits


def _pairs(context: Context, owed: _Owed) -> dict[tuple[str, str], dict[int, Year]]:
    """Return for each pair of states what they owed each other by year.

    Two numbers may be one state (255 and 260 are Germany): what either owed, that state owed.
    """
    states = {number: context.countries.correlates_of_war(number) for key in owed for number in key[:2]}
    pairs: dict[tuple[str, str], dict[int, Year]] = {}
    for (debtor, creditor, year), (number, bits) in owed.items():
        one, other = states[debtor], states[creditor]
        reason = _fault(debtor, creditor, states)
        back = owed.get((creditor, debtor, year))
        if not reason and back is None:
            reason = f"the row of the other direction, {creditor} to {debtor} in {year}, is missing"
        elif not reason and back is not None and not bits | back[1]:
            reason = "it names no obligation of either side"
        if reason or one is None or other is None:
            context.refuse(number, reason)
            continue
        years = pairs.setdefault((min(one, other), max(one, other)), {})
        by_one, by_other = years.get(year, (0, 0))
        years[year] = (by_one | bits, by_other) if one < other else (by_one, by_other | bits)
    return pairs


def _fault(debtor: int, creditor: int, states: Mapping[int, str | None]) -> str:
    for number in (debtor, creditor):
        if states[number] is None:
            return f"{number} is no number of a state in the Correlates of War"
    return f"{debtor} and {creditor} are one state, {states[debtor]}" if states[debtor] == states[creditor] else ""
