"""How well predictions of new ties would have done before: scores by cut and model, calibration, what is not known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, Final

from proxenia.atlas.cited import CitedSource, described_sources
from proxenia.atlas.foresight_plots import ChancePoint
from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.precision_plot import PrecisionLine

__all__ = [
    "CalibrationRow",
    "CoverageRow",
    "CurveRow",
    "HowWellPage",
    "ModelRow",
    "NumberRow",
    "ScoreRow",
    "build",
    "tables_of",
]

_LEAST_EXPECTED: Final = 2.0
"""Classes of chance are joined until so many new ties are expected in them."""
_WIDE: Final = 1.96
_SHOWN_TIES: Final = 10
"""New ties that a cut must have for its lines of precision to be drawn."""


@dataclass(frozen=True, slots=True)
class ModelCell:
    """A predictor at a cut: its log score per new tie, what share of the new ties its first hundred pairs hold.

    Attributes
    ----------
    log_score
        Per new tie; none where there is no new tie.
    best
        Whether no predictor's is lower.
    found
        Share of the new ties among the hundred likeliest pairs.
    lift
        How many times better than a list in any order its list is (average precision).
    difference, low, high
        Against the best baseline of that cut, with the 95 % range; none for that baseline itself.
    """

    log_score: float | None
    best: bool
    found: float | None
    lift: float | None
    difference: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A predictor at every cut, and over all of them.

    Attributes
    ----------
    cells
        One a cut, in time.
    log_score, best
        Over all cuts, per new tie; whether no other's is lower.
    difference, low, high
        Against the best baseline over all cuts.
    """

    id: str
    label: str
    meaning: str
    reference: str
    baseline: bool
    cells: list[ModelCell]
    log_score: float | None
    best: bool
    difference: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class CutRow:
    """What was known at a cut and what came; `right` says whether the 90 % range held the number."""

    year: int
    last_year: int
    known_ties: int
    known_cities: int
    candidates: int
    new_ties: int
    out_of_reach: int
    expected: float
    low_50: int
    high_50: int
    low_90: int
    high_90: int
    right: bool
    beyond_lists: bool


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A score, for a file: of which predictor at which cut, with its 95 % range where there is one."""

    cut: int
    last_year: int
    model: str
    score: str
    value: float | None
    low: float | None
    high: float | None
    new_ties: int
    candidates: int


@dataclass(frozen=True, slots=True)
class CalibrationRow:
    """A tenth of the candidates by their chance (fewer groups where many have the same)."""

    cut: int
    model: str
    least_chance: float
    most_chance: float
    pairs: int
    expected: float
    seen: int


@dataclass(frozen=True, slots=True)
class CurveRow:
    """A point of precision and recall."""

    cut: int
    model: str
    recall: float
    precision: float


@dataclass(frozen=True, slots=True)
class NumberRow:
    """What a rule for the number of new ties said, and what came."""

    cut: int
    last_year: int
    rule: str
    expected: float
    low_50: int
    high_50: int
    low_90: int
    high_90: int
    seen: int
    out_of_reach: int


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A part of the world: ties with a year, and what the best predictor expected of it.

    Attributes
    ----------
    expected, seen
        New ties over all cuts, a tie between two parts in both; none where there is not enough data.
    """

    region: str
    ties: int
    dated: int
    enough: bool
    expected: float | None
    seen: int | None


@dataclass(frozen=True, slots=True)
class CurvePlot:
    """Lines of precision and recall at a cut."""

    year: int
    new_ties: int
    lines: list[PrecisionLine]


@dataclass(frozen=True, slots=True)
class HowWellPage:
    """What the page shows.

    Attributes
    ----------
    result
        The whole answer, as the command prints it.
    best, best_label
        The predictor that did best over all cuts.
    cuts, models
        The cuts, and every predictor at each.
    points
        Calibration of the best predictor over all cuts.
    curves
        Precision and recall: the best predictor, the best baseline, no knowledge; the cut with most new ties first.
    regions
        By part of the world.
    sources
        The lists that give the years, as they ask to be cited.
    """

    as_of: int
    result: dict[str, Any]
    best: str
    best_label: str
    cuts: list[CutRow]
    models: list[ModelRow]
    points: list[ChancePoint]
    curves: list[CurvePlot]
    regions: list[CoverageRow]
    sources: list[CitedSource]

    @property
    def new_ties(self) -> int:
        """New ties that could be predicted, over all cuts."""
        return sum(cut.new_ties for cut in self.cuts)

    @property
    def out_of_reach(self) -> int:
        """New ties that no predictor could have named."""
        return sum(cut.out_of_reach for cut in self.cuts)


def build(index: AtlasIndex, result: dict[str, Any], *, question: Mapping[str, Any], as_of: int) -> HowWellPage:
    """Return the payload.

    Parameters
    ----------
    index
        Names and sources.
    result
        The answer of :func:`proxenia.foresight.backtest_asked.answer_backtest`.
    question
        What was asked.
    as_of
        The year of the pages around it; the backtest has years of its own.
    """
    del question
    labels = {one["id"]: one["label"] for one in result["models"]}
    best = str(result["best"])
    counts: dict[str, int] = {}
    for one in result["coverage"]["lists"]:
        counts[one["source"]] = counts.get(one["source"], 0) + one["ties"]
    return HowWellPage(
        as_of=as_of,
        result=result,
        best=best,
        best_label=labels[best],
        cuts=[_cut(one, result["rule"]) for one in result["cut"]],
        models=[_model(one, result) for one in result["models"]],
        points=_points(result["chance_classes"][best]),
        curves=_curves(result, labels),
        regions=[_region(one, result, best) for one in result["coverage"]["regions"]],
        sources=described_sources(index, counts),
    )


def _cut(cut: Mapping[str, Any], rule: str) -> CutRow:
    told = cut["rules"][rule]
    low, high = told["interval_90"]
    return CutRow(
        **{
            name: cut[name]
            for name in (
                "year",
                "last_year",
                "known_ties",
                "known_cities",
                "candidates",
                "new_ties",
                "out_of_reach",
                "beyond_lists",
            )
        },
        expected=told["expected"],
        low_50=told["interval_50"][0],
        high_50=told["interval_50"][1],
        low_90=low,
        high_90=high,
        right=low <= cut["new_ties"] <= high,
    )


def _model(model: Mapping[str, Any], result: Mapping[str, Any]) -> ModelRow:
    name = model["id"]
    whole = result["pooled"][name]
    apart = whole["difference"] or {}
    low, high = apart.get("interval") or (None, None)
    return ModelRow(
        **{key: model[key] for key in ("id", "label", "meaning", "reference", "baseline")},
        cells=[_cell(cut, name) for cut in result["cut"]],
        log_score=whole["log_score_per_tie"],
        best=name == result["best"],
        difference=apart.get("value"),
        low=low,
        high=high,
    )


def _cell(cut: Mapping[str, Any], name: str) -> ModelCell:
    scores = cut["scores"][name]
    own = scores["log_score_per_tie"]
    apart = cut["models"][name]["difference"] or {}
    low, high = apart.get("interval") or (None, None)
    return ModelCell(
        log_score=own,
        best=own is not None and own <= min(one["log_score_per_tie"] for one in cut["scores"].values()),
        found=scores["recall_at_100"],
        lift=scores["lift"],
        difference=apart.get("value"),
        low=low,
        high=high,
    )


def _points(classes: Iterable[Sequence[float]]) -> list[ChancePoint]:
    """Return classes of chance, the lowest first, joined until enough is expected of each."""
    joined: list[list[float]] = []
    for pairs, expected, seen in classes:
        if joined and joined[-1][1] < _LEAST_EXPECTED:
            joined[-1] = [joined[-1][0] + pairs, joined[-1][1] + expected, joined[-1][2] + seen]
        elif pairs:
            joined.append([pairs, expected, seen])
    if len(joined) > 1 and joined[-1][1] < _LEAST_EXPECTED:
        last = joined.pop()
        joined[-1] = [one + other for one, other in zip(joined[-1], last, strict=True)]
    return [_point(int(pairs), expected, int(seen)) for pairs, expected, seen in joined]


def _point(pairs: int, expected: float, seen: int) -> ChancePoint:
    """Return a class with Wilson's 95 % interval of its share."""
    share, square = seen / pairs, _WIDE**2
    middle = (share + square / (2 * pairs)) / (1 + square / pairs)
    half = _WIDE * sqrt(share * (1 - share) / pairs + square / (4 * pairs**2)) / (1 + square / pairs)
    return ChancePoint(expected / pairs, share, max(middle - half, 0.0) if seen else 0.0, middle + half, pairs)


def _curves(result: Mapping[str, Any], labels: Mapping[str, str]) -> list[CurvePlot]:
    names = [result["best"], result["best_baseline"], "persistence"]
    shown = [name for name in dict.fromkeys(names) if name in labels]
    cuts = [cut for cut in result["cut"] if cut["new_ties"] >= _SHOWN_TIES]
    return [
        CurvePlot(cut["year"], cut["new_ties"], [_line(cut, name, labels[name]) for name in shown])
        for cut in sorted(cuts, key=lambda cut: (-cut["new_ties"], cut["year"]))
    ]


def _line(cut: Mapping[str, Any], name: str, label: str) -> PrecisionLine:
    points = tuple((float(recall), float(precision)) for recall, precision in cut["models"][name]["curve"])
    # A list in any order is right as often everywhere: its one point becomes a line.
    return PrecisionLine(label, ((0.0, points[0][1]), *points) if len(points) == 1 else points)


def _region(one: Mapping[str, Any], result: Mapping[str, Any], best: str) -> CoverageRow:
    told = [cut["models"][best]["regions"][one["region"]] for cut in result["cut"]]
    enough = bool(one["enough"])
    return CoverageRow(
        region=one["region"],
        ties=one["ties"],
        dated=one["dated"],
        enough=enough,
        expected=sum(each["expected"] for each in told) if enough else None,
        seen=sum(each["seen"] for each in told) if enough else None,
    )


def tables_of(page: HowWellPage) -> dict[str, tuple[type, list[Any]]]:
    """Return the tables of the page for files: scores, calibration, curves, numbers and coverage."""
    cuts = page.result["cut"]
    return {
        "scores": (ScoreRow, [row for cut in cuts for row in _scores(cut)]),
        "calibration": (CalibrationRow, [row for cut in cuts for row in _calibration(cut)]),
        "curves": (CurveRow, [row for cut in cuts for row in _curve(cut)]),
        "numbers": (NumberRow, [row for cut in cuts for row in _numbers(cut)]),
        "coverage": (CoverageRow, page.regions),
    }


def _scores(cut: Mapping[str, Any]) -> list[ScoreRow]:
    rows = []
    for model, scores in cut["scores"].items():
        for name, value in scores.items():
            low, high = cut["models"][model]["intervals"].get(name) or (None, None)
            ties, pairs = cut["new_ties"], cut["candidates"]
            rows.append(ScoreRow(cut["year"], cut["last_year"], model, name, value, low, high, ties, pairs))
    return rows


def _calibration(cut: Mapping[str, Any]) -> list[CalibrationRow]:
    return [
        CalibrationRow(cut["year"], model, **group)
        for model, told in cut["models"].items()
        for group in told["calibration"]
    ]


def _curve(cut: Mapping[str, Any]) -> list[CurveRow]:
    return [
        CurveRow(cut["year"], model, recall, precision)
        for model, told in cut["models"].items()
        for recall, precision in told["curve"]
    ]


def _numbers(cut: Mapping[str, Any]) -> list[NumberRow]:
    rows = []
    for rule, told in cut["rules"].items():
        ranges = (*told["interval_50"], *told["interval_90"])
        ends = dict(zip(("low_50", "high_50", "low_90", "high_90"), ranges, strict=True))
        more = {"seen": cut["new_ties"], "out_of_reach": cut["out_of_reach"]}
        rows.append(NumberRow(cut["year"], cut["last_year"], rule, told["expected"], **ends, **more))
    return rows
