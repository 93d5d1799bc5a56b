"""Answers rest on the rules whose scope covers the question; these rules are made up."""

from dataclasses import replace
from datetime import UTC, date, datetime

import polars as pl
import pytest
from icalendar import Calendar

from proxenia.errors import InputError, NotFoundError, UnknownValueError
from proxenia.law.answer import Answer, answer
from proxenia.law.calendar import calendar_bytes
from proxenia.law.powers import powers_in
from proxenia.law.question import ask
from proxenia.law.records import RuleBook
from proxenia.law.sides import answer_both_sides
from proxenia.model.legal import LegalAnswer
from proxenia.model.vocabulary import TieKind, Tier
from proxenia.snapshot.snapshot import Snapshot

TODAY = date(2026, 3, 1)
SIGNING = date(2026, 5, 1)


def told(book: RuleBook, place: str = "NL", **asked: object) -> Answer:
    words = {"tier": "city", "instrument": "twinning", "partner": "CN", "on": TODAY} | asked
    return answer(ask(place, **words), book)  # type: ignore[arg-type]


def test_steps_add_up_and_are_dated(book: RuleBook) -> None:
    found = told(book, partner_kind="city", signing=SIGNING)
    assert found.answer is LegalAnswer.MAY_WITH_STEPS
    assert [(step.condition, step.before_days, step.after_days, step.due) for step in found.steps] == [
        ("notification", 30, None, "2026-04-01"),
        # Ten working days after Friday, 1 May 2026, without Ascension Day on the 14th.
        ("registration", None, 10, "2026-05-18"),
    ]
    assert {basis.article for basis in found.basis} == {"art. 7", "art. 2"}
    assert found.basis[0].verified == "2026-11-20"
    assert found.limits == (
        "local_authorities: with local governments only, not with states or their bodies; the partner is a city",
        "without it: The agreement has no force.",
    )
    assert found.confidence == "high"


def test_without_a_planned_signing_no_day_is_told(book: RuleBook) -> None:
    assert [step.due for step in told(book).steps] == [None, None]


def test_a_day_that_has_passed_is_told(book: RuleBook) -> None:
    found = told(book, signing=date(2026, 3, 10))
    assert found.steps[0].due == "2026-02-08"
    assert "this day has passed" in found.steps[0].note


def test_a_signing_before_the_day_of_the_law_is_told(book: RuleBook) -> None:
    found = told(book, signing=date(2020, 1, 1))
    assert "lies before the day whose law was asked for" in found.unknown[0]


def test_the_law_of_another_day_differs(book: RuleBook) -> None:
    """Cities could not sign with China until 1990."""
    found = told(book, on=date(1985, 3, 1))
    assert found.answer is LegalAnswer.MAY_NOT
    assert [one.rule.id for one in found.considered] == ["nl-city-twinning-old"]
    assert "nobody has read the text" in " ".join(found.unknown)
    assert told(book, on=date(1985, 3, 1), partner="DE").answer is LegalAnswer.NOT_KNOWN
    assert told(book, on=date(1989, 12, 31)).answer is LegalAnswer.MAY_NOT
    assert told(book, on=date(1990, 1, 1)).answer is LegalAnswer.MAY_WITH_STEPS


def test_a_partner_outside_the_limit_is_refused(book: RuleBook) -> None:
    found = told(book, partner_kind="state")
    assert found.answer is LegalAnswer.MAY_NOT
    assert "not of a state" in found.why


def test_a_narrower_place_adds_its_rules(book: RuleBook) -> None:
    assert len(told(book, "NL-ZH").considered) == 2
    assert len(told(book, "NL").considered) == 1


def test_rules_of_a_body_bind_its_parties_while_they_are_bound(book: RuleBook) -> None:
    assert told(book, instrument="membership", partner=None).answer is LegalAnswer.MAY_WITH_STEPS
    assert told(book, "GB", instrument="membership", on=date(2019, 1, 1)).answer is LegalAnswer.MAY_WITH_STEPS
    assert told(book, "GB", instrument="membership").answer is LegalAnswer.NOT_KNOWN
    blocked = told(book, "GB", instrument="membership", on=date(2019, 1, 1))
    assert any("not known whether the two states share a border" in line for line in blocked.limits)


def test_what_is_not_known_is_told(book: RuleBook) -> None:
    found = told(book, "DE")
    assert found.answer is LegalAnswer.NOT_KNOWN
    assert found.unknown == ("There is no pack of rules for Germany",)
    assert told(book, on=date(1970, 1, 1)).unknown[0] == "The rules known here for Netherlands begin in 1980"
    tier = told(book, tier="region")
    assert "the pack speaks of: city, other_local" in tier.unknown[0]
    assert told(book, tier="other_local").unknown == ("What other local bodies may do is not told.",)


def test_rules_that_contradict_each_other_are_both_shown(book: RuleBook) -> None:
    """The old prohibition is let stand beside the permission of 1990."""
    rules = book.snapshot.rules.with_columns(period=pl.lit("../.."))
    both = RuleBook(replace(book.snapshot, tables={**book.snapshot.tables, "rules": rules}))
    found = told(both)
    assert found.answer is LegalAnswer.MAY_NOT, "the stricter is followed"
    assert found.conflicts == ("nl-city-twinning-old", "nl-city-twinning")
    assert not told(book).conflicts


def test_no_rules_at_all_answer_nothing() -> None:
    found = told(RuleBook(Snapshot.empty()))
    assert found.answer is LegalAnswer.NOT_KNOWN
    assert not found.basis


def test_both_sides_are_answered(book: RuleBook) -> None:
    sides = answer_both_sides(ask("DE", tier="city", instrument="twinning", partner="NL", on=TODAY), book)
    assert sides.own.answer is LegalAnswer.NOT_KNOWN
    assert sides.other is not None
    assert sides.other.answer is LegalAnswer.MAY_WITH_STEPS
    assert sides.other.question.place == "iso:NL"
    assert sides.as_json()["other_side"]["answer"] == "may_with_steps"


def test_the_shape_others_rely_on(book: RuleBook) -> None:
    found = told(book, signing=SIGNING).as_json()
    assert {"answer", "steps", "basis", "limits", "unknown", "confidence"} <= found.keys()
    assert {"who", "what", "before_days", "after_days", "due"} <= found["steps"][0].keys()
    assert {"title", "article", "address", "verified"} <= found["basis"][0].keys()


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"place": "N"}, InputError),
        ({"place": "'; DROP TABLE"}, InputError),
        ({"tier": "kingdom"}, UnknownValueError),
        ({"instrument": "recognition"}, InputError),
        ({"instrument": "war"}, UnknownValueError),
        ({"partner": "NL"}, NotFoundError),
        ({"partner_kind": "planet"}, UnknownValueError),
    ],
)
def test_bad_questions(asked: dict[str, object], error: type[Exception]) -> None:
    words = {"place": "NL", "tier": "city", "instrument": "twinning", "partner": "CN", "on": TODAY} | asked
    with pytest.raises(error):
        ask(words.pop("place"), **words)  # type: ignore[arg-type]


def test_an_unknown_country_is_refused(book: RuleBook) -> None:
    with pytest.raises(NotFoundError, match="'QQ'"):
        answer_both_sides(ask("QQ", tier="city", instrument="twinning", on=TODAY), book)


def test_the_calendar_holds_every_deadline(book: RuleBook) -> None:
    made_at = datetime(2026, 3, 1, tzinfo=UTC)
    found = told(book, signing=SIGNING)
    content = calendar_bytes(found, made_at=made_at)
    assert content == calendar_bytes(found, made_at=made_at)
    events = Calendar.from_ical(content).walk("VEVENT")
    assert [event["dtstart"].dt for event in events] == [date(2026, 4, 1), date(2026, 5, 18), SIGNING]
    assert events[0]["summary"] == "Send the draft to the ministry."
    assert len({event["uid"] for event in events}) == 3
    assert not Calendar.from_ical(calendar_bytes(told(book), made_at=made_at)).walk("VEVENT")


def test_the_map_of_powers(book: RuleBook) -> None:
    def power(year: int, tier: Tier = Tier.CITY) -> dict[str, str | None]:
        found = powers_in(book, year, tier=tier, instrument=TieKind.TWINNING)
        return {one.place: one.power for one in found}

    assert power(1985) == {"iso:NL": "prohibited", "iso:NL-ZH": None}
    assert power(2026) == {"iso:NL": "interinstitutional", "iso:NL-ZH": "within_competence"}
    assert power(2026, Tier.REGION) == {"iso:NL": None, "iso:NL-ZH": None}
