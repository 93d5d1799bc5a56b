"""One pair with its reasons and evidence, its history, and what is remembered of a snapshot."""

from pathlib import Path

import orjson
import polars as pl
import pytest
from tests.overlay.worlds import UNION, at_home, between, city, laid, mission, sent_by, state, world_of
from tests.snapshot.made import said

from proxenia.errors import InputError, NotFoundError, PeriodError
from proxenia.model.statement import Statement
from proxenia.overlay.overlay import Overlay
from proxenia.overlay.pairs import facts_of, pairs_on
from proxenia.overlay.tables import PAIRS
from proxenia.snapshot.as_of import day_of
from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.store import save_snapshot

STATES = (*state("AA", "Aland"), *state("BB", "Beland"), *state("CC", "Celand"), *state("DD", "Deland"))
CITIES = (*at_home(100, "AA"), *at_home(200, "BB"), *at_home(300, "CC"))
WORLD: tuple[Statement, ...] = (
    *STATES,
    *CITIES,
    *sent_by("AA", "BB", "CC"),
    said(UNION, "kind", "register", value="igo"),
    said(UNION, "name", "register", value="European Union"),
    said("iso:AA", "membership", "register", object=UNION, period="1973/.."),
    said(UNION, "sanction", "register", object="iso:BB", period="2014-07-31/..", restricts="sectors"),
    said(UNION, "sanction", "register", object="iso:CC", period="2000/..", restricts="arms"),
    mission("AA", "BB", period="1955/.."),
    mission("AA", "BB", "consulate"),
    mission("BB", "AA", period="1957/.."),
    said(
        "gn:100",
        "twinning",
        object="gn:200",
        period="1950-06-01/..",
        reference="https://towns.example/100-200",
        summary="Signed in spring.",
    ),
    said("gn:101", "twinning", object="gn:201", period="1960/..", status="suspended", status_since="2015-03"),
    said("gn:100", "agreement", object="gn:301", period="1999/.."),
    between("rupture", "BB", "CC", "1961-01-03/2015-07-20"),
)
JSON_KEYS = ["pair", "as_of", "class", "reason", "city_ties", "state", "expected", "residual", "evidence"]


def test_a_pair_has_the_documented_json() -> None:
    told = orjson.loads(orjson.dumps(laid(WORLD, 2016).pair("bb", "iso:AA").as_json()))
    assert list(told) == JSON_KEYS
    assert (told["pair"], told["as_of"], told["class"]) == (["AA", "BB"], 2016, "contrary")
    assert told["city_ties"] == {"twinning": 1, "agreement": 0, "partnership": 0, "treaty": 0}
    assert (told["expected"], told["residual"]) == (None, None)
    assert told["state"]["missions_ab"] == 2
    assert told["state"]["sanction_ab"] is True
    assert told["state"]["shared_organisations"] == 0


def test_a_reason_names_what_decided_with_dates_and_sources() -> None:
    told = laid(WORLD, 2016).pair("AA", "BB").reason
    assert told == (
        "The states are hostile: the European Union, of which Aland is a member, restricts branches of trade and "
        "finance with Beland (since 2014-07-31; A register of states). 1 tie between their cities is in force "
        "(twinning 1), 1 suspended."
    )
    told = laid(WORLD, 2013).pair("AA", "BB").reason
    assert told == (
        "The states are tied: Aland keeps a mission in Beland (embassy) and 1 more (since 1955, listed up to "
        "2010-06-15; A list of missions); Beland keeps a mission in Aland (embassy) (since 1957, listed up to "
        "2010-06-15; A list of missions). 2 ties between their cities are "
        "in force (twinning 2)."
    )
    told = laid(WORLD, 2011).pair("AA", "CC").reason
    assert told == (
        "The states are not tied: no mission, relation or alliance between them is recorded, though both keep missions "
        "elsewhere (Aland in 6 states, Celand in 5 states; A list of missions, 2010-06-15). No hostility by the rule: "
        "the European Union, of which Aland is a member, restricts trade in arms with Celand (since 2000; A register "
        "of states). A sanction that restricts only arms or named persons is told and makes no hostility. 1 tie "
        "between their cities is in force (agreement 1)."
    )
    told = laid(WORLD, 2016).pair("BB", "DD").reason
    assert told == (
        "Not known: no record decides whether the two states were tied or hostile on that day, and missions are "
        "listed in too few states, under 5, for silence to tell (A list of missions, 2010-06-15: Deland in 0); the "
        "register has no city tie of Deland in force on that day."
    )


def test_a_narrow_sanction_is_told_where_nothing_is_known() -> None:
    told = laid(WORLD, 2005).pair("AA", "CC")
    assert told.overlay_class == "unknown"
    assert (
        "No hostility by the rule: the European Union, of which Aland is a member, restricts trade in arms"
        in told.reason
    )
    assert told.reason.endswith("1 tie between their cities is in force (agreement 1).")


def test_evidence_is_what_decided_then_the_city_ties() -> None:
    report = laid(WORLD, 2016).pair("AA", "BB")
    assert [(said.level, said.says) for said in report.evidence] == [
        (
            "state",
            "the European Union, of which Aland is a member, restricts branches of trade and finance with Beland",
        ),
        ("state", "Membership"),
        ("city", "City 100 – City 200, twinning, active: Signed in spring."),
        ("city", "City 101 – City 201, twinning, suspended"),
    ]
    tie = report.evidence[2]
    assert (tie.period, tie.source_title, tie.link) == (
        "1950-06-01/..",
        "A list of twin towns",
        "https://towns.example/100-200",
    )
    # A reference that is no address leads to the source's own.
    assert report.evidence[3].reference == "row 1"
    assert report.evidence[3].link == "https://towns.example/list"


def test_a_withdrawn_recognition_is_part_of_the_evidence() -> None:
    withdrawn = (
        said("iso:AA", "recognition", "register", object="iso:CC", period="1928/1978-12-31", status="ended"),
        between("rupture", "AA", "CC", "1979-01-01/.."),
    )
    report = laid((*WORLD, *withdrawn), 2016).pair("AA", "CC")
    assert report.overlay_class == "substitute"
    assert "diplomatic relations ended, and with them recognition (since 1979-01-01" in report.reason
    assert "Aland recognised Celand (1928 to 1978-12-31; A register of states)" in report.reason
    assert [said.period for said in report.evidence[:2]] == ["1979-01-01/..", "1928/1978-12-31"]


def test_twenty_city_ties_are_shown_the_dated_ones_first() -> None:
    many = [city(number, "BB") for number in range(400, 430)]
    ties = [
        said(f"gn:{number}", "agreement", object="gn:100", period=f"{1500 + number}/..") for number in range(400, 430)
    ]
    undated = said("gn:400", "partnership", object="gn:100")
    report = laid((*WORLD, *(said for told in many for said in told), *ties, undated), 2013).pair("AA", "BB")
    shown = [said for said in report.evidence if said.level == "city"]
    assert report.city_ties == {"twinning": 2, "agreement": 30, "partnership": 1, "treaty": 0}
    assert len(shown) == 20
    starts = [(said.period or "")[:4] for said in shown]
    assert starts == sorted(starts)
    assert "" not in starts


def test_a_tie_that_had_ended_is_no_evidence() -> None:
    ended = said("gn:101", "agreement", object="gn:200", period="1930/1940")
    overlay = laid((*WORLD, ended), 2016)
    assert "gn:101 – gn:200, agreement" not in " ".join(one.says for one in overlay.pair("AA", "BB").evidence)
    assert [one.level for one in overlay.pair("AA", "BB").evidence].count("city") == 2
    then = overlay.cities.evidence("AA", "BB", day_of(1935))
    assert [(one.level, one.period) for one in then] == [("city", "1930/1940")]
    assert overlay.cities.evidence("AA", "BB", day_of(1900)) == overlay.cities.evidence("CC", "DD", day_of(2016)) == []


def test_a_history_is_what_each_year_is() -> None:
    overlay = laid(WORLD, 2016)
    years = range(1945, 2027)
    history = overlay.history("BB", "AA", years)
    assert [one.year for one in history] == list(years)
    for one in history[::7]:
        report = laid(WORLD, one.year).pair("AA", "BB")
        assert (one.overlay_class, one.reason) == (report.overlay_class, report.reason)
        assert one.city_ties == sum(report.city_ties.values())
    classes = {one.year: one.overlay_class for one in history}
    assert [classes[year] for year in (1945, 1954, 1955, 2013, 2014)] == [
        "unknown",
        "unknown",
        "aligned",
        "aligned",
        "contrary",
    ]
    assert [one.suspended for one in history if one.year in {2014, 2015}] == [0, 1]


def test_a_pair_alone_is_its_row_among_all() -> None:
    overlay = laid(WORLD, 2016)
    for row in overlay.pairs.iter_rows(named=True):
        own = pairs_on(overlay.facts.of_pair(row["a"], row["b"]), [overlay.day])
        assert own.drop("day").row(0, named=True) == row


def test_many_days_at_once_are_what_each_day_is() -> None:
    facts = facts_of(world_of(WORLD))
    days = [day_of(year) for year in (1950, 1980, 2013, 2020)]
    together = pairs_on(facts, days)
    assert together["day"].unique().sort().to_list() == days
    for day in days:
        assert together.filter(pl.col("day") == day).equals(pairs_on(facts, [day]))


def test_the_table_has_the_schema_and_every_pair_once() -> None:
    pairs = laid(WORLD, 2016).pairs
    assert pairs.schema == PAIRS
    states = 4 + 6
    assert pairs.height == states * (states - 1) // 2
    assert pairs.select("a", "b").rows() == sorted(pairs.select("a", "b").rows())
    assert all(a < b for a, b in pairs.select("a", "b").rows())


def test_counts_and_lists_follow_from_the_table() -> None:
    overlay = laid(WORLD, 2016)
    counts = overlay.counts()
    assert list(counts) == ["aligned", "substitute", "contrary", "latent", "absent", "unknown"]
    assert sum(counts.values()) == overlay.pairs.height
    for name, count in counts.items():
        assert overlay.of_class(name).height == count
    assert overlay.of_country("aa").height == 9
    assert overlay.of_country("AA")["city_ties"].to_list()[:2] == [1, 1]
    order = ("city_ties", "suspended", "shared_organisations", "a", "b")
    for code in overlay.names:
        own = overlay.pairs.filter((pl.col("a") == code) | (pl.col("b") == code))
        sorted_by_hand = own.sort(order, descending=[True, True, True, False, False], nulls_last=True)
        assert overlay.of_country(code).equals(sorted_by_hand)
    reasons = overlay.reasons(overlay.of_country("AA"))
    assert reasons[0] == overlay.pair("AA", "BB").reason


def test_the_order_of_statements_changes_nothing() -> None:
    overlay, other = laid(WORLD, 2016), laid(tuple(reversed(WORLD)), 2016)
    assert overlay.pairs.equals(other.pairs)
    assert overlay.pair("AA", "BB") == other.pair("AA", "BB")
    assert overlay.reasons(overlay.pairs) == other.reasons(other.pairs)


def test_a_day_is_told_as_it_was_asked() -> None:
    assert laid(WORLD, 2016).as_of == 2016
    assert laid(WORLD, "2016-05").as_of == "2016-05-31"
    with pytest.raises(PeriodError):
        laid(WORLD, "soon")


def test_no_state_of_today_is_named() -> None:
    overlay = laid(WORLD, 2016)
    with pytest.raises(NotFoundError):
        overlay.pair("AA", "ZZ")
    with pytest.raises(InputError):
        overlay.pair("AA", "aa")
    with pytest.raises(NotFoundError):
        overlay.of_country("gn:100")


def test_a_filtered_snapshot_is_refused() -> None:
    with pytest.raises(InputError, match="2016-12-31"):
        Overlay.of(world_of(WORLD).as_of(2016), 2016)


def test_what_was_computed_for_a_saved_snapshot_is_remembered(tmp_path: Path) -> None:
    saved = save_snapshot(world_of(WORLD), tmp_path / "snapshot")
    overlay = Overlay.of(saved, 2016)
    assert Overlay.of(saved, "2016-12-31") is overlay
    assert Overlay.of(saved, 2015) is not overlay
    assert Overlay.of(saved, 2015).book is overlay.book
    fewer = {**saved.tables, "ties": saved.ties.clear()}
    emptied = Overlay.of(Snapshot(tables=fewer, manifest=saved.manifest, aliases=saved.aliases), 2016)
    assert emptied is not overlay
    assert set(emptied.pairs["city_ties"]) == {0}


def test_an_empty_world_has_no_pairs() -> None:
    overlay = Overlay.of(Snapshot.empty(), 2016)
    assert overlay.pairs.schema == PAIRS
    assert overlay.pairs.is_empty()
    assert overlay.expected is None


def test_expected_ties_are_told_when_asked_and_null_where_no_model_fits() -> None:
    report = laid(WORLD, 2016).pair("AA", "BB", with_expected=True)
    assert (report.expected, report.residual) == (None, None)
