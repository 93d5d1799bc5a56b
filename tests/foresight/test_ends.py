"""The model of ends: known hazards come back, what cannot be estimated says so, and what people read."""

import numpy as np
import polars as pl
import pytest
from tests.foresight.ended_world import ended_snapshot, later_statements

from proxenia.errors import InputError, UnknownValueError
from proxenia.foresight.ends import CONSTANT, EndModel, fit_ends, fit_table
from proxenia.foresight.ends_evidence import evidence_of
from proxenia.foresight.ends_table import TIE_YEARS, TieYears, coming_years, tie_years
from proxenia.model.vocabulary import TieKind
from proxenia.snapshot.snapshot import Snapshot

TWINNING = (TieKind.TWINNING,)
TRUE = {
    "suspension": {CONSTANT: -5.0, "hostile": 2.0, "log_age": -0.5},
    "ending": {CONSTANT: -4.2, "hostile": 0.8, "log_age": 0.6},
}
HISTORIES = 80


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return ended_snapshot(tmp_path_factory.mktemp("ended"))


@pytest.fixture(scope="module")
def model(world: Snapshot) -> EndModel:
    return fit_ends(world, 2024)


def made_years(seed: int, *, ties: int = 500, years: int = 15, ends: bool = True) -> TieYears:
    """Return ties made for this test that end by the rates of :data:`TRUE`, each pair of countries with one tie."""
    rng = np.random.default_rng(seed)
    hostile = (rng.random((ties, years)) < 0.3).astype(float)
    log_age = np.log10(rng.integers(0, 40, ties)[:, None] + np.arange(years) + 1)
    rates = [
        np.exp(true[CONSTANT] + true["hostile"] * hostile + true["log_age"] * log_age) * ends for true in TRUE.values()
    ]
    suspended, ended = (rng.exponential(size=rate.shape) / np.maximum(rate, 1e-12) for rate in rates)
    over = np.minimum(suspended, ended) < 1
    first = np.where(over.any(axis=1), over.argmax(axis=1), years - 1)
    tie, year = (part.ravel() for part in np.indices((ties, years)))
    kept = year <= first[tie]
    last = over & (suspended < ended)
    columns: dict[str, object] = {name: False for name, kind in TIE_YEARS.items() if kind == pl.Boolean()}
    columns |= {
        "id": [f"tie:{number}" for number in tie],
        "kind": "twinning",
        "a": "a",
        "b": "b",
        "low": [f"L{number}" for number in tie],
        "high": "H",
        "year": year + 2000,
        "suspended": last.ravel(),
        "ended": (over & ~last).ravel(),
        "hostile": hostile.ravel().astype(bool),
        "log_age": log_age.ravel(),
        "log_silence": 0.0,
        "listed_elsewhere": tie % 2 == 0,
    }
    rows = pl.DataFrame(columns, schema_overrides={"year": pl.Int32()}).select(TIE_YEARS.names()).cast(TIE_YEARS)
    return TieYears(rows.filter(pl.Series(kept)), outside=0, undated_ends=0, cut=2014)


# Known hazards


def test_known_hazards_of_competing_ends_come_back() -> None:
    covered = {(event, name): 0 for event, true in TRUE.items() for name in true}
    for seed in range(HISTORIES):
        fitted = fit_table(made_years(seed), kinds=TWINNING)
        for hazard in fitted.hazards:
            for name, truth in TRUE[hazard.event].items():
                found = hazard.coefficient(name)
                assert found.low is not None
                assert found.high is not None
                covered[hazard.event, name] += found.low <= truth <= found.high
    assert min(covered.values()) >= 0.88 * HISTORIES, covered


def test_chances_add_up_to_what_happened() -> None:
    years = made_years(1, ties=3_000)
    suspended, ended = fit_table(years, kinds=TWINNING).yearly_chances(years.rows)
    assert suspended.sum() == pytest.approx(years.rows["suspended"].sum(), rel=0.05)
    assert ended.sum() == pytest.approx(years.rows["ended"].sum(), rel=0.05)
    assert (suspended + ended < 1).all()
    hostile = years.rows["hostile"].to_numpy()
    assert suspended[hostile].mean() > 4 * suspended[~hostile].mean()


def test_two_sure_ends_share_a_year() -> None:
    years = made_years(1)
    sure = fit_table(years, kinds=TWINNING).assume(CONSTANT, suspension=3.0, ending=3.0)
    suspended, ended = sure.yearly_chances(years.rows)
    assert (suspended + ended <= 1).all()
    assert (suspended + ended).min() > 0.99


# What is not estimated


def test_what_nothing_ended_with_is_not_invented(model: EndModel) -> None:
    broken = model.suspension.coefficient("broken")
    assert (broken.how, broken.coef, broken.low, broken.events) == ("not estimated", None, None, 0)
    assert broken.years == 3
    assert broken.why is not None
    assert model.ending.coefficient("broken").how == "estimated"
    assert any("not estimated for want of ends with it by 2024" in one and "broken" in one for one in model.sentences())


def test_rows_whose_chance_leaves_something_out(world: Snapshot, model: EndModel) -> None:
    rows = tie_years(world, 2024).rows
    left_out = model.suspension.leaves_out(rows)
    assert left_out[rows["broken"].to_numpy()].all()
    assert not left_out.all()


def test_no_end_at_all_is_no_number(world: Snapshot) -> None:
    nothing = fit_ends(world, 2012, kinds=TWINNING)
    assert not nothing.suspension.estimated
    suspended, ended = nothing.yearly_chances(coming_years(world, 2012, 2014, kinds=TWINNING))
    assert np.isnan(suspended).all()
    assert np.isnan(ended).all()
    assert nothing.suspension.leaves_out(tie_years(world, 2012, kinds=TWINNING).rows).all()
    assert "Endings: not estimated, for none was known by the end of 2012." in nothing.sentences()
    assert nothing.drawn(np.random.default_rng(1)).told() == nothing.told()


def test_one_kind_of_end_alone_stands_alone(world: Snapshot) -> None:
    some = fit_ends(world, 2015, kinds=TWINNING)
    suspended, ended = some.yearly_chances(coming_years(world, 2015, 2017, kinds=TWINNING))
    assert np.isnan(suspended).all()
    assert ((ended > 0) & (ended < 1)).all()


# What a person changes


def test_an_assumed_coefficient_is_marked_and_kept_when_drawn(model: EndModel) -> None:
    changed = model.assume("broken", suspension=2.5)
    broken = changed.suspension.coefficient("broken")
    assert (broken.how, broken.coef, broken.se) == ("assumed", 2.5, None)
    assert model.suspension.coefficient("broken").coef is None
    assert changed.ending is model.ending
    drawn = changed.drawn(np.random.default_rng(3))
    assert drawn.suspension.coefficient("broken").coef == 2.5
    assert drawn.suspension.coefficient("hostile").coef != changed.suspension.coefficient("hostile").coef
    assert any("assumed, not estimated: broken" in one for one in changed.sentences())
    replaced = changed.assume("hostile", suspension=0.0).drawn(np.random.default_rng(3))
    assert replaced.suspension.coefficient("hostile").coef == 0.0


def test_drawn_coefficients_spread_as_the_errors_say() -> None:
    fitted = fit_table(made_years(2), kinds=TWINNING)
    rng = np.random.default_rng(5)
    values = np.array([fitted.drawn(rng).ending.coefficient("hostile").coef for _ in range(2_000)])
    found = fitted.ending.coefficient("hostile")
    assert values.mean() == pytest.approx(found.coef, abs=0.02)
    assert values.std() == pytest.approx(found.se, rel=0.06)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e6])
def test_a_number_that_cannot_be_assumed(model: EndModel, value: float) -> None:
    with pytest.raises(InputError, match="cannot be assumed"):
        model.assume("hostile", ending=value)


def test_a_covariate_that_is_none(model: EndModel) -> None:
    with pytest.raises(UnknownValueError, match="weather"):
        model.assume("weather", ending=1.0)


def test_a_table_without_its_columns(model: EndModel) -> None:
    with pytest.raises(InputError, match="has no column"):
        model.yearly_chances(pl.DataFrame({"year": [2025]}))


# What it rests on


def test_what_is_known_later_changes_no_estimate(world: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> None:
    later = ended_snapshot(tmp_path_factory.mktemp("later"), more=later_statements())
    kinds = (TieKind.TWINNING, TieKind.MEMBERSHIP)
    assert fit_ends(later, 2013, kinds=kinds).told() == fit_ends(world, 2013, kinds=kinds).told()
    assert fit_ends(later, 2016, kinds=kinds).told() != fit_ends(world, 2016, kinds=kinds).told()


def test_the_evidence_is_counted(model: EndModel) -> None:
    found = model.evidence
    assert (found.ties, found.undated_ties, found.first_year, found.last_year) == (8, 2, 1953, 2024)
    assert (found.all_years.suspensions, found.all_years.endings) == (2, 2)
    assert (found.hostile_years.suspensions, found.hostile_years.endings) == (2, 1)
    assert (found.decisions, found.undated_ends) == (4, 1)
    assert found.elsewhere.years < found.all_years.years
    assert found.told()["all_years"]["years"] == found.all_years.years


def test_a_council_that_ends_three_ties_on_one_evening_decides_once() -> None:
    rows = made_years(4).rows.filter(pl.col("suspended") | pl.col("ended")).head(6)
    cities = pl.DataFrame({"a": ["x", "x", "y", "z", "q", "q"], "b": ["y", "z", "q", "w", "r", "s"]})
    made = rows.with_columns(cities, year=pl.Series([2001, 2001, 2001, 2001, 2001, 2002], dtype=pl.Int32()))
    # x with y and z, q with y and r, z with w, and q again a year later.
    assert evidence_of(TieYears(made, 0, 0, 2014), made).decisions == 4


def test_a_register_without_another_list_says_so(world: Snapshot) -> None:
    alone = fit_ends(world, 2024, kinds=(TieKind.AGREEMENT,))
    assert alone.evidence.elsewhere.years == 0
    assert any("no other list tells by how much" in one for one in alone.sentences())


def test_only_what_is_listed_whatever_became_of_it() -> None:
    years = made_years(4)
    half = fit_table(years, kinds=TWINNING, only_listed_elsewhere=True)
    assert half.evidence.all_years == half.evidence.elsewhere
    assert half.evidence.ties == 250
    bare = TieYears(years.rows.with_columns(listed_elsewhere=False), outside=0, undated_ends=0, cut=2014)
    with pytest.raises(InputError, match="listed by a source beside the register"):
        fit_table(bare, kinds=TWINNING, only_listed_elsewhere=True)


def test_a_register_chosen_for_its_ends_says_so() -> None:
    rows = made_years(4).rows
    ends = pl.col("suspended") | pl.col("ended")
    chosen = rows.with_columns(listed_elsewhere=~ends.any().over("id") | (pl.col("id") == "tie:7"))
    some = chosen.filter(ends, pl.col("listed_elsewhere")).height
    told = fit_table(TieYears(chosen, 0, 0, 2014), kinds=TWINNING).sentences()
    assert any("because they ended" in one for one in told) == bool(some)
    evenly = fit_table(made_years(4, ties=4_000), kinds=TWINNING).sentences()
    assert not any("because they ended" in one for one in evenly)


def test_sentences_speak_of_association(model: EndModel) -> None:
    for fitted in (model, fit_table(made_years(3), kinds=TWINNING)):
        text = " ".join(fitted.sentences())
        assert "association" in text
        assert "effect" not in text
        assert "because of" not in text
    told = next(one for one in fitted.sentences() if one.startswith("Suspensions are recorded"))
    assert "95 % interval" in told
    assert "other things alike" in told
