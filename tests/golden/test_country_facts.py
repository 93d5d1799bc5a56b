"""The facts of states held against other public lists: every difference that remains stands here with its reason."""

import csv
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

import pytest
from tests.gazetteer import gazetteer

from proxenia.model.statement import Statement
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources.catalogue import describe
from proxenia.sources.catalogue.country_facts.capitals import city_meant
from proxenia.sources.catalogue.country_facts.corrections import load_corrections
from proxenia.sources.catalogue.country_facts.packages import load_countries, official_languages
from proxenia.sources.catalogue.country_facts.reader import CORRECTIONS, read, territory_codes
from proxenia.sources.catalogue.country_pairs.reader import CODES as CEPII_CODES
from proxenia.sources.context import Context

__all__ = ["gazetteer"]

Pair = tuple[str, str]

THROUGH_TERRITORIES = {
    ("BR", "FR"): "through French Guiana",
    ("CA", "DK"): "through Greenland, on Tartupaluk",
    ("ES", "GB"): "through Gibraltar",
    ("FR", "NL"): "on the island of Saint Martin",
    ("FR", "SR"): "through French Guiana",
}
"""Borders of states through a territory of theirs: the lists tell the territory alone."""

BEYOND_MLEDOZE = {
    **THROUGH_TERRITORIES,
    ("CA", "GL"): "corrected: the agreement of 2022",
    ("CY", "GB"): "corrected: the Sovereign Base Areas, which the list leaves out",
}
ONLY_MLEDOZE = {
    ("CN", "MO"): "no page was opened that says so; a territory within its state",
    ("IN", "LK"): "Adam's Bridge is a chain of shoals, no border by land in the other lists",
}

BEYOND_WAR = {
    **BEYOND_MLEDOZE,
    ("CD", "TZ"): "in Lake Tanganyika; COW calls it water",
    ("NG", "TD"): "in Lake Chad; COW calls it water",
    ("IT", "VA"): "the Vatican is no member of COW's system of states",
    **dict.fromkeys([("DZ", "EH"), ("EH", "MA"), ("EH", "MR")], "Western Sahara is no member of COW's system"),
    **dict.fromkeys([("EG", "PS"), ("IL", "PS"), ("JO", "PS")], "Palestine is no member of COW's system"),
    **dict.fromkeys([("BR", "GF"), ("GF", "SR"), ("CN", "HK"), ("ES", "GI"), ("MF", "SX")], "a territory"),
}
ONLY_WAR = {
    ("AE", "QA"): "a border until the agreement of 1974 with Saudi Arabia, in COW and CEPII still",
    ("BH", "SA"): "a causeway",
    ("CY", "TR"): "Northern Cyprus taken for Turkey",
    ("DK", "SE"): "a bridge",
    ("MA", "MR"): "Western Sahara taken for Morocco",
    ("MM", "PK"): "East Pakistan's border, which ended in 1971",
    ("MY", "SG"): "a causeway",
}

BEYOND_CEPII = {
    **BEYOND_MLEDOZE,
    ("AD", "ES"): "missing in CEPII, which has Andorra and France",
    ("AO", "CG"): "Cabinda",
    ("ES", "MA"): "Ceuta and Melilla",
}
ONLY_CEPII = {
    ("AE", "QA"): "as in COW",
    ("CN", "MO"): "as above",
    ("MY", "SG"): "a causeway",
    **dict.fromkeys([("CD", "SD"), ("KE", "SD"), ("SD", "UG")], "South Sudan's border since 2011"),
}

OTHER_LANGUAGES = {
    "AD": "CEPII adds Spanish, which is spoken",
    "AW": "CEPII adds Spanish, which is spoken",
    "BI": "English was added after CEPII's table, as CLDR has it",
    "BZ": "CEPII adds Spanish, which is spoken",
    "CC": "CEPII has Malay alone; CLDR has English",
    "DM": "CEPII adds French for its creole",
    "DZ": "CEPII has French; see corrections.yml",
    "ER": "CLDR adds Arabic and Tigrinya, the working languages",
    "ET": "CEPII adds English; CLDR has Amharic",
    "GI": "CEPII adds Spanish, which is spoken",
    "GQ": "CLDR adds Portuguese",
    "IL": "CEPII adds English; see corrections.yml",
    "LB": "CEPII has French beside Arabic; CLDR does not",
    "MA": "CEPII has French; see corrections.yml",
    "ML": "French until 2023; see corrections.yml",
    "NE": "French until 2025; see corrections.yml",
    "SD": "CLDR adds English",
    "SO": "CEPII adds English; CLDR has Somali and Arabic",
    "TN": "CEPII has French; see corrections.yml",
    "TV": "CLDR adds English",
}
"""Countries of which CEPII, about 2005, counts other official languages; it decides by hand."""

OTHER_LANGUAGE_PAIRS = {
    **dict.fromkeys([("AF", "QA"), ("IR", "QA")], "CEPII has Persian in Qatar"),
    ("AL", "MK"): "Albanian in North Macedonia since 2019; see corrections.yml",
    **dict.fromkeys([("BN", "SG"), ("LK", "SG")], "CEPII leaves out Malay and Tamil in Singapore"),
    ("BT", "MM"): "CEPII finds one language where CLDR has Dzongkha and Burmese",
    **dict.fromkeys([("BY", "KG"), ("BY", "KZ"), ("BY", "RU")], "CEPII leaves out Russian in Belarus"),
    **dict.fromkeys([("CN", "MY"), ("HK", "MY"), ("MO", "MY"), ("MY", "TW")], "CEPII has Chinese in Malaysia"),
    **dict.fromkeys([("DK", "FO"), ("DK", "GL"), ("FO", "GL")], "CEPII has Danish in both territories; CLDR does not"),
    ("IN", "SR"): "CEPII has Hindi in Suriname",
}


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


@pytest.fixture(scope="module")
def facts(gazetteer: Gazetteer) -> list[Statement]:
    options = {"territories": territory_codes(), "named": gazetteer.named}
    context = Context(describe("country_facts"), CORRECTIONS, "2026-11-22", options=options)
    return list(read(context))


def pairs_of(pairs: Iterable[tuple[str | None, str | None]]) -> set[Pair]:
    """Give pairs of ISO codes, the lower first; what is no state or territory of today is left out."""
    known = [(one, other) for one, other in pairs if one is not None and other is not None and one != other]
    codes = [tuple(sorted(key.removeprefix("iso:") for key in pair)) for pair in known]
    return {(one, other) for one, other in codes if len(one) == len(other) == 2}


def borders(facts: list[Statement], value: str) -> set[Pair]:
    said = [fact for fact in facts if fact.predicate == "contiguity" and fact.value == value]
    return pairs_of((fact.subject, fact.object) for fact in said)


def languages(facts: list[Statement]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for fact in facts:
        if fact.predicate == "official_language" and fact.value is not None:
            found.setdefault(fact.subject.removeprefix("iso:"), set()).add(fact.value)
    return found


def mledoze(reference_dir: Path, gazetteer: Gazetteer) -> set[Pair]:
    """Give the pairs of a list of land borders of today."""
    found = rows(reference_dir / "state" / "contiguity" / "mledoze_land_borders_iso3.csv")
    known = {"UNK": "iso:XK"}
    codes = [(row["cca3"], row["neighbour"]) for row in found]
    states = {code: known.get(code) or gazetteer.countries.state(code) for pair in codes for code in pair}
    return pairs_of((states[one], states[other]) for one, other in codes)


def correlates_of_war(reference_dir: Path, gazetteer: Gazetteer) -> set[Pair]:
    """Give the pairs with a border by land at the end of 2016."""
    found = rows(reference_dir / "state" / "contiguity" / "cow_contdir.csv")
    now = [row for row in found if row["conttype"] == "1" and row["enddate"] == "2016-12-01"]
    state = gazetteer.countries.correlates_of_war
    return pairs_of((state(int(row["ccode1"])), state(int(row["ccode2"]))) for row in now)


def cepii(reference_dir: Path, gazetteer: Gazetteer, flag: str) -> tuple[set[Pair], set[Pair]]:
    """Give the pairs with a flag of CEPII, and all its pairs."""
    known: dict[str, str | None] = {}
    for row in rows(reference_dir / "state" / "cepii_geodist" / "geo_cepii.csv"):
        known[row["iso3"]] = CEPII_CODES.get(row["iso3"]) or gazetteer.countries.state(row["iso3"])
    found = list(rows(reference_dir / "state" / "cepii_geodist" / "dist_cepii.csv"))
    named = [(known[row["iso_o"]], known[row["iso_d"]], row[flag]) for row in found]
    return pairs_of((a, b) for a, b, value in named if value == "1"), pairs_of((a, b) for a, b, _ in named)


def check(ours: set[Pair], theirs: set[Pair], beyond: dict[Pair, str], only: dict[Pair, str]) -> None:
    print(f"{len(ours)} pairs here, {len(theirs)} there, {len(ours - theirs)} and {len(theirs - ours)} of them alone")
    assert ours - theirs == beyond.keys()
    assert theirs - ours == only.keys()


def test_borders_agree_with_a_list_of_today(facts: list[Statement], reference_dir: Path, gazetteer: Gazetteer) -> None:
    check(borders(facts, "1"), mledoze(reference_dir, gazetteer), BEYOND_MLEDOZE, ONLY_MLEDOZE)


def test_borders_agree_with_correlates_of_war(
    facts: list[Statement], reference_dir: Path, gazetteer: Gazetteer
) -> None:
    check(borders(facts, "1"), correlates_of_war(reference_dir, gazetteer), BEYOND_WAR, ONLY_WAR)


def test_borders_agree_with_cepii(facts: list[Statement], reference_dir: Path, gazetteer: Gazetteer) -> None:
    shared, every = cepii(reference_dir, gazetteer, "contig")
    # CEPII knows neither South Sudan, Kosovo, Montenegro and Serbia apart nor the smallest states.
    check(borders(facts, "1") & every, shared, BEYOND_CEPII, ONLY_CEPII)


def test_no_pair_without_a_border_has_one_in_a_list(
    facts: list[Statement], reference_dir: Path, gazetteer: Gazetteer
) -> None:
    apart = borders(facts, "0")
    states = {code for pair in apart for code in pair}
    assert len(states) == 200
    assert len(apart) == 19_576
    assert apart & mledoze(reference_dir, gazetteer) == {("IN", "LK")}
    assert apart & borders(facts, "1") == set()


def test_common_languages_agree_with_cepii(facts: list[Statement], reference_dir: Path, gazetteer: Gazetteer) -> None:
    common, every = cepii(reference_dir, gazetteer, "comlang_off")
    tongues = languages(facts)
    ours = {pair for pair in combinations(sorted(tongues), 2) if tongues[pair[0]] & tongues[pair[1]]} & every
    apart = ours ^ common
    print(f"{len(ours)} pairs share a language here, {len(common)} there; {len(apart)} of {len(every)} differ")
    assert {pair for pair in apart if not OTHER_LANGUAGES.keys() & set(pair)} == OTHER_LANGUAGE_PAIRS.keys()
    assert OTHER_LANGUAGES.keys() <= {code for pair in apart for code in pair}
    assert len(apart) <= 0.04 * len(every)


def test_capitals_are_those_of_the_country_codes(
    facts: list[Statement], reference_dir: Path, gazetteer: Gazetteer
) -> None:
    ours: dict[str, set[str]] = {}
    for fact in facts:
        if fact.predicate == "capital" and fact.object is not None:
            ours.setdefault(fact.subject.removeprefix("iso:"), set()).add(fact.object)
    table = rows(reference_dir / "state" / "country_codes_datahub" / "country-codes.csv")
    names = {row["ISO3166-1-Alpha-2"]: row["Capital"].strip() for row in table}
    found = gazetteer.named((code, names[code]) for code in ours.keys() & names.keys())
    cities = {code: city_meant(found.get((code, names[code]), ()))[0] for code in ours.keys() & names.keys()}
    print(f"{len(cities)} capitals compared, {sum(len(kept) > 1 for kept in ours.values())} states with several")
    # Kosovo has no ISO code of its own; Palau's capital has another name than the state in which it stands.
    assert ours.keys() - cities.keys() == {"XK"}
    assert {code for code, city in cities.items() if city is None or city.id not in ours[code]} == {"PW"}
    assert {code for code, kept in ours.items() if len(kept) > 1} == {"BJ", "BO", "CI", "LK", "MY", "NL", "PS", "ZA"}


# The corrections themselves


def test_every_correction_corrects_what_the_packages_say() -> None:
    corrections, countries = load_corrections(), load_countries()
    for code, languages in corrections.languages.items():
        assert official_languages(code) == languages.package, code
        assert set(languages.right) != languages.package, code
    for (one, other), border in corrections.borders.items():
        assert (other in countries[one].neighbours) is border.package, (one, other)
        assert border.right is not border.package
    for code, capital in corrections.capitals.items():
        assert countries[code].capital == capital.package, code
        assert [*capital.right] != [capital.package] or all(capital.right.values())


def test_neighbours_are_told_from_both_sides() -> None:
    countries, gone = load_countries(), load_corrections().not_countries
    for code in countries.keys() - gone:
        assert all(code in countries[other].neighbours for other in countries[code].neighbours), code


def test_islands_and_territories_are_countries_of_the_package_without_a_border() -> None:
    corrections, countries = load_corrections(), load_countries()
    removed = {code for pair, border in corrections.borders.items() if not border.right for code in pair}
    for code in corrections.islands:
        assert not countries[code].neighbours or code in removed, code
    assert corrections.territories.keys() <= countries.keys()
    assert not corrections.territories.keys() & {*corrections.islands, *corrections.territories.values()}


def test_every_country_has_a_language_and_every_state_a_capital(facts: list[Statement]) -> None:
    states = load_countries().keys() - load_corrections().not_countries - territory_codes()
    told: dict[str, set[str]] = {}
    for fact in facts:
        told.setdefault(fact.predicate, set()).add(fact.subject.removeprefix("iso:"))
    assert told["capital"] == states
    assert states <= told["official_language"]
    assert states <= told["population"]
