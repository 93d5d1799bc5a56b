"""The closed vocabulary: words that are their own identifiers, each with a meaning."""

import pytest

from proxenia.errors import UnknownValueError
from proxenia.model.predicates import KNOWN_PREDICATES, MULTIPLE, Attribute, Qualifier
from proxenia.model.vocabulary import VOCABULARIES, ActorKind, Field, Level, Status, TieKind, parse_term

EVERY_TERM = [
    (name, term)
    for name, terms in {**VOCABULARIES, "attribute": Attribute, "qualifier": Qualifier}.items()
    for term in terms
]


@pytest.mark.parametrize(("name", "term"), EVERY_TERM, ids=str)
def test_a_word_is_its_identifier_and_has_a_meaning_of_one_line(name: str, term: Field) -> None:
    assert name
    assert term == term.value == str(term)
    assert term.value == term.value.lower()
    assert term.meaning.strip()
    assert "\n" not in term.meaning
    assert not term.meaning.endswith(".")


def test_the_words_the_register_speaks_of() -> None:
    assert [field.value for field in Field] == [
        "intercity",
        "global_governance",
        "peace",
        "development",
        "human_rights",
        "economy",
        "national_relations",
    ]
    assert [status.value for status in Status] == [
        "proposed",
        "negotiated",
        "signed",
        "active",
        "dormant",
        "suspended",
        "ended",
    ]
    assert len(VOCABULARIES["function"]) == 10
    assert len(VOCABULARIES["driver"]) == 9
    assert len(VOCABULARIES["overlay class"]) == 6


def test_kinds_know_their_level() -> None:
    assert ActorKind.CITY.level is Level.URBAN
    assert ActorKind.IGO.level is Level.STATE
    assert ActorKind.ENTERPRISE.level is None


def test_directed_ties_run_from_the_first_to_the_second() -> None:
    assert {kind.value for kind in TieKind if kind.is_directed} == {
        "membership",
        "representation",
        "recognition",
        "sanction",
    }


def test_an_unknown_word_is_told_with_the_known_ones_and_the_nearest() -> None:
    with pytest.raises(UnknownValueError) as caught:
        parse_term(TieKind, "twining", what="tie kind")
    message = str(caught.value)
    assert "'twining' is not a known tie kind" in message
    assert "twinning, agreement, treaty" in message
    assert "Did you mean 'twinning'?" in message
    assert caught.value.known == tuple(kind.value for kind in TieKind)


def test_predicates_are_ties_and_attributes() -> None:
    assert {"twinning", "name", "participation"} <= KNOWN_PREDICATES
    assert not KNOWN_PREDICATES & {"status", "summary"}
    assert Qualifier.FIELDS in MULTIPLE
    assert not {kind.value for kind in TieKind} & {name.value for name in Attribute}
