"""The gazetteer for tests: made once on this machine beside pytest's own temporary folders, and kept."""

import pytest

from proxenia.resolve.gazetteer import Gazetteer, load_gazetteer

__all__ = ["gazetteer"]


@pytest.fixture(scope="session")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """Give the whole gazetteer."""
    return load_gazetteer(tmp_path_factory.getbasetemp().parent / "proxenia-gazetteer")
