"""Pages rendered on the server: one Jinja environment per application, everything escaped."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from proxenia.web.escaping import EscapingEnvironment

__all__ = ["PageLink", "make_environment"]

SHARED_TEMPLATES: Final = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link in the head of every page; those that few need at once stand behind "More"."""

    address: str
    label: str
    more: bool = False


def make_environment(templates: Path, *, filters: dict[str, Callable[..., Any]] | None = None) -> Environment:
    """Return a Jinja environment that escapes everything and fails on a name that is not there.

    Parameters
    ----------
    templates
        The application's own templates; the shared ones stand behind them.
    filters
        Filters by name.
    """
    environment = EscapingEnvironment(
        loader=FileSystemLoader([templates, SHARED_TEMPLATES]),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # templates are part of the package: none changes while it runs
    )
    environment.filters.update(filters or {})
    return environment
