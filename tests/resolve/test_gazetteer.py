from importlib.resources import files
from pathlib import Path
from time import perf_counter

import polars as pl
import pytest
import yaml

from proxenia.resolve.blocking import LARGEST_BLOCK, blocks_of
from proxenia.resolve.gazetteer import Gazetteer, load_gazetteer
from proxenia.resolve.gazetteer_files import gazetteer_folder
from proxenia.resolve.names import fold


def test_names_meet_places_in_any_writing(gazetteer: Gazetteer) -> None:
    found = gazetteer.named([("NL", "ROTTERDAM"), ("CN", "上海"), ("NL", "Nowhere"), ("RU", "Санкт-Петербург")])
    assert found["NL", "ROTTERDAM"][0].place.id == "gn:2747891"
    assert found["CN", "上海"][0].place.id == "gn:1796236"
    assert found["RU", "Санкт-Петербург"][0].place.id == "gn:498817"
    assert ("NL", "Nowhere") not in found


def test_own_names_stand_before_others(gazetteer: Gazetteer) -> None:
    hits = gazetteer.named([("GB", "Newport")])["GB", "Newport"]
    own = [hit.own for hit in hits]
    assert own == sorted(own, reverse=True)


def test_places_and_states_by_id(gazetteer: Gazetteer) -> None:
    assert gazetteer.places([2747891, 1, 2**40])[2747891].name == "Rotterdam"
    assert gazetteer.places([1, 2**40]) == {}
    states = gazetteer.states(["NL", "XK", "QQ"])
    assert sorted(states) == ["NL", "XK"]
    assert states["NL"].numeric == 528
    assert states["XK"].numeric == 0
    assert states["NL"].place is not None
    assert states["NL"].place.name == "Amsterdam"
    assert "Нидерланды" in states["NL"].names


def test_nothing_asked_nothing_found(gazetteer: Gazetteer) -> None:
    assert gazetteer.named([]) == {}
    assert gazetteer.places([]) == {}
    assert gazetteer.alternates([]) == {}
    assert gazetteer.states([]) == {}


def test_reopening_is_quick(gazetteer: Gazetteer) -> None:
    begun = perf_counter()
    again = load_gazetteer(gazetteer.folder.parent)
    assert again.named([("NL", "Rotterdam")])
    assert perf_counter() - begun < 2.0  # 0.1 s on a quiet machine


def test_a_half_made_folder_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gazetteer: Gazetteer
) -> None:
    def write_two(folder: Path) -> None:
        for name in ("places", "states"):
            pl.DataFrame({"x": [1]}).write_parquet(folder / f"{name}.parquet")

    monkeypatch.setattr("proxenia.resolve.gazetteer_files._write_all", write_two)
    target = tmp_path / gazetteer.folder.name
    target.mkdir()
    (target / "places.parquet").write_bytes(b"torn")
    assert gazetteer_folder(tmp_path) == target
    assert pl.read_parquet(target / "places.parquet").height == 1
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_a_failed_making_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(folder: Path) -> None:
        (folder / "places.parquet").write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr("proxenia.resolve.gazetteer_files._write_all", fail)
    with pytest.raises(KeyboardInterrupt):
        gazetteer_folder(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_every_division_lies_where_its_city_does(gazetteer: Gazetteer) -> None:
    told = yaml.safe_load(files("proxenia.resolve").joinpath("divisions.yml").read_text(encoding="utf-8"))
    wanted = {(country, fold(name)) for country, named in told.items() for names in named for name in names.split("|")}
    known = {(country, key): code for country, code, key in gazetteer.divisions.iter_rows()}
    assert wanted <= known.keys()
    assert (known["CA", "ontario"], known["US", "ohio"], known["GB", "wales"]) == ("08", "OH", "WLS")
    for country, named in told.items():
        codes = [{known[country, fold(name)] for name in names.split("|")} for names in named]
        assert all(len(one) == 1 for one in codes), country
        assert len(set().union(*codes)) == len(codes), country


def test_names_that_look_alike_share_a_block(gazetteer: Gazetteer) -> None:
    asked = pl.DataFrame({"q": [0], "country": ["FR"], "key": ["schiltigheym"]})
    met = blocks_of(asked, ["q", "country"]).join(gazetteer.blocks, on=["country", "block"])
    assert "schiltigheim" in met["key"].to_list()
    sizes = gazetteer.blocks.group_by("country", "block").agg(pl.col("number").n_unique())
    assert sizes["number"].max() <= LARGEST_BLOCK
