"""A user's folders: the founding register is brought in once, and copied for whoever writes."""

import shutil
from pathlib import Path

import pytest
from tests.cli.running import Home, Result
from tests.gazetteer import gazetteer

from proxenia.resolve.gazetteer import Gazetteer

__all__ = ["gazetteer"]

MAPPING = """source: mine
title: My list
publisher: Me
licence: CC0-1.0
date: 2026
city: city
country: country
partner: partner
partner_country: partner_country
year: year
"""
TABLE = """city,country,partner,partner_country,year
Rotterdam,Netherlands,Kōbe,Japan,1967
London,Canada,Nanjing,China,1997
Springfield,United States,Nowhereville,France,
,,Paris,France,
"""


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer) -> Path:
    """Give a cache folder with the gazetteer in it."""
    folder = tmp_path_factory.mktemp("cache")
    (folder / gazetteer.folder.name).symlink_to(gazetteer.folder)
    return folder


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> tuple[Home, Result]:
    """Give the folders after the very first command, and what that command printed."""
    home = Home(tmp_path_factory.mktemp("data"), cache)
    return home, home.run("status", "--json")


@pytest.fixture(scope="session")
def home(first_run: tuple[Home, Result]) -> Home:
    """Give the folders of someone who holds the founding register: only for commands that read."""
    return first_run[0]


@pytest.fixture
def own_home(home: Home, tmp_path: Path) -> Home:
    """Give a copy of the folders that a test may change."""
    shutil.copytree(home.data, tmp_path / "data")
    return Home(tmp_path / "data", home.cache)


@pytest.fixture
def empty_home(cache: Path, tmp_path: Path) -> Home:
    """Give the folders of someone who has run nothing yet."""
    return Home(tmp_path / "nothing" / "data", cache)


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    """Give a mapping of :func:`table`."""
    path = tmp_path / "map.yml"
    path.write_text(MAPPING, encoding="utf-8")
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Give a list of four rows: two sound, one with two names that lead nowhere, one without a city."""
    path = tmp_path / "list.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path
