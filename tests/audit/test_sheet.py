"""The sheet for those who keep the lists: every cell is text, only addresses are links, nothing runs."""

import csv
import re
import zipfile
from io import BytesIO, StringIO
from typing import Any

import polars as pl
import pytest
from python_calamine import CalamineWorkbook
from tests.audit.made import BOTH_SIDES, A, B, C, place
from tests.snapshot.made import Source, compiled, said, twinning

from proxenia.audit.audit import audit_snapshot
from proxenia.audit.lines import LINES, finding_lines
from proxenia.audit.sheet import SHEET_FORMATS, sheet_bytes
from proxenia.errors import UnknownValueError
from proxenia.snapshot.snapshot import Snapshot

EVIL = '=HYPERLINK("http://evil.example","x")'
SOURCES = (
    BOTH_SIDES,
    Source("list_with_page", title="@SUM(1)", address="https://lists.example/page", keeps_direction=True),
    Source("odd", address="javascript:alert(1)", keeps_direction=True),
)


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    """Give a world whose names would like to be formulas."""
    told = (
        *place(A, EVIL),
        *place(B, "+1+1"),
        twinning(A, B, "list_with_page"),
        twinning(A, B, "odd", reference="row 3"),
        twinning(B, C, "both_sides", reference="doi:10.1000/182"),
        twinning(C, A, "both_sides", reference="https://a.example/x ; https://b.example/y"),
        said(A, "agreement", "both_sides", object="wd:Q8", reference="A book of 1999, page 7"),
    )
    return compiled(*told, sources=SOURCES)


@pytest.fixture(scope="module")
def findings(snapshot: Snapshot) -> pl.DataFrame:
    """Give what the audit finds there."""
    return audit_snapshot(snapshot).findings


def links(findings: pl.DataFrame, snapshot: Snapshot) -> dict[str, Any]:
    lines = finding_lines(findings, snapshot.sources)
    return dict(lines.select("reference", "link").iter_rows())


def test_a_link_leads_to_the_original_else_to_the_source(findings: pl.DataFrame, snapshot: Snapshot) -> None:
    assert links(findings, snapshot) == {
        "row 1": "https://lists.example/page",
        "row 3": None,
        "doi:10.1000/182": "https://doi.org/10.1000/182",
        "https://a.example/x ; https://b.example/y": "https://a.example/x",
        "A book of 1999, page 7": "https://lists.example/a",
    }


def test_the_workbook_has_a_sheet_a_kind_with_everything_in_it(findings: pl.DataFrame, snapshot: Snapshot) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(sheet_bytes(findings, snapshot.sources, format_name="xlsx")))
    assert book.sheet_names == ["Kinds", "one_sided"]
    head, *rows = book.get_sheet_by_name("one_sided").to_python()
    assert head == [
        *("Finding", "Countries", "Who", "Identifiers", "Source"),
        *("Title of the source", "What it says", "Original", "Where in it"),
    ]
    assert len(rows) == 5
    assert {row[0] for row in rows} == set(findings["id"])
    kinds = book.get_sheet_by_name("Kinds").to_python()
    assert kinds[0][:2] == ["Where the registers disagree", "Findings"]
    assert kinds[1][:2] == ["One-sided claims (one_sided)", 5.0]
    assert len(kinds) == 10


def test_no_cell_is_a_formula_and_only_addresses_are_links(findings: pl.DataFrame, snapshot: Snapshot) -> None:
    with zipfile.ZipFile(BytesIO(sheet_bytes(findings, snapshot.sources, format_name="xlsx"))) as packed:
        texts = {name: packed.read(name).decode() for name in packed.namelist()}
    sheets = [text for name, text in texts.items() if name.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not any("<f>" in text for text in sheets)
    targets = re.findall(r'Target="([^"]+)" TargetMode="External"', texts["xl/worksheets/_rels/sheet2.xml.rels"])
    assert targets
    assert all(target.startswith("https://") for target in targets)
    assert not any("evil.example" in target for target in targets)
    assert "=HYPERLINK(" in texts["xl/sharedStrings.xml"], "the name stays as it is, as text"
    assert all('state="frozen"' in text for text in sheets)
    assert "autoFilter" in sheets[1]


def test_csv_keeps_formulas_from_running(findings: pl.DataFrame, snapshot: Snapshot) -> None:
    content = sheet_bytes(findings, snapshot.sources, format_name="csv")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))
    assert list(rows[0]) == ["kind", *LINES]
    assert len(rows) == 5
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert {row["names"][:2] for row in rows} == {"'=", "'+", "Q3"}


def test_nothing_found_is_a_sheet_too() -> None:
    nothing = audit_snapshot(Snapshot.empty()).findings
    sources = Snapshot.empty().sources
    book = CalamineWorkbook.from_filelike(BytesIO(sheet_bytes(nothing, sources, format_name="xlsx")))
    assert book.sheet_names == ["Kinds"]
    assert sheet_bytes(nothing, sources, format_name="csv").decode("utf-8-sig") == ",".join(("kind", *LINES)) + "\n"


def test_long_and_odd_texts_fit_into_a_cell() -> None:
    long_name, address = "x" * 19_000, f"https://a.example/{'y' * 3_000}"
    told = (*place(A, long_name), *place(B, long_name), twinning(A, B, "both_sides", reference=address))
    snapshot = compiled(*told, sources=SOURCES)
    found = audit_snapshot(snapshot).chosen(kind="one_sided")
    book = CalamineWorkbook.from_filelike(BytesIO(sheet_bytes(found, snapshot.sources, format_name="xlsx")))
    row = book.get_sheet_by_name("one_sided").to_python()[1]
    assert len(row[6]) == 32_000
    assert row[7] == address


def test_sheets_that_would_be_too_long_say_so(
    findings: pl.DataFrame, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("proxenia.audit.sheet.MOST_LINES", 2)
    monkeypatch.setattr("proxenia.audit.sheet._MOST_LINKS", 1)
    content = sheet_bytes(findings, snapshot.sources, format_name="xlsx")
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    assert len(book.get_sheet_by_name("one_sided").to_python()) == 3
    assert "Only its first 2 lines are here" in book.get_sheet_by_name("Kinds").to_python()[1][2]
    with zipfile.ZipFile(BytesIO(content)) as packed:
        assert packed.read("xl/worksheets/_rels/sheet2.xml.rels").decode().count("TargetMode") == 1


def test_an_unknown_format_is_refused(findings: pl.DataFrame, snapshot: Snapshot) -> None:
    assert set(SHEET_FORMATS) == {"xlsx", "csv"}
    with pytest.raises(UnknownValueError, match="sheet format"):
        sheet_bytes(findings, snapshot.sources, format_name="pdf")
