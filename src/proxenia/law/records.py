"""The rules of law of a snapshot as records, and which of them speak of a place on a day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from proxenia.model.period import Period, day_text
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["Basis", "Party", "Rule", "RuleBook", "Step"]


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a rule stands: the law with its article, the address of its text, and when somebody read it there."""

    title: str
    article: str | None
    language: str | None
    address: str
    verified: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """What a rule asks, of whom, and how its days are counted; the words are those of :mod:`proxenia.model.legal`."""

    condition: str
    moment: str | None
    days: int | None
    days_of: str | None
    runs: str | None
    who: str | None
    authority: str | None
    what: str
    silence: str | None


@dataclass(frozen=True, slots=True)
class Party:
    """A state that a rule of a body binds, and since when."""

    state: str
    period: str
    address: str

    def is_bound_on(self, day: int) -> bool:
        """Tell whether it may be bound on a day."""
        return Period.parse(self.period).may_hold_on(day)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of one pack: what a tier may do by an instrument, with whom, under which conditions, since when.

    Attributes
    ----------
    place
        The state, the part of a state, or the body whose rule it is.
    begins
        The year before which the pack says nothing.
    partner_kinds
        Kinds of partner it speaks of; empty when it speaks of anybody.
    partners
        The states listed, or the body whose members are meant, as the limit asks.
    without
        What happens when a step is left out, where the law says so.
    verified
        The day somebody read its text; none when nobody has.
    parties
        The states it binds, of a rule of a body that lists them.
    statement
        The statement that says so.
    """

    id: str
    place: str
    begins: int
    tiers: Sequence[str]
    instruments: Sequence[str]
    power: str
    period: str
    partner_kinds: Sequence[str]
    limit: str
    effect: str
    partners: Sequence[str]
    without: str | None
    confidence: str
    verified: str | None
    summary: str
    steps: Sequence[Step]
    basis: Sequence[Basis]
    parties: Sequence[Party]
    statement: str

    def is_in_force_on(self, day: int) -> bool:
        """Tell whether the rule may hold on a day."""
        return Period.parse(self.period).may_hold_on(day)


class RuleBook:
    """All rules of a snapshot.

    Parameters
    ----------
    snapshot
        The whole snapshot; the tables `rules`, `rule_conditions`, `rule_basis` and `rule_parties` are read.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule, by its place and id."""
        steps, basis, parties = (self._parts(name) for name in ("rule_conditions", "rule_basis", "rule_parties"))
        return tuple(
            _rule(row, steps[row["rule"]], basis[row["rule"]], parties[row["rule"]])
            for row in self.snapshot.rules.sort("place", "rule").iter_rows(named=True)
        )

    def _parts(self, table: str) -> Mapping[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        frame: pl.DataFrame = getattr(self.snapshot, table)
        for row in frame.iter_rows(named=True):
            found[row["rule"]].append(row)
        return found

    @cached_property
    def _by_place(self) -> Mapping[str, list[Rule]]:
        found: dict[str, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            found[rule.place].append(rule)
        return found

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The places that have rules of their own, bodies left out."""
        return tuple(sorted(place for place in self._by_place if place.startswith("iso:")))

    @cached_property
    def bodies(self) -> tuple[str, ...]:
        """The bodies that have rules for their members or parties."""
        return tuple(sorted(place for place in self._by_place if not place.startswith("iso:")))

    def of_place(self, place: str) -> Sequence[Rule]:
        """Return the rules of one place, of all times; none for a place without."""
        return self._by_place.get(place, ())

    def begins(self, place: str) -> int | None:
        """Return the year before which the rules of a place say nothing; none for a place without rules."""
        return min((rule.begins for rule in self.of_place(place)), default=None)

    def binding(self, place: str, day: int) -> list[Rule]:
        """Return the rules that speak of a place on a day, in force: its own, its state's, and those of bodies.

        Parameters
        ----------
        place
            ``iso:CA`` or, with what is asked of a part of the state, ``iso:CA-QC``.
        day
            The day number.
        """
        state = place[:6]
        own = [*self.of_place(state), *(self.of_place(place) if place != state else ())]
        shared = [rule for body in self.bodies for rule in self.of_place(body) if self._binds(rule, state, day)]
        return [rule for rule in (*own, *shared) if rule.is_in_force_on(day)]

    def _binds(self, rule: Rule, state: str, day: int) -> bool:
        if rule.parties:
            return any(party.state == state and party.is_bound_on(day) for party in rule.parties)
        return state in self.members(rule.place, day)

    def members(self, body: str, day: int) -> frozenset[str]:
        """Return the states that belong to a body on a day."""
        ties = self.snapshot.as_of(day_text(day)).ties
        held = ties.filter(pl.col("kind") == "membership", pl.col("b") == body, pl.col("status") != "suspended")
        return frozenset(held["a"])

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The names of states and bodies by identifier."""
        wanted = self.snapshot.actors.filter(pl.col("kind").is_in(["state", "igo", "region"]))
        return dict(wanted.select("id", "name").iter_rows())

    @cached_property
    def with_questions(self) -> tuple[str, ...]:
        """The places whose packs leave something open."""
        return tuple(self.snapshot.rule_questions["place"].unique().sort())

    def open_questions(self, place: str) -> list[str]:
        """Return what the pack of a place leaves open."""
        of_place = self.snapshot.rule_questions.filter(pl.col("place") == place)
        return [text for (text,) in of_place.sort("position").select("text").iter_rows()]


def _rule(
    row: Mapping[str, Any],
    steps: Sequence[Mapping[str, Any]],
    basis: Sequence[Mapping[str, Any]],
    parties: Sequence[Mapping[str, Any]],
) -> Rule:
    names = list(Step.__dataclass_fields__)
    in_order = sorted(steps, key=lambda step: step["position"])
    return Rule(
        id=row["rule"],
        place=row["place"],
        begins=row["begins"],
        tiers=tuple(row["tiers"]),
        instruments=tuple(row["instruments"]),
        power=row["power"],
        period=row["period"],
        partner_kinds=tuple(row["partner_kinds"] or ()),
        limit=row["partner_limit"],
        effect=row["limit_effect"],
        partners=tuple(row["partners"] or ()),
        without=row["without"],
        confidence=row["confidence"],
        verified=row["verified"],
        summary=row["summary"],
        steps=tuple(Step(**{name: step[name] for name in names}) for step in in_order),
        basis=tuple(
            Basis(one["title"], one["article"], one["language"], one["address"], row["verified"])
            for one in sorted(basis, key=lambda one: one["position"])
        ),
        parties=tuple(Party(one["state"], one["period"], one["address"]) for one in parties),
        statement=row["statement"],
    )
