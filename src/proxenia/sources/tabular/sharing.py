"""Rows of one list that share an id or a name: told apart, or refused, never merged in silence."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from proxenia.model.identifiers import local_identifier
from proxenia.sources.context import Context
from proxenia.sources.tabular.homonyms import find_homonyms, told_apart
from proxenia.sources.tabular.places import Place, clean
from proxenia.sources.tabular.rows import RowRefused

__all__ = ["Entry", "keep_apart"]

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One row with the actor it names."""

    number: int
    place: Place
    texts: Mapping[str, str]

    @property
    def is_certain(self) -> bool:
        """True when the row says more of the actor than its bare name."""
        return not self.place.by_name or bool(self.place.country or self.place.location)


def keep_apart(
    entries: Sequence[Entry], context: Context, *, quarrel: Callable[[Sequence[Entry]], str]
) -> Iterator[Entry]:
    """Give the entries that name one actor each.

    An id that the list gives to rows of different names is left to the row whose name is that of the id (column
    `id_name`), if there is one; the others get an id of their own, and their name says why. Places of one name that
    lie apart get their coordinates into their ids.

    Parameters
    ----------
    quarrel
        Says why the rows of one id cannot be of one actor, or nothing; all of them are refused then.
    """
    apart = list(_located(list(_named(entries, context.source)), context))
    groups: dict[str, list[Entry]] = {}
    for entry in apart:
        groups.setdefault(entry.place.id, []).append(entry)
    reasons = {key: quarrel(group) for key, group in groups.items() if len(group) > 1}
    for entry in apart:
        reason = reasons.get(entry.place.id, "")
        if reason:
            rows = ", ".join(str(other.number) for other in groups[entry.place.id][:_SHOWN])
            context.refuse(entry.number, f"rows {rows}: {reason}")
        else:
            yield entry


def _named(entries: Iterable[Entry], source: str) -> Iterator[Entry]:
    """Take an id away from rows that share it under different names."""
    entries = list(entries)
    names: dict[str, set[str]] = {}
    for entry in entries:
        if not entry.place.by_name and entry.place.name:
            names.setdefault(entry.place.id, set()).add(entry.place.name)
    for entry in entries:
        sharing = names.get(entry.place.id, set())
        if len(sharing) < 2 or not entry.place.name or _is_owner(entry, sharing):
            yield entry
            continue
        others = ", ".join(sorted(sharing - {entry.place.name})[:_SHOWN])
        own = local_identifier(source, entry.place.name, clean(entry.texts.get("country", "")))
        note = f"the list gives {entry.place.id} to {others} too"
        yield replace(entry, place=replace(entry.place, id=own, by_name=True, note=note))


def _is_owner(entry: Entry, sharing: set[str]) -> bool:
    """Tell whether this row alone bears the name that belongs to the id."""
    theirs = _plain(entry.texts.get("id_name", ""))
    return bool(theirs) and {name for name in sharing if _plain(name) == theirs} == {entry.place.name}


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFKD", clean(name).casefold())
    return "".join(letter for letter in text if not unicodedata.combining(letter))


def _located(entries: Sequence[Entry], context: Context) -> Iterator[Entry]:
    homonyms = find_homonyms(entry.place for entry in entries)
    for entry in entries:
        try:
            yield replace(entry, place=told_apart(entry.place, homonyms))
        except RowRefused as refused:
            context.refuse(entry.number, refused.reason)
