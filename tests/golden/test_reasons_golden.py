"""What the overlay says of real pairs where a list is old, an office has no date, or a rule needs a word."""

import polars as pl
import pytest

from proxenia.model.period import FAR_FUTURE
from proxenia.overlay.overlay import Overlay
from proxenia.snapshot.as_of import day_of
from proxenia.snapshot.snapshot import Snapshot

LIST_OF_MISSIONS = day_of("2022-11-16")


def missions(world: Snapshot, a: str, b: str, year: int) -> tuple[int, int]:
    state = Overlay.of(world, year).pair(a, b).state
    return state["missions_ab"], state["missions_ba"]


def test_a_mission_does_not_stand_beside_a_rupture(listed_world: Snapshot) -> None:
    found = {year: missions(listed_world, "CU", "US", year) for year in (1955, 1961, 1990, 2014, 2016, 2026)}
    assert found == {1955: (0, 1), 1961: (0, 0), 1990: (0, 0), 2014: (0, 0), 2016: (0, 1), 2026: (0, 1)}


@pytest.mark.parametrize("year", [1970, 1990, 2010, 2023, 2026])
def test_no_pair_has_a_mission_while_relations_are_broken_off(listed_world: Snapshot, year: int) -> None:
    broken = Overlay.of(listed_world, year).pairs.filter("rupture")
    assert broken.height > 5
    assert broken["missions_ab"].sum() + broken["missions_ba"].sum() == 0


def test_an_office_listed_while_relations_were_broken_off_is_not_there_after_it(listed_world: Snapshot) -> None:
    """Syria broke off relations with Ukraine in 2022 and took them up again in 2025; the list lies between."""
    years = {year: Overlay.of(listed_world, year).pair("SY", "UA") for year in (2023, 2026)}
    assert [years[year].state["rupture"] for year in years] == [True, False]
    assert years[2026].state["tied"] is False
    assert years[2026].overlay_class == "unknown"


def test_an_undated_office_does_not_tie_states_of_which_one_does_not_recognise_the_other(
    listed_world: Snapshot,
) -> None:
    told = Overlay.of(listed_world, 2026).pair("PS", "US")
    assert (told.overlay_class, told.state["missions_ab"], told.state["tied"]) == ("unknown", 1, False)
    assert told.city_ties["twinning"] > 5
    assert "Listed, but decides nothing: Palestinian Territories keeps a mission in United States" in told.reason
    assert "An office that nobody dates is not believed where one of the two states does not recognise" in told.reason
    [office] = [said for said in told.evidence if said.level == "state"]
    assert (office.when, office.source) == ("listed 2022-11-16", "embassies")
    assert office.link == "https://www.wikidata.org/wiki/Q29512314"
    # A consulate general of 1862 has a date and decides; so does an undated embassy where both recognise each other.
    assert Overlay.of(listed_world, 2026).pair("GR", "PS").state["tied"]
    assert Overlay.of(listed_world, 2026).pair("ES", "PS").state["tied"]


def test_no_undated_office_counts_before_its_list_nor_any_for_ever(listed_world: Snapshot) -> None:
    offices = Overlay.of(listed_world, 2026).facts.offices
    said = listed_world.evidence.select("statement", "period").unique("statement")
    told = offices.join(said, on="statement", how="inner")
    undated = told.filter(pl.col("period").is_null(), pl.col("source") == "embassies")
    assert undated.height > 5_000
    assert undated.filter(pl.col("since") < LIST_OF_MISSIONS).is_empty()
    assert not undated["dated"].any()
    assert told.filter(pl.col("until") == FAR_FUTURE).is_empty(), "no list speaks for ever"


@pytest.mark.parametrize(
    ("pair", "sentence"),
    [
        (("CN", "DE"), "A sanction that restricts only arms or named persons is told and makes no hostility."),
        (("TW", "US"), "A rupture with a polity that the other state does not recognise any more is no hostility"),
        (("JP", "TW"), "A rupture with a polity that the other state does not recognise any more is no hostility"),
    ],
)
def test_a_rule_that_needs_a_word_gets_its_sentence(
    register_world: Snapshot, pair: tuple[str, str], sentence: str
) -> None:
    told = Overlay.of(register_world, 2026).pair(*pair)
    assert told.state["hostile"] is False
    assert told.reason.count(sentence) == 1


def test_the_sentences_stand_only_where_they_apply(listed_world: Snapshot) -> None:
    overlay = Overlay.of(listed_world, 2026)
    for pair in (("DE", "FR"), ("CU", "US"), ("DE", "RU"), ("IR", "US")):
        reason = overlay.pair(*pair).reason
        assert "makes no hostility" not in reason
        assert "is no hostility" not in reason
        assert "is not believed" not in reason


def test_what_is_not_known_names_whose_data_are_missing(listed_world: Snapshot) -> None:
    cuba = Overlay.of(listed_world, 1990).pair("CU", "US").reason
    assert "the register has no city tie of Cuba in force on that day." in cuba
    assert "United States or" not in cuba
    tuvalu = Overlay.of(listed_world, 2026).pair("IT", "TV").reason
    assert "the register has no city tie of Tuvalu in force on that day" in tuvalu
    assert "silence" in tuvalu
    assert "Tuvalu in " in tuvalu
    assert "Italy in" not in tuvalu
    old = Overlay.of(listed_world, 1900).pair("IT", "TV").reason
    assert "no list of missions speaks of Italy or Tuvalu by then" in old
    assert "no city tie of Italy or Tuvalu" in old
