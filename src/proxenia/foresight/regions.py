"""The part of the world each country lies in: continents, as GeoNames' table of countries has them (CC BY 4.0)."""

import csv
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Final

__all__ = ["REGIONS", "REGION_OF"]


def _read() -> dict[str, str]:
    with (files("proxenia.foresight") / "regions.csv").open(encoding="utf-8") as file:
        return {row["country"]: row["region"] for row in csv.DictReader(file)}


REGION_OF: Final[Mapping[str, str]] = MappingProxyType(_read())
"""The part of the world by ISO 3166-1 alpha-2 code. Russia and Cyprus lie in Europe there, Turkey in Asia."""

REGIONS: Final = tuple(sorted(set(REGION_OF.values()) - {"Antarctica"}))
"""The parts of the world."""
