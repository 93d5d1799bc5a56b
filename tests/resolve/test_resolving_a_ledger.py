from collections.abc import Iterator
from pathlib import Path

import pytest

from proxenia.ledger import Ledger, open_ledger
from proxenia.model.judgement import Judgement, Verdict
from proxenia.model.statement import Statement
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.resolve.judge import resolve_statements, write_judgements
from proxenia.resolve.surroundings import known_ties

NOW, LATER = "2026-11-22T02:33:10.123456Z", "2026-11-23T02:33:10.123456Z"
NEWPORT, KUTAISI = "gn:2641598", "gn:613607"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "ledger.sqlite") as opened:
        yield opened


def told(source: str, subject: str, name: str, kind: str = "city") -> list[Statement]:
    return [
        Statement(subject, "kind", source, "row 2", value=kind),
        Statement(subject, "name", source, "row 2", value=name),
    ]


def test_another_list_and_the_ledger_s_own_actors_help(gazetteer: Gazetteer, ledger: Ledger) -> None:
    before = [
        Statement(NEWPORT, "twinning", "other", "row 2", object=KUTAISI),
        *told("other", "px:eurocities", "Eurocities", "city_network"),
    ]
    mine = [
        *told("mine", "mine:1", "Newport"),
        *told("mine", "mine:2", "Kutaisi"),
        *told("mine", "mine:3", "Eurocities", "city_network"),
        Statement("mine:1", "twinning", "mine", "row 2", object="mine:2"),
    ]
    with ledger.transaction():
        ledger.append([*before, *mine], recorded_at=NOW)
    found = resolve_statements(mine, ledger, gazetteer, recorded_at=NOW)
    assert {(one.left, one.right) for one in found.judgements} == {
        ("mine:1", NEWPORT),
        ("mine:2", KUTAISI),
        ("mine:3", "px:eurocities"),
    }
    assert found.names == {"resolved": 2, "ambiguous": 0, "unknown": 0}
    assert write_judgements(found, ledger) == 3
    assert resolve_statements(mine, ledger, gazetteer, recorded_at=LATER).judgements == ()


def test_a_list_is_no_witness_for_itself(gazetteer: Gazetteer, ledger: Ledger) -> None:
    mine = [*told("mine", "mine:1", "Newport"), *told("mine", "mine:2", "Kutaisi")]
    mine.append(Statement("mine:1", "twinning", "mine", "row 2", object="mine:2"))
    with ledger.transaction():
        ledger.append(mine, recorded_at=NOW)
    found = resolve_statements(mine, ledger, gazetteer, recorded_at=NOW)
    assert ("mine:1", NEWPORT) not in {(one.left, one.right) for one in found.judgements}


def test_a_person_s_word_is_not_touched(gazetteer: Gazetteer, ledger: Ledger) -> None:
    mine = told("mine", "mine:1", "Rotterdam")
    words = [
        Judgement("mine:1", "gn:5134316", Verdict.SAME, "seen on the spot", "person:Ada", NOW),
    ]
    with ledger.transaction():
        ledger.append(mine, recorded_at=NOW)
        ledger.judge(words)
    found = resolve_statements(mine, ledger, gazetteer, recorded_at=LATER)
    assert found.judgements == ()
    assert found.names == {"resolved": 1, "ambiguous": 0, "unknown": 0}


def test_ties_are_known_where_both_ends_are_placed() -> None:
    statements = [
        Statement("a:1", "twinning", "a", "row 2", object="gn:2"),
        Statement("a:1", "twinning", "a", "row 3", object="a:unplaced"),
        Statement("gn:3", "membership", "a", "row 4", object="px:uclg"),
    ]
    same = Judgement("a:1", "gn:1", Verdict.SAME, "a test", "resolver:2", NOW)
    assert known_ties(statements, [same]).rows() == [(1, 2), (2, 1)]
    assert known_ties(statements, []).rows() == []
