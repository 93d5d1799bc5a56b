"""Whether a text's figure holds, by one rule.

1. **Rounding.** Two figures agree when they lie no further apart than half of the coarser one's last digit: 0.52
   stands for 0.515 to 0.525, 13 million for 12.5 to 13.5 million, 1,553 for itself. A lower bound ("more than 0.7")
   agrees with all that lies above it; it counts only where it disagrees, or where nothing else was published.
2. **Its own time.** The figure is compared with all measured points whose date overlaps its own; of what grew during
   that time it may lie between an earlier and a later point.
3. **Since then.** A figure for the text's own time (not more than twenty years before the text came out) is also
   compared with the newest measured point after it: where that differs, the figure has been **overtaken** by it.
4. A figure for a year after the text's is a projection: it lies **ahead**, beside other projections.

Projections and series that measure something else decide nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from proxenia.history.figures import Figure
from proxenia.history.indicator_list import TEXTS
from proxenia.model.period import day_number

__all__ = ["VERDICTS", "Verdict", "agree", "figure_words", "judge", "last_digit"]

_OWN_TIME_YEARS: Final = 20
_GROUP: Final = "\u202f"

VERDICTS: Final = {
    "agrees": "what was measured for that time, and since, is the same within rounding",
    "disputed": "some of what was measured for that time agrees, some does not",
    "differs": "what was measured for that time is another figure",
    "overtaken": "a newer measured figure differs",
    "compatible": "lower bounds, or figures on both sides of it within its own time, do not contradict it",
    "unchecked": "nothing was measured for that time or since",
    "ahead": "it is about a year to come",
    "not_measured": "there is no figure that could be checked",
}
"""What each verdict means."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a text's figure.

    Attributes
    ----------
    same_time
        The measured figures whose date overlaps its own.
    overtaken_by
        The newest measured figure after it, where that differs.
    """

    claim: Figure
    verdict: str
    sentence: str
    same_time: tuple[Figure, ...]
    overtaken_by: Figure | None


def last_digit(text: str) -> float:
    """Return the unit of a figure's last digit that counts; zeros at the end of a whole number do not count.

    >>> [last_digit(text) for text in ("0.52", "0.80", "1553", "130", "13000000")]
    [0.01, 0.01, 1.0, 10.0, 1000000.0]
    """
    whole, point, decimals = text.partition(".")
    if point:
        return float(f"1e-{len(decimals)}")
    zeros = len(whole) - len(whole.rstrip("0"))
    return float(10 ** min(zeros, len(whole) - 1))


def agree(one: Figure, other: Figure) -> bool:
    """Tell whether two figures are the same within rounding."""
    if one.value is None or other.value is None:
        return False
    for bound, known in ((one, other), (other, one)):
        if bound.is_lower_bound and known.value >= bound.value:  # type: ignore[operator]
            return True
    return abs(one.value - other.value) <= max(last_digit(one.text), last_digit(other.text)) / 2 + 1e-12


def figure_words(figure: Figure) -> str:
    """Return a figure with its unit, shares as per cent."""
    if figure.value is None:
        return ""
    before = "more than " if figure.is_lower_bound else ""
    if figure.unit == "share":
        decimals = max(len(figure.text.partition(".")[2]) - 2, 0)
        return f"{before}{100 * figure.value:.{min(decimals, 1)}f}{_GROUP}%"
    number = f"{figure.value:,.0f}" if figure.value.is_integer() else f"{figure.value:,g}"
    return f"{before}{number.replace(',', _GROUP)}"


def judge(claim: Figure, figures: Sequence[Figure]) -> Verdict:
    """Return what becomes of a text's figure beside the figures of its indicator."""
    if claim.value is None or claim.earliest is None or claim.latest is None:
        why = f" ({claim.note})" if claim.note else ""
        sentence = f"{_text(claim)} gives no figure that can be checked{why}, and nothing here measures it."
        return Verdict(claim, "not_measured", sentence, (), None)
    text_year = TEXTS.get(claim.claimed_by or "", 0)
    if claim.earliest > day_number(text_year, 12, 31):
        return Verdict(claim, "ahead", _ahead(claim, figures), (), None)
    known = [one for one in figures if one.status == "measured" and one.comparable and one.value is not None]
    same = _telling(claim, [one for one in known if _overlaps(one, claim)])
    newer = _telling(claim, [one for one in known if one.earliest is not None and one.earliest > claim.latest])
    newest = max(newer, key=lambda one: (one.latest or 0, one.id), default=None)
    is_own_time = claim.latest >= day_number(text_year - _OWN_TIME_YEARS)
    if not is_own_time or newest is None or agree(claim, newest):
        later = newest if is_own_time else None
        return Verdict(claim, *_settled(claim, same, later, known), same, None)
    told = (f"Overtaken by {_words(newest)}, {_where(newest)}.", _own_time(claim, same), _reached(claim, newer))
    return Verdict(claim, "overtaken", " ".join(filter(None, told)), same, newest)


def _overlaps(one: Figure, claim: Figure) -> bool:
    if one.earliest is None or one.latest is None or claim.earliest is None or claim.latest is None:
        return False
    return one.earliest <= claim.latest and one.latest >= claim.earliest


def _telling(claim: Figure, figures: list[Figure]) -> tuple[Figure, ...]:
    """Return the figures that can decide: a bound that does not contradict says less than any other figure."""
    telling = tuple(one for one in figures if not (one.is_lower_bound and agree(claim, one)))
    return telling or tuple(figures)


def _where(figure: Figure) -> str:
    """Return in a word or two who says it: the host of the page, or the title of the source."""
    host = urlsplit(figure.reference.split(" ", 1)[0]).hostname
    return host.removeprefix("www.") if host else figure.source_title


def _text(claim: Figure) -> str:
    return f"The text of {TEXTS.get(claim.claimed_by or '', 'unknown date')}"


def _words(figure: Figure) -> str:
    return f"{figure_words(figure)} ({figure.date_label})"


def _list(figures: Sequence[Figure]) -> str:
    return ", ".join(dict.fromkeys(_words(one) for one in figures))


def _own_time(claim: Figure, same: Sequence[Figure]) -> str:
    fitting = [one for one in same if agree(claim, one)]
    others = [one for one in same if not agree(claim, one)]
    if not same:
        return ""
    if not others:
        return f"For its own time it agrees with what was measured: {_list(fitting)}."
    if not fitting:
        return f"For its own time another figure was measured: {_list(others)}."
    return f"For its own time some measured figures agree, {_list(fitting)}, and others do not: {_list(others)}."


def _reached(claim: Figure, newer: Sequence[Figure]) -> str:
    fitting = [one for one in newer if agree(claim, one) and not one.is_lower_bound]
    first = min(fitting, key=lambda one: (one.earliest or 0, one.id), default=None)
    return f"The figure itself was measured for {first.date_label}." if first else ""


def _settled(claim: Figure, same: Sequence[Figure], later: Figure | None, known: Sequence[Figure]) -> tuple[str, str]:
    """Return the verdict and the sentence where nothing newer differs."""
    since = f"The newest measured figure, {_words(later)}, does not contradict it." if later else ""
    told = _own_time(claim, same)
    compared = [*same, *([later] if later else [])]
    fitting = [agree(claim, one) for one in same]
    if not compared:
        return "unchecked", _nearest(claim, known)
    if all(one.is_lower_bound for one in compared) and all(agree(claim, one) for one in compared):
        return "compatible", f"Only lower bounds were published, and they do not contradict it: {_list(compared)}."
    around = _around(claim, known)
    if around and not any(fitting):
        return "compatible", f"It lies between what was measured before and after within its own time: {_list(around)}."
    verdict = "agrees" if all(fitting) else "disputed" if any(fitting) else "differs"
    return verdict, " ".join(filter(None, (told, since)))


def _around(claim: Figure, known: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return the last figure below and the first above it within its own time, where what is counted was growing."""
    same = [one for one in known if _overlaps(one, claim)]
    below = [one for one in same if (one.value or 0) < (claim.value or 0)]
    above = [one for one in same if (one.value or 0) > (claim.value or 0) and not one.is_lower_bound]
    if not below or not above:
        return ()
    low = max(below, key=lambda one: (one.latest or 0, one.id))
    high = min(above, key=lambda one: (one.earliest or 0, one.id))
    return (low, high) if (low.latest or 0) < (high.earliest or 0) else ()


def _nearest(claim: Figure, known: Sequence[Figure]) -> str:
    dated = [one for one in known if one.year is not None]
    if not dated:
        return "Nothing here measures it."
    near = min(dated, key=lambda one: (abs((one.year or 0) - (claim.year or 0)), one.id))
    return f"Nothing was measured for that time or since; the nearest figure is {_words(near)}."


def _ahead(claim: Figure, figures: Sequence[Figure]) -> str:
    projected = [one for one in figures if one.status == "projected" and one.comparable and one.latest is not None]
    before = [one for one in projected if (one.latest or 0) < (claim.earliest or 0)]
    after = [one for one in projected if (one.earliest or 0) > (claim.latest or 0)]
    near = [max(before, key=lambda one: one.year or 0)] if before else []
    near += [min(after, key=lambda one: one.year or 0)] if after else []
    told = f" Other projections beside it: {_list(near)}." if near else " No other projection stands beside it."
    return f"It is a projection of {_text(claim).lower()} and cannot be checked yet.{told}"
