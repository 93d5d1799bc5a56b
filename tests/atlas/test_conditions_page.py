"""The page of conditions: every number with its interval, what could not be measured, tables to take along."""

from typing import Any

import orjson
import polars as pl
import pytest
from tests.atlas.page_reading import ReadPage, read_page
from tests.factory import THIS_YEAR
from tests.foresight.made_conditions import made_table

from proxenia.atlas.app import make_app
from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.pages import conditions
from proxenia.atlas.pages.conditions import ConditionsPage
from proxenia.atlas.sheet import csv_of_rows
from proxenia.foresight.conditions.city_table import ERAS, SETS, Told
from proxenia.foresight.conditions.estimate import estimate_model
from proxenia.foresight.conditions.report import Check, Report, Scope
from proxenia.foresight.conditions.sentences import report_json
from proxenia.foresight.date_coverage import RegionCoverage
from proxenia.snapshot.snapshot import Snapshot


def made_result(*, of: str = "ties", cities: int = 600, most: int | None = None, least: int = 0) -> dict[str, Any]:
    """Give the answer of a drawn world, with one part of the world of which there is too little data."""
    table = made_table(cities=cities).with_columns(pl.col("count").clip(least, most))
    members = SETS["members"]
    regions = tuple(
        Scope(of, members, estimate_model(table.filter(pl.col("part") == part), parts=False), region=part)
        for part in ("Africa", "Asia", "Europe")
    )
    eras = tuple(Scope(of, members, estimate_model(table[:20]), era=era) for era in ERAS.values())
    main = Scope(of, members, estimate_model(table))
    report = Report(
        of=of,
        year=THIS_YEAR,
        main=main,
        checks=tuple(Check(one.condition.id, 650, ("size",)) for one in main.model.estimates),
        looks=(Scope(of, SETS["tied"], estimate_model(table.filter(pl.col("count") > 0))),),
        regions=regions,
        eras=eras,
        told={"size": Told(("<list>",), "2015", "2020"), "near_border": Told(("<list>",), "1990/..", "2020")},
        coverage=(RegionCoverage("Asia", 1200, 30, 0.025, enough=False),),
    )
    return orjson.loads(orjson.dumps(report_json(report)))


@pytest.fixture(scope="module")
def result() -> dict[str, Any]:
    return made_result()


@pytest.fixture(scope="module")
def page(snapshot: Snapshot, result: dict[str, Any]) -> ConditionsPage:
    question = {"of": "ties", "as_of": THIS_YEAR}
    return conditions.build(AtlasIndex(snapshot), result, question=question, as_of=THIS_YEAR)


def shown(snapshot: Snapshot, page: ConditionsPage) -> ReadPage:
    app = make_app(snapshot, this_year=THIS_YEAR)
    values = {
        "as_of": THIS_YEAR,
        "this_year": THIS_YEAR,
        "first_year": 1945,
        "links": app.state.links,
        "path": "/conditions",
        "query": "",
        "version": "1",
        "page": page,
        "question": {"of": page.of},
    }
    html = app.state.templates.get_template("conditions.html").render(values)
    read = read_page(html)
    assert not list(read.faults())
    return read


def test_every_condition_has_its_sentence_picture_and_numbers(
    snapshot: Snapshot, page: ConditionsPage, result: dict[str, Any]
) -> None:
    read = shown(snapshot, page)
    for one in result["conditions"]:
        assert one["sentence"] in read.text
    assert len(result["conditions"]) == 3
    for row in page.rows:
        for one in (row.any, row.if_any, row.number):
            assert f"{one.text} {one.range}" in read.text
    pictures = [one for one in read.all("svg") if one.attributes.get("role") == "img"]
    assert len(pictures) == 1
    assert "Near a border" in pictures[0].attributes["aria-label"]
    assert "95 %" in pictures[0].attributes["aria-label"]
    assert "Told by <list> (2015 to 2020)" in read.text
    assert "Told by <list> (since 1990)" in read.text
    assert "650 cities, 50 more; otherwise told: Size" in read.text


def test_what_could_not_be_measured_stands_with_its_reason(snapshot: Snapshot, page: ConditionsPage) -> None:
    text = shown(snapshot, page).text
    assert "Mega-city no source that was read tells it of any of these cities by that day" in text
    assert (
        "Near a harbour no source that was read tells it of any of these cities by that day; the source ports would"
        in text
    )
    assert "Political culture nobody measures how open citizens and elites are" in text
    assert "Africa not enough data" in text
    assert "Africa: not enough data: the register holds no such city." in text
    assert "30 of 1 200" in text
    assert "before 1945: not enough data:" in text
    assert "Vittinghoff & McCulloch 2007" in text


def test_no_cause_is_told_and_acts_have_their_caveat(snapshot: Snapshot) -> None:
    result = made_result(of="acts")
    page = conditions.build(AtlasIndex(snapshot), result, question={"of": "acts"}, as_of=THIS_YEAR)
    read = shown(snapshot, page)
    assert "never what causes what" in read.text
    assert " effect" not in read.text
    assert "those of well-known cities are told of more often" in read.text
    assert "Ties with a year" not in read.text
    current = [one for one in read.all("a") if one.attributes.get("aria-current") == "true"]
    assert [one.attributes["href"] for one in current] == [f"/conditions?of=acts&as_of={THIS_YEAR}"]


def test_a_part_that_could_not_be_fitted_is_a_dash(snapshot: Snapshot) -> None:
    for asked, missing, unit in (
        ({"least": 1}, "any", "ties a city that has any"),
        ({"most": 1}, "if_any", "share of cities with any"),
    ):
        page = conditions.build(AtlasIndex(snapshot), made_result(**asked), question={}, as_of=THIS_YEAR)
        assert page.unit == unit
        assert all(getattr(row, missing) is None and row.number is None for row in page.rows)
        text = shown(snapshot, page).text
        assert "Not enough data: " in text
        assert all(row.sentence in text for row in page.rows)


def test_a_world_without_a_model_says_why(snapshot: Snapshot) -> None:
    page = conditions.build(AtlasIndex(snapshot), made_result(cities=20), question={}, as_of=THIS_YEAR)
    read = shown(snapshot, page)
    assert page.rows == []
    assert "Not enough data: whether there is any cannot be asked" in read.text
    assert not [one for one in read.all("svg") if one.attributes.get("role") == "img"]
    assert "What could not be measured" in read.text


def test_files_hold_every_number_of_every_model(page: ConditionsPage, result: dict[str, Any]) -> None:
    tables = conditions.tables_of(page)
    assert list(tables) == ["conditions", "unmeasured"]
    kind, cells = tables["conditions"]
    main = [one for one in cells if (one.among, one.region, one.era) == ("members", None, None)]
    told = {(one.condition, one.part): one for one in main if one.part}
    assert len(told) == 9
    for one in result["conditions"]:
        cell = told[one["id"], "number if any"]
        assert (cell.estimate, cell.low) == (one["if_any"]["estimate"], one["if_any"]["low"])
        assert (cell.coefficient, cell.coefficient_se) == tuple(one["coefficients"]["number"].values())
        assert told[one["id"], "number"].coefficient is None
    assert {one.era for one in cells if one.note.startswith("not enough data")} >= set(ERAS)
    assert {one.condition for one in main if one.note} == {one["id"] for one in result["unmeasured"]}
    for kind, rows in tables.values():
        assert csv_of_rows(kind, rows).count(b"\n") == len(rows) + 1


def test_decimals_follow_the_interval(page: ConditionsPage) -> None:
    one = conditions._shown({"estimate": -0.004, "se": 0.1, "low": -0.3, "high": 0.292}, share=False)
    assert (one.text, one.range, one.told) == ("0.00", "−0.30 to +0.29", False)
    share = conditions._shown({"estimate": 0.1, "se": 0.1, "low": 0.05, "high": 0.15}, share=True)
    assert (share.text, share.range, share.told) == ("+10.0 points", "+5.0 to +15.0", True)
    assert conditions._shown(None, share=True) is None
    assert page.unit == "ties a city"
