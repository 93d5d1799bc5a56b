"""The scenarios that come with the package."""

from functools import lru_cache
from importlib.resources import files
from typing import Final

from proxenia.errors import NotFoundError
from proxenia.foresight.scenarios.reading import read_scenario
from proxenia.foresight.scenarios.scenario import Scenario

__all__ = ["WORKED", "worked_scenario", "worked_text"]

WORKED: Final = (
    "rupture-2022",
    "reform-turkey-2028",
    "recognition-taiwan-2028",
    "network-harbours-2027",
    "fund-ukraine-2027",
)
"""Their ids: first the one whose outcome is known."""


def worked_text(identifier: str) -> str:
    """Return the YAML of a worked scenario.

    Raises
    ------
    NotFoundError
        When there is none of this id.
    """
    if identifier not in WORKED:
        raise NotFoundError(
            "worked scenario", identifier, near=WORKED, next_step="Take one of them, or a file of your own"
        )
    return (files("proxenia.foresight.scenarios") / "worked" / f"{identifier}.yml").read_text(encoding="utf-8")


@lru_cache(maxsize=len(WORKED))
def worked_scenario(identifier: str) -> Scenario:
    """Return a worked scenario.

    Examples
    --------
    >>> worked_scenario("rupture-2022").start
    2021
    """
    return read_scenario(worked_text(identifier))
