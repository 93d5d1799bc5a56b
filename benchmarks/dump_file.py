"""A synthetic dump of Wikidata, made from the reference entities; named synthetic wherever it is shown.

Three items of a hundred carry what the reader keeps: they are cut from the reference's cities and states. The others
are cut from all of its entities after the kept properties were taken out. Every line has labels, descriptions, aliases,
claims and links to Wikipedia, is ASCII as the real dump, drawn to a mean of 13 kB, and bears its own number.
"""

import bz2
import json
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import orjson
import zstandard
from isal import igzip_threaded

__all__ = ["COMPRESSIONS", "dump_file", "reference_entities"]

MEAN_BYTES = 13_000
KEPT_SHARE = 0.03
POOL = 1_500
FIRST_ITEM = 1_000_000_000
NEEDED = ("P190", "P463", "P530", "P137", "P1566", "P297", "P300", "P279", "P2124")
ALWAYS = ("P31", "P17", "P625")
_PARTS = ("labels", "descriptions", "aliases", "sitelinks")


def reference_entities() -> list[dict[str, Any]] | None:
    """Give the reference entities, or nothing where the reference data is not at hand."""
    folder = Path(os.environ.get("PROXENIA_REFERENCE", Path(__file__).parents[2] / "shared" / "reference"))
    path = folder / "city" / "wikidata_entities" / "dump_extract_50_entities.json"
    if not path.exists():
        return None
    lines = (line.strip().rstrip(b",") for line in path.read_bytes().split(b"\n"))
    return [orjson.loads(line) for line in lines if len(line) > 2]


def _cut(entity: dict[str, Any], size: int, chance: random.Random, *, kept: bool) -> bytes:
    """Give a line of about `size` bytes with some of what an entity has; of a kept one at least one needed claim."""
    parts: list[tuple[str, str]] = [(part, key) for part in _PARTS for key in entity.get(part) or ()]
    claims = [(key, claim) for key, found in entity["claims"].items() for claim in found]
    needed = [pair for pair in claims if pair[0] in NEEDED]
    always = [pair for pair in claims if pair[0] in ALWAYS]
    others = [pair for pair in claims if pair[0] not in (*NEEDED, *ALWAYS)]
    chance.shuffle(parts)
    chance.shuffle(needed)
    chance.shuffle(others)
    chosen = always + (needed[: max(1, len(needed) // 2)] if kept else []) + others
    made: dict[str, Any] = {
        "type": "item",
        "id": "Q0",
        **{part: {} for part in _PARTS[:3]},
        "claims": {},
        "sitelinks": {},
    }
    length, names, facts = 200, iter(parts), iter(chosen)
    while length < size:
        claim, name = next(facts, None), next(names, None)
        if claim is None and name is None:
            break
        if claim is not None:
            made["claims"].setdefault(claim[0], []).append(claim[1])
            length += len(orjson.dumps(claim[1]))
        # About as many bytes of names as of claims: a name is a tenth of a claim.
        for part, key in filter(None, (name, *(next(names, None) for _ in range(9)))):
            made[part][key] = entity[part][key]
            length += len(json.dumps(entity[part][key])) + 8
    return json.dumps(made, separators=(",", ":")).encode().replace(b'"id":"Q0"', b'"id":"Q%d"', 1)


def _pool(entities: list[dict[str, Any]], chance: random.Random, *, kept: bool, count: int) -> list[bytes]:
    usable = [one for one in entities if not kept or set(one["claims"]) & {"P190", "P463", "P530", "P297", "P300"}]
    # Small and large items, as in the real dump; the sum of both pools comes to the mean.
    sizes = (chance.lognormvariate(0, 0.8) for _ in range(count))
    lines = (_cut(chance.choice(usable), int(size * 10_250), chance, kept=kept) for size in sizes)
    return [line.replace(b"%", b"%%").replace(b'"id":"Q%%d"', b'"id":"Q%d"', 1) for line in lines]


def synthetic_lines(size: int) -> Iterator[bytes]:
    """Give the pieces of a dump of about `size` bytes."""
    entities = reference_entities() or []
    chance = random.Random(20261122)
    others, keepers = (_pool(entities, chance, kept=kept, count=POOL) for kept in (False, True))
    done, number = 0, 0
    yield b"[\n"
    while done < size:
        pool = keepers if chance.random() < KEPT_SHARE else others
        line = chance.choice(pool) % (FIRST_ITEM + number)
        yield line if not number else b",\n" + line
        done, number = done + len(line) + 2, number + 1
    yield b"\n]\n"


def _gz(path: Path) -> IO[bytes]:
    return igzip_threaded.open(path, "wb", compresslevel=3, threads=1)


def _zst(path: Path) -> Any:
    return zstandard.ZstdCompressor(level=3).stream_writer(path.open("wb"), closefd=True)


def _bz2(path: Path) -> Any:
    return bz2.BZ2File(path, "wb", compresslevel=9)


COMPRESSIONS: dict[str, Callable[[Path], Any]] = {
    "json": lambda path: path.open("wb"),
    "gz": _gz,
    "zst": _zst,
    "bz2": _bz2,
}


def dump_file(folder: Path, size: int, compression: str) -> Path:
    """Give a synthetic dump of about `size` bytes uncompressed, made once in `folder`; nothing is held in memory."""
    path = folder / f"synthetic-{size >> 20}-mb.json{'' if compression == 'json' else f'.{compression}'}"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        with COMPRESSIONS[compression](part) as file:
            for line in synthetic_lines(size):
                file.write(line)
        part.rename(path)
    return path
