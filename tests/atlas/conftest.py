"""The sample world as the atlas serves it."""

import pytest
from tests.asking import Asking
from tests.atlas.two_levels import two_level_snapshot
from tests.factory import THIS_YEAR, sample_snapshot

from proxenia.atlas.app import make_app
from proxenia.atlas.world import AtlasWorld
from proxenia.snapshot.snapshot import Snapshot


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Give the snapshot of the sample world."""
    return sample_snapshot(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def world(snapshot: Snapshot) -> AtlasWorld:
    """Give the atlas's memory of the sample world."""
    return AtlasWorld(snapshot, this_year=THIS_YEAR)


@pytest.fixture(scope="session")
def client(snapshot: Snapshot) -> Asking:
    """Give a client of the atlas."""
    return Asking(make_app(snapshot, this_year=THIS_YEAR))


@pytest.fixture(scope="session")
def two_levels(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    """Give a client of the atlas of the sample world with a state level."""
    snapshot = two_level_snapshot(tmp_path_factory.mktemp("two_levels"))
    return Asking(make_app(snapshot, this_year=THIS_YEAR))
