"""Two identifiers that look like one place.

Three signs, each enough by itself:

- *name and place*: two cities of one country bear the same folded name and lie within 15 km of each other;
- *the same stated identifier*: of two actors, in one scheme, the sources state the same other identifier;
- *one place, two entries*: two identifiers of one scheme were judged to be one actor, so the register they come from
  keeps the place twice, or the judgement is wrong.

Places whose name is shared by more than fifty cities of a country are left out of the first: names like that decide
nothing, and their pairs would grow with the square of their number.
"""

from typing import Final

import polars as pl

from proxenia.audit.check import Check, as_said, nothing_said
from proxenia.audit.distance import distance_km
from proxenia.audit.ground import Ground
from proxenia.model.predicates import Attribute
from proxenia.model.vocabulary import ActorKind
from proxenia.snapshot.names import folded

__all__ = ["DUPLICATE_IDS"]

NEAR_KM: Final = 15.0
MOST_NAMESAKES: Final = 50
_NOT_PLACES: Final = ["px", "act", "un"]


def _scheme(column: str) -> pl.Expr:
    return pl.col(column).str.replace(":.*", "")


def _namesakes(ground: Ground) -> pl.DataFrame:
    """Return pairs of cities of one name and country that lie near each other."""
    cities = (
        ground.snapshot.actors.filter(
            (pl.col("kind").fill_null("city") == ActorKind.CITY.value)
            & pl.col("country").is_not_null()
            & pl.col("longitude").is_not_null()
        )
        .select("id", "country", "longitude", "latitude", folded("name").alias("key"))
        .filter(pl.col("key") != "")
    )
    shared = cities.group_by("country", "key").agg(pl.len().alias("n"))
    shared = shared.filter(pl.col("n").is_between(2, MOST_NAMESAKES))
    alike = cities.join(shared, on=["country", "key"], how="semi")
    return (
        alike.join(alike, on=["country", "key"], suffix="_other")
        .filter((pl.col("id") < pl.col("id_other")) & (distance_km() <= NEAR_KM))
        .select("id", "id_other")
    )


def _same_stated(ground: Ground) -> pl.DataFrame:
    """Return pairs of actors of one scheme for which the sources state the same other identifier."""
    stated = ground.facts(Attribute.SAME_AS.value)
    own = ground.with_actor(stated, "subject", to="id").select("id", _scheme("subject").alias("scheme"), "object")
    return (
        own.unique()
        .join(own.unique(), on=["scheme", "object"], suffix="_other")
        .filter(pl.col("id") < pl.col("id_other"))
        .select("id", "id_other")
        .unique()
    )


def _one_place(ground: Ground) -> pl.DataFrame:
    """Return pairs of identifiers of one scheme that stand for one actor."""
    known = ground.snapshot.aliases.select(pl.col("alias").alias("id"), "actor")
    own = known.select(pl.col("actor").alias("id"), "actor").unique()
    every = pl.concat([known, own]).unique().with_columns(_scheme("id").alias("scheme"))
    every = every.filter(~pl.col("scheme").is_in(_NOT_PLACES))
    return (
        every.join(every, on=["actor", "scheme"], suffix="_other")
        .filter(pl.col("id") < pl.col("id_other"))
        .select("id", "id_other")
    )


def _described(ground: Ground, ids: pl.Series) -> pl.DataFrame:
    """Return for every identifier what its source says of it: another identifier, its name, else its first tie."""
    wanted = pl.DataFrame({"id": ids})
    rank = {Attribute.SAME_AS.value: 0, Attribute.NAME.value: 1, Attribute.LOCATION.value: 2}
    columns = ("statement", "predicate", "object", "value", "source", "reference")
    evidence = ground.snapshot.evidence
    own = evidence.join(wanted, left_on="subject", right_on="id", how="semi").select(
        pl.col("subject").alias("id"), *columns
    )
    of = evidence.join(wanted, left_on="object", right_on="id", how="semi").select(
        pl.col("object").alias("id"), *columns
    )
    said = pl.concat([own, of.filter(pl.col("predicate") != Attribute.SAME_AS.value)]).with_columns(
        _rank=pl.col("predicate").replace_strict(rank, default=3, return_dtype=pl.Int8)
    )
    first = said.sort("id", "_rank", "source", "reference", "statement").group_by("id", maintain_order=True).first()
    return first.select(
        "id",
        "statement",
        "source",
        "reference",
        pl.when(pl.col("_rank") == 0)
        .then(pl.lit(" is ") + pl.col("object"))
        .when(pl.col("_rank") == 1)
        .then(pl.lit(" is called ") + pl.col("value"))
        .otherwise(pl.lit(" is named in a ") + pl.col("predicate").str.replace_all("_", " "))
        .alias("_says"),
    )


def _find(ground: Ground) -> pl.DataFrame:
    pairs = pl.concat([_namesakes(ground), _same_stated(ground), _one_place(ground)]).unique()
    if pairs.is_empty():
        return nothing_said()
    sides = pl.concat([pairs.with_columns(_id="id"), pairs.with_columns(_id="id_other")])
    described = _described(ground, sides["_id"].unique())
    rows = sides.join(described, left_on="_id", right_on="id").with_columns(value=pl.col("_id") + pl.col("_says"))
    return as_said(
        rows,
        case=pl.concat_str("id", "id_other", separator="|"),
        actors=pl.concat_list("id", "id_other"),
        place=(pl.col("_id") != pl.col("id")).cast(pl.Int32()),
    )


DUPLICATE_IDS: Final = Check(
    "duplicate_ids",
    "One place under two identifiers",
    "Two entries look like one place: one name within 15 km, one stated identifier, or one place twice in a register.",
    _find,
)
