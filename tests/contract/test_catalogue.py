"""Every source of the catalogue that reads bytes has a sample, and the statements expected of it.

After a change on purpose: write the expected statements anew with ``python -m tests.contract.expect CACHE_FOLDER``.
"""

import json
from pathlib import Path

import pytest
from tests.contract.samples import SAMPLES, expected_of, read_sample, shown

from proxenia.model.statement import check_statements
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources.catalogue import CATALOGUE, describe, help_for, sources_with_reader
from proxenia.sources.description import load_yaml
from proxenia.sources.unsourced import unsourced


@pytest.mark.parametrize("source", sources_with_reader())
def test_the_sample_gives_the_expected_statements(source: str, gazetteer: Gazetteer) -> None:
    assert source in SAMPLES, f"add a sample of {source} under tests/sources/{source}/"
    context, statements = read_sample(source, gazetteer)
    assert context.faults == []
    check_statements(statements)
    assert [shown(statement) for statement in statements] == expected_of(source)["statements"]
    assert [[refusal.row, refusal.reason] for refusal in context.refused] == expected_of(source)["refused"]


@pytest.mark.parametrize("source", sources_with_reader())
def test_reading_twice_gives_the_same(source: str, gazetteer: Gazetteer) -> None:
    first, second = read_sample(source, gazetteer)[1], read_sample(source, gazetteer)[1]
    assert [statement.id for statement in first] == [statement.id for statement in second]


@pytest.mark.parametrize("source", sources_with_reader())
def test_every_statement_leads_to_its_source(source: str, gazetteer: Gazetteer) -> None:
    context, statements = read_sample(source, gazetteer)
    assert {statement.source for statement in statements} == {context.description.id}
    assert unsourced(statements, {context.description.id}) == []


@pytest.mark.parametrize("source", sources_with_reader())
def test_the_description_names_its_publisher_and_licence(source: str) -> None:
    description = describe(source)
    assert description.publisher
    assert description.licence
    assert description.citation


MAPPED = {"table", "declaration", "membership"}
"""Readers of lists that come with a mapping, which says what is expected of each list."""


@pytest.mark.parametrize("source", [source for source in sources_with_reader() if source not in MAPPED])
def test_the_description_says_which_share_may_be_refused(source: str) -> None:
    described = load_yaml(CATALOGUE / source / "source.yml")
    assert 0 <= described["expectations"]["max_refused_share"] <= 0.5


WITHOUT_FILES = {"founding_register", "country_facts", "legal_powers"}
"""Readers of what the package brings itself: nobody gives them a file."""


@pytest.mark.parametrize("source", [*sorted({*sources_with_reader()} - MAPPED - WITHOUT_FILES)])
def test_the_description_says_which_files_to_give(source: str) -> None:
    told = help_for(source)
    assert told == describe(source).help
    first, _, rest = told.partition(". ")
    assert first.startswith("Import ")
    assert len(first) <= 80
    assert len(rest) > 20
    assert len(told) <= 250


def test_expected_files_are_json_lines() -> None:
    for source in SAMPLES:
        path = Path(__file__).parent.parent / "sources" / source / "expected.jsonl"
        for line in path.read_text(encoding="utf-8").splitlines():
            assert isinstance(json.loads(line), dict)
