"""GeoNames' codes of first-order divisions as regions of ISO 3166-2, from ``region_codes.csv``.

The file is made by ``tools/make_region_codes.py`` from a table that writes both codes side by side, and holds only the
pairs that a name proves. A division that is not in it, such as central Serbia, is no region: its cities have none.
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

__all__ = ["load_region_codes"]


@cache
def load_region_codes() -> Mapping[tuple[str, str], str]:
    """Return the identifier of the region of each country and GeoNames' code in it.

    >>> load_region_codes()["ES", "56"]
    'iso:ES-CT'
    """
    text = files("proxenia.resolve").joinpath("region_codes.csv").read_text(encoding="utf-8")
    return {(row["country"], row["admin1"]): f"iso:{row['region']}" for row in csv.DictReader(text.splitlines())}
