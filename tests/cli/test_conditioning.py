"""``proxenia conditions``: the whole answer, one part of it, and words that are not known."""

import pytest
from tests.cli.running import Home

MODEL_KEYS = {
    "among",
    "cautions",
    "cities",
    "complete",
    "conditions",
    "controls",
    "countries",
    "enough",
    "era",
    "fit",
    "lacking",
    "left_out",
    "mean",
    "of",
    "region",
    "total",
    "unmeasured",
    "with_any",
}
WHOLE_KEYS = {
    "as_of",
    "set",
    "not_asked",
    "regions",
    "eras",
    "second_looks",
    "coverage",
    "method",
    "references",
    "thresholds",
}


def test_the_whole_answer_as_json_has_the_documented_keys(home: Home) -> None:
    told = home.done("conditions", "--json").json
    assert set(told) == WHOLE_KEYS | (MODEL_KEYS - {"region", "era"})
    assert (told["of"], told["set"]["id"]) == ("ties", "members")
    size = told["conditions"][0]
    assert size["id"] == "size"
    assert set(size["number"]) == {"estimate", "se", "low", "high"}
    assert size["number"]["low"] < size["number"]["estimate"] < size["number"]["high"]
    assert set(size["without"]) == {"cities", "changed"}
    assert size["sources"] == ["geonames"]
    assert told == home.done("conditions", "--json").json, "nothing is drawn by chance"


def test_people_read_sentences_and_what_could_not_be_measured(home: Home) -> None:
    told = home.done("conditions", "--of", "acts").out
    assert "cities twice the size of others had" in told
    assert "more acts than these" in told
    assert "Political culture" in told
    assert "Oceania: not enough data: " in told
    assert "By era" in told


def test_one_part_of_the_world_and_one_era(home: Home) -> None:
    asked = ("conditions", "--region", "EUROPE", "--era", "1990_2009")
    told = home.done(*asked, "--json").json
    assert set(told) == MODEL_KEYS | {"as_of"}
    assert (told["region"], told["era"], told["among"]) == ("Europe", "1990_2009", "members")
    assert "By era" not in home.done(*asked).out
    tied = home.done("conditions", "--among", "tied", "--json").json
    assert tied["complete"] == tied["with_any"]
    assert all(one["any"] is None for one in tied["conditions"])


@pytest.mark.parametrize(
    "words",
    [
        ("--of", "wars"),
        ("--region", "Atlantis"),
        ("--era", "tomorrow"),
        ("--among", "capitals"),
    ],
)
def test_unknown_words_are_one_line_with_the_known_ones(home: Home, words: tuple[str, str]) -> None:
    result = home.run("conditions", *words)
    assert result.code == 2
    assert len(result.err.strip().splitlines()) == 1
    assert f"{words[1]!r} is not a known" in result.err
    assert "Known: " in result.err


def test_where_size_is_not_known_a_caution_is_given(home: Home) -> None:
    assert home.done("conditions", "--json").json["cautions"] == []
    asked = ("conditions", "--as-of", "2020", "--among", "tied")
    told = home.done(*asked, "--json").json
    assert "size" in {one["id"] for one in told["unmeasured"]}
    assert told["enough"]
    assert "may be a matter of size" in told["cautions"][0]
    assert told["cautions"][0] in home.done(*asked).out


def test_a_year_of_which_nothing_is_told_is_not_enough_data(home: Home) -> None:
    told = home.done("conditions", "--as-of", "1900", "--json").json
    assert told["enough"] is False
    assert told["lacking"]
