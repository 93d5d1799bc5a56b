"""The forms that write a scenario: one a kind of change, without a script; what they ask becomes the scenario."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from proxenia.errors import InputError
from proxenia.foresight.scenarios.scenario import CARRIERS, COEFFICIENTS, SCHEMA, ChangeKind

__all__ = ["FORMS", "CoefficientField", "Form", "FormField", "content_of_form"]


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a form: `listed` names the words to choose from (``countries`` for all of the register's)."""

    name: str
    label: str
    hint: str = ""
    listed: tuple[str, ...] = ()
    optional: bool = False
    many: bool = False
    number: bool = False


@dataclass(frozen=True, slots=True)
class CoefficientField:
    """A coefficient that may carry the change, with the number that the form begins with."""

    id: str
    meaning: str
    can_be_estimated: bool
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Form:
    """A form for one kind of change."""

    kind: str
    label: str
    fields: tuple[FormField, ...]
    coefficients: tuple[CoefficientField, ...]


_NUMBERS: Final[Mapping[str, tuple[float, float, float]]] = {
    "suspension_first": (4, 2, 6),
    "ending_first": (4, 2, 6),
    "suspension_after": (1, 0, 2),
    "ending_after": (1, 0, 2),
    "hostile": (-1, -2, 0),
    "states_tied": (0.2, -0.3, 0.7),
    "shared_network": (0.5, 0, 1.5),
    "autonomy": (0.2, -0.1, 0.6),
    "fund": (0.7, 0, 1.4),
    "shared_body": (0.1, -0.2, 0.4),
}
_LABELS: Final[Mapping[ChangeKind, str]] = {
    ChangeKind.RUPTURE: "States fall out",
    ChangeKind.RECONCILIATION: "States are reconciled",
    ChangeKind.RECOGNITION: "A state is recognised",
    ChangeKind.REFORM: "A reform of powers",
    ChangeKind.CITY_NETWORK: "A new city network",
    ChangeKind.FUND: "A fund",
    ChangeKind.WITHDRAWAL: "Somebody leaves",
}
_CODES: Final = "Two letters each, as NO SE"
_CITIES: Final = "One a line: an id, or a name with its country as Rotterdam,NL"
_TIERS: Final = ("city", "region", "other_local")
_POWERS: Final = ("treaty", "interinstitutional", "within_competence", "none_specified", "prohibited")
_TEXTS: Final = ("twinning", "agreement", "partnership", "treaty")
_FIELDS: Final = ("intercity", "global_governance", "peace", "development", "human_rights", "economy")
_OWN: Final[Mapping[ChangeKind, tuple[FormField, ...]]] = {
    ChangeKind.RUPTURE: (
        FormField("between", "Between", _CODES, many=True),
        FormField("and", "and", _CODES, many=True),
    ),
    ChangeKind.RECONCILIATION: (
        FormField("between", "Between", _CODES, many=True),
        FormField("and", "and", _CODES, many=True),
    ),
    ChangeKind.RECOGNITION: (
        FormField("by", "By", _CODES, many=True),
        FormField("of", "Of", "Two letters, as XK"),
    ),
    ChangeKind.REFORM: (
        FormField("country", "Country", "Two letters, as ES"),
        FormField("tier", "Whose power", listed=_TIERS),
        FormField("power", "Which power", listed=_POWERS),
        FormField("instruments", "Over", listed=_TEXTS, many=True),
        FormField("points", "Points of the Regional Authority Index", "for an estimated number", (), True, number=True),
    ),
    ChangeKind.CITY_NETWORK: (
        FormField("network", "Id of its own", "as px:my-network"),
        FormField("name", "Name"),
        FormField("members", "Members", _CITIES, many=True),
    ),
    ChangeKind.FUND: (
        FormField("name", "Name"),
        FormField("field", "Field", listed=_FIELDS, optional=True),
        FormField("countries", "Countries", _CODES, optional=True, many=True),
        FormField("amount", "Amount", number=True),
        FormField("currency", "Currency", "as EUR"),
    ),
    ChangeKind.WITHDRAWAL: (
        FormField("from", "From", "The id of a city network or a body, as px:eurocities"),
        FormField("members", "Cities", _CITIES, optional=True, many=True),
        FormField("countries", "or countries", _CODES, optional=True, many=True),
    ),
}


def _form(kind: ChangeKind) -> Form:
    coefficients = tuple(
        CoefficientField(one, COEFFICIENTS[one].meaning, COEFFICIENTS[one].model is not None, *_NUMBERS[one])
        for one in CARRIERS[kind]
    )
    return Form(kind.value, _LABELS[kind], _OWN[kind], coefficients)


FORMS: Final = tuple(_form(kind) for kind in _LABELS)
"""The forms, in the order of the page."""


def content_of_form(asked: Mapping[str, str], *, written: str) -> dict[str, Any]:
    """Return the scenario that a form describes, as the keys of its file; the reader of files checks it.

    Parameters
    ----------
    asked
        The fields of the form as text.
    written
        The day it is written.

    Raises
    ------
    InputError
        When the kind is none, or a number is none.
    """
    form = next((one for one in FORMS if one.kind == asked.get("kind")), None)
    if form is None:
        raise InputError("The form names no kind of change", next_step="Begin again from the list at /scenarios")
    change: dict[str, Any] = {"kind": form.kind, "on": asked.get("on", "").strip()}
    change |= {one.name: _value(asked.get(one.name, ""), one) for one in form.fields if asked.get(one.name, "").strip()}
    change["carried_by"] = [told for one in form.coefficients if (told := _carrier(asked, one)) is not None]
    title = asked.get("title", "").strip() or f"{form.label}, {change['on']}"
    return {
        "schema": SCHEMA,
        "id": f"my-{form.kind.replace('_', '-')}",
        "title": title,
        "written": written,
        "hypothetical": True,
        "changes": [change],
    }


def _value(text: str, field: FormField) -> Any:
    if field.number:
        return _number(text, field.label)
    if not field.many:
        return text.strip() if field.listed or len(text.strip()) != 2 else text.strip().upper()
    if field.name == "members":
        return [line.strip() for line in text.splitlines() if line.strip()]
    words = text.replace(",", " ").replace(";", " ").split()
    return words if field.listed else [word.upper() for word in words]


def _carrier(asked: Mapping[str, str], field: CoefficientField) -> dict[str, Any] | None:
    how = asked.get(f"{field.id}-number", "")
    if how not in {"estimated", "assumed", "either"}:
        return None
    # Either: the estimate where there is one, else what is assumed beside it.
    told: dict[str, Any] = {"coefficient": field.id, "number": "assumed" if how == "assumed" else "estimated"}
    if how != "estimated":
        value, low, high = (_number(asked.get(f"{field.id}-{part}", ""), field.id) for part in ("value", "low", "high"))
        reason = asked.get(f"{field.id}-reason", "").strip() or "Assumed in the form, without a reason given"
        told |= {"value": value, "range": [low, high], "reason": reason}
    return told


def _number(text: str, what: str) -> float:
    try:
        return float(text.strip())
    except ValueError:
        raise InputError(
            f"{what}: {text[:40]!r} is no number", expected="Expected a number as 0.5", next_step="Mend it in the form"
        ) from None
