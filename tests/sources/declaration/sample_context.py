"""How the sample of a list is read."""

from pathlib import Path

from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources.catalogue.declaration.mapping import load_mapping
from proxenia.sources.context import Context

HERE = Path(__file__).parent


def context(gazetteer: Gazetteer) -> Context:
    """Give the context of reading the sample."""
    mapping = load_mapping(HERE / "mapping.yml")
    return Context(
        mapping.description,
        HERE / "sample.csv",
        "2026-11-22",
        options={"mapping": mapping},
        countries=gazetteer.countries,
    )
