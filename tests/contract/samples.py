"""The samples of the catalogue's sources, and what is expected of them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from proxenia.model.statement import Statement
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources.catalogue import describe, reader_of
from proxenia.sources.catalogue.table.mapping import load_mapping
from proxenia.sources.context import Context

__all__ = ["SAMPLES", "expected_of", "expected_path", "read_sample", "shown"]

FOLDER = Path(__file__).parent.parent / "sources"
DAY = "2026-11-22"


def _founding_register(_gazetteer: Gazetteer) -> Context:
    return Context(describe("founding_register"), FOLDER / "founding_register" / "sample", DAY)


def _table(gazetteer: Gazetteer) -> Context:
    mapping = load_mapping(FOLDER / "table" / "mapping.yml")
    path = FOLDER / "table" / "sample.csv"
    return Context(mapping.description, path, DAY, options={"mapping": mapping}, countries=gazetteer.countries)


SAMPLES: dict[str, Callable[[Gazetteer], Context]] = {"founding_register": _founding_register, "table": _table}


def read_sample(source: str, gazetteer: Gazetteer) -> tuple[Context, list[Statement]]:
    """Read the sample of a source."""
    context = SAMPLES[source](gazetteer)
    return context, list(reader_of(source)(context))


def shown(statement: Statement) -> dict[str, Any]:
    """Show a statement as the expected files hold it, with its id."""
    fields = ("subject", "predicate", "object", "value", "unit", "language", "period", "reference", "retrieved_at")
    found = {name: getattr(statement, name) for name in fields if getattr(statement, name) is not None}
    return {"id": statement.id, **found, **({"qualifiers": dict(statement.qualifiers)} if statement.qualifiers else {})}


def expected_path(source: str) -> Path:
    """Give the file of what is expected."""
    return FOLDER / source / "expected.jsonl"


def expected_of(source: str) -> dict[str, list[Any]]:
    """Give the expected statements and refusals."""
    lines = [json.loads(line) for line in expected_path(source).read_text(encoding="utf-8").splitlines()]
    return {
        "statements": [line for line in lines if "refused" not in line],
        "refused": [line["refused"] for line in lines if "refused" in line],
    }
