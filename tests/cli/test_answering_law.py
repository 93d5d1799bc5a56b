"""`proxenia law` on the packs of the package: answers, deadlines, the check of a pack, and bad questions."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from icalendar import Calendar
from tests.cli.running import Home

WRONG = 2
ON = ("--on", "2026-11-22")
SAMPLE = Path(__file__).parent.parent / "sources" / "legal_powers" / "sample" / "NL.yml"


def test_an_answer_with_its_steps(home: Home) -> None:
    asked = ("law", "IT", "--tier", "region", "--instrument", "agreement", "--partner", "FR", *ON)
    told = home.done(*asked, "--signing", "2027-03-01", "--json").json
    assert told["answer"] == "may_with_steps"
    assert "2027-01-30" in [step["due"] for step in told["steps"]]
    assert any("117" in (one["article"] or "") for one in told["basis"])
    assert told["other_side"]["question"]["place"] == "iso:FR"
    out = home.done(*asked).out
    for words in ("may_with_steps", "art. 117(9)", "other side", "This is not legal advice"):
        assert words in out


def test_names_are_understood_in_any_language(home: Home) -> None:
    told = home.done(
        "law", "Österreich", "--tier", "region", "--instrument", "treaty", "--partner", "葡萄牙", *ON, "--json"
    )
    assert told.json["question"]["place"] == "iso:AT"
    assert told.json["answer"] == "may_not"


def test_today_is_asked_when_no_day_is_given(home: Home) -> None:
    asked = home.done("law", "BE", "--tier", "region", "--instrument", "treaty", "--json").json["question"]
    assert abs((date.fromisoformat(asked["on"]) - datetime.now(UTC).date()).days) <= 1


def test_deadlines_as_a_calendar_file(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "deadlines.ics"
    asked = ("law", "BE", "--tier", "region", "--instrument", "treaty", "--partner", "TW", *ON)
    result = home.done(*asked, "--signing", "2027-03-01", "--ics", file)
    assert str(file) in result.err
    days = [event["dtstart"].dt for event in Calendar.from_ical(file.read_bytes()).walk("VEVENT")]
    assert days == [date(2027, 1, 30), date(2027, 3, 1)]


def test_a_pack_is_checked(home: Home, tmp_path: Path) -> None:
    assert "all 2 worked cases come out" in home.done("law", "--check", SAMPLE).out
    wrong = tmp_path / "NL.yml"
    wrong.write_text(SAMPLE.read_text(encoding="utf-8").replace("2026-04-01", "2026-04-02"), encoding="utf-8")
    result = home.run("law", "--check", wrong)
    assert result.code == WRONG
    assert "case 1: notification should be due on 2026-04-02, and is on 2026-04-01" in result.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("law",), "No place is named"),
        (("law", "QQ"), "There is no country 'QQ'"),
        (("law", "Nowhere at all"), "There is no actor"),
        (("law", "IT", "--tier", "kingdom"), "'kingdom' is not a known tier"),
        (("law", "IT", "--instrument", "war"), "'war' is not a known instrument"),
        (("law", "IT", "--partner", "IT"), "It is the own state"),
        (("law", "IT", "--on", "2026-02-30"), "is no day"),
        (("law", "IT", *ON, "--ics", "x.ics"), "need a planned day of signing"),
        (("law", "--check", "/nonexistent.yml"), "cannot be read"),
    ],
)
def test_bad_questions_are_told_in_one_line(home: Home, arguments: tuple[str, ...], words: str) -> None:
    result = home.run(*arguments)
    assert result.code == WRONG
    assert words in result.err
    assert len(result.complaints) == 1


def test_what_is_not_known_is_an_answer(home: Home) -> None:
    told = home.done("law", "FJ", "--partner", "FR", *ON, "--json").json
    assert told["answer"] == "not_known"
    assert told["unknown"] == ["There is no pack of rules for Fiji"]
    before = home.done("law", "BE", "--tier", "region", "--instrument", "treaty", "--on", "1950-01-01", "--json").json
    assert before["answer"] == "not_known"
    assert "begin in" in before["unknown"][0]
