"""``proxenia history`` and ``proxenia indicators``: how the system came to be, and what has become of the figures."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from proxenia.cli.console import note, print_json, print_pairs, print_table
from proxenia.cli.opening import current_year, opened_snapshot
from proxenia.cli.settings import Settings
from proxenia.model.statement import reference_parts

if TYPE_CHECKING:
    from proxenia.history.indicators import IndicatorReport, Indicators, NetworkSize
    from proxenia.history.past import History, League, TurningPoint

# What these commands compute with is imported inside them: it takes long to load.

__all__ = ["add_commands"]

_SHOWN_NAMES: int = 12
"""Members named for people; JSON holds all."""
_SHOWN_FIGURES: int = 20
"""Figures of one source printed for people; of more, those that say most. JSON and files hold all."""

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _names(league: "League") -> str:
    named = [f"{one.name} ({_aside(one.note)})" if one.note else one.name for one in league.members]
    rest = len(named) - _SHOWN_NAMES
    return ", ".join(named[:_SHOWN_NAMES]) + (f" and {rest} more" if rest > 0 else "")


def _aside(told: str) -> str:
    return told[:1].lower() + told[1:].rstrip(".")


def _first_place(reference: str) -> str:
    """Return the first of the places a reference names; JSON has all."""
    return reference_parts(reference)[0]


def _until(league: "League") -> str:
    if not league.end_known:
        return "not known"
    return league.to_label or "today"


def _league_line(league: "League") -> tuple[object, ...]:
    where = _first_place(league.statements[0].reference) if league.statements else ""
    return league.name, league.from_label, _until(league), len(league.members), _names(league), where


def _point_line(point: "TurningPoint", when: str) -> tuple[str, str, str, str]:
    said = _first_place(point.statements[0].reference) if point.statements else ""
    return when, point.date_label, point.title, said


def _print_history(told: "History") -> None:
    print_pairs(
        [
            ("year", told.label),
            ("EDTF", told.edtf),
            ("ties in force", ", ".join(f"{kind} {count:,}" for kind, count in told.ties.items()) or "none known"),
        ]
    )
    if not told.leagues:
        print_pairs([("leagues", f"the register knows of no league, system or network of cities in {told.label}")])
    lines = [_league_line(one) for one in told.leagues]
    if lines:
        print_table("\nLeagues, systems and networks", ("name", "since", "until", "members:", "who", "where"), lines)
    points = told.turning_points
    shown = [_point_line(points.last, "before")] if points.last else []
    shown += [_point_line(one, "this year") for one in points.in_year]
    shown += [_point_line(points.next, "after")] if points.next else []
    print_table("\nTurning points", ("", "when", "what", "where"), shown)


def _print_indicator(report: "IndicatorReport") -> None:
    from proxenia.history.indicators import telling_figures  # noqa: PLC0415
    from proxenia.history.verdict import figure_words  # noqa: PLC0415

    for one in report.claims:
        text = f"{one.claim.claimed_by}: {figure_words(one.claim) or one.claim.label}"
        print_pairs([(f"{text} ({one.claim.date_label})" if one.claim.date_label else text, one.verdict)])
        print_pairs([("", one.sentence)])
    shown = telling_figures(report, most=_SHOWN_FIGURES)
    lines = [
        (one.date_label or "no date", figure_words(one), one.status, one.series, _first_place(one.reference))
        for one in shown
    ]
    if lines:
        print_table("", ("when", "figure:", "", "what", "where"), lines)
    if len(report.figures) > len(shown):
        note(f"{report.id}: {len(shown)} of {len(report.figures)} figures are shown; --json and --csv have all")


def _size_line(one: "NetworkSize") -> tuple[object, ...]:
    where = _first_place(one.latest.said.reference) if one.latest.said else ""
    first, latest = f"{one.first.value:,.0f} ({one.first.date_label})", f"{one.latest.value:,.0f}"
    return one.name, first, latest, one.latest.date_label, one.counted.members, where


def _print_indicators(told: "Indicators") -> None:
    for report in told.indicators:
        typer.echo(f"\n{report.label}")
        _print_indicator(report)
    lines = [_size_line(one) for one in told.sizes]
    columns = ("network", "first count:", "latest count:", "when", "held here:", "where")
    print_table("\nPublished sizes of city networks", columns, lines)


def _write_csv(told: "Indicators", path: Path) -> None:
    import polars as pl  # noqa: PLC0415

    rows = pl.DataFrame([asdict(row) for row in told.rows()], infer_schema_length=None)
    # A cell that a spreadsheet would take for a formula gets an apostrophe before it: notes are others' words.
    rows.with_columns(pl.col(pl.String).str.replace(r"^([=+@\t\r-])", "'$1")).write_csv(path)
    note(f"{rows.height} figures in {path}")


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""

    @app.command()
    def history(
        context: typer.Context,
        year: Annotated[
            str | None,
            typer.Option("--year", help="The year as people write it, -431 for 431 BCE; this year when left out."),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Show leagues and networks of cities, turning points and ties of a year: `history --year -431`."""
        from proxenia.history.past import History  # noqa: PLC0415
        from proxenia.history.years import checked_year  # noqa: PLC0415

        settings: Settings = context.obj
        this_year = current_year()
        wanted = checked_year(this_year if year is None else year, this_year=this_year)
        with opened_snapshot(settings) as snapshot:
            told = History.of(snapshot, wanted, this_year=this_year)
        if as_json:
            print_json(told.as_json())
        else:
            _print_history(told)

    @app.command()
    def indicators(
        context: typer.Context,
        as_json: AsJson = False,
        csv: Annotated[Path | None, typer.Option("--csv", help="Write a table of all figures to this file.")] = None,
    ) -> None:
        """Show the texts' figures of change beside what was measured, and by what they have been overtaken."""
        from proxenia.history.indicators import Indicators  # noqa: PLC0415

        settings: Settings = context.obj
        with opened_snapshot(settings) as snapshot:
            told = Indicators.of(snapshot, this_year=current_year())
        if csv is not None:
            _write_csv(told, csv)
        if as_json:
            print_json(told.as_json())
        elif csv is None:
            _print_indicators(told)
