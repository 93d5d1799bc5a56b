"""When a claim holds, from its qualifiers: start (P580), end (P582), point in time (P585), end cause (P1534).

- ``somevalue`` as the end: it ended, nobody knows when (``1990/``). ``novalue``: it has not ended (``1990/..``).
- Without an end it is taken to hold still, as Wikidata means it.
- An end cause says that it ended, with or without a date.
- A point in time is not a period: it says that the tie was there on that date. It becomes the qualifier `listed`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from proxenia.errors import PeriodError
from proxenia.model.period import Period
from proxenia.sources.wikidata.entity import Claim, Missing, Moment, Value
from proxenia.sources.wikidata.moments import edtf_of

__all__ = ["Span", "point_of", "span_of"]


@dataclass(frozen=True, slots=True)
class Span:
    """When a claim holds.

    Attributes
    ----------
    period
        EDTF; none where nothing is known.
    ended, end
        It is over, and since when (EDTF, empty where unknown).
    listed
        A date on which it is known to have held (EDTF, empty where none is named).
    cause
        The item of the cause of its end.
    faults
        What of its dates was not understood.
    """

    period: str | None = None
    ended: bool = False
    end: str = ""
    listed: str = ""
    cause: str = ""
    faults: tuple[str, ...] = ()


_ALWAYS = Span()


def span_of(claim: Claim, *, until: str) -> Span:
    """Return when a claim holds.

    Parameters
    ----------
    until
        The day of reading (EDTF): an end after it lies ahead.

    Examples
    --------
    >>> start, end = Moment("+1990-00-00T00:00:00Z", 9), Moment("+2022-03-01T00:00:00Z", 11)
    >>> span_of(Claim("Q1", qualifiers={"P580": (start,), "P582": (end,)}), until="2026-11-22").period
    '1990/2022-03-01'
    >>> span_of(Claim("Q1", qualifiers={"P580": (start,), "P582": (Missing.SOMEVALUE,)}), until="2026-11-22").period
    '1990/'
    >>> span_of(Claim("Q1", qualifiers={"P580": (start,)}), until="2026-11-22").period
    '1990/..'
    """
    if not claim.qualifiers:
        return _ALWAYS
    faults: list[str] = []
    given = claim.qualifiers.get
    start, end = _bound(given("P580", ()), "P580", faults), _bound(given("P582", ()), "P582", faults)
    cause = next((value for value in given("P1534", ()) if isinstance(value, str)), "")
    points = sorted(filter(None, map(point_of, given("P585", ()))))
    ended = (end is not None and end != ".." and not _lies_ahead(end, until)) or bool(cause and end is None)
    text = _interval(start, end, ended=ended)
    if text is not None and start and end and not _is_period(text):
        faults.append(f"it ends ({end}) before it begins ({start})")
        text = None
    since = end if ended and end not in (None, "..") else ""
    return Span(text, ended, since or "", points[0] if points else "", cause, tuple(faults))


def point_of(value: Value) -> str:
    """Return the EDTF text of a moment, or nothing."""
    return (edtf_of(value) or "") if isinstance(value, Moment) else ""


def _bound(values: Sequence[Value], key: str, faults: list[str]) -> str | None:
    """Return a side of the period: a date, ``..`` for none, an empty text for unknown; nothing where unnamed."""
    if not values:
        return None
    if len(values) == 1:
        return _date(values[0], key, faults)
    dates = [_date(value, key, faults) for value in values]
    named = sorted({date for date in dates if date not in ("", "..")}, key=lambda date: (-len(date), date))
    if not named:
        return ".." if ".." in dates else ""
    finest = Period.parse(named[0])
    if all(Period.parse(other).contains(finest) for other in named[1:]):
        return named[0]
    faults.append(f"{key} has several dates ({', '.join(sorted(named))}): none of them is taken")
    return ""


def _date(value: Value, key: str, faults: list[str]) -> str:
    if value is Missing.NOVALUE:
        return ".."
    if not isinstance(value, Moment):
        return ""
    text = edtf_of(value)
    if text is None:
        faults.append(f"{key} {value.time[:40]} with precision {value.precision} is no date, or too coarse")
    return text or ""


def _interval(start: str | None, end: str | None, *, ended: bool) -> str | None:
    last = end if end is not None else ("" if ended else "..")
    if not start and (last == "" or end is None):
        return None
    return f"{start or ''}/{last}"


def _lies_ahead(end: str, until: str) -> bool:
    return bool(end) and Period.parse(end).start_earliest > Period.parse(until).end_latest


def _is_period(text: str) -> bool:
    try:
        Period.parse(text)
    except PeriodError:
        return False
    return True
