"""The schema of a rule pack, as JSON Schema; its words are those of the closed vocabulary."""

from typing import Any, Final

from proxenia.model.legal import DayKind, LegalAnswer, LimitEffect, Moment, PartnerLimit, Run, Silence
from proxenia.model.vocabulary import ActorKind, Confidence, LegalCondition, LegalPower, Term, TieKind, Tier

__all__ = ["INSTRUMENTS", "PACK_SCHEMA"]

INSTRUMENTS: Final = (
    TieKind.TWINNING,
    TieKind.AGREEMENT,
    TieKind.TREATY,
    TieKind.MEMBERSHIP,
    TieKind.PARTNERSHIP,
    TieKind.REPRESENTATION,
)
"""What a local government may sign or enter."""

_PARTNER_KINDS: Final = (ActorKind.STATE, ActorKind.REGION, ActorKind.CITY, ActorKind.IGO, ActorKind.CITY_NETWORK)
_STATE: Final = {"type": "string", "pattern": "^iso:[A-Z]{2}$"}
_PLACE: Final = {"type": "string", "pattern": "^(iso:[A-Z]{2}(-[A-Z0-9]{1,3})?|px:[a-z0-9-]+)$"}
_TEXT: Final = {"type": "string", "minLength": 3, "maxLength": 1500}
_DATE: Final = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_PERIOD: Final = {"type": "string", "pattern": r"^[-0-9X~?%./]{4,40}$"}
_ADDRESS: Final = {"type": "string", "pattern": r"^https?://[^\s]+$", "maxLength": 1000}
_SLUG: Final = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 80}
_LANGUAGE: Final = {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z]{2,8})?$"}


def _words(*words: Term) -> dict[str, Any]:
    return {"enum": [word.value for word in words]}


def _record(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _list(of: dict[str, Any], *, least: int = 1) -> dict[str, Any]:
    return {"type": "array", "items": of, "minItems": least, "uniqueItems": True}


_PARTNERS: Final = _record(
    ["limit"],
    kinds=_list(_words(*_PARTNER_KINDS)),
    limit=_words(*PartnerLimit),
    effect=_words(*LimitEffect),
    listed=_list(_STATE),
    members_of={"type": "string", "pattern": "^px:[a-z0-9-]+$"},
)
_CONDITION: Final = _record(
    ["condition", "what"],
    condition=_words(*LegalCondition),
    moment=_words(*Moment),
    days={"type": "integer", "minimum": 1, "maximum": 1000},
    days_of=_words(*DayKind),
    runs=_words(*Run),
    who=_TEXT,
    authority=_TEXT,
    what=_TEXT,
    silence=_words(*Silence),
)
_BASIS: Final = _record(["title", "address"], title=_TEXT, article=_TEXT, address=_ADDRESS, language=_LANGUAGE)
_PARTY: Final = _record(["state", "from", "address"], state=_STATE, **{"from": _PERIOD}, to=_PERIOD, address=_ADDRESS)
_RULE: Final = _record(
    ["id", "tiers", "instruments", "power", "period", "basis", "status", "confidence", "summary"],
    id=_SLUG,
    place=_PLACE,
    tiers=_list(_words(*Tier)),
    instruments=_list(_words(*INSTRUMENTS)),
    power=_words(*LegalPower),
    period=_PERIOD,
    partners=_PARTNERS,
    parties=_list(_PARTY),
    conditions=_list(_CONDITION, least=0),
    without=_TEXT,
    basis=_list(_BASIS),
    verified=_DATE,
    status={"enum": ["verified", "unverified"]},
    confidence=_words(*Confidence),
    summary=_TEXT,
)
_QUESTION: Final = _record(
    ["tier", "instrument", "on"],
    place=_PLACE,
    tier=_words(*Tier),
    instrument=_words(*INSTRUMENTS),
    partner={"type": "string", "pattern": "^([A-Z]{2}(-[A-Z0-9]{1,3})?|px:[a-z0-9-]+)$"},
    partner_kind=_words(*_PARTNER_KINDS),
    on=_DATE,
    signing=_DATE,
)
_CASE: Final = _record(
    ["ask", "answer"],
    ask=_QUESTION,
    answer=_words(*LegalAnswer),
    articles={"type": "array", "items": _TEXT},
    rules={"type": "array", "items": _SLUG},
    limits=_words(*PartnerLimit),
    due={"type": "object", "additionalProperties": _DATE, "propertyNames": _words(*LegalCondition)},
)
PACK_SCHEMA: Final = _record(
    ["place", "checked", "begins", "language_of_law", "rules", "cases"],
    place=_PLACE,
    checked=_DATE,
    begins={"type": "integer", "minimum": 1500, "maximum": 2100},
    language_of_law=_list(_LANGUAGE),
    rules=_list(_RULE),
    open_questions={"type": "array", "items": _TEXT},
    cases=_list(_CASE),
)
"""What a pack must hold; every field is explained in the guide for contributors."""
