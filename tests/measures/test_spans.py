"""Spans tell for every day at once what the snapshot tells as of that day."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.snapshot.made import Source, compiled, said

from proxenia.measures.spans import held_on, tie_spans, within_lives
from proxenia.model.period import day_number, day_text
from proxenia.model.statement import Statement

SOURCES = (Source("list", date="1990-06"), Source("other", date="2005-03-04"), Source("bare"))
DATES = ("1975", "1980-05", "1985-02-03", "1990", "1999-12", "2004-03-04", "2010")
PERIODS = (
    None,
    "1980/..",
    "1980-05/1999-12",
    "/1990",
    "1985-02-03/",
    "1999/2004-03-04",
    "1990",
    "../1985",
    "197X/2010",
)
STATUSES = (None, "active", "dormant", "suspended", "ended", "proposed")


@st.composite
def tie_statements(draw: st.DrawFn) -> Statement:
    a, b = draw(st.sampled_from([("gn:1", "gn:2"), ("gn:2", "gn:3"), ("gn:3", "gn:1")]))
    status, since = draw(st.sampled_from(STATUSES)), draw(st.sampled_from((None, *DATES)))
    more = {"status": status} if status else {}
    if status and since:
        more["status_since"] = since
    if draw(st.booleans()):
        more["listed"] = draw(st.sampled_from(DATES))
    source = draw(st.sampled_from([one.id for one in SOURCES]))
    return said(a, "twinning", source, object=b, period=draw(st.sampled_from(PERIODS)), **more)


LIVES = (
    said("gn:1", "kind", value="city"),
    said("gn:2", "kind", value="city"),
    said("gn:2", "founded", period="1978"),
    said("gn:3", "dissolved", period="2006-05"),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(tie_statements(), min_size=1, max_size=6), st.lists(st.integers(1960, 2030), min_size=1, max_size=4))
def test_spans_agree_with_the_snapshot_as_of_any_day(statements: list[Statement], years: list[int]) -> None:
    world = compiled(*dict.fromkeys((*LIVES, *statements)), sources=SOURCES)
    spans = within_lives(tie_spans(world, world.ties), world, ("a", "b"))
    for day in [day_number(year, month, 4) for year in years for month in (3, 12)]:
        shown = world.as_of(day_text(day)).ties.select("id", "status").sort("id").rows()
        assert held_on(spans, [day]).select("id", "status").sort("id").rows() == shown


def test_several_days_are_what_each_day_is() -> None:
    world = compiled(
        said("gn:1", "twinning", object="gn:2", period="1980/1985"),
        said("gn:1", "twinning", object="gn:3", period="1983/.."),
        sources=SOURCES,
    )
    spans = tie_spans(world, world.ties)
    days = [day_number(year, 12, 31) for year in (1979, 1982, 1984, 1990)]
    together = held_on(spans, days)
    assert together.group_by("day").len().sort("day").rows() == [(days[1], 1), (days[2], 2), (days[3], 1)]
    for day in days:
        alone = held_on(spans, [day])
        assert sorted(alone["id"]) == sorted(together.filter(together["day"] == day)["id"])


def test_a_tie_that_ended_nobody_says_when_is_there_until_the_day_before_its_first_list() -> None:
    world = compiled(said("gn:1", "twinning", object="gn:2", period="1980/", status="ended"), sources=SOURCES)
    spans = tie_spans(world, world.ties)
    days = [day_number(1990, 5, 31), day_number(1990, 6, 1)]
    assert [held_on(spans, [day]).height for day in days] == [1, 0]
    assert [world.as_of(day_text(day)).ties.height for day in days] == [1, 0]
