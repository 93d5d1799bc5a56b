"""Small lists of members and signatories for tests."""

from pathlib import Path

from proxenia.model.statement import Statement, check_statements
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources.catalogue import reader_of
from proxenia.sources.catalogue.declaration import mapping as declarations
from proxenia.sources.catalogue.membership import mapping as memberships
from proxenia.sources.context import Context

__all__ = ["Told", "read_list"]

Told = tuple[list[Statement], list[tuple[int, str]]]


def read_list(source: str, path: Path, gazetteer: Gazetteer, content: str, *pairs: str) -> Told:
    """Write a list, read it, and give its statements and refusals."""
    path.write_text(content, encoding="utf-8")
    of_pairs = declarations.mapping_of_pairs if source == "declaration" else memberships.mapping_of_pairs
    mapping = of_pairs(["source=mine", *pairs])
    context = Context(
        mapping.description, path, "2026-11-22", options={"mapping": mapping}, countries=gazetteer.countries
    )
    statements = list(reader_of(source)(context))
    check_statements(statements)
    return statements, [(refusal.row, refusal.reason) for refusal in context.refused]
