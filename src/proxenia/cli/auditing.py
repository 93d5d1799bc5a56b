"""``proxenia audit``: where the registers disagree, for reading, as JSON, or as a sheet for list keepers."""

from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from proxenia.cli.console import note, print_json, print_pairs, print_table
from proxenia.cli.opening import opened_snapshot
from proxenia.cli.settings import Settings
from proxenia.errors import InputError

__all__ = ["add_commands"]

_SHOWN_ROWS = 20
"""Findings printed for people when no number is asked for; JSON and files hold all."""
_SAYS = ("source", "value", "reference")


def _print_findings(rows: pl.DataFrame, labels: dict[str, str]) -> None:
    columns = ("finding", "who", "source", "says", "where")
    for kind, label in labels.items():
        lines = [
            (*(("", "") if number else (row["id"], " – ".join(row["names"]))), *(said[name] for name in _SAYS))
            for row in rows.filter(pl.col("kind") == kind).iter_rows(named=True)
            for number, said in enumerate(row["statements"])
        ]
        if lines:
            print_table(f"\n{label}", columns, lines)


def _format_of(path: Path, known: dict[str, str]) -> str:
    name = path.suffix.lower().removeprefix(".")
    if name in known:
        return name
    raise InputError(
        f"{str(path)!r} has no ending that says which kind of sheet it is",
        expected=f"Expected a name that ends in {' or '.join(f'.{word}' for word in known)}",
        next_step="Give such a name, for example audit.xlsx",
    )


def _as_json(counts: dict[str, int], rows: pl.DataFrame) -> dict[str, Any]:
    return {"counts": counts, "rows": rows.select("id", "kind", "actors", "names", "statements").to_dicts()}


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""

    @app.command()
    def audit(  # noqa: PLR0917
        context: typer.Context,
        country: Annotated[str | None, typer.Option("--country", help="Only about this country: IT, DE …")] = None,
        kind: Annotated[str | None, typer.Option("--kind", help="Only findings of this kind, e.g. one_sided.")] = None,
        limit: Annotated[int | None, typer.Option("--limit", min=0, help="At most so many findings.")] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
        save: Annotated[Path | None, typer.Option("--save", help="Write a sheet: FILE.xlsx or FILE.csv.")] = None,
    ) -> None:
        """Show where the registers disagree, with the statements side by side."""
        # Imported here: the writer of spreadsheets takes long to load.
        from proxenia.audit.audit import audit_snapshot, parse_country, parse_kind  # noqa: PLC0415
        from proxenia.audit.registry import CHECKS  # noqa: PLC0415
        from proxenia.audit.sheet import SHEET_FORMATS, sheet_bytes  # noqa: PLC0415

        settings: Settings = context.obj
        code, wanted = parse_country(country), parse_kind(kind)
        format_name = _format_of(save, SHEET_FORMATS) if save is not None else ""
        with opened_snapshot(settings) as snapshot:
            found = audit_snapshot(snapshot, kinds=CHECKS if wanted is None else [wanted])
            sources = snapshot.sources
        counts = {name: count for name, count in found.counts(country=code).items() if wanted in {None, name}}
        rows = found.chosen(country=code)
        rows = rows if limit is None else rows.head(limit)
        if save is not None:
            save.write_bytes(sheet_bytes(rows, sources, format_name=format_name))
            note(f"{rows.height} findings in {save}")
        if as_json:
            print_json(_as_json(counts, rows))
        elif save is None:
            shown = rows if limit is not None else rows.head(_SHOWN_ROWS)
            print_pairs(counts.items())
            _print_findings(shown, {check.id: check.label for check in CHECKS.values()})
            if shown.height < sum(counts.values()):
                note(f"{shown.height} of {sum(counts.values())} findings are shown: --limit, --json or --save for more")
