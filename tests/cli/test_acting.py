"""Acts and functions on the command line, and the choice by function and role in every command that lists ties."""

import csv
from pathlib import Path

import pytest
from tests.cli.running import Home

from proxenia.model.vocabulary import ActRole, Function

ACT = ["id", "title", "kind", "date", "fields", "functions", "actors", "sources"]


def test_the_functions_are_ten_with_counts(home: Home) -> None:
    page = home.done("functions", "--json").json
    assert [part["count"]["id"] for part in page["functions"]] == [one.value for one in Function]
    assert {part["count"]["id"] for part in page["functions"] if part["count"]["acts"]} == {*Function}
    shown = home.done("functions").out
    for part in page["functions"]:
        assert part["count"]["meaning"] in shown
    assert page["sources"]


def test_one_function_tells_who_does_it(home: Home) -> None:
    (part,) = home.done("functions", "funding", "--json").json["functions"]
    assert part["count"]["actors"] == len(part["doers"]) > 0
    assert {doer["actor"]["kind"] for doer in part["doers"]}.isdisjoint({"state", "igo"})
    shown = home.done("functions", "funding").out
    assert "Who does it" in shown
    assert part["acts"][0]["id"] in shown


def test_acts_are_listed_with_where_they_stand(home: Home) -> None:
    every = home.done("acts", "--json").json
    assert all(list(act) == ACT for act in every)
    assert all(act["sources"] for act in every)
    assert f"{len(every)} acts" in home.done("acts").lines[0]
    days = [act["date"] for act in home.done("acts", "--as-of", "1990", "--json").json]
    assert 0 < len(days) < len(every)


@pytest.mark.parametrize("function", list(Function))
def test_acts_of_a_function(home: Home, function: str) -> None:
    found = home.done("acts", "--function", function, "--json").json
    every = home.done("acts", "--json").json
    assert found == [act for act in every if function in act["functions"]]


def test_acts_of_an_actor_and_of_a_role(home: Home) -> None:
    every = home.done("acts", "gn:2747891", "--json").json
    donor = home.done("acts", "gn:2747891", "--role", "donor", "--json").json
    assert [act["id"] for act in donor] == [act["id"] for act in every if "donor" in act["roles"]]
    assert all(act["roles"] == ["donor"] for act in donor)
    assert 0 < len(donor) < len(every)


def test_a_field_and_a_function_must_both_fit(home: Home) -> None:
    found = home.done("acts", "--function", "lobbying", "--field", "peace", "--json").json
    assert all("lobbying" in act["functions"] and "peace" in act["fields"] for act in found)


def test_ties_of_a_function(home: Home) -> None:
    (office,) = home.done("ties", "gn:2747891", "--function", "lobbying", "--json").json
    assert office["kind"] == "representation"


def test_ties_with_who_had_a_role(home: Home) -> None:
    hosts = {act["id"] for act in home.done("acts", "--role", "host", "--json").json}
    every = home.done("ties", "gn:2747891", "--json").json
    found = home.done("ties", "gn:2747891", "--role", "host", "--json").json
    assert hosts
    assert 0 < len(found) < len(every)
    for tie in found:
        partner = home.done("acts", tie["partner"]["id"], "--role", "host", "--json").json
        assert {act["id"] for act in partner} & hosts


def test_a_city_shows_what_fits(home: Home) -> None:
    page = home.done("city", "gn:2747891", "--function", "lobbying", "--json").json
    assert page["choice"]["function"] == "lobbying"
    assert page["by_kind"] == {"representation": 1}


def test_what_fits_nothing_says_so(home: Home) -> None:
    empty = home.done("ties", "gn:2747891", "--function", "enforcement")
    assert "Nothing here fits the function enforcement" in empty.err
    assert home.done("ties", "gn:2747891", "--function", "enforcement", "--json").json == []
    unsigned = home.done("acts", "--person-role", "mayor")
    assert "No source in the ledger names who signed" in unsigned.err
    assert unsigned.lines == ["acts  0"]


@pytest.mark.parametrize(
    ("option", "what", "known"),
    [("--function", "function", Function.FUNDING), ("--role", "act role", ActRole.DONOR)],
)
@pytest.mark.parametrize(
    "command", [("ties", "Rotterdam"), ("city", "Rotterdam"), ("acts",), ("export", "x"), ("describe",)]
)
def test_an_unknown_word_is_told_with_the_known_ones(
    home: Home, command: tuple[str, ...], option: str, what: str, known: str
) -> None:
    result = home.run(*command, option, "fame")
    assert result.code == 2
    (line,) = result.complaints
    assert f"'fame' is not a known {what}" in line
    assert known in line


def test_acts_as_a_table(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "acts.csv"
    assert home.done("acts", "--function", "funding", "--csv", path).out == ""
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["id"] for row in rows] == [
        act["id"] for act in home.done("acts", "--function", "funding", "--json").json
    ]
    assert home.run("acts", "--csv", tmp_path / "none" / "x.csv").code == 2


def test_an_export_of_a_function_names_nobody_else(home: Home, tmp_path: Path) -> None:
    told = home.done("export", tmp_path / "out", "--function", "funding", "--json").json
    assert {"acts.csv", "actors.csv", "participations.csv"} <= set(told["files"])

    def rows(name: str) -> list[dict[str, str]]:
        return list(csv.DictReader((tmp_path / "out" / name).read_text(encoding="utf-8-sig").splitlines(keepends=True)))

    acts = home.done("acts", "--function", "funding", "--as-of", "3000", "--json").json
    assert {row["id"] for row in rows("acts.csv")} == {act["id"] for act in acts}
    known = {row["id"] for row in rows("actors.csv")}
    assert {row["actor"] for row in rows("participations.csv")} <= known
    assert 0 < len(known) < 200
