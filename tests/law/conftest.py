"""The sample world with its made-up rules."""

import pytest
from tests.factory import sample_snapshot

from proxenia.law.records import RuleBook


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    """Give the rules of the sample world."""
    return RuleBook(sample_snapshot(tmp_path_factory.mktemp("rules")))
