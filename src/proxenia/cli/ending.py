"""``proxenia ends``: how often ties between cities are suspended or ended, what goes with it, what that rests on."""

from typing import TYPE_CHECKING, Annotated

import typer

from proxenia.cli.console import print_json, print_pairs, print_table
from proxenia.cli.opening import current_year, opened_snapshot
from proxenia.model.vocabulary import TieKind, parse_term

if TYPE_CHECKING:
    from proxenia.foresight.ends import Coefficient, EndHazard, EndModel
    from proxenia.foresight.ends_evidence import Share

__all__ = ["add_commands"]

_DIGITS = 3
"""Digits shown of a coefficient."""


def _number(value: float | None) -> str | None:
    return None if value is None else f"{value:.{_DIGITS}f}"


def _row(found: "Coefficient") -> tuple[object, ...]:
    numbers = (_number(found.coef), _number(found.low), _number(found.high))
    return (found.id, *numbers, f"{found.events:,}", f"{found.years:,}", found.how, found.why)


def _share(share: "Share") -> str:
    rate = "" if share.per_thousand is None else f", {share.per_thousand:.2f} ends a thousand years"
    return f"{share.suspensions:,} suspended and {share.endings:,} ended in {share.years:,} years of ties{rate}"


def _print_hazard(hazard: "EndHazard") -> None:
    columns = ("covariate", "coefficient:", "95 % from:", "to:", "ends with it:", "years with it:", "how", "why")
    print_table(f"\nYearly rate of {hazard.event}", columns, [_row(found) for found in hazard.coefficients])


def _print(model: "EndModel") -> None:
    found = model.evidence
    print_pairs(
        [
            ("known until the end of", model.cut),
            ("kinds of tie", ", ".join(kind.value for kind in model.kinds)),
            ("ties", f"{found.ties:,}, of which {found.undated_ties:,} without a year, from their first listing on"),
            ("all years", _share(found.all_years)),
            ("years of hostility", _share(found.hostile_years)),
            ("listed whatever became of them", _share(found.elsewhere)),
            ("the same, in hostility", _share(found.hostile_elsewhere)),
            ("decisions, at least", f"{found.decisions:,}"),
            ("ends before the tie was known", f"{found.outside:,} (not used)"),
            ("ended nobody says when", f"{found.undated_ends:,} (not used)"),
        ]
    )
    for hazard in model.hazards:
        _print_hazard(hazard)
    typer.echo("\n" + "\n".join(model.sentences()))


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""

    @app.command()
    def ends(
        context: typer.Context,
        until: Annotated[
            int | None, typer.Option("--until", help="The last year that is known; the last one that is over.")
        ] = None,
        kind: Annotated[
            list[str] | None,
            typer.Option(
                "--kind",
                help="twinning, agreement, partnership, or membership in city networks; repeat it.",
            ),
        ] = None,
        listed: Annotated[
            bool,
            typer.Option("--listed", help="Only ties that a list beside the register names, whatever became of them."),
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """Estimate how often ties are suspended or ended, and what goes with it."""
        # Imported here: other commands start faster.
        from proxenia.foresight.dated_ties import CITY_TIES  # noqa: PLC0415
        from proxenia.foresight.ends import fit_ends  # noqa: PLC0415

        kinds = tuple(dict.fromkeys(parse_term(TieKind, one, what="kind of tie") for one in kind or ())) or CITY_TIES
        cut = current_year() - 1 if until is None else until
        with opened_snapshot(context.obj) as snapshot:
            model = fit_ends(snapshot, cut, kinds=kinds, only_listed_elsewhere=listed)
        if as_json:
            print_json(model.told())
        else:
            _print(model)
