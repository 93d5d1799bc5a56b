from pathlib import Path

import pytest

from proxenia.errors import IdentifierError, UnknownValueError
from proxenia.ledger import Ledger, open_ledger
from proxenia.model.judgement import Judgement, Verdict
from proxenia.model.statement import Statement
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.resolve.match import Outcome
from proxenia.resolve.review import Question, decide, open_questions, questions_of

NOW, LATER = "2026-11-22T02:33:10.123456Z", "2026-11-23T02:33:10.123456Z"
SPRINGFIELD = "gn:4250542"


def told(subject: str, name: str, country: str) -> list[Statement]:
    return [
        Statement(subject, "kind", "mine", "row 2", value="city"),
        Statement(subject, "name", "mine", "row 2", value=name),
        Statement(subject, "country", "mine", "row 2", object=f"iso:{country}"),
    ]


def twinned(one: str, other: str) -> Statement:
    return Statement(one, "twinning", "mine", "row 2", object=other)


def world() -> list[Statement]:
    names = {
        "mine:Springfield": ("Springfield", "US"),
        "mine:Kingston": ("Kingston", "US"),
        "mine:Rotterdam": ("Rotterdam", "NL"),
        "mine:Nowhereville": ("Nowhereville", "FR"),
    }
    statements = [one for subject, (name, country) in names.items() for one in told(subject, name, country)]
    return [
        *statements,
        twinned("mine:Springfield", "mine:Rotterdam"),
        twinned("mine:Kingston", "mine:Rotterdam"),
        twinned("mine:Kingston", "mine:Nowhereville"),
    ]


def filled(path: Path) -> Ledger:
    ledger = open_ledger(path / "ledger.sqlite")
    with ledger.transaction():
        ledger.append(world(), recorded_at=NOW)
    return ledger


def springfield(gazetteer: Gazetteer) -> Question:
    return next(one for one in questions_of(world(), gazetteer) if one.id == "mine:Springfield")


def test_what_is_open_is_asked_with_most_ties_first(gazetteer: Gazetteer, tmp_path: Path) -> None:
    with filled(tmp_path) as ledger:
        questions = open_questions(ledger, gazetteer)
        everything = open_questions(ledger, gazetteer, with_unknown=True)
    assert [one.id for one in questions] == ["mine:Kingston", "mine:Springfield"]
    assert [one.ties for one in questions] == [2, 1]
    asked = questions[1]
    assert (asked.name, asked.country, asked.outcome, asked.twins) == (
        "Springfield",
        "US",
        Outcome.AMBIGUOUS,
        ("mine:Rotterdam",),
    )
    assert len(asked.statements) == 4
    likely = [one.probability for one in asked.candidates]
    assert likely == sorted(likely, reverse=True)
    assert SPRINGFIELD in {one.id for one in asked.candidates}
    assert "mine:Nowhereville" in {one.id for one in everything} - {one.id for one in questions}


def test_a_decision_settles_a_question_and_undoing_it_opens_it_again(gazetteer: Gazetteer, tmp_path: Path) -> None:
    with filled(tmp_path) as ledger:
        question = open_questions(ledger, gazetteer)[1]
        decided = decide(question, Verdict.SAME, SPRINGFIELD, signed_by="person:Ada", recorded_at=LATER)
        assert [(one.left, one.right, one.verdict) for one in decided] == [
            ("mine:Springfield", SPRINGFIELD, Verdict.SAME)
        ]
        with ledger.transaction():
            ledger.judge(decided)
        assert [one.id for one in open_questions(ledger, gazetteer)] == ["mine:Kingston"]
        with ledger.transaction():
            ledger.undo(decided[0].id, reason="too quick", signed_by="person:Ada", recorded_at=LATER)
        assert [one.id for one in open_questions(ledger, gazetteer)] == ["mine:Kingston", "mine:Springfield"]


def test_none_of_them_takes_all_candidates_away(gazetteer: Gazetteer) -> None:
    question = springfield(gazetteer)
    decided = decide(question, Verdict.DIFFERENT, None, signed_by="person:Ada", recorded_at=LATER)
    assert {one.right for one in decided} == {one.id for one in question.candidates}
    again = questions_of(world(), gazetteer, judged=decided, with_unknown=True)
    left = next(one for one in again if one.id == "mine:Springfield")
    assert not {one.id for one in left.candidates} & {one.id for one in question.candidates}


def test_what_a_person_left_open_is_asked_only_on_request(gazetteer: Gazetteer) -> None:
    question = springfield(gazetteer)
    decided = decide(question, Verdict.UNSURE, None, signed_by="person:Ada", recorded_at=LATER)
    assert [one.right for one in decided] == [one.id for one in question.candidates]
    assert "mine:Springfield" not in {one.id for one in questions_of(world(), gazetteer, judged=decided)}
    asked = questions_of(world(), gazetteer, judged=decided, with_left_open=True)
    assert next(one for one in asked if one.id == "mine:Springfield").left_open


def test_any_identifier_a_person_knows_better_will_do(gazetteer: Gazetteer) -> None:
    (one,) = decide(springfield(gazetteer), Verdict.SAME, "wd:Q28515", signed_by="person:Ada", recorded_at=LATER)
    assert one.right == "wd:Q28515"
    with pytest.raises(IdentifierError):
        decide(springfield(gazetteer), Verdict.SAME, "the one in Illinois", signed_by="person:Ada", recorded_at=LATER)


@pytest.mark.parametrize(("candidate", "signed_by"), [(None, "person:Ada"), (SPRINGFIELD, "resolver:2")])
def test_a_decision_needs_a_candidate_and_a_person(gazetteer: Gazetteer, candidate: str | None, signed_by: str) -> None:
    with pytest.raises(UnknownValueError):
        decide(springfield(gazetteer), Verdict.SAME, candidate, signed_by=signed_by, recorded_at=LATER)


def test_a_judgement_of_a_person_outranks_the_program_s(gazetteer: Gazetteer) -> None:
    machine = Judgement("mine:Springfield", "gn:4409896", Verdict.SAME, "likeliest", "resolver:2", LATER)
    person = Judgement("mine:Springfield", SPRINGFIELD, Verdict.SAME, "seen", "person:Ada", NOW)
    open_ones = questions_of(world(), gazetteer, judged=[person, machine])
    assert "mine:Springfield" not in {one.id for one in open_ones}
