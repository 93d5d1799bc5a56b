"""Reads the agreement of votes: two states, the first of five years, the share of votes that both cast alike."""

from collections.abc import Iterator, Mapping
from typing import Final

from proxenia.model.predicates import Attribute
from proxenia.model.statement import Statement
from proxenia.sources.context import Context
from proxenia.sources.tabular.cells import plain_number, state_of, year_of
from proxenia.sources.tabular.rows import RowRefused, agreeing, files_by_format, read_facts, read_rows

__all__ = ["read"]

_COLUMNS: Final = ("period_start", "country1", "country2", "share_same_vote")
_FORMATS: Final = {"un_agreement_dyad_5yr_derived": _COLUMNS}
_SPAN: Final = 5
_REFERENCE: Final = (
    "unvotes 2021, share of votes of the UN General Assembly cast alike, from Voeten, Strezhnev and Bailey 2009"
)
_YUGOSLAVIA: Final[Mapping[int, str]] = {
    1990: "Yugoslavia",
    2000: "Serbia and Montenegro",
    2010: "Serbia",
    2015: "Serbia",
}
"""The data keep one name for three states that followed each other in one seat; in 2005–2009 it was two of them."""
_UNIFIED: Final = "1990/1990-10"
"""The Federal Republic of Germany is listed beside Germany for its votes before the third of October 1990."""


def read(context: Context) -> Iterator[Statement]:
    """Give one statement for a pair of states and five years.

    Raises
    ------
    SourceChangedError
        When the file has not the publisher's columns.
    UnreadableFileError
        When it is no table.
    """
    path = files_by_format(context, _FORMATS).popitem()[1]
    rows = read_rows(context, path, columns=_COLUMNS)
    for fact in agreeing(context, read_facts(context, rows, lambda row: [_agreement(row, context)])):
        period, one, other = fact.key
        yield Statement(
            subject=one,
            predicate=Attribute.VOTE_AGREEMENT.value,
            source=context.source,
            reference=_REFERENCE,
            object=other,
            value=fact.value,
            unit="share",
            period=period,
            retrieved_at=context.retrieved_at,
        )


def _agreement(row: Mapping[str, str], context: Context) -> tuple[tuple[str, str, str], str]:
    start = year_of(row["period_start"], "period_start", first=1945, last=2100)
    if start % _SPAN:
        raise RowRefused(f"period_start {start} does not begin a span of {_SPAN} years")
    names = (row["country1"], row["country2"])
    one, other = sorted(_state(name, start, context) for name in names)
    if one == other:
        raise RowRefused(f"{names[0]!r} and {names[1]!r} are one state, {one}")
    share = plain_number(row["share_same_vote"], "share_same_vote", least=0, most=1)
    period = _UNIFIED if start == 1990 and "Federal Republic of Germany" in names else f"{start}/{start + _SPAN - 1}"
    return (period, one, other), share


def _state(name: str, start: int, context: Context) -> str:
    if name == "Yugoslavia":
        meant = _YUGOSLAVIA.get(start)
        if meant is None:
            raise RowRefused(f"'Yugoslavia' names no single state of {start}–{start + _SPAN - 1}")
        name = meant
    return state_of(context, name)
