"""``proxenia backtest``: tables and JSON, and one line for what cannot be asked."""

import json

import pytest
from tests.cli.running import Home

from proxenia.foresight.scores import SCORES

SOON = ("--cut", "1995", "--model", "degree", "--model", "persistence")


def test_json_holds_the_scores_of_each_model_at_each_cut(home: Home) -> None:
    told = json.loads(home.run("backtest", *SOON, "--cut", "1990", "--json").out)
    assert [cut["year"] for cut in told["cut"]] == [1990, 1995]
    for cut in told["cut"]:
        assert set(cut["scores"]) == {"degree", "persistence"}
        assert set(cut["scores"]["degree"]) == set(SCORES)
    assert told["years"] == 5


def test_people_read_tables_and_sentences(home: Home) -> None:
    out = home.run("backtest", *SOON, "--years", "3").out
    assert "Cut 1995: " in out
    assert "1996–1998: " in out
    assert "best baseline" in out
    assert "did best (a baseline)" in out
    assert "carry a year" in out


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--years", "0"), "A window of 0 years cannot be predicted. Expected 1 to 25 years."),
        (("--years", "200"), "A window of 200 years cannot be predicted"),
        (("--years", "-5"), "A window of -5 years cannot be predicted"),
        (("--cut", "1000"), "nothing to learn from or to predict at the cut 1000"),
        (("--cut", "2200"), "nothing to learn from or to predict at the cut 2200"),
        (("--model", "oracle"), "'oracle' is not a known model or baseline. Known: relational, persistence"),
    ],
)
def test_what_cannot_be_asked_is_one_line(home: Home, asked: tuple[str, ...], said: str) -> None:
    result = home.run("backtest", *asked)
    assert result.code == 2
    assert said in result.err
    assert result.err.count("\n") == 1
    assert not result.out
