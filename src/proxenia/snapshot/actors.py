"""Actors: what all sources say of one actor, brought together.

An actor is every identifier that a statement speaks of, is tied, or takes part in an act; statistical areas
(``un:``) and acts are none. Without a statement of it, the kind follows from the identifier where that is sure
(``gn:`` a city, ``iso:XX`` a state, ``iso:XX-YY`` a region) and is null else; the name is the identifier's own key.

A city's region has a name on the city's row; it is an actor itself only when somebody else than ISO 3166-2 speaks of
it, or when it has a tie or a part in an act: a gazetteer's list of regions makes nobody act.

Which value is shown (see :mod:`proxenia.snapshot.preference`), and when another one counts as a conflict:

=================  =====================================  ====================================================
fact               preferred                              a conflict when
=================  =====================================  ====================================================
name               GeoNames for ``gn:``; a name in no     same language, and differs by more than case, accents
                   stated language or in English first;   and punctuation from every name that the preferred
                   then most sources                      source knows
country, kind …    GeoNames for ``gn:``; most sources     not equal
location           GeoNames for ``gn:``; most sources     more than 5 km away
                   within 5 km of each other
population         the newest date; then GeoNames         more than 20 % off
founded, ended     most sources; the most precise         not the same text
site               most sources                           differs by more than protocol, ``www.`` and last slash
fields             all words of all sources               never
=================  =====================================  ====================================================
"""

from typing import Final

import polars as pl

from proxenia.model.globe import great_circle_km
from proxenia.model.predicates import Attribute
from proxenia.snapshot.independence import Independence
from proxenia.snapshot.names import choose_names
from proxenia.snapshot.periods import with_period
from proxenia.snapshot.preference import BY_DATE, BY_VALUE, NEWEST, Choice, choose, dates_overlap, precision
from proxenia.snapshot.tables import ACTORS, CONFLICTS
from proxenia.snapshot.words import union_of_words

__all__ = ["FAVOURED_SOURCE", "actor_facts", "compile_actors"]

FAVOURED_SOURCE: Final = "geonames"
REGION_LIST: Final = "iso3166_2"
LOCATION_TOLERANCE_KM: Final = 5.0
POPULATION_TOLERANCE: Final = 0.2
_POINTS: Final = ("longitude", "latitude", "longitude_other", "latitude_other")
_FAR_PAST_DAY: Final = -(2**31) + 1

_TEXTS: Final = (
    Attribute.KIND,
    Attribute.SUBTYPE,
    Attribute.COUNTRY,
    Attribute.REGION,
    Attribute.SEAT,
    Attribute.ISO_NUMERIC,
)
_FACT_COLUMNS: Final = ("id", "s", "predicate", "o", "value", "language", "period", "source", "fields", "scope")
_NOT_ACTORS: Final = ("un", "act")


def actor_facts(statements: pl.DataFrame) -> pl.DataFrame:
    """Return the statements about single actors with the actor's id as `record` and a rank `favour`."""
    favoured = pl.col("s").str.starts_with("gn:") & (pl.col("source") == FAVOURED_SOURCE)
    facts = [name.value for name in Attribute if name not in (Attribute.EVENT, Attribute.PARTICIPATION)]
    # Only these columns are copied: most of a ledger speaks of single actors.
    return (
        statements.select(_FACT_COLUMNS)
        .filter(pl.col("predicate").is_in(facts))
        .with_columns(record=pl.col("s"), favour=pl.when(favoured).then(0).otherwise(1))
    )


def _values(facts: pl.DataFrame, predicate: str, value: pl.Expr, *more: pl.Expr) -> pl.DataFrame:
    """Return the values of one attribute as :func:`choose` takes them."""
    return (
        facts.filter(pl.col("predicate") == predicate)
        .select("record", value.alias("value"), "source", pl.col("id").alias("statement"), "favour", *more)
        .filter(pl.col("value").is_not_null())
    )


def _choose_texts(facts: pl.DataFrame, independence: Independence) -> dict[str, Choice]:
    text = pl.coalesce("o", "value")
    values = {name.value: _values(facts, name.value, text) for name in _TEXTS}
    values["country"] = values["country"].with_columns(pl.col("value").str.strip_prefix("iso:"))
    scope = pl.coalesce("scope", "value")
    values["scope"] = _values(facts, Attribute.ACTIVITY, scope)
    return {
        what: choose(rows, what=what, independence=independence, criteria=BY_VALUE) for what, rows in values.items()
    }


def _plain_site(column: str) -> pl.Expr:
    return pl.col(column).str.to_lowercase().str.replace(r"^https?://(www\.)?", "").str.strip_chars_end("/")


def _choose_site(facts: pl.DataFrame, independence: Independence) -> Choice:
    alike = _plain_site("value") == _plain_site("value_other")
    values = _values(facts, Attribute.SITE, pl.col("value"))
    return choose(values, what="site", independence=independence, criteria=BY_VALUE, same=alike, differ=~alike)


def _choose_location(facts: pl.DataFrame, independence: Independence) -> Choice:
    numbers = pl.col("value").str.split(" ")
    values = _values(
        facts,
        Attribute.LOCATION,
        pl.col("value"),
        numbers.list.get(0, null_on_oob=True).cast(pl.Float64, strict=False).alias("longitude"),
        numbers.list.get(1, null_on_oob=True).cast(pl.Float64, strict=False).alias("latitude"),
    ).filter(pl.col("longitude").is_between(-180, 180) & pl.col("latitude").is_between(-90, 90))
    near = great_circle_km(*(pl.col(name) for name in _POINTS)) <= LOCATION_TOLERANCE_KM
    return choose(values, what="location", independence=independence, criteria=BY_VALUE, same=near, differ=~near)


def _choose_population(facts: pl.DataFrame, editions: pl.DataFrame, independence: Independence) -> Choice:
    dated = with_period(facts.filter(pl.col("predicate") == Attribute.POPULATION.value)).join(
        editions, on="source", how="left"
    )
    values = _values(
        dated,
        Attribute.POPULATION,
        pl.col("value"),
        pl.col("value").cast(pl.Float64, strict=False).round().cast(pl.Int64, strict=False).alias("number"),
        pl.coalesce("end_latest", "start_latest", "edition_day").fill_null(_FAR_PAST_DAY).alias("moment"),
    ).filter(pl.col("number") >= 0)
    off = (pl.col("number") - pl.col("number_other")).abs() > POPULATION_TOLERANCE * pl.col("number_other")
    return choose(values, what="population", independence=independence, criteria=NEWEST, differ=off)


def _choose_date(facts: pl.DataFrame, predicate: str, independence: Independence) -> Choice:
    dated = with_period(facts.filter(pl.col("predicate") == predicate))
    # A period says by itself when it was; a date written as the value is taken too.
    values = _values(
        dated,
        predicate,
        pl.coalesce("valid_from", "valid_to"),
        pl.coalesce("start_earliest", "end_earliest").alias("low"),
        pl.coalesce("start_latest", "end_latest").alias("high"),
    ).with_columns(precision())
    return choose(values, what=predicate, independence=independence, criteria=BY_DATE, same=dates_overlap())


def _identifiers(facts: pl.DataFrame, others: list[pl.Series]) -> pl.DataFrame:
    """Return every actor with what its identifier alone tells."""
    speaking = facts.filter(pl.col("source") != REGION_LIST)["record"]
    ids = pl.concat([speaking, *others]).drop_nulls().unique().sort()
    parts = pl.col("id").str.splitn(":", 2)
    key = parts.struct.field("field_1")
    is_state = key.str.len_chars() == 2
    by_scheme = (
        pl.when(pl.col("_scheme") == "gn")
        .then(pl.lit("city"))
        .when(pl.col("_scheme") == "iso")
        .then(pl.when(is_state).then(pl.lit("state")).otherwise(pl.lit("region")))
    )
    return (
        pl.DataFrame({"id": ids.rename("id").cast(pl.String())})
        .with_columns(_scheme=parts.struct.field("field_0"), _key=key)
        .filter(~pl.col("_scheme").is_in(_NOT_ACTORS))
        .with_columns(_kind=by_scheme, _country=pl.when(pl.col("_scheme") == "iso").then(pl.col("_key").str.head(2)))
    )


def _joined(table: pl.DataFrame, choice: Choice, **columns: str) -> pl.DataFrame:
    """Return the table with columns of the chosen values: name in the table = name in the choice."""
    chosen = choice.chosen.select(pl.col("record").alias("id"), **{name: pl.col(of) for name, of in columns.items()})
    return table.join(chosen, on="id", how="left")


def compile_actors(
    facts: pl.DataFrame, others: list[pl.Series], *, editions: pl.DataFrame, independence: Independence
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Return the tables `actors` and `names`, and the actors' rows of `conflicts`.

    Parameters
    ----------
    facts
        What :func:`actor_facts` returns.
    others
        Identifiers that ties and participations name.
    editions
        The day of each source's edition: `source`, `edition_day`.
    """
    table = _identifiers(facts, others)
    texts = _choose_texts(facts, independence)
    for what, choice in texts.items():
        table = _joined(table, choice, **{what: "value"})
    names, preferred, abbreviation = choose_names(facts, independence)
    table = _joined(_joined(table, preferred, name="value"), abbreviation, abbreviation="value")
    site, location = _choose_site(facts, independence), _choose_location(facts, independence)
    population = _choose_population(facts, editions, independence)
    founded, dissolved = (
        _choose_date(facts, what, independence) for what in (Attribute.FOUNDED.value, Attribute.DISSOLVED.value)
    )
    table = _joined(_joined(table, site, site="value"), location, longitude="longitude", latitude="latitude")
    table = _joined(table, population, population="number")
    table = _joined(table, founded, founded="value", founded_earliest="low")
    table = _joined(table, dissolved, dissolved="value", dissolved_latest="high")
    fields = union_of_words(facts.filter(pl.col("predicate") == Attribute.ACTIVITY.value), "fields")
    table = table.join(fields.rename({"record": "id"}), on="id", how="left").with_columns(
        pl.col("fields").fill_null([]),
        kind=pl.coalesce("kind", "_kind"),
        name=pl.coalesce("name", "_key"),
        country=pl.coalesce("country", "_country"),
    )
    table = table.join(
        preferred.chosen.select(region="record", region_name="value"), on="region", how="left", maintain_order="left"
    )
    names = names.join(table.select(actor="id"), on="actor", how="semi")
    choices = (*texts.values(), preferred, abbreviation, site, location, population, founded, dissolved)
    conflicts = pl.concat([choice.conflicts.select(CONFLICTS.schema.names()) for choice in choices])
    return table.select(ACTORS.schema.names()), names, conflicts
