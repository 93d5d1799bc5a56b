from collections.abc import Iterable
from pathlib import Path

import pytest
from tests.sources.listed import read_list

from proxenia.errors import MappingError
from proxenia.model.statement import Statement
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources.catalogue.declaration.mapping import load_mapping, mapping_of_pairs
from proxenia.sources.catalogue.declaration.reader import read
from proxenia.sources.context import Context

HERE = Path(__file__).parents[2]
MAPS = HERE / "docs" / "guides" / "maps"
PAIRS = ("city=city", "act.title=On rivers")
PEOPLE = ("person=person", "office=office")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


def parts(statements: Iterable[Statement]) -> dict[str, dict[str, str | None]]:
    return {s.subject: dict(s.qualifiers) | {"act": s.object} for s in statements if s.predicate == "participation"}


def test_without_a_date_in_the_mapping_the_act_has_none(path: Path, gazetteer: Gazetteer) -> None:
    statements, refused = read_list("declaration", path, gazetteer, "city\nTurin\n", *PAIRS, "date=2024")
    (event,) = [s for s in statements if s.predicate == "event"]
    assert (event.subject, event.period, event.value) == ("act:mine-on-rivers", None, "declaration")
    assert dict(event.qualifiers) == {"title": "On rivers", "listed": "2024"}
    assert refused == []
    dated, _ = read_list("declaration", path, gazetteer, "city\nTurin\n", *PAIRS, "act.date=2021-05")
    assert [s.period for s in dated if s.predicate == "event"] == ["2021-05"]


def test_who_signed_stands_with_the_office(path: Path, gazetteer: Gazetteer) -> None:
    content = "city,person,office,capacity\nTurin,Ada,Mayor,individual\nDelft,,,\n"
    statements, _ = read_list("declaration", path, gazetteer, content, *PAIRS, *PEOPLE, "capacity=capacity")
    told = parts(statements)
    assert told["mine:Turin"] == {
        "role": "signatory",
        "signed_by": "Ada, Mayor",
        "summary": "capacity: individual",
        "act": "act:mine-on-rivers",
    }
    assert told["mine:Delft"] == {"role": "signatory", "act": "act:mine-on-rivers"}


def test_only_named_votes_count(path: Path, gazetteer: Gazetteer) -> None:
    content = "city,person,vote\nA,Ada,SIGN\nB,Ben,Abstain\nC,Cleo,Against\nD,Dora,\n"
    pairs = (*PAIRS, "person=person", "vote=vote", "signed=Sign,Signed", "took_part=Abstain")
    statements, refused = read_list("declaration", path, gazetteer, content, *pairs)
    told = parts(statements)
    assert {key: part["role"] for key, part in told.items()} == {"mine:A": "signatory", "mine:B": "participant"}
    assert "signed_by" not in told["mine:B"]
    assert told["mine:B"]["summary"] == "vote: Abstain"
    assert [row for row, _ in refused] == [4, 5]
    assert "'Against' is not among those the mapping knows" in refused[0][1]
    assert refused[1][1] == "the vote is empty"


def test_an_id_of_two_names_belongs_to_neither(path: Path, gazetteer: Gazetteer) -> None:
    content = "city,id\nSan José,Q2394109\nSan Jose,Q2394109\nTurin,Q495\n"
    statements, refused = read_list("declaration", path, gazetteer, content, *PAIRS, "id=id")
    assert sorted(parts(statements)) == ["mine:San Jose", "mine:San José", "wd:Q495"]
    notes = [s.qualifiers for s in statements if s.predicate == "name" and s.qualifiers]
    assert (("summary", "the list gives wd:Q2394109 to San Jose too"),) in notes
    assert refused == []


def test_two_people_in_one_office_are_not_merged(path: Path, gazetteer: Gazetteer) -> None:
    content = "city,id,person,office\nX,Q1,Ada,Mayor of X\nX,Q1,Ben,Mayor of X\nY,Q2,Cleo,Mayor\nY,Q2,Dora,Deputy\n"
    statements, refused = read_list("declaration", path, gazetteer, content, *PAIRS, *PEOPLE, "id=id")
    assert list(parts(statements)) == ["wd:Q2"]
    assert [row for row, _ in refused] == [2, 3]
    assert "Ada and Ben sign as Mayor of X" in refused[0][1]


def test_a_bare_name_twice_is_not_taken_for_one_city(path: Path, gazetteer: Gazetteer) -> None:
    content = "city,person\nAthens,Ada\nAthens,Ben\nDelft,Cleo\nDelft,Cleo\n"
    statements, refused = read_list("declaration", path, gazetteer, content, *PAIRS, "person=person")
    assert list(parts(statements)) == ["mine:Delft"]
    assert "several times without saying where" in refused[0][1]


def test_a_list_of_several_acts(path: Path, gazetteer: Gazetteer) -> None:
    content = (
        "city,country,what,when\nDelft,NL,On rivers,2020\nDelft,NL,On seas,2021-03-04\nGouda,NL,On rivers,2022\n"
        "Gouda,NL,,2020\nGouda,NL,川について,2020\n"
    )
    pairs = ("city=city", "country=country", "act_title=what", "act_date=when")
    statements, refused = read_list("declaration", path, gazetteer, content, *pairs)
    acts = {s.subject: s.period for s in statements if s.predicate == "event"}
    assert acts == {"act:mine-on-rivers": "2020", "act:mine-on-seas": "2021-03-04"}
    assert [row for row, _ in refused] == [4, 5, 6]
    assert "an earlier row has 'On rivers' of 2020" in refused[0][1]


def test_kinds_may_be_a_column_with_words_of_its_own(path: Path, gazetteer: Gazetteer) -> None:
    content = "city,what\nLazio,Regione\nTurin,city\nSapienza,Università\nNowhere,\n"
    pairs = (*PAIRS, "kind=what", "kinds.Regione=region")
    statements, refused = read_list("declaration", path, gazetteer, content, *pairs)
    assert {s.subject: s.value for s in statements if s.predicate == "kind"} == {
        "mine:Lazio": "region",
        "mine:Turin": "city",
    }
    assert [row for row, _ in refused] == [4, 5]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://example.org/x", "https://nowhere", "page 7"])
def test_an_address_is_one_or_the_row_is_refused(path: Path, gazetteer: Gazetteer, address: str) -> None:
    content = f"city,where\nTurin,{address}\nDelft,https://example.org/list\nGouda,\n"
    pairs = (*PAIRS, "row_address=where", "address=https://example.org/all")
    statements, refused = read_list("declaration", path, gazetteer, content, *pairs)
    references = {s.subject: s.reference for s in statements if s.predicate == "participation"}
    assert references == {"mine:Delft": "https://example.org/list", "mine:Gouda": "https://example.org/all"}
    assert refused == [(2, f"{address!r} is not a web address")]


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        (["act.title=A"], "city (or id) is missing"),
        (["city=c"], "act.title is missing"),
        (["city=c", "act.title=A", "act.id=gn:1"], "is not an identifier such as act:"),
        (["city=c", "act.title=A", "act.date=soon"], "act.date"),
        (["city=c", "act.title=A", "act.fields=rivers"], "act.fields holds 'rivers'"),
        (["city=c", "act.title=A", "act.kind=party"], "act.kind 'party' is unknown"),
        (["city=c", "act.title=A", "act.colour=red"], "act.colour is not a key"),
        (["city=c", "act.title=A", "vote=v"], "signed is missing"),
        (["city=c", "act.title=A", "signed=Sign"], "vote is missing"),
        (["city=c", "act.title=A", "kinds.X=club"], "kinds gives 'club'"),
        (["city=c", "act=A"], "act holds no lines"),
        (["city=c", "act.title=A", "source=table"], "a source of Proxenia itself"),
    ],
)
def test_a_mapping_that_does_not_fit(pairs: list[str], told: str) -> None:
    with pytest.raises(MappingError) as caught:
        mapping_of_pairs(["source=mine", *pairs])
    assert told in str(caught.value)


def test_words_that_yaml_takes_for_a_truth_are_told(tmp_path: Path) -> None:
    path = tmp_path / "map.yml"
    path.write_text("source: mine\nact: {title: A}\nsigned: [Yes]\nwhere: {x: No}\ncolumns: {city: c, vote: v}\n")
    with pytest.raises(MappingError) as caught:
        load_mapping(path)
    assert str(caught.value).count("in quotes") == 2


def test_a_list_without_a_mapping(path: Path, gazetteer: Gazetteer) -> None:
    mapping = mapping_of_pairs(["source=mine", *PAIRS])
    path.write_text("city\nTurin\n")
    with pytest.raises(MappingError, match="without a mapping"):
        list(read(Context(mapping.description, path, "2026-11-22", countries=gazetteer.countries)))


def test_the_public_lists(reference_dir: Path, gazetteer: Gazetteer) -> None:
    counts = {}
    for map_, file in (
        ("declaration_mayors_for_democracy", "gpm_declaration_mayors_democracy"),
        ("declaration_imamoglu_2025", "eurocities_statement_imamoglu_2025"),
    ):
        mapping = load_mapping(MAPS / f"{map_}.yml")
        path = reference_dir / "city" / "declarations" / f"{file}.csv"
        context = Context(
            mapping.description, path, "2026-11-22", options={"mapping": mapping}, countries=gazetteer.countries
        )
        told = parts(read(context))
        counts[file] = (context.rows, len(told), len(context.refused))
    assert counts == {
        "gpm_declaration_mayors_democracy": (252, 250, 2),
        "eurocities_statement_imamoglu_2025": (85, 80, 5),
    }
