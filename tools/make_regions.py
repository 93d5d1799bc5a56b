"""Write src/proxenia/resolve/regions.csv: the regions of ISO 3166-2 with their names, types and places.

The facts come from the package iso3166-2 1.8.4 (MIT, copyright AJ McKenna). It brings heavy libraries along, so it is
no dependency; without them it is had by::

    uv pip install --no-deps --target FOLDER iso3166-2==1.8.4
    uv run python tools/make_regions.py FOLDER/iso3166_2/iso3166-2.json

Without a path the installed package is read. What the package writes into its names is taken apart:
``Catalunya [Cataluña]`` are two names, ``Murcia, Región de`` is *Región de Murcia*, ``Catalonia (eng)`` loses its tag,
and codes, asterisks and notes in brackets are no names. A name with characters that cannot be shown is refused.
"""

import argparse
import csv
import io
import json
import math
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

REGIONS: Final = Path(__file__).resolve().parents[1] / "src" / "proxenia" / "resolve" / "regions.csv"
COLUMNS: Final = ("code", "name", "other_names", "type", "parent", "lon", "lat")
_CODE: Final = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_SQUARE: Final = re.compile(r"\s*\[([^\]]*)\]")
_ROUND: Final = re.compile(r"\s*\([^()]*\)")
_LANGUAGE: Final = re.compile(r"\s*\((?:[a-z]{3}|[a-z]{2}-[A-Z]{2}|[a-z]{3,4}\d{4}[-a-z0-9]*|[a-z0-9]+(?:-[a-z]+)+)\)$")
_CODE_IN_NAME: Final = re.compile(r"\s*\b[A-Z]{2}-[A-Z0-9]{2,3}$")
_DIRECTION_MARKS: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LISTING: Final = re.compile(r"\b(y|and)\b")
_PIECES: Final = re.compile(r"'((?:(?!\)', |\)'$).)*\))'(?:, |; |$)|(.+?)(?:, |; |$)")
_MENDED: Final = {"Rheinland-Palatinate": "Rhineland-Palatinate"}
"""Names that the package misspells."""
_LONGEST: Final = 200


def clean(name: str) -> str:
    """Return a name in NFC, without asterisks, marks of writing direction, and surplus blanks.

    >>> clean("  Nafarroa*  Garaia")
    'Nafarroa Garaia'
    """
    return " ".join(unicodedata.normalize("NFC", _DIRECTION_MARKS.sub("", name)).replace("*", "").split())


def in_order(name: str) -> str:
    """Return a name that is written for an index as one says it; a list of places stays as it is.

    >>> in_order("Murcia, Región de"), in_order("Newry, Mourne and Down")
    ('Región de Murcia', 'Newry, Mourne and Down')
    """
    head, comma, tail = name.partition(", ")
    return name if not comma or "," in tail or _LISTING.search(tail) else f"{tail} {head}"


def own_names(text: str) -> list[str]:
    """Return the names that ISO's name of a region holds, the own one first.

    >>> own_names("Catalunya [Cataluña]"), own_names("Wales [Cymru GB-CYM]"), own_names("Ilocos (Region I)")
    (['Catalunya', 'Cataluña'], ['Wales', 'Cymru'], ['Ilocos'])
    """
    bracketed = [_CODE_IN_NAME.sub("", f" {found}") for found in _SQUARE.findall(text) if not found.islower()]
    bare = _ROUND.sub("", _SQUARE.sub("", text))
    return [clean(name) for name in (in_order(bare), *bracketed) if clean(name)]


def pieces(text: str) -> Iterator[str]:
    """Give the parts of a list of names; a name in quotation marks holds commas of its own.

    >>> list(pieces("'Washington, D.C. (eng)', The District (eng)"))
    ['Washington, D.C. (eng)', 'The District (eng)']
    """
    for quoted, plain in _PIECES.findall(text):
        # Quoted by mistake around two names, now and then.
        yield from filter(None, (piece.strip() for piece in re.split(r"(?<=\)), ", quoted or plain)))


def other_names(text: str) -> list[str]:
    """Return the names in other languages, without the tags of their languages.

    >>> other_names("Catalonia (eng), Catalonha (oci)"), other_names("Delhi [NCT] (eng)")
    (['Catalonia', 'Catalonha'], ['Delhi'])
    """
    names = (clean(_SQUARE.sub("", _LANGUAGE.sub("", piece))) for piece in pieces(text))
    whole = (name.strip("()") if name.count("(") != name.count(")") else name for name in names)
    return [_MENDED.get(name, name) for name in whole]


def is_sound(name: str) -> bool:
    """Tell whether a name can be shown and kept."""
    return 0 < len(name) <= _LONGEST and name.isprintable() and "|" not in name


def degrees(value: object, limit: float) -> str:
    """Return a coordinate with four digits; nothing where it is none."""
    if not isinstance(value, int | float) or not math.isfinite(value) or abs(value) > limit:
        return ""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def row_of(code: str, region: Mapping[str, Any], refused: list[str]) -> list[str]:
    """Return the row of a region; names that cannot be kept are noted in `refused`."""
    name, *bracketed = own_names(region["name"])
    others = dict.fromkeys([*bracketed, *other_names(region["localOtherName"] or "")])
    refused += [f"{code}: {other!r}" for other in others if not is_sound(other)]
    kept = "|".join(other for other in others if is_sound(other) and other != name)
    lat, lon = (region["latLng"] or (None, None))[:2]
    spot = degrees(lon, 180), degrees(lat, 90)
    return [code, name, kept, clean(region["type"]), region["parentCode"] or "", *(spot if all(spot) else ("", ""))]


def build(content: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> tuple[str, list[str]]:
    """Return the file and what was refused.

    Raises
    ------
    ValueError
        When a code is none, or a name cannot be kept.
    """
    refused: list[str] = []
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    regions = {code: region for of_country in content.values() for code, region in of_country.items()}
    for code in sorted(regions):
        row = row_of(code, regions[code], refused)
        parent = row[4]
        if not _CODE.fullmatch(code) or not is_sound(row[1]) or (parent and parent not in regions):
            raise ValueError(f"{code} {row[1]!r} (parent {parent!r}) cannot be kept")
        writer.writerow(row)
    return out.getvalue(), refused


def _installed() -> Path:
    spec = find_spec("iso3166_2")
    if spec is None or spec.origin is None:
        sys.exit("The package iso3166-2 is not installed: install it, or give the path of its iso3166-2.json")
    return Path(spec.origin).parent / "iso3166-2.json"


def main() -> None:
    """Read the package's data and write the file."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("path", nargs="?", type=Path, help="iso3166-2.json; the installed package's by itself")
    path = parser.parse_args().path or _installed()
    text, refused = build(json.loads(path.read_text(encoding="utf-8")))
    REGIONS.write_text(text, encoding="utf-8")
    for line in refused:
        print(f"name refused: {line}")
    print(f"{text.count(chr(10)) - 1:,} regions, {len(text.encode()):,} bytes")


if __name__ == "__main__":
    main()
