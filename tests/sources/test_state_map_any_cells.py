"""Readers of the state map and of conditions: any cells give sound statements or refusals, never a broken import."""

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sources.reading import read_files

from proxenia.errors import FaultsError, ProxeniaError
from proxenia.resolve.gazetteer import Gazetteer

SAMPLES = Path(__file__).parent
SOURCES = (
    "autonomy",
    "country_pairs",
    "migrant_stock",
    "ports",
    "trade_agreements",
    "un_agreement",
    "urbanisation",
)
ODD = st.sampled_from(
    ["", "0", "1", "-1", "1e9", "9e99", "NaN", "inf", "½", "٣", ":", "::,;|", "=1+1", "Ａ", "\u202e", "."]
)
CELL = st.one_of(ODD, st.text(max_size=12), st.integers(-10, 3000).map(str), st.floats(width=32).map(str))


def sample_files() -> list[tuple[str, Path]]:
    return [(source, path) for source in SOURCES for path in sorted((SAMPLES / source).glob("sample*.csv"))]


@pytest.mark.parametrize(("source", "sample"), sample_files(), ids=lambda value: getattr(value, "stem", value))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_any_cells(data: st.DataObject, source: str, sample: Path, tmp_path: Path, gazetteer: Gazetteer) -> None:
    rows = list(csv.reader(sample.read_text(encoding="utf-8").splitlines()))
    for row in rows[1:]:
        for place in data.draw(st.sets(st.integers(0, len(row) - 1), max_size=2)):
            row[place] = data.draw(CELL)
    path = tmp_path / "x.csv"
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
        csv.writer(file).writerows(rows)
    try:
        context, _ = read_files(source, gazetteer, path)
    except ProxeniaError as error:
        assert not isinstance(error, FaultsError), error  # noqa: PT017 - a file that is no table any more is told
    else:
        assert context.faults == []
        assert all(refusal.reason for refusal in context.refused)
