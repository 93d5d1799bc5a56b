"""A year of the history, with every gap that old sources leave."""

import json
from typing import Any

import pytest
from tests.factory import BERLIN, COLOGNE, ISTANBUL, LIEGE, ROTTERDAM, SHANGHAI, TOKYO
from tests.history.made_past import PAGE

from proxenia.errors import InputError, NotFoundError
from proxenia.history.answer import HistoryAnswer
from proxenia.history.past import History, League, Past
from proxenia.snapshot.snapshot import Snapshot


def league(past: Past, year: int, key: str) -> League | None:
    return next((one for one in past.in_year(year).leagues if one.id == key), None)


def names(past: Past, year: int, key: str) -> list[str]:
    found = league(past, year, key)
    return [] if found is None else [one.id for one in found.members]


def test_a_league_is_there_from_its_founding_to_its_end(past: Past) -> None:
    assert [year for year in (-479, -478, -477, -431, -404, -403, 1) if league(past, year, "px:old")] == [
        -478,
        -477,
        -431,
        -404,
    ]


def test_a_member_is_there_from_its_start_to_its_end(past: Past) -> None:
    assert ISTANBUL not in names(past, -478, "px:old")
    assert ISTANBUL in names(past, -477, "px:old")
    assert ISTANBUL in names(past, -431, "px:old")
    assert ISTANBUL not in names(past, -430, "px:old")


def test_a_member_that_left_nobody_says_when_is_shown_until_the_league_ended_and_marked(past: Past) -> None:
    found = league(past, -404, "px:old")
    assert found is not None
    assert [(one.id, one.end_known, one.to_label) for one in found.members] == [(BERLIN, False, "")]


def test_a_member_of_a_past_league_without_a_start_is_named_apart_and_not_counted(past: Past) -> None:
    found = league(past, -431, "px:old")
    assert found is not None
    assert [one.id for one in found.undated_members] == [TOKYO]
    assert TOKYO not in [one.id for one in found.members]


def test_a_member_of_a_lasting_network_without_a_start_is_shown_from_the_first_list(past: Past) -> None:
    assert ROTTERDAM not in names(past, 2009, "px:now")
    assert ROTTERDAM in names(past, 2010, "px:now")


def test_a_member_that_left_a_lasting_network_nobody_says_when_is_shown_until_a_list_says_so(past: Past) -> None:
    assert SHANGHAI in names(past, 2019, "px:now")
    assert SHANGHAI not in names(past, 2020, "px:now")


def test_a_league_that_ended_nobody_says_when_is_shown_until_the_last_date_of_it(past: Past) -> None:
    found = league(past, 1198, "px:lost")
    assert found is not None
    assert not found.end_known
    assert [one.id for one in found.members] == [COLOGNE, LIEGE]
    assert league(past, 1197, "px:lost")
    assert league(past, 1199, "px:lost") is None
    assert league(past, 2026, "px:lost") is None


def test_a_network_without_a_founding_is_shown_from_the_first_day_it_is_named(past: Past) -> None:
    assert league(past, 2011, "px:nameless") is None
    assert names(past, 2012, "px:nameless") == [SHANGHAI]


def test_a_league_says_what_it_was_with_its_seat_and_its_source(past: Past) -> None:
    found = league(past, -431, "px:old")
    assert found is not None
    assert (found.from_label, found.to_label, found.summary) == ("478 BCE", "404 BCE", "What Old League was.")
    assert found.seat is not None
    assert found.seat["name"] == "Istanbul"
    assert {one.says for one in found.statements} >= {"founded", "dissolved", "activity"}
    assert {one.reference for one in found.statements} == {PAGE}


def test_a_member_has_its_place_its_name_of_then_and_its_statements(past: Past) -> None:
    found = league(past, -431, "px:old")
    assert found is not None
    member = next(one for one in found.members if one.id == ISTANBUL)
    assert (member.name, member.note, member.country) == ("Istanbul", "Known as Byzantium.", "TR")
    assert (member.lon, member.lat) == (28.94966, 41.01384)
    assert (member.from_label, member.to_label, member.end_known) == ("about 477 BCE", "431 BCE", True)
    assert [one.says for one in member.statements] == ["membership"]


def test_a_year_has_its_turning_points_and_the_ones_around_it(past: Past) -> None:
    def told(year: int) -> tuple[list[str], str | None, str | None]:
        points = past.in_year(year).turning_points
        last, then = points.last, points.next
        return [one.title for one in points.in_year], last.title if last else None, then.title if then else None

    assert told(-431) == ([], None, "A peace")
    assert told(1648) == (["A peace"], None, "A congress")
    assert told(1700) == ([], "A peace", "A congress")
    assert told(1913) == (["A congress"], "A peace", None)
    assert told(2026) == ([], "A congress", None)
    point = past.in_year(1648).turning_points.in_year[0]
    assert (point.year, point.date_label, point.actors[0]["id"]) == (1648, "24 October 1648", COLOGNE)
    assert point.statements[0].reference == PAGE


def test_ties_in_force_are_those_of_the_day_with_the_memberships_shown(past: Past) -> None:
    assert past.in_year(-431).ties == {"membership": 2}
    assert past.in_year(1600).ties == {}
    assert past.in_year(1950).ties == {"twinning": 1}
    assert past.in_year(2021).ties == {"membership": 3, "twinning": 1}


def test_an_empty_year_says_so(past: Past) -> None:
    empty = past.in_year(700)
    assert (empty.leagues, empty.ties, empty.turning_points.in_year) == ((), {}, ())


def test_what_was_over_before_the_slider_begins_is_named_with_a_year_that_shows_it(past: Past) -> None:
    (one,) = past.in_year(2026).earlier
    assert (one.id, one.from_label, one.to_label) == ("px:earliest", "about 2900 BCE", "about 2334 BCE")
    assert league(past, one.year, "px:earliest")


def test_the_timeline_counts_each_part_of_the_slider(past: Past) -> None:
    parts = past.in_year(1700).timeline
    assert len(parts) == 120
    assert sum(part["turning_points"] for part in parts) == 2
    at = {part["year"]: part for part in parts}
    assert at == {part["year"]: part for part in past.in_year(-431).timeline}
    oldest = parts[0]
    assert (oldest["leagues"], oldest["members"]) == (1, 1)
    assert oldest["label"].endswith(" BCE")


def keys_fit(kind: Any, told: Any) -> None:
    assert set(told) == set(kind.__annotations__)


def test_the_answer_has_the_documented_shape(past: Past) -> None:
    told: Any = json.loads(json.dumps(past.in_year(-431).as_json()))
    keys_fit(HistoryAnswer, told)
    assert (told["year"], told["as_of"], told["label"], told["edtf"]) == (-431, -430, "431 BCE", "-0430")
    (one,) = told["leagues"]
    assert (one["from"], one["to"]) == ("-0477", "-0403")
    member = one["members"][0]
    assert {"id", "name", "lon", "lat", "from", "to", "note", "tie", "statements"} <= set(member)
    assert told["turning_points"]["next"]["id"] == "act:peace-of-westphalia-1648"
    assert '"from_"' not in json.dumps(told)


def test_the_table_has_a_row_a_membership_and_one_for_a_league_without_any(past: Past) -> None:
    rows = list(past.in_year(-431).rows())
    assert [(row.league, row.member) for row in rows] == [("px:old", BERLIN), ("px:old", ISTANBUL)]
    assert all(row.references == (PAGE,) for row in rows)
    (alone,) = past.in_year(-2500).rows()
    assert (alone.league, alone.member, alone.references) == ("px:earliest", "", (PAGE,))


def test_a_snapshot_that_knows_nothing_has_an_empty_history() -> None:
    told = History.of(Snapshot.empty(), 1648, this_year=2026)
    assert (told.leagues, told.ties, told.earlier) == ((), {}, ())
    assert told.turning_points.last is told.turning_points.next is None


@pytest.mark.parametrize("year", [0, -9999, 3000])
def test_a_year_that_is_not_there_is_told(snapshot: Snapshot, year: int) -> None:
    with pytest.raises(NotFoundError):
        History.of(snapshot, year, this_year=2026)


def test_a_word_is_no_year(snapshot: Snapshot) -> None:
    with pytest.raises(InputError, match="'text' is no year"):
        History.of(snapshot, "text", this_year=2026)
