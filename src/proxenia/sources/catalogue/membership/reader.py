"""Reads a list of members: every row becomes a membership in the network of the mapping, or a refusal."""

from collections.abc import Iterator, Sequence

from proxenia.errors import MappingError, PeriodError
from proxenia.model.period import Period
from proxenia.model.predicates import Attribute, Qualifier
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import ActorKind, TieKind
from proxenia.sources.catalogue.membership.mapping import MembershipMapping
from proxenia.sources.context import Context
from proxenia.sources.tabular.mapped_rows import read_mapped_rows
from proxenia.sources.tabular.places import place_statements, read_date, read_place
from proxenia.sources.tabular.rows import RowRefused
from proxenia.sources.tabular.sharing import Entry, keep_apart
from proxenia.sources.tabular.stated import kind_of, reference_of, short_text

__all__ = ["read"]

_TELLING = ("kind", "since", "note")


def read(context: Context) -> Iterator[Statement]:
    """Give the statements of a list of members.

    A reference is the address of the row, else that of the list, else the row: so a member that leaves the list takes
    its own statements with it and no other's.

    Raises
    ------
    UnreadableFileError
        When the file is no table, is empty, or has a header and nothing else.
    MappingError
        When the mapping names a column that the table lacks, or has twice.
    """
    mapping = context.options.get("mapping")
    if not isinstance(mapping, MembershipMapping):
        raise MappingError(
            "A list of members was given without a mapping",
            expected="Expected which network it is and which column is the member",
            next_step="Give a mapping file or key=value pairs",
        )
    entries = list(_understood(context, mapping))
    told: set[str] = set()
    for entry in keep_apart(entries, context, quarrel=_quarrel):
        reference = reference_of(entry, mapping)
        if not told and mapping.city_network_name:
            yield from _network(context, mapping, reference)
        if entry.place.id not in told:
            told.add(entry.place.id)
            yield from place_statements(entry.place, context, reference)
        yield _membership(entry, mapping, context, reference)
    context.refused.sort(key=lambda refusal: refusal.row)


def _understood(context: Context, mapping: MembershipMapping) -> Iterator[Entry]:
    for number, texts in read_mapped_rows(context, mapping):
        try:
            kind = mapping.kind or kind_of(texts.get("kind", ""), mapping.kinds)
            entry = Entry(number, read_place(texts, "", kind, mapping, context), texts)
            reference_of(entry, mapping)
            _period(texts.get("since", ""))
            short_text(texts.get("note", ""), "note")
        except RowRefused as refused:
            context.refuse(number, refused.reason)
        else:
            yield entry


def _quarrel(rows: Sequence[Entry]) -> str:
    """Say why rows of one id are not one member."""
    kinds = sorted({entry.place.kind for entry in rows})
    name = rows[0].place.name or rows[0].place.id
    if len(kinds) > 1:
        return f"{name} stands there as {' and as '.join(kinds)}; give the column of the list's own ids (`key`)"
    said = {tuple(entry.texts.get(key, "") for key in _TELLING) for entry in rows}
    if len(said) > 1 and not all(entry.is_certain for entry in rows):
        return f"the list has {name} several times without saying where; give each row its country or id"
    return ""


def _network(context: Context, mapping: MembershipMapping, reference: str) -> Iterator[Statement]:
    for attribute, value in (
        (Attribute.KIND, ActorKind.CITY_NETWORK.value),
        (Attribute.NAME, mapping.city_network_name),
    ):
        yield Statement(
            mapping.city_network,
            attribute.value,
            context.source,
            reference,
            value=value,
            retrieved_at=context.retrieved_at,
        )


def _period(since: str) -> str | None:
    text = read_date(since, "date of joining")
    if not text:
        return None
    try:
        Period.parse(f"{text}/..")
    except PeriodError:
        raise RowRefused(f"nobody can be a member since {text!r}") from None
    return f"{text}/.."


def _membership(entry: Entry, mapping: MembershipMapping, context: Context, reference: str) -> Statement:
    about = {
        Qualifier.FIELDS: mapping.fields,
        Qualifier.LISTED: mapping.description.date or "",
        Qualifier.SUMMARY: short_text(entry.texts.get("note", ""), "note"),
    }
    return Statement(
        subject=entry.place.id,
        predicate=TieKind.MEMBERSHIP.value,
        source=context.source,
        reference=reference,
        object=mapping.city_network,
        period=_period(entry.texts.get("since", "")),
        qualifiers=tuple(sorted((key.value, text) for key, text in about.items() if text)),
        retrieved_at=context.retrieved_at,
    )
