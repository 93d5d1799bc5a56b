"""Conditions: what makes it more likely that a city acts abroad, as dated figures with their sources.

No condition has a threshold: each is a few figures beside each other, of the city where a source tells one, else of the
region or country and labelled so. They are the covariates of the models.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

import polars as pl

from proxenia.model.predicates import Attribute
from proxenia.model.vocabulary import Condition, Driver, TieKind
from proxenia.overlay.rule import RULE
from proxenia.profiles.condition_proximity import harbour_distances
from proxenia.profiles.figure import Figure
from proxenia.profiles.ground import ProfileGround
from proxenia.snapshot.snapshot import Snapshot

__all__ = [
    "CONDITIONS",
    "CONDITION_TABLE",
    "CityCondition",
    "ConditionFinding",
    "condition_table",
    "conditions_found",
    "conditions_of",
    "conditions_told",
]

_WORDS: Final = pl.List(pl.String())

CONDITION_TABLE: Final = pl.Schema(
    {
        "city": pl.String(),
        "condition": pl.String(),
        "measure": pl.String(),
        "value": pl.Float64(),
        "unit": pl.String(),
        "word": pl.String(),
        "of": pl.String(),
        "subject": pl.String(),
        "date": pl.String(),
        "dated_by": pl.String(),
        "at_least": pl.Boolean(),
        "note": pl.String(),
        "sources": _WORDS,
        "statements": _WORDS,
        "records": _WORDS,
    }
)
"""One row a city and measure of a condition that somebody tells; see :class:`proxenia.profiles.figure.Figure`."""

Find = Callable[[ProfileGround], pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure of a condition: its id, its label, and what finds it for all cities of a ground."""

    id: str
    label: str
    find: Find


@dataclass(frozen=True, slots=True)
class CityCondition:
    """One of the conditions.

    Attributes
    ----------
    id, label, meaning
        The word of the vocabulary, a heading, and what it means.
    stands_for
        Which figures stand for it, in plain words, and what they leave out.
    measures
        Each with its label and how it is found.
    missing
        What nobody has told where there is no figure at all.
    """

    id: str
    label: str
    meaning: str
    stands_for: str
    measures: tuple[Measured, ...]
    missing: str


@dataclass(frozen=True, slots=True)
class ConditionFinding:
    """A condition of one city: its figures, or what is missing when there is none."""

    id: str
    label: str
    meaning: str
    stands_for: str
    known: bool
    figures: tuple[Figure, ...]
    missing: str

    def as_json(self) -> dict[str, Any]:
        """Return the condition as JSON."""
        return asdict(self)


def _completed(rows: pl.DataFrame) -> pl.DataFrame:
    empty: Mapping[str, Any] = {"at_least": False}
    lacking = [
        (pl.lit([], dtype=_WORDS) if dtype == _WORDS else pl.lit(empty.get(name), dtype=dtype)).alias(name)
        for name, dtype in CONDITION_TABLE.items()
        if name not in {"condition", "measure"} and name not in rows.columns
    ]
    names = [name for name in CONDITION_TABLE.names() if name not in {"condition", "measure"}]
    return rows.with_columns(lacking).select(names)


def _attribute(attribute: Attribute, of: str) -> Find:
    """Return what finds an attribute of the city, its region or its country."""
    key = {"city": pl.col("city"), "region": pl.col("region"), "country": pl.lit("iso:") + pl.col("country")}[of]

    def find(ground: ProfileGround) -> pl.DataFrame:
        figures = ground.figures_of(attribute).with_columns(
            sources=pl.concat_list("source"), statements=pl.concat_list("statement")
        )
        rows = ground.cities.select("city", subject=key).join(figures, on="subject", maintain_order="left")
        return _completed(rows.with_columns(of=pl.lit(of), word=pl.when(pl.col("value").is_null()).then("word")))

    return find


def _harbour(*, hubs: bool) -> Find:
    def find(ground: ProfileGround) -> pl.DataFrame:
        names = ground.snapshot.actors.select(harbour="id", harbour_name="name")
        rows = harbour_distances(ground, hubs=hubs).join(names, on="harbour", how="left", maintain_order="left")
        size = pl.col("size").str.replace_all("_", " ", literal=True)
        return _completed(
            rows.with_columns(
                unit=pl.lit("km"),
                of=pl.lit("city"),
                subject="city",
                note=pl.format("to {} (size: {})", pl.coalesce("harbour_name", "harbour"), size),
                sources=pl.concat_list("source"),
                statements=pl.concat_list("statement"),
                records=pl.concat_list("harbour"),
            )
        )

    return find


def _citizens(ground: ProfileGround) -> pl.DataFrame:
    """Return of each city the ties and acts that somebody coded as driven by its citizens."""
    coded = ground.drivers.filter(pl.col("driver") == Driver.CITIZEN_ACTIVISM.value)
    counted = (
        coded.sort("actor", "date", "record", descending=[False, True, False])
        .group_by(city="actor", maintain_order=True)
        .agg(
            value=pl.col("record").n_unique().cast(pl.Float64),
            date=pl.col("date").first(),
            dated_by=pl.col("dated_by").first(),
            sources=pl.col("source").unique().sort(),
            statements=pl.col("statement").unique().sort(),
            records=pl.col("record").unique().sort(),
        )
    )
    rows = ground.cities.select("city").join(counted, on="city", maintain_order="left")
    return _completed(rows.with_columns(unit=pl.lit("ties and acts"), of=pl.lit("city"), subject="city"))


def _offices(ground: ProfileGround) -> pl.DataFrame:
    """Return of each city the offices that it keeps with its own state."""
    day = pl.lit(ground.day_text, dtype=pl.String())
    held = ground.snapshot.ties.filter(
        pl.col("kind") == TieKind.REPRESENTATION.value, ~pl.col("status").is_in(RULE.not_in_force)
    )
    cities = ground.cities.select("city", b=pl.lit("iso:") + pl.col("country"))
    kept = held.join(cities, left_on=["a", "b"], right_on=["city", "b"]).select(record="id", city="a")
    said = kept.join(ground.snapshot.evidence.select("record", "source", "statement"), on="record")
    counted = said.group_by("city").agg(
        value=pl.col("record").n_unique().cast(pl.Float64),
        sources=pl.col("source").unique().sort(),
        statements=pl.col("statement").unique().sort(),
        records=pl.col("record").unique().sort(),
    )
    rows = counted.with_columns(unit=pl.lit("offices"), of=pl.lit("city"), subject="city", date=day)
    return _completed(rows.with_columns(dated_by=pl.lit("day")).filter(pl.col("date").is_not_null()))


CONDITIONS: Final[dict[str, CityCondition]] = {
    one.id: one
    for one in (
        CityCondition(
            "political_culture",
            "Political culture",
            Condition.POLITICAL_CULTURE.meaning,
            "No source measures how open citizens and elites are. What stands here is a trace of it: ties and acts "
            "that somebody coded as driven by citizens.",
            (Measured("citizen_driven", "ties and acts driven by citizens", _citizens),),
            "how open its citizens and elites are to the world; no tie or act of it is coded as driven by citizens",
        ),
        CityCondition(
            "resources",
            "Resources",
            Condition.RESOURCES.meaning,
            "Size and income stand for money and staff; nobody tells the budget or the staff for work abroad.",
            (
                Measured("population", "inhabitants of the municipality", _attribute(Attribute.POPULATION, "city")),
                Measured(
                    "urban_population",
                    "inhabitants of the urban area",
                    _attribute(Attribute.URBAN_POPULATION, "city"),
                ),
                Measured("income", "income a head", _attribute(Attribute.INCOME, "city")),
                Measured("country_income", "income a head of the country", _attribute(Attribute.INCOME, "country")),
            ),
            "its inhabitants and its income",
        ),
        CityCondition(
            "proximity",
            "Proximity",
            Condition.PROXIMITY.meaning,
            "Kilometres to the nearest land border and, in a straight line, to the nearest harbour of the lists.",
            (
                Measured(
                    "border_distance",
                    "distance to the nearest land border",
                    _attribute(Attribute.BORDER_DISTANCE, "city"),
                ),
                Measured("hub_distance", "distance to the nearest medium or large harbour", _harbour(hubs=True)),
                Measured("harbour_distance", "distance to the nearest harbour", _harbour(hubs=False)),
            ),
            "how far the border is, nor listed harbours with their places to measure to",
        ),
        CityCondition(
            "autonomy",
            "Autonomy",
            Condition.AUTONOMY.meaning,
            "Indices of the region where a source tells one, and of the country; a city may be freer than its "
            "country's index says.",
            (
                Measured(
                    "region_autonomy", "authority of the region", _attribute(Attribute.REGIONAL_AUTONOMY, "region")
                ),
                Measured("federal", "federation", _attribute(Attribute.FEDERAL, "country")),
                Measured(
                    "regional_autonomy",
                    "Regional Authority Index of the country",
                    _attribute(Attribute.REGIONAL_AUTONOMY, "country"),
                ),
                Measured(
                    "local_autonomy",
                    "Local Autonomy Index of the country",
                    _attribute(Attribute.LOCAL_AUTONOMY, "country"),
                ),
            ),
            "how much its country leaves to regions and municipalities",
        ),
        CityCondition(
            "representation",
            "Representation",
            Condition.REPRESENTATION.meaning,
            "Offices of the city with its own state. The part of the Regional Authority Index on shared rule would "
            "stand for it too; the source that is read does not keep it.",
            (Measured("offices_at_centre", "offices with its own state", _offices),),
            "how local interests are represented at the centre",
        ),
    )
}
"""The conditions by their ids, in the order of the vocabulary."""


def conditions_of(snapshot: Snapshot) -> pl.DataFrame:
    """Return every figure of every condition of every city of a snapshot as of a day, as :data:`CONDITION_TABLE`."""
    return condition_table(ProfileGround(snapshot))


def condition_table(ground: ProfileGround) -> pl.DataFrame:
    """Return the figures of the conditions of every city of a ground, as :data:`CONDITION_TABLE`, sorted."""
    parts = [
        measure.find(ground).with_columns(condition=pl.lit(condition.id), measure=pl.lit(measure.id))
        for condition in CONDITIONS.values()
        for measure in condition.measures
    ]
    columns = CONDITION_TABLE.names()
    return pl.concat([part.select(columns).cast(CONDITION_TABLE) for part in parts]).sort("city", maintain_order=True)


def _figure(ground: ProfileGround, row: Mapping[str, Any], label: str) -> Figure:
    return Figure(
        id=row["measure"],
        label=label,
        value=row["value"],
        unit=row["unit"],
        word=row["word"],
        of=row["of"],
        subject=row["subject"],
        subject_name=ground.name(row["subject"]),
        date=row["date"],
        dated_by=row["dated_by"],
        at_least=row["at_least"],
        note=row["note"],
        sources=tuple(row["sources"]),
        statements=tuple(row["statements"]),
        records=tuple(row["records"]),
    )


def conditions_found(
    ground: ProfileGround, city: str, *, table: pl.DataFrame | None = None
) -> tuple[ConditionFinding, ...]:
    """Return the five conditions of one city.

    Parameters
    ----------
    ground
        Of all cities, or of this one.
    city
        Its canonical identifier.
    table
        Its rows of :func:`conditions_of`, where these are there.
    """
    own = (condition_table(ground) if table is None else table).filter(pl.col("city") == city)
    return conditions_told(ground, own.iter_rows(named=True))


def conditions_told(ground: ProfileGround, rows_found: Iterable[Mapping[str, Any]]) -> tuple[ConditionFinding, ...]:
    """Return the conditions of one city, of which the rows of :data:`CONDITION_TABLE` are there."""
    rows = {row["measure"]: row for row in rows_found}
    found = []
    for one in CONDITIONS.values():
        figures = tuple(_figure(ground, rows[each.id], each.label) for each in one.measures if each.id in rows)
        missing = "" if figures else one.missing
        found.append(ConditionFinding(one.id, one.label, one.meaning, one.stands_for, bool(figures), figures, missing))
    return tuple(found)
