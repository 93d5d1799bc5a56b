"""What a statement may say of its subject: a tie kind, a participation, an event, or an attribute."""

from typing import Final

from proxenia.model.vocabulary import Term, TieKind

__all__ = ["DATED_ATTRIBUTES", "FIGURES", "KNOWN_PREDICATES", "MULTIPLE", "Attribute", "Qualifier"]


class Attribute(Term):
    """What can be said of one subject; numbers carry their unit in the statement."""

    KIND = "kind", "the actor kind (value: an actor kind)"
    SUBTYPE = "subtype", "the actor subtype (value: an actor subtype)"
    NAME = "name", "the name the source prefers, in the statement's language"
    ALTERNATE_NAMES = "alternate_names", "other names, one a line, in any script"
    ABBREVIATION = "abbreviation", "the short name"
    COUNTRY = "country", "the state it lies in (object: iso:XX)"
    REGION = "region", "the region of the first order it lies in (object: iso:XX-YY)"
    LOCATION = "location", "longitude and latitude in degrees, with a space between"
    POPULATION = "population", "inhabitants (unit: persons)"
    ISO_NUMERIC = "iso_numeric", "the ISO 3166-1 numeric code of a state"
    FOUNDED = "founded", "when a body was founded (period)"
    DISSOLVED = "dissolved", "when a body ended (period)"
    SEAT = "seat", "the city a body has its seat in (object: a city)"
    SITE = "site", "the web address of a body"
    ACTIVITY = "activity", "what a body works on (qualifier fields; value: its scope)"
    MEMBER_COUNT = "member_count", "how many members a body has at a date (unit: members)"
    COUNTRY_COUNT = "country_count", "in how many countries a body has members at a date (unit: countries)"
    EVENT = "event", "the act happened (value: an event kind; its title and summary are qualifiers)"
    PARTICIPATION = "participation", "the subject took part in an act (object: an act; qualifier role)"
    INDICATOR = "indicator", "a figure of change at a date (qualifiers indicator, indicator_status)"
    SAME_AS = "same_as", "another identifier that the source itself states for it (object: gn:…, wd:…, iso:…)"
    SUCCESSOR = "successor", "the state or body that followed it (object; period: since when)"
    HEAD_OF_GOVERNMENT = "head_of_government", "who governs a city or region (value: a name; or object)"
    REGIONAL_AUTONOMY = "regional_autonomy", "how much the regions of a state decide themselves (unit: RAI points)"
    LOCAL_AUTONOMY = "local_autonomy", "how much the municipalities of a state decide themselves (unit: LAI points)"
    FEDERAL = "federal", "the state is a federation (value: 1 or 0)"
    FOREIGN_BORN = "foreign_born", "residents who were born abroad (unit: persons)"
    URBAN_SHARE = "urban_share", "share of the people of a state who live in towns (unit: share, 0 to 1)"
    URBAN_POPULATION = "urban_population", "people of a state who live in towns, or of an urban area (unit: persons)"
    BORDER_DISTANCE = "border_distance", "from a city to the nearest land border of its state (unit: km)"
    QUASI_SOVEREIGN = "quasi_sovereign", "the polity is no recognised state and acts much like one (value: 1 or 0)"
    INCOME = "income", "income a head of a state or of an urban area (unit: as the source has it)"
    EXPORTS = "exports", "exports of goods and services as a share of output (unit: share)"
    HARBOUR = "harbour", "a harbour of that size (value: very_small, small, medium, large or unstated)"
    DISTANCE = "distance", "between two states (object and value; unit: km)"
    CONTIGUITY = "contiguity", "two states share a border (object and value: 1 or 0)"
    COMMON_LANGUAGE = "common_language", "two states share an official language (object and value: 1 or 0)"
    COLONIAL_TIE = "colonial_tie", "one of two states ruled the other (object and value: 1 or 0)"
    VOTE_AGREEMENT = "vote_agreement", "share of the UN General Assembly's votes cast alike (unit: share, 0 to 1)"
    MIGRANT_STOCK = "migrant_stock", "residents of the subject who came from the object (unit: persons)"
    MAP_CLASS = (
        "map_class",
        "how official maps of the object draw the subject (object and value); no act of recognition",
    )
    RUPTURE = "rupture", "two states have broken off diplomatic relations (object and value; period)"
    NO_RELATIONS = "no_relations", "two states keep no diplomatic relations (object and value; period)"
    ARMED_CONFLICT = "armed_conflict", "two states are in an armed conflict (object and value; period)"
    OFFICIAL_LANGUAGE = "official_language", "an official language of a state (value: a BCP 47 tag)"
    LEGAL_POWER = "legal_power", "a rule of law on what local governments may do abroad (value: a legal power)"
    LEGAL_CONDITION = "legal_condition", "what a rule asks before or after (value: a legal condition)"
    LEGAL_BASIS = "legal_basis", "where a rule stands (value: the title of the law)"
    LEGAL_PARTY = "legal_party", "the state is bound by a rule of a body (object: the body)"
    OPEN_QUESTION = "open_question", "what a pack of rules leaves open (value: a sentence)"
    CAPITAL = "capital", "the capital of a state, or a seat of its government beside it (object: a city)"


class Qualifier(Term):
    """What qualifies a statement beside its period."""

    STATUS = "status", "where the tie stands in its life"
    STATUS_SINCE = "status_since", "since when it stands there (EDTF)"
    REASON = "reason", "why it was suspended or ended"
    FIELDS = "fields", "fields of activity, joined by semicolons"
    PHASE = "phase", "before, during or after the conflict"
    STANCE = "stance", "cooperative or competitive with the own state"
    DRIVER = "driver", "why the city acts"
    CODER = "coder", "who coded the driver: a person or a rule, named"
    CONFIDENCE = "confidence", "how sure the coder is: high, medium or low"
    FUNCTIONS = "functions", "functions of the non-state actor, joined by semicolons"
    ROLE = "role", "what the actor was in the act"
    AMOUNT = "amount", "a sum of money"
    CURRENCY = "currency", "the ISO 4217 code of the sum"
    AMOUNT_YEAR = "amount_year", "the year of the sum's prices"
    TITLE = "title", "the title of an act"
    SUMMARY = "summary", "one plain sentence"
    CASE = "case", "the case of the founding texts it stands for"
    SDG = "sdg", "Sustainable Development Goals, joined by semicolons"
    DAC = "dac", "OECD-DAC purpose codes, joined by semicolons"
    INDICATOR = "indicator", "the identifier of the indicator"
    INDICATOR_STATUS = "indicator_status", "claimed, measured or not_measured"
    CLAIMED_BY = "claimed_by", "the text that makes the claim"
    MEMBER_KIND = "member_kind", "what is counted as a member"
    SCOPE = "scope", "the part of the world a body works in"
    LISTED = "listed", "the date of the list that names the tie (EDTF)"
    PLACE = "place", "the city in which an office stands (an identifier)"
    MISSION = "mission", "the type of a state's office abroad: embassy, consulate …"
    RESTRICTS = "restricts", "what a sanction restricts"
    SIGNED_BY = "signed_by", "the person who signed for the actor, with the title"


MULTIPLE: Final = frozenset({Qualifier.FIELDS, Qualifier.FUNCTIONS, Qualifier.SDG, Qualifier.DAC})
"""Qualifiers that hold several words, sorted and joined by semicolons."""

DATED_ATTRIBUTES: Final = frozenset(
    {
        Attribute.FOUNDED,
        Attribute.DISSOLVED,
        Attribute.MEMBER_COUNT,
        Attribute.COUNTRY_COUNT,
        Attribute.INDICATOR,
    }
)

FIGURES: Final = frozenset(
    {
        Attribute.REGIONAL_AUTONOMY.value,
        Attribute.LOCAL_AUTONOMY.value,
        Attribute.BORDER_DISTANCE.value,
        Attribute.QUASI_SOVEREIGN.value,
        Attribute.INCOME.value,
        Attribute.EXPORTS.value,
        Attribute.FOREIGN_BORN.value,
        Attribute.URBAN_SHARE.value,
        Attribute.URBAN_POPULATION.value,
        Attribute.DISTANCE.value,
        Attribute.CONTIGUITY.value,
        Attribute.COMMON_LANGUAGE.value,
        Attribute.COLONIAL_TIE.value,
        Attribute.VOTE_AGREEMENT.value,
        Attribute.MIGRANT_STOCK.value,
        Attribute.MAP_CLASS.value,
        Attribute.RUPTURE.value,
        Attribute.NO_RELATIONS.value,
        Attribute.ARMED_CONFLICT.value,
    }
)
"""Attributes that come as long series, or for every pair of states."""

KNOWN_PREDICATES: Final = frozenset({*(kind.value for kind in TieKind), *(name.value for name in Attribute)})
