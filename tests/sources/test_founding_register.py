import csv
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from proxenia.model.statement import check_statements
from proxenia.resolve.facts import unknown_places
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.resolve.states import load_polities
from proxenia.sources.catalogue import catalogue_ids, describe
from proxenia.sources.catalogue.founding_register.reader import DATA, list_descriptions, read, register_hash
from proxenia.sources.context import Context
from proxenia.sources.unsourced import unsourced

SAMPLE = Path(__file__).parent / "founding_register" / "sample"


def context_of(folder: Path) -> Context:
    return Context(describe("founding_register"), folder, "2026-11-22")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "data"))


def faults_after(folder: Path, file: str, old: str, new: str) -> list[str]:
    path = folder / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    context = context_of(folder)
    list(read(context))
    return context.faults


STEPWISE = {"px:yugoslavia", "px:pacific-islands-trust-territory"}
"""States that some left before they ended."""


def test_the_states_are_those_that_names_resolve_to() -> None:
    """The register's states and the names under which lists mention them say the same."""
    with (DATA / "states" / "past_and_disputed.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    told = {
        row["id"]: (row["name"], row["other_names"].split(";"), {word[4:6] for word in row["successors"].split(";")})
        for row in rows
    }
    known = {
        polity.id: (polity.name, list(polity.names), set(polity.successors) or {""}) for polity in load_polities().all
    }
    assert told == known
    for row in rows:
        for word in filter(None, row["successors"].split(";")):
            assert row["dissolved"][:4] <= word.partition(" ")[2][:4] or row["id"] in STEPWISE, row["id"]


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("acts/a.csv", "amount,", "sum,", "acts/a.csv: columns unknown: sum; missing: amount"),
        ("acts/a.csv", "emergency_relief", "relief", "acts/a.csv row 2: event 'relief' is unknown"),
        ("acts/a.csv", "2004-12,", "May 2004,", "acts/a.csv row 2: period 'May 2004' is not a date"),
        ("acts/a.csv", "development", "growth", "acts/a.csv row 2: fields 'growth' is unknown"),
        ("acts/a.csv", "https://relief.example/,2026-11-22", ",", "acts/a.csv row 2: neither a list nor"),
        ("acts/a.csv", "https://relief.example/", "somewhere", "acts/a.csv row 2: reference 'somewhere'"),
        ("acts/a.csv", ",2026-11-22", ",", "acts/a.csv row 2: reference and checked belong together"),
        ("acts/a.csv", "Relief after the wave", "", "acts/a.csv row 2: an act needs a title"),
        ("acts/a.csv", "made-up rule,", ",", "acts/a.csv row 2: driver, coder and confidence belong together"),
        ("acts/a.csv", ",medium,", ",,", "acts/a.csv row 2: driver, coder and confidence belong together"),
        ("acts/a.csv", ",medium,", ",certain,", "acts/a.csv row 2: confidence 'certain' is unknown"),
        ("ties/a.csv", ",,,,technical", ",state_default,,,technical", "ties/a.csv row 2: driver, coder and confidence"),
        ("participations/a.csv", "act:relief-2004,gn", "act:relief-2005,gn", "row 2: act:relief-2005 is not defined"),
        ("participations/a.csv", "donor", "giver", "participations/a.csv row 2: role 'giver' is unknown"),
        ("participations/a.csv", "iso:ES-CT", "iso:ES-XX", "row 3: iso:ES-XX is not defined in states"),
        ("memberships/a.csv", "px:club,,", "px:klub,,", "memberships/a.csv row 2: px:klub is not defined"),
        ("memberships/a.csv", "list_2026", "list_1900", "memberships/a.csv row 2: 'list_1900' is not a key of lists"),
        ("memberships/a.csv", "1985,2019~", "2020,2019", "memberships/a.csv row 3: period '2020/2019'"),
        ("memberships/a.csv", "ended", "active", "memberships/a.csv row 3: status active with the end"),
        ("twinnings/a.csv", "gn:1796236", "Shanghai", "twinnings/a.csv row 3: subject 'Shanghai' is not an identifier"),
        ("twinnings/a.csv", "gn:1796236", "mine:Shanghai", "row 3: mine:Shanghai is of no scheme"),
        ("twinnings/a.csv", "gn:1796236", "gn:2747891", "twinnings/a.csv row 3: it ties a city to itself"),
        ("twinnings/a.csv", "list_2013;list_2026", "list_2026", "row 3: start_lists names list_2013"),
        ("twinnings/a.csv", "1979-11-26,list_2013", "1979-11-26,", "row 3: a start and what states it"),
        ("twinnings/a.csv", "suspended,2022", "suspended,", "twinnings/a.csv row 4: status suspended needs a date"),
        ("twinnings/a.csv", "https://news.example/2,2026-11-22", ",", "row 4: a status and the page"),
        ("ties/a.csv", "agreement", "handshake", "ties/a.csv row 2: kind 'handshake' is not a tie kind"),
        ("ties/a.csv", ",ports,", ",harbours,", "ties/a.csv row 2: case 'harbours' is not in cases.csv"),
        ("organisations/a.csv", "civil_society", "charity", "organisations/a.csv row 2: kind 'charity' is unknown"),
        ("organisations/a.csv", "px:fund", "px:club", "px:club is defined already at city_networks/a.csv row 2"),
        ("network_sizes/a.csv", ",130,", ",many,", "network_sizes/a.csv row 2: members 'many' is not a whole number"),
        ("indicators/a.csv", "0.03", "3 %", "indicators/a.csv row 2: value '3 %' is not a number"),
        ("states/a.csv", "iso:CZ 1993-01-01", "iso:CZ", "states/a.csv row 2: successor 'iso:CZ' is not written as"),
        ("states/a.csv", "iso:CZ 1993-01-01", "iso:CZ 1993/1994", "row 2: successor 'iso:CZ 1993/1994' is not written"),
        ("attributes/a.csv", "foreign_born", "born", "attributes/a.csv row 2: attribute 'born' is unknown (known: e"),
        ("attributes/a.csv", "800000", "many", "attributes/a.csv row 2: value 'many' is not a number"),
        ("attributes/a.csv", ",2021,", ",,", "attributes/a.csv row 2: a figure needs a date"),
        ("attributes/a.csv", "foreign_born", "federal", "attributes/a.csv row 2: federal is 1 or 0 with a summary"),
        ("attributes/a.csv", "foreign_born,800000", "quasi_sovereign,yes", "quasi_sovereign is 1 or 0 with a summary"),
        (
            "attributes/a.csv",
            "foreign_born,800000,persons",
            "exports,14,percent",
            "exports '14' 'percent' is not a share",
        ),
        (
            "sanctions/a.csv",
            "sectors",
            "all",
            "sanctions/a.csv row 2: restricts 'all' is unknown (known: arms, persons",
        ),
        ("state_pairs/a.csv", "rupture", "break", "state_pairs/a.csv row 3: attribute 'break' is unknown (known: rup"),
        ("state_pairs/a.csv", "iso:SE", "iso:NO", "state_pairs/a.csv row 2: it sets a state against itself"),
        ("state_pairs/a.csv", "2015-07-20", "1960", "state_pairs/a.csv row 3: period '1961-01-03/1960'"),
        ("states/a.csv", "iso:SK", "px:slovakia", "states/a.csv row 2: px:slovakia is not defined in states"),
        ("states/a.csv", ",Somaliland,", ",,", "states/a.csv row 3: a state needs a name"),
        ("states/a.csv", "px:somaliland", "px:club", "px:club is defined already at states/a.csv row 3"),
        ("regions/a.csv", "1.5,41.8", "1.5,141.8", "regions/a.csv row 2: lon '1.5' and lat '141.8'"),
        ("regions/a.csv", "Catalonia,ES", "Catalonia", "regions/a.csv row 2: 6 cells where the header has 7"),
    ],
)
def test_a_fault_is_named_with_its_file_and_row(folder: Path, file: str, old: str, new: str, fault: str) -> None:
    faults = faults_after(folder, file, old, new)
    assert any(fault in found for found in faults), faults


def test_all_faults_come_at_once(folder: Path) -> None:
    (folder / "twinnings" / "a.csv").write_bytes(b"\xff\xfe\x00")
    (folder / "acts" / "a.csv").write_text("")
    context = context_of(folder)
    list(read(context))
    text = "; ".join(context.faults)
    assert "twinnings/a.csv: it is not UTF-8" in text
    assert "acts/a.csv: columns unknown: none; missing: amount" in text
    assert "act:relief-2004 is not defined in acts" in text


def test_a_twinning_named_twice_in_one_file_is_a_fault(folder: Path) -> None:
    path = folder / "twinnings" / "a.csv"
    path.write_text(path.read_text() + "gn:2747891,Rotterdam,gn:1796236,Shanghai,list_2026,,,,,,,,,\n")
    context = context_of(folder)
    list(read(context))
    assert any("stands already at twinnings/a.csv row 3" in fault for fault in context.faults)


def test_the_cities_file_is_kept_to(folder: Path) -> None:
    (folder / "cities.csv").write_text("id,name,country\ngn:2747891,Rotterdam,NL\n")
    context = context_of(folder)
    list(read(context))
    assert any("gn:1796236 is not in cities.csv" in fault for fault in context.faults)


def test_the_hash_follows_the_files(folder: Path) -> None:
    before = register_hash(folder)
    assert register_hash(folder) == before
    path = folder / "acts" / "a.csv"
    path.write_text(path.read_text().replace("2004-12", "2005-01"))
    assert register_hash(folder) != before


def test_the_register_is_sound(gazetteer: Gazetteer) -> None:
    context = context_of(DATA)
    statements = list(read(context))
    assert context.faults == []
    check_statements(statements)
    assert unsourced(statements, set(catalogue_ids())) == []
    used = {key for statement in statements for key in (statement.subject, statement.object) if key}
    assert unknown_places(used, gazetteer) == []


def test_every_list_is_described() -> None:
    records = list_descriptions(context_of(DATA))
    assert all(record.publisher and record.licence and record.address and record.derived_from for record in records)


def test_a_planted_statement_without_source_is_found() -> None:
    statements = list(read(context_of(SAMPLE)))
    planted = [replace(statements[0], reference=""), replace(statements[1], source="rumour")]
    assert unsourced([*statements, *planted], set(catalogue_ids())) == planted
