"""The coordination model: both choose each other, and a pair ties itself in proportion to both choices.

With s(i,j) the weighted sum of the effects, i chooses j with the probability p(i→j) = exp s(i,j) / Σ_k exp s(i,k), and
the next tie is {i,j} with the probability P{i,j} = p(i→j) p(j→i) / Σ_{a<b} p(a→b) p(b→a) (Stadtfeld, Hollway & Block
2017, doi:10.1177/0081175017709295).

**Derivatives.** Let E(a) be the mean of the effects under the choices of a, C(a) their covariance, T(a,b) the effects
of a on b and of b on a added up, and D(a,b) = T(a,b) - E(a) - E(b). The gradient of log P{i,j} is D(i,j) less its mean
under P. The expected information is the covariance of D under P; the curvature at what was observed adds C(i) + C(j)
less the mean of C(a) + C(b) under P.

**Speed.** s(i,j) = a(j) + d(i,j), where a holds the effects of the partner alone. With W = exp d and y = exp a, the
choices are W(i,j) y(j) / z(i), and P is W(i,j) W(j,i) q(i) q(j): all sums are products of two matrices with vectors. No
array of pairs by effects is made, and the matrices are written into the same room step after step.
"""

import numpy as np

from proxenia.foresight.design import Design, PresentPairs, Step
from proxenia.foresight.effects.values import Floats
from proxenia.foresight.newton import Evaluation

__all__ = ["CoordinationLikelihood"]

KEPT_BYTES = 128 * 1024 * 1024


class _Choices:
    """The choices at a step.

    Attributes
    ----------
    weights, both
        W, and W times its transpose, place by place.
    pull, sums, share
        y, z and q.
    loglik
        Of the new ties of the step.
    """

    __slots__ = ("both", "loglik", "pull", "share", "sums", "weights")

    def __init__(self, weights: Floats, both: Floats, pull: Floats, sums: Floats) -> None:
        self.weights, self.both, self.pull, self.sums = weights, both, pull, sums
        self.share, self.loglik = pull, -np.inf


class CoordinationLikelihood:
    """The log-likelihood of a design, with its derivatives."""

    def __init__(self, design: Design) -> None:
        self.design = design
        shown = {id(one): one for step in design.steps for one in step.dense}
        # All matrices are kept from one look to the next where they fit; else only the last of each effect.
        self._keeps = sum(8 * len(one.who) ** 2 for one in shown.values()) <= KEPT_BYTES
        self._matrices: dict[int, tuple[PresentPairs, Floats]] = {}
        self._room: dict[int, tuple[Floats, ...]] = {}

    def evaluate(self, coefficients: Floats) -> Evaluation:
        """Return the log-likelihood, its gradient, the expected information and the curvature."""
        count = len(coefficients)
        loglik, gradient = 0.0, np.zeros(count)
        information, curvature = np.zeros((count, count)), np.zeros((count, count))
        for step in self.design.steps:
            dense = self._dense(step)
            choices = self._choices(step, coefficients, dense)
            loglik += choices.loglik
            if not np.isfinite(loglik):
                break
            more = self._derivatives(step, choices, dense)
            gradient += more[0]
            information += more[1]
            curvature += more[2]
        information, curvature = _mirrored(information), _mirrored(curvature)
        return Evaluation(float(loglik), gradient, information, information + curvature)

    def reaches(self, coefficients: Floats, floor: float) -> bool:
        """Tell whether the log-likelihood is as high as a floor; no step adds to it, so that it may be told early."""
        loglik = 0.0
        for step in self.design.steps:
            loglik += self._choices(step, coefficients, self._dense(step)).loglik
            if not loglik >= floor:
                return False
        return True

    def _dense(self, step: Step) -> list[Floats]:
        return [self._matrix(column, shown) for column, shown in enumerate(step.dense)]

    def _matrix(self, column: int, shown: PresentPairs) -> Floats:
        known = self._matrices.get(id(shown) if self._keeps else column)
        if known is None or known[0] is not shown:
            known = self._matrices[id(shown) if self._keeps else column] = (shown, shown.matrix())
        return known[1]

    def _rooms(self, size: int) -> tuple[Floats, ...]:
        if size not in self._room:
            self._room = {size: (*(np.empty((size, size)) for _ in range(4)),)}
        return self._room[size]

    def _choices(self, step: Step, coefficients: Floats, dense: list[Floats]) -> _Choices:
        partners = step.partner.shape[1]
        few = partners + step.few.shape[1]
        weights, both, spare, _ = self._rooms(step.size)
        if dense:
            np.multiply(dense[0], coefficients[few], out=weights)
        else:
            weights.fill(0)
        for matrix, weight in zip(dense[1:], coefficients[few + 1 :], strict=True):
            weights += np.multiply(matrix, weight, out=spare)
        flat = weights.reshape(-1)
        flat[step.cells] += step.few @ coefficients[partners:few]
        flat[:: step.size + 1] = -np.inf  # nobody chooses itself
        alone = step.partner @ coefficients[:partners]
        highest, most = weights.max(), alone.max()
        weights -= highest
        np.exp(weights, out=weights)
        pull = np.exp(alone - most)
        sums = weights @ pull
        np.multiply(weights, weights if step.mutual else weights.T, out=both)
        choices = _Choices(weights, both, pull, sums)
        if not sums.min() > 0:
            return choices
        share = pull / sums
        total = float(share @ (both @ share)) / 2
        if not total > 0:
            return choices
        choices.share = share / np.sqrt(total)
        logs = float(step.involved @ (np.log(sums) + (highest + most)))
        choices.loglik = float(step.observed @ coefficients) - logs - len(step.first) * float(np.log(total))
        return choices

    def _derivatives(self, step: Step, choices: _Choices, dense: list[Floats]) -> tuple[Floats, Floats, Floats]:
        """Return the gradient, the expected information, and what the curvature adds to it."""
        share, count = choices.share, len(step.first)
        spare = self._rooms(step.size)[2:]
        often = share * (choices.both @ share)
        times = step.involved - count * often
        expected, own = _own(step, choices, dense, times, spare)
        toward, squares = _mutual(step, choices, dense, often, spare)
        mean = toward.sum(axis=0) / 2 - often @ expected
        cross = toward.T @ expected
        shared = share[:, None] * expected
        spread = expected.T @ (often[:, None] * expected) + shared.T @ (choices.both @ shared)
        gradient = step.observed - step.involved @ expected - count * mean
        information = count * (squares - cross - cross.T + spread - np.outer(mean, mean))
        return gradient, information, own


def _by_row(step: Step, numbers: Floats) -> Floats:
    """Add up the numbers of few pairs by their row."""
    found = np.zeros((step.size, numbers.shape[1]))
    if len(step.cells):
        found[step.rows[step.runs]] = np.add.reduceat(numbers, step.runs, axis=0)
    return found


def _mirrored(upper: Floats) -> Floats:
    """Return a symmetric matrix of which the upper triangle is filled."""
    upper = np.triu(upper)
    return upper + np.triu(upper, 1).T


def _own(
    step: Step, choices: _Choices, dense: list[Floats], times: Floats, spare: tuple[Floats, ...]
) -> tuple[Floats, Floats]:
    """Return E, the mean of every effect under each actor's choices, and Σ_a C(a) times a number of each actor.

    Of the latter, and of the sums of `_mutual`, only the upper triangle is right.
    """
    partner, pull, weights = step.partner, choices.pull, choices.weights
    per_choice = 1 / choices.sums
    by_row = times * per_choice
    partners, fews = partner.shape[1], step.few.shape[1]
    count = partners + fews + len(dense)
    expected, squares = np.empty((step.size, count)), np.zeros((count, count))

    expected[:, :partners] = weights @ (pull[:, None] * partner)
    squares[:partners, :partners] = partner.T @ ((by_row @ weights * pull)[:, None] * partner)
    chosen = weights.reshape(-1)[step.cells] * pull[step.columns]
    few = slice(partners, partners + fews)
    weighted = chosen[:, None] * step.few
    expected[:, few] = _by_row(step, weighted)
    weighted *= by_row[step.rows, None]
    squares[:partners, few] = partner[step.columns].T @ weighted
    squares[few, few] = step.few.T @ weighted
    for place, matrix in enumerate(dense):
        column = partners + fews + place
        pressed = np.multiply(weights, matrix, out=spare[0])
        expected[:, column] = pressed @ pull
        squares[:partners, column] = partner.T @ (by_row @ pressed * pull)
        squares[few, column] = matrix.reshape(-1)[step.cells] @ weighted
        for further in range(place, len(dense)):
            other = np.multiply(pressed, dense[further], out=spare[1])
            squares[column, partners + fews + further] = by_row @ (other @ pull)
    expected *= per_choice[:, None]
    return expected, squares - expected.T @ (times[:, None] * expected)


def _mutual(
    step: Step, choices: _Choices, dense: list[Floats], often: Floats, spare: tuple[Floats, ...]
) -> tuple[Floats, Floats]:
    """Return Σ_b P(a,b) T(a,b) for every a, and Σ_{a<b} P(a,b) T(a,b) T(a,b)'."""
    partner, share, both = step.partner, choices.share, choices.both
    partners, fews = partner.shape[1], step.few.shape[1]
    count = partners + fews + len(dense)
    toward, squares = np.empty((step.size, count)), np.zeros((count, count))

    seen = share[:, None] * (both @ (share[:, None] * partner))
    toward[:, :partners] = often[:, None] * partner + seen
    squares[:partners, :partners] = partner.T @ toward[:, :partners]
    few = slice(partners, partners + fews)
    chance = both.reshape(-1)[step.cells] * share[step.rows] * share[step.columns]
    weighted = chance[:, None] * step.few_both
    toward[:, few] = _by_row(step, weighted)
    squares[few, few] = step.few_both.T @ weighted / 2
    for place, matrix in enumerate(dense):
        column = partners + fews + place
        pressed = np.multiply(both, matrix, out=spare[0])
        toward[:, column] = 2 * share * (pressed @ share)
        squares[few, column] = matrix.reshape(-1)[step.cells] @ weighted
        for further in range(place, len(dense)):
            other = np.multiply(pressed, dense[further], out=spare[1])
            squares[column, partners + fews + further] = 2 * (share @ (other @ share))
    squares[:partners, partners:] = partner.T @ toward[:, partners:]
    return toward, squares
