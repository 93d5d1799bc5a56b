"""Scenarios set against a world made for tests: what they change, what they refuse, and that chance falls out."""

from datetime import date
from typing import Any

import numpy as np
import orjson
import pytest
from tests.atlas.two_levels import two_level_snapshot
from tests.factory import BERLIN, EUROCITIES, ROTTERDAM, SHANGHAI

from proxenia.errors import InputError
from proxenia.foresight.known import Known
from proxenia.foresight.outlook.outlook import Outlook
from proxenia.foresight.outlook.project import project, simulate
from proxenia.foresight.scenarios.changes import MOST_OF_NEW, Changes, Number, Reach, Shift
from proxenia.foresight.scenarios.comparing import LEVELS, ScenarioResult, compare_scenario, differences
from proxenia.foresight.scenarios.estimates import LEAST_EVIDENCE, Estimate
from proxenia.foresight.scenarios.law_reform import reformed
from proxenia.foresight.scenarios.reading import read_scenario
from proxenia.foresight.scenarios.resolving import check_scenario, resolve, years_of
from proxenia.foresight.scenarios.scenario import Scenario
from proxenia.law.powers import powers_in
from proxenia.law.records import RuleBook
from proxenia.model.vocabulary import TieKind, Tier
from proxenia.snapshot.snapshot import Snapshot

START, TO = 2026, 2031
ASKED: dict[str, Any] = {"start": START, "to": TO, "runs": 40, "seed": 7}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return two_level_snapshot(tmp_path_factory.mktemp("scenarios"))


@pytest.fixture(scope="module")
def known(world: Snapshot) -> Known:
    return Known.of(world, START)


def made(*changes: dict[str, Any], **more: Any) -> Scenario:
    head = {"schema": 1, "id": "made", "title": "Made", "written": "2026-11-22", "hypothetical": True}
    return read_scenario(orjson.dumps({**head, **more, "changes": list(changes)}))


def assumed(name: str, value: float, low: float | None = None, high: float | None = None) -> dict[str, Any]:
    ends = [value if low is None else low, value if high is None else high]
    return {"coefficient": name, "number": "assumed", "value": value, "range": ends, "reason": "made for a test"}


def estimated(name: str) -> dict[str, Any]:
    return {"coefficient": name, "number": "estimated"}


def rupture(*carriers: dict[str, Any], **more: Any) -> dict[str, Any]:
    told = {"kind": "rupture", "on": "2028-01-01", "between": ["NL"], "and": ["CN", "DE"], "carried_by": list(carriers)}
    return {**told, **more}


ALL_OF_A_RUPTURE = (
    assumed("suspension_first", 6, 4, 8),
    assumed("ending_first", 6, 4, 8),
    assumed("suspension_after", 3, 1, 5),
    assumed("ending_after", 3, 1, 5),
    assumed("hostile", -2, -4, -1),
)


def compared(world: Snapshot, scenario: Scenario, **asked: Any) -> ScenarioResult:
    return compare_scenario(world, scenario, predictor="country_pair", **{**ASKED, **asked})


def test_without_a_change_nothing_differs(world: Snapshot, known: Known) -> None:
    baseline = project(world, **ASKED, predictor="country_pair", known=known)
    again = simulate(world, baseline.ground, scenario=Changes())
    for level, whats in LEVELS.items():
        for what in whats:
            np.testing.assert_array_equal(baseline.runs_by(level, what)[1], again.runs_by(level, what)[1])
    rows, counts = differences(baseline, again)
    assert [one.level for one in rows] == ["total"] * 4
    assert {one.difference for one in rows} == {0.0}
    assert sum(counts.values()) == 4


def test_numbers_of_nought_change_nothing(world: Snapshot) -> None:
    nought = [assumed(one["coefficient"], 0.0) for one in ALL_OF_A_RUPTURE]
    result = compared(world, made(rupture(*nought)))
    assert {one.difference for one in result.differences} == {0.0}


def test_the_same_question_gives_the_same_bytes(world: Snapshot) -> None:
    scenario = made(rupture(*ALL_OF_A_RUPTURE))
    one, other = (orjson.dumps(compared(world, scenario).as_json()) for _ in range(2))
    assert one == other
    assert (
        orjson.loads(one)["model_hash"]
        != orjson.loads(
            orjson.dumps(
                compared(world, made(rupture(*ALL_OF_A_RUPTURE[:4], assumed("hostile", -2.5, -4, -1)))).as_json()
            )
        )["model_hash"]
    )
    assert one != orjson.dumps(compared(world, scenario, seed=8).as_json())


def test_a_rupture_never_raises_the_ties_of_the_two(world: Snapshot, known: Known) -> None:
    scenario = made(rupture(*ALL_OF_A_RUPTURE))
    resolved = resolve(scenario, world, {}, known=known, to=TO)
    baseline = project(world, **ASKED, predictor="country_pair", known=known)
    changed = simulate(world, baseline.ground, scenario=resolved.changes)
    seen = 0
    before, after = (_in_force(one) for one in (baseline, changed))
    for pair in ("CN-NL", "DE-NL"):
        assert (after[pair] <= before[pair]).all()
        seen += int((after[pair] < before[pair]).sum())
    assert seen > 20, "so strong a rupture ends something in most runs"
    told = compared(world, scenario)
    expected = {one.id: one for one in told.differences if one.what == "expected"}
    for pair in ("CN-NL", "DE-NL"):
        assert expected[pair].high_90 < 0
    assert "BE-NL" not in expected


def _in_force(outlook: Outlook) -> dict[str, Any]:
    ids, runs = outlook.runs_by("country_pair", "in_force")
    return dict(zip(ids, runs.T, strict=True))


def test_what_carries_it_is_told_with_its_origin(world: Snapshot) -> None:
    result = compared(world, made(rupture(*ALL_OF_A_RUPTURE)))
    assert {one.number for one in result.numbers} == {"assumed"}
    assert {one.origin for one in result.numbers} == {"made for a test"}
    by_name = {one.coefficient: one for one in result.numbers}
    assert (by_name["ending_first"].on, by_name["ending_first"].until) == ("2028-01-01", "2028-12-31")
    assert by_name["ending_after"].on == "2029-01-01"
    assert by_name["hostile"].reached == 2
    assert result.score is None, "what has not happened is not scored"


def test_a_new_network_has_its_members(world: Snapshot) -> None:
    change = {
        "kind": "city_network",
        "on": "2028-07-01",
        "network": "px:made-network",
        "name": "Made",
        "members": [ROTTERDAM, "Shanghai,CN", BERLIN],
        "carried_by": [assumed("shared_network", 1.0)],
    }
    told = {(one.id, one.what): one for one in compared(world, made(change)).differences if one.level == "network"}
    size = told["px:made-network", "size"]
    assert (size.baseline, size.scenario, size.low_90, size.high_90) == (0, 3, 3, 3)
    with pytest.raises(InputError, match="is somebody of the register already"):
        compared(world, made({**change, "network": EUROCITIES}))


BASE = {"hostile": Estimate(-1.0, 0.3, None, "a model made for this test")}


@pytest.mark.parametrize(
    ("estimates", "says"),
    [
        ({}, "no model of it was fitted here"),
        ({"hostile": "too few ties"}, "too few ties"),
        ({"hostile": Estimate(-1.0, float("nan"), None, "")}, "did not settle"),
        ({"hostile": Estimate(-1.0, 12.0, None, "")}, "with a standard error of 12.0 is no estimate"),
        ({"hostile": Estimate(-1.0, 0.3, LEAST_EVIDENCE - 1, "")}, "not called an estimate"),
        ({"hostile": Estimate(0.4, 0.1, 99, "")}, "goes the other way"),
    ],
)
def test_an_estimate_that_is_none_must_be_assumed(
    world: Snapshot, known: Known, estimates: dict[str, Any], says: str
) -> None:
    scenario = made(rupture(estimated("hostile")))
    with pytest.raises(InputError) as caught:
        resolve(scenario, world, estimates, known=known, to=TO)
    assert says in str(caught.value)
    assert "changes 1, carried_by 1, number" in str(caught.value)
    assert "`number: assumed`" in str(caught.value)
    both = made(rupture({**assumed("hostile", -0.5), "number": "estimated"}))
    shift = resolve(both, world, estimates, known=known, to=TO).changes.shifts[0]
    assert (shift.number.estimated, shift.number.value) == (False, -0.5)
    assert says in shift.number.origin


def test_an_estimated_number_moves_only_what_was_otherwise(world: Snapshot, known: Known) -> None:
    change = rupture(estimated("hostile"), **{"and": ["CN", "RU"]})
    shift = resolve(made(change), world, BASE, known=known, to=TO).changes.shifts[0]
    assert shift.reach.pairs == {("CN", "NL"): 1.0, ("NL", "RU"): 0.0}, "the Netherlands and Russia are hostile already"
    assert shift.number.estimated
    assert shift.number.origin == "a model made for this test"
    again = resolve(made({**change, "kind": "reconciliation"}), world, BASE, known=known, to=TO).changes.shifts[0]
    assert again.reach.pairs == {("CN", "NL"): 0.0, ("NL", "RU"): -1.0}


def test_a_reform_by_an_estimated_association_says_how_many_points(world: Snapshot, known: Known) -> None:
    change = reform()
    change["carried_by"] = [estimated("autonomy")]
    told = {"autonomy": Estimate(-0.2, 0.1, None, "")}
    with pytest.raises(InputError, match="changes 1, points"):
        resolve(made(change), world, told, known=known, to=TO)
    shift = resolve(made({**change, "points": 5}), world, told, known=known, to=TO).changes.shifts[0]
    assert shift.reach.step == 0.5


def reform(**more: Any) -> dict[str, Any]:
    told = {"kind": "reform", "on": "2028-03-01", "country": "NL", "tier": "city", "power": "treaty"}
    return {**told, "instruments": ["twinning", "treaty"], "carried_by": [assumed("autonomy", 0.2)], **more}


def power(world: Snapshot, year: int, tier: Tier, instrument: TieKind) -> str | None:
    found = powers_in(RuleBook(world), year, tier=tier, instrument=instrument)
    return next((one.power for one in found if one.place == "iso:NL"), None)


def test_a_reform_changes_what_the_law_answers_from_its_day_on(world: Snapshot) -> None:
    after = reformed(world, made(reform()))
    assert power(after, 2028, Tier.CITY, TieKind.TWINNING) == "treaty"
    assert power(world, 2028, Tier.CITY, TieKind.TWINNING) != "treaty"
    for year, tier, instrument in (
        (2027, Tier.CITY, TieKind.TWINNING),
        (2028, Tier.REGION, TieKind.TWINNING),
        (2028, Tier.CITY, TieKind.AGREEMENT),
        (2028, Tier.OTHER_LOCAL, TieKind.TWINNING),
    ):
        assert power(after, year, tier, instrument) == power(world, year, tier, instrument), (year, tier, instrument)
    book = RuleBook(after)
    new = next(rule for rule in book.of_place("iso:NL") if rule.id == "scenario-made-1")
    assert new.basis[0].title == "Scenario: Made"
    assert len({rule.id for rule in book.rules}) == len(book.rules)
    for rule in book.of_place("iso:NL"):
        assert rule.basis, "what goes on keeps where it stands"
    assert after.rules.filter(place="iso:NL").height > world.rules.filter(place="iso:NL").height
    taken = reformed(world, made(reform(power="prohibited", instruments=["twinning"])))
    assert power(taken, 2028, Tier.CITY, TieKind.TWINNING) == "prohibited"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (rupture(*ALL_OF_A_RUPTURE, between=["ZZ"]), "changes 1, between: 'ZZ' is no country of the register"),
        (reform(on="2010-01-01"), "changes 1, on: 2010-01-01 lies before the outlook begins"),
        (reform(on="2026-12-31"), "lies before the outlook begins"),
        (reform(on="2032-01-01"), "lies after the outlook ends"),
        (
            {"kind": "city_network", "on": "2028-01-01", "network": "px:made", "name": "Made"}
            | {"members": [ROTTERDAM, "Atlantis,NL"], "carried_by": [assumed("shared_network", 1)]},
            "changes 1, members 2: 'Atlantis,NL' is no city of the register",
        ),
        (
            {"kind": "withdrawal", "on": "2028-01-01", "from": "px:nobody", "members": [ROTTERDAM]}
            | {"carried_by": [assumed("shared_network", 1)]},
            "changes 1, from: 'px:nobody' is no city network",
        ),
        (
            {"kind": "withdrawal", "on": "2028-01-01", "from": EUROCITIES, "members": [SHANGHAI]}
            | {"carried_by": [assumed("shared_network", 1)]},
            f"{SHANGHAI} is no member of {EUROCITIES}",
        ),
        (
            {"kind": "withdrawal", "on": "2028-01-01", "from": EUROCITIES, "members": [BERLIN]}
            | {"carried_by": [assumed("shared_body", 1)]},
            "Expected the coefficient `shared_network`",
        ),
    ],
)
def test_who_is_nobody_and_when_is_never(world: Snapshot, known: Known, change: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError) as caught:
        resolve(made(change), world, {}, known=known, to=TO)
    assert says in str(caught.value)


@pytest.mark.parametrize("to", [START, START + 200, START - 1, 2200])
def test_a_horizon_of_nothing_or_of_centuries_is_refused(world: Snapshot, to: int) -> None:
    with pytest.raises(InputError, match="Expected 1 to 20 years"):
        check_scenario(made(reform()), world, start=START, to=to)


@pytest.mark.parametrize("runs", [-1, 0])
def test_fewer_than_one_run_are_refused(world: Snapshot, runs: int) -> None:
    with pytest.raises(InputError, match="runs cannot be simulated"):
        compared(world, made(reform()), runs=runs)


def test_a_scenario_keeps_its_own_years() -> None:
    assert years_of(made(reform(), start=2024, to=2029), start=2026, to=None) == (2024, 2029)
    assert years_of(made(reform()), start=2026, to=None) == (2026, 2031)


def test_it_stops_with_what_is_done_so_far(world: Snapshot) -> None:
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 1

    result = compared(world, made(reform()), runs=500, stop=stop)
    assert result.stopped
    assert 0 < result.runs < 500


def number(**more: Any) -> Number:
    return Number(**{"key": 1, "estimated": True, "value": 0.5, "low": -0.5, "high": 1.5, "error": 0.5, **more})


def test_draws_have_the_spread_of_their_number() -> None:
    chances = (np.arange(2_000) + 0.5) / 2_000
    normal = np.array([number().at(one) for one in chances])
    assert abs(normal.mean() - 0.5) < 0.01
    assert abs(normal.std() - 0.5) < 0.01
    triangular = np.array([number(estimated=False, value=1.0, low=0.0, high=4.0).at(one) for one in chances])
    assert abs(triangular.mean() - 5 / 3) < 0.01
    assert (triangular.min() >= 0, triangular.max() <= 4) == (True, True)
    assert {number(estimated=False, value=1.0, low=1.0, high=1.0).at(one) for one in chances} == {1.0}
    for sign in (1, -1):
        drawn = np.array([number(value=0.1 * sign, sign=sign).at(one) for one in chances])
        assert (sign * drawn >= 0).all()
    assert max(number(value=9, error=1, most=MOST_OF_NEW).at(one) for one in chances) == MOST_OF_NEW


def shift(number: Number, reach: Reach, **more: Any) -> Shift:
    told = {"change": 0, "coefficient": "fund", "acts_on": "new_ties", "on": date(2028, 7, 1)}
    return Shift(number=number, reach=reach, **{**told, **more})


def test_a_change_in_the_middle_of_a_year_meets_half_of_it() -> None:
    sure = number(estimated=False, value=1.0, low=1.0, high=1.0)
    changes = Changes((shift(sure, Reach(countries=frozenset({"NL"})), until=date(2029, 12, 31)),))
    drawn = changes.drawn(0, seed=1)
    pairs = (["NL", "DE"], ["DE", "FR"], ["a", "b"], ["b", "c"])
    assert changes.first_year == 2028
    np.testing.assert_array_equal(drawn.new_ties(2027, *pairs), [0, 0])
    np.testing.assert_allclose(np.exp(drawn.new_ties(2028, *pairs)), [1 + 184 / 366 * (np.e - 1), 1])
    np.testing.assert_allclose(drawn.new_ties(2029, *pairs), [1, 0])
    np.testing.assert_array_equal(drawn.new_ties(2030, *pairs), [0, 0])
    np.testing.assert_array_equal(drawn.suspensions(2029, *pairs[:2]), [0, 0])


def test_the_same_coefficient_is_drawn_once_a_run() -> None:
    two = [shift(number(), Reach(countries=frozenset({code}))) for code in ("NL", "DE")]
    drawn = Changes(tuple(two)).drawn(3, seed=5)
    assert len(drawn.numbers) == 1
    assert drawn.numbers == Changes(tuple(two)).drawn(3, seed=5).numbers
    assert drawn.numbers != Changes(tuple(two)).drawn(4, seed=5).numbers


def test_a_fund_for_a_field_is_told_by_field() -> None:
    sure = number(estimated=False, value=0.7, low=0.7, high=0.7)
    drawn = Changes((shift(sure, Reach(everybody=True, field="peace"), on=date(2028, 1, 1)),)).drawn(0, seed=1)
    assert drawn.fields(2028) == {"peace": 0.7}
    assert drawn.fields(2027) == {}
    np.testing.assert_array_equal(drawn.new_ties(2028, ["NL"], ["DE"], ["a"], ["b"]), [0])
