"""The audit as a whole: stable ids, counts, filters, what it costs."""

import polars as pl
import pytest
from tests.audit.made import BOTH_SIDES, NEW_LIST, NO_DATE, OLD_LIST, A, B, C, place
from tests.snapshot.made import compiled, said, same, twinning

from proxenia.audit.audit import FINDINGS, audit_snapshot, parse_country, parse_kind
from proxenia.audit.check import SAID
from proxenia.audit.ground import Ground
from proxenia.audit.registry import CHECKS
from proxenia.errors import InputError, UnknownValueError
from proxenia.snapshot.snapshot import Snapshot

SOURCES = (BOTH_SIDES, OLD_LIST, NEW_LIST, NO_DATE)
WORLD = (
    *place(A, "Zeta", country="IT"),
    *place(B, "Alfa", country="FR", location="2 48"),
    *place("wd:Q9", "Alfa", source="old_list", country="FR", location="2 48.01"),
    twinning(A, B, "both_sides", period="1979/.."),
    twinning(A, B, "old_list", period="1985/..", listed="2010"),
    twinning(A, C, "both_sides"),
    twinning(B, C, "old_list", status="ended", status_since="2001"),
    twinning(C, B, "no_date"),
)


def world(*more: object) -> Snapshot:
    return compiled(*WORLD, *more, sources=SOURCES)  # type: ignore[arg-type]


def test_counts_and_order() -> None:
    audit = audit_snapshot(world())
    assert audit.findings.schema == FINDINGS
    counts = audit.counts()
    assert list(counts) == list(CHECKS)
    assert {kind: count for kind, count in counts.items() if count} == {
        "one_sided": 1,
        "conflicting_years": 1,
        "ended_and_listed": 1,
        "duplicate_ids": 1,
    }
    assert audit.findings["kind"].unique(maintain_order=True).to_list() == [kind for kind in CHECKS if counts[kind]]


def test_the_ids_do_not_depend_on_the_order_of_import_or_on_what_else_is_known() -> None:
    ids = audit_snapshot(world()).findings["id"].to_list()
    assert len(ids) == len(set(ids))
    assert all(len(one) == len("audit:") + 16 for one in ids)
    turned = compiled(*reversed(WORLD), sources=tuple(reversed(SOURCES)))
    assert audit_snapshot(turned).findings.equals(audit_snapshot(world()).findings)
    more = world(*place("wd:Q77", "Elsewhere"), twinning("wd:Q77", "wd:Q78", "old_list"))
    assert audit_snapshot(more).findings["id"].to_list() == ids


def test_the_id_stays_when_the_rows_of_a_list_move_and_in_a_new_edition() -> None:
    def ids(**more: str) -> list[str]:
        snapshot = compiled(twinning(A, B, "both_sides", **more), sources=SOURCES)
        return audit_snapshot(snapshot).findings["id"].to_list()

    assert len(ids()) == 1
    assert ids(reference="row 1", listed="2016") == ids(reference="row 7", listed="2020")


def test_the_id_changes_when_a_list_says_something_else() -> None:
    before = audit_snapshot(compiled(twinning(A, B, "both_sides"), sources=SOURCES)).findings["id"]
    after = audit_snapshot(compiled(twinning(A, B, "both_sides", period="1980/.."), sources=SOURCES)).findings["id"]
    assert before.to_list() != after.to_list()


def test_filters_keep_what_is_about_a_country_and_a_kind() -> None:
    audit = audit_snapshot(world())
    assert audit.countries() == {"FR": 3, "IT": 2}
    italian = audit.chosen(country="IT")
    assert italian["kind"].to_list() == ["one_sided", "conflicting_years"]
    assert audit.chosen(country="IT", kind="conflicting_years").height == 1
    assert audit.counts(country="IT")["duplicate_ids"] == 0
    assert audit.chosen(country="XX").is_empty()


def test_the_country_of_an_alias_is_its_actor_s() -> None:
    judged = [same("list:Alfa", B), same("list:Alpha", B)]
    told = (*WORLD, *place("list:Alfa", "Alfa", source="old_list"), *place("list:Alpha", "Alpha", source="old_list"))
    found = audit_snapshot(compiled(*told, judgements=judged, sources=SOURCES), kinds=["duplicate_ids"])
    rows = found.findings.filter(pl.col("actors").list.contains("list:Alfa"))
    assert rows["countries"].to_list() == [["FR"]]
    assert rows["names"].to_list() == [["Alfa", "Alfa"]]


def test_a_snapshot_that_knows_nothing_disagrees_in_nothing() -> None:
    audit = audit_snapshot(Snapshot.empty())
    assert audit.findings.is_empty()
    assert set(audit.counts().values()) == {0}
    assert audit.countries() == {}


def test_a_source_that_nobody_describes_keeps_no_direction() -> None:
    assert audit_snapshot(compiled(twinning(A, B, "stranger"))).findings.is_empty()


@pytest.mark.parametrize("kind", CHECKS)
def test_every_check_gives_the_declared_columns(kind: str) -> None:
    check = CHECKS[kind]
    assert check.id == kind
    assert check.label[0].isupper()
    assert check.meaning.endswith(".")
    for snapshot in (world(), Snapshot.empty()):
        assert check.find(Ground(snapshot)).schema == SAID


def test_kinds_and_countries_are_checked() -> None:
    assert (parse_kind("one_sided"), parse_kind(""), parse_kind(None)) == ("one_sided", None, None)
    with pytest.raises(UnknownValueError, match="Did you mean 'one_sided'"):
        parse_kind("onesided")
    assert parse_country("it") == "IT"
    for wrong in ("Italy", "I1", "ıt", "ITA"):
        with pytest.raises(InputError, match="two letters"):
            parse_country(wrong)


def test_a_finding_names_every_statement_once() -> None:
    repeated = said(A, "twinning", "both_sides", object=B, period="1979/..")
    rows = audit_snapshot(world(repeated)).chosen(kind="conflicting_years")
    assert len(rows["statements"][0]) == 2
