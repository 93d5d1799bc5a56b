"""A case in a few sentences, each made from its records: how much there is, who, where it stands, on what it rests."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from proxenia.profiles.cases import CaseRecord

__all__ = ["listed", "plural", "told"]

_NAMED: Final = 6


def plural(number: int, word: str, more: str = "") -> str:
    """Return a number with its word.

    >>> plural(1, "tie"), plural(2, "tie"), plural(3, "city", "cities")
    ('1 tie', '2 ties', '3 cities')
    """
    return f"{number} {word if number == 1 else more or f'{word}s'}"


def listed(words: Sequence[str]) -> str:
    """Return words as a list in a sentence.

    >>> listed(["Rome"]), listed(["Rome", "Paris"]), listed(["Rome", "Paris", "Lima"])
    ('Rome', 'Rome and Paris', 'Rome, Paris and Lima')
    """
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1] if words else "")))


def told(records: "Sequence[CaseRecord]", *, status: str, as_of: str | None) -> tuple[str, ...]:
    """Return the sentences of a case.

    Parameters
    ----------
    records
        Its ties and acts by the day.
    status
        Where it stands.
    as_of
        The day.
    """
    if status == "nothing":
        return (f"The founding text names it; the register holds no tie or act of it by {as_of or 'this day'}.",)
    sentences = (_how_much(records), _who(records), _standing(records, as_of), _money(records), _rests_on(records))
    return tuple(filter(None, sentences))


def _how_much(records: "Sequence[CaseRecord]") -> str:
    counts = Counter(record.level for record in records)
    held = listed([plural(counts[level], level) for level in ("act", "tie") if counts[level]])
    kinds = Counter(record.kind.replace("_", " ") for record in records)
    ordered = sorted(kinds.items(), key=lambda one: (-one[1], one[0]))
    of_kind = listed([kind if number == 1 else f"{kind} ({number})" for kind, number in ordered])
    return f"The register holds {held} of it{_when(records)}: {of_kind}."


def _when(records: "Sequence[CaseRecord]") -> str:
    years = [_year(record.date) for record in records if record.date]
    known = sorted(year for year in years if year is not None)
    if not known:
        return ", without a date"
    without = len(records) - len(known)
    beside = f" ({without} without a date)" if without else ""
    return f" from {known[0]}{'' if known[0] == known[-1] else f' to {known[-1]}'}{beside}"


def _year(date: str) -> int | None:
    """Return the first year of EDTF text, where it has one.

    >>> _year("2016-03-16"), _year("1999~"), _year("1995/2001"), _year("../2001"), _year("195X")
    (2016, 1999, 1995, None, None)
    """
    first = date.partition("/")[0].rstrip("~?%")
    year = first[:5] if first.startswith("-") else first[:4]
    return int(year) if year.lstrip("-").isdigit() else None


def _who(records: "Sequence[CaseRecord]") -> str:
    names = {actor.id: actor.name for record in records for actor in record.actors}
    counted = Counter(actor for record in records for actor in {one.id for one in record.actors})
    ordered = sorted(names, key=lambda actor: (-counted[actor], names[actor], actor))
    if not ordered:
        return "Nobody who took part is named."
    shown = [names[actor] for actor in ordered[:_NAMED]]
    more = len(ordered) - len(shown)
    return f"Taking part: {', '.join(shown)} and {more} more." if more else f"Taking part: {listed(shown)}."


def _standing(records: "Sequence[CaseRecord]", as_of: str | None) -> str:
    ties = [record for record in records if record.level == "tie"]
    if not ties:
        return "It is made of acts alone: nothing in the register says that it goes on, or that it ended."
    counts = Counter(record.standing for record in ties)
    words = (("live", "in force"), ("suspended", "suspended"), ("dead", "ended"))
    parts = listed([f"{counts[standing]} {word}" for standing, word in words if counts[standing]])
    return f"Of its ties, on {as_of or 'this day'}: {parts}."


def _money(records: "Sequence[CaseRecord]") -> str:
    sums = [f"{record.amount:,.0f} {record.currency}" for record in records if record.amount is not None]
    return f"Sums that are stated: {listed(sums)}." if sums else ""


def _rests_on(records: "Sequence[CaseRecord]") -> str:
    references = {one for record in records if not record.claimed for one in record.references}
    claimed = sum(record.claimed for record in records)
    if claimed == len(records):
        return (
            "Only the founding text claims it: no other page that says so was found. That is no proof that it is "
            "wrong, and no evidence that it is right."
        )
    said = sum(record.statements for record in records if not record.claimed)
    rests = f"It rests on {plural(said, 'statement')} from {plural(len(references), 'page')}"
    return f"{rests}; of {plural(claimed, 'record')} only the founding text speaks." if claimed else f"{rests}."
