"""The two parts of a hurdle model of counts: whether there is any, and how many there are if there is any.

Part one is a logit. Part two is a negative binomial (NB2) that knows no zero, written with the logarithm of its odds:
with t = exp(x b) and size r, P(y) is in proportion to Γ(y + r) / (Γ(r) y!) · (t / (1 + t))^y for y = 1, 2, …, and the
mean is r t / (1 − (1 + t)^−r). The slopes are those of the NB2 in its usual form (mean r t before the zeros are taken
away, dispersion 1/r); only the constant differs, by log r. In this form nothing runs away where counts are spread so
widely that r nears nought: the limit is the logarithmic series. Mullahy 1986, doi:10.1016/0304-4076(86)90002-3.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["CONSTANT", "Floats", "Part", "Refusal", "fit_any", "fit_number", "means_if_any"]

Floats = NDArray[np.float64]

CONSTANT: Final = "constant"
MOST_STEPS: Final = 200
MOST_HALVINGS: Final = 40
CLOSE: Final = 1e-7
"""Length of the last step in standard errors."""
FARTHEST: Final = 2.0
"""The logarithm of the size r is changed by no more in one step."""
FLAT: Final = 1e-8
"""The square of the same, where the likelihood is flat to its last digit."""
WIDEST: Final = -9.0
NARROWEST: Final = 9.0
"""The logarithm of the size r never leaves these: beyond the one the logarithmic series is met, beyond the other a
Poisson; there r is held, for the counts cannot tell it any nearer."""
FAR: Final = 60.0
"""An estimate times the range of its column beyond which none is believed."""
LARGE: Final = 8.0
HARDLY: Final = 0.5
"""The same, and how few standard errors it may be, of an estimate that is taken to run away."""
RUNS_AWAY: Final = "its estimate runs away: it separates cities with from those without"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A column from which nothing can be estimated, and why; it is to be left out and named."""

    column: str
    reason: str


@dataclass(frozen=True, eq=False)
class Part:
    """One part of the model, fitted.

    Attributes
    ----------
    names
        The columns, the constant first.
    coefficients
        One a column; in part two the last one more is the logarithm of the size r.
    information
        Less than nought the second derivatives of the log-likelihood at the estimates.
    scores
        Shape (cities, coefficients): first derivatives of each city's log-likelihood.
    loglik
        The log-likelihood.
    held
        The size r lies at one of its limits and is no estimate: ``logarithmic`` or ``poisson``; else empty.
    steps
        How many steps it took.
    """

    names: tuple[str, ...]
    coefficients: Floats
    information: Floats
    scores: Floats
    loglik: float
    steps: int
    held: str = ""

    @property
    def slopes(self) -> Floats:
        """The coefficients of the columns, without that of the size."""
        return self.coefficients[: len(self.names)]

    @property
    def log_size(self) -> float:
        """The logarithm of the size r; part two alone has one."""
        return float(self.coefficients[-1])

    @property
    def bread(self) -> Floats:
        """The inverse of the information; nought for a size that is held."""
        inverse = np.zeros_like(self.information)
        free = len(self.information) - bool(self.held)
        inverse[:free, :free] = np.linalg.inv(self.information[:free, :free])
        return inverse


@dataclass(frozen=True, eq=False)
class _At:
    loglik: float
    scores: Floats
    information: Floats


def _any_at(columns: Floats, some: Floats, now: Floats) -> _At:
    line = columns @ now
    chance = 1 / (1 + np.exp(-line))
    loglik = float((some * line - np.logaddexp(0, line)).sum())
    weight = (chance * (1 - chance))[:, None]
    return _At(loglik, columns * (some - chance)[:, None], (columns * weight).T @ columns)


def _number_at(columns: Floats, counts: Floats, now: Floats) -> _At:
    """Return the log-likelihood of counts of one and more, with its derivatives by the columns' weights and log r."""
    from scipy.special import digamma, gammaln, polygamma  # noqa: PLC0415

    line, size = columns @ now[:-1], float(np.exp(now[-1]))
    share = 1 / (1 + np.exp(-line))
    spread = np.logaddexp(0, line)
    some, none = -np.expm1(-size * spread), np.exp(-size * spread)
    rise = size * (digamma(counts + size) - digamma(size))
    rate, odds = size * share / some, size * spread / some
    loglik = gammaln(counts + size) - gammaln(size) - gammaln(counts + 1)
    loglik += counts * (line - spread) - size * spread - np.log(some)
    slope = counts * (1 - share) - rate
    bend = counts * share * (1 - share) + rate * (1 - share) - rate**2 * none
    across = rate * (1 - odds * none)
    # The second derivative by log r of each count's log-likelihood, turned round.
    own = odds * (1 - odds * none) - rise - size**2 * (polygamma(1, counts + size) - polygamma(1, size))
    information = np.empty((len(now), len(now)))
    information[:-1, :-1] = (columns * bend[:, None]).T @ columns
    information[:-1, -1] = information[-1, :-1] = columns.T @ across
    information[-1, -1] = own.sum()
    return _At(float(loglik.sum()), np.column_stack([columns * slope[:, None], rise - odds]), information)


def means_if_any(columns: Floats, coefficients: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the means of part two with their derivatives by the line x b and by log r.

    Parameters
    ----------
    columns
        Shape (cities, columns).
    coefficients
        Of part two, log r last.

    Examples
    --------
    With r = 1 it is a geometric series: of odds t the mean is 1 + t.

    >>> means_if_any(np.ones((1, 1)), np.array([np.log(3.0), 0.0]))[0].round(9).tolist()
    [4.0]
    """
    line, size = columns @ coefficients[:-1], float(np.exp(coefficients[-1]))
    share = 1 / (1 + np.exp(-line))
    spread = np.logaddexp(0, line)
    some, none = -np.expm1(-size * spread), np.exp(-size * spread)
    mean = size * np.exp(line) / some
    return mean, mean * (1 - size * share * none / some), mean * (1 - size * spread * none / some)


def fit_any(columns: Floats, some: NDArray[np.bool_], names: Sequence[str]) -> Part | Refusal:
    """Return part one: a logit of whether there is any.

    Parameters
    ----------
    columns
        Shape (cities, columns), the first of them the constant.
    some
        Whether each city has any; some have, some have not.
    names
        Of the columns.

    Returns
    -------
    Part or Refusal
        A refusal when a column separates cities with any from those without, so that its estimate runs away.
    """
    wanted = some.astype(float)
    share = wanted.mean()
    start = np.zeros(columns.shape[1])
    start[0] = np.log(share / (1 - share))
    top = _Climb(lambda now: _any_at(columns, wanted, now), columns, names).from_(start)
    if isinstance(top, Refusal):
        return top
    return Part(tuple(names), top.place, top.at.information, top.at.scores, top.at.loglik, top.steps)


def fit_number(columns: Floats, counts: NDArray[np.int64], names: Sequence[str]) -> Part | Refusal:
    """Return part two: a negative binomial without zeros of how many there are.

    Parameters
    ----------
    columns
        Shape (cities, columns), the first of them the constant.
    counts
        One or more of each city.
    names
        Of the columns.

    Returns
    -------
    Part or Refusal
        A refusal when the estimate of a column runs away.
    """
    numbers = counts.astype(float)
    start = np.zeros(columns.shape[1] + 1)
    start[0] = np.log(max(numbers.mean() - 1, 0.1))
    top = _Climb(lambda now: _number_at(columns, numbers, now), columns, names, sized=True).from_(start)
    if isinstance(top, Refusal):
        return top
    if not WIDEST < top.place[-1] < NARROWEST:
        return _held(columns, numbers, names, log_size=WIDEST if top.place[-1] < 0 else NARROWEST)
    return Part(tuple(names), top.place, top.at.information, top.at.scores, top.at.loglik, top.steps)


def _held(columns: Floats, counts: Floats, names: Sequence[str], *, log_size: float) -> Part | Refusal:
    """Return part two with its size held at a limit."""

    def at_size(now: Floats) -> _At:
        full = _number_at(columns, counts, np.append(now, log_size))
        return _At(full.loglik, full.scores[:, :-1], full.information[:-1, :-1])

    start = np.zeros(columns.shape[1])
    start[0] = np.log(max(counts.mean() - 1, 0.1)) - max(log_size, 0.0)
    top = _Climb(at_size, columns, names).from_(start)
    if isinstance(top, Refusal):
        return top
    found = np.append(top.place, log_size)
    whole = _number_at(columns, counts, found)
    scores = whole.scores.copy()
    scores[:, -1] = 0
    word = "logarithmic" if log_size < 0 else "poisson"
    return Part(tuple(names), found, whole.information, scores, whole.loglik, top.steps, word)


@dataclass(frozen=True, eq=False)
class _Top:
    """Where the likelihood is highest, or where the size r left its limits; what is known there."""

    place: Floats
    at: _At
    steps: int


@dataclass(frozen=True, eq=False)
class _Climb:
    """Newton's way to the highest likelihood, with halved steps where a whole one would lead down."""

    evaluate: Callable[[Floats], _At]
    columns: Floats
    names: Sequence[str]
    sized: bool = False

    def from_(self, start: Floats) -> _Top | Refusal:
        """Return where it is highest; where r leaves its limits, where that happened."""
        now, at = start, self.evaluate(start)
        for step_number in range(1, MOST_STEPS + 1):
            rise = at.scores.sum(axis=0)
            step = _step(at.information, rise)
            length = float(step @ rise)
            if self.sized and abs(step[-1]) > FARTHEST:
                step = step * (FARTHEST / abs(step[-1]))
            there, at_there, moved = (now, at, False) if length < CLOSE**2 else self._move(now, at, step)
            if not moved:
                # At the top, or flat to the last digit: as near as numbers allow, or no estimate at all.
                settled = _Top(now, at, step_number - 1) if length < FLAT else self._unsettled(at)
                return self._running_away(now, at) or settled
            now, at = there, at_there
            if self.sized and not WIDEST < now[-1] < NARROWEST:
                return _Top(now, at, step_number)
        return self._unsettled(at)

    def _move(self, now: Floats, at: _At, step: Floats) -> tuple[Floats, _At, bool]:
        share = 1.0
        for _ in range(MOST_HALVINGS):
            with np.errstate(all="ignore"):
                there = self.evaluate(now + share * step)
            # The last digits of a sum of logarithms are rounding: near the top they may not count.
            if np.isfinite(there.loglik) and there.loglik >= at.loglik - 1e-12 * abs(at.loglik):
                return now + share * step, there, True
            share /= 2
        return now, at, False

    def _running_away(self, now: Floats, at: _At) -> Refusal | None:
        """Refuse a column whose estimate is large and not known at all."""
        width = len(self.names)
        reach = np.abs(now[:width]) * np.ptp(self.columns, axis=0)
        errors = np.sqrt(np.maximum(np.diag(np.linalg.pinv(at.information))[:width], 0))
        away = (reach > FAR) | ((reach > LARGE) & (np.abs(now[:width]) < HARDLY * errors))
        return Refusal(self.names[int(np.argmax(np.where(away, reach, 0)))], RUNS_AWAY) if away.any() else None

    def _unsettled(self, at: _At) -> Refusal:
        """Refuse the column along which the likelihood still rises most."""
        rise = np.abs(at.scores.sum(axis=0))[: len(self.names)]
        varies = np.ptp(self.columns, axis=0) > 0
        return Refusal(self.names[int(np.argmax(np.where(varies, rise, -1)))], "the estimates do not settle")


def _step(information: Floats, rise: Floats) -> Floats:
    """Return Newton's step; where the likelihood does not bend down on all sides, a step that leads up all the same."""
    sizes, axes = np.linalg.eigh(information)
    bends = np.maximum(np.abs(sizes), 1e-10 * max(float(np.abs(sizes).max()), 1e-10))
    found: Floats = axes @ ((axes.T @ rise) / bends)
    return found
