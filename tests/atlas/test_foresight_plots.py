"""Pictures of what may come: every figure is where it belongs, is told in words, and text stays text."""

import re

import pytest
from tests.atlas.page_reading import ReadPage, read_page

from proxenia.atlas.foresight_plots import ChancePoint, Dot, DotRow, FanYear, chance_plot, dot_plot, fan_chart

SPELL = "<script>alert(1)</script>"
PAST = [(2024, 10.0), (2025, 20.0), (2026, 15.0)]
AHEAD = [FanYear(2027, 5, 10, 12, 18, 30), FanYear(2028, 0, 8, 14, 20, 40)]


def points(text: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in text.split())]


def lines(page: ReadPage, name: str) -> list[list[tuple[float, float]]]:
    found = [one.attributes for one in page.all("polyline") if one.attributes.get("class") == name]
    return [points(one["points"]) for one in found if "points" in one and one["points"] != "0,5 10,5"]


def test_a_fan_opens_where_knowing_ends() -> None:
    page = read_page(fan_chart(PAST, AHEAD, title="New ties of Japan a year"))
    assert not list(page.faults())
    seen = lines(page, "trend")[-1]  # after the edges
    median = lines(page, "trend ahead")[0]
    wide, narrow = (points(one.attributes["points"]) for one in page.all("polygon"))
    assert [x for x, _ in seen] == sorted(x for x, _ in seen)
    assert seen[-1] == median[0] == wide[0] == wide[-1] == narrow[0] == narrow[-1], "all begin at the last year seen"
    unit = (seen[0][1] - seen[1][1]) / 10
    foot = seen[0][1] + 10 * unit
    assert median[-1][1] == pytest.approx(foot - 14 * unit, abs=0.2)
    low, high = wide[2], wide[3]
    assert (low[1], high[1]) == (pytest.approx(foot, abs=0.2), pytest.approx(foot - 40 * unit, abs=0.2))
    assert low[0] == high[0] == median[-1][0]
    assert high[1] < narrow[3][1] < median[-1][1] < narrow[2][1] < low[1], "half of the futures lie within nine tenths"


def test_a_fan_is_told_in_words() -> None:
    page = read_page(fan_chart(PAST, AHEAD, title=f"Ties of {SPELL}", what="new ties"))
    picture = page.all("svg")[0].attributes
    assert picture["role"] == "img"
    assert picture["aria-label"].startswith(f"Ties of {SPELL}: from 10 in 2024 to 15 in 2026, as seen; ")
    assert "in 2028 the median is 14 new ties" in picture["aria-label"]
    assert "lie between 8 and 20, nine in ten between 0 and 40" in page.all("desc")[0].text
    assert not page.all("script")
    texts = [one.text for one in page.all("text")]
    assert "known until 2026" in texts
    assert {"2024", "2026", "2028"} <= set(texts)
    assert [one.text.strip() for one in page.all("li")] == [
        "seen",
        "median of the simulated futures",
        "half of them",
        "nine in ten of them",
    ]


def test_a_fan_without_a_past_or_without_a_future() -> None:
    page = read_page(fan_chart([], AHEAD, title="Ties"))
    assert "known until" not in page.html
    assert len(page.all("li")) == 3
    assert fan_chart(PAST, [], title="Ties") == ""
    nothing = read_page(fan_chart([(2026, 0)], [FanYear(2027, 0, 0, 0, 0, 0)], title="Ties"))
    assert not re.search("nan|inf", nothing.html)


def test_points_lie_on_one_scale_around_nought() -> None:
    rows = [DotRow(f"<b>{SPELL}", (Dot(-3, -6, 0.5),)), DotRow("Germany", (Dot(2, -1, 6),))]
    page = read_page(dot_plot(rows, title="Difference", interval="50 %"))
    assert not list(page.faults())
    assert not page.all("b")
    spans = [one.attributes for one in page.all("line") if one.attributes["class"] == "effect"]
    nought = next(float(one.attributes["x1"]) for one in page.all("line") if one.attributes["class"] == "grid")
    middles = [float(one.attributes["cx"]) for one in page.all("circle")]
    assert float(spans[0]["x1"]) < middles[0] < nought < float(spans[0]["x2"])
    assert float(spans[1]["x1"]) < nought < middles[1] < float(spans[1]["x2"])
    unit = (float(spans[1]["x2"]) - float(spans[0]["x1"])) / 12
    assert nought == pytest.approx(float(spans[0]["x1"]) + 6 * unit, abs=0.2)
    label = page.all("svg")[0].attributes["aria-label"]
    assert label.startswith("Difference, with 50 % ranges: ")
    assert "Germany 2 (-1 to 6)" in label
    assert "Germany" in [one.text for one in page.all("text")]


def test_two_runs_beside_each_other_differ_in_shape() -> None:
    rows = [DotRow("New ties of a very long name that goes on", (Dot(23, 16, 30), Dot(25, 17, 33, series=1)))]
    page = read_page(dot_plot(rows, title="Compare", series=("baseline", "scenario"), zero=False))
    assert len(page.all("circle")) == 2, "the mark and its key"
    assert len([one for one in page.all("rect") if "c1" in one.attributes["class"]]) == 2
    assert [one.text.strip() for one in page.all("li")] == ["baseline", "scenario"]
    assert "baseline 23 (16 to 30), scenario 25 (17 to 33)" in page.all("svg")[0].attributes["aria-label"]
    assert "New ties of a very long name that…" in [one.text for one in page.all("text")]
    assert not [one for one in page.all("line") if one.attributes["class"] == "grid"], "0 is far away"
    assert dot_plot([], title="Compare") == dot_plot([DotRow("nothing", ())], title="Compare") == ""


def test_chances_lie_on_the_line_when_they_came_true() -> None:
    groups = [
        ChancePoint(1e-4, 1e-4, 5e-5, 2e-4, 80_000),
        ChancePoint(1e-2, 5e-2, 3e-2, 8e-2, 900),
        ChancePoint(1e-5, 0.0, 0.0, 3e-5, 90_000),
        ChancePoint(0.0, 0.0, 0.0, 0.1, 10),
    ]
    page = read_page(chance_plot(groups, title="Said and came"))
    assert not list(page.faults())
    marks = [(float(one.attributes["cx"]), float(one.attributes["cy"])) for one in page.all("circle")]
    assert len(marks) == 3, "a group without chance has no place on a logarithmic axis"
    diagonal = next(one.attributes for one in page.all("line") if one.attributes["class"] == "trend ahead")
    x1, y1, x2, y2 = (float(diagonal[name]) for name in ("x1", "y1", "x2", "y2"))

    def on_line(x: float) -> float:
        return y1 + (x - x1) / (x2 - x1) * (y2 - y1)

    assert marks[0][1] == pytest.approx(on_line(marks[0][0]), abs=0.2)
    assert marks[1][1] < on_line(marks[1][0]), "more came than was said"
    assert marks[2] == (x1, y1)
    assert ["hollow" in one.attributes["class"] for one in page.all("circle")] == [False, False, True]
    assert "said 0.01, came 0.05 of 900 pairs" in page.all("svg")[0].attributes["aria-label"]
    assert chance_plot([], title="Nothing") == ""
