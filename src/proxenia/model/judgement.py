"""Judgements: signed, undoable decisions on who is who."""

from dataclasses import dataclass

from proxenia.model.statement import content_id
from proxenia.model.vocabulary import Term

__all__ = ["Judgement", "Verdict"]


class Verdict(Term):
    """What a judgement says of two identifiers."""

    SAME = "same", "both name one actor; the second is the one to use"
    DIFFERENT = "different", "they name two actors"
    UNSURE = "unsure", "looked at, not decided"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision that `left` and `right` are the same, different, or not decided.

    Attributes
    ----------
    left, right
        Identifiers; when `verdict` is ``same``, `right` is the canonical one.
    reason
        Why, in words a person can check.
    signed_by
        Who decided: a person, or the resolver with its version.
    recorded_at
        When (UTC); part of the content, so that a decision can be taken again after it was undone.
    undoes
        The id of the judgement that this one takes back; then the verdict has no effect of its own.
    """

    left: str
    right: str
    verdict: Verdict
    reason: str
    signed_by: str
    recorded_at: str
    undoes: str | None = None

    @property
    def id(self) -> str:
        """The hash of the content."""
        return content_id(
            "judgement",
            self.left,
            self.right,
            self.verdict.value,
            self.reason,
            self.signed_by,
            self.recorded_at,
            self.undoes,
        )
