"""States of the past and of some only, and the numbers of data sets."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from proxenia.resolve.gazetteer import Gazetteer
from proxenia.resolve.names import fold
from proxenia.resolve.states import load_polities

SHORT_NAMES = {
    "antiguabarbuda": "AG", "bosnia": "BA", "capeverde": "CV", "car": "CF", "congobrazz": "CG", "costarica": "CR",
    "czechrep": "CZ", "domrepublic": "DO", "elsalvador": "SV", "eqguinea": "GQ", "etimor": "TL", "fyromacedonia": "MK",
    "guineabissau": "GW", "marshallis": "MH", "micronesiafs": "FM", "newzealand": "NZ", "nokorea": "KP",
    "papuanewguinea": "PG", "sanmarino": "SM", "saotome": "ST", "saudiarabia": "SA", "sierraleone": "SL",
    "soafrica": "ZA", "sokorea": "KR", "solomonis": "SB", "sosudan": "SS", "srilanka": "LK", "stkitts": "KN",
    "stlucia": "LC", "stvincent": "VC", "uae": "AE", "uk": "GB", "wsamoa": "WS", "yugoslaviaserb": "RS",
    "burkinafaso": "BF", "ivorycoast": "CI",
}  # fmt: skip
"""The igo_members file's own abbreviations, where no list of countries writes them so."""


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", errors="replace") as file:
        yield from csv.DictReader(file)


@pytest.mark.parametrize(
    ("text", "state", "codes"),
    [
        ("Soviet Union", "px:soviet-union", "RU UA BY MD GE AM AZ KZ UZ TM KG TJ EE LV LT"),
        ("U.S.S.R.", "px:soviet-union", "RU UA BY MD GE AM AZ KZ UZ TM KG TJ EE LV LT"),
        ("Jugoslawien", "px:yugoslavia", "SI HR BA RS ME MK XK"),
        ("Tchécoslovaquie", "px:czechoslovakia", "CZ SK UA"),
        ("GDR", "px:east-germany", "DE"),
        ("West Germany", "iso:DE", "DE"),
        ("Prussia", "iso:DE", "DE PL RU LT DK BE CZ"),
        ("Netherlands Antilles", "px:netherlands-antilles", "CW SX BQ AW"),
        ("ANT", "px:netherlands-antilles", "CW SX BQ AW"),
        ("United Arab Republic", "px:united-arab-republic", "EG SY"),
        ("Northern Cyprus", "px:northern-cyprus", "CY"),
        ("Republic of Abkhazia", "px:abkhazia", "GE"),
        ("Sahrawi Arab Democratic Republic", "iso:EH", "EH"),
        ("Kosovo", "iso:XK", "XK"),
        ("ZAR", "iso:CD", "CD"),
        ("Ceylon", "iso:LK", "LK"),
        ("Italy", "iso:IT", "IT"),
    ],
)
def test_a_state_of_the_past_or_of_some_is_named(gazetteer: Gazetteer, text: str, state: str, codes: str) -> None:
    assert gazetteer.countries.state(text) == state
    assert gazetteer.countries.codes(text) == tuple(codes.split())


def test_a_name_of_several_states_names_none_of_them(gazetteer: Gazetteer) -> None:
    assert gazetteer.countries.state("Korea") is None
    assert gazetteer.countries.codes("Korea") == ("KP", "KR")


@pytest.mark.parametrize("text", ["Atlantis", "", "  ", "CS", "su", "=cmd()", "px:soviet-union", "265"])
def test_what_names_no_state_is_not_guessed(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.countries.state(text) is None
    assert gazetteer.countries.codes(text) == ()


@pytest.mark.parametrize("text", ["Soviet Union", "USSR", "DDR", "AN", "SCG", "South Vietnam", "Abkhazia"])
def test_no_code_of_today_for_what_is_no_state_of_today(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.countries.code(text) is None
    assert "state of today" in gazetteer.countries.reason(text)


@pytest.mark.parametrize(
    ("number", "state"),
    [
        (276, "iso:DE"), (280, "iso:DE"), (278, "px:east-germany"), (810, "px:soviet-union"), (890, "px:yugoslavia"),
        (891, "px:serbia-and-montenegro"), (200, "px:czechoslovakia"), (720, "px:south-yemen"), (886, "px:north-yemen"),
        (736, "iso:SD"), (530, "px:netherlands-antilles"), (578, "iso:NO"), (0, None), (-1, None), (999, None),
    ],
)  # fmt: skip
def test_numbers_of_iso_3166(gazetteer: Gazetteer, number: int, state: str | None) -> None:
    assert gazetteer.countries.numeric(number) == state


@pytest.mark.parametrize(
    ("number", "state"),
    [
        (2, "iso:US"), (255, "iso:DE"), (260, "iso:DE"), (265, "px:east-germany"), (300, "px:austria-hungary"),
        (315, "px:czechoslovakia"), (345, "iso:RS"), (347, "iso:XK"), (365, "iso:RU"), (385, "iso:NO"),
        (511, "px:zanzibar"), (640, "iso:TR"), (678, "px:north-yemen"), (679, "iso:YE"), (816, "iso:VN"),
        (817, "px:south-vietnam"), (0, None), (-9, None), (10_000, None),
    ],
)  # fmt: skip
def test_numbers_of_the_correlates_of_war(gazetteer: Gazetteer, number: int, state: str | None) -> None:
    assert gazetteer.countries.correlates_of_war(number) == state


def test_every_polity_has_one_name_and_states_of_today(gazetteer: Gazetteer) -> None:
    polities = load_polities()
    known = set(gazetteer.countries._codes.values())
    owner: dict[str, str] = {}
    for polity in polities.all:
        for name in (polity.name, *polity.names):
            assert owner.setdefault(fold(name), polity.id) == polity.id, name
        assert {*polity.successors, *polity.also, *filter(None, [polity.within])} <= known, polity.id
        assert bool(polity.successors) != bool(polity.within), polity.id
    ids = {polity.id for polity in polities.all}
    for identifier in (*polities.correlates_of_war.values(), *polities.numeric.values()):
        assert identifier in ids or identifier[4:] in known, identifier
    assert len(polities.correlates_of_war) == 217  # states of the system, 1816 to 2016


def test_every_number_in_the_reference_files_is_known(gazetteer: Gazetteer, reference_dir: Path) -> None:
    files = {
        "alliances_atop/atop_alliance_dyad_year.csv": ("ccode1", "ccode2"),
        "contiguity/cow_contdir.csv": ("ccode1", "ccode2"),
        "igo_comembership/cow_igo_state_year.csv": ("ccode",),
        "igo_comembership/igo_members_long_1990_2000_2010_2014.csv": ("ccode",),
        "colonial_icow/icow_coldata110.csv": ("State",),
    }
    numbers = {
        int(row[column])
        for path, columns in files.items()
        for row in _rows(reference_dir / "state" / path)
        for column in columns
    }
    assert len(numbers) == 217
    assert {number for number in numbers if gazetteer.countries.correlates_of_war(number) is None} == set()


def test_the_numbers_agree_with_the_names_that_two_files_give_them(gazetteer: Gazetteer, reference_dir: Path) -> None:
    countries, folder = gazetteer.countries, reference_dir / "state"
    members = {
        (int(row["ccode"]), row["state"])
        for row in _rows(folder / "igo_comembership" / "igo_members_long_1990_2000_2010_2014.csv")
    }
    for number, name in sorted(members):
        state = f"iso:{SHORT_NAMES[name]}" if name in SHORT_NAMES else countries.state(name)
        assert countries.correlates_of_war(number) == state, (number, name)
    checked = 0
    for row in _rows(folder / "colonial_icow" / "icow_coldata110.csv"):
        state = countries.state(row["Name"].partition(" (")[0])
        if state is not None:
            checked += 1
            assert countries.correlates_of_war(int(row["State"])) == state, row["Name"]
    assert checked >= 190
