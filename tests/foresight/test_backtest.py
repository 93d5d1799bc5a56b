"""The backtest: what came later changes no prediction, a planted leak is caught, shuffled ties show no skill."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import orjson
import polars as pl
import pytest
from tests.foresight.made_cities import CENTRES, city_world, saved

from proxenia.errors import InputError, UnknownValueError
from proxenia.foresight import backtest as backtest_module
from proxenia.foresight.backtest import CUTS, best_predictor, run_backtest
from proxenia.foresight.backtest_asked import answer_backtest, as_json
from proxenia.foresight.backtest_results import Backtest
from proxenia.foresight.backtest_words import sentences
from proxenia.foresight.dated_ties import DatedTies
from proxenia.foresight.known import Known
from proxenia.foresight.predictors.predictor import Prediction, Predictor
from proxenia.foresight.predictors.registry import BASELINES, PREDICTORS
from proxenia.foresight.scores import SCORES, score
from proxenia.model.period import day_number
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["city_world"]

CUT, WINDOW = 1995, 5


@pytest.fixture(scope="module")
def found(city_world: Snapshot) -> Backtest:
    return run_backtest(city_world, cuts=(1990, CUT))


def with_ties(world: Snapshot, change: Callable[[pl.DataFrame], pl.DataFrame]) -> Snapshot:
    """Return a world whose table of ties is another, and that nobody mistakes for the first."""
    ties = change(world.tables["ties"])
    changed = replace(world, tables={**world.tables, "ties": ties})
    return saved(changed, f"made {ties.hash_rows().sum()} {ties.height}")


def without_later(world: Snapshot, year: int) -> Snapshot:
    """Return the world as if nothing had happened after a year: no tie, membership, suspension or ending."""
    day = day_number(year, 12, 31)
    later = {name: pl.col(name) > day for name in ("end_earliest", "status_since_earliest")}

    def change(ties: pl.DataFrame) -> pl.DataFrame:
        kept = ties.filter((pl.col("start_earliest") <= day).fill_null(value=True))
        return kept.with_columns(
            *(
                pl.when(~later["end_earliest"]).then(pl.col(name)).alias(name)
                for name in ("end_earliest", "end_latest")
            ),
            status=pl.when(later["status_since_earliest"]).then(pl.lit("active")).otherwise(pl.col("status")),
        )

    return with_ties(world, change)


def with_other_future(world: Snapshot, year: int) -> Snapshot:
    """Return the world with a made-up future: later ties and memberships between others, and all that stand end."""
    day = day_number(year, 12, 31)

    def change(ties: pl.DataFrame) -> pl.DataFrame:
        later = pl.col("start_earliest") > day
        cities = sorted(world.actors.filter(pl.col("kind") == "city")["id"])
        rng = np.random.default_rng(3)
        drawn = pl.Series([cities[place] for place in rng.integers(0, len(cities), ties.height)])
        return ties.with_columns(
            a=pl.when(later).then(drawn).otherwise(pl.col("a")),
            end_earliest=pl.coalesce("end_earliest", pl.lit(day_number(year + 2), dtype=pl.Int32)),
            end_latest=pl.coalesce("end_latest", pl.lit(day_number(year + 2), dtype=pl.Int32)),
        ).filter(pl.col("a") != pl.col("b"))

    return with_ties(world, change)


def predictions(predictor: Predictor, world: Snapshot) -> list[bytes]:
    told = predictor.fit(Known.of(world, CUT), years=WINDOW, seed=1)
    pairs = told.candidates
    names = [str(pairs.cities["id"].to_list()), str(told.expectation), str(told.coefficients)]
    return [*(name.encode() for name in names), pairs.first.tobytes(), pairs.second.tobytes(), told.weights.tobytes()]


@dataclass(frozen=True)
class Leaking:
    """A predictor with a planted leak: it was given the dated ties of all years, and favours pairs that tie later."""

    everything: DatedTies
    id: str = "leaking"
    label: str = "Leaking"
    meaning: str = "Looks ahead."
    reference: str = "none"

    def fit(self, known: Known, *, years: int, seed: int) -> Prediction:
        plain = PREDICTORS["persistence"].fit(known, years=years, seed=seed)
        later = known.candidates.rows_of(self.everything.between(known.cut + 1, known.cut + years))
        weights = plain.weights.copy()
        weights[later] *= 1_000
        return replace(plain, weights=weights / weights.sum())


@pytest.mark.parametrize("name", list(PREDICTORS))
def test_what_came_after_the_cut_changes_no_prediction(city_world: Snapshot, name: str) -> None:
    told = predictions(PREDICTORS[name], city_world)
    assert predictions(PREDICTORS[name], without_later(city_world, CUT)) == told
    assert predictions(PREDICTORS[name], with_other_future(city_world, CUT)) == told


def test_a_planted_leak_is_caught_by_that_test_and_jumps_in_the_scores(city_world: Snapshot, found: Backtest) -> None:
    worlds = [city_world, without_later(city_world, CUT), with_other_future(city_world, CUT)]
    told = [predictions(Leaking(DatedTies.of(world)), world) for world in worlds]
    assert told[0] != told[1]
    assert told[0] != told[2]
    known = Known.of(city_world, CUT)
    leaking = Leaking(DatedTies.of(city_world)).fit(known, years=WINDOW, seed=1)
    tied = known.candidates.rows_of(DatedTies.of(city_world).between(CUT + 1, CUT + WINDOW))
    jumped = score(leaking.chances(), tied).values
    honest = [one.scores for one in found.cuts[-1].models.values()]
    assert jumped["average_precision"] == 1.0
    assert all(jumped["log_score"] < 0.6 * one["log_score"] for one in honest)  # type: ignore[operator]
    assert all(one["average_precision"] < 0.5 for one in honest)  # type: ignore[operator]


def test_a_wrong_end_of_what_is_known_would_be_refused_or_seen(city_world: Snapshot) -> None:
    known = Known.of(city_world, CUT)
    with pytest.raises(InputError, match=f"{CUT + 1} lies after the cut {CUT}"):
        known.as_of(CUT + 1)
    later = known.changed(dated=replace(DatedTies.of(city_world), cities=known.dated.cities))
    assert later.candidates.first.tobytes() == known.candidates.first.tobytes(), "what begins later is not in force"
    assert later.candidates.features("degree_a").tobytes() == known.candidates.features("degree_a").tobytes()
    assert later.candidates.features("recent_a").tobytes() == known.candidates.features("recent_a").tobytes()


def test_a_cut_is_the_same_to_the_byte_without_anything_after_its_window(city_world: Snapshot, found: Backtest) -> None:
    again = run_backtest(without_later(city_world, CUT + WINDOW), cuts=(1990, CUT))
    for one, other in zip(as_json(again)["cut"], as_json(found)["cut"], strict=True):
        assert orjson.dumps(one) == orjson.dumps(other)


def test_the_same_seed_gives_the_same_json_and_another_only_other_intervals(
    city_world: Snapshot, found: Backtest
) -> None:
    told = orjson.dumps(as_json(found))
    assert orjson.dumps(as_json(run_backtest(city_world, cuts=(CUT, 1990, CUT)))) == told
    other = as_json(run_backtest(city_world, cuts=(1990, CUT), seed=2))
    assert other["cut"][0]["scores"] == as_json(found)["cut"][0]["scores"], "so few pairs that none are sampled"
    assert other["cut"][0]["models"]["degree"]["intervals"] != as_json(found)["cut"][0]["models"]["degree"]["intervals"]


def shuffled(dated: DatedTies, seed: int) -> DatedTies:
    """Return ties whose years are dealt out anew, and their ends too: who ties whom and when is chance.

    Each city keeps its number of ties. Years alone would not do: who is tied with whom would stay, and half of a
    network says much about the other half, whenever each of its ties began.
    """
    rng = np.random.default_rng(seed)
    ties = dated.ties.with_columns(suspended=pl.lit(None, dtype=pl.Int32), ended=pl.lit(None, dtype=pl.Int32))
    ends = pl.concat([ties.select(city=side, country=f"country_{side}") for side in ("a", "b")])
    dealt = ends[rng.permutation(ends.height).tolist()]
    one, other = dealt.head(ties.height), dealt.tail(ties.height)
    years = ties.select("year", "start")[rng.permutation(ties.height).tolist()]
    told = ties.with_columns(
        years, a=one["city"], country_a=one["country"], b=other["city"], country_b=other["country"]
    )
    return replace(dated, ties=told.filter(pl.col("a") != pl.col("b")).sort("start", "id"))


def test_on_shuffled_ties_the_model_shows_no_skill_over_the_baselines(
    city_world: Snapshot, found: Backtest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dealing out anew leaves each city its number of ties: degree may know something, the model nothing more.

    The threshold is what chance alone makes of a difference: its 95 % range, from samples of the new ties, must reach
    to nought or beyond at most seeds; of five, two misses have a probability of 2 %, so one is allowed.
    """
    real = found.pooled_difference("relational", str(found.best_baseline))
    assert real is not None
    assert real.interval is not None
    assert real.interval[1] < 0, "in the made world there is something to know"
    better = 0
    for seed in range(5):
        dealt = shuffled(DatedTies.of(city_world), seed)
        monkeypatch.setattr(backtest_module.DatedTies, "of", lambda _snapshot, dealt=dealt: dealt)
        told = run_backtest(city_world, cuts=(1990, CUT))
        monkeypatch.undo()
        apart = told.pooled_difference("relational", str(told.best_baseline))
        assert apart is not None
        assert apart.interval is not None
        better += apart.interval[1] < 0
        assert apart.value > real.value / 3
    assert better <= 1


def test_the_json_that_others_rely_on(found: Backtest) -> None:
    told: dict[str, Any] = orjson.loads(orjson.dumps(as_json(found)))
    assert [cut["year"] for cut in told["cut"]] == [1990, CUT]
    for cut in told["cut"]:
        assert list(cut)[:2] == ["year", "scores"]
        assert set(cut["scores"]) == set(PREDICTORS)
        assert all(list(scores) == list(SCORES) for scores in cut["scores"].values())
        assert cut["new_ties"] + cut["out_of_reach"] + cut["tied_before"] <= cut["window_ties"]
        seen = sum(group["seen"] for group in cut["models"]["relational"]["calibration"])
        assert seen == cut["new_ties"]
    assert told["best"] == "relational"
    assert told["best_baseline"] in BASELINES
    assert told["pooled"][told["best_baseline"]]["difference"] is None
    assert told["coverage"]["lists"][0]["ties"] == told["coverage"]["dated_ties"] == told["coverage"]["all_ties"] - 1


def test_what_is_out_of_reach_is_counted(city_world: Snapshot, found: Backtest) -> None:
    dated = DatedTies.of(city_world)
    known = set(dated.until(CUT).cities["id"])
    window = {frozenset(pair) for pair in dated.between(CUT + 1, CUT + WINDOW).select("a", "b").iter_rows()}
    cut = found.cuts[-1]
    assert cut.out_of_reach == sum(not pair <= known for pair in window)
    assert cut.new_ties == len(window) - cut.out_of_reach
    assert cut.new_ties > 15


def test_the_best_has_the_lowest_log_score_per_tie_over_all_cuts(found: Backtest) -> None:
    ties = [cut.new_ties for cut in found.cuts]
    for name in found.models:
        scores = [cut.models[name].scores["log_score_per_tie"] for cut in found.cuts]
        assert found.pooled(name) == pytest.approx(np.average(np.array(scores, dtype=float), weights=ties))
    best = best_predictor(found)
    assert found.pooled(best) == min(found.pooled(name) or 99 for name in found.models)
    assert best_predictor(replace(found, cuts=())) == "persistence"


def test_where_a_baseline_does_better_it_is_said(found: Backtest) -> None:
    told = " ".join(sentences(found))
    assert "Relational event model does better than the best baseline" in told
    cuts = tuple(
        replace(
            cut,
            models={
                **cut.models,
                "relational": replace(cut.models["relational"], loss_of_ties=cut.models["relational"].loss_of_ties + 3),
            },
        )
        for cut in found.cuts
    )
    worse = replace(found, cuts=cuts)
    assert best_predictor(worse) in BASELINES
    told = " ".join(sentences(worse))
    assert "A baseline does better than Relational event model" in told
    assert "did best (a baseline)" in told
    assert "not enough data on" in told, "no made city lies in Africa"


def test_it_stops_between_two_steps_with_the_cuts_that_are_done(city_world: Snapshot) -> None:
    steps: list[tuple[int, int]] = []
    told = run_backtest(
        city_world,
        cuts=(1990, CUT),
        models=("degree", "persistence"),
        progress=lambda done, total: steps.append((done, total)),
        stop=lambda: len(steps) >= 3,
    )
    assert steps == [(1, 4), (2, 4), (3, 4)]
    assert [cut.year for cut in told.cuts] == [1990]
    assert told.stopped
    assert "Stopped before all cuts were done" in sentences(told)[-1]
    nothing = run_backtest(city_world, cuts=(1990,), models=("degree",), stop=lambda: True)
    assert as_json(nothing)["cut"] == []
    assert as_json(nothing)["best"] is None
    assert sentences(nothing) == ("Stopped before the first cut was done: nothing can be said.",)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"cuts": (1900,)}, "nothing to learn from or to predict at the cut 1900. Expected 1950 to 2011"),
        ({"cuts": (2012,)}, "nothing to learn from or to predict at the cut 2012"),
        ({"cuts": (1995, 2100)}, "the cut 2100"),
        ({"cuts": ()}, "0 cuts are asked for"),
        ({"cuts": tuple(range(1960, 2000))}, "40 cuts are asked for. Expected 1 to 30"),
        ({"years": 0}, "A window of 0 years"),
        ({"years": 200}, "A window of 200 years"),
        ({"years": -5}, "A window of -5 years"),
    ],
)
def test_what_cannot_be_asked_is_refused(city_world: Snapshot, asked: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        run_backtest(city_world, **asked)


def test_an_unknown_model_is_refused_with_the_known_ones(city_world: Snapshot) -> None:
    with pytest.raises(UnknownValueError, match=r"'oracle' is not a known model or baseline\. Known: relational, p"):
        run_backtest(city_world, models=("oracle",))


def test_a_window_without_any_tie_is_refused(city_world: Snapshot) -> None:
    gap = with_ties(
        city_world, lambda ties: ties.filter(~pl.col("valid_from").str.starts_with("199").fill_null(value=False))
    )
    with pytest.raises(InputError, match="No dated tie begins in the window from 1991 to 1993"):
        run_backtest(gap, cuts=(1990,), years=3)


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ({"cuts": "soon"}, "'soon' is not a list of years"),
        ({"cuts": "1990;1995"}, "is not a list of years"),
        ({"cuts": "9" * 300}, "is not a list of years"),
        ({"years": "many"}, "years is 'many'"),
        ({"seed": -1}, "seed is '-1'"),
        ({"seed": 2**40}, "seed is"),
    ],
)
def test_a_question_that_cannot_be_read_is_refused(
    city_world: Snapshot, question: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        answer_backtest(city_world, question)


def test_a_question_leaves_what_it_likes_to_the_usual(city_world: Snapshot) -> None:
    told = answer_backtest(city_world, {"cuts": " 1990, 1995 "})
    assert [cut["year"] for cut in told["cut"]] == [1990, 1995]
    assert (told["years"], told["seed"]) == (5, 1)
    assert [cut for cut in CUTS if cut % 5] == []
    assert len(told["coverage"]["regions"]) == 6
    assert {row["region"] for row in told["coverage"]["regions"] if row["enough"]} == {"Europe"}
    assert set(CENTRES) == {"DE", "NL", "BE", "GB", "FI", "RU"}, "all of them in Europe"


def test_where_nothing_comes_nothing_is_claimed(city_world: Snapshot) -> None:
    told = run_backtest(city_world, cuts=(1950,), years=1, models=("degree", "persistence"))
    assert told.cuts[0].new_ties == 0
    assert told.cuts[0].models["degree"].scores["average_precision"] is None
    assert best_predictor(told) == "persistence"
    said = " ".join(sentences(told))
    assert "predictors cannot be told apart" in said
    assert "Too few new ties to say how well their number is predicted" in said
