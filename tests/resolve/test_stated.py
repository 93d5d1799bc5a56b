from proxenia.model.statement import Statement
from proxenia.resolve.bodies import find_bodies, known_bodies, local_bodies
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.resolve.judge import Resolution, local_places, resolve_places

NOW = "2026-11-22T02:33:10.123456Z"


def told(subject: str, name: str, country: str = "", *, same: str = "", spot: str = "") -> list[Statement]:
    statements = [
        Statement(subject, "kind", "mine", "row 2", value="city"),
        Statement(subject, "name", "mine", "row 2", value=name),
    ]
    if country:
        statements.append(Statement(subject, "country", "mine", "row 2", object=country))
    if same:
        statements.append(Statement(subject, "same_as", "mine", "row 2", object=same))
    if spot:
        statements.append(Statement(subject, "location", "mine", "row 2", value=spot, unit="degrees"))
    return statements


def resolved(gazetteer: Gazetteer, statements: list[Statement]) -> Resolution:
    return resolve_places(local_places(statements, gazetteer), gazetteer, recorded_at=NOW)


def test_an_id_that_the_source_states_is_taken(gazetteer: Gazetteer) -> None:
    # The name would be a Springfield of many; the id says which.
    found = resolved(gazetteer, told("wd:Q28515", "Springfield", "iso:US", same="gn:4250542", spot="-89.64 39.80"))
    (judgement,) = found.judgements
    assert (judgement.left, judgement.right) == ("wd:Q28515", "gn:4250542")
    assert judgement.reason == "the source states the id gn:4250542 for 'Springfield'"
    assert found.names == {"resolved": 1, "ambiguous": 0, "unknown": 0}
    assert any(fact.subject == "gn:4250542" for fact in found.facts)


def test_an_id_that_country_or_coordinates_contradict_goes_to_review(gazetteer: Gazetteer) -> None:
    for country, spot in (("iso:DE", ""), ("iso:US", "13.4 52.5")):
        found = resolved(gazetteer, told("wd:Q28515", "Springfield", country, same="gn:4250542", spot=spot))
        assert found.judgements == ()
        (waiting,) = found.review
        assert "states gn:4250542 (Springfield, US)" in waiting.rule
        assert "gn:4250542" in {place.id for place in waiting.candidates}
        assert found.contradictions == (waiting,)


def test_an_id_that_the_gazetteer_lacks_leaves_it_to_the_name(gazetteer: Gazetteer) -> None:
    found = resolved(gazetteer, told("wd:Q34370", "Rotterdam", "iso:NL", same="gn:2747890"))
    assert [(one.left, one.right) for one in found.judgements] == [("wd:Q34370", "gn:2747891")]


def test_a_stated_item_and_the_name_make_one_place(gazetteer: Gazetteer) -> None:
    found = resolved(gazetteer, told("mine:Rotterdam", "Rotterdam", "iso:NL", same="wd:Q34370"))
    assert {(one.left, one.right) for one in found.judgements} == {
        ("mine:Rotterdam", "wd:Q34370"),
        ("mine:Rotterdam", "gn:2747891"),
    }


def test_deciding_again_decides_nothing_new(gazetteer: Gazetteer) -> None:
    statements = told("mine:Rotterdam", "Rotterdam", "iso:NL", same="wd:Q34370")
    places = local_places(statements, gazetteer)
    first = resolve_places(places, gazetteer, recorded_at=NOW)
    again = resolve_places(places, gazetteer, judged=first.judgements, recorded_at=NOW)
    assert again.judgements == ()
    assert again.names == first.names


def test_a_city_is_never_a_state(gazetteer: Gazetteer) -> None:
    found = resolved(gazetteer, told("wd:Q334", "Singapore", "iso:SG", same="iso:SG"))
    assert all(one.right != "iso:SG" for one in found.judgements)


def test_places_without_a_country_and_of_a_past_state_are_sought(gazetteer: Gazetteer) -> None:
    found = resolved(gazetteer, [*told("mine:R", "Rotterdam"), *told("mine:W", "Wrocław", "px:nowhere-that-ever-was")])
    assert {(one.left, one.right) for one in found.judgements} == {
        ("mine:R", "gn:2747891"),
        ("mine:W", "gn:3081368"),
    }


def test_coordinates_that_are_none_are_passed_over(gazetteer: Gazetteer) -> None:
    for spot in ("nan nan", "inf 1", "999 999", "here", "1 2 3"):
        statements = [
            one if one.predicate != "location" else Statement("m:R", "location", "mine", "row 2", value=spot)
            for one in told("m:R", "Rotterdam", "iso:NL", spot="4.5 51.9")
        ]
        assert local_places(statements, gazetteer)[0].spot is None


def body(subject: str, kind: str, name: str, country: str = "") -> list[Statement]:
    of = [Statement(subject, "kind", "m", "row 2", value=kind), Statement(subject, "name", "m", "row 2", value=name)]
    return [*of, Statement(subject, "country", "m", "row 2", object=country)] if country else of


def test_states_networks_and_regions_are_found_where_one_is_meant(gazetteer: Gazetteer) -> None:
    ledger = [
        *body("px:eurocities", "city_network", "Eurocities"),
        *body("iso:ES-CT", "region", "Catalonia", "iso:ES"),
        *body("px:twice", "city_network", "The League"),
        *body("px:twice-more", "city_network", "the league"),
    ]
    named = [
        *body("wd:Q55", "state", "Nederland"),
        *body("wd:Q1", "city_network", "EUROCITIES"),
        *body("wd:Q5705", "region", "Catalonia", "iso:ES"),
        *body("wd:Q2", "region", "Catalonia", "iso:FR"),
        *body("wd:Q3", "city_network", "The League"),
        *body("wd:Q4", "state", "Atlantis"),
    ]
    found = find_bodies(local_bodies(named), gazetteer.countries, known_bodies(ledger))
    assert {(one.id, identifier) for one, identifier, _ in found} == {
        ("wd:Q55", "iso:NL"),
        ("wd:Q1", "px:eurocities"),
        ("wd:Q5705", "iso:ES-CT"),
    }
    resolution = resolve_places([], gazetteer, bodies=local_bodies(named), known=known_bodies(ledger), recorded_at=NOW)
    assert resolution.bodies == 3
    assert any(fact.subject == "iso:NL" for fact in resolution.facts)
