"""Which acts of the register are turning points: the steps by which the system of cities and states came to be.

An act is one because historians tell the story by it, which no column of a table can decide; so they are named here.
What each of them was, when, and who says so stands in the register.
"""

from typing import Final

__all__ = ["TURNING_POINTS"]

TURNING_POINTS: Final = frozenset(
    {
        "act:agenda-21-rio-1992",
        "act:c40-first-summit-2005",
        "act:cem-founded-1951",
        "act:committee-of-the-regions-1994",
        "act:corinth-destroyed-146-bce",
        "act:covenant-of-mayors-launch-2008",
        "act:covenant-of-mayors-signing-2009",
        "act:coventry-stalingrad-1944",
        "act:first-hanseatic-diet-1356",
        "act:ghent-congress-1913",
        "act:habitat-ii-1996",
        "act:habitat-iii-2016",
        "act:iclei-founding-congress-1990",
        "act:last-hanseatic-diet-1669",
        "act:league-of-san-genesio-1197",
        "act:local-self-government-charter-1985",
        "act:madrid-outline-convention-1980",
        "act:municipal-liberties-charter-1953",
        "act:oath-of-pontida-1167",
        "act:peace-of-constance-1183",
        "act:peace-of-westphalia-1648",
        "act:peloponnesian-war-431-bce",
        "act:people-to-people-1956",
        "act:sdg-11-2015",
        "act:treaty-of-stralsund-1370",
        "act:twinned-cities-federation-1957",
        "act:uclg-founded-2004",
        "act:urban-20-launch-2017",
        "act:urban-20-statement-2018",
        "act:urban-20-summit-2018",
        "act:wacla-istanbul-1996",
    }
)
"""Identifiers of acts; a test keeps them in step with the register."""
