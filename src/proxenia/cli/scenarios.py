"""``proxenia scenario``: what would change in the outlook if the conditions did."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from proxenia.cli.console import note, print_json, print_pairs, print_table, progress_bar
from proxenia.cli.opening import current_year, opened_snapshot
from proxenia.cli.settings import Settings
from proxenia.cli.stopping import stopped_by_ctrl_c
from proxenia.errors import InputError, UnreadableFileError

if TYPE_CHECKING:
    from proxenia.foresight.scenarios.comparing import Difference, ScenarioResult
    from proxenia.foresight.scenarios.scenario import Scenario
    from proxenia.snapshot.snapshot import Snapshot

# What computes is imported inside the command: it takes long to load.

__all__ = ["add_commands"]

_SHOWN_ROWS: Final = 10
"""Rows a level printed for people; JSON holds more."""
_LARGEST_FILE: Final = 64_000
_WHATS: Final = {
    "expected": "new ties expected, chance left out",
    "new": "new ties",
    "suspended": "suspended",
    "ended": "ended",
    "in_force": "in force at the end",
}

Name = Annotated[str | None, typer.Argument(metavar="FILE|NAME", help="A YAML file, or the name of a worked scenario.")]
Listed = Annotated[bool, typer.Option("--list", help="List the worked scenarios that come with the package.")]
Shown = Annotated[bool, typer.Option("--show", help="Print the scenario's YAML and run nothing.")]
To = Annotated[int | None, typer.Option("--to", help="The last year; the scenario's own, else five years on.")]
Runs = Annotated[int, typer.Option("--runs", help="How often the years are simulated.")]
Seed = Annotated[int, typer.Option("--seed", help="Where the random numbers begin.")]
Predictor = Annotated[
    str | None, typer.Option("--predictor", help="Who says which pairs are likely; what did best when left out.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _text_of(named: str) -> str | bytes:
    """Return the YAML of a file, or of a worked scenario where no file has that name."""
    from proxenia.foresight.scenarios.worked_scenarios import WORKED, worked_text  # noqa: PLC0415

    path = Path(named)
    if not path.exists() and named in WORKED:
        return worked_text(named)
    if not path.is_file():
        raise UnreadableFileError(
            f"There is no scenario {named!r}",
            expected=f"Expected a YAML file, or one of {', '.join(WORKED)}",
            next_step="`proxenia scenario --list` tells what comes with the package",
        )
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST_FILE + 1)
    except OSError as error:
        raise UnreadableFileError(f"{named} cannot be read ({error.strerror})", next_step="Check its rights") from error


def _print_list(*, as_json: bool) -> None:
    from proxenia.foresight.scenarios.address import as_content  # noqa: PLC0415
    from proxenia.foresight.scenarios.worked_scenarios import WORKED, worked_scenario  # noqa: PLC0415

    found = [worked_scenario(one) for one in WORKED]
    if as_json:
        print_json([as_content(one) for one in found])
        return
    rows = [(one.id, "hypothetical" if one.hypothetical else "it happened", one.title) for one in found]
    print_table("Worked scenarios", ("name", "", "what if"), rows)


def _compared(snapshot: "Snapshot", scenario: "Scenario", asked: Mapping[str, Any]) -> "ScenarioResult":
    from proxenia.foresight.scenarios.comparing import compare_scenario  # noqa: PLC0415

    with progress_bar("Scenario") as progress, stopped_by_ctrl_c("the runs under way") as stop:
        return compare_scenario(snapshot, scenario, start=current_year(), **asked, progress=progress, stop=stop)


def _number(value: float) -> str:
    if 0 < abs(value) < 0.1:
        return f"{value:.2g}"
    return f"{value:.2f}" if abs(value) < 100 else f"{value:,.0f}"


def _signed(value: float) -> str:
    return ("+" if value > 0 else "") + _number(value)


def _print(result: "ScenarioResult", snapshot: "Snapshot") -> None:
    scenario = result.scenario
    print_pairs(
        [
            ("scenario", scenario.title),
            ("", "hypothetical" if scenario.hypothetical else "it has happened"),
            ("outlook", f"{result.start + 1} to {result.to}, known until the end of {result.start}"),
            ("runs", f"{result.runs:,}, seed {result.seed}" + (" (stopped)" if result.stopped else "")),
            ("made of", f"snapshot {result.snapshot_hash}, model {result.model_hash}"),
        ]
    )
    rows = [
        (one.change, one.coefficient, one.number, f"{one.value:.2f}", f"{one.low:.2f} to {one.high:.2f}", one.origin)
        for one in result.numbers
    ]
    print_table("\nThe numbers it rests on", ("change:", "coefficient", "", "value:", "range:", "from"), rows)
    names = _names(snapshot)
    for level in dict.fromkeys(one.level for one in result.differences):
        _print_level([one for one in result.differences if one.level == level], level, names)
    _print_score(result)
    for line in result.notes:
        note(line)
    note("Differences follow from the numbers above; they say what the models make of them, not what will happen.")


def _print_level(found: "Sequence[Difference]", level: str, names: Mapping[str, str]) -> None:
    """Print what differs most, the totals all."""
    total = level == "total"
    ordered = found if total else sorted(found, key=lambda one: -abs(one.difference))[:_SHOWN_ROWS]
    lines = [
        (
            "" if total else names.get(one.id, one.id),
            _WHATS.get(one.what, one.what),
            _number(one.baseline),
            _number(one.scenario),
            _signed(one.difference),
            f"{_signed(one.low_50)} to {_signed(one.high_50)}",
            f"{_signed(one.low_90)} to {_signed(one.high_90)}",
        )
        for one in ordered
    ]
    title = "\nAltogether" if total else f"\nBy {level.replace('_', ' ')}, what differs most"
    print_table(title, ("", "count", "baseline:", "scenario:", "difference:", "50 %:", "90 %:"), lines)


def _names(snapshot: "Snapshot") -> dict[str, str]:
    found: dict[str, str] = dict(snapshot.actors.select("id", "name").drop_nulls().iter_rows())
    states = {key.removeprefix("iso:"): name for key, name in found.items() if len(key) == 6}
    return {**found, **states}


def _print_score(result: "ScenarioResult") -> None:
    if result.score is None:
        return
    rows = [
        (one.by, one.forecast.replace("_", " "), f"{one.expected:.1f}", f"{one.brier:.3f}", f"{one.log_score:.3f}")
        for one in result.score["scores"]
    ]
    first = result.score["scores"][0]
    note(f"Of {first.ties} ties between the two sides {first.over} are listed as suspended or ended by {first.by}.")
    print_table("\nScore", ("by the end of:", "forecast", "expected:", "Brier (lower):", "log score (higher):"), rows)


def _run(settings: Settings, named: str, asked: Mapping[str, Any], *, as_json: bool) -> None:
    from proxenia.foresight.scenarios.reading import read_scenario  # noqa: PLC0415

    scenario = read_scenario(_text_of(named))
    with opened_snapshot(settings) as snapshot:
        result = _compared(snapshot, scenario, asked)
        if as_json:
            print_json(result.as_json())
        else:
            _print(result, snapshot)


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""

    @app.command()
    def scenario(  # noqa: PLR0917
        context: typer.Context,
        named: Name = None,
        listed: Listed = False,
        shown: Shown = False,
        to: To = None,
        runs: Runs = 1_000,
        seed: Seed = 1,
        predictor: Predictor = None,
        as_json: AsJson = False,
    ) -> None:
        """Tell what would change in the outlook if the conditions did."""
        if listed:
            _print_list(as_json=as_json)
        elif named is None:
            raise InputError(
                "No scenario was named",
                expected="Expected a YAML file, or a worked scenario such as rupture-2022",
                next_step="`proxenia scenario --list` tells what comes with the package",
            )
        elif shown:
            text = _text_of(named)
            typer.echo(text if isinstance(text, str) else text.decode("utf-8", "replace"), nl=False)
        else:
            asked = {"to": to, "runs": runs, "seed": seed, "predictor": predictor}
            _run(context.obj, named, asked, as_json=as_json)
