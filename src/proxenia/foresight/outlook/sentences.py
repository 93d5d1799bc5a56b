"""What an outlook says in plain sentences, each with what it rests on."""

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["number_words", "range_words", "sentences_of"]

Plain = Mapping[str, Any]


def number_words(value: float) -> str:
    """Return a number as a reader wants it.

    >>> number_words(0.004), number_words(1.25), number_words(1234.0)
    ('under 0.01', '1.2', '1,234')
    """
    if 0 < value < 0.01:
        return "under 0.01"
    if value < 1:
        return f"{value:.2g}"
    return f"{value:.1f}".removesuffix(".0") if value < 100 else f"{value:,.0f}"


def range_words(interval: Plain) -> str:
    """Return both intervals in words.

    >>> range_words({"low_50": 1.0, "high_50": 3.0, "low_90": 0.0, "high_90": 9.0})
    '1 to 3 in half of the runs, 0 to 9 in nine of ten'
    """
    half, most = ((interval[f"low_{share}"], interval[f"high_{share}"]) for share in (50, 90))
    return (
        f"{number_words(half[0])} to {number_words(half[1])} in half of the runs, "
        f"{number_words(most[0])} to {number_words(most[1])} in nine of ten"
    )


def sentences_of(told: Plain) -> list[str]:
    """Return the sentences of a told outlook."""
    return [*_numbers(told), *_limits(told), *_past(told)]


def _numbers(told: Plain) -> Iterator[str]:
    total = told["total"]
    span = f"From {told['start'] + 1} to {told['to']}"
    if told["stopped"]:
        yield f"It was stopped after {told['runs']:,} of {told['runs_asked']:,} runs."
    yield (
        f"{span}, {number_words(total['new']['expected'])} new ties with a known year are expected "
        f"({range_words(total['new'])})."
    )
    yield (
        f"{number_words(told['newcomers']['new']['expected'])} of them are with a city that no dated tie names yet; "
        "which one cannot be said."
    )
    for what, verb in (("suspended", "suspensions"), ("ended", "endings")):
        if total[what] is None:
            yield f"No {verb.removesuffix('s')} was known by {told['start']}: how many come cannot be said."
        else:
            yield (
                f"Among the {told['basis']['standing']:,} ties that stood, "
                f"{number_words(total[what]['expected'])} {verb} are expected ({range_words(total[what])}), "
                "if no other states fall out with each other than have by now."
            )


def _limits(told: Plain) -> Iterator[str]:
    coverage = told["coverage"]
    share = coverage["share"]
    if share is not None:
        yield (
            f"{coverage['dated']:,} of {coverage['ties']:,} ties carry a year ({100 * share:.0f} %), and only these "
            "can tell when ties form: the numbers are of ties whose year the sources would tell, not of all ties."
        )
    reached = coverage["covered_until"]
    if reached is not None and reached < told["start"]:
        yield (
            f"Half of the years come from lists that reach no further than {reached}: after it few ties are dated, so "
            "that the numbers say more of the lists than of the cities."
        )
    without = [one["region"] for one in coverage["regions"] if not one["enough"]]
    if without:
        yield f"Not enough data (under {coverage['least_dated']} dated ties): {', '.join(without)}."
    if told["horizon_years"] != 5:
        years = f"{told['horizon_years']} year{'s' if told['horizon_years'] > 1 else ''}"
        yield f"Forecasts were scored over five years; how good they are over {years} is not known."


def _past(told: Plain) -> Iterator[str]:
    method, scores = told["method"], told["method"]["scores"]
    label = method["label"]
    # Where no cut has a new tie there are no scores.
    if scores is None or scores["pooled"][method["predictor"]] is None:
        yield f"Which pairs are likely is told by: {label} ({method['meaning']}) It was not scored here."
    else:
        best = "did best" if method["best_in_the_past"] else f"did not do best (that was {scores['best']})"
        cuts = sorted({one["year"] for one in scores["cuts"]})
        yield (
            f"Which pairs are likely is told by: {label}. In the past it {best}: log score "
            f"{scores['pooled'][method['predictor']]:.2f} per new tie over the cuts {', '.join(map(str, cuts))} "
            "(lower is better)."
        )
    past = told["past_intervals"]
    if past is not None:
        for one in past["held"]:
            if one["intervals"]:
                yield (
                    f"In the past, intervals of 90 % held {one['in_90']} of {one['intervals']} times, "
                    f"those of 50 % {one['in_50']} times: {one['label']}."
                )
