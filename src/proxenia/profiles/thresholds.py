"""Every threshold of the profiles in one place, with its unit and where it comes from.

A profile whose source has a customary threshold uses that; where there is none the number is ours, and says so.

>>> MEGA_CITY.value, MEGA_CITY.unit
(10000000.0, 'persons')
>>> MEGA_CITY.in_words
'at least 10,000,000 persons'
"""

from dataclasses import dataclass
from typing import Final

__all__ = [
    "DIASPORA_ORIGINS",
    "DIASPORA_SHARE",
    "DIASPORA_TIES",
    "EXPORT_SHARE",
    "FEDERATION",
    "FOREIGN_BORN",
    "HUB_SIZES",
    "LOCAL_AUTONOMY",
    "MEGA_CITY",
    "MIGRANT_DRIVER",
    "QUASI_SOVEREIGN",
    "RECOGNISED_BY",
    "REGIONAL_AUTONOMY",
    "THRESHOLDS",
    "Threshold",
]


_ONE: Final = {"states": "at least one state", "ties and acts": "at least one tie or act"}


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number from which on a city has a profile.

    Attributes
    ----------
    id
        The word for it.
    value, unit
        The number; the value of a city is compared with it.
    meaning
        What is compared, in plain words.
    origin
        Where the number comes from.
    reference
        An address or citation of that; empty where the number is ours.
    """

    id: str
    value: float
    unit: str
    meaning: str
    origin: str
    reference: str = ""

    @property
    def comparison(self) -> str:
        """How a value is compared: all thresholds are reached from below."""
        return ">="

    @property
    def in_words(self) -> str:
        """The threshold as people say it."""
        if self.unit == "share":
            return f"at least {100 * self.value:g} %"
        if self.unit == "yes or no":
            return "a source says so"
        return _ONE.get(self.unit, "") if self.value == 1 else f"at least {self.value:,.10g} {self.unit}"


MEGA_CITY: Final = Threshold(
    "mega_city",
    10_000_000.0,
    "persons",
    "inhabitants of the urban area, not of the municipality",
    "The United Nations call an urban area of ten million inhabitants or more a mega-city.",
    "https://population.un.org/wup/",
)
FOREIGN_BORN: Final = Threshold(
    "immigrant_gateway",
    1_000_000.0,
    "persons",
    "residents who were born abroad",
    "The top tier in the study of immigrant destinations by Price and Benton-Short: a million foreign-born residents.",
    "https://www.migrationpolicy.org/article/counting-immigrants-cities-across-globe",
)
QUASI_SOVEREIGN: Final = Threshold(
    "quasi_sovereign",
    1.0,
    "yes or no",
    "a source says of the state or region in which the city lies that it acts much like a state",
    "A statement of the register with its source; it is a judgement that a source makes, no measurement.",
)
RECOGNISED_BY: Final = Threshold(
    "recognised_by",
    1.0,
    "states",
    "states that recognise the state in which the city lies, when that is no member of the United Nations",
    "The rule of the overlay for polities without full recognition.",
)
FEDERATION: Final = Threshold(
    "federation",
    1.0,
    "yes or no",
    "the country is a federation",
    "A federation divides powers with its members by constitution.",
)
REGIONAL_AUTONOMY: Final = Threshold(
    "regional_autonomy",
    15.0,
    "RAI points",
    "the Regional Authority Index of the country",
    "Ours, at a gap of the index: in 2010 no country lies between 13.6 and 17.4; 19 of 80 lie above it.",
    "https://doi.org/10.1093/acprof:oso/9780198728870.001.0001",
)
LOCAL_AUTONOMY: Final = Threshold(
    "local_autonomy",
    66.7,
    "LAI points",
    "the Local Autonomy Index of the country",
    "Ours: two thirds of the scale from 0 to 100; nine of its 39 countries reached it in 2014.",
    "https://doi.org/10.1080/13597566.2016.1214911",
)
DIASPORA_SHARE: Final = Threshold(
    "diaspora_share",
    0.5,
    "share",
    "share of the city's ties abroad that go to the main countries of origin of its residents",
    "Ours: half of the ties.",
)
DIASPORA_ORIGINS: Final = 5
"""So many countries of origin with most residents count as the main ones (ours)."""
DIASPORA_TIES: Final = 5
"""With fewer ties abroad there is no share (ours; the same number as for the shares of alignment)."""
MIGRANT_DRIVER: Final = Threshold(
    "migrant_driver",
    1.0,
    "ties and acts",
    "ties and acts of the city that somebody coded as driven by where its residents came from",
    "One coded tie or act decides: somebody says that the city acts because of where its residents came from.",
)
EXPORT_SHARE: Final = Threshold(
    "export_share",
    0.2,
    "share",
    "exports of goods and services of the city's own area as a share of its output",
    "Ours: a fifth of the output, twice the median of the areas that the founding register knows (9.8 % in 2017).",
)
HUB_SIZES: Final = ("large", "medium")
"""Harbours of these sizes count as hubs (the sizes are those of the World Port Index)."""

THRESHOLDS: Final = {
    one.id: one
    for one in (
        MEGA_CITY,
        FOREIGN_BORN,
        QUASI_SOVEREIGN,
        RECOGNISED_BY,
        FEDERATION,
        REGIONAL_AUTONOMY,
        LOCAL_AUTONOMY,
        DIASPORA_SHARE,
        MIGRANT_DRIVER,
        EXPORT_SHARE,
    )
}
"""All thresholds by their ids."""
