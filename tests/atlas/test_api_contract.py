"""What OpenAPI says of the interface is what it does, for any request."""

import json
import os
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance
from tests.asking import Asking
from tests.factory import BERLIN, EUROCITIES, ROTTERDAM, SCRIPT_CITY, SHANGHAI, THIS_YEAR, tie_between

from proxenia.atlas.app import make_app
from proxenia.atlas.long_runs import LongRuns
from proxenia.atlas.saved_snapshot import SavedSnapshot
from proxenia.snapshot.snapshot import Snapshot
from proxenia.web.headers import SECURITY_HEADERS

RECORDS = (
    "/api/v1/cities/{id}",
    "/api/v1/cities/{id}/ties",
    "/api/v1/bodies/{id}",
    "/api/v1/ties/{id}",
    "/api/v1/acts/{id}",
)
PATHS = (
    *RECORDS,
    *(f"/api/v1/{name}" for name in ("acts", "functions")),
    *(f"/api/v1/{name}" for name in ("search", "sources", "about", "audit", "world")),
    *(f"/api/v1/{name}" for name in ("fields", "fields/{field}", "measures", "measures/{id}", "describe")),
    *(f"/api/v1/{name}" for name in ("countries/{code}", "country-pairs/{a}/{b}", "overlay", "expected-ties")),
    *(f"/api/v1/map/{name}" for name in ("countries", "cities", "arcs", "overlay")),
    *(f"/api/v1/{name}" for name in ("compare", "compare/ties", "cases", "cases/{case}")),
    *(f"/api/v1/{name}" for name in ("actors/{id}/profile", "profiles", "profiles/{profile}")),
    "/api/v1/law",
    "/api/v1/law/powers",
    "/api/v1/history",
    "/api/v1/indicators",
    *(f"/api/v1/{name}" for name in ("scenarios", "scenarios/run", "scenarios/{name}")),
    *(f"/api/v1/{name}" for name in ("outlook", "conditions", "how-well", "runs/{id}")),
)
WITHOUT_QUESTION = ("/api/v1/indicators", "/api/v1/scenarios")
"""Routes without a parameter."""
RELATED = ("/api/v1/outlook", "/api/v1/scenarios/run")
"""Routes with values that fit each by itself and yet not together: years after others, one of two."""
QUICK = settings(
    max_examples=int(os.environ.get("PROXENIA_API_EXAMPLES", "25")),
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="session")
def interface(snapshot: Snapshot) -> schemathesis.BaseSchema:
    """Give the interface as OpenAPI describes it."""
    # Whatever long run is asked for waits: none is computed, and there is room for every question.
    runs = LongRuns(SavedSnapshot(snapshot), at_once=0, waiting=1_000_000)
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", make_app(snapshot, this_year=THIS_YEAR, runs=runs))


def check(case: schemathesis.Case) -> schemathesis.Response:
    apart = [positive_data_acceptance] if case.path in RELATED else []
    answer = case.call_and_validate(excluded_checks=apart)
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers[name] == [value]
    return answer


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("path", PATHS)
@QUICK
@given(data=st.data())
def test_any_request_is_answered_as_the_interface_says(
    interface: schemathesis.BaseSchema, path: str, mode: GenerationMode, data: st.DataObject
) -> None:
    operation = interface[path]["GET"]
    if mode is GenerationMode.NEGATIVE and path in WITHOUT_QUESTION:
        assert not operation.definition.raw.get("parameters"), "nothing can be asked wrongly where nothing is asked"
        return
    check(data.draw(operation.as_strategy(generation_mode=mode)))


def test_every_route_is_tried(interface: schemathesis.BaseSchema) -> None:
    assert sorted(interface.raw_schema["paths"]) == sorted(PATHS)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", PATHS)
def test_nothing_but_reading_is_offered(client: Asking, path: str, method: str) -> None:
    answer = client.get(path.replace("{id}", ROTTERDAM), method=method)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"
    assert SECURITY_HEADERS.items() <= answer.headers.items()


@pytest.mark.parametrize("path", PATHS)
def test_head_is_answered_as_get_without_the_body(client: Asking, path: str) -> None:
    words = {"field": "peace", "case": "m4", "profile": "mega_city", "name": "rupture-2022"}
    address = path.format_map({"id": ROTTERDAM, "code": "NL", "a": "CN", "b": "NL", **words})
    got, head = client.get(address), client.get(address, method="HEAD")
    assert head.status_code == got.status_code
    if got.status_code == 202:  # how far a run is changes from one moment to the next
        assert head.body == b""
        return
    assert head.headers == got.headers
    assert (head.body, int(head.headers["content-length"])) == (b"", len(got.body))


def ids_of(snapshot: Snapshot) -> dict[str, list[str]]:
    return {
        "/api/v1/cities/{id}": [*snapshot.actors["id"], "gn:1"],
        "/api/v1/cities/{id}/ties": [*snapshot.actors["id"], "gn:1"],
        "/api/v1/bodies/{id}": [*snapshot.actors["id"], "px:nobody"],
        "/api/v1/ties/{id}": [*snapshot.ties["id"], "tie:0"],
        "/api/v1/acts/{id}": [*snapshot.acts["id"], "act:never"],
    }


@pytest.mark.parametrize("as_of", [-3000, 1957, 1958, 2022, 3000])
def test_every_record_is_answered_as_the_interface_says(
    interface: schemathesis.BaseSchema, snapshot: Snapshot, as_of: int
) -> None:
    for path, ids in ids_of(snapshot).items():
        answers = [
            check(interface[path]["GET"].Case(path_parameters={"id": key}, query={"as_of": as_of})) for key in ids
        ]
        assert [answer.status_code for answer in answers] == [200] * (len(ids) - 1) + [404]


@pytest.mark.parametrize("query", ["Rotterdam", "<script>", "上海", "\0", "🌍" * 200, "', ", "%", "a,NL", "\\"])
def test_every_search_is_answered_as_the_interface_says(interface: schemathesis.BaseSchema, query: str) -> None:
    for limit in (1, 100):
        answer = check(interface["/api/v1/search"]["GET"].Case(query={"q": query, "limit": limit}))
        assert answer.status_code == 200
        assert answer.json()["query"] == query


def test_the_interface_names_every_payload_and_error(interface: schemathesis.BaseSchema) -> None:
    described: dict[str, Any] = json.loads(json.dumps(interface.raw_schema))
    for path, operations in described["paths"].items():
        assert path.startswith("/api/v1/")
        for operation in operations.values():
            assert operation["summary"]
            for code in ("200", "404", "422"):
                content = operation["responses"][code]["content"]["application/json"]
                assert content["schema"] != {}, (path, code)


def test_records_that_pages_show_are_in_the_interface(interface: schemathesis.BaseSchema, snapshot: Snapshot) -> None:
    tie = tie_between(snapshot, ROTTERDAM, SHANGHAI)
    found = check(interface["/api/v1/ties/{id}"]["GET"].Case(path_parameters={"id": tie})).json()
    assert {found["a"]["id"], found["b"]["id"]} == {ROTTERDAM, SHANGHAI}
    assert found["evidence"]
    for key in (BERLIN, SCRIPT_CITY):
        page = check(interface["/api/v1/cities/{id}"]["GET"].Case(path_parameters={"id": key})).json()
        assert page["actor"]["id"] == key
    body = check(interface["/api/v1/bodies/{id}"]["GET"].Case(path_parameters={"id": EUROCITIES})).json()
    assert body["members"]
