"""What estimates of ends say, in plain sentences: association, with its interval and what it rests on."""

from math import exp
from typing import TYPE_CHECKING, Final

from proxenia.foresight.ends_evidence import EndEvidence, Share

if TYPE_CHECKING:
    from proxenia.foresight.ends import Coefficient, EndHazard, EndModel

__all__ = ["sentences_of", "times"]

_CLEARLY_MORE: Final = 1.25
_LEAST_TOLD: Final = 3
"""A coefficient that rests on fewer ends has its place in the table, not in a sentence."""
_WHOLE: Final = 10
_NOUNS: Final = {"suspension": "Suspensions", "ending": "Endings"}
_WITH: Final = {
    "shock": "in the first year in which the two states are hostile",
    "hostile": "in later years in which the two states are hostile",
    "escalation": "when the states are hostile already and one of them breaks with a state or goes to war that year",
    "broken": "when the two states have broken off relations or are at war",
    "same_bloc": "between states that are allied or in one union",
    "contiguous": "between neighbouring states",
    "same_country": "within one country",
    "log_age": "for each tenfold of the tie's age",
    "age_unknown": "among ties whose start nobody states",
    "log_silence": "for each tenfold of the years without a sign of life",
    "unlisted": "before a list named the tie",
    "dormant": "among ties told to be dormant",
    "agreement": "among agreements than among twinnings",
    "partnership": "among partnerships for a time than among twinnings",
    "membership": "among memberships than among twinnings",
}


def sentences_of(model: "EndModel") -> list[str]:
    """Return the sentences: what it rests on, what goes with ends, what is not estimated, how it was chosen."""
    said = [_basis(model.evidence)]
    for hazard in model.hazards:
        said += [_of(hazard, found) for found in hazard.coefficients[1:] if _is_clear(found)]
        said += _left_open(hazard, model.cut)
    said += _chosen(model.evidence)
    said.append(
        "These are associations in what was recorded: ends that nobody wrote of are not in them, and what goes with an "
        "end need not have caused it."
    )
    return said


def times(value: float) -> str:
    """Return a ratio for people.

    >>> times(12.34), times(1.26), times(0.4)
    ('12 times as often', '1.3 times as often', '0.40 times as often')
    """
    digits = 0 if value >= _WHOLE else 1 if value >= 1 else 2
    return f"{value:.{digits}f} times as often"


def _basis(evidence: EndEvidence) -> str:
    counted = evidence.all_years
    said = (
        f"Of {evidence.ties:,} ties watched over {counted.years:,} years of ties from {evidence.first_year} to "
        f"{evidence.last_year}, {counted.suspensions:,} were recorded as suspended and {counted.endings:,} as ended, "
        f"by the decisions of at least {evidence.decisions:,} cities and years; {evidence.undated_ties:,} ties have no "
        "year and are watched from their first listing."
    )
    if evidence.outside:
        said += f" {evidence.outside:,} more ends came before the tie was known to be there and are not used."
    return said


def _is_clear(found: "Coefficient") -> bool:
    apart = found.low is not None and found.high is not None and (found.low > 0 or found.high < 0)
    return apart and found.events >= _LEAST_TOLD


def _of(hazard: "EndHazard", found: "Coefficient") -> str:
    more, low, high = (exp(value) for value in (found.coef, found.low, found.high) if value is not None)
    return (
        f"{_NOUNS[hazard.event]} are recorded {times(more)} {_WITH[found.id]}, other things alike (95 % interval "
        f"{_number(low)} to {_number(high)}; {found.events:,} of {hazard.coefficients[0].events:,} happened with it)."
    )


def _number(value: float) -> str:
    return times(value).split()[0]


def _left_open(hazard: "EndHazard", cut: int) -> list[str]:
    if not hazard.estimated:
        return [f"{_NOUNS[hazard.event]}: not estimated, for none was known by the end of {cut}."]
    names = [found.id for found in hazard.coefficients if found.how == "not estimated"]
    assumed = [found.id for found in hazard.coefficients if found.how == "assumed"]
    said = []
    if names:
        said.append(f"{_NOUNS[hazard.event]}: not estimated for want of ends with it by {cut}: {', '.join(names)}.")
    if assumed:
        said.append(f"{_NOUNS[hazard.event]}: assumed, not estimated: {', '.join(assumed)}.")
    return said


def _chosen(evidence: EndEvidence) -> list[str]:
    if not evidence.elsewhere.years:
        alone = "Every tie is of the register's own selection, part of which was chosen for its ends"
        return [f"{alone}: the rates are too high, and no other list tells by how much."]
    pairs = (
        (evidence.all_years, evidence.elsewhere, "all"),
        (evidence.hostile_years, evidence.hostile_elsewhere, "hostile"),
    )
    return [_compared(every, listed, which) for every, listed, which in pairs if _differs(every, listed)]


def _differs(every: Share, listed: Share) -> bool:
    if not listed.per_thousand or not every.per_thousand:
        return False
    return every.per_thousand / listed.per_thousand > _CLEARLY_MORE


def _compared(every: Share, listed: Share, which: str) -> str:
    where = "" if which == "all" else " in years of hostility"
    return (
        f"Some ties are in the register because they ended: a thousand years of ties{where} saw "
        f"{every.per_thousand:.1f} ends, but {listed.per_thousand:.1f} among ties that a list names whatever became of "
        "them."
    )
