"""``proxenia overlay``: the map of cities laid over the map of states, for all pairs of countries or for one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from proxenia.cli.console import note, print_json, print_pairs, print_table
from proxenia.cli.lookup import find_actor
from proxenia.cli.opening import current_year, opened_snapshot
from proxenia.cli.settings import Settings
from proxenia.cli.tables import check_place, write_table
from proxenia.errors import InputError
from proxenia.model.names import fold
from proxenia.model.vocabulary import OverlayClass, parse_term

if TYPE_CHECKING:
    import polars as pl

    from proxenia.overlay.overlay import Overlay, PairReport

__all__ = ["add_commands"]

_TOP: int = 5
"""Pairs of each class that are shown when neither a class nor a country is asked for."""
_SHOWN_ROWS: int = 25
"""Pairs printed for people; JSON and files hold all."""
_KINDS = ("twinning", "agreement", "partnership", "treaty")

Country = Annotated[str | None, typer.Argument(help="A country: its code (TW) or its name in any language.")]


def _code(overlay: "Overlay", name: str) -> str:
    """Return the code of the state that a code or a name means."""
    plain = name.strip()
    if len(plain.removeprefix("iso:")) == 2 and plain.isascii():
        return overlay.code_of(plain)
    import polars as pl  # noqa: PLC0415

    ids = [f"iso:{code}" for code in overlay.names]
    named = overlay.world.names.filter(pl.col("actor").is_in(ids)).select("actor", "name").iter_rows()
    met = {actor for actor, other in named if fold(other) == fold(plain)}
    if len(met) == 1:
        return overlay.code_of(met.pop())
    actor = find_actor(overlay.world, plain)
    if actor.id.removeprefix("iso:") in overlay.names:
        return overlay.code_of(actor.id)
    raise InputError(
        f"{actor.name} ({actor.id}) is no state of today",
        expected="Expected a country",
        next_step="Give its ISO 3166-1 code, such as TW, or its name; `proxenia alignment` is about cities",
    )


def _row_as_json(row: dict[str, Any], reason: str) -> dict[str, Any]:
    return {
        "pair": [row["a"], row["b"]],
        "class": row["class"],
        "reason": reason,
        "city_ties": {kind: row[kind] for kind in _KINDS},
        "suspended": row["suspended"],
        "missions": [row["missions_ab"], row["missions_ba"]],
        "alliance": row["alliance"],
        "hostile": row["hostile"],
    }


def _rows(overlay: "Overlay", chosen: "pl.DataFrame") -> list[tuple[dict[str, Any], str]]:
    return list(zip(chosen.iter_rows(named=True), overlay.reasons(chosen), strict=True))


def _print_rows(overlay: "Overlay", title: str, chosen: "pl.DataFrame") -> None:
    lines = [
        (f"{overlay.names[row['a']]} – {overlay.names[row['b']]}", row["class"], row["city_ties"], reason)
        for row, reason in _rows(overlay, chosen)
    ]
    print_table(title, ("pair", "class", "city ties:", "why"), lines)


def _ties_between(overlay: "Overlay", pair: tuple[str, str]) -> "pl.DataFrame":
    """Return the city ties of a pair on the map, suspended ones too, with the names of their actors."""
    import polars as pl  # noqa: PLC0415

    from proxenia.overlay.rule import RULE  # noqa: PLC0415

    then, (low, high) = overlay.snapshot_as_of, sorted(pair)
    local = then.actors.filter(pl.col("kind").fill_null("city").is_in(RULE.city_actors))
    ties = then.ties.filter(pl.col("kind").is_in(RULE.city_tie_kinds))
    for end in ("a", "b"):
        named = local.select("id", pl.col("name").alias(f"name_{end}"), pl.col("country").alias(f"country_{end}"))
        ties = ties.join(named, left_on=end, right_on="id")
    one, other = pl.min_horizontal("country_a", "country_b"), pl.max_horizontal("country_a", "country_b")
    columns = ("id", "kind", "a", "name_a", "country_a", "b", "name_b", "country_b", "valid_from", "valid_to", "status")
    found = ties.filter((one == low) & (other == high)).sort("name_a", "name_b", "kind", "id")
    return found.select(*columns, "fields", "functions", "independent_sources")


def _by_field(ties: "pl.DataFrame") -> dict[str, int]:
    """Return how many ties belong to each field; one of two fields counts in both."""
    fields = ties["fields"].explode().drop_nulls()
    return dict(fields.value_counts().sort("fields").iter_rows())


def _write_ties(ties: "pl.DataFrame", path: Path) -> None:
    import polars as pl  # noqa: PLC0415

    write_table(ties.with_columns(pl.col("fields", "functions").list.join("; ")), path)
    note(f"{ties.height} city ties in {path}")


def _write_csv(overlay: "Overlay", chosen: "pl.DataFrame", path: Path) -> None:
    import polars as pl  # noqa: PLC0415

    names = [pl.col(end).replace_strict(overlay.names).alias(f"name_{end}") for end in ("a", "b")]
    told = chosen.with_columns(*names, pl.Series("reason", overlay.reasons(chosen), dtype=pl.String))
    write_table(told, path)
    note(f"{chosen.height} pairs of countries in {path}")


def _print_pair(overlay: "Overlay", report: "PairReport", between: "pl.DataFrame") -> None:
    from proxenia.overlay.rule import CLASS_SENTENCES  # noqa: PLC0415

    one, other = (overlay.names[code] for code in report.pair)
    ties = ", ".join(f"{kind} {count}" for kind, count in report.city_ties.items() if count)
    expected = "not known" if report.expected is None else f"{report.expected:.1f}"
    print_pairs(
        [
            ("pair", f"{one} – {other} ({' '.join(report.pair)})"),
            ("as of", report.as_of),
            ("class", f"{report.overlay_class}: {CLASS_SENTENCES[report.overlay_class]}"),
            ("why", report.reason),
            ("city ties", ties or 0),
            ("by field", ", ".join(f"{field} {count}" for field, count in _by_field(between).items()) or "none told"),
            ("expected", expected),
            ("residual", "not known" if report.residual is None else f"{report.residual:+.1f}"),
            *((name, value) for name, value in report.state.items() if value is not None),
        ]
    )
    lines = [(said.says, said.when, said.source_title, said.link) for said in report.evidence]
    print_table("\nEvidence", ("what is said", "when", "source", "where"), lines)
    listed = len({said.record for said in report.evidence if said.level == "city"})
    if listed < between.height:
        note(f"{listed} of {between.height} city ties are listed: --csv FILE writes all of them")


def _print_summary(overlay: "Overlay", counts: dict[str, int]) -> None:
    from proxenia.overlay.rule import CLASS_SENTENCES  # noqa: PLC0415

    rows = [(name, count, CLASS_SENTENCES[name]) for name, count in counts.items()]
    print_table(f"{overlay.pairs.height} pairs of countries, as of {overlay.as_of}", ("class", "pairs:", "means"), rows)
    for name, count in counts.items():
        if count:
            _print_rows(overlay, f"\n{name}", overlay.of_class(name).head(_TOP))


def _summary_rows(overlay: "Overlay", counts: dict[str, int]) -> "pl.DataFrame":
    import polars as pl  # noqa: PLC0415

    return pl.concat([overlay.of_class(name).head(_TOP) for name in counts])


def _show_pairs(
    overlay: "Overlay", country: str | None, wanted: str | None, *, as_json: bool, csv: Path | None
) -> None:
    import polars as pl  # noqa: PLC0415

    chosen = overlay.pairs if country is None else overlay.of_country(country)
    if wanted is not None:
        chosen = overlay.of_class(wanted) if country is None else chosen.filter(pl.col("class") == wanted)
    counts = dict.fromkeys((name.value for name in OverlayClass), 0) | dict(chosen.group_by("class").len().iter_rows())
    counts = {name: count for name, count in counts.items() if wanted in {None, name}}
    is_summary = country is None and wanted is None
    if csv is not None:
        _write_csv(overlay, chosen, csv)
    if as_json:
        rows = _summary_rows(overlay, counts) if is_summary else chosen
        told = [_row_as_json(row, reason) for row, reason in _rows(overlay, rows)]
        print_json({"as_of": overlay.as_of, "counts": counts, "rows": told})
    elif csv is None and is_summary:
        _print_summary(overlay, counts)
    elif csv is None:
        print_pairs(counts.items())
        _print_rows(overlay, "", chosen.head(_SHOWN_ROWS))
        if chosen.height > _SHOWN_ROWS:
            note(f"{_SHOWN_ROWS} of {chosen.height} pairs are shown: --json or --csv for all")


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""

    @app.command()
    def overlay(  # noqa: PLR0917
        context: typer.Context,
        a: Country = None,
        b: Country = None,
        as_of: Annotated[
            int | None, typer.Option("--as-of", min=-3000, max=3000, help="The year; this year when left out.")
        ] = None,
        overlay_class: Annotated[str | None, typer.Option("--class", help="Only this class, e.g. contrary.")] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
        csv: Annotated[Path | None, typer.Option("--csv", help="Write pairs, or the ties of one, to a file.")] = None,
    ) -> None:
        """Lay the map of cities over the map of states: `overlay`, `overlay TW`, `overlay TW US`."""
        # Imported here: what it computes with takes long to load.
        from proxenia.overlay.overlay import Overlay  # noqa: PLC0415

        settings: Settings = context.obj
        wanted = parse_term(OverlayClass, overlay_class, what="overlay class").value if overlay_class else None
        if b is not None and wanted is not None:
            raise InputError(
                "One pair has one class",
                expected="--class goes with all pairs, or with those of one country",
                next_step="Leave it out, or name one country only",
            )
        check_place(csv)
        with opened_snapshot(settings) as snapshot:
            laid = Overlay.of(snapshot, current_year() if as_of is None else as_of)
        one = None if a is None else _code(laid, a)
        if one is None or b is None:
            _show_pairs(laid, one, wanted, as_json=as_json, csv=csv)
            return
        report = laid.pair(one, _code(laid, b), with_expected=True)
        between = _ties_between(laid, report.pair)
        if csv is not None:
            _write_ties(between, csv)
        if as_json:
            print_json(
                {**report.as_json(), "city_ties_by_field": _by_field(between), "ties_on_the_map": between.height}
            )
        elif csv is None:
            _print_pair(laid, report, between)
