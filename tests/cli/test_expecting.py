from itertools import combinations
from pathlib import Path

import polars as pl
import pytest
from tests.cli.running import Home

from proxenia.overlay.gravity import EXPECTED
from proxenia.overlay.gravity_terms import TERMS

CAPITALS = {
    "AUT": ("Vienna", "Austria"),
    "BEL": ("Brussels", "Belgium"),
    "CHE": ("Bern", "Switzerland"),
    "DEU": ("Berlin", "Germany"),
    "DNK": ("Copenhagen", "Denmark"),
    "ESP": ("Madrid", "Spain"),
    "FIN": ("Helsinki", "Finland"),
    "FRA": ("Paris", "France"),
    "GBR": ("London", "United Kingdom"),
    "HUN": ("Budapest", "Hungary"),
    "ITA": ("Rome", "Italy"),
    "JPN": ("Tokyo", "Japan"),
    "NOR": ("Oslo", "Norway"),
    "POL": ("Warsaw", "Poland"),
    "PRT": ("Lisbon", "Portugal"),
    "SWE": ("Stockholm", "Sweden"),
}
MAPPING = """source: made_twinnings
title: Twinnings made for this test
publisher: Made for this test
licence: CC0-1.0
address: https://twinnings.example/list
date: 2020
city: city
country: country
partner: partner
partner_country: partner_country
"""


@pytest.fixture
def full_home(own_home: Home, tmp_path: Path) -> Home:
    """Give the folders of someone with made-up twinnings of capitals and made-up relations of their countries."""
    twinnings, distances = (
        ["city,country,partner,partner_country"],
        ["iso_o,iso_d,contig,comlang_off,colony,dist,distw"],
    )
    for number, (one, other) in enumerate(combinations(CAPITALS, 2)):
        yes_no = (number % 5 == 0, number % 4 == 1, number % 9 == 2)
        distances.append(f"{one},{other},{','.join(str(int(each)) for each in yes_no)},{900 + 37 * (number % 31)},.")
        if number % 3:
            twinnings.append(",".join((*CAPITALS[one], *CAPITALS[other])))
    for name, lines in (("twinnings.csv", twinnings), ("distances.csv", distances)):
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "twinnings.yml").write_text(MAPPING, encoding="utf-8")
    own_home.done("import", "table", tmp_path / "twinnings.csv", "--map", tmp_path / "twinnings.yml")
    own_home.done("import", "country-pairs", tmp_path / "distances.csv")
    return own_home


def test_json_tells_the_model_the_extremes_and_the_finding(full_home: Home, tmp_path: Path) -> None:
    told = full_home.done("expected", "--as-of", "2025", "--json", "--limit", "3", "--csv", tmp_path / "pairs.csv")
    found = told.json
    assert list(found) == ["as_of", "fit", "more", "fewer", "finding"]
    assert found["as_of"] == "2025-12-31"
    assert [one["term"] for one in found["fit"]["coefficients"]] == ["constant", *TERMS]
    assert list(found["more"][0]) == EXPECTED.names()
    assert len(found["more"]) == len(found["fewer"]) == 3
    assert all(one["residual"] == pytest.approx(one["city_ties"] - one["expected"]) for one in found["more"])
    assert len(found["finding"]["verdicts"]) == 6
    pairs = pl.read_csv(tmp_path / "pairs.csv", schema=EXPECTED)
    header = (tmp_path / "pairs.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header == ",".join(EXPECTED)
    assert pairs["expected"].sum() == pytest.approx(found["fit"]["ties"])
    assert f"{pairs.height} pairs of countries in" in told.err


def test_tables_tell_the_same_for_reading(full_home: Home) -> None:
    told = full_home.done("expected", "--as-of", "2025", "--without", "same_bloc")
    for word in ("Poisson fit", "Negative binomial fit", "log_distance", "More city ties than expected", "McFadden"):
        assert word in told.out
    assert "same_bloc" not in told.out
    assert "doi:10.1007/978-3-642-54140-7_14" in told.out
    assert told.out.count("The finding ") + told.out.count("Nothing can be said") == 6


def test_a_term_that_is_none_is_refused_before_anything_is_read(own_home: Home) -> None:
    told = own_home.run("expected", "--without", "gdp")
    assert told.code == 2
    assert "'gdp' is not a known term" in told.err


def test_a_world_without_ties_says_what_to_do(full_home: Home) -> None:
    told = full_home.run("expected", "--as-of", "1200")
    assert told.code == 2
    assert "--as-of" in told.err or "later year" in told.err
