"""Marks escape whatever they are made of, and say the same words everywhere."""

from types import SimpleNamespace

import pytest

from proxenia.atlas.compare_marks import cell_marks, held_marks
from proxenia.atlas.lines import ActorLink
from proxenia.atlas.marks import (
    anchor,
    dates_mark,
    last_listed_mark,
    status_mark,
    word_mark,
    word_marks,
)
from proxenia.atlas.pages.compare import MatrixCell, MatrixLine

EVIL = "<script>\"x\" & 'y'</script>"
HARMLESS = "&lt;script&gt;&#34;x&#34; &amp; &#39;y&#39;&lt;/script&gt;"


def link(**changed: str) -> ActorLink:
    parts = {"id": "gn:1", "name": "Köln", "kind": "city", "country": "DE", "country_name": "Germany"}
    parts |= {"address": "/city/gn:1"} | changed
    return ActorLink(**parts, longitude=None, latitude=None)


def tie(**changed: str | None) -> SimpleNamespace:
    parts = {"status": "active", "status_since": None, "reason": None, "valid_from": None, "valid_to": None}
    return SimpleNamespace(**(parts | {"last_listed": None} | changed))


@pytest.mark.parametrize("part", ["name", "country_name", "address"])
def test_an_actor_is_escaped(part: str) -> None:
    assert HARMLESS in anchor(link(**{part: EVIL}), 1990)
    assert "<script" not in anchor(link(**{part: EVIL}), 1990)


def test_a_state_is_not_said_to_lie_in_itself() -> None:
    assert anchor(link(kind="state"), -431) == '<a href="/city/gn:1?as_of=-431"><bdi>Köln</bdi></a>'


@pytest.mark.parametrize(
    "shown",
    [
        word_mark(EVIL, "field"),
        word_marks([EVIL, "economic"], "field"),
        status_mark(tie(status=EVIL)),
        status_mark(tie(reason=EVIL)),
        status_mark(tie(status_since=EVIL)),
        last_listed_mark(tie(last_listed=EVIL)),
        dates_mark(tie(valid_from=EVIL)),
        dates_mark(tie(valid_to=EVIL)),
    ],
)
def test_any_text_is_escaped(shown: str) -> None:
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown


def test_marks_in_words() -> None:
    assert word_mark("climate_environment", "field").endswith(">climate environment</span>")
    assert word_mark(None, "field") == '<span class="word" title=""></span>'
    assert word_marks([], "field") == ""
    assert word_marks(["economic", "global_governance"], "field").count("</span>, <span") == 1
    assert dates_mark(tie()) == '<span class="muted">no date</span>'
    assert dates_mark(tie(valid_from="1979-11-26", valid_to="2022")) == "26 November 1979 – 2022"
    assert last_listed_mark(tie()) == ""
    assert last_listed_mark(tie(last_listed="2026-02")) == '<span class="muted">last listed February 2026</span>'
    suspended = status_mark(tie(status="suspended", status_since="2022-03", reason="War"))
    assert suspended.startswith(
        '<span class="status suspended" title="paused by one side since a date">suspended</span>'
    )
    assert suspended.endswith('<span class="muted">since March 2022</span> <span class="muted">– War</span>')


def row(*cells: MatrixCell) -> MatrixLine:
    return MatrixLine(link(name="Shanghai & <co>"), 1, list(cells))


def test_cells_of_a_comparison() -> None:
    """A live tie is told before a former one, and nothing is said to be known of nothing."""
    cells = cell_marks(
        row(
            MatrixCell("Köln", ("tie:a", "tie:b"), ("tie:c",), is_itself=False),
            MatrixCell("<Lyon>", (), ("tie:d", "tie:e"), is_itself=False),
            MatrixCell("Turin", (), (), is_itself=False),
            MatrixCell("Shanghai", (), (), is_itself=True),
        ),
        1990,
    )
    first, second, third, fourth = cells.split("</td>")[:-1]
    assert first.count('href="/tie/') == 2
    assert "tie:c" not in first
    assert 'href="/tie/tie:d?as_of=1990" class="muted">no more' in second
    assert "tie:e" not in second
    assert 'data-label="&lt;Lyon&gt;"' in second
    assert ">: &lt;Lyon&gt; with Shanghai &amp; &lt;co&gt;</span>" in second
    assert 'aria-label="not known"' in third
    assert ">itself<" in fourth
    assert "<co>" not in cells


def test_who_has_a_partner() -> None:
    held = held_marks(
        row(
            MatrixCell("Köln", ("tie:a", "tie:b"), (), is_itself=False),
            MatrixCell("Turin", (), ("tie:c",), is_itself=False),
            MatrixCell("<Lyon>", ("tie:d",), (), is_itself=False),
        ),
        1990,
    )
    assert held.count("</a>, <a") == 1
    assert "tie:a?as_of=1990" in held
    assert "tie:d?as_of=1990" in held
    assert "Turin" not in held
    assert "<Lyon>" not in held
