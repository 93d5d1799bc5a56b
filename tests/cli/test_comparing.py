"""`proxenia compare` and `proxenia cases` on the founding register alone."""

import csv
from pathlib import Path

import pytest
from tests.cli.running import Home

WRONG = 2
YEAR = ("--as-of", "2026")


def test_three_ports_side_by_side(home: Home) -> None:
    told = home.done("compare", "Rotterdam", "Hamburg", "Antwerp", *YEAR, "--json").json
    assert [city["name"] for city in told["cities"]] == ["Rotterdam", "Hamburg", "Antwerp"]
    assert told["as_of"] == "2026-12-31"
    for city in told["cities"]:
        assert city["by_standing"][0]["number"] == len(city["by_standing"][0]["ties"]) > 0
        assert len(city["profiles"]) == 6
    assert any(len(line["ties"]) == 3 for line in told["memberships"]), "all three belong to Eurocities"


def test_the_comparison_for_people(home: Home) -> None:
    out = home.done("compare", "Taipei", "Barcelona", *YEAR).out
    for words in ("Live ties by kind", "Reach", "City networks and bodies", "Taipei lacks", "Profiles"):
        assert words in out


def test_the_comparison_as_a_table(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "ports.csv"
    assert str(file) in home.done("compare", "Rotterdam", "Hamburg", *YEAR, "--csv", file).err
    with file.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert {row["city"] for row in rows} == {"Rotterdam", "Hamburg"}
    assert {"standing", "kind", "field", "reach", "partners", "memberships", "year", "profile"} <= {
        row["group"] for row in rows
    }


def test_years_stand_as_json_has_them(home: Home) -> None:
    words = ("compare", "Rotterdam", "Hamburg", *YEAR)
    city = home.done(*words, "--json").json["cities"][0]
    counts = {(one["word"], one["year"]): one["ties"] for one in city["years"]}
    lines = home.done(*words).out.split("end of a year", 1)[1].splitlines()
    years = [int(year) for year in lines[1].split()[2:]]
    row = next(line for line in lines if line.startswith("intercity") and "Rotterdam" in line)
    assert [int(number) for number in row.split()[2:]] == [counts.get(("intercity", year), 0) for year in years]


@pytest.mark.parametrize(
    ("cities", "words"),
    [
        (("Rotterdam",), "1 city was given to compare"),
        (("Rotterdam", "Hamburg", "Antwerp", "Berlin", "Taipei", "Barcelona"), "6 cities were given"),
        (("Rotterdam", "gn:2747891"), "was given twice"),
        (("Rotterdam", "Nowhere at all"), "There is no actor"),
        (("Rotterdam", "France"), "is a state"),
        (("Rotterdam", "Eurocities"), "is a city network"),
    ],
)
def test_what_cannot_be_compared_is_told_in_one_line(home: Home, cities: tuple[str, ...], words: str) -> None:
    result = home.run("compare", *cities, *YEAR)
    assert result.code == WRONG
    assert words in result.err
    assert len(result.complaints) == 1


def test_all_cases_have_statements(home: Home) -> None:
    cases = home.done("cases", *YEAR, "--json").json
    assert len(cases) >= 42
    assert not [case["id"] for case in cases if not case["records"]], "each case of the texts stands in the register"
    assert "Mercociudades" in home.done("cases", *YEAR).out


def test_a_case_tells_who_says_so_and_what_only_the_text_claims(home: Home) -> None:
    told = home.done("cases", "barcelona-lampedusa-lesbos-2016", *YEAR, "--json").json
    assert {actor["id"] for actor in told["actors"]} >= {"gn:3128760", "gn:2524459"}
    assert told["status"] == "active"
    only = home.done("cases", "dutch-cities-bosnia", *YEAR)
    assert "Only the founding text claims it" in only.out
    assert "Marchetti" in only.out
    result = home.run("cases", "mercosur")
    assert (result.code, len(result.complaints)) == (WRONG, 1)
    assert "There is no case 'mercosur'" in result.err
