"""Whether a text's figure holds: every verdict by an example, and the rule of rounding."""

from pathlib import Path

import pytest
from tests.history.made_past import figure, past_snapshot, series

from proxenia.history.figures import indicator_of
from proxenia.history.indicator_list import INDICATORS
from proxenia.history.indicators import IndicatorReport, Indicators
from proxenia.history.verdict import VERDICTS, Verdict, agree, figure_words
from proxenia.model.statement import Statement

URBAN = "ind:urban-share"
PEACE = "ind:us-cities-for-peace"


def report(folder: Path, *statements: Statement, indicator: str = "urban_share") -> IndicatorReport:
    told = Indicators.of(past_snapshot(folder, statements), this_year=2026)
    return next(one for one in told.indicators if one.id == indicator)


def verdict(folder: Path, *statements: Statement, indicator: str = "urban_share") -> Verdict:
    (one,) = report(folder, *statements, indicator=indicator).claims
    return one


def claim(value: str, date: str | None, key: str = URBAN, **more: str) -> Statement:
    return figure(f"{key}-t1", value, date, claimed_by="T1", **more)


def test_what_was_measured_for_its_own_time_agrees_within_rounding(tmp_path: Path) -> None:
    told = verdict(tmp_path, claim("0.03", "1800"), figure(f"{URBAN}-1", "0.034", "1800"))
    assert told.verdict == "agrees"
    assert told.sentence == "For its own time it agrees with what was measured: 3.4\u202f% (1800)."
    assert [one.text for one in told.same_time] == ["0.034"]


def test_a_figure_of_long_ago_is_not_overtaken_by_today(tmp_path: Path) -> None:
    told = verdict(
        tmp_path, claim("0.03", "1800"), figure(f"{URBAN}-1", "0.03", "1800"), figure(f"{URBAN}-2", "0.55", "2018")
    )
    assert (told.verdict, told.overtaken_by) == ("agrees", None)


def test_measured_figures_that_disagree_leave_it_disputed(tmp_path: Path) -> None:
    told = verdict(tmp_path, claim("0.14", "1900"), figure(f"{URBAN}-1", "0.136", "1900"), series(1900, "0.164"))
    assert told.verdict == "disputed"
    assert "13.6\u202f% (1900), and others do not: 16.4\u202f% (1900)." in told.sentence


def test_another_figure_for_its_own_time_differs(tmp_path: Path) -> None:
    told = verdict(tmp_path, claim("0.03", "1800"), series(1800, "0.073"))
    assert told.verdict == "differs"
    assert told.sentence == "For its own time another figure was measured: 7.3\u202f% (1800)."


def test_the_newest_measured_figure_that_differs_overtakes_it(tmp_path: Path) -> None:
    told = verdict(
        tmp_path,
        claim("0.52", "2007"),
        figure(f"{URBAN}-1", "0.50", "2007"),
        figure(f"{URBAN}-2", "0.52", "2011"),
        figure(f"{URBAN}-3", "0.58", "2025"),
        series(2018, "0.55"),
        figure(f"{URBAN}-4", "0.68", "2050", note="projection of somebody"),
    )
    assert told.verdict == "overtaken"
    assert told.overtaken_by is not None
    assert (told.overtaken_by.text, told.overtaken_by.date) == ("0.58", "2025")
    assert told.sentence == (
        "Overtaken by 58\u202f% (2025), example.org. For its own time another figure was measured: 50\u202f% (2007). "
        "The figure itself was measured for 2011."
    )


def test_the_newest_that_agrees_leaves_it_standing(tmp_path: Path) -> None:
    told = verdict(
        tmp_path, claim("0.52", "2007"), figure(f"{URBAN}-1", "0.5", "2008"), figure(f"{URBAN}-2", "0.523", "2009")
    )
    assert told.verdict == "agrees"
    assert told.sentence == "The newest measured figure, 52.3\u202f% (2009), does not contradict it."


def test_a_lower_bound_below_it_does_not_contradict_it_and_one_above_overtakes_it(tmp_path: Path) -> None:
    below = verdict(tmp_path, claim("0.52", "2007"), figure(f"{URBAN}-1", "0.5", "2010", note="more than half"))
    assert below.verdict == "compatible"
    assert below.sentence.endswith("do not contradict it: more than 50\u202f% (2010).")
    (tmp_path / "above").mkdir()
    above = verdict(
        tmp_path / "above", claim("0.52", "2007"), figure(f"{URBAN}-1", "0.6", "2010", note="more than 0.6")
    )
    assert above.verdict == "overtaken"


def test_a_lower_bound_that_fits_says_less_than_a_figure_that_does_not(tmp_path: Path) -> None:
    told = verdict(
        tmp_path,
        claim("0.52", "2007"),
        figure(f"{URBAN}-1", "0.50", "2011", note="lower bound: half"),
        figure(f"{URBAN}-2", "0.45", "2010"),
    )
    assert told.overtaken_by is not None
    assert told.overtaken_by.text == "0.45"


def test_what_grew_through_its_own_time_may_lie_on_both_sides_of_it(tmp_path: Path) -> None:
    us = {"subject": "iso:US", "unit": "members"}
    told = verdict(
        tmp_path,
        claim("70", "2003", PEACE, **us),
        figure(f"{PEACE}-1", "35", "2003-01", note="more than", **us),
        figure(f"{PEACE}-2", "90", "2003-02-13", **us),
        figure(f"{PEACE}-3", "140", "2003-03-13", **us),
        indicator="us_cities_for_peace",
    )
    assert told.verdict == "compatible"
    assert told.sentence.endswith("more than 35 (January 2003), 90 (13 February 2003).")


def test_what_fell_through_its_own_time_does_not_count_as_growth(tmp_path: Path) -> None:
    us = {"subject": "iso:US", "unit": "members"}
    told = verdict(
        tmp_path,
        claim("70", "2003", PEACE, **us),
        figure(f"{PEACE}-1", "90", "2003-01", **us),
        figure(f"{PEACE}-2", "35", "2003-03", **us),
        indicator="us_cities_for_peace",
    )
    assert told.verdict == "differs"


def test_without_a_measured_figure_since_it_stays_unchecked_and_names_the_nearest(tmp_path: Path) -> None:
    told = verdict(
        tmp_path, claim("0.52", "2007"), figure(f"{URBAN}-1", "0.4", "1980"), figure(f"{URBAN}-2", "0.47", "2000")
    )
    assert told.verdict == "unchecked"
    assert told.sentence == "Nothing was measured for that time or since; the nearest figure is 47\u202f% (2000)."
    (tmp_path / "alone").mkdir()
    assert verdict(tmp_path / "alone", claim("0.52", "2007")).sentence == "Nothing here measures it."


def test_a_projection_lies_ahead_beside_other_projections(tmp_path: Path) -> None:
    told = verdict(
        tmp_path,
        claim("0.70", "2070"),
        series(2050, "0.68", projected=True),
        figure(f"{URBAN}-1", "0.85", "2100", note="projection"),
        figure(f"{URBAN}-2", "0.58", "2025"),
    )
    assert told.verdict == "ahead"
    assert told.sentence.endswith("Other projections beside it: 68\u202f% (2050), 85\u202f% (2100).")
    (tmp_path / "alone").mkdir()
    assert verdict(tmp_path / "alone", claim("0.70", "2070")).sentence.endswith("No other projection stands beside it.")


def test_a_statement_without_a_figure_is_not_measured(tmp_path: Path) -> None:
    said = figure("ind:city-protest-t1", "", None, claimed_by="T1", note="a statement without a measure")
    told = verdict(tmp_path, said, indicator="statements_without_a_measure")
    assert told.verdict == "not_measured"
    assert told.sentence == (
        "The text of 2017 gives no figure that can be checked (a statement without a measure), "
        "and nothing here measures it."
    )


def test_a_series_that_measures_something_else_decides_nothing(tmp_path: Path) -> None:
    told = report(tmp_path, claim("0.52", "2007"), figure("ind:city-dwellers-share-2025", "0.45", "2025"))
    assert told.claims[0].verdict == "unchecked"
    assert [one.comparable for one in told.figures] == [False]


def test_a_count_that_cites_the_text_itself_is_no_second_observation(tmp_path: Path) -> None:
    net = {"subject": "px:eurocities", "unit": "members"}
    body = Statement("px:eurocities", "kind", "founding_register", "https://example.org", value="city_network")
    own = Statement(
        "px:eurocities",
        "member_count",
        "founding_register",
        "A text (2017)",
        value="130",
        unit="members",
        period="2017",
    )
    other = Statement(
        "px:eurocities",
        "member_count",
        "founding_register",
        "https://example.org/a",
        value="200",
        unit="members",
        period="2024",
    )
    told = report(
        tmp_path,
        body,
        own,
        other,
        claim("130", "2017", "ind:eurocities-members", **net),
        indicator="eurocities_members",
    )
    assert [one.text for one in told.figures] == ["200"]
    assert told.claims[0].verdict == "overtaken"
    assert [one.year for one in told.counted] == [2017, 2026]


def test_the_verdicts_are_all_explained() -> None:
    assert set(VERDICTS) == {
        *("agrees", "disputed", "differs", "overtaken"),
        *("compatible", "unchecked", "ahead", "not_measured"),
    }


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("0.52", "0.524", True),
        ("0.52", "0.526", False),
        ("0.5", "0.52", True),
        ("0.80", "0.8", True),
        ("130", "134", True),
        ("130", "136", False),
        ("1553", "1554", False),
        ("13000000", "13400000", True),
        ("13000000", "13600000", False),
        ("0", "0.4", True),
    ],
)
def test_figures_agree_within_half_of_the_coarser_one_s_last_digit(
    tmp_path: Path, one: str, other: str, same: bool
) -> None:
    told = report(tmp_path, figure(f"{URBAN}-1", one, "1990"), figure(f"{URBAN}-2", other, "1991"))
    assert agree(*told.figures) is agree(*reversed(told.figures)) is same


def test_figures_in_words(tmp_path: Path) -> None:
    told = report(
        tmp_path,
        figure(f"{URBAN}-1", "0.667", "1990", note="more than two thirds"),
        figure(f"{URBAN}-2", "0.030", "1991"),
        figure(f"{URBAN}-3", "8256", "1992", unit="members"),
    )
    assert [figure_words(one) for one in told.figures] == ["more than 66.7\u202f%", "3.0\u202f%", "8\u202f256"]


def test_the_longest_beginning_decides_to_which_series_a_figure_belongs() -> None:
    assert indicator_of("ind:nothing-of-the-kind") is None
    found = indicator_of("ind:us-cities-for-peace-persons-2003")
    assert found is not None
    assert found[0].id == "us_cities_for_peace_persons"
    assert len({one.id for one in INDICATORS}) == len(INDICATORS)
    beginnings = [begin for one in INDICATORS for series in one.series for begin in series.beginnings]
    assert len(set(beginnings)) == len(beginnings)
