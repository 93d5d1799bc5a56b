"""Both sides of a question: what the law of the one who asks says, and what the law of the partner says."""

from dataclasses import dataclass, replace
from typing import Any

from proxenia.errors import NotFoundError
from proxenia.law.answer import Answer, answer
from proxenia.law.question import Question
from proxenia.law.records import RuleBook
from proxenia.model.vocabulary import ActorKind, Tier

__all__ = ["BothSides", "answer_both_sides"]

_TIER_OF = {ActorKind.REGION: Tier.REGION, ActorKind.CITY: Tier.CITY}
_KIND_OF = {Tier.REGION: ActorKind.REGION, Tier.CITY: ActorKind.CITY, Tier.OTHER_LOCAL: ActorKind.CITY}


@dataclass(frozen=True, slots=True)
class BothSides:
    """The answers of both laws.

    Attributes
    ----------
    own
        What the law of the one who asks says.
    other
        What the law of the partner says to the partner; none where the partner is no local government of a state.
    """

    own: Answer
    other: Answer | None

    def as_json(self) -> dict[str, Any]:
        """Return both in the shape of ``law … --json``."""
        return {**self.own.as_json(), "other_side": self.other.as_json() if self.other else None}


def answer_both_sides(question: Question, book: RuleBook) -> BothSides:
    """Return what both laws answer.

    Raises
    ------
    NotFoundError
        When the place or the partner is no state, part of a state or body that the register knows.
    """
    for place in (question.place, question.partner):
        if place is not None:
            _check_known(place, book)
    mirrored = _mirrored(question)
    return BothSides(answer(question, book), answer(mirrored, book) if mirrored else None)


def _mirrored(question: Question) -> Question | None:
    """Return the question as the partner would ask it; none where no local government of a state is the partner."""
    kind = question.partner_kind
    if question.partner is None or question.partner_state is None or (kind is not None and kind not in _TIER_OF):
        return None
    tier = _TIER_OF[kind] if kind is not None else question.tier
    return replace(
        question, place=question.partner, tier=tier, partner=question.place, partner_kind=_KIND_OF[question.tier]
    )


def _check_known(place: str, book: RuleBook) -> None:
    known = book.names.keys() | {*book.places, *book.bodies}
    if place not in known and (place[:6] not in known or place[4:6] == "XX"):
        raise NotFoundError(
            "country", place.removeprefix("iso:"), next_step="Give an ISO 3166-1 code of two letters, such as IT"
        )
