"""The pages on what may come as HTML, their tables as CSV, their results as JSON, and the same under /api/v1.

What each shows is a long run: while it is under way the page says how far it is, and a program is told to ask again.
They are plain functions, which the framework runs beside its loop.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from proxenia.atlas.api import AsOf, atlas_of, year_of
from proxenia.atlas.level_pages import Render, table_bytes
from proxenia.atlas.long_runs import Run
from proxenia.atlas.pages import conditions, how_well, outlook
from proxenia.atlas.run_pages import RUN_ANSWERS, asked_run, progress_answer, progress_page, result_of, run_link
from proxenia.atlas.sheet import csv_answer
from proxenia.atlas.world import to_json
from proxenia.errors import InputError
from proxenia.foresight.outlook.request import MOST_RUNS
from proxenia.foresight.outlook.request import Request as OutlookRequest
from proxenia.foresight.predictors.registry import PREDICTORS

__all__ = ["make_foresight_interface", "make_foresight_router"]

_MEDIA: Final = "application/json"
_MOST_SEED: Final = 2**31


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks.

    Attributes
    ----------
    as_of
        The year of the pages around it.
    question
        Of the run.
    shown
        Which part of the result is shown.
    """

    as_of: int
    question: Mapping[str, Any]
    shown: Mapping[str, Any] = field(default_factory=dict)


Of = Annotated[str, Query(pattern="^(ties|acts)$", description="Which conditions go with what: ties or acts of cities")]


def asked_of_conditions(request: Request, as_of: AsOf = None, of: Of = "ties") -> Asked:
    """Return what an address asks of the conditions."""
    year = year_of(request, as_of)
    return Asked(year, {"of": of, "as_of": year})


Seed = Annotated[int, Query(ge=0, le=_MOST_SEED, description="Where the random numbers begin")]
Start = Annotated[int | None, Query(ge=1900, le=2200, description="The last year that is known; this year if left out")]
To = Annotated[int | None, Query(ge=1901, le=2220, description="Until which year; five years on if left out")]
Runs = Annotated[int, Query(ge=1, le=MOST_RUNS, description="How many futures are simulated")]
Predictor = Annotated[
    str, Query(pattern=f"^({'|'.join(PREDICTORS)})?$", description="Which predictor; the one that did best when empty")
]
CountryName = Annotated[str, Query(max_length=60, description="Of one country: its code, such as JP")]
CityName = Annotated[str, Query(max_length=300, description="Of one city: its identifier")]


def asked_of_outlook(
    request: Request,
    *,
    as_of: AsOf = None,
    start: Start = None,
    to: To = None,
    runs: Runs = 1_000,
    seed: Seed = 1,
    predictor: Predictor = "",
    country: CountryName = "",
    city: CityName = "",
) -> Asked:
    """Return what an address asks of the outlook; whoever is shown, the run is of the whole world."""
    if country and city:
        raise InputError(
            "A country and a city are asked for at once", expected="Expected one of them", next_step="Leave out one"
        )
    first = atlas_of(request).this_year if start is None else start
    # What is asked for is checked before it takes a place among the runs.
    outlook.check_subject(atlas_of(request).index, country=country, city=city)
    wanted = OutlookRequest(start=first, to=first + 5 if to is None else to, runs=runs, seed=seed)
    question: dict[str, Any] = {"start": wanted.start, "to": wanted.to, "runs": runs, "seed": seed}
    if predictor:
        question["predictor"] = predictor
    return Asked(year_of(request, as_of), question, {"country": country, "city": city})


Cuts = Annotated[
    str, Query(max_length=200, pattern=r"^[0-9, -]*$", description="Years with commas; the usual ones when empty")
]
Years = Annotated[int, Query(ge=1, le=25, description="How many years after each cut are predicted")]


def asked_of_the_past(
    request: Request, *, as_of: AsOf = None, cuts: Cuts = "", years: Years = 5, seed: Seed = 1
) -> Asked:
    """Return what an address asks of the backtest."""
    return Asked(year_of(request, as_of), {"cuts": cuts.replace(" ", ""), "years": years, "seed": seed})


@dataclass(frozen=True, slots=True)
class _Subject:
    """One of the pages: its name, kind of run, module, payload, question and what it is in a sentence."""

    name: str
    kind: str
    module: ModuleType
    payload: type
    asked: Callable[..., Asked]
    summary: str

    @property
    def path(self) -> str:
        return "/" + self.name.replace("_", "-")

    def page(self, request: Request, run: Run, asked: Asked) -> Any:
        question = {**asked.question, **asked.shown}
        result = result_of(request, run)
        return self.module.build(atlas_of(request).index, result, question=question, as_of=asked.as_of)


SUBJECTS: Final = (
    _Subject(
        "outlook",
        "outlook",
        outlook,
        outlook.OutlookPage,
        asked_of_outlook,
        "New, suspended and ended ties of the years to come, with their ranges",
    ),
    _Subject(
        "conditions",
        "conditions",
        conditions,
        conditions.ConditionsPage,
        asked_of_conditions,
        "Which conditions go with ties and acts of cities",
    ),
    _Subject(
        "how_well",
        "backtest",
        how_well,
        how_well.HowWellPage,
        asked_of_the_past,
        "How well new ties would have been predicted before, against simpler rules",
    ),
)


def make_foresight_router(render: Render) -> APIRouter:
    """Return the routes of the pages.

    Parameters
    ----------
    render
        Makes a page of a request, the name of a page, a year and values.
    """
    router = APIRouter(include_in_schema=False)
    for subject in SUBJECTS:
        _add_page(router, render, subject)
        _add_files(router, subject)
    return router


def _add_page(router: APIRouter, render: Render, subject: _Subject) -> None:
    @router.get(subject.path)
    def show(request: Request, asked: Annotated[Asked, Depends(subject.asked)]) -> Response:
        usual = subject.asked(request, as_of=asked.as_of).question == asked.question
        run = asked_run(request, subject.kind, asked.question, told=usual)
        if run.is_under_way or run.trouble is not None:
            return progress_page(request, render, run, as_of=asked.as_of)
        page = subject.page(request, run, asked)
        question = {**asked.question, **asked.shown}
        answer = render(request, subject.name, as_of=asked.as_of, page=page, run=run, question=question)
        return run_link(answer, run)


def _add_files(router: APIRouter, subject: _Subject) -> None:
    @router.get(f"{subject.path}.json")
    def save_result(request: Request, asked: Annotated[Asked, Depends(subject.asked)]) -> Response:
        run = asked_run(request, subject.kind, asked.question)
        if run.is_under_way:
            return progress_answer(run)
        return run_link(Response(to_json(result_of(request, run)), media_type=_MEDIA), run)

    def save(request: Request, asked: Asked, table: str) -> Response:
        run = asked_run(request, subject.kind, asked.question)
        if run.is_under_way:
            return progress_answer(run)
        tables = subject.module.tables_of(subject.page(request, run, asked))
        wanted = table or next(iter(tables))
        name = "-".join((subject.path[1:], *((table,) if table else ()), str(asked.as_of)))
        return run_link(csv_answer(table_bytes(tables, wanted), name=name), run)

    @router.get(f"{subject.path}.csv")
    def save_first(request: Request, asked: Annotated[Asked, Depends(subject.asked)]) -> Response:
        return save(request, asked, "")

    @router.get(f"{subject.path}/{{table}}.csv")
    def save_table(request: Request, table: str, asked: Annotated[Asked, Depends(subject.asked)]) -> Response:
        return save(request, asked, table[:40])


def make_foresight_interface() -> APIRouter:
    """Return the routes of the interface."""
    router = APIRouter(prefix="/api/v1", responses=RUN_ANSWERS)
    for subject in SUBJECTS:
        _add_answer(router, subject)
    return router


def _add_answer(router: APIRouter, subject: _Subject) -> None:
    @router.get(subject.path, response_model=subject.payload, summary=subject.summary)
    def tell(request: Request, asked: Annotated[Asked, Depends(subject.asked)]) -> Response:
        run = asked_run(request, subject.kind, asked.question)
        if run.is_under_way:
            return progress_answer(run)
        return run_link(Response(to_json(subject.page(request, run, asked)), media_type=_MEDIA), run)
