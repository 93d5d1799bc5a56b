"""``proxenia alignment``, ``substitution`` and ``contests``: how cities stand to their states, and to each other."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from proxenia.cli.console import note, print_json, print_pairs, print_table
from proxenia.cli.lookup import find_actor
from proxenia.cli.opening import current_year, opened_snapshot
from proxenia.cli.settings import Settings
from proxenia.cli.tables import check_place, write_table
from proxenia.errors import InputError
from proxenia.model.actor import Actor
from proxenia.model.vocabulary import ActorKind
from proxenia.snapshot.snapshot import Snapshot

if TYPE_CHECKING:
    import polars as pl

    from proxenia.overlay.alignment import Alignment, ClassShare
    from proxenia.overlay.competition import Competition, ContendingPair
    from proxenia.overlay.competition_chance import ChanceOfPairs
    from proxenia.overlay.national_relations import NationalRelations
    from proxenia.overlay.overlay import Overlay
    from proxenia.overlay.reach import Reach
    from proxenia.overlay.substitution import Substitution

__all__ = ["add_commands"]

AsOf = Annotated[int | None, typer.Option("--as-of", min=-3000, max=3000, help="The year; this year when left out.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
City = Annotated[
    str | None, typer.Argument(help="A name in any language, a name with its country (London,CA), or an id.")
]
_LOCAL = (ActorKind.CITY, ActorKind.REGION)
_SHOWN_PARTNERS = 15
_SHOWN_PAIRS = 25


def _overlay(snapshot: Snapshot, as_of: int | None) -> "Overlay":
    from proxenia.overlay.overlay import Overlay  # noqa: PLC0415

    return Overlay.of(snapshot, current_year() if as_of is None else as_of)


def _local(snapshot: Snapshot, name: str) -> Actor:
    actor = find_actor(snapshot, name)
    if actor.kind in _LOCAL:
        return actor
    raise InputError(
        f"{actor.name} ({actor.id}) is a {actor.kind}",
        expected="Expected a city or a region",
        next_step="Give the name of a city; `proxenia alignment --country IT` shows those of a country",
    )


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}"


def _interval(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:.0%} to {high:.0%}"


def _share_row(word: str, share: "ClassShare") -> tuple[object, ...]:
    return (
        word,
        share.ties,
        _percent(share.share),
        _interval(share.low, share.high),
        share.countries,
        _percent(share.country_share),
        _interval(share.country_low, share.country_high),
    )


def _print_alignment(alignment: "Alignment") -> None:
    columns = ("class", "ties:", "of ties:", "95 % interval", "countries:", "of countries:", "95 % interval ")
    rows = [_share_row(word, share) for word, share in alignment.classes.items()]
    rows.append(("unknown", alignment.unknown_ties, "", "", alignment.unknown_countries, "", ""))
    print_table(f"\nTies abroad: {alignment.ties_abroad} in {alignment.countries} countries", columns, rows)
    beside = [("within the country", alignment.ties_at_home), ("no country known", alignment.ties_unplaced)]
    print_pairs([(word, number) for word, number in beside if number])


def _print_reach(reach: "Reach") -> None:
    rows = [(one.country, one.overlay_class, len(one.ties), one.missions_received) for one in reach.beyond]
    title = f"\nBeyond the state: {len(rows)} countries in which its state keeps no resident mission"
    print_table(title, ("country", "class", "ties:", "missions received:"), rows)
    if reach.unknown:
        note(f"Not known whether its state keeps a mission in: {', '.join(reach.unknown)}")


def _print_relations(relations: "NationalRelations") -> None:
    counts = ", ".join(f"{word} {number}" for word, number in relations.by_stance.items() if number)
    rows = [(act.date, act.title, act.stance, " ".join(act.roles), act.id) for act in relations.acts]
    print_table(f"\nNational relations: {counts or 'no act known'}", ("when", "what", "stance", "role", "act"), rows)


def _show_city(overlay: "Overlay", actor: Actor, *, as_json: bool) -> None:
    from proxenia.overlay.alignment import alignment_of  # noqa: PLC0415
    from proxenia.overlay.alignment_ties import CityGround  # noqa: PLC0415
    from proxenia.overlay.national_relations import national_relations_of  # noqa: PLC0415
    from proxenia.overlay.reach import reach_of  # noqa: PLC0415

    ground = CityGround.of(overlay.snapshot_as_of, overlay.pairs, actor=actor.id)
    alignment, reach = alignment_of(ground, actor.id), reach_of(ground, actor.id)
    relations = national_relations_of(overlay.snapshot_as_of, actor.id)
    if as_json:
        print_json(
            {
                "actor": actor.id,
                "name": actor.name,
                "alignment": alignment.as_json(),
                "reach": reach.as_json(),
                "national_relations": relations.as_json(),
            }
        )
        return
    print_pairs([("name", actor.name), ("id", actor.id), ("country", actor.country), ("as of", alignment.as_of)])
    _print_alignment(alignment)
    _print_reach(reach)
    _print_relations(relations)


def _rows_of_country(overlay: "Overlay", country: str) -> "pl.DataFrame":
    """Return the alignment of the cities of a country with names and intervals, most ties abroad first."""
    import polars as pl  # noqa: PLC0415

    from proxenia.overlay.alignment import compute_alignments, with_intervals  # noqa: PLC0415
    from proxenia.overlay.alignment_ties import CityGround  # noqa: PLC0415

    code = overlay.code_of(country)
    snapshot = overlay.snapshot_as_of
    rows = compute_alignments(CityGround.of(snapshot, overlay.pairs)).filter(pl.col("country") == code)
    told = with_intervals(rows)
    names = snapshot.actors.select("name", actor="id")
    named = told.join(names, on="actor", how="left", maintain_order="left").select("actor", "name", *told.columns[1:])
    return named.sort(["ties_abroad", "actor"], descending=[True, False])


def _show_country(rows: "pl.DataFrame", *, top: int | None, csv: Path | None, as_json: bool) -> None:
    shown = rows if top is None else rows.head(top)
    if csv is not None:
        write_table(shown, csv)
        note(f"{shown.height} cities in {csv}")
    if as_json:
        print_json(shown.to_dicts())
    elif csv is None:
        shares = ("aligned:", "95 % interval", "substitute:", "contrary:")
        columns = ("city", "ties abroad:", *shares, "unknown ties:", "beyond the state:", "id")
        print_table(f"{rows.height} cities", columns, [_country_row(row) for row in shown.iter_rows(named=True)])


def _country_row(row: dict[str, Any]) -> tuple[object, ...]:
    return (
        row["name"],
        row["ties_abroad"],
        _percent(row["aligned_share"]),
        _interval(row["aligned_share_low"], row["aligned_share_high"]),
        _percent(row["substitute_share"]),
        _percent(row["contrary_share"]),
        row["unknown_ties"],
        row["beyond_countries"],
        row["actor"],
    )


def _polity(snapshot: Snapshot, name: str) -> str:
    """Return the polity that a code or a name means; of a city that is none itself, its state."""
    from proxenia.overlay.substitution import find_polities  # noqa: PLC0415

    plain = name.strip()
    if len(plain) == 2 and plain.isascii() and plain.isalpha():
        return f"iso:{plain.upper()}"
    actor = find_actor(snapshot, plain)
    is_polity = actor.id in set(find_polities(snapshot)["id"])
    return actor.id if is_polity or actor.kind not in _LOCAL or actor.country is None else f"iso:{actor.country}"


def _unplaced(found: "Substitution") -> list[tuple[str, object]]:
    """Say what is not counted because nobody tells in which region of the state a city lies."""
    told = f"{found.unplaced_ties} ties of {found.unplaced_cities} cities of its state"
    return [("not counted, region unknown", told)] if found.unplaced_cities else []


def _print_substitution(found: "Substitution") -> None:
    states = ", ".join(f"{kind} {number}" for kind, number in found.state_ties.items() if number)
    print_pairs(
        [
            ("polity", f"{found.name} ({found.polity})"),
            ("as of", found.as_of),
            ("recognised by", found.recognised_by),
            ("no relations with", found.refused_by),
            ("city ties abroad", "not known" if found.city_ties is None else found.city_ties),
            *_unplaced(found),
            ("ties of the state", states or 0),
            ("share of the cities", _percent(found.city_share) or "not known"),
            ("partner countries", found.countries),
            (
                "reached by cities only",
                f"{len(found.cities_only)} ({_percent(found.cities_only_share) or 'not known'})",
            ),
            ("which", ", ".join(found.cities_only)),
            ("not known whether only", ", ".join(found.unknown)),
            ("organisations", ", ".join(found.organisations)),
            ("city ties by class", ", ".join(f"{word} {number}" for word, number in found.by_class.items())),
        ]
    )
    print_table(
        "\nIts cities", ("city", "ties abroad:", "id"), [(one.name, one.ties, one.actor) for one in found.carriers]
    )
    rows = [
        (
            one.country or one.partner,
            one.overlay_class,
            one.city_ties,
            *(one.state_ties.get(kind) for kind in found.state_ties),
        )
        for one in found.partners[:_SHOWN_PARTNERS]
    ]
    print_table("\nPartners", ("country", "class", "city ties:", *(f"{kind}:" for kind in found.state_ties)), rows)
    if len(found.partners) > _SHOWN_PARTNERS:
        note(f"{_SHOWN_PARTNERS} of {len(found.partners)} partners are shown: --json for all")
    print_table("\nCalled a functional substitute", ("record", "what"), list(found.evidence.items()))


def _print_substitutions(found: list["Substitution"]) -> None:
    columns = ("polity", "name", "recognised by:", "city ties:", "state ties:", "share of cities:")
    columns_of_countries = ("reached by cities only:", "of partners:")
    title = f"{len(found)} polities without full recognition"
    print_table(title, (*columns, *columns_of_countries), [_substitution_row(one) for one in found])


def _substitution_row(one: "Substitution") -> tuple[object, ...]:
    return (
        one.polity,
        one.name,
        one.recognised_by,
        one.city_ties,
        sum(one.state_ties.values()),
        _percent(one.city_share),
        len(one.cities_only),
        _percent(one.cities_only_share),
    )


def _write_substitution(found: list["Substitution"], path: Path, *, of_one: bool) -> None:
    """Write the polities as a table; of one polity its partners."""
    import polars as pl  # noqa: PLC0415

    if of_one:
        (one,) = found
        partners = [
            {"partner": line.partner, "country": line.country, "class": line.overlay_class, "city_ties": line.city_ties}
            | {kind: line.state_ties.get(kind) for kind in one.state_ties}
            for line in one.partners
        ]
        text, number = ("partner", "country", "class"), ("city_ties", *one.state_ties)
        schema = pl.Schema(dict.fromkeys(text, pl.String()) | dict.fromkeys(number, pl.Int64()))
        write_table(pl.DataFrame(partners, schema=schema), path)
        note(f"{len(partners)} partners of {one.name} in {path}")
        return
    columns = ("polity", "name", "recognised_by", "city_ties", "state_ties", "share_of_cities")
    columns_of_countries = ("cities_only", "countries")
    rows = [
        (
            *(one.polity, one.name, one.recognised_by, one.city_ties, sum(one.state_ties.values()), one.city_share),
            *(len(one.cities_only), one.countries),
        )
        for one in found
    ]
    write_table(
        pl.DataFrame(rows, schema=[*columns, *columns_of_countries], orient="row", infer_schema_length=None), path
    )
    note(f"{len(rows)} polities in {path}")


def _chance_line(label: str, chance: "ChanceOfPairs") -> tuple[str, object]:
    if chance.share is None:
        return label, "no pair whose sizes are known"
    beside = f"size alone would lead to expect {_percent(chance.expected)} ({_interval(chance.low, chance.high)})"
    return label, f"{_percent(chance.share)} of {chance.pairs} pairs; {beside}"


def _pair_row(pair: "ContendingPair", names: dict[str, str]) -> tuple[object, ...]:
    return (
        names.get(pair.a, pair.a),
        names.get(pair.b, pair.b),
        len(pair.contests),
        pair.won_a,
        pair.won_b,
        len(pair.ties),
        len(pair.city_networks),
    )


def _print_competition(found: "Competition", names: dict[str, str]) -> None:
    def told(ids: Any) -> str:
        return ", ".join(names.get(one, one) for one in ids)

    rows = [(one.date, one.title, told(one.winners), told(one.rivals), one.id) for one in found.contests]
    print_table(f"{len(rows)} contests", ("when", "what", "won by", "lost by", "act"), rows)
    print_table(
        "\nWho contends most",
        ("city", "won:", "lost:", "id"),
        [(one.name, one.won, one.lost, one.actor) for one in found.contenders[:_SHOWN_PAIRS]],
    )
    lines = [_pair_row(one, names) for one in found.pairs[:_SHOWN_PAIRS]]
    columns = ("one", "other", "contests:", "won by one:", "won by other:", "ties:", "city networks:")
    print_table(f"\n{len(found.pairs)} pairs of contenders", columns, lines)
    print_pairs(
        [
            _chance_line("\nrivals that are partners", found.tied),
            _chance_line("rivals in the same city network", found.same_city_network),
        ]
    )


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""
    _add_alignment(app)
    _add_substitution(app)
    _add_contests(app)


def _add_alignment(app: typer.Typer) -> None:
    @app.command()
    def alignment(  # noqa: PLR0917
        context: typer.Context,
        city: City = None,
        country: Annotated[str | None, typer.Option("--country", help="All cities of this country: IT, DE …")] = None,
        as_of: AsOf = None,
        top: Annotated[int | None, typer.Option("--top", min=0, help="Only so many cities, most ties first.")] = None,
        csv: Annotated[Path | None, typer.Option("--csv", help="Write the cities of the country to a file.")] = None,
        as_json: AsJson = False,
    ) -> None:
        """Show how far the ties of a city go where its own state goes, beyond it, and against it."""
        if (city is None) == (country is None):
            raise InputError(
                "Nothing says whose alignment is wanted" if city is None else "A city and a country were given",
                expected="Expected a city, or --country with a code",
                next_step="Try `proxenia alignment Taipei` or `proxenia alignment --country IT`",
            )
        check_place(csv)
        settings: Settings = context.obj
        with opened_snapshot(settings) as snapshot:
            if city is not None:
                actor = _local(snapshot, city)
                _show_city(_overlay(snapshot, as_of), actor, as_json=as_json)
            elif country is not None:
                rows = _rows_of_country(_overlay(snapshot, as_of), country)
                _show_country(rows, top=top, csv=csv, as_json=as_json)


def _add_substitution(app: typer.Typer) -> None:
    @app.command()
    def substitution(
        context: typer.Context,
        polity: Annotated[str | None, typer.Argument(help="A code (TW), a name or an id; all when left out.")] = None,
        as_of: AsOf = None,
        csv: Annotated[
            Path | None, typer.Option("--csv", help="Write the polities, or one's partners, to a file.")
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Show how much of the outside ties of a polity without full recognition its cities carry."""
        from proxenia.overlay.alignment_ties import CityGround  # noqa: PLC0415
        from proxenia.overlay.substitution import find_polities, substitution_of  # noqa: PLC0415

        check_place(csv)
        settings: Settings = context.obj
        with opened_snapshot(settings) as snapshot:
            overlay = _overlay(snapshot, as_of)
            then = overlay.snapshot_as_of
            wanted = list(find_polities(then)["id"]) if polity is None else [_polity(then, polity)]
            ground = CityGround.of(then, overlay.pairs)
            found = [substitution_of(ground, overlay.pairs, one) for one in wanted]
        if csv is not None:
            _write_substitution(found, csv, of_one=polity is not None)
        if as_json:
            print_json([one.as_json() for one in found] if polity is None else found[0].as_json())
        elif csv is None and polity is None:
            _print_substitutions(found)
        elif csv is None:
            _print_substitution(found[0])


def _add_contests(app: typer.Typer) -> None:
    @app.command()
    def contests(context: typer.Context, city: City = None, as_of: AsOf = None, as_json: AsJson = False) -> None:
        """Show who contended with whom for events and seats, and whether rivals are also partners."""
        from proxenia.overlay.alignment_ties import CityGround  # noqa: PLC0415
        from proxenia.overlay.competition import competition_of  # noqa: PLC0415

        settings: Settings = context.obj
        with opened_snapshot(settings) as snapshot:
            actor = None if city is None else _local(snapshot, city).id
            overlay = _overlay(snapshot, as_of)
            found = competition_of(CityGround.of(overlay.snapshot_as_of, overlay.pairs), actor=actor)
            names = dict(snapshot.actors.select("id", "name").drop_nulls().iter_rows())
        if as_json:
            print_json(found.as_json())
        else:
            _print_competition(found, names)
