"""Functions and roles narrow every page, table and answer that lists ties, acts or actors."""

import csv
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.asking import Asking
from tests.atlas.page_reading import ReadPage, read_page
from tests.factory import (
    BERLIN,
    EUROCITIES,
    ROTTERDAM,
    SAMPLE_SOURCES,
    SHANGHAI,
    THIS_YEAR,
    make_act,
    make_snapshot,
    make_tie,
    sample_statements,
    tie_between,
)

from proxenia.atlas.app import make_app
from proxenia.model.predicates import Attribute
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import ActRole, EventKind, Function, PersonRole, TieKind
from proxenia.snapshot.snapshot import Snapshot

WHERE = "row 1 of a table made for this test"
GRANT, PLEDGE = "act:grant", "act:pledge"
RELIEF = "act:rotterdam-earthquake-2023"
PAGES = (
    "/",
    "/search",
    "/functions",
    f"/city/{ROTTERDAM}",
    "/actor/iso:NL",
    "/actor/px:european-union",
    f"/city-network/{EUROCITIES}",
    "/field",
    "/field/economy",
    "/country/NL",
    "/country-pair/CN/NL",
)
ANSWERS = (
    *("/api/v1/world", "/api/v1/map/countries", "/api/v1/map/cities", "/api/v1/map/arcs", "/api/v1/search"),
    *("/api/v1/acts", "/api/v1/functions", "/api/v1/fields", "/api/v1/fields/economy", "/api/v1/countries/NL"),
    *(f"/api/v1/cities/{ROTTERDAM}", f"/api/v1/cities/{ROTTERDAM}/ties", f"/api/v1/bodies/{EUROCITIES}"),
    "/api/v1/country-pairs/CN/NL",
)
TABLES = (
    *("/field.csv", "/field/economy/acts.csv", "/field/economy/pairs.csv", "/country/NL/partners.csv"),
    *("/country/NL/cities.csv", "/country-pair/CN/NL/ties.csv", "/functions/doers.csv", "/functions/acts.csv"),
    *(f"/city/{ROTTERDAM}/ties.csv", f"/city/{ROTTERDAM}/acts.csv", f"/city-network/{EUROCITIES}/ties.csv"),
)


def signed(actor: str, by: str) -> Statement:
    about = (("role", "signatory"), ("signed_by", by))
    return Statement(actor, Attribute.PARTICIPATION.value, "sample", WHERE, object=PLEDGE, qualifiers=about)


@pytest.fixture(scope="module")
def chosen(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Give the sample world with a grant, a pledge that two cities signed, and a tie with a signatory."""
    roles = {ROTTERDAM: "donor", SHANGHAI: "recipient", "iso:NL": "initiator"}
    grant = make_act(GRANT, EventKind.AID, "2010", WHERE, roles=roles, functions="funding", fields="economy")
    pledge = make_act(PLEDGE, EventKind.DECLARATION, "2020", WHERE, roles={EUROCITIES: "organiser"})
    tie = make_tie(TieKind.PARTNERSHIP, BERLIN, ROTTERDAM, period="2001/..", signed_by="Jane Doe, Deputy Mayor")
    return make_snapshot(
        tmp_path_factory.mktemp("chosen"),
        [*sample_statements(), *grant, *pledge, signed(ROTTERDAM, "John Doe, Mayor"), tie],
        SAMPLE_SOURCES,
    )


@pytest.fixture(scope="module")
def asking(chosen: Snapshot) -> Asking:
    """Give a client of that world."""
    return Asking(make_app(chosen, this_year=THIS_YEAR))


def page(asking: Asking, address: str, *, status: int = 200) -> ReadPage:
    answer = asking.get(address)
    assert answer.status_code == status, (address, answer.text[:300])
    return read_page(answer.text)


def rows(asking: Asking, address: str) -> list[dict[str, str]]:
    answer = asking.get(address)
    assert answer.status_code == 200, address
    return list(csv.DictReader(answer.body.decode("utf-8-sig").splitlines()))


def test_a_city_shows_the_ties_and_acts_of_a_function(asking: Asking, chosen: Snapshot) -> None:
    told = asking.get(f"/api/v1/cities/{ROTTERDAM}?function=technical_assistance").json()
    port = tie_between(chosen, ROTTERDAM, SHANGHAI, TieKind.AGREEMENT)
    assert [tie["id"] for tie in told["other_ties"]] == [port]
    assert (told["twinnings"], told["acts"]) == ([], [])
    assert told["choice"]["function"] == "technical_assistance"
    assert [
        tie["id"] for tie in asking.get(f"/api/v1/cities/{ROTTERDAM}/ties?function=technical_assistance").json()
    ] == [port]
    funding = asking.get(f"/api/v1/cities/{ROTTERDAM}?function=funding").json()
    assert [(act["id"], act["role"], act["functions"]) for act in funding["acts"]] == [(GRANT, "donor", ["funding"])]


def test_a_role_is_that_of_the_city_in_its_acts_and_of_the_partner_in_its_ties(asking: Asking) -> None:
    acts = asking.get(f"/api/v1/cities/{ROTTERDAM}?role=donor").json()["acts"]
    assert [act["id"] for act in acts] == [RELIEF, GRANT]
    assert asking.get(f"/api/v1/cities/{ROTTERDAM}?role=recipient").json()["acts"] == []
    partners = asking.get(f"/api/v1/cities/{ROTTERDAM}/ties?role=recipient").json()
    assert {tie["partner"]["id"] for tie in partners} == {SHANGHAI}
    assert len(partners) == 2
    assert asking.get(f"/api/v1/cities/{ROTTERDAM}/ties?role=recipient&as_of=2009").json() == []


def test_a_person_role_is_read_from_the_title_of_who_signed(asking: Asking, chosen: Snapshot) -> None:
    mayor = asking.get(f"/api/v1/cities/{ROTTERDAM}?person_role=mayor").json()
    assert [act["id"] for act in mayor["acts"]] == [PLEDGE]
    assert mayor["by_kind"] == {}
    deputy = asking.get(f"/api/v1/cities/{ROTTERDAM}?person_role=alderman").json()
    assert [tie["id"] for tie in deputy["other_ties"]] == [tie_between(chosen, BERLIN, ROTTERDAM, TieKind.PARTNERSHIP)]
    assert deputy["choice"]["signed"] == 2


def test_the_map_draws_what_fits(asking: Asking) -> None:
    served = asking.get("/api/v1/map/cities?function=technical_assistance").json()
    assert set(served["id"]) == {ROTTERDAM, SHANGHAI}
    assert asking.get("/api/v1/map/arcs?function=technical_assistance").json()["a"] == [0]
    countries = asking.get("/api/v1/map/countries?function=technical_assistance").json()
    assert countries["bundles"] == {"a": [0], "b": [1], "ties": [1]}
    assert asking.get("/api/v1/world?function=technical_assistance").json()["ties"] == 1
    donors = asking.get("/api/v1/map/arcs?role=donor").json()
    every = asking.get("/api/v1/map/arcs").json()
    assert 0 < len(donors["a"]) < len(every["a"])
    (island,) = [
        one for one in page(asking, "/?role=donor&as_of=2020").elements if one.attributes.get("id") == "atlas-map"
    ]
    assert island.attributes["data-chosen"] == "role=donor"


def test_a_field_and_a_country_count_what_fits(asking: Asking) -> None:
    economy = asking.get("/api/v1/fields/economy?function=funding").json()
    assert ([act["id"] for act in economy["acts"]], economy["ties"]) == ([GRANT], 0)
    assert [line["city"]["id"] for line in economy["cities"]] == [SHANGHAI, ROTTERDAM]
    donors = asking.get("/api/v1/fields/economy?role=donor").json()
    assert ROTTERDAM in {line["city"]["id"] for line in donors["cities"]}
    listed = {line["id"]: line["acts"] for line in asking.get("/api/v1/fields?function=funding").json()["fields"]}
    assert {field for field, acts in listed.items() if acts} == {"economy"}
    country = asking.get("/api/v1/countries/NL?function=technical_assistance").json()
    assert [(one["partner"]["id"], one["city_ties"], one["agreement"]) for one in country["partners"]] == [
        ("iso:CN", 1, 1)
    ]
    assert [one["city"]["id"] for one in country["cities"]] == [ROTTERDAM]
    pair = asking.get("/api/v1/country-pairs/CN/NL?function=technical_assistance").json()
    whole = asking.get("/api/v1/country-pairs/CN/NL").json()
    assert [tie["kind"] for tie in pair["ties"]] == ["agreement"]
    assert (pair["overlay_class"], pair["years"]) == (whole["overlay_class"], whole["years"])
    assert whole["found"] == 2


def test_a_body_and_the_search_keep_who_fits(asking: Asking) -> None:
    assert [one["id"] for one in asking.get(f"/api/v1/bodies/{EUROCITIES}?role=organiser").json()["acts"]] == [PLEDGE]
    members = asking.get(f"/api/v1/bodies/{EUROCITIES}?role=donor").json()["members"]
    assert [one["partner"]["id"] for one in members] == [ROTTERDAM]
    everybody = asking.get("/api/v1/search?function=funding").json()
    assert {hit["actor"]["id"] for hit in everybody["hits"]} == {ROTTERDAM, SHANGHAI, "iso:NL"}
    assert everybody["found"] == 3
    assert [hit["actor"]["id"] for hit in asking.get("/api/v1/search?q=Rotterdam&role=donor").json()["hits"]] == [
        ROTTERDAM
    ]
    assert asking.get("/api/v1/search?q=Berlin&role=donor").json()["hits"] == []
    assert asking.get("/api/v1/search?q=").json()["hits"] == []


def test_the_functions_say_who_does_it(asking: Asking) -> None:
    told = {part["count"]["id"]: part for part in asking.get("/api/v1/functions").json()["functions"]}
    assert list(told) == [one.value for one in Function]
    funding = told["funding"]
    assert [(doer["actor"]["id"], doer["roles"]) for doer in funding["doers"]] == [(ROTTERDAM, ["donor"])]
    assert [act["id"] for act in funding["acts"]] == [GRANT]
    assert [doer["actor"]["id"] for doer in told["lobbying"]["doers"]] == [ROTTERDAM]
    given = asking.get("/api/v1/functions?role=recipient").json()["functions"]
    doers = {part["count"]["id"]: [one["actor"]["id"] for one in part["doers"]] for part in given}
    assert doers["funding"] == [SHANGHAI]
    text = page(asking, "/functions").text
    for one in Function:
        assert one.meaning in text.lower()
    assert "Rotterdam Netherlands 0 1 donor" in text


def test_acts_are_listed_by_choice_and_field(asking: Asking) -> None:
    assert [act["id"] for act in asking.get("/api/v1/acts").json()["acts"]] == [RELIEF, PLEDGE, GRANT]
    assert [act["id"] for act in asking.get("/api/v1/acts?field=economy").json()["acts"]] == [GRANT]
    assert asking.get("/api/v1/acts?field=economy&role=organiser").json()["acts"] == []
    assert [act["id"] for act in asking.get("/api/v1/acts?person_role=mayor").json()["acts"]] == [PLEDGE]
    assert asking.get("/api/v1/acts?field=fame").status_code == 422


@pytest.mark.parametrize("address", PAGES)
def test_the_address_holds_the_choice(asking: Asking, address: str) -> None:
    shown = page(asking, f"{address}?as_of=2022&function=funding&role=donor&person_role=mayor")
    selected = [one.attributes["value"] for one in shown.all("option") if "selected" in one.attributes]
    assert selected == ["funding", "donor", "mayor"]
    if address != "/search":
        slider = [one for one in shown.all("input") if one.attributes.get("type") == "hidden"]
        kept = {one.attributes["name"]: one.attributes["value"] for one in slider}
        assert kept.items() >= {"function": "funding", "role": "donor", "person_role": "mayor"}.items()
    assert not list(shown.faults())
    sheets = [href for href in shown.links() if ".csv" in href or href.startswith("/api/v1/")]
    for href in sheets:
        asked = parse_qs(urlsplit(href).query)
        if "docs" not in href and "years.csv" not in href:
            assert asked.get("function") == ["funding"], href
        assert asking.get(href).status_code == 200, href


@pytest.mark.parametrize("address", PAGES)
def test_what_fits_nothing_says_so(asking: Asking, address: str) -> None:
    assert "function enforcement" in page(asking, f"{address}?function=enforcement").text
    nothing = page(asking, f"{address}?function=enforcement").text
    assert any(words in nothing for words in ("Nothing here fits", "Nobody in the register fits"))


def test_a_world_without_signatories_says_so(client: Asking) -> None:
    for address in ("/", f"/city/{ROTTERDAM}", "/functions"):
        assert "No source in the register names who signed" in page(client, f"{address}?person_role=mayor").text


@pytest.mark.parametrize("address", [*PAGES, *ANSWERS, *TABLES])
@pytest.mark.parametrize(
    ("part", "known"), [("function", Function.FUNDING), ("role", ActRole.DONOR), ("person_role", PersonRole.MAYOR)]
)
def test_an_unknown_word_is_told_with_the_known_ones(asking: Asking, address: str, part: str, known: str) -> None:
    answer = asking.get(f"{address}?{part}=fame")
    assert answer.status_code == 400
    assert "is not a known" in answer.text
    assert known in answer.text


@pytest.mark.parametrize("address", [*PAGES, *ANSWERS, *TABLES])
def test_an_empty_choice_is_none(asking: Asking, address: str) -> None:
    plain, empty = asking.get(address), asking.get(f"{address}?function=&role=&person_role=")
    assert (plain.status_code, plain.body) == (empty.status_code, empty.body)


def test_tables_hold_what_fits(asking: Asking) -> None:
    (tie,) = rows(asking, f"/city/{ROTTERDAM}/ties.csv?function=technical_assistance")
    assert (tie["partner_id"], tie["functions"]) == (SHANGHAI, "technical_assistance")
    assert [row["id"] for row in rows(asking, f"/city/{ROTTERDAM}/acts.csv?role=donor")] == [RELIEF, GRANT]
    assert [row["partner_id"] for row in rows(asking, "/country/NL/partners.csv?function=technical_assistance")] == [
        "iso:CN"
    ]
    assert len(rows(asking, "/country-pair/CN/NL/ties.csv?function=technical_assistance")) == 1
    assert [row["actor_id"] for row in rows(asking, "/functions/doers.csv?function=funding")] == [ROTTERDAM]
    assert asking.get(f"/city/{ROTTERDAM}/kings.csv").status_code == 404
    assert asking.get("/city/gn:1/ties.csv").status_code == 404


def test_a_city_of_hostile_name_has_a_plain_file_name(asking: Asking) -> None:
    answer = asking.get('/city/sample:quote\'s & "marks"/ties.csv')
    assert answer.status_code == 200
    assert (
        answer.headers["content-disposition"] == 'attachment; filename="proxenia-sample-quote-s-marks--ties-2026.csv"'
    )


def test_the_choice_is_described(asking: Asking) -> None:
    described = asking.get("/api/v1/openapi.json").json()["paths"]
    for path in ("/api/v1/map/arcs", "/api/v1/acts", "/api/v1/cities/{id}/ties", "/api/v1/search"):
        parameters = {one["name"]: one for one in described[path]["get"]["parameters"]}
        assert "funding" in parameters["function"]["schema"]["pattern"]
        assert "mayor" in json.dumps(parameters["person_role"])
