"""The cases that the founding texts name: each with its field, a name and what it stands for, in our own words.

The founding register marks ties and acts with the word of their case; a test holds this list to the register's own.
"""

from dataclasses import dataclass
from typing import Final

from proxenia.model.vocabulary import Field

__all__ = ["CASES", "CaseName"]


@dataclass(frozen=True, slots=True)
class CaseName:
    """A case: the word for it in data files, the field the texts put it in, a heading, and what it stands for."""

    id: str
    field: Field
    name: str
    meaning: str


CASES: Final = {
    case.id: case
    for case in (
        CaseName("agenda-21", Field.HUMAN_RIGHTS, "Agenda 21", "Cities that bind themselves to the UN agenda of 1992"),
        CaseName(
            "amsterdam-ghana",
            Field.DEVELOPMENT,
            "Amsterdam in Ghana",
            "A city active where its migrants come from: Accra",
        ),
        CaseName(
            "amsterdam-riga-2006",
            Field.HUMAN_RIGHTS,
            "Amsterdam to Riga, 2006",
            "A city that presses another over its pride march",
        ),
        CaseName(
            "amsterdam-suriname",
            Field.DEVELOPMENT,
            "Amsterdam in Suriname",
            "A city active where its migrants come from: Paramaribo",
        ),
        CaseName(
            "amsterdam-turkey",
            Field.DEVELOPMENT,
            "Amsterdam in Turkey",
            "A city active where its migrants come from: Türkiye",
        ),
        CaseName(
            "apla",
            Field.INTERCITY,
            "Association of Palestinian Local Authorities",
            "A union of all Palestinian local governments, as an example of city networking",
        ),
        CaseName(
            "barcelona-lampedusa-lesbos-2016",
            Field.HUMAN_RIGHTS,
            "Barcelona with Lampedusa and Lesbos, 2016",
            "From city to city: help for islands that receive refugees",
        ),
        CaseName(
            "barcelona-substitute",
            Field.INTERCITY,
            "Barcelona for Catalonia",
            "Catalan diplomacy before and beside the Spanish state",
        ),
        CaseName(
            "canadian-cities-philippines",
            Field.PEACE,
            "Canadian cities in the Philippines",
            "Help after conflict for local government with many stakeholders",
        ),
        CaseName(
            "ccp",
            Field.GLOBAL_GOVERNANCE,
            "Cities for Climate Protection",
            "A campaign of local governments against climate change",
        ),
        CaseName("cities-for-life", Field.HUMAN_RIGHTS, "Cities for Life", "Cities against the death penalty"),
        CaseName(
            "conflicts-national-government",
            Field.NATIONAL_RELATIONS,
            "Conflicts with the national government",
            "A city that acts against the line of its state",
        ),
        CaseName(
            "constitutional-reforms",
            Field.NATIONAL_RELATIONS,
            "Constitutional reforms that grant powers",
            "States that let regions or cities conclude agreements abroad",
        ),
        CaseName("dubai-brand", Field.ECONOMY, "Dubai as a brand", "A city sold as a hub and gateway"),
        CaseName(
            "dutch-cities-bosnia",
            Field.PEACE,
            "Dutch cities in Bosnia",
            "Help after war for shared rule between communities: Fojnica",
        ),
        CaseName(
            "earthquake-relief",
            Field.DEVELOPMENT,
            "Relief after earthquakes",
            "Cities that send help after earthquakes",
        ),
        CaseName(
            "eu-convention",
            Field.GLOBAL_GOVERNANCE,
            "Regions at the European Convention",
            "Regions that take part in drafting European texts",
        ),
        CaseName("eurocities", Field.INTERCITY, "Eurocities", "The network of large European cities"),
        CaseName(
            "headquarters-bids",
            Field.ECONOMY,
            "Bids for the head office of a firm",
            "Cities that negotiate with a firm over its new headquarters",
        ),
        CaseName("i-amsterdam", Field.ECONOMY, "I amsterdam", "A motto and brand of Amsterdam"),
        CaseName("joburg-brand", Field.ECONOMY, "Joburg, a world-class African city", "A slogan of Johannesburg"),
        CaseName(
            "lobbying-european-commission",
            Field.GLOBAL_GOVERNANCE,
            "Lobbying of the European Commission",
            "Cities that press the European Commission, alone or through Eurocities",
        ),
        CaseName("m4", Field.INTERCITY, "M4", "The circle of the mayors of London, Paris, Berlin and Moscow"),
        CaseName(
            "mayors-for-peace", Field.PEACE, "Mayors for Peace", "The network against nuclear weapons led by Hiroshima"
        ),
        CaseName(
            "mega-cities",
            Field.INTERCITY,
            "Mega-Cities project",
            "A project that links the largest cities of the world",
        ),
        CaseName("mercociudades", Field.INTERCITY, "Mercociudades", "The network of cities of the Mercosur countries"),
        CaseName(
            "millennium-towns-and-cities",
            Field.DEVELOPMENT,
            "Millennium Towns and Cities Campaign",
            "A campaign of the world union of cities for the Millennium Development Goals",
        ),
        CaseName(
            "nuclear-free-cities",
            Field.PEACE,
            "Nuclear-free cities",
            "Councils that declare themselves free of nuclear weapons under pressure of citizens",
        ),
        CaseName("olympic-bids", Field.ECONOMY, "Olympic bids", "Cities that compete for the Games"),
        CaseName(
            "palestinian-cities-substitute",
            Field.INTERCITY,
            "Palestinian cities for Palestine",
            "Cities that stand in for a state with little recognition",
        ),
        CaseName(
            "palestinian-municipal-programme",
            Field.PEACE,
            "Municipal programme for the Palestinian territories",
            "Foreign support for Palestinian municipalities during the conflict",
        ),
        CaseName(
            "regions-brussels-offices",
            Field.GLOBAL_GOVERNANCE,
            "Offices of regions in Brussels",
            "Regions that the European Union draws to Brussels",
        ),
        CaseName(
            "rockefeller-resilient-cities",
            Field.GLOBAL_GOVERNANCE,
            "Rockefeller network of resilient cities",
            "A foundation pays cities for a resilience officer",
        ),
        CaseName(
            "rotterdam-clinton-climate",
            Field.GLOBAL_GOVERNANCE,
            "Rotterdam in the Clinton Climate Initiative",
            "A city that joins the climate programme of a foundation",
        ),
        CaseName(
            "rotterdam-shanghai-ports",
            Field.ECONOMY,
            "Ports of Rotterdam and Shanghai",
            "Two ports that exchange knowledge and trade",
        ),
        CaseName(
            "taipei-substitute",
            Field.INTERCITY,
            "Taipei for Taiwan",
            "A city that stands in for a state with little recognition",
        ),
        CaseName(
            "tsunami-2004",
            Field.DEVELOPMENT,
            "Relief after the tsunami of 2004",
            "Cities that help cities after the Indian Ocean tsunami",
        ),
        CaseName(
            "uclg",
            Field.INTERCITY,
            "United Cities and Local Governments",
            "The world union of local governments that seeks a status at the United Nations",
        ),
        CaseName(
            "unesco-creative-cities",
            Field.GLOBAL_GOVERNANCE,
            "UNESCO Creative Cities",
            "Cities that UNESCO names for a creative field",
        ),
        CaseName(
            "us-cities-iraq-2003",
            Field.PEACE,
            "US cities against the war in Iraq",
            "City councils that ask the President not to go to war",
        ),
        CaseName(
            "washington-american-experience",
            Field.ECONOMY,
            "Washington: The American Experience",
            "A slogan of Washington",
        ),
        CaseName(
            "what-works-cities",
            Field.GLOBAL_GOVERNANCE,
            "What Works Cities",
            "A programme of Bloomberg Philanthropies on data in city halls",
        ),
    )
}
"""The cases by their words, in the order of the words."""
