"""``proxenia scenario``: the worked ones, what is shown of one, and what is wrong in one line."""

from pathlib import Path

from tests.cli.running import Home

from proxenia.foresight.scenarios.worked_scenarios import WORKED, worked_text


def test_the_worked_scenarios_are_listed(home: Home) -> None:
    assert [one["id"] for one in home.run("scenario", "--list", "--json").json] == list(WORKED)
    assert all(name in home.run("scenario", "--list").out for name in WORKED)
    assert home.run("scenario", WORKED[0], "--show").out == worked_text(WORKED[0])


def test_what_is_wrong_is_told_in_one_line(home: Home, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yml"
    bad.write_text("a: &a [*a]\n", encoding="utf-8")
    large = tmp_path / "large.yml"
    large.write_text("#" * 70_000, encoding="utf-8")
    for words, says in (
        ([], "No scenario was named"),
        (["rupture-1066"], "There is no scenario 'rupture-1066'"),
        ([str(tmp_path)], "There is no scenario"),
        ([str(bad)], "anchor"),
        ([str(large)], "bytes long"),
        ([WORKED[1], "--to", "2900"], "Expected 1 to 20 years"),
        ([WORKED[1], "--runs", "-1", "--predictor", "country_pair"], "-1 runs cannot be simulated"),
        ([WORKED[1], "--predictor", "stars"], "'stars' is no predictor"),
    ):
        result = home.run("scenario", *words)
        assert result.code == 2, (words, result.err)
        assert len(result.complaints) == 1, result.err
        assert says in result.err
