"""Pages rendered on the server: one Jinja environment per application, everything escaped."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape

from proxenia.web.escaping import EscapingEnvironment

__all__ = ["PageLink", "make_environment"]

SHARED_TEMPLATES: Final = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link in the head of every page; those that few need at once stand behind "More"."""

    address: str
    label: str
    more: bool = False


class _LettingGo(Template):
    """A template that lets go of what it showed as soon as the page is there.

    A macro refers to the values it was defined among and they to the macro. Such a circle waits for the collector of
    garbage with all that the page showed, and hundreds of pages at once are looked through while every answer stands.
    What a macro that calls itself saw, or one of a template that is included or imported with its context, waits still.
    """

    def render(self, *args: Any, **values: Any) -> str:
        """Return the page as text."""
        context = self.new_context(dict(*args, **values))
        try:
            return self.environment.concat(self.root_render_func(context))
        except Exception:  # noqa: BLE001 - told again with the line of the template where it arose
            self.environment.handle_exception()
        finally:
            context.vars.clear()


class _PageEnvironment(EscapingEnvironment):
    """Everything is escaped, and nothing of a page is left behind."""

    template_class = _LettingGo


def make_environment(templates: Path, *, filters: dict[str, Callable[..., Any]] | None = None) -> Environment:
    """Return a Jinja environment that escapes everything and fails on a name that is not there.

    Parameters
    ----------
    templates
        The application's own templates; the shared ones stand behind them.
    filters
        Filters by name.
    """
    environment = _PageEnvironment(
        loader=FileSystemLoader([templates, SHARED_TEMPLATES]),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # templates are part of the package: none changes while it runs
    )
    environment.filters.update(filters or {})
    return environment
