"""``proxenia overlay`` on the founding register alone, without missions: what it prints, refuses and writes."""

import csv
from pathlib import Path

import polars as pl
import pytest
from tests.cli.running import Home

from proxenia.model.vocabulary import OverlayClass
from proxenia.overlay.tables import PAIRS

CLASSES = [name.value for name in OverlayClass]
PAIR_KEYS = ["pair", "as_of", "class", "reason", "city_ties", "state", "expected", "residual", "evidence"]
PAIR_KEYS += ["city_ties_by_field", "ties_on_the_map"]


def test_a_pair_as_json_has_the_documented_shape(home: Home) -> None:
    told = home.done("overlay", "TW", "US", "--as-of", "2021", "--json").json
    assert list(told) == PAIR_KEYS
    assert (told["pair"], told["as_of"], told["class"]) == (["TW", "US"], 2021, "substitute")
    assert told["city_ties"]["twinning"] > 0
    assert list(told["city_ties"]) == ["twinning", "agreement", "partnership", "treaty"]
    assert told["state"]["rupture"] is True
    assert told["state"]["tied"] is told["state"]["hostile"] is False
    first = told["evidence"][0]
    assert first["source"] == "founding_register"
    assert first["link"].startswith("http")
    assert first["period"] == "1979-01-01/.."


@pytest.mark.parametrize(
    "names", [("US", "TW"), ("iso:TW", "United States"), ("Taiwan", "us"), ("台灣", "Estados Unidos")]
)
def test_countries_are_named_by_code_or_in_any_language_and_order(home: Home, names: tuple[str, str]) -> None:
    assert home.done("overlay", *names, "--as-of", "2021", "--json").json["pair"] == ["TW", "US"]


def test_a_pair_for_people_says_why_and_shows_the_evidence(home: Home) -> None:
    told = home.done("overlay", "TW", "US", "--as-of", "2021").out
    assert "Taiwan – United States (TW US)" in told
    assert "substitute: Cities are tied though" in told
    assert "1979-01-01" in told
    assert "Evidence" in told
    assert "Taipei – Houston" in told


def test_without_countries_every_class_is_counted_and_shown(home: Home) -> None:
    told = home.done("overlay", "--as-of", "2021", "--json").json
    assert list(told) == ["as_of", "counts", "rows"]
    assert list(told["counts"]) == CLASSES
    pairs = sum(told["counts"].values())
    assert pairs in {states * (states - 1) // 2 for states in range(195, 260)}
    assert {row["class"] for row in told["rows"]} == {name for name, count in told["counts"].items() if count}
    assert all(len([row for row in told["rows"] if row["class"] == name]) <= 5 for name in CLASSES)
    for_people = home.done("overlay", "--as-of", "2021").out
    assert all(name in for_people for name in CLASSES)
    assert "pairs of countries, as of 2021" in for_people


def test_a_class_is_listed_whole_with_reasons(home: Home) -> None:
    told = home.done("overlay", "--class", "contrary", "--as-of", "2021", "--json").json
    assert list(told["counts"]) == ["contrary"]
    assert len(told["rows"]) == told["counts"]["contrary"] > 10
    for row in told["rows"]:
        assert row["class"] == "contrary"
        assert row["reason"].startswith("The states are hostile: ")
        assert sum(row["city_ties"].values()) > 0
    ties = [sum(row["city_ties"].values()) for row in told["rows"]]
    assert ties == sorted(ties, reverse=True)


def test_one_country_gives_all_its_pairs_and_a_class_of_them(home: Home) -> None:
    told = home.done("overlay", "Cuba", "--as-of", "2021", "--json").json
    assert all("CU" in row["pair"] for row in told["rows"])
    assert sum(told["counts"].values()) == len(told["rows"])
    some = home.done("overlay", "CU", "--class", "unknown", "--as-of", "2021", "--json").json
    assert some["counts"] == {"unknown": told["counts"]["unknown"]}
    shown = home.done("overlay", "CU", "--as-of", "2021")
    assert any("pairs are shown" in line for line in shown.complaints)


def test_a_table_is_written_with_names_and_reasons(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    result = home.done("overlay", "--class", "substitute", "--as-of", "2021", "--csv", path)
    rows = pl.read_csv(path)
    assert rows.columns == [*PAIRS.names(), "name_a", "name_b", "reason"]
    assert set(rows["class"]) == {"substitute"}
    assert rows["reason"].null_count() == 0
    assert result.out == ""
    assert f"{rows.height} pairs of countries in" in result.err


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["ZZ"], "'ZZ'"),
        (["Rotterdam"], "is no state of today"),
        (["TW", "TW"], "are one country"),
        (["--class", "friendly"], "'friendly' is not a known overlay class"),
        (["TW", "US", "--class", "contrary"], "One pair has one class"),
        (["--csv", "nowhere/x.csv"], "there is no folder 'nowhere'"),
    ],
)
def test_what_cannot_be_shown_is_told_in_one_line(home: Home, words: list[str], complaint: str) -> None:
    result = home.run("overlay", *words, "--as-of", "2021")
    assert result.code == 2
    assert complaint in result.complaints[-1]


def test_a_pair_tells_its_ties_by_field_and_how_many_are_listed(home: Home, tmp_path: Path) -> None:
    told = home.done("overlay", "TW", "US", "--json").json
    assert sum(told["city_ties_by_field"].values()) >= told["ties_on_the_map"] > 20
    shown = home.done("overlay", "TW", "US")
    assert f"intercity {told['city_ties_by_field']['intercity']}" in shown.out
    assert f"20 of {told['ties_on_the_map']} city ties are listed: --csv FILE writes all of them" in shown.err
    path = tmp_path / "ties.csv"
    assert home.done("overlay", "TW", "US", "--csv", path).out == ""
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == told["ties_on_the_map"]
    assert all({row["country_a"], row["country_b"]} == {"TW", "US"} for row in rows)


def test_a_table_that_cannot_be_written_is_told_before_anything_is_computed(home: Home, tmp_path: Path) -> None:
    for place, why in ((tmp_path / "none" / "x.csv", "there is no folder"), (tmp_path, "it is a folder")):
        result = home.run("overlay", "--csv", place)
        assert result.code == 2
        (line,) = result.complaints
        assert f"The table cannot be written to {str(place)!r}: {why}" in line
        assert "PROXENIA_DATA" not in line
