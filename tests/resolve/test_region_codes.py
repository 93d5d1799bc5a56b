"""The region of a city: GeoNames' code of the first-order division as a region of ISO 3166-2."""

import math
from collections.abc import Iterable

import polars as pl
import pytest
from tests.gazetteer import gazetteer
from tools.make_region_codes import build, read_divisions

from proxenia.model.statement import Statement, check_statements
from proxenia.resolve.facts import GEONAMES, ISO_REGIONS, gazetteer_facts, place_facts
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.resolve.region_codes import load_region_codes
from proxenia.resolve.regions import load_regions

__all__ = ["gazetteer"]

CITIES = {
    "Barcelona, ES": "ES-CT",
    "Girona, ES": "ES-CT",
    "Bilbao, ES": "ES-PV",
    "Pamplona, ES": "ES-NC",
    "Montréal, CA": "CA-QC",
    "Toronto, CA": "CA-ON",
    "Glasgow, GB": "GB-SCT",
    "Cardiff, GB": "GB-WLS",
    "Gent, BE": "BE-VLG",
    "Liège, BE": "BE-WAL",
    "Brussels, BE": "BE-BRU",
    "Munich, DE": "DE-BY",
    "Hamburg, DE": "DE-HH",
    "Torino, IT": "IT-21",
    "Bolzano, IT": "IT-32",
    "Strasbourg, FR": "FR-GES",
    "Ajaccio, FR": "FR-20R",
    "Chicago, US": "US-IL",
    "Mumbai, IN": "IN-MH",
    "Guangzhou, CN": "CN-GD",
    "Ürümqi, CN": "CN-XJ",
    "Osaka, JP": "JP-27",
    "Sapporo, JP": "JP-01",
    "Kazan, RU": "RU-TA",
    "Guadalajara, MX": "MX-JAL",
    "Mexico City, MX": "MX-CMX",
    "São Paulo, BR": "BR-SP",
    "Rosario, AR": "AR-S",
    "Banja Luka, BA": "BA-SRP",
    "Sarajevo, BA": "BA-BIH",
    "Erbil, IQ": "IQ-KR",
    "Sulaymaniyah, IQ": "IQ-KR",
    "Baghdad, IQ": "IQ-BG",
    "Melbourne, AU": "AU-VIC",
    "Kraków, PL": "PL-12",
    "Gdańsk, PL": "PL-22",
    "Zürich, CH": "CH-ZH",
    "Innsbruck, AT": "AT-7",
    "Jakarta, ID": "ID-JK",
}
COVERED = ("ES", "CA", "GB", "BE", "DE", "IT", "FR", "US", "IN", "CN", "JP", "RU", "MX", "BR", "AR", "BA", "AU", "PL")


def regions_of(facts: Iterable[Statement]) -> dict[str, str | None]:
    return {fact.subject: fact.object for fact in facts if fact.predicate == "region"}


def with_regions(gazetteer: Gazetteer) -> pl.DataFrame:
    rows = [(country, code, region) for (country, code), region in load_region_codes().items()]
    told = pl.DataFrame(rows, schema=["country", "admin1", "region"], orient="row")
    return gazetteer.spots.join(told, on=["country", "admin1"], how="left")


@pytest.mark.parametrize("city", CITIES)
def test_known_cities_lie_in_their_regions(city: str, gazetteer: Gazetteer) -> None:
    name, country = city.split(", ")
    place = gazetteer.named([(country, name)])[country, name][0].place
    told = regions_of(place_facts([place.id], gazetteer, retrieved_at="2026-11-22"))
    assert told == {place.id: f"iso:{CITIES[city]}"}


def test_nearly_every_city_has_a_region(gazetteer: Gazetteer) -> None:
    spots = with_regions(gazetteer)
    assert spots["region"].is_not_null().mean() == pytest.approx(0.988, abs=0.002)
    by_country = dict(spots.group_by("country").agg(pl.col("region").is_not_null().mean()).iter_rows())
    assert min(by_country[country] for country in COVERED) > 0.98
    assert by_country["IQ"] > 0.95


def test_every_region_is_one_of_its_country(gazetteer: Gazetteer) -> None:
    regions = load_regions()
    for (country, _), region in load_region_codes().items():
        found = regions.region(region.removeprefix("iso:"))
        assert found is not None
        assert found.country == country
    divisions = set(gazetteer.spots.select("country", "admin1").iter_rows())
    assert load_region_codes().keys() <= divisions


def test_no_two_divisions_are_one_region_but_where_they_are_governed_together() -> None:
    regions = list(load_region_codes().values())
    twice = {region for region in regions if regions.count(region) > 1}
    assert twice == {"iso:IQ-KR"}


def test_regions_lie_where_iso_has_their_centre(gazetteer: Gazetteer) -> None:
    """A wrong pair would put a region's cities elsewhere: its nearest one is within 120 km, but for 50 wide regions."""
    regions, far = load_regions(), []
    for (region,), cities in with_regions(gazetteer).drop_nulls("region").group_by("region"):
        found = regions.region(str(region).removeprefix("iso:"))
        assert found is not None
        if found.spot is None:
            continue
        lon, lat = found.spot
        east = (pl.col("lon") - lon) * math.cos(math.radians(lat))
        near = cities.select(((east**2 + (pl.col("lat") - lat) ** 2).sqrt() * 111.2).min()).item()
        if near > 120:
            far.append(region)
    assert len(far) <= 50
    assert not {
        one for one in far if str(one)[4:6] in {"ES", "GB", "BE", "DE", "IT", "FR", "IN", "CN", "JP", "PL", "BA"}
    }


def test_the_regions_of_cities_bring_their_names(gazetteer: Gazetteer) -> None:
    facts = gazetteer_facts(["gn:3128760", "gn:2643743"], gazetteer, retrieved_at="2026-11-22")
    check_statements(facts)
    region = next(fact for fact in facts if fact.predicate == "region" and fact.subject == "gn:3128760")
    assert (region.source, region.reference) == (GEONAMES, "https://www.geonames.org/3128760")
    names = {fact.subject: fact.value for fact in facts if fact.predicate == "name" and fact.source == ISO_REGIONS}
    assert names == {"iso:ES-CT": "Catalunya", "iso:GB-ENG": "England"}
    kept = gazetteer_facts(["gn:3128760"], gazetteer, named={"iso:ES-CT"}, retrieved_at="2026-11-22")
    assert not [fact for fact in kept if fact.predicate == "name" and fact.source == ISO_REGIONS]


def test_a_city_of_an_unproven_division_has_no_region(gazetteer: Gazetteer) -> None:
    taipei, belgrade = "gn:1668341", "gn:792680"
    assert regions_of(place_facts([taipei, belgrade], gazetteer, retrieved_at="2026-11-22")) == {}


def test_a_pair_needs_a_name_that_proves_it() -> None:
    def line(name: str, iso: str, code: str, others: str = "") -> str:
        return f"{name}\t{iso}\t{code}\t1\t\t{others}\t1\t\t1"

    lines = [
        line("Catalunya", "ES-CT", "ES.56"),
        line("Atlantis", "ES-MD", "ES.29"),  # a name that no region of that code has
        line("Ladakh", "", "IN.41"),  # no code in the package, and one region of the name
        line("Nowhere", "", "IN.52"),
        line("Arbil", "IQ-AR", "IQ.11", "Erbil"),
        line("Barcelona", "ES-B", "ES.56.B"),  # no first-order division
        line("Navarra", "ES-NC", "ES.32"),  # no city of the gazetteer lies in it
    ]
    used = [("ES", "56"), ("ES", "29"), ("IN", "41"), ("IN", "52"), ("IQ", "11")]
    text = build(read_divisions(lines), load_regions(), used)
    assert text.splitlines() == ["country,admin1,region", "ES,56,ES-CT", "IN,41,IN-LA", "IQ,11,IQ-KR"]
