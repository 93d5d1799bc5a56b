"""``proxenia expected``: how many city ties the gravity model expects between countries, and a published finding."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from proxenia.cli.console import note, print_json, print_pairs, print_table
from proxenia.cli.opening import current_year, opened_snapshot
from proxenia.cli.settings import Settings
from proxenia.cli.tables import check_place, write_table

if TYPE_CHECKING:
    import polars as pl

    from proxenia.overlay.expected import ExpectedTies
    from proxenia.overlay.finding import Finding
    from proxenia.overlay.gravity import Coefficient, GravityFit

__all__ = ["add_commands"]


def _coefficient_row(one: "Coefficient") -> tuple[str, ...]:
    numbers = (one.estimate, one.standard_error, one.z)
    return (one.term, *(f"{each:.3f}" for each in numbers), f"{one.p:.2g}", f"{one.low:.3f} to {one.high:.3f}")


def _print_fit(fit: "GravityFit") -> None:
    from proxenia.overlay.gravity_terms import SIZES  # noqa: PLC0415

    columns = ("term", "estimate:", "standard error:", "z:", "p:", "95 % interval:")
    print_table("Poisson fit, which gives the expected counts", columns, map(_coefficient_row, fit.poisson))
    print_table("\nNegative binomial fit", columns, map(_coefficient_row, fit.coefficients))
    alpha = fit.dispersion
    print_pairs(
        [
            ("\npairs of countries", f"{fit.pairs} of {fit.countries} countries; {fit.pairs_tied} with a city tie"),
            ("city ties", fit.ties),
            ("size", f"{SIZES[fit.size]}: {fit.size_reason}"),
            ("standard errors", fit.errors_poisson),
            ("log-likelihood", f"{fit.log_likelihood:.1f} (Poisson {fit.log_likelihood_poisson:.1f})"),
            ("AIC, BIC", f"{fit.aic:.1f}, {fit.bic:.1f}"),
            ("McFadden", f"{fit.mcfadden:.3f}"),
            ("dispersion alpha", f"{alpha.alpha:.3f} (standard error {alpha.standard_error:.3f})"),
            ("against a Poisson", f"likelihood ratio {alpha.statistic:.1f}, p {alpha.p:.2g}"),
            ("expected over counted", ", ".join(f"{name} {share:.2f}" for name, share in fit.totals.items())),
        ]
    )
    for term in fit.silent:
        note(f"Left out: the term {term}, of which no source in the register says anything")
    for left in fit.left_out:
        whole = f"; without any pair left: {', '.join(left.countries)}" if left.countries else ""
        note(f"Left out: {left.pairs} pairs with {left.ties} city ties, {left.reason} is not known{whole}")


def _print_extremes(title: str, rows: "pl.DataFrame") -> None:
    columns = ("a", "b", "city ties:", "expected:", "residual:", "Pearson:")
    lines = [(a, b, n, f"{mu:.1f}", f"{gap:+.1f}", f"{r:+.2f}") for a, b, n, mu, gap, r in rows.iter_rows()]
    print_table(f"\n{title}", columns, lines)


def _print_finding(finding: "Finding") -> None:
    print_pairs([("\nA published finding", finding.citation)])
    print_table(
        "", ("level", "claim", "what we find"), [(one.level, one.claim, one.sentence) for one in finding.verdicts]
    )


def _as_json(expected: "ExpectedTies", finding: "Finding", limit: int) -> dict[str, Any]:
    return {
        "as_of": finding.as_of,
        "fit": expected.fit.as_json(),
        "more": expected.more(limit).to_dicts(),
        "fewer": expected.fewer(limit).to_dicts(),
        "finding": finding.as_json(),
    }


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""

    @app.command()
    def expected(  # noqa: PLR0917
        context: typer.Context,
        as_of: Annotated[
            int | None, typer.Option("--as-of", min=-3000, max=3000, help="The year; this year when left out.")
        ] = None,
        without: Annotated[
            list[str] | None, typer.Option("--without", help="Leave a term of the model out, e.g. same_bloc.")
        ] = None,
        limit: Annotated[int, typer.Option("--limit", min=0, help="So many pairs with more, and with fewer.")] = 10,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
        csv: Annotated[
            Path | None, typer.Option("--csv", help="Write the expected ties of all pairs to a file.")
        ] = None,
    ) -> None:
        """Show where cities are tied more, or fewer, than size, distance and likeness lead to expect."""
        # Imported here: the libraries behind the model take long to load.
        from proxenia.overlay.expected import expected_ties  # noqa: PLC0415
        from proxenia.overlay.finding import build_finding  # noqa: PLC0415
        from proxenia.overlay.gravity_terms import parse_terms  # noqa: PLC0415
        from proxenia.overlay.pairs import facts_of, pairs_on  # noqa: PLC0415
        from proxenia.snapshot.as_of import day_of  # noqa: PLC0415

        settings: Settings = context.obj
        year, left_out = current_year() if as_of is None else as_of, tuple(without or ())
        parse_terms(left_out)
        check_place(csv)
        with opened_snapshot(settings) as snapshot:
            pairs = pairs_on(facts_of(snapshot), [day_of(year)])
            then = snapshot.as_of(year)
        found = expected_ties(pairs, then, without=left_out)
        if csv is not None:
            write_table(found.pairs, csv)
            note(f"{found.pairs.height} pairs of countries in {csv}")
        finding = build_finding(then, found)
        if as_json:
            print_json(_as_json(found, finding, limit))
            return
        _print_fit(found.fit)
        _print_extremes("More city ties than expected", found.more(limit))
        _print_extremes("Fewer city ties than expected", found.fewer(limit))
        _print_finding(finding)
