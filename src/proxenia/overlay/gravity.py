"""The gravity model: how many city ties two countries of their size, distance and likeness have on average.

With mu the expected count of city ties between countries a and b,

    log mu = constant + b1 log(size_a size_b) + b2 log(distance) + b3 border + b4 language + b5 colony + b6 bloc

The model is fitted twice. The **Poisson** fit gives the expected counts: they add up to the counted ties whatever the
counts' true distribution is, and its estimates are sound when mu has this form (Santos Silva and Tenreyro, The Log of
Gravity, Review of Economics and Statistics 88 (4), 2006, doi:10.1162/rest.88.4.641). From there starts the **negative
binomial** fit (NB2, variance mu + alpha mu²; Cameron and Trivedi, Regression Analysis of Count Data, 2nd edition,
Cambridge University Press, 2013), which says how much the counts scatter and weighs the many small pairs more. Its
expected counts need not add up, and on twinnings they do not: `totals` tells by how much.

The coefficients say what goes together with more or fewer ties in this register on this day, not what causes what.
"""

from dataclasses import asdict, dataclass
from math import exp
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.errors import InputError
from proxenia.overlay.counts import CountFit, fit_counts, fit_dispersion
from proxenia.overlay.dyadic_errors import robust_covariance
from proxenia.overlay.gravity_terms import TERMS, GravityTable

__all__ = ["CONSTANT", "EXPECTED", "Coefficient", "Dispersion", "GravityFit", "LeftOut", "estimate_gravity"]

Numbers = NDArray[np.float64]

CONSTANT: Final = "constant"
Z_95: Final = 1.959963984540054
LEAST_PAIRS_A_TERM: Final = 10
"""The model is refused on fewer pairs than this for each of its parameters."""

COLLINEAR: Final = 1e-8
"""A term that the terms before it leave less than this share of its variation counts as made of them."""

EXPECTED: Final = pl.Schema(
    {
        "a": pl.String(),
        "b": pl.String(),
        "city_ties": pl.Int64(),
        "expected": pl.Float64(),
        "residual": pl.Float64(),
        "pearson": pl.Float64(),
    }
)
"""One row a pair of countries.

`residual` is the count less the expected count, in ties. `pearson` is that divided by the square root of the count's
variance, mu + alpha mu² with `alpha_of_expected`. All are null when a term of the pair, or its count, is not known.
"""


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One coefficient, on the scale of the logarithm of the expected count.

    Attributes
    ----------
    estimate
        Of a logarithm: the percentage by which ties are more where the term is one per cent more. Of a yes-no term: the
        logarithm of `ratio`.
    standard_error, z, p, low, high
        Robust standard error, estimate over it, two-sided p-value, 95 % interval.
    ratio
        exp(estimate): how many times as many ties go with one unit more of the term.
    """

    term: str
    estimate: float
    standard_error: float
    z: float
    p: float
    low: float
    high: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Dispersion:
    """How much more the counts vary than a Poisson's would.

    Attributes
    ----------
    alpha, standard_error
        The variance is mu + alpha mu².
    statistic, p
        Likelihood-ratio test against a Poisson (alpha = 0). Since alpha cannot be below 0, half the p-value of a
        chi-squared with one degree of freedom.
    """

    alpha: float
    standard_error: float
    statistic: float
    p: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Pairs that the model could not use, for a reason.

    Attributes
    ----------
    reason
        ``city_ties`` when a side has no city data, else the first term that is not known.
    pairs, ties
        How many pairs, with how many city ties.
    countries
        Countries all of whose pairs are left out for this reason.
    """

    reason: str
    pairs: int
    ties: int
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GravityFit:
    """A fitted gravity model.

    Attributes
    ----------
    coefficients
        Of the negative binomial fit: the constant, then the terms.
    poisson
        Of the Poisson fit, which gives the expected counts.
    errors, errors_poisson
        Which standard errors these are.
    dispersion
        Of the negative binomial fit, with its test against a Poisson.
    alpha_of_expected
        The dispersion that is most likely around the Poisson fit's expected counts.
    totals
        The sum of the expected counts over the counted ties, by fit; 1 when they add up.
    log_likelihood, log_likelihood_poisson, log_likelihood_constant
        Of the model; of a Poisson with the same terms; of a negative binomial with a constant alone.
    aic, bic
        Akaike's and Schwarz's criterion: lower is better.
    mcfadden
        1 - log_likelihood / log_likelihood_constant.
    pairs, pairs_tied, ties, countries
        What the model was fitted on.
    left_out
        Pairs that lack something; nothing was filled in for them.
    silent
        Terms left out because no source in the register says anything of them.
    size, size_reason
        How the size of a country is measured, and why so.
    converged
        The search ended at a maximum of the likelihood.
    """

    coefficients: tuple[Coefficient, ...]
    poisson: tuple[Coefficient, ...]
    errors: str
    errors_poisson: str
    dispersion: Dispersion
    alpha_of_expected: float
    totals: dict[str, float]
    log_likelihood: float
    log_likelihood_poisson: float
    log_likelihood_constant: float
    aic: float
    bic: float
    mcfadden: float
    pairs: int
    pairs_tied: int
    ties: int
    countries: int
    left_out: tuple[LeftOut, ...]
    silent: tuple[str, ...]
    size: str
    size_reason: str
    converged: bool

    @property
    def terms(self) -> tuple[str, ...]:
        """The terms without the constant."""
        return tuple(one.term for one in self.coefficients[1:])

    def coefficient(self, term: str) -> Coefficient:
        """Return the negative binomial coefficient of a term that the model has."""
        return next(one for one in self.coefficients if one.term == term)

    def expected_ties(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return what the Poisson fit expects of pairs, as :data:`EXPECTED`, row by row.

        Parameters
        ----------
        rows
            As `rows` of a :class:`proxenia.overlay.gravity_terms.GravityTable`.
        """
        line = pl.lit(self.poisson[0].estimate)
        for one in self.poisson[1:]:
            line += pl.col(one.term) * one.estimate
        known = pl.all_horizontal(pl.col("city_ties", *self.terms).is_not_null())
        gap, expected = pl.col("city_ties") - pl.col("expected"), pl.col("expected")
        spread = (expected + self.alpha_of_expected * expected**2).sqrt()
        told = rows.with_columns(pl.when(known).then(line.exp()).alias("expected"))
        return told.with_columns(residual=gap, pearson=gap / spread).select(EXPECTED.names()).cast(EXPECTED)

    def as_json(self) -> dict[str, Any]:
        """Return the model as plain values."""
        return asdict(self)


def estimate_gravity(table: GravityTable) -> GravityFit:
    """Return the gravity model of a table of pairs.

    The cost grows with the pairs: 20,000 take about a second, and loading the libraries some seconds more, once.

    Raises
    ------
    InputError
        When the pairs are too few, or a term does not vary, follows from others, or decides alone whether there are
        ties; the message names the term. When no maximum was found.
    """
    used = table.rows.drop_nulls(["city_ties", *table.terms])
    counts = used["city_ties"].to_numpy().astype(np.float64)
    _check_enough(table, used)
    columns = used.select(table.terms).to_numpy()
    _check_terms(table.terms, columns, counts)
    # Columns around their means keep the exponential small; the constant is moved back afterwards.
    means = columns.mean(axis=0)
    centred = np.column_stack([np.ones(len(counts)), columns - means])
    fit = fit_counts(counts, centred)
    if not fit.converged:
        raise InputError(
            f"The gravity model found no maximum of its likelihood on {len(counts)} pairs",
            expected="Expected a dispersion and coefficients that the data bound on both sides",
            next_step="Leave a term out (--without), or take a year with more city ties",
        )
    return _told(table, used, fit, centred, means)


def _check_enough(table: GravityTable, used: pl.DataFrame) -> None:
    counted = table.rows.filter(pl.col("city_ties").is_not_null())
    for term in table.terms:
        if counted.height and counted[term].null_count() == counted.height:
            raise InputError(
                f"The term {term!r} of the gravity model is known for no pair of countries with city data",
                expected=f"Expected: {TERMS[term].meaning}",
                next_step=f"Import a source that says it, or leave it out: --without {term}",
            )
    least = LEAST_PAIRS_A_TERM * (len(table.terms) + 2)
    if used.height < least or not used["city_ties"].sum():
        raise InputError(
            f"The gravity model has {used.height} pairs of countries with {used['city_ties'].sum()} city ties",
            expected=f"Expected at least {least} pairs with every term known, and a tie",
            next_step="Import city ties and distances between countries, or take a later year",
        )


def _check_terms(terms: tuple[str, ...], columns: Numbers, counts: Numbers) -> None:
    """Refuse a term that never varies, follows from the terms before it, or alone decides whether there are ties."""
    kept = np.ones((len(counts), 1))
    for number, term in enumerate(terms):
        column = columns[:, number]
        if np.ptp(column) == 0:
            raise _unfit(term, f"is {column[0]:g} for every pair of countries", "a term that differs between pairs")
        explained = kept @ np.linalg.lstsq(kept, column, rcond=None)[0]
        if ((column - explained) ** 2).sum() < COLLINEAR * ((column - column.mean()) ** 2).sum():
            raise _unfit(term, f"follows from {', '.join(terms[:number])}", "terms that say different things")
        for value in (0.0, 1.0) if TERMS[term].yes_no else ():
            if not counts[column == value].any():
                raise _unfit(
                    term, f"separates the pairs: where it is {value:g} there is no city tie", "a tie on either side"
                )
        kept = np.column_stack([kept, column])


def _unfit(term: str, what: str, wanted: str) -> InputError:
    return InputError(
        f"The term {term!r} of the gravity model {what}",
        expected=f"Expected {wanted}",
        next_step=f"Leave it out: --without {term}",
    )


def _told(table: GravityTable, used: pl.DataFrame, fit: CountFit, centred: Numbers, means: Numbers) -> GravityFit:
    counts = used["city_ties"].to_numpy().astype(np.float64)
    names, alone = (CONSTANT, *table.terms), fit_counts(counts, np.ones((len(counts), 1)))
    coefficients, alpha_error, errors = _coefficients(
        used, names, beta=fit.beta, scores=fit.scores, hessian=fit.hessian, means=means
    )
    poisson, _, errors_poisson = _coefficients(
        used, names, beta=fit.poisson_beta, scores=fit.poisson_scores, hessian=fit.poisson_hessian, means=means
    )
    expected, parameters = np.exp(centred @ fit.poisson_beta), len(names) + 1
    return GravityFit(
        coefficients=coefficients,
        poisson=poisson,
        errors=errors,
        errors_poisson=errors_poisson,
        dispersion=_dispersion(fit, alpha_error),
        alpha_of_expected=fit_dispersion(counts, expected),
        totals={
            "poisson": float(expected.sum() / counts.sum()),
            "negative_binomial": float(np.exp(centred @ fit.beta).sum() / counts.sum()),
        },
        log_likelihood=fit.log_likelihood,
        log_likelihood_poisson=fit.poisson_log_likelihood,
        log_likelihood_constant=alone.log_likelihood,
        aic=2 * parameters - 2 * fit.log_likelihood,
        bic=parameters * float(np.log(len(counts))) - 2 * fit.log_likelihood,
        mcfadden=1 - fit.log_likelihood / alone.log_likelihood,
        pairs=used.height,
        pairs_tied=int((counts > 0).sum()),
        ties=int(counts.sum()),
        countries=len(_countries(used)),
        left_out=_left_out(table),
        silent=table.silent,
        size=table.size,
        size_reason=table.size_reason,
        converged=fit.converged,
    )


def _coefficients(
    used: pl.DataFrame, names: tuple[str, ...], *, beta: Numbers, scores: Numbers, hessian: Numbers, means: Numbers
) -> tuple[tuple[Coefficient, ...], float, str]:
    """Return the coefficients with robust errors, the error of what follows them, and which errors these are."""
    codes = {code: number for number, code in enumerate(_countries(used))}
    one, two = (used[end].replace_strict(codes, return_dtype=pl.Int64).to_numpy() for end in ("a", "b"))
    # The columns were centred: the constant of the columns as they are lies elsewhere.
    back = np.eye(scores.shape[1])
    back[0, 1 : len(beta)] = -means
    covariance, errors = robust_covariance(scores, hessian, one, two, turn=back)
    spread = np.sqrt(np.diag(covariance))
    estimates = back[: len(beta), : len(beta)] @ beta
    return tuple(map(_coefficient, names, estimates, spread)), float(spread[-1]), errors


def _two_sided(z: float) -> float:
    from scipy.special import erfc  # noqa: PLC0415 - loads slowly

    return float(erfc(abs(z) / np.sqrt(2.0)))


def _coefficient(term: str, estimate: float, error: float) -> Coefficient:
    estimate, error = float(estimate), float(error)
    z, reach = estimate / error, Z_95 * error
    return Coefficient(
        term, estimate, error, z, _two_sided(z), estimate - reach, estimate + reach, exp(min(estimate, 700.0))
    )


def _dispersion(fit: CountFit, error: float) -> Dispersion:
    statistic = max(2 * (fit.log_likelihood - fit.poisson_log_likelihood), 0.0)
    # A chi-squared with one degree of freedom is a squared normal; half of it, for alpha lies on one side.
    return Dispersion(fit.alpha, error, statistic, _two_sided(float(np.sqrt(statistic))) / 2)


def _countries(rows: pl.DataFrame) -> list[str]:
    return pl.concat([rows["a"], rows["b"].rename("a")]).unique().sort().to_list()


def _left_out(table: GravityTable) -> tuple[LeftOut, ...]:
    """Return the pairs left out, each under the first thing that it lacks."""
    rest, found = table.rows, []
    for name in ("city_ties", *table.terms):
        lacking, rest = rest.filter(pl.col(name).is_null()), rest.filter(pl.col(name).is_not_null())
        if lacking.height:
            whole = sorted(set(_countries(lacking)) - set(_countries(rest)))
            found.append(LeftOut(name, lacking.height, int(lacking["city_ties"].sum()), tuple(whole)))
    return tuple(found)
