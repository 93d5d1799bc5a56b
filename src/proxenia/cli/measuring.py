"""``proxenia describe`` and ``proxenia measure``: what the graphs of ties look like, and who stands where in them."""

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from proxenia.cli.choosing import FunctionOption, PersonRoleOption, RoleOption, asked_choice
from proxenia.cli.console import note, print_json, print_pairs, print_table
from proxenia.cli.layer_sources import where_from
from proxenia.cli.lookup import find_actor
from proxenia.cli.opening import current_year, opened_snapshot
from proxenia.cli.settings import Settings
from proxenia.cli.tables import check_place, write_table
from proxenia.errors import InputError
from proxenia.snapshot.choice import Choice, choose
from proxenia.snapshot.formats.plain import plain_number

if TYPE_CHECKING:
    import polars as pl

    from proxenia.measures.graph import Ground
    from proxenia.measures.measure import ActorMeasure, LayerMeasure, Measure, PairMeasure

# The measures and their libraries are imported inside the commands: they take long to load.

__all__ = ["add_commands"]

_SHOWN_ROWS: Final = 20
"""Actors printed for people when no number is asked for; JSON and files hold all."""
_LARGE: Final = 1000

LayerName = Annotated[str, typer.Option("--layer", help="Which ties: twinning, cities, membership, mission, states …")]
AsOf = Annotated[int | None, typer.Option("--as-of", min=-3000, max=3000, help="The year; this year when left out.")]
Seed = Annotated[
    int, typer.Option("--seed", min=0, help="For what is drawn at random: the same seed, the same answer.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Csv = Annotated[Path | None, typer.Option("--csv", help="Write a table to this file.")]


def _shown(value: float | None) -> str:
    number = plain_number(value)
    if number is None:
        return "–"
    if isinstance(number, int):
        return f"{number:,}"
    return f"{number:,.1f}" if abs(number) >= _LARGE else f"{number:.4g}"


def _ground(settings: Settings, layer: str, as_of: int | None, seed: int, choice: Choice) -> "Ground":
    from proxenia.measures.graph import Ground  # noqa: PLC0415
    from proxenia.measures.layers import parse_layer  # noqa: PLC0415

    parse_layer(layer)
    with opened_snapshot(settings) as snapshot:
        then = snapshot.as_of(current_year() if as_of is None else as_of)
        return Ground.of(choose(then, choice).snapshot, layer, seed=seed)


def _write_csv(rows: "pl.DataFrame", path: Path) -> None:
    write_table(rows, path)
    note(f"{rows.height} rows in {path}")


def _list_measures(*, as_json: bool) -> None:
    from proxenia.measures.registry import ACTOR_MEASURES, LAYER_MEASURES, PAIR_MEASURES  # noqa: PLC0415

    kinds: tuple[tuple[str, Any], ...] = (("layer", LAYER_MEASURES), ("actor", ACTOR_MEASURES), ("pair", PAIR_MEASURES))
    if as_json:
        print_json([_declared(one, of) for of, measures in kinds for one in measures.values()])
        return
    for of, measures in kinds:
        rows = [(one.id, one.label, one.unit, one.meaning) for one in measures.values()]
        print_table(f"\nOf {'an' if of == 'actor' else 'a'} {of}", ("id", "measure", "unit", "what it tells"), rows)


def _declared(measure: "Measure", of: str) -> dict[str, Any]:
    names = ("id", "label", "meaning", "unit", "lowest", "highest", "undefined", "reference", "cost")
    return {"of": of, **{name: getattr(measure, name) for name in names}}


def _head(measure: "Measure", ground: "Ground") -> dict[str, Any]:
    day, how = ground.snapshot.manifest["as_of"], measure.precision(ground)
    named = {"measure": measure.id, "layer": ground.layer.id, "as_of": day, "unit": measure.unit}
    chosen = {"chosen": ground.snapshot.manifest["chosen"]} if "chosen" in ground.snapshot.manifest else {}
    return named | chosen | {"exact": how.exact, "precision": how.said, "error": how.error, "seed": how.seed}


def _show_number(measure: "Measure", ground: "Ground", facts: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json({**_head(measure, ground), **facts, "value": plain_number(facts["value"])})
        return
    told = [(name, fact) for name, fact in facts.items() if name != "value"]
    value = ("value", f"{_shown(facts['value'])} {measure.unit}")
    print_pairs([("measure", measure.label), ("layer", ground.layer.label), *told, value, ("means", measure.meaning)])
    print_pairs([("precision", measure.precision(ground).said)])
    if not ground.graph.size:
        _tell_no_tie(ground)
    if plain_number(facts["value"]) is None:
        note(f"It is not defined here: {measure.undefined}")


def _of_layer(measure: "LayerMeasure", ground: "Ground", *, csv: Path | None, as_json: bool) -> None:
    value = measure.compute(ground)
    if csv is not None:
        _write_layer({measure.id: value}, csv)
    if as_json or csv is None:
        _show_number(measure, ground, {"value": value}, as_json=as_json)


def _of_pair(measure: "PairMeasure", ground: "Ground", names: list[str], *, as_json: bool) -> None:
    one, other = (find_actor(ground.snapshot, name) for name in names)
    value = measure.compute(ground, one.id, other.id)
    between = [one.id, other.id] if as_json else f"{one.name} and {other.name}"
    way = _way(ground, one.id, other.id, as_json=as_json) if measure.id == "path" else {}
    _show_number(measure, ground, {"between": between, **way, "value": value}, as_json=as_json)


def _way(ground: "Ground", one: str, other: str, *, as_json: bool) -> dict[str, Any]:
    """Return by whom the one reaches the other: their ids for programs, their names for people."""
    from proxenia.measures.pairs.path import shortest_path  # noqa: PLC0415

    found = shortest_path(ground, one, other)
    if as_json:
        return {"path": found and list(found)}
    return {"path": " – ".join(ground.snapshot.actor(step).name or step for step in found)} if found else {}


def _of_actor(measure: "ActorMeasure", ground: "Ground", name: str, *, as_json: bool) -> None:
    from proxenia.measures.ranking import rank_actors  # noqa: PLC0415

    actor = find_actor(ground.snapshot, name)
    ranking = rank_actors(measure, ground)
    places = {row[1]: (row[0], row[4]) for row in ranking.iter_rows()}
    rank, value = places.get(actor.id, (None, None))
    told = {"rank": rank, "of": ranking.height} if as_json else {"rank": f"{rank or '–'} of {ranking.height:,}"}
    about = {"id": actor.id, "name": actor.name, "country": actor.country} if as_json else actor.name
    _show_number(measure, ground, {"actor": about, **told, "value": value}, as_json=as_json)


def _of_actors(
    measure: "ActorMeasure", ground: "Ground", of: str | None, *, top: int | None, csv: Path | None, as_json: bool
) -> None:
    from proxenia.measures.ranking import rank_actors  # noqa: PLC0415

    if of is not None:
        _of_actor(measure, ground, of, as_json=as_json)
        return
    ranking = rank_actors(measure, ground)
    chosen = ranking if top is None else ranking.head(top)
    if csv is not None:
        _write_csv(chosen, csv)
    if as_json:
        rows = [{**row, "value": plain_number(row["value"])} for row in chosen.iter_rows(named=True)]
        print_json({**_head(measure, ground), "actors": ranking.height, "rows": rows})
    elif csv is None and not ranking.height:
        _tell_empty(measure, ground)
    elif csv is None:
        shown = chosen if top is not None else chosen.head(_SHOWN_ROWS)
        lines = [(row[0], row[2], row[3], _shown(row[4]), row[1]) for row in shown.iter_rows()]
        print_pairs([("measure", measure.label), ("layer", ground.layer.label), ("means", measure.meaning)])
        print_pairs([("precision", measure.precision(ground).said)])
        print_table("", ("rank:", "actor", "country", f"{measure.unit}:", "id"), lines)
        if shown.height < ranking.height:
            note(f"{shown.height} of {ranking.height} actors are shown: --top, --json or --csv for more")


def _tell_empty(measure: "Measure", ground: "Ground") -> None:
    """Say why there is nobody to rank: no tie in the layer, or the measure is defined for none of its actors."""
    print_pairs([("measure", measure.label), ("layer", ground.layer.label), ("actors ranked", 0)])
    if ground.graph.size:
        note(f"It is not defined for any of the {ground.graph.size:,} actors of the layer: {measure.undefined}")
    else:
        _tell_no_tie(ground)


def _tell_no_tie(ground: "Ground") -> None:
    """Say that a layer has no tie, and which sources would bring some."""
    day, chosen = ground.snapshot.manifest["as_of"], ground.snapshot.manifest.get("chosen")
    fits = f" that fits {Choice(**chosen).said}" if chosen else ""
    note(f"The layer {ground.layer.id!r} has no tie{fits} as of {day}; ties come by {where_from(ground.layer.id)}")


def _write_layer(values: dict[str, float | None], path: Path) -> None:
    import polars as pl  # noqa: PLC0415

    from proxenia.measures.registry import LAYER_MEASURES  # noqa: PLC0415

    rows = [
        {"measure": name, "label": LAYER_MEASURES[name].label, "value": value, "unit": LAYER_MEASURES[name].unit}
        for name, value in values.items()
    ]
    schema = {"measure": pl.String, "label": pl.String, "value": pl.Float64, "unit": pl.String}
    _write_csv(pl.DataFrame(rows, schema=schema), path)


def _print_described(values: dict[str, float | None], ground: "Ground") -> None:
    from proxenia.measures.registry import LAYER_MEASURES  # noqa: PLC0415

    lines = [
        (LAYER_MEASURES[name].label, _shown(value), LAYER_MEASURES[name].unit, name) for name, value in values.items()
    ]
    title = f"{ground.layer.label}, as of {ground.snapshot.manifest['as_of']}: {ground.layer.meaning}"
    if "chosen" in ground.snapshot.manifest:
        title += f" Only what fits {Choice(**ground.snapshot.manifest['chosen']).said}."
    print_table(title, ("measure", "value:", "unit", "id"), lines)
    if not ground.graph.size:
        _tell_no_tie(ground)


def _check_request(measure: "Measure", actors: list[str], of: str | None, csv: Path | None) -> None:
    """Refuse actors where the measure wants none, or another number of them, and a table of one number."""
    from proxenia.measures.measure import ActorMeasure, PairMeasure  # noqa: PLC0415

    wanted = 2 if isinstance(measure, PairMeasure) else 0
    if len(actors) != wanted:
        raise InputError(
            f"{measure.id!r} was asked of {len(actors)} actors by name",
            expected=f"Expected {'two' if wanted else 'none'}: it is a measure of {_subject(measure)}",
            next_step=_rightly_asked(measure, actors),
        )
    if of is not None and not isinstance(measure, ActorMeasure):
        raise InputError(
            f"{measure.id!r} was asked of {of!r}",
            expected=f"It is a measure of {_subject(measure)}; --of goes with measures of actors",
            next_step="Leave --of out, or see `proxenia measure` for the measures of actors",
        )
    if csv is not None and (wanted or of is not None):
        raise InputError(
            f"A table was asked for in {str(csv)!r}, and there is one number",
            expected="--csv goes with a measure of every actor, or of a layer",
            next_step="Leave --csv out; --json prints the number for programs",
        )


def _rightly_asked(measure: "Measure", actors: list[str]) -> str:
    """Return the command that was meant: of a measure of actors the one with ``--of``, which names a single actor."""
    from proxenia.measures.measure import ActorMeasure, PairMeasure  # noqa: PLC0415

    if isinstance(measure, ActorMeasure) and actors:
        return f"Write `proxenia measure {measure.id} --of {quote(' '.join(actors))}` for that actor alone"
    return f"Write `proxenia measure {measure.id}{' ONE OTHER' if isinstance(measure, PairMeasure) else ''}`"


def _subject(measure: "Measure") -> str:
    from proxenia.measures.measure import ActorMeasure, PairMeasure  # noqa: PLC0415

    if isinstance(measure, PairMeasure):
        return "two actors"
    return "every actor" if isinstance(measure, ActorMeasure) else "a layer as a whole"


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""
    _add_describe(app)
    _add_measure(app)


def _add_describe(app: typer.Typer) -> None:
    @app.command()
    def describe(  # noqa: PLR0917
        context: typer.Context,
        layer: LayerName = "twinning",
        as_of: AsOf = None,
        function: FunctionOption = None,
        role: RoleOption = None,
        person_role: PersonRoleOption = None,
        seed: Seed = 1,
        as_json: AsJson = False,
        csv: Csv = None,
    ) -> None:
        """Show every measure of a layer as a whole: size, connection, closure, who is tied to whom."""
        from proxenia.measures.describe import describe_ground  # noqa: PLC0415

        check_place(csv)
        ground = _ground(context.obj, layer, as_of, seed, asked_choice(function, role, person_role))
        values = describe_ground(ground)
        if csv is not None:
            _write_layer(values, csv)
        if as_json:
            print_json({name: plain_number(value) for name, value in values.items()})
        elif csv is None:
            _print_described(values, ground)


def _add_measure(app: typer.Typer) -> None:
    @app.command()
    def measure(  # noqa: PLR0917
        context: typer.Context,
        identifier: Annotated[
            str | None, typer.Argument(metavar="ID", help="Which one; all are listed without.")
        ] = None,
        actors: Annotated[list[str] | None, typer.Argument(help="Two names or ids, for a measure of a pair.")] = None,
        layer: LayerName = "twinning",
        as_of: AsOf = None,
        function: FunctionOption = None,
        role: RoleOption = None,
        person_role: PersonRoleOption = None,
        top: Annotated[int | None, typer.Option("--top", min=1, help="Only so many actors, the highest first.")] = None,
        of: Annotated[str | None, typer.Option("--of", help="Only of this actor: a name or an id.")] = None,
        seed: Seed = 1,
        as_json: AsJson = False,
        csv: Csv = None,
    ) -> None:
        """Measure actors, a layer or a pair: `measure degree --top 10`, `measure path Rotterdam Shanghai`."""
        if identifier is None:
            _list_measures(as_json=as_json)
            return
        from proxenia.measures.measure import ActorMeasure, LayerMeasure, PairMeasure  # noqa: PLC0415
        from proxenia.measures.registry import parse_measure  # noqa: PLC0415

        chosen = parse_measure(identifier)
        _check_request(chosen, actors or [], of, csv)
        check_place(csv)
        ground = _ground(context.obj, layer, as_of, seed, asked_choice(function, role, person_role))
        if isinstance(chosen, LayerMeasure):
            _of_layer(chosen, ground, csv=csv, as_json=as_json)
        elif isinstance(chosen, PairMeasure):
            _of_pair(chosen, ground, actors or [], as_json=as_json)
        elif isinstance(chosen, ActorMeasure):
            _of_actors(chosen, ground, of, top=top, csv=csv, as_json=as_json)
