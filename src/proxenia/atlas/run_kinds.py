"""The kinds of long run: which function computes each, and at which address its result is shown.

A function takes the snapshot, the question (what JSON can hold), and as keywords `progress`, to be called with how much
is done of how much, and `stop`, which tells whether to leave off; it returns what JSON can hold. It runs in a process
of its own, which imports it by name: nothing else of the atlas runs there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

__all__ = ["RUN_KINDS", "RunKind"]


@dataclass(frozen=True, slots=True)
class RunKind:
    """A kind of run.

    Attributes
    ----------
    id
        Such as ``outlook``.
    label
        What is computed, as people call it.
    function
        ``module:function``.
    path
        The page that shows the result; the question stands behind it.
    """

    id: str
    label: str
    function: str
    path: str

    def address(self, question: Mapping[str, Any]) -> str:
        """Return the address of the page that shows the result of a question.

        >>> RunKind("outlook", "The outlook", "m:f", "/outlook").address({"to": 2031, "country": ""})
        '/outlook?to=2031'
        """
        asked = {name: value for name, value in sorted(question.items()) if value not in ("", None)}
        return f"{self.path}?{urlencode(asked, doseq=True)}" if asked else self.path


_KINDS: Final = (
    RunKind("outlook", "The outlook", "proxenia.foresight.outlook.asked:answer_outlook", "/outlook"),
    RunKind(
        "conditions", "The table of conditions", "proxenia.foresight.conditions.asked:answer_conditions", "/conditions"
    ),
    RunKind("backtest", "The test against the past", "proxenia.foresight.backtest_asked:answer_backtest", "/how-well"),
    RunKind("scenario", "The scenario", "proxenia.foresight.scenarios.asked:answer_scenario", "/scenarios/run"),
)

RUN_KINDS: Final = {kind.id: kind for kind in _KINDS}
