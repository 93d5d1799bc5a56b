"""Texts that try to make the parser slow, or to smuggle in a date that a table cannot hold."""

import time

import pytest

from proxenia.errors import PeriodError
from proxenia.model.period import FAR_FUTURE, FAR_PAST, LONGEST_TEXT, Period

HOSTILE = {
    "a long list of years": "[" + "1979," * 5000 + "1980]",
    "a long number": "1" * 100_000,
    "deep brackets": "[" * 5000,
    "deep braces": "{" * 3000 + "1979" + "}" * 3000,
    "slashes": "/" * 100_000,
    "many marks": "1979" + "?" * 50_000,
    "many significant digits": "1979S" + "2" * 10_000,
    "an exponent": "Y-1e99999999",
    "a long year": "Y" + "9" * 5000,
    "the far past": "Y-170000002",
    "the far future": "Y170000002",
    "digits of another script": "１９７９",
    "a blank before": " 1979",
    "a blank behind": "1979 ",
    "a line break": "1979\n",
    "a null": "1979\x00",
    "nothing": "",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_text_is_refused_at_once(text: str) -> None:
    begin = time.process_time()
    with pytest.raises(PeriodError) as caught:
        Period.parse(text)
    assert time.process_time() - begin < 1
    assert len(str(caught.value)) < 1000


def test_what_is_just_short_enough_is_answered_quickly() -> None:
    text = "[" + ",".join(["1979"] * 19) + "]"
    assert len(text) <= LONGEST_TEXT
    begin = time.process_time()
    period = Period.parse(text)
    assert time.process_time() - begin < 2
    assert FAR_PAST < period.start_earliest <= period.end_latest < FAR_FUTURE
