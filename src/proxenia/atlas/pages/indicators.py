"""The indicators of change: the texts' figures, what was measured, what has become of them, with sources."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from proxenia.atlas.cited import CitedSource, described_sources
from proxenia.atlas.index import AtlasIndex
from proxenia.history.figures import Figure
from proxenia.history.indicator_list import TEXTS
from proxenia.history.indicators import IndicatorReport, Indicators, telling_figures
from proxenia.history.verdict import VERDICTS

__all__ = ["IndicatorsPage", "ShownIndicator", "build"]

_MOST_LINES: Final = 30
"""Figures of one source that a table shows; of a longer series those that say most."""


@dataclass(frozen=True, slots=True)
class ShownIndicator:
    """An indicator with the figures its table shows: all, or of a long series those that say most."""

    report: IndicatorReport
    lines: list[Figure]


@dataclass(frozen=True, slots=True)
class IndicatorsPage:
    """All indicators.

    Attributes
    ----------
    shown
        Those with figures or claims.
    verdicts
        How many of the texts' figures have come to which end, and what it means.
    texts
        The year of each text.
    """

    as_of: int
    indicators: Indicators
    shown: list[ShownIndicator]
    verdicts: list[tuple[str, int, str]]
    texts: dict[str, int]
    sources: list[CitedSource]


def build(index: AtlasIndex, indicators: Indicators, *, as_of: int) -> IndicatorsPage:
    """Return the payload of the page."""
    reports = [one for one in indicators.indicators if one.claims or one.figures]
    found = Counter(claim.verdict for one in reports for claim in one.claims)
    figures = [one for report in reports for one in (*report.figures, *(claim.claim for claim in report.claims))]
    said = {one.statement: one.source for one in figures}
    said |= {
        point.said.statement: point.said.source
        for one in indicators.sizes
        for point in (one.first, one.latest)
        if point.said
    }
    return IndicatorsPage(
        as_of=as_of,
        indicators=indicators,
        shown=[ShownIndicator(one, telling_figures(one, most=_MOST_LINES)) for one in reports],
        verdicts=[(name, found[name], meaning) for name, meaning in VERDICTS.items() if found[name]],
        texts=dict(TEXTS),
        sources=described_sources(index, dict(Counter(said.values()))),
    )
