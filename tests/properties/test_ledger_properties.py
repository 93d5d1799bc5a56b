"""Whatever is written in whatever order: appending again changes nothing, and every earlier state comes back."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ledger.samples import SIGNED, moment

from proxenia.ledger import Ledger, SourceRecord, open_ledger
from proxenia.model.judgement import Judgement, Verdict
from proxenia.model.statement import Statement

TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Z")), min_size=1, max_size=12)
NUMBERS = st.integers(0, 11)
NAMES = st.builds(
    lambda n, text, language: Statement(f"gn:{n + 1}", "name", "hekman", f"row {n + 1}", value=text, language=language),
    NUMBERS,
    TEXTS,
    st.sampled_from([None, "en", "zh-Hant"]),
)
TIES = st.builds(
    lambda n, m, period, pairs: Statement(
        f"gn:{n + 1}",
        "twinning",
        f"list_{m % 3}",
        f"row {n + 1}",
        object=f"gn:{n + m + 2}",
        period=period,
        qualifiers=tuple(sorted(pairs.items())),
    ),
    NUMBERS,
    NUMBERS,
    st.sampled_from([None, "1979/..", "-0431/-0404", "1950~", "/1956"]),
    st.dictionaries(st.sampled_from(["reason", "summary", "title"]), TEXTS, max_size=2),
)
STATEMENTS = st.lists(st.one_of(NAMES, TIES), max_size=8)
SOURCES = st.builds(SourceRecord, st.sampled_from(["hekman", "list_0"]), TEXTS, keeps_direction=st.booleans())
STEPS = st.one_of(
    st.tuples(st.just("append"), STATEMENTS),
    st.tuples(st.just("retract"), st.lists(NUMBERS, max_size=5)),
    st.tuples(st.just("reinstate"), st.lists(NUMBERS, max_size=5)),
    st.tuples(st.just("judge"), st.lists(st.tuples(NUMBERS, NUMBERS, st.sampled_from(list(Verdict))), max_size=4)),
    st.tuples(st.just("undo"), NUMBERS),
    st.tuples(st.just("sources"), st.lists(SOURCES, max_size=3)),
)
HISTORIES = st.lists(STEPS, min_size=1, max_size=10)
BRIEFLY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

State = tuple[object, ...]


@contextmanager
def _new_ledger() -> Iterator[Ledger]:
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "ledger.sqlite") as ledger:
        yield ledger


class _Model:
    """What a ledger should say, kept in plain sets."""

    def __init__(self) -> None:
        self.moments: dict[str, str] = {}
        self.retracted: set[str] = set()
        self.judgements: dict[str, Judgement] = {}
        self.sources: dict[str, SourceRecord] = {}

    def state(self) -> State:
        standing = {key: at for key, at in self.moments.items() if key not in self.retracted}
        return standing, self.judgements.copy(), self.sources.copy()

    def apply(self, ledger: Ledger, step: tuple[str, object], at: str) -> None:
        match step:
            case "append", list(statements):
                new = {s.id for s in statements} - self.moments.keys()
                appended = ledger.append(statements, recorded_at=at)
                assert (appended.new, appended.known) == (len(new), len(statements) - len(new))
                self.moments |= dict.fromkeys(new, at)
            case "retract", list(numbers):
                ids = self._chosen(numbers)
                assert ledger.retract(ids, **SIGNED, recorded_at=at) == len(set(ids) - self.retracted)
                self.retracted |= set(ids)
            case "reinstate", list(numbers):
                ids = self._chosen(numbers)
                assert ledger.reinstate(ids, **SIGNED, recorded_at=at) == len(set(ids) & self.retracted)
                self.retracted -= set(ids)
            case "judge", list(triples):
                made = [Judgement(f"gn:{a + 1}", f"wd:Q{b + 1}", v, "r", "s", at) for a, b, v in triples]
                assert ledger.judge(made) == len({j.id for j in made})
                self.judgements |= {j.id: j for j in made}
            case "undo", int(number) if self.judgements:
                key = sorted(self.judgements)[number % len(self.judgements)]
                assert ledger.undo(key, **SIGNED, recorded_at=at) == 1
                assert ledger.undo(key, **SIGNED, recorded_at=at) == 0
                del self.judgements[key]
            case "sources", list(sources):
                latest = {s.id: s for s in sources}
                ledger.add_sources(sources, recorded_at=at)
                self.sources |= latest

    def _chosen(self, numbers: list[int]) -> list[str]:
        known = sorted(self.moments)
        return [known[n % len(known)] for n in numbers] if known else []


def _state(ledger: Ledger, known_at: str | None = None) -> State:
    standing = {s.id: s.recorded_at for s in ledger.statements(known_at=known_at)}
    judgements = {j.id: j for j in ledger.judgements(known_at=known_at)}
    return standing, judgements, {s.id: s for s in ledger.sources(known_at=known_at)}


def _play(ledger: Ledger, history: list[tuple[str, object]]) -> list[State]:
    model, states = _Model(), []
    for number, step in enumerate(history, start=1):
        with ledger.transaction():
            model.apply(ledger, step, moment(number))
        states.append(model.state())
        assert _state(ledger) == states[-1]
    return states


@BRIEFLY
@given(HISTORIES)
def test_every_earlier_state_comes_back(history: list[tuple[str, object]]) -> None:
    with _new_ledger() as ledger:
        states = _play(ledger, history)
        for number, expected in enumerate(states, start=1):
            assert _state(ledger, moment(number)) == expected
        assert _state(ledger, moment(0)) == ({}, {}, {})
        assert ledger.verify().faults == []


@BRIEFLY
@given(HISTORIES)
def test_history_is_monotone(history: list[tuple[str, object]]) -> None:
    with _new_ledger() as ledger:
        model, seen, prints = _Model(), set(), [ledger.fingerprint()]
        for number, step in enumerate(history, start=1):
            with ledger.transaction():
                model.apply(ledger, step, moment(number))
            ids = set(model.moments)
            assert seen <= ids
            assert all(ledger.statement(key) is not None for key in ids)
            seen = ids
            prints.append(ledger.fingerprint())
            assert [ledger.fingerprint(known_at=moment(n)) for n in range(number + 1)] == prints


@BRIEFLY
@given(STATEMENTS, STATEMENTS, st.randoms(use_true_random=False))
def test_appending_is_idempotent_and_free_of_order(
    first: list[Statement], second: list[Statement], chance: object
) -> None:
    shuffled = [*first, *second]
    chance.shuffle(shuffled)
    with _new_ledger() as one, _new_ledger() as two:
        for batch in (first, second, first, [*second, *first]):
            with one.transaction():
                one.append(batch, recorded_at=moment(1))
        with two.transaction():
            two.append(shuffled, recorded_at=moment(1))
        assert one.statements_table().equals(two.statements_table())
        assert one.fingerprint() == two.fingerprint()
        table = one.statements_table()
        with one.transaction():
            assert one.append(one.statements(), recorded_at=moment(2)).new == 0
        assert one.statements_table().equals(table)


@BRIEFLY
@given(HISTORIES)
def test_a_dump_restores_the_same_history(history: list[tuple[str, object]]) -> None:
    with _new_ledger() as one, _new_ledger() as two, tempfile.TemporaryDirectory() as folder:
        states = _play(one, history)
        first, second = Path(folder) / "first.jsonl", Path(folder) / "second.jsonl"
        one.dump(first)
        two.restore(first)
        two.dump(second)
        assert first.read_bytes() == second.read_bytes()
        assert two.verify().faults == []
        for number, expected in enumerate(states, start=1):
            assert _state(two, moment(number)) == expected


@settings(BRIEFLY, max_examples=8)
@given(HISTORIES)
def test_both_engines_keep_the_same_history(
    new_postgres_address: Callable[[], str], history: list[tuple[str, object]]
) -> None:
    with _new_ledger() as one, tempfile.TemporaryDirectory() as folder:
        _play(one, history)
        dump, again = Path(folder) / "one.jsonl", Path(folder) / "two.jsonl"
        one.dump(dump)
        with open_ledger(new_postgres_address()) as two:
            _play(two, history)
            two.dump(again)
            assert two.fingerprint() == one.fingerprint()
            assert two.statements_table().equals(one.statements_table())
        assert dump.read_bytes() == again.read_bytes()
