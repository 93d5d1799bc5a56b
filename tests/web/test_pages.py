"""A page is text, and nothing of what it showed is left behind."""

import gc
from collections.abc import Iterator
from pathlib import Path
from weakref import ref

import pytest
from jinja2 import UndefinedError

from proxenia.web.pages import make_environment


class Shown:
    """What a page shows."""

    name = "Köln"


@pytest.fixture
def no_collector() -> Iterator[None]:
    """Have nothing let go but what nobody refers to."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collector")
def test_what_a_page_showed_is_let_go_at_once(tmp_path: Path) -> None:
    (tmp_path / "parts.html").write_text("{% macro bold(text) %}<b>{{ text }}</b>{% endmacro %}")
    (tmp_path / "page.html").write_text(
        '{% extends "frame.html" %}{% import "parts.html" as parts %}'
        "{% macro name() %}{{ parts.bold(shown.name) }}{% endmacro %}"
        "{% block content %}{% set own = shown %}{{ name() }}{{ own.name }}{% endblock %}"
    )
    (tmp_path / "frame.html").write_text("<p>{% block content %}{% endblock %}")
    shown = Shown()
    is_there = ref(shown)
    text = make_environment(tmp_path).get_template("page.html").render(shown=shown)
    del shown
    assert text == "<p><b>Köln</b>Köln"
    assert is_there() is None


def test_an_error_names_the_line_of_the_template(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>\n{{ not_there }}")
    with pytest.raises(UndefinedError) as told:
        make_environment(tmp_path).get_template("page.html").render()
    assert [line.lineno + 1 for line in told.traceback if Path(line.path).name == "page.html"] == [2]
