"""The law as pages, as JSON under /api/v1, as a table, and as a calendar file.

They are plain functions, which the framework runs beside its loop: an answer looks at both maps.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from proxenia.atlas.api import ERRORS, AsOf, atlas_of, year_of
from proxenia.atlas.pages import law as law_page
from proxenia.atlas.sheet import csv_answer, csv_of_rows
from proxenia.atlas.world import to_json
from proxenia.errors import InputError
from proxenia.law.calendar import calendar_bytes
from proxenia.law.question import INSTRUMENTS, ask
from proxenia.law.sides import BothSides, answer_both_sides
from proxenia.model.period import day_number
from proxenia.model.vocabulary import ActorKind, TieKind, Tier

__all__ = ["make_law_interface", "make_law_router"]

Render = Callable[..., Response]
PackName = Annotated[
    str, Path(pattern="^([A-Za-z]{2}(-[A-Za-z0-9]{1,3})?|px:[a-z0-9-]+)$", description="A pack, such as IT or CA-QC")
]
_CODE = "^([A-Za-z]{2}(-[A-Za-z0-9]{1,3})?)?$"
_PARTNER = "^([A-Za-z]{2}(-[A-Za-z0-9]{1,3})?|px:[a-z0-9-]{1,80})?$"
_DAY = "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"


def _words(*words: str) -> str:
    return f"^({'|'.join(words)})?$"


@dataclass(frozen=True, slots=True)
class Asked:
    """The question of an address, as text."""

    place: str
    tier: str
    instrument: str
    partner: str
    partner_kind: str
    on: str
    signing: str


TierName = Annotated[str, Query(pattern=_words(*Tier), description="Who: a tier; a city when empty")]
InstrumentName = Annotated[
    str, Query(pattern=_words(*INSTRUMENTS), description="What is to be signed; an agreement when empty")
]
PartnerName = Annotated[
    str, Query(pattern=_PARTNER, description="With whom: a country, a part of one, a body; anybody when empty")
]
KindName = Annotated[str, Query(pattern=_words(*ActorKind), description="What the partner is")]


def asked_of(
    *,
    place: Annotated[str, Query(pattern=_CODE, description="Where: a country, or a part of one as CA-QC")] = "",
    tier: TierName = "",
    instrument: InstrumentName = "",
    partner: PartnerName = "",
    partner_kind: KindName = "",
    on: Annotated[str, Query(pattern=_DAY, description="The law of which day; the end of the year when empty")] = "",
    signing: Annotated[str, Query(pattern=_DAY, description="The planned day of signing")] = "",
) -> Asked:
    """Return the question of an address, where a form leaves empty what nobody filled in."""
    return Asked(place.upper(), tier or "city", instrument or "agreement", _partner(partner), partner_kind, on, signing)


def asked_in_full(
    *,
    place: Annotated[str, Query(pattern=_CODE.replace("?$", "$"), description="Where: a country, or a part of one")],
    tier: TierName = "",
    instrument: InstrumentName = "",
    partner: PartnerName = "",
    partner_kind: KindName = "",
    on: Annotated[date | None, Query(description="The law of which day; the end of the year when left out")] = None,
    signing: Annotated[date | None, Query(description="The planned day of signing")] = None,
) -> Asked:
    """Return the question of a program, which names a place and writes days as days."""
    days = [day.isoformat() if day else "" for day in (on, signing)]
    return Asked(
        place.upper(), tier or "city", instrument or "agreement", _partner(partner), partner_kind, days[0], days[1]
    )


def _partner(text: str) -> str:
    return text if text.startswith("px:") else text.upper()


Question = Annotated[Asked, Depends(asked_of)]
FullQuestion = Annotated[Asked, Depends(asked_in_full)]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InputError(f"{text!r} is no day of the calendar", next_step="Write it as 2027-03-01") from None


def _answered(request: Request, asked: Asked, year: int) -> BothSides:
    question = ask(
        asked.place,
        tier=asked.tier,
        instrument=asked.instrument,
        partner=asked.partner or None,
        partner_kind=asked.partner_kind or None,
        on=_day(asked.on) or date(min(max(year, 1), 9999), 12, 31),
        signing=_day(asked.signing),
    )
    return answer_both_sides(question, atlas_of(request).rules)


def _needs_place(asked: Asked) -> None:
    if not asked.place:
        raise InputError("No place is named", expected="Expected place=IT", next_step="Name a country")


def make_law_interface() -> APIRouter:
    """Return the routes of the interface."""
    router = APIRouter(prefix="/api/v1", responses=ERRORS)

    @router.get("/law", summary="What may be signed with whom, after which steps, by when: the answers of both laws")
    def answer_question(request: Request, asked: FullQuestion, as_of: AsOf = None) -> dict[str, Any]:
        return _answered(request, asked, year_of(request, as_of)).as_json()

    @router.get("/law/powers", response_model=list[law_page.PowerLine], summary="What each country's law allows")
    def list_powers(request: Request, asked: Question, as_of: AsOf = None) -> Response:
        return Response(to_json(_powers(request, asked, year_of(request, as_of))), media_type="application/json")

    return router


def _powers(request: Request, asked: Asked, year: int) -> list[law_page.PowerLine]:
    rules = atlas_of(request).rules
    return law_page.power_lines(rules, year, tier=Tier(asked.tier), instrument=TieKind(asked.instrument))


def make_law_router(render: Render) -> APIRouter:
    """Return the routes of the pages, of the table and of the calendar.

    Parameters
    ----------
    render
        Makes a page of a request, the name of a page, a year and values.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/law")
    def show_law(request: Request, asked: Question, as_of: AsOf = None) -> Response:
        year = year_of(request, as_of)
        sides, trouble = None, ""
        if asked.place:
            try:
                sides = _answered(request, asked, year)
            except InputError as error:
                trouble = str(error)
        page = law_page.build(
            atlas_of(request).index,
            atlas_of(request).rules,
            as_of=year,
            asked={name: getattr(asked, name) for name in Asked.__dataclass_fields__},
            tier=Tier(asked.tier),
            instrument=TieKind(asked.instrument),
            sides=sides,
            trouble=trouble,
        )
        status = 200 if not trouble else 400
        return render(request, "law", as_of=year, page=page, status=status, answers=law_page.ANSWERS)

    @router.get("/law.csv")
    def save_powers(request: Request, asked: Question, as_of: AsOf = None) -> Response:
        year = year_of(request, as_of)
        body = csv_of_rows(law_page.PowerLine, _powers(request, asked, year))
        return csv_answer(body, name=f"powers-{asked.tier}-{asked.instrument}-{year}")

    @router.get("/law.ics")
    def save_deadlines(request: Request, asked: Question, as_of: AsOf = None) -> Response:
        _needs_place(asked)
        if not asked.signing:
            raise InputError("Deadlines need a planned day of signing", next_step="Add signing=2027-03-01")
        answer = _answered(request, asked, year_of(request, as_of)).own
        # The same question gives the same file: it is stamped with the day whose law was asked for.
        body = calendar_bytes(answer, made_at=datetime.combine(answer.question.on, time(), UTC))
        headers = {"content-disposition": 'attachment; filename="deadlines.ics"'}
        return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)

    @router.get("/law/{code}")
    def show_pack(request: Request, code: PackName, as_of: AsOf = None) -> Response:
        year = year_of(request, as_of)
        right = code if code.startswith("px:") else code.upper()
        if right != code:
            return RedirectResponse(f"/law/{right}?as_of={year}", status_code=308)
        place = code if code.startswith("px:") else f"iso:{code}"
        day = day_number(year, 12, 31)
        atlas = atlas_of(request)
        page = law_page.build_pack(atlas.index, atlas.rules, place, as_of=year, day=day)
        return render(request, "law_pack", as_of=year, page=page)

    return router
