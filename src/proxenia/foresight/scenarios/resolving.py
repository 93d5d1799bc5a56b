"""Sets a scenario against a snapshot and the models' estimates: what it changes, and each number's origin."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import Any, Final
from zlib import crc32

import polars as pl

from proxenia.errors import InputError
from proxenia.foresight.dated_ties import DatedTies
from proxenia.foresight.known import Known
from proxenia.foresight.regions import REGION_OF
from proxenia.foresight.scenarios.changes import MOST_OF_ENDS, MOST_OF_NEW, Changes, Membership, Number, Reach, Shift
from proxenia.foresight.scenarios.estimates import Estimate, Estimates, why_unusable
from proxenia.foresight.scenarios.places import Places
from proxenia.foresight.scenarios.scenario import COEFFICIENTS, Carrier, Change, ChangeKind, Scenario
from proxenia.model.vocabulary import ActorKind
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["LONGEST_YEARS", "POINTS_OF_A_STEP", "Resolved", "check_scenario", "resolve", "years_of"]

LONGEST_YEARS: Final = 20
"""An outlook further ahead than this is refused."""
POINTS_OF_A_STEP: Final = 10.0
"""Points of the index by which the conditions' coefficient steps."""
_NEXT: Final = "Mend it in the scenario"


@dataclass(frozen=True, eq=False)
class Resolved:
    """A scenario set against a snapshot.

    Attributes
    ----------
    start, to
        The last year that is known, and the last of the outlook.
    """

    scenario: Scenario
    start: int
    to: int
    changes: Changes


@dataclass(frozen=True, eq=False)
class _World:
    places: Places
    known: Known
    estimates: Estimates

    @property
    def dated(self) -> DatedTies:
        return self.known.dated


def years_of(scenario: Scenario, *, start: int, to: int | None) -> tuple[int, int]:
    """Return the years of a scenario's outlook: its own, else those given.

    Raises
    ------
    InputError
        When the outlook would end before it begins or reach too far, or a change lies outside it.
    """
    first = scenario.start if scenario.start is not None else start
    last = to if to is not None else scenario.to if scenario.to is not None else first + 5
    if not 1 <= last - first <= LONGEST_YEARS:
        raise InputError(
            f"An outlook from {first} to {last} looks {last - first} years ahead",
            expected=f"Expected 1 to {LONGEST_YEARS} years",
            next_step=f"Take a year from {first + 1} to {first + LONGEST_YEARS}",
        )
    for number, change in enumerate(scenario.changes, start=1):
        if not first < change.on.year <= last:
            where = "before the outlook begins" if change.on.year <= first else "after the outlook ends"
            raise InputError(
                f"The scenario, changes {number}, on: {change.on} lies {where}",
                expected=f"Expected a day from {date(first + 1, 1, 1)} to {date(last, 12, 31)}",
                next_step="Mend it in the scenario, or take other years: what has happened is no scenario",
            )
    return first, last


def check_scenario(scenario: Scenario, snapshot: Snapshot, *, start: int, to: int | None = None) -> tuple[int, int]:
    """Check what needs no model: the years, and that everybody named is somebody; return the years of the outlook.

    Raises
    ------
    InputError
        As :func:`resolve`.
    """
    years, places = years_of(scenario, start=start, to=to), Places(snapshot)
    for number, change in enumerate(scenario.changes, start=1):
        path = f"changes {number}"
        _check_names(change, places, path)
        places.cities(change.members, f"{path}, members")
        if change.kind is ChangeKind.WITHDRAWAL:
            places.body(change.body, f"{path}, from")
    return years


def resolve(
    scenario: Scenario, snapshot: Snapshot, estimates: Estimates, *, known: Known, to: int | None = None
) -> Resolved:
    """Return what a scenario changes.

    Parameters
    ----------
    estimates
        What the models say of each coefficient as of the cut of `known`.
    known
        What was known at the end of the year before the outlook.

    Raises
    ------
    InputError
        When it names somebody unknown, lies outside the outlook, or calls a number estimated that no model could
        estimate.
    """
    start, last = years_of(scenario, start=known.cut, to=to)
    if start != known.cut:
        raise InputError(
            f"The scenario starts from {start}, and what is given was known at the end of {known.cut}",
            next_step="Give what was known in the scenario's own year",
        )
    world = _World(Places(snapshot), known, estimates)
    shifts: list[Shift] = []
    memberships: list[Membership] = []
    for number, change in enumerate(scenario.changes):
        path = f"changes {number + 1}"
        _check_names(change, world.places, path)
        shifts.extend(_shifts(change, number, world, path))
        memberships += _memberships(change, world, path)
    return Resolved(scenario, start, last, Changes(tuple(shifts), tuple(memberships)))


def _check_names(change: Change, places: Places, path: str) -> None:
    for key, codes in zip(_SIDES.get(change.kind, ("countries", "of")), (change.first, change.second), strict=True):
        places.check_countries(codes, f"{path}, {key}")


_SIDES: Final[Mapping[ChangeKind, tuple[str, str]]] = {
    ChangeKind.REFORM: ("country", "of"),
    ChangeKind.RUPTURE: ("between", "and"),
    ChangeKind.RECONCILIATION: ("between", "and"),
    ChangeKind.RECOGNITION: ("by", "of"),
}


def _shifts(change: Change, number: int, world: _World, path: str) -> Iterator[Shift]:
    for position, carrier in enumerate(change.carriers, start=1):
        where = f"{path}, carried_by {position}, number"
        for key, reach in _REACH[change.kind](change, carrier, world, path):
            told = _number(carrier, number, key, world.estimates, where)
            acts_on = COEFFICIENTS[carrier.coefficient].acts_on
            part = _part(change, world) if not reach.everybody else 1.0
            yield _in_time(Shift(number, carrier.coefficient, acts_on, told, reach, change.on, change.until, part=part))


def _in_time(one: Shift) -> Shift:
    """Return a shift with its days: chances of ends belong to whole years, as the model of ends counts them."""
    year = one.on.year
    if one.coefficient.endswith("_first"):
        return replace(one, on=date(year, 1, 1), until=date(year, 12, 31))
    return replace(one, on=date(year + 1, 1, 1)) if one.coefficient.endswith("_after") else one


def _number(carrier: Carrier, change: int, key: str, estimates: Estimates, path: str) -> Number:
    about = COEFFICIENTS[carrier.coefficient]
    most = MOST_OF_NEW if about.acts_on == "new_ties" else MOST_OF_ENDS
    bounds: dict[str, Any] = {"sign": about.sign, "most": most}
    why_not = ""
    if carrier.estimated:
        why_not = why_unusable(key, estimates)
        found = estimates.get(key)
        if isinstance(found, Estimate) and not why_not:
            code = crc32(key.encode())
            return Number(code, True, found.value, *found.interval, found.error, origin=found.origin, **bounds)
    if carrier.value is None or carrier.low is None or carrier.high is None:
        raise InputError(
            f"The scenario, {path}: the coefficient {carrier.coefficient!r} could not be estimated: {why_not}",
            expected="Expected `number: assumed` with a value, a range and a reason",
            next_step="Give your own number there, or start from a later year",
        )
    origin = f"{carrier.reason} (No model could estimate it: {why_not}.)" if why_not else carrier.reason
    code = crc32(f"{change} {carrier.coefficient}".encode())
    return Number(code, False, carrier.value, carrier.low, carrier.high, origin=origin, **bounds)


def _is_estimated(carrier: Carrier, key: str, world: _World) -> bool:
    return carrier.estimated and not why_unusable(key, world.estimates)


def _part(change: Change, world: _World) -> float:
    """Return the share of the ties of a reached pair that a change is about: a field's, or a tier's."""
    if change.kind is ChangeKind.FUND and change.field:
        return _share_of_field(world.dated.ties, change.field)
    if change.kind is ChangeKind.REFORM:
        return world.places.share_of_tier(world.dated.ties, change.first[0], change.tier)
    return 1.0


def _share_of_field(ties: pl.DataFrame, field: str) -> float:
    """Return the share of the dated ties that belong to a field; a fund for it leaves the rest alone."""
    return float(ties.select(pl.col("fields").list.contains(field).fill_null(value=False).mean()).item() or 0.0)


def _flagged(pairs: pl.DataFrame, flag: str) -> set[tuple[str, str]]:
    rows = pairs.filter(pl.col(flag).fill_null(value=False)).select("a", "b").iter_rows()
    return {(a, b) for a, b in rows}


Reached = Iterator[tuple[str, Reach]]
"""Where a coefficient reaches, each part with the key of its estimate."""


def _between_states(change: Change, carrier: Carrier, world: _World, path: str) -> Reached:  # noqa: ARG001
    """Yield the pairs of a rupture, a reconciliation or a recognition.

    An assumed number is what the change adds. An estimated one belongs to a covariate: where that already stood as
    the change would make it, nothing changes.
    """
    name, pairs = carrier.coefficient, {(min(a, b), max(a, b)) for a in change.first for b in change.second}
    stood = pairs & _flagged(world.known.pairs, "tied" if name == "states_tied" else "hostile")
    if name.endswith("_first"):
        for key, part in ((f"{name}/escalation", stood), (f"{name}/shock", pairs - stood)):
            if part:
                yield key, Reach(pairs=dict.fromkeys(sorted(part), 1.0))
        return
    away, estimated = change.kind is ChangeKind.RECONCILIATION, _is_estimated(carrier, name, world)
    moved = pairs if not estimated else stood if away else pairs - stood
    yield name, Reach(pairs={pair: (-1.0 if away else 1.0) * (pair in moved) for pair in sorted(pairs)})


def _of_reform(change: Change, carrier: Carrier, world: _World, path: str) -> Reached:
    estimated = _is_estimated(carrier, carrier.coefficient, world)
    if estimated and change.points is None:
        raise InputError(
            f"The scenario, {path}, points: the estimated association is one with points of an index, not with rules",
            expected="Expected by how many points of the Regional Authority Index the reform would move the country",
            next_step="Add `points`, or give the coefficient as assumed",
        )
    step = (change.points or 0.0) / POINTS_OF_A_STEP if estimated else 1.0
    yield carrier.coefficient, Reach(countries=frozenset(change.first), step=step)


def _of_fund(change: Change, carrier: Carrier, world: _World, path: str) -> Reached:  # noqa: ARG001
    if not change.first and not change.regions:
        yield carrier.coefficient, Reach(everybody=True, field=change.field)
        return
    inside = {code for code, region in REGION_OF.items() if region in change.regions}
    yield carrier.coefficient, Reach(countries=frozenset({*change.first, *inside}), field=change.field)


def _of_network(change: Change, carrier: Carrier, world: _World, path: str) -> Reached:
    members = world.places.cities(change.members, f"{path}, members")
    shared = _shared(world.known) if _is_estimated(carrier, carrier.coefficient, world) else {}
    yield carrier.coefficient, Reach(cities={pair: float(pair not in shared) for pair in combinations(members, 2)})


def _of_withdrawal(change: Change, carrier: Carrier, world: _World, path: str) -> Reached:
    kind = world.places.body(change.body, f"{path}, from")
    wanted = "shared_network" if kind == ActorKind.CITY_NETWORK.value else "shared_body"
    if carrier.coefficient != wanted:
        raise InputError(
            f"The scenario, {path}, carried_by: {change.body} is a {kind.replace('_', ' ')}",
            expected=f"Expected the coefficient `{wanted}`",
            next_step=_NEXT,
        )
    members = world.places.members(change.body, world.known.cut)
    leaving = _leaving(change, world, members, path)
    pairs = sorted({(min(a, b), max(a, b)) for a in leaving for b in members if a != b})
    if wanted == "shared_body":
        yield wanted, Reach(pairs=dict.fromkeys(pairs, -1.0))
        return
    shared = _shared(world.known) if _is_estimated(carrier, wanted, world) else None
    yield wanted, Reach(cities={pair: -1.0 * (shared is None or shared.get(pair, 0) == 1) for pair in pairs})


def _leaving(change: Change, world: _World, members: Iterable[str], path: str) -> tuple[str, ...]:
    leaving = change.first or world.places.cities(change.members, f"{path}, members")
    outside = sorted(set(leaving) - set(members))
    if outside:
        raise InputError(
            f"The scenario, {path}: {outside[0]} is no member of {change.body} at the end of {world.known.cut}",
            expected="Expected somebody whom the register lists as a member",
            next_step=_NEXT,
        )
    return tuple(leaving)


def _shared(known: Known) -> dict[tuple[str, str], int]:
    return {(min(a, b), max(a, b)): count for a, b, count in known.shared_networks.iter_rows()}


_REACH: Final[Mapping[ChangeKind, Callable[[Change, Carrier, _World, str], Reached]]] = {
    ChangeKind.REFORM: _of_reform,
    ChangeKind.RUPTURE: _between_states,
    ChangeKind.RECONCILIATION: _between_states,
    ChangeKind.RECOGNITION: _between_states,
    ChangeKind.CITY_NETWORK: _of_network,
    ChangeKind.FUND: _of_fund,
    ChangeKind.WITHDRAWAL: _of_withdrawal,
}


def _memberships(change: Change, world: _World, path: str) -> list[Membership]:
    if change.kind is ChangeKind.CITY_NETWORK:
        if world.places.is_known(change.body):
            raise InputError(
                f"The scenario, {path}, network: {change.body!r} is somebody of the register already",
                expected="Expected an id of its own, as px:my-network",
                next_step=_NEXT,
            )
        joined = world.places.cities(change.members, f"{path}, members")
        return [Membership(change.body, change.name, change.on.year, joined=joined, founded=True)]
    if change.kind is ChangeKind.WITHDRAWAL and change.members:
        left = world.places.cities(change.members, f"{path}, members")
        return [Membership(change.body, change.body, change.on.year, left=left)]
    return []
