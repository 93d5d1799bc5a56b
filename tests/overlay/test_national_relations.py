"""National relations by hand: which acts count, and when."""

import pytest
from tests.overlay.made_cities import HOME, city, on
from tests.snapshot.made import said

from proxenia.errors import NotFoundError
from proxenia.overlay.national_relations import national_relations, national_relations_of

X = "wd:Q1"


def act(name: str, year: int, *, role: str = "initiator", **more: str) -> list[object]:
    return [
        said(f"act:{name}", "event", value="dispute", period=str(year), title=f"Title of {name}", **more),
        said(X, "participation", object=f"act:{name}", role=role),
    ]


WORLD = [
    *city(X, HOME),
    *city("wd:Q2", HOME),
    *act("suit", 2001, fields="national_relations", stance="competitive"),
    *act("charter", 2005, fields="human_rights;national_relations", stance="cooperative"),
    *act("silent", 2006, fields="national_relations"),
    *act("stance-only", 2007, fields="peace", stance="competitive"),
    *act("other", 2008, fields="peace"),
    *act("later", 2030, fields="national_relations", stance="cooperative"),
    *act("bid", 2009, role="rival", fields="economy", stance="competitive"),
    said("wd:Q2", "participation", object="act:bid", role="winner"),
]


def test_counted_by_stance_with_ids_and_titles_the_latest_first() -> None:
    found = national_relations_of(on(*WORLD), X)
    assert found.by_stance == {"cooperative": 1, "competitive": 2, "not_stated": 1}
    assert [one.id for one in found.acts] == ["act:stance-only", "act:silent", "act:charter", "act:suit"]
    assert (found.acts[3].title, found.acts[3].stance, found.acts[3].roles) == (
        "Title of suit",
        "competitive",
        ("initiator",),
    )


def test_only_up_to_the_day() -> None:
    assert [one.id for one in national_relations_of(on(*WORLD, year=2004), X).acts] == ["act:suit"]
    assert national_relations_of(on(*WORLD, year=2031), X).by_stance["cooperative"] == 2


def test_a_contest_counts_only_when_it_belongs_to_the_field() -> None:
    assert "act:bid" not in {one.id for one in national_relations_of(on(*WORLD), X).acts}
    field = [*WORLD, said("act:bid", "event", value="bid", period="2009", fields="national_relations")]
    assert "act:bid" in {one.id for one in national_relations_of(on(*field), X).acts}


def test_a_city_that_took_no_part_has_no_act() -> None:
    assert national_relations_of(on(*WORLD), "wd:Q2").acts == ()


def test_an_actor_that_is_not_there() -> None:
    with pytest.raises(NotFoundError):
        national_relations_of(on(*WORLD), "wd:Q404")


def test_all_at_once_is_what_each_gives_alone() -> None:
    snapshot = on(*WORLD)
    assert national_relations(snapshot) == {X: national_relations_of(snapshot, X)}
    field = on(*WORLD, said("act:bid", "event", value="bid", period="2009", fields="national_relations"))
    found = national_relations(field)
    assert found == {actor: national_relations_of(field, actor) for actor in (X, "wd:Q2")}
