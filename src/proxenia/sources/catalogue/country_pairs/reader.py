"""Reads CEPII's table of pairs of countries; each pair stands in it twice, and both rows must say the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from proxenia.model.predicates import Attribute, Qualifier
from proxenia.model.statement import Qualifiers, Statement
from proxenia.sources.context import Context
from proxenia.sources.tabular.cells import plain_number, state_of
from proxenia.sources.tabular.rows import Fact, RowRefused, agreeing, files_by_format, read_facts, read_rows

__all__ = ["CODES", "read"]

CODES: Final[Mapping[str, str]] = {
    "PAL": "iso:PS",
    "ROM": "iso:RO",
    "TMP": "iso:TL",
    # Not the six republics: CEPII's own list of countries calls it Serbia and Montenegro.
    "YUG": "px:serbia-and-montenegro",
    "ZAR": "iso:CD",
}
"""Codes that CEPII keeps though ISO 3166 has withdrawn them or never had them."""

_FLAGS: Final = {
    "contig": Attribute.CONTIGUITY,
    "comlang_off": Attribute.COMMON_LANGUAGE,
    "colony": Attribute.COLONIAL_TIE,
}
_COLUMNS: Final = ("iso_o", "iso_d", *_FLAGS, "dist", "distw")
_FORMATS: Final = {"dist_cepii": _COLUMNS}
_MISSING: Final = "."
_DECIMALS: Final = 4
_FARTHEST_KM: Final = 20_100
_TOLERANCE: Final = Decimal("0.00001")
"""The last digit of the seven that CEPII computed with differs between the two directions."""
_REFERENCE: Final = "CEPII GeoDist, dist_cepii, Mayer and Zignago 2011"
_BETWEEN_CITIES: Final[Qualifiers] = ((Qualifier.SUMMARY.value, "between the main cities"),)

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Measures:
    """What one row says of its pair."""

    distance_km: str
    is_weighted: bool
    flags: tuple[str, ...]

    def agrees(self, other: "_Measures") -> bool:
        one, two = Decimal(self.distance_km), Decimal(other.distance_km)
        near = abs(one - two) <= _TOLERANCE * max(one, two)
        return near and (self.is_weighted, self.flags) == (other.is_weighted, other.flags)


def read(context: Context) -> Iterator[Statement]:
    """Give four statements for a pair: distance, contiguity, common language and colonial tie.

    Raises
    ------
    SourceChangedError
        When the file has not the publisher's columns.
    UnreadableFileError
        When it is no table.
    """
    path = files_by_format(context, _FORMATS).popitem()[1]
    rows = read_rows(context, path, columns=_COLUMNS)
    facts = read_facts(context, rows, lambda row: _measures(row, context))
    for fact in agreeing(context, facts, is_same=_Measures.agrees):
        yield from _statements(fact, context)


def _measures(row: Mapping[str, str], context: Context) -> Iterator[tuple[Pair, _Measures]]:
    if row["iso_o"] == row["iso_d"]:
        return  # The inner distance of a country: of a pair of states it says nothing.
    one, other = sorted(state_of(context, row[name], known=CODES) for name in ("iso_o", "iso_d"))
    if one == other:
        raise RowRefused(f"{row['iso_o']} and {row['iso_d']} are one state, {one}")
    is_weighted = row["distw"] != _MISSING
    name = "distw" if is_weighted else "dist"
    distance = plain_number(row[name], name, least=0, most=_FARTHEST_KM, decimals=_DECIMALS)
    yield (one, other), _Measures(distance, is_weighted, tuple(_flag(row[flag], flag) for flag in _FLAGS))


def _flag(text: str, name: str) -> str:
    if text not in ("0", "1"):
        raise RowRefused(f"{name} {text!r} is neither 0 nor 1")
    return text


def _statements(fact: Fact[Pair, _Measures], context: Context) -> Iterator[Statement]:
    (one, other), said = fact.key, fact.value
    yield Statement(
        subject=one,
        predicate=Attribute.DISTANCE.value,
        source=context.source,
        reference=_REFERENCE,
        object=other,
        value=said.distance_km,
        unit="km",
        qualifiers=() if said.is_weighted else _BETWEEN_CITIES,
        retrieved_at=context.retrieved_at,
    )
    for attribute, flag in zip(_FLAGS.values(), said.flags, strict=True):
        yield Statement(
            subject=one,
            predicate=attribute.value,
            source=context.source,
            reference=_REFERENCE,
            object=other,
            value=flag,
            retrieved_at=context.retrieved_at,
        )
