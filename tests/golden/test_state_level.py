"""The register's states in bodies, relations and ruptures, held against other public lists.

Every disagreement stands here with its reason, so that a new one fails: in the register or in a list read anew.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest
from tests.gazetteer import gazetteer

from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources.catalogue.founding_register.reader import DATA

__all__ = ["gazetteer"]

Rows = list[dict[str, str]]
DAY_OF_MISSIONS: Final = "2022-11-16"


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def register(pattern: str) -> Rows:
    return [row for path in sorted(DATA.glob(pattern)) for row in rows(path)]


@pytest.fixture(scope="module")
def members() -> Mapping[str, Rows]:
    """Give the memberships of states by body."""
    found: dict[str, Rows] = defaultdict(list)
    for row in register("memberships/states_*.csv"):
        found[row["city_network"]].append(row)
    return found


@pytest.fixture(scope="module")
def state(reference_dir: Path) -> Path:
    return reference_dir / "state"


def year(text: str) -> int | None:
    """Give the year of an EDTF text; of a decade its first."""
    return int(text[:4].replace("X", "0")) if text[:1].isdigit() else None


def in_year(found: Rows, when: int) -> set[str]:
    """Give who was a member at any time of a year; a start that no page gives counts as before."""
    return {
        row["member"]
        for row in found
        if (year(row["start"]) or when) <= when
        and (year(row["end"]) or when) >= when
        and (row["end"] or row["status"] != "ended")
    }


def today(found: Rows) -> dict[str, int | None]:
    """Give the members of today, with the year of joining."""
    return {row["member"]: year(row["start"]) for row in found if not row["end"] and row["status"] != "ended"}


def held(row: dict[str, str], day: str) -> bool:
    """Tell whether a row of ties or pairs held on a day, as far as its dates say."""
    begun = not row["start"] or row["start"][: len(day)] <= day[: len(row["start"])]
    ended = row.get("status") == "ended" and not row["end"]
    return begun and not ended and (not row["end"] or row["end"] > day[: len(row["end"])])


# Bodies, in four years, against the Correlates of War's memberships of 1990 to 2014

BODIES: Final = {
    "acct": "px:organisation-internationale-de-la-francophonie",
    "asean": "px:asean",
    "au": "px:african-union",
    "cis": "px:commonwealth-of-independent-states",
    "coe": "px:council-of-europe",
    "comsec": "px:commonwealth-of-nations",
    "csto": "px:csto",
    "ecowas": "px:ecowas",
    "efta": "px:efta",
    "eu": "px:european-union",
    "gcc": "px:gulf-cooperation-council",
    "loas": "px:arab-league",
    "mercosur": "px:mercosur",
    "nato": "px:nato",
    "oas": "px:organization-of-american-states",
    "oau": "px:african-union",
    "oecd": "px:oecd",
    "oic": "px:organisation-of-islamic-cooperation",
    "osce": "px:osce",
    "sco": "px:shanghai-cooperation-organisation",
    "un": "px:united-nations",
}
"""COW's short names; the Organisation of African Unity is told as the African Union's past."""
ALL: Final = (1990, 2000, 2010, 2014)

ONLY_HERE: Final[tuple[tuple[str, tuple[int, ...], str, str], ...]] = (
    ("un", (1990,), "BY UA", "members of their own since 1945, but no members of COW's system of states yet"),
    ("un", (1990,), "px:soviet-union px:yugoslavia", "COW's number is that of the successor"),
    ("un", (1990,), "px:east-germany px:south-yemen", "ended within the year; COW counts its end"),
    ("un", (2000,), "px:serbia-and-montenegro", "COW's number is that of Serbia"),
    ("au", (2010, 2014), "EH", "the Sahrawi republic is no member of COW's system of states"),
    ("oau", (1990, 2000), "EH", "the Sahrawi republic is no member of COW's system of states"),
    ("au", (2010, 2014), "GQ", "missing in COW, a member since 1968"),
    ("oau", (1990, 2000), "CD", "missing in COW, a member since 1963"),
    ("loas", ALL, "PS", "Palestine is no member of COW's system of states"),
    ("oic", ALL, "PS", "Palestine is no member of COW's system of states"),
    ("loas", (1990,), "px:south-yemen", "ended within the year"),
    ("coe", (1990,), "LI SM", "no members of COW's system of states, or barely; in the Council since 1978 and 1988"),
    ("comsec", (1990,), "KI NR TO TV", "no members of COW's system of states before 1999 and 2000"),
    ("acct", (1990,), "RO ST", "the register has them without a start"),
    ("acct", (1990,), "LA MC", "missing in COW; members since 1972 and 1970"),
    ("acct", ALL, "CY GH", "the register has them without a start, and Cyprus is an associate for COW"),
    ("acct", (2014,), "QA", "an associate for COW; the register calls every member a member"),
    ("oas", (1990, 2000), "CU", "suspended from 1962 to 2009; COW leaves it out, in the register it stays a member"),
    ("oas", (2010, 2014), "HN", "suspended from 2009 to 2011; COW leaves it out after that too"),
    ("oic", (1990, 2000), "CM", "missing in COW, a member since 1974"),
    ("osce", (1990,), "MC SM", "no members of COW's system of states before 1992 and 1993"),
    ("osce", (1990,), "SK", "the register has it without a start; before 1993 it was a part of Czechoslovakia"),
    ("osce", (1990,), "px:east-germany", "ended within the year"),
    ("osce", ALL, "VA", "the Holy See is no member of COW's system of states"),
    ("osce", (2014,), "MN", "joined in 2012; missing in COW"),
)
ONLY_THERE: Final[tuple[tuple[str, tuple[int, ...], str, str], ...]] = (
    ("un", (1990,), "RS RU", "COW's numbers of Yugoslavia and of the Soviet Union"),
    ("un", (2000,), "RS", "COW's number of Serbia and Montenegro"),
    ("osce", (1990,), "RS", "COW's number of Yugoslavia, whose end no page of the register gives"),
    ("osce", (1990,), "px:czechoslovakia", "its end no page of the register gives, so it counts for no year"),
    ("sco", (2000,), "CN KG KZ RU TJ", "the Shanghai Five of 1996; the organisation was founded in 2001"),
    ("acct", (2000,), "MK", "an associate then; the register has it from 2001 on"),
    ("cis", (2000,), "TM", "never ratified the charter; an associate since 2005, so not in the register"),
    ("mercosur", (2000, 2010, 2014), "BO CL", "associates, whom COW counts as full members"),
)


def expected(table: tuple[tuple[str, tuple[int, ...], str, str], ...]) -> dict[tuple[str, int], set[str]]:
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for body, years, words, _reason in table:
        for when in years:
            found[body, when] |= {word if word.startswith("px:") else f"iso:{word}" for word in words.split()}
    return found


def test_members_in_four_years_agree_with_correlates_of_war(
    members: Mapping[str, Rows], state: Path, gazetteer: Gazetteer
) -> None:
    theirs: dict[tuple[str, int], set[str]] = defaultdict(set)
    for row in rows(state / "igo_comembership" / "igo_members_long_1990_2000_2010_2014.csv"):
        if row["igo"] in BODIES and row["status"] == "1":
            who = gazetteer.countries.correlates_of_war(int(row["ccode"]))
            theirs[row["igo"], int(row["year"])].add(who or row["state"])
    assert len(theirs) == 74
    here, there = expected(ONLY_HERE), expected(ONLY_THERE)
    compared = 0
    for (body, when), listed in sorted(theirs.items()):
        ours = in_year(members[BODIES[body]], when)
        compared += len(ours | listed)
        assert ours - listed == here.pop((body, when), set()), f"{body} {when}: only in the register"
        assert listed - ours == there.pop((body, when), set()), f"{body} {when}: only in COW"
    assert (here, there) == ({}, {})
    print(f"{compared} memberships compared in {len(theirs)} bodies and years")


# Members of today, against the package country_converter

_PATTERNS: Final = {"^GB$|^UK$": "GB", "^GR$|^EL$": "GR"}
TODAY: Final = {
    "UNmember": "px:united-nations",
    "OECD": "px:oecd",
    "EU": "px:european-union",
    "CoE": "px:council-of-europe",
    "CIS": "px:commonwealth-of-independent-states",
    "G7": "px:g7",
    "G20": "px:g20",
    "BRIC": "px:brics",
}
EU_STATES_IN_G20: Final = "AT BE BG CY CZ DK EE ES FI GR HR HU IE LT LU LV MT NL PL PT RO SE SI SK"
"""The package counts the members of the European Union, which is a member itself."""
NOT_IN_PACKAGE: Final = {
    "CIS": "KG",  # missing in the package
    "BRIC": "AE EG ET ID IR ZA",  # its group of four is that of 2006
}
OTHER_YEARS: Final = {
    "UNmember": {
        "iso:ID": (1966, 1950),  # Indonesia withdrew in 1965 and came back
        "iso:RS": (2006, 2000),  # the package has the year of Serbia and Montenegro
        "iso:RU": (1991, 1945),  # the package has the year of the Soviet Union
    },
    "OECD": {},
}


@pytest.fixture(scope="module")
def converter(state: Path) -> Rows:
    """Give the package's table with plain ISO codes."""
    found = list(rows(state / "packages" / "country_converter_memberships.csv"))
    return [{**row, "ISO2": _PATTERNS.get(row["ISO2"], row["ISO2"])} for row in found]


def codes(words: str) -> set[str]:
    return {f"iso:{word}" for word in words.split()}


@pytest.mark.parametrize("column", TODAY)
def test_members_of_today_agree_with_country_converter(
    members: Mapping[str, Rows], converter: Rows, column: str
) -> None:
    ours = today(members[TODAY[column]])
    theirs = {f"iso:{row['ISO2']}": row[column] for row in converter if row[column]}
    assert ours.keys() - theirs.keys() == codes(NOT_IN_PACKAGE.get(column, ""))
    assert theirs.keys() - ours.keys() == codes(EU_STATES_IN_G20 if column == "G20" else "")
    if column in OTHER_YEARS:
        both = ours.keys() & theirs.keys()
        other = {key: (ours[key], int(theirs[key])) for key in both if ours[key] != int(theirs[key])}
        assert other == OTHER_YEARS[column]


@pytest.mark.parametrize(
    ("column", "when"), [("EU12", 1990), ("EU15", 2000), ("EU25", 2005), ("EU27_2007", 2010), ("EU28", 2015)]
)
def test_the_european_union_grew_as_in_country_converter(
    members: Mapping[str, Rows], converter: Rows, column: str, when: int
) -> None:
    theirs = {f"iso:{row['ISO2']}" for row in converter if row[column]}
    assert in_year(members["px:european-union"], when) == theirs


# The North Atlantic alliance, against ATOP's obligations of defence towards the United States

SIGNED_BEFORE: Final = {
    "AL": (2009, 2008),
    "BG": (2004, 2003),
    "CZ": (1999, 1997),
    "DE": (1955, 1954),
    "EE": (2004, 2003),
    "GR": (1952, 1951),
    "HR": (2009, 2008),
    "HU": (1999, 1997),
    "LT": (2004, 2003),
    "LV": (2004, 2003),
    "ME": (2017, 2016),
    "PL": (1999, 1997),
    "RO": (2004, 2003),
    "SI": (2004, 2003),
    "SK": (2004, 2003),
    "TR": (1952, 1951),
}
"""The register has the year of accession, ATOP that of the signature of the protocol."""
BY_ANOTHER_TREATY: Final = {"ES": (1982, 1963)}
"""Spain and the United States were bound by an agreement of their own."""
AFTER_ATOP: Final = {"iso:FI", "iso:MK", "iso:SE"}
"""They joined after 2018, with which ATOP ends."""


def test_members_of_nato_are_bound_to_the_united_states_in_atop(
    members: Mapping[str, Rows], state: Path, gazetteer: Gazetteer
) -> None:
    bound: dict[str, int] = {}
    for row in rows(state / "alliances_atop" / "atop_alliance_dyad_year.csv"):
        if row["ccode1"] == "2" and row["atop_defense"] == "1" and int(row["year"]) >= 1949:
            who = gazetteer.countries.correlates_of_war(int(row["ccode2"])) or row["ccode2"]
            bound[who] = min(bound.get(who, 9999), int(row["year"]))
    ours = today(members["px:nato"])
    assert ours.keys() - bound.keys() == AFTER_ATOP | {"iso:US"}
    other = {key: (ours[key], bound[key]) for key in ours.keys() & bound.keys() if ours[key] != bound[key]}
    assert other == {f"iso:{code}": years for code, years in (SIGNED_BEFORE | BY_ANOTHER_TREATY).items()}


# Recognition and ruptures, against the missions that Wikidata knew in November 2022

POLITIES: Final = {
    "Kosovo": "iso:XK",
    "Palestine": "iso:PS",
    "Sahrawi Arab Democratic Republic": "iso:EH",
    "Taiwan": "iso:TW",
}
EMBASSIES_WITHOUT_RECOGNITION: Final = {
    "Palestine": {
        **dict.fromkeys(
            [f"iso:{code}" for code in ("CH", "DE", "IT", "JP", "KR", "NL", "US")],
            "Palestine's mission there, which Wikidata calls an embassy; the state does not recognise it",
        ),
        **dict.fromkeys(
            [f"iso:{code}" for code in ("AU", "FR", "GB", "MT", "MX")],
            "Palestine's mission there, which Wikidata calls an embassy; the state recognised it in 2025",
        ),
    },
    "Taiwan": {
        "iso:JP": "a mission without a city, which Wikidata calls an embassy",
        "iso:KI": "Wikidata keeps the embassy of before the rupture of 2019",
        "iso:SO": "Taiwan's office in Hargeisa, put under Somalia",
    },
}


def test_who_keeps_an_embassy_recognises(state: Path, gazetteer: Gazetteer) -> None:
    recognised: dict[str, set[str]] = defaultdict(set)
    for row in register("ties/recognition_*.csv"):
        if held(row, DAY_OF_MISSIONS):
            recognised[row["object"]].add(row["subject"])
    apart: dict[str, set[str]] = defaultdict(set)
    for row in rows(state / "recognition" / "missions_from_to_partially_recognised_2022-11.csv"):
        for polity, other in ((row["country"], row["operator"]), (row["operator"], row["country"])):
            who = gazetteer.countries.state(other)
            if row["type"] == "embassy" and polity in POLITIES and who not in recognised[POLITIES[polity]]:
                apart[polity].add(who or other)
    assert {key: sorted(found) for key, found in apart.items()} == {
        key: sorted(found) for key, found in EMBASSIES_WITHOUT_RECOGNITION.items()
    }


EMBASSIES_IN_SPITE_OF_A_RUPTURE: Final = {
    ("iso:CA", "iso:IR"): "Wikidata keeps Iran's embassy, which Canada closed in 2012",
    ("iso:DZ", "iso:MA"): "Wikidata keeps both embassies, closed since 2021",
    ("iso:JP", "iso:TW"): "a mission without a city, which Wikidata calls an embassy",
    ("iso:KI", "iso:TW"): "Wikidata keeps the embassy of before the rupture of 2019",
    ("iso:RU", "iso:UA"): "Wikidata keeps both embassies, closed since February 2022",
    ("iso:SO", "iso:TW"): "Taiwan's office in Hargeisa, put under Somalia",
    ("iso:SY", "iso:UA"): "Wikidata keeps both embassies, closed since 2022",
    ("iso:US", "iso:VE"): "Wikidata keeps both embassies, closed since 2019",
}


def test_who_broke_off_relations_keeps_no_embassy(state: Path, gazetteer: Gazetteer) -> None:
    apart = {
        (min(row["a"], row["b"]), max(row["a"], row["b"]))
        for row in register("state_pairs/*.csv")
        if row["attribute"] in ("rupture", "no_relations") and held(row, DAY_OF_MISSIONS)
    }
    assert len(apart) >= 250
    found = set()
    for row in rows(state / "embassies_wikidata" / "diplomatic_missions_2022-11.csv"):
        ends = [gazetteer.countries.state(row[name]) for name in ("operator", "country")]
        pair = tuple(sorted(end for end in ends if end is not None))
        if row["type"] == "embassy" and pair in apart:
            found.add(pair)
    assert found == EMBASSIES_IN_SPITE_OF_A_RUPTURE.keys()


def test_a_pair_that_recognises_is_not_told_to_lack_recognition() -> None:
    recognised = {
        (row["subject"], row["object"]) for row in register("ties/recognition_*.csv") if held(row, "2026-11-22")
    }
    lacking = {
        (row["a"], row["b"])
        for row in register("state_pairs/*.csv")
        if row["attribute"] == "no_relations" and held(row, "2026-11-22")
    }
    both = recognised & {*lacking, *((b, a) for a, b in lacking)}
    # Taiwan recognised Kosovo, which keeps no relations with it.
    assert both == {("iso:TW", "iso:XK")}


# What there is


def test_the_state_level_is_of_its_size(members: Mapping[str, Rows]) -> None:
    sizes = {body: len(today(found)) for body, found in members.items()}
    assert (sizes["px:united-nations"], sizes["px:european-union"], sizes["px:nato"]) == (193, 27, 32)
    assert (sizes["px:g7"], sizes["px:g20"], sizes["px:oecd"], sizes["px:council-of-europe"]) == (7, 19, 38, 46)
    assert sum(map(len, members.values())) >= 800
    sanctions = register("sanctions/*.csv")
    assert len(sanctions) >= 40
    assert sum(row["restricts"] != "" and row["start"] != "" for row in sanctions) >= 40
