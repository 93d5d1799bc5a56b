"""``proxenia profile``: what kind of city it is, under which conditions and why it acts; who else is of that kind."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from proxenia.cli.console import note, print_json, print_pairs, print_table
from proxenia.cli.lookup import find_actor
from proxenia.cli.opening import current_year, opened_snapshot
from proxenia.cli.settings import Settings
from proxenia.errors import InputError
from proxenia.snapshot.snapshot import Snapshot

if TYPE_CHECKING:
    from proxenia.atlas.pages.city_profile import CityProfilePage
    from proxenia.atlas.pages.profiles import ProfileCity, ProfilePage
    from proxenia.profiles.driver import CodedDriver
    from proxenia.profiles.figure import Figure
    from proxenia.profiles.finding import Finding

# What computes is imported inside the command: it takes long to load.

__all__ = ["add_commands"]

Name = Annotated[
    str | None, typer.Argument(help="A name in any language, a name with its country (London,CA), or an id.")
]
AsOf = Annotated[int | None, typer.Option("--as-of", min=-3000, max=3000, help="The year; this year when left out.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Listed = Annotated[str | None, typer.Option("--list", help="List the cities that have this profile, e.g. mega_city.")]
Answer = Annotated[str, typer.Option("--answer", help="With --list: cities of which the answer is yes, no or unknown.")]
Limit = Annotated[int | None, typer.Option("--limit", min=0, help="With --list: at most so many cities.")]
Csv = Annotated[Path | None, typer.Option("--csv", help="Write a table to this file.")]
_SHOWN_CITIES = 40
"""Cities printed for people when no number is asked for; JSON and files hold all."""


def _value(told: "Finding | Figure | ProfileCity") -> str:
    if told.value is None:
        return ""
    bound = "at least " if told.at_least else ""
    if told.unit == "share":
        return f"{bound}{100 * told.value:.0f} %"
    if told.unit == "yes or no":
        return "yes" if told.value else "no"
    number = f"{told.value:.1f}" if told.unit == "km" and told.value < 10 else f"{told.value:,.10g}"
    number = f"{told.value:,.0f}" if told.unit == "km" and told.value >= 10 else number
    return f"{bound}{number} {told.unit or ''}".rstrip()


def _whose(told: "Finding | Figure") -> str:
    return f"{told.of}: {told.subject_name}" if told.of in {"country", "region"} else told.of or ""


def _date(told: "Finding | Figure | ProfileCity | CodedDriver") -> str:
    words = {"edition": "list of ", "reading": "read ", "day": "as of "}
    return "" if told.date is None else f"{words.get(told.dated_by or '', '')}{told.date}"


def _city(snapshot: Snapshot, name: str, year: int) -> "CityProfilePage":
    from proxenia.atlas.index import AtlasIndex  # noqa: PLC0415
    from proxenia.atlas.pages import city_profile  # noqa: PLC0415

    actor = find_actor(snapshot, name)
    return city_profile.build(AtlasIndex(snapshot), snapshot.as_of(year), actor.id, as_of=year)


def _print_city(page: "CityProfilePage") -> None:
    place = ", ".join(filter(None, (page.region_name, page.country.name if page.country else "")))
    print_pairs([("name", page.actor.name), ("id", page.actor.id), ("lies in", place), ("as of", page.as_of)])
    columns = ("profile", "answer", "value", "of", "threshold", "date", "sources")
    rows = [
        (
            one.label,
            one.answer,
            _value(one),
            _whose(one),
            next(tested.in_words for tested in one.thresholds if tested.id == one.tested),
            _date(one),
            ", ".join(one.sources),
        )
        for one in page.profiles
    ]
    print_table("\nProfiles", columns, rows)
    print_pairs([(one.label, one.reason) for one in page.profiles])
    _print_conditions(page)
    _print_drivers(page)
    _print_peers(page)


def _print_conditions(page: "CityProfilePage") -> None:
    rows: list[tuple[object, ...]] = []
    for one in page.conditions:
        rows += [
            (one.label, each.label, _value(each) or each.word, _whose(each), _date(each), ", ".join(each.sources))
            for each in one.figures
        ]
        if not one.known:
            rows.append((one.label, f"unknown: nobody has told {one.missing}", "", "", "", ""))
    print_table("\nConditions", ("condition", "figure", "value", "of", "date", "sources"), rows)


def _print_drivers(page: "CityProfilePage") -> None:
    coded = page.drivers.coded
    if not coded:
        print_pairs([("\nDrivers", "unknown: nobody has told why it acts; no tie or act of it is coded with a driver")])
        return
    rows = [(one.driver, one.side, one.title, _date(one), one.coder, one.confidence) for one in coded]
    print_table("\nDrivers", ("driver", "side", "tie or act", "date", "coded by", "confidence"), rows)


def _print_peers(page: "CityProfilePage") -> None:
    if not page.peers:
        note(page.peers_why)
        return
    rows = [
        (
            line.peer.name,
            line.peer.country,
            f"{line.distance:.4f}",
            ", ".join(profile for profile, answer in line.answers.items() if answer == "yes"),
            line.peer.id,
        )
        for line in page.peers
    ]
    print_table("\nCities most like it", ("city", "country", "distance:", "has the profiles", "id"), rows)


def _list(snapshot: Snapshot, profile: str, answer: str, year: int) -> "ProfilePage":
    from proxenia.atlas.index import AtlasIndex  # noqa: PLC0415
    from proxenia.atlas.pages.profiles import build_list  # noqa: PLC0415
    from proxenia.profiles.registry import parse_profile, profiles_of  # noqa: PLC0415

    wanted = parse_profile(profile)
    table = profiles_of(snapshot.as_of(year))
    return build_list(AtlasIndex(snapshot), table, wanted, as_of=year, answer=answer, page=None)


def _print_list(page: "ProfilePage", limit: int | None) -> None:
    shown = page.cities[: _SHOWN_CITIES if limit is None else limit]
    rows = [
        (
            one.city.name,
            one.city.country,
            _value(one),
            one.subject.name if one.subject is not None and one.of != "city" else "",
            _date(one),
            ", ".join(one.sources),
            one.city.id,
        )
        for one in shown
    ]
    line = page.profile
    title = f"{line.label}: yes {line.yes:,}, no {line.no:,}, unknown {line.unknown:,}; shown: {page.answer}"
    print_table(title, ("city", "country", "value", "of", "date", "sources", "id"), rows)
    if len(shown) < page.found:
        note(f"{len(shown)} of {page.found} cities are shown: --limit, --json or --csv for more")


def _write(path: Path, body: bytes) -> None:
    path.write_bytes(body)
    note(f"Written to {path}")


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""

    @app.command()
    def profile(  # noqa: PLR0917
        context: typer.Context,
        name: Name = None,
        as_of: AsOf = None,
        listed: Listed = None,
        answer: Answer = "yes",
        limit: Limit = None,
        as_json: AsJson = False,
        csv: Csv = None,
    ) -> None:
        """Show what kind of city it is and why it acts abroad: `profile Dubai`; or `profile --list mega_city`."""
        if (name is None) == (listed is None):
            raise InputError(
                "Both a city and a profile to list were given" if name else "Neither a city nor a profile was given",
                expected="Expected one of the two",
                next_step="`proxenia profile Dubai`, or `proxenia profile --list mega_city`",
            )
        settings: Settings = context.obj
        year = current_year() if as_of is None else as_of
        with opened_snapshot(settings) as snapshot:
            if listed is not None:
                _show_list(_list(snapshot, listed, answer, year), limit=limit, as_json=as_json, csv=csv)
            else:
                _show_city(_city(snapshot, name or "", year), as_json=as_json, csv=csv)


def _show_city(page: "CityProfilePage", *, as_json: bool, csv: Path | None) -> None:
    from proxenia.atlas.pages.city_profile import ProfileRow, rows_of  # noqa: PLC0415
    from proxenia.atlas.sheet import csv_of_rows  # noqa: PLC0415

    if csv is not None:
        _write(csv, csv_of_rows(ProfileRow, rows_of(page)))
    if as_json:
        print_json(page)
    elif csv is None:
        _print_city(page)


def _show_list(page: "ProfilePage", *, limit: int | None, as_json: bool, csv: Path | None) -> None:
    from proxenia.atlas.pages.profiles import ProfileCity  # noqa: PLC0415
    from proxenia.atlas.sheet import csv_of_rows  # noqa: PLC0415

    if csv is not None:
        _write(csv, csv_of_rows(ProfileCity, page.cities[:limit]))
    if as_json:
        print_json(replace(page, cities=page.cities[:limit]))
    elif csv is None:
        _print_list(page, limit)
