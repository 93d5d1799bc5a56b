"""The review queue: what a person may decide, and what becomes of the decision.

::

    questions = open_questions(ledger, gazetteer)
    question = questions[0]
    judgements = decide(question, Verdict.SAME, question.candidates[0].id, signed_by="person:Ada", recorded_at=moment)
    with ledger.transaction():
        ledger.judge(judgements)

The queue is computed from what stands in the ledger; nothing of it is stored. A decision is an ordinary judgement, and
undone like one (``Ledger.undo``, ``proxenia undo``).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from proxenia.errors import UnknownValueError
from proxenia.ledger import Ledger
from proxenia.model.identifiers import check_identifier
from proxenia.model.judgement import Judgement, Verdict
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import TieKind
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.resolve.judge import resolve_places
from proxenia.resolve.links import is_person
from proxenia.resolve.local import local_places
from proxenia.resolve.match import Match, Outcome
from proxenia.resolve.surroundings import known_ties

__all__ = ["Candidate", "Question", "decide", "open_questions", "questions_of"]

_TIES = frozenset(kind.value for kind in TieKind)
_BEFORE_ALL = "0001-01-01T00:00:00.000000Z"
"""The moment of judgements that are looked at and not written."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean; `probability` is between 0 and 1, `population` 0 where unknown."""

    id: str
    name: str
    country: str
    division: str
    population: int
    lon: float
    lat: float
    probability: float


@dataclass(frozen=True, slots=True)
class Question:
    """A place whose identity is open.

    Attributes
    ----------
    id
        The source's own identifier; stable, and the key of the question.
    name, country
        As the source has them; the country is a code, or empty.
    spot
        (lon, lat) where the source gives coordinates.
    why
        Why it was not decided by the program.
    outcome
        ``ambiguous`` (with candidates) or ``unknown``.
    ties
        How many statements of ties hang on it.
    twins
        Identifiers of its twins: evidence a person can use.
    statements
        The ids of the statements that name it.
    candidates
        The likeliest first.
    left_open
        A person looked at it before and did not decide.
    """

    id: str
    name: str
    country: str
    spot: tuple[float, float] | None
    why: str
    outcome: Outcome
    ties: int
    twins: tuple[str, ...]
    statements: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    left_open: bool = False


def open_questions(
    ledger: Ledger, gazetteer: Gazetteer, *, with_unknown: bool = False, with_left_open: bool = False
) -> list[Question]:
    """Return what is open in a ledger, the questions that most ties hang on first.

    Parameters
    ----------
    with_unknown
        Whether places without any candidate are asked for too.
    with_left_open
        Whether places that a person looked at without deciding are asked for again.
    """
    statements = list(ledger.statements())
    return questions_of(
        statements,
        gazetteer,
        judged=ledger.judgements(),
        taken_back=ledger.taken_back(),
        with_unknown=with_unknown,
        with_left_open=with_left_open,
    )


def questions_of(
    statements: Iterable[Statement],
    gazetteer: Gazetteer,
    *,
    judged: Iterable[Judgement] = (),
    taken_back: Iterable[Judgement] = (),
    with_unknown: bool = False,
    with_left_open: bool = False,
) -> list[Question]:
    """Return what is open in statements that stand, as :func:`open_questions` does for a ledger."""
    standing, in_force = list(statements), list(judged)
    places = local_places(standing, gazetteer)
    # A list that names a place is no witness for it, but any other is; here the ledger speaks as a whole.
    ties = known_ties(standing, in_force)
    resolution = resolve_places(
        places, gazetteer, judged=in_force, taken_back=taken_back, ties=ties, recorded_at=_BEFORE_ALL
    )
    left_open = {one.left for one in in_force if one.verdict is Verdict.UNSURE and is_person(one)}
    asked = {match.local.id for match in resolution.open}
    hanging, told = _hanging(standing, asked)
    questions = [
        _question(match, hanging[match.local.id], told.get(match.local.id, ()), match.local.id in left_open)
        for match in resolution.open
        if (with_unknown or match.candidates) and (with_left_open or match.local.id not in left_open)
    ]
    return sorted(questions, key=lambda one: (-one.ties, one.id))


def _hanging(statements: Iterable[Statement], asked: set[str]) -> tuple[Counter[str], dict[str, tuple[str, ...]]]:
    """Return how many ties hang on each place, and the statements that name it."""
    hanging: Counter[str] = Counter()
    told: dict[str, list[str]] = {}
    for statement in statements:
        is_tie = statement.predicate in _TIES
        if statement.subject in asked:
            hanging[statement.subject] += is_tie
            told.setdefault(statement.subject, []).append(statement.id)
        if is_tie and statement.object is not None and statement.object in asked:
            hanging[statement.object] += 1
            told.setdefault(statement.object, []).append(statement.id)
    return hanging, {key: tuple(sorted(ids)) for key, ids in told.items()}


def _question(match: Match, ties: int, statements: tuple[str, ...], left_open: bool) -> Question:
    local = match.local
    candidates = tuple(
        Candidate(
            place.id, place.name, place.country, place.admin1, place.population, place.lon, place.lat, round(likely, 4)
        )
        for place, likely in zip(match.candidates, match.probabilities, strict=True)
    )
    return Question(
        local.id,
        local.name,
        local.country,
        local.spot,
        match.rule,
        match.outcome,
        ties,
        tuple(sorted(local.twins)),
        statements,
        candidates,
        left_open,
    )


def decide(
    question: Question,
    verdict: Verdict,
    candidate: str | None,
    *,
    signed_by: str,
    recorded_at: str,
    reason: str = "",
) -> list[Judgement]:
    """Return the judgements of a person's decision; the caller writes them with ``ledger.judge`` in a transaction.

    Parameters
    ----------
    verdict
        ``same``: the place is the candidate. ``different``: it is not; without a candidate, it is none of those shown.
        ``unsure``: looked at, not decided; the question is not asked again by itself.
    candidate
        The identifier of one of the candidates, or any other identifier a person knows better.
    signed_by
        Who decides (``person:NAME``).

    Raises
    ------
    UnknownValueError
        ``same`` without a candidate, or a signature that begins like a program's.
    IdentifierError
        A candidate that is no identifier.
    """
    if candidate is None and (verdict is Verdict.SAME or not question.candidates):
        shown = [one.id for one in question.candidates] or ["an identifier such as gn:2747891"]
        raise UnknownValueError("candidate", candidate, shown, next_step="Give the identifier that is meant")
    if not is_person(Judgement("", "", verdict, "", signed_by, recorded_at)):
        raise UnknownValueError("signature of a person", signed_by, ["person:NAME"], next_step="Sign as person:NAME")
    # Without a candidate each of those shown: what a person could not tell, no later import decides by itself.
    shown_ids = [one.id for one in question.candidates]
    chosen = shown_ids if candidate is None else [check_identifier(candidate)]
    why = reason or _reason(question, verdict)
    return [Judgement(question.id, identifier, verdict, why, signed_by, recorded_at) for identifier in chosen]


def _reason(question: Question, verdict: Verdict) -> str:
    where = f" in {question.country}" if question.country else ""
    return f"{question.name!r}{where}, looked at by a person: {verdict.meaning}"
