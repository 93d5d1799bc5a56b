"""``proxenia compare`` and ``proxenia cases``: cities side by side, and the cases of the founding texts."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from proxenia.cli.console import note, print_json, print_pairs, print_table
from proxenia.cli.lookup import find_actor
from proxenia.cli.opening import current_year, opened_snapshot
from proxenia.cli.settings import Settings

if TYPE_CHECKING:
    import polars as pl

    from proxenia.profiles.cases import Case
    from proxenia.profiles.compare import Comparison
    from proxenia.profiles.compare_partners import PartnerLine

# What computes is imported inside the commands: it takes long to load.

__all__ = ["add_commands"]

AsOf = Annotated[int | None, typer.Option("--as-of", min=-3000, max=3000, help="The year; this year when left out.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Csv = Annotated[Path | None, typer.Option("--csv", help="Write a table to this file.")]
_SHOWN_LINES = 25
_LABELS = {
    "live": "live",
    "suspended": "suspended",
    "dead": "dead (ended by then)",
    "dormant": "dormant, among the live",
    "dormant_share": "dormant of the live",
    "suspended_share": "suspended of live and suspended",
    "dead_share": "dead of all",
    "dated": "live ones with a dated start",
    "placed": "partners with a known place",
    "mean_distance": "mean distance of them",
    "median_distance": "median distance of them",
    "farthest": "farthest of them",
}
_GROUPS = {
    "place": "City",
    "standing": "Ties",
    "kind": "Live ties by kind",
    "field": "Live ties by field",
    "reach": "Reach",
    "partners": "Partners",
    "memberships": "City networks and bodies",
    "profile": "Profiles",
}
_WHOLE = ("place", "standing", "profile")
"""Groups of which every line is printed; of the others those in which somebody has something."""


def _shown(value: float | None, unit: str) -> str:
    if unit == "yes or no":
        return "unknown" if value is None else "yes" if value else "no"
    if value is None:
        return "not known"
    if unit == "share":
        return f"{value:.0%}"
    return f"{value:,.0f} km" if unit == "km" else f"{value:,.0f}"


def _print_comparison(comparison: "Comparison") -> None:
    from proxenia.profiles.compare_table import comparison_rows  # noqa: PLC0415

    names = [city.name for city in comparison.cities]
    print_pairs([("compared", ", ".join(names)), ("as of", comparison.as_of), ("method", comparison.method)])
    tables = [{(one.group, one.figure): one for one in comparison_rows(city, comparison)} for city in comparison.cities]
    keys = list(dict.fromkeys(key for table in tables for key in table))
    for group, title in _GROUPS.items():
        of_group = [key for key in keys if key[0] == group]
        rows = []
        for key in of_group:
            cells = [table.get(key) for table in tables]
            if any(cell is not None and cell.value for cell in cells) or group in _WHOLE:
                shown = ("" if cell is None else _shown(cell.value, cell.unit) for cell in cells)
                rows.append((_LABELS.get(key[1], key[1].replace("_", " ")), *shown))
        if rows:
            print_table(f"\n{title}", ("", *(f"{name}:" for name in names)), rows)
    _print_years(comparison)
    _print_population(comparison)
    _print_lines("Shared partners", [line for line in comparison.partners if len(line.ties) > 1], comparison)
    _print_lines("City networks and bodies", comparison.memberships, comparison)
    _print_missing(comparison)


def _print_years(comparison: "Comparison") -> None:
    """Print the ties by field at the end of each tenth year, and of the last."""
    last = comparison.last_year
    years = [year for year in range(comparison.first_year, last + 1) if year % 10 == 0 or year == last]
    of_city = [(city.name, {(one.word, one.year): one.ties for one in city.years}) for city in comparison.cities]
    words = list(dict.fromkeys(one.word for city in comparison.cities for one in city.years))
    rows = [
        (word.replace("_", " "), name, *(counts.get((word, year), 0) for year in years))
        for word in words
        for name, counts in of_city
        if any(counts.get((word, year)) for year in years)
    ]
    if rows:
        columns = ("field", "city", *(f"{year}:" for year in years))
        print_table("\nLive ties by field at the end of a year (no date: no source says since when)", columns, rows)


def _print_population(comparison: "Comparison") -> None:
    """Print when the inhabitants were counted, and who says so."""
    told = [(city.name, city.population) for city in comparison.cities if city.population is not None]
    rows = [(name, one.date, one.dated_by, ", ".join(one.sources), ", ".join(one.statements)) for name, one in told]
    if rows:
        print_table("\nInhabitants", ("city", "date", "dated by", "source", "statement"), rows)


def _print_lines(title: str, lines: "Any", comparison: "Comparison") -> None:
    if not lines:
        print_table(f"\n{title}: none known", (), ())
        return
    names = [f"{city.name} " for city in comparison.cities]
    rows = [
        (line.name, line.country, *(_standing(line, city.id) for city in comparison.cities), line.id) for line in lines
    ]
    print_table(f"\n{title}: {len(lines)}", ("name", "country", *names, "id"), rows[:_SHOWN_LINES])
    if len(rows) > _SHOWN_LINES:
        note(f"{_SHOWN_LINES} of {len(rows)} are shown: --json for all")


def _standing(line: "PartnerLine", city: str) -> str:
    if line.id == city:
        return "itself"
    if city in line.ties:
        return "yes"
    return "no more" if city in line.former else "–"


def _print_missing(comparison: "Comparison") -> None:
    named = {line.id: line for line in comparison.partners}
    for city in comparison.cities:
        lines = [named[one] for one in city.missing_partners]
        rows = [(line.name, line.country, len(line.ties), line.id) for line in lines[:10]]
        print_table(f"\n{city.name} lacks {len(lines)}", ("partner of others", "country", "of them:", "id"), rows)
    note("Of the partners that each lacks the first ten are shown: --json for all")


def _write_csv(rows: "pl.DataFrame", path: Path) -> None:
    import polars as pl  # noqa: PLC0415

    # A cell that a spreadsheet would take for a formula gets an apostrophe before it: names are others' words.
    rows.with_columns(pl.col(pl.String).str.replace(r"^([=+@\t\r-])", "'$1")).write_csv(path)
    note(f"{rows.height} rows in {path}")


def _add_compare(app: typer.Typer) -> None:
    @app.command()
    def compare(
        context: typer.Context,
        cities: Annotated[
            list[str], typer.Argument(help="Two to five cities: names in any language, London,CA, or ids.")
        ],
        as_of: AsOf = None,
        as_json: AsJson = False,
        csv: Csv = None,
    ) -> None:
        """Set two to five cities side by side: ties, reach, partners, memberships: `compare Rotterdam Hamburg`."""
        from proxenia.profiles.compare import compare_cities  # noqa: PLC0415
        from proxenia.profiles.compare_table import comparison_frame  # noqa: PLC0415

        with opened_snapshot(context.obj) as whole:
            ids = [find_actor(whole, name).id for name in cities]
            now = whole.as_of(current_year() if as_of is None else as_of)
            comparison = compare_cities(whole, ids, now=now)
        if csv is not None:
            _write_csv(comparison_frame(comparison), csv)
        if as_json:
            print_json(comparison.as_json())
        elif csv is None:
            _print_comparison(comparison)


def _cases(settings: Settings, name: str | None, as_of: int | None) -> "tuple[Case, ...]":
    from proxenia.profiles.cases import case_of, cases_of  # noqa: PLC0415

    with opened_snapshot(settings) as whole:
        now = whole.as_of(current_year() if as_of is None else as_of)
        return cases_of(whole, now=now) if name is None else (case_of(whole, name, now=now),)


def _print_cases(cases: "tuple[Case, ...]") -> None:
    rows = [
        (case.id, case.name, case.field, " ".join(case.phases), case.status, len(case.records), case.statements)
        for case in cases
    ]
    columns = ("case", "name", "field", "phase", "status", "records:", "statements:")
    print_table(f"The cases that the founding texts name, as of {cases[0].as_of}", columns, rows)


def _print_case(case: "Case") -> None:
    from proxenia.profiles.cases import CASE_STATUS  # noqa: PLC0415

    fields = ", ".join(case.fields) or case.field
    print_pairs(
        [("case", case.name), ("means", case.meaning), ("fields", fields), ("phases", ", ".join(case.phases) or "–")]
    )
    print_pairs([("status", f"{case.status}: {CASE_STATUS[case.status]}"), ("as of", case.as_of)])
    for sentence in case.told:
        print_pairs([("", sentence)])
    rows = [
        (one.date, one.until, one.kind, one.title, one.standing, "only claimed" if one.claimed else "", one.id)
        for one in case.records
    ]
    print_table("\nRecords", ("date", "until", "kind", "what", "stands", "", "id"), rows)
    places = [(one.id, reference) for one in case.records for reference in one.references]
    print_table("\nWho says so", ("record", "where"), places)


def _add_cases(app: typer.Typer) -> None:
    @app.command()
    def cases(
        context: typer.Context,
        case: Annotated[str | None, typer.Argument(help="Which one; all are listed without.")] = None,
        as_of: AsOf = None,
        as_json: AsJson = False,
    ) -> None:
        """Tell the cases that the founding texts name by their statements: `cases`, `cases m4`."""
        found = _cases(context.obj, case, as_of)
        if as_json:
            print_json(found[0].as_json() if case is not None else [one.as_json() for one in found])
        elif case is not None:
            _print_case(found[0])
        else:
            _print_cases(found)


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""
    _add_compare(app)
    _add_cases(app)
