from pathlib import Path

import pytest
from tests.cli.running import Home

MEMBERS = "Member,Country,Since\nTurin,Italy,2003\nSpringfield,United States,\n,Italy,\nDelft,Nowhereland,\n"
MEMBERS_MAP = """source: river_members
title: Members of River Cities
publisher: River Cities
date: 2026
city_network: px:river-cities
city_network_name: River Cities
columns: {city: Member, country: Country, since: Since}
"""
SIGNED = "Organisation,Country,Person,Vote\nTurin,Italy,Ada Example,Sign\nDelft,Netherlands,Ben Example,Against\n"
SIGNED_MAP = """source: river_letter
title: Signatories of the letter on rivers
publisher: River Cities
date: 2026
act: {id: act:letter-on-rivers, title: Letter on rivers, date: 2025-03}
signed: [Sign]
columns: {city: Organisation, country: Country, person: Person, vote: Vote}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "lists"
    made.mkdir()
    for name, text in (
        ("members.csv", MEMBERS),
        ("members.yml", MEMBERS_MAP),
        ("signed.csv", SIGNED),
        ("signed.yml", SIGNED_MAP),
    ):
        (made / name).write_text(text, encoding="utf-8")
    return made


def test_members_of_a_new_network(own_home: Home, folder: Path) -> None:
    saved = folder / "open.csv"
    given = ("import", "membership", folder / "members.csv", "--map", folder / "members.yml")
    found = own_home.done(*given, "--open-names", saved, "--json").json
    assert (found["rows"], found["names"]) == (4, {"resolved": 1, "ambiguous": 1, "unknown": 0})
    assert [refused["row"] for refused in found["refused"]] == [4, 5]
    assert "gn:4409896 Springfield" in saved.read_text(encoding="utf-8")
    ties = own_home.done("ties", "px:river-cities", "--json").json
    assert {tie["partner"]["name"]: tie["valid_from"] for tie in ties} == {"Turin": "2003", "Springfield": None}
    again = own_home.done(*given, "--json").json
    assert again["statements_new"] == 0


def test_a_declaration_with_its_signatories(own_home: Home, folder: Path) -> None:
    result = own_home.done("import", "declaration", folder / "signed.csv", "--map", folder / "signed.yml")
    assert result.complaints == [
        "row 3: the vote 'Against' is not among those the mapping knows (sign); name it under `signed` or `took_part`"
    ]
    told = own_home.done("why", "act:letter-on-rivers").out
    assert "Letter on rivers" in told
    assert "2025-03" in told
    own_home.done(
        "import",
        "declaration",
        folder / "signed.csv",
        "--map",
        folder / "signed.yml",
        "--map",
        "took_part=Against",
    )


def test_a_member_who_left_is_withdrawn_alone(own_home: Home, folder: Path) -> None:
    given = ("import", "membership", folder / "members.csv", "--map", folder / "members.yml")
    addressed = (*given, "--map", "address=https://example.org/members", "--json")
    first = own_home.done(*addressed).json
    (folder / "members.csv").write_text("Member,Country,Since\nSpringfield,United States,\n", encoding="utf-8")
    second = own_home.run(*addressed[:-1]).lines
    told = {line[:26].strip(): line[26:].strip() for line in second}
    assert first["statements_new"] > 0
    assert (told["statements new"], told["statements withdrawn"]) == ("0", "4")


@pytest.mark.parametrize(
    ("command", "given", "complaint"),
    [
        ("membership", [], "The list has no mapping"),
        ("declaration", [], "The list has no mapping"),
        ("membership", ["members.yml", "members.yml"], "Two mapping files are given"),
        ("membership", ["signed.yml"], "city_network '' is not the identifier of a network"),
        ("declaration", ["members.yml"], "act.title is missing"),
        ("membership", ["members.yml", "city=Town"], "city is column 'Town', which the table lacks"),
        ("membership", ["members.yml", "delimiter=;"], "say `delimiter: ','` in the mapping"),
        ("membership", ["none.yml"], "cannot be read ("),
        ("membership", ["source=x"], "source 'x' is not a word"),
    ],
)
def test_mistakes_are_told_in_one_line(
    home: Home, folder: Path, command: str, given: list[str], complaint: str
) -> None:
    maps = [f"--map={folder / text if text.endswith('.yml') else text}" for text in given]
    result = home.run("import", command, folder / "members.csv", *maps)
    assert (result.code, result.out) == (2, "")
    (line,) = result.complaints
    assert complaint in line


def test_a_place_that_cannot_be_written_is_told_before_anything_is_done(home: Home, folder: Path) -> None:
    given = ("import", "membership", folder / "members.csv", "--map", folder / "members.yml")
    result = home.run(*given, "--open-names", folder / "no" / "open.csv")
    assert result.code == 2
    assert "cannot be written" in result.complaints[0]
