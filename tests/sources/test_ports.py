"""Harbours: the World Port Index counted in another way, the unverified list refused, and rows that cannot be."""

from collections import Counter
from pathlib import Path

import polars as pl
import pytest
from tests.sources.reading import read_files, read_text, refusals, refused_share

from proxenia.errors import SourceChangedError, UnreadableFileError
from proxenia.resolve.gazetteer import Gazetteer

HEADER = (
    "World Port Index Number,Region Name,Main Port Name,Alternate Port Name,UN/LOCODE,Country Code,World Water Body,"
    "Harbor Size,Harbor Type,Harbor Use,Latitude,Longitude"
)


def test_each_port_is_a_place_with_its_harbour(reference_dir: Path, gazetteer: Gazetteer) -> None:
    path = reference_dir / "state" / "ports" / "wpi_pub150.csv"
    context, statements = read_files("ports", gazetteer, path)
    table = pl.read_csv(path, infer_schema_length=None).with_columns(pl.col(pl.String).str.strip_chars())
    shared = table.filter(pl.col("World Port Index Number").is_duplicated())
    sound = table.filter((pl.col("Country Code") != "") & pl.col("World Port Index Number").is_unique())
    assert (table.height, shared.height, sound.height) == (3_831, 4, 3_822)
    assert len(context.refused) == 9
    assert refused_share(context) <= context.description.expectations.max_refused_share
    sizes = Counter(s.value for s in statements if s.predicate == "harbour")
    expected = Counter(size.lower().replace(" ", "_") or "unstated" for size in sound["Harbor Size"])
    assert sizes == expected
    assert sizes["large"] == 171
    for predicate in ("kind", "name", "country", "location"):
        assert sum(s.predicate == predicate for s in statements) == sound.height, predicate
    named = sound.filter(pl.col("Alternate Port Name") != "").height
    assert sum(s.predicate == "alternate_names" for s in statements) <= named


def test_a_port_of_two_names_lies_where_the_index_says(reference_dir: Path, gazetteer: Gazetteer) -> None:
    path = reference_dir / "state" / "ports" / "wpi_pub150.csv"
    _, statements = read_files("ports", gazetteer, path)
    port = {s.predicate: s.value or s.object for s in statements if s.subject == "ports:39810"}
    assert port == {
        "kind": "city",
        "name": "Civitavecchia",
        "country": "iso:IT",
        "location": "11.77100 42.10200",
        "harbour": "large",
    }


def test_the_list_that_nobody_verified_is_not_read(reference_dir: Path, gazetteer: Gazetteer) -> None:
    folder = reference_dir / "state" / "ports"
    for paths in ((folder / "ports.csv",), (folder / "wpi_pub150.csv", folder / "ports.csv")):
        with pytest.raises(UnreadableFileError, match="partly made with a language model"):
            read_files("ports", gazetteer, *paths)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("7,R,Name,,,Italy,Sea,Large,,Unknown,91,1", "Latitude 91 is not between"),
        ("7,R,Name,,,Italy,Sea,Large,,Unknown,NaN,1", "Latitude 'NaN' is not a number"),
        ("7,R,Name,,,Italy,Sea,Large,,Unknown,1,-181", "Longitude -181 is not between"),
        ("7,R,Name,,,Italy,Sea,large,,Unknown,1,1", "Harbor Size 'large' is none of"),
        ("7,R,,,,Italy,Sea,Large,,Unknown,1,1", "Main Port Name is empty"),
        ("7,R,::,,,Italy,Sea,Large,,Unknown,1,1", "Main Port Name '::' is no name"),
        ("-7,R,Name,,,Italy,Sea,Large,,Unknown,1,1", "Number -7 is not at least 1"),
        ("7,R,Name,,NONSN,,Sea,Large,,Unknown,1,1", "the country is empty"),
    ],
)
def test_a_row_that_cannot_be_is_refused(tmp_path: Path, gazetteer: Gazetteer, row: str, reason: str) -> None:
    context, statements = read_text("ports", gazetteer, tmp_path / "x.csv", [HEADER, row])
    assert statements == []
    assert reason in refusals(context)[0][1]


def test_another_header_is_told(tmp_path: Path, gazetteer: Gazetteer) -> None:
    with pytest.raises(SourceChangedError, match="lacks the column 'Harbor Size'"):
        read_text("ports", gazetteer, tmp_path / "x.csv", [HEADER.replace("Harbor Size", "Size"), ",,,,,,,,,,,"])
