"""Tables of ties whose places come with ids, coordinates, or words for countries of their own."""

from pathlib import Path

import pytest
from tests.sources.made import HEADER, read_table, table_context, ties

from proxenia.errors import MappingError, UnreadableFileError
from proxenia.model.statement import Statement, check_statements
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources.catalogue.table.mapping import load_mapping, mapping_of_pairs
from proxenia.sources.catalogue.table.reader import read
from proxenia.sources.context import Context

MAPS = Path(__file__).parents[2] / "docs" / "guides" / "maps"
IDS = ("source=mine", "id=a", "partner_id=b", "keeps_direction=yes")
NAMES = ("names.file=names.csv", "names.id=qid", "names.name=name")
SPOTS = ("lon=lon", "lat=lat")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


def by_id(path: Path, gazetteer: Gazetteer, *pairs: str) -> tuple[list[Statement], list[tuple[int, str]]]:
    path.write_text("a,b\nQ3955,Q1726\nQ1726,Q3955\nQ3955,Q3955\nQ3955,Weimar\n")
    mapping = mapping_of_pairs([*IDS, *pairs])
    context = Context(mapping.description, path, "2026-11-22", options={"mapping": mapping})
    statements = list(read(context))
    check_statements(statements)
    return statements, [(refusal.row, refusal.reason) for refusal in context.refused]


def names_of(statements: list[Statement]) -> dict[str, str | None]:
    return {s.subject: s.value for s in statements if s.predicate == "name"}


def test_ids_alone_are_enough_and_keep_their_direction(path: Path, gazetteer: Gazetteer) -> None:
    statements, refused = by_id(path, gazetteer)
    assert ties(statements) == [("wd:Q3955", "wd:Q1726"), ("wd:Q1726", "wd:Q3955")]
    assert names_of(statements) == {}
    assert refused[0] == (4, "it ties wd:Q3955 to itself")
    assert "'Weimar' is not an id" in refused[1][1]


def test_names_may_stand_in_a_second_file(path: Path, gazetteer: Gazetteer) -> None:
    path.with_name("names.csv").write_text("qid,name\nQ3955,Weimar\nQ1726,Q1726\nnone,Lost\nQ3955,Weimar\n,\n")
    statements, _ = by_id(path, gazetteer, *NAMES)
    assert names_of(statements) == {"wd:Q3955": "Weimar"}


def test_two_names_of_one_id_are_told(path: Path, gazetteer: Gazetteer) -> None:
    path.with_name("names.csv").write_text("qid,name\nQ3955,Weimar\nQ3955,Jena\n")
    with pytest.raises(MappingError, match="row 3 names wd:Q3955 'Jena', an earlier one 'Weimar'"):
        by_id(path, gazetteer, *NAMES)


def test_a_missing_file_of_names_is_told(path: Path, gazetteer: Gazetteer) -> None:
    with pytest.raises(UnreadableFileError, match=r"names\.csv cannot be read"):
        by_id(path, gazetteer, *NAMES)


@pytest.mark.parametrize("name", ["../names.csv", "/etc/passwd", "..", ".", "a/b.csv", "a\\b.csv"])
def test_names_stand_beside_the_table_and_nowhere_else(name: str) -> None:
    with pytest.raises(MappingError, match="plain name of a file beside the table"):
        mapping_of_pairs([*IDS, f"names.file={name}", "names.id=qid", "names.name=name"])


def test_a_label_that_is_an_item_is_its_id(path: Path, gazetteer: Gazetteer) -> None:
    statements, _ = read_table(path, gazetteer, f"{HEADER}\nQ1055,Germany,Lyon,France\n")
    assert ties(statements) == [("wd:Q1055", "mine:Lyon,France")]
    assert names_of(statements) == {"mine:Lyon,France": "Lyon"}


def test_namesakes_that_lie_apart_are_two_places(path: Path, gazetteer: Gazetteer) -> None:
    content = (
        f"{HEADER},lon,lat,x,y\n"
        "Ennery,France,2.105,49.075,Ennery,France,6.218,49.225\n"
        "Ennery,France,2.106,49.076,Delft,Netherlands,4.36,52.01\n"
        "Ennery,France,,,Delft,Netherlands,4.36,52.01\n"
        "Delft,Netherlands,4.36,52.01,Delft,Netherlands,4.37,52.01\n"
    ).replace(f"{HEADER},lon,lat,x,y", "city,country,lon,lat,partner,partner_country,x,y")
    statements, refused = read_table(path, gazetteer, content, *SPOTS, "partner_lon=x", "partner_lat=y")
    assert ties(statements) == [
        ("mine:Ennery,France,2.10 49.08", "mine:Ennery,France,6.22 49.23"),
        ("mine:Ennery,France,2.10 49.08", "mine:Delft,Netherlands"),
    ]
    assert [row for row, _ in refused] == [4, 5]
    assert "2 places called 'Ennery'" in refused[0][1]
    assert refused[1][1] == "it ties Delft to itself"


def test_the_order_of_the_rows_does_not_change_who_is_who(path: Path, gazetteer: Gazetteer) -> None:
    header = "city,country,lon,lat,partner,partner_country"
    rows = ["Au,DE,11.7,48.5,Delft,NL", "Au,DE,11.71,48.51,Gouda,NL", "Au,DE,8.2,48.9,Lyon,FR"]
    one, _ = read_table(path, gazetteer, "\n".join([header, *rows, ""]), *SPOTS)
    other, _ = read_table(path, gazetteer, "\n".join([header, *reversed(rows), ""]), *SPOTS)
    assert sorted(ties(one)) == sorted(ties(other))


def test_a_list_s_own_words_for_countries(path: Path, gazetteer: Gazetteer) -> None:
    content = f"{HEADER}\nKiel,WestGER,Tallinn,EST\nGera,EastGER,Tallinn,Estonia\n"
    _, refused = read_table(path, gazetteer, content)
    assert len(refused) == 2
    statements, refused = read_table(path, gazetteer, content, "countries.WestGER=DE", "countries.EastGER=Germany")
    assert refused == []
    assert ("mine:Kiel,WestGER", "iso:DE") in [(s.subject, s.object) for s in statements if s.predicate == "country"]


def test_rows_may_be_left_out(path: Path, gazetteer: Gazetteer) -> None:
    content = f"{HEADER},state\nDelft,NL,Lyon,FR,public\nDelft,NL,Kyiv,UA,internal\n"
    statements, refused = read_table(path, gazetteer, content, "where.state=public")
    assert ties(statements) == [("mine:Delft,NL", "mine:Lyon,FR")]
    assert refused == []


def test_a_column_to_filter_by_must_be_there(path: Path, gazetteer: Gazetteer) -> None:
    with pytest.raises(MappingError, match="where state is column 'state', which the table lacks"):
        read_table(path, gazetteer, f"{HEADER}\nDelft,NL,Lyon,FR\n", "where.state=public")


PUBLIC = {
    "wikidata_p190_2016": ("wikidata_p190_2016/relations.csv", 34_182, 34_182, 0),
    "eu_sistercities": ("eu_sistercities_wikidata/sistercities.tsv", 13_081, 13_076, 5),
    "baltic_twinnings_dated_2013": ("baltic_twinnings_dated_2013/dyads.csv", 1_759, 1_758, 1),
}


@pytest.mark.parametrize("name", PUBLIC)
def test_the_public_lists(reference_dir: Path, gazetteer: Gazetteer, name: str) -> None:
    file, rows, count, refused = PUBLIC[name]
    mapping = load_mapping(MAPS / f"{name}.yml")
    context = table_context(reference_dir / "city" / file, gazetteer)
    context.description, context.options = mapping.description, {"mapping": mapping}
    found = ties(list(read(context)))
    assert (context.rows, len(found), len(context.refused)) == (rows, count, refused)
