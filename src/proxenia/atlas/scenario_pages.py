"""The scenarios as pages, files and JSON: the list with its forms, and a scenario's run with its result."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final
from urllib.parse import urlencode

import orjson
from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from proxenia.atlas.api import ERRORS, AsOf, atlas_of, year_of
from proxenia.atlas.level_pages import Render
from proxenia.atlas.long_runs import Run
from proxenia.atlas.pages import scenarios
from proxenia.atlas.run_pages import RUN_ANSWERS, asked_run, progress_answer, progress_page, result_of, run_link
from proxenia.atlas.scenario_forms import content_of_form
from proxenia.atlas.sheet import csv_answer, csv_of_rows
from proxenia.atlas.world import to_json
from proxenia.errors import InputError, NotFoundError
from proxenia.foresight.scenarios.address import LONGEST_ADDRESS, as_content, canonical_text, pack, unpack
from proxenia.foresight.scenarios.reading import read_scenario
from proxenia.foresight.scenarios.resolving import check_scenario
from proxenia.foresight.scenarios.scenario import Scenario
from proxenia.foresight.scenarios.worked_scenarios import WORKED, worked_scenario, worked_text

__all__ = ["make_scenario_interface", "make_scenario_router"]

RUNS: Final = 500
MOST_RUNS: Final = 2_000
"""More are run on the command line."""
_MOST_SEED: Final = 2**53 - 1
_LONGEST_TEXT: Final = 20_000
_MOST_FIELDS: Final = 60

Letters = Annotated[
    str,
    Query(max_length=LONGEST_ADDRESS, pattern=r"^[A-Za-z0-9_-]*$", description="The scenario, packed"),
]
Worked = Annotated[str, Query(max_length=60, description="Or the name of a worked scenario")]
To = Annotated[int | None, Query(ge=1900, le=2300, description="The last year; the scenario's own when left out")]
Start = Annotated[int | None, Query(ge=1900, le=2200, description="The last year known; this year when left out")]
Runs = Annotated[int, Query(ge=1, le=MOST_RUNS, description="How often the years are simulated")]
Seed = Annotated[int, Query(ge=0, le=_MOST_SEED, description="Where the random numbers begin")]
Hash = Annotated[str, Query(max_length=64, pattern="^[0-9a-f]*$", description="Of what the address was made with")]
WorkedName = Annotated[str, Path(max_length=60, description="A worked scenario, such as rupture-2022")]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks: the scenario, the question of its run, and the hashes that the address names."""

    scenario: Scenario
    question: dict[str, Any]
    as_of: int
    snapshot: str
    model: str

    @property
    def query(self) -> str:
        """The question as the part of an address behind the question mark."""
        return urlencode(self.question)


def asked_of(
    request: Request,
    *,
    scenario: Letters = "",
    worked: Worked = "",
    start: Start = None,
    to: To = None,
    runs: Runs = RUNS,
    seed: Seed = 1,
    snapshot: Hash = "",
    model: Hash = "",
    as_of: AsOf = None,
) -> Asked:
    """Return what an address asks; a scenario that cannot be run is refused before anything is computed."""
    if bool(scenario) == bool(worked):
        raise InputError(
            "The address names no scenario" if not scenario else "The address names two scenarios",
            expected="Expected `scenario`, as the page of a scenario writes it, or `worked`",
            next_step="Start from the list at /scenarios",
        )
    told = unpack(scenario) if scenario else worked_scenario(worked)
    atlas = atlas_of(request)
    begin = start if start is not None else atlas.this_year
    first, last = check_scenario(told, atlas.index.snapshot, start=begin, to=to)
    question = {"scenario": pack(told), "start": first, "to": last, "runs": runs, "seed": seed}
    return Asked(told, question, year_of(request, as_of), snapshot, model)


Question = Annotated[Asked, Depends(asked_of)]


def _page(request: Request, run: Run, asked: Asked) -> scenarios.ResultPage:
    return scenarios.build_result(
        atlas_of(request).index,
        result_of(request, run),
        asked.scenario,
        as_of=asked.as_of,
        address=f"/scenarios/run?{asked.query}",
        snapshot=asked.snapshot,
        model=asked.model,
    )


def make_scenario_router(render: Render) -> APIRouter:
    """Return the routes of the pages and files.

    Parameters
    ----------
    render
        Makes a page of a request, the name of a page, a year and values.
    """
    router = APIRouter(include_in_schema=False)
    # Files of runs first: `run.yml` is no worked scenario.
    _add_run(router, render)
    _add_list(router, render)
    return router


def _add_list(router: APIRouter, render: Render) -> None:
    @router.get("/scenarios")
    def show_list(request: Request, worked: Worked = "", as_of: AsOf = None) -> Response:
        text = worked_text(worked) if worked else ""
        return _forms(request, render, year_of(request, as_of), text=text)

    @router.get("/scenarios/write")
    def write(request: Request, as_of: AsOf = None) -> Response:
        asked, year = _fields(request), year_of(request, as_of)
        try:
            address = _address(request, asked)
        except InputError as error:
            text = asked.get("yaml", "")
            return _forms(request, render, year, status=400, text=text, asked=asked, trouble=str(error))
        return RedirectResponse(f"{address}&as_of={year}", status_code=303)

    @router.get("/scenarios/{name}.yml")
    def save_worked(name: WorkedName) -> Response:
        return _yaml(worked_text(name), name)


def _forms(request: Request, render: Render, year: int, *, status: int = 200, **written: Any) -> Response:
    atlas = atlas_of(request)
    page = scenarios.build(atlas.index, as_of=year, this_year=atlas.this_year, **written)
    return render(request, "scenarios", as_of=year, page=page, status=status, runs=RUNS, most_runs=MOST_RUNS)


def _fields(request: Request) -> dict[str, str]:
    """Return the fields of a form; a field that was chosen several times as one text."""
    params = request.query_params
    if len(params.multi_items()) > _MOST_FIELDS or sum(len(value) for value in params.values()) > _LONGEST_TEXT:
        raise InputError(
            "The form holds too much",
            expected=f"Expected at most {_LONGEST_TEXT:,} characters",
            next_step="Run it from a file with `proxenia scenario FILE`",
        )
    return {name: " ".join(params.getlist(name)) if name != "yaml" else params[name] for name in params}


def _address(request: Request, asked: dict[str, str]) -> str:
    """Return the address of the run that a form asks for, or raise InputError with what to mend."""
    atlas = atlas_of(request)
    if asked.get("yaml", "").strip():
        scenario = read_scenario(asked["yaml"])
    else:
        written = date(min(max(atlas.this_year, 1), 9_999), 1, 1).isoformat()
        scenario = read_scenario(orjson.dumps(content_of_form(asked, written=written)))
    numbers = {
        name: _whole(asked.get(name, ""), name) for name in ("to", "runs", "seed") if asked.get(name, "").strip()
    }
    first, last = check_scenario(scenario, atlas.index.snapshot, start=atlas.this_year, to=numbers.get("to"))
    runs, seed = numbers.get("runs", RUNS), numbers.get("seed", 1)
    if not 1 <= runs <= MOST_RUNS or not 0 <= seed <= _MOST_SEED:
        raise InputError(
            f"{runs} runs with the seed {seed} cannot be asked for",
            expected=f"Expected 1 to {MOST_RUNS:,} runs and a seed from 0",
            next_step="Mend it in the form",
        )
    question = {"scenario": pack(scenario), "start": first, "to": last, "runs": runs, "seed": seed}
    return f"/scenarios/run?{urlencode(question)}"


def _whole(text: str, name: str) -> int:
    try:
        return int(text.strip()[:20])
    except ValueError:
        raise InputError(
            f"{name}: {text[:40]!r} is no whole number",
            expected="Expected one as 2031",
            next_step="Mend it in the form",
        ) from None


def _yaml(text: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="proxenia-scenario-{name}.yml"'}
    return Response(text, media_type="application/yaml; charset=utf-8", headers=headers)


def _add_run(router: APIRouter, render: Render) -> None:
    @router.get("/scenarios/run")
    def show_run(request: Request, asked: Question) -> Response:
        run = asked_run(request, "scenario", asked.question)
        if run.is_under_way:
            return progress_page(request, render, run, as_of=asked.as_of)
        page = _page(request, run, asked)
        return run_link(
            render(request, "scenario", as_of=asked.as_of, page=page, asked_query=asked.query, run=run), run
        )

    @router.get("/scenarios/run.json")
    def save_result(request: Request, asked: Question) -> Response:
        return _result(request, asked)

    @router.get("/scenarios/run.csv")
    def save_differences(request: Request, asked: Question) -> Response:
        return _table(request, asked, "differences")

    @router.get("/scenarios/run/{table}.csv")
    def save_table(
        request: Request, asked: Question, table: Annotated[str, Path(pattern="^(differences|numbers|scores)$")]
    ) -> Response:
        return _table(request, asked, table)

    @router.get("/scenarios/run.yml")
    def save_scenario(asked: Question) -> Response:
        return _yaml(canonical_text(asked.scenario) + "\n", asked.scenario.id)


def _result(request: Request, asked: Asked) -> Response:
    run = asked_run(request, "scenario", asked.question)
    if run.is_under_way:
        return progress_answer(run)
    return run_link(Response(to_json(result_of(request, run)), media_type="application/json"), run)


def _table(request: Request, asked: Asked, table: str) -> Response:
    run = asked_run(request, "scenario", asked.question)
    if run.is_under_way:
        return progress_answer(run)
    kind, rows = scenarios.tables_of(_page(request, run, asked))[table]
    return csv_answer(csv_of_rows(kind, rows), name=f"scenario-{asked.scenario.id}-{table}")


def make_scenario_interface() -> APIRouter:
    """Return the routes of the interface for programs."""
    router = APIRouter(prefix="/api/v1", responses=ERRORS)

    @router.get("/scenarios", summary="The worked scenarios that come with the package")
    def list_scenarios() -> list[dict[str, Any]]:
        return [as_content(worked_scenario(one)) for one in WORKED]

    @router.get("/scenarios/run", summary="A scenario beside the baseline", responses=RUN_ANSWERS)
    def run_scenario(request: Request, asked: Question) -> dict[str, Any]:
        return _result(request, asked)  # type: ignore[return-value]

    @router.get("/scenarios/{name}", summary="A worked scenario")
    def read_worked(name: WorkedName) -> dict[str, Any]:
        if name not in WORKED:
            raise NotFoundError("worked scenario", name, near=WORKED, next_step="Take one of them")
        return as_content(worked_scenario(name))

    return router
