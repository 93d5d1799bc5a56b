"""Small worlds for the tests of the snapshot."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from proxenia.model.judgement import Judgement, Verdict
from proxenia.model.statement import Statement
from proxenia.snapshot.compile import compile_snapshot
from proxenia.snapshot.snapshot import Snapshot

MOMENT = "2026-11-22T02:33:10.123456Z"
ROTTERDAM, SHANGHAI, ISTANBUL, BERLIN = "gn:2747891", "gn:1796236", "gn:745044", "gn:2950159"
COLUMNS = [
    "id",
    "subject",
    "predicate",
    "object",
    "value",
    "unit",
    "language",
    "period",
    "qualifiers",
    "source",
    "reference",
    "retrieved_at",
    "recorded_at",
]


@dataclass(frozen=True)
class Source:
    id: str
    title: str = "A list"
    publisher: str = "A publisher"
    licence: str = "CC BY 4.0"
    citation: str = ""
    address: str | None = "https://lists.example/a"
    date: str | None = None
    derived_from: tuple[str, ...] = ()
    keeps_direction: bool = False


def said(subject: str, predicate: str, source: str = "list", **more: Any) -> Statement:
    """A statement; keywords that are no field of it are qualifiers."""
    fields = {
        key: more.pop(key) for key in ("object", "value", "unit", "language", "period", "reference") if key in more
    }
    fields.setdefault("reference", "row 1")
    return Statement(subject, predicate, source, qualifiers=tuple(sorted(more.items())), **fields)


def twinning(a: str, b: str, source: str = "list", **more: Any) -> Statement:
    return said(a, "twinning", source, object=b, **more)


def same(left: str, right: str, *, verdict: Verdict = Verdict.SAME, at: str = MOMENT) -> Judgement:
    return Judgement(left, right, verdict, "one place", "a test", at)


def table(statements: Iterable[Statement]) -> pl.DataFrame:
    rows = [
        (
            item.id,
            item.subject,
            item.predicate,
            item.object,
            item.value,
            item.unit,
            item.language,
            item.period,
            json.dumps(dict(item.qualifiers)),
            item.source,
            item.reference,
            item.retrieved_at,
            item.recorded_at or MOMENT,
        )
        for item in statements
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


@dataclass
class Book:
    """What compiling asks of a ledger, without a database."""

    held: Sequence[Statement]
    judged: Sequence[Judgement] = ()
    described: Sequence[Source] = ()
    asked: list[str] = field(default_factory=list)

    def statements_table(self, *, known_at: str | None = None) -> Any:
        self.asked.append("statements")
        return table(self.held).sort("id").to_arrow()

    def judgements(self, *, known_at: str | None = None) -> Sequence[Judgement]:
        return self.judged

    def sources(self, *, known_at: str | None = None) -> Sequence[Source]:
        return self.described

    def fingerprint(self, *, known_at: str | None = None) -> str:
        return f"{len(self.held)}-{len(self.judged)}-{len(self.described)}-{known_at}"


def compiled(*statements: Statement, judgements: Sequence[Judgement] = (), sources: Sequence[Source] = ()) -> Snapshot:
    return compile_snapshot(Book(statements, judgements, sources), code_version="test")


def only(frame: pl.DataFrame) -> dict[str, Any]:
    """The one row of a table."""
    assert frame.height == 1, frame
    return frame.row(0, named=True)


def conflicts(snapshot: Snapshot, what: str) -> list[tuple[str, bool]]:
    rows = snapshot.conflicts.filter(pl.col("what") == what)
    return list(rows.select("value", "preferred").iter_rows())


WORLD = (
    said(ROTTERDAM, "kind", "geonames", value="city"),
    said(ROTTERDAM, "name", "geonames", value="Rotterdam"),
    said(ROTTERDAM, "alternate_names", "geonames", value="Ρότερνταμ\nRoterdão"),
    said(ROTTERDAM, "country", "geonames", object="iso:NL"),
    said(ROTTERDAM, "location", "geonames", value="4.47917 51.9225", unit="degrees"),
    said(ROTTERDAM, "population", "geonames", value="598199", unit="persons"),
    said(SHANGHAI, "kind", "geonames", value="city"),
    said(SHANGHAI, "name", "geonames", value="Shanghai"),
    said(SHANGHAI, "location", "geonames", value="121.45806 31.22222", unit="degrees"),
    said("list:Shanghai,China", "name", "list", value="=cmd()"),
    twinning(ROTTERDAM, "list:Shanghai,China", period="1979-11-26/..", fields="intercity", status="active"),
    twinning(
        SHANGHAI, ROTTERDAM, "other", period="1979/..", fields="economy;intercity", reference="https://o.example/x"
    ),
    said("px:uclg", "kind", value="city_network"),
    said("px:uclg", "name", value="United Cities and Local Governments"),
    said("px:uclg", "founded", period="2004-05"),
    said("px:uclg", "activity", value="world", fields="intercity"),
    said("px:uclg", "member_count", value="240000", unit="members", period="2020"),
    said("px:uclg", "seat", object="gn:3128760"),
    said(ROTTERDAM, "membership", object="px:uclg"),
    said("act:ports", "event", value="visit", period="1979-11-26", title="A visit of the ports", fields="economy"),
    said(ROTTERDAM, "participation", object="act:ports", role="host"),
    said("list:Shanghai,China", "participation", object="act:ports", role="guest"),
    said(
        "un:001", "indicator", value="52", unit="%", period="2007", indicator="urban_share", indicator_status="claimed"
    ),
)
WORLD_JUDGEMENTS = (same("list:Shanghai,China", SHANGHAI), same("px:old", "px:uclg"))
WORLD_SOURCES = (
    Source("geonames", "GeoNames", date="2026-01-01", address="https://www.geonames.org"),
    Source("list", date="2025", derived_from=("wikipedia",), keeps_direction=True),
    Source("other", "Another list", date="2019-06", derived_from=("wikipedia",), licence="CC0", keeps_direction=True),
)


def world() -> Snapshot:
    return compiled(*WORLD, judgements=WORLD_JUDGEMENTS, sources=WORLD_SOURCES)
