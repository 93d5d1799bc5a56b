"""The functions of non-state actors: what each means, who does it, the ties and acts that serve it, with sources."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from proxenia.atlas.choice_line import ChoiceLine, choice_line
from proxenia.atlas.cited import CitedSource, cited_sources
from proxenia.atlas.index import TieRow
from proxenia.atlas.lines import ActorLink, SourceLink, actor_link
from proxenia.atlas.year import YearView
from proxenia.model.vocabulary import ActorKind, ActRole, Field, Function, TieKind

__all__ = ["ActsPage", "Doer", "FunctionCount", "FunctionPart", "FunctionsPage", "ListedAct", "build", "build_acts"]

_OF_STATES: Final = (ActorKind.STATE.value, ActorKind.IGO.value)
_DONE_TO: Final = (ActRole.RECIPIENT, ActRole.TARGET, ActRole.GUEST, ActRole.HOST, ActRole.RIVAL)
"""Roles of those to whom something is done, or who lost: they do not count among those who do it."""


@dataclass(frozen=True, slots=True)
class ListedAct:
    """An act with who took part, as far as the register names them, and where it stands.

    With a role chosen, `actors` are those that had it.
    """

    id: str
    title: str
    kind: str
    date: str | None
    fields: list[str]
    functions: list[str]
    actors: list[str]
    sources: list[SourceLink]


@dataclass(frozen=True, slots=True)
class Doer:
    """A non-state actor that does it: in how many ties and acts, and in which roles of those acts."""

    function: str
    actor: ActorLink
    ties: int
    acts: int
    roles: list[str]


@dataclass(frozen=True, slots=True)
class FunctionCount:
    """A function with how many ties, acts and non-state actors it has on the map of a year."""

    id: str
    label: str
    meaning: str
    ties: int
    acts: int
    actors: int


@dataclass(frozen=True, slots=True)
class FunctionPart:
    """A function as a whole: `doers` with most ties and acts first, `acts` the latest first."""

    count: FunctionCount
    by_kind: dict[str, int]
    doers: list[Doer]
    acts: list[ListedAct]


@dataclass(frozen=True, slots=True)
class FunctionsPage:
    """The ten functions of non-state actors as of a year, or the one that is chosen.

    States and their organisations do not count among the doers; nor does who only received, was addressed, came, gave
    the place or lost, unless that role is chosen.
    """

    as_of: int
    choice: ChoiceLine
    functions: list[FunctionPart]
    sources: list[CitedSource]


@dataclass(frozen=True, slots=True)
class ActsPage:
    """The acts up to a year that fit a choice and a field, the latest first."""

    as_of: int
    choice: ChoiceLine
    field: str | None
    acts: list[ListedAct]


def _ends(tie: TieRow) -> tuple[str, ...]:
    """Return who does what a tie serves: of an office who keeps it, else both."""
    return (tie.a,) if tie.kind == TieKind.REPRESENTATION.value else (tie.a, tie.b)


def _doers(view: YearView, function: Function, ties: Iterable[TieRow], acts: Iterable[str]) -> list[Doer]:
    index = view.index
    in_ties = Counter(end for tie in ties for end in _ends(tie))
    in_acts: dict[str, set[str]] = defaultdict(set)
    roles: dict[str, set[str]] = defaultdict(set)
    for act in acts:
        for actor, role in view.participants(act):
            if view.choice.role or role not in _DONE_TO:
                in_acts[actor].add(act)
                roles[actor].add(role)
    links = [actor_link(index, actor) for actor in in_ties.keys() | in_acts.keys()]
    lines = [
        Doer(function.value, link, in_ties[link.id], len(in_acts.get(link.id, ())), sorted(roles.get(link.id, ())))
        for link in links
        if link.kind not in _OF_STATES
    ]
    return sorted(lines, key=lambda line: (-line.ties - line.acts, line.actor.name, line.actor.id))


def _act(view: YearView, act: str) -> ListedAct:
    index, row = view.index, view.index.acts[act]
    return ListedAct(
        id=row.id,
        title=row.title or row.id,
        kind=row.kind,
        date=row.date,
        fields=row.fields or [],
        functions=row.functions or [],
        actors=sorted({actor_link(index, actor).name for actor, _ in view.participants(act)}),
        sources=[SourceLink(*pair) for pair in sorted({(one.source, one.reference) for one in index.evidence(act)})],
    )


def _latest_first(view: YearView) -> list[str]:
    known = [act for act in view.index.acts.values() if view.shows_act(act.id)]
    return [act.id for act in sorted(known, key=lambda act: (-(act.latest or 0), act.id))]


def _part(view: YearView, function: Function, ties: list[TieRow], acts: list[str]) -> FunctionPart:
    doers = _doers(view, function, ties, acts)
    label = function.value.replace("_", " ").capitalize()
    return FunctionPart(
        count=FunctionCount(function.value, label, function.meaning, len(ties), len(acts), len(doers)),
        by_kind=dict(sorted(Counter(tie.kind for tie in ties).items())),
        doers=doers,
        acts=[_act(view, act) for act in acts],
    )


def build(view: YearView) -> FunctionsPage:
    """Return the payload of the functions.

    Parameters
    ----------
    view
        The year, and the choice: one function alone, a role, a person role.
    """
    index, wanted = view.index, view.choice.function
    functions = [one for one in Function if wanted in {None, one.value}]
    serving = [tie for tie in index.ties if tie.functions and view.shows_tie(tie.id)]
    shown = _latest_first(view)
    ties = {one: [tie for tie in serving if one.value in tie.functions] for one in functions}
    acts = {one: [act for act in shown if one.value in (index.acts[act].functions or ())] for one in functions}
    records = {tie.id for of in ties.values() for tie in of} | {act for of in acts.values() for act in of}
    return FunctionsPage(
        as_of=view.year,
        choice=choice_line(view),
        functions=[_part(view, one, ties[one], acts[one]) for one in functions],
        sources=cited_sources(index, sorted(records)),
    )


def build_acts(view: YearView, *, field: Field | None = None) -> ActsPage:
    """Return the acts of a year and a choice; of one field when it is given."""
    shown = [act for act in _latest_first(view) if field is None or field.value in (view.index.acts[act].fields or ())]
    named = None if field is None else field.value
    return ActsPage(view.year, choice_line(view), named, [_act(view, act) for act in shown])
