"""Alignment by hand in a made-up world, and the intervals on simulated cities."""

import numpy as np
import polars as pl
import pytest
from scipy.stats import beta
from tests.overlay.made_cities import HOME, city, ground, pair, pairs, tie
from tests.snapshot.made import said

from proxenia.errors import NotFoundError
from proxenia.overlay.alignment import alignment_of, compute_alignments, with_intervals
from proxenia.overlay.alignment_interval import FEWEST_TIES, estimate_share_interval, estimate_share_intervals
from proxenia.overlay.alignment_ties import CityGround

X = "wd:Q1"
"""The city: six ties to XB (aligned), two to XC (substitute), one to XD (contrary), one to XE (unknown)."""
TABLE = pairs(
    pair("XA", "XB", "aligned"),
    pair("XA", "XC", "substitute"),
    pair("XA", "XD", "contrary"),
    pair("XA", "XE", "unknown"),
)
PARTNERS = {**{f"wd:Q1{n}": "XB" for n in range(6)}, "wd:Q21": "XC", "wd:Q22": "XC", "wd:Q31": "XD", "wd:Q41": "XE"}
WORLD = [
    *city(X, HOME),
    *(row for partner, country in PARTNERS.items() for row in city(partner, country)),
    *(tie(X, partner) for partner in PARTNERS),
]
BESIDE = [
    *city("wd:Q51", HOME),
    *city("wd:Q52", None),
    *city("wd:Q53", "XD"),
    *city("wd:Q54", "XD"),
    *city("wd:Q55", "XD"),
    tie(X, "wd:Q51"),
    tie(X, "wd:Q52"),
    tie(X, "wd:Q53", status="suspended", status_since="2010"),
    tie(X, "wd:Q54", period="2000/2010", status="ended"),
    tie(X, "wd:Q55", status="negotiated"),
]
"""Ties that are no part of a share: at home, of a city nobody places, suspended, ended, not yet signed."""


def test_shares_of_ties_and_of_countries_by_hand() -> None:
    found = alignment_of(ground(TABLE, *WORLD), X)
    assert (found.ties_abroad, found.countries) == (10, 4)
    shares = {word: (one.ties, one.share, one.countries, one.country_share) for word, one in found.classes.items()}
    assert shares == {
        "aligned": (6, 6 / 9, 1, 1 / 3),
        "substitute": (2, 2 / 9, 1, 1 / 3),
        "contrary": (1, 1 / 9, 1, 1 / 3),
    }
    assert (found.unknown_ties, found.unknown_countries) == (1, 1)
    assert [(one.country, one.ties) for one in found.partners] == [("XB", 6), ("XC", 2), ("XD", 1), ("XE", 1)]


def test_what_is_no_tie_abroad_in_force_is_told_beside_or_left_out() -> None:
    found = alignment_of(ground(TABLE, *WORLD, *BESIDE), X)
    assert (found.ties_abroad, found.ties_at_home, found.ties_unplaced) == (10, 1, 1)
    assert found.classes == alignment_of(ground(TABLE, *WORLD), X).classes


def test_a_suspended_tie_counts_before_it_was_suspended() -> None:
    found = alignment_of(ground(TABLE, *WORLD, *BESIDE, year=2005), X)
    assert found.classes["contrary"].ties == 3, "XD: the one of today, the suspended one and the ended one"


def test_a_dormant_tie_and_a_partner_of_no_known_kind_count() -> None:
    place = said("wd:Q9", "country", object="iso:XB")
    rows = [*city(X, HOME), place, tie(X, "wd:Q9", status="dormant")]
    assert alignment_of(ground(TABLE, *rows), X).classes["aligned"].ties == 1


def test_without_state_level_everything_is_unknown_and_nothing_is_a_share() -> None:
    blank = TABLE.with_columns(pl.lit("unknown").alias("class"), state_known=False)
    for table in (blank, pairs()):
        found = alignment_of(ground(table, *WORLD), X)
        assert found.unknown_ties == 10
        assert {one.share for one in found.classes.values()} == {None}
        assert {one.low for one in found.classes.values()} == {None}


def test_a_city_without_ties_has_no_alignment() -> None:
    found = alignment_of(ground(TABLE, *city(X, HOME)), X)
    assert (found.ties_abroad, found.classes["aligned"].share, found.country) == (0, None, HOME)


def test_an_actor_that_is_not_there() -> None:
    with pytest.raises(NotFoundError, match="wd:Q404"):
        alignment_of(ground(TABLE, *WORLD), "wd:Q404")


def test_few_ties_have_a_share_and_no_interval() -> None:
    few = [*city(X, HOME), *city("wd:Q10", "XB"), tie(X, "wd:Q10")]
    one = alignment_of(ground(TABLE, *few), X).classes["aligned"]
    assert (one.share, one.low, one.high) == (1.0, None, None)
    whole = alignment_of(ground(TABLE, *WORLD), X).classes["aligned"]
    assert whole.low is not None
    assert whole.country_low is None, "three countries with data are too few"


def test_all_at_once_is_what_each_gives_alone() -> None:
    both = ground(TABLE, *WORLD, *BESIDE)
    rows = with_intervals(compute_alignments(both)).rows_by_key("actor", named=True, unique=True)
    for actor in (X, "wd:Q21", "wd:Q51"):
        alone = alignment_of(CityGround.of(both.snapshot, TABLE, actor=actor), actor)
        row = rows[actor]
        assert alone.ties_abroad == row["ties_abroad"]
        for word, one in alone.classes.items():
            told = (row[f"{word}_ties"], row[f"{word}_share"], row[f"{word}_share_low"], row[f"{word}_share_high"])
            assert (one.ties, one.share, one.low, one.high) == told


def test_a_counted_row_gives_what_the_ground_gives() -> None:
    whole = ground(TABLE, *WORLD, *BESIDE)
    rows = compute_alignments(whole).rows_by_key("actor", named=True, unique=True)
    for actor in whole.snapshot.actors["id"]:
        if actor in rows:
            assert alignment_of(whole, actor, counted=rows[actor]) == alignment_of(whole, actor)
    without = ground(TABLE, *WORLD, *city("wd:Q77", HOME))
    assert alignment_of(without, "wd:Q77", counted={}) == alignment_of(without, "wd:Q77")


def test_both_ends_of_a_tie_see_the_same_class() -> None:
    rows = compute_alignments(ground(TABLE, *WORLD)).rows_by_key("actor", named=True, unique=True)
    assert rows["wd:Q21"]["substitute_ties"] == 1
    assert rows["wd:Q41"]["unknown_ties"] == 1


def test_a_region_has_an_alignment_of_its_own_ties() -> None:
    region = [*city("iso:XA-R", HOME, kind="region"), *city("wd:Q9", "XC"), tie("iso:XA-R", "wd:Q9", "agreement")]
    assert alignment_of(ground(TABLE, *region), "iso:XA-R").classes["substitute"].share == 1


def test_as_json() -> None:
    told = alignment_of(ground(TABLE, *WORLD), X).as_json()
    assert told["as_of"] == "2020-12-31"
    assert told["partners"][0] == {"country": "XB", "ties": 6, "class": "aligned"}
    assert told["classes"]["aligned"]["share"] == 6 / 9


def test_the_interval_is_that_of_the_beta_distribution_it_draws_from() -> None:
    found = estimate_share_intervals([8, 1], [10, 30])
    exact = [beta.ppf([0.025, 0.975], 8.5, 2.5), beta.ppf([0.025, 0.975], 1.5, 29.5)]
    np.testing.assert_allclose(found, exact, atol=0.02)


def test_the_interval_is_one_sided_at_the_ends_and_missing_below_the_fewest() -> None:
    whole, none = estimate_share_intervals([10, 0], [10, 10])
    assert whole[1] == 1
    assert none[0] == 0
    assert 0.7 < whole[0] < 0.85
    assert all(map(np.isnan, estimate_share_interval(0, FEWEST_TIES - 1)))
    assert np.isnan(estimate_share_intervals([FEWEST_TIES - 1], [FEWEST_TIES - 1])).all()
    assert estimate_share_intervals([], []).shape == (0, 2)


def test_the_interval_depends_on_the_counts_and_the_seed_alone() -> None:
    alone = estimate_share_intervals([3], [10])[0]
    assert estimate_share_interval(3, 10) == tuple(alone)
    among = estimate_share_intervals([9, 3, 0], [10, 10, 7])[1]
    assert alone.tolist() == among.tolist()
    assert alone.tolist() != estimate_share_intervals([3], [10], seed=2)[0].tolist()


@pytest.mark.parametrize("ties", [5, 10, 20, 60])
def test_intervals_hold_the_share_of_simulated_cities(ties: int) -> None:
    """Simulated cities draw their ties at random with a known share; 95 % of the intervals should hold it."""
    shares = np.array([0.5, 0.7, 0.8, 0.9, 0.95, 0.98])
    inside = np.random.default_rng(7).binomial(ties, shares[:, None], size=(len(shares), 2000))
    bounds = estimate_share_intervals(inside.ravel(), np.full(inside.size, ties)).reshape(*inside.shape, 2)
    held = ((bounds[..., 0] <= shares[:, None]) & (shares[:, None] <= bounds[..., 1])).mean(axis=1)
    assert held.mean() >= 0.94, held
    assert held.min() >= 0.88, held
    plain = inside / ties
    width = 1.96 * np.sqrt(plain * (1 - plain) / ties)
    wald = (np.abs(plain - shares[:, None]) <= width).mean()
    assert held.mean() > wald, "the plain interval around the share holds it less often"
