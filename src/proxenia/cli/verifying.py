"""``proxenia verify``: whether the ledger still holds what was written."""

from typing import Annotated

import typer

from proxenia.cli.console import print_json, print_pairs
from proxenia.cli.opening import opened_ledger
from proxenia.cli.settings import Settings
from proxenia.errors import LedgerDamagedError

__all__ = ["add_commands"]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""

    @app.command()
    def verify(
        context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False
    ) -> None:
        """Hash every statement and judgement again and compare."""
        settings: Settings = context.obj
        with opened_ledger(settings, with_founding_register=False, create=False) as ledger:
            found = ledger.verify()
        counts = {"statements": found.statements, "judgements": found.judgements, "faults": list(found.faults)}
        if as_json:
            print_json(counts)
        else:
            print_pairs([*counts.items()][:2])
        if found.faults:
            raise LedgerDamagedError(
                f"{len(found.faults)} records are not what was written: {'; '.join(found.faults[:3])}",
                next_step="Restore the ledger from a dump",
            )
        if not as_json:
            print_pairs([("result", "everything is as it was written")])
