"""The regions of ISO 3166-2, found by their country and a name; never guessed where several may be meant.

A name is sought as it is written: first as ISO's own name, then among all names, also without the word for what the
region is (*Stockholms län*, *Respublika Komi*). Last its own such word is taken off (*Province of Barcelona*,
*Washington State*); only regions of a type that the word can mean are left then.

Where two regions may be meant:

- one of them a municipality, a town, a commune or a mere geographical unit: the other;
- one the only part of the other and bearing a name of it, as the Province of Madrid of the Community of Madrid: the
  whole, unless the name itself says that it is the province;
- anything else, such as a city and the land around it: neither. Kyiv and its oblast stay open.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import islice
from typing import Final, NamedTuple

from proxenia.resolve.names import fold

__all__ = ["Region", "Regions", "load_regions"]

_GENERIC: Final = ("region", "community", "county", "governorate", "voivodship", "collectivity")
_TYPES: Final[Mapping[str, tuple[str, ...]]] = {
    "state": ("state", "land", "federal entity"),
    "free state": ("state", "land", "province"),
    "freistaat": ("land",),
    "land": ("land",),
    "estado": ("state", "federal entity"),
    "province": ("province", "country"),
    "provincia": ("province",),
    "provincie": ("province",),
    "sheng": ("province",),
    "region": (*_GENERIC, "oblast", "entity", "republic"),
    "regione": _GENERIC,
    "regiao": _GENERIC,
    "autonomous region": ("autonomous", "region"),
    "autonomous community": ("autonomous community",),
    "chartered community": ("autonomous community",),
    "community": ("autonomous community",),
    "comunidad autonoma": ("autonomous community",),
    "comunidad foral": ("autonomous community",),
    "comunidad": ("autonomous community",),
    "comunitat": ("autonomous community",),
    "principality": ("autonomous community",),
    "principado": ("autonomous community",),
    "department": ("department",),
    "departement": ("department",),
    "departamento": ("department",),
    "prefecture": ("prefecture",),
    "metropolis": ("prefecture",),
    "metropolitan government": ("prefecture", "special city"),
    "county": ("county",),
    "lan": ("county",),
    "fylke": ("county",),
    "megye": ("county",),
    "district": ("district",),
    "division": ("division",),
    "canton": ("canton",),
    "kanton": ("canton",),
    "oblast": ("oblast", "administrative region", "region", "district"),
    "kraj": ("administrative territory", "region"),
    "krai": ("administrative territory", "region"),
    "republic": ("republic",),
    "respublika": ("republic",),
    "territory": ("territory",),
    "governorate": ("governorate",),
    "voivodeship": ("voivodship",),
    "emirate": ("emirate",),
    "do": ("province",),
    "city": ("city", "capital", "municipality"),
    "gorod": ("city",),
    "省": ("province",),
    "県": ("prefecture",),
    "府": ("prefecture",),
    "都": ("prefecture",),
}
"""Words for what a region is, folded, and parts of the ISO types that each can mean."""
_AT_THE_END: Final = frozenset({"do", "sheng", "lan", "fylke", "megye", "metropolis", "metropolitan government"})
_WRITTEN_ON: Final = ("省", "県", "府", "都")
_WORDS: Final = "|".join(sorted(_TYPES, key=lambda word: (-len(word), word)))
_BEFORE: Final = re.compile(
    rf"^(?:the )?(?P<word>{_WORDS}) (?:(?:of|de|del|della|di|do|da|du|von) )?(?:the )?(?P<rest>.+)$"
)
_AFTER: Final = re.compile(rf"^(?:the )?(?P<rest>.+) (?P<word>{_WORDS})$")
_SMALL: Final = ("municipality", "commune", "town", "geographical", "parish", "local council")
_CITY: Final = ("city", "capital")


@dataclass(frozen=True, slots=True)
class Region:
    """A region with an ISO 3166-2 code; `spot` is (lon, lat), `parent` the code of the region it is a part of.

    >>> Region("ES-CT", "Catalunya", ("Catalonia",), "Autonomous community", "", (1.5745, 41.8523)).id
    'iso:ES-CT'
    """

    code: str
    name: str
    others: tuple[str, ...]
    type: str
    parent: str
    spot: tuple[float, float] | None

    @property
    def id(self) -> str:
        """The identifier of the region."""
        return f"iso:{self.code}"

    @property
    def country(self) -> str:
        """The ISO 3166-1 code of its state."""
        return self.code[:2]


class _Row(NamedTuple):
    """A row of the file as it stands; few of them are asked for as a region."""

    code: str
    name: str
    other_names: str
    type: str
    parent: str
    lon: str
    lat: str


@dataclass(frozen=True, slots=True)
class _Names:
    """The regions of a country by folded name: by ISO's own name, and by any, also without the word for the type."""

    own: Mapping[str, frozenset[str]]
    every: Mapping[str, frozenset[str]]

    def all(self, key: str) -> frozenset[str]:
        return self.every.get(key, frozenset())


def without_type(key: str) -> tuple[str, str] | None:
    """Return a folded name without the word for what the region is, and that word; nothing where it has none.

    >>> without_type("province of barcelona"), without_type("stockholms lan"), without_type("limburg")
    (('barcelona', 'province'), ('stockholms', 'lan'), None)
    """
    if len(key) > 2 and key.endswith(_WRITTEN_ON):
        return key[:-1], key[-1]
    before, after = _BEFORE.match(key), _AFTER.match(key)
    if after is not None:
        return after["rest"], after["word"]
    if before is not None and before["word"] not in _AT_THE_END:
        return before["rest"], before["word"]
    return None


class Regions:
    """The regions of ISO 3166-2, from the rows of ``regions.csv``.

    >>> load_regions().find("ES", "Cataluña")
    ('iso:ES-CT',)
    """

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        self._rows = {code: _Row(code, *rest) for code, *rest in rows}
        self._names: dict[str, _Names] = {}

    @cached_property
    def _by_country(self) -> Mapping[str, tuple[str, ...]]:
        codes: dict[str, list[str]] = defaultdict(list)
        for code in self._rows:
            codes[code[:2]].append(code)
        return {country: tuple(of_country) for country, of_country in codes.items()}

    @cached_property
    def _parts(self) -> Mapping[str, tuple[str, ...]]:
        parts: dict[str, list[str]] = defaultdict(list)
        for code, row in self._rows.items():
            parts[row.parent].append(code)
        return {parent: tuple(codes) for parent, codes in parts.items() if parent}

    def __len__(self) -> int:
        """How many regions there are."""
        return len(self._rows)

    def codes(self) -> tuple[str, ...]:
        """Return the codes of all regions, sorted."""
        return tuple(sorted(self._rows))

    def region(self, code: str) -> Region | None:
        """Return the region of a code such as ``ES-CT``, or nothing."""
        row = self._rows.get(code)
        if row is None:
            return None
        spot = (float(row.lon), float(row.lat)) if row.lon else None
        others = tuple(name for name in row.other_names.split("|") if name)
        return Region(code, row.name, others, row.type, row.parent, spot)

    def find(self, country: str, name: str) -> tuple[str, ...]:
        """Return the identifiers of the regions of a country that a name may mean: none, one, or several.

        Names are folded here, so any writing will do.
        """
        names = self._of(country)
        key = fold(name)
        hits = names.own.get(key)
        if not hits or all(self._is_a(code, _CITY) for code in hits):
            hits = names.all(key)  # the land around a city may bear its name
        if hits:
            return self._settled(frozenset(self._whole(code) for code in hits))
        bare = without_type(key)
        if bare is None:
            return ()
        types = _TYPES[bare[1]]
        return self._settled(frozenset(code for code in names.all(bare[0]) if self._is_a(code, types)))

    def _is_a(self, code: str, types: Iterable[str]) -> bool:
        own = self._rows[code].type.casefold()
        return any(part in own for part in types)

    def _whole(self, code: str) -> str:
        """Return the region that a region is the only part of, if they share a name; else the region itself."""
        parent = self._rows[code].parent
        is_alone = self._parts.get(parent) == (code,)
        return parent if is_alone and self._keys(code) & self._keys(parent) else code

    def _settled(self, codes: frozenset[str]) -> tuple[str, ...]:
        large = frozenset(code for code in codes if not self._is_a(code, _SMALL))
        return tuple(f"iso:{code}" for code in sorted(large or codes))

    def _keys(self, code: str) -> frozenset[str]:
        """Return the folded names of a region, with and without the word for its type."""
        row = self._rows[code]
        keys = [fold(name) for name in (row.name, *row.other_names.split("|")) if name]
        pairs = (without_type(key) for key in keys)
        return frozenset({*keys, *(pair[0] for pair in pairs if pair and self._is_a(code, _TYPES[pair[1]]))})

    def _of(self, country: str) -> _Names:
        if country not in self._names:
            self._names[country] = self._named(country)
        return self._names[country]

    def _named(self, country: str) -> _Names:
        own, every = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
        for code in self._by_country.get(country, ()):
            own[fold(self._rows[code].name)].add(code)
            for key in self._keys(code) - {""}:
                every[key].add(code)
        return _Names(*({key: frozenset(codes) for key, codes in table.items()} for table in (own, every)))


@cache
def load_regions() -> Regions:
    """Return the regions that this package brings (``regions.csv``)."""
    text = files("proxenia.resolve").joinpath("regions.csv").read_text(encoding="utf-8")
    return Regions(islice(csv.reader(text.splitlines()), 1, None))
