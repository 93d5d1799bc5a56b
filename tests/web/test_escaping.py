"""What a page puts out is what markupsafe would make of it, and nothing gets past that."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, StrictUndefined, UndefinedError
from markupsafe import Markup, escape

from proxenia.web.escaping import escaped
from proxenia.web.pages import make_environment


class Told(str):
    """A text of a class of its own, as names and words of a vocabulary are."""


class Made:
    """Something that says itself how it looks in HTML."""

    def __html__(self) -> str:
        """Return HTML."""
        return "<i>made</i>"


ODD = [
    "",
    "<script>",
    "a \"quoted\" &amp; 'word'",
    "Köln",
    "東京",
    "\x00",
    "&",
    "a>b",
    None,
    True,
    7,
    -431,
    2.5,
    [1, "<"],
]
VALUES = [*ODD, Told("<b>"), Told("plain"), Markup("<b>safe</b>"), Made(), {"<": ">"}]


@pytest.mark.parametrize("value", VALUES, ids=[str(number) for number in range(len(VALUES))])
def test_a_value_is_escaped_as_ever(value: Any) -> None:
    assert str(escaped(value)) == str(escape(value))


@given(st.one_of(st.text(), st.text(alphabet="<>&\"'ab"), st.integers(), st.floats(), st.booleans()))
def test_any_value_is_escaped_as_ever(value: Any) -> None:
    assert str(escaped(value)) == str(escape(value))


@pytest.mark.parametrize("value", VALUES, ids=[str(number) for number in range(len(VALUES))])
@pytest.mark.parametrize(
    "source",
    [
        "{{ value }}",
        "{% macro shown(one) %}<td>{{ one }}</td>{% endmacro %}{{ shown(value) }}",
        "{% set kept %}{{ value }}{% endset %}{{ kept }}",
        '{% for one in [value, value] %}{{ one }}{{ ", <" if not loop.last }}{% endfor %}',
        "{{ value ~ '<' }}",
        "{{ value|string|upper }}",
    ],
)
def test_templates_escape_as_ever(source: str, value: Any) -> None:
    """The same template in an environment of Jinja as it comes gives the same text."""
    ours = make_environment(Path())
    plain = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    assert ours.from_string(source).render(value=value) == plain.from_string(source).render(value=value)


def test_every_value_of_a_template_goes_through_it(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = make_environment(Path())
    monkeypatch.setattr(environment, "escaped", lambda value: f"[{value}]", raising=False)
    template = environment.from_string("<b>{{ a }}</b>{% for one in a %}{{ one }}{% endfor %}{{ a|upper }}")
    assert template.render(a="xy") == "<b>[xy]</b>[x][y][XY]"


def test_a_name_that_is_not_there_fails() -> None:
    with pytest.raises(UndefinedError):
        make_environment(Path()).from_string("{{ nothing }}").render()
