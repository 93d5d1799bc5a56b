"""Pages made for tests, read as an import reads them."""

from collections.abc import Sequence
from pathlib import Path

from proxenia.model.statement import Statement, check_statements
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources.catalogue import describe
from proxenia.sources.catalogue.wikipedia_list.reader import read
from proxenia.sources.context import Context

__all__ = ["page_context", "read_page", "shown_ties"]

TIES = {"twinning", "agreement", "partnership"}


def page_context(gazetteer: Gazetteer, *files: Path) -> Context:
    """Give the context of reading files."""
    return Context(describe("wikipedia_list"), files[0], "2026-11-22", files=files, countries=gazetteer.countries)


def read_page(
    folder: Path, gazetteer: Gazetteer, text: str, *, language: str = "en", title: str = "Here"
) -> tuple[list[Statement], Context]:
    """Read a page of wikitext."""
    path = folder / f"{title}.{language}.wikitext"
    path.write_text(text, encoding="utf-8")
    context = page_context(gazetteer, path)
    statements = list(read(context))
    check_statements(statements)
    return statements, context


def shown_ties(statements: Sequence[Statement]) -> list[tuple[str, str, str]]:
    """Give each tie as the linked title, its country and its period, each "" where there is none."""
    countries = {
        one.subject: (one.object or "").removeprefix("iso:") for one in statements if one.predicate == "country"
    }
    return [
        ((one.object or "").partition(",")[2], countries.get(one.object or "", ""), one.period or "")
        for one in statements
        if one.predicate in TIES
    ]
