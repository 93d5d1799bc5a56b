"""The deadlines of an answer as a calendar file (iCalendar, RFC 5545)."""

from datetime import date, datetime
from hashlib import blake2b

from icalendar import Calendar, Event

from proxenia.law.answer import NO_ADVICE, Answer, DueStep

__all__ = ["calendar_bytes"]


def calendar_bytes(answer: Answer, *, made_at: datetime) -> bytes:
    """Return the deadlines of an answer as an iCalendar file: one day-long event a step that has a due day.

    Parameters
    ----------
    answer
        The answer; without a planned day of signing it has no due days, and the file is empty.
    made_at
        When the file is made (UTC), which calendars ask for.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Proxenia//law//EN")
    calendar.add("version", "2.0")
    for step in answer.steps:
        if step.due is not None:
            calendar.add_component(_event(answer, step, date.fromisoformat(step.due), made_at))
    if answer.question.signing is not None:
        calendar.add_component(_signing(answer, answer.question.signing, made_at))
    return bytes(calendar.to_ical())


def _event(answer: Answer, step: DueStep, day: date, made_at: datetime) -> Event:
    return _dated(
        step.what, f"{step.note}. {NO_ADVICE}", day, made_at, identity=f"{step.rule} {step.what} {_about(answer)}"
    )


def _signing(answer: Answer, day: date, made_at: datetime) -> Event:
    question = answer.question
    partner = question.partner or "a partner"
    what = f"Planned signing: {question.instrument.value} with {partner.removeprefix('iso:')}"
    return _dated(what, NO_ADVICE, day, made_at, identity=f"signing {_about(answer)}")


def _about(answer: Answer) -> str:
    question = answer.question
    return f"{question.place} {question.tier} {question.instrument} {question.partner} {question.signing}"


def _dated(what: str, why: str, day: date, made_at: datetime, *, identity: str) -> Event:
    event = Event()
    event.add("uid", f"{blake2b(identity.encode(), digest_size=12).hexdigest()}@proxenia")
    event.add("dtstamp", made_at)
    event.add("dtstart", day)
    event.add("summary", what)
    event.add("description", why)
    event.add("transp", "TRANSPARENT")
    return event
