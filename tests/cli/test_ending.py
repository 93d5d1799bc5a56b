"""``proxenia ends``: the JSON, what people read, and questions that cannot be asked."""

import pytest
from tests.cli.running import Home


def test_the_json_of_ends(home: Home) -> None:
    told = home.done("ends", "--until", 2021, "--json").json
    assert {"cut", "kinds", "prior_sd", "evidence", "hazards", "sentences"} <= set(told)
    assert (told["cut"], told["kinds"]) == (2021, ["twinning", "agreement", "partnership"])
    for event in ("suspension", "ending"):
        rows = told["hazards"][event]
        assert rows[0]["id"] == "constant"
        for one in rows:
            numbers = [one[name] for name in ("coef", "se", "low", "high")]
            assert (one["how"] == "estimated") == all(number is not None for number in numbers)
            assert one["how"] == "estimated" or one["why"]
    assert told["evidence"]["all_years"]["endings"] == told["hazards"]["ending"][0]["events"]
    assert home.done("ends", "--until", 2021, "--json").json == told


def test_what_people_read_of_ends(home: Home) -> None:
    told = home.done("ends", "--until", 2021, "--kind", "twinning")
    assert "Yearly rate of suspension" in told.out
    assert "not estimated" in told.out
    assert "These are associations" in told.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--until", "1900"), "Ends cannot be told as of 1900"),
        (("--until", "1946", "--kind", "partnership"), "No tie of the kinds partnership is known by the end of 1946"),
        (("--kind", "treaty"), "Ends are not told of the kinds treaty"),
        (("--kind", "friendship"), "'friendship' is not a known kind of tie"),
        (("--until", "2021", "--listed"), "listed by a source beside the register"),
    ],
)
def test_ends_that_cannot_be_told(home: Home, words: tuple[str, ...], said: str) -> None:
    failed = home.run("ends", *words)
    assert failed.code == 2
    assert said in failed.err
    assert failed.err.count("\n") == 1
