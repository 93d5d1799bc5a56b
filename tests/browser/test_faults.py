"""axe-core finds no serious or critical fault on any page, light and dark, wide and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import OpenPage
from tests.browser.map_reading import wait_for_map
from tests.factory import BERLIN, EUROCITIES, ISTANBUL, ROTTERDAM, THIS_YEAR, tie_between

from proxenia.atlas.kept_runs import run_id
from proxenia.atlas.pages import PAGES
from proxenia.atlas.saved_snapshot import SavedSnapshot
from proxenia.snapshot.snapshot import Snapshot

pytestmark = pytest.mark.browser

PATHS = {
    "world": ["/", f"/?city={ROTTERDAM}"],
    "two_maps": ["/two-maps", "/two-maps?country=NL"],
    "history": ["/history", "/history?year=-431"],
    "indicators": ["/indicators"],
    "city_profile": [f"/city/{ROTTERDAM}/profile"],
    "profile": ["/profiles/mega_city"],
    "profiles": ["/profiles"],
    "functions": ["/functions"],
    "city": [f"/city/{ROTTERDAM}"],
    "city_network": [f"/city-network/{EUROCITIES}"],
    "actor": ["/actor/iso:DE"],
    "act": ["/act/act:rotterdam-earthquake-2023"],
    "country": ["/country/NL"],
    "country_pair": ["/country-pair/CN/NL"],
    "expected": ["/expected-ties"],
    "fields": ["/field"],
    "field": ["/field/intercity"],
    "measures": ["/measures"],
    "measure": ["/measures/degree"],
    "compare": ["/compare", f"/compare?city={ROTTERDAM}&city={BERLIN}&city={ISTANBUL}"],
    "compare_ties": [f"/compare/ties?city={ROTTERDAM}&standing=live"],
    "cases": ["/cases"],
    "case": ["/cases/m4"],
    "law": ["/law?place=NL&tier=city&instrument=twinning&partner=CN&on=2026-03-01&signing=2026-05-01"],
    "law_pack": ["/law/NL"],
    "search": ["/search", "/search?q=london", "/search?q=nobody"],
    "sources": ["/sources"],
    "audit": ["/audit", "/audit?kind=conflicting_years", "/audit?country=FI&kind=wrong_country"],
    "about": ["/about", "/api/v1/docs"],
    "outlook": ["/outlook", "/outlook?country=NL", f"/outlook?city={ROTTERDAM}"],
    "scenarios": ["/scenarios", "/scenarios?worked=rupture-2022"],
    "scenario": ["/scenarios/run?worked=reform-turkey-2028&runs=20"],
    "conditions": ["/conditions", "/conditions?of=acts"],
    "how_well": ["/how-well"],
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page_name", [page.name for page in PAGES])
def test_no_serious_fault(
    sample_atlas: str,
    open_page: OpenPage,
    snapshot: Snapshot,
    find_faults: Callable[[Page], list[str]],
    page_name: str,
    scheme: str,
) -> None:
    run = run_id("conditions", {"of": "ties", "as_of": THIS_YEAR}, snapshot=SavedSnapshot(snapshot).fingerprint)
    of_snapshot = {"tie": [f"/tie/{tie_between(snapshot, BERLIN, ISTANBUL)}"], "run": ["/conditions", f"/run/{run}"]}
    paths = (PATHS | of_snapshot)[page_name]
    for wide in (1280, 390) if scheme == "light" else (1280,):
        page = open_page(sample_atlas, paths[0], wide=wide, color_scheme=scheme, bypass_csp=True)
        for path in paths:
            page.goto(sample_atlas + path)
            if page_name == "world":
                wait_for_map(page)
            expect(page.locator("#run")).to_have_count(0, timeout=90_000)  # how far a run is changes under the eyes
            faults = find_faults(page)
            assert not faults, (path, wide, faults)


def test_no_serious_fault_on_an_error_page(
    sample_atlas: str, open_page: OpenPage, find_faults: Callable[[Page], list[str]]
) -> None:
    page = open_page(sample_atlas, "/nowhere", expect="404", bypass_csp=True)
    assert not find_faults(page)
