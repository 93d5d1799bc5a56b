"""``proxenia outlook``: what may become of the ties in the next years, with its uncertainty and its past score."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from proxenia.cli.console import print_json, print_pairs, print_table, progress_bar
from proxenia.cli.lookup import find_actor
from proxenia.cli.opening import current_year, opened_snapshot
from proxenia.cli.settings import Settings
from proxenia.cli.stopping import stopped_by_ctrl_c
from proxenia.errors import InputError, NotFoundError
from proxenia.model.names import fold
from proxenia.model.vocabulary import ActorKind

if TYPE_CHECKING:
    from proxenia.foresight.outlook.outlook import Outlook
    from proxenia.snapshot.snapshot import Snapshot

# What computes is imported inside the command: it takes long to load.

__all__ = ["add_commands"]

_INTERRUPTED = 130
_SHOWN = 10
Plain = dict[str, Any]

To = Annotated[int | None, typer.Option("--to", help="The last year told; five years on when left out.")]
_USUAL_YEARS = 5
From = Annotated[int | None, typer.Option("--from", help="The last year known; this year when left out.")]
Country = Annotated[str | None, typer.Option("--country", help="A country: its code (JP) or its name.")]
City = Annotated[str | None, typer.Option("--city", help="A city: a name, a name with its country, or an id.")]
Runs = Annotated[int, typer.Option("--runs", help="How often the years are simulated.")]
Seed = Annotated[int, typer.Option("--seed", help="Where the random numbers begin: the same seed draws the same.")]
Predictor = Annotated[
    str | None, typer.Option("--predictor", help="Who says which pairs are likely; else the one that did best.")
]
Past = Annotated[bool, typer.Option("--past", help="Tell, too, how often such intervals held what came.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _country(snapshot: "Snapshot", name: str) -> str:
    """Return the code of the country that a code or a name means."""
    import polars as pl  # noqa: PLC0415

    plain = name.strip()
    states = snapshot.actors.filter(pl.col("kind") == ActorKind.STATE.value, pl.col("country").is_not_null())
    codes: dict[str, str] = dict(states.select("id", "country").iter_rows())
    wanted = plain.removeprefix("iso:").upper()
    if f"iso:{wanted}" in codes:
        return wanted
    named = snapshot.names.filter(pl.col("actor").is_in(list(codes))).select("actor", "name").iter_rows()
    met = {actor for actor, other in named if fold(other) == fold(plain)}
    if len(met) == 1:
        return codes[met.pop()]
    if len(wanted) == 2:
        raise NotFoundError("country", name, next_step="Give an ISO 3166-1 code of two letters, such as JP, or a name")
    actor = find_actor(snapshot, plain)
    if actor.id in codes:
        return codes[actor.id]
    raise InputError(
        f"{actor.name} ({actor.id}) is no state of today",
        expected="Expected a country",
        next_step=f"Give its code, such as JP, or ask for the city: --city {actor.id}",
    )


def _asked(told: Plain, outlook: "Outlook", country: str | None, city: tuple[str, str] | None) -> Plain:
    """Return the told outlook with what is asked of a country or a city in front."""
    from proxenia.foresight.outlook.likely_pairs import pair_as_json, pairs_of_city  # noqa: PLC0415

    if country is not None:
        row = next((one for one in told["countries"] if one["id"] == country), None)
        pairs = [one for one in told["country_pairs"] if country in {one["a"], one["b"]}]
        likely = [one for one in told["pairs"] if country in {one["a"]["country"], one["b"]["country"]}]
        return {**told, "country": row or _nothing(country), "country_pairs": pairs, "pairs": likely}
    if city is not None:
        row = next((one for one in told["cities"] if one["id"] == city[0]), None)
        rows = pairs_of_city(outlook, city[0]) if row is not None and row["enough"] else []
        return {**told, "city": row or _nothing(*city), "pairs": [pair_as_json(outlook, one) for one in rows]}
    return told


def _nothing(identifier: str, name: str = "") -> Plain:
    from proxenia.foresight.outlook.told import NOT_ENOUGH  # noqa: PLC0415

    about = {"id": identifier, "name": name or identifier, "ties": None, "dated": 0, "enough": False, "standing": None}
    return {**about, "new": None, "suspended": None, "ended": None, "words": NOT_ENOUGH}


def _number(told: Plain | None, why: str = "") -> str:
    from proxenia.foresight.outlook.sentences import number_words  # noqa: PLC0415

    if told is None:
        return why or "cannot be said"
    bounds = (number_words(told[name]) for name in ("low_50", "high_50", "low_90", "high_90"))
    return "{} ({} to {}; {} to {})".format(number_words(told["expected"]), *bounds)


def _row(row: Plain, name: str) -> tuple[object, ...]:
    return (
        name,
        row.get("dated", ""),
        row["standing"],
        _number(row["new"], row.get("words", "")),
        _number(row["suspended"]),
        _number(row["ended"]),
    )


_COLUMNS = ("", "dated:", "stood:", "new:", "suspended:", "ended:")


def _print(told: Plain) -> None:
    for sentence in told["sentences"]:
        print_pairs([("-", sentence)])
    span = f"{told['start'] + 1} to {told['to']}: expected (half of the runs; nine in ten)"
    asked = told.get("country") or told.get("city")
    if asked is not None:
        print_table(f"\n{asked['name']}, {span}", _COLUMNS, [_row(asked, asked["name"])])
    else:
        _print_world(told, span)
    pairs = [one for one in told["country_pairs"] if one["new"] is not None][:_SHOWN]
    if "city" not in told and pairs:
        rows = [_row(one, f"{one['name_a']} – {one['name_b']}") for one in pairs]
        print_table("\nPairs of countries", ("pair", *_COLUMNS[1:]), rows)
    _print_pairs(told)


def _print_world(told: Plain, span: str) -> None:
    print_table(f"\nThe world, {span}", _COLUMNS, [_row(told["total"], "all ties")])
    for level in ("kinds", "fields", "regions"):
        rows = [_row(one, one["id"].replace("_", " ")) for one in told[level]]
        print_table(f"\nBy {level.removesuffix('s').replace('region', 'part of the world')}", _COLUMNS, rows)
    countries = [one for one in told["countries"] if one["enough"]][:_SHOWN]
    print_table("\nCountries with enough dated ties", _COLUMNS, [_row(one, one["name"]) for one in countries])
    cities = [one for one in told["cities"] if one["enough"]][:_SHOWN]
    print_table("\nCities", _COLUMNS, [_row(one, f"{one['name']} ({one['country']})") for one in cities])
    profiles = [
        (
            one["id"].replace("_", " "),
            one["cities"],
            one["dated_in_force"],
            _number(one["growth_percent"], "not enough"),
        )
        for one in told["profiles"]
    ]
    print_table("\nThe six kinds of city", ("profile", "cities:", "dated ties in force:", "growth in %:"), profiles)
    city_networks = [
        (one["name"], one["last_size"] or "", int(one["last_year"]) if one["last_year"] else "", _number(one["size"]))
        for one in told["networks"]
        if one["size"] is not None
    ]
    columns = ("network", "last size:", "told in:", f"size in {told['to']}:")
    print_table("\nNamed city networks", columns, city_networks)


def _print_pairs(told: Plain) -> None:
    rows = [
        (
            f"{one['a']['name']} ({one['a']['country']}) – {one['b']['name']} ({one['b']['country']})",
            f"{100 * one['chance']:.2g} %",
            " ".join(reason["words"] for reason in one["reasons"][:2]),
        )
        for one in told["pairs"][:_SHOWN]
    ]
    if rows:
        print_table("\nThe likeliest pairs", ("pair", "chance:", "why"), rows)


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""

    @app.command()
    def outlook(  # noqa: PLR0917
        context: typer.Context,
        to: To = None,
        start: From = None,
        country: Country = None,
        city: City = None,
        runs: Runs = 1000,
        seed: Seed = 1,
        predictor: Predictor = None,
        past: Past = False,
        as_json: AsJson = False,
    ) -> None:
        """Show how many ties may form and end: `outlook --to 2031 --country JP`."""
        from proxenia.foresight.outlook.asked import full_outlook  # noqa: PLC0415
        from proxenia.foresight.outlook.request import Request  # noqa: PLC0415
        from proxenia.foresight.outlook.told import told_outlook  # noqa: PLC0415

        if country is not None and city is not None:
            raise InputError(
                "Both a country and a city were given",
                expected="Expected one of the two, or none",
                next_step="Leave one out",
            )
        known = current_year() if start is None else start
        request = Request(start=known, to=known + _USUAL_YEARS if to is None else to, runs=runs, seed=seed)
        settings: Settings = context.obj
        with opened_snapshot(settings) as snapshot:
            code = _country(snapshot, country) if country is not None else None
            actor = find_actor(snapshot, city) if city is not None else None
            with progress_bar("Outlook") as progress, stopped_by_ctrl_c("the runs under way") as stop:
                found, held = full_outlook(
                    snapshot, request, predictor=predictor, with_past=past, progress=progress, stop=stop
                )
            told = told_outlook(snapshot, found, past=held)
            told = _asked(told, found, code, None if actor is None else (actor.id, actor.name))
        if as_json:
            print_json(told)
        else:
            _print(told)
        if found.stopped:
            raise typer.Exit(_INTERRUPTED)
