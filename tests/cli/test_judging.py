"""Judgements are shown, taken and undone from the command line."""

from pathlib import Path

from tests.cli.running import Home


def test_a_match_is_shown_undone_and_not_taken_again(own_home: Home, table: Path, mapping: Path) -> None:
    imported = own_home.run("import", "table", table, "--map", mapping)
    assert imported.code == 0, imported.err
    found = own_home.run("judgements", "mine:Rotterdam,Netherlands", "--json").json
    assert [(one["verdict"], one["right"]) for one in found] == [("same", "gn:2747891")]
    assert found[0]["signed_by"].startswith("resolver:")
    undone = own_home.run("undo", found[0]["id"][:12], "--reason", "tried in a test", "--sign", "anna")
    assert undone.code == 0, undone.err
    assert own_home.run("judgements", "mine:Rotterdam,Netherlands", "--json").json == []
    again = own_home.run("import", "table", table, "--map", mapping)
    assert again.code == 0, again.err
    assert own_home.run("judgements", "mine:Rotterdam,Netherlands", "--json").json == []


def test_a_person_decides_and_the_table_follows(own_home: Home) -> None:
    said = own_home.run(
        "judge", "mine:Nowhere,FR", "same", "gn:2988507", "--reason", "the mayor says so", "--sign", "anna"
    )
    assert said.code == 0, said.err
    found = own_home.run("judgements", "--signed-by", "person:", "--json").json
    assert [(one["left"], one["signed_by"], one["reason"]) for one in found] == [
        ("mine:Nowhere,FR", "person:anna", "the mayor says so")
    ]
    assert "person:anna" in own_home.run("judgements", "mine:Nowhere,FR").out


def test_what_cannot_be_judged_is_a_clear_error(own_home: Home) -> None:
    for words in (
        ("judge", "Paris", "same", "gn:1", "--reason", "x"),
        ("judge", "mine:A", "perhaps", "gn:1", "--reason", "x"),
        ("judge", "mine:A", "same", "gn:1", "--reason", " "),
        ("undo", "abcdef"),
        ("judgements", "Paris"),
    ):
        answer = own_home.run(*words)
        assert answer.code == 2, words
        assert len(answer.complaints) >= 1
