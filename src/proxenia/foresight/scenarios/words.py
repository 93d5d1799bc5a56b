"""Changes of a scenario in plain sentences."""

from collections.abc import Mapping, Sequence
from typing import Final

from proxenia.foresight.scenarios.scenario import Change, ChangeKind

__all__ = ["change_words"]

_MOST_NAMED: Final = 6


def change_words(change: Change, names: Mapping[str, str]) -> str:
    """Return what changes, with whom and since when.

    Parameters
    ----------
    names
        Of countries by their codes; a code without a name stands for itself.

    Examples
    --------
    >>> from datetime import date
    >>> change_words(Change(ChangeKind.RUPTURE, date(2028, 1, 1), first=("AA",), second=("BB",)), {"AA": "Anchuria"})
    'From 2028-01-01: Anchuria and BB fall out.'
    """
    first, second = (_listed([names.get(code, code) for code in side]) for side in (change.first, change.second))
    until = f" until {change.until}" if change.until else ""
    return f"From {change.on}{until}: {_what(change, first, second)}."


def _what(change: Change, first: str, second: str) -> str:
    texts = _listed([word.replace("_", " ") for word in change.instruments])
    tier, power = change.tier.replace("_", " "), change.power.replace("_", " ")
    aims = _listed([aim for aim in (change.field.replace("_", " "), first, *change.regions) if aim])
    members = _listed(change.members)
    return {
        ChangeKind.REFORM: f"the law of {first} gives a {tier} the power “{power}” over {texts}",
        ChangeKind.RUPTURE: f"{first} and {second} fall out",
        ChangeKind.RECONCILIATION: f"{first} and {second} are reconciled",
        ChangeKind.RECOGNITION: f"{first} recognise{'s' if _one(change) else ''} {second}",
        ChangeKind.CITY_NETWORK: f"a new city network, {change.name}: {members}",
        ChangeKind.WITHDRAWAL: f"{first or members} leave{'s' if _one(change) else ''} {change.body}",
        ChangeKind.FUND: f"a fund of {change.amount or 0:,.0f} {change.currency}, {change.name}, for {aims}",
    }[change.kind]


def _one(change: Change) -> bool:
    return len(change.first) + len(change.members) == 1


def _listed(words: Sequence[str]) -> str:
    shown = list(words[:_MOST_NAMED])
    if len(words) > _MOST_NAMED:
        return f"{', '.join(shown)} and {len(words) - _MOST_NAMED} more"
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))
