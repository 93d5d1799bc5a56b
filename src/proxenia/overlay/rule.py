"""The published rule of the overlay: every threshold in one place, and a sentence for every class.

The rule decides on the columns of :data:`proxenia.overlay.tables.PAIRS`, and on three more: whether a sanction is a
wide one (`wide_sanction`), whether a mission has a date (`dated_mission`), and whether one list names missions of both
states in enough others (`well_listed`).

>>> RULE.least_missions_listed
60
>>> is_resident("Embassy of the United States"), is_resident("honorary consulate"), is_resident("de facto embassy")
(True, False, False)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from proxenia.measures.allies import DEFENCE_BODIES, DEFENCE_CLAUSES, LONGEST_UNLISTED_YEARS, NOT_IN_FORCE
from proxenia.model.vocabulary import ActorKind, OverlayClass, Restriction, TieKind

__all__ = [
    "CLASS_SENTENCES",
    "RECORDED",
    "RULE",
    "Rule",
    "class_expression",
    "hostile_expression",
    "is_resident",
    "known_expression",
    "tied_expression",
]


@dataclass(frozen=True, slots=True)
class Rule:
    """The thresholds and lists of words by which pairs are classed.

    Attributes
    ----------
    least_missions_listed
        In so many states each of two states keeps resident missions, by one list, before that list's silence about a
        mission between them counts as a finding.
    least_missions_sent
        In so many states a state keeps resident missions, by one list, before anything is said of its missions as a
        whole: where its cities reach and it does not, and what it does abroad beside its cities.
    oldest_vote_years
        A share of votes cast alike is used for so many years after the last vote it counts.
    resident_missions, other_missions
        Words in the type of an office: one of the first and none of the second makes it a resident mission.
    narrow_sanctions
        A sanction of which a source says that it restricts no more than this is told, but makes no hostility.
    binding_bodies
        Bodies whose sanctions bind every state that is a member on the day; a sanction against one meets its members.
    defence_bodies
        Bodies whose members are bound to defend each other: two members on the day are allied.
    defence_clauses
        Bodies whose treaty has such a clause, and the year in which it was signed: an alliance no older than it ends
        when one of the two leaves the body and the other stays, whatever an earlier list says.
    longest_unlisted_years
        What a list leaves open, an alliance or an office, is taken to go on for so many years after it.
    city_tie_kinds, city_actors
        The ties between local governments that count, and who is a local government.
    not_in_force
        Statuses in which a tie counts as no tie. Dormant ties count: nobody has ended them.
    shown_city_ties
        How many city ties the evidence of a pair lists at most; all are counted.
    """

    least_missions_listed: int = 60
    least_missions_sent: int = 5
    oldest_vote_years: int = 5
    resident_missions: tuple[str, ...] = (
        "embassy",
        "high commission",
        "nunciature",
        "consulate",
        "permanent mission",
        "diplomatic mission",
    )
    other_missions: tuple[str, ...] = (
        "honorary",
        "de facto",
        "representative",
        "liaison",
        "interests",
        "trade",
        "non-resident",
    )
    narrow_sanctions: tuple[str, ...] = (Restriction.ARMS.value, Restriction.PERSONS.value)
    binding_bodies: tuple[str, ...] = ("px:european-union",)
    defence_bodies: tuple[str, ...] = DEFENCE_BODIES
    defence_clauses: tuple[tuple[str, int], ...] = DEFENCE_CLAUSES
    longest_unlisted_years: int = LONGEST_UNLISTED_YEARS
    city_tie_kinds: tuple[str, ...] = (
        TieKind.TWINNING.value,
        TieKind.AGREEMENT.value,
        TieKind.PARTNERSHIP.value,
        TieKind.TREATY.value,
    )
    city_actors: tuple[str, ...] = (ActorKind.CITY.value, ActorKind.REGION.value)
    not_in_force: tuple[str, ...] = NOT_IN_FORCE
    shown_city_ties: int = 20


RULE: Final = Rule()
"""The rule in use."""

RECORDED: Final = ("relation", "alliance", "rupture", "no_relations", "armed_conflict")
"""Columns that are true because somebody says so of the two; each is data of the state level."""

CLASS_SENTENCES: Final[Mapping[str, str]] = {
    OverlayClass.ALIGNED.value: (
        "Cities are tied and so are their states: a resident mission, a recorded diplomatic relation or an alliance is "
        "in force."
    ),
    OverlayClass.SUBSTITUTE.value: (
        "Cities are tied though their states keep no mission, relation or alliance with each other, and are not "
        "hostile."
    ),
    OverlayClass.CONTRARY.value: (
        "Cities are tied though their states are hostile: broken relations, an armed conflict, or a sanction on more "
        "than arms or persons is in force."
    ),
    OverlayClass.LATENT.value: "The states are tied, their cities are not.",
    OverlayClass.ABSENT.value: (
        "Cities are not tied, and the states are not tied either or are hostile; both levels have data."
    ),
    OverlayClass.UNKNOWN.value: (
        "One of the two levels has no data on the pair for that day; nothing follows from that silence."
    ),
}
"""What each class means, one plain sentence."""


def is_resident(mission: str | None, rule: Rule = RULE) -> bool:
    """Tell whether a type of office is that of a resident mission."""
    words = (mission or "").lower()
    named = any(word in words for word in rule.resident_missions)
    return named and not any(word in words for word in rule.other_missions)


def hostile_expression() -> pl.Expr:
    """Return whether the states of a pair are hostile; hostile outranks tied.

    Beside the table's columns it needs `wide_sanction`: one on more than arms or persons is in force between the two.

    A rupture with a polity that the other state is known not to recognise (any more) is no hostility: relations went
    with the recognition, as with Taiwan, and what is left are missing relations.
    """
    broken = pl.col("rupture") & ~_unrecognised()
    return broken | pl.col("armed_conflict") | pl.col("wide_sanction")


def _unrecognised() -> pl.Expr:
    """Return whether one of the two is known not to recognise the other."""
    return pl.any_horizontal(~pl.col(name).fill_null(value=True) for name in ("recognises_ab", "recognises_ba"))


def _has_mission() -> pl.Expr:
    return (pl.col("missions_ab") > 0) | (pl.col("missions_ba") > 0)


def _mission_decides() -> pl.Expr:
    """Return whether there is a mission that can be believed.

    Where one of the two is known not to recognise the other, an office that nobody dates may be of another kind, or
    closed long ago: it decides nothing.
    """
    return _has_mission() & (pl.col("dated_mission") | ~_unrecognised())


def known_expression() -> pl.Expr:
    """Return whether the state level has data on a pair.

    Silence is a finding only where both states keep missions in enough states by a list that holds on the day, and no
    office is listed of which one cannot tell what it is. A narrow sanction is no data: it decides neither that two
    states are hostile nor that they are not tied.
    """
    silent = pl.col("well_listed") & ~_has_mission()
    return pl.any_horizontal(*RECORDED, "wide_sanction") | _mission_decides() | silent


def tied_expression() -> pl.Expr:
    """Return whether the states of a pair are tied.

    A record that they keep no relations, or broke them off, outranks a mission or a relation, not an alliance.
    """
    related = (_mission_decides() | pl.col("relation")) & ~pl.col("no_relations") & ~pl.col("rupture")
    return (pl.col("alliance") | related) & ~pl.col("hostile")


def class_expression() -> pl.Expr:
    """Return the class of a pair from `state_known`, `city_known`, `hostile`, `tied` and `city_ties`."""
    cities = pl.col("city_ties") > 0
    return (
        pl.when(~(pl.col("state_known") & pl.col("city_known")))
        .then(pl.lit(OverlayClass.UNKNOWN.value))
        .when(cities & pl.col("hostile"))
        .then(pl.lit(OverlayClass.CONTRARY.value))
        .when(cities & pl.col("tied"))
        .then(pl.lit(OverlayClass.ALIGNED.value))
        .when(cities)
        .then(pl.lit(OverlayClass.SUBSTITUTE.value))
        .when(pl.col("tied"))
        .then(pl.lit(OverlayClass.LATENT.value))
        .otherwise(pl.lit(OverlayClass.ABSENT.value))
        .alias("class")
    )
