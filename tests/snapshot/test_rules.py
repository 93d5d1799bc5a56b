"""The tables of law come from the statements of rule packs; these packs are made up."""

import polars as pl
import pytest
from tests.factory import sample_snapshot

from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.tables import RULE_TABLES, TABLES


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Give the sample world, which has two packs."""
    return sample_snapshot(tmp_path_factory.mktemp("rules"))


@pytest.mark.parametrize("name", RULE_TABLES)
def test_every_table_has_rows_in_its_schema_and_order(snapshot: Snapshot, name: str) -> None:
    table = snapshot.tables[name]
    assert table.height > 0
    assert table.schema == TABLES[name].schema
    assert table.equals(table.sort(TABLES[name].sorted_by))


def test_a_rule_with_all_that_belongs_to_it(snapshot: Snapshot) -> None:
    rule = snapshot.rules.filter(pl.col("rule") == "nl-city-twinning").row(0, named=True)
    assert (rule["place"], rule["power"], rule["begins"]) == ("iso:NL", "interinstitutional", 1980)
    assert rule["tiers"] == ["city", "other_local"]
    assert (rule["period"], rule["verified"]) == ("1990-01-01/..", "2026-11-20")
    asked = snapshot.rule_conditions.filter(pl.col("rule") == "nl-city-twinning")
    assert asked.select("position", "condition", "days", "days_of").rows() == [
        (1, "notification", 30, "calendar"),
        (2, "registration", 10, "working"),
    ]
    basis = snapshot.rule_basis.filter(pl.col("rule") == "nl-city-twinning")
    assert basis["address"].to_list() == ["https://law.example/act", "https://law.example/decree"]


def test_what_nobody_has_read_is_not_verified(snapshot: Snapshot) -> None:
    unread = snapshot.rules.filter(pl.col("rule") == "nl-city-twinning-old").row(0, named=True)
    assert unread["verified"] is None
    assert unread["partners"] == ["iso:CN", "iso:RU"]


def test_every_row_leads_to_its_statement(snapshot: Snapshot) -> None:
    said = set(snapshot.evidence["statement"])
    for name in RULE_TABLES:
        assert set(snapshot.tables[name]["statement"]) <= said


def test_rules_are_no_figures(snapshot: Snapshot) -> None:
    assert not snapshot.attributes.filter(pl.col("attribute").str.starts_with("legal_")).height
