"""The outlook: the same draws from the same seed, runs that mean what the closed form says, intervals, stopping."""

from dataclasses import replace

import numpy as np
import pytest
from tests.foresight.made_cities import CLUB, city_world, known_of, made_dated

from proxenia.errors import InputError, UnknownValueError
from proxenia.foresight.known import Known
from proxenia.foresight.outlook.following import Follows, RunState
from proxenia.foresight.outlook.ground import Ground, ground_of
from proxenia.foresight.outlook.intervals import Interval, intervals_of
from proxenia.foresight.outlook.newcomers import expect_newcomers, newcomer_ties
from proxenia.foresight.outlook.outlook import Outlook
from proxenia.foresight.outlook.project import BATCH_RUNS, project, simulate
from proxenia.foresight.outlook.request import MOST_RUNS, MOST_YEARS, Request
from proxenia.foresight.outlook.streams import Purpose, Streams
from proxenia.foresight.predictors.registry import PREDICTORS
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["city_world"]

CUT = 2010
RUNS = 400
COLUMNS = ("run", "year", "row", "newcomer", "words")


@pytest.fixture(scope="module")
def ground(city_world: Snapshot) -> Ground:
    return ground_of(city_world, Request(CUT, CUT + 5, RUNS, 7), PREDICTORS["degree"])


@pytest.fixture(scope="module")
def outlook(city_world: Snapshot, ground: Ground) -> Outlook:
    return simulate(city_world, ground)


def drawn(found: Outlook) -> bytes:
    parts = [getattr(found.new_ties, name) for name in COLUMNS]
    parts += [getattr(found.ends, name) for name in ("run", "year", "tie", "what")]
    return b"".join(part.tobytes() for part in (*parts, found.city_networks.size, found.city_networks.joined))


def test_the_same_seed_draws_the_same_and_another_one_does_not(city_world: Snapshot, outlook: Outlook) -> None:
    again = project(city_world, start=CUT, to=CUT + 5, runs=RUNS, seed=7, predictor="degree")
    assert drawn(again) == drawn(outlook)
    assert again.model_hash == outlook.model_hash
    other = project(city_world, start=CUT, to=CUT + 5, runs=RUNS, seed=8, predictor="degree")
    assert drawn(other) != drawn(outlook)


def test_a_run_is_the_same_however_many_there_are(city_world: Snapshot, ground: Ground, outlook: Outlook) -> None:
    few = simulate(city_world, replace(ground, request=Request(CUT, CUT + 5, 30, 7)))
    mine = outlook.new_ties.run < 30
    for name in COLUMNS:
        np.testing.assert_array_equal(getattr(few.new_ties, name), getattr(outlook.new_ties, name)[mine])


def test_runs_mean_what_the_closed_form_says(outlook: Outlook) -> None:
    expectation, came = outlook.ground.prediction.expectation, outlook.ground.newcomers
    runs = outlook.runs_by("total")[1][:, 0]
    assert outlook.ground.prediction.expected > 20
    # A pair ties itself once: the sum of the pairs' chances is what known cities add up to.
    mean = outlook.chances.sum() + came.expected
    error = np.sqrt((mean + expectation.dispersion * mean**2) / RUNS)
    assert abs(runs.mean() - mean) < 4 * error
    assert runs.var() == pytest.approx(mean + expectation.dispersion * mean**2, rel=0.35)


def test_pairs_are_drawn_by_weight_where_nothing_follows(city_world: Snapshot) -> None:
    told = project(city_world, start=CUT, to=CUT + 5, runs=2_000, seed=1, predictor="gravity")
    assert not told.ground.follows.any
    rows = told.new_ties.row[told.new_ties.row >= 0]
    often = np.bincount(rows, minlength=len(told.chances)) / 2_000
    top = np.argsort(-told.chances)[:200]
    assert often[top].sum() == pytest.approx(told.chances[top].sum(), rel=0.1)
    assert abs(often[top] - told.chances[top]).max() < 5 * np.sqrt(told.chances[top].max() / 2_000)


def test_a_pair_ties_itself_once_in_a_run(outlook: Outlook) -> None:
    known = outlook.new_ties.row >= 0
    pairs = list(zip(outlook.new_ties.run[known].tolist(), outlook.new_ties.row[known].tolist(), strict=True))
    assert len(pairs) == len(set(pairs)) > 1_000


def test_intervals_lie_in_each_other_and_hold_their_share(outlook: Outlook) -> None:
    for level in ("total", "kind", "field", "region", "country", "country_pair", "city"):
        for what in ("new", "suspended", "ended", "in_force"):
            _, runs = outlook.runs_by(level, what)
            for place, one in enumerate(intervals_of(runs)):
                assert one.low_90 <= one.low_50 <= one.median <= one.high_50 <= one.high_90
                inside = (runs[:, place] >= one.low_90) & (runs[:, place] <= one.high_90)
                assert inside.mean() >= 0.9


def test_levels_add_up(outlook: Outlook) -> None:
    total = outlook.runs_by("total")[1][:, 0]
    for level in ("kind", "country_pair"):
        np.testing.assert_array_equal(outlook.runs_by(level)[1].sum(axis=1), total)
    codes, countries = outlook.runs_by("country")
    pairs, counts = outlook.runs_by("country_pair")
    with_finland = counts[:, [place for place, pair in enumerate(pairs) if "FI" in pair.split("-")]].sum(axis=1)
    np.testing.assert_array_equal(countries[:, codes.index("FI")], with_finland)
    years = sum(interval.expected for _, interval in outlook.fan("total", "all"))
    assert years == pytest.approx(total.mean())
    for level in ("total", "country", "city"):
        told = {what: outlook.runs_by(level, what)[1] for what in ("new", "suspended", "ended", "in_force")}
        standing = outlook.tallies.of(level).standing
        np.testing.assert_array_equal(told["in_force"], standing + told["new"] - told["suspended"] - told["ended"])


def test_every_end_is_of_a_tie_that_stood_and_falls_once(outlook: Outlook) -> None:
    ends = outlook.ends
    assert len(ends.run) > 0
    falls = list(zip(ends.run.tolist(), ends.tie.tolist(), strict=True))
    assert len(falls) == len(set(falls))
    assert set(ends.year.tolist()) <= set(range(CUT + 1, CUT + 6))
    chances = outlook.ground.ends.yearly_chances(outlook.ground.standing.rows)
    expected = sum(np.nan_to_num(one)[outlook.ground.standing.row_of].sum() for one in chances)
    assert len(ends.run) / RUNS == pytest.approx(expected, rel=0.6)


def test_a_stopped_outlook_keeps_what_is_done(city_world: Snapshot, ground: Ground, outlook: Outlook) -> None:
    told: list[tuple[int, int]] = []
    part = simulate(
        city_world, ground, progress=lambda done, total: told.append((done, total)), stop=lambda: len(told) == 2
    )
    assert part.stopped
    assert part.runs == 2 * BATCH_RUNS
    assert told == [(BATCH_RUNS, RUNS), (2 * BATCH_RUNS, RUNS)]
    assert part.runs_by("total")[1].tolist() == outlook.runs_by("total")[1][: part.runs].tolist()
    assert not outlook.stopped


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"to": CUT}, "2010 lies 0 years after 2010"),
        ({"to": CUT + 200}, "2210 lies 200 years after 2010"),
        ({"to": CUT - 3}, "2007 lies -3 years after 2010"),
        ({"runs": 0}, "0 runs cannot be simulated"),
        ({"runs": -5}, "-5 runs cannot be simulated"),
        ({"runs": MOST_RUNS + 1}, f"{MOST_RUNS + 1} runs cannot be simulated"),
        ({"seed": -1}, "-1 is no seed"),
        ({"start": 1500, "to": 1505}, "The year 1500 cannot be the last one known"),
    ],
)
def test_numbers_out_of_bounds_are_told(city_world: Snapshot, asked: dict[str, int], words: str) -> None:
    with pytest.raises(InputError, match=words):
        project(city_world, **{"start": CUT, "to": CUT + 5, "runs": 10, "seed": 1, "predictor": "degree", **asked})


def test_the_longest_horizon_works_and_unknown_words_are_told(city_world: Snapshot, outlook: Outlook) -> None:
    long = project(city_world, start=CUT, to=CUT + MOST_YEARS, runs=5, seed=1, predictor="persistence")
    assert [year for year, _ in long.fan("total", "all")] == list(range(CUT + 1, CUT + MOST_YEARS + 1))
    with pytest.raises(InputError, match="'astrology' is no predictor"):
        project(city_world, start=CUT, to=CUT + 5, runs=5, seed=1, predictor="astrology")
    with pytest.raises(UnknownValueError, match="'planet' is not a known level"):
        outlook.runs_by("planet")
    with pytest.raises(UnknownValueError, match="'lost' is not a known number"):
        outlook.runs_by("total", "lost")


def test_before_the_first_dated_tie_nothing_is_told(city_world: Snapshot) -> None:
    with pytest.raises(InputError, match="No tie between local governments is dated 1940 or earlier"):
        project(city_world, start=1940, to=1945, runs=5, seed=1, predictor="degree")


def test_newcomers_are_pairs_with_a_city_that_no_tie_named_before() -> None:
    cities = [(name, code, 1.0, 50.0) for name, code in (("a", "DE"), ("b", "NL"), ("c", "BE"), ("d", "DE"))]
    rows: list[tuple[object, ...]] = [
        ("a", "b", 2000, None, None),
        ("a", "c", 2006, None, None),
        ("c", "d", 2007, None, None),
        ("b", "c", 2008, None, None),
    ]
    dated = made_dated(rows, cities)
    # C is not known by 2005: all three have it.
    assert newcomer_ties(dated, 2005, 5) == [("BE", "DE"), ("BE", "DE"), ("BE", "NL")]
    assert newcomer_ties(dated, 2006, 5) == [("BE", "DE")]
    told = expect_newcomers(known_of(dated, 2010), years=5)
    assert told.past == ((2006, 2010, 3),)
    assert set(zip(told.countries_a, told.countries_b, strict=True)) == {("BE", "DE"), ("BE", "NL"), ("DE", "NL")}


def test_weights_follow_what_a_run_has_done() -> None:
    cities = [(name, code, 1.0, 50.0) for name, code in zip("abcdef", ["DE", "NL"] * 3, strict=True)]
    rows: list[tuple[object, ...]] = [("a", "b", 2000, None, None), ("c", "d", 2001, None, None)]
    rows += [("e", "f", 2009, None, None)]
    pairs = known_of(made_dated(rows, cities), 2010).candidates
    row = {
        tuple(pairs.cities["id"][[int(one), int(other)]]): place
        for place, (one, other) in enumerate(zip(pairs.first, pairs.second, strict=True))
    }
    follows = Follows(degree=1.0, recent_ties=0.5, common_partners=2.0, country_pair=0.25)
    state = RunState(pairs, follows, runs=2)
    state.begin(2011)
    runs, asked = np.array([0, 1]), np.array([row["a", "d"]] * 2)
    assert state.factors(runs, asked).tolist() == [1.0, 1.0]
    assert state.bounds().tolist() == [1.0, 1.0]
    place = {city: number for number, city in enumerate(pairs.cities["id"])}
    state.change(np.array([1]), np.array([place["b"]]), np.array([place["d"]]), 1)
    # In the second run b and d are tied: d has two partners, a new tie, and shares b with a; NL-NL has one pair more.
    expected = (3 / 2) ** 1.0 * 2**0.5 * 2**2.0
    assert state.factors(runs, asked) == pytest.approx([1.0, expected])
    inside = np.array([row["b", "f"]] * 2)
    assert state.factors(runs, inside) == pytest.approx([1.0, (3 / 2) * 2**0.5 * 2**0.25])
    assert (state.bounds() >= state.factors(np.repeat(1, len(row)), np.arange(len(row))).max() - 1e-9)[1]
    state.change(np.array([1]), np.array([place["b"]]), np.array([place["d"]]), -1)
    assert state.factors(runs, inside)[1] == pytest.approx(2**0.5)
    # The tie of 2009 is one of the last five years until 2013, and no longer in 2015.
    state.begin(2015)
    aged = np.array([row["a", "e"]] * 2)
    assert state.factors(runs, aged)[0] == pytest.approx((1 / 2) ** 0.5)


def test_a_club_takes_members_as_it_did(outlook: Outlook) -> None:
    ids, joined = outlook.runs_by("network", "joined")
    place = ids.index(CLUB)
    # A member every third year of the past; and half an event more in ten years.
    seen = sum(outlook.ground.city_networks[place].joined)
    assert seen == 3
    assert joined[:, place].mean() == pytest.approx(5 * (seen + 0.5) / 10, abs=0.3)
    assert np.isnan(outlook.runs_by("network", "size")[1][:, place]).all()
    with pytest.raises(UnknownValueError, match="'wealth' is not a known number of a city network"):
        outlook.runs_by("network", "wealth")


def test_streams_are_told_apart_by_run_year_and_purpose() -> None:
    streams = Streams(3)
    seen = {
        float(streams.generator(run, year, purpose, turn).random())
        for run in range(4)
        for year in (2030, 2031)
        for purpose in (Purpose.LEVEL, Purpose.KNOWN_PAIR)
        for turn in (0, 1)
    }
    assert len(seen) == 32


def test_an_interval_holds_at_least_its_share() -> None:
    one = Interval.of(np.array([0, 0, 0, 1, 9]))
    assert (one.low_90, one.low_50, one.median, one.high_50, one.high_90) == (0, 0, 0, 1, 9)
    assert one.with_median().expected == 0
    assert intervals_of(np.zeros((5, 0))) == []


def test_what_is_known_later_is_not_looked_at(city_world: Snapshot) -> None:
    """Ties, ends and memberships after the cut are gone: the outlook of a snapshot without them is the same."""
    ties = city_world.ties
    until = ties.filter((city_world.ties["start_earliest"].is_null()) | (ties["start_earliest"] < 733_000))
    assert until.height < ties.height
    manifest = {**city_world.manifest, "files": {"until": "until"}}
    earlier = replace(city_world, tables={**city_world.tables, "ties": until}, manifest=manifest)
    asked = {"start": 2000, "to": 2005, "runs": 50, "seed": 1, "predictor": "degree"}
    assert Known.of(earlier, 2000).dated.ties.equals(Known.of(city_world, 2000).dated.ties)
    assert drawn(project(earlier, **asked)) == drawn(project(city_world, **asked))
