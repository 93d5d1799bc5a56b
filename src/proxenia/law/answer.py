"""Answers a question from the rules whose scope covers it, and from nothing else.

A rule that forbids outranks one that allows; what every rule in force asks adds up. Where no rule
speaks, or a limit rests on something nobody knows, the answer is *not known*, with what is missing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Final

from proxenia.law.deadlines import count_days
from proxenia.law.partner import Fit, Partner
from proxenia.law.question import Question
from proxenia.law.records import Basis, Rule, RuleBook, Step
from proxenia.model.legal import DayKind, LegalAnswer, LimitEffect, Moment, PartnerLimit, Run
from proxenia.model.vocabulary import LegalPower, Tier

__all__ = ["NO_ADVICE", "Answer", "Considered", "DueStep", "answer"]

NO_ADVICE: Final = "This is not legal advice: it tells what the cited texts say, as far as they were read."
_GRANTS: Final = frozenset(
    {LegalPower.TREATY.value, LegalPower.INTERINSTITUTIONAL.value, LegalPower.WITHIN_COMPETENCE.value}
)
_CONFIDENCE: Final = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class DueStep:
    """A step with its deadline.

    Attributes
    ----------
    rule
        The rule that asks it.
    who, what, authority
        Who must do it, what, and towards whom.
    condition, moment, runs, days_of, silence
        The words of the rule.
    before_days, after_days
        Days before or after the moment, as far as the law names them; of a time an authority has, the days it has.
    due
        The day by which it must be done, for a planned day of signing; none where the law names no days or no day is
        planned.
    note
        How it was counted, and what to mind.
    """

    rule: str
    condition: str
    who: str | None
    what: str
    authority: str | None
    moment: str | None
    runs: str | None
    days_of: str | None
    silence: str | None
    before_days: int | None
    after_days: int | None
    due: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Considered:
    """A rule that speaks of the question, and whether it reaches the partner."""

    rule: Rule
    fit: Fit


@dataclass(frozen=True, slots=True)
class Answer:
    """What the rules answer.

    Attributes
    ----------
    question
        The question.
    answer
        One of :class:`proxenia.model.legal.LegalAnswer`.
    why
        The answer in a sentence.
    steps
        What must be done, the earliest first.
    basis
        Where the rules stand.
    limits
        What limits the partner, and what the state may still do.
    unknown
        What the rules known here do not say.
    conflicts
        Rules that contradict each other, by id; the stricter one was followed.
    confidence
        The lowest confidence of the rules it rests on; ``low`` where there are none.
    considered
        All rules that speak of the question.
    """

    question: Question
    answer: LegalAnswer
    why: str
    steps: Sequence[DueStep]
    basis: Sequence[Basis]
    limits: Sequence[str]
    unknown: Sequence[str]
    conflicts: Sequence[str]
    confidence: str
    considered: Sequence[Considered]

    def as_json(self) -> dict[str, Any]:
        """Return the answer in the shape of ``law … --json``, without the other side."""
        asked = asdict(self.question)
        asked |= {"on": self.question.on.isoformat(), "signing": _iso(self.question.signing)}
        return {
            "question": asked,
            "answer": self.answer.value,
            "why": self.why,
            "steps": [asdict(step) for step in self.steps],
            "basis": [asdict(one) for one in self.basis],
            "limits": list(self.limits),
            "unknown": list(self.unknown),
            "conflicts": list(self.conflicts),
            "confidence": self.confidence,
            "rules": [one.rule.id for one in self.considered],
            "advice": NO_ADVICE,
        }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def answer(question: Question, book: RuleBook) -> Answer:
    """Return what the rules answer to a question.

    Parameters
    ----------
    question
        The question.
    book
        The rules of a snapshot.
    """
    spoken = [rule for rule in book.binding(question.place, question.day) if _speaks(rule, question)]
    partner = Partner(question, book)
    considered = [Considered(rule, partner.fit(rule)) for rule in spoken]
    told, why, resting = _decided(considered)
    missing = list(_missing(question, book, considered, told))
    return Answer(
        question=question,
        answer=told,
        why=why,
        steps=_steps(question, resting) if told is LegalAnswer.MAY_WITH_STEPS else (),
        basis=tuple(dict.fromkeys(basis for one in (resting or considered) for basis in one.rule.basis)),
        limits=tuple(dict.fromkeys(_limits(considered))),
        unknown=tuple(dict.fromkeys(missing)),
        conflicts=_conflicts(considered),
        confidence=_confidence(resting or considered),
        considered=tuple(considered),
    )


def _speaks(rule: Rule, question: Question) -> bool:
    return question.tier.value in rule.tiers and question.instrument.value in rule.instruments


def _forbids(one: Considered) -> bool:
    return one.rule.power == LegalPower.PROHIBITED.value


def _grants(one: Considered) -> bool:
    return one.rule.power in _GRANTS


def _is_out(one: Considered) -> bool:
    return one.fit.within is False and one.rule.effect == LimitEffect.EXCLUDED.value


def _is_open(one: Considered) -> bool:
    return one.fit.within is None and one.rule.effect == LimitEffect.EXCLUDED.value


def _is_own(one: Considered) -> bool:
    """Tell whether it is a rule of the state: what a body opens to some partners, it does not close to the others."""
    return one.rule.place.startswith("iso:")


def _decided(considered: Sequence[Considered]) -> tuple[LegalAnswer, str, list[Considered]]:
    """Return the answer, the answer in words, and the rules it rests on."""
    bans = [one for one in considered if _forbids(one) and one.fit.within]
    if bans:
        return LegalAnswer.MAY_NOT, bans[0].rule.summary, bans
    grants = [one for one in considered if _grants(one)]
    fitting = [one for one in grants if not _is_out(one) and not _is_open(one)]
    if fitting:
        return _allowed(fitting)
    still_open = [one for one in grants if _is_open(one)]
    if still_open:
        return LegalAnswer.NOT_KNOWN, f"It depends on the partner, and {still_open[0].fit.reason}", still_open
    closed = [one for one in grants if _is_own(one)]
    silent = [one for one in considered if not _forbids(one) and one.fit.within is not False]
    if closed and not any(_is_own(one) for one in silent):
        return LegalAnswer.MAY_NOT, f"The rule does not reach this partner: {closed[0].fit.reason}", closed
    why = silent[0].rule.summary if silent else "No rule known here speaks of this"
    return LegalAnswer.NOT_KNOWN, why, silent


def _allowed(fitting: list[Considered]) -> tuple[LegalAnswer, str, list[Considered]]:
    steps = [step for one in fitting for step in one.rule.steps if step.condition != "none"]
    told = LegalAnswer.MAY_WITH_STEPS if steps else LegalAnswer.MAY
    return told, fitting[0].rule.summary, fitting


def _limits(considered: Iterable[Considered]) -> Iterable[str]:
    for one in considered:
        rule, fit = one.rule, one.fit
        if rule.limit == PartnerLimit.ANY.value and fit.within:
            continue
        if _forbids(one):
            yield f"{rule.id}: a prohibition, {fit.reason}"
        elif fit.within is False and rule.effect == LimitEffect.MAY_BE_BLOCKED.value:
            yield f"{rule.limit}: {fit.reason}, so the state may block it"
        elif rule.limit == PartnerLimit.ANY.value:
            yield fit.reason
        else:
            yield f"{rule.limit}: {PartnerLimit(rule.limit).meaning}; {fit.reason}"
    yield from (f"without it: {one.rule.without}" for one in considered if one.rule.without)


def _missing(question: Question, book: RuleBook, considered: Sequence[Considered], told: LegalAnswer) -> Iterable[str]:
    if question.signing is not None and question.signing < question.on:
        yield f"The planned signing on {question.signing} lies before the day whose law was asked for, {question.on}"
    begins = book.begins(question.state)
    name = book.names.get(question.state, question.state[4:])
    if begins is None:
        yield f"There is no pack of rules for {name}"
    elif question.on.year < begins:
        yield f"The rules known here for {name} begin in {begins}"
    elif not considered:
        tiers = sorted({tier for rule in book.of_place(question.state) for tier in rule.tiers})
        yield (
            f"No rule for {name} speaks of a {question.instrument.value} by a {question.tier.value} on "
            f"{question.on}; the pack speaks of: {', '.join(tiers)}"
        )
    yield from (f"{one.rule.id}: {one.fit.reason}" for one in considered if one.fit.within is None)
    yield from (
        f"{one.rule.id}: nobody has read the text of the rule yet" for one in considered if not one.rule.verified
    )
    if told is LegalAnswer.NOT_KNOWN or question.tier is Tier.OTHER_LOCAL:
        yield from book.open_questions(question.state)


def _conflicts(considered: Sequence[Considered]) -> tuple[str, ...]:
    """Return the rules of one place that say opposite things of the partner."""
    bans = [one for one in considered if _forbids(one) and one.fit.within]
    grants = [one for one in considered if _grants(one) and one.fit.within]
    return tuple(one.rule.id for one in (*bans, *grants)) if bans and grants else ()


def _confidence(considered: Sequence[Considered]) -> str:
    return min((one.rule.confidence for one in considered), key=_CONFIDENCE.index, default="low")


def _steps(question: Question, resting: Sequence[Considered]) -> tuple[DueStep, ...]:
    steps = [_due(question, one.rule, step) for one in resting for step in one.rule.steps if step.condition != "none"]
    in_order = list(Moment)
    return tuple(
        sorted(
            dict.fromkeys(steps),
            key=lambda step: (in_order.index(Moment(step.moment)) if step.moment else len(in_order), step.due or ""),
        )
    )


def _due(question: Question, rule: Rule, step: Step) -> DueStep:
    after = step.runs == Run.AFTER.value
    told = DueStep(
        rule=rule.id,
        condition=step.condition,
        who=step.who,
        what=step.what,
        authority=step.authority,
        moment=step.moment,
        runs=step.runs,
        days_of=step.days_of,
        silence=step.silence,
        before_days=None if after else step.days,
        after_days=step.days if after else None,
        due=None,
        note="",
    )
    if step.days is None or question.signing is None or step.days_of is None:
        return told
    part = rule.place[7:] or None
    days = step.days if after else -step.days
    counted = count_days(question.signing, days, kind=DayKind(step.days_of), country=rule.place[4:6], subdivision=part)
    return replace(told, due=_iso(counted.day), note=_note(question, step, counted.day, counted.note))


def _note(question: Question, step: Step, due: date | None, counted: str) -> str:
    """Return how a day was counted, and whether it has passed."""
    words = [f"counted from the planned signing on {question.signing}, {counted}"]
    if step.runs == Run.WAIT.value:
        words.append("the authority must have been told by then")
    if step.moment in (Moment.BEFORE_NEGOTIATION.value, Moment.BEFORE_ENTRY_INTO_FORCE.value):
        words.append(
            "the law counts from another moment than the signing: the day is the latest at which it still fits"
        )
    if due is not None and due < question.on:
        words.append(f"this day has passed on {question.on}")
    return "; ".join(words)
