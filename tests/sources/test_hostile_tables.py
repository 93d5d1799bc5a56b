"""Files and mappings that try to break a reader: too large, too deep, too slow, under a name that is taken."""

import io
import re
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from tests.sources.made import HEADER, SIDES, read_table, ties, write_xlsx

from proxenia.errors import FaultsError, MappingError, UnreadableFileError
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources import context as contexts
from proxenia.sources.catalogue import catalogue_ids
from proxenia.sources.catalogue.table.mapping import load_mapping, mapping_of_pairs
from proxenia.sources.description import load_yaml
from proxenia.sources.tabular.grid import read_grid
from proxenia.sources.tabular.sheet import LARGEST_UNPACKED


def _refused(content: bytes, **how: str) -> str:
    begin = time.process_time()
    with pytest.raises(UnreadableFileError) as caught:
        list(read_grid(content, Path("list"), **how))
    assert time.process_time() - begin < 3
    return str(caught.value)


def _with_cell(path: Path, reference: str) -> bytes:
    """Return a small spreadsheet with one more cell, far away."""
    write_xlsx(path, {"ties": [["city", "partner"], ["Rotterdam", "Shanghai"]]})
    changed = io.BytesIO()
    with ZipFile(path) as old, ZipFile(changed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            far = f'<row r="9"><c r="{reference}"><v>1</v></c></row></sheetData>'
            new.writestr(name, old.read(name).decode().replace("</sheetData>", far))
    return changed.getvalue()


def test_a_cell_in_the_last_corner_is_named_and_not_allocated(tmp_path: Path) -> None:
    message = _refused(_with_cell(tmp_path / "far.xlsx", "XFD1048576"))
    assert "row 1048576 and column 16384" in message


def test_a_cell_near_by_does_no_harm(tmp_path: Path) -> None:
    rows = list(read_grid(_with_cell(tmp_path / "near.xlsx", "C3"), Path("near.xlsx")))
    assert rows[:2] == [["city", "partner", ""], ["Rotterdam", "Shanghai", ""]]


def test_a_spreadsheet_that_unpacks_to_gigabytes_is_refused() -> None:
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range((LARGEST_UNPACKED >> 20) + 1):
                sheet.write(b" " * (1 << 20))
    assert len(content.getvalue()) < 2_000_000
    assert "unpacks to more than 256 MB" in _refused(content.getvalue())


@pytest.mark.parametrize("name", ["notes.txt", "content.xml"])
def test_a_zip_that_is_no_spreadsheet_is_called_so(name: str) -> None:
    content = io.BytesIO()
    with ZipFile(content, "w") as archive:
        archive.writestr(name, "text")
    assert "no XLSX" in _refused(content.getvalue())
    assert "damaged" in _refused(content.getvalue()[:40])


@pytest.mark.parametrize("start", [b"<!DOCTYPE html>\n", b"\xef\xbb\xbf\n <html lang='en'>", b"<HTML>", b"<head>"])
def test_a_web_page_is_called_so(start: bytes) -> None:
    assert "it is a web page" in _refused(start + b"<p>Not found, sorry</p>\n")


def test_a_table_with_signs_of_html_in_it_is_none(tmp_path: Path) -> None:
    assert list(read_grid(b"<headline>,b\n<html>,d\n", tmp_path / "list.csv")) == [["<headline>", "b"], ["<html>", "d"]]


@pytest.mark.parametrize(
    "content", [b',"a' * 30_000 + b"\n", (b'a,"' * 20_000 + b"\n") * 2, b'"' * 65_000, b"'a' " * 16_000], ids=range(4)
)
def test_quotes_without_end_do_not_make_it_slow(content: bytes) -> None:
    begin = time.process_time()
    list(read_grid(content, Path("list.csv")))
    assert time.process_time() - begin < 2


def test_a_cell_of_fifteen_megabytes_is_refused() -> None:
    cell = b'"' + (b"a" * 1000 + b"\n") * 15_000 + b'"'
    assert "larger than field limit" in _refused(b"city,partner\n" + cell + b",b\n")


@pytest.mark.parametrize("sign", ['"', "ab", "''", "\n"])
def test_what_cannot_be_a_delimiter_is_refused(sign: str) -> None:
    assert "is no delimiter" in _refused(b"a,b\nc,d\n", delimiter=sign)


@pytest.mark.parametrize("encoding", ["undefined", "zlib", "nope"])
def test_what_is_no_encoding_is_refused(encoding: str) -> None:
    assert "encoding" in _refused("città\n".encode("latin-1"), encoding=encoding)


def test_a_file_without_end_is_not_read(gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(contexts, "LARGEST_FILE", 1 << 20)
    with pytest.raises(UnreadableFileError, match="larger than 1 MB"):
        read_table(tmp_path / "long.csv", gazetteer, HEADER + "\n" * (2 << 20))


@pytest.mark.parametrize("source", catalogue_ids())
def test_a_table_cannot_take_the_place_of_a_source_of_the_catalogue(source: str) -> None:
    with pytest.raises(MappingError, match="a source of Proxenia itself"):
        mapping_of_pairs([f"source={source}", *SIDES[1:]])


def test_yaml_that_unfolds_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "map.yml"
    folds = "".join(f"  l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 20))
    path.write_text("columns:\n  city: A\n  partner: C\n  l0: &l0 [x]\n" + folds + "source: mine\ntitle: *l19\n")
    with pytest.raises(MappingError, match="title is no single text"):
        load_mapping(path)


@pytest.mark.parametrize("content", ["[" * 5000, "a: !!python/object/apply:os.system [ls]", "\x00", "- a"])
def test_yaml_that_is_too_deep_or_runs_code_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "map.yml"
    path.write_text(content)
    with pytest.raises((UnreadableFileError, FaultsError)):
        load_yaml(path)


SHEET = "xl/worksheets/sheet1.xml"


def _rewritten(path: Path, change: Callable[[str], str]) -> bytes:
    """Return a small spreadsheet whose sheet was changed by hand."""
    rows = [HEADER.split(","), *(["x", "Netherlands", partner, "France"] for partner in ("Lyon", "Lille", "Nice"))]
    write_xlsx(path, {"ties": rows})
    changed = io.BytesIO()
    with ZipFile(path) as old, ZipFile(changed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, change(_with_references(text)) if name == SHEET else text)
    return changed.getvalue()


def _with_references(text: str) -> str:
    """Give every cell its place, as spreadsheet programs do."""
    rows = text.split("<row>")
    for number, row in enumerate(rows[1:], start=1):
        cells = row.split("<c ")
        named = [cells[0], *(f'r="{letter}{number}" {cell}' for letter, cell in zip("ABCD", cells[1:], strict=True))]
        rows[number] = f'<row r="{number}">' + "<c ".join(named)
    return "".join(rows)


def _cell(name: str, inside: str, kind: str = "") -> Callable[[str], str]:
    def change(text: str) -> str:
        changed = re.sub(rf'<c r="{name}" [^>]*>.*?</c>', f'<c r="{name}"{kind}>{inside}</c>', text)
        assert changed != text
        return changed

    return change


def test_of_a_formula_its_saved_value_counts(tmp_path: Path, gazetteer: Gazetteer) -> None:
    content = _rewritten(tmp_path / "a.xlsx", _cell("A2", '<f>"Del"&amp;"ft"</f><v>Delft</v>', ' t="str"'))
    statements, refused = read_table(tmp_path / "b.xlsx", gazetteer, content)
    assert ties(statements)[0] == ("mine:Delft,Netherlands", "mine:Lyon,France")
    assert refused == []


@pytest.mark.parametrize("inside", ["<f>B9</f>", "<f>B9</f><v></v>", "<f>B9</f><v/>", '<f t="shared" si="0"/>'])
def test_a_formula_that_was_never_computed_is_refused(tmp_path: Path, inside: str) -> None:
    message = _refused(_rewritten(tmp_path / "a.xlsx", _cell("A3", inside)))
    assert "its cell A3 holds a formula without a saved value" in message
    assert "save it, which computes the formulas" in message


@pytest.mark.parametrize("inside", ["<f>B9</f>{}", "{}<f>B9</f><v>1</v>", "<f {}>B9</f><v>1</v>", "<f>{}</f><v>1</v>"])
def test_blanks_without_end_around_a_formula_do_not_make_it_slow(tmp_path: Path, inside: str) -> None:
    content = _rewritten(tmp_path / "a.xlsx", _cell("A3", inside.format(" " * 3_000_000)))
    begin = time.process_time()
    with suppress(UnreadableFileError):
        list(read_grid(content, Path("a.xlsx")))
    assert time.process_time() - begin < 3


def test_a_formula_whose_text_is_empty_is_an_empty_cell(tmp_path: Path, gazetteer: Gazetteer) -> None:
    content = _rewritten(tmp_path / "a.xlsx", _cell("A3", "<f>B9</f><v></v>", ' t="str"'))
    assert read_table(tmp_path / "b.xlsx", gazetteer, content)[1] == [(3, "the city is empty")]


def test_an_error_of_a_formula_is_no_name(tmp_path: Path, gazetteer: Gazetteer) -> None:
    content = _rewritten(tmp_path / "a.xlsx", _cell("A3", "<f>1/0</f><v>#DIV/0!</v>", ' t="e"'))
    _, refused = read_table(tmp_path / "b.xlsx", gazetteer, content)
    assert refused == [(3, "the city is empty")]
    _, refused = read_table(tmp_path / "b.csv", gazetteer, f"{HEADER}\n#DIV/0!,Netherlands,Lyon,France\n")
    assert refused == [(2, "the city is the spreadsheet's error #DIV/0!")]


def _merged(reference: str, *empty: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        for name in empty:
            text = re.sub(rf'<c r="{name}" .*?</c>', "", text)
        return text.replace("</sheetData>", f'</sheetData><mergeCells><mergeCell ref="{reference}"/></mergeCells>')

    return change


def test_a_merged_cell_stands_for_all_its_rows(tmp_path: Path, gazetteer: Gazetteer) -> None:
    content = _rewritten(tmp_path / "a.xlsx", _merged("A2:A4", "A3", "A4"))
    statements, refused = read_table(tmp_path / "b.xlsx", gazetteer, content)
    assert refused == []
    assert {one for one, _ in ties(statements)} == {"mine:x,Netherlands"}
    assert len(ties(statements)) == 3


def test_a_cell_merged_sideways_does_not_fill_its_neighbours(tmp_path: Path, gazetteer: Gazetteer) -> None:
    content = _rewritten(tmp_path / "a.xlsx", _merged("C3:D3", "D3"))
    assert read_table(tmp_path / "b.xlsx", gazetteer, content)[1] == [(3, "the partner country is empty")]


def test_merged_cells_without_end_cost_nothing(tmp_path: Path) -> None:
    content = _rewritten(tmp_path / "a.xlsx", _merged("A2:XFD1048576"))
    assert len(list(read_grid(content, Path("a.xlsx")))) == 4


@pytest.mark.parametrize(("given", "real"), [(";", ","), (",", ";"), ("|", "tab"), ("tab", "|")])
def test_a_wrong_delimiter_is_told_with_the_right_one(
    tmp_path: Path, gazetteer: Gazetteer, given: str, real: str
) -> None:
    content = f"{HEADER}\nDelft,Netherlands,Lyon,France\n".replace(",", {"tab": "\t"}.get(real, real))
    with pytest.raises(MappingError) as caught:
        read_table(tmp_path / "a.csv", gazetteer, content, f"delimiter={given}")
    assert f"say `delimiter: {real!r}` in the mapping" in str(caught.value)
    assert "Its columns are: city" in str(caught.value)


def test_a_line_of_two_hundred_megabytes_is_refused_before_it_is_taken_apart() -> None:
    assert "a line of it is longer than 10,000,000 bytes" in _refused(b"city,partner\n" + b"a" * 200_000_000)


def test_many_lines_are_no_long_line() -> None:
    rows = read_grid(b"city,partner\n" + b"Delft,Lyon\n" * 2_000_000, Path("list.csv"))
    assert sum(1 for _ in rows) == 2_000_001
