"""Pages made beforehand: while nobody asks, those that are asked for most are made and kept.

A page of a large country takes a hundredth of a second, so fifty visitors who ask for fifty such pages at once would
wait for half a second. The pages of this year are therefore made one by one behind the answers, whenever
nobody has asked for anything for a moment, and never for more than half of the time.
"""

import asyncio
import gc
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain, islice
from typing import Final

import polars as pl
from starlette.types import ASGIApp, Message

from proxenia.atlas.lines import actor_address
from proxenia.atlas.page_memory import BEFOREHAND, KeptPages
from proxenia.atlas.page_question import PageQuestion
from proxenia.atlas.world import AtlasWorld
from proxenia.measures.layers import LAYERS
from proxenia.measures.registry import MEASURES
from proxenia.model.vocabulary import ActorKind, Field, Profile

__all__ = ["MOST_PAGES", "addresses_of", "keep_years", "prepare_pages", "until_computed"]

log = logging.getLogger(__name__)

MOST_PAGES: Final = 60_000
_QUIET_SECONDS: Final = 0.3
_ROOM: Final = 0.8
"""Share of the memory of pages that is filled beforehand; the rest is for what visitors ask."""
_MOST_PAIRS: Final = 4_000
_FIRST_PROFILES: Final = 3_000
"""Cities whose profile comes in turns with the pages of actors, those with most ties; the other profiles come last."""
_MOST_LATER: Final = 500
"""Among so many of the first are the pages of measures, whose values are computed when somebody asks."""


def addresses_of(world: AtlasWorld) -> Iterator[str]:
    """Return the addresses of this year's pages, those that many ask for first.

    The pages every visitor can reach from the navigation, then countries, then the maps and the history of each year of
    the slider, then pairs of countries and actors by the number of their ties in turns; profiles of small cities last.
    """
    yield from _first_addresses(world)
    yield from _further_addresses(world)


def _first_addresses(world: AtlasWorld) -> Iterator[str]:
    yield from ("/", "/two-maps", "/history", "/profiles", "/cases", "/law", "/indicators", "/field", "/functions")
    yield from ("/measures", "/sources", "/audit", "/about", "/expected-ties")
    yield from (f"/profiles/{profile.value}" for profile in Profile)
    yield from (f"/law/{place.removeprefix('iso:')}" for place in (*world.rules.places, *world.rules.bodies))
    yield from (f"/field/{field.value}" for field in Field)
    yield from (f"/measures?layer={layer}" for layer in LAYERS)
    yield from (f"/measures/{measure}" for measure in MEASURES)
    pairs = _pairs(world)
    codes = pl.concat([pairs["a"], pairs["b"].rename("a")]).unique(maintain_order=True)
    yield from (f"/country/{code}" for code in codes)
    yield from (f"{page}?as_of={year}" for year in world.slider_years for page in ("/", "/two-maps", "/history"))


def _further_addresses(world: AtlasWorld) -> Iterator[str]:
    pairs = (f"/country-pair/{a}/{b}" for a, b in _pairs(world).head(_MOST_PAIRS).select("a", "b").iter_rows())
    return _in_turns(list(pairs), _actors(world))


def _pairs(world: AtlasWorld) -> pl.DataFrame:
    """Return the pairs of countries with city ties, those with most first."""
    pairs = world.countries_of.overlay(world.this_year).pairs.filter(pl.col("city_ties") > 0)
    return pairs.sort("city_ties", "a", "b", descending=[True, False, False])


def _actors(world: AtlasWorld) -> list[str]:
    ties = Counter({actor: len(lines) for actor, lines in world.index.ties_of.items()})
    named = sorted(ties, key=lambda actor: (-ties[actor], actor))
    actors = world.index.actors
    pages = [actor_address(actor, actors[actor].kind) for actor in named if actor in actors]
    cities = [actor for actor in named if actor in actors and actors[actor].kind is ActorKind.CITY]
    profiles = [f"{actor_address(city, ActorKind.CITY)}/profile" for city in cities]
    return [*_in_turns(pages, profiles[:_FIRST_PROFILES]), *profiles[_FIRST_PROFILES:]]


def _in_turns(one: Sequence[str], other: Sequence[str]) -> Iterator[str]:
    both = min(len(one), len(other))
    return chain(chain.from_iterable(zip(one[:both], other[:both], strict=True)), one[both:], other[both:])


async def until_computed(world: AtlasWorld, work: Callable[[], object] = lambda: None) -> None:
    """Wait until what is being computed behind the answers, and what waits for it, is there, and then some `work`.

    Raises
    ------
    Exception
        What the work raises.
    """
    loop = asyncio.get_running_loop()
    computed = asyncio.Event()
    failed: list[Exception] = []

    def compute() -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - raised where the work is waited for
            failed.append(error)
        with suppress(RuntimeError):  # the server has ended meanwhile
            loop.call_soon_threadsafe(computed.set)

    while not world.levels.background.ask(compute):  # so much waits there that there is no room
        await asyncio.sleep(_QUIET_SECONDS)
    await computed.wait()
    for error in failed:
        raise error


async def prepare_pages(app: ASGIApp, world: AtlasWorld, kept: KeptPages, *, most: int = MOST_PAGES) -> int:
    """Make this year's pages while nobody asks; return how many were asked for.

    It waits until what belongs to the year is computed, and ends when there is no more room. Before the pages of which
    there are thousands, it keeps what takes longest of each year of the slider.

    Parameters
    ----------
    app
        The whole application, with its memory of pages.
    world
        What it shows.
    kept
        Where its pages are kept.
    most
        How many pages at most.
    """
    await until_computed(world)
    first = await asyncio.to_thread(lambda: list(islice(_first_addresses(world), most)))
    made = await _make(app, kept, first)
    await keep_years(world, lambda: kept.seconds_since_asked)
    further = await asyncio.to_thread(lambda: list(islice(_further_addresses(world), most - len(first))))
    made += await _make(app, kept, further)
    made += await _make(app, kept, _not_kept(first[:_MOST_LATER], kept))
    gc.freeze()  # what was made stays: the collector of garbage need not look through it while pages are made
    return made


async def _make(app: ASGIApp, kept: KeptPages, addresses: Iterable[str]) -> int:
    """Make some pages while nobody asks, as long as there is room; return how many."""
    loop = asyncio.get_running_loop()
    made = 0
    for address in addresses:
        while kept.seconds_since_asked < _QUIET_SECONDS:
            await asyncio.sleep(_QUIET_SECONDS)
        if kept.filled_share >= _ROOM:
            break
        begun = loop.time()
        await app({**PageQuestion.to(address).scope(), BEFOREHAND: True}, _nothing_more, _to_nobody)
        made += 1
        await asyncio.sleep(loop.time() - begun)
    return made


def _not_kept(addresses: Iterable[str], kept: KeptPages) -> Iterator[str]:
    """Yield the addresses whose values were still to come when they were asked for: they are there by now."""
    yield from (address for address in addresses if PageQuestion.to(address) not in kept)


async def keep_years(world: AtlasWorld, seconds_since_asked: Callable[[], float]) -> None:
    """Keep what takes longest of each year of the slider, while nobody asks; a year that fails is told and left out.

    Parameters
    ----------
    world
        What is shown.
    seconds_since_asked
        For how long nobody has asked for anything.
    """
    loop = asyncio.get_running_loop()
    for year in world.slider_years:
        while seconds_since_asked() < _QUIET_SECONDS:
            await asyncio.sleep(_QUIET_SECONDS)
        begun = loop.time()
        try:
            await until_computed(world, partial(world.keep_year, year))
        except Exception:
            log.exception("the year %s is not kept ready", year)  # it is computed when somebody asks
        await asyncio.sleep(loop.time() - begun)


async def _nothing_more() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


async def _to_nobody(message: Message) -> None:
    del message
