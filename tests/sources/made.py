"""Small tables and their mappings for tests."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZipFile

from proxenia.model.statement import Statement
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources.catalogue.table.mapping import mapping_of_pairs
from proxenia.sources.catalogue.table.reader import read
from proxenia.sources.context import Context

SIDES = (
    "source=mine",
    "title=Mine",
    "city=city",
    "country=country",
    "partner=partner",
    "partner_country=partner_country",
)
HEADER = "city,country,partner,partner_country"


def table_context(path: Path, gazetteer: Gazetteer, *pairs: str) -> Context:
    """Give the context of reading a table with the usual columns."""
    mapping = mapping_of_pairs([*SIDES, *pairs])
    return Context(mapping.description, path, "2026-11-22", options={"mapping": mapping}, countries=gazetteer.countries)


def read_table(
    path: Path, gazetteer: Gazetteer, content: bytes | str, *pairs: str
) -> tuple[list[Statement], list[tuple[int, str]]]:
    """Write a table, read it, and give its statements and refusals."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    context = table_context(path, gazetteer, *pairs)
    statements = list(read(context))
    return statements, [(refusal.row, refusal.reason) for refusal in context.refused]


def ties(statements: Sequence[Statement]) -> list[tuple[str, str | None]]:
    """Give the two sides of every twinning."""
    return [(statement.subject, statement.object) for statement in statements if statement.predicate == "twinning"]


def write_xlsx(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> None:
    """Write a small spreadsheet: texts, numbers and dates."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    numbers = range(1, len(sheets) + 1)
    tabs = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in zip(numbers, sheets, strict=True)
    )
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>' for n in numbers
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    styles = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>{parts}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{tabs}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">{links}'
        f'<Relationship Id="rId99" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}">{styles}</styleSheet>',
    }
    for number, rows in zip(numbers, sheets.values(), strict=True):
        body = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
        files[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>'
        )
    with ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)


def _cell(value: object) -> str:
    if isinstance(value, date):
        return f'<c s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
