"""The made past as a snapshot."""

import pytest
from tests.history.made_past import made_past, past_snapshot

from proxenia.history.past import Past
from proxenia.snapshot.snapshot import Snapshot


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return past_snapshot(tmp_path_factory.mktemp("past"), made_past())


@pytest.fixture(scope="session")
def past(snapshot: Snapshot) -> Past:
    return Past(snapshot, this_year=2026)
