"""The contract of the ledger, on both engines."""

import threading

import pyarrow as pa
import pytest
from tests.ledger.samples import NAME, ROTTERDAM, SAMPLES, SIGNED, WITHOUT, fill, many, moment, same, source, state

from proxenia.errors import FaultsError, InputError, LedgerError, NotFoundError
from proxenia.ledger import Appended, Ledger, SourceRecord, open_ledger
from proxenia.model.judgement import Judgement, Verdict
from proxenia.model.statement import Reinstatement, Retraction, Statement

COLUMNS = "id subject predicate object value unit language period qualifiers source reference retrieved_at recorded_at"


def test_what_was_appended_comes_back_whole_and_sorted(ledger: Ledger) -> None:
    with ledger.transaction():
        assert ledger.append(SAMPLES, recorded_at=moment(1)) == Appended(3, 0)
    found = list(ledger.statements())
    assert [s.id for s in found] == sorted(s.id for s in SAMPLES)
    assert all(s.recorded_at == moment(1) for s in found)
    assert ledger.statement(ROTTERDAM.id).retrieved_at == "2026-11-20"
    assert ledger.statement(NAME.id).value == NAME.value
    assert {s.id: s.qualifiers for s in found}[ROTTERDAM.id] == ROTTERDAM.qualifiers
    assert ledger.statement("0" * 32) is None


def test_appending_twice_changes_nothing(ledger: Ledger) -> None:
    with ledger.transaction():
        ledger.append(SAMPLES, recorded_at=moment(1))
    before = state(ledger)
    with ledger.transaction():
        assert ledger.append([*SAMPLES, ROTTERDAM], recorded_at=moment(2)) == Appended(0, 4)
        assert ledger.append([], recorded_at=moment(2)) == Appended(0, 0)
    assert state(ledger) == before


def test_duplicates_in_one_batch_count_as_known(ledger: Ledger) -> None:
    with ledger.transaction():
        assert ledger.append([ROTTERDAM, ROTTERDAM, NAME], recorded_at=moment(1)) == Appended(2, 1)


def test_the_table_has_the_agreed_columns(ledger: Ledger) -> None:
    empty = ledger.statements_table()
    assert empty.column_names == COLUMNS.split()
    assert empty.num_rows == 0
    with ledger.transaction():
        ledger.append([NAME, *many(3000), ROTTERDAM], recorded_at=moment(1))
    table = ledger.statements_table()
    assert table.column_names == COLUMNS.split()
    assert set(table.schema.types) == {pa.string()}
    assert table.column("id").to_pylist() == sorted(table.column("id").to_pylist())
    texts = dict(zip(table.column("id").to_pylist(), table.column("qualifiers").to_pylist(), strict=True))
    assert texts[ROTTERDAM.id] == '{"listed":"2026-01-11","status":"active"}'
    assert texts[NAME.id] == "{}"


def test_filters_by_source_and_subject(ledger: Ledger) -> None:
    with ledger.transaction():
        ledger.append([*SAMPLES, *many(10)], recorded_at=moment(1))
        ledger.retract([ROTTERDAM.id], **SIGNED, recorded_at=moment(2))
    assert {s.id for s in ledger.statements(source="geonames")} == {NAME.id, WITHOUT.id}
    assert {s.subject for s in ledger.statements(subject="gn:3")} == {"gn:3"}
    assert list(ledger.statements(source="geonames", subject="gn:3")) == []
    assert list(ledger.statements(source="' OR 1=1 --")) == []
    assert ledger.standing_ids("geonames") == {NAME.id, WITHOUT.id}
    assert ledger.standing_ids("hekman") == {s.id for s in many(10)}


def test_one_unsound_statement_keeps_the_whole_batch_out(ledger: Ledger) -> None:
    bad = [
        Statement("Rotterdam", "twinning", "hekman", "row 1", object="gn:1"),
        Statement("gn:1", "name", "hekman", "row 2", value="nul \x00"),
        Statement("gn:1", "name", "hekman", "row 3", value="half \ud800"),
    ]
    with pytest.raises(FaultsError) as caught, ledger.transaction():
        ledger.append([*SAMPLES, *bad], recorded_at=moment(1))
    assert len(caught.value.faults) == 3
    assert list(ledger.statements()) == []
    with pytest.raises(FaultsError), ledger.transaction():
        ledger.append([Statement("gn:1", "name", "a\x00b", "row 2", value="x")], recorded_at=moment(1))


@pytest.mark.parametrize("wrong", ["2026-11-22", "2026-11-22T02:33:10Z", "2026-13-22T02:33:10.123456Z", ""])
def test_a_moment_is_utc_with_microseconds(ledger: Ledger, wrong: str) -> None:
    with pytest.raises(InputError, match="is not a moment"), ledger.transaction():
        ledger.append(SAMPLES, recorded_at=wrong)


def test_time_does_not_run_backwards(ledger: Ledger) -> None:
    with ledger.transaction():
        ledger.append([ROTTERDAM], recorded_at=moment(5))
        ledger.append([NAME], recorded_at=moment(5))
    for write in (
        lambda: ledger.append([WITHOUT], recorded_at=moment(4)),
        lambda: ledger.retract([NAME.id], **SIGNED, recorded_at=moment(4)),
        lambda: ledger.judge([same("gn:1", "gn:2", moment(4))]),
        lambda: ledger.add_sources([source()], recorded_at=moment(4)),
    ):
        with pytest.raises(LedgerError, match="earlier than the last moment"), ledger.transaction():
            write()


def test_writing_needs_a_transaction(ledger: Ledger) -> None:
    for write in (
        lambda: ledger.append(SAMPLES, recorded_at=moment(1)),
        lambda: ledger.retract([], **SIGNED, recorded_at=moment(1)),
        lambda: ledger.reinstate([], **SIGNED, recorded_at=moment(1)),
        lambda: ledger.judge([same("gn:1", "gn:2", moment(1))]),
        lambda: ledger.undo("x", **SIGNED, recorded_at=moment(1)),
        lambda: ledger.add_sources([source()], recorded_at=moment(1)),
    ):
        with pytest.raises(LedgerError, match="only inside a transaction"):
            write()


def test_an_exception_takes_everything_back(ledger: Ledger) -> None:
    before = state(ledger)
    with pytest.raises(ZeroDivisionError), ledger.transaction():  # noqa: PT012
        ledger.append(many(100), recorded_at=moment(1))
        ledger.add_sources([source()], recorded_at=moment(1))
        ledger.judge([same("gn:1", "gn:2", moment(1))])
        ledger.retract([many(1)[0].id], **SIGNED, recorded_at=moment(1))
        assert 1 / 0
    assert state(ledger) == before
    with ledger.transaction():
        assert ledger.append(many(100), recorded_at=moment(1)).new == 100


def test_nested_transactions_join_and_fail_together(ledger: Ledger) -> None:
    with ledger.transaction(), ledger.transaction():
        ledger.append([ROTTERDAM], recorded_at=moment(1))
    assert len(list(ledger.statements())) == 1
    with pytest.raises(LedgerError, match="failed already"), ledger.transaction():  # noqa: PT012
        with pytest.raises(ZeroDivisionError), ledger.transaction():  # noqa: PT012
            ledger.append([NAME], recorded_at=moment(2))
            assert 1 / 0
        ledger.append([WITHOUT], recorded_at=moment(2))
    assert len(list(ledger.statements())) == 1


def test_a_swallowed_failure_is_not_committed(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="nothing of it is kept"), ledger.transaction():  # noqa: PT012
        ledger.append([NAME], recorded_at=moment(2))
        with pytest.raises(ZeroDivisionError), ledger.transaction():
            assert 1 / 0
    assert list(ledger.statements()) == []


def test_a_transaction_reads_what_it_wrote_and_others_do_not(ledger: Ledger, ledger_address: str) -> None:
    with open_ledger(ledger_address) as other:
        with ledger.transaction():
            ledger.append(SAMPLES, recorded_at=moment(1))
            assert len(list(ledger.statements())) == 3
            assert list(other.statements()) == []
        assert len(list(other.statements())) == 3


def test_retracting_and_reinstating(ledger: Ledger) -> None:
    with ledger.transaction():
        ledger.append(SAMPLES, recorded_at=moment(1))
    with ledger.transaction():
        assert ledger.retract([ROTTERDAM.id, NAME.id, NAME.id], **SIGNED, recorded_at=moment(2)) == 2
        assert ledger.retract([ROTTERDAM.id], **SIGNED, recorded_at=moment(3)) == 0
        assert ledger.reinstate([WITHOUT.id], **SIGNED, recorded_at=moment(3)) == 0
    assert [s.id for s in ledger.statements()] == [WITHOUT.id]
    assert ledger.statement(ROTTERDAM.id) is not None
    with ledger.transaction():
        assert ledger.append(SAMPLES, recorded_at=moment(4)) == Appended(0, 3)
    assert [s.id for s in ledger.statements()] == [WITHOUT.id]
    with ledger.transaction():
        assert ledger.reinstate([ROTTERDAM.id], **SIGNED, recorded_at=moment(5)) == 1
        assert ledger.retract([ROTTERDAM.id], **SIGNED, recorded_at=moment(6)) == 1
    expected = [Retraction(ROTTERDAM.id, SIGNED["reason"], SIGNED["signed_by"], moment(n)) for n in (2, 6)]
    assert ledger.retractions(ROTTERDAM.id) == expected
    back = Reinstatement(ROTTERDAM.id, SIGNED["reason"], SIGNED["signed_by"], moment(5))
    assert ledger.reinstatements(ROTTERDAM.id) == [back]
    assert ledger.retractions(WITHOUT.id) == []


def test_changes_of_unknown_statements_are_refused(ledger: Ledger) -> None:
    with pytest.raises(NotFoundError), ledger.transaction():
        ledger.retract(["f" * 32], **SIGNED, recorded_at=moment(1))
    with pytest.raises(InputError, match="reason and a signature"), ledger.transaction():
        ledger.retract([], reason=" ", signed_by="x", recorded_at=moment(1))


def test_judging_and_undoing(ledger: Ledger) -> None:
    one, two = same("hekman:a", "gn:1", moment(1)), same("hekman:b", "gn:2", moment(2))
    with ledger.transaction():
        assert ledger.judge([one, one, two]) == 2
        assert ledger.judge([two]) == 0
    assert ledger.judgements() == [one, two]
    with ledger.transaction():
        assert ledger.undo(one.id, **SIGNED, recorded_at=moment(3)) == 1
        assert ledger.undo(one.id, **SIGNED, recorded_at=moment(4)) == 0
    assert ledger.judgements() == [two]
    assert ledger.taken_back() == [one]
    assert ledger.taken_back(known_at=moment(2)) == []
    assert ledger.judgements(known_at=moment(2)) == [one, two]
    assert ledger.judgements(known_at=moment(1)) == [one]
    again = same("hekman:a", "gn:1", moment(5))
    with ledger.transaction():
        assert ledger.judge([again]) == 1
    assert ledger.judgements() == [two, again]
    with pytest.raises(NotFoundError), ledger.transaction():
        ledger.undo("f" * 32, **SIGNED, recorded_at=moment(6))


def test_unsound_judgements_are_refused(ledger: Ledger) -> None:
    bad = [
        Judgement("Rotterdam", "gn:1", Verdict.SAME, "r", "s", moment(1)),
        Judgement("gn:2", "gn:1", Verdict.SAME, "", "s", moment(1)),
        Judgement("gn:2", "gn:1", Verdict.SAME, "r", "s", "yesterday"),
        Judgement("gn:2", "gn:1", Verdict.SAME, "r", "s", moment(1), undoes="f" * 32),
        Judgement("gn:2", "gn:1", Verdict.SAME, "r\x00", "s", moment(1)),
    ]
    with pytest.raises(FaultsError) as caught, ledger.transaction():
        ledger.judge(bad)
    assert len(caught.value.faults) == 5


def test_sources_keep_their_versions(ledger: Ledger) -> None:
    first, second = source(), source("Pairs, second edition")
    with ledger.transaction():
        assert ledger.add_sources([first], recorded_at=moment(1)) == 1
        assert ledger.add_sources([first], recorded_at=moment(2)) == 0
        assert ledger.add_sources([second], recorded_at=moment(3)) == 1
        assert ledger.add_sources([first, SourceRecord("b", "B", keeps_direction=True)], recorded_at=moment(4)) == 2
    assert ledger.sources(known_at=moment(2)) == [first]
    assert ledger.sources(known_at=moment(3)) == [second]
    assert ledger.sources() == [SourceRecord("b", "B", keeps_direction=True), first]
    with pytest.raises(InputError, match="no title"), ledger.transaction():
        ledger.add_sources([SourceRecord("c", "")], recorded_at=moment(5))


def test_every_earlier_state_comes_back(ledger: Ledger) -> None:
    with ledger.transaction():
        ledger.append(SAMPLES, recorded_at="2026-11-21T23:59:59.999999Z")
    states = {"2026-11-21": state(ledger)}
    assert states["2026-11-21"] == state(ledger, "2026-11-21")
    fill(ledger)
    states["2026-11-22"] = state(ledger)
    with ledger.transaction():
        ledger.append(many(3, start=500), recorded_at="2026-11-23T00:00:00.000000Z")
    assert state(ledger, "2026-11-21") == states["2026-11-21"]
    assert state(ledger, "2026-11-22") == states["2026-11-22"] != state(ledger)
    assert list(ledger.statements(known_at="2026-11-20")) == []
    with pytest.raises(InputError, match="is not a moment"):
        ledger.statements(known_at="last week")


def test_the_fingerprint_changes_with_every_addition(ledger: Ledger) -> None:
    seen = {ledger.fingerprint()}
    judgement = same("hekman:a", "gn:1", moment(1))
    for write in (
        lambda: ledger.append([ROTTERDAM], recorded_at=moment(1)),
        lambda: ledger.append([NAME], recorded_at=moment(1)),
        lambda: ledger.retract([NAME.id], **SIGNED, recorded_at=moment(1)),
        lambda: ledger.reinstate([NAME.id], **SIGNED, recorded_at=moment(1)),
        lambda: ledger.judge([judgement]),
        lambda: ledger.undo(judgement.id, **SIGNED, recorded_at=moment(1)),
        lambda: ledger.add_sources([source()], recorded_at=moment(1)),
        lambda: ledger.add_sources([source("other")], recorded_at=moment(1)),
        lambda: ledger.add_sources([source()], recorded_at=moment(1)),
    ):
        with ledger.transaction():
            write()
        assert ledger.fingerprint() not in seen
        seen.add(ledger.fingerprint())


def test_ledgers_of_different_content_have_different_fingerprints(ledger: Ledger, tmp_path) -> None:
    with open_ledger(tmp_path / "other.sqlite") as other:
        for one, statement in ((ledger, ROTTERDAM), (other, NAME)):
            with one.transaction():
                one.append([statement], recorded_at=moment(1))
        assert ledger.fingerprint() != other.fingerprint()


def test_threads_share_a_ledger(ledger: Ledger) -> None:
    def write(start: int) -> None:
        with ledger.transaction():
            ledger.append(many(50, start=start), recorded_at=moment(1))
            list(ledger.statements())

    threads = [threading.Thread(target=write, args=(start,)) for start in (0, 25, 50, 75)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list(ledger.statements())) == 125
    assert ledger.verify().faults == []


def test_closing_twice_is_fine(ledger_address: str) -> None:
    ledger = open_ledger(ledger_address)
    ledger.close()
    ledger.close()
    with open_ledger(ledger_address) as again:
        assert list(again.statements()) == []
