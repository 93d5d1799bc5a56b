"""``proxenia review``: the names that are open, one after another; each answer is a signed judgement."""

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Final

import typer

from proxenia.atlas.questions import NONE_OF_THESE, UNSURE, ReviewDecision, ReviewQuestion
from proxenia.cli.console import note, print_json
from proxenia.cli.gazetteer_facts import append_facts
from proxenia.cli.judging import SignedBy, signature
from proxenia.cli.opening import current_moment, opened_gazetteer, opened_ledger
from proxenia.cli.question_words import QuestionWords, question_json
from proxenia.cli.settings import Settings
from proxenia.errors import InputError, NotFoundError
from proxenia.ledger import Ledger
from proxenia.model.judgement import Judgement, Verdict
from proxenia.resolve.facts import gazetteer_facts
from proxenia.resolve.gazetteer import Gazetteer, Place
from proxenia.resolve.judge import named_regions
from proxenia.resolve.review import Question, decide, open_questions

__all__ = ["LedgerReviewer", "add_commands"]

_SHOWN_REFERENCES: Final = 2
_INTERRUPTED: Final = 130
_PLACE: Final = re.compile(r"(?:gn:)?([0-9]{1,10})", re.IGNORECASE)
_OTHER_PLACE: Final = re.compile(r"gn:[0-9]{1,10}|[0-9]{3,10}")
"""An id that was typed; a number of one or two digits without ``gn:`` is a slip."""
_HELP: Final = (
    "A number takes that place; gn:NUMBER another place of GeoNames; n none of these; u I cannot tell; s later; "
    "z take the last back; q stop"
)


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
    _taken: list[tuple[Question, list[Judgement], str]] = field(default_factory=list)
    _words: QuestionWords | None = None

    def open(self) -> list[Question]:
        """Return the open questions; they are looked for once."""
        if self._open is None:
            self._open = open_questions(self.ledger, self.gazetteer)
            self._words = QuestionWords(self.ledger, self.gazetteer, tuple(self._open))
        return self._open

    def questions(self) -> Sequence[ReviewQuestion]:
        """Return the open questions in words, those that most ties hang on first."""
        return _Shown(self)

    @property
    def words(self) -> QuestionWords:
        """The open questions' names and places in words."""
        self.open()
        assert self._words is not None  # noqa: S101  # made with the questions
        return self._words

    def decide(self, question: str, choice: str) -> None:
        """Write the answer to a question: a candidate's id, another GeoNames id, none of these, or unsure.

        Raises
        ------
        NotFoundError
            When no such question is open.
        InputError
            When the choice is no answer and no identifier of a place that the gazetteer knows.
        """
        asked = next((one for one in self.open() if one.id == question), None)
        if asked is None:
            raise NotFoundError("open question", question, next_step="Go on with the next one")
        known = {NONE_OF_THESE: Verdict.DIFFERENT, UNSURE: Verdict.UNSURE}
        verdict = known.get(choice, Verdict.SAME)
        place = self._known_place(choice) if verdict is Verdict.SAME else None
        candidate = place.id if place is not None else None
        with self.ledger.transaction():
            judgements = decide(asked, verdict, candidate, signed_by=self.signed_by, recorded_at=self.moment())
            self.ledger.judge(judgements)
            self._bring_facts([one.right for one in judgements if one.verdict is Verdict.SAME])
        said = {Verdict.DIFFERENT: "none of those shown", Verdict.UNSURE: "cannot tell"}.get(verdict, "")
        told = f"{asked.name} is {self.words.place(place)}" if place is not None else f"{asked.name}: {said}"
        self._taken.append((asked, judgements, told))
        self._open = [one for one in self.open() if one.id != asked.id]

    def _known_place(self, choice: str) -> Place:
        """Return the place of a GeoNames id; ``gn:`` may be left out."""
        match = _PLACE.fullmatch(choice.strip())
        number = int(match[1]) if match is not None else 0
        place = self.gazetteer.places([number]).get(number)
        if place is None:
            raise InputError(
                f"The gazetteer knows no place {choice.strip()[:60]!r}",
                expected="Expected the GeoNames id of a city of at least 500 people, such as gn:2747891",
                next_step="Look the place up at geonames.org; for ids of other registers use `proxenia judge`",
            )
        return place

    def _bring_facts(self, places: Sequence[str]) -> None:
        moment = self.moment()
        facts = gazetteer_facts(places, self.gazetteer, named=self._named_regions, retrieved_at=moment[:10])
        if facts:
            append_facts(facts, self.ledger, recorded_at=moment)

    @cached_property
    def _named_regions(self) -> set[str]:
        return named_regions(self.ledger)

    def decisions(self) -> Sequence[ReviewDecision]:
        """Return what was decided here, the latest first."""
        return [ReviewDecision(written[0].id, told) for _, written, told in reversed(self._taken)]

    def undo(self, decision: str) -> None:
        """Take a decision back; the question is open again.

        Raises
        ------
        NotFoundError
            When nothing of that id was decided here.
        """
        found = next((one for one in self._taken if one[1][0].id == decision), None)
        if found is None:
            raise NotFoundError("decision", decision, next_step="Use `proxenia undo` for decisions of another time")
        question, judgements, _ = found
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
        return self._reviewer.words.shown(self._reviewer.open()[at])


def _print_question(question: ReviewQuestion, left: int) -> None:
    note("")
    note(f"{question.name}{', ' + question.country if question.country else ''}  ({left:,} open)")
    ties = f"{question.ties:,} tie hangs" if question.ties == 1 else f"{question.ties:,} ties hang"
    note(f"  {ties} on it. Why it is open: {question.reason}")
    for line in (f"source: {question.source}", *question.evidence, *question.references[:_SHOWN_REFERENCES]):
        note(f"  {line}")
    for number, one in enumerate(question.candidates, start=1):
        people = f", {one.population:,} inhabitants" if one.population else ""
        region = f", {one.region}" if one.region else ""
        note(f"  {number}  {one.name}{region}, {one.country}{people}  {one.probability:.0%}")
        note(f"     {one.latitude:.2f}, {one.longitude:.2f}; {one.id}; {'; '.join(one.reasons)}")


def _walk(reviewer: LedgerReviewer) -> bool:
    """Ask question after question until there is none, or the person stops; tell whether it was by Ctrl-C."""
    try:
        _ask_all(reviewer)
    except KeyboardInterrupt:
        note("\nStopped; every answer given is kept")
        return True
    return False


def _ask_all(reviewer: LedgerReviewer) -> None:
    skipped: set[str] = set()
    while True:
        waiting = [one for one in reviewer.open() if one.id not in skipped]
        if not waiting and not reviewer.decisions():
            note("Nothing is open")
            return
        question = reviewer.words.shown(waiting[0]) if waiting else None
        if question is None:
            note("\nNothing more is open; z takes the last answer back, q stops")
        else:
            _print_question(question, len(waiting))
        answer = _asked(len(question.candidates) if question is not None else None)
        if answer == "q":
            return
        if answer == "z":
            _take_last_back(reviewer)
        elif question is not None:
            _answer(reviewer, question, answer, skipped)


def _answer(reviewer: LedgerReviewer, question: ReviewQuestion, answer: str, skipped: set[str]) -> None:
    if answer == "s":
        skipped.add(question.id)
        return
    choice = {"n": NONE_OF_THESE, "u": UNSURE}.get(answer, answer)
    if choice.isdecimal() and int(choice) <= len(question.candidates):
        choice = question.candidates[int(choice) - 1].id
    try:
        reviewer.decide(question.id, choice)
    except InputError as error:
        note(str(error))
        return
    note(reviewer.decisions()[0].text)


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
        if answer in allowed or (candidates is not None and _OTHER_PLACE.fullmatch(answer)):
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
            note("Looking for open names …")
            questions = reviewer.open()
            if as_json:
                print_json([question_json(one, reviewer.words) for one in questions])
                return
            note(_HELP)
            stopped = _walk(reviewer)
            note(f"{len(reviewer.decisions()):,} decided, {len(reviewer.open()):,} open")
        if stopped:
            raise typer.Exit(_INTERRUPTED)
