"""The article Berlin in 121 editions: read against hand-checked truth, and where the editions disagree."""

from collections import Counter
from pathlib import Path

import pytest
from benchmarks.wikipedia import Reading, compare, istanbul_years, load_truth, read_pages, score, truth_editions
from tests.gazetteer import gazetteer

from proxenia.resolve.gazetteer import Gazetteer

__all__ = ["gazetteer"]


@pytest.fixture(scope="module")
def reading(reference_dir: Path, gazetteer: Gazetteer) -> Reading:
    return read_pages(reference_dir / "city" / "wikitext_berlin" / "pages", gazetteer)


def test_ten_editions_have_truth() -> None:
    assert truth_editions() == ["de", "en", "es", "fr", "he", "it", "ja", "pl", "ru", "zh"]
    assert sum(len(load_truth(edition)) for edition in truth_editions()) == 177


def test_precision_and_recall_over_the_ten(reading: Reading) -> None:
    precision, recall = score(reading)
    assert precision >= 0.98
    assert recall >= 0.95
    assert compare(reading, "en") == (16, [], [(("Paris", "FR", "1987"), "")])


def test_all_editions_are_read(reading: Reading) -> None:
    assert reading.pages == 121
    assert len(reading.sections) == 58
    assert sum(map(len, reading.rows.values())) >= 1_000
    assert reading.seconds < 60


def test_few_lines_are_refused(reading: Reading) -> None:
    assert len(reading.reasons) <= 0.02 * reading.lines
    assert sum("a tie of a district" in reason for reason in reading.reasons) == 3


def test_the_editions_disagree_on_istanbul(reading: Reading) -> None:
    assert istanbul_years(reading) == Counter({"1989": 41, "1988": 11, "": 4})
