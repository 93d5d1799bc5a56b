"""Which conditions go with ties and acts of cities: the evidence, how far it holds, and what could not be asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from proxenia.atlas.cited import CitedSource, described_sources
from proxenia.atlas.foresight_plots import Dot, DotRow
from proxenia.atlas.index import AtlasIndex

__all__ = [
    "ConditionCell",
    "ConditionRow",
    "ConditionsPage",
    "NotMeasured",
    "PartColumn",
    "PartTable",
    "ShownDifference",
    "build",
    "tables_of",
]

_PARTS: Final = {"any": "share of cities with any", "if_any": "number if any", "number": "number"}
_ERAS: Final = {
    "before_1945": "before 1945",
    "1945_1989": "1945 to 1989",
    "1990_2009": "1990 to 2009",
    "from_2010": "2010 and later",
}
_SHORT: Final = {
    "near_border": "Border",
    "near_harbour": "Harbour",
    "regional_autonomy": "Regions",
    "local_autonomy": "Autonomy",
    "quasi_sovereign": "Quasi-sov.",
    "immigrant_gateway": "Gateway",
    "decentralised_country": "Decentral.",
    "export_oriented": "Exports",
}
"""Labels that fit beside a number on a phone."""
_SETS: Final = {"members": "Members of city networks", "harbours": "Towns with a harbour", "tied": "With at least one"}


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """A difference with its standard error and 95 % interval; `text` and `range` in words, shares in points of 100."""

    estimate: float
    se: float
    low: float
    high: float
    text: str
    range: str
    told: bool


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A condition of the main model.

    Attributes
    ----------
    id, label, meaning
        Which, a heading, and what is measured.
    sentence
        What goes with it.
    any, if_any, number
        The differences in the share with any, the number if any, the number; none where a part could not be fitted.
    coefficients
        Of the two parts with their standard errors, in words; empty where a part could not be fitted.
    sources, dates
        Who tells of it, by their titles, and of which dates the figures are.
    without
        What becomes of the others when it is left out.
    """

    id: str
    label: str
    meaning: str
    sentence: str
    any: ShownDifference | None
    if_any: ShownDifference | None
    number: ShownDifference | None
    coefficients: dict[str, str]
    sources: list[str]
    dates: str
    without: str


@dataclass(frozen=True, slots=True)
class NotMeasured:
    """A condition that is not in the model, and why."""

    id: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of the world, an era or another set of cities.

    Attributes
    ----------
    label
        Which.
    cities, with_any
        How many cities it rests on, how many of them have any.
    cells
        One a column: the difference, or why there is none.
    why
        What could not be asked; empty where all could.
    enough
        Whether anything could be told.
    dated
        Of a part of the world: how many of its ties carry a year, in words; empty otherwise.
    """

    label: str
    cities: int
    with_any: int
    cells: list[ShownDifference | None]
    why: str
    enough: bool
    dated: str = ""


@dataclass(frozen=True, slots=True)
class PartColumn:
    """A condition as a column: its label, and a short one."""

    label: str
    short: str


@dataclass(frozen=True, slots=True)
class PartTable:
    """Some models beside each other: their columns and lines."""

    columns: list[PartColumn]
    lines: list[PartLine]


@dataclass(frozen=True, slots=True)
class ConditionCell:
    """A number of the tables, for a file: of which model, condition and part of the model."""

    among: str
    region: str | None
    era: str | None
    counted: str
    condition: str
    part: str
    estimate: float | None
    standard_error: float | None
    low: float | None
    high: float | None
    coefficient: float | None
    coefficient_se: float | None
    cities: int
    with_any: int
    countries: int
    note: str


@dataclass(frozen=True, slots=True)
class ConditionsPage:
    """What the page of conditions shows.

    Attributes
    ----------
    of, as_of
        ``ties`` or ``acts``; as of the end of which year.
    result
        The whole answer, as the command prints it.
    rows
        The conditions of the main model.
    picture, unit
        The same as points with their ranges, and what they are counted in.
    unmeasured, not_asked
        What is not in the model, and what no model asks.
    regions, eras, looks
        By part of the world, by era, of other cities.
    sources
        Behind the conditions, as they ask to be cited.
    """

    of: str
    as_of: int
    result: dict[str, Any]
    rows: list[ConditionRow]
    picture: list[DotRow]
    unit: str
    unmeasured: list[NotMeasured]
    not_asked: list[NotMeasured]
    regions: PartTable
    eras: PartTable
    looks: PartTable
    sources: list[CitedSource]


def build(index: AtlasIndex, result: dict[str, Any], *, question: Mapping[str, Any], as_of: int) -> ConditionsPage:
    """Return the payload.

    Parameters
    ----------
    index
        Names and sources.
    result
        The answer of :func:`proxenia.foresight.conditions.asked.answer_conditions`.
    question
        What was asked.
    as_of
        The year.
    """
    titles = {name: row.get("title") or name for name, row in index.sources.items()}
    rows = [_row(one, result, titles) for one in result["conditions"]]
    dated = {one["region"]: f"{one['dated']:,} of {one['ties']:,}" for one in result["coverage"]}
    behind = {name for one in result["conditions"] for name in one["sources"]}
    labels = {one["id"]: one["label"] for one in result["conditions"]}
    return ConditionsPage(
        of=str(question.get("of") or result["of"]),
        as_of=as_of,
        result=result,
        rows=rows,
        picture=_picture(result["conditions"]),
        unit=_unit(result["conditions"], result["of"]),
        unmeasured=[NotMeasured(**one) for one in result["unmeasured"]],
        not_asked=[NotMeasured(**one) for one in result["not_asked"]],
        regions=_table(result["regions"], labels, lambda one: str(one["region"]), dated),
        eras=_table(result["eras"], labels, lambda one: _ERAS[one["era"]]),
        looks=_table(result["second_looks"], labels, lambda one: _SETS[one["among"]]),
        sources=described_sources(index, dict.fromkeys(sorted(behind), 0)),
    )


def _signed(value: float, decimals: int) -> str:
    text = f"{abs(value):.{decimals}f}"
    return text if not float(text) else f"{'−' if value < 0 else '+'}{text}"


def _decimals(*values: float) -> int:
    size = max(abs(value) for value in values)
    return 0 if size >= 20 else 1 if size >= 0.95 else 2 if size >= 0.0095 else 3


def _shown(one: Mapping[str, float] | None, *, share: bool) -> ShownDifference | None:
    if one is None:
        return None
    scale, unit = (100.0, " points") if share else (1.0, "")
    estimate, low, high = (scale * one[name] for name in ("estimate", "low", "high"))
    decimals = _decimals(low, high)
    return ShownDifference(
        **{name: one[name] for name in ("estimate", "se", "low", "high")},
        text=f"{_signed(estimate, decimals)}{unit}",
        range=f"{_signed(low, decimals)} to {_signed(high, decimals)}",
        told=low > 0 or high < 0,
    )


def _row(one: Mapping[str, Any], result: Mapping[str, Any], titles: Mapping[str, str]) -> ConditionRow:
    coefficients = {
        name: "" if told is None else f"{_signed(told['coef'], 3)} ({told['se']:.3f})"
        for name, told in one["coefficients"].items()
    }
    dates = one["dates"] or ("", "")
    return ConditionRow(
        id=one["id"],
        label=one["label"],
        meaning=one["meaning"],
        sentence=one["sentence"],
        any=_shown(one["any"], share=True),
        if_any=_shown(one["if_any"], share=False),
        number=_shown(one["number"], share=False),
        coefficients=coefficients,
        sources=[titles.get(name, name) for name in one["sources"]],
        dates=_dates(*dates),
        without=_without(one["without"], result),
    )


def _dates(first: str, last: str) -> str:
    first = f"since {first.removesuffix('/..')}" if first.endswith("/..") else first
    return first if first in {last, ""} or first.startswith("since") else f"{first} to {last}"


def _without(check: Mapping[str, Any], result: Mapping[str, Any]) -> str:
    labels = {one["id"]: one["label"] for one in result["conditions"]}
    more = check["cities"] - result["complete"]
    cities = f"{check['cities']:,} cities" + (f", {more:,} more" if more else "")
    if not check["changed"]:
        return f"{cities}; what is told of the others stays"
    return f"{cities}; otherwise told: {', '.join(labels[name] for name in check['changed'])}"


def _headline(one: Mapping[str, Any]) -> tuple[str, Mapping[str, float] | None]:
    """Return which difference is told of a condition, as its sentence does."""
    for name in ("number", "if_any", "any"):
        if one[name] is not None:
            return name, one[name]
    return "", None


def _unit(conditions: Sequence[Mapping[str, Any]], of: str) -> str:
    name = _headline(conditions[0])[0] if conditions else "number"
    words = {"number": f"{of} a city", "if_any": f"{of} a city that has any", "any": "share of cities with any"}
    return words[name]


def _picture(conditions: Iterable[Mapping[str, Any]]) -> list[DotRow]:
    told = [(one["label"], _headline(one)[1]) for one in conditions]
    return [DotRow(label, (Dot(one["estimate"], one["low"], one["high"]),)) for label, one in told if one is not None]


def _table(
    scopes: Sequence[Mapping[str, Any]],
    labels: Mapping[str, str],
    label: Any,
    dated: Mapping[str, str] | None = None,
) -> PartTable:
    """Return models beside each other, with the conditions of all of them as columns."""
    columns = {**labels, **{one["id"]: one["label"] for scope in scopes for one in scope["conditions"]}}
    heads = [PartColumn(head, _SHORT.get(name, head)) for name, head in columns.items()]
    return PartTable(heads, [_line(one, list(columns), label(one), dated or {}) for one in scopes])


def _line(scope: Mapping[str, Any], columns: Sequence[str], label: str, dated: Mapping[str, str]) -> PartLine:
    told = {one["id"]: _headline(one) for one in scope["conditions"]}
    cells = [_shown(told[name][1], share=told[name][0] == "any") if name in told else None for name in columns]
    why = "; ".join(scope["lacking"])
    return PartLine(label, scope["complete"], scope["with_any"], cells, why, scope["enough"], dated.get(label, ""))


def tables_of(page: ConditionsPage) -> dict[str, tuple[type, list[Any]]]:
    """Return the tables of the page for files: every number of every model, and what is not measured."""
    result = page.result
    scopes = [
        {**result, "region": None, "era": None},
        *result["regions"],
        *result["eras"],
        *result["second_looks"],
    ]
    cells = [cell for scope in scopes for cell in _cells(scope)]
    return {
        "conditions": (ConditionCell, cells),
        "unmeasured": (NotMeasured, [*page.unmeasured, *page.not_asked]),
    }


def _cells(scope: Mapping[str, Any]) -> list[ConditionCell]:
    lines = [
        _cell(scope, condition=one["id"], part=part, told=one[part], coefficient=one["coefficients"].get(of_part))
        for one in scope["conditions"]
        # The number of all cities comes of both parts: it has no coefficient of its own.
        for part, of_part in (("any", "any"), ("if_any", "number"), ("number", ""))
        if one[part] is not None
    ]
    lines += [_cell(scope, condition=one["id"], note=one["reason"]) for one in scope["unmeasured"]]
    return lines + [_cell(scope, note=f"not enough data: {why}") for why in scope["lacking"]]


def _cell(
    scope: Mapping[str, Any],
    *,
    condition: str = "",
    part: str = "",
    told: Mapping[str, float] | None = None,
    coefficient: Mapping[str, float] | None = None,
    note: str = "",
) -> ConditionCell:
    numbers, slope = told or {}, coefficient or {}
    return ConditionCell(
        among=scope["among"],
        region=scope["region"],
        era=scope["era"],
        counted=scope["of"],
        condition=condition,
        part=_PARTS.get(part, ""),
        estimate=numbers.get("estimate"),
        standard_error=numbers.get("se"),
        low=numbers.get("low"),
        high=numbers.get("high"),
        coefficient=slope.get("coef"),
        coefficient_se=slope.get("se"),
        cities=scope["complete"],
        with_any=scope["with_any"],
        countries=scope["countries"],
        note=note,
    )
