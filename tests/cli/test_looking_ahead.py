"""``proxenia outlook``: the JSON, what people read, questions that cannot be asked, and being stopped."""

import signal
from typing import Any

import pytest
from tests.cli.running import Home

from proxenia.foresight.outlook import asked

FEW = ("--from", 2026, "--to", 2031, "--runs", 50, "--seed", 3, "--predictor", "gravity")


@pytest.fixture(autouse=True)
def without_backtest(monkeypatch: pytest.MonkeyPatch) -> None:
    """The scores of the past have tests of their own, and take long."""
    monkeypatch.setattr(asked, "past_scores", lambda *_, **__: None)


def test_the_json_of_an_outlook(home: Home) -> None:
    told = home.done("outlook", *FEW, "--country", "Germany", "--json").json
    assert (told["start"], told["to"], told["runs"], told["seed"], told["stopped"]) == (2026, 2031, 50, 3, False)
    assert {"coverage", "method", "basis", "total", "pairs", "networks", "profiles", "sentences"} <= set(told)
    assert told["country"]["id"] == "DE"
    assert all("DE" in {one["a"], one["b"]} for one in told["country_pairs"])
    again = home.done("outlook", *FEW, "--country", "de", "--json")
    assert again.json == told


def test_what_people_read_of_an_outlook(home: Home) -> None:
    told = home.done("outlook", *FEW)
    for words in (
        "From 2027 to 2031",
        "carry a year",
        "Not enough data",
        "The six kinds of city",
        "Named city networks",
    ):
        assert words in told.out
    city = home.done("outlook", *FEW, "--city", "Rotterdam")
    assert "Rotterdam" in city.out
    few = home.done("outlook", *FEW, "--country", "Brazil", "--json").json["country"]
    assert (few["enough"], few["new"], few["words"]) == (False, None, "not enough data")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--from", 2026, "--to", 2026), "2026 lies 0 years after 2026"),
        (("--from", 2026, "--to", 2226), "2226 lies 200 years after 2026"),
        (("--from", 2026, "--to", 2031, "--runs", -1), "-1 runs cannot be simulated"),
        (("--from", 2026, "--to", 2031, "--runs", 10_001), "10001 runs cannot be simulated"),
        (("--from", 2026, "--to", 2031, "--country", "QQ"), "There is no country 'QQ'"),
        (("--from", 2026, "--to", 2031, "--country", "Rotterdam"), "is no state of today"),
        (("--from", 2026, "--to", 2031, "--city", "Nowheretown"), "There is no actor 'Nowheretown'"),
        (("--from", 2026, "--to", 2031, "--city", "Berlin", "--country", "DE"), "Both a country and a city"),
        (("--from", 2026, "--to", 2031, "--predictor", "stars"), "'stars' is no predictor"),
    ],
)
def test_outlooks_that_cannot_be_made(home: Home, words: tuple[object, ...], said: str) -> None:
    failed = home.run("outlook", *words)
    assert failed.code == 2
    assert said in failed.err
    assert not failed.out


def test_ctrl_c_tells_what_is_done_and_ends_with_130(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    real = asked.project

    def interrupted(*args: Any, **options: Any) -> Any:
        signal.raise_signal(signal.SIGINT)
        return real(*args, **options)

    monkeypatch.setattr(asked, "project", interrupted)
    stopped = home.run("outlook", *FEW, "--json")
    assert stopped.code == 130
    assert (stopped.json["runs"], stopped.json["runs_asked"], stopped.json["stopped"]) == (25, 50, True)
    assert "It was stopped after 25 of 50 runs." in stopped.json["sentences"]
    assert "Stopping after the runs under way" in stopped.err
