"""The open names are walked in the terminal; answers are signed, counted and taken back."""

import io
from pathlib import Path

import pytest
from tests.cli.running import Home

LIST = """city,country,partner,partner_country,year
Springfield,United States,Rotterdam,Netherlands,1967
Springfield,United States,Shanghai,China,1990
San Antonio,Chile,Rotterdam,Netherlands,1990
"""


@pytest.fixture
def asked_home(own_home: Home, mapping: Path, tmp_path: Path) -> Home:
    """Give the folders of someone who imported a list with a name that many places bear."""
    path = tmp_path / "open.csv"
    path.write_text(LIST, encoding="utf-8")
    imported = own_home.run("import", "table", path, "--map", mapping)
    assert imported.code == 0, imported.err
    return own_home


def _answer(home: Home, lines: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    walked = home.run("review", "--sign", "anna")
    assert walked.code == 0, walked.err
    return walked.complaints


def _decided(home: Home) -> list[tuple[str, str, str]]:
    found = home.run("judgements", "--signed-by", "person:anna", "--json").json
    return [(one["left"], one["verdict"], one["right"]) for one in found]


def test_the_name_most_ties_hang_on_comes_first(asked_home: Home) -> None:
    questions = asked_home.run("review", "--json").json
    assert questions[0]["id"] == "mine:Springfield,United States"
    assert questions[0]["ties"] == 2
    assert len(questions[0]["candidates"]) > 2
    assert all(0 <= one["probability"] <= 1 for one in questions[0]["candidates"])


def test_an_answer_becomes_a_judgement_and_the_tie_moves_to_the_place(
    asked_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = asked_home.run("review", "--json").json[0]["candidates"][1]["id"]
    said = _answer(asked_home, "wrong\n2\nq\n", monkeypatch)
    assert "1 decided" in said[-1]
    assert _decided(asked_home) == [("mine:Springfield,United States", "same", chosen)]
    ties = asked_home.run("ties", chosen, "--json").json
    assert sorted(tie["partner"]["name"] for tie in ties if tie["sources"][0]["id"] == "mine") == [
        "Rotterdam",
        "Shanghai",
    ]
    assert "mine:Springfield,United States" not in [one["id"] for one in asked_home.run("review", "--json").json]


def test_the_last_answer_can_be_taken_back(asked_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    before = asked_home.run("review", "--json").json
    _answer(asked_home, "1\nz\nq\n", monkeypatch)
    assert _decided(asked_home) == []
    assert asked_home.run("review", "--json").json[0]["id"] == before[0]["id"]


def test_none_of_these_and_cannot_tell_are_kept(asked_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = asked_home.run("review", "--json").json[0]["candidates"]
    _answer(asked_home, "n\nq\n", monkeypatch)
    decided = _decided(asked_home)
    assert {verdict for _, verdict, _ in decided} == {"different"}
    assert {one["id"] for one in shown} <= {right for _, _, right in decided}


def test_the_end_of_the_input_stops_without_a_decision(asked_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    said = _answer(asked_home, "", monkeypatch)
    assert "0 decided" in said[-1]
    assert _decided(asked_home) == []


def test_another_place_is_taken_where_the_gazetteer_knows_it(asked_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    said = _answer(asked_home, "gn:999999999\n999999\n99\n2747891\nq\n", monkeypatch)
    refused = [line for line in said if line.startswith("> The gazetteer knows no place")]
    assert [line.split("'")[1] for line in refused] == ["gn:999999999", "999999"]
    assert "> Springfield is Rotterdam, Netherlands (gn:2747891)" in said
    assert _decided(asked_home) == [("mine:Springfield,United States", "same", "gn:2747891")]


def test_a_question_shows_what_helps_to_decide(asked_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "\n".join(_answer(asked_home, "q\n", monkeypatch))
    assert "tied to Rotterdam (Netherlands), Shanghai (China)" in said
    assert "Springfield, Illinois, United States" in said
    assert "row 2" in said


def test_ctrl_c_keeps_what_was_decided(asked_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["1\n"])

    class Keyboard:
        def readline(self) -> str:
            for answer in answers:
                return answer
            raise KeyboardInterrupt

    monkeypatch.setattr("sys.stdin", Keyboard())
    stopped = asked_home.run("review", "--sign", "anna")
    assert stopped.code == 130
    assert "every answer given is kept" in stopped.err
    assert stopped.complaints[-1].startswith("1 decided")
    assert len(_decided(asked_home)) == 1


@pytest.mark.parametrize(("answer", "verdict"), [("n", "different"), ("u", "unsure")])
def test_the_next_import_of_the_list_does_not_decide_what_a_person_did_not(
    asked_home: Home, mapping: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, verdict: str
) -> None:
    name = "mine:Springfield,United States"
    shown = {one["id"] for one in asked_home.run("review", "--json").json[0]["candidates"]}
    _answer(asked_home, f"{answer}\nq\n", monkeypatch)
    # One more tie and one more row: the list is read anew, and says more than before.
    (tmp_path / "open.csv").write_text(f"{LIST}Springfield,United States,Turin,Italy,1999\n", encoding="utf-8")
    again = asked_home.done("import", "table", tmp_path / "open.csv", "--map", mapping)
    assert "names ambiguous" in again.out
    of_it = asked_home.done("judgements", name, "--json").json
    assert {(one["verdict"], one["signed_by"]) for one in of_it} == {(verdict, "person:anna")}
    assert {one["right"] for one in of_it} == shown
    asked = [one for one in asked_home.done("review", "--json").json if one["id"] == name]
    assert not {one["id"] for question in asked for one in question["candidates"]} & shown


def test_a_decision_can_be_taken_again_after_it_was_taken_back(
    asked_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answer(asked_home, "1\nz\n1\nq\n", monkeypatch)
    assert len(_decided(asked_home)) == 1
