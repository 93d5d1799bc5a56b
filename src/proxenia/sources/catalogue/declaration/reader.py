"""Reads a list of signatories: the act, and the part of every city in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from proxenia.errors import MappingError
from proxenia.model.identifiers import slugify
from proxenia.model.predicates import Attribute, Qualifier
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import ActRole
from proxenia.sources.catalogue.declaration.mapping import Act, DeclarationMapping
from proxenia.sources.context import Context
from proxenia.sources.tabular.mapped_rows import read_mapped_rows
from proxenia.sources.tabular.places import place_statements, read_date, read_place
from proxenia.sources.tabular.rows import RowRefused
from proxenia.sources.tabular.sharing import Entry, keep_apart
from proxenia.sources.tabular.stated import kind_of, reference_of, short_text

__all__ = ["read"]

_LONGEST_SLUG: Final = 120


@dataclass(slots=True)
class _Reading:
    """What was told of one list so far."""

    context: Context
    mapping: DeclarationMapping
    acts: dict[str, Act]
    told: set[str]


def read(context: Context) -> Iterator[Statement]:
    """Give the statements of a list of signatories.

    A reference is the address of the row, else that of the list, else the row: so a signatory that is taken off the
    list takes its own statements with it and no other's.

    Raises
    ------
    UnreadableFileError
        When the file is no table, is empty, or has a header and nothing else.
    MappingError
        When the mapping names a column that the table lacks, or has twice.
    """
    mapping = context.options.get("mapping")
    if not isinstance(mapping, DeclarationMapping):
        raise MappingError(
            "A list of signatories was given without a mapping",
            expected="Expected what was signed and which column is the signatory",
            next_step="Give a mapping file or key=value pairs",
        )
    reading = _Reading(context, mapping, {}, set())
    entries = list(_understood(reading))
    for entry in keep_apart(entries, context, quarrel=_quarrel):
        yield from _statements(entry, reading)
    context.refused.sort(key=lambda refusal: refusal.row)


def _understood(reading: _Reading) -> Iterator[Entry]:
    context, mapping = reading.context, reading.mapping
    for number, texts in read_mapped_rows(context, mapping):
        try:
            kind = mapping.kind or kind_of(texts.get("kind", ""), mapping.kinds)
            entry = Entry(number, read_place(texts, "", kind, mapping, context), texts)
            reference_of(entry, mapping)
            _about(texts, mapping)
            _check_same_date(_act_of(texts, mapping), reading)
        except RowRefused as refused:
            context.refuse(number, refused.reason)
        else:
            yield entry


def _act_of(texts: Mapping[str, str], mapping: DeclarationMapping) -> Act:
    """Return what a row's actor signed."""
    title = short_text(texts.get("act_title", ""), "title of the act")
    if "act_title" not in mapping.columns:
        return mapping.act
    if not title:
        raise RowRefused("the title of the act is empty")
    slug = slugify(title)[:_LONGEST_SLUG].strip("-")
    if not slug:
        raise RowRefused(
            f"the title {title!r} has no Latin letter for an identifier; give the act a mapping of its own"
        )
    date = read_date(texts.get("act_date", ""), "date of the act")
    return replace(
        mapping.act,
        id=f"act:{slugify(mapping.description.id)}-{slug}",
        title=title,
        date=date or mapping.act.date,
    )


def _check_same_date(act: Act, reading: _Reading) -> None:
    first = reading.acts.setdefault(act.id, act)
    if first != act:
        raise RowRefused(
            f"an earlier row has {first.title!r} of {first.date or 'no date'}, this one {act.title!r} of"
            f" {act.date or 'no date'}"
        )


def _quarrel(rows: Sequence[Entry]) -> str:
    """Say why the rows of one id are not one actor: two people in one office, or a bare name twice."""
    in_office: dict[tuple[str, str], set[str]] = {}
    in_act: dict[str, set[str]] = {}
    for entry in rows:
        act, office, person = (entry.texts.get(key, "") for key in ("act_title", "office", "person"))
        in_office.setdefault((act, office), set()).add(person)
        in_act.setdefault(act, set()).add(person)
    for (_, office), several in sorted(in_office.items()):
        if office and len(several) > 1:
            names = " and ".join(sorted(several))
            return f"{names} sign as {office}: they may speak for two places of one name; give each its own id"
    if any(len(several) > 1 for several in in_act.values()) and not all(entry.is_certain for entry in rows):
        name = rows[0].place.name or rows[0].place.id
        return f"the list has {name} several times without saying where; give each row its country or id"
    return ""


def _statements(entry: Entry, reading: _Reading) -> Iterator[Statement]:
    context, mapping = reading.context, reading.mapping
    reference, act = reference_of(entry, mapping), _act_of(entry.texts, mapping)
    if act.id not in reading.told:
        reading.told.add(act.id)
        yield _event(act, context, reference)
    if entry.place.id not in reading.told:
        reading.told.add(entry.place.id)
        yield from place_statements(entry.place, context, reference)
    yield Statement(
        subject=entry.place.id,
        predicate=Attribute.PARTICIPATION.value,
        source=context.source,
        reference=reference,
        object=act.id,
        qualifiers=_qualifiers(_about(entry.texts, mapping), context),
        retrieved_at=context.retrieved_at,
    )


def _event(act: Act, context: Context, reference: str) -> Statement:
    about = {Qualifier.TITLE: act.title, Qualifier.SUMMARY: act.summary, Qualifier.FIELDS: act.fields}
    return Statement(
        subject=act.id,
        predicate=Attribute.EVENT.value,
        source=context.source,
        reference=reference,
        value=act.kind,
        period=act.date or None,
        qualifiers=_qualifiers(about, context),
        retrieved_at=context.retrieved_at,
    )


def _about(texts: Mapping[str, str], mapping: DeclarationMapping) -> dict[Qualifier, str]:
    """Return the role of a row's actor, who signed for it, and in which capacity."""
    vote = short_text(texts.get("vote", ""), "vote")
    role = mapping.roles.get(vote.casefold(), "") if mapping.roles else ActRole.SIGNATORY.value
    if not role:
        known = ", ".join(sorted(mapping.roles))
        raise RowRefused(
            f"the vote {vote!r} is not among those the mapping knows ({known}); name it under `signed` or `took_part`"
            if vote
            else "the vote is empty"
        )
    person, office = short_text(texts.get("person", ""), "person"), short_text(texts.get("office", ""), "title")
    capacity = short_text(texts.get("capacity", ""), "capacity")
    notes = [f"vote: {vote}" if role != ActRole.SIGNATORY else "", f"capacity: {capacity}" if capacity else ""]
    return {
        Qualifier.ROLE: role,
        Qualifier.SIGNED_BY: ", ".join(part for part in (person, office) if part) if role == ActRole.SIGNATORY else "",
        Qualifier.SUMMARY: "; ".join(part for part in notes if part),
    }


def _qualifiers(about: Mapping[Qualifier, str], context: Context) -> tuple[tuple[str, str], ...]:
    listed = context.description.date or ""
    pairs = {**about, Qualifier.LISTED: listed}
    return tuple(sorted((key.value, text) for key, text in pairs.items() if text))
