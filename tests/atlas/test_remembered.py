"""What is computed behind the answers holds up no visitor for long, and ends with the atlas, not in the middle."""

from threading import Event
from time import monotonic, sleep

import pytest

from proxenia.atlas.remembered import Background, Remembered

PATIENCE_SECONDS = 10
SHOWN_AFTER_SECONDS = 0.5


def test_closing_waits_for_what_is_being_computed_and_drops_the_rest() -> None:
    background, begun, done = Background(), Event(), []

    def slowly() -> None:
        begun.set()
        sleep(0.2)
        done.append("first")

    assert background.ask(slowly)
    assert background.ask(lambda: done.append("second"))
    assert begun.wait(PATIENCE_SECONDS)
    background.close()
    assert done == ["first"]
    assert not background.ask(lambda: done.append("third"))
    background.close()
    assert done == ["first"]


def test_work_that_fails_is_told_and_the_next_is_done(caplog: pytest.LogCaptureFixture) -> None:
    background, done = Background(), Event()

    def fail() -> None:
        raise ArithmeticError("the year is odd")

    assert background.ask(fail)
    assert background.ask(done.set)
    assert done.wait(PATIENCE_SECONDS)
    background.close()
    assert "the year is odd" in caplog.text


def test_closing_what_never_began() -> None:
    background = Background()
    background.close()
    assert not background.ask(lambda: None)


def test_closing_wakes_who_has_nothing_to_do() -> None:
    background, ended = Background(), Event()
    background.ask(ended.set)
    assert ended.wait(PATIENCE_SECONDS)
    background.close()


def test_an_answer_that_nobody_computes_is_not_waited_for() -> None:
    background = Background()
    background.close()
    squares = Remembered(lambda number: number * number, most=2)
    assert squares.soon(3, background, patience=PATIENCE_SECONDS) is None
    assert squares(3) == 9


def test_of_many_who_ask_for_a_long_answer_only_the_first_waits() -> None:
    background, go_on = Background(), Event()

    def slowly(number: int) -> int:
        go_on.wait(PATIENCE_SECONDS)
        return number * number

    squares = Remembered(slowly, most=2)
    waited = [_seconds_waited(squares, background) for _ in range(5)]
    go_on.set()
    assert squares(3) == 9
    assert squares.soon(3, background, patience=0) == 9
    background.close()
    assert waited[0] >= SHOWN_AFTER_SECONDS
    assert sum(waited) < 2 * SHOWN_AFTER_SECONDS


def _seconds_waited(squares: Remembered[int, int], background: Background) -> float:
    begin = monotonic()
    assert squares.soon(3, background, patience=SHOWN_AFTER_SECONDS) is None
    return monotonic() - begin
