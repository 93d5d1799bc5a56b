"""``proxenia judgements``, ``judge`` and ``undo``: who is who, decided, shown and taken back."""

import getpass
from typing import Annotated, Any

import typer

from proxenia.cli.console import note, print_json, print_pairs, print_table
from proxenia.cli.opening import current_moment, opened_ledger
from proxenia.cli.settings import Settings
from proxenia.errors import InputError
from proxenia.ledger import Ledger
from proxenia.model.identifiers import check_identifier
from proxenia.model.judgement import Judgement, Verdict
from proxenia.model.vocabulary import parse_term

__all__ = ["SignedBy", "add_commands", "signature"]

SignedBy = Annotated[str | None, typer.Option("--sign", help="Who decides; your user name when left out.")]
_SHOWN = 50
_COLUMNS = ("judgement", "of", "is", "with", "why", "signed by", "when")


def signature(name: str | None) -> str:
    """Return the signature of a person: the given name, else the user's of this machine."""
    given = " ".join((name or getpass.getuser()).split())
    return given if given.startswith("person:") else f"person:{given}"


def _as_json(judgement: Judgement) -> dict[str, Any]:
    return {
        "id": judgement.id,
        "left": judgement.left,
        "right": judgement.right,
        "verdict": judgement.verdict.value,
        "reason": judgement.reason,
        "signed_by": judgement.signed_by,
        "recorded_at": judgement.recorded_at,
    }


def _found(ledger: Ledger, identifier: str | None, signed_by: str | None) -> list[Judgement]:
    """Return the judgements in force about an identifier, of a signer, the latest first."""
    kept = [
        one
        for one in ledger.judgements()
        if (identifier is None or identifier in (one.left, one.right))
        and (signed_by is None or one.signed_by.startswith(signed_by))
    ]
    return kept[::-1]


def _whole_id(ledger: Ledger, beginning: str) -> str:
    """Return the judgement's id that begins so."""
    matching = [one.id for one in ledger.judgements() if one.id.startswith(beginning)]
    if len(matching) > 1:
        raise InputError(
            f"{len(matching)} judgements begin with {beginning!r}", next_step="Give more characters of the id"
        )
    return matching[0] if matching else beginning


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""

    @app.command()
    def judgements(
        context: typer.Context,
        about: Annotated[str | None, typer.Argument(help="An id, such as gn:2747891 or hekman:Athens,Greece.")] = None,
        signed_by: Annotated[str | None, typer.Option(help="Only of signers that begin so, e.g. person:")] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """Show the judgements in force: which identifiers name the same actor, who decided it, and why."""
        settings: Settings = context.obj
        if about is not None:
            check_identifier(about)
        with opened_ledger(settings) as ledger:
            found = _found(ledger, about, signed_by)
        if as_json:
            print_json([_as_json(one) for one in found])
            return
        rows = [
            (one.id[:12], one.left, one.verdict, one.right, one.reason, one.signed_by, one.recorded_at[:16])
            for one in found[:_SHOWN]
        ]
        print_table(f"{len(found):,} judgement{'' if len(found) == 1 else 's'} in force", _COLUMNS, rows)
        if len(found) > _SHOWN:
            note(f"The latest {_SHOWN} are shown; --json gives them all")

    @app.command()
    def judge(
        context: typer.Context,
        left: Annotated[str, typer.Argument(help="An id as a source has it.")],
        verdict: Annotated[str, typer.Argument(help="same, different or unsure.")],
        right: Annotated[str, typer.Argument(help="The id to use, or the one it is not.")],
        *,
        reason: Annotated[str, typer.Option("--reason", help="Why, in words another person can check.")],
        sign: SignedBy = None,
    ) -> None:
        """Decide that two identifiers name the same actor or two; yours outranks the program's."""
        settings: Settings = context.obj
        decided = parse_term(Verdict, verdict, what="verdict")
        for identifier in (left, right):
            check_identifier(identifier)
        with opened_ledger(settings) as ledger, ledger.transaction():
            judgement = Judgement(left, right, decided, reason, signature(sign), current_moment())
            ledger.judge([judgement])
        print_pairs([("judgement", judgement.id), (left, f"{decided.value} {right}")])

    @app.command()
    def undo(
        context: typer.Context,
        judgement: Annotated[str, typer.Argument(help="The id of a judgement, or its first characters.")],
        reason: Annotated[str, typer.Option("--reason", help="Why it is taken back.")] = "taken back",
        sign: SignedBy = None,
    ) -> None:
        """Take a judgement back; the program does not decide the same again."""
        settings: Settings = context.obj
        with opened_ledger(settings) as ledger, ledger.transaction():
            key = _whole_id(ledger, judgement)
            done = ledger.undo(key, reason=reason, signed_by=signature(sign), recorded_at=current_moment())
        note(f"{key} is taken back" if done else f"{key} had been taken back before")
