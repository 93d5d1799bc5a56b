"""Ten ids that may never change: everything that cites a statement depends on them."""

import subprocess
import sys

import pytest

from proxenia.model.statement import Statement

PAGE = "https://example.org/list"
GOLDEN = {
    "e4cb5e66d67cbb09b3e85d52374329cc": Statement("gn:2747891", "twinning", "list", PAGE, object="gn:1796236"),
    "74928d79f67f79925a68aede293f9e32": Statement(
        "gn:2747891", "twinning", "list", PAGE, object="gn:1796236", period="1979-11-26/.."
    ),
    "76d2662b09cb9e5218d2002fe25052d3": Statement(
        "gn:2747891",
        "twinning",
        "list",
        "row 17",
        object="gn:1796236",
        qualifiers=(("status", "suspended"), ("status_since", "2022-03")),
    ),
    "a392d7877d3c1803028a5d034eb09263": Statement(
        "gn:2747891", "name", "geonames", "https://www.geonames.org/2747891", value="Rotterdam", language="nl"
    ),
    "ccdc32b04460f2a9284198d24844cb16": Statement(
        "gn:2747891", "population", "geonames", "https://www.geonames.org/2747891", value="598199", unit="persons"
    ),
    "216b906e4d97edb080a6e75272b5d4fc": Statement("gn:1850147", "name", "list", "row 2", value="東京都", language="ja"),
    "75d2563e029c8e757305528bc99c7b05": Statement("list:Zürich,CH", "country", "list", "row 3", object="iso:CH"),
    "8dfeb6b3ee537297d8932516f6257c24": Statement(
        "act:riga-2006",
        "event",
        "list",
        PAGE,
        value="lobbying",
        period="2006-07",
        qualifiers=(("fields", "human_rights;peace"), ("title", 'Pride "2006"')),
    ),
    "acbc3fe5ab31d5c7c68f3c267b01c383": Statement(
        "gn:2759794", "participation", "list", PAGE, object="act:riga-2006", qualifiers=(("role", "initiator"),)
    ),
    "3b89af00f09607d4398c58399438b20a": Statement(
        "un:001",
        "indicator",
        "list",
        "doi:10.1000/182",
        value="0.85",
        unit="share",
        period="-0431~",
        qualifiers=(("indicator_status", "claimed"),),
    ),
}


@pytest.mark.parametrize(("id_", "statement"), GOLDEN.items(), ids=list(GOLDEN))
def test_the_id_of_a_statement_is_for_ever(id_: str, statement: Statement) -> None:
    assert statement.id == id_


def test_another_process_gives_the_same_ids() -> None:
    code = "from tests.golden.test_statement_ids import GOLDEN; print(*(item.id for item in GOLDEN.values()))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.split() == list(GOLDEN)
