"""The outlook, simulated: each run draws the years to come one after the other, from the models fitted at the cut."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Final

import numpy as np
from numpy.typing import NDArray

from proxenia.foresight.known import Known
from proxenia.foresight.outlook.choosing import FALLBACK, PastScores, checked_predictor, past_scores
from proxenia.foresight.outlook.ending import ENDINGS, Ending, Ends
from proxenia.foresight.outlook.following import RunState
from proxenia.foresight.outlook.forming import Forming, NewTies
from proxenia.foresight.outlook.ground import Ground, ground_of
from proxenia.foresight.outlook.network_sizes import drawn_sizes
from proxenia.foresight.outlook.outlook import NetworkRuns, Outlook
from proxenia.foresight.outlook.request import Request
from proxenia.foresight.outlook.streams import Streams
from proxenia.foresight.predictors.registry import PREDICTORS
from proxenia.foresight.scenarios.changes import Changes, Drawn
from proxenia.model.vocabulary import Profile
from proxenia.profiles.registry import profiles_of
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["BATCH_RUNS", "VERSION", "project", "simulate"]

Progress = Callable[[int, int], None]
Stop = Callable[[], bool]
Indices = NDArray[np.int64]

BATCH_RUNS: Final = 25
"""Runs that are drawn together; after each such batch it may be stopped."""
VERSION: Final = "1"
"""Changes when the same seed would draw something else."""


def project(
    snapshot: Snapshot,
    *,
    start: int,
    to: int,
    runs: int,
    seed: int,
    scenario: Changes | None = None,
    predictor: str | None = None,
    scores: PastScores | None = None,
    known: Known | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Outlook:
    """Return what may become of the ties between local governments in the years after a cut.

    Parameters
    ----------
    snapshot
        The whole snapshot. What is dated after `start` is not looked at.
    start
        The last year known.
    to
        The last year told.
    runs
        How often the years are simulated.
    seed
        Where the random numbers begin: the same seed draws the same.
    scenario
        What is changed; nothing without.
    predictor
        Who says which pairs are likely; the one that did best in the past when none is named.
    scores
        How the predictors did, where that is known already.
    known
        What was known at the cut, where it is at hand.
    progress
        Is told how much is done, and of how much.
    stop
        Is asked now and then whether to stop; the runs that are done are returned, marked as stopped.

    Raises
    ------
    InputError
        When a number is out of its bounds, the predictor is not known, or no tie was dated by the cut.
    """
    request = Request(start=start, to=to, runs=runs, seed=seed)
    chosen = checked_predictor(predictor) if predictor else None
    told = known or Known.of(snapshot, start)
    if scores is None and chosen is None:
        scores = past_scores(snapshot, start=start, seed=seed, stop=stop)
    chosen = chosen or (scores.best if scores is not None else FALLBACK)
    ground = ground_of(snapshot, request, PREDICTORS[chosen], known=told)
    return simulate(snapshot, ground, scenario=scenario, scores=scores, progress=progress, stop=stop)


def simulate(
    snapshot: Snapshot,
    ground: Ground,
    *,
    scenario: Changes | None = None,
    scores: PastScores | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Outlook:
    """Return an outlook from what was fitted already: a scenario and its baseline stand on the same ground."""
    request, streams = ground.request, Streams(ground.request.seed)
    forming, ending = Forming(ground, streams, scenario), Ending(ground, streams, scenario)
    new, ends, city_networks, done = [], [], [], 0
    while done < request.runs:
        if done and stop is not None and stop():
            break
        batch = range(done, min(done + BATCH_RUNS, request.runs))
        drawn = None if scenario is None else [scenario.drawn(run, request.seed) for run in batch]
        gone = [ending.run(run, None if drawn is None else drawn[place]) for place, run in enumerate(batch)]
        new.append(_formed(ground, forming, batch, drawn, Ends.joined(gone)))
        ends += gone
        city_networks.append(_networks(ground, streams, batch, drawn))
        done = batch.stop
        if progress is not None:
            progress(done, request.runs)
    return Outlook(
        ground=ground,
        runs=done,
        stopped=done < request.runs,
        new_ties=NewTies.joined(new),
        ends=Ends.joined(ends),
        city_networks=_joined(city_networks),
        profiles=_profiles(snapshot, request.start),
        past_scores=scores,
        snapshot_hash=str(snapshot.manifest.get("ledger", "")),
        model_hash=_model_hash(ground),
    )


def _formed(ground: Ground, forming: Forming, runs: range, drawn: list[Drawn] | None, ends: Ends) -> NewTies:
    """Return the new ties of some runs over all years; what ends changes the weights of the years after it."""
    pairs = ground.candidates
    state = RunState(pairs, ground.follows, runs=len(runs))
    levels = forming.levels(runs)
    parts: list[NewTies] = []
    for year in ground.request.years:
        state.begin(year)
        known, came = forming.year(runs, year, levels=levels, state=state, drawn=drawn)
        known = known.only_new(parts, runs, len(pairs))
        state.change(known.run, pairs.first[known.drawn], pairs.second[known.drawn], 1)
        _take_away(ground, state, ends, runs, year)
        for formed, is_known in ((known, True), (came, False)):
            none = np.full(len(formed.run), -1, dtype=np.int64)
            row, newcomer = (formed.drawn, none) if is_known else (none, formed.drawn)
            years = np.full(len(formed.run), year, dtype=np.int64)
            parts.append(NewTies(formed.run + runs.start, years, row, newcomer, formed.words))
    return NewTies.joined(parts)


def _take_away(ground: Ground, state: RunState, ends: Ends, runs: range, year: int) -> None:
    """Take the ties that ended in a year away from the partners of known cities."""
    now = ends.year == year
    first, second = (side[ends.tie[now]] for side in ground.standing_places)
    there = (first >= 0) & (second >= 0) & ground.candidates.adjacency[first, second]
    state.change(ends.run[now][there] - runs.start, first[there], second[there], -1)


def _networks(ground: Ground, streams: Streams, runs: range, drawn: list[Drawn] | None) -> NetworkRuns:
    """Return what runs make of the city networks, with who a scenario lets join and leave."""
    years = ground.request.years
    sizes, joined, left = drawn_sizes(list(ground.city_networks), ground.growth, years, runs=runs, streams=streams)
    ids, names = tuple(one.id for one in ground.city_networks), tuple(one.name for one in ground.city_networks)
    found = NetworkRuns(ids, names, sizes, joined, left)
    for place, year in enumerate(years):
        for one in drawn[0].memberships(year) if drawn else ():
            found = _with_network(found, one.city_network, one.name)
            number = found.ids.index(one.city_network)
            if one.founded:
                found.size[:, :, number] = np.where(np.arange(len(years)) >= place, 0.0, np.nan)
            found.size[:, place:, number] += len(one.joined) - len(one.left)
            found.joined[:, place, number] += len(one.joined)
            found.left[:, place, number] += len(one.left)
    return found


def _with_network(found: NetworkRuns, identifier: str, name: str) -> NetworkRuns:
    if identifier in found.ids:
        return found
    runs, years, _ = found.size.shape
    more = np.zeros((runs, years, 1), dtype=np.int64)
    return NetworkRuns(
        (*found.ids, identifier),
        (*found.names, name),
        np.concatenate([found.size, np.full((runs, years, 1), np.nan)], axis=2),
        np.concatenate([found.joined, more], axis=2),
        np.concatenate([found.left, more], axis=2),
    )


def _joined(parts: list[NetworkRuns]) -> NetworkRuns:
    sizes, joined, left = (np.concatenate([getattr(one, name) for one in parts]) for name in ("size", "joined", "left"))
    return replace(parts[0], size=sizes, joined=joined, left=left)


def _profiles(snapshot: Snapshot, year: int) -> dict[str, frozenset[str]]:
    """Return the cities that have each profile as of a year."""
    table = profiles_of(snapshot.as_of(year))
    having: dict[str, set[str]] = {profile.value: set() for profile in Profile}
    for city, profile, answer in table.select("city", "profile", "answer").iter_rows():
        if answer == "yes":
            having[profile].add(city)
    return {profile: frozenset(cities) for profile, cities in having.items()}


def _model_hash(ground: Ground) -> str:
    """Return the hash of what was fitted and of what is drawn from."""
    told = sha256(VERSION.encode())
    told.update(ground.predictor.id.encode())
    told.update(np.round(ground.prediction.weights, 15).tobytes())
    for number in (ground.prediction.expected, ground.prediction.expectation.dispersion, ground.newcomers.expected):
        told.update(repr(round(number, 12)).encode())
    for hazard in ground.ends.hazards:
        told.update(repr([(one.id, one.how, one.coef, one.se) for one in hazard.coefficients]).encode())
    told.update(repr((ground.words, ground.growth, ground.newcomers.countries_a, ENDINGS)).encode())
    return told.hexdigest()[:32]
