"""Cases told by their statements: where they stand, who is in them, and what only a founding text claims."""

import csv
from typing import Any

import pytest
from tests.overlay.made_cities import city, state, tie
from tests.snapshot.made import compiled, said

from proxenia.errors import NotFoundError
from proxenia.model.statement import Statement
from proxenia.profiles.case_names import CASES
from proxenia.profiles.cases import CASE_STATUS, Case, case_of, cases_of
from proxenia.snapshot.snapshot import Snapshot
from proxenia.sources.catalogue.founding_register.files import DATA

TEXT = "Marchetti, R. (2017) City Diplomacy, Academic Foresights 18"
PAGE = "https://page.example/one"


def act(identifier: str, case: str, *, date: str | None, reference: str = PAGE, **more: Any) -> list[Statement]:
    event = said(
        identifier,
        "event",
        value="aid",
        period=date,
        reference=reference,
        case=case,
        title=f"Title of {identifier}",
        **more,
    )
    return [event, said("gn:1", "participation", object=identifier, role="donor", reference=reference)]


# Made for this test: who did what in these cases is invented.
def world() -> Snapshot:
    return compiled(
        *state("iso:XA", "XA"),
        *city("gn:1", "XA"),
        *city("gn:2", "XA"),
        said("px:net", "kind", value="city_network"),
        said("px:net", "name", value="A network"),
        said("px:net", "founded", period="1990"),
        said("px:net", "member_count", value="12", unit="members", period="2005"),
        said("px:net", "member_count", value="20", unit="members", period="2015"),
        tie("gn:1", "gn:2", "agreement", period="2000/2010", status="ended", case="m4", reference=PAGE, fields="peace"),
        tie("gn:1", "px:net", "membership", period="2005/..", case="uclg", reference=PAGE),
        tie("gn:2", "px:net", "membership", period="2006/2009", status="ended", case="uclg", reference=PAGE),
        tie(
            *("gn:1", "gn:2", "partnership"),
            status="suspended",
            status_since="2012",
            case="apla",
            reference=PAGE,
        ),
        *act("act:one", "ccp", date="2003", amount="5000000", currency="EUR", fields="development", phase="after"),
        *act("act:claim", "ccp", date="2004", reference=TEXT, fields="peace"),
        *act("act:only", "dutch-cities-bosnia", date="2005", reference=TEXT, fields="peace"),
        *act("act:own", "our-own-case", date="2007", fields="economy"),
    )


def of(case: str, year: int = 2020) -> Case:
    whole = world()
    return case_of(whole, case, now=whole.as_of(year))


def test_the_list_is_that_of_the_founding_register() -> None:
    with (DATA / "cases.csv").open(encoding="utf-8", newline="") as lines:
        rows = [(row["case"], row["field"], row["name"], row["meaning"]) for row in csv.DictReader(lines)]
    assert rows == [(one.id, one.field.value, one.name, one.meaning) for one in CASES.values()]


@pytest.mark.parametrize(
    ("case", "year", "status"),
    [
        ("m4", 2020, "ended"),
        ("m4", 2005, "active"),
        ("m4", 1999, "nothing"),
        ("uclg", 2020, "active"),
        ("apla", 2020, "suspended"),
        ("ccp", 2020, "happened"),
        ("dutch-cities-bosnia", 2020, "claimed"),
        ("tsunami-2004", 2020, "nothing"),
    ],
)
def test_where_a_case_stands(case: str, year: int, status: str) -> None:
    assert of(case, year).status == status
    assert status in CASE_STATUS


def test_what_is_told_comes_from_the_records() -> None:
    told = " ".join(of("uclg").told)
    assert "The register holds 2 ties of it from 2005 to 2006: membership (2)." in told
    assert "Taking part: A network, Name of gn:1 and Name of gn:2." in told
    assert "Of its ties, on 2020-12-31: 1 in force and 1 ended." in told
    assert "It rests on 2 statements from 1 page." in told


def test_what_only_a_founding_text_claims_is_said_to_be_so() -> None:
    only = of("dutch-cities-bosnia")
    assert [record.claimed for record in only.records] == [True]
    assert any("Only the founding text claims it" in sentence for sentence in only.told)
    partly = of("ccp")
    assert [record.claimed for record in partly.records] == [False, True]
    assert partly.claimed_records == 1
    assert partly.told[-1] == "It rests on 1 statement from 1 page; of 1 record only the founding text speaks."
    assert "Sums that are stated: 5,000,000 EUR." in partly.told


def test_fields_phases_people_and_bodies() -> None:
    case = of("ccp")
    assert (case.field, case.fields, case.phases) == ("global_governance", ("peace", "development"), ("after",))
    assert [(one.id, one.role) for one in case.records[0].actors] == [("gn:1", "donor")]
    assert [record.id for record in case.records] == ["act:one", "act:claim"], "the earliest first"
    (body,) = of("uclg").bodies
    assert (body.founded, body.members, body.members_date) == ("1990", 20, "2015")
    assert of("uclg", 2010).bodies[0].members == 12, "as counted by the day"


def test_all_cases_stand_in_the_list_those_of_ones_own_register_last() -> None:
    whole = world()
    cases = cases_of(whole, now=whole.as_of(2020))
    assert {case.id for case in cases} == {*CASES, "our-own-case"}
    assert cases[-1].id == "our-own-case"
    assert (cases[-1].name, cases[-1].field) == ("our own case", None)
    assert cases[0].field == "intercity"
    for case in cases:
        assert case.told
        assert case.as_json()["status"] in CASE_STATUS
        assert len(case.records) == len({record.id for record in case.records})


def test_a_case_that_is_none_is_told_with_a_near_one() -> None:
    with pytest.raises(NotFoundError, match="Near it: eurocities"):
        of("eurocitis")
