"""The payload of the indicators: its table, a long series, what the ledger itself holds."""

from dataclasses import fields
from pathlib import Path

from tests.factory import BERLIN, LONDON
from tests.history.made_past import figure, made_past, members, past_snapshot, series

from proxenia.history.indicator_list import INDICATORS
from proxenia.history.indicators import FigureRow, Indicators, telling_figures
from proxenia.model.statement import Statement
from proxenia.snapshot.snapshot import Snapshot


def test_a_snapshot_that_knows_nothing_has_every_indicator_without_figures() -> None:
    told = Indicators.of(Snapshot.empty(), this_year=2026)
    assert [one.id for one in told.indicators] == [one.id for one in INDICATORS]
    assert not any(one.claims or one.figures for one in told.indicators)
    assert (told.sizes, list(told.rows())) == ((), [])


def test_the_table_has_every_figure_claims_first(tmp_path: Path) -> None:
    said = (
        figure("ind:urban-share-t1", "0.52", "2007", claimed_by="T1"),
        figure("ind:urban-share-1", "0.58", "2025", note="a note"),
        series(2050, "0.68", projected=True),
    )
    told = Indicators.of(past_snapshot(tmp_path, said), this_year=2026)
    rows = list(told.rows())
    assert [(row.status, row.value, row.date) for row in rows] == [
        ("claimed", 0.52, "2007"),
        ("measured", 0.58, "2025"),
        ("projected", 0.68, "2050"),
    ]
    assert (rows[0].verdict, rows[1].verdict, rows[1].note) == ("overtaken", "", "a note")
    assert {row.source for row in rows} == {"founding_register", "urbanisation"}
    assert all(getattr(rows[0], one.name) is not None for one in fields(FigureRow))


def test_of_a_long_series_the_ends_the_checks_and_every_twentieth_year_are_shown(tmp_path: Path) -> None:
    years = [series(year, f"{0.1 + (year - 1900) / 400:.4f}", projected=year > 2016) for year in range(1901, 2051)]
    said = (*years, figure("ind:urban-share-t1", "0.52", "2007", claimed_by="T1"))
    report = Indicators.of(past_snapshot(tmp_path, said), this_year=2026).indicators[0]
    shown = [one.date for one in telling_figures(report, most=30)]
    assert shown == ["1901", "1920", "1940", "1960", "1980", "2000", "2007", "2016", "2020", "2040", "2050"]
    assert telling_figures(report, most=200) == list(report.figures)


def test_published_sizes_stand_beside_the_memberships_held(tmp_path: Path) -> None:
    def size(count: str, date: str) -> Statement:
        return Statement(
            "px:now",
            "member_count",
            "founding_register",
            "https://example.org/n",
            value=count,
            unit="members",
            period=date,
        )

    said = (*made_past(), size("40", "2001"), size("300", "2020-05"), members("px:now", BERLIN, "2024/.."))
    (one,) = Indicators.of(past_snapshot(tmp_path, said), this_year=2026).sizes
    assert (one.id, one.points, one.first.value, one.latest.value, one.latest.date_label) == (
        "px:now",
        2,
        40,
        300,
        "May 2020",
    )
    assert one.first.said is not None
    assert one.first.said.reference == "https://example.org/n"
    assert (one.counted.members, one.counted.undated) == (3, 1)
    assert LONDON != BERLIN


def test_the_answer_is_plain_data(tmp_path: Path) -> None:
    said = (figure("ind:urban-share-t1", "0.52", "2007", claimed_by="T1"), figure("ind:urban-share-1", "0.58", "2025"))
    told = Indicators.of(past_snapshot(tmp_path, said), this_year=2026).as_json()
    assert list(told) == ["this_year", "indicators", "sizes"]
    first = told["indicators"][0]
    assert first["claims"][0]["claim"]["text"] == "0.52"
    assert first["claims"][0]["overtaken_by"]["statement"] == first["figures"][0]["statement"]
