"""The overlay on the real lists: classes counted again in plain Python, what is taken away, and the worked cases.

The world is the founding register with the list of missions of November 2022, the alliances of ATOP, the list of
26,114 twin towns of 2026 and that of 17,401 of 2016. Counts that these may add to are not written down here.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from time import perf_counter
from typing import Any

import polars as pl
import pytest

from proxenia.measures.spans import held_on, tie_spans, within_lives
from proxenia.model.period import FAR_FUTURE, Period
from proxenia.overlay.overlay import Overlay, PairReport
from proxenia.overlay.pairs import facts_of, pairs_on
from proxenia.overlay.rule import RULE, is_resident
from proxenia.snapshot.as_of import day_of
from proxenia.snapshot.snapshot import Snapshot

EU = "px:european-union"
DEFENCE = {"px:nato", "px:csto"}
CITY_KINDS = {"twinning", "agreement", "partnership", "treaty"}
OUT_OF_FORCE = {"proposed", "negotiated", "signed", "suspended"}
BROKEN = ("rupture", "no_relations", "armed_conflict")
LONGEST_YEAR, LONGEST_HISTORY = 2.0, 3.0
"""Seconds for all pairs of a year, facts included, and for one pair from 1945 on."""

Pair = tuple[str, str]


@pytest.fixture(scope="module")
def world(listed_world: Snapshot) -> Snapshot:
    return listed_world


@pytest.fixture(scope="module")
def overlay(world: Snapshot) -> Overlay:
    return Overlay.of(world, 2026)


# The rule once more, in plain Python on the snapshot as of the day


def code(identifier: str) -> str:
    return identifier.removeprefix("iso:")


def ordered(one: str, other: str) -> Pair:
    return min(one, other), max(one, other)


def parsed(text: str) -> Period:
    period = Period.parse(text)
    assert period is not None
    return period


def offices(world: Snapshot, day: int) -> Iterator[tuple[str, str, str, bool]]:
    """Give sender, host and source of every resident mission that is there on a day, and whether it is dated.

    Not while relations are broken off, nor after that when no later list names it, nor ten years after its list.
    """
    ends = {row[0]: (code(row[1]), code(row[2])) for row in world.ties.select("id", "a", "b").iter_rows()}
    ruptures = spells_of(world, "rupture")
    editions = dict(world.sources.select("id", "date").iter_rows())
    rows = world.evidence.filter(pl.col("predicate") == "representation").iter_rows(named=True)
    for row in rows:
        if not is_resident(row["mission"]) or row["record"] not in ends:
            continue
        listed = parsed(row["listed"] or editions[row["source"]]).start_earliest
        period = Period.parse(row["period"]) if row["period"] else None
        dated = period is not None and not period.unknown_start
        begun = period.start_earliest if period is not None and dated else listed
        ended = period.end_latest if period is not None and not period.open_end else listed + 3652
        closed = any(
            since <= day and max(begun, since) <= ended and (day <= until or listed <= until)
            for since, until in ruptures[ordered(*ends[row["record"]])]
        )
        if begun <= day <= ended and not closed:
            yield (*ends[row["record"]], row["source"] if listed <= day else "", dated)


def spells_of(world: Snapshot, attribute: str) -> dict[Pair, list[tuple[int, int]]]:
    """Return the first and the last day of what is recorded of each pair."""
    read = dict(world.evidence.select("statement", "retrieved_at").iter_rows())
    found: dict[Pair, list[tuple[int, int]]] = defaultdict(list)
    for row in world.dyads.filter(pl.col("attribute") == attribute).iter_rows(named=True):
        period = Period.parse(row["period"]) if row["period"] else None
        unknown = period is None or period.unknown_start
        begun = parsed(read[row["statement"]][:10]).start_earliest if unknown else period.start_earliest
        found[ordered(code(row["a"]), code(row["b"]))].append((begun, period.end_latest if period else FAR_FUTURE))
    return found


def broken(world: Snapshot, day: int) -> dict[str, set[Pair]]:
    return {
        name: {pair for pair, spells in spells_of(world, name).items() if any(a <= day <= b for a, b in spells)}
        for name in BROKEN
    }


def left_the_union(world: Snapshot, listed: int) -> dict[str, int]:
    """Return who was a member of the European Union on a day and has left it since: when."""
    ends = world.ties.filter(pl.col("kind") == "membership", pl.col("b") == EU, pl.col("end_latest") >= listed)
    return {code(one): day for one, day in ends.select("a", "end_latest").iter_rows()}


def still_bound(world: Snapshot, tie: dict[str, Any], day: int) -> bool:
    """Tell whether an alliance is in force on a day, which may be later than the last list that names it."""
    if tie["end_latest"] is not None or tie["last_listed"] is None:
        return True
    members = {code(one) for one in world.ties.filter(pl.col("kind") == "membership", pl.col("b") == EU)["a"]}
    left = left_the_union(world, tie["last_listed"])
    pair = {code(tie["a"]), code(tie["b"])}
    by_the_union = pair <= members and tie["start_earliest"] >= day_of(2006)
    gone = [when for one, when in left.items() if one in pair and by_the_union]
    return day <= tie["last_listed"] + 3652 and not any(day > when for when in gone)


def city_side(then: Snapshot, states: list[str]) -> tuple[Counter[Pair], set[str]]:
    """Return the city ties of each pair, and the countries of which the register has a tie."""
    cities: Counter[Pair] = Counter()
    known: set[str] = set()
    local = then.actors.filter(pl.col("kind").fill_null("city").is_in(["city", "region"]))
    home = dict(local.select("id", "country").iter_rows())
    for kind, a, b, status in then.ties.select("kind", "a", "b", "status").iter_rows():
        one, other = home.get(a), home.get(b)
        if kind in CITY_KINDS and status not in OUT_OF_FORCE and one in states and other in states:
            known |= {one, other}
            if one != other:
                cities[ordered(one, other)] += 1
    return cities, known


def state_side(world: Snapshot, then: Snapshot, day: int) -> dict[str, set[Pair]]:
    """Return the pairs that are tied in each way; `recognises` has who does first."""
    ties = [row for row in then.ties.iter_rows(named=True) if row["status"] not in OUT_OF_FORCE]
    members = [code(row["a"]) for row in ties if row["kind"] == "membership" and row["b"] == EU]
    found: dict[str, set[Pair]] = defaultdict(set)
    for body in DEFENCE:
        allies = {
            code(row["a"])
            for row in then.ties.iter_rows(named=True)
            if row["kind"] == "membership" and row["b"] == body
        }
        found["alliance"] |= {ordered(one, other) for one, other in combinations(sorted(allies), 2)}
    for row in ties:
        one, other = code(row["a"]), code(row["b"])
        if row["kind"] == "diplomatic_relation" or (row["kind"] == "alliance" and still_bound(world, row, day)):
            found[row["kind"]].add(ordered(one, other))
        if row["kind"] == "recognition":
            found["recognises"].add((one, other))
        if row["kind"] == "sanction":
            width = "narrow" if row["restricts"] in {"arms", "persons"} else "wide"
            imposers, targets = (members if end == EU else [code(end)] for end in (row["a"], row["b"]))
            found[width] |= {ordered(imposer, target) for imposer in imposers for target in targets}
    return found


def spoken_of(world: Snapshot, day: int) -> set[str]:
    """Return the states of which somebody is known to have recognised them by a day."""
    ever = world.ties.filter(pl.col("kind") == "recognition", ~pl.col("status").is_in(sorted(OUT_OF_FORCE)))
    return {code(one) for one in ever.filter(pl.coalesce("start_earliest", "first_listed") <= day)["b"]}


def decided(recorded: set[str], *, tied_cities: bool, lapsed: bool) -> str:
    """Return the class of a pair of which both levels have data."""
    if recorded & ({"wide", "armed_conflict"} | (set() if lapsed else {"rupture"})):
        return "contrary" if tied_cities else "absent"
    ways = {"alliance"} if recorded & {"rupture", "no_relations"} else {"alliance", "mission", "diplomatic_relation"}
    if recorded & ways:
        return "aligned" if tied_cities else "latent"
    return "substitute" if tied_cities else "absent"


def classes_again(world: Snapshot, year: int) -> dict[Pair, str]:
    """Return the class of every pair of today's states, decided pair by pair."""
    then, day = world.as_of(year), day_of(year)
    is_today = (pl.col("kind") == "state") & pl.col("id").str.contains("^iso:..$") & pl.col("dissolved").is_null()
    states = sorted(code(one) for one in world.actors.filter(is_today)["id"])
    cities, known = city_side(then, states)
    ways = state_side(world, then, day)
    recognises = ways.pop("recognises", set())
    ways |= broken(world, day)
    sent: dict[Pair, set[str]] = defaultdict(set)
    for sender, host, source, dated in offices(world, day):
        if sender in states and host in states:
            ways.setdefault("mission", set()).add(ordered(sender, host))
            if dated:
                ways.setdefault("dated", set()).add(ordered(sender, host))
            if source:
                sent[source, sender].add(host)
    lists: dict[str, set[str]] = defaultdict(set)
    for (source, sender), hosts in sent.items():
        if len(hosts) >= 60:
            lists[source].add(sender)
    told = spoken_of(world, day)

    def decide(pair: Pair) -> str:
        recorded = {name for name, pairs in ways.items() if pair in pairs} - {"narrow"}
        lapsed = any(two in told and (one, two) not in recognises for one, two in (pair, pair[::-1]))
        doubtful = lapsed and "mission" in recorded and "dated" not in recorded
        recorded -= {"dated", "mission"} if doubtful else {"dated"}
        silent = not doubtful and any(set(pair) <= told_well for told_well in lists.values())
        if not (recorded or silent) or not set(pair) <= known:
            return "unknown"
        return decided(recorded, tied_cities=cities[pair] > 0, lapsed=lapsed)

    return {pair: decide(pair) for pair in combinations(states, 2)}


def classes(world: Snapshot, year: int) -> dict[Pair, str]:
    rows = pairs_on(facts_of(world), [day_of(year)]).select("a", "b", "class").iter_rows()
    return {(a, b): name for a, b, name in rows}


@pytest.mark.parametrize("year", [1958, 1990, 2013, 2021, 2023, 2026])
def test_classes_are_those_of_a_plain_count(world: Snapshot, year: int) -> None:
    assert classes(world, year) == classes_again(world, year)


@pytest.mark.parametrize("year", [1950, 1991, 2013, 2016, 2022, 2026])
def test_spans_agree_with_the_snapshot_as_of_the_year(world: Snapshot, year: int) -> None:
    spans = within_lives(tie_spans(world, world.ties), world, ("a", "b"))
    shown = world.as_of(year).ties.select("id", "status").sort("id")
    assert held_on(spans, [day_of(year)]).select("id", "status").sort("id").equals(shown)


# What is taken away


def without(world: Snapshot, *, ties: pl.DataFrame, dyads: pl.DataFrame | None = None) -> Snapshot:
    tables = {**world.tables, "ties": world.ties.join(ties, on="id", how="anti", maintain_order="left")}
    if dyads is not None:
        tables["dyads"] = dyads
    return Snapshot(tables=tables, manifest={}, aliases=world.aliases)


def between_states(world: Snapshot) -> pl.DataFrame:
    upper = world.actors.filter(pl.col("kind").is_in(["state", "igo"])).select("id")
    ties = world.ties
    for end in ("a", "b"):
        ties = ties.join(upper, left_on=end, right_on="id", how="semi")
    return ties


@pytest.mark.parametrize("year", [1960, 1995, 2013, 2023, 2026])
def test_without_any_source_of_the_state_level_every_pair_is_unknown(world: Snapshot, year: int) -> None:
    silent = without(world, ties=between_states(world), dyads=world.dyads.filter(~pl.col("attribute").is_in(BROKEN)))
    pairs = Overlay.of(silent, year).pairs
    assert set(pairs["class"]) == {"unknown"}
    assert pairs["city_ties"].sum() == Overlay.of(world, year).pairs["city_ties"].sum()
    assert pairs.height > 20_000


@pytest.mark.parametrize("year", [2013, 2026])
def test_without_missions_the_counts_change_as_counted_again(world: Snapshot, year: int) -> None:
    fewer = without(world, ties=world.ties.filter(pl.col("kind") == "representation"))
    before, after = classes(world, year), classes(fewer, year)
    assert after == classes_again(fewer, year)
    changed = Counter((before[pair], after[pair]) for pair in before if before[pair] != after[pair])
    # Nobody becomes hostile or tied for want of a mission, and where missions were the only data nothing is known.
    assert {now for _, now in changed} <= {"unknown", "substitute", "absent"}
    assert changed["aligned", "unknown"] > 20
    assert not any(was == "contrary" for was, _ in changed)
    assert Counter(after.values()) != Counter(before.values())


def test_without_city_ties_every_pair_is_unknown(world: Snapshot) -> None:
    silent = without(world, ties=world.ties.filter(pl.col("kind").is_in(sorted(CITY_KINDS))))
    assert set(Overlay.of(silent, 2026).pairs["class"]) == {"unknown"}


# The worked cases, with their evidence


def cited(report: PairReport) -> list[str]:
    """Return the addresses behind the state level of a pair."""
    found = [said.link for said in report.evidence if said.level == "state"]
    assert found, "what decided has evidence"
    assert all(link and link.startswith("http") for link in found)
    return [link for link in found if link]


def recognisers(world: Snapshot, year: int) -> set[str]:
    ties = world.as_of(year).ties.filter((pl.col("kind") == "recognition") & (pl.col("b") == "iso:TW"))
    return {code(one) for one in ties["a"]}


def of_taiwan(overlay: Overlay) -> Iterator[tuple[str, dict[str, Any]]]:
    for row in overlay.of_country("TW").iter_rows(named=True):
        yield row["b"] if row["a"] == "TW" else row["a"], row


def test_taiwans_cities_stand_in_where_it_is_not_recognised(world: Snapshot, overlay: Overlay) -> None:
    friends = recognisers(world, 2026)
    told = {other: row["class"] for other, row in of_taiwan(overlay) if row["city_ties"]}
    assert len(told) >= 20
    assert {name for other, name in told.items() if other not in friends} == {"substitute"}
    assert {"US", "JP", "KR", "PH", "AU", "ZA"} <= {other for other, name in told.items() if name == "substitute"}
    for other in ("US", "JP"):
        report = overlay.pair("TW", other)
        assert "ended, and with them recognition" in report.reason
        assert cited(report)
    with_usa = overlay.pair("TW", "US")
    assert "since 1979-01-01" in with_usa.reason
    assert with_usa.state["rupture"] is True
    assert with_usa.state["recognises_ba"] is False
    assert with_usa.city_ties["twinning"] >= 20


def test_the_friends_of_the_two_chinas(world: Snapshot, overlay: Overlay) -> None:
    friends = recognisers(world, 2026)
    assert 10 <= len(friends) <= 14
    assert {"PY", "GT", "VA", "SZ"} <= friends
    with_taiwan = dict(of_taiwan(overlay))
    with_china = {
        row["b"] if row["a"] == "CN" else row["a"]: row for row in overlay.of_country("CN").iter_rows(named=True)
    }
    for friend in friends:
        assert with_taiwan[friend]["tied"], friend
        assert not with_china[friend]["tied"], friend
        assert with_china[friend]["class"] not in {"aligned", "latent"}, friend
    tied_to_both = {
        other for other, row in with_taiwan.items() if row["tied"] and with_china.get(other, {}).get("tied")
    }
    assert tied_to_both == set()
    assert "keeps a mission" in overlay.pair("PY", "TW").reason
    assert overlay.pair("CN", "TW").overlay_class in {"absent", "substitute"}


def test_the_united_states_and_cuba(overlay: Overlay) -> None:
    history = {one.year: one for one in overlay.history("US", "CU", range(1945, 2027))}
    assert all(history[year].hostile for year in range(1960, 2027))
    assert all(history[year].tied for year in range(1945, 1960))
    assert "1961-01-03 to 2015-07-20" in history[1961].reason
    assert "1961-01-03 to 2015-07-20" in history[2014].reason
    assert "broken off" not in history[2015].reason
    assert "nearly all trade and finance with Cuba (since 1960-10-19" in history[2026].reason
    assert all(one.overlay_class == "contrary" for one in history.values() if one.city_ties and one.year >= 1960)
    report = overlay.pair("CU", "US")
    assert (report.overlay_class, report.state["missions_ba"]) == ("contrary", 1)
    assert cited(report)


def test_the_united_states_and_iran(overlay: Overlay) -> None:
    history = {one.year: one for one in overlay.history("US", "IR", range(1975, 2027))}
    assert [history[year].hostile for year in (1978, 1979, 1980, 2026)] == [False, True, True, True]
    assert "broken off (since 1980-04-07" in history[1980].reason
    report = overlay.pair("IR", "US")
    assert report.overlay_class == "contrary"
    assert cited(report)


def test_germany_and_russia_before_and_after_2022(world: Snapshot, overlay: Overlay) -> None:
    history = {one.year: one for one in overlay.history("DE", "RU", range(2010, 2027))}
    assert {history[year].overlay_class for year in range(2010, 2014)} == {"aligned"}
    assert {history[year].overlay_class for year in range(2014, 2027)} == {"contrary"}
    assert [history[year].suspended > 0 for year in (2013, 2021, 2023)] == [False, False, True]
    assert "since 2014-07-31" in history[2015].reason
    days = {day: Overlay.of(world, day).pair("DE", "RU").overlay_class for day in ("2014-07-30", "2014-07-31")}
    assert days == {"2014-07-30": "aligned", "2014-07-31": "contrary"}
    told = overlay.pair("DE", "RU")
    assert "the European Union, of which Germany is a member, restricts branches of trade and finance" in told.reason
    assert any("Membership" in said.says and said.period == "1958-01-01/.." for said in told.evidence)
    assert cited(told)


def test_france_and_germany_since_1963(overlay: Overlay) -> None:
    history = overlay.history("FR", "DE", range(1963, 2027))
    assert {one.overlay_class for one in history} == {"aligned"}
    assert all("an alliance binds them" in one.reason for one in history)
    counts = [one.city_ties for one in history]
    assert counts == sorted(counts)
    assert counts[-1] > 500
    assert overlay.pair("DE", "FR").state["missions_ab"] >= 3


def test_israel_and_the_palestinian_territories(overlay: Overlay) -> None:
    report = overlay.pair("IL", "PS")
    assert report.state["armed_conflict"] is True
    assert report.state["recognises_ab"] is False
    assert report.overlay_class == "contrary"
    assert "they are in an armed conflict" in report.reason
    assert cited(report)


def test_turkiye_and_armenia(overlay: Overlay) -> None:
    history = {one.year: one for one in overlay.history("TR", "AM", range(1985, 2027))}
    assert not history[1990].hostile
    assert all(history[year].hostile for year in range(1993, 2027))
    assert not any(one.tied for one in history.values())
    report = overlay.pair("AM", "TR")
    assert report.overlay_class == "contrary"
    assert "since 1993" in report.reason
    assert report.state["no_relations"] is True
    assert cited(report)


# Speed


def test_all_pairs_of_a_year_and_a_history_are_quick(world: Snapshot) -> None:
    begun = perf_counter()
    overlay = Overlay.of(world, 2024)
    _ = overlay.pairs
    assert perf_counter() - begun < LONGEST_YEAR
    begun = perf_counter()
    assert len(overlay.history("DE", "FR", range(1945, 2027))) == 82
    assert perf_counter() - begun < LONGEST_HISTORY


def test_the_thresholds_are_the_published_ones() -> None:
    assert (RULE.least_missions_listed, RULE.least_missions_sent, RULE.oldest_vote_years) == (60, 5, 5)
    assert RULE.binding_bodies == (EU,)
    assert set(RULE.defence_bodies) == DEFENCE
    assert set(RULE.city_tie_kinds) == CITY_KINDS
    assert set(RULE.not_in_force) == OUT_OF_FORCE
