"""Which conditions matter, on the founding register: what is counted by plain loops, what is fitted by statsmodels.

New facts move the estimates; what is compared here is computed anew from the same register in another way.
"""

import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from statsmodels.discrete.discrete_model import Logit
from statsmodels.discrete.truncated_model import TruncatedLFNegativeBinomialP
from tests.gazetteer import gazetteer

from proxenia.cli.importing import import_founding_register, import_source
from proxenia.foresight.conditions.report import Report, conditions_report
from proxenia.foresight.conditions.sentences import report_json, sentence
from proxenia.ledger import Ledger, open_ledger
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.snapshot.compile import compile_snapshot
from proxenia.snapshot.snapshot import Snapshot
from proxenia.sources.catalogue import describe, reader_of
from proxenia.sources.context import Context

__all__ = ["gazetteer"]

MOMENT = "2026-11-22T02:33:10.123456Z"
YEAR = 2026
OFF = {"suspended", "ended"}
LOCAL = {"city", "region", None}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer) -> Iterator[Ledger]:
    with open_ledger(tmp_path_factory.mktemp("conditions") / "ledger.sqlite") as opened:
        import_founding_register(opened, gazetteer, recorded_at=MOMENT)
        yield opened


@pytest.fixture(scope="module")
def register(ledger: Ledger) -> Snapshot:
    """Give the register alone."""
    return compile_snapshot(ledger, code_version="test")


@pytest.fixture(scope="module")
def ties(register: Snapshot) -> Report:
    return conditions_report(register, year=YEAR)


@pytest.fixture(scope="module")
def acts(register: Snapshot) -> Report:
    return conditions_report(register, year=YEAR, of="acts")


def members_and_ties(register: Snapshot) -> tuple[set[str], Counter[str]]:
    """Count with plain loops over the rows what the report counts with tables."""
    now = register.as_of(YEAR)
    actors = {row["id"]: row for row in now.actors.iter_rows(named=True)}
    members, counted = set(), Counter()
    for tie in now.ties.iter_rows(named=True):
        a, b = actors.get(tie["a"]), actors.get(tie["b"])
        if tie["status"] in OFF or a is None or b is None:
            continue
        if tie["kind"] == "membership" and b["kind"] == "city_network" and a["kind"] in {"city", None}:
            members.add(tie["a"])
        local = a["kind"] in LOCAL and b["kind"] in LOCAL and a["country"] and b["country"]
        if tie["kind"] in {"twinning", "agreement", "partnership"} and local and a["country"] != b["country"]:
            counted.update([tie["a"], tie["b"]])
    return members, counted


def test_cities_and_counts_are_those_of_plain_loops(register: Snapshot, ties: Report) -> None:
    members, counted = members_and_ties(register)
    model = ties.main.model
    assert model.cities == len(members) > 400
    used = {row["city"]: row["count"] for row in model.used.iter_rows(named=True)}
    assert used == {city: counted[city] for city in used}
    assert set(used) <= members
    assert model.with_any == sum(counted[city] > 0 for city in used)
    assert model.total == sum(counted[city] for city in used)


def test_the_size_of_each_city_is_that_of_its_inhabitants(register: Snapshot, ties: Report) -> None:
    people = dict(register.actors.select("id", "population").iter_rows())
    for row in ties.main.model.used.iter_rows(named=True):
        assert row["size"] == pytest.approx(math.log2(people[row["city"]]))


@pytest.mark.parametrize("of", ["ties", "acts"])
def test_both_parts_are_those_of_statsmodels(of: str, request: pytest.FixtureRequest) -> None:
    hurdle = request.getfixturevalue(of).main.model.hurdle
    any_fit = Logit((hurdle.counts > 0).astype(float), hurdle.columns).fit(disp=0, maxiter=100)
    assert hurdle.any_part.slopes == pytest.approx(any_fit.params, abs=1e-5)
    start = np.append(hurdle.number_part.slopes, math.exp(-hurdle.number_part.log_size))
    start[0] += hurdle.number_part.log_size
    # From our estimates on, as it walks slowly: it must find nothing better.
    model = TruncatedLFNegativeBinomialP(hurdle.counts, hurdle.columns)
    assert model.loglike(start) == pytest.approx(hurdle.number_part.loglik, abs=1e-6)
    number_fit = model.fit(start_params=start, disp=0, method="bfgs", maxiter=200)
    assert number_fit.llf == pytest.approx(hurdle.number_part.loglik, abs=1e-4)
    assert number_fit.params == pytest.approx(start, abs=5e-3)


def test_larger_cities_have_more_by_plain_means_and_by_the_model(ties: Report, acts: Report) -> None:
    for report in (ties, acts):
        used = report.main.model.used
        middle = used["size"].median()
        large = np.mean([row["count"] for row in used.iter_rows(named=True) if row["size"] > middle])
        small = np.mean([row["count"] for row in used.iter_rows(named=True) if row["size"] <= middle])
        size = report.main.model.estimates[0]
        assert size.condition.id == "size"
        assert large > small
        assert size.contrast.number.low > 0
        assert "more" in sentence(report.main, size)


def test_what_the_register_does_not_tell_is_named(ties: Report) -> None:
    told = report_json(ties)
    named = {one["id"]: one["reason"] for key in ("unmeasured", "not_asked") for one in told[key]}
    assert {"income", "local_autonomy", "near_harbour", "export_oriented", "political_culture"} <= set(named)
    assert "the source ports would" in named["near_harbour"]
    assert {one["id"] for one in told["conditions"]} >= {"size", "near_border", "regional_autonomy"}
    assert all(one["sources"] and one["dates"] for one in told["conditions"])
    assert {one["region"] for one in told["regions"] if not one["enough"]} >= {"Oceania"}
    assert not told["eras"][0]["enough"], "too few dated ties before 1945"
    assert {one["id"]: one["without"]["cities"] for one in told["conditions"]}["regional_autonomy"] > told["complete"]


def test_the_index_of_municipalities_enters_once_it_is_read(
    ledger: Ledger, gazetteer: Gazetteer, reference_dir: Path, ties: Report
) -> None:
    file = reference_dir / "state" / "autonomy_lai" / "lai_1990_2014.csv"
    reading = Context(describe("autonomy"), file, "2026-11-22", countries=gazetteer.countries)
    import_source(reader_of("autonomy"), reading, ledger, gazetteer, recorded_at=MOMENT)
    report = conditions_report(compile_snapshot(ledger, code_version="test"), year=YEAR)
    europe = next(one.model for one in report.regions if one.region == "Europe")
    assert "local_autonomy" in {one.condition.id for one in europe.estimates}
    assert "local_autonomy" not in {one.condition.id for one in ties.main.model.estimates}
