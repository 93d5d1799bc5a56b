"""The closed vocabulary of city diplomacy: every word with its one-line meaning.

The identifiers are the ones of data files, of the API and of the command line. Each enumeration is a
:class:`Term`, so ``TieKind("twinning").meaning`` explains itself.
"""

from enum import StrEnum
from typing import Self, TypeVar

from proxenia.errors import UnknownValueError

__all__ = [
    "VOCABULARIES",
    "ActRole",
    "ActorKind",
    "ActorSubtype",
    "Condition",
    "Confidence",
    "Driver",
    "EventKind",
    "Field",
    "Function",
    "IndicatorStatus",
    "LegalCondition",
    "LegalPower",
    "Level",
    "OverlayClass",
    "PersonRole",
    "Phase",
    "Profile",
    "Stance",
    "Status",
    "Term",
    "TieKind",
    "Tier",
    "parse_term",
]

TermT = TypeVar("TermT", bound="Term")


class Term(StrEnum):
    """A word of the vocabulary; equal to its identifier, with a `meaning`."""

    meaning: str

    def __new__(cls, value: str, meaning: str = "") -> Self:
        """Make the word from its identifier and its meaning."""
        term = str.__new__(cls, value)
        term._value_ = value
        term.meaning = meaning
        return term


class Level(Term):
    """The plane of a map."""

    URBAN = "urban", "cities, regions and the bodies made of them"
    STATE = "state", "states and the bodies made of states"


class ActorKind(Term):
    """Who can act."""

    CITY = "city", "a municipality or city government"
    REGION = "region", "a province, region, prefecture, or state of a federation"
    CITY_NETWORK = "city_network", "a standing association whose members are local governments"
    STATE = "state", "a state, recognised or not; recognition is a tie, not an attribute"
    IGO = "igo", "an intergovernmental organisation or one of its organs"
    ENTERPRISE = "enterprise", "a firm that works across borders"
    CIVIL_SOCIETY = "civil_society", "an NGO, foundation, movement, faith body or university"
    STANDARD_SETTER = "standard_setter", "a private or hybrid body that sets standards"

    @property
    def level(self) -> Level | None:
        """The plane this kind is drawn on; none for actors that belong to no plane."""
        return _LEVELS.get(self)


_LEVELS = {
    ActorKind.CITY: Level.URBAN,
    ActorKind.REGION: Level.URBAN,
    ActorKind.CITY_NETWORK: Level.URBAN,
    ActorKind.STATE: Level.STATE,
    ActorKind.IGO: Level.STATE,
}


class ActorSubtype(Term):
    """A finer kind of civil-society actor."""

    FOUNDATION = "foundation", "a philanthropic foundation"
    NGO = "ngo", "a non-governmental organisation"
    MOVEMENT = "movement", "a movement or campaign of citizens"
    FAITH = "faith", "a faith body"
    UNIVERSITY = "university", "a university or research body"


class Tier(Term):
    """The tier of a local government, where law or statistics need it."""

    REGION = "region", "the tier below the state"
    CITY = "city", "a city or municipality"
    OTHER_LOCAL = "other_local", "another local body, such as a county or a district"


class PersonRole(Term):
    """The role of a person who acts for a city."""

    MAYOR = "mayor", "the head of the city government"
    ALDERMAN = "alderman", "a member of the city's executive"
    COUNCILLOR = "councillor", "a member of the city's assembly"
    CIVIL_SERVANT = "civil_servant", "an employee of the city"
    ADVISER = "adviser", "someone who advises the city from outside its staff"


class Field(Term):
    """The field of activity a tie or an act belongs to."""

    INTERCITY = "intercity", "twinning, assistance between cities, city networks"
    GLOBAL_GOVERNANCE = "global_governance", "cities inside the work of the UN, the EU and other bodies; lobbying them"
    PEACE = "peace", "work against, during or after a conflict"
    DEVELOPMENT = "development", "aid, loans, technology, democracy support, emergency relief"
    HUMAN_RIGHTS = "human_rights", "rights, refugees, youth exchange under a rights agenda"
    ECONOMY = "economy", "tourism, firms, events, seats of organisations, branding, export of services"
    NATIONAL_RELATIONS = "national_relations", "a city and the institutions of its own state"


class Phase(Term):
    """When a peace activity stands in relation to its conflict."""

    BEFORE = "before", "before the conflict, to prevent it"
    DURING = "during", "while the conflict lasts"
    AFTER = "after", "after the conflict"


class Stance(Term):
    """How a city stands to its own state."""

    COOPERATIVE = "cooperative", "with the institutions of its state"
    COMPETITIVE = "competitive", "against or in place of the institutions of its state"


class TieKind(Term):
    """A tie lasts over time between two actors."""

    TWINNING = "twinning", "a lasting partnership between two local governments, signed by both"
    AGREEMENT = "agreement", "any other signed text, a memorandum of understanding included"
    TREATY = "treaty", "a text binding under international law, by those who may sign one"
    MEMBERSHIP = "membership", "an actor belongs to a city network or another body"
    PARTNERSHIP = "partnership", "actors work together in a project"
    REPRESENTATION = "representation", "an office that an actor keeps abroad or with a body"
    DIPLOMATIC_RELATION = "diplomatic_relation", "two states keep diplomatic relations"
    RECOGNITION = "recognition", "a state recognises another as a state"
    ALLIANCE = "alliance", "states are bound to each other in defence"
    SANCTION = "sanction", "a state restricts dealings with another"

    @property
    def is_directed(self) -> bool:
        """True when the tie runs from its first actor to its second (a member to its body)."""
        return self in _DIRECTED


_DIRECTED = {TieKind.MEMBERSHIP, TieKind.REPRESENTATION, TieKind.RECOGNITION, TieKind.SANCTION}


class Restriction(Term):
    """What a sanction restricts, the widest of what is in force."""

    ARMS = "arms", "arms, and tools of repression"
    PERSONS = "persons", "named persons and bodies: their property, their journeys"
    SECTORS = "sectors", "branches of the economy, finance or traffic of the whole state"
    EVERYTHING = "everything", "nearly all trade and finance"


class EventKind(Term):
    """The kind of an act, something that happens at a date."""

    AID = "aid", "money, goods or know-how given"
    LOAN = "loan", "money lent"
    EMERGENCY_RELIEF = "emergency_relief", "help after a disaster or in a war"
    MEDIATION = "mediation", "help to settle a dispute"
    REFUGEE_SUPPORT = "refugee_support", "help for refugees and migrants"
    LOBBYING = "lobbying", "pressing a government or an organisation for a decision"
    DECLARATION = "declaration", "a joint statement, charter or standard with those who stand behind it"
    VISIT = "visit", "a visit or a meeting"
    BID = "bid", "a contest for an event, a seat or a title"
    BRANDING = "branding", "a campaign for the name of a place"
    HOSTING = "hosting", "a place or a body offers an event, a seat or a service"
    DISPUTE = "dispute", "an open conflict between actors"


class ActRole(Term):
    """What an actor was in an act."""

    INITIATOR = "initiator", "began it"
    ORGANISER = "organiser", "ran it"
    PARTICIPANT = "participant", "took part in it"
    SIGNATORY = "signatory", "signed it"
    DONOR = "donor", "gave"
    RECIPIENT = "recipient", "received"
    HOST = "host", "was the place of it"
    GUEST = "guest", "came to it"
    TARGET = "target", "was addressed or pressed by it"
    MEDIATOR = "mediator", "stood between the parties"
    SUPPORTER = "supporter", "backed it"
    WINNER = "winner", "won the contest"
    RIVAL = "rival", "lost the contest"


class Status(Term):
    """Where a tie stands in its life."""

    PROPOSED = "proposed", "talked of, nothing signed"
    NEGOTIATED = "negotiated", "being negotiated"
    SIGNED = "signed", "signed, not yet in force"
    ACTIVE = "active", "in force"
    DORMANT = "dormant", "in force, nothing happens"
    SUSPENDED = "suspended", "paused by one side since a date"
    ENDED = "ended", "ended at a date"


class Driver(Term):
    """Why a city acts abroad."""

    POLITICAL_VISIBILITY = "political_visibility", "leaders gain visibility"
    ELECTORAL_GAIN = "electoral_gain", "leaders gain votes"
    CITIZEN_ACTIVISM = "citizen_activism", "citizens press for it"
    FUNCTIONAL_SUBSTITUTE = "functional_substitute", "the polity lacks recognition and its city stands in"
    MIGRANT_ORIGINS = "migrant_origins", "residents came from there"
    MIGRATION_PREVENTION = "migration_prevention", "help there so that fewer must leave"
    STATE_DEFAULT = "state_default", "the state cannot or does not serve"
    NETWORK_PUSH = "network_push", "transnational networks draw the city in"
    ORGANISATION_CALL = "organisation_call", "an international organisation asks for it"


class Condition(Term):
    """When a city is more likely to act abroad."""

    POLITICAL_CULTURE = "political_culture", "citizens and elites are open to the world"
    RESOURCES = "resources", "money and staff"
    PROXIMITY = "proximity", "near a border or a hub such as a harbour"
    AUTONOMY = "autonomy", "free from the centre"
    REPRESENTATION = "representation", "local interests weigh at the centre"


class Profile(Term):
    """A special case of city, computed from data with its threshold shown."""

    EXPORT_ORIENTED = "export_oriented", "lives from exports"
    QUASI_SOVEREIGN = "quasi_sovereign", "lies in a polity that is not a recognised state and acts much like one"
    MEGA_CITY = "mega_city", "an urban area of ten million people or more"
    IMMIGRANT_GATEWAY = "immigrant_gateway", "a million foreign-born residents or more"
    DECENTRALISED_COUNTRY = "decentralised_country", "lies in a country with strong regions or cities"
    DIASPORA_TIES = "diaspora_ties", "is tied to where its residents came from"


class LegalPower(Term):
    """What the law of a country lets a tier of local government do abroad."""

    TREATY = "treaty", "may conclude treaties"
    INTERINSTITUTIONAL = (
        "interinstitutional",
        "may conclude agreements with foreign counterparts that do not bind the state",
    )
    WITHIN_COMPETENCE = "within_competence", "may act abroad within its own competences"
    NONE_SPECIFIED = "none_specified", "the law says nothing"
    PROHIBITED = "prohibited", "may not"


class LegalCondition(Term):
    """What the law asks before or after a local government acts abroad."""

    CONSENT = "consent", "the state must consent"
    PRIOR_OPINION = "prior_opinion", "the state must be heard first"
    NOTIFICATION = "notification", "the state must be told"
    REPORT = "report", "a report is due afterwards"
    REGISTRATION = "registration", "the text must be registered"
    OBJECTION = "objection", "the state may object in time"
    NONE = "none", "nothing is asked"
    UNCLEAR = "unclear", "the sources do not say clearly"


class Function(Term):
    """What a non-state actor does in global governance."""

    AGENDA_SETTING = "agenda_setting", "brings an issue to attention"
    LOBBYING = "lobbying", "presses those who decide"
    TECHNICAL_ASSISTANCE = "technical_assistance", "gives know-how"
    FUNDING = "funding", "gives money"
    REGULATION = "regulation", "sets rules"
    IMPLEMENTATION = "implementation", "carries out programmes and policies"
    SERVICE_PROVISION = "service_provision", "offers a service"
    MONITORING = "monitoring", "watches whether promises are kept"
    DISPUTE_RESOLUTION = "dispute_resolution", "settles disputes"
    ENFORCEMENT = "enforcement", "makes others keep the rules"


class OverlayClass(Term):
    """How the city map and the state map stand to each other for a pair of countries in a year."""

    ALIGNED = "aligned", "tied on both maps"
    SUBSTITUTE = "substitute", "cities tied where states are not"
    CONTRARY = "contrary", "cities tied where states are hostile"
    LATENT = "latent", "states tied, cities not"
    ABSENT = "absent", "tied on neither map, and both have data"
    UNKNOWN = "unknown", "one of the maps lacks data for the pair and year"


class IndicatorStatus(Term):
    """How a figure stands."""

    CLAIMED = "claimed", "a text says so"
    MEASURED = "measured", "a series or a count gives it"
    NOT_MEASURED = "not_measured", "a text says it in words or compares; no figure was found"


class Confidence(Term):
    """How sure the coder of a driver is."""

    HIGH = "high", "the cited page names the motive"
    MEDIUM = "medium", "it follows from what the page tells"
    LOW = "low", "it is a reading, of the coder or of the founding texts"


VOCABULARIES: dict[str, type[Term]] = {
    "level": Level,
    "actor kind": ActorKind,
    "actor subtype": ActorSubtype,
    "tier": Tier,
    "person role": PersonRole,
    "field": Field,
    "phase": Phase,
    "stance": Stance,
    "tie kind": TieKind,
    "restriction": Restriction,
    "event kind": EventKind,
    "act role": ActRole,
    "status": Status,
    "driver": Driver,
    "condition": Condition,
    "profile": Profile,
    "legal power": LegalPower,
    "legal condition": LegalCondition,
    "function": Function,
    "overlay class": OverlayClass,
    "indicator status": IndicatorStatus,
    "confidence": Confidence,
}


def parse_term(vocabulary: type[TermT], text: str, *, what: str) -> TermT:
    """Return the word of `vocabulary` that `text` is.

    Raises
    ------
    UnknownValueError
        When it is none; the error names the known words.

    Examples
    --------
    >>> parse_term(TieKind, "twinning", what="tie kind").meaning
    'a lasting partnership between two local governments, signed by both'
    """
    try:
        return vocabulary(text)
    except ValueError:
        raise UnknownValueError(what, text, [term.value for term in vocabulary]) from None
