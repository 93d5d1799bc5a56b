"""The audit on Wikidata's twinnings of 2016: as many one-sided claims as a few lines over the file itself count."""

from pathlib import Path
from time import perf_counter

import polars as pl
import pytest
from tests.gazetteer import gazetteer

from proxenia.audit.audit import Audit, audit_snapshot
from proxenia.cli.importing import import_table
from proxenia.ledger import open_ledger
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.snapshot.compile import compile_snapshot
from proxenia.snapshot.snapshot import Snapshot
from proxenia.sources.catalogue.table.mapping import mapping_of

__all__ = ["gazetteer"]

MOMENT = "2026-11-22T02:33:10.123456Z"
MAPPING = {
    "source": "wikidata_claims",
    "title": "Twinnings in Wikidata, 2016",
    "date": "2016-09-12",
    "keeps_direction": True,
    "columns": {"id": "source_qid", "partner_id": "target_qid"},
}
LONGEST_SECONDS = 12.0
"""An audit of these 17,401 ties takes a fifth of a second; the room is for a machine that is busy elsewhere."""


@pytest.fixture(scope="module")
def relations(reference_dir: Path) -> Path:
    """Give the file of claims, one a row: who lists whom."""
    return reference_dir / "city" / "wikidata_p190_2016" / "relations.csv"


@pytest.fixture(scope="module")
def snapshot(relations: Path, gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Give the snapshot of a ledger that holds these claims and nothing else."""
    with open_ledger(tmp_path_factory.mktemp("claims") / "ledger.sqlite") as ledger:
        import_table(relations, mapping_of(MAPPING, what="The mapping"), ledger, gazetteer, recorded_at=MOMENT)
        return compile_snapshot(ledger, code_version="test")


@pytest.fixture(scope="module")
def audit(snapshot: Snapshot) -> Audit:
    """Give what the audit finds in them."""
    return audit_snapshot(snapshot)


def test_624_of_34_178_claims_are_one_sided(relations: Path, audit: Audit) -> None:
    claims = pl.read_csv(relations).unique()
    back = claims.select(source_qid="target_qid", target_qid="source_qid")
    alone = claims.join(back, on=["source_qid", "target_qid"], how="anti")
    assert (claims.height, alone.height) == (34_178, 624)

    found = audit.chosen(kind="one_sided")
    assert found.height == 624
    told = {tuple(actors) for actors in found["actors"]}
    assert told == {(f"wd:{one}", f"wd:{other}") for one, other in alone.iter_rows()}


def test_nothing_else_is_wrong_with_a_list_of_bare_claims(audit: Audit) -> None:
    assert {kind for kind, count in audit.counts().items() if count} == {"one_sided"}


def test_an_audit_is_quick(snapshot: Snapshot) -> None:
    begun = perf_counter()
    audit_snapshot(snapshot)
    assert perf_counter() - begun < LONGEST_SECONDS
