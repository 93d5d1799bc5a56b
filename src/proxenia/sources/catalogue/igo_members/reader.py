"""Reads the members of intergovernmental organisations: who was seen in which of them, when and as what."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from proxenia.model.identifiers import slugify
from proxenia.model.predicates import Attribute, Qualifier
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import ActorKind, TieKind
from proxenia.sources.context import Context
from proxenia.sources.tabular.cells import year_of
from proxenia.sources.tabular.rows import RowRefused, agreeing, all_formats, read_facts, read_rows

__all__ = ["read"]

_MEMBERS: Final = "igo_members"
_NAMES: Final = "igo_names"
_FORMATS: Final[Mapping[str, tuple[str, ...]]] = {
    _MEMBERS: ("ccode", "year", "igo", "status"),
    _NAMES: ("ioname", "orgname", "min", "max"),
}
_OBSERVER: Final = "observer"
_STANDINGS: Final[Mapping[str, str]] = {"1": "full member", "2": "associate member", "3": _OBSERVER}
_IN_THE_REGISTER: Final[Mapping[str, str]] = {
    "acct": "px:organisation-internationale-de-la-francophonie",
    "asean": "px:asean",
    "au": "px:african-union",
    "cis": "px:commonwealth-of-independent-states",
    "coe": "px:council-of-europe",
    "comsec": "px:commonwealth-of-nations",
    "csto": "px:csto",
    "ecowas": "px:ecowas",
    "efta": "px:efta",
    "eu": "px:european-union",
    "gcc": "px:gulf-cooperation-council",
    "ibrd": "px:world-bank",
    "loas": "px:arab-league",
    "mercosur": "px:mercosur",
    "nato": "px:nato",
    "oas": "px:organization-of-american-states",
    "oecd": "px:oecd",
    "oic": "px:organisation-of-islamic-cooperation",
    "osce": "px:osce",
    "sco": "px:shanghai-cooperation-organisation",
    "un": "px:united-nations",
    "unesco": "px:unesco",
    "wipo": "px:wipo",
}
"""Organisations that are actors of the founding register already; another one is ``px:igo-`` and its short name.

The data give a predecessor the same short name where it went on under another name (the agency that became the
Francophonie, the conference that became the OSCE), and one of its own where it did not: the Organisation of African
Unity, the three European communities, the OEEC and the GATT stay bodies of their own.
"""
_SHORT_NAME_OF_ANOTHER_TIME: Final = frozenset({"acct", "comsec", "loas"})
"""Short names that the data give a body of the register, and that it does not bear itself."""
_SHORT_NAME: Final = re.compile(r"[A-Za-z0-9]{1,40}")
_FIRST_YEAR: Final = 1815
_LAST_YEAR: Final = 2100
_REFERENCE: Final = "Pevehouse, Nordstrom, McManus and Jamison 2020, Correlates of War IGO 3.0"


@dataclass(frozen=True, slots=True)
class _Name:
    """What the file of names says of an organisation."""

    short: str
    full: str
    first: int
    last: int


def read(context: Context) -> Iterator[Statement]:
    """Give one membership a state and organisation, what is known of each organisation, and who observes it.

    An observer is represented at a body and does not belong to it, as the founding register tells of those of the
    United Nations.

    Raises
    ------
    SourceChangedError
        When a file has not the publisher's columns.
    UnreadableFileError
        When a file is no table, or one of the two is missing.
    """
    paths = all_formats(context, _FORMATS)
    names = _names(context, paths[_NAMES])
    seen = _seen(context, paths[_MEMBERS])
    for organisation in sorted({organisation for _, organisation in seen}):
        yield from _organisation(context, organisation, names.get(organisation))
    for (state, organisation), years in sorted(seen.items()):
        for kind in (TieKind.MEMBERSHIP, TieKind.REPRESENTATION):
            of_kind = {year: standing for year, standing in years.items() if _kind(standing) is kind}
            if of_kind:
                yield _tie(context, kind, state, organisation, of_kind)


def _kind(standing: str) -> TieKind:
    """Return the tie of a standing: who only watches is no member, and is bound by nothing that binds members."""
    return TieKind.REPRESENTATION if standing == _OBSERVER else TieKind.MEMBERSHIP


def _tie(context: Context, kind: TieKind, state: str, organisation: str, years: Mapping[int, str]) -> Statement:
    summary = "; ".join(
        f"{standing} {', '.join(str(year) for year in sorted(years) if years[year] == standing)}"
        for standing in _STANDINGS.values()
        if standing in years.values()
    )
    return Statement(
        subject=state,
        predicate=kind.value,
        source=context.source,
        reference=_REFERENCE,
        object=_identifier(organisation),
        qualifiers=((Qualifier.LISTED.value, str(max(years))), (Qualifier.SUMMARY.value, summary)),
        retrieved_at=context.retrieved_at,
    )


def _names(context: Context, path: Path) -> dict[str, _Name]:
    rows = read_rows(context, path, columns=_FORMATS[_NAMES])
    return {fact.key: fact.value for fact in agreeing(context, read_facts(context, rows, _name))}


def _name(row: Mapping[str, str]) -> Iterator[tuple[str, _Name]]:
    first, last = (year_of(row[key], key, first=_FIRST_YEAR, last=_LAST_YEAR) for key in ("min", "max"))
    if not row["orgname"]:
        raise RowRefused("orgname is empty")
    if last < first:
        raise RowRefused(f"its last year {last} is before its first, {first}")
    yield _short_name(row["ioname"]), _Name(row["ioname"], row["orgname"], first, last)


def _short_name(text: str) -> str:
    if _SHORT_NAME.fullmatch(text) is None:
        raise RowRefused(f"{text[:60]!r} is not the short name of an organisation")
    return text.lower()


def _seen(context: Context, path: Path) -> dict[tuple[str, str], dict[int, str]]:
    """Return for each state and organisation as what it was seen in which year."""
    rows = read_rows(context, path, columns=_FORMATS[_MEMBERS])
    seen: dict[tuple[str, str], dict[int, str]] = {}
    for fact in agreeing(context, read_facts(context, rows, partial(_member, context))):
        state, organisation, year = fact.key
        seen.setdefault((state, organisation), {})[year] = fact.value
    return seen


def _member(context: Context, row: Mapping[str, str]) -> Iterator[tuple[tuple[str, str, int], str]]:
    text = row["ccode"]
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else None
    state = context.countries.correlates_of_war(number) if number is not None else None
    if state is None:
        raise RowRefused(f"{text[:40]!r} is no number of a state in the Correlates of War")
    standing = _STANDINGS.get(row["status"])
    if standing is None:
        raise RowRefused(f"status {row['status'][:40]!r} is none of 1 (full), 2 (associate) and 3 (observer)")
    year = year_of(row["year"], "year", first=_FIRST_YEAR, last=_LAST_YEAR)
    yield (state, _short_name(row["igo"]), year), standing


def _identifier(organisation: str) -> str:
    """Return the identifier of an organisation.

    >>> _identifier("nato"), _identifier("fao")
    ('px:nato', 'px:igo-fao')
    """
    return _IN_THE_REGISTER.get(organisation) or f"px:igo-{slugify(organisation)}"


def _organisation(context: Context, organisation: str, name: _Name | None) -> Iterator[Statement]:
    """Give what the names say of an organisation; the founding register names its own better."""
    of = partial(
        Statement,
        subject=_identifier(organisation),
        source=context.source,
        reference=_REFERENCE,
        retrieved_at=context.retrieved_at,
    )
    if organisation not in _IN_THE_REGISTER:
        counted = f"The data count it from {name.first} to {name.last}." if name else ""
        qualifiers = ((Qualifier.SUMMARY.value, counted),) if counted else ()
        yield of(predicate=Attribute.KIND.value, value=ActorKind.IGO.value, qualifiers=qualifiers)
        yield of(predicate=Attribute.NAME.value, value=name.full if name else organisation.upper(), language="en")
    if name and organisation not in _SHORT_NAME_OF_ANOTHER_TIME:
        yield of(predicate=Attribute.ABBREVIATION.value, value=name.short)
