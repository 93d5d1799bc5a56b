"""Contests by hand in a made-up world, and the pairs of the same size."""

from collections.abc import Iterable

import numpy as np
import polars as pl
from tests.overlay.made_cities import city, ground, pairs, tie
from tests.snapshot.made import said

from proxenia.model.statement import Statement
from proxenia.overlay.competition import competition_of
from proxenia.overlay.competition_chance import SAME_SIZE, _same_size, estimate_chances

A, B, C, D = (f"wd:Q{n}" for n in range(1, 5))
CLUB = "px:club"


def contest(name: str, year: int, winners: Iterable[str], rivals: Iterable[str]) -> list[Statement]:
    parts = [("winner", one) for one in winners] + [("rival", one) for one in rivals]
    return [
        said(f"act:{name}", "event", value="bid", period=str(year), title=f"Title of {name}"),
        *(said(actor, "participation", object=f"act:{name}", role=role) for role, actor in parts),
    ]


WORLD = [
    *(row for n, one in enumerate((A, B, C, D)) for row in city(one, "XA", population=1000 * (n + 1))),
    said(CLUB, "kind", value="city_network"),
    said("px:firm", "kind", value="enterprise"),
    *contest("games", 2000, [A], [B, C]),
    *contest("seat", 2004, [B], [A]),
    *contest("later", 2030, [D], [A]),
    *contest("alone", 2006, [D], []),
    *contest("with-a-firm", 2007, [D], ["px:firm"]),
    *contest("lost-to-a-firm", 2007, ["px:firm"], [C]),
    *contest("given-to-both", 2008, [C, D], []),
    tie(A, B),
    tie(B, CLUB, "membership"),
    tie(C, CLUB, "membership"),
]


def test_who_contends_with_whom_by_hand() -> None:
    found = competition_of(ground(pairs(), *WORLD))
    assert [(one.id, one.winners, one.rivals) for one in found.contests] == [
        ("act:seat", (B,), (A,)),
        ("act:games", (A,), (B, C)),
    ]
    assert [(one.actor, one.won, one.lost) for one in found.contenders] == [(A, 1, 1), (B, 1, 1), (C, 0, 1)]
    told = {(one.a, one.b): (len(one.contests), one.won_a, one.won_b) for one in found.pairs}
    assert told == {(A, B): (2, 1, 1), (A, C): (1, 1, 0), (B, C): (1, 0, 0)}
    assert found.pairs[0].contests == ("act:games", "act:seat")


def test_whether_rivals_are_partners() -> None:
    found = competition_of(ground(pairs(), *WORLD))
    by_pair = {(one.a, one.b): one for one in found.pairs}
    assert len(by_pair[A, B].ties) == 1
    assert by_pair[B, C].city_networks == (CLUB,)
    assert (by_pair[A, C].ties, by_pair[A, C].city_networks) == ((), ())
    assert (found.tied.pairs, found.tied.share, found.same_city_network.share) == (3, 1 / 3, 1 / 3)


def test_up_to_the_day() -> None:
    early = competition_of(ground(pairs(), *WORLD, year=2001))
    assert [one.id for one in early.contests] == ["act:games"]
    late = competition_of(ground(pairs(), *WORLD, year=2031))
    assert late.contests[0].id == "act:later"


def test_of_one_city() -> None:
    found = competition_of(ground(pairs(), *WORLD), actor=C)
    assert [one.id for one in found.contests] == ["act:games"]
    assert [(one.a, one.b) for one in found.pairs] == [(A, C), (B, C)]
    assert [(one.actor, one.won, one.lost) for one in found.contenders] == [(C, 0, 1)]
    nobody = competition_of(ground(pairs(), *WORLD), actor=D)
    assert (nobody.contests, nobody.pairs, nobody.tied.share) == ((), (), None)
    assert nobody.as_json()["tied"]["pairs"] == 0


def test_the_share_of_pairs_of_the_same_size_by_hand() -> None:
    """With three cities, the pair of the two smallest becomes each of four pairs alike; one of them is tied."""
    cities = pl.DataFrame({"id": [A, B, C], "population": [1, 2, 3]})
    tied = pl.DataFrame({"actor": [A, B], "group": ["tie:1", "tie:1"]})
    found = estimate_chances(pl.DataFrame({"a": [A], "b": [B]}), cities, {"tied": tied})["tied"]
    # A becomes B or C, B becomes A or C, and a C that meets C goes on to A: (B, A), (B, C), (C, A), (C, A).
    assert found.share == 1
    assert found.expected is not None
    assert abs(found.expected - 1 / 4) < 0.06


def test_nothing_is_expected_where_nothing_is_tied_and_all_where_all_are() -> None:
    cities = pl.DataFrame({"id": [f"wd:Q{n}" for n in range(30)], "population": range(30)})
    pair_of = pl.DataFrame({"a": ["wd:Q3"], "b": ["wd:Q20"]})
    everybody = pl.DataFrame({"actor": cities["id"], "group": ["px:all"] * 30})
    nobody = pl.DataFrame(schema={"actor": pl.String, "group": pl.String})
    found = estimate_chances(pair_of, cities, {"all": everybody, "none": nobody})
    assert (found["all"].share, found["all"].expected) == (1, 1)
    assert (found["none"].share, found["none"].expected) == (0, 0)


def test_stand_ins_are_others_next_in_size_and_never_one_city_twice() -> None:
    size, draws = 500, np.random.default_rng(3)
    places = (np.array([0, 3, 250, 499]), np.array([1, 4, 251, 498]))
    for _ in range(400):
        drawn = _same_size(places, size, draws)
        assert (drawn[0] != drawn[1]).all()
        for before, after in zip(places, drawn, strict=True):
            assert (before != after).all()
            assert (np.abs(before - after) <= SAME_SIZE).all()
            assert ((after >= 0) & (after < size)).all()
            assert abs(before[2] - after[2]) <= SAME_SIZE // 2


def test_the_draws_follow_the_seed() -> None:
    whole = ground(pairs(), *WORLD)
    assert competition_of(whole) == competition_of(whole)
    other = competition_of(whole, seed=2)
    assert (other.tied.share, other.seed) == (competition_of(whole).tied.share, 2)


def test_a_city_without_a_size_is_no_part_of_the_comparison() -> None:
    unsized = [*city("wd:Q9", "XA"), *contest("more", 2010, ["wd:Q9"], [A])]
    found = competition_of(ground(pairs(), *WORLD, *unsized))
    assert (len(found.pairs), found.tied.pairs) == (4, 3)
