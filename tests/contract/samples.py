"""The samples of the catalogue's sources, and what is expected of them."""

import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from proxenia.model.statement import Statement
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources.catalogue import describe, reader_of, sources_with_reader
from proxenia.sources.context import Context

__all__ = ["SAMPLES", "expected_of", "expected_path", "read_sample", "shown"]

FOLDER = Path(__file__).parent.parent / "sources"
DAY = "2026-11-22"


def _sample_files(source: str) -> tuple[Path, ...]:
    """Give the files of a source's sample: every file called `sample…`, or the folder `sample`."""
    return tuple(sorted((FOLDER / source).glob("sample*")))


def _plain(source: str) -> Callable[[Gazetteer], Context]:
    """Give the context of a source that needs no options."""

    def context(gazetteer: Gazetteer) -> Context:
        files = _sample_files(source)
        return Context(describe(source), files[0], DAY, files=files, countries=gazetteer.countries)

    return context


def _own(source: str) -> Callable[[Gazetteer], Context] | None:
    """Give the function `context(gazetteer)` of tests/sources/<id>/sample_context.py, where there is one."""
    if not (FOLDER / source / "sample_context.py").exists():
        return None
    found: Callable[[Gazetteer], Context] = import_module(f"tests.sources.{source}.sample_context").context
    return found


SAMPLES: dict[str, Callable[[Gazetteer], Context]] = {
    source: _own(source) or _plain(source) for source in sources_with_reader() if (FOLDER / source).is_dir()
}


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
