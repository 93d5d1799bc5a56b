"""Every page's HTML with fifty requests at once: waiting at the median and the 99th percentile.

Command: ``uv run python -m benchmarks web``. The atlas is served as ``proxenia atlas`` serves it, from the founding
register and the three large lists of twinnings where they are at hand, some 41,000 ties; ``PROXENIA_WEB_DATA`` names
the data folder of another ledger. Each kind of page is asked over fifty keep-alive connections: each address once when
nothing of it is remembered but what belongs to the whole year (a server that makes no pages beforehand, or is just
started); each address once of a server that has been left alone until it made the pages of the year beforehand; and
again, in turns, when everything was asked before. Kinds of fewer than fifty pages are asked over as many connections as
they have pages; ``compare`` sets cities drawn by lot side by side, ``compare_most`` those with most ties. Beside them
stand the first and the next pages of years that nobody had opened, of both servers, pages of years drawn by lot, and
pages of long runs while these are computed.
Nothing is answered by a proxy or a browser's cache.
"""

import os
import random
import re
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import polars as pl

from benchmarks.load import Load, measure_load
from benchmarks.registers import world_of_twinnings
from benchmarks.serving import serving
from proxenia.atlas.pages import PAGES
from proxenia.atlas.world import FIRST_SLIDER_YEAR
from proxenia.cli.settings import load_settings
from proxenia.law.records import RuleBook
from proxenia.measures.layers import LAYERS
from proxenia.measures.registry import MEASURES
from proxenia.model.vocabulary import ActorKind, Field, Profile
from proxenia.overlay.overlay import Overlay
from proxenia.profiles.cases import cases_of
from proxenia.snapshot.snapshot import Snapshot
from proxenia.web.server import free_port

AT_ONCE = 50
ASKED = 200
YEAR = 2026
SEED = 20261122
MEDIAN_MS, P99_MS = 150, 400
SETTLED_SECONDS = 120
FEWEST = 10
"""Of a kind with fewer pages no percentile is told of each asked once."""
UNOPENED_YEAR = 2004
LONG_RUNS = {"outlook", "conditions", "how_well", "run", "scenario", "scenarios"}
THOUSANDS = ("city", "country", "country_pair", "actor", "other_profile", "compare")
MOST_TIED = 3_000
"""Profiles of cities with fewer ties are a kind of their own: they are made beforehand last, and seldom asked for."""
PREPARED_SECONDS = 1_800


def _sample(values: list[str]) -> list[str]:
    return random.Random(SEED).sample(sorted(values), min(ASKED, len(values)))


def _actors(snapshot: Snapshot, *kinds: ActorKind) -> list[str]:
    tied = pl.concat([snapshot.ties["a"], snapshot.ties["b"]]).unique()
    wanted = snapshot.actors.filter(pl.col("kind").is_in([kind.value for kind in kinds]))
    return _sample(wanted.filter(pl.col("id").is_in(tied.implode()))["id"].to_list())


def _pages(snapshot: Snapshot) -> dict[str, list[str]]:
    """Return addresses of every kind of page of :data:`proxenia.atlas.pages.PAGES`, as many as are asked for."""
    overlay = Overlay.of(snapshot, YEAR)
    pairs = overlay.pairs.filter(pl.col("city_ties") > 0).sort("city_ties", "a", "b", descending=[True, False, False])
    codes = pl.concat([pairs["a"], pairs["b"].rename("a")]).unique().sort().to_list()
    years = range(YEAR, YEAR - 20, -1)
    bodies = _actors(snapshot, ActorKind.STATE, ActorKind.IGO, ActorKind.CIVIL_SOCIETY)
    return {
        "world": [f"/?as_of={year}" for year in years],
        "two_maps": [f"/two-maps?as_of={year}" for year in years],
        "city": [f"/city/{quote(city)}" for city in _actors(snapshot, ActorKind.CITY)],
        "city_network": [f"/city-network/{body}" for body in _actors(snapshot, ActorKind.CITY_NETWORK)],
        "actor": [f"/actor/{body}" for body in bodies],
        "tie": [f"/tie/{tie}" for tie in _sample(snapshot.ties["id"].to_list())],
        "act": [f"/act/{act}" for act in _sample(snapshot.acts["id"].to_list())],
        "country": [f"/country/{code}" for code in codes[:ASKED]],
        "country_pair": [f"/country-pair/{a}/{b}" for a, b in pairs.head(ASKED).select("a", "b").iter_rows()],
        "expected": ["/expected-ties"],
        "fields": ["/field"],
        "field": [f"/field/{field.value}" for field in Field],
        "measures": [f"/measures?layer={layer}" for layer in LAYERS],
        "measure": [f"/measures/{measure}" for measure in MEASURES],
        "search": [f"/search?q={quote(word)}" for word in ("Rotterdam", "Шанхай", "san f", "Konstantinopel")],
        "sources": ["/sources"],
        "audit": ["/audit"],
        "about": ["/about"],
        **_newer_pages(snapshot, years),
    }


def _newer_pages(snapshot: Snapshot, years: Iterable[int]) -> dict[str, list[str]]:
    most_tied = _most_tied(snapshot)
    rules = RuleBook(snapshot)
    return {
        "city_profile": [f"/city/{quote(city)}/profile" for city in _sample(most_tied[:MOST_TIED])],
        "other_profile": [f"/city/{quote(city)}/profile" for city in _sample(most_tied[MOST_TIED:])],
        "compare": _comparisons(_sample(most_tied)),
        "compare_most": _comparisons(most_tied[: ASKED + 1]),
        "compare_ties": [f"/compare/ties?city={quote(city)}" for city in most_tied[:ASKED]],
        "profiles": ["/profiles"],
        "profile": [f"/profiles/{profile.value}" for profile in Profile],
        "cases": ["/cases"],
        "case": [f"/cases/{quote(case.id)}" for case in cases_of(snapshot, now=snapshot.as_of(YEAR))],
        "law": ["/law"],
        "law_pack": [f"/law/{place.removeprefix('iso:')}" for place in (*rules.places, *rules.bodies)],
        "history": [f"/history?as_of={year}" for year in years],
        "indicators": ["/indicators"],
        "functions": ["/functions"],
    }


def _comparisons(cities: list[str]) -> list[str]:
    """Return each city beside the next."""
    return [f"/compare?city={quote(a)}&city={quote(b)}" for a, b in pairwise(cities)]


def _most_tied(snapshot: Snapshot) -> list[str]:
    """Return the cities with a tie, those with most ties first."""
    cities = snapshot.actors.filter(pl.col("kind") == ActorKind.CITY.value).select("id")
    ends = pl.concat([snapshot.ties.select(id="a"), snapshot.ties.select(id="b")])
    counted = ends.join(cities, on="id").group_by("id").len()
    return counted.sort("len", "id", descending=[True, False])["id"].to_list()


def _settle(port: int, addresses: list[str]) -> None:
    """Ask once for what is computed for a whole year, so that it is there as it is in a server that runs."""
    for address in addresses:
        for _ in range(SETTLED_SECONDS * 2):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{address}", timeout=SETTLED_SECONDS) as answer:
                if answer.headers.get("cache-control") != "no-store":
                    break
            time.sleep(0.5)


@dataclass(frozen=True, slots=True)
class Waits:
    """What was waited for the pages of one kind: each asked once, new and made beforehand, and again."""

    new: Load | None
    beforehand: Load | None
    again: Load

    @property
    def kept_when_new(self) -> bool:
        """Whether the bounds are kept by a server that made nothing beforehand."""
        return _is_kept(self.new)

    @property
    def kept(self) -> bool:
        """Whether the bounds are kept by a server that runs."""
        return _is_kept(self.beforehand) and _is_kept(self.again)


def _is_kept(load: Load | None) -> bool:
    return load is None or (load.median_ms <= MEDIAN_MS and load.p99_ms <= P99_MS and not load.failures)


def _once(port: int, pages: dict[str, list[str]], when: str) -> dict[str, Load | None]:
    waits: dict[str, Load | None] = {}
    for name, paths in pages.items():
        at_once = min(AT_ONCE, len(paths))
        load = measure_load(port, paths, connections=at_once, once=True) if at_once >= FEWEST else None
        if load is not None:
            print(f"  {name}, {when}: {load.median_ms:.1f} and {load.p99_ms:.1f} ms", flush=True)
        waits[name] = load
    return waits


def _again(port: int, paths: list[str]) -> Load:
    measure_load(port, paths, connections=len(paths[:AT_ONCE]), once=True)
    return measure_load(port, paths, connections=AT_ONCE, seconds=2.0)


def _column(load: Load | None) -> str:
    return f"{'':17}" if load is None else f"{load.median_ms:8.1f} {load.p99_ms:8.1f}"


def _tell(waits: dict[str, Waits], pages: dict[str, list[str]]) -> None:
    when = ("each once, new", "made beforehand", "again")
    print(f"  {'':<20}{''.join(f'  {one:>17}' for one in when)}{'':>19}kept by a server")
    print(f"  {'page':<14}{'pages':>6}  {3 * '  median      p99  '}{'a second':>9}  fail  new  that runs")
    for name, one in waits.items():
        columns = "  ".join(_column(load) for load in (one.new, one.beforehand, one.again))
        rate, failures = one.again.answers_per_second, one.again.failures
        kept = "  ".join("yes" if each else "NO " for each in (one.kept_when_new, one.kept))
        print(f"  {name:<14}{len(pages[name]):>6}  {columns}  {rate:9,.0f}  {failures:>4}  {kept}")


def _command(port: int, *more: str) -> list[str]:
    return [sys.executable, "-m", "proxenia", "atlas", "--no-browser", "--port", str(port), *more]


def _wait_until_told(log: Path, words: str) -> None:
    """Wait until the server says something, and say so."""
    for _ in range(PREPARED_SECONDS):
        found = re.search(f"^.*{words}.*$", log.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
        if found:
            print(f"  {found[0].strip()}", flush=True)
            return
        time.sleep(1)
    raise RuntimeError(f"the server did not say `{words}` within {PREPARED_SECONDS} s")


def _tell_unopened_years(port: int, pages: dict[str, list[str]]) -> None:
    """Tell how long the first and the next pages of years take that nobody opened, one year a kind of page."""
    print("  pages of a year that nobody had opened: the first fifty at once, then the others")
    for year, name in enumerate(THOUSANDS, UNOPENED_YEAR):
        paths = [_of_year(path, year) for path in pages[name]]
        first = measure_load(port, paths[:AT_ONCE], connections=AT_ONCE, once=True)
        then = measure_load(port, paths[AT_ONCE:], connections=AT_ONCE, once=True)
        print(f"  {name:<14}{year:>6}  {_column(first)}  {_column(then)}", flush=True)


def _tell_mixed_years(port: int, pages: dict[str, list[str]]) -> None:
    """Tell how long pages take of which each shows a year drawn by lot, so that years are opened all the time."""
    print("  pages of which each shows a year between 1945 and last year, drawn by lot")
    drawn = random.Random(SEED)
    for name in THOUSANDS:
        paths = [_of_year(path, drawn.randrange(FIRST_SLIDER_YEAR, YEAR)) for path in pages[name]]
        load = measure_load(port, paths, connections=AT_ONCE, once=True)
        print(f"  {name:<20}  {_column(load)}", flush=True)


def _of_year(path: str, year: int) -> str:
    return f"{path}{'&' if '?' in path else '?'}as_of={year}"


def _tell_long_runs(port: int) -> None:
    """Tell how long pages take whose long runs are being computed in a process of their own."""
    print("  pages of long runs, while these are computed, and the list of scenarios")
    for path in ("/outlook", "/conditions", "/how-well", "/scenarios"):
        load = measure_load(port, [path], connections=AT_ONCE, seconds=2.0)
        print(f"  {path:<20}  {_column(load)}  {load.failures} failed", flush=True)


def _measure(place: Path, cache: Path, pages: dict[str, list[str]], log: Path) -> dict[str, Waits]:
    os.environ["PROXENIA_DATA"], os.environ["PROXENIA_CACHE"] = str(place), str(cache)
    port = free_port(8900)
    with serving(_command(port, "--no-prepare"), port, "/about", told=log):
        begin = time.perf_counter()
        _wait_until_told(log, "second process")
        _settle(port, ["/", "/audit", "/country/FR", "/expected-ties", "/measures", *pages["measures"]])
        _settle(port, pages["measure"])
        print(f"  what belongs to the year is computed after {time.perf_counter() - begin:.0f} s", flush=True)
        new = _once(port, pages, "new")
        _tell_unopened_years(port, pages)
    port = free_port(8900)
    with serving(_command(port), port, "/about", told=log):
        begin = time.perf_counter()
        _wait_until_told(log, "beforehand")
        print(f"  all that took {time.perf_counter() - begin:.0f} s, half of them idle", flush=True)
        _settle(port, ["/audit"])
        beforehand = _once(port, pages, "made beforehand")
        again = {name: _again(port, paths) for name, paths in pages.items()}
        _tell_unopened_years(port, pages)
        _tell_mixed_years(port, pages)
        _tell_long_runs(port)
    return {name: Waits(new[name], beforehand[name], again[name]) for name in pages}


def _run(place: Path, cache: Path, snapshot: Snapshot) -> None:
    pages = _pages(snapshot)
    missing = {page.name for page in PAGES} - pages.keys() - LONG_RUNS
    if missing:
        print(f"  not measured: {', '.join(sorted(missing))}")
    with tempfile.TemporaryDirectory() as folder:
        _tell(_measure(place, cache, pages, Path(folder) / "log.txt"), pages)


def main() -> None:
    """Print waiting times by kind of page, and whether they keep to the bounds."""
    with world_of_twinnings() as (place, snapshot):
        print(f"{snapshot.ties.height:,} ties, {AT_ONCE} requests at once, bounds {MEDIAN_MS} and {P99_MS} ms:")
        _run(place, load_settings().cache, snapshot)


if __name__ == "__main__":
    main()
