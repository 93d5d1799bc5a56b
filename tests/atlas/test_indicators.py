"""The page of indicators: claims, pictures, sources; its table and its JSON."""

from pathlib import Path

import pytest
from tests.asking import Asking
from tests.atlas.test_country import get, table
from tests.factory import THIS_YEAR
from tests.history.made_past import figure, made_past, past_snapshot, series

from proxenia.atlas.app import make_app
from proxenia.atlas.indicator_chart import indicator_chart
from proxenia.history.indicators import Indicators
from proxenia.snapshot.snapshot import Snapshot

NASTY = '"><script>alert(1)</script>'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    said = [
        *made_past(),
        figure("ind:urban-share-t1", "0.52", "2007", claimed_by="T1"),
        figure("ind:urban-share-2025", "0.58", "2025", note=NASTY),
        figure("ind:city-dwellers-share-2025", "0.45", "2025", note="=1+1"),
        figure("ind:city-protest-t1", "", None, claimed_by="T1", note="no measure"),
        *[series(year, f"{0.1 + (year - 1950) / 200:.4f}", projected=year > 2016) for year in range(1950, 2051)],
    ]
    return past_snapshot(tmp_path_factory.mktemp("indicators"), said)


@pytest.fixture(scope="module")
def asking(made: Snapshot) -> Asking:
    return Asking(make_app(made, this_year=THIS_YEAR))


def test_a_text_s_figure_stands_beside_what_overtook_it(asking: Asking) -> None:
    text = get(asking, "/indicators").text
    assert "Urban share of the world’s people" in text
    assert "The text of 2017" in text
    assert "Overtaken by 58 % (2025), example.org." in text
    assert "gives no figure that can be checked (no measure), and nothing here measures it." in text


def test_every_figure_links_to_where_it_stands(asking: Asking) -> None:
    links = set(get(asking, "/indicators").links())
    assert {"https://example.org/urban-share-2025", "/sources?as_of=2026#urbanisation", "/indicators.csv"} <= links
    assert "/api/v1/indicators" in links


def test_of_a_long_series_the_table_shows_every_twentieth_year_and_says_so(asking: Asking) -> None:
    text = get(asking, "/indicators").text
    assert "of 103, with every twentieth year of a long series" in text
    assert "37.5 %" not in text


def test_the_picture_is_told_to_those_who_hear_it(asking: Asking) -> None:
    (picture,) = [one for one in get(asking, "/indicators").all("svg") if one.attributes.get("role") == "img"]
    told = picture.attributes["aria-label"]
    assert told.startswith("Urban share of the world’s people over time, 103 figures; ")
    assert "T1 says 52\u202f% for 2007" in told


def test_others_words_stay_words(asking: Asking) -> None:
    answer = asking.get("/indicators")
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert" in answer.text


def test_the_table_has_all_figures_and_no_formula(asking: Asking) -> None:
    rows = table(asking, "/indicators.csv")
    assert len(rows) == 105
    assert {row["note"] for row in rows} >= {"'=1+1"}
    assert rows[0]["verdict"] == "overtaken"


def test_the_json_is_the_payload(asking: Asking, made: Snapshot) -> None:
    told = asking.get("/api/v1/indicators").json()
    assert len(told["indicators"]) == len(Indicators.of(made, this_year=THIS_YEAR).indicators)
    assert told["indicators"][0]["claims"][0]["overtaken_by"]["text"] == "0.58"


def test_the_page_without_any_figure_says_nothing_wrong(client: Asking) -> None:
    page = get(client, "/indicators")
    assert "Sizes of all city networks" in page.text
    assert "Eurocities" in page.text


def test_a_single_figure_makes_no_picture(tmp_path: Path) -> None:
    one = past_snapshot(tmp_path, [figure("ind:urban-share-1", "0.5", "2000")])
    report = Indicators.of(one, this_year=THIS_YEAR).indicators[0]
    assert len(report.figures) == 1
    assert indicator_chart(report) == ""


def test_the_history_of_a_year_as_json(asking: Asking) -> None:
    told = asking.get("/api/v1/history?year=-431").json()
    assert (told["label"], [one["id"] for one in told["leagues"]]) == ("431 BCE", ["px:old"])
    assert asking.get("/api/v1/history").json()["year"] == THIS_YEAR


@pytest.mark.parametrize(
    ("year", "status"), [("0", 404), ("2027", 404), ("3000", 404), ("-9999", 422), ("text", 422), ("1.5", 422)]
)
def test_a_year_that_is_not_there_is_told(asking: Asking, year: str, status: int) -> None:
    answer = asking.get(f"/api/v1/history?year={year}")
    assert answer.status_code == status
    assert answer.json()["error"]["next_step"] or status == 422
