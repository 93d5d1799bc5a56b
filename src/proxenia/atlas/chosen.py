"""The choice by function and role as pages and answers carry it, and as an address asks for it."""

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Query

from proxenia.atlas.year import YearView
from proxenia.snapshot.choice import WORDS_OF, Choice

__all__ = ["ChoiceLine", "Chosen", "choice_line", "chosen_name"]

_LONGEST: Final = 40


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


def _described(what: str, name: str) -> object:
    # The schema tells the known words; the error for another one is the vocabulary's own, which names them too.
    pattern = f"^({'|'.join(word.value for word in WORDS_OF[name])})?$"
    return Query(max_length=_LONGEST, description=what, json_schema_extra={"pattern": pattern})


Function = Annotated[str, _described("Only what serves this function of non-state actors, such as funding", "function")]
Role = Annotated[str, _described("Only acts with this role, and ties with who had it, such as donor", "role")]
PersonRole = Annotated[str, _described("Only what a person of this role signed, such as mayor", "person_role")]


def _asked(function: Function = "", role: Role = "", person_role: PersonRole = "") -> Choice:
    return Choice.of(function=function, role=role, person_role=person_role)


Chosen = Annotated[Choice, Depends(_asked)]
"""A parameter of a route: the choice its address asks for; an unknown word is told with the known ones."""
