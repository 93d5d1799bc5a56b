from tests.audit.made import A, findings, pairs, place, values
from tests.snapshot.made import said

KIND = "wrong_country"
IN_ENGLAND, IN_NEW_ZEALAND = "-1.78 50.73", "172.64 -43.53"
GAZETTEER = (
    *place("gn:1", "Bournemouth", country="GB", location="-1.88 50.72"),
    *place("gn:2", "Christchurch", country="NZ", location=IN_NEW_ZEALAND),
    said("iso:GB", "kind", "geonames", value="state"),
    said("iso:GB", "name", "geonames", value="United Kingdom", language="en"),
)


def test_two_countries_for_one_city_are_found() -> None:
    found = findings(KIND, *place("gn:5", "Ay", country="FR"), said("gn:5", "country", "list", object="iso:GB"))
    assert pairs(found) == [("gn:5",)]
    assert values(found) == ["Ay lies in FR", "Ay lies in GB"]
    assert found[0]["countries"] == ["FR"]


def test_a_territory_and_its_state_are_no_two_countries() -> None:
    reunion = place("gn:5", "Saint-Denis", country="RE")
    assert not findings(KIND, *reunion, said("gn:5", "country", "list", object="iso:FR"))


def test_places_more_than_300_km_apart_are_found() -> None:
    city = place("gn:5", "Ay", country="FR", location="2.0 48.0")
    found = findings(KIND, *city, said("gn:5", "location", "list", value="2.0 44.0", unit="degrees"))
    assert values(found) == ["Ay lies at 2.0 48.0", "Ay lies at 2.0 44.0, 445 km away"]
    assert not findings(KIND, *city, said("gn:5", "location", "list", value="2.0 46.0", unit="degrees"))


def test_a_place_among_the_cities_of_another_country_is_found() -> None:
    wrong = place(A, "Christchurch", source="list", country="GB", location=IN_NEW_ZEALAND)
    found = findings(KIND, *GAZETTEER, *wrong)
    assert pairs(found) == [(A,)]
    assert values(found) == [
        "Christchurch lies in United Kingdom",
        f"Christchurch lies at {IN_NEW_ZEALAND}, 0 km from Christchurch (NZ)",
    ]


def test_a_place_at_home_or_in_the_sea_is_none() -> None:
    assert not findings(KIND, *GAZETTEER, *place(A, "Christchurch", country="GB", location=IN_ENGLAND))
    assert not findings(KIND, *GAZETTEER, *place(A, "Ascension", country="GB", location="-14.36 -7.93"))
    assert not findings(KIND, *GAZETTEER, *place(A, "Ay", country="FR", location=IN_NEW_ZEALAND)), (
        "no French city known"
    )


def test_a_region_or_an_impossible_place_is_left_alone() -> None:
    wide = place(A, "Wessex", kind="region", country="GB", location=IN_NEW_ZEALAND)
    assert not findings(KIND, *GAZETTEER, *wide)
    assert not findings(KIND, *place("gn:5", "Ay", country="FR", location="200 100"))


ACROSS = (
    *place("gn:3", "Ystby", country="DK", location="12.60 55.70"),
    *place("gn:4", "Malmby", country="SE", location="13.00 55.60"),
)


def test_a_namesake_across_a_border_is_found_at_the_place_of_the_coordinates() -> None:
    found = findings(KIND, *ACROSS, *place(A, "ystby", source="list", country="SE", location="12.61 55.70"))
    assert values(found) == ["ystby lies in SE", "ystby lies at 12.61 55.70, 1 km from Ystby (DK)"]


def test_a_neighbour_of_another_name_or_a_town_on_both_sides_is_none() -> None:
    assert not findings(KIND, *ACROSS, *place(A, "Osby", source="list", country="SE", location="12.61 55.70"))
    both = place("gn:5", "Ystby", country="SE", location="12.90 55.70")
    assert not findings(KIND, *ACROSS, *both, *place(A, "Ystby", source="list", country="SE", location="12.61 55.70"))
