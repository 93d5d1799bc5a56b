"""The atlas's memory of the two maps: the overlay of a year, what the map draws of it, and the page."""

from collections.abc import Callable
from typing import Final

import orjson
import polars as pl

from proxenia.atlas.cited import CitedSource, cited_sources
from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.pages import two_maps as two_maps_page
from proxenia.atlas.remembered import Background, Remembered
from proxenia.atlas.two_maps import OverlayMap, build_overlay_map
from proxenia.atlas.year import YearView
from proxenia.model.vocabulary import TieKind
from proxenia.overlay.overlay import Overlay
from proxenia.overlay.rule import RULE

__all__ = ["MapsByYear"]

_YEARS_KEPT: Final = 16
_PAGES_KEPT: Final = 256
_STATE_TIES: Final = (
    TieKind.REPRESENTATION,
    TieKind.DIPLOMATIC_RELATION,
    TieKind.ALLIANCE,
    TieKind.SANCTION,
    TieKind.RECOGNITION,
)
_TIES: Final = [*RULE.city_tie_kinds, *(kind.value for kind in _STATE_TIES)]
"""The ties that the two maps are made of: their sources are to be cited."""


class MapsByYear:
    """The two maps of one snapshot, by year.

    Parameters
    ----------
    index
        Every record.
    view
        What held at the end of a year.
    """

    def __init__(self, index: AtlasIndex, view: Callable[[int], YearView]) -> None:
        self._index = index
        self._view = view
        self._sources: Remembered[int, list[CitedSource]] = Remembered(self._cited, most=_YEARS_KEPT)
        self.pairs: Remembered[int, pl.DataFrame] = Remembered(self._pairs, most=_YEARS_KEPT)
        self.drawn: Remembered[int, OverlayMap] = Remembered(self._drawn, most=_YEARS_KEPT)
        self.json: Remembered[int, bytes] = Remembered(self._json, most=_YEARS_KEPT)
        self._page: Remembered[tuple[int, str], two_maps_page.TwoMapsPage] = Remembered(self._built, most=_PAGES_KEPT)

    def _pairs(self, year: int) -> pl.DataFrame:
        return Overlay.of(self._index.snapshot, year).pairs

    def _drawn(self, year: int) -> OverlayMap:
        return build_overlay_map(self._index, self.pairs(year), year)

    def _json(self, year: int) -> bytes:
        return orjson.dumps(self.drawn(year))

    def _cited(self, year: int) -> list[CitedSource]:
        ties = self._view(year).ties
        return cited_sources(self._index, ties.filter(pl.col("kind").is_in(_TIES))["id"])

    def _built(self, of: tuple[int, str]) -> two_maps_page.TwoMapsPage:
        year, country = of
        return two_maps_page.build(
            self._index, self.pairs(year), self.drawn(year), self._sources(year), country=country
        )

    def warm_behind(self, year: int, background: Background) -> None:
        """Have what the page of the world shows made ready behind the answers."""
        self.json.soon(year, background, patience=0)
        self._page.soon((year, ""), background, patience=0)

    def page(self, year: int, *, country: str) -> two_maps_page.TwoMapsPage:
        """Return the payload of a year, of the world or of one country."""
        return self._page((year, country.upper()))
