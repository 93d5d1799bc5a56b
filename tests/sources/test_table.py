import unicodedata
from datetime import date
from pathlib import Path

import pytest
from tests.sources.made import HEADER, read_table, table_context, ties, write_xlsx

from proxenia.errors import MappingError, UnreadableFileError
from proxenia.model.statement import check_statements
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources.catalogue.table.mapping import mapping_of_pairs
from proxenia.sources.catalogue.table.reader import read
from proxenia.sources.context import Context

ROTTERDAM = ("mine:Rotterdam,Netherlands", "mine:Shanghai,China")
ROW = "Rotterdam,Netherlands,Shanghai,China"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


def test_a_row_becomes_a_tie_and_two_places(path: Path, gazetteer: Gazetteer) -> None:
    statements, refused = read_table(path, gazetteer, f"{HEADER}\n{ROW}\n")
    check_statements(statements)
    assert refused == []
    assert [(s.subject, s.predicate, s.value or s.object, s.reference) for s in statements] == [
        (ROTTERDAM[0], "kind", "city", "row 2"),
        (ROTTERDAM[0], "name", "Rotterdam", "row 2"),
        (ROTTERDAM[0], "country", "iso:NL", "row 2"),
        (ROTTERDAM[1], "kind", "city", "row 2"),
        (ROTTERDAM[1], "name", "Shanghai", "row 2"),
        (ROTTERDAM[1], "country", "iso:CN", "row 2"),
        (ROTTERDAM[0], "twinning", ROTTERDAM[1], "row 2"),
    ]


def test_a_place_is_told_once(path: Path, gazetteer: Gazetteer) -> None:
    statements, _ = read_table(path, gazetteer, f"{HEADER}\n{ROW}\n{ROW}\n")
    assert len(statements) == 8


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_delimiter_and_the_line_ends_are_found(path: Path, gazetteer: Gazetteer, sign: str, end: str) -> None:
    content = f"{HEADER}{end}{ROW}{end}Berlin,Germany,Paris,France{end}".replace(",", sign)
    statements, refused = read_table(path, gazetteer, content.encode())
    assert refused == []
    assert ties(statements)[0] == ROTTERDAM


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "iso8859-15"]
)
def test_the_encoding_is_found(path: Path, gazetteer: Gazetteer, encoding: str) -> None:
    rows = "Besançon,France,Fribourg,Switzerland\nSaint-Étienne,France,Wuppertal,Germany\nNîmes,France,Prague,Czechia\n"
    statements, refused = read_table(path, gazetteer, f"{HEADER}\n{rows}".encode(encoding))
    assert refused == []
    assert ties(statements)[0] == ("mine:Besançon,France", "mine:Fribourg,Switzerland")


@pytest.mark.parametrize(
    ("encoding", "rows"),
    [
        ("cp1251", "Москва,Россия,Берлин,Германия\nКазань,Россия,Прага,Чехия\n"),
        ("shift_jis", "横浜市,日本,上海,中国\n大阪市,日本,パリ,フランス\n京都市,日本,ケルン,ドイツ\n"),
        ("gb18030", "北京,中国,巴黎,法国\n上海,中国,横滨,日本\n广州,中国,里昂,法国\n"),
    ],
)
def test_the_encoding_of_other_scripts_is_found(path: Path, gazetteer: Gazetteer, encoding: str, rows: str) -> None:
    statements, refused = read_table(path, gazetteer, f"{HEADER}\n{rows}".encode(encoding))
    assert refused == []
    assert next(s.value for s in statements if s.predicate == "name") == rows.partition(",")[0]


def test_the_encoding_may_be_given(path: Path, gazetteer: Gazetteer) -> None:
    content = f"{HEADER}\nŁódź,Poland,Lyon,France\n".encode("cp1250")
    statements, _ = read_table(path, gazetteer, content, "encoding=cp1250")
    assert ties(statements) == [("mine:Łódź,Poland", "mine:Lyon,France")]
    with pytest.raises(UnreadableFileError, match="encoding"):
        read_table(path, gazetteer, content, "encoding=klingon")
    with pytest.raises(UnreadableFileError, match="encoding"):
        read_table(path, gazetteer, content, "encoding=utf-8")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",Netherlands,Shanghai,China", "the city is empty"),
        ("Rotterdam,Netherlands,,China", "the partner is empty"),
        ("Rotterdam,,Shanghai,China", "the country is empty"),
        ("Rotterdam,Netherlands,Shanghai,", "the partner country is empty"),
        ("Rotterdam,Atlantis,Shanghai,China", "unknown country 'Atlantis'"),
        ("Rotterdam,Soviet Union,Shanghai,China", "not a state of today"),
        ("Rotterdam,Netherlands,Rotterdam,Netherlands", "to itself"),
        (";:|,Netherlands,Shanghai,China", "holds no letter"),
        (f"{'x' * 201},Netherlands,Shanghai,China", "longer than 200"),
        ("Rotterdam", "the country is empty"),
        ("Rotterdam,Netherlands", "the partner is empty"),
    ],
)
def test_a_row_not_understood_is_refused_with_its_reason(
    path: Path, gazetteer: Gazetteer, row: str, reason: str
) -> None:
    statements, refused = read_table(path, gazetteer, f"{HEADER}\n{row}\n{ROW}\n".encode(), "delimiter=,")
    assert [number for number, _ in refused] == [2]
    assert reason in refused[0][1]
    assert ties(statements) == [ROTTERDAM]


@pytest.mark.parametrize(
    ("start", "end", "status", "period"),
    [
        ("1979", "", "", "1979/.."),
        ("1979-11-26", "", "", "1979-11-26/.."),
        ("1979", "1990", "", "1979/1990"),
        ("", "1990", "", "/1990"),
        ("", "", "", None),
        ("1979", "", "ended", "1979/"),
        ("1979", "2022", "ended", "1979/2022"),
        ("1979.0", "", "active", "1979/.."),
        ("1979-11-26T00:00:00", "", "", "1979-11-26/.."),
        ("1950~", "", "", "1950~/.."),
        ("-0431", "-0404", "", "-0431/-0404"),
    ],
)
def test_dates_become_periods(
    path: Path, gazetteer: Gazetteer, start: str, end: str, status: str, period: str | None
) -> None:
    content = f"{HEADER},since,until,state\n{ROW},{start},{end},{status}\n"
    statements, refused = read_table(path, gazetteer, content, "year=since", "end=until", "status=state")
    check_statements(statements)
    assert refused == []
    assert [s.period for s in statements if s.predicate == "twinning"] == [period]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("12/03/1999,,", "not a date"),
        ("1999-02-30,,", "not a date"),
        ("since 1979,,", "not a date"),
        ("1979/1990,,", "not a date"),
        ("1990,1979,", "ends (1979) before it begins"),
        ("1979,,frozen", "unknown status"),
        ("=1+1,,", "not a date"),
    ],
)
def test_dates_not_understood_are_refused(path: Path, gazetteer: Gazetteer, cells: str, reason: str) -> None:
    content = f"{HEADER},since,until,state\n{ROW},{cells}\n{ROW},,,\n"
    statements, refused = read_table(path, gazetteer, content, "year=since", "end=until", "status=state")
    assert len(refused) == 1
    assert reason in refused[0][1]
    assert len(ties(statements)) == 1


def test_the_kind_may_be_a_word_or_a_column(path: Path, gazetteer: Gazetteer) -> None:
    statements, _ = read_table(path, gazetteer, f"{HEADER}\n{ROW}\n", "kind=agreement")
    assert [s.predicate for s in statements if s.object == ROTTERDAM[1]] == ["agreement"]
    content = f"{HEADER},what\n{ROW},Partnership\n{ROW},friendship\n{ROW},\n"
    statements, refused = read_table(path, gazetteer, content, "kind=what")
    assert [s.predicate for s in statements if s.object == ROTTERDAM[1]] == ["partnership"]
    assert [number for number, _ in refused] == [3, 4]


def test_coordinates_and_ids_are_taken(path: Path, gazetteer: Gazetteer) -> None:
    content = (
        f"{HEADER},x,y,i,j\n{ROW},4.47917,51.9225,gn:2747891,Q8686\n{ROW},200,0,,\n{ROW},a,b,,\n{ROW},,,Rotterdam,\n"
    )
    pairs = ("lon=x", "lat=y", "id=i", "partner_id=j")
    statements, refused = read_table(path, gazetteer, content, *pairs)
    check_statements(statements)
    assert ties(statements) == [("gn:2747891", "wd:Q8686")]
    assert [s.value for s in statements if s.predicate == "location"] == ["4.47917 51.92250"]
    assert [number for number, _ in refused] == [3, 4, 5]


def test_bare_numbers_need_their_scheme(path: Path, gazetteer: Gazetteer) -> None:
    content = f"{HEADER},i\n{ROW},2747891\n"
    with_scheme, _ = read_table(path, gazetteer, content, "id=i", "id_scheme=gn")
    assert ties(with_scheme)[0][0] == "gn:2747891"
    _, refused = read_table(path, gazetteer, content, "id=i")
    assert "is not an id" in refused[0][1]


def test_members_of_a_network(path: Path, gazetteer: Gazetteer) -> None:
    content = "city,country,network\nRotterdam,Netherlands,px:eurocities\n"
    path.write_text(content)
    given = (
        "source=mine title=Mine city=city country=country partner_id=network kind=membership partner_kind=city_network"
    )
    mapping = mapping_of_pairs(given.split())
    context = Context(
        mapping.description, path, "2026-11-22", options={"mapping": mapping}, countries=gazetteer.countries
    )
    statements = list(read(context))
    check_statements(statements)
    assert context.refused == []
    assert [(s.predicate, s.object) for s in statements if s.object == "px:eurocities"] == [
        ("membership", "px:eurocities")
    ]


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "=cmd|' /C calc'!A0",
        "@SUM(1)",
        "القدس",
        "ירושלים",
        "上海市",
        "서울특별시",
        "O'Fallon",
        'The "Best"',
        "Ñuñoa; Chile",
        "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘",
        "a" * 200,
        "😀",
    ],
)
def test_any_text_may_be_a_name(path: Path, gazetteer: Gazetteer, name: str) -> None:
    cell = '"' + name.replace('"', '""') + '"'
    statements, refused = read_table(path, gazetteer, f"{HEADER}\n{cell},Netherlands,Shanghai,China\n")
    check_statements(statements)
    assert refused == []
    assert len(ties(statements)) == 1
    assert next(s.value for s in statements if s.predicate == "name") == unicodedata.normalize("NFC", name)


def test_marks_of_direction_and_control_do_not_make_another_city(path: Path, gazetteer: Gazetteer) -> None:
    content = f"{HEADER}\n\u200fRotterdam\u200e,Netherlands,Shang\u0007hai\x00,China\n".encode()
    statements, refused = read_table(path, gazetteer, content)
    check_statements(statements)
    assert refused == []
    assert ties(statements)[0][0] == ROTTERDAM[0]


def test_huge_cells_are_refused_and_not_fatal(path: Path, gazetteer: Gazetteer) -> None:
    statements, refused = read_table(path, gazetteer, f"{HEADER}\n{'y' * 300_000},Netherlands,Paris,France\n{ROW}\n")
    assert [number for number, _ in refused] == [2]
    assert ties(statements) == [ROTTERDAM]


def test_rows_too_long_lose_nothing_that_is_mapped(path: Path, gazetteer: Gazetteer) -> None:
    statements, refused = read_table(path, gazetteer, f"{HEADER}\n{ROW},more,and more\n")
    assert refused == []
    assert ties(statements) == [ROTTERDAM]


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"\xef\xbb\xbf", b"   ", b"\x00\x00", HEADER.encode(), f"{HEADER}\n,,,\n".encode()]
)
def test_a_table_without_rows_is_unreadable(path: Path, gazetteer: Gazetteer, content: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        read_table(path, gazetteer, content)


def test_a_missing_file_is_unreadable(path: Path, gazetteer: Gazetteer) -> None:
    with pytest.raises(UnreadableFileError, match="No such file"):
        list(read(table_context(path, gazetteer)))


def test_a_folder_is_unreadable(tmp_path: Path, gazetteer: Gazetteer) -> None:
    with pytest.raises(UnreadableFileError):
        list(read(table_context(tmp_path, gazetteer)))


@pytest.mark.parametrize("content", [b"PK\x03\x04 no spreadsheet", b"\xd0\xcf\x11\xe0 no spreadsheet either"])
def test_a_damaged_spreadsheet_is_unreadable(path: Path, gazetteer: Gazetteer, content: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        read_table(path, gazetteer, content)


def test_missing_and_doubled_columns_are_told_at_once(path: Path, gazetteer: Gazetteer) -> None:
    with pytest.raises(MappingError, match=r"'partner_country', which the table lacks.*'city', which the table has 2"):
        read_table(path, gazetteer, "city,city,country,partner\na,b,c,d\n")


def test_doubled_columns_that_nobody_asks_for_do_not_matter(path: Path, gazetteer: Gazetteer) -> None:
    statements, _ = read_table(path, gazetteer, f"{HEADER},note,note\n{ROW},a,b\n")
    assert ties(statements) == [ROTTERDAM]


def test_blank_lines_keep_the_numbers_of_rows(path: Path, gazetteer: Gazetteer) -> None:
    statements, _ = read_table(path, gazetteer, f"\n{HEADER}\n\n{ROW}\n")
    assert {s.reference for s in statements} == {"row 4"}


def test_a_spreadsheet_is_read(tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = tmp_path / "table.xlsx"
    rows = [
        [*HEADER.split(","), "since"],
        [*ROW.split(","), 1979],
        ["Berlin", "Germany", "Paris", "France", date(1987, 7, 2)],
    ]
    write_xlsx(path, {"Ties": rows, "Empty": []})
    statements, refused = read_table(path, gazetteer, path.read_bytes(), "start=since")
    check_statements(statements)
    assert refused == []
    assert [s.period for s in statements if s.predicate == "twinning"] == ["1979/..", "1987-07-02/.."]
    with pytest.raises(UnreadableFileError, match="Its sheets are: Ties, Empty"):
        read_table(path, gazetteer, path.read_bytes(), "sheet=Nothing")
    with pytest.raises(UnreadableFileError):
        read_table(path, gazetteer, path.read_bytes(), "sheet=Empty")
