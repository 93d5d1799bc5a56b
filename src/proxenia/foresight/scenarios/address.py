"""A scenario as one canonical text, and as the part of an address that holds it whole.

The same scenario has one text, however its file was written: an address holds everything a run needs, so that whoever
opens it gets the same bytes, with the same snapshot and the same models.
"""

import base64
import binascii
import json
import zlib
from datetime import date
from hashlib import blake2b
from typing import Any, Final

from proxenia.errors import InputError
from proxenia.foresight.scenarios.reading import read_scenario
from proxenia.foresight.scenarios.scenario import SCHEMA, Carrier, Change, ChangeKind, Scenario

__all__ = ["LONGEST_ADDRESS", "as_content", "canonical_text", "pack", "scenario_hash", "unpack"]

LONGEST_ADDRESS: Final = 6_000
"""Letters of a packed scenario; a longer one is run from its file."""
_MOST_UNPACKED: Final = 64_000


def as_content(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario as the keys and values of its file, in one order, without what is empty."""
    told = {
        "schema": SCHEMA,
        "id": scenario.id,
        "title": scenario.title,
        "written": scenario.written.isoformat(),
        "hypothetical": scenario.hypothetical,
        "about": scenario.about or None,
        "start": scenario.start,
        "to": scenario.to,
        "facts": [{"says": one.says, "source": one.source} for one in scenario.facts] or None,
        "changes": [_change(one) for one in scenario.changes],
    }
    return {key: value for key, value in told.items() if value is not None}


def _change(change: Change) -> dict[str, Any]:
    told = {"kind": change.kind.value, "on": change.on.isoformat(), "until": _day(change.until), **_own(change)}
    told["carried_by"] = [_carrier(one) for one in change.carriers]
    return {key: value for key, value in told.items() if value is not None}


def _own(change: Change) -> dict[str, Any]:
    first, second, members = list(change.first), list(change.second), list(change.members)
    match change.kind:
        case ChangeKind.REFORM:
            words = list(change.instruments)
            told = {"country": first[0], "tier": change.tier, "power": change.power, "instruments": words}
            return {**told, "points": change.points}
        case ChangeKind.RUPTURE | ChangeKind.RECONCILIATION:
            return {"between": first, "and": second}
        case ChangeKind.RECOGNITION:
            return {"by": first, "of": second[0]}
        case ChangeKind.CITY_NETWORK:
            return {"network": change.body, "name": change.name, "members": members}
        case ChangeKind.WITHDRAWAL:
            return {"from": change.body, "members": members or None, "countries": first or None}
        case ChangeKind.FUND:
            return {
                "name": change.name,
                "field": change.field or None,
                "countries": first or None,
                "regions": list(change.regions) or None,
                "amount": change.amount,
                "currency": change.currency,
            }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _carrier(carrier: Carrier) -> dict[str, Any]:
    told: dict[str, Any] = {"coefficient": carrier.coefficient}
    told["number"] = "estimated" if carrier.estimated else "assumed"
    if carrier.value is not None:
        told |= {"value": carrier.value, "range": [carrier.low, carrier.high], "reason": carrier.reason}
    return told


def canonical_text(scenario: Scenario) -> str:
    """Return the one text of a scenario: JSON, which is YAML too and is read back as such."""
    return json.dumps(as_content(scenario), ensure_ascii=False, separators=(", ", ": "))


def scenario_hash(scenario: Scenario) -> str:
    """Return the hash of a scenario, 16 hexadecimal digits."""
    return blake2b(canonical_text(scenario).encode(), digest_size=8).hexdigest()


def pack(scenario: Scenario) -> str:
    """Return a scenario as letters for an address.

    Raises
    ------
    InputError
        When it is too long for one.
    """
    # The level is fixed: the same scenario has the same letters.
    packed = base64.urlsafe_b64encode(zlib.compress(canonical_text(scenario).encode(), 9)).decode().rstrip("=")
    if len(packed) > LONGEST_ADDRESS:
        raise InputError(
            f"The scenario {scenario.id!r} is too long for an address ({len(packed):,} letters)",
            expected=f"Expected at most {LONGEST_ADDRESS:,}",
            next_step="Run it from its file with `proxenia scenario FILE`",
        )
    return packed


def unpack(letters: str) -> Scenario:
    """Return the scenario that an address holds.

    Raises
    ------
    InputError
        When the letters are cut, changed, or unfold to more than a scenario may hold.
    """
    if len(letters) > LONGEST_ADDRESS:
        raise _damaged(f"holds {len(letters):,} letters")
    try:
        packed = base64.b64decode(letters + "=" * (-len(letters) % 4), altchars=b"-_", validate=True)
        opened = zlib.decompressobj()
        text = opened.decompress(packed, _MOST_UNPACKED)
        if opened.unconsumed_tail or not opened.eof:
            raise _damaged("is cut, or unfolds to too much")
    except (binascii.Error, ValueError, zlib.error):
        raise _damaged("cannot be read") from None
    return read_scenario(text)


def _damaged(how: str) -> InputError:
    return InputError(
        f"The scenario of this address {how}",
        expected="Expected the letters that the page of a scenario put there",
        next_step="Copy the whole address again, or start from the list at /scenarios",
    )
