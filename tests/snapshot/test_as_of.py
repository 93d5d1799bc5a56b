import gc
from dataclasses import replace
from datetime import date
from weakref import ref

import polars as pl
import pytest
from tests.snapshot.made import (
    BERLIN,
    ISTANBUL,
    MOMENT,
    ROTTERDAM,
    SHANGHAI,
    Source,
    compiled,
    only,
    said,
    twinning,
    world,
)

from proxenia.errors import PeriodError, UnknownValueError
from proxenia.model.period import day_number
from proxenia.model.statement import Statement


def test_a_year_stands_for_its_last_day() -> None:
    snapshot = world()
    twinnings = pl.col("kind") == "twinning"
    assert snapshot.as_of(1979).ties.filter(twinnings).height == 1
    assert snapshot.as_of("1979-11-25").ties.filter(twinnings).is_empty()
    assert snapshot.as_of(date(1979, 11, 26)).ties.filter(twinnings).height == 1
    assert snapshot.as_of(1978).acts.is_empty()
    assert snapshot.as_of(1979).participations.height == 2
    assert snapshot.as_of("1990").manifest["as_of"] == "1990-12-31"


def test_undated_ties_wait_for_their_first_list() -> None:
    snapshot = compiled(twinning(BERLIN, ISTANBUL), sources=[Source("list", date="2016-10")])
    assert [snapshot.as_of(year).ties.height for year in (2015, 2016)] == [0, 1]
    assert snapshot.as_of("2016-09").ties.is_empty()
    assert snapshot.as_of(1800, undated="always").ties.height == 1
    assert snapshot.as_of(2026, undated="never").ties.is_empty()
    assert only(snapshot.as_of(2026).ties)["undated"] is True
    with pytest.raises(UnknownValueError):
        snapshot.as_of(2026, undated="sometimes")  # type: ignore[arg-type]


def test_a_tie_without_start_or_list_is_shown_from_the_day_it_was_read() -> None:
    read = replace(twinning(BERLIN, ISTANBUL), retrieved_at="2024-05-06")
    for tie, before, day in ((read, "2024-05-05", "2024-05-06"), (twinning(BERLIN, ISTANBUL), "2026-11-21", MOMENT)):
        snapshot = compiled(tie)
        assert snapshot.as_of(before).ties.is_empty()
        assert only(snapshot.as_of(day[:10]).ties)["undated"] is True
        assert snapshot.as_of(before, undated="always").ties.height == 1
        assert snapshot.as_of(2026, undated="never").ties.is_empty()


def test_a_list_comes_before_the_edition_and_the_edition_before_the_reading() -> None:
    listed = replace(twinning(BERLIN, ISTANBUL, listed="2016"), retrieved_at="2024-05-06")
    edition = replace(twinning(BERLIN, ISTANBUL), retrieved_at="2010-05-06")
    bare = replace(twinning(BERLIN, ISTANBUL, "bare"), retrieved_at="2015-05-06")
    dated = [Source("list", date="2018"), Source("bare")]

    def first_listed(*ties: Statement) -> int:
        return int(only(compiled(*ties, sources=dated).ties)["first_listed"])

    assert first_listed(listed) == day_number(2016)
    assert first_listed(edition) == day_number(2018)
    assert first_listed(listed, edition) == day_number(2016)
    assert first_listed(listed, bare) == day_number(2015, 5, 6)


def test_that_a_page_was_read_makes_it_no_list() -> None:
    read = replace(twinning(BERLIN, ISTANBUL), retrieved_at="2024-05-06")
    assert only(compiled(read).ties)["last_listed"] is None


def test_an_undated_act_is_shown_from_the_day_it_was_read() -> None:
    snapshot = compiled(replace(said("act:meet", "event", value="visit"), retrieved_at="2024-05-06"))
    assert [snapshot.as_of(day).acts.height for day in ("2024-05-05", "2024-05-06")] == [0, 1]
    assert snapshot.as_of(2026, undated="never").acts.is_empty()


def test_an_ended_tie_is_gone_after_its_end() -> None:
    snapshot = compiled(twinning(BERLIN, ISTANBUL, period="1988/2010"))
    assert [snapshot.as_of(day).ties.height for day in (1987, 1988, "2010-06-30", 2010, 2011)] == [0, 1, 1, 1, 0]
    assert only(snapshot.as_of(2009).ties)["status"] == "active"


def test_a_tie_that_ended_nobody_says_when_is_shown_until_the_list_that_says_so() -> None:
    snapshot = compiled(
        twinning(BERLIN, ISTANBUL, period="1988/", status="ended"), sources=[Source("list", date="2016")]
    )
    assert [snapshot.as_of(year).ties.height for year in (1990, 2015, 2016, 2020)] == [1, 1, 0, 0]


def test_a_later_status_is_not_shown_yet() -> None:
    snapshot = compiled(
        twinning(BERLIN, ISTANBUL, "a", period="1988/..", status="suspended", status_since="2022-03", reason="a war"),
        twinning(BERLIN, ISTANBUL, "b", status="dormant", status_since="2001"),
        twinning(ROTTERDAM, SHANGHAI, period="1979/.."),
    )
    berlin = pl.col("a") == BERLIN
    shown = {
        year: only(snapshot.as_of(year).ties.filter(berlin).select("status", "status_since", "reason"))
        for year in (1990, 2010, 2022)
    }
    assert shown[1990] == {"status": "active", "status_since": None, "reason": None}
    assert shown[2010] == {"status": "dormant", "status_since": "2001", "reason": None}
    assert shown[2022] == {"status": "suspended", "status_since": "2022-03", "reason": "a war"}
    assert snapshot.as_of(1990).ties.schema == snapshot.ties.schema
    assert snapshot.as_of(1990).ties["id"].is_sorted()


def test_bodies_live_from_their_foundation_to_their_end() -> None:
    snapshot = compiled(
        said("px:rc", "kind", value="city_network"),
        said("px:rc", "name", value="100 Resilient Cities"),
        said("px:rc", "founded", period="2013"),
        said("px:rc", "dissolved", period="2019-07-31"),
        said("px:rc", "member_count", period="2016", value="100"),
        said(ROTTERDAM, "membership", object="px:rc", period="2014/.."),
        said("act:meet", "event", value="visit", period="2016"),
        said("px:rc", "participation", object="act:meet", role="organiser"),
    )
    for year, bodies, acts in ((2012, 0, 0), (2016, 1, 1), (2019, 0, 1)):
        shown = snapshot.as_of(year)
        assert shown.actors.filter(pl.col("id") == "px:rc").height == bodies
        assert shown.names.height == bodies
        assert shown.ties.height == bodies
        assert (shown.acts.height, shown.participations.height) == (acts, acts)
    assert snapshot.as_of(2015).attributes.is_empty()


def test_an_undated_act_is_shown_from_its_first_dated_source() -> None:
    snapshot = compiled(said("act:meet", "event", value="visit"), sources=[Source("list", date="2016")])
    assert [snapshot.as_of(year).acts.height for year in (2015, 2016)] == [0, 1]
    assert snapshot.as_of(2015, undated="always").acts.height == 1
    assert snapshot.as_of(2020, undated="never").acts.is_empty()


def test_before_the_common_era() -> None:
    snapshot = compiled(said("px:samos", "alliance", object="px:athens", period="-0477/-0439"))
    assert [snapshot.as_of(when).ties.height for when in (-478, -450, "-0439", -438)] == [0, 1, 1, 0]
    with pytest.raises(PeriodError):
        snapshot.as_of("long ago")


@pytest.mark.parametrize("year", [10_000, -10_000, 10**12])
def test_a_year_that_no_day_number_holds_is_refused(year: int) -> None:
    with pytest.raises(PeriodError, match="years go from -9999 to 9999"):
        compiled().as_of(year)


def test_a_day_that_nobody_looks_at_any_more_is_forgotten_at_once() -> None:
    """Without the collector of garbage, which comes late where much is kept."""
    snapshot = world()
    gc.disable()
    try:
        day = snapshot.as_of(1990)
        assert day.actor(ROTTERDAM).id == ROTTERDAM
        seen = ref(day)
        del day
        assert seen() is None
    finally:
        gc.enable()
