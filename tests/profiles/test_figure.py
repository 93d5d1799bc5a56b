"""Which figure stands on a day."""

from tests.profiles.made_cities import CITY, city, figure, made

from proxenia.model.statement import Statement
from proxenia.profiles.figure import standing_figures

FOREIGN, URBAN = "foreign_born", "urban_population"


def stands(*statements: Statement, year: int = 2020, attribute: str = FOREIGN) -> tuple[float | None, str, str] | None:
    found = standing_figures(made(*city(), *statements, year=year), (attribute,))
    assert found.height <= 1
    return None if found.is_empty() else found.select("value", "date", "dated_by").row(0)


def test_the_latest_by_the_day_stands() -> None:
    rows = [
        figure(CITY, FOREIGN, "10", "2000"),
        figure(CITY, FOREIGN, "20", "2010"),
        figure(CITY, FOREIGN, "5", "2019"),
    ]
    assert stands(*rows) == (5.0, "2019", "figure")
    assert stands(*rows, year=2018) == (20.0, "2010", "figure")
    assert stands(*rows, year=1999) is None


def test_an_exact_figure_before_a_lower_bound_though_that_is_later() -> None:
    bound = figure(CITY, FOREIGN, "1000", "2018", summary="Lower bound: at least 1,000 residents")
    assert stands(figure(CITY, FOREIGN, "700", "2001"), bound) == (700.0, "2001", "figure")
    found = standing_figures(made(*city(), bound), (FOREIGN,))
    assert found["at_least"].to_list() == [True]


def test_of_one_date_the_higher_one_stands_whatever_the_order() -> None:
    rows = [figure(CITY, FOREIGN, "419091", "2015"), figure(CITY, FOREIGN, "1159446", "2015", reference="row 2")]
    assert stands(*rows) == stands(*rows[::-1]) == (1159446.0, "2015", "figure")


def test_a_span_of_years_stands_after_its_end_and_a_state_of_things_does_not() -> None:
    assert stands(figure(CITY, FOREIGN, "7", "2000/2005")) == (7.0, "2000/2005", "figure")
    over = standing_figures(made(figure("iso:XA", "quasi_sovereign", "1", "1990/2005")), ("quasi_sovereign",))
    still = standing_figures(made(figure("iso:XA", "quasi_sovereign", "1", "1990/..")), ("quasi_sovereign",))
    assert over["ended"].to_list() == [True]
    assert still["ended"].to_list() == [False]


def test_a_projection_is_no_figure() -> None:
    assert stands(figure(CITY, URBAN, "9", "2019", summary="projection"), attribute=URBAN) is None


def test_a_period_of_unknown_start_is_told_on_no_day() -> None:
    assert stands(figure(CITY, FOREIGN, "7", "/2015")) is None


def test_without_a_date_the_edition_gives_it_and_nothing_is_told_before() -> None:
    said = figure(CITY, "population", "9", None, source="edition")
    assert stands(said, attribute="population") == (9.0, "2010", "edition")
    assert stands(said, attribute="population", year=2009) is None


def test_without_an_edition_the_day_of_the_reading_does() -> None:
    said = figure(CITY, "population", "9", None)
    assert stands(said, attribute="population", year=2026) == (9.0, "2026-11-22", "reading")
    assert stands(said, attribute="population", year=2025) is None


def test_a_word_in_place_of_a_number_is_no_figure() -> None:
    assert stands(figure(CITY, FOREIGN, "many")) is None
