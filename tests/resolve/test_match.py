import polars as pl
import pytest

from proxenia.resolve.gazetteer import Gazetteer
from proxenia.resolve.match import LocalPlace, Match, Outcome, match_places
from proxenia.resolve.surroundings import TIES


def match(gazetteer: Gazetteer, name: str, country: str, **more: object) -> Match:
    return match_places([LocalPlace("mine:x", name, country, **more)], gazetteer)[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "country", "place"),
    [
        ("Rotterdam", "NL", 2747891),
        ("Shanghai", "CN", 1796236),
        ("上海", "CN", 1796236),
        ("City of Rotterdam", "NL", 2747891),
        ("Rotterdam Municipality", "NL", 2747891),
        ("Paris", "FR", 2988507),
        ("Halle (Saale)", "DE", 2911522),
        ("Portland, Oregon", "US", 5746545),
        ("Portland, OR", "US", 5746545),
        ("Portland, Maine", "US", 4975802),
        ("Saint Petersburg", "RU", 498817),
        ("St. Petersburg", "RU", 498817),
        ("Bruxelles", "BE", 2800866),
        ("القاهرة", "EG", 360630),
    ],
)
def test_a_certain_place(gazetteer: Gazetteer, name: str, country: str, place: int) -> None:
    found = match(gazetteer, name, country)
    assert found.outcome is Outcome.RESOLVED
    assert found.place is not None
    assert found.place.number == place


@pytest.mark.parametrize(
    ("name", "country"), [("Springfield", "US"), ("Kingston", "US"), ("Saint-Denis", "FR"), ("Geislingen", "DE")]
)
def test_namesakes_stay_open_with_their_candidates(gazetteer: Gazetteer, name: str, country: str) -> None:
    found = match(gazetteer, name, country)
    assert found.outcome is Outcome.AMBIGUOUS
    assert found.place is None
    assert len(found.candidates) >= 2
    assert list(found.probabilities) == sorted(found.probabilities, reverse=True)
    assert sum(found.probabilities) <= 1.00001


@pytest.mark.parametrize(
    ("name", "country"),
    [("Rotterdam", "CN"), ("Nowhere-on-Sea", "GB"), ("<script>", "NL"), ("...", "NL"), ("...", ""), ("", "NL")],
)
def test_what_the_gazetteer_lacks_is_unknown(gazetteer: Gazetteer, name: str, country: str) -> None:
    assert match(gazetteer, name, country).outcome is Outcome.UNKNOWN


def test_a_name_alone_is_matched_where_one_namesake_is_known_by_far(gazetteer: Gazetteer) -> None:
    assert match(gazetteer, "Rotterdam", "").place == match(gazetteer, "Rotterdam", "NL").place
    assert match(gazetteer, "Springfield", "").outcome is Outcome.AMBIGUOUS


@pytest.mark.parametrize(
    ("name", "country", "place"),
    [
        ("Hayward, California", "", 5355933),
        ("Saint-Denis (Réunion)", "FR", 935264),
        ("Saint-Denis (Réunion)", "", 935264),
        ("Coswig (Anhalt)", "DE", 2939819),
        ("Харків", "UA", 706483),
        ("Λεμεσός", "CY", 146384),
    ],
)
def test_additions_and_other_scripts_decide(gazetteer: Gazetteer, name: str, country: str, place: int) -> None:
    found = match(gazetteer, name, country)
    assert found.place is not None
    assert found.place.number == place


def test_a_similar_name_alone_is_for_people_to_look_at(gazetteer: Gazetteer) -> None:
    found = match(gazetteer, "Schiltigheym", "FR")
    assert found.outcome is Outcome.AMBIGUOUS
    assert found.rule == "only similar names"
    assert found.candidates[0].name == "Schiltigheim"
    there = match(gazetteer, "Schiltigheym", "FR", spot=(7.7505, 48.6044))
    assert there.place == found.candidates[0]


def test_a_place_of_a_past_state_is_sought_in_its_successors(gazetteer: Gazetteer) -> None:
    found = match(gazetteer, "Kharkov", "", countries=("RU", "UA", "BY"))
    assert found.place is not None
    assert found.place.country == "UA"


def test_a_county_is_no_town(gazetteer: Gazetteer) -> None:
    assert match(gazetteer, "Miami-Dade County", "US").outcome is Outcome.UNKNOWN


def test_a_twin_of_another_list_decides_between_namesakes(gazetteer: Gazetteer) -> None:
    # Springfield, Massachusetts, and Takikawa are twins; here another list says so.
    springfield, takikawa = 4951788, 2127896
    places = [
        LocalPlace("m:1", "Springfield", "US", twins=("m:2",)),
        LocalPlace("m:2", "Takikawa", "JP", twins=("m:1",)),
    ]
    ties = pl.DataFrame([(springfield, takikawa), (takikawa, springfield)], schema=TIES, orient="row")
    alone, tied = match_places(places, gazetteer)[0], match_places(places, gazetteer, ties=ties)[0]
    assert alone.candidates[0].number != springfield
    assert (tied.place or tied.candidates[0]).number == springfield
    assert tied.probability > 2 * alone.probabilities[1]


def test_the_nation_tells_namesakes_apart(gazetteer: Gazetteer) -> None:
    found = match(gazetteer, "Newport", "GB", division="WLS")
    assert found.outcome is Outcome.RESOLVED
    assert found.place is not None
    assert found.place.number == 2641598


def test_coordinates_tell_namesakes_apart(gazetteer: Gazetteer) -> None:
    found = match(gazetteer, "Springfield", "US", spot=(-89.64, 39.80))
    assert found.place is not None
    assert (found.place.name, found.place.admin1) == ("Springfield", "IL")


def test_coordinates_that_contradict_the_name_leave_it_open(gazetteer: Gazetteer) -> None:
    found = match(gazetteer, "Rotterdam", "NL", spot=(121.47, 31.23))
    assert found.outcome is Outcome.AMBIGUOUS
    assert [place.number for place in found.candidates] == [2747891]
    assert found.contradicts


def test_a_person_s_difference_is_kept(gazetteer: Gazetteer) -> None:
    found = match(gazetteer, "Rotterdam", "NL", other_than=frozenset({"gn:2747891"}))
    assert found.place is None or found.place.number != 2747891


@pytest.mark.parametrize(("name", "country"), [("Springfield (Somewhere)", "US"), ("Chaoyang (Beijing)", "CN")])
def test_an_addition_that_decides_nothing_is_not_overruled_by_size(
    gazetteer: Gazetteer, name: str, country: str
) -> None:
    assert match(gazetteer, name, country).outcome is Outcome.AMBIGUOUS


def test_the_country_around_a_town_is_not_the_town(gazetteer: Gazetteer) -> None:
    assert match(gazetteer, "Limanowa (rural gmina)", "PL").outcome is Outcome.UNKNOWN


def test_the_order_of_places_changes_nothing(gazetteer: Gazetteer) -> None:
    places = [LocalPlace(f"m:{name}", name, "US") for name in ("Boston", "Springfield", "Rye", "Chicago")]
    forward = {found.local.id: found for found in match_places(places, gazetteer)}
    backward = {found.local.id: found for found in match_places(places[::-1], gazetteer)}
    assert forward == backward
