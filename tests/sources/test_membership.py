from pathlib import Path

import pytest
from tests.sources.listed import read_list

from proxenia.errors import MappingError, UnreadableFileError
from proxenia.model.statement import Statement
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources.catalogue.founding_register.files import DATA
from proxenia.sources.catalogue.membership.mapping import load_mapping, mapping_of_pairs
from proxenia.sources.catalogue.membership.reader import read
from proxenia.sources.context import Context

MAPS = Path(__file__).parents[2] / "docs" / "guides" / "maps"
NETWORK = "city_network=px:eurocities"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


def members(statements: list[Statement]) -> dict[str, str | None]:
    return {s.subject: s.period for s in statements if s.predicate == "membership"}


def test_a_plain_list_of_names(path: Path, gazetteer: Gazetteer) -> None:
    statements, refused = read_list("membership", path, gazetteer, "Member\nTurin\nDelft\n", NETWORK, "city=Member")
    assert members(statements) == {"mine:Turin": None, "mine:Delft": None}
    assert {s.object for s in statements if s.predicate == "membership"} == {"px:eurocities"}
    assert refused == []


@pytest.mark.parametrize(
    ("since", "period"), [("2019", "2019/.."), ("2019-05", "2019-05/.."), ("2019.0", "2019/.."), ("", None)]
)
def test_since_when(path: Path, gazetteer: Gazetteer, since: str, period: str | None) -> None:
    content = f"city,since\nTurin,{since}\n"
    statements, _ = read_list("membership", path, gazetteer, content, NETWORK, "city=city", "since=since")
    assert members(statements) == {"mine:Turin": period}


@pytest.mark.parametrize("since", ["soon", "2019/2020", "0", "../2019"])
def test_a_date_that_is_none_is_refused(path: Path, gazetteer: Gazetteer, since: str) -> None:
    content = f"city,since\nTurin,{since}\nDelft,2001\n"
    statements, refused = read_list("membership", path, gazetteer, content, NETWORK, "city=city", "since=since")
    assert list(members(statements)) == ["mine:Delft"]
    assert refused[0][0] == 2


def test_only_the_rows_wanted_are_read_and_all_are_counted(path: Path, gazetteer: Gazetteer) -> None:
    mapping = mapping_of_pairs(["source=mine", NETWORK, "city=city", "where.in=Yes"])
    path.write_text("city,in\nTurin,Yes\nDelft,No\n,No\n")
    context = Context(mapping.description, path, "2026-11-22", options={"mapping": mapping})
    assert list(members(list(read(context)))) == ["mine:Turin"]
    assert (context.rows, context.refused) == (3, [])


def test_the_list_s_own_key_tells_a_city_from_a_region(path: Path, gazetteer: Gazetteer) -> None:
    content = "key,city,country,kind\nR1,New York,USA,region\nC1,New York,USA,city\n"
    pairs = (NETWORK, "city=city", "country=country", "kind=kind")
    with_key, refused = read_list("membership", path, gazetteer, content, *pairs, "key=key")
    assert list(members(with_key)) == ["mine:R1", "mine:C1"]
    assert refused == []
    without, refused = read_list("membership", path, gazetteer, content, *pairs)
    assert members(without) == {}
    assert "as city and as region" in refused[0][1]


def test_an_id_stays_with_the_row_that_bears_its_name(path: Path, gazetteer: Gazetteer) -> None:
    content = "city,id,label,country\nLyon,Q456,LYON,FR\nLyon Metropole,Q456,LYON,FR\nİzmir,Q35997,Izmir,TR\n"
    pairs = (NETWORK, "city=city", "id=id", "id_name=label", "country=country")
    statements, _ = read_list("membership", path, gazetteer, content, *pairs)
    assert list(members(statements)) == ["wd:Q456", "mine:Lyon Metropole,FR", "wd:Q35997"]


def test_a_bare_name_twice_is_one_member_only_when_nothing_differs(path: Path, gazetteer: Gazetteer) -> None:
    content = "city,field\nGranada,Design\nGranada,Literature\nDelft,Design\nDelft,Design\n"
    statements, refused = read_list("membership", path, gazetteer, content, NETWORK, "city=city", "note=field")
    assert list(members(statements)) == ["mine:Delft"]
    assert [row for row, _ in refused] == [2, 3]


def test_namesakes_that_lie_apart_are_two_members(path: Path, gazetteer: Gazetteer) -> None:
    content = "city,country,lon,lat\nNeustadt,DE,8.14,49.35\nNeustadt,DE,11.12,50.32\nDelft,NL,4.36,52.01\n"
    pairs = (NETWORK, "city=city", "country=country", "lon=lon", "lat=lat")
    statements, _ = read_list("membership", path, gazetteer, content, *pairs)
    assert list(members(statements)) == [
        "mine:Neustadt,DE,8.14 49.35",
        "mine:Neustadt,DE,11.12 50.32",
        "mine:Delft,NL",
    ]


def test_a_new_network_gets_its_name(path: Path, gazetteer: Gazetteer) -> None:
    pairs = ("city_network=px:river-cities", "city_network_name=River Cities", "city=city", "fields=peace; intercity")
    statements, _ = read_list("membership", path, gazetteer, "city\nTurin\n", *pairs)
    told = {(s.predicate, s.value) for s in statements if s.subject == "px:river-cities"}
    assert told == {("kind", "city_network"), ("name", "River Cities")}
    assert ("fields", "intercity;peace") in statements[-1].qualifiers


def test_who_leaves_the_list_takes_only_its_own_statements(path: Path, gazetteer: Gazetteer) -> None:
    pairs = (NETWORK, "city=city", "address=https://example.org/members")
    before, _ = read_list("membership", path, gazetteer, "city\nTurin\nDelft\nGouda\n", *pairs)
    after, _ = read_list("membership", path, gazetteer, "city\nDelft\nGouda\n", *pairs)
    gone = {s.id for s in before} - {s.id for s in after}
    assert {s.subject for s in before if s.id in gone} == {"mine:Turin"}
    assert {s.id for s in after} < {s.id for s in before}


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        (["city=c"], "city_network '' is not the identifier"),
        (["city=c", "city_network=Eurocities"], "city_network 'Eurocities' is not the identifier"),
        (["city=c", "city_network=gn:1"], "city_network 'gn:1' is not the identifier"),
        ([NETWORK], "city (or id) is missing"),
        ([NETWORK, "city=c", "fields=rivers"], "field 'rivers' is unknown"),
        ([NETWORK, "city=c", "colour=red"], "'colour' is not a key"),
        ([NETWORK, "city=c", "countries=NO"], "countries holds no lines"),
    ],
)
def test_a_mapping_that_does_not_fit(pairs: list[str], told: str) -> None:
    with pytest.raises(MappingError) as caught:
        mapping_of_pairs(["source=mine", *pairs])
    assert told in str(caught.value)


def test_a_list_that_has_only_a_header(path: Path, gazetteer: Gazetteer) -> None:
    with pytest.raises(UnreadableFileError, match="no rows below its header"):
        read_list("membership", path, gazetteer, "city\n", NETWORK, "city=city")


PUBLIC = {
    "eurocities": ("networks_eurocities/members.csv", 209, 209),
    "race_to_zero": ("networks_race_to_zero/netzerotracker_2022-12-20.csv", 1890, 246),
    "unesco_creative_cities_2024": ("networks_unesco_creative_cities/members_2024-10.csv", 349, 349),
    "unesco_creative_cities_since": ("networks_unesco_creative_cities/members_since_182.csv", 182, 182),
}


@pytest.mark.parametrize("name", PUBLIC)
def test_the_public_lists(reference_dir: Path, gazetteer: Gazetteer, name: str) -> None:
    file, rows, count = PUBLIC[name]
    mapping = load_mapping(MAPS / f"{name}.yml")
    context = Context(
        mapping.description,
        reference_dir / "city" / file,
        "2026-11-22",
        options={"mapping": mapping},
        countries=gazetteer.countries,
    )
    assert len(members(list(read(context)))) == count
    assert (context.rows, context.refused) == (rows, [])


@pytest.mark.parametrize("name", PUBLIC)
def test_the_networks_of_the_maps_are_known(name: str) -> None:
    known = (DATA / "city_networks" / "networks.csv").read_text(encoding="utf-8")
    assert f"\n{load_mapping(MAPS / f'{name}.yml').city_network}," in known
