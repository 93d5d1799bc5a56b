"""The choice by function and role as an address asks for it."""

from typing import Annotated, Final

from fastapi import Depends, Query

from proxenia.snapshot.choice import WORDS_OF, Choice

__all__ = ["Chosen"]

_LONGEST: Final = 40


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
