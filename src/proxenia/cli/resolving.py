"""``proxenia resolve``: a table of names in, the place each one means out, with its probability."""

import csv
import io
import math
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final, TextIO

import typer

from proxenia.cli.console import note, print_json
from proxenia.cli.opening import opened_gazetteer
from proxenia.cli.settings import Settings
from proxenia.errors import InputError, UnreadableFileError
from proxenia.resolve.countries import Countries
from proxenia.resolve.gazetteer import Gazetteer, Place
from proxenia.resolve.match import LocalPlace, Match, Outcome, match_places
from proxenia.sources.context import LARGEST_FILE
from proxenia.sources.tabular.grid import read_grid

__all__ = ["Columns", "add_commands", "build_resolved", "read_names", "write_resolved"]

_USUAL_NAMES: Final = ("name", "city", "place", "town", "municipality", "label")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS: Final = ("row", "name", "country", "outcome", "id", "probability", "reason", "candidates")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table hold what; the name of the places stands in the first one when none is named."""

    name: str | None = None
    country: str | None = None
    region: str | None = None
    lon: str | None = None
    lat: str | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A row of the table: what it says, and why it cannot be looked up, empty where it can."""

    row: int
    place: LocalPlace
    name: str
    country: str
    refused: str = ""


def _position(header: Sequence[str], wanted: str | None) -> int | None:
    if wanted is None:
        return None
    titles = [title.strip() for title in header]
    if wanted.strip() in titles:
        return titles.index(wanted.strip())
    raise InputError(
        f"The table has no column {wanted!r}",
        expected="Its columns are: " + ", ".join(title[:40] for title in titles[:30]),
        next_step="Name one of them",
    )


def _name_position(header: Sequence[str], wanted: str | None) -> int:
    chosen = _position(header, wanted)
    if chosen is not None:
        return chosen
    titles = [title.strip().casefold() for title in header]
    return next((titles.index(usual) for usual in _USUAL_NAMES if usual in titles), 0)


def read_names(path: Path, columns: Columns, countries: Countries) -> Iterator[_Asked]:
    """Give the rows of a table of names; the first row is its header.

    Raises
    ------
    UnreadableFileError
        When the file cannot be read as a table, or is too large.
    InputError
        When it has no column of a name that was asked for.
    """
    grid = read_grid(_content(path), path)
    header = next(grid, [])
    places = {
        "name": _name_position(header, columns.name),
        **{key: _position(header, getattr(columns, key)) for key in ("country", "region", "lon", "lat")},
    }
    for number, cells in enumerate(grid, start=2):
        said = {
            key: cells[column].strip() if column is not None and column < len(cells) else ""
            for key, column in places.items()
        }
        if any(said.values()):
            yield _asked(number, said, countries)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise UnreadableFileError(f"{path} cannot be read ({error.strerror})", next_step="Check the path") from error
    if len(content) > LARGEST_FILE:
        raise UnreadableFileError(
            f"{path} is larger than {LARGEST_FILE >> 20} MB", next_step="Give a smaller part of it"
        )
    return content


def _asked(number: int, said: Mapping[str, str], countries: Countries) -> _Asked:
    name, country = said["name"], said["country"]
    area = countries.area(country) if country else None
    codes = countries.codes(country) if country and area is None else ()
    division = countries.division(f"{said['region']}, {country}") if said["region"] and area is not None else ""
    spot, fault = _spot(said["lon"], said["lat"])
    if not name:
        fault = "the name is empty"
    elif country and area is None and not codes:
        fault = countries.reason(country)
    place = LocalPlace(
        f"row:{number}",
        f"{name} ({said['region']})" if said["region"] and not division else name,
        area.country if area is not None else "",
        division or (area.division if area is not None else ""),
        spot,
        countries=codes,
    )
    return _Asked(number, place, name, country, fault)


def _spot(lon: str, lat: str) -> tuple[tuple[float, float] | None, str]:
    """Return the coordinates of a row, or why there are none."""
    if not lon and not lat:
        return None, ""
    try:
        spot = float(lon), float(lat)
    except ValueError:
        return None, f"{lon[:20]!r}, {lat[:20]!r} are no coordinates in degrees"
    if not all(math.isfinite(number) for number in spot) or abs(spot[0]) > 180 or abs(spot[1]) > 90:
        return None, f"{lon[:20]!r}, {lat[:20]!r} are no coordinates on Earth"
    return spot, ""


def build_resolved(asked: Sequence[_Asked], gazetteer: Gazetteer) -> dict[str, Any]:
    """Return the documented shape: rows with outcome, id, probability, reason and candidates, and their counts."""
    sound = [one for one in asked if not one.refused]
    matches = dict(zip((one.row for one in sound), match_places([one.place for one in sound], gazetteer), strict=True))
    rows = [_row(one, matches.get(one.row)) for one in asked]
    counts = Counter(row["outcome"] for row in rows)
    return {"rows": rows, "counts": {outcome.value: counts[outcome.value] for outcome in Outcome}}


def _row(asked: _Asked, match: Match | None) -> dict[str, Any]:
    told = {"row": asked.row, "name": asked.name, "country": asked.country}
    if match is None:
        refused = {"outcome": Outcome.UNKNOWN.value, "id": None, "probability": None, "reason": asked.refused}
        return {**told, **refused, "candidates": []}
    pairs = list(zip(match.candidates, match.probabilities, strict=True))
    if match.place is not None:
        pairs.insert(0, (match.place, match.probability))
    return {
        **told,
        "outcome": match.outcome.value,
        "id": match.place.id if match.place is not None else None,
        "probability": round(match.probability, 4) if pairs else None,
        "reason": match.rule,
        "candidates": [_candidate(place, likely) for place, likely in pairs],
    }


def _candidate(place: Place, likely: float) -> dict[str, Any]:
    return {
        "id": place.id,
        "name": place.name,
        "country": place.country,
        "admin1": place.admin1,
        "population": place.population,
        "probability": round(likely, 4),
    }


def _safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def write_resolved(resolved: Mapping[str, Any], file: TextIO) -> None:
    """Write the rows as CSV; a text that a spreadsheet would take for a formula gets an apostrophe before it."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in resolved["rows"]:
        shown = "; ".join(
            f"{one['id']} {one['name']} ({one['country']}-{one['admin1']}, {one['population']}, {one['probability']})"
            for one in row["candidates"]
        )
        texts = [_safe(str(row[key])) if row[key] is not None else "" for key in _COLUMNS[1:-1]]
        writer.writerow([row["row"], *texts, _safe(shown)])


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""

    @app.command()
    def resolve(
        context: typer.Context,
        names: Annotated[
            Path, typer.Argument(help="A CSV, TSV or XLSX file of names.", exists=True, dir_okay=False, readable=True)
        ],
        *,
        country_column: Annotated[str | None, typer.Option(help="The column of the country, in any language.")] = None,
        name_column: Annotated[str | None, typer.Option(help="The column of the name; the first by itself.")] = None,
        region_column: Annotated[str | None, typer.Option(help="The column of the region or state.")] = None,
        lon_column: Annotated[str | None, typer.Option(help="The column of the longitude in degrees.")] = None,
        lat_column: Annotated[str | None, typer.Option(help="The column of the latitude in degrees.")] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """Find the cities that names mean: the best id, its probability, and the other candidates."""
        settings: Settings = context.obj
        if (lon_column is None) != (lat_column is None):
            raise InputError("One coordinate is given without the other", next_step="Name both columns")
        gazetteer = opened_gazetteer(settings)
        columns = Columns(name_column, country_column, region_column, lon_column, lat_column)
        asked = list(read_names(names, columns, gazetteer.countries))
        resolved = build_resolved(asked, gazetteer)
        if as_json:
            print_json(resolved)
            return
        out = io.StringIO()
        write_resolved(resolved, out)
        sys.stdout.write(out.getvalue())
        note(", ".join(f"{number} {outcome}" for outcome, number in resolved["counts"].items()))
