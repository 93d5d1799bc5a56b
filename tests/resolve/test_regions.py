"""The regions of ISO 3166-2: the file, the names, and what becomes of a region that a source names."""

import csv
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tools.make_regions import build, own_names, pieces

from proxenia.cli.importing import import_source
from proxenia.ledger import open_ledger
from proxenia.ledger.source_record import SourceRecord
from proxenia.model.judgement import Judgement, Verdict
from proxenia.model.statement import Statement, check_statements
from proxenia.resolve.bodies import find_bodies, known_bodies, local_bodies
from proxenia.resolve.facts import ISO_REGIONS, region_facts
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.resolve.judge import Resolution, resolve_places, resolve_statements
from proxenia.resolve.regions import Regions, load_regions
from proxenia.snapshot.compile import compile_snapshot
from proxenia.sources.catalogue import reader_of
from proxenia.sources.catalogue.membership.mapping import load_mapping
from proxenia.sources.context import Context

NOW = "2026-11-22T08:00:00.000000Z"
ROOT = Path(__file__).parents[2]
GUIDES = ROOT / "docs" / "guides"
FILE = ROOT / "src" / "proxenia" / "resolve" / "regions.csv"
RACE_TO_ZERO = Path("city", "networks_race_to_zero", "netzerotracker_2022-12-20.csv")


@pytest.fixture(scope="module")
def regions() -> Regions:
    return load_regions()


def body(subject: str, name: str, country: str = "", kind: str = "region") -> list[Statement]:
    of = [Statement(subject, "kind", "m", "row 2", value=kind), Statement(subject, "name", "m", "row 2", value=name)]
    return [*of, Statement(subject, "country", "m", "row 2", object=country)] if country else of


def same_as(subject: str, identifier: str) -> Statement:
    return Statement(subject, "same_as", "m", "row 2", object=identifier)


def resolved(gazetteer: Gazetteer, *statements: Statement, **known: Any) -> Resolution:
    return resolve_places([], gazetteer, bodies=local_bodies(statements), recorded_at=NOW, **known)


def rights(resolution: Resolution) -> list[str]:
    return [one.right for one in resolution.judgements]


def test_the_file_holds_the_regions_of_the_world(regions: Regions) -> None:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(regions) == 5046
    assert len({row["code"][:2] for row in rows}) == 200
    assert [row["code"] for row in rows] == sorted({row["code"] for row in rows})
    names = [name for row in rows for name in (row["name"], *filter(None, row["other_names"].split("|")))]
    assert all(name.isprintable() and name == name.strip() for name in names)
    assert not [name for name in names if set(name) & set("[]*") or name.endswith((" (eng)", " (fra)", " (spa)"))]
    assert all(-180 <= float(row["lon"]) <= 180 and -90 <= float(row["lat"]) <= 90 for row in rows if row["lon"])
    assert "MIT License" in FILE.with_suffix(".LICENSE").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("country", "name", "code"),
    [
        ("BE", "Limburg", "BE-VLI"),
        ("NL", "Limburg", "NL-LI"),
        ("BE", "Luxembourg", "BE-WLX"),
        ("BE", "Province de Luxembourg", "BE-WLX"),
        ("BE", "Flanders", "BE-VLG"),
        ("BE", "Wallonia", "BE-WAL"),
        ("US", "New York", "US-NY"),
        ("US", "New York State", "US-NY"),
        ("US", "Washington State", "US-WA"),
        ("US", "Washington, D.C.", "US-DC"),
        ("US", "Georgia", "US-GA"),
        ("ES", "Catalonia", "ES-CT"),
        ("ES", "Catalunya", "ES-CT"),
        ("ES", "Cataluña", "ES-CT"),
        ("ES", "CATALUÑA", "ES-CT"),
        ("ES", "Basque Autonomous Community", "ES-PV"),
        ("ES", "Región de Murcia", "ES-MC"),
        ("DE", "Bavaria", "DE-BY"),
        ("DE", "Bayern", "DE-BY"),
        ("DE", "Free State of Bavaria", "DE-BY"),
        ("DE", "Rhineland-Palatinate", "DE-RP"),
        ("DE", "Berlin", "DE-BE"),
        ("CA", "Quebec", "CA-QC"),
        ("CA", "Québec", "CA-QC"),
        ("JP", "Aichi", "JP-23"),
        ("JP", "愛知県", "JP-23"),
        ("JP", "Tokyo Metropolitan Government", "JP-13"),
        ("CN", "浙江", "CN-ZJ"),
        ("CN", "浙江省", "CN-ZJ"),
        ("CN", "Zhejiang Province", "CN-ZJ"),
        ("NL", "North Brabant", "NL-NB"),
        ("NL", "Noord-Brabant", "NL-NB"),
        ("IT", "Lombardy", "IT-25"),
        ("IT", "Regione Lombardia", "IT-25"),
        ("SE", "Region Skåne", "SE-M"),
        ("RU", "Tatarstan", "RU-TA"),
        ("UA", "Kyiv Oblast", "UA-32"),
        ("GB", "Wales", "GB-WLS"),
        ("GB", "Cymru", "GB-WLS"),
    ],
)
def test_a_region_is_found_by_any_of_its_names(regions: Regions, country: str, name: str, code: str) -> None:
    assert regions.find(country, name) == (f"iso:{code}",)


@pytest.mark.parametrize(
    ("country", "name"),
    [
        ("GE", "Georgia"),  # the state
        ("LU", "Limburg"),
        ("US", "Oklahoma County"),  # no state
        ("US", "New York Region"),  # the land around the city
        ("CA", "Quebec City"),
        ("US", "state"),
        ("ES", ""),
        ("XX", "Catalonia"),
        ("", "Catalonia"),
    ],
)
def test_what_is_no_region_of_the_state_is_none(regions: Regions, country: str, name: str) -> None:
    assert regions.find(country, name) == ()


def test_an_only_part_and_its_whole_are_told_apart_by_the_word_for_it(regions: Regions) -> None:
    assert regions.find("ES", "Madrid") == ("iso:ES-MD",)
    assert regions.find("ES", "Navarra") == ("iso:ES-NC",)
    assert regions.find("ES", "Illes Balears") == ("iso:ES-IB",)
    assert regions.find("ES", "Province of Madrid") == ("iso:ES-M",)
    assert regions.find("EE", "Hiiumaa") == ("iso:EE-39",)


def test_several_regions_of_a_name_stay_open(regions: Regions) -> None:
    assert regions.find("UA", "Kyiv") == ("iso:UA-30", "iso:UA-32")
    assert regions.find("BY", "Minsk") == ("iso:BY-HM", "iso:BY-MI")
    assert regions.find("BD", "Dhaka") == ("iso:BD-13", "iso:BD-C")
    assert regions.find("BD", "Dhaka Division") == ("iso:BD-C",)


def test_only_places_of_the_kind_region_become_regions(gazetteer: Gazetteer) -> None:
    found = resolved(gazetteer, *body("m:B", "Berlin", "iso:DE"))
    assert rights(found) == ["iso:DE-BE"]
    assert found.judgements[0].signed_by == "resolver:2"
    assert (
        found.judgements[0].reason == "'Berlin' in DE is Berlin: the only region of ISO 3166-2 that the name can mean"
    )
    assert not resolved(gazetteer, *body("m:B", "Berlin", "iso:DE", kind="city")).bodies
    assert not resolved(gazetteer, *body("m:B", "Berlin", "iso:DE", kind="igo")).bodies
    assert not resolved(gazetteer, *body("m:B", "Berlin")).bodies
    assert not resolved(gazetteer, *body("m:K", "Kyiv", "iso:UA")).bodies


def test_the_state_behind_the_name_is_no_part_of_it(gazetteer: Gazetteer) -> None:
    assert rights(resolved(gazetteer, *body("m:A", "Amazonas, Brazil", "iso:BR"))) == ["iso:BR-AM"]
    assert rights(resolved(gazetteer, *body("m:L", "Limburg (Belgium)", "iso:BE"))) == ["iso:BE-VLI"]
    assert not rights(resolved(gazetteer, *body("m:L", "Limburg (Belgium)", "iso:NL")))


def test_a_region_of_a_past_state_lies_in_those_that_followed(gazetteer: Gazetteer) -> None:
    found = resolved(gazetteer, *body("m:T", "Tatarstan", "px:soviet-union"), *body("m:K", "Kyiv", "px:soviet-union"))
    assert rights(found) == ["iso:RU-TA"]


def test_an_identifier_that_the_source_states_is_taken_unless_the_country_denies_it(gazetteer: Gazetteer) -> None:
    stated = same_as("wd:Q1", "iso:UA-30")
    assert rights(resolved(gazetteer, *body("wd:Q1", "Kyiv", "iso:UA"), stated)) == ["iso:UA-30"]
    assert not rights(resolved(gazetteer, *body("wd:Q1", "Kyiv", "iso:PL"), stated))
    assert not rights(resolved(gazetteer, *body("wd:Q1", "Nowhere", "iso:PL"), same_as("wd:Q1", "iso:PL-ZZ")))


def test_regions_of_the_ledger_itself_still_count(gazetteer: Gazetteer) -> None:
    known = known_bodies(
        [
            *body("px:vallonia-land", "Vallonia Land", "iso:BE"),
            *body("px:my-bavaria", "Bavaria", "iso:DE"),
            *body("iso:UA-30", "Kyiv", "iso:UA"),
        ]
    )
    named = [
        *body("m:V", "Vallonia Land", "iso:BE"),
        *body("m:B", "Bavaria", "iso:DE"),
        *body("m:K", "Kyiv", "iso:UA"),
    ]
    found = find_bodies(local_bodies(named), gazetteer.countries, known, gazetteer.regions)
    assert [identifier for _, identifier, _ in found] == ["px:vallonia-land", "px:my-bavaria"]


def test_what_stands_already_is_not_contradicted(gazetteer: Gazetteer) -> None:
    bavaria = body("wd:Q980", "Bavaria", "iso:DE")
    other = Judgement("wd:Q980", "iso:DE-BW", Verdict.SAME, "", "person:Ada", NOW)
    assert not resolved(gazetteer, *bavaria, judged=[other]).bodies
    city = Judgement("wd:Q980", "gn:2867714", Verdict.SAME, "", "resolver:2", NOW)
    assert not resolved(gazetteer, *bavaria, judged=[city]).bodies
    undone = Judgement("wd:Q980", "iso:DE-BY", Verdict.SAME, "", "resolver:2", NOW)
    assert not resolved(gazetteer, *bavaria, taken_back=[undone]).bodies
    different = Judgement("wd:Q980", "iso:DE-BY", Verdict.DIFFERENT, "", "person:Ada", NOW)
    assert not resolved(gazetteer, *bavaria, judged=[different]).bodies


def test_two_wikidata_items_do_not_become_one_region(gazetteer: Gazetteer) -> None:
    found = resolved(gazetteer, *body("wd:Q980", "Bavaria", "iso:DE"), *body("wd:Q4886", "Bayern", "iso:DE"))
    assert [one.left for one in found.judgements] == ["wd:Q980"]


def test_the_facts_of_a_region(gazetteer: Gazetteer) -> None:
    facts = region_facts(["iso:ES-CT", "iso:ES", "gn:1", "iso:ES-XXX"], gazetteer, retrieved_at="2026-11-22")
    check_statements(facts)
    assert {fact.predicate: fact.value or fact.object for fact in facts} == {
        "kind": "region",
        "name": "Catalunya",
        "alternate_names": "Cataluña\nCatalonia\nCatalonha",
        "country": "iso:ES",
        "location": "1.5745 41.8523",
    }
    assert {fact.source for fact in facts} == {ISO_REGIONS}
    every = [f"iso:{code}" for code in gazetteer.regions.codes()]
    check_statements(region_facts(every, gazetteer, retrieved_at="2026-11-22"))


def test_a_region_that_a_source_names_keeps_that_name(gazetteer: Gazetteer, tmp_path: Path) -> None:
    said_before = [*body("iso:DE-SN", "Saxony", "iso:DE"), *body("wd:Q1199", "Hesse", "iso:DE")]
    hesse = Judgement("wd:Q1199", "iso:DE-HE", Verdict.SAME, "the same", "person:Ada", NOW)
    used = ["iso:DE-SN", "iso:DE-BY", "iso:DE-HE"]
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        with ledger.transaction():
            ledger.add_sources([SourceRecord("m", "A list made for this test")], recorded_at=NOW)
            ledger.append(said_before, recorded_at=NOW)
            ledger.judge([hesse])
        found = resolve_statements([], ledger, gazetteer, also=used, recorded_at=NOW)
    said = {(fact.subject, fact.predicate): fact.value for fact in found.facts if fact.source == ISO_REGIONS}
    assert ("iso:DE-SN", "name") not in said
    assert ("iso:DE-HE", "name") not in said
    assert said["iso:DE-SN", "alternate_names"].startswith("Sachsen\nSaxony")  # type: ignore[union-attr]
    assert said["iso:DE-BY", "name"] == "Bayern"


def test_the_regions_of_race_to_zero(reference_dir: Path, gazetteer: Gazetteer, tmp_path: Path) -> None:
    mapping = load_mapping(GUIDES / "maps" / "race_to_zero.yml")
    context = Context(
        mapping.description,
        reference_dir / RACE_TO_ZERO,
        NOW[:10],
        options={"mapping": mapping},
        countries=gazetteer.countries,
    )
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        import_source(reader_of("membership"), context, ledger, gazetteer, recorded_at=NOW)
        judged = [one for one in ledger.judgements() if one.right.startswith("iso:")]
        facts = list(ledger.statements(source=ISO_REGIONS))
        sources = {source.id: source for source in ledger.sources()}
        snapshot = compile_snapshot(ledger, code_version="test")
    assert len(judged) == len({one.right for one in judged}) == 44
    assert {"iso:US-WA", "iso:BR-AM", "iso:ES-NC", "iso:ES-PV", "iso:KR-46", "iso:DE-RP"} <= {
        one.right for one in judged
    }
    assert {fact.subject for fact in facts} >= {one.right for one in judged}
    assert sources[ISO_REGIONS].licence == "MIT"
    regions = snapshot.actors.filter(pl.col("id").str.starts_with("iso:") & (pl.col("kind") == "region"))
    assert regions.height == 44
    assert regions["longitude"].null_count() == 0
    assert "Catalonia" in regions["name"].to_list()


def test_the_package_is_read_as_it_writes_its_names() -> None:
    assert own_names("Nafarroako* Foru Komunitatea*") == ["Nafarroako Foru Komunitatea"]
    assert own_names("Stockholms län [SE-01]") == ["Stockholms län"]
    assert list(pieces("A (eng), 'B, C (deu)', D; E (fra)")) == ["A (eng)", "B, C (deu)", "D", "E (fra)"]
    one = {"name": "A", "localOtherName": "B\u200e (ara), C|D (eng), E\x00F (eng)", "type": "State"}
    made = {"XX": {"XX-1": {**one, "parentCode": None, "latLng": [95.0, 10.0]}}}
    text, refused = build(json.loads(json.dumps(made)))
    assert text == "code,name,other_names,type,parent,lon,lat\nXX-1,A,B,State,,,\n"
    assert refused == ["XX-1: 'C|D'", "XX-1: 'E\\x00F'"]
    with pytest.raises(ValueError, match="cannot be kept"):
        build({"XX": {"XX-1": {**one, "parentCode": "XX-9", "latLng": None}}})
