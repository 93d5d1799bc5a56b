"""Substitution: how much of the outside ties of a polity without full recognition its cities carry.

Which polities these are, the register says and no list here does: states that at least one state recognises and that
are no members of the United Nations on the day, though somebody is. Beside them stand polities of which a source says
that they act much like a state (``quasi_sovereign``), and regions and cities of recognised states of which a source
says that they keep a tie of their own as a functional substitute.

The cities of a state are those of its country, the cities of a region those that a source places in it. The places of
today are taken for every year.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import polars as pl

from proxenia.errors import InputError
from proxenia.model.actor import Actor
from proxenia.model.predicates import Attribute
from proxenia.model.vocabulary import ActorKind, Driver, Status, TieKind
from proxenia.overlay.alignment_ties import TIES_OF_CITIES, CityGround
from proxenia.overlay.rule import RULE
from proxenia.overlay.substitution_ties import STATE_TIES, state_ties_of
from proxenia.snapshot.as_of import day_of
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["POLITIES", "Carrier", "SubstitutePartner", "Substitution", "find_polities", "substitution_of"]

UNITED_NATIONS: Final = "px:united-nations"
_SHOWN_CARRIERS: Final = 20
_SUBSTITUTE: Final = Driver.FUNCTIONAL_SUBSTITUTE.value

POLITIES: Final = pl.Schema(
    {"id": pl.String(), "kind": pl.String(), "name": pl.String(), "country": pl.String(), "recognised_by": pl.Int64()}
)
"""One row a polity, sorted by `id`; `recognised_by` states, none for regions and cities, and where nobody tells."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """A city of the polity with the number of its ties abroad."""

    actor: str
    name: str
    ties: int


@dataclass(frozen=True, slots=True)
class SubstitutePartner:
    """A country with which the polity has ties of either level.

    Attributes
    ----------
    partner, country
        The state's identifier, and its code; a polity without a code has none.
    overlay_class
        Of the pair of countries; none when one of the two is not in the table of pairs.
    city_ties
        City ties in force between the two; none when no source places a city in the polity.
    state_ties
        Ties of the states by kind, only those above zero, see
        :data:`proxenia.overlay.substitution_ties.STATE_TIES`.
    """

    partner: str
    country: str | None
    overlay_class: str | None
    city_ties: int | None
    state_ties: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Substitution:
    """The outside ties of a polity without full recognition on a day: those of its cities beside those of its state.

    Attributes
    ----------
    polity, kind, country
        Who; its code when it has one.
    recognised_by, refused_by
        How many states recognise it; how many are on record as keeping no relations with it or having broken them off.
        None of a region or city.
    city_ties, state_ties
        All ties abroad in force: of its cities (of a region also its own), and of the state by kind. City ties are
        none when no source places a city in the polity.
    unplaced_cities, unplaced_ties
        Of a region: the cities of its state that have ties abroad and of which no source tells the region, and those
        ties. They may be its own; they are not counted.
    city_share
        City ties among all of both, 0 to 1. It counts an embassy and a twinning alike: read it beside the share of
        countries. None when cities are not known, when there are no ties, and when the lists do not speak of the
        polity's missions (in as many countries as :data:`proxenia.overlay.rule.RULE` asks for): their silence would
        make cities carry everything.
    countries, city_countries, state_countries
        Partner countries of either level, of its cities, and of its state.
    cities_only
        Codes of the countries that only its cities reach: the state level has data on the pair and knows of no tie.
    cities_only_share
        Their share of the partner countries but for those in `unknown`, 0 to 1; none as for `city_share`.
    unknown
        Codes of the countries that its cities reach and of which the state level cannot say.
    organisations
        Organisations of states that it belongs to, or keeps an office with; they are no part of the shares.
    by_class
        City ties by the class of the pair of countries.
    carriers
        Its cities with most ties abroad, at most twenty.
    evidence
        Ties and acts that a source calls a functional substitute, with the title or a sentence on each.
    """

    polity: str
    kind: str
    name: str
    country: str | None
    as_of: str | None
    recognised_by: int | None
    refused_by: int | None
    city_ties: int | None
    state_ties: Mapping[str, int]
    unplaced_cities: int
    unplaced_ties: int
    city_share: float | None
    countries: int
    city_countries: int | None
    state_countries: int
    cities_only: Sequence[str]
    cities_only_share: float | None
    unknown: Sequence[str]
    organisations: Sequence[str]
    by_class: Mapping[str, int]
    carriers: Sequence[Carrier]
    evidence: Mapping[str, str]
    partners: Sequence[SubstitutePartner]

    def as_json(self) -> dict[str, Any]:
        """Return the payload as JSON."""
        told = asdict(self)
        for one in told["partners"]:
            one["class"] = one.pop("overlay_class")
        return told


def find_polities(snapshot: Snapshot) -> pl.DataFrame:
    """Return the polities without full recognition on the day of the snapshot.

    Nobody can be told from the others on a day on which no membership in the United Nations is known, as before 1945:
    then there are none.

    Returns
    -------
    polars.DataFrame
        As :data:`POLITIES`.
    """
    held = snapshot.ties.filter(~pl.col("status").is_in(RULE.not_in_force))
    members = held.filter((pl.col("kind") == TieKind.MEMBERSHIP.value) & (pl.col("b") == UNITED_NATIONS)).select("a")
    if members.is_empty():
        return pl.DataFrame(schema=POLITIES)
    states = snapshot.actors.filter(pl.col("kind") == ActorKind.STATE.value)
    recognised = (
        held.filter(pl.col("kind") == TieKind.RECOGNITION.value)
        .group_by(id=pl.col("b"))
        .agg(pl.col("a").n_unique().cast(pl.Int64).alias("recognised_by"))
    )
    some = states.join(recognised, on="id").join(members, left_on="id", right_on="a", how="anti")
    named = pl.concat([_quasi_sovereign(snapshot), _named_substitutes(snapshot, held, members)]).unique("id")
    others = named.join(some, on="id", how="anti").join(members, left_on="id", right_on="a", how="anti")
    found = pl.concat([some.select(POLITIES.names()), others])
    return found.cast(POLITIES).sort("id")


def _quasi_sovereign(snapshot: Snapshot) -> pl.DataFrame:
    """Return states and regions of which the latest word on the day is that they act much like a state."""
    day = day_of(snapshot.manifest["as_of"])
    # A plain year says when it was looked at, not when it ended.
    ended = (pl.col("latest") < day) & pl.col("period").str.contains("/", literal=True)
    told = snapshot.attributes.filter(pl.col("attribute") == Attribute.QUASI_SOVEREIGN.value).sort(
        "subject", "earliest", "statement", nulls_last=False
    )
    latest = told.group_by("subject", maintain_order=True).agg(
        pl.col("number").last(), ended.fill_null(value=False).last().alias("ended")
    )
    kinds = [ActorKind.STATE.value, ActorKind.REGION.value]
    there = snapshot.actors.filter(pl.col("kind").is_in(kinds)).join(latest, left_on="id", right_on="subject")
    stands = there.filter((pl.col("number") >= 1) & ~pl.col("ended"))
    return stands.with_columns(recognised_by=pl.lit(None, dtype=pl.Int64)).select(POLITIES.names())


def _named_substitutes(snapshot: Snapshot, held: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Return regions and cities of member states that keep a tie which a source calls a functional substitute."""
    keepers = held.filter(pl.col("driver") == _SUBSTITUTE).select(pl.col("a").alias("id")).unique()
    local = snapshot.actors.filter(pl.col("kind").is_in(RULE.city_actors)).join(keepers, on="id", how="semi")
    inside = local.filter((pl.lit("iso:") + pl.col("country")).is_in(members["a"].implode()))
    return inside.with_columns(recognised_by=pl.lit(None, dtype=pl.Int64)).select(POLITIES.names())


def substitution_of(ground: CityGround, pairs: pl.DataFrame, polity: str) -> Substitution:
    """Return the outside ties of a polity without full recognition.

    Parameters
    ----------
    ground
        Of all local governments.
    pairs
        As :data:`proxenia.overlay.tables.PAIRS`, of the same day.
    polity
        Its identifier, also an alias.

    Raises
    ------
    NotFoundError
        When there is no such actor.
    InputError
        When the register gives no reason to call it a polity without full recognition on that day.
    """
    snapshot = ground.snapshot
    actor = snapshot.actor(polity)
    found = find_polities(snapshot)
    row = found.filter(pl.col("id") == actor.id)
    if row.is_empty():
        raise InputError(
            f"{actor.name} ({actor.id}) is no polity without full recognition on the day, as far as the register tells",
            expected=f"Those that it tells of: {', '.join(found['id']) or 'none'}",
            next_step="Ask for one of them, or for another year",
        )
    code = actor.country if actor.kind is ActorKind.STATE else None
    state = state_ties_of(snapshot, pairs, actor.id, code)
    ties, unplaced = _ties_of(ground, actor), _unplaced(ground, actor)
    return _substitution(snapshot, pairs, row.row(0, named=True), ties, unplaced, state)


def _ties_of(ground: CityGround, polity: Actor) -> pl.DataFrame | None:
    """Return the ties abroad of a polity's cities, of a city its own; nothing when no source places cities in it."""
    abroad = ground.ties.filter(pl.col("home") != pl.col("country"))
    if polity.kind is ActorKind.CITY:
        return abroad.filter(pl.col("actor") == polity.id)
    if polity.kind is ActorKind.STATE and polity.country is not None:
        return abroad.filter(pl.col("home") == polity.country)
    placed = ground.snapshot.actors.filter((pl.col("region") == polity.id) | (pl.col("country") == polity.id))["id"]
    if placed.is_empty():
        return None
    return abroad.filter((pl.col("actor") == polity.id) | pl.col("actor").is_in(placed.implode()))


def _unplaced(ground: CityGround, polity: Actor) -> pl.DataFrame:
    """Return the ties abroad of the cities of a region's state that no source places in a region."""
    abroad = ground.ties.filter(pl.col("home") != pl.col("country"))
    if polity.kind is not ActorKind.REGION:
        return abroad.clear()
    cities = ground.snapshot.actors.filter(
        pl.col("country") == polity.country,
        pl.col("region").is_null(),
        pl.col("kind").fill_null(ActorKind.CITY.value) == ActorKind.CITY.value,
    )
    return abroad.join(cities.select(actor="id"), on="actor", how="semi")


def _substitution(  # noqa: PLR0917
    snapshot: Snapshot,
    pairs: pl.DataFrame,
    who: Mapping[str, Any],
    ties: pl.DataFrame | None,
    unplaced: pl.DataFrame,
    state: pl.DataFrame,
) -> Substitution:
    partners = _partners(pairs, who["country"], ties, state)
    reached = [one for one in partners if one.city_ties]
    cities = None if ties is None else ties["tie"].n_unique()
    totals = {kind: int(state[kind].sum()) for kind in STATE_TIES if kind != "refused"}
    told = _state_known(pairs, who["country"]) if _is_listed(who["kind"], state) else set()
    alone = [one.country for one in reached if one.country is not None and not one.state_ties]
    only = [code for code in alone if code in told]
    comparable = bool(told and cities)
    is_state = who["kind"] == ActorKind.STATE.value
    return Substitution(
        polity=who["id"],
        kind=who["kind"],
        name=who["name"],
        country=who["country"],
        as_of=snapshot.manifest.get("as_of"),
        recognised_by=who["recognised_by"],
        refused_by=int(state["refused"].sum()) if is_state else None,
        city_ties=cities,
        state_ties=totals,
        unplaced_cities=unplaced["actor"].n_unique(),
        unplaced_ties=unplaced["tie"].n_unique(),
        city_share=cities / (cities + sum(totals.values())) if cities and comparable else None,
        countries=len(partners),
        city_countries=None if cities is None else len(reached),
        state_countries=sum(bool(one.state_ties) for one in partners),
        cities_only=tuple(only),
        cities_only_share=len(only) / (len(partners) - len(alone) + len(only)) if comparable else None,
        unknown=tuple(code for code in alone if code not in told),
        organisations=_organisations(snapshot, who["id"]),
        by_class=_by_class(reached),
        carriers=_carriers(snapshot, ties),
        evidence=_evidence(snapshot, who["id"], ties),
        partners=partners,
    )


def _organisations(snapshot: Snapshot, polity: str) -> tuple[str, ...]:
    bodies = snapshot.actors.filter(pl.col("kind") == ActorKind.IGO.value).select(b="id")
    held = snapshot.ties.filter(
        pl.col("a") == polity,
        pl.col("kind").is_in([TieKind.MEMBERSHIP.value, TieKind.REPRESENTATION.value]),
        ~pl.col("status").is_in(RULE.not_in_force),
    )
    return tuple(held.join(bodies, on="b", how="semi")["b"].unique().sort())


def _is_listed(kind: str, state: pl.DataFrame) -> bool:
    """Tell whether the lists may speak of a polity's offices: of a region's only where they name enough of its own."""
    offices = state.filter((pl.col("missions") > 0) | (pl.col("offices") > 0)).height
    return kind != ActorKind.REGION.value or offices >= RULE.least_missions_sent


def _state_known(pairs: pl.DataFrame, code: str | None) -> set[str]:
    """Return the countries on which the state level has data; none when no list speaks of the polity's missions."""
    sides = [
        pairs.filter(pl.col(one) == (code or "")).select("state_known", country=other, sent=f"missions_{one}{other}")
        for one, other in (("a", "b"), ("b", "a"))
    ]
    seen = pl.concat(sides)
    listed = seen.filter(pl.col("sent") > 0).height >= RULE.least_missions_sent
    return set(seen.filter("state_known")["country"]) if listed else set()


def _partners(
    pairs: pl.DataFrame, code: str | None, ties: pl.DataFrame | None, state: pl.DataFrame
) -> tuple[SubstitutePartner, ...]:
    """Return the partner countries, most city ties first."""
    counted = pl.DataFrame(schema=TIES_OF_CITIES) if ties is None else ties
    by_country = counted.group_by("country").agg(pl.col("tie").n_unique().cast(pl.Int64).alias("city_ties"))
    rows = (
        state.join(by_country, on="country", how="full", coalesce=True)
        .with_columns(
            pl.col("city_ties", *STATE_TIES).fill_null(0), pl.coalesce("partner", pl.lit("iso:") + pl.col("country"))
        )
        .join(_classes(pairs, code), on="country", how="left")
        .sort(["city_ties", "partner"], descending=[True, False])
    )
    found = tuple(_partner(row, known=ties is not None) for row in rows.iter_rows(named=True))
    return tuple(one for one in found if one.city_ties or one.state_ties)


def _partner(row: Mapping[str, Any], *, known: bool) -> SubstitutePartner:
    return SubstitutePartner(
        partner=row["partner"],
        country=row["country"],
        overlay_class=row["class"],
        city_ties=row["city_ties"] if known else None,
        state_ties={kind: row[kind] for kind in STATE_TIES if kind != "refused" and row[kind]},
    )


def _classes(pairs: pl.DataFrame, code: str | None) -> pl.DataFrame:
    sides = [
        pairs.filter(pl.col(one) == (code or "")).select("class", country=pl.col(other))
        for one, other in (("a", "b"), ("b", "a"))
    ]
    return pl.concat(sides)


def _by_class(partners: Sequence[SubstitutePartner]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in partners:
        word = one.overlay_class or "unknown"
        counts[word] = counts.get(word, 0) + (one.city_ties or 0)
    return dict(sorted(counts.items()))


def _carriers(snapshot: Snapshot, ties: pl.DataFrame | None) -> tuple[Carrier, ...]:
    if ties is None:
        return ()
    counted = ties.group_by("actor").agg(pl.col("tie").n_unique().cast(pl.Int64).alias("ties"))
    named = counted.join(snapshot.actors.select("id", "name"), left_on="actor", right_on="id", how="left")
    told = named.with_columns(pl.coalesce("name", "actor")).sort(["ties", "actor"], descending=[True, False])
    return tuple(Carrier(*row) for row in told.head(_SHOWN_CARRIERS).select("actor", "name", "ties").iter_rows())


def _evidence(snapshot: Snapshot, polity: str, ties: pl.DataFrame | None) -> dict[str, str]:
    """Return the ties and acts of a polity and its cities that a source calls a functional substitute."""
    actors = {polity} if ties is None else {polity, *ties["actor"]}
    held = snapshot.ties.filter(
        pl.col("driver") == _SUBSTITUTE,
        pl.col("status") != Status.ENDED.value,
        pl.col("a").is_in(actors) | pl.col("b").is_in(actors),
    ).select("id", pl.coalesce("summary", "id"))
    parts = snapshot.participations.filter(pl.col("actor").is_in(actors)).select(id="act")
    acts = snapshot.acts.filter(pl.col("driver") == _SUBSTITUTE).join(parts, on="id", how="semi")
    told = [*held.iter_rows(), *acts.select("id", pl.coalesce("title", "id")).iter_rows()]
    return dict(sorted(told))
