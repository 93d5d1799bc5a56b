"""Small pictures of the same scale side by side: ties in force by year, one city a picture, drawn on the server."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from markupsafe import Markup, escape

from proxenia.model.vocabulary import Field
from proxenia.profiles.compare_ties import WITHOUT_DATE, YearTies

__all__ = ["multiples_legend", "tallest_year", "years_picture"]

_WIDTH: Final = 320
_TOP: Final = 14
_FOOT: Final = 104
_LABELS: Final = 118
_HEIGHT: Final = 122
_MARKS_APART: Final = 20
_WORDS: Final = (*(field.value for field in Field), WITHOUT_DATE)
"""From the foot up, each with a colour of its own in every picture."""


def _shown(word: str) -> str:
    return "start not known" if word == WITHOUT_DATE else word.replace("_", " ")


def tallest_year(cities: Sequence[Sequence[YearTies]]) -> int:
    """Return the highest sum of a year in any of the pictures: the scale of all."""
    sums: dict[tuple[int, int], int] = defaultdict(int)
    for number, years in enumerate(cities):
        for one in years:
            sums[number, one.year] += one.ties
    return max(sums.values(), default=0)


def multiples_legend(cities: Sequence[Sequence[YearTies]]) -> Markup:
    """Return the legend of the words that occur in one of the pictures."""
    have = {one.word for years in cities for one in years}
    lines = (
        f'<li><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="bar c{number}" width="10" height="10"/></svg>'
        f"{escape(_shown(word))}</li>"
        for number, word in enumerate(_WORDS)
        if word in have
    )
    return Markup(f'<ul class="legend">{"".join(lines)}</ul>')  # noqa: S704 - numbers, and words that are escaped


def years_picture(years: Sequence[YearTies], first: int, last: int, tallest: int, name: str) -> Markup:
    """Return the ties in force at the end of each year as one picture, the fields on top of each other.

    Parameters
    ----------
    years
        Ties by year and word.
    first, last
        The years at the ends.
    tallest
        The number at the top, the same in every picture.
    name
        Of the city, for those who hear the picture.
    """
    by_word: dict[str, dict[int, int]] = defaultdict(dict)
    for one in years:
        by_word[one.word][one.year] = one.ties
    span, unit = range(first, last + 1), (_FOOT - _TOP) / max(tallest, 1)
    step = _WIDTH / len(span)
    across = [f"{place * step:.1f}" for place in range(len(span) + 1)]
    drawn = [(number, word) for number, word in enumerate(_WORDS) if word in by_word]
    lines = [[0] * len(span)]
    for _, word in drawn:
        lines.append([below + by_word[word].get(year, 0) for below, year in zip(lines[-1], span, strict=True)])
    up = {ties: f"{_FOOT - ties * unit:.1f}" for ties in set().union(*lines)}
    areas = Markup("").join(
        _area(foot, top, across, up, colour=number, title=f"{_shown(word)}: {_course(by_word[word])}")
        for (number, word), (foot, top) in zip(drawn, pairwise(lines), strict=True)
    )
    label = f"{name}, ties in force by year from {first} to {last}: {_heard(by_word, last)}"
    return Markup(  # noqa: S704 - numbers, and the label is escaped
        f'<svg class="begun multiple" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(label)}">{areas}'
        f'<line class="axis" x1="0" y1="{_FOOT + 0.5}" x2="{_WIDTH}" y2="{_FOOT + 0.5}"/>'
        f'<text x="0" y="10">{tallest:d} at the top</text>{_marks(first, last, step)}</svg>'
    )


def _course(by_year: Mapping[int, int]) -> str:
    begun, end = min(by_year), max(by_year)
    return f"{by_year[begun]} in {begun}, {by_year[end]} in {end}"


def _heard(by_word: Mapping[str, Mapping[int, int]], last: int) -> str:
    parts = [f"{_shown(word)} {by_word[word].get(last, 0)}" for word in _WORDS if word in by_word]
    return f"in {last} {', '.join(parts)}" if parts else "none known"


def _area(
    foot: Sequence[int], top: Sequence[int], across: Sequence[str], up: Mapping[int, str], *, colour: int, title: str
) -> Markup:
    """Return the band between two lines of steps.

    Parameters
    ----------
    foot, top
        Ties below and above the band, year by year.
    across, up
        Where a year begins in the picture, and where a number of ties stands.
    colour, title
        Of the band.
    """
    parts = []
    for run in _runs([place for place, ties in enumerate(top) if ties > foot[place]]):
        upper = "".join(f"V{up[top[place]]}H{across[place + 1]}" for place in run)
        lower = "".join(f"V{up[foot[place]]}H{across[place]}" for place in reversed(run))
        parts.append(f"M{across[run[0]]} {up[foot[run[0]]]}{upper}{lower}Z")
    return Markup(  # noqa: S704 - numbers, and the title is escaped
        f'<path class="bar c{colour:d}" d="{"".join(parts)}"><title>{escape(title)}</title></path>'
    )


def _runs(years: Sequence[int]) -> list[list[int]]:
    """Return years in runs without a gap.

    >>> _runs([1990, 1991, 1994])
    [[1990, 1991], [1994]]
    """
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return runs


def _marks(first: int, last: int, step: float) -> Markup:
    years = range(first + -first % _MARKS_APART, last + 1, _MARKS_APART)
    return Markup("").join(_mark((year - first + 0.5) * step, year) for year in years)


def _mark(middle: float, year: int) -> Markup:
    anchor = "start" if middle < 16 else "end" if middle > _WIDTH - 16 else "middle"
    shown = str(year) if year > 0 else f"{1 - year} BCE"
    return Markup(f'<text x="{middle:.1f}" y="{_LABELS}" text-anchor="{anchor}">{shown}</text>')  # noqa: S704 - numbers
