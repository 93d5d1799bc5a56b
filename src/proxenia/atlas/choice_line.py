"""The choice by function and role as pages, answers and names of files carry it."""

from dataclasses import dataclass

from proxenia.atlas.year import YearView
from proxenia.snapshot.choice import WORDS_OF, Choice

__all__ = ["ChoiceLine", "choice_line", "chosen_name"]


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """What was chosen by function and role.

    Attributes
    ----------
    function, role, person_role
        The words chosen; none where nothing is.
    said
        The choice in plain words, empty when nothing is chosen.
    query
        The choice as part of an address.
    signed
        How many statements of the register name who signed: without any, no tie or act can fit a person role.
    """

    function: str | None
    role: str | None
    person_role: str | None
    said: str
    query: str
    signed: int

    @property
    def parts(self) -> dict[str, str | None]:
        """The words by the names that they have in addresses."""
        return {name: getattr(self, name) for name in WORDS_OF}

    @property
    def further(self) -> str:
        """The choice as a later part of an address, with the sign before it; empty when nothing is chosen."""
        return f"&{self.query}" if self.query else ""


def choice_line(view: YearView) -> ChoiceLine:
    """Return what a view was chosen by."""
    choice = view.choice
    return ChoiceLine(**choice.parts, said=choice.said, query=choice.query, signed=view.index.signed)


def chosen_name(name: str, choice: Choice) -> str:
    """Return the name of a file with the words of a choice in it."""
    return "-".join(filter(None, (name, *choice.parts.values())))
