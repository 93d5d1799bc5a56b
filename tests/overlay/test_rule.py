"""The rule: every combination of what decides, and what counts as a resident mission."""

from itertools import product

import polars as pl
import pytest

from proxenia.model.vocabulary import OverlayClass
from proxenia.overlay.rule import (
    CLASS_SENTENCES,
    class_expression,
    hostile_expression,
    is_resident,
    known_expression,
    tied_expression,
)


@pytest.mark.parametrize(
    "mission",
    [
        "embassy",
        "High Commission",
        "apostolic nunciature",
        "consulate general",
        "consulates of Sweden",
        "permanent mission",
        "diplomatic mission of El Salvador",
    ],
)
def test_resident_missions_count(mission: str) -> None:
    assert is_resident(mission)


@pytest.mark.parametrize(
    "mission",
    [
        None,
        "",
        "honorary consulate",
        "de facto embassy",
        "de facto consulate",
        "representative office",
        "Taipei Representative Office",
        "liaison office",
        "Interests Section",
        "trade office",
        "non-resident embassy",
        "Apostolic delegation",
        "Quebec Government Office",
    ],
)
def test_other_offices_do_not(mission: str | None) -> None:
    assert not is_resident(mission)


def expected_class(*, state_known: bool, city_known: bool, hostile: bool, tied: bool, cities: int) -> str:
    """The table of the vocabulary, read line by line."""
    if not state_known or not city_known:
        return "unknown"
    lines = {
        ("hostile", True): "contrary",
        ("tied", True): "aligned",
        ("neither", True): "substitute",
        ("tied", False): "latent",
        ("neither", False): "absent",
        ("hostile", False): "absent",
    }
    stance = "hostile" if hostile else "tied" if tied else "neither"
    return lines[stance, cities > 0]


def test_every_combination_has_its_class() -> None:
    rows = [
        {"state_known": known, "city_known": listed, "hostile": hostile, "tied": tied, "city_ties": cities}
        for known, listed, hostile, tied in product([True, False], repeat=4)
        for cities in (0, 1, 7)
        if not (hostile and tied)
    ]
    found = pl.DataFrame(rows).with_columns(class_expression())["class"].to_list()
    wanted = [expected_class(cities=row.pop("city_ties"), **row) for row in rows]
    assert found == wanted
    assert set(found) == {name.value for name in OverlayClass}


def stance(**facts: object) -> str:
    """Hostile, tied or neither, of a pair about which only these facts are recorded."""
    nothing = {
        "missions_ab": 0,
        "missions_ba": 0,
        "relation": False,
        "alliance": False,
        "recognises_ab": None,
        "recognises_ba": None,
        "rupture": False,
        "no_relations": False,
        "armed_conflict": False,
        "wide_sanction": False,
        "dated_mission": False,
        "well_listed": False,
    }
    types = {"recognises_ab": pl.Boolean, "recognises_ba": pl.Boolean}
    row = pl.DataFrame({name: [value] for name, value in {**nothing, **facts}.items()}, schema_overrides=types)
    decided = row.with_columns(hostile=hostile_expression(), state_known=known_expression())
    found = decided.with_columns(tied=tied_expression()).row(0, named=True)
    assert found["state_known"] or not (found["hostile"] or found["tied"])
    return "hostile" if found["hostile"] else "tied" if found["tied"] else "neither"


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ({}, "neither"),
        ({"missions_ab": 1}, "tied"),
        ({"missions_ba": 2}, "tied"),
        ({"missions_ba": 2, "recognises_ab": False}, "neither"),
        ({"missions_ba": 2, "recognises_ab": False, "dated_mission": True}, "tied"),
        ({"missions_ba": 2, "recognises_ab": True, "recognises_ba": True}, "tied"),
        ({"relation": True}, "tied"),
        ({"alliance": True}, "tied"),
        ({"no_relations": True}, "neither"),
        ({"no_relations": True, "missions_ab": 1, "relation": True}, "neither"),
        ({"no_relations": True, "alliance": True}, "tied"),
        ({"rupture": True}, "hostile"),
        ({"armed_conflict": True}, "hostile"),
        ({"wide_sanction": True}, "hostile"),
        ({"rupture": True, "alliance": True, "missions_ab": 3, "relation": True}, "hostile"),
        ({"wide_sanction": True, "alliance": True}, "hostile"),
        ({"rupture": True, "recognises_ab": False}, "neither"),
        ({"rupture": True, "recognises_ba": False, "missions_ab": 1}, "neither"),
        ({"rupture": True, "recognises_ab": True, "recognises_ba": True}, "hostile"),
        ({"rupture": True, "recognises_ba": False, "armed_conflict": True}, "hostile"),
        ({"rupture": True, "recognises_ba": False, "wide_sanction": True}, "hostile"),
    ],
)
def test_hostile_outranks_tied_and_a_lapsed_recognition_is_no_hostility(facts: dict[str, object], wanted: str) -> None:
    assert stance(**facts) == wanted


def test_every_class_is_explained_in_one_sentence() -> None:
    assert list(CLASS_SENTENCES) == [name.value for name in OverlayClass]
    assert all(text.endswith(".") and text.count(". ") == 0 for text in CLASS_SENTENCES.values())
