from pathlib import Path

import polars as pl
from tests.cli.running import Home

from proxenia.measures.registry import LAYER_MEASURES, MEASURES

RELIED_ON = {
    "nodes",
    "edges",
    "components",
    "largest_component",
    "diameter",
    "triangles",
    "transitivity",
    "degree_assortativity",
    "max_degree",
    "mean_degree",
    "modularity",
}
ROTTERDAM = "gn:2747891"


def test_describe_gives_every_measure_by_its_id(home: Home) -> None:
    found = home.done("describe", "--layer", "twinning", "--json").json
    assert list(found) == list(LAYER_MEASURES)
    assert set(found) >= RELIED_ON
    assert found["nodes"] > found["largest_component"] > 2
    assert type(found["nodes"]) is int
    assert found == home.done("describe", "--json").json, "twinnings are the layer when none is named"


def test_describe_follows_the_year_and_the_layer(home: Home) -> None:
    early = home.done("describe", "--as-of", "1950", "--json").json
    assert early["edges"] < home.done("describe", "--as-of", "2020", "--json").json["edges"]
    nobody = home.done("describe", "--as-of", "-2000", "--json").json
    assert (nobody["nodes"], nobody["modularity"]) == (0, None)
    members = home.done("describe", "--layer", "membership", "--json").json
    assert members["triangles"] == 0, "cities are members of networks, and neither of their own kind"


def test_people_see_a_table_with_units(home: Home) -> None:
    result = home.done("describe", "--layer", "membership", "--as-of", "2020")
    assert result.lines[0].startswith("City networks, as of 2020-12-31: ")
    assert result.lines[1].split() == ["measure", "value", "unit", "id"]
    assert len(result.lines) == 2 + len(LAYER_MEASURES)
    assert any(line.split()[-1] == "largest_component" for line in result.lines)


def test_describe_writes_a_table(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "twinning.csv"
    result = home.done("describe", "--csv", path)
    assert (result.out, result.complaints) == ("", [f"{len(LAYER_MEASURES)} rows in {path}"])
    rows = pl.read_csv(path)
    assert rows.columns == ["measure", "label", "value", "unit"]
    assert rows["measure"].to_list() == list(LAYER_MEASURES)


def test_without_an_id_all_measures_are_listed(home: Home) -> None:
    listed = home.done("measure", "--json").json
    assert {row["id"] for row in listed} == set(MEASURES)
    assert {row["of"] for row in listed} == {"layer", "actor", "pair"}
    assert all(row["meaning"] and row["reference"] for row in listed)
    shown = home.done("measure").out
    assert all(name in shown for name in MEASURES)


def test_the_top_actors_come_with_their_names(home: Home) -> None:
    found = home.done("measure", "degree", "--top", "3", "--as-of", "2020", "--json").json
    assert (found["measure"], found["layer"], found["as_of"], found["unit"]) == (
        "degree",
        "twinning",
        "2020-12-31",
        "actors",
    )
    assert len(found["rows"]) == 3
    assert found["actors"] > 3
    assert list(found["rows"][0]) == ["rank", "id", "name", "country", "value"]
    assert found["rows"][0]["rank"] == 1
    assert found["rows"][0]["value"] >= found["rows"][1]["value"]
    shown = home.done("measure", "degree", "--top", "3", "--as-of", "2020")
    assert found["rows"][0]["name"] in shown.out
    assert shown.complaints[-1] == f"3 of {found['actors']} actors are shown: --top, --json or --csv for more"


def test_one_actor_has_a_value_and_a_rank(home: Home) -> None:
    found = home.done("measure", "degree", "--of", "Rotterdam", "--as-of", "2020", "--json").json
    assert found["actor"] == {"id": ROTTERDAM, "name": "Rotterdam", "country": "NL"}
    whole = home.done("measure", "degree", "--as-of", "2020", "--json").json
    mine = next(row for row in whole["rows"] if row["id"] == ROTTERDAM)
    assert (found["value"], found["rank"], found["of"]) == (mine["value"], mine["rank"], whole["actors"])
    assert found["value"] > 0


def test_an_actor_without_ties_has_none_and_is_told_why(home: Home) -> None:
    result = home.done("measure", "degree", "--of", "Rotterdam", "--as-of", "1800")
    assert "value    – actors" in result.lines
    assert result.complaints[-1] == "It is not defined here: The actor has no tie in the layer."
    assert home.done("measure", "degree", "--of", ROTTERDAM, "--as-of", "1800", "--json").json["value"] is None


def test_a_layer_has_one_number(home: Home) -> None:
    alone = home.done("measure", "transitivity", "--as-of", "2020", "--json").json
    assert alone["value"] == home.done("describe", "--as-of", "2020", "--json").json["transitivity"]
    assert alone["unit"] == "share"


def test_two_actors_have_a_path(home: Home) -> None:
    found = home.done("measure", "path", "Rotterdam", "Shanghai", "--as-of", "2020", "--json").json
    assert (found["between"], found["value"]) == ([ROTTERDAM, "gn:1796236"], 1)
    assert "Rotterdam and Shanghai" in home.done("measure", "path", "Rotterdam", "Shanghai").out


def test_a_path_names_those_it_leads_by(home: Home) -> None:
    found = home.done("measure", "path", "Rotterdam", "Kaliningrad", "--as-of", "2020", "--json").json
    assert (found["path"][0], found["path"][-1]) == (ROTTERDAM, "gn:554234")
    assert len(found["path"]) == found["value"] + 1 > 2
    shown = home.done("measure", "path", "Rotterdam", "Kaliningrad", "--as-of", "2020").out
    names = next(line for line in shown.splitlines() if line.startswith("path ")).removeprefix("path").split(" – ")
    assert (names[0].strip(), names[-1].strip()) == ("Rotterdam", "Kaliningrad")
    assert len(names) == len(found["path"])
    nowhere = home.done("measure", "path", "Rotterdam", "Kaliningrad", "--as-of", "1900", "--json").json
    assert (nowhere["path"], nowhere["value"]) == (None, None)


def test_a_table_of_actors_guards_against_formulas(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "degree.csv"
    home.done("measure", "degree", "--csv", path)
    rows = pl.read_csv(path)
    assert rows.columns == ["rank", "id", "name", "country", "value"]
    assert rows.height == home.done("measure", "degree", "--json").json["actors"]


def test_mistakes_are_told_in_one_line(home: Home, tmp_path: Path) -> None:
    mistakes = [
        (("measure", "degre"), "Did you mean 'degree'?"),
        (("measure", "degree", "--layer", "twining"), "Did you mean 'twinning'?"),
        (("describe", "--layer", "twining"), "Did you mean 'twinning'?"),
        (("measure", "path", "Rotterdam"), "Write `proxenia measure path ONE OTHER`"),
        (("measure", "degree", "Rotterdam"), "Write `proxenia measure degree --of Rotterdam`"),
        (("measure", "nodes", "--of", "Rotterdam"), "Leave --of out"),
        (("measure", "path", "Rotterdam", "Kobe", "--csv", tmp_path / "x.csv"), "Leave --csv out"),
        (("measure", "degree", "--of", "Nowhereville"), "There is no actor 'Nowhereville'"),
    ]
    for command, complaint in mistakes:
        result = home.run(*command)
        assert (result.code, result.out) == (2, "")
        assert complaint in result.complaints[-1]


def test_a_measure_says_whether_it_is_exact(home: Home) -> None:
    found = home.done("measure", "betweenness", "--top", "1", "--json").json
    assert (found["exact"], found["precision"], found["error"], found["seed"]) == (True, "exact", None, None)
    assert "precision  exact" in home.done("measure", "betweenness", "--top", "1").out
    drawn = home.done("measure", "modularity", "--seed", "7", "--json").json
    assert (drawn["exact"], drawn["seed"]) == (False, 7)
    assert "drawn with the seed 7" in home.done("measure", "modularity", "--seed", "7").out


def test_an_empty_layer_says_so_and_what_would_fill_it(home: Home) -> None:
    result = home.done("measure", "degree", "--layer", "diplomatic_relation")
    (line,) = result.complaints
    assert "The layer 'diplomatic_relation' has no tie as of" in line
    assert "import wikidata-dump" in line
    assert "rank" not in result.out.replace("ranked", "")
    for command in (("measure", "edges"), ("describe",), ("measure", "degree", "--of", "iso:NL")):
        assert "has no tie as of" in home.done(*command, "--layer", "diplomatic_relation").err
    told = home.done("measure", "degree", "--layer", "diplomatic_relation", "--json").json
    assert (told["actors"], told["rows"]) == (0, [])


def test_an_empty_ranking_is_told_and_not_printed(home: Home) -> None:
    result = home.done("measure", "median_distance_km", "--layer", "contest", "--as-of", "1900")
    assert result.out.splitlines()[-1].split()[-1] == "0"
    assert result.complaints


def test_an_actor_by_name_is_shown_the_way_to_ask(home: Home) -> None:
    (line,) = home.run("measure", "degree", "The Hague").complaints
    assert "`proxenia measure degree --of 'The Hague'`" in line
    assert "`proxenia measure path ONE OTHER`" in home.run("measure", "path", "Rotterdam").complaints[0]
    assert "`proxenia measure nodes`" in home.run("measure", "nodes", "Rotterdam").complaints[0]


def test_only_what_fits_a_function_or_a_role_is_measured(home: Home) -> None:
    every = home.done("measure", "edges", "--layer", "cities", "--json").json
    some = home.done("measure", "edges", "--layer", "cities", "--role", "host", "--json").json
    assert some["chosen"] == {"role": "host"}
    assert 0 < some["value"] < every["value"]
    assert "chosen" not in every
    served = home.done("measure", "degree", "--layer", "cities", "--function", "technical_assistance", "--json").json
    assert 0 < served["actors"] < 100
    empty = home.done("measure", "edges", "--layer", "twinning", "--function", "enforcement")
    assert "has no tie that fits the function enforcement as of" in empty.err
