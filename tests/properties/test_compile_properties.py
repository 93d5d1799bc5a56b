"""Compiling is a function of content: no order of import, of judgements or of sources shows in a snapshot."""

from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.snapshot.made import Book, Source, said, same, table

from proxenia.model.judgement import Judgement, Verdict
from proxenia.model.statement import Statement, check_statements
from proxenia.snapshot.compile import compile_snapshot, compile_tables
from proxenia.snapshot.store import parquet_bytes

IDS = ["gn:1", "gn:2", "gn:10", "wd:Q1", "iso:FR", "iso:FR-BRE", "px:uclg", "aa:one", "aa:two", "bb:one"]
SOURCES = ["geonames", "a", "b", "c"]
PERIODS = [None, "1979", "1979/..", "1979-11-26/..", "1988/1992", "/1990", "1950~/..", "195X", "-0431/-0404", "1980/.."]
DATES = [None, "2016", "2020-05", "1999~"]

ids = st.sampled_from(IDS)
names = st.one_of(
    st.sampled_from(["Köln", "Koln", "Cologne", "=1+1", "東京"]), st.text("abcdé '\"", min_size=1, max_size=6)
)


def maybe(values: list[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), st.sampled_from(values))


def stated(**more: Any) -> dict[str, Any]:
    return {key: value for key, value in more.items() if value is not None}


@st.composite
def ties(draw: st.DrawFn) -> Statement:
    subject = draw(ids)
    qualifiers = stated(
        period=draw(st.sampled_from(PERIODS)),
        status=draw(maybe(["active", "suspended", "ended", "signed"])),
        status_since=draw(maybe(["1985", "2022-03-01"])),
        fields=draw(maybe(["economy;intercity", "peace"])),
        driver=draw(maybe(["network_push", "electoral_gain"])),
        listed=draw(st.sampled_from(DATES)),
        summary=draw(maybe(["One.", "Two."])),
    )
    kind = draw(st.sampled_from(["twinning", "membership", "sanction"]))
    object_ = draw(ids.filter(lambda other: other != subject))
    return said(subject, kind, draw(st.sampled_from(SOURCES)), object=object_, **qualifiers)


@st.composite
def facts(draw: st.DrawFn) -> Statement:
    subject, source = draw(ids), draw(st.sampled_from(SOURCES))
    predicate = draw(
        st.sampled_from(["kind", "name", "alternate_names", "country", "location", "population", "founded"])
    )
    value = {
        "kind": st.sampled_from(["city", "region", "city_network"]),
        "name": names,
        "alternate_names": st.lists(names, min_size=1, max_size=3).map("\n".join),
        "location": st.sampled_from(["4.5 51.9", "4.51 51.91", "-179.9 10", "121.4 31.2"]),
        "population": st.sampled_from(["598199", "600000", "12"]),
    }.get(predicate, st.none())
    more = stated(value=draw(value), period=draw(maybe(["2020", "2013", "1999"])))
    if predicate == "country":
        more["object"] = draw(st.sampled_from(["iso:NL", "iso:FR"]))
    if predicate == "founded":
        more["period"] = draw(st.sampled_from(["2013", "2013-05", "2014"]))
    return said(subject, predicate, source, **more)


@st.composite
def acts(draw: st.DrawFn) -> Statement:
    act, source = draw(st.sampled_from(["act:x", "act:y"])), draw(st.sampled_from(SOURCES))
    if draw(st.booleans()):
        return said(draw(ids), "participation", source, object=act, role=draw(st.sampled_from(["host", "guest"])))
    more = stated(period=draw(maybe(["1979", "1979-11-26", "2004"])), title=draw(maybe(["One", "Two"])))
    return said(act, "event", source, value=draw(st.sampled_from(["visit", "loan"])), **more)


statements = st.lists(st.one_of(ties(), ties(), facts(), facts(), acts()), max_size=40, unique_by=lambda item: item.id)
judgements = st.lists(
    st.builds(
        lambda left, right, verdict, second: same(
            left, right, verdict=verdict, at=f"2026-11-22T00:00:0{second}.000000Z"
        ),
        ids,
        ids,
        st.sampled_from(Verdict),
        st.integers(0, 9),
    ).filter(lambda item: item.left != item.right),
    max_size=8,
)
sources = st.lists(
    st.builds(
        lambda name, date, above, keeps: Source(name, date=date, derived_from=tuple(above), keeps_direction=keeps),
        st.sampled_from(SOURCES),
        st.sampled_from(DATES),
        st.lists(st.sampled_from([*SOURCES, "wikipedia"]), max_size=2),
        st.booleans(),
    ),
    max_size=4,
    unique_by=lambda source: source.id,
)
worlds = st.tuples(statements, judgements, sources)


@settings(max_examples=30, deadline=None)
@given(world=worlds, data=st.data())
def test_the_order_of_import_does_not_show(
    world: tuple[list[Statement], list[Judgement], list[Source]], data: st.DataObject
) -> None:
    said_, judged, described = world
    check_statements(said_)
    first = compile_tables(table(said_), judged, described)
    shuffled = [data.draw(st.permutations(part)) for part in world]
    second = compile_tables(table(shuffled[0]).to_arrow(), shuffled[1], shuffled[2])
    for name, frame in first.items():
        assert parquet_bytes(frame) == parquet_bytes(second[name]), name


@settings(max_examples=30, deadline=None)
@given(world=worlds, year=st.integers(-440, 2030))
def test_tables_fit_together(world: tuple[list[Statement], list[Judgement], list[Source]], year: int) -> None:
    snapshot = compile_snapshot(Book(*world), code_version="test")
    actors = set(snapshot.actors["id"])
    assert {*snapshot.ties["a"], *snapshot.ties["b"], *snapshot.participations["actor"]} <= actors
    assert snapshot.actors["id"].is_unique().all()
    assert snapshot.ties["id"].is_unique().all()
    assert not snapshot.ties.filter(pl.col("a") == pl.col("b")).height
    assert sorted(snapshot.evidence["statement"]) == sorted(item.id for item in world[0])
    assert snapshot.ties["statements"].sum() == snapshot.evidence["record"].str.starts_with("tie:").sum()
    assert (snapshot.ties["independent_sources"] <= snapshot.ties["statements"]).all()
    disputed = snapshot.conflicts.filter(~pl.col("preferred"))["record"]
    assert set(disputed) <= {*snapshot.ties["id"], *snapshot.acts["id"], *actors}
    shown = {way: set(snapshot.as_of(year, undated=way).ties["id"]) for way in ("never", "listed", "always")}
    assert shown["never"] <= shown["listed"] <= shown["always"] <= set(snapshot.ties["id"])
