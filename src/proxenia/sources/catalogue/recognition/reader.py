"""Reads Natural Earth's points of view: how the maps of a state class a disputed place, and what they assign it to."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final

from proxenia.model.predicates import Attribute, Qualifier
from proxenia.model.statement import Statement
from proxenia.sources.context import Context
from proxenia.sources.tabular.rows import RowRefused, agreeing, all_formats, read_facts, read_rows

__all__ = ["read"]

_KEY_COLUMNS: Final = ("name", "adm0_a3", "pov")
_CLASSES: Final = "pov_class"
_ASSIGNED: Final = "pov_assigned_to"
_FORMATS: Final[Mapping[str, tuple[str, ...]]] = {
    _CLASSES: (*_KEY_COLUMNS, "class"),
    _ASSIGNED: (*_KEY_COLUMNS, "assigned_to"),
}
_CODES: Final[Mapping[str, str]] = {
    "ALD": "iso:AX",
    "CYN": "px:northern-cyprus",
    "KOS": "iso:XK",
    "PSX": "iso:PS",
    "SAH": "iso:EH",
    "SDS": "iso:SS",
    "SOL": "px:somaliland",
}
"""Natural Earth's own codes where they are not those of ISO 3166-1."""
_NOBODY: Final = frozenset({"KAS"})
"""Places that are drawn but are no polity."""
_SLIPS: Final = frozenset({("BRB", "ar")})
"""Barbados, assigned to Uruguay by Argentina: a mistaken code for an island in the river Uruguay."""
_NO_STATES_VIEW: Final = frozenset({"iso", "tlc"})
_POINTS_OF_VIEW: Final[Mapping[str, str]] = {"ko": "KR"}
"""Points of view that are not named by the ISO 3166-1 code of the state."""
_LONGEST_CLASS: Final = 100
_REFERENCE: Final = "Natural Earth 5, 1:50m admin 0 countries with points of view, in rnaturalearthdata 2025"

_Key = tuple[str, str]


def read(context: Context) -> Iterator[Statement]:
    """Give one statement a disputed place and point of view.

    Raises
    ------
    SourceChangedError
        When a file has not the publisher's columns.
    UnreadableFileError
        When a file is no table, two are of one kind, or one of the two is missing.
    """
    paths = all_formats(context, _FORMATS)
    said: dict[_Key, list[str]] = {}
    for name, path in paths.items():
        rows = read_rows(context, path, columns=_FORMATS[name])
        facts = read_facts(context, rows, partial(_view, context))
        for fact in agreeing(context, facts):
            said.setdefault(fact.key, []).append(fact.value)
    for (place, view), texts in said.items():
        yield Statement(
            subject=place,
            predicate=Attribute.MAP_CLASS.value,
            source=context.source,
            reference=_REFERENCE,
            object=view,
            value="; ".join(texts),
            qualifiers=((Qualifier.LISTED.value, context.description.date or ""),),
            retrieved_at=context.retrieved_at,
        )


def _view(context: Context, row: Mapping[str, str]) -> Iterator[tuple[_Key, str]]:
    """Give the place, whose view it is, and how the place is drawn; nothing for the view of no state."""
    if row["pov"] in _NO_STATES_VIEW:
        return
    view = _point_of_view(context, row["pov"])
    if row["adm0_a3"] in _NOBODY:
        raise RowRefused(f"{row['name']} is a place and no polity")
    if (row["adm0_a3"], row["pov"]) in _SLIPS:
        raise RowRefused(f"a slip of the map: {row['name']} is not disputed")
    place = _polity(context, row["adm0_a3"])
    if place == view:
        raise RowRefused(f"{row['name']} on its own maps says nothing of others")
    text = row.get("class")
    if text is None:
        text = f"assigned to {_polity(context, row['assigned_to'])}"
    if not text or len(text) > _LONGEST_CLASS:
        raise RowRefused(f"class {text[:40]!r} is no class" if text else "class is empty")
    yield (place, view), text


def _point_of_view(context: Context, text: str) -> str:
    code = _POINTS_OF_VIEW.get(text) or (text.upper() if text == text.lower() and len(text) == 2 else "")
    known = context.countries.code(code) if code else None
    if known is None:
        raise RowRefused(f"pov {text[:40]!r} is not the code of a state")
    return f"iso:{known}"


def _polity(context: Context, code: str) -> str:
    found = _CODES.get(code)
    if found is None and len(code) == 3 and code.isupper():
        found = context.countries.state(code)
    if found is None:
        raise RowRefused(f"{code[:40]!r} is no code of a state or of a disputed polity")
    return found
