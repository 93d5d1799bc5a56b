"""A scenario beside the baseline: the same outlook twice, with the same random numbers, and what differs.

Run by run the baseline is taken from the scenario, so that chance, which is the same in both, falls out: what is left
is the scenario's alone, with the spread that its own numbers leave open.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from proxenia.foresight.date_coverage import region_coverage
from proxenia.foresight.dated_ties import DatedTies
from proxenia.foresight.known import Known
from proxenia.foresight.outlook.outlook import Outlook
from proxenia.foresight.outlook.project import project, simulate
from proxenia.foresight.scenarios.address import as_content, scenario_hash
from proxenia.foresight.scenarios.changes import Shift
from proxenia.foresight.scenarios.end_scores import EndScore, score_ends
from proxenia.foresight.scenarios.expectation import expected_new
from proxenia.foresight.scenarios.fitted import estimates_for
from proxenia.foresight.scenarios.resolving import Resolved, resolve, years_of
from proxenia.foresight.scenarios.scenario import COEFFICIENTS, ChangeKind, Scenario
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["LEVELS", "MOST_ROWS", "Difference", "ScenarioResult", "UsedNumber", "compare_scenario", "differences"]

Numbers = npt.NDArray[np.float64]

LEVELS: Final[Mapping[str, tuple[str, ...]]] = {
    "total": ("new", "suspended", "ended", "in_force"),
    "kind": ("new", "suspended", "ended", "in_force"),
    "country": ("new", "suspended", "ended", "in_force"),
    "country_pair": ("new", "suspended", "ended", "in_force"),
    "city": ("new", "suspended", "ended", "in_force"),
    "network": ("size", "joined", "left"),
}
"""What is compared at which level."""
MOST_ROWS: Final = 300
"""Rows a level and count; the ones that differ most."""
_QUANTILES: Final = (0.05, 0.25, 0.75, 0.95)
_SCORED_AFTER_YEARS: Final = 2


@dataclass(frozen=True, slots=True)
class Difference:
    """What a scenario changes of one count, on average over the runs, with intervals.

    Attributes
    ----------
    what
        ``new``, ``suspended``, ``ended`` (in the years of the outlook), ``in_force`` or ``size`` (at their end); or
        ``expected``: new ties expected among known cities, chance left out, so that the intervals are those of the
        scenario's own numbers alone.
    baseline, scenario
        Means over the runs.
    difference
        The mean of the differences run by run, with the intervals that hold 50 and 90 % of them.
    """

    level: str
    id: str
    what: str
    baseline: float
    scenario: float
    difference: float
    low_50: float
    high_50: float
    low_90: float
    high_90: float


@dataclass(frozen=True, slots=True)
class UsedNumber:
    """A number that carried a change, and where it comes from.

    Attributes
    ----------
    change
        Which change of the scenario, from 1.
    number
        ``estimated`` or ``assumed``.
    low, high
        The 95 % interval of an estimated number, the range of an assumed one.
    reached
        How many pairs (of countries, or of cities) it moves; none where it is not a matter of listed pairs.
    share
        The share of the ties of those pairs that it is about.
    """

    change: int
    kind: str
    coefficient: str
    meaning: str
    acts_on: str
    number: str
    value: float
    low: float
    high: float
    origin: str
    on: str
    until: str | None
    reached: int | None
    share: float


@dataclass(frozen=True, eq=False)
class ScenarioResult:
    """A scenario compared with the baseline.

    Attributes
    ----------
    runs
        Runs that both have done.
    counts
        How many differ at all, by level and count; `differences` holds the first of them.
    score
        Of a rupture of the past: how well it would have been told.
    baseline
        What stands beside every number: who predicts, how that did before, what it rests on.
    notes
        Numbers that have nothing to act on.
    """

    scenario: Scenario
    start: int
    to: int
    runs: int
    seed: int
    stopped: bool
    snapshot_hash: str
    model_hash: str
    numbers: tuple[UsedNumber, ...]
    differences: tuple[Difference, ...]
    counts: Mapping[str, int]
    score: Mapping[str, Any] | None
    baseline: Mapping[str, Any]
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return everything as plain values."""
        score = None
        if self.score is not None:
            plain = [asdict(one) if isinstance(one, EndScore) else one for one in self.score["scores"]]
            score = {**self.score, "scores": plain}
        return {
            "scenario": as_content(self.scenario),
            "scenario_hash": scenario_hash(self.scenario),
            "start": self.start,
            "to": self.to,
            "runs": self.runs,
            "seed": self.seed,
            "stopped": self.stopped,
            "snapshot_hash": self.snapshot_hash,
            "model_hash": self.model_hash,
            "numbers": [asdict(one) for one in self.numbers],
            "differences": [asdict(one) for one in self.differences],
            "counts": dict(self.counts),
            "score": score,
            "baseline": dict(self.baseline),
            "notes": list(self.notes),
        }


def compare_scenario(
    snapshot: Snapshot,
    scenario: Scenario,
    *,
    start: int,
    to: int | None = None,
    runs: int = 1_000,
    seed: int = 1,
    predictor: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> ScenarioResult:
    """Return what a scenario changes in the outlook.

    Parameters
    ----------
    start
        The last year that is known, where the scenario names none of its own.
    to
        The last year of the outlook; the scenario's own, else five years on.
    runs, seed
        As of :func:`proxenia.foresight.outlook.project.project`.
    predictor
        Who says which pairs are likely; the one that did best in the past when none is named.
    progress
        Told how much is done of how much.
    stop
        Asked whether to leave off: what both outlooks have done so far is compared, and marked as stopped.

    Raises
    ------
    InputError
        When the scenario names somebody unknown, lies outside the outlook, or calls a number estimated that is not.
    """
    first, last = years_of(scenario, start=start, to=to)
    known = Known.of(snapshot, first)
    resolved = resolve(scenario, snapshot, estimates_for(scenario, snapshot, known, seed=seed), known=known, to=last)
    told = _Halves(progress)
    baseline = project(
        snapshot,
        start=first,
        to=last,
        runs=runs,
        seed=seed,
        predictor=predictor,
        known=known,
        progress=told.first,
        stop=stop,
    )
    # On the same ground: what was fitted, and every random number, is the same.
    changed = simulate(
        snapshot,
        baseline.ground,
        scenario=resolved.changes,
        scores=baseline.past_scores,
        progress=told.second,
        stop=stop,
    )
    rows, counts = differences(baseline, changed)
    rows = [*_expected(baseline, resolved), *rows]
    return ScenarioResult(
        scenario=scenario,
        start=first,
        to=last,
        runs=min(baseline.runs, changed.runs),
        seed=seed,
        stopped=baseline.stopped or changed.stopped,
        snapshot_hash=baseline.snapshot_hash,
        model_hash=_model_hash(baseline, resolved),
        numbers=tuple(_used(one, resolved) for one in resolved.changes.shifts),
        differences=tuple(rows),
        counts=counts,
        score=_score(snapshot, resolved, seed),
        baseline=_context(baseline),
        notes=tuple(_notes(baseline, resolved)),
    )


def _model_hash(baseline: Outlook, resolved: Resolved) -> str:
    """Return the hash of what was fitted: the outlook's, and every number that carries a change."""
    numbers = [(one.coefficient, asdict(one.number), round(one.part, 12)) for one in resolved.changes.shifts]
    return blake2b(f"{baseline.model_hash} {numbers}".encode(), digest_size=16).hexdigest()


def _context(baseline: Outlook) -> dict[str, Any]:
    """Return what stands beside every number: who predicts, how that did before, and what it rests on."""
    past, ground = baseline.past_scores, baseline.ground
    cuts = [] if past is None else [asdict(one) for one in past.cuts if one.predictor == past.best]
    return {
        "predictor": ground.predictor.id,
        "predictor_label": ground.predictor.label,
        "past": cuts,
        "covered_until": None if past is None else past.covered_until,
        "coverage": [asdict(one) for one in region_coverage(ground.known.dated)],
        "not_enough_data": not_enough_data(ground.known.dated),
    }


def _notes(baseline: Outlook, resolved: Resolved) -> Iterator[str]:
    """Yield what a number cannot move: many times nothing is nothing."""
    hazards = {f"{hazard.event}s": hazard for hazard in baseline.ground.ends.hazards}
    for acts_on in sorted({one.acts_on for one in resolved.changes.shifts} & hazards.keys()):
        if not hazards[acts_on].estimated:
            yield (
                f"No {acts_on} of city ties are recorded by the end of {baseline.start}, so that no usual rate is "
                "known: the numbers on them change nothing here."
            )


def not_enough_data(dated: DatedTies) -> list[str]:
    """Return the parts of the world with too few dated ties to say how good an outlook is."""
    return [one.region for one in region_coverage(dated) if not one.enough]


class _Halves:
    """Tells of two outlooks as of one piece of work."""

    def __init__(self, progress: Callable[[int, int], None] | None) -> None:
        self._progress = progress or (lambda _done, _total: None)

    def first(self, done: int, total: int) -> None:
        self._progress(done, 2 * total)

    def second(self, done: int, total: int) -> None:
        self._progress(total + done, 2 * total)


def _used(shift: Shift, resolved: Resolved) -> UsedNumber:
    listed = shift.reach.pairs if shift.reach.pairs is not None else shift.reach.cities
    return UsedNumber(
        change=shift.change + 1,
        kind=resolved.scenario.changes[shift.change].kind.value,
        coefficient=shift.coefficient,
        meaning=COEFFICIENTS[shift.coefficient].meaning,
        acts_on=shift.acts_on,
        number="estimated" if shift.number.estimated else "assumed",
        value=shift.number.value,
        low=shift.number.low,
        high=shift.number.high,
        origin=shift.number.origin,
        on=shift.on.isoformat(),
        until=shift.until.isoformat() if shift.until else None,
        reached=None if listed is None else sum(1 for step in listed.values() if step),
        share=shift.part,
    )


def differences(baseline: Outlook, changed: Outlook) -> tuple[list[Difference], dict[str, int]]:
    """Return what differs between two outlooks of the same random numbers, and how many differ by level and count."""
    runs = min(baseline.runs, changed.runs)
    rows: list[Difference] = []
    counts: dict[str, int] = {}
    for level, whats in LEVELS.items():
        for what in whats:
            found = list(_compared(baseline, changed, level, what, runs))
            counts[f"{level}.{what}"] = len(found)
            found.sort(key=lambda one: (-abs(one.difference), one.id))
            rows += found[:MOST_ROWS]
    return rows, counts


def _expected(baseline: Outlook, resolved: Resolved) -> Iterator[Difference]:
    """Yield what changes of the new ties expected among known cities, chance left out."""
    for one in expected_new(baseline.ground, resolved.changes, seed=baseline.seed):
        yield _difference(one.level, one.id, "expected", np.full(len(one.scenario), one.baseline), one.scenario)


def _difference(level: str, key: str, what: str, old: Numbers, new: Numbers) -> Difference:
    moved = new - old
    low_90, low_50, high_50, high_90 = (float(one) for one in np.quantile(moved, _QUANTILES))
    means = float(old.mean()), float(new.mean()), float(moved.mean())
    return Difference(level, key, what, *means, low_50, high_50, low_90, high_90)


def _compared(baseline: Outlook, changed: Outlook, level: str, what: str, runs: int) -> Iterator[Difference]:
    before, after = (_by_id(one.runs_by(level, what), runs) for one in (baseline, changed))
    nothing = np.zeros(runs)
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key, nothing), after.get(key, nothing)
        moved = new - old
        # A size that no source tells is no number.
        if np.isnan(moved).any() or (level != "total" and not moved.any()):
            continue
        yield _difference(level, key, what, old, new)


def _by_id(told: tuple[Sequence[str], Numbers], runs: int) -> dict[str, Numbers]:
    ids, numbers = told
    return {one: np.asarray(numbers[:runs, place], dtype=float) for place, one in enumerate(ids)}


def _score(snapshot: Snapshot, resolved: Resolved, seed: int) -> dict[str, Any] | None:
    """Return the score of a rupture that has happened, when the register was read after the years of the outlook."""
    ruptures = [one for one in resolved.scenario.changes if one.kind is ChangeKind.RUPTURE]
    if resolved.scenario.hypothetical or not ruptures:
        return None
    last = min(resolved.to, resolved.scenario.written.year)
    years = sorted({min(resolved.start + _SCORED_AFTER_YEARS, last), last})
    return score_ends(snapshot, resolved, years=years, seed=seed) if last > resolved.start else None
