"""Why a pair of countries has its class: one or two plain sentences that name the facts, their dates and sources."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from proxenia.model.period import day_text
from proxenia.model.vocabulary import OverlayClass
from proxenia.overlay.deciding import Fact, FactBook, PairFacts
from proxenia.overlay.rule import Rule

__all__ = ["deciding_facts", "reason_of", "undeciding_facts"]

_SHOWN: Final = 3
"""Facts that a sentence names; more are counted."""
_TIED: Final = ("alliance", "relation", "mission")
_KINDS: Final = ("twinning", "agreement", "partnership", "treaty")
_NARROW: Final = "A sanction that restricts only arms or named persons is told and makes no hostility."
_LAPSE: Final = (
    "A rupture with a polity that the other state does not recognise any more is no hostility: relations went with the "
    "recognition."
)
_DOUBT: Final = (
    "An office that nobody dates is not believed where one of the two states does not recognise the other: it may be "
    "of another kind, or closed."
)
_LAPSED: Final = "diplomatic relations ended, and with them recognition"


def deciding_facts(row: Mapping[str, Any], facts: PairFacts, rule: Rule) -> list[Fact]:
    """Return the facts of the state level that decided the class of a row of the table of pairs, with its `day`."""
    day, lapsed = row["day"], row["rupture"] and _unrecognised(row)
    if row["hostile"]:
        kinds = ("armed_conflict",) if lapsed else ("armed_conflict", "rupture")
        return [*facts.on(day, *kinds), *(one for one in facts.on(day, "sanction") if not _is_narrow(one, rule))]
    if row["tied"]:
        found = facts.on(day, *(("alliance",) if row["no_relations"] or row["rupture"] else _TIED))
        return [fact for fact in found if fact not in _doubtful(row, facts)]
    ruptures = [replace(fact, phrase=_LAPSED) for fact in facts.on(day, "rupture")]
    withdrawn = [
        replace(fact, phrase=fact.phrase.replace(" recognises ", " recognised "))
        for fact in facts.over(day, "recognition")
    ]
    return [*ruptures, *(withdrawn if lapsed else ()), *facts.on(day, "no_relations")]


def _unrecognised(row: Mapping[str, Any]) -> bool:
    return row["recognises_ab"] is False or row["recognises_ba"] is False


def _doubtful(row: Mapping[str, Any], facts: PairFacts) -> list[Fact]:
    """Return the missions that decide nothing: without a date, where one of the two does not recognise the other."""
    return [fact for fact in facts.on(row["day"], "mission") if not fact.dated] if _unrecognised(row) else []


def undeciding_facts(row: Mapping[str, Any], facts: PairFacts, rule: Rule) -> list[Fact]:
    """Return the facts that the reason tells beside those that decided, for they decide nothing by the rule."""
    return [] if row["hostile"] else [*_narrow(row, facts, rule), *_doubtful(row, facts)]


def _narrow(row: Mapping[str, Any], facts: PairFacts, rule: Rule) -> list[Fact]:
    return [fact for fact in facts.on(row["day"], "sanction") if _is_narrow(fact, rule)]


def _is_narrow(fact: Fact, rule: Rule) -> bool:
    return fact.restricts in rule.narrow_sanctions


def reason_of(row: Mapping[str, Any], facts: PairFacts, book: FactBook) -> str:
    """Return why a row of the table of pairs, with its `day`, has its class."""
    if row["class"] != OverlayClass.UNKNOWN.value:
        return f"{_states(row, facts, book)} {_cities(row)}"
    parts = [] if row["state_known"] else [_no_state_data(row, facts, book)]
    if without := [facts.names[code] for code in facts.pair if not book.has_city_ties(code, row["day"])]:
        parts.append(f"the register has no city tie of {' or '.join(without)} in force on that day")
    told = f"Not known: {'; '.join(parts)}."
    if row["state_known"]:
        return f"{told} {_states(row, facts, book)}"
    told += _beside(row, facts, book.facts.rule)
    return f"{told} {_cities(row)}" if row["city_ties"] else told


def _no_state_data(row: Mapping[str, Any], facts: PairFacts, book: FactBook) -> str:
    """Return what is missing between the two states: nothing is recorded, and no list tells enough of both."""
    nothing = "no record decides whether the two states were tied or hostile on that day"
    if _doubtful(row, facts):
        return nothing
    least = book.facts.rule.least_missions_listed
    lists = [
        f"{entry.source_title}, {day_text(entry.listed)}: "
        + ", ".join(f"{facts.names[code]} in {count}" for code, count in entry.hosts.items() if count < least)
        for entry in book.sent_missions(facts.pair, row["day"])
    ]
    if not lists:
        return f"{nothing}, and no list of missions speaks of {' or '.join(facts.names.values())} by then"
    return (
        f"{nothing}, and missions are listed in too few states, under {least}, for silence to tell ({'; '.join(lists)})"
    )


def _beside(row: Mapping[str, Any], facts: PairFacts, rule: Rule) -> str:
    """Return what decides nothing by the rule, each in a sentence with a blank before it; empty when nothing does."""
    narrow = _narrow(row, facts, rule)
    told = f" No hostility by the rule: {_told(narrow)}. {_NARROW}" if narrow else ""
    if row["rupture"] and _unrecognised(row) and not row["hostile"]:
        told += f" {_LAPSE}"
    doubtful = _doubtful(row, facts)
    return told + (f" Listed, but decides nothing: {_told(doubtful)}. {_DOUBT}" if doubtful else "")


def _states(row: Mapping[str, Any], facts: PairFacts, book: FactBook) -> str:
    rule = book.facts.rule
    deciding = deciding_facts(row, facts, rule)
    if row["hostile"]:
        return f"The states are hostile: {_told(deciding)}."
    beside = _beside(row, facts, rule)
    if row["tied"]:
        return f"The states are tied: {_told(deciding)}.{beside}"
    if deciding:
        return f"The states are not tied: {_told(deciding)}.{beside}"
    if not (lists := _lists(row, facts, book)):
        return f"The states are not tied: no mission, relation or alliance between them is recorded.{beside}"
    return (
        "The states are not tied: no mission, relation or alliance between them is recorded, though both keep missions "
        f"elsewhere ({lists}).{beside}"
    )


def _lists(row: Mapping[str, Any], facts: PairFacts, book: FactBook) -> str:
    """Return in how many states both keep missions, by the lists that tell enough of both; empty when none does."""
    least = book.facts.rule.least_missions_listed
    entries = [
        f"{', '.join(f'{facts.names[code]} in {count} states' for code, count in entry.hosts.items())}; "
        f"{entry.source_title}, {day_text(entry.listed)}"
        for entry in book.sent_missions(facts.pair, row["day"])
        if all(count >= least for count in entry.hosts.values())
    ]
    return "; ".join(entries)


def _told(facts: Sequence[Fact]) -> str:
    """Return facts in words; those that say the same are told once, missions of one state together."""
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        same = str(fact.forward) if fact.what == "mission" else fact.phrase
        groups.setdefault((fact.what, same), []).append(fact)
    phrases = [_group_text(group) for group in groups.values()]
    more = len(phrases) - _SHOWN
    return "; ".join(phrases[:_SHOWN]) + (f"; and {more} more" if more > 0 else "")


def _group_text(facts: Sequence[Fact]) -> str:
    """Return facts of one kind in words; of missions the one that is known longest, and how many there are."""
    first = min(facts, key=lambda fact: (fact.since, fact.phrase))
    titles = list(dict.fromkeys(title for fact in facts for title in fact.titles))
    if first.what == "mission":
        others = f" and {len(facts) - 1} more" if len(facts) > 1 else ""
        return f"{first.phrase}{others} ({'; '.join([first.when, *first.titles])})"
    times = list(dict.fromkeys(fact.when for fact in facts))
    return f"{first.phrase} ({'; '.join([*times, *titles])})"


def _cities(row: Mapping[str, Any]) -> str:
    named = ", ".join(f"{kind} {row[kind]}" for kind in _KINDS if row[kind])
    count, suspended = row["city_ties"], row["suspended"]
    if count == 0:
        said = "No tie between their cities is in force"
    elif count == 1:
        said = f"1 tie between their cities is in force ({named})"
    else:
        said = f"{count} ties between their cities are in force ({named})"
    return f"{said}{f', {suspended} suspended' if suspended else ''}."
