from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from proxenia.errors import FaultsError, SourceChangedError
from proxenia.ledger import Ledger
from proxenia.model.statement import Statement
from proxenia.sources.context import Context
from proxenia.sources.description import Expectations, SourceDescription
from proxenia.sources.report import ReadReport
from proxenia.sources.run import append_about, run_source

MOMENTS = [f"2026-11-22T02:33:10.{number:06d}Z" for number in range(10)]


def name(subject: str, value: str, **more: str) -> Statement:
    return Statement(subject, "name", "mine", "row 2", value=value, **more)  # type: ignore[arg-type]


def described(**limits: float) -> SourceDescription:
    return SourceDescription("mine", "Mine", expectations=Expectations(**limits))  # type: ignore[arg-type]


def run(
    ledger: Ledger, said: Sequence[Statement], moment: int, *, refused: int = 0, fault: str = "", **limits: float
) -> ReadReport:
    def read(context: Context) -> Iterator[Statement]:
        context.rows = len(said) + refused
        for row in range(refused):
            context.refuse(row + 2, "why not")
        if fault:
            context.fault(fault)
        yield from said

    context = Context(described(**limits), Path("nowhere"), "2026-11-22")
    return run_source(read, context, ledger, recorded_at=MOMENTS[moment])


def values(ledger: Ledger) -> list[str | None]:
    return sorted(statement.value or "" for statement in ledger.statements(source="mine"))


def test_reading_again_changes_nothing(ledger: Ledger) -> None:
    said = [name("gn:1", "A"), name("gn:2", "B"), name("gn:2", "B")]
    first = run(ledger, said, 0)
    assert (first.statements_new, first.statements_known, first.retracted) == (2, 0, 0)
    before = ledger.fingerprint()
    second = run(ledger, said, 1)
    assert (second.statements_new, second.statements_known, second.retracted) == (0, 2, 0)
    assert ledger.fingerprint() == before


def test_what_the_source_no_longer_says_is_retracted_and_returns(ledger: Ledger) -> None:
    run(ledger, [name("gn:1", "A"), name("gn:2", "B")], 0)
    second = run(ledger, [name("gn:1", "A"), name("gn:2", "C")], 1)
    assert (second.statements_new, second.statements_known, second.retracted) == (1, 1, 1)
    assert values(ledger) == ["A", "C"]
    third = run(ledger, [name("gn:1", "A"), name("gn:2", "B")], 2)
    assert (third.statements_new, third.retracted, third.reinstated) == (0, 1, 1)
    assert values(ledger) == ["A", "B"]
    assert sorted(s.value or "" for s in ledger.statements(known_at=MOMENTS[1])) == ["A", "C"]


def test_what_a_person_retracted_stays_retracted(ledger: Ledger) -> None:
    said = [name("gn:1", "A"), name("gn:2", "B")]
    run(ledger, said, 0)
    with ledger.transaction():
        ledger.retract([said[0].id], reason="a typing error of the list", signed_by="A. Person", recorded_at=MOMENTS[1])
    report = run(ledger, said, 2)
    assert (report.held_back, report.reinstated) == (1, 0)
    assert values(ledger) == ["B"]


def test_other_sources_are_left_alone(ledger: Ledger) -> None:
    other = Statement("gn:9", "name", "other", "row 2", value="Z")
    with ledger.transaction():
        ledger.append([other], recorded_at=MOMENTS[0])
    run(ledger, [name("gn:1", "A")], 1)
    assert ledger.standing_ids("other") == {other.id}


def test_the_faults_of_a_batch_come_all_at_once_and_nothing_is_written(ledger: Ledger) -> None:
    with pytest.raises(FaultsError) as caught:
        run(ledger, [name("gn:1", "A"), name("nobody", "B"), name("gn:2", "C", period="May")], 0)
    assert len(caught.value.faults) == 2
    with pytest.raises(FaultsError, match="file row 3"):
        run(ledger, [name("gn:1", "A")], 0, fault="file row 3: broken")
    assert values(ledger) == []
    assert ledger.sources() == []


@pytest.mark.parametrize(
    ("limits", "said", "refused"),
    [
        ({"min_statements": 2}, 1, 0),
        ({"max_statements": 2}, 3, 0),
        ({"max_refused_share": 0.1}, 3, 1),
        ({}, 0, 3),
        ({}, 0, 0),
    ],
)
def test_a_source_that_changed_writes_nothing(
    ledger: Ledger, limits: dict[str, float], said: int, refused: int
) -> None:
    statements = [name(f"gn:{number}", "A") for number in range(1, said + 1)]
    with pytest.raises(SourceChangedError):
        run(ledger, statements, 0, refused=refused, **limits)
    assert values(ledger) == []
    assert ledger.sources() == []


def test_an_interrupted_reading_writes_nothing(ledger: Ledger) -> None:
    def read(context: Context) -> Iterator[Statement]:
        yield name("gn:1", "A")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_source(read, Context(described(), Path("nowhere"), "2026-11-22"), ledger, recorded_at=MOMENTS[0])
    assert values(ledger) == []
    assert ledger.sources() == []


def test_a_reading_in_part_changes_only_its_subjects(ledger: Ledger) -> None:
    append_about([name("gn:1", "A"), name("gn:2", "B")], described(), ledger, recorded_at=MOMENTS[0])
    report = append_about([name("gn:2", "C")], described(), ledger, recorded_at=MOMENTS[1])
    assert (report.statements_new, report.retracted) == (1, 1)
    assert values(ledger) == ["A", "C"]


def test_the_source_is_described_in_the_ledger(ledger: Ledger) -> None:
    run(ledger, [name("gn:1", "A")], 0)
    assert [(source.id, source.title) for source in ledger.sources()] == [("mine", "Mine")]


def test_another_list_under_the_same_id_writes_nothing(ledger: Ledger) -> None:
    run(ledger, [name(f"gn:{number}", "A") for number in range(1, 21)], 0)
    other = Context(SourceDescription(id="mine", title="Another list"), Path("nowhere"), "2026-11-22")
    strangers = [name(f"gn:{number}", "B") for number in range(20, 41)]
    with pytest.raises(SourceChangedError, match="knows the source mine as 'Mine'"):
        run_source(lambda _: iter(strangers), other, ledger, recorded_at=MOMENTS[1])
    assert values(ledger) == ["A"] * 20
    assert [source.title for source in ledger.sources()] == ["Mine"]


def test_a_new_edition_may_have_another_title(ledger: Ledger) -> None:
    run(ledger, [name("gn:1", "A"), name("gn:2", "A")], 0)
    edition = Context(SourceDescription(id="mine", title="Mine, second edition"), Path("nowhere"), "2026-11-22")
    report = run_source(lambda _: iter([name("gn:2", "B")]), edition, ledger, recorded_at=MOMENTS[1])
    assert (report.statements_new, report.retracted) == (1, 2)
