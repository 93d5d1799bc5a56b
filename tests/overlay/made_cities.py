"""Made-up countries for the tests of cities beside their states; every tie and act in them is made up."""

from typing import Any

import polars as pl
from tests.snapshot.made import compiled, said

from proxenia.model.statement import Statement
from proxenia.overlay.alignment_ties import CityGround
from proxenia.overlay.tables import PAIRS
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["HOME", "city", "ground", "on", "pair", "pairs", "state", "tie"]

HOME = "XA"
"""The country of the city that most tests ask for."""
_NOT_NULL = {pl.Int64(): 0, pl.Boolean(): False}


def state(identifier: str, name: str) -> list[Statement]:
    country = [said(identifier, "country", object=identifier)] if identifier.startswith("iso:") else []
    return [said(identifier, "kind", value="state"), said(identifier, "name", value=name), *country]


def city(identifier: str, country: str | None, *, kind: str = "city", population: int | None = None) -> list[Statement]:
    rows = [said(identifier, "kind", value=kind), said(identifier, "name", value=f"Name of {identifier}")]
    if country is not None:
        rows.append(said(identifier, "country", object=f"iso:{country}"))
    if population is not None:
        rows.append(said(identifier, "population", value=str(population), unit="persons"))
    return rows


def tie(a: str, b: str, kind: str = "twinning", *, period: str = "2000/..", **more: Any) -> Statement:
    return said(a, kind, object=b, period=period, **more)


def pair(a: str, b: str, overlay_class: str, **more: Any) -> dict[str, Any]:
    """Return one row of the table of pairs; what is not given is zero or false, context is not known."""
    assert a < b
    plain = {name: _NOT_NULL.get(dtype) for name, dtype in PAIRS.items()}
    known = overlay_class != "unknown"
    return {**plain, "a": a, "b": b, "class": overlay_class, "state_known": known, "city_known": known, **more}


def pairs(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=PAIRS).sort("a", "b")


def on(*statements: Statement, year: int = 2020) -> Snapshot:
    return compiled(*statements).as_of(year)


def ground(table: pl.DataFrame, *statements: Statement, year: int = 2020) -> CityGround:
    return CityGround.of(on(*statements, year=year), table)
