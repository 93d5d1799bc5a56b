"""The conditions and profiles that stand beside the counts: what is measured of each, and in which words it is told."""

from dataclasses import dataclass
from typing import Final

__all__ = ["CIRCULAR", "CONDITIONS", "NEAR_KM", "Condition", "NotAsked"]

NEAR_KM: Final = 25.0
"""So near a land border or a harbour counts as near (ours: about half an hour's way)."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition or profile as a column of the models.

    Attributes
    ----------
    id, label
        The word for it in data, and a heading.
    word
        The word of the vocabulary that it stands for.
    meaning
        What is measured, in which unit, and what one step is.
    yes_no
        It is there or it is not; else an amount.
    who
        Of whom a sentence tells the difference: those with it, or one step higher.
    than
        Whom they are compared with.
    measures
        The measures of :mod:`proxenia.profiles.condition` of which the first known one stands; empty for a profile.
    made_of
        Conditions that decide it: where one of them is known, it is asked and this is not, for it says the same twice.
    source
        The source of the catalogue that tells it, where that has to be imported; empty otherwise.
    """

    id: str
    label: str
    word: str
    meaning: str
    yes_no: bool
    who: str
    than: str
    measures: tuple[str, ...] = ()
    made_of: tuple[str, ...] = ()
    source: str = ""

    @property
    def is_profile(self) -> bool:
        """It is a profile, with an answer yes, no or unknown."""
        return not self.measures


@dataclass(frozen=True, slots=True)
class NotAsked:
    """A condition or profile that no model asks about, and why."""

    id: str
    label: str
    reason: str


CONDITIONS: Final[dict[str, Condition]] = {
    one.id: one
    for one in (
        Condition(
            "size",
            "Size",
            "resources",
            "Inhabitants of the municipality as they are counted today, on a scale of doublings: one step is twice as "
            "many.",
            yes_no=False,
            who="cities twice the size of others",
            than="these",
            measures=("population",),
        ),
        Condition(
            "income",
            "Income",
            "resources",
            "Income a head, on a scale of doublings: one step is twice as much.",
            yes_no=False,
            who="cities with twice the income a head of others",
            than="these",
            measures=("income", "country_income"),
        ),
        Condition(
            "near_border",
            "Near a border",
            "proximity",
            f"The nearest land border of the state lies within {NEAR_KM:g} km; in a state without land borders it does "
            "not.",
            yes_no=True,
            who=f"cities within {NEAR_KM:g} km of a land border",
            than="those farther away",
            measures=("border_distance",),
        ),
        Condition(
            "near_harbour",
            "Near a harbour",
            "proximity",
            f"The nearest medium or large harbour lies within {NEAR_KM:g} km.",
            yes_no=True,
            who=f"cities within {NEAR_KM:g} km of a medium or large harbour",
            than="those farther away",
            measures=("hub_distance",),
            source="ports",
        ),
        Condition(
            "regional_autonomy",
            "Authority of regions",
            "autonomy",
            "Regional Authority Index of the region where a source tells it, else of the country; one step is 10 "
            "points. It tells how much a state leaves to its regions, which is not what it leaves to cities.",
            yes_no=False,
            who="cities of countries with 10 points more on the Regional Authority Index",
            than="those of countries 10 points below",
            measures=("region_autonomy", "regional_autonomy"),
        ),
        Condition(
            "local_autonomy",
            "Autonomy of municipalities",
            "autonomy",
            "Local Autonomy Index of the country; one step is 10 points.",
            yes_no=False,
            who="cities of countries with 10 points more on the Local Autonomy Index",
            than="those of countries 10 points below",
            measures=("local_autonomy",),
            source="autonomy",
        ),
        Condition(
            "quasi_sovereign",
            "In a quasi-sovereign place",
            "quasi_sovereign",
            "The profile: it lies in a state or region that acts much like a state without being a recognised one.",
            yes_no=True,
            who="cities of quasi-sovereign places",
            than="other cities",
        ),
        Condition(
            "mega_city",
            "Mega-city",
            "mega_city",
            "The profile: its urban area has ten million inhabitants or more.",
            yes_no=True,
            who="mega-cities",
            than="other cities",
        ),
        Condition(
            "immigrant_gateway",
            "Immigrant gateway",
            "immigrant_gateway",
            "The profile: a million of its residents or more were born abroad.",
            yes_no=True,
            who="immigrant gateways",
            than="other cities",
        ),
        Condition(
            "decentralised_country",
            "In a decentralised country",
            "decentralised_country",
            "The profile: its country is a federation, or reaches the threshold of one of the two indices.",
            yes_no=True,
            who="cities of decentralised countries",
            than="other cities",
            made_of=("regional_autonomy", "local_autonomy"),
        ),
        Condition(
            "export_oriented",
            "Export-oriented",
            "export_oriented",
            "The profile: a fifth or more of what its own area makes is exported.",
            yes_no=True,
            who="export-oriented cities",
            than="other cities",
        ),
    )
}
"""The conditions by their ids, in the order in which they are tried: of two that say the same the later is left out."""

CIRCULAR: Final = (
    NotAsked(
        "political_culture",
        "Political culture",
        "nobody measures how open citizens and elites are; its only trace here, ties and acts coded as driven by "
        "citizens, is counted from the very ties and acts that it would have to explain",
    ),
    NotAsked(
        "representation",
        "Representation at the centre",
        "no source that is read tells how local interests are represented at the centre; offices of cities with their "
        "own state are hardly listed",
    ),
    NotAsked(
        "diaspora_ties",
        "Ties along migrants' origins",
        "the profile is decided by where a city's ties go, so that it says nothing of how many there are",
    ),
)
"""What no model asks about."""
