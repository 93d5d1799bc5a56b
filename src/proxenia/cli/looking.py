"""``proxenia city``, ``ties`` and ``why``: what is known of one actor or one tie."""

from typing import Annotated, Any

import typer

from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.lines import TieLine
from proxenia.atlas.pages import act as act_page
from proxenia.atlas.pages import city as city_page
from proxenia.atlas.pages import city_network as body_page
from proxenia.atlas.pages import tie as tie_page
from proxenia.atlas.year import YearView
from proxenia.cli.choosing import FunctionOption, PersonRoleOption, RoleOption, asked_choice, tell_nothing_fits
from proxenia.cli.console import note, print_json, print_pairs, print_table
from proxenia.cli.lookup import find_actor
from proxenia.cli.opening import current_year, opened_snapshot
from proxenia.cli.settings import Settings
from proxenia.errors import NotFoundError
from proxenia.model.tie import tie_id
from proxenia.model.vocabulary import ActorKind, TieKind, parse_term
from proxenia.snapshot.choice import EVERYTHING, Choice
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["add_commands", "tie_as_json"]

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Name = Annotated[str, typer.Argument(help="A name in any language, a name with its country (London,CA), or an id.")]
AsOf = Annotated[int | None, typer.Option("--as-of", min=-3000, max=3000, help="The year; this year when left out.")]
Kind = Annotated[str | None, typer.Option("--kind", help="Only ties of this kind, e.g. twinning.")]


def tie_as_json(line: TieLine) -> dict[str, Any]:
    """Return a tie in the shape of ``ties --json``."""
    partner = line.partner
    return {
        "id": line.id,
        "kind": line.kind,
        "partner": {"id": partner.id, "name": partner.name, "country": partner.country},
        "valid_from": line.valid_from,
        "valid_to": line.valid_to,
        "status": line.status,
        "fields": line.fields,
        "reciprocal": line.reciprocal,
        "sources": [{"id": source.id, "reference": source.reference} for source in line.sources],
    }


def _ties(snapshot: Snapshot, name: str, year: int, kind: str | None, choice: Choice) -> list[TieLine]:
    wanted = parse_term(TieKind, kind, what="tie kind") if kind else None
    actor = find_actor(snapshot, name)
    lines = city_page.city_ties(YearView(AtlasIndex(snapshot), year, choice), actor.id)
    return [line for line in lines if wanted is None or line.kind == wanted]


def _tie_identifier(snapshot: Snapshot, first: str, second: str | None) -> str:
    if second is None:
        if first not in set(snapshot.ties["id"]):
            raise NotFoundError("tie", first, next_step="Give two names, or an id that `proxenia ties NAME` shows")
        return first
    one, other = find_actor(snapshot, first), find_actor(snapshot, second)
    known = set(snapshot.ties["id"])
    ways = ((kind, a, b) for kind in TieKind for a, b in ((one.id, other.id), (other.id, one.id)))
    found = {tie_id(*way): way[0].value for way in ways if tie_id(*way) in known}
    if not found:
        raise NotFoundError("tie", f"{one.name} – {other.name}", next_step="See `proxenia ties` for what is known")
    chosen, *others = found
    if others:
        note(f"Shown is the {found[chosen]}; there is also {', '.join(f'{key} ({found[key]})' for key in others)}")
    return chosen


def _page(
    snapshot: Snapshot, name: str, year: int, choice: Choice = EVERYTHING
) -> city_page.ActorPage | body_page.BodyPage:
    actor, view = find_actor(snapshot, name), YearView(AtlasIndex(snapshot), year, choice)
    is_place = actor.kind in (ActorKind.CITY, ActorKind.REGION, ActorKind.STATE)
    return city_page.build(view, actor.id) if is_place else body_page.build(view, actor.id)


def _print_actor(page: city_page.ActorPage | body_page.BodyPage) -> None:
    actor = page.actor
    pairs: list[tuple[str, object]] = [("id", actor.id), ("kind", actor.kind), ("country", actor.country_name)]
    if isinstance(page, city_page.ActorPage):
        pairs += [("inhabitants", page.population), ("countries reached", page.countries_reached)]
        pairs += [(f"ties: {kind}", number) for kind, number in page.by_kind.items()]
    else:
        pairs += [("founded", page.founded), ("ended", page.dissolved), ("members known", len(page.members))]
    print_pairs([("name", actor.name), *pairs])
    if page.acts:
        print_table("Acts", ("when", "what", "role"), [(act.date, act.title, act.role) for act in page.acts])


def _print_ties(lines: list[TieLine]) -> None:
    columns = ("with", "country", "kind", "since", "status", "sources:", "tie")
    rows = [
        (
            line.partner.name,
            line.partner.country,
            line.kind,
            line.valid_from or "no date",
            f"{line.status} since {line.status_since}" if line.status_since else line.status,
            line.independent_sources,
            line.id,
        )
        for line in lines
    ]
    print_table(f"{len(lines)} ties", columns, rows)


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""

    @app.command()
    def city(  # noqa: PLR0917
        context: typer.Context,
        name: Name,
        as_of: AsOf = None,
        function: FunctionOption = None,
        role: RoleOption = None,
        person_role: PersonRoleOption = None,
        as_json: AsJson = False,
    ) -> None:
        """Show what is known of a city, or of any other actor."""
        choice = asked_choice(function, role, person_role)
        settings: Settings = context.obj
        with opened_snapshot(settings) as snapshot:
            page = _page(snapshot, name, current_year() if as_of is None else as_of, choice)
        if as_json:
            print_json(page)
        else:
            _print_actor(page)

    @app.command()
    def ties(  # noqa: PLR0917
        context: typer.Context,
        name: Name,
        as_of: AsOf = None,
        kind: Kind = None,
        function: FunctionOption = None,
        role: RoleOption = None,
        person_role: PersonRoleOption = None,
        as_json: AsJson = False,
    ) -> None:
        """Show the ties of a city in a year."""
        choice = asked_choice(function, role, person_role)
        settings: Settings = context.obj
        with opened_snapshot(settings) as snapshot:
            lines = _ties(snapshot, name, current_year() if as_of is None else as_of, kind, choice)
        if as_json:
            print_json([tie_as_json(line) for line in lines])
        else:
            _print_ties(lines)
        tell_nothing_fits(snapshot, choice, len(lines))

    @app.command()
    def why(
        context: typer.Context,
        tie: Annotated[str, typer.Argument(help="The id of a tie or an act, or a name.")],
        other: Annotated[str | None, typer.Argument(help="The other name, when the first is one.")] = None,
        as_json: AsJson = False,
    ) -> None:
        """Show what each source says of a tie or an act: `why tie:…`, or `why Rotterdam Shanghai`."""
        settings: Settings = context.obj
        with opened_snapshot(settings) as snapshot:
            view = YearView(AtlasIndex(snapshot), current_year())
            if tie.startswith("act:"):
                _print_why(act_page.build(view.index, tie, as_of=view.year), as_json=as_json)
            else:
                _print_why(tie_page.build(view, _tie_identifier(snapshot, tie, other)), as_json=as_json)


def _print_why(page: tie_page.TiePage | act_page.ActPage, *, as_json: bool) -> None:
    if as_json:
        print_json(page)
        return
    if isinstance(page, tie_page.TiePage):
        print_pairs([("tie", page.id), ("kind", page.kind), ("between", f"{page.a.name} and {page.b.name}")])
        print_pairs([("since", page.valid_from or "no date"), ("status", page.status), ("rule", page.start_rule)])
    else:
        print_pairs([("act", page.id), ("title", page.title), ("when", page.date), ("kind", page.kind)])
    columns = ("source", "says", "period", "status", "where", "list of", "read")
    rows = [
        (line.source, line.predicate, line.period, line.status, line.reference, line.listed, line.retrieved_at)
        for line in page.evidence
    ]
    print_table("What each source says", columns, rows)
    if page.conflicts:
        rows_of = [(line.what, line.value, "shown" if line.preferred else "", line.source) for line in page.conflicts]
        print_table("Where they disagree", ("of", "value", "", "source"), rows_of)
