"""``proxenia conditions``: which conditions go with more ties and acts of cities, and what could not be measured."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from proxenia.cli.console import print_json, print_pairs, print_table
from proxenia.cli.opening import current_year, opened_snapshot
from proxenia.cli.settings import Settings

# What computes is imported inside the command: it takes long to load.

__all__ = ["add_commands"]

_ERAS = {
    "before_1945": "before 1945",
    "1945_1989": "1945 to 1989",
    "1990_2009": "1990 to 2009",
    "from_2010": "2010 and later",
}
_COLUMNS = ("condition", "any at all, points:", "number if any:", "number:")


def _difference(one: Mapping[str, float] | None, *, share: bool = False) -> str:
    from proxenia.foresight.conditions.sentences import number_words  # noqa: PLC0415

    if one is None:
        return ""
    scale = 100.0 if share else 1.0
    like = scale * max(abs(one["low"]), abs(one["high"]))
    estimate, low, high = (number_words(scale * one[name], like=like) for name in ("estimate", "low", "high"))
    return f"{estimate} ({low} to {high})"


def _row(one: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        one["label"],
        _difference(one["any"], share=True),
        _difference(one["if_any"]),
        _difference(one["number"]),
    )


def _print_model(found: Mapping[str, Any]) -> None:
    mean = found["mean"]
    print_pairs(
        [
            ("cities", f"{found['cities']:,}; {found['left_out']:,} left out, for something of them is not known"),
            ("with any", f"{found['with_any']:,} of {found['complete']:,}, in {found['countries']:,} countries"),
            ("on average", "" if mean is None else f"{mean:.2f} {found['of']} a city"),
            *(("not enough data", why) for why in found["lacking"]),
            *(("caution", what) for what in found["cautions"]),
        ]
    )
    if found["conditions"]:
        rows = [_row(one) for one in found["conditions"]]
        print_table("\nAverage marginal associations with their 95 % intervals", _COLUMNS, rows)
        typer.echo()
        for one in found["conditions"]:
            typer.echo(one["sentence"])
    rows = [(one["label"], one["reason"]) for one in (*found["unmeasured"], *found.get("not_asked", ()))]
    print_table("\nNot measured", ("condition", "why"), rows)


def _print_parts(title: str, what: str, parts: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    rows = [(label, *_row(one)) for label, found in parts for one in found["conditions"]]
    print_table(f"\n{title}", (what, *_COLUMNS), rows)
    for label, found in parts:
        if not found["enough"]:
            typer.echo(f"{label}: not enough data: {'; '.join(found['lacking'])}")


def _print_report(found: Mapping[str, Any]) -> None:
    _print_model(found)
    _print_parts("By part of the world", "part", [(one["region"], one) for one in found["regions"]])
    _print_parts("By era", "era", [(_ERAS[one["era"]], one) for one in found["eras"]])
    _print_parts("A second look at other cities", "cities", [(one["among"], one) for one in found["second_looks"]])
    typer.echo(f"\n{found['method']}")


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""

    @app.command()
    def conditions(  # noqa: PLR0917
        context: typer.Context,
        of: Annotated[str, typer.Option("--of", help="What is counted: ties or acts.")] = "ties",
        among: Annotated[
            str | None, typer.Option("--among", help="Which cities: members (of city networks), harbours or tied.")
        ] = None,
        region: Annotated[str | None, typer.Option("--region", help="One part of the world, e.g. Europe.")] = None,
        era: Annotated[
            str | None,
            typer.Option("--era", help="What began in an era: before_1945, 1945_1989, 1990_2009 or from_2010."),
        ] = None,
        as_of: Annotated[
            int | None, typer.Option("--as-of", min=-3000, max=3000, help="The year; this year when left out.")
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """Show which conditions go with more ties or acts of cities, with intervals; association, not cause."""
        from proxenia.foresight.conditions.asked import answer_conditions  # noqa: PLC0415
        from proxenia.foresight.conditions.report import MAIN_SET, conditions_scope, region_named  # noqa: PLC0415
        from proxenia.foresight.conditions.sentences import scope_json  # noqa: PLC0415

        settings: Settings = context.obj
        year = current_year() if as_of is None else as_of
        part = None if region is None else region_named(region)
        whole = among is None and part is None and era is None
        with opened_snapshot(settings) as snapshot:
            if whole:
                found = answer_conditions(snapshot, {"of": of, "as_of": year})
            else:
                scope = conditions_scope(snapshot, year=year, of=of, among=among or MAIN_SET, region=part, era=era)
                found = {"as_of": year, **scope_json(scope)}
        if as_json:
            print_json(found)
        elif whole:
            _print_report(found)
        else:
            _print_model(found)
