"""What else the overlay tells of two states: organisations, votes, recognition, distance, border, language, people.

None of it decides a class; the model of expected ties uses it, and readers see it beside the class.
"""

from collections.abc import Sequence
from typing import Final

import polars as pl

from proxenia.measures.spans import days_of, held_on, tie_spans, within_lives
from proxenia.model.globe import great_circle_km
from proxenia.model.period import FAR_FUTURE, FAR_PAST
from proxenia.model.predicates import Attribute
from proxenia.model.vocabulary import TieKind
from proxenia.overlay.rule import Rule
from proxenia.overlay.state_level import with_codes
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["context_level", "languages_of", "points_of", "recognitions_of", "values_of"]

_DAYS_A_YEAR: Final = 365.2425
_KEY: Final = ("day", "a", "b")
_VALUES: Final = {
    Attribute.DISTANCE.value: "distance_km",
    Attribute.CONTIGUITY.value: "contiguous",
    Attribute.COMMON_LANGUAGE.value: "common_language",
    Attribute.COLONIAL_TIE.value: "colonial_tie",
    Attribute.VOTE_AGREEMENT.value: "vote_agreement",
}
_FLAGS: Final = ("contiguous", "common_language", "colonial_tie")


def recognitions_of(snapshot: Snapshot, states: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """Return who recognises whom: `a`, `b`, `forward`, `since`, `until`, `object` (the code of the recognised)."""
    ties = snapshot.ties.filter(pl.col("kind") == TieKind.RECOGNITION.value)
    spans = tie_spans(snapshot, ties).filter(~pl.col("status").is_in(rule.not_in_force))
    spans = within_lives(spans, snapshot, ("a", "b"))
    return with_codes(spans, states, "a", "b").select(
        "a",
        "b",
        "forward",
        "since",
        "until",
        pl.col("id").alias("record"),
        object=pl.when("forward").then("b").otherwise("a"),
    )


def values_of(snapshot: Snapshot, states: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """Return the values between two states: `name`, `a`, `b`, `number`, `since`, `until`, `rank`.

    What does not change (a distance, a border) holds from its date on, always where it has none. A share of votes holds
    while it is not too old. The row with the highest `rank` counts: the latest votes; else the latest edition.
    """
    rows = snapshot.dyads.filter(pl.col("attribute").is_in(list(_VALUES)), pl.col("number").is_not_null())
    is_vote = pl.col("attribute") == Attribute.VOTE_AGREEMENT.value
    oldest = round(rule.oldest_vote_years * _DAYS_A_YEAR)
    edition = pl.coalesce(pl.when(is_vote).then("latest"), "_edition", pl.lit(FAR_PAST))
    rows = rows.join(_editions(snapshot, rows), on="statement", how="left", maintain_order="left").with_columns(
        name=pl.col("attribute").replace(_VALUES),
        since=pl.coalesce("earliest", pl.lit(FAR_PAST)),
        until=pl.when(is_vote).then(pl.col("latest") + oldest).otherwise(FAR_FUTURE).fill_null(FAR_FUTURE),
        rank=edition,
    )
    return (
        with_codes(rows, states, "a", "b")
        .sort("name", "a", "b", "rank", "since", "statement")
        .select("name", "a", "b", "number", "since", "until", "rank")
    )


def _editions(snapshot: Snapshot, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the day of the edition that makes each statement: `statement`, `_edition`."""
    said = snapshot.evidence.select("statement", "source").join(rows.select("statement"), on="statement", how="semi")
    dates = snapshot.sources.select(source="id", date="date")
    days = dates.join(days_of(dates["date"], "date"), on="date", how="left").select("source", _edition="first_day")
    return said.unique("statement").join(days, on="source", how="left").select("statement", "_edition")


def languages_of(snapshot: Snapshot, states: pl.DataFrame) -> pl.DataFrame:
    """Return the official languages of states: `code`, `language` (the first part of the tag)."""
    rows = snapshot.attributes.filter(
        pl.col("attribute") == Attribute.OFFICIAL_LANGUAGE.value, pl.col("value").is_not_null()
    ).join(states.select("id", "code"), left_on="subject", right_on="id", how="inner")
    tag = pl.col("value").str.to_lowercase().str.split("-").list.first()
    return rows.select("code", language=tag).unique().sort("code", "language")


def points_of(snapshot: Snapshot, states: pl.DataFrame) -> pl.DataFrame:
    """Return one point a state to measure from: `code`, `longitude`, `latitude`.

    The capital, where an attribute names it; else the most populous city of the register; else the point at which
    the register itself sets the state.
    """
    placed = snapshot.actors.filter(pl.col("longitude").is_not_null(), pl.col("latitude").is_not_null())
    where = placed.select("id", "longitude", "latitude")
    capitals = (
        snapshot.attributes.filter(pl.col("attribute") == Attribute.CAPITAL.value, pl.col("object").is_not_null())
        .join(states.select("id", "code"), left_on="subject", right_on="id", how="inner")
        .sort("earliest", "object", nulls_last=False)
        .join(where, left_on="object", right_on="id", how="inner", maintain_order="left")
        .select("code", "longitude", "latitude", order=pl.lit(0))
        .unique("code", keep="last", maintain_order=True)
    )
    largest = (
        placed.filter(pl.col("kind") == "city", pl.col("population").is_not_null())
        .sort("country", "population", "id", descending=[False, True, False])
        .unique("country", keep="first", maintain_order=True)
        .select(code="country", longitude="longitude", latitude="latitude", order=pl.lit(1))
    )
    own = states.filter(pl.col("longitude").is_not_null()).select("code", "longitude", "latitude", order=pl.lit(2))
    return (
        pl.concat([capitals, largest, own])
        .join(states.select("code"), on="code", how="semi", maintain_order="left")
        .sort("code", "order")
        .unique("code", keep="first", maintain_order=True)
        .drop("order")
    )


def context_level(
    keys: pl.DataFrame,
    *,
    memberships: pl.DataFrame,
    organised: pl.DataFrame,
    recognitions: pl.DataFrame,
    recognised: pl.DataFrame,
    values: pl.DataFrame,
    languages: pl.DataFrame,
    points: pl.DataFrame,
    days: Sequence[int],
) -> pl.DataFrame:
    """Return `keys` (`day`, `a`, `b`) with the columns of the context.

    Parameters
    ----------
    organised
        When the members of some organisation are known: `since`, `until`.
    recognised
        Since when anybody is known to have recognised a state: `code`, `begun`.
    """
    level = _with_organisations(keys, memberships, organised, days)
    level = _with_recognition(level, recognitions, recognised, days)
    level = _with_values(level, values, days)
    level = _with_languages(level, languages)
    return _with_distance(level, points)


def _with_organisations(
    keys: pl.DataFrame, memberships: pl.DataFrame, organised: pl.DataFrame, days: Sequence[int]
) -> pl.DataFrame:
    """Add `shared_organisations`; null on days on which the members of no organisation are known."""
    held = held_on(memberships, days).select("day", "member", "body").unique()
    shared = (
        held.join(held, on=("day", "body"), suffix="_other")
        .filter(pl.col("member") < pl.col("member_other"))
        .group_by("day", a="member", b="member_other")
        .agg(pl.len().cast(pl.Int64).alias("shared_organisations"))
    )
    told = held_on(organised, days).select("day").unique().with_columns(_told=pl.lit(0, pl.Int64))
    return (
        keys.join(shared, on=_KEY, how="left", maintain_order="left")
        .join(told, on="day", how="left", maintain_order="left")
        .with_columns(pl.coalesce("shared_organisations", "_told"))
        .drop("_told")
    )


def _with_recognition(
    keys: pl.DataFrame, recognitions: pl.DataFrame, recognised: pl.DataFrame, days: Sequence[int]
) -> pl.DataFrame:
    """Add `recognises_ab` and `recognises_ba`; null while nobody says of anyone that it recognises the other."""
    held = held_on(recognitions, days)
    level = keys
    for name, forward, end in (("recognises_ab", True, "b"), ("recognises_ba", False, "a")):
        said = held.filter(pl.col("forward") == forward).select(_KEY).unique().with_columns(_yes=pl.lit(value=True))
        denied = pl.when(pl.col("begun") <= pl.col("day")).then(pl.lit(value=False))
        level = (
            level.join(said, on=_KEY, how="left", maintain_order="left")
            .join(recognised, left_on=end, right_on="code", how="left", maintain_order="left")
            .with_columns(pl.coalesce("_yes", denied).alias(name))
            .drop("_yes", "begun")
        )
    return level


def _with_values(keys: pl.DataFrame, values: pl.DataFrame, days: Sequence[int]) -> pl.DataFrame:
    held = held_on(values, days)
    level = keys
    for name in _VALUES.values():
        last = held.filter(pl.col("name") == name).unique(_KEY, keep="last", maintain_order=True)
        level = level.join(last.select(*_KEY, number=pl.col("number")), on=_KEY, how="left", maintain_order="left")
        value = pl.col("number") != 0 if name in _FLAGS else pl.col("number")
        level = level.with_columns(value.alias(name)).drop("number")
    return level


def _with_languages(keys: pl.DataFrame, languages: pl.DataFrame) -> pl.DataFrame:
    """Fill `common_language` from the official languages where no list of pairs tells it and both are known."""
    shared = (
        languages.join(languages, on="language", suffix="_other")
        .filter(pl.col("code") < pl.col("code_other"))
        .select(a="code", b="code_other")
        .unique()
        .with_columns(_shared=pl.lit(value=True))
    )
    spoken = languages.select("code").unique()["code"].implode()
    both = pl.col("a").is_in(spoken) & pl.col("b").is_in(spoken)
    filled = pl.when(both).then(pl.col("_shared").fill_null(value=False))
    return (
        keys.join(shared, on=("a", "b"), how="left", maintain_order="left")
        .with_columns(pl.coalesce("common_language", filled).alias("common_language"))
        .drop("_shared")
    )


def _with_distance(keys: pl.DataFrame, points: pl.DataFrame) -> pl.DataFrame:
    """Fill `distance_km` where no list of pairs tells it."""
    level = keys
    for end in ("a", "b"):
        place = points.rename({"code": end, "longitude": f"_lon_{end}", "latitude": f"_lat_{end}"})
        level = level.join(place, on=end, how="left", maintain_order="left")
    filled = great_circle_km(*(pl.col(name) for name in ("_lon_a", "_lat_a", "_lon_b", "_lat_b")))
    return level.with_columns(pl.coalesce("distance_km", filled).alias("distance_km")).drop(
        "_lon_a", "_lat_a", "_lon_b", "_lat_b"
    )
