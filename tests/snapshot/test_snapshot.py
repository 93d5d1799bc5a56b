import pytest
from tests.snapshot.made import ROTTERDAM, SHANGHAI, world

from proxenia.errors import NotFoundError
from proxenia.model.vocabulary import ActorKind, EventKind, Status, TieKind
from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.tables import RULE_TABLES, TABLES


def test_every_table_has_its_schema_and_order() -> None:
    snapshot = world()
    for name, table in TABLES.items():
        frame = snapshot.tables[name]
        assert frame.schema == table.schema, name
        assert frame.height > 0 or name in {"dyads", *RULE_TABLES}, name
        assert frame.equals(frame.sort(table.sorted_by)), name
        assert getattr(snapshot, name) is frame


def test_an_empty_ledger_gives_empty_tables() -> None:
    from tests.snapshot.made import compiled

    snapshot = compiled()
    assert all(frame.is_empty() for frame in snapshot.tables.values())
    assert all(frame.schema == TABLES[name].schema for name, frame in snapshot.tables.items())
    assert all(frame.is_empty() for frame in snapshot.as_of(2026).tables.values())


def test_records_of_the_model() -> None:
    snapshot = world()
    city = snapshot.actor(ROTTERDAM)
    assert (city.kind, city.name, city.country, city.population) == (ActorKind.CITY, "Rotterdam", "NL", 598199)
    tie = snapshot.tie(snapshot.ties.row(by_predicate=None, index=0, named=True)["id"])
    assert tie.kind in TieKind
    twinned = next(row["id"] for row in snapshot.ties.to_dicts() if row["kind"] == "twinning")
    tie = snapshot.tie(twinned)
    assert (tie.valid_from, tie.status, tie.fields) == ("1979-11-26", Status.ACTIVE, ("economy", "intercity"))
    assert (tie.reciprocal, tie.independent_sources) == (True, 1)
    assert snapshot.act("act:ports").kind == EventKind.VISIT


def test_every_other_identifier_still_leads_to_its_actor() -> None:
    snapshot = world()
    assert snapshot.actor("list:Shanghai,China").id == SHANGHAI
    assert snapshot.canonical("px:old") == "px:uclg"
    assert snapshot.canonical("px:nobody") == "px:nobody"
    assert snapshot.evidence_of("list:Shanghai,China").height == 4
    assert snapshot.as_of(2000).canonical("px:old") == "px:uclg"


@pytest.mark.parametrize("ask", [Snapshot.actor, Snapshot.tie, Snapshot.act])
def test_what_is_not_there_is_said_so(ask: object) -> None:
    with pytest.raises(NotFoundError, match="gn:1"):
        ask(world(), "gn:1")  # type: ignore[operator]


def test_every_statement_has_one_row_of_evidence() -> None:
    snapshot = world()
    assert snapshot.evidence["statement"].is_unique().all()
    assert snapshot.evidence.height == snapshot.manifest["statements"] == snapshot.sources["statements"].sum()


def test_the_manifest_says_where_it_comes_from() -> None:
    manifest = world().manifest
    assert manifest["code"] == "test"
    assert manifest["known_at"] is None
    assert manifest["rows"]["ties"] == 2
    assert manifest["ledger"].startswith("23-2-3")
