import csv
import json
import warnings
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from tests.snapshot.made import ROTTERDAM, SHANGHAI, WORLD, compiled, said, twinning, world

from proxenia.errors import InputError, UnknownValueError
from proxenia.snapshot.convert import FORMATS, export_snapshot
from proxenia.snapshot.formats.geojson import line_between
from proxenia.snapshot.store import load_snapshot
from proxenia.snapshot.tables import TABLES


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("format_name", FORMATS)
def test_every_format_is_deterministic_and_replaces_itself(tmp_path: Path, format_name: str) -> None:
    first = export_snapshot(world(), tmp_path / "a", format_name=format_name)
    before = {path.name: path.read_bytes() for path in first}
    export_snapshot(world(), tmp_path / "a", format_name="csv" if format_name != "csv" else "geojson")
    again = export_snapshot(world(), tmp_path / "a", format_name=format_name)
    assert {path.name: path.read_bytes() for path in again} == before
    assert {path.name for path in (tmp_path / "a").iterdir()} == set(before)


@pytest.mark.parametrize("format_name", FORMATS)
def test_an_empty_snapshot_exports(tmp_path: Path, format_name: str) -> None:
    assert export_snapshot(compiled(), tmp_path / "out", format_name=format_name)


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(InputError, match="not empty"):
        export_snapshot(world(), tmp_path, format_name="csv")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
    export_snapshot(world(), tmp_path, format_name="csv", overwrite=True)
    assert (tmp_path / "thesis.txt").read_text() == "mine"
    export_snapshot(world(), tmp_path, format_name="geojson")
    assert (tmp_path / "thesis.txt").exists()
    assert not (tmp_path / "ties.csv").exists()


def test_a_card_that_names_files_elsewhere_deletes_nothing_there(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "precious").write_text("x")
    card = {"made_by": "proxenia", "files": ["../precious", 5]}
    (tmp_path / "out" / "export.json").write_text(json.dumps(card))
    export_snapshot(world(), tmp_path / "out", format_name="graphml")
    assert (tmp_path / "precious").exists()


def test_a_file_in_place_of_a_folder_and_an_unknown_format(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(InputError, match="is a file"):
        export_snapshot(world(), tmp_path / "out", format_name="csv")
    with pytest.raises(UnknownValueError, match="geojson"):
        export_snapshot(world(), tmp_path / "new", format_name="geojsn")


def test_parquet_opens_as_a_snapshot(tmp_path: Path) -> None:
    export_snapshot(world().as_of(1990), tmp_path / "out", format_name="parquet")
    opened = load_snapshot(tmp_path / "out", check=True)
    assert opened.ties.equals(world().as_of(1990).ties)
    assert opened.manifest["as_of"] == "1990-12-31"


def test_csv_cells(tmp_path: Path) -> None:
    export_snapshot(world(), tmp_path / "out", format_name="csv")
    ties = {row["kind"]: row for row in rows(tmp_path / "out" / "ties.csv")}
    assert ties["twinning"]["fields"] == "economy;intercity"
    assert ties["twinning"]["valid_to"] == ""
    names = [row["name"] for row in rows(tmp_path / "out" / "names.csv")]
    assert "'=cmd()" in names
    assert "=cmd()" not in names
    history = compiled(said("px:samos", "alliance", object="px:athens", period="-0477/-0439"))
    export_snapshot(history, tmp_path / "history", format_name="csv")
    assert rows(tmp_path / "history" / "ties.csv")[0]["valid_from"] == "-0477"


def test_the_data_package_validates(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # frictionless' own, at import
        from frictionless import Package

        export_snapshot(world(), tmp_path / "out", format_name="csv")
        report = Package(str(tmp_path / "out" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "note"])
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text())
    assert len(package["resources"]) == len(TABLES)
    ties = next(resource for resource in package["resources"] if resource["name"] == "ties")
    assert [source["id"] for source in ties["sources"]] == ["list", "other"]
    assert [licence["title"] for licence in ties["licenses"]] == ["CC BY 4.0", "CC0"]
    assert all(field["description"] for resource in package["resources"] for field in resource["schema"]["fields"])


def test_graphml_opens_with_networkx(tmp_path: Path) -> None:
    export_snapshot(world(), tmp_path / "out", format_name="graphml")
    graph: Any = nx.read_graphml(tmp_path / "out" / "graph.graphml", force_multigraph=True)
    assert graph.is_multigraph()
    assert graph.number_of_edges() == world().ties.height
    assert graph.nodes[ROTTERDAM]["name"] == "Rotterdam"
    (edge,) = graph.get_edge_data(SHANGHAI, ROTTERDAM).values()
    assert (edge["kind"], edge["directed"], edge["fields"]) == ("twinning", False, "economy;intercity")


def test_geojson_is_rfc_7946(tmp_path: Path) -> None:
    export_snapshot(world(), tmp_path / "out", format_name="geojson")
    actors = json.loads((tmp_path / "out" / "actors.geojson").read_text())
    places = {feature["id"]: feature["geometry"] for feature in actors["features"]}
    assert places[ROTTERDAM] == {"type": "Point", "coordinates": [4.47917, 51.9225]}
    assert places["px:uclg"] is None
    ties = json.loads((tmp_path / "out" / "ties.geojson").read_text())
    lines = {feature["properties"]["kind"]: feature["geometry"] for feature in ties["features"]}
    assert lines["twinning"]["type"] == "LineString"
    assert lines["membership"] is None


@pytest.mark.parametrize(
    ("a", "b"), [((139.7, 35.7), (-122.4, 37.8)), ((-122.4, 37.8), (139.7, 35.7)), ((179.9, -18.0), (-179.9, -17.0))]
)
def test_lines_are_cut_at_the_antimeridian(a: tuple[float, float], b: tuple[float, float]) -> None:
    geometry = line_between(a, b)
    assert geometry["type"] == "MultiLineString"
    first, second = geometry["coordinates"]
    assert (first[0], second[1]) == (list(a), list(b))
    assert {first[1][0], second[0][0]} == {180.0, -180.0}
    assert first[1][1] == second[0][1]
    assert all(abs(end[0] - start[0]) < 180 for start, end in (first, second))


def test_jsonld_links_every_record_to_its_statements(tmp_path: Path) -> None:
    export_snapshot(world(), tmp_path / "out", format_name="jsonld")
    document = json.loads((tmp_path / "out" / "snapshot.jsonld").read_text())
    nodes = {node["@id"]: node for node in document["@graph"]}
    assert len(nodes) == len(document["@graph"])
    prefixes = set(document["@context"])
    assert all(node.partition(":")[0] in {*prefixes, "urn"} for node in nodes)
    assert all(key.partition(":")[0] in {"@id", "@type", *prefixes} for node in nodes.values() for key in node)
    tie = next(node for node in nodes.values() if node.get("px:kind") == "twinning")
    assert (tie["px:first"]["@id"], tie["px:second"]["@id"]) == (SHANGHAI, ROTTERDAM)
    assert len(tie["prov:wasDerivedFrom"]) == 2
    statement = nodes[tie["prov:wasDerivedFrom"][0]["@id"]]
    assert nodes[statement["prov:hadPrimarySource"]["@id"]]["schema:license"]
    assert sum("px:Statement" in node["@type"] for node in nodes.values()) == len(WORLD)


def test_names_that_would_break_a_format(tmp_path: Path) -> None:
    hostile = '<script>alert("x")</script>,;\n|\'"&'
    snapshot = compiled(said("x:a b", "name", value=hostile), twinning("x:a b", "x:c|d"[:3]))
    for format_name in FORMATS:
        export_snapshot(snapshot, tmp_path / format_name, format_name=format_name)
    graph: Any = nx.read_graphml(tmp_path / "graphml" / "graph.graphml")
    assert graph.nodes["x:a b"]["name"] == hostile
    assert hostile in [row["name"] for row in rows(tmp_path / "csv" / "actors.csv")]


@pytest.mark.parametrize("a", [(180.0, 10.0), (-180.0, 10.0)])
@pytest.mark.parametrize("b", [(179.0, 20.0), (-179.0, 20.0), (180.0, 20.0), (-180.0, 20.0)])
def test_an_end_on_the_antimeridian_lies_on_the_other_end_s_side(
    a: tuple[float, float], b: tuple[float, float]
) -> None:
    for geometry in (line_between(a, b), line_between(b, a)):
        (first, _), (last, _) = geometry["coordinates"]
        assert geometry["type"] == "LineString"
        assert abs(first - last) <= 1
