import polars as pl
import pytest
from tests.snapshot.made import (
    BERLIN,
    ISTANBUL,
    ROTTERDAM,
    SHANGHAI,
    Source,
    compiled,
    conflicts,
    only,
    said,
    same,
    twinning,
)

from proxenia.model.period import day_number
from proxenia.model.tie import tie_id
from proxenia.model.vocabulary import TieKind


def test_one_tie_from_both_directions() -> None:
    snapshot = compiled(
        twinning(ROTTERDAM, SHANGHAI, "a", fields="intercity"),
        twinning(SHANGHAI, ROTTERDAM, "b", fields="economy;intercity", summary="Two ports."),
        sources=[Source("a", keeps_direction=True), Source("b", keeps_direction=True)],
    )
    tie = only(snapshot.ties)
    assert tie["id"] == tie_id(TieKind.TWINNING, ROTTERDAM, SHANGHAI)
    assert (tie["a"], tie["b"]) == (SHANGHAI, ROTTERDAM)
    assert tie["reciprocal"] is True
    assert (tie["independent_sources"], tie["statements"]) == (2, 2)
    assert tie["fields"] == ["economy", "intercity"]
    assert tie["summary"] == "Two ports."
    assert tie["status"] == "active"
    assert tie["undated"] is True
    assert snapshot.evidence.filter(pl.col("record") == tie["id"]).height == 2


@pytest.mark.parametrize(("keeps", "expected"), [(True, False), (False, None)])
def test_one_side_alone(keeps: bool, expected: bool | None) -> None:
    snapshot = compiled(twinning(ROTTERDAM, SHANGHAI, "a"), sources=[Source("a", keeps_direction=keeps)])
    assert only(snapshot.ties)["reciprocal"] is expected


def test_a_membership_keeps_its_direction_and_is_never_reciprocal() -> None:
    snapshot = compiled(said(ROTTERDAM, "membership", object="px:uclg"), sources=[Source("list", keeps_direction=True)])
    tie = only(snapshot.ties)
    assert (tie["a"], tie["b"], tie["reciprocal"]) == (ROTTERDAM, "px:uclg", None)


def test_sources_of_one_root_count_once() -> None:
    sources = [
        Source("a", derived_from=("wikipedia",)),
        Source("b", derived_from=("a",)),
        Source("c", derived_from=("eurostat",)),
    ]
    snapshot = compiled(*(twinning(ROTTERDAM, SHANGHAI, name) for name in "abcd"), sources=sources)
    assert only(snapshot.ties)["independent_sources"] == 3
    roots = dict(snapshot.sources.select("id", "roots").iter_rows())
    assert roots == {"a": ["wikipedia"], "b": ["wikipedia"], "c": ["eurostat"], "d": ["d"]}


def test_a_statement_that_cites_a_described_list_counts_as_that_list() -> None:
    address = "https://lists.example/2026"
    sources = [
        Source("wiki_list", derived_from=("wikipedia",), address=address),
        Source("copy", derived_from=("wikipedia",)),
    ]
    cited = twinning(ROTTERDAM, SHANGHAI, "register", reference=address)
    page = twinning(ROTTERDAM, SHANGHAI, "register", reference="https://nl.wikipedia.org/wiki/Rotterdam")
    copy = twinning(ROTTERDAM, SHANGHAI, "copy")
    assert only(compiled(cited, page, copy, sources=sources).ties)["independent_sources"] == 1
    own = twinning(ROTTERDAM, SHANGHAI, "register", reference="https://city.example/twins")
    assert only(compiled(cited, own, copy, sources=sources).ties)["independent_sources"] == 2


def test_last_listed_is_the_latest_dated_list() -> None:
    lists = [twinning(ROTTERDAM, SHANGHAI, name, listed=day) for name, day in (("a", "2016"), ("b", "2026"))]
    tie = only(compiled(*lists).ties)
    assert (tie["first_listed"], tie["last_listed"]) == (day_number(2016), day_number(2026))


def test_the_start_that_most_sources_support_is_preferred_and_the_others_kept() -> None:
    editions = [twinning(BERLIN, ISTANBUL, f"y{n}", period="1989/..") for n in range(3)]
    snapshot = compiled(*editions, twinning(BERLIN, ISTANBUL, "a", period="1988/.."))
    tie = only(snapshot.ties)
    assert (tie["valid_from"], tie["start_rule"], tie["undated"]) == ("1989", "majority", False)
    assert tie["start_earliest"] == day_number(1989)
    assert conflicts(snapshot, "start") == [("1988", False), ("1989", True), ("1989", True), ("1989", True)]


def test_copies_of_one_root_do_not_make_a_majority() -> None:
    sources = [Source(name, derived_from=("wiki",)) for name in ("y1", "y2")]
    statements = [twinning(BERLIN, ISTANBUL, name, period="1989/..") for name in ("y1", "y2")]
    other = twinning(BERLIN, ISTANBUL, "a", period="1988/..")
    tie = only(compiled(*statements, other, sources=sources).ties)
    assert (tie["valid_from"], tie["start_rule"]) == ("1988", "first_source")


def test_a_more_precise_date_is_supported_by_the_year_that_holds_it() -> None:
    snapshot = compiled(
        twinning(ROTTERDAM, SHANGHAI, "a", period="1979/.."),
        twinning(ROTTERDAM, SHANGHAI, "b", period="1979/.."),
        twinning(ROTTERDAM, SHANGHAI, "c", period="1979-11-26/.."),
    )
    tie = only(snapshot.ties)
    assert (tie["valid_from"], tie["start_rule"]) == ("1979-11-26", "most_precise")
    assert conflicts(snapshot, "start") == [("1979", False), ("1979", False), ("1979-11-26", True)]


def test_an_end_makes_the_tie_ended_and_an_open_side_stands_beside_it() -> None:
    snapshot = compiled(
        twinning(ROTTERDAM, SHANGHAI, "a", period="1979/2022-03"),
        twinning(ROTTERDAM, SHANGHAI, "b", period="1979/.."),
    )
    tie = only(snapshot.ties)
    assert (tie["valid_to"], tie["end_rule"], tie["status"], tie["status_since"]) == (
        "2022-03",
        "only",
        "ended",
        "2022-03",
    )
    assert conflicts(snapshot, "end") == [("..", False), ("2022-03", True)]
    assert conflicts(snapshot, "start") == []


def test_ended_since_is_an_end() -> None:
    tie = only(compiled(twinning(ROTTERDAM, SHANGHAI, period="1979/..", status="ended", status_since="2019")).ties)
    assert (tie["valid_to"], tie["end_latest"], tie["status"]) == ("2019", day_number(2019, 12, 31), "ended")


def test_an_end_before_the_start_is_not_chosen() -> None:
    snapshot = compiled(
        twinning(ROTTERDAM, SHANGHAI, "a", period="1979/.."), twinning(ROTTERDAM, SHANGHAI, "b", period="/1950")
    )
    tie = only(snapshot.ties)
    assert (tie["valid_from"], tie["valid_to"], tie["status"]) == ("1979", None, "active")
    assert only(snapshot.conflicts)["rule"] == "before_start"


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([("suspended", "2022-03-01"), ("active", None)], "suspended"),
        ([("suspended", "2022"), ("active", "2024")], "active"),
        ([("active", None), ("ended", None), ("suspended", None)], "ended"),
        ([("signed", "1979"), ("active", "1979")], "active"),
    ],
)
def test_the_latest_status_wins_then_the_one_further_in_life(
    statuses: list[tuple[str, str | None]], expected: str
) -> None:
    statements = [
        twinning(ROTTERDAM, SHANGHAI, f"s{n}", status=status, **({"status_since": since} if since else {}))
        for n, (status, since) in enumerate(statuses)
    ]
    snapshot = compiled(*statements)
    assert only(snapshot.ties)["status"] == expected
    assert [value for value, preferred in conflicts(snapshot, "status") if preferred] == [expected]


def test_the_reason_is_that_of_the_status_that_stands() -> None:
    tie = only(
        compiled(
            twinning(ROTTERDAM, SHANGHAI, "a", status="active", reason="none"),
            twinning(ROTTERDAM, SHANGHAI, "b", status="suspended", status_since="2022", reason="the war"),
        ).ties
    )
    assert (tie["reason"], tie["status_since"], tie["status_since_earliest"]) == ("the war", "2022", day_number(2022))


def test_first_listed_is_the_earliest_dated_list() -> None:
    snapshot = compiled(
        twinning(ROTTERDAM, SHANGHAI, "a", listed="2016-10"),
        twinning(ROTTERDAM, SHANGHAI, "b"),
        sources=[Source("a", date="2000"), Source("b", date="2021")],
    )
    assert only(snapshot.ties)["first_listed"] == day_number(2016, 10, 1)


def test_identity_joins_ties_and_drops_a_tie_of_an_actor_with_itself() -> None:
    snapshot = compiled(
        twinning("a:R", "a:S", "a"),
        twinning(ROTTERDAM, SHANGHAI, "b"),
        twinning("a:R", "b:R", "a"),
        judgements=[same("a:R", ROTTERDAM), same("a:S", SHANGHAI), same("b:R", ROTTERDAM)],
    )
    assert only(snapshot.ties)["statements"] == 2
    assert snapshot.evidence.height == 3
    assert snapshot.evidence.filter(pl.col("record") == ROTTERDAM).height == 1


def test_history_before_the_common_era() -> None:
    tie = only(compiled(said("px:samos", "alliance", object="px:athens", period="-0477/-0439")).ties)
    assert (tie["start_earliest"], tie["end_latest"]) == (day_number(-477), day_number(-439, 12, 31))
