"""How well a past rupture was told beforehand: chances that city ties end, against what the register lists.

**What is scored.** Every tie that was known to stand between the two sides at the end of the year before. What
happened is what the register lists: a suspension or an end that nobody wrote down counts as none. So the score is one
of recorded ends, and the ties of cities whose papers are read at home alone count as kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from proxenia.foresight.ends import EndModel, fit_ends
from proxenia.foresight.ends_table import coming_years, tie_years
from proxenia.foresight.scenarios.changes import Changes, Drawn
from proxenia.foresight.scenarios.resolving import Resolved
from proxenia.foresight.scenarios.scenario import ChangeKind
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["DRAWS", "LEAST_CHANCE", "EndScore", "score_ends"]

Floats = npt.NDArray[np.float64]

DRAWS: Final = 200
"""How often the numbers of the scenario are drawn; the chance of a tie is the mean."""
LEAST_CHANCE: Final = 0.001
"""Chances are kept this far from nought and one: a sure forecast that fails would have an endless log score."""


@dataclass(frozen=True, slots=True)
class EndScore:
    """What one way to foresee the ends was worth by the end of a year.

    Attributes
    ----------
    forecast
        ``scenario``, ``baseline`` (the model of ends without the rupture), ``none_ends``, ``all_end``, and the
        scenario with every number at the ``low`` and at the ``high`` end of its range.
    by
        The year by whose end ties may be over.
    ties, over
        Ties scored, and those of them that the register lists as suspended or ended.
    expected
        How many the forecast expects to be over.
    brier
        Mean squared error of the chances, 0 to 1; lower is better.
    log_score
        Mean of the logarithm of the chance given to what happened; higher is better.
    """

    forecast: str
    by: int
    ties: int
    over: int
    expected: float
    brier: float
    log_score: float


def score_ends(snapshot: Snapshot, resolved: Resolved, *, years: Sequence[int], seed: int = 1) -> dict[str, Any]:
    """Return the scores of a rupture whose outcome the register knows.

    Parameters
    ----------
    years
        By the ends of which years.
    seed
        Of the draws of the scenario's numbers.

    Returns
    -------
    dict
        `scores` (:class:`EndScore`), `ties`, `listed_elsewhere` (ties that a source beside the register's own
        selection names), `over_elsewhere` (those of them that are over), and `without_year` (ties whose year is not
        known).
    """
    standing = _between(coming_years(snapshot, resolved.start, max(years)), resolved)
    outcome = _outcome(snapshot, standing, max(years))
    ties = standing.unique("id", keep="first").sort("id")
    over_in = ties.join(outcome, on="id", how="left").sort("id")["over_in"]
    model = fit_ends(snapshot, resolved.start)
    scores = [
        one for year in years for one in _scored(model, standing, over_in, resolved.changes, year=year, seed=seed)
    ]
    elsewhere = ties["listed_elsewhere"]
    return {
        "scores": scores,
        "ties": ties.height,
        "listed_elsewhere": int(elsewhere.sum()),
        "over_elsewhere": int((elsewhere & over_in.is_not_null()).sum()),
        "without_year": int(ties["age_unknown"].sum()),
    }


def _between(rows: pl.DataFrame, resolved: Resolved) -> pl.DataFrame:
    pairs = {
        (min(a, b), max(a, b))
        for change in resolved.scenario.changes
        if change.kind is ChangeKind.RUPTURE
        for a in change.first
        for b in change.second
    }
    told = pl.DataFrame(sorted(pairs), schema={"low": pl.String(), "high": pl.String()}, orient="row")
    return rows.join(told, on=["low", "high"], how="semi", maintain_order="left").sort("id", "year")


def _outcome(snapshot: Snapshot, standing: pl.DataFrame, last: int) -> pl.DataFrame:
    """Return the year in which each of the ties was suspended or ended, of those that were."""
    first = int(standing["year"].min() or 0)  # type: ignore[arg-type]
    known = tie_years(snapshot, last).rows.filter(
        pl.col("id").is_in(standing["id"].unique().implode()),
        pl.col("year") >= first,
        pl.col("suspended") | pl.col("ended"),
    )
    return known.select("id", over_in="year")


def _scored(
    model: EndModel, standing: pl.DataFrame, over_in: pl.Series, changes: Changes, *, year: int, seed: int
) -> list[EndScore]:
    rows = standing.filter(pl.col("year") <= year)
    suspended, ended = (_rates(one, model) for one in model.yearly_chances(rows))
    scored = _Standing(rows, (suspended, ended))
    happened = (over_in.fill_null(9_999) <= year).to_numpy()
    ends = [changes.at(share) for share in (0.0, 1.0)]
    drawn = [changes.drawn(run, seed) for run in range(DRAWS)]
    chances = {
        "scenario": np.mean([scored.over(one) for one in drawn], axis=0),
        "scenario, low": scored.over(ends[0]),
        "scenario, high": scored.over(ends[1]),
        "baseline": scored.over(Changes().drawn(0, seed)),
        "none_ends": np.zeros(len(happened)),
        "all_end": np.ones(len(happened)),
    }
    return [_score(name, year, told, happened) for name, told in chances.items()]


def _rates(chances: Floats, model: EndModel) -> Floats:
    """Return yearly rates; where no end of a kind was known, half an event in all years of ties stands for nothing."""
    told = -np.log1p(-np.clip(chances, 0.0, 1 - 1e-12))
    return np.where(np.isnan(chances), 0.5 / model.evidence.all_years.years, told)


@dataclass(frozen=True, eq=False)
class _Standing:
    """The ties and years that are scored, with each row's pair of countries looked up once."""

    rows: pl.DataFrame
    rates: tuple[Floats, Floats]

    def over(self, drawn: Drawn) -> Floats:
        """Return the chance of each tie, by id, to be over by the last year."""
        pairs = self.rows.select("low", "high").unique().sort("low", "high")
        low, high = pairs["low"].to_numpy(), pairs["high"].to_numpy()
        shifted = [
            pairs.with_columns(
                year=pl.lit(year, pl.Int32), s=drawn.suspensions(year, low, high), e=drawn.endings(year, low, high)
            )
            for year in self.rows["year"].unique().sort()
        ]
        told = self.rows.select("id", "low", "high", "year").with_columns(rs=self.rates[0], re=self.rates[1])
        told = told.join(pl.concat(shifted), on=["low", "high", "year"], how="left", maintain_order="left")
        rate = pl.col("rs") * pl.col("s").exp() + pl.col("re") * pl.col("e").exp()
        summed = told.group_by("id").agg(rate.sum().alias("rs")).sort("id")
        return np.asarray(-np.expm1(-summed["rs"].to_numpy()))


def _score(name: str, year: int, chances: Floats, happened: npt.NDArray[np.bool_]) -> EndScore:
    kept = np.clip(chances, LEAST_CHANCE, 1 - LEAST_CHANCE)
    given = np.where(happened, kept, 1 - kept)
    return EndScore(
        forecast=name,
        by=year,
        ties=len(happened),
        over=int(happened.sum()),
        expected=float(chances.sum()),
        brier=float(np.mean((chances - happened) ** 2)),
        log_score=float(np.mean(np.log(given))),
    )
