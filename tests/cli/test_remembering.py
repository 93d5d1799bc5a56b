"""``proxenia history`` and ``proxenia indicators`` on the founding register: what they print, refuse and write."""

import csv
from pathlib import Path

import pytest
from tests.cli.running import Home

from proxenia.history.indicator_list import INDICATORS


def test_a_year_before_the_common_era_for_people(home: Home) -> None:
    told = home.done("history", "--year", "-431").out
    assert "431 BCE" in told
    assert "-0430" in told
    assert "Delian League" in told
    assert "478 BCE" in told
    assert "known as Corinth" in told
    assert "this year  431 BCE  The Peloponnesian War begins" in told


def test_a_year_as_json_has_the_documented_shape(home: Home) -> None:
    told = home.done("history", "--year", "1167", "--json").json
    keys = ["year", "as_of", "label", "edtf", "leagues", "turning_points", "ties", "timeline", "scale", "earlier"]
    assert list(told) == keys
    assert (told["year"], told["as_of"], told["label"], told["edtf"]) == (1167, 1167, "1167", "1167")
    lombard = next(one for one in told["leagues"] if one["id"] == "px:lombard-league")
    assert (lombard["from"], lombard["to"]) == ("1167", "1250")
    assert {"id", "name", "lon", "lat", "from", "to"} <= set(lombard["members"][0])
    assert all(one["reference"] for one in lombard["statements"])
    assert told["ties"]["membership"] == sum(len(one["members"]) for one in told["leagues"])
    assert told["scale"]["breakpoints"][0]["year"] == -500


def test_an_empty_year_says_that_the_register_knows_of_nothing(home: Home) -> None:
    told = home.done("history", "--year", "600").out
    assert "the register knows of no league, system or network of cities in 600" in told
    assert "none known" in told


def test_this_year_when_none_is_asked_for(home: Home) -> None:
    told = home.done("history", "--json").json
    assert told["year"] == told["as_of"] == told["scale"]["breakpoints"][-1]["year"]
    assert told["ties"]["twinning"] > 2000


@pytest.mark.parametrize(
    ("year", "complaint"),
    [
        ("-9999", "There is no year of the history '-9999'. Near it: -3000."),
        ("0", "There is no year '0'. Near it: -1, 1."),
        ("3000", "There is no year of the history '3000'."),
        ("text", "'text' is no year."),
        ("43.1", "'43.1' is no year."),
        ("", "'' is no year."),
        ("431 BCE", "'431 BCE' is no year."),
    ],
)
def test_what_is_no_year_of_the_history_is_refused(home: Home, year: str, complaint: str) -> None:
    result = home.run("history", "--year", year)
    assert (result.code, result.out) == (2, "")
    assert result.complaints[0].startswith(f"proxenia: {complaint}")
    assert len(result.complaints) == 1


def test_the_indicators_for_people(home: Home) -> None:
    told = home.done("indicators").out
    assert "Urban share of the world’s people" in told
    assert "T1: 52\u202f% (2007)  overtaken" in told
    assert "Overtaken by 58\u202f% (2025)" in told
    assert "T1: 1\u202f553 (2017)  overtaken" in told
    assert "not_measured" in told
    assert "Published sizes of city networks" in told


def test_the_indicators_as_json(home: Home) -> None:
    told = home.done("indicators", "--json").json
    assert [one["id"] for one in told["indicators"]] == [one.id for one in INDICATORS]
    urban = told["indicators"][0]
    claim = next(one for one in urban["claims"] if one["claim"]["date"] == "2007")
    assert (claim["verdict"], claim["overtaken_by"]["date"]) == ("overtaken", "2025")
    assert all(one["statement"] and one["reference"] for one in urban["figures"])


def test_the_indicators_as_a_table(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "indicators.csv"
    result = home.done("indicators", "--csv", path)
    assert result.out == ""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert result.complaints == [f"{len(rows)} figures in {path}"]
    assert {row["status"] for row in rows} == {"claimed", "measured", "not_measured", "projected"}
    assert all(row["source"] and row["reference"] and row["statement"] for row in rows)
    assert all(row["date"] for row in rows if row["value"])
