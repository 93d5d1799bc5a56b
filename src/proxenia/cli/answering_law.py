"""``proxenia law``: what a city or region may sign, with whom, after telling whom, by when."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from proxenia.cli.console import note, print_json, print_pairs, print_table
from proxenia.cli.lookup import find_actor
from proxenia.cli.opening import opened_snapshot
from proxenia.cli.settings import Settings
from proxenia.errors import FaultsError, InputError, UnreadableFileError
from proxenia.model.vocabulary import ActorKind
from proxenia.snapshot.snapshot import Snapshot

if TYPE_CHECKING:
    from proxenia.law.answer import Answer
    from proxenia.law.records import RuleBook
    from proxenia.law.sides import BothSides

__all__ = ["add_commands"]

_LARGEST_PACK = 400_000


def _day(text: str | None, name: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(
            f"{text[:40]!r} is no day", expected=f"Expected {name} as 2026-03-01", next_step="Write year, month and day"
        ) from None


def _place(snapshot: Snapshot, text: str) -> str:
    """Return the code of what a code or a name in any language means: a state or a part of one."""
    plain = text.strip().removeprefix("iso:")
    if plain.isascii() and len(plain.partition("-")[0]) == 2:
        return plain
    if plain.startswith("px:"):
        return plain
    actor = find_actor(snapshot, plain)
    if actor.kind in (ActorKind.STATE, ActorKind.REGION, ActorKind.IGO):
        return actor.id.removeprefix("iso:")
    if actor.country is not None:
        return actor.country
    raise InputError(f"{actor.name} ({actor.id}) lies in no known country", next_step="Give the code of the country")


def _read_pack(path: Path) -> Mapping[str, Any]:
    """Return what a pack says; every fault of it is told at once."""
    from proxenia.sources.catalogue.legal_powers.pack_check import check_pack  # noqa: PLC0415

    try:
        text = path.read_bytes()[: _LARGEST_PACK + 1].decode()
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is no UTF-8 text" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise UnreadableFileError(f"{path} cannot be read ({reason})", next_step="Give a pack of rules") from error
    pack, faults = check_pack(text)
    if pack is None:
        raise FaultsError(path.name, [str(fault) for fault in faults])
    return pack


def _check(path: Path, settings: Settings) -> None:
    """Tell every fault of a pack, or what becomes of its worked cases."""
    from proxenia.cli.rule_packs import rules_with  # noqa: PLC0415

    pack = _read_pack(path)
    with opened_snapshot(settings) as snapshot:
        book = rules_with(path, snapshot)
    faults = [
        f"case {number}: {fault}" for number, case in enumerate(pack["cases"], 1) for fault in _tried(case, pack, book)
    ]
    if faults:
        raise FaultsError(path.name, faults)
    typer.echo(f"{path.name} is sound: {len(pack['rules'])} rules, and all {len(pack['cases'])} worked cases come out")


def _tried(case: Mapping[str, Any], pack: Mapping[str, Any], book: "RuleBook") -> Iterator[str]:
    """Yield what a worked case expects and the rules do not give."""
    from proxenia.law.question import ask  # noqa: PLC0415
    from proxenia.law.sides import answer_both_sides  # noqa: PLC0415

    asked: dict[str, Any] = dict(case["ask"])
    days: dict[str, Any] = {name: date.fromisoformat(asked.pop(name)) for name in ("on", "signing") if name in asked}
    found = answer_both_sides(ask(asked.pop("place", pack["place"]), **asked, **days), book).own
    if found.answer.value != case["answer"]:
        yield f"expects {case['answer']}, the rules give {found.answer.value} ({found.why})"
    articles = {one.article for one in found.basis}
    yield from (f"{one!r} is not in the basis" for one in case.get("articles", ()) if one not in articles)
    considered = {one.rule.id for one in found.considered}
    yield from (f"the rule {one!r} does not speak of it" for one in case.get("rules", ()) if one not in considered)
    if "limits" in case and not any(line.startswith(case["limits"]) for line in found.limits):
        yield f"the limit {case['limits']} does not come out"
    for condition, day in case.get("due", {}).items():
        due = [step.due for step in found.steps if step.condition == condition]
        if day not in due:
            yield f"{condition} should be due on {day}, and is on {', '.join(filter(None, due)) or 'no day'}"


def _print_side(title: str, answer: "Answer") -> None:
    question = answer.question
    partner = f" with {question.partner.removeprefix('iso:')}" if question.partner else ""
    asked = f"{question.instrument.value} of a {question.tier.value} of {question.place[4:]}{partner}, {question.on}"
    print_pairs([(title, asked), ("answer", answer.answer.value), ("why", answer.why)])
    steps = [
        (
            step.moment or "",
            step.what,
            step.authority or "",
            step.before_days,
            step.after_days,
            step.due or "",
            step.note,
        )
        for step in answer.steps
    ]
    if steps:
        print_table("\nSteps", ("when", "what", "towards", "days before:", "days after:", "due", "counted"), steps)
    basis = [(one.title, one.article or "", one.address, one.verified or "unverified") for one in answer.basis]
    if basis:
        print_table("\nBasis", ("law", "article", "address", "read on"), basis)
    told = [("limits", answer.limits), ("not known", answer.unknown), ("conflict", answer.conflicts)]
    lines = [(name, line) for name, all_lines in told for line in all_lines]
    typer.echo()
    print_pairs([*lines, ("confidence", answer.confidence)])


def _print(sides: "BothSides") -> None:
    from proxenia.law.answer import NO_ADVICE  # noqa: PLC0415

    _print_side("question", sides.own)
    if sides.other is not None:
        typer.echo()
        _print_side("other side", sides.other)
    typer.echo(f"\n{NO_ADVICE}")


def _save_calendar(sides: "BothSides", path: Path) -> None:
    from proxenia.law.calendar import calendar_bytes  # noqa: PLC0415

    if sides.own.question.signing is None:
        raise InputError("Deadlines need a planned day of signing", next_step="Give --signing 2027-03-01")
    try:
        path.write_bytes(calendar_bytes(sides.own, made_at=datetime.now(UTC).replace(microsecond=0)))
    except OSError as error:
        raise UnreadableFileError(
            f"{path} cannot be written ({error.strerror})", next_step="Give a file in a folder that is there"
        ) from error
    note(f"Deadlines in {path}")


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""

    @app.command()
    def law(
        context: typer.Context,
        place: Annotated[
            str | None, typer.Argument(help="Where: IT, or a part of a state as CA-QC, or a name in any language.")
        ] = None,
        *,
        tier: Annotated[str, typer.Option(help="Who: region, city or other_local.")] = "city",
        instrument: Annotated[
            str, typer.Option(help="What: twinning, agreement, treaty, membership, partnership, representation.")
        ] = "agreement",
        partner: Annotated[str | None, typer.Option(help="With whom: FR, TW, CA-QC, or a name.")] = None,
        partner_kind: Annotated[str | None, typer.Option(help="What the partner is: city, region, state, igo.")] = None,
        on: Annotated[str | None, typer.Option(help="The law of which day; today when left out.")] = None,
        signing: Annotated[str | None, typer.Option(help="The planned day of signing, for the deadlines.")] = None,
        ics: Annotated[Path | None, typer.Option(help="Write the deadlines to this calendar file.")] = None,
        check: Annotated[
            Path | None, typer.Option(help="Check a pack of rules instead: its faults, its worked cases.")
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """Tell what a city or region may sign, after telling whom, by when."""
        from proxenia.law.question import ask  # noqa: PLC0415
        from proxenia.law.records import RuleBook  # noqa: PLC0415
        from proxenia.law.sides import answer_both_sides  # noqa: PLC0415

        if check is not None:
            _check(check, context.obj)
            return
        if place is None:
            raise InputError("No place is named", next_step="Give a country, as in `proxenia law IT --partner FR`")
        settings: Settings = context.obj
        day = _day(on, "--on") or datetime.now(UTC).date()
        with opened_snapshot(settings) as snapshot:
            question = ask(
                _place(snapshot, place),
                tier=tier,
                instrument=instrument,
                partner=_place(snapshot, partner) if partner else None,
                partner_kind=partner_kind,
                on=day,
                signing=_day(signing, "--signing"),
            )
            sides = answer_both_sides(question, RuleBook(snapshot))
        if ics is not None:
            _save_calendar(sides, ics)
        if as_json:
            print_json(sides.as_json())
        else:
            _print(sides)
