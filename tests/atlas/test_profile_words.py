"""What a page of a city's profile says of its figures: every text of a source escaped, of many only the first."""

from dataclasses import replace
from typing import Any

import pytest

from proxenia.atlas.pages.city_profile import CityProfilePage, SaidAt, build
from proxenia.atlas.profile_words import ProfileWords
from proxenia.atlas.world import AtlasWorld
from proxenia.profiles.figure import Figure

POPULATION = Figure(
    id="population",
    label="inhabitants <b>",
    value=1_234_567.0,
    unit="persons",
    word=None,
    of="city",
    subject="gn:1",
    subject_name="A & B",
    date="2021",
    dated_by="edition",
    at_least=True,
    note=None,
    sources=("one", "two", "<three>"),
    statements=("s1", "s2", "s3", "s4", "unsaid"),
)


@pytest.fixture(scope="module")
def page(world: AtlasWorld) -> CityProfilePage:
    city = next(one for one, actor in world.index.actors.items() if actor.kind.value == "city")
    built = build(world.index, world.index.snapshot.as_of(2020), city, as_of=2020)
    said = {f"s{number}": SaidAt("<one>", "One", f"row <{number}>") for number in (1, 2, 3)}
    return replace(built, said=said | {"s4": said["s3"]}, source_titles={"one": "One <i>"})


def told(page: CityProfilePage, **changes: Any) -> tuple[ProfileWords, Figure]:
    return ProfileWords(page), replace(POPULATION, **changes)


def test_texts_of_sources_are_escaped_wherever_they_stand(page: CityProfilePage) -> None:
    words, figure = told(page, of="country", unit="<u>", dated_by="figure", date="<2021>", records=("<r>",))
    assert words.in_brief(figure) == (
        "Inhabitants &lt;b&gt;: at least 1\u202f234\u202f567 &lt;u&gt; (&lt;2021&gt;, "
        '<span class="word" title="This is the country\'s figure, not the city\'s">of the country: '
        "<bdi>A &amp; B</bdi></span>; "
        '<a href="/sources?as_of=2020#one">One &lt;i&gt;</a>, <a href="/sources?as_of=2020#two">two</a>'
        ' <span class="muted">and 1 more</span>)'
    )
    assert "<r>" not in words.records(figure)
    assert "<three>" not in words.titles(figure.sources, 3)
    assert not any(one in words.places(figure) for one in ("<one>", "<1>"))


def test_each_place_is_told_once_and_of_many_only_the_first(page: CityProfilePage) -> None:
    words, figure = told(page)
    assert words.places(figure).count("row &lt;") == 3
    assert "more places" not in words.places(figure)
    assert words.places(figure, 1).count("row &lt;") == 1
    assert words.places(figure, 1).endswith('<div class="muted">and 2 more places</div>')


def test_records_lead_to_their_pages(page: CityProfilePage) -> None:
    words, figure = told(page, records=("tie:1", "act:2", "gn:3"))
    shown = words.records(figure)
    assert "3 records counted" in shown
    for address in ("/tie/tie:1", "/act/act:2", "/city/gn:3"):
        assert f'href="{address}?as_of=2020"' in shown
    assert words.records(replace(figure, records=())) == ""
    assert "1 record counted" in words.records(replace(figure, records=("tie:1",)))


@pytest.mark.parametrize(
    ("changes", "value", "dated"),
    [
        ({}, "at least 1\u202f234\u202f567 persons", "list of 2021"),
        ({"value": None}, "", "list of 2021"),
        ({"value": 0.125, "unit": "share", "at_least": False, "dated_by": "day"}, "12 %", "as of 2021"),
        ({"value": 0.0, "unit": "yes or no", "at_least": False, "dated_by": "reading"}, "no", "read 2021"),
        ({"value": 9.96, "unit": "km", "at_least": False, "dated_by": "figure"}, "10.0 km", "2021"),
        ({"value": 1234.5, "unit": "km", "at_least": False, "date": ""}, "1\u202f234 km", ""),
        ({"value": 2.5, "unit": None, "at_least": False}, "2.5", "list of 2021"),
    ],
)
def test_values_and_dates_in_words(page: CityProfilePage, changes: dict[str, Any], value: str, dated: str) -> None:
    words, figure = told(page, **changes)
    assert (words.value(figure), words.dated(figure)) == (value, dated)
