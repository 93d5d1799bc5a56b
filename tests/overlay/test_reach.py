"""Reach beyond the state by hand in a made-up world."""

import polars as pl
from tests.overlay.made_cities import HOME, city, ground, pair, pairs, tie

from proxenia.overlay.alignment import compute_alignments
from proxenia.overlay.reach import reach_of
from proxenia.overlay.rule import RULE

X = "wd:Q1"
OTHERS = [pair("XA", f"Y{letter}", "latent", missions_ab=1) for letter in "ABCDE"[: RULE.least_missions_sent - 1]]
"""Missions of XA elsewhere: with the one in XB as many as the rule asks for."""
ROWS = [
    pair("XA", "XB", "aligned", missions_ab=2),
    pair("XA", "XC", "aligned", missions_ba=1, tied=True),
    pair("XA", "XD", "substitute"),
    pair("XA", "XE", "unknown"),
    *OTHERS,
]
TABLE = pairs(*ROWS)
WORLD = [
    *city(X, HOME),
    *(row for n, country in enumerate(("XB", "XC", "XD", "XD", "XE")) for row in city(f"wd:Q1{n}", country)),
    *(tie(X, f"wd:Q1{n}") for n in range(5)),
]


def test_reach_by_hand() -> None:
    found = reach_of(ground(TABLE, *WORLD), X)
    assert found.with_mission == ("XB",)
    assert [(one.country, one.overlay_class, len(one.ties)) for one in found.beyond] == [
        ("XD", "substitute", 2),
        ("XC", "aligned", 1),
    ]
    assert found.unknown == ("XE",)
    assert found.beyond[1].missions_received == 1, "XC keeps a mission in XA, and XA none in XC"
    assert sorted(found.beyond[0].partners) == ["wd:Q12", "wd:Q13"]


def test_the_other_side_counts_its_own_missions() -> None:
    beside = [pair("XC", f"Z{letter}", "latent", missions_ab=1) for letter in "ABCDE"]
    found = reach_of(ground(pairs(*ROWS, *beside), *WORLD), "wd:Q11")
    assert found.with_mission == ("XA",)


def test_silence_of_lists_that_do_not_speak_of_the_state_is_unknown() -> None:
    no_missions = TABLE.with_columns(pl.lit(0, dtype=pl.Int64).alias("missions_ab"))
    found = reach_of(ground(no_missions, *WORLD), X)
    assert found.beyond == ()
    assert found.unknown == ("XB", "XC", "XD", "XE")


def test_a_state_of_too_few_listed_missions_is_unknown_too() -> None:
    found = reach_of(ground(pairs(*ROWS[:4]), *WORLD), X)
    assert (found.with_mission, found.beyond, found.unknown) == ((), (), ("XB", "XC", "XD", "XE"))


def test_a_record_of_no_relations_outranks_a_list() -> None:
    broken = [pair("XA", "XB", "substitute", missions_ab=2, rupture=True), *ROWS[1:]]
    assert "XB" in {one.country for one in reach_of(ground(pairs(*broken), *WORLD), X).beyond}


def test_all_at_once_counts_the_same() -> None:
    row = compute_alignments(ground(TABLE, *WORLD)).filter(pl.col("actor") == X).row(0, named=True)
    assert (row["beyond_countries"], row["beyond_unknown_countries"]) == (2, 1)


def test_as_json() -> None:
    told = reach_of(ground(TABLE, *WORLD), X).as_json()
    assert told["beyond"][0]["class"] == "substitute"
    assert "overlay_class" not in told["beyond"][0]
