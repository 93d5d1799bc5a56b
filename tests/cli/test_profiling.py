"""``proxenia profile`` on the founding register."""

import csv
from pathlib import Path

from tests.cli.running import Home

NOTHING = 2


def test_a_city_as_json(home: Home) -> None:
    told = home.done("profile", "Tokyo", "--as-of", "2026", "--json").json
    found = {one["id"]: one for one in told["profiles"]}
    assert told["actor"]["id"] == "gn:1850147"
    assert (found["mega_city"]["answer"], found["mega_city"]["threshold"]) == ("yes", 10_000_000)
    assert found["mega_city"]["sources"] == ["founding_register"]
    assert [one["id"] for one in told["conditions"]] == [
        "political_culture",
        "resources",
        "proximity",
        "autonomy",
        "representation",
    ]
    assert len(told["peers"]) == 10


def test_a_city_for_people(home: Home) -> None:
    out = home.done("profile", "Barcelona,ES", "--as-of", "2026").out
    for shown in ("Catalonia, Spain", "region: Catalonia", "572,459 persons", "Conditions", "unknown: nobody has told"):
        assert shown in out, shown


def test_a_year_before_anything_is_known(home: Home) -> None:
    told = home.done("profile", "gn:1850147", "--as-of", "1800", "--json").json
    assert {one["answer"] for one in told["profiles"]} == {"unknown"}
    assert "nobody has told why it acts" in home.done("profile", "gn:1850147", "--as-of", "1800").out


def test_which_cities_have_a_profile(home: Home, tmp_path: Path) -> None:
    told = home.done("profile", "--list", "mega_city", "--as-of", "2026", "--json").json
    values = [one["value"] for one in told["cities"]]
    assert told["found"] == len(values) == told["profile"]["yes"] > 20
    assert values == sorted(values, reverse=True)
    assert "gn:1850147" in {one["city"]["id"] for one in told["cities"]}
    few = home.done("profile", "--list", "mega_city", "--as-of", "2026", "--limit", "2")
    assert len([line for line in few.lines if "founding_register" in line]) == 2
    assert "2 of" in few.err
    file = tmp_path / "mega.csv"
    assert str(file) in home.done("profile", "--list", "mega_city", "--as-of", "2026", "--csv", file).err
    with file.open(encoding="utf-8-sig") as lines:
        assert [float(row["value"]) for row in csv.DictReader(lines)] == values


def test_the_table_of_a_city(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "tokyo.csv"
    home.done("profile", "Tokyo", "--as-of", "2026", "--csv", file)
    with file.open(encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["answer"] for row in rows if row["id"] == "mega_city"] == ["yes"]


def test_what_is_wrong_is_told_in_one_line(home: Home) -> None:
    for arguments, shown in (
        (("profile",), "Neither a city nor a profile"),
        (("profile", "Tokyo", "--list", "mega_city"), "Both a city and a profile"),
        (("profile", "--list", "mega_town"), "mega_town"),
        (("profile", "--list", "mega_city", "--answer", "perhaps"), "perhaps"),
        (("profile", "iso:JP"), "only cities have profiles"),
        (("profile", "Nowhere at all"), "Nowhere at all"),
    ):
        result = home.run(*arguments)
        assert (result.code, len(result.complaints)) == (NOTHING, 1), (arguments, result)
        assert shown in result.err
