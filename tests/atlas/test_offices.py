"""Offices of states stand on the page of the city they are in; figures between states do not flood a page."""

from tests.snapshot.made import compiled, said, same

from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.pages import city
from proxenia.atlas.pages.city import ActorPage
from proxenia.atlas.year import YearView

PARIS = "gn:2988507"


def _page(identifier: str, year: int) -> ActorPage:
    missions = [
        said("iso:IT", "representation", object="iso:FR", period="1956/..", place="wd:Q90", mission="embassy"),
        said("iso:IT", "representation", object="iso:FR", reference="row 2", place="wd:Q90", mission="consulate"),
        said("iso:DE", "representation", object="iso:FR", place="wd:Q1479", mission="consulate"),
    ]
    facts = [
        said(PARIS, "kind", value="city"),
        said(PARIS, "name", value="Paris"),
        *(said(f"iso:{code}", "kind", value="state") for code in ("IT", "FR", "DE")),
        said("iso:IT", "name", value="Italy"),
        said("iso:IT", "distance", object="iso:FR", value="956", unit="km"),
        said("iso:IT", "urban_share", value="0.7", unit="share", period="2015"),
    ]
    snapshot = compiled(*missions, *facts, judgements=[same("wd:Q90", PARIS)])
    return city.build(YearView(AtlasIndex(snapshot), year), identifier)


def test_a_city_shows_the_offices_in_it_and_no_others() -> None:
    lines = _page(PARIS, 2020).offices
    assert [(line.keeper.name, line.mission) for line in lines] == [("Italy", "consulate"), ("Italy", "embassy")]


def test_an_office_is_not_shown_before_its_tie_began() -> None:
    assert _page(PARIS, 1950).offices == []


def test_figures_of_states_are_not_evidence_for_the_place() -> None:
    assert [line.predicate for line in _page("iso:IT", 2020).evidence] == ["kind", "name"]
