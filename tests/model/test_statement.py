"""Statements: what is sound, and which part of them is their identity."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxenia.errors import FaultsError
from proxenia.model.judgement import Judgement, Verdict
from proxenia.model.statement import (
    Reinstatement,
    Retraction,
    Statement,
    check_statements,
    content_id,
    is_reference,
    join_words,
    reference_parts,
    statement_faults,
)
from proxenia.model.tie import tie_id
from proxenia.model.vocabulary import TieKind

TWINNING = Statement(
    "gn:2747891",
    "twinning",
    "founding_register",
    "https://example.org/list",
    object="gn:1796236",
    period="1979-11-26/..",
    qualifiers=(("fields", "economy;intercity"), ("status", "active")),
)
MOMENT = "2026-11-22T02:33:10.123456Z"


def test_a_sound_statement_has_no_faults() -> None:
    assert statement_faults(TWINNING) == []
    check_statements([TWINNING, replace(TWINNING, period=None)])


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"subject": "Rotterdam"}, "subject 'Rotterdam' is not an identifier"),
        ({"object": "Shanghai"}, "object 'Shanghai' is not an identifier"),
        ({"object": None}, "twinning needs an object"),
        ({"object": "gn:2747891"}, "ties gn:2747891 to itself"),
        ({"predicate": "friendship"}, "predicate 'friendship' is unknown"),
        ({"period": "1990/1979"}, "period '1990/1979' is not a date or period"),
        ({"qualifiers": (("status", "asleep"),)}, "status 'asleep' is unknown"),
        ({"qualifiers": (("fields", "economy;sport"),)}, "fields 'sport' is unknown"),
        ({"qualifiers": (("mood", "good"),)}, "qualifier 'mood' is unknown"),
        ({"qualifiers": (("confidence", "certain"),)}, "confidence 'certain' is unknown"),
        ({"predicate": "region", "object": None, "value": "Catalonia"}, "region needs an object"),
        ({"qualifiers": (("status", ""),)}, "qualifier status is empty"),
        ({"qualifiers": (("status", "active"), ("fields", "peace"))}, "qualifiers must be sorted"),
        ({"qualifiers": (("status_since", "lately"),)}, "status_since 'lately' is not a date"),
        ({"source": ""}, "source is empty"),
        ({"reference": ""}, "reference '' is no address"),
        ({"reference": "somewhere"}, "reference 'somewhere' is no address"),
        ({"value": "a\x00b"}, "holds control characters"),
        ({"value": "x" * 20_001}, "value is longer than 20000 characters"),
    ],
)
def test_each_fault_is_told(change: dict[str, object], fault: str) -> None:
    faults = statement_faults(replace(TWINNING, **change))  # type: ignore[arg-type]
    assert len(faults) == 1, faults
    assert fault in faults[0]


def test_an_attribute_says_something() -> None:
    silent = Statement("gn:1", "name", "list", "row 2")
    assert "says nothing" in statement_faults(silent)[0]
    assert statement_faults(replace(silent, value="Rotterdam")) == []
    wrong = Statement("gn:1", "kind", "list", "row 2", value="town")
    assert "kind 'town' is unknown" in statement_faults(wrong)[0]
    somebody = Statement("gn:1", "head_of_government", "list", "row 2", object="wd:Q5")
    assert statement_faults(somebody) == []
    assert "says nothing" in statement_faults(replace(somebody, object=None))[0]


def test_a_batch_reports_all_its_faults_at_once() -> None:
    batch = [replace(TWINNING, subject="A"), TWINNING, replace(TWINNING, period="then", source="")]
    with pytest.raises(FaultsError) as caught:
        check_statements(batch)
    assert len(caught.value.faults) == 3
    assert "statement 1 (A twinning)" in str(caught.value)
    assert "statement 3" in str(caught.value)
    assert "nothing was written" in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "https://www.rotterdam.nl/x",
        "http://a.example/ü",
        "doi:10.1000/182",
        "row 17",
        "row 2 of Sheet 1",
        "https://a.example/x ; doi:10.1000/182",
        "Marchetti, City Diplomacy, 2021",
    ],
)
def test_references_that_lead_somewhere(text: str) -> None:
    assert is_reference(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "somewhere",
        "https://",
        "https://localhost",
        "https://a b.example",
        "ftp://a.example",
        "doi:182",
        "row 0",
        "row",
        "a book",
        "HTTPS://x",
        "https://a.example/x ; nowhere",
        "https://[",
        "x" * 5000,
    ],
)
def test_references_that_do_not(text: str) -> None:
    assert not is_reference(text)


def test_several_references() -> None:
    assert reference_parts("https://a.example/x ; row 3") == ["https://a.example/x", "row 3"]
    assert join_words([" peace", "economy", "peace", ""]) == "economy;peace"


def test_moments_are_no_part_of_a_statement() -> None:
    assert replace(TWINNING, recorded_at=MOMENT, retrieved_at="2026-11-22").id == TWINNING.id


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "gn:1"},
        {"predicate": "agreement"},
        {"object": "gn:1"},
        {"value": "x"},
        {"unit": "persons"},
        {"language": "nl"},
        {"period": "1979"},
        {"qualifiers": ()},
        {"source": "other"},
        {"reference": "row 1"},
    ],
)
def test_everything_else_is(change: dict[str, object]) -> None:
    assert replace(TWINNING, **change).id != TWINNING.id  # type: ignore[arg-type]


def test_composed_and_decomposed_letters_are_the_same_content() -> None:
    composed, decomposed = "Z\u00fcrich", "Zu\u0308rich"
    assert replace(TWINNING, value=composed).id == replace(TWINNING, value=decomposed).id


@given(st.lists(st.one_of(st.none(), st.text()), max_size=6))
def test_an_id_is_thirty_two_hexadecimal_digits(content: list[str | None]) -> None:
    found = content_id(*content)
    assert len(found) == 32
    assert set(found) <= set("0123456789abcdef")
    assert found == content_id(*content)


def test_the_parts_of_content_do_not_run_together() -> None:
    assert len({content_id("ab", "c"), content_id("a", "bc"), content_id("abc"), content_id("abc", None)}) == 4


def test_notes_on_a_statement_are_told_apart_by_their_moment() -> None:
    retraction = Retraction(TWINNING.id, "wrong city", "a person", MOMENT)
    later = replace(retraction, recorded_at="2026-11-23T00:00:00.000000Z")
    again = Reinstatement(TWINNING.id, "wrong city", "a person", MOMENT)
    judgement = Judgement("list:Rotterdam,NL", "gn:2747891", Verdict.SAME, "one name", "a person", MOMENT)
    undone = replace(judgement, undoes=judgement.id)
    assert len({retraction.id, later.id, again.id, judgement.id, undone.id}) == 5


def test_a_tie_has_one_id_whichever_side_speaks() -> None:
    assert tie_id(TieKind.TWINNING, "gn:1", "gn:2") == tie_id(TieKind.TWINNING, "gn:2", "gn:1")
    assert tie_id(TieKind.SANCTION, "iso:NL", "iso:BE") != tie_id(TieKind.SANCTION, "iso:BE", "iso:NL")
    assert tie_id(TieKind.TWINNING, "gn:1", "gn:2") != tie_id(TieKind.AGREEMENT, "gn:1", "gn:2")


def test_a_qualifier_can_be_asked_for() -> None:
    from proxenia.model.predicates import Qualifier

    assert TWINNING.qualifier(Qualifier.STATUS) == "active"
    assert TWINNING.qualifier(Qualifier.REASON) is None
