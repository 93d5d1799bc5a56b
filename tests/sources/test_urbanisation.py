"""Towns: the publisher's tables counted in another way, projections marked, and rows that cannot be."""

from pathlib import Path

import polars as pl
import pytest
from tests.sources.reading import read_files, read_text, refusals

from proxenia.errors import SourceChangedError, UnreadableFileError
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources.catalogue.urbanisation.reader import OTHER_AREAS
from proxenia.sources.tabular.united_nations import AREAS, GROUPS

CITY_HEADER = (
    'Entity,Year,"City population (UN Urbanization Prospects, 2018)",'
    '"Projected city population (UN Urbanization Prospects, 2018)"'
)
URBAN_HEADER = "Entity,Year,Urban population 1950-2050 (UN World Urbanization Prospects 2018)"


def test_shares_of_states_and_areas(reference_dir: Path, gazetteer: Gazetteer) -> None:
    path = reference_dir / "state" / "urbanization" / "owid_urbanization_long_run.csv"
    context, statements = read_files("urbanisation", gazetteer, path)
    table = pl.read_csv(path, infer_schema_length=None)
    share, so_far = table.columns[2], table.columns[6]
    areas = sorted(AREAS.keys() - {"World"})
    told = table.filter(
        ~pl.col("Entity").is_in(sorted(GROUPS | OTHER_AREAS)),
        ~(pl.col("Entity").is_in(areas) & (pl.col("Year") < 1950)),
    )
    assert (context.rows, context.refused) == (27_977, [])
    assert len(statements) == told.height
    projected = [s for s in statements if dict(s.qualifiers).get("summary") == "projection"]
    assert len(projected) == told.filter(pl.col(so_far).is_null()).height
    assert min(s.period or "" for s in projected) == "2017"
    world = {s.period: s.value for s in statements if s.subject == "un:001"}
    row = table.filter(pl.col("Entity") == "World", pl.col("Year") == 2007)
    assert float(world["2007"] or "") == pytest.approx(row[share][0] / 100, abs=1e-5)
    assert world["1800"] == "0.073"
    assert all(0 <= float(s.value or "-1") <= 1 for s in statements)


def test_people_in_towns_with_projections_after_2018(reference_dir: Path, gazetteer: Gazetteer) -> None:
    path = reference_dir / "state" / "urbanization" / "wup2018_urban_rural_1950_2050.csv"
    context, statements = read_files("urbanisation", gazetteer, path)
    table = pl.read_csv(path)
    told = table.filter(~pl.col("Entity").is_in(sorted(GROUPS)))
    assert (context.rows, context.refused) == (27_573, [])
    assert len(statements) == told.height
    assert sum(int(s.value or "") for s in statements) == told[table.columns[2]].sum()
    assert sum(bool(s.qualifiers) for s in statements) == told.filter(pl.col("Year") > 2018).height


def test_urban_areas_are_places_with_a_name(reference_dir: Path, gazetteer: Gazetteer) -> None:
    path = reference_dir / "state" / "urbanization" / "wup2018_city_populations_1950_2035.csv"
    context, statements = read_files("urbanisation", gazetteer, path)
    table = pl.read_csv(path)
    assert (context.rows, context.refused) == (540, [])
    assert len(statements) == table.height + 2 * table["Entity"].n_unique()
    tokyo = {s.period: s.value for s in statements if s.subject == "urbanisation:Tokyo" and s.period}
    assert tokyo["2015"] == "37256109"
    assert sum(bool(s.qualifiers) for s in statements) == 120


def test_the_table_of_capitals_is_refused_with_its_reason(reference_dir: Path, gazetteer: Gazetteer) -> None:
    path = reference_dir / "state" / "urbanization" / "wup2018_capital_city_population.csv"
    with pytest.raises(UnreadableFileError, match="does not name the city"):
        read_files("urbanisation", gazetteer, path)


@pytest.mark.parametrize(
    ("header", "row", "reason"),
    [
        (URBAN_HEADER, "Belgium,1960,-1", "is not between 0"),
        (URBAN_HEADER, "Belgium,1960,1.5", "is not a whole number"),
        (URBAN_HEADER, "Belgium,1900,100", "Year 1900 is not between"),
        (URBAN_HEADER, "Flanders and Wallonia,1960,100", "unknown country"),
        (CITY_HEADER, "::,2020,1,", "the city '::' is no name"),
        (CITY_HEADER, "To\u202ekyo,2020,1,", "holds control characters"),
        (CITY_HEADER, "Tokyo,2020,nan,", "is not a number"),
        (CITY_HEADER, "Tokyo,2020,1001,", "is not between 0 and 1000"),
        (CITY_HEADER, "Tokyo,2020,0.0000001,", "is not a whole number"),
        (CITY_HEADER, "Tokyo,2020,1,2", "either a population or a projected one"),
    ],
)
def test_a_row_that_cannot_be_is_refused(
    tmp_path: Path, gazetteer: Gazetteer, header: str, row: str, reason: str
) -> None:
    context, statements = read_text("urbanisation", gazetteer, tmp_path / "x.csv", [header, row])
    assert statements == []
    assert reason in refusals(context)[0][1]


def test_another_header_is_told(tmp_path: Path, gazetteer: Gazetteer) -> None:
    with pytest.raises(SourceChangedError, match="lacks the column"):
        read_text("urbanisation", gazetteer, tmp_path / "x.csv", ["Country,Year,Urban", "Belgium,1960,1"])
