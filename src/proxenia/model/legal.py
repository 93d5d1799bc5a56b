"""The closed words of rule packs: what a rule of law says of partners, of steps and of their deadlines."""

from proxenia.model.vocabulary import Term

__all__ = [
    "LEGAL_VOCABULARIES",
    "DayKind",
    "LegalAnswer",
    "LegalQualifier",
    "LimitEffect",
    "Moment",
    "PartnerLimit",
    "Run",
    "Silence",
]


class PartnerLimit(Term):
    """With whom a local government may act, where the law does not leave it open."""

    ANY = "any", "with anybody"
    NEIGHBOURS = "neighbours", "with neighbouring states and with local governments in them"
    LOCAL_AUTHORITIES = "local_authorities", "with local governments only, not with states or their bodies"
    RECOGNISED_STATES = "recognised_states", "with states that its own state recognises, and with bodies in them"
    DIPLOMATIC_RELATIONS = "diplomatic_relations", "with partners in states that keep diplomatic relations with its own"
    LISTED = "listed", "with or in the states that the rule lists"
    MEMBERS = "members", "with partners in states that belong to a body"


class LimitEffect(Term):
    """What a limit does to a partner outside it."""

    EXCLUDED = "excluded", "the rule does not allow it"
    MAY_BE_BLOCKED = "may_be_blocked", "the state may stop it"


class Moment(Term):
    """The moment a step is tied to."""

    BEFORE_NEGOTIATION = "before_negotiation", "before negotiations begin"
    BEFORE_SIGNING = "before_signing", "before the text is signed"
    AFTER_SIGNING = "after_signing", "after the text is signed"
    BEFORE_ENTRY_INTO_FORCE = "before_entry_into_force", "before the text enters into force"


class Run(Term):
    """How the days of a step are counted."""

    BEFORE = "before", "due so many days before the moment"
    AFTER = "after", "due within so many days after the moment"
    WAIT = "wait", "the authority has so many days from when it is told"


class DayKind(Term):
    """Which days are counted."""

    CALENDAR = "calendar", "every day"
    WORKING = "working", "days that are neither a weekend nor a public holiday"


class Silence(Term):
    """What it means that the authority does not answer in time."""

    CONSENT = "consent", "it counts as consent"
    REFUSAL = "refusal", "it counts as a refusal"
    UNSTATED = "unstated", "the sources do not say"


class LegalAnswer(Term):
    """What the rules answer to a question."""

    MAY = "may", "allowed, and the law asks for no step"
    MAY_WITH_STEPS = "may_with_steps", "allowed with the steps named"
    MAY_NOT = "may_not", "not allowed"
    NOT_KNOWN = "not_known", "the rules known here do not say"


class LegalQualifier(Term):
    """What qualifies a statement of a rule of law, beside `confidence` and `summary`."""

    RULE = "rule", "the rule it belongs to"
    POSITION = "position", "its place among those of the rule, from 1"
    BEGINS = "begins", "the year before which the pack says nothing"
    TIERS = "tiers", "tiers of local government, joined by semicolons"
    INSTRUMENTS = "instruments", "what is signed or entered: tie kinds, joined by semicolons"
    PARTNER_KINDS = "partner_kinds", "kinds of partner the rule speaks of, joined by semicolons"
    PARTNER_LIMIT = "partner_limit", "with whom"
    LIMIT_EFFECT = "limit_effect", "what the limit does to a partner outside it"
    PARTNERS = "partners", "the states listed, or the body whose members are meant, joined by semicolons"
    WITHOUT = "without", "what happens when a step is left out"
    VERIFIED = "verified", "the day somebody read the text of the rule"
    MOMENT = "moment", "the moment a step is tied to"
    DAYS = "days", "how many days a step has"
    DAYS_OF = "days_of", "which days are counted"
    RUNS = "runs", "how they are counted"
    WHO = "who", "who must act"
    AUTHORITY = "authority", "towards whom"
    SILENCE = "silence", "what it means that the authority does not answer"
    ARTICLE = "article", "the article of a law"


LEGAL_VOCABULARIES: dict[str, type[Term]] = {
    "partner limit": PartnerLimit,
    "limit effect": LimitEffect,
    "moment": Moment,
    "counting of days": Run,
    "kind of days": DayKind,
    "silence": Silence,
    "legal answer": LegalAnswer,
}
