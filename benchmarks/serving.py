"""How fast the atlas answers its hot routes, beside datasette 0.65 on the same table in one run.

Command: ``uv run --extra peers python -m benchmarks serving``. Both servers run on this machine, one after the
other in turns, each asked over 16 keep-alive connections. The table is the register's ties, one row an end.
"""

import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from urllib.parse import quote

from benchmarks.load import Load, measure_load
from benchmarks.world import make_ledger
from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.pages.city import city_ties
from proxenia.atlas.search import NameSearch
from proxenia.atlas.year import YearView
from proxenia.cli.settings import load_settings
from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.store import cached_snapshot
from proxenia.web.server import free_port

ROUNDS = 5
CITIES_ASKED = 500
YEAR = 2026
SEED = 20261122


def _write_table(snapshot: Snapshot, path: Path) -> None:
    """Write what the hot routes answer from as a database that datasette serves, with the indices it can use."""
    index = AtlasIndex(snapshot)
    view = YearView(index, YEAR)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE ties (actor, id, kind, partner, name, country, valid_from, status, sources)")
        for actor in index.ties_of:
            database.executemany(
                "INSERT INTO ties VALUES (?,?,?,?,?,?,?,?,?)",
                [
                    (
                        actor,
                        line.id,
                        line.kind,
                        line.partner.id,
                        line.partner.name,
                        line.partner.country,
                        line.valid_from,
                        line.status,
                        json.dumps([source.reference for source in line.sources]),
                    )
                    for line in city_ties(view, actor)
                ],
            )
        database.execute("CREATE INDEX ties_actor ON ties (actor)")
        database.execute("CREATE TABLE names (name, actor)")
        database.executemany("INSERT INTO names VALUES (?,?)", snapshot.names.select("name", "actor").iter_rows())
        database.execute("CREATE VIRTUAL TABLE names_fts USING fts5 (name, content='names', prefix='3 5')")
        database.execute("INSERT INTO names_fts (rowid, name) SELECT rowid, name FROM names")


@contextmanager
def serving(command: list[str], port: int, path: str, *, told: Path | None = None) -> Iterator[None]:
    with (told or Path(os.devnull)).open("wb") as log:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log)
    try:
        for _ in range(720):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5):
                    break
            except OSError:
                time.sleep(0.25)
        else:
            raise RuntimeError(f"{command[0]} did not answer within three minutes")
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def _told(name: str, loads: list[Load]) -> str:
    rate = median(load.answers_per_second for load in loads)
    p99 = median(load.p99_ms for load in loads)
    middle = median(load.median_ms for load in loads)
    failures = sum(load.failures for load in loads)
    waits = f"median {middle:6.2f} ms   p99 {p99:6.2f} ms"
    return f"  {name:<10} {rate:>9,.0f} answers/s   {waits}   failures {failures}"


def _search_times(snapshot: Snapshot) -> None:
    search = NameSearch(AtlasIndex(snapshot))
    for query in ("Rotterdam", "Roterdm", "Шанхай", "san f", "Konstantinopel", "Xotterdam", "qqqqqqqqq"):
        times = []
        for _ in range(20):
            begin = time.perf_counter()
            search.find(query)
            times.append(1000 * (time.perf_counter() - begin))
        print(f"  search {query!r}: median {median(times):.2f} ms, slowest {max(times):.2f} ms (not remembered)")


def _ask_in_turns(ports: dict[str, int], paths: dict[str, list[str]]) -> dict[str, list[Load]]:
    loads: dict[str, list[Load]] = {name: [] for name in ports}
    for name, port in ports.items():
        measure_load(port, paths[name], seconds=1.0)
    for _ in range(ROUNDS):
        for name, port in ports.items():
            loads[name].append(measure_load(port, paths[name], seconds=2.0))
    return loads


def _compare(what: str, ports: dict[str, int], paths: Callable[[str], list[str]]) -> None:
    loads = _ask_in_turns(ports, {name: paths(name) for name in ports})
    print(f"{what}, 16 connections, median of {ROUNDS} turns:")
    for name in ports:
        print(_told(name, loads[name]))
    if "datasette" in loads:
        pairs = zip(loads["atlas"], loads["datasette"], strict=True)
        ratio = median(ours.answers_per_second / theirs.answers_per_second for ours, theirs in pairs)
        print(f"  ratio atlas / datasette: {ratio:.1f}")


def main() -> None:
    """Print answers a second, waiting times and the ratio."""
    settings = load_settings()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with make_ledger(place, settings.cache) as ledger:
            snapshot = cached_snapshot(ledger, settings.cache)
        _search_times(snapshot)
        database = place / "peer.db"
        _write_table(snapshot, database)
        chosen = random.Random(SEED)
        cities = [
            row for row in snapshot.actors.filter(snapshot.actors["kind"] == "city")["id"] if row.startswith("gn:")
        ]
        cities = chosen.sample(sorted(cities), CITIES_ASKED)
        names = dict(snapshot.actors.select("id", "name").iter_rows())
        words = [names[city][:6] for city in cities[:200]]
        ours = free_port(8900)
        os.environ["PROXENIA_DATA"], os.environ["PROXENIA_CACHE"] = str(place), str(settings.cache)
        atlas = [sys.executable, "-m", "proxenia", "atlas", "--no-browser", "--port", str(ours)]
        with serving(atlas, ours, "/about"):
            ports = {"atlas": ours}
            if find_spec("datasette") is None:
                print("datasette is not installed: `uv sync --extra peers`")
                _both(ports, cities, words)
                return
            theirs = free_port(8950)
            peer = [
                sys.executable,
                "-m",
                "datasette",
                str(database),
                "--port",
                str(theirs),
                "--setting",
                "num_sql_threads",
                "3",
            ]
            with serving(peer, theirs, "/-/versions.json"):
                _both({**ports, "datasette": theirs}, cities, words)


def _both(ports: dict[str, int], cities: list[str], words: list[str]) -> None:
    def ties(name: str) -> list[str]:
        if name == "atlas":
            return [f"/api/v1/cities/{city}/ties" for city in cities]
        return [f"/peer/ties.json?actor__exact={quote(city)}&_shape=array&_nocount=1&_nofacet=1" for city in cities]

    def search(name: str) -> list[str]:
        if name == "atlas":
            return [f"/api/v1/search?q={quote(word)}" for word in words]
        return [
            f"/peer/names.json?_search={quote(word)}*&_searchmode=raw&_shape=array&_nocount=1&_nofacet=1&_size=20"
            for word in words
        ]

    _compare("A city's ties", ports, ties)
    _compare("Search by the beginning of a name", ports, search)


if __name__ == "__main__":
    main()
