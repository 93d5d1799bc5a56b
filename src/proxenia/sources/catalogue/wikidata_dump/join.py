"""The second pass, over what the first one kept: classes, states and reasons are looked up, and everything is said."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from proxenia.model.statement import Statement
from proxenia.model.vocabulary import ActorKind, TieKind
from proxenia.sources.catalogue.wikidata_dump.spool import Head, Spool
from proxenia.sources.context import Context
from proxenia.sources.wikidata.classes import Classes, classes_of_arrays, item_number
from proxenia.sources.wikidata.drafts import DEPRECATED, address
from proxenia.sources.wikidata.statements import GOVERNED, Known, record_statements

__all__ = ["statements_of"]


@dataclass(slots=True)
class _Wanted:
    """The items that others name: numbers, because a world has hundreds of thousands."""

    tied: set[int] = field(default_factory=set)
    bodies: set[int] = field(default_factory=set)
    operators: set[int] = field(default_factory=set)
    causes: set[int] = field(default_factory=set)


def statements_of(spool: Spool, context: Context) -> Iterator[Statement]:
    """Give what the kept items say."""
    classes = classes_of_arrays(*spool.classes())
    wanted, states = _survey(spool, classes, context)
    labels, kinds = _look_up(spool, classes, wanted)
    known = Known(classes, states, labels, kinds)
    for entry in spool.entries():
        line = entry.line
        yield from record_statements(
            entry.record,
            known,
            source=context.source,
            retrieved_at=context.retrieved_at,
            refuse=partial(_refuse, context, line),
            is_named=item_number(entry.record.id) in wanted.tied,
            is_body=item_number(entry.record.id) in wanted.bodies,
        )


def _refuse(context: Context, line: int, reason: str) -> None:
    context.refuse(line, reason, is_understood=reason.endswith(DEPRECATED))


def _survey(spool: Spool, classes: Classes, context: Context) -> tuple[_Wanted, dict[str, str]]:
    """Return the items that ties name, and the states with their codes; of an extract note which items it covers."""
    wanted = _Wanted()
    bearers: dict[str, list[tuple[bool, int, int]]] = {}
    for entry in spool.heads():
        head = entry.record
        _note(head, classes, wanted)
        if not context.covers_all:
            context.covered.add(address(head.id))
        if head.code:
            is_no_state = classes.kind(head.classes) != ActorKind.STATE.value
            bearers.setdefault(head.code, []).append((is_no_state, item_number(head.id), entry.line))
    states = {}
    for code, found in sorted(bearers.items()):
        first, *others = sorted(found)
        states[f"Q{first[1]}"] = f"iso:{code}"
        for _, number, line in others:
            context.refuse(line, f"Q{number}: Q{first[1]} bears the code {code} too, and is taken for the state")
    return wanted, states


def _note(head: Head, classes: Classes, wanted: _Wanted) -> None:
    """Note whom an item names in its ties, where it is one that has ties."""
    kind = classes.kind(head.classes)
    for draft in head.ties:
        is_member = draft.predicate == TieKind.MEMBERSHIP.value
        if not is_member or kind in GOVERNED:
            (wanted.bodies if is_member else wanted.tied).add(item_number(draft.object))
            if draft.cause:
                wanted.causes.add(item_number(draft.cause))
    if head.office is not None and classes.mission(head.classes):
        for draft in head.office.kept:
            wanted.operators.add(item_number(draft.object))
            wanted.tied.add(item_number(draft.object))
            if draft.cause:
                wanted.causes.add(item_number(draft.cause))
        wanted.tied.update(map(item_number, (*head.office.hosts, *head.office.places)))


def _look_up(spool: Spool, classes: Classes, wanted: _Wanted) -> tuple[dict[str, str], dict[str, str]]:
    """Return the names of causes, and the kinds of those who keep missions."""
    labels: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for entry in spool.heads():
        head, number = entry.record, item_number(entry.record.id)
        if number in wanted.causes and head.name:
            labels[head.id] = head.name
        if number in wanted.operators:
            kind = classes.kind(head.classes)
            if kind is not None:
                kinds[head.id] = kind
    return labels, kinds
