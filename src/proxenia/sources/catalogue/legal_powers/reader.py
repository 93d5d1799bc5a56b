"""Reads rule packs: every rule, condition, citation and party becomes a dated statement of its own."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from proxenia.model.legal import LegalQualifier, LimitEffect, PartnerLimit
from proxenia.model.predicates import Attribute, Qualifier
from proxenia.model.statement import Statement, join_words
from proxenia.sources.catalogue.legal_powers.pack_check import check_pack
from proxenia.sources.context import Context

__all__ = ["PACKS", "packs_hash", "read"]

PACKS: Final = Path(__file__).parent / "packs"
"""The folder of the packs that come with the package."""
_LARGEST_PACK: Final = 400_000
"""Characters of a pack that are read."""

Said = Mapping[str, Any]


def packs_hash(folder: Path = PACKS) -> str:
    """Return a hash of all packs of a folder: when it changes, they are read again."""
    found = blake2b(digest_size=16)
    for path in sorted(folder.glob("*.yml")):
        found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def read(context: Context) -> Iterator[Statement]:
    """Give the statements of every pack of a folder, or of one pack.

    A pack with faults gives nothing, and neither do the others: each fault is told with its line.
    """
    paths = sorted(context.path.glob("*.yml")) if context.path.is_dir() else [context.path]
    seen: dict[str, str] = {}
    for path in paths:
        text = context.read_bytes(path).decode("utf-8", errors="replace")
        if len(text) > _LARGEST_PACK:
            context.fault(f"{path.name}: more than {_LARGEST_PACK:,} characters")
            continue
        pack, faults = check_pack(text)
        for fault in faults:
            context.fault(f"{path.name}, {fault}")
        if pack is not None:
            _tell_twice(pack, path.name, seen, context)
            yield from _pack(pack, context)


def _tell_twice(pack: Said, name: str, seen: dict[str, str], context: Context) -> None:
    for rule in pack["rules"]:
        if rule["id"] in seen:
            context.fault(f"{name}: the rule {rule['id']!r} stands in {seen[rule['id']]} too")
        seen[rule["id"]] = name


def _pack(pack: Said, context: Context) -> Iterator[Statement]:
    for rule in pack["rules"]:
        context.rows += 1
        place = rule.get("place", pack["place"])
        speak = partial(
            Statement, source=context.source, retrieved_at=rule.get("verified", pack["checked"]), period=rule["period"]
        )
        addresses = _together([basis["address"] for basis in rule["basis"]])
        yield _rule(rule, place, pack, partial(speak, reference=addresses))
        for position, condition in enumerate(rule.get("conditions", ())):
            yield _condition(rule, place, position, condition, partial(speak, reference=addresses))
        for position, basis in enumerate(rule["basis"]):
            yield _basis(rule, place, position, basis, speak)
        yield from (_party(rule, place, party, context) for party in rule.get("parties", ()))
    yield from _questions(pack, context)


def _together(addresses: Sequence[str]) -> str:
    return " ; ".join(dict.fromkeys(addresses))


def _qualifiers(said: Mapping[Any, object]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name.value, str(value)) for name, value in said.items() if value not in (None, "", ())))


def _rule(rule: Said, place: str, pack: Said, speak: partial[Statement]) -> Statement:
    partners = rule.get("partners", {})
    named = partners.get("listed") or ([partners["members_of"]] if "members_of" in partners else [])
    said = {
        LegalQualifier.RULE: rule["id"],
        LegalQualifier.BEGINS: pack["begins"],
        LegalQualifier.TIERS: join_words(rule["tiers"]),
        LegalQualifier.INSTRUMENTS: join_words(rule["instruments"]),
        LegalQualifier.PARTNER_KINDS: join_words(partners.get("kinds", ())),
        LegalQualifier.PARTNER_LIMIT: partners.get("limit", PartnerLimit.ANY.value),
        LegalQualifier.LIMIT_EFFECT: partners.get("effect", LimitEffect.EXCLUDED.value),
        LegalQualifier.PARTNERS: join_words(named),
        LegalQualifier.WITHOUT: rule.get("without"),
        Qualifier.CONFIDENCE: rule["confidence"],
        LegalQualifier.VERIFIED: rule["verified"] if rule["status"] == "verified" else None,
        Qualifier.SUMMARY: rule["summary"],
    }
    return speak(
        subject=place, predicate=Attribute.LEGAL_POWER.value, value=rule["power"], qualifiers=_qualifiers(said)
    )


def _condition(rule: Said, place: str, position: int, condition: Said, speak: partial[Statement]) -> Statement:
    said = {
        LegalQualifier.RULE: rule["id"],
        LegalQualifier.POSITION: position + 1,
        LegalQualifier.MOMENT: condition.get("moment"),
        LegalQualifier.DAYS: condition.get("days"),
        LegalQualifier.DAYS_OF: condition.get("days_of"),
        LegalQualifier.RUNS: condition.get("runs"),
        LegalQualifier.WHO: condition.get("who"),
        LegalQualifier.AUTHORITY: condition.get("authority"),
        Qualifier.SUMMARY: condition["what"],
        LegalQualifier.SILENCE: condition.get("silence"),
    }
    predicate = Attribute.LEGAL_CONDITION.value
    return speak(subject=place, predicate=predicate, value=condition["condition"], qualifiers=_qualifiers(said))


def _basis(rule: Said, place: str, position: int, basis: Said, speak: partial[Statement]) -> Statement:
    said = {
        LegalQualifier.RULE: rule["id"],
        LegalQualifier.POSITION: position + 1,
        LegalQualifier.ARTICLE: basis.get("article"),
    }
    return speak(
        subject=place,
        predicate=Attribute.LEGAL_BASIS.value,
        value=basis["title"],
        language=basis.get("language"),
        reference=basis["address"],
        qualifiers=_qualifiers(said),
    )


def _party(rule: Said, place: str, party: Said, context: Context) -> Statement:
    return Statement(
        subject=party["state"],
        predicate=Attribute.LEGAL_PARTY.value,
        object=place,
        period=f"{party['from']}/{party.get('to', '..')}",
        source=context.source,
        reference=party["address"],
        qualifiers=_qualifiers({LegalQualifier.RULE: rule["id"]}),
        retrieved_at=context.retrieved_at,
    )


def _questions(pack: Said, context: Context) -> Iterator[Statement]:
    addresses = _together([basis["address"] for rule in pack["rules"] for basis in rule["basis"]])
    for position, text in enumerate(pack.get("open_questions", ())):
        yield Statement(
            subject=pack["place"],
            predicate=Attribute.OPEN_QUESTION.value,
            value=text,
            source=context.source,
            reference=addresses,
            qualifiers=_qualifiers({LegalQualifier.POSITION: position + 1}),
            retrieved_at=pack["checked"],
        )
