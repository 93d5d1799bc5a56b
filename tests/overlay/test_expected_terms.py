"""The terms of the gravity model: sizes, blocs on the day, and what is not known stays unknown."""

from math import log

import polars as pl
import pytest

from proxenia.errors import InputError
from proxenia.overlay.expected import expected_ties
from proxenia.overlay.gravity_terms import BLOCS, TERMS, gravity_table, sizes_of
from proxenia.overlay.tables import PAIRS
from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.tables import TABLES

EU, NATO = "px:european-union", "px:nato"


def _frame(table: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    schema = TABLES[table].schema
    return pl.DataFrame([{**dict.fromkeys(schema), **row} for row in rows], schema=schema)


def _world(*members: tuple[str, str, str]) -> Snapshot:
    """Return a world made for this test: three countries with places, and who belongs to which bloc."""
    places = [("IT", 100), ("IT", 50), ("FR", 200), ("FR", None), ("SM", None)]
    actors = [
        {"id": f"gn:{number}", "kind": "city", "country": country, "population": population}
        for number, (country, population) in enumerate(places)
    ]
    ties = [
        {"id": f"tie:{number}", "kind": "membership", "a": state, "b": body, "status": status}
        for number, (state, body, status) in enumerate(members)
    ]
    tables = {**Snapshot.empty().tables, "actors": _frame("actors", actors), "ties": _frame("ties", ties)}
    return Snapshot(tables=tables)


def _pairs(*rows: dict[str, object]) -> pl.DataFrame:
    usual = {"city_known": True, "city_ties": 3, "distance_km": 1000.0, "contiguous": True, "common_language": False}
    return pl.DataFrame([{**dict.fromkeys(PAIRS), **usual, "colonial_tie": False, **row} for row in rows], schema=PAIRS)


MEMBERS = (("iso:IT", EU, "active"), ("iso:FR", EU, "active"), ("iso:SM", NATO, "suspended"))


def test_size_of_a_country_is_counted_over_its_places() -> None:
    assert sizes_of(_world()).rows() == [("FR", 200, 2), ("IT", 150, 2), ("SM", None, 1)]


def test_the_states_own_population_comes_first() -> None:
    pairs = _pairs({"a": "FR", "b": "IT", "population_a": 60, "population_b": 50})
    table = gravity_table(pairs, _world(*MEMBERS))
    assert table.size == "population"
    assert table.rows["log_size"].item() == pytest.approx(log(60 * 50))
    assert "population for 100.0%" in table.size_reason


def test_size_falls_back_when_too_few_ties_lie_between_known_populations() -> None:
    known = {"a": "FR", "b": "IT", "population_a": 60, "population_b": 50, "city_ties": 94}
    pairs = _pairs(known, {"a": "FR", "b": "SM", "population_a": 60, "city_ties": 6})
    table = gravity_table(pairs, _world(*MEMBERS))
    # San Marino's places have no known population either, so their number is what is left.
    assert table.size == "places"
    assert table.rows["log_size"].to_list() == pytest.approx([log(2 * 2), log(2 * 1)])
    assert "population for 94.0%" in table.size_reason
    enough = pairs.with_columns(city_ties=pl.when(pl.col("b") == "IT").then(95).otherwise(5).cast(pl.Int64))
    assert gravity_table(enough, _world(*MEMBERS)).size == "population"


def test_sum_of_the_places_inhabitants_is_the_second_choice() -> None:
    table = gravity_table(_pairs({"a": "FR", "b": "IT"}), _world(*MEMBERS))
    assert table.size == "city_population"
    assert table.rows["log_size"].item() == pytest.approx(log(200 * 150))


def test_same_bloc_needs_one_bloc_of_both_in_force() -> None:
    world = _world(*MEMBERS, ("iso:FR", NATO, "active"), ("iso:SM", "px:united-nations", "active"))
    pairs = _pairs({"a": "FR", "b": "IT"}, {"a": "FR", "b": "SM"}, {"a": "IT", "b": "SM"})
    assert gravity_table(pairs, world).rows["same_bloc"].to_list() == [1.0, 0.0, 0.0]


def test_same_bloc_is_not_known_when_no_bloc_lists_its_members() -> None:
    world = _world(("iso:SM", "px:united-nations", "active"))
    assert gravity_table(_pairs({"a": "FR", "b": "IT"}), world).rows["same_bloc"].to_list() == [None]


def test_a_term_of_which_no_source_speaks_is_left_out_and_named() -> None:
    pairs = _pairs({"a": "FR", "b": "IT", "colonial_tie": None})
    table = gravity_table(pairs, _world(*MEMBERS))
    assert table.silent == ("colonial_tie",)
    assert "colonial_tie" not in table.terms
    assert gravity_table(pairs, _world(*MEMBERS), without=("colonial_tie",)).silent == ()


def test_what_is_not_known_stays_null_and_zero_ties_stay_zero() -> None:
    pairs = _pairs(
        {"a": "FR", "b": "IT", "city_ties": 0},
        {"a": "FR", "b": "SM", "city_known": False, "city_ties": 0, "distance_km": None, "contiguous": None},
        {"a": "IT", "b": "SM", "distance_km": 0.0, "common_language": None},
    )
    rows = gravity_table(pairs, _world(*MEMBERS)).rows
    assert rows["city_ties"].to_list() == [0, None, 3]
    assert rows["log_distance"].to_list() == [pytest.approx(log(1000.0)), None, None]
    assert rows["contiguous"].to_list() == [1.0, None, 1.0]
    assert rows["common_language"].to_list() == [0.0, 0.0, None]
    assert rows.columns == ["a", "b", "city_ties", *TERMS]


def test_blocs_are_told_by_identifiers_of_bodies() -> None:
    assert all(identifier.startswith("px:") for identifier in BLOCS)
    assert list(BLOCS) == sorted(BLOCS)


def test_a_world_without_data_is_refused_with_what_to_do() -> None:
    with pytest.raises(InputError, match="0 pairs of countries") as caught:
        expected_ties(pl.DataFrame(schema=PAIRS), Snapshot.empty())
    assert "Import city ties" in str(caught.value)
