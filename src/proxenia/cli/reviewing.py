"""``proxenia review``: the names that are open, one after another; each answer is a signed judgement."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Final

import typer

from proxenia.atlas.questions import NONE_OF_THESE, UNSURE, ReviewCandidate, ReviewDecision, ReviewQuestion
from proxenia.cli.console import note, print_json
from proxenia.cli.judging import SignedBy, signature
from proxenia.cli.opening import current_moment, opened_gazetteer, opened_ledger
from proxenia.cli.settings import Settings
from proxenia.errors import NotFoundError, UnknownValueError
from proxenia.ledger import Ledger
from proxenia.model.identifiers import is_identifier, scheme_of
from proxenia.model.judgement import Judgement, Verdict
from proxenia.model.predicates import Attribute
from proxenia.resolve.facts import GEONAMES, place_facts
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.resolve.review import Candidate, Question, decide, open_questions
from proxenia.sources.catalogue import describe
from proxenia.sources.run import append_about

__all__ = ["LedgerReviewer", "add_commands"]

_SHOWN_TWINS: Final = 6
_SHOWN_CANDIDATES: Final = 9
_HELP: Final = "A number takes that place; n none of these; u I cannot tell; s later; z take the last back; q stop"


@dataclass
class LedgerReviewer:
    """Asks what is open in a ledger, and writes the answers.

    Attributes
    ----------
    moment
        Gives the moment of a decision.
    """

    ledger: Ledger
    gazetteer: Gazetteer
    signed_by: str
    moment: Callable[[], str] = current_moment
    _open: list[Question] | None = None
    _taken: list[tuple[Question, list[Judgement]]] = field(default_factory=list)
    _names: dict[str, str] = field(default_factory=dict)

    def open(self) -> list[Question]:
        """Return the open questions; they are looked for once."""
        if self._open is None:
            self._open = open_questions(self.ledger, self.gazetteer)
            self._names = _names_of(self.ledger)
        return self._open

    def questions(self) -> Sequence[ReviewQuestion]:
        """Return the open questions in words, those that most ties hang on first."""
        return _Shown(self)

    def shown(self, question: Question) -> ReviewQuestion:
        """Return a question in words."""
        return ReviewQuestion(
            id=question.id,
            name=question.name,
            country=self._country(question.country),
            source=scheme_of(question.id),
            reason=question.why,
            ties=question.ties,
            evidence=self._evidence(question),
            candidates=tuple(self._candidate(one) for one in question.candidates[:_SHOWN_CANDIDATES]),
        )

    def _country(self, code: str) -> str:
        state = self.gazetteer.states([code]).get(code) if code else None
        return state.name if state is not None else code

    def _candidate(self, one: Candidate) -> ReviewCandidate:
        return ReviewCandidate(
            id=one.id,
            name=one.name,
            region="" if one.division.isdecimal() else one.division,
            country=self._country(one.country),
            population=one.population or None,
            longitude=one.lon,
            latitude=one.lat,
            probability=one.probability,
        )

    def _evidence(self, question: Question) -> tuple[str, ...]:
        twins = [self._names.get(key, key.partition(":")[2]) for key in question.twins[:_SHOWN_TWINS]]
        more = f" and {len(question.twins) - _SHOWN_TWINS} more" if len(question.twins) > _SHOWN_TWINS else ""
        lines = [f"tied to {', '.join(twins)}{more}"] if twins else []
        if question.spot is not None:
            lines.append(f"coordinates {question.spot[1]:.3f}, {question.spot[0]:.3f}")
        return tuple(lines)

    def decide(self, question: str, choice: str) -> None:
        """Write the answer to a question: a candidate's id, none of these, or unsure.

        Raises
        ------
        NotFoundError
            When no such question is open.
        UnknownValueError
            When the choice is no identifier of a place.
        """
        asked = next((one for one in self.open() if one.id == question), None)
        if asked is None:
            raise NotFoundError("open question", question, next_step="Go on with the next one")
        known = {NONE_OF_THESE: Verdict.DIFFERENT, UNSURE: Verdict.UNSURE}
        verdict = known.get(choice, Verdict.SAME)
        if verdict is Verdict.SAME and not is_identifier(choice):
            raise UnknownValueError("answer", choice, [*(one.id for one in asked.candidates), *known])
        candidate = choice if verdict is Verdict.SAME else None
        with self.ledger.transaction():
            judgements = decide(asked, verdict, candidate, signed_by=self.signed_by, recorded_at=self.moment())
            self.ledger.judge(judgements)
            self._bring_facts([one.right for one in judgements if one.verdict is Verdict.SAME])
        self._taken.append((asked, judgements))
        self._open = [one for one in self.open() if one.id != asked.id]

    def _bring_facts(self, places: Sequence[str]) -> None:
        moment = self.moment()
        facts = place_facts(places, self.gazetteer, retrieved_at=moment[:10])
        if facts:
            append_about(facts, describe(GEONAMES), self.ledger, recorded_at=moment)

    def decisions(self) -> Sequence[ReviewDecision]:
        """Return what was decided here, the latest first."""
        return [ReviewDecision(told[0].id, _told(question, told)) for question, told in reversed(self._taken)]

    def undo(self, decision: str) -> None:
        """Take a decision back; the question is open again.

        Raises
        ------
        NotFoundError
            When nothing of that id was decided here.
        """
        found = next((pair for pair in self._taken if pair[1][0].id == decision), None)
        if found is None:
            raise NotFoundError("decision", decision, next_step="Use `proxenia undo` for decisions of another time")
        question, judgements = found
        why = "taken back while reviewing"
        with self.ledger.transaction():
            for one in judgements:
                self.ledger.undo(one.id, reason=why, signed_by=self.signed_by, recorded_at=self.moment())
        self._taken.remove(found)
        self._open = [question, *self.open()]


class _Shown(Sequence[ReviewQuestion]):
    """The open questions, put into words only when they are looked at."""

    def __init__(self, reviewer: LedgerReviewer) -> None:
        self._reviewer = reviewer

    def __len__(self) -> int:
        return len(self._reviewer.open())

    def __getitem__(self, at):  # type: ignore[no-untyped-def]
        return self._reviewer.shown(self._reviewer.open()[at])


def _names_of(ledger: Ledger) -> dict[str, str]:
    """Return the name that some source gives each identifier."""
    table = ledger.statements_table(columns=["subject", "predicate", "value"])
    chosen = zip(*(table[name].to_pylist() for name in ("subject", "predicate", "value")), strict=True)
    return {subject: value for subject, predicate, value in chosen if predicate == Attribute.NAME}


def _told(question: Question, judgements: Sequence[Judgement]) -> str:
    verdict = judgements[0].verdict
    if verdict is Verdict.SAME:
        return f"{question.name} is {judgements[0].right}"
    return f"{question.name}: {'none of those shown' if verdict is Verdict.DIFFERENT else 'cannot tell'}"


def _print_question(question: ReviewQuestion, left: int) -> None:
    note("")
    note(
        f"{question.name}{', ' + question.country if question.country else ''}  ({left} open; source {question.source})"
    )
    note(f"  {question.ties} ties hang on it. {question.reason}")
    for line in question.evidence:
        note(f"  {line}")
    for number, one in enumerate(question.candidates, start=1):
        people = f", {one.population:,} inhabitants" if one.population else ""
        region = f", {one.region}" if one.region else ""
        where = f"{one.latitude:.2f}, {one.longitude:.2f}"
        note(f"  {number}  {one.name}{region}, {one.country}{people} ({where}; {one.id})  {one.probability:.0%}")


def _walk(reviewer: LedgerReviewer) -> dict[str, int]:
    """Ask question after question until there is none, or the person stops; return what was done."""
    skipped: set[str] = set()
    while True:
        waiting = [one for one in reviewer.open() if one.id not in skipped]
        if not waiting and not reviewer.decisions():
            note("Nothing is open")
            break
        question = reviewer.shown(waiting[0]) if waiting else None
        if question is None:
            note("\nNothing more is open; z takes the last answer back, q stops")
        else:
            _print_question(question, len(waiting))
        answer = _asked(len(question.candidates) if question is not None else None)
        if answer == "q":
            break
        if answer == "z":
            _take_last_back(reviewer)
        elif question is not None:
            _answer(reviewer, question, answer, skipped)
    return {"decided": len(reviewer.decisions()), "open": len(reviewer.open())}


def _answer(reviewer: LedgerReviewer, question: ReviewQuestion, answer: str, skipped: set[str]) -> None:
    if answer == "s":
        skipped.add(question.id)
        return
    plain = {"n": NONE_OF_THESE, "u": UNSURE}
    reviewer.decide(question.id, plain.get(answer) or question.candidates[int(answer) - 1].id)


def _asked(candidates: int | None) -> str:
    """Return an answer that is one; the end of the input is the wish to stop.

    Parameters
    ----------
    candidates
        How many places can be taken; none when nothing is asked any more.
    """
    allowed = {"z", "q"}
    if candidates is not None:
        allowed |= {"n", "u", "s", *(str(number) for number in range(1, candidates + 1))}
    while True:
        sys.stderr.write("> ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            note("")
            return "q"
        answer = line.strip().lower()
        if answer in allowed:
            return answer
        note(_HELP)


def _take_last_back(reviewer: LedgerReviewer) -> None:
    last = next(iter(reviewer.decisions()), None)
    if last is None:
        note("Nothing was decided yet")
        return
    reviewer.undo(last.id)
    note(f"Taken back: {last.text}")


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""

    @app.command()
    def review(
        context: typer.Context,
        sign: SignedBy = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print the open names as JSON, ask nothing.")] = False,
    ) -> None:
        """Decide the names that are open, one after another, those that most ties hang on first."""
        settings: Settings = context.obj
        gazetteer = opened_gazetteer(settings)
        with opened_ledger(settings) as ledger:
            reviewer = LedgerReviewer(ledger, gazetteer, signature(sign))
            if as_json:
                print_json(list(reviewer.questions()))
                return
            note(_HELP)
            done = _walk(reviewer)
        note(f"{done['decided']} decided, {done['open']} open")
