"""The years of a line and what they say: since when, until when, suspended or ended since when."""

import re
from dataclasses import dataclass
from typing import Final

from proxenia.model.vocabulary import Status
from proxenia.sources.catalogue.wikipedia_list.pieces import Refused
from proxenia.sources.catalogue.wikipedia_list.words import Words, ascii_digits, normalise

__all__ = ["Times", "times_of", "without_years"]

_YEAR: Final = r"(?<!\d)(1[0-9]{3}|20[0-9]{2})(?!\d)"
_RANGE = re.compile(_YEAR + r"\s*[–—−-]\s*" + _YEAR)
_ANY_YEAR = re.compile(_YEAR)
_BUDDHIST = re.compile(r"พ\.?\s*ศ\.?\s*(2[45][0-9]{2})(?!\d)")
_BUDDHIST_OFFSET: Final = 543


@dataclass(frozen=True, slots=True)
class Times:
    """When a tie began and ended, where it stands, and since when; empty texts where the line does not say.

    Attributes
    ----------
    is_twinning
        The line does not say that it is no twinning.
    """

    start: str = ""
    end: str = ""
    status: str = ""
    since: str = ""
    is_twinning: bool = True

    @property
    def period(self) -> str | None:
        """The period as EDTF, or nothing."""
        if self.status == Status.ENDED:
            return f"{self.start}/{self.end}" if self.start or self.end else None
        return f"{self.start}/.." if self.start else None


def without_years(text: str) -> str:
    """Return a text without its years."""
    return _ANY_YEAR.sub(" ", ascii_digits(text))


def times_of(text: str, kind: str, words: Words, *, latest: int) -> Times:
    """Return what the words of a line say of its time.

    Parameters
    ----------
    text
        The line without its links.
    kind
        What its section says: `former`, `suspended`, or anything else.
    latest
        The year of the page's revision.

    Raises
    ------
    Refused
        When a year is yet to come, or several years cannot be told apart.

    Examples
    --------
    >>> from proxenia.sources.catalogue.wikipedia_list.words import load_words
    >>> times_of("(1987, suspended since 2022)", "twin", load_words(), latest=2026)
    Times(start='1987', end='', status='suspended', since='2022', is_twinning=True)
    """
    plain = _BUDDHIST.sub(lambda found: str(int(found[1]) - _BUDDHIST_OFFSET), ascii_digits(text))
    future = [year for year in _ANY_YEAR.findall(plain) if int(year) > latest]
    if future:
        raise Refused(f"the year {future[0]} is later than the page")
    status = _status(plain, kind, words)
    end = since = ""
    found = _RANGE.search(plain)
    if found is not None:
        end, plain = found[2], plain[: found.end(1)] + plain[found.end() :]
    normal = normalise(plain)
    if not end:
        end, normal = _until(normal, words)
    if not end and status and kind not in ("former", "suspended"):
        since, normal = _since(normal, status, words)
    start = _start(normal, words)
    if end and status != Status.SUSPENDED:
        status = Status.ENDED.value
    if start and end and int(end) < int(start):
        raise Refused(f"it ends ({end}) before it begins ({start})")
    is_twinning = not words.remark("agreement", normal)
    ended_since = end if status == Status.ENDED else since or end
    return Times(start, end or (since if status == Status.ENDED else ""), status, ended_since or since, is_twinning)


def _status(plain: str, kind: str, words: Words) -> str:
    normal = normalise(plain)
    if words.remark("suspended", normal):
        return Status.SUSPENDED.value
    if words.remark("ended", normal) or words.remark("former", normal):
        return Status.ENDED.value
    return {"former": Status.ENDED.value, "suspended": Status.SUSPENDED.value}.get(kind, "")


def _until(normal: str, words: Words) -> tuple[str, str]:
    for phrase in words.until:
        found = re.search(rf"(?:^| ){re.escape(phrase)} (?:\w+ ){{0,2}}?{_YEAR}", normal)
        if found is not None:
            return found[1], normal[: found.start()] + normal[found.end() :]
    return "", normal


def _since(normal: str, status: str, words: Words) -> tuple[str, str]:
    """Return the first year behind the word that says `status`, and the text without it."""
    kind = "suspended" if status == Status.SUSPENDED else "ended"
    places = [at for phrase in words.remarks[kind] if (at := f" {normal}".find(f" {phrase}")) >= 0]
    found = _ANY_YEAR.search(normal, min(places, default=len(normal)))
    return (found[1], normal[: found.start()] + normal[found.end() :]) if found else ("", normal)


def _start(normal: str, words: Words) -> str:
    years = sorted(set(_ANY_YEAR.findall(normal)))
    if len(years) > 1 and not words.remark("renewed", normal):
        raise Refused(f"it names the years {', '.join(years)}, and does not say what each is")
    return years[0] if years else ""
