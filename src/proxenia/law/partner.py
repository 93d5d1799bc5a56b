"""What the maps say of a partner: whether a limit of the law reaches it. Every fact is yes, no, or not known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from proxenia.law.question import Question
from proxenia.law.records import Rule, RuleBook
from proxenia.model.legal import PartnerLimit
from proxenia.model.vocabulary import ActorKind
from proxenia.overlay.overlay import Overlay

__all__ = ["Fit", "Partner"]

_LOCAL = frozenset({ActorKind.CITY.value, ActorKind.REGION.value})
_A = {kind.value: f"{'an' if kind.value[0] in 'aeiou' else 'a'} {kind.value.replace('_', ' ')}" for kind in ActorKind}
_UNITED_NATIONS = "px:united-nations"


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether a partner lies within a limit, and why.

    Attributes
    ----------
    within
        None when it is not known.
    reason
        In plain words.
    statements
        What it rests on.
    """

    within: bool | None
    reason: str
    statements: Sequence[str] = ()


@dataclass(frozen=True)
class Partner:
    """A partner as the register knows it on the day of the question.

    Attributes
    ----------
    question
        The question.
    book
        The rules with the snapshot they come from.
    """

    question: Question
    book: RuleBook

    def fit(self, rule: Rule) -> Fit:
        """Tell whether the partner lies within what a rule allows."""
        kind = self.question.partner_kind
        if rule.partner_kinds and kind is not None and kind.value not in rule.partner_kinds:
            spoken = " or ".join(_A[one] for one in rule.partner_kinds)
            return Fit(within=False, reason=f"the rule speaks of {spoken} as partner, not of {_A[kind.value]}")
        if rule.limit == PartnerLimit.ANY.value:
            return Fit(within=True, reason="the rule names no limit")
        return _LIMITS[rule.limit](self, rule)

    @property
    def _needs_partner(self) -> Fit:
        return Fit(within=None, reason="no partner is named")

    @cached_property
    def _pair(self) -> Mapping[str, Any] | None:
        """What the overlay says of the two states; none where one of them is no state of today."""
        state, other = self.question.state[4:], (self.question.partner_state or "")[4:]
        overlay = Overlay.of(self.book.snapshot, self.question.on.isoformat())
        if state == other or not {state, other} <= overlay.names.keys():
            return None
        report = overlay.pair(state, other)
        forward = "ab" if report.pair[0] == state else "ba"
        return {**report.state, "recognises": report.state[f"recognises_{forward}"]}

    def _neighbour(self, _rule: Rule) -> Fit:
        if self._pair is None:
            return self._not_known("whether the two states share a border")
        touching = self._pair["contiguous"]
        if touching is None:
            return self._not_known("whether the two states share a border")
        return Fit(within=touching, reason=f"{self._names} {'share a' if touching else 'share no'} border")

    def _local(self, _rule: Rule) -> Fit:
        kind = self.question.partner_kind
        if kind is None:
            return Fit(within=True, reason="only if the partner is a local government")
        return Fit(within=kind.value in _LOCAL, reason=f"the partner is {_A[kind.value]}")

    def _recognised(self, _rule: Rule) -> Fit:
        pair = self._pair
        if pair is None:
            return self._not_known("whether the partner's state is recognised")
        if pair["recognises"] is not None:
            verb = "recognises" if pair["recognises"] else "does not recognise"
            return Fit(within=pair["recognises"], reason=f"{self._home} {verb} {self._other}")
        both = {self.question.state, self.question.partner_state}
        if both <= self.book.members(_UNITED_NATIONS, self.question.day):
            return Fit(within=True, reason="both states are members of the United Nations")
        return self._not_known("whether the partner's state is recognised")

    def _relations(self, _rule: Rule) -> Fit:
        pair = self._pair
        if pair is None:
            return self._not_known("whether the two states keep diplomatic relations")
        if pair["rupture"] or pair["no_relations"]:
            return Fit(within=False, reason=f"{self._names} keep no diplomatic relations")
        if pair["relation"] or pair["missions_ab"] or pair["missions_ba"]:
            return Fit(within=True, reason=f"{self._names} keep diplomatic relations")
        if pair["recognises"] is False:
            return Fit(within=False, reason=f"{self._home} does not recognise {self._other}")
        return self._not_known("whether the two states keep diplomatic relations")

    def _listed(self, rule: Rule) -> Fit:
        state = self.question.partner_state
        if state is None:
            return self._needs_partner
        named = state in rule.partners
        return Fit(within=named, reason=f"the rule {'names' if named else 'does not name'} {self._other}")

    def _member(self, rule: Rule) -> Fit:
        state, body = self.question.partner_state, rule.partners[0]
        if state is None:
            return self._needs_partner
        belongs = state in self.book.members(body, self.question.day)
        name = self._name(body)
        return Fit(within=belongs, reason=f"{self._other} {'belongs' if belongs else 'does not belong'} to {name}")

    def _not_known(self, what: str) -> Fit:
        if self.question.partner_state is None:
            return self._needs_partner
        return Fit(within=None, reason=f"it is not known {what}")

    def _name(self, identifier: str) -> str:
        found = self.book.names.get(identifier)
        return found or identifier.removeprefix("iso:")

    @property
    def _home(self) -> str:
        return self._name(self.question.state)

    @property
    def _other(self) -> str:
        return self._name(self.question.partner_state or self.question.partner or "the partner")

    @property
    def _names(self) -> str:
        return f"{self._home} and {self._other}"


_LIMITS = {
    PartnerLimit.NEIGHBOURS.value: Partner._neighbour,  # noqa: SLF001
    PartnerLimit.LOCAL_AUTHORITIES.value: Partner._local,  # noqa: SLF001
    PartnerLimit.RECOGNISED_STATES.value: Partner._recognised,  # noqa: SLF001
    PartnerLimit.DIPLOMATIC_RELATIONS.value: Partner._relations,  # noqa: SLF001
    PartnerLimit.LISTED.value: Partner._listed,  # noqa: SLF001
    PartnerLimit.MEMBERS.value: Partner._member,  # noqa: SLF001
}
