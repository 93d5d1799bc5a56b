"""The page on how well it does: every score with its range, what is not known said, tables to take along."""

from typing import Any

import orjson
import pytest
from tests.atlas.page_reading import read_page
from tests.factory import THIS_YEAR
from tests.foresight.made_cities import city_world

from proxenia.atlas.app import make_app
from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.pages import how_well
from proxenia.atlas.pages.how_well import HowWellPage
from proxenia.atlas.precision_plot import PrecisionLine, precision_plot
from proxenia.atlas.sheet import csv_of_rows
from proxenia.foresight.backtest_asked import answer_backtest
from proxenia.foresight.predictors.registry import PREDICTORS
from proxenia.foresight.scores import SCORES
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["city_world"]

QUESTION = {"cuts": "1990,1995", "years": 5, "seed": 1}


@pytest.fixture(scope="module")
def result(city_world: Snapshot) -> dict[str, Any]:
    told: dict[str, Any] = orjson.loads(orjson.dumps(answer_backtest(city_world, QUESTION)))
    return told


@pytest.fixture(scope="module")
def page(city_world: Snapshot, result: dict[str, Any]) -> HowWellPage:
    return how_well.build(AtlasIndex(city_world), result, question=QUESTION, as_of=THIS_YEAR)


def shown(world: Snapshot, page: HowWellPage) -> str:
    app = make_app(world, this_year=THIS_YEAR)
    values = {
        "as_of": THIS_YEAR,
        "this_year": THIS_YEAR,
        "first_year": 1945,
        "links": app.state.links,
        "path": "/how-well",
        "query": "",
        "version": "1",
        "page": page,
        "question": QUESTION,
    }
    html: str = app.state.templates.get_template("how_well.html").render(values)
    return html


def test_every_method_stands_at_every_cut_with_its_range(page: HowWellPage, result: dict[str, Any]) -> None:
    assert [row.id for row in page.models] == list(PREDICTORS)
    assert [cut.year for cut in page.cuts] == [1990, 1995]
    for row in page.models:
        assert [cell.log_score for cell in row.cells] == [
            cut["scores"][row.id]["log_score_per_tie"] for cut in result["cut"]
        ]
        for cell in row.cells:
            assert (cell.difference is None) == (cell.low is None)
    assert all(sum(row.cells[place].best for row in page.models) == 1 for place in range(2))
    assert [row.id for row in page.models if row.best] == [result["best"]]
    assert sum(row.cells[0].difference is None for row in page.models) == 1, "the best baseline alone"


def test_calibration_adds_up_to_what_was_expected_and_seen(page: HowWellPage, result: dict[str, Any]) -> None:
    classes = result["chance_classes"][page.best]
    assert sum(point.pairs for point in page.points) == sum(row[0] for row in classes)
    assert sum(point.pairs * point.chance for point in page.points) == pytest.approx(sum(row[1] for row in classes))
    assert sum(round(point.pairs * point.share) for point in page.points) == page.new_ties
    assert all(point.low <= point.share <= point.high for point in page.points)
    assert all(point.pairs * point.chance >= 2 for point in page.points)


def test_where_there_is_not_enough_data_no_number_stands(page: HowWellPage, result: dict[str, Any]) -> None:
    there = {row.region: row for row in page.regions}
    assert there["Europe"].enough
    assert there["Europe"].seen == page.new_ties
    assert there["Africa"].expected is None
    assert there["Africa"].seen is None


def test_the_page_says_it_all_and_leads_on(city_world: Snapshot, page: HowWellPage, result: dict[str, Any]) -> None:
    html = shown(city_world, page)
    read = read_page(html)
    assert not list(read.faults())
    text = " ".join(html.split())
    assert "<h1>How well it does</h1>" in text
    for row in page.models:
        assert f">{row.label}" in text
    assert text.count("not enough data") >= 5
    assert "did best over all cuts" in text
    for table in ("calibration", "curves", "numbers", "coverage"):
        assert f"/how-well/{table}.csv?cuts=1990%2C1995&amp;years=5&amp;seed=1" in text.replace("%20", "")
    assert text.count("<svg") >= 4


def test_the_tables_hold_every_score(page: HowWellPage) -> None:
    tables = how_well.tables_of(page)
    assert list(tables) == ["scores", "calibration", "curves", "numbers", "coverage"]
    kind, rows = tables["scores"]
    assert len(rows) == 2 * len(PREDICTORS) * len(SCORES)
    assert {row.score for row in rows} == set(SCORES)
    for kind, rows in tables.values():
        assert rows
        assert csv_of_rows(kind, rows).count(b"\n") >= len(rows)
    seen = sum(row.seen for row in tables["calibration"][1] if row.model == "gravity")
    assert seen == page.new_ties


def test_lines_of_precision_are_told_in_words_and_by_dashes() -> None:
    lines = [PrecisionLine("<model>", ((0.5, 0.2), (1.0, 0.01))), PrecisionLine("nothing", ((0.0, 0.01), (1.0, 0.01)))]
    drawn = str(precision_plot(lines, "Precision & recall"))
    assert "<model>" not in drawn
    assert "&lt;model&gt;: 20 % of the pairs are right when 50 % of the ties are found, 1 % when 100 % are" in drawn
    assert drawn.count("stroke-dasharray") == 4
    assert len({part.split('"')[1] for part in drawn.split("stroke-dasharray=")[1:]}) == 2
    assert str(precision_plot([], "Nothing")) == ""
