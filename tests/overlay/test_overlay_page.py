"""The page that tells the rule to people says what the code does."""

import re
from dataclasses import fields
from pathlib import Path

from proxenia.overlay.rule import CLASS_SENTENCES, RULE

PAGE = Path(__file__).parents[2] / "docs" / "concepts" / "overlay.md"


def table(heading: str) -> dict[str, str]:
    """Return the rows of the first table under a heading: the word in the first column, and the second."""
    section = PAGE.read_text(encoding="utf-8").split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", section, flags=re.MULTILINE))


def test_every_class_has_the_sentence_of_the_rule() -> None:
    assert table("The classes") == dict(CLASS_SENTENCES)


def test_every_threshold_is_that_of_the_rule() -> None:
    values = {one.name: getattr(RULE, one.name) for one in fields(RULE)}
    assert table("The thresholds") == {name: told(value) for name, value in values.items()}


def told(value: object) -> str:
    """Return a threshold as the page has it: words with commas, a year behind its body."""
    if not isinstance(value, tuple):
        return str(value)
    return ", ".join(word if isinstance(word, str) else " ".join(map(str, word)) for word in value)
