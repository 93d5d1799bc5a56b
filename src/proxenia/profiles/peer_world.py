"""What is known of every local government at once, as columns in one order: the ground on which peers are found.

Computed once a snapshot. A missing number is NaN, a missing set an empty one: nothing is known of it, never zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from proxenia.measures.actors.countries_reached import COUNTRIES_REACHED
from proxenia.measures.engines.kept import kept
from proxenia.measures.graph import Ground
from proxenia.model.predicates import Attribute
from proxenia.model.vocabulary import ActorKind, Field, Status, TieKind
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["COUNTRY_FACTS", "FIELDS", "KINDS", "LOCAL", "Numbers", "PeerWorld", "peer_world"]

LOCAL: Final = (ActorKind.CITY.value, ActorKind.REGION.value)
KINDS: Final = (
    TieKind.TWINNING.value,
    TieKind.AGREEMENT.value,
    TieKind.TREATY.value,
    TieKind.PARTNERSHIP.value,
    TieKind.MEMBERSHIP.value,
    TieKind.REPRESENTATION.value,
)
"""Kinds of ties that a local government has."""
FIELDS: Final = tuple(field.value for field in Field)
COUNTRY_FACTS: Final = ("un_member", "federal", "regional_autonomy", "urban_share")
"""What the class of a country is made of, each between 0 and 1 (the autonomy as a rank among the countries)."""

_UNITED_NATIONS: Final = "px:united-nations"
_NOT_IN_FORCE: Final = (Status.SUSPENDED.value, Status.ENDED.value)
Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class PeerWorld:
    """Every city and region with a tie in force, row by row in the order of their identifiers.

    Attributes
    ----------
    ids
        The identifiers, sorted.
    at
        The row of each.
    kinds, fields
        Shape (actors, words): the share of its ties that are of the kind (the field); NaN where none is known.
        A tie in two fields counts half in each.
    ties, reach, population
        Ties in force, other countries in which it has a partner, inhabitants.
    log_reach, log_population
        The natural logarithms of one more than the reach, and of the inhabitants.
    partners, memberships
        One row an actor, one column a partner (a city network): 1 where they are tied.
    members
        One row a city network, one column an actor: `memberships` seen from the other side.
    city_networks
        The identifiers of the columns of `memberships`.
    country
        The code of the country; empty where not known.
    country_facts
        Shape (actors, facts): of its country, :data:`COUNTRY_FACTS`; NaN where not known.
    """

    ids: tuple[str, ...]
    at: Mapping[str, int]
    kinds: Numbers
    fields: Numbers
    ties: NDArray[np.int64]
    reach: Numbers
    population: Numbers
    log_reach: Numbers
    log_population: Numbers
    partners: csr_array
    memberships: csr_array
    members: csr_array
    city_networks: tuple[str, ...]
    country: tuple[str, ...]
    country_facts: Numbers


@kept
def peer_world(snapshot: Snapshot) -> PeerWorld:
    """Return what is known of all local governments of a snapshot; computed once for it."""
    ends = _ties_of_local(snapshot)
    ids = ends["actor"].unique().sort()
    rows = pl.DataFrame({"actor": ids, "row": np.arange(len(ids), dtype=np.int64)})
    ends = ends.join(rows, on="actor", how="inner", maintain_order="left")
    about = rows.join(
        snapshot.actors.select(pl.col("id").alias("actor"), "country", "population"),
        on="actor",
        how="left",
        maintain_order="left",
    )
    memberships, city_networks = _memberships(snapshot, rows)
    reach, population = _reach(snapshot, rows), _numbers(about["population"].replace(0, None))
    return PeerWorld(
        ids=tuple(ids),
        at={actor: row for row, actor in enumerate(ids)},
        kinds=_shares(ends.select("row", word="kind", weight=pl.lit(1.0)), KINDS, len(ids)),
        fields=_shares(_by_field(ends), FIELDS, len(ids)),
        ties=np.bincount(ends["row"].to_numpy(), minlength=len(ids)),
        reach=reach,
        population=population,
        log_reach=np.log(reach + 1.0),
        log_population=np.log(population),
        partners=_partners(snapshot, rows),
        memberships=memberships,
        members=memberships.T.tocsr(),
        city_networks=city_networks,
        country=tuple(about["country"].fill_null("")),
        country_facts=_facts_of(snapshot, about["country"]),
    )


def _numbers(column: pl.Series) -> Numbers:
    numbers: Numbers = column.cast(pl.Float64).fill_null(np.nan).to_numpy()
    return numbers


def _ties_of_local(snapshot: Snapshot) -> pl.DataFrame:
    """Return one row a tie in force and local government at one of its ends: `actor`, `kind`, `fields`.

    A body to which others belong or that hosts their offices does not have these ties: only the member, the sender.
    """
    ties = snapshot.ties.filter(
        pl.col("kind").is_in(KINDS), ~pl.col("status").is_in(_NOT_IN_FORCE), pl.col("a") != pl.col("b")
    )
    directed = [kind.value for kind in TieKind if kind.is_directed]
    ends = pl.concat(
        [
            ties.select("kind", "fields", actor="a"),
            ties.filter(~pl.col("kind").is_in(directed)).select("kind", "fields", actor="b"),
        ]
    )
    kind = pl.col("kind").fill_null(ActorKind.CITY.value)
    local = snapshot.actors.filter(kind.is_in(LOCAL)).select(actor="id")
    return ends.join(local, on="actor", how="semi", maintain_order="left")


def _by_field(ends: pl.DataFrame) -> pl.DataFrame:
    in_some = ends.filter(pl.col("fields").list.len() > 0)
    return (
        in_some.with_columns(weight=1.0 / pl.col("fields").list.len())
        .explode("fields")
        .select("row", "weight", word="fields")
    )


def _shares(lines: pl.DataFrame, words: tuple[str, ...], size: int) -> Numbers:
    sums = np.zeros((size, len(words)))
    place = lines["word"].replace_strict(words, range(len(words)), return_dtype=pl.Int64)
    np.add.at(sums, (lines["row"].to_numpy(), place.to_numpy()), lines["weight"].to_numpy())
    total = sums.sum(axis=1, keepdims=True)
    shares: Numbers = np.divide(sums, total, out=np.full_like(sums, np.nan), where=total > 0)
    return shares


def _matrix(pairs: pl.DataFrame, shape: tuple[int, int]) -> csr_array:
    """Return a matrix of ones at the pairs of `row` and `column`."""
    unique = pairs.unique().sort("row", "column")
    places = (unique["row"].to_numpy(), unique["column"].to_numpy())
    return csr_array((np.ones(unique.height), places), shape=shape)


def _partners(snapshot: Snapshot, rows: pl.DataFrame) -> csr_array:
    links = Ground.of(snapshot, "cities").links.filter(pl.col("a") != pl.col("b"))
    both = pl.concat([links.select("a", "b"), links.select(a="b", b="a")])
    placed = both.join(rows.rename({"actor": "a"}), on="a").join(rows.rename({"actor": "b", "row": "column"}), on="b")
    return _matrix(placed.select("row", "column"), (rows.height, rows.height))


def _memberships(snapshot: Snapshot, rows: pl.DataFrame) -> tuple[csr_array, tuple[str, ...]]:
    links = Ground.of(snapshot, "membership").links
    city_networks = links["b"].unique().sort()
    columns = pl.DataFrame({"b": city_networks, "column": np.arange(len(city_networks), dtype=np.int64)})
    placed = links.join(rows, left_on="a", right_on="actor").join(columns, on="b")
    return _matrix(placed.select("row", "column"), (rows.height, len(city_networks))), tuple(city_networks)


def _reach(snapshot: Snapshot, rows: pl.DataFrame) -> Numbers:
    ground = Ground.of(snapshot, "cities")
    reached = pl.DataFrame({"actor": ground.graph.nodes}, schema={"actor": pl.String}).with_columns(
        reach=pl.Series(COUNTRIES_REACHED.compute(ground), dtype=pl.Float64)
    )
    return _numbers(rows.join(reached, on="actor", how="left", maintain_order="left")["reach"])


def _facts_of(snapshot: Snapshot, countries: pl.Series) -> Numbers:
    facts = _country_facts(snapshot)
    places = pl.DataFrame({"code": countries}).join(facts, on="code", how="left", maintain_order="left")
    return places.select(pl.col(COUNTRY_FACTS).fill_null(np.nan)).to_numpy()


def _country_facts(snapshot: Snapshot) -> pl.DataFrame:
    """Return one row a state: `code` and :data:`COUNTRY_FACTS`, each the latest figure known."""
    state = snapshot.actors.filter(pl.col("kind") == ActorKind.STATE.value, pl.col("country").is_not_null())
    states = state.select("id", code="country").unique("code", keep="first", maintain_order=True)
    members = _un_members(snapshot)
    facts = states.with_columns(
        un_member=pl.col("id").is_in(members.implode()).cast(pl.Float64) if len(members) else pl.lit(None, pl.Float64)
    )
    for name in (Attribute.FEDERAL.value, Attribute.REGIONAL_AUTONOMY.value, Attribute.URBAN_SHARE.value):
        facts = facts.join(_latest(snapshot, name), left_on="id", right_on="subject", how="left", maintain_order="left")
    rank = pl.col(Attribute.REGIONAL_AUTONOMY.value).rank("average")
    known = pl.col(Attribute.REGIONAL_AUTONOMY.value).count()
    return facts.with_columns(((rank - 0.5) / known).alias(Attribute.REGIONAL_AUTONOMY.value))


def _un_members(snapshot: Snapshot) -> pl.Series:
    return snapshot.ties.filter(
        pl.col("kind") == TieKind.MEMBERSHIP.value,
        pl.col("b") == _UNITED_NATIONS,
        ~pl.col("status").is_in(_NOT_IN_FORCE),
    )["a"]


def _latest(snapshot: Snapshot, name: str) -> pl.DataFrame:
    figures = snapshot.attributes.filter(pl.col("attribute") == name, pl.col("number").is_not_null())
    latest = figures.sort("subject", "latest", "statement", nulls_last=False).unique(
        "subject", keep="last", maintain_order=True
    )
    return latest.select("subject", pl.col("number").alias(name))
