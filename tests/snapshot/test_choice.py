"""Choosing by function and role, on the sample world with one statement signed by a mayor."""

from dataclasses import replace

import pytest
from tests.factory import (
    BERLIN,
    EUROCITIES,
    ROTTERDAM,
    SAMPLE_SOURCES,
    SHANGHAI,
    make_act,
    make_snapshot,
    make_tie,
    sample_statements,
    tie_between,
)

from proxenia.errors import UnknownValueError
from proxenia.model.predicates import Attribute
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import ActRole, EventKind, Function, PersonRole, TieKind
from proxenia.snapshot.choice import EVERYTHING, Choice, choose, trimmed
from proxenia.snapshot.person_roles import TITLES, person_role_of
from proxenia.snapshot.snapshot import Snapshot

PLEDGE, RELIEF = "act:pledge", "act:rotterdam-earthquake-2023"
WHERE = "row 1 of a table made for this test"


def signed(actor: str, by: str) -> Statement:
    """Return a part in the pledge with a signatory; made for this test."""
    about = (("role", "signatory"), ("signed_by", by))
    return Statement(actor, Attribute.PARTICIPATION.value, "sample", WHERE, object=PLEDGE, qualifiers=about)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    pledge = make_act(
        PLEDGE,
        EventKind.DECLARATION,
        "2020",
        WHERE,
        roles={EUROCITIES: "organiser"},
        functions="funding",
    )
    more = [
        *pledge,
        signed(ROTTERDAM, "Jane Doe, Mayor"),
        signed(BERLIN, "John Doe, Director"),
        make_tie(TieKind.AGREEMENT, BERLIN, SHANGHAI, period="2001/..", signed_by="Mayor Max Doe"),
    ]
    return make_snapshot(tmp_path_factory.mktemp("chosen"), [*sample_statements(), *more], SAMPLE_SOURCES)


def kept(world: Snapshot, **words: str) -> tuple[set[str], set[str]]:
    found = choose(world, Choice.of(**words)).snapshot
    return set(found.ties["id"]), set(found.acts["id"])


def test_a_function_keeps_the_ties_and_acts_that_serve_it(world: Snapshot) -> None:
    port = tie_between(world, ROTTERDAM, SHANGHAI, TieKind.AGREEMENT)
    assert kept(world, function="technical_assistance") == ({port}, set())
    assert kept(world, function="funding") == (set(), {PLEDGE})
    assert kept(world, function="enforcement") == (set(), set())


def test_a_role_keeps_acts_and_the_ties_of_whoever_had_it(world: Snapshot) -> None:
    ties, acts = kept(world, role="donor")
    assert acts == {RELIEF}
    assert ties == {row[0] for row in world.ties.select("id", "a", "b").iter_rows() if ROTTERDAM in row}
    chosen = choose(world, Choice.of(role="donor"))
    assert chosen.in_role == chosen.actors == {ROTTERDAM}
    assert chosen.snapshot.participations.rows() == [(RELIEF, ROTTERDAM, "donor")]


def test_a_role_counts_from_the_act_in_which_it_was_had(world: Snapshot) -> None:
    assert choose(world.as_of(2022), Choice.of(role="donor")).actors == frozenset()
    assert choose(world.as_of(2023), Choice.of(role="donor")).actors == {ROTTERDAM}


def test_a_person_role_keeps_what_such_a_person_signed(world: Snapshot) -> None:
    signed_tie = tie_between(world, BERLIN, SHANGHAI, TieKind.AGREEMENT)
    assert kept(world, person_role="mayor") == ({signed_tie}, {PLEDGE})
    chosen = choose(world, Choice.of(person_role="mayor"))
    assert chosen.snapshot.participations.rows() == [(PLEDGE, ROTTERDAM, "signatory")]
    assert chosen.actors == {ROTTERDAM, BERLIN, SHANGHAI}
    assert kept(world, person_role="civil_servant") == (set(), {PLEDGE})
    assert kept(world, person_role="adviser") == (set(), set())


def test_several_words_must_all_fit(world: Snapshot) -> None:
    assert kept(world, function="funding", role="organiser") == (set(), {PLEDGE})
    assert kept(world, function="funding", role="donor") == (set(), set())
    assert kept(world, role="signatory", person_role="mayor", function="funding")[1] == {PLEDGE}
    assert kept(world, role="organiser", person_role="mayor")[1] == set()


def test_nothing_chosen_leaves_all_as_it_is(world: Snapshot) -> None:
    assert choose(world, EVERYTHING).snapshot is world
    assert trimmed(choose(world, EVERYTHING)) is world
    assert not Choice.of(function="", role=None)


def test_every_choice_is_a_part_of_the_whole(world: Snapshot) -> None:
    choices = [
        *(Choice(function=one) for one in Function),
        *(Choice(role=one) for one in ActRole),
        *(Choice(person_role=one) for one in PersonRole),
    ]
    for choice in choices:
        found = choose(world, choice).snapshot
        for name in ("ties", "acts", "participations"):
            rows = [row for row in world.tables[name].rows() if row in found.tables[name].rows()]
            assert found.tables[name].rows() == rows


def test_a_trimmed_file_names_nobody_else(world: Snapshot) -> None:
    small = trimmed(choose(world, Choice.of(function="technical_assistance")))
    assert set(small.actors["id"]) == {ROTTERDAM, SHANGHAI, "iso:NL", "iso:CN"}
    assert set(small.evidence["record"]) <= {*small.ties["id"], *small.actors["id"]}
    assert small.manifest["chosen"] == {"function": "technical_assistance"}
    assert set(small.names["actor"]) <= set(small.actors["id"])
    assert small.ties.height == 1


@pytest.mark.parametrize(
    ("part", "what"), [("function", "function"), ("role", "act role"), ("person_role", "person role")]
)
def test_an_unknown_word_is_told_with_the_known_ones(part: str, what: str) -> None:
    with pytest.raises(UnknownValueError, match=f"'fame' is not a known {what}") as caught:
        Choice.of(**{part: "fame"})
    vocabulary = {"function": Function, "role": ActRole, "person_role": PersonRole}[part]
    assert caught.value.known == tuple(vocabulary)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Jane Doe, Mayor", PersonRole.MAYOR),
        ("Jane Doe, Lord Mayor of Somewhere", PersonRole.MAYOR),
        ("Jane Doe, Oberbürgermeisterin", PersonRole.MAYOR),
        ("Mayor Jane Doe", PersonRole.MAYOR),
        ("Jane Doe, Deputy Mayor", PersonRole.ALDERMAN),
        ("Jane Doe, Échevine", PersonRole.ALDERMAN),
        ("Jane Doe, Adviser to the Mayor", PersonRole.ADVISER),
        ("Jane Doe, Chief of Staff to the Mayor", PersonRole.CIVIL_SERVANT),
        ("Jane Doe, City Councillor", PersonRole.COUNCILLOR),
        ("John Mayor", None),
        ("Jane Doe", None),
        ("Jane Doe, Governor", None),
        ("Jane Doe, of Majorca", None),
        ("Jane Doe, Grandmayor", None),
        ("", None),
    ],
)
def test_a_title_tells_a_role_or_none(text: str, role: PersonRole | None) -> None:
    assert person_role_of(text) == role


def test_every_person_role_has_titles_of_its_own() -> None:
    assert set(TITLES) == set(PersonRole)
    for role, words in TITLES.items():
        for word in words:
            assert person_role_of(f"Jane Doe, {word}") == role, word


def test_a_choice_tells_its_address() -> None:
    choice = Choice.of(function="agenda_setting", role="host")
    assert choice.query == "function=agenda_setting&role=host"
    assert choice.said == "the function agenda setting and the role of host"
    assert replace(choice, function=None, role=None) == EVERYTHING
