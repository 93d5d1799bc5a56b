"""The pages of profiles as HTML, their tables as CSV, and the same as JSON under /api/v1.

They are plain functions, which the framework runs beside its loop: what they show may have to be computed first.
"""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from proxenia.atlas.api import ERRORS, AsOf, Identifier, atlas_of, year_of
from proxenia.atlas.level_pages import Render
from proxenia.atlas.pages import city_profile
from proxenia.atlas.pages.profiles import ProfileCity, ProfileLine, ProfilePage, ProfilesPage
from proxenia.atlas.profile_words import ProfileWords
from proxenia.atlas.sheet import csv_answer, csv_of_rows
from proxenia.atlas.world import to_json
from proxenia.errors import NotFoundError
from proxenia.profiles.finding import ANSWERS, YES
from proxenia.profiles.profile import CityProfile
from proxenia.profiles.registry import PROFILES

__all__ = ["make_profile_interface", "make_profile_router"]

ProfileName = Annotated[str, Path(max_length=40, description="A profile, such as mega_city")]
Answer = Annotated[
    str, Query(pattern=f"^({'|'.join(ANSWERS)})$", description="Cities of which the profile has this answer")
]
PageNumber = Annotated[int, Query(ge=1, le=100_000, description="Which page of the cities")]
_MEDIA: Final = "application/json"


def _known(name: str) -> CityProfile:
    """Return the profile of an address, or raise NotFoundError with the known ones."""
    if name not in PROFILES:
        raise NotFoundError("profile", name, next_step=f"Known: {', '.join(PROFILES)}")
    return PROFILES[name]


def make_profile_router(render: Render) -> APIRouter:
    """Return the routes of the pages.

    Parameters
    ----------
    render
        Makes a page of a request, the name of a page, a year and values.
    """
    router = APIRouter(include_in_schema=False)
    _add_city(router, render)
    _add_lists(router, render)
    return router


def _add_city(router: APIRouter, render: Render) -> None:
    @router.get("/city/{id}/profile")
    def show_city(request: Request, id: Identifier, as_of: AsOf = None) -> Response:  # noqa: A002
        year = year_of(request, as_of)
        page = atlas_of(request).profiles.city(id, year=year)
        if id != page.actor.id:
            return RedirectResponse(f"{page.actor.address}/profile?as_of={year}", status_code=308)
        own, of_peers = city_profile.shown_answers(page)
        peers = zip(page.peers, of_peers, strict=True)
        return render(request, "city_profile", as_of=year, page=page, words=ProfileWords(page), own=own, peers=peers)

    @router.get("/city/{id}/profile.csv")
    def save_city(request: Request, id: Identifier, as_of: AsOf = None) -> Response:  # noqa: A002
        year = year_of(request, as_of)
        page = atlas_of(request).profiles.city(id, year=year)
        body = csv_of_rows(city_profile.ProfileRow, city_profile.rows_of(page))
        name = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in page.actor.id)
        return csv_answer(body, name=f"profile-{name}-{year}")


def _add_lists(router: APIRouter, render: Render) -> None:
    @router.get("/profiles")
    def show_profiles(request: Request, as_of: AsOf = None) -> Response:
        year = year_of(request, as_of)
        return render(request, "profiles", as_of=year, page=atlas_of(request).profiles.profiles(year))

    @router.get("/profiles.csv")
    def save_profiles(request: Request, as_of: AsOf = None) -> Response:
        year = year_of(request, as_of)
        body = csv_of_rows(ProfileLine, atlas_of(request).profiles.profiles(year).profiles)
        return csv_answer(body, name=f"profiles-{year}")

    @router.get("/profiles/{profile}.csv")
    def save_profile(request: Request, profile: ProfileName, as_of: AsOf = None, answer: Answer = YES) -> Response:
        year, wanted = year_of(request, as_of), _known(profile)
        page = atlas_of(request).profiles.cities(wanted, year=year, answer=answer, page=None)
        return csv_answer(csv_of_rows(ProfileCity, page.cities), name=f"{wanted.id}-{answer}-{year}")

    @router.get("/profiles/{profile}")
    def show_profile(
        request: Request, profile: ProfileName, *, as_of: AsOf = None, answer: Answer = YES, page: PageNumber = 1
    ) -> Response:
        year, wanted = year_of(request, as_of), _known(profile)
        payload = atlas_of(request).profiles.cities(wanted, year=year, answer=answer, page=page)
        return render(request, "profile", as_of=year, page=payload)


def make_profile_interface() -> APIRouter:
    """Return the routes of the interface."""
    router = APIRouter(prefix="/api/v1", responses=ERRORS)

    @router.get(
        "/actors/{id}/profile",
        response_model=city_profile.CityProfilePage,
        summary="A city's six profiles, five conditions and drivers, beside its peers",
    )
    def show_city(request: Request, id: Identifier, as_of: AsOf = None) -> Response:  # noqa: A002
        page = atlas_of(request).profiles.city(id, year=year_of(request, as_of))
        return Response(to_json(page), media_type=_MEDIA)

    @router.get("/profiles", response_model=ProfilesPage, summary="The six profiles with how many cities have each")
    def list_profiles(request: Request, as_of: AsOf = None) -> Response:
        page = atlas_of(request).profiles.profiles(year_of(request, as_of))
        return Response(to_json(page), media_type=_MEDIA)

    @router.get("/profiles/{profile}", response_model=ProfilePage, summary="The cities that have a profile")
    def list_cities(
        request: Request, profile: ProfileName, *, as_of: AsOf = None, answer: Answer = YES, page: PageNumber = 1
    ) -> Response:
        year, wanted = year_of(request, as_of), _known(profile)
        found = atlas_of(request).profiles.cities(wanted, year=year, answer=answer, page=page)
        return Response(to_json(found), media_type=_MEDIA)

    return router
