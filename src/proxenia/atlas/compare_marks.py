"""The marks of a comparison: what a city has with a partner, as the cells of its tables show it."""

from collections.abc import Callable
from typing import Any, Final

from markupsafe import Markup

from proxenia.atlas.pages.compare import MatrixCell, MatrixLine
from proxenia.web.escaping import escaped

__all__ = ["COMPARE_MARKS", "cell_marks", "held_marks"]

_NOTHING: Final = '<span class="muted" aria-label="not known">–</span>'
_ITSELF: Final = '<span class="muted">itself</span>'


def cell_marks(line: MatrixLine, as_of: int) -> Markup:
    """Return a row's cells, one a city: its ties with the partner, else that there is one no more, else nothing."""
    partner = escaped(line.actor.name)
    cells = (
        f'<td role="cell" data-label="{escaped(cell.city)}">{_ties(cell, partner, as_of)}</td>' for cell in line.cells
    )
    return Markup("".join(cells))  # noqa: S704 - every text in it went through `escaped`


def _ties(cell: MatrixCell, partner: str, as_of: int) -> str:
    if cell.is_itself:
        return _ITSELF
    hidden = f'<span class="hidden">: {escaped(cell.city)} with {partner}</span>'
    if cell.ties:
        return ", ".join(f'<a href="/tie/{escaped(tie)}?as_of={as_of:d}">tied{hidden}</a>' for tie in cell.ties)
    if cell.former:
        return f'<a href="/tie/{escaped(cell.former[0])}?as_of={as_of:d}" class="muted">no more{hidden}</a>'
    return _NOTHING


def held_marks(line: MatrixLine, as_of: int) -> Markup:
    """Return the cities that have a partner, each with a link to its tie, with commas between."""
    partner = escaped(line.actor.name)
    held = (
        f'<a href="/tie/{escaped(cell.ties[0])}?as_of={as_of:d}"><bdi>{escaped(cell.city)}</bdi>'
        f'<span class="hidden"> with {partner}</span></a>'
        for cell in line.cells
        if cell.ties
    )
    return Markup(", ".join(held))  # noqa: S704 - every text in it went through `escaped`


COMPARE_MARKS: Final[dict[str, Callable[..., Any]]] = {"cell_marks": cell_marks, "held_marks": held_marks}
"""The marks by the names that templates call them by."""
