"""Which conditions matter: what enters a model, what is left out by name, what is counted, and in which words."""

import json
import re
from dataclasses import replace

import numpy as np
import orjson
import polars as pl
import pytest
from tests.foresight.made_conditions import made_table
from tests.profiles.made_cities import SOURCES, city, state, tie
from tests.snapshot.made import compiled, said

from proxenia.errors import InputError, UnknownValueError
from proxenia.foresight.conditions import report
from proxenia.foresight.conditions.asked import answer_conditions
from proxenia.foresight.conditions.city_table import ERAS, SETS, city_counts, city_table
from proxenia.foresight.conditions.declared import CIRCULAR, CONDITIONS
from proxenia.foresight.conditions.estimate import LEAST_PER_COEFFICIENT, Model, estimate_model
from proxenia.foresight.conditions.marginal import Contrast, Difference
from proxenia.foresight.conditions.report import Scope, conditions_report, conditions_scope, headline
from proxenia.foresight.conditions.sentences import METHOD, report_json, scope_json, sentence
from proxenia.snapshot.snapshot import Snapshot


def reasons(model: Model) -> dict[str, str]:
    return {one.id: one.reason for one in model.unmeasured}


def told(model: Model) -> dict[str, Contrast]:
    return {one.condition.id: one.contrast for one in model.estimates}


def test_what_was_put_in_comes_out() -> None:
    model = estimate_model(made_table(cities=1500))
    assert list(told(model)) == ["size", "near_border", "regional_autonomy"]
    size, near, autonomy = told(model).values()
    assert min(size.any.low, size.number.low) > 0
    assert max(near.if_any.high, near.number.high) < 0
    assert not near.any.is_told_from_nought
    assert not autonomy.number.is_told_from_nought
    assert model.controls in {("Europe",), ("Asia",)}
    assert model.lacking == ()


def test_what_is_hardly_known_is_named_with_its_share() -> None:
    table = made_table()
    few = [1.0] * 60 + [None] * 540
    found = reasons(estimate_model(table.with_columns(income=pl.Series(few))))
    assert found["income"] == "it is known of 60 of 600 cities only (10 %), less than half"
    assert found["mega_city"] == "no source that was read tells it of any of these cities by that day"
    assert "size" not in found


def test_a_city_of_which_something_is_not_known_is_left_out_and_counted() -> None:
    table = made_table().with_columns(size=pl.when(pl.int_range(pl.len()) < 45).then(None).otherwise("size"))
    model = estimate_model(table)
    assert (model.cities, model.complete, model.left_out) == (600, 555, 45)
    alone = estimate_model(table[45:])
    assert [one.contrast for one in model.estimates] == [one.contrast for one in alone.estimates]
    assert estimate_model(table, without=("size",)).left_out == 0


def test_a_condition_that_says_what_another_says_is_refused_by_name() -> None:
    noise = np.random.default_rng(4).normal(0, 0.05, 600)
    table = made_table().with_columns(local_autonomy=pl.col("regional_autonomy") * 2 + pl.Series(noise))
    model = estimate_model(table)
    assert "cannot be told apart from what stands before it" in reasons(model)["local_autonomy"]
    assert "Authority of regions" in reasons(model)["local_autonomy"]
    assert told(model) == told(estimate_model(made_table()))


def test_a_condition_that_separates_is_refused_and_the_rest_computed() -> None:
    table = made_table()
    separates = table.with_columns(count=pl.when(pl.col("near_border") == 1).then(0).otherwise("count"))
    model = estimate_model(separates)
    near = int(table["near_border"].sum())
    assert reasons(model)["near_border"] == f"none of the {near} cities with it has any"
    assert list(told(model)) == ["size", "regional_autonomy"]
    single = table.with_columns(
        count=pl.when((pl.col("near_border") == 1) & (pl.col("count") > 0)).then(1).otherwise("count")
    )
    found = reasons(estimate_model(single))["near_border"]
    assert re.fullmatch(r"none of the \d+ cities with it that have any has more than one", found)


def test_a_part_of_the_world_that_separates_counts_with_the_commonest() -> None:
    table = made_table(parts=3)
    none = table.with_columns(count=pl.when(pl.col("part") == "Africa").then(0).otherwise("count"))
    assert set(estimate_model(table).controls) < {"Africa", "Asia", "Europe"}
    model = estimate_model(none)
    assert "Africa" not in model.controls
    assert list(told(model)) == ["size", "near_border", "regional_autonomy"]
    few = table.with_columns(part=pl.when(pl.int_range(pl.len()) < 15).then(pl.lit("Oceania")).otherwise("part"))
    assert "other parts of the world" in estimate_model(few).controls


def test_a_profile_is_not_asked_beside_what_decides_it() -> None:
    table = made_table().with_columns(decentralised_country=(pl.col("regional_autonomy") > 1.5).cast(pl.Float64))
    model = estimate_model(table)
    assert reasons(model)["decentralised_country"] == "it follows from what is asked by itself: Authority of regions"
    assert told(model) == told(estimate_model(made_table()))
    assert "decentralised_country" in told(estimate_model(table, without=("regional_autonomy",)))


def test_too_few_on_one_side_are_told_with_their_number() -> None:
    table = made_table()
    few = pl.when(pl.int_range(pl.len()) < 7).then(1.0).otherwise(0.0)
    found = reasons(estimate_model(table.with_columns(near_border=few)))["near_border"]
    assert re.fullmatch(r"too few of these cities have it: 7 of \d countries, where 10 of 5 are needed", found)
    same = reasons(estimate_model(table.with_columns(regional_autonomy=pl.lit(1.5))))
    assert same["regional_autonomy"] == "it is the same for all these cities"


def test_with_too_few_cities_nothing_is_told() -> None:
    model = estimate_model(made_table()[:30])
    assert model.estimates == ()
    assert model.hurdle is None
    assert all("are needed" in why for why in model.lacking)
    nobody = estimate_model(made_table().clear())
    assert nobody.lacking == ("the register holds no such city",)
    countries = estimate_model(made_table(countries=8))
    assert countries.lacking == ("the cities lie in 8 countries, where 10 are needed",)


def test_the_threshold_is_cities_for_each_coefficient() -> None:
    table = made_table(parts=1).sort("count", descending=True)
    need = 4 * LEAST_PER_COEFFICIENT
    some, none = table.filter(pl.col("count") > 0), table.filter(pl.col("count") == 0)
    enough = estimate_model(pl.concat([some, none[:need]]))
    short = estimate_model(pl.concat([some, none[: need - 1]]))
    assert enough.lacking == ()
    assert len(short.lacking) == 1
    assert f"{need - 1} have none, where {need} of each are needed" in short.lacking[0]
    assert told(short)["size"].any is None
    assert told(short)["size"].if_any is not None


def test_only_how_many_is_asked_of_cities_that_all_have_some() -> None:
    model = estimate_model(made_table().filter(pl.col("count") > 0))
    assert model.lacking == ("whether there is any cannot be asked: each of these cities has at least one",)
    assert told(model)["size"].if_any.low > 0


def test_the_same_table_gives_the_same_bytes() -> None:
    scope = Scope("ties", SETS["members"], estimate_model(made_table()))
    again = Scope("ties", SETS["members"], estimate_model(made_table()))
    assert orjson.dumps(scope_json(scope)) == orjson.dumps(scope_json(again))
    assert orjson.loads(orjson.dumps(scope_json(scope)))["complete"] == 600


# What is counted, in a world made for it.

NETWORK = "px:a-network"
WORLD = (
    *city("gn:1", "XA"),
    *city("gn:2", "XA"),
    *city("gn:3", "XB"),
    *city("gn:4", "XB"),
    *city("gn:5", "XC"),
    *(one for code in ("XA", "XB", "XC") for one in state(code)),
    said(NETWORK, "kind", value="city_network"),
    said(NETWORK, "name", value="A network"),
    said("gn:1", "membership", object=NETWORK, period="1990/.."),
    said("gn:3", "membership", object=NETWORK, period="1990/2000"),
    said("gn:4", "membership", object=NETWORK, period="1990/..", status="ended", status_since="2001"),
    said("gn:5", "membership", object=NETWORK, period="1990/.."),
    tie("gn:1", "gn:3", period="1950/.."),
    tie("gn:1", "gn:4", period="1995/.."),
    tie("gn:1", "gn:5", period="2012/.."),
    tie("gn:1", "gn:2", period="1996/.."),
    tie("gn:2", "gn:5", period="1970/1980"),
    said("gn:2", "twinning", object="gn:3"),
    tie("gn:3", "gn:5", "partnership", period="1930/..", status="suspended", status_since="2022"),
    said("gn:1", "border_distance", value="25", unit="km"),
    said("gn:2", "border_distance", value="26", unit="km"),
    said("gn:3", "border_distance", value="1", unit="km"),
    said("gn:5", "population", value="1024", unit="persons"),
    said("gn:2", "harbour", value="medium"),
    said("act:a", "event", value="declaration", period="2001", title="A declaration"),
    said("gn:1", "participation", object="act:a", role="signatory"),
    said("gn:2", "participation", object="act:a", role="recipient"),
    said("gn:3", "participation", object="act:a", role="host"),
    said("gn:3", "participation", object="act:a", role="signatory"),
    said("act:b", "event", value="visit", period="1669", title="A diet"),
    said("gn:3", "participation", object="act:b", role="participant"),
)


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    """Give the snapshot of the made-up world."""
    return compiled(*WORLD, sources=SOURCES)


def counts(snapshot: Snapshot, **asked: object) -> dict[str, int]:
    return dict(city_counts(snapshot, **{"year": 2026, "of": "ties", **asked}).iter_rows())


def test_ties_in_force_abroad_are_counted(snapshot: Snapshot) -> None:
    assert counts(snapshot) == {"gn:1": 3, "gn:2": 1, "gn:3": 2, "gn:4": 1, "gn:5": 1}
    assert counts(snapshot, year=1975) == {"gn:1": 1, "gn:2": 1, "gn:3": 2, "gn:5": 2}


def test_of_an_era_the_ties_that_began_in_it_are_counted(snapshot: Snapshot) -> None:
    by_era = {name: counts(snapshot, era=era) for name, era in ERAS.items()}
    assert by_era == {
        "before_1945": {"gn:3": 1, "gn:5": 1},
        "1945_1989": {"gn:1": 1, "gn:2": 1, "gn:3": 1, "gn:5": 1},
        "1990_2009": {"gn:1": 1, "gn:4": 1},
        "from_2010": {"gn:1": 1, "gn:5": 1},
    }
    assert counts(snapshot, era=ERAS["from_2010"], year=2011) == {}


def test_acts_are_counted_once_and_only_of_those_who_acted(snapshot: Snapshot) -> None:
    assert counts(snapshot, of="acts") == {"gn:1": 1, "gn:3": 1}
    assert counts(snapshot, of="acts", year=2000) == {}
    assert counts(snapshot, of="acts", era=ERAS["1990_2009"]) == {"gn:1": 1, "gn:3": 1}
    assert counts(snapshot, of="acts", era=ERAS["before_1945"]) == {}


def test_members_are_those_in_force(snapshot: Snapshot) -> None:
    table, _ = city_table(snapshot.as_of(2026))
    assert table.filter("members")["city"].to_list() == ["gn:1", "gn:5"]
    assert table.filter("harbours")["city"].to_list() == ["gn:2"]
    table, _ = city_table(snapshot.as_of(1999))
    assert table.filter("members")["city"].to_list() == ["gn:1", "gn:3", "gn:4", "gn:5"]


def test_conditions_stand_on_the_scale_of_the_models(snapshot: Snapshot) -> None:
    table, who = city_table(snapshot.as_of(2026))
    near = dict(table.select("city", "near_border").iter_rows())
    assert near == {"gn:1": 1.0, "gn:2": 0.0, "gn:3": 1.0, "gn:4": None, "gn:5": 0.0}, "no city of XC has a border"
    assert dict(table.select("city", "size").iter_rows())["gn:5"] == 10.0
    assert who["size"].sources == ("list",)
    assert "income" not in who


# Words.


def scope_of(contrast: Contrast, *, condition: str = "near_border", of: str = "ties", **more: object) -> Scope:
    model = estimate_model(made_table())
    one = replace(model.estimates[1], condition=CONDITIONS[condition], contrast=contrast)
    return Scope(of, SETS["members"], replace(model, estimates=(one, one)), **more)


def difference(estimate: float, low: float, high: float) -> Difference:
    return Difference(estimate, 0.1, low, high)


def test_sentences_tell_of_an_association() -> None:
    number = difference(1.42, 0.93, 1.91)
    scope = scope_of(Contrast(None, None, number))
    assert sentence(scope, scope.model.estimates[0]) == (
        "Among members of city networks alike in the other conditions and the part of the world, cities within 25 km "
        "of a land border had 1.4 more ties than those farther away (95 % interval 0.9 to 1.9 more)."
    )
    fewer = scope_of(Contrast(None, difference(-0.31, -0.6, -0.02), None), of="acts", region="Asia")
    assert "in Asia" in sentence(fewer, fewer.model.estimates[0])
    assert "of those with at least one, cities within 25 km of a land border had 0.31 fewer acts" in sentence(
        fewer, fewer.model.estimates[0]
    )
    assert "(95 % interval 0.02 to 0.60 fewer)" in sentence(fewer, fewer.model.estimates[0])


def test_where_the_interval_meets_nought_no_difference_is_told() -> None:
    scope = scope_of(Contrast(None, None, difference(-0.4, -1.2, 0.4)), era=ERAS["1990_2009"])
    assert sentence(scope, scope.model.estimates[0]).endswith(
        "no difference can be told between cities within 25 km of a land border and those farther away: 0.4 fewer ties "
        "begun from 1990 to 2009, with a 95 % interval from 1.2 fewer to 0.4 more."
    )
    share = scope_of(Contrast(difference(0.05, -0.02, 0.12), None, None))
    assert "5 percentage points more, with a 95 % interval from 2 fewer to 12 more" in sentence(
        share, share.model.estimates[0]
    )
    often = scope_of(Contrast(difference(-0.05, -0.08, -0.02), None, None))
    assert "had any ties less often than those farther away, by 5.0 percentage points" in sentence(
        often, often.model.estimates[0]
    )


def test_no_word_tells_of_a_cause() -> None:
    said_of_all = [METHOD, *(one.meaning for one in CONDITIONS.values()), *(one.reason for one in CIRCULAR)]
    scope = Scope("ties", SETS["members"], estimate_model(made_table()))
    said_of_all += [sentence(scope, one) for one in scope.model.estimates]
    for text in said_of_all:
        assert not re.search(r"\b(effects?|impact|because of|leads? to|due to)\b", text), text


# The whole answer.


@pytest.fixture(scope="module")
def drawn_report(snapshot: Snapshot) -> dict:
    return report_json(conditions_report(snapshot, year=2026))


def test_a_small_world_has_not_enough_data_and_says_so(drawn_report: dict) -> None:
    assert drawn_report["enough"] is False
    assert drawn_report["cities"] == 2
    assert drawn_report["lacking"]
    assert drawn_report["conditions"] == []
    named = {one["id"] for key in ("unmeasured", "not_asked") for one in drawn_report[key]}
    assert {"income", "political_culture", "representation", "diaspora_ties"} <= named
    assert [one["region"] for one in drawn_report["regions"]] == sorted(
        one["region"] for one in drawn_report["regions"]
    )
    assert [one["era"] for one in drawn_report["eras"]] == list(ERAS)
    assert [one["among"] for one in drawn_report["second_looks"]] == ["harbours", "tied"]
    json.dumps(drawn_report, allow_nan=False)


def test_every_condition_and_profile_of_the_vocabulary_has_its_place(drawn_report: dict) -> None:
    from proxenia.model.vocabulary import Condition
    from proxenia.profiles.registry import PROFILES

    words = {one.word for one in CONDITIONS.values()} | {one.id for one in CIRCULAR}
    assert {term.value for term in Condition} <= words
    assert set(PROFILES) <= words


def test_unknown_words_are_told_with_the_known_ones(snapshot: Snapshot) -> None:
    for asked in ({"of": "wars"}, {"among": "capitals"}, {"region": "Atlantis"}, {"era": "2030"}):
        with pytest.raises(UnknownValueError, match="Known: "):
            conditions_scope(snapshot, year=2026, **asked)
    for year in (None, "2026", True, 9999, 1.5):
        with pytest.raises(InputError):
            answer_conditions(snapshot, {"of": "ties", "as_of": year})
    seen = []
    answer = answer_conditions(snapshot, {"as_of": 2026}, progress=lambda done, total: seen.append((done, total)))
    assert answer["of"] == "ties"
    assert seen == [(0, 1), (1, 1)]


def test_each_condition_is_left_out_once(monkeypatch: pytest.MonkeyPatch, snapshot: Snapshot) -> None:
    some = pl.int_range(pl.len()) < 40
    table = made_table().with_columns(
        regional_autonomy=pl.when(some).then(None).otherwise("regional_autonomy"),
        members=pl.lit(value=True),
        harbours=pl.lit(value=False),
    )
    monkeypatch.setattr(report, "city_table", lambda _: (table.drop("count"), {}))
    monkeypatch.setattr(report, "city_counts", lambda *_, **__: table.select("city", "count"))
    checks = {one.id: one for one in conditions_report(snapshot, year=2026).checks}
    assert {name: one.cities for name, one in checks.items()} == {
        "size": 560,
        "near_border": 560,
        "regional_autonomy": 600,
    }
    assert checks["near_border"].changed == ()


def test_a_scope_is_what_the_report_says(snapshot: Snapshot) -> None:
    whole = conditions_report(snapshot, year=2026, of="acts")
    alone = conditions_scope(snapshot, year=2026, of="acts", era="1990_2009")
    assert scope_json(alone) == scope_json(whole.eras[2])
    assert whole.coverage == ()


def test_the_headline_is_of_both_parts_where_they_are_there() -> None:
    one = estimate_model(made_table()).estimates[0]
    contrast = one.contrast
    assert headline(one) is contrast.number
    assert headline(replace(one, contrast=replace(contrast, number=None))) is contrast.if_any
    assert headline(replace(one, contrast=replace(contrast, number=None, if_any=None))) is contrast.any
