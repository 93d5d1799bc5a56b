"""Verification finds what somebody changed behind the triggers' back."""

import pytest
from tests.ledger.samples import ROTTERDAM, fill, many, moment

from proxenia.ledger import Ledger

TAMPERINGS = {
    "a text": ("UPDATE statements SET reference = 'row 7' WHERE id = '{id}'", "statement {id} hashes to"),
    "a null": ("UPDATE statements SET period = NULL WHERE id = '{id}'", "statement {id} hashes to"),
    "the qualifiers": ("UPDATE statements SET qualifiers = 'x' WHERE id = '{id}'", "statement {id} cannot be read"),
    "an id": ("UPDATE statements SET id = 'me' WHERE id = '{id}'", "statement me hashes to"),
    "a moment": (f"UPDATE statements SET recorded_at = '{moment(9)}' WHERE id = '{{id}}'", f"at {moment(9)} there are"),
    "a reading date": ("UPDATE statements SET retrieved_at = '2020' WHERE id = '{id}'", "or others than those"),
    "a row taken out": ("DELETE FROM statements WHERE id = '{id}'", "a retraction of a statement that is not there"),
    "a retraction": ("UPDATE retractions SET reason = 'x'", "retraction "),
    "a reinstatement": ("DELETE FROM reinstatements", "0 reinstatements where 1 were written"),
    "a judgement": ("UPDATE judgements SET verdict = 'different'", "judgement "),
    "a source": ("UPDATE sources SET licence = 'CC0' WHERE version = 1", "hashes to"),
    "a second retraction": (
        "INSERT INTO retractions SELECT id || '0', statement_id, reason, signed_by, recorded_at FROM retractions",
        "retracted or reinstated twice in a row",
    ),
}


def _drop_triggers(ledger: Ledger) -> None:
    engine = ledger._engine
    if engine.dialect == "sqlite":
        for name in engine.fetch("SELECT name FROM sqlite_master WHERE type = 'trigger'").column(0).to_pylist():
            engine.run(f"DROP TRIGGER {name}")
    else:
        engine.run("DROP FUNCTION proxenia_refuse CASCADE")


def test_a_sound_ledger_has_no_faults(ledger: Ledger) -> None:
    assert ledger.verify().faults == []
    fill(ledger)
    verified = ledger.verify()
    assert (verified.statements, verified.judgements, verified.faults) == (28, 3, [])


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found(ledger: Ledger, name: str) -> None:
    sql, message = TAMPERINGS[name]
    fill(ledger)
    _drop_triggers(ledger)
    assert all("trigger" in fault for fault in ledger.verify().faults)
    ledger._engine.run(sql.format(id=ROTTERDAM.id))
    faults = ledger.verify().faults
    assert any("trigger" in fault for fault in faults)
    assert any(message.format(id=ROTTERDAM.id) in fault for fault in faults), faults


def test_one_tampered_row_among_many_is_named(ledger: Ledger) -> None:
    statements = many(70_000)
    with ledger.transaction():
        ledger.append(statements, recorded_at=moment(1))
    _drop_triggers(ledger)
    victim = statements[12_345].id
    ledger._engine.run(f"UPDATE statements SET object = 'gn:666' WHERE id = '{victim}'")
    faults = [fault for fault in ledger.verify().faults if "trigger" not in fault]
    assert len(faults) == 1
    assert faults[0].startswith(f"statement {victim} hashes to")
