"""The indicators of change: which figures of the register and of series belong to each, and which may be compared."""

from dataclasses import dataclass
from typing import Final

from proxenia.model.predicates import Attribute

__all__ = ["INDICATORS", "TEXTS", "Indicator", "Series"]


@dataclass(frozen=True, slots=True)
class Series:
    """Figures that measure one thing in one way.

    Attributes
    ----------
    label
        What is measured, in plain words.
    beginnings
        How the identifiers of its figures in the register begin; the longest beginning of all series wins.
    attribute, subject
        The attribute of a subject that is a series of it, where there is one.
    comparable
        Whether it measures what the texts speak of; figures of other series are shown beside and decide nothing.
    """

    label: str
    beginnings: tuple[str, ...] = ()
    attribute: str | None = None
    subject: str | None = None
    comparable: bool = True


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: what is meant, its unit, and its series."""

    id: str
    label: str
    meaning: str
    unit: str
    series: tuple[Series, ...]


_WORLD: Final = "un:001"


def _network(key: str, name: str, body: str, *, countries: bool = False) -> Indicator:
    what = "countries" if countries else "members"
    attribute = Attribute.COUNTRY_COUNT if countries else Attribute.MEMBER_COUNT
    label = f"Countries with members of {name}" if countries else f"Members of {name}"
    meaning = (
        f"In how many countries {name} has members" if countries else f"How many cities and towns belong to {name}"
    )
    series = Series("counts published by the network or about it", (f"ind:{key}-{what}",), attribute.value, body)
    return Indicator(f"{key.replace('-', '_')}_{what}", label, f"{meaning}.", what, (series,))


INDICATORS: Final = (
    Indicator(
        "urban_share",
        "Urban share of the world’s people",
        "Which part of the world’s people live in towns and cities. Definitions of a town differ between countries and "
        "between reconstructions of the past.",
        "share",
        (
            Series("urban share as countries define it", ("ind:urban-share",), Attribute.URBAN_SHARE.value, _WORLD),
            Series(
                "people in cities, one definition for all countries", ("ind:city-dwellers-share",), comparable=False
            ),
            Series("people in towns, one definition for all countries", ("ind:town-dwellers-share",), comparable=False),
        ),
    ),
    Indicator(
        "city_gdp_share",
        "Cities’ share of the world’s output",
        "Which part of the world’s gross domestic product is made in cities. No statistical office counts it; the "
        "figures are estimates.",
        "share",
        (
            Series("all cities", ("ind:city-gdp-share",)),
            Series("the 300 largest metropolitan areas", ("ind:city-gdp-share-300",), comparable=False),
            Series("the 600 largest urban centres", ("ind:city-gdp-share-600",), comparable=False),
        ),
    ),
    Indicator(
        "city_carbon_share",
        "Cities’ share of carbon emissions",
        "Which part of the carbon dioxide that the use of energy sets free comes from cities. It depends on where a "
        "city is taken to end and on whether what its people consume is counted.",
        "share",
        (
            Series("carbon dioxide from energy", ("ind:city-carbon-share", "ind:city-co2-share")),
            Series("all greenhouse gases", ("ind:city-ghg-share",), comparable=False),
        ),
    ),
    _network("eurocities", "Eurocities", "px:eurocities"),
    _network("eurocities", "Eurocities", "px:eurocities", countries=True),
    Indicator(
        "eurocities_persons",
        "People in the cities of Eurocities",
        "How many people live in the member cities of Eurocities, as the network counts them.",
        "persons",
        (Series("as the network counts them", ("ind:eurocities-persons",)),),
    ),
    _network("mercociudades", "Mercociudades", "px:mercociudades"),
    _network("mercociudades", "Mercociudades", "px:mercociudades", countries=True),
    _network("mega-cities", "the Mega-Cities Project", "px:mega-cities-project"),
    _network("mayors-for-peace", "Mayors for Peace", "px:mayors-for-peace"),
    _network("mayors-for-peace", "Mayors for Peace", "px:mayors-for-peace", countries=True),
    Indicator(
        "us_cities_for_peace",
        "US cities against the war in Iraq",
        "How many places of the United States passed a resolution against the war in Iraq in 2003.",
        "members",
        (Series("resolutions counted", ("ind:us-cities-for-peace",)),),
    ),
    Indicator(
        "us_cities_for_peace_persons",
        "People in US cities against the war in Iraq",
        "How many people lived in the places of the United States that passed such a resolution.",
        "persons",
        (Series("people counted", ("ind:us-cities-for-peace-persons",)),),
    ),
    _network("cities-for-life", "Cities for Life", "px:cities-for-life"),
    _network("unesco-creative", "the UNESCO Creative Cities Network", "px:unesco-creative-cities"),
    _network("what-works-cities", "What Works Cities", "px:what-works-cities"),
    _network("uclg", "United Cities and Local Governments", "px:uclg"),
    Indicator(
        "mega_cities",
        "Cities with ten million people or more",
        "How many urban areas of ten million people or more there are.",
        "cities",
        (Series("urban areas counted by the United Nations", ("ind:megacities",)),),
    ),
    Indicator(
        "statements_without_a_measure",
        "What the texts say without a figure that can be checked",
        "Statements on pandemics, protest, violence, innovation and city budgets that give no figure, or one that "
        "compares different things.",
        "",
        (
            Series(
                "no series",
                (
                    "ind:city-attacks",
                    "ind:city-innovation",
                    "ind:city-pandemics",
                    "ind:city-protest",
                    "ind:global-city-budgets",
                    "ind:immigrant-gateways",
                    "ind:new-york-budget",
                ),
            ),
        ),
    ),
)
"""Every indicator, in the order in which people read them."""

TEXTS: Final = {"T1": 2017, "T2": 2021}
"""The texts that make claims, with the year in which each was published."""
