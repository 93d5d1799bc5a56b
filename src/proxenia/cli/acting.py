"""``proxenia acts`` and ``functions``: what actors did at a date, and who does what in global governance."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.pages import functions as functions_page
from proxenia.atlas.pages.functions import FunctionsPage, ListedAct
from proxenia.atlas.sheet import csv_of_rows
from proxenia.atlas.year import YearView
from proxenia.cli.choosing import FunctionOption, PersonRoleOption, RoleOption, asked_choice, tell_nothing_fits
from proxenia.cli.console import note, print_json, print_pairs, print_table
from proxenia.cli.lookup import find_actor
from proxenia.cli.opening import current_year, opened_snapshot
from proxenia.cli.settings import Settings
from proxenia.cli.tables import check_place, write_bytes
from proxenia.model.vocabulary import Field, Function, parse_term
from proxenia.snapshot.choice import Choice
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["add_commands"]

AsOf = Annotated[int | None, typer.Option("--as-of", min=-3000, max=3000, help="The year; this year when left out.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Csv = Annotated[Path | None, typer.Option("--csv", help="Write a table to this file.")]
_SHOWN_NAMES = 4


def _view(snapshot: Snapshot, as_of: int | None, choice: Choice) -> YearView:
    return YearView(AtlasIndex(snapshot), current_year() if as_of is None else as_of, choice)


def _acts(view: YearView, actor: str | None, field: Field | None) -> list[tuple[ListedAct, list[str]]]:
    """Return acts with the roles that the actor asked for had in them."""
    listed = functions_page.build_acts(view, field=field).acts
    if actor is None:
        return [(act, []) for act in listed]
    roles: dict[str, list[str]] = {}
    for act, role in view.acts_of(actor):
        roles.setdefault(act, []).append(role)
    return [(act, sorted(roles[act.id])) for act in listed if act.id in roles]


def _act_as_json(act: ListedAct, roles: list[str], *, of_actor: bool) -> dict[str, Any]:
    return {**asdict(act), **({"roles": roles} if of_actor else {})}


def _print_acts(found: list[tuple[ListedAct, list[str]]], *, of_actor: bool) -> None:
    if not found:
        print_pairs([("acts", 0)])
        return
    rows = [
        (act.date, act.title, act.kind, ", ".join(act.functions), _who(act, roles, of_actor=of_actor), act.id)
        for act, roles in found
    ]
    print_table(f"{len(rows)} acts", ("when", "what", "kind", "functions", "as" if of_actor else "who", "act"), rows)


def _who(act: ListedAct, roles: list[str], *, of_actor: bool) -> str:
    if of_actor:
        return ", ".join(roles)
    more = f" and {len(act.actors) - _SHOWN_NAMES} more" if len(act.actors) > _SHOWN_NAMES else ""
    return ", ".join(act.actors[:_SHOWN_NAMES]) + more


def _print_functions(page: FunctionsPage) -> None:
    rows = [
        (part.count.id, part.count.ties, part.count.acts, part.count.actors, part.count.meaning)
        for part in page.functions
    ]
    print_table(f"Functions as of {page.as_of}", ("function", "ties:", "acts:", "actors:", "what it means"), rows)
    if len(page.functions) == 1:
        (part,) = page.functions
        doers = [(one.actor.name, one.actor.kind, one.ties, one.acts, ", ".join(one.roles)) for one in part.doers]
        print_table("\nWho does it", ("actor", "kind", "ties:", "acts:", "as"), doers)
        _print_acts([(act, []) for act in part.acts], of_actor=False)


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""
    _add_acts(app)
    _add_functions(app)


def _add_acts(app: typer.Typer) -> None:
    @app.command()
    def acts(  # noqa: PLR0917
        context: typer.Context,
        name: Annotated[str | None, typer.Argument(help="Only those this actor took part in: a name or an id.")] = None,
        as_of: AsOf = None,
        field: Annotated[str | None, typer.Option("--field", help="Only of this field, e.g. peace.")] = None,
        function: FunctionOption = None,
        role: RoleOption = None,
        person_role: PersonRoleOption = None,
        csv: Csv = None,
        as_json: AsJson = False,
    ) -> None:
        """Show the acts up to a year, the latest first: `acts --function funding`, `acts Rotterdam --role donor`."""
        choice = asked_choice(function, role, person_role)
        wanted = parse_term(Field, field, what="field") if field else None
        check_place(csv)
        settings: Settings = context.obj
        with opened_snapshot(settings) as snapshot:
            actor = None if name is None else find_actor(snapshot, name).id
            found = _acts(_view(snapshot, as_of, choice), actor, wanted)
        if csv is not None:
            write_bytes(csv_of_rows(ListedAct, [act for act, _ in found]), csv)
            note(f"{len(found)} acts in {csv}")
        if as_json:
            print_json([_act_as_json(*one, of_actor=actor is not None) for one in found])
        elif csv is None:
            _print_acts(found, of_actor=actor is not None)
        tell_nothing_fits(snapshot, choice, len(found))


def _add_functions(app: typer.Typer) -> None:
    @app.command()
    def functions(  # noqa: PLR0917
        context: typer.Context,
        function: Annotated[str | None, typer.Argument(help="One of them, e.g. funding; all when left out.")] = None,
        as_of: AsOf = None,
        role: RoleOption = None,
        person_role: PersonRoleOption = None,
        as_json: AsJson = False,
    ) -> None:
        """Show the functions of non-state actors: what each means, who does it, in how many ties and acts."""
        wanted = parse_term(Function, function, what="function").value if function else None
        choice = asked_choice(wanted, role, person_role)
        settings: Settings = context.obj
        with opened_snapshot(settings) as snapshot:
            page = functions_page.build(_view(snapshot, as_of, choice))
        if as_json:
            print_json(page)
        else:
            _print_functions(page)
        tell_nothing_fits(snapshot, choice, sum(part.count.ties + part.count.acts for part in page.functions))
