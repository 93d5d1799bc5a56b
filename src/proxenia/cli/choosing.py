"""The options that choose by function and by role, the same for every command that has them."""

from typing import Annotated

import typer

from proxenia.cli.console import note
from proxenia.model.vocabulary import ActRole, Function, PersonRole
from proxenia.snapshot.choice import Choice
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["FunctionOption", "PersonRoleOption", "RoleOption", "asked_choice", "tell_nothing_fits"]

FunctionOption = Annotated[
    str | None, typer.Option("--function", help=f"Only what serves this function: {', '.join(Function)}.")
]
RoleOption = Annotated[
    str | None,
    typer.Option("--role", help=f"Only acts with this role, and ties with who had it: {', '.join(ActRole)}."),
]
PersonRoleOption = Annotated[
    str | None, typer.Option("--person-role", help=f"Only what such a person signed: {', '.join(PersonRole)}.")
]


def asked_choice(function: str | None, role: str | None, person_role: str | None) -> Choice:
    """Return the choice of a command line, or raise UnknownValueError with the known words."""
    return Choice.of(function=function, role=role, person_role=person_role)


def tell_nothing_fits(snapshot: Snapshot, choice: Choice, found: int) -> None:
    """Say on stderr why a choice left nothing."""
    if found or not choice:
        return
    if choice.person_role and not snapshot.evidence["signed_by"].count():
        note("No source in the ledger names who signed, so nothing fits a person role")
    else:
        note(f"Nothing here fits {choice.said}; most ties carry no function, and only acts name roles")
