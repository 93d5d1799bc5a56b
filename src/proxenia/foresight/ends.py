"""How ties end: the yearly chance that one is suspended, and that it is ended, as far as ends were recorded.

Each of the two has its own discrete-time hazard (:mod:`proxenia.foresight.hazard`) on the table of ties and years
(:mod:`proxenia.foresight.ends_table`); the other one takes the tie out of risk. What is estimated is how often ends
are **recorded**: most are told of nowhere, and some ties are in a register because somebody wrote of their end.

A coefficient with which no tie had ended by the cut is not estimated, and says so by its name. A scenario that needs
it must assume it (:meth:`EndModel.assume`). Everything is association: hostility goes with ends, it is not shown to
make them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.errors import InputError, UnknownValueError
from proxenia.foresight.dated_ties import CITY_TIES
from proxenia.foresight.ends_evidence import EndEvidence, evidence_of
from proxenia.foresight.ends_table import COVARIATES, FIRST_YEAR, TieYears, tie_years
from proxenia.foresight.ends_words import sentences_of
from proxenia.foresight.hazard import PRIOR_SD, estimate_hazard, yearly_chance
from proxenia.model.vocabulary import TieKind
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["CONSTANT", "EVENTS", "Coefficient", "EndHazard", "EndModel", "fit_ends", "fit_table"]

Floats = NDArray[np.float64]

CONSTANT: Final = "constant"
EVENTS: Final = {"suspended": "suspension", "ended": "ending"}
"""The two ends: their column in the table, and their name."""
_Z95: Final = 1.959963984540054
_KIND_FLAGS: Final = ("agreement", "partnership", "membership")
_ESTIMATED, _ASSUMED, _NOT = "estimated", "assumed", "not estimated"


@dataclass(frozen=True, slots=True)
class Coefficient:
    """How much the logarithm of a yearly rate differs with a covariate.

    Attributes
    ----------
    how
        ``estimated``, ``assumed`` (somebody set it) or ``not estimated`` (then there is no number).
    se, low, high
        Standard error and 95 % interval; none where it was not estimated.
    events, years
        In so many years of ties did the covariate hold (of a number: was it known), and so many of them saw the end.
    why
        Why it is not estimated, or what the estimate leans on.
    """

    id: str
    meaning: str
    how: str
    coef: float | None
    se: float | None
    events: int
    years: int
    why: str | None = None

    @property
    def low(self) -> float | None:
        """The lower end of the 95 % interval."""
        return None if self.coef is None or self.se is None else self.coef - _Z95 * self.se

    @property
    def high(self) -> float | None:
        """The upper end of the 95 % interval."""
        return None if self.coef is None or self.se is None else self.coef + _Z95 * self.se


@dataclass(frozen=True, eq=False, slots=True)
class EndHazard:
    """The hazard of one kind of end.

    Attributes
    ----------
    event
        ``suspension`` or ``ending``.
    coefficients
        The constant first, then every covariate asked for, estimated or not.
    covariance
        Of the estimated ones in their order; empty where none is.
    """

    event: str
    coefficients: tuple[Coefficient, ...]
    covariance: Floats

    @property
    def estimated(self) -> bool:
        """Whether there is a chance to tell at all: some tie had ended in this way by the cut."""
        return self.coefficients[0].coef is not None

    def coefficient(self, name: str) -> Coefficient:
        """Return one coefficient.

        Raises
        ------
        UnknownValueError
            When there is none of the name.
        """
        for found in self.coefficients:
            if found.id == name:
                return found
        raise UnknownValueError("covariate of ends", name, [known.id for known in self.coefficients])

    def rates(self, table: pl.DataFrame) -> Floats:
        """Return the yearly rate of each row; not a number everywhere where nothing is estimated."""
        constant = self.coefficients[0].coef
        if constant is None:
            return np.full(table.height, np.nan)
        predictor = np.full(table.height, constant)
        for found in self.coefficients[1:]:
            if found.coef is not None:
                predictor += found.coef * _column(table, found.id)
        return -np.log1p(-yearly_chance(predictor))

    def leaves_out(self, table: pl.DataFrame) -> NDArray[np.bool_]:
        """Return the rows with a covariate that has no coefficient: their chance leaves it out."""
        out = np.full(table.height, not self.estimated)
        for found in self.coefficients[1:]:
            if found.coef is None:
                out |= _column(table, found.id) != 0
        return out

    def drawn(self, rng: np.random.Generator) -> "EndHazard":
        """Return the hazard with coefficients drawn from what the estimates leave open; assumed ones stay."""
        if not self.estimated:
            return self
        places = [place for place, found in enumerate(self.coefficients) if found.how == _ESTIMATED]
        means = np.array([self.coefficients[place].coef for place in places], dtype=np.float64)
        values = rng.multivariate_normal(means, self.covariance, method="cholesky")
        told = list(self.coefficients)
        for place, value in zip(places, values, strict=True):
            told[place] = replace(told[place], coef=float(value))
        return replace(self, coefficients=tuple(told))

    def assume(self, name: str, value: float) -> "EndHazard":
        """Return the hazard with one coefficient set by somebody, and marked as assumed."""
        if not np.isfinite(value) or abs(value) > _LARGEST:
            raise InputError(
                f"The coefficient of {name!r} cannot be assumed to be {value}",
                expected=f"Expected a number from {-_LARGEST:g} to {_LARGEST:g}",
                next_step="Give the logarithm of how many times as often ends happen with it",
            )
        old = self.coefficient(name)
        kept = [
            place for place, found in enumerate(f for f in self.coefficients if f.how == _ESTIMATED) if found.id != name
        ]
        new = replace(old, how=_ASSUMED, coef=float(value), se=None, why="set by a person")
        return replace(
            self,
            coefficients=tuple(new if found.id == name else found for found in self.coefficients),
            covariance=self.covariance[np.ix_(kept, kept)],
        )


_LARGEST: Final = 15.0
_MOST_LIKELY: Final = 1 - 1e-12
"""Both chances together stay below one, whatever rounding does."""


@dataclass(frozen=True, eq=False, slots=True)
class EndModel:
    """Both hazards, and what they rest on.

    Attributes
    ----------
    cut
        The last year known.
    suspension, ending
        The hazards.
    evidence
        How many ties, years, suspensions and endings they rest on, and how those were found.
    """

    cut: int
    kinds: tuple[TieKind, ...]
    suspension: EndHazard
    ending: EndHazard
    evidence: EndEvidence

    @property
    def hazards(self) -> tuple[EndHazard, EndHazard]:
        """Both hazards."""
        return self.suspension, self.ending

    @property
    def coefficients(self) -> tuple[tuple[str, Coefficient], ...]:
        """Every coefficient with the end it belongs to."""
        return tuple((hazard.event, found) for hazard in self.hazards for found in hazard.coefficients)

    def yearly_chances(self, table: pl.DataFrame) -> tuple[Floats, Floats]:
        """Return the chance of each row's tie to be suspended, and to be ended, within the row's year.

        The two compete: together they are at most one. Where no end of a kind was known by the cut its chance is not
        a number (NaN), not nought, and the other one stands alone.

        Parameters
        ----------
        table
            Rows as :data:`~proxenia.foresight.ends_table.TIE_YEARS`, made by
            :func:`~proxenia.foresight.ends_table.tie_years` or
            :func:`~proxenia.foresight.ends_table.coming_years`; the columns of the coefficients are enough.

        Raises
        ------
        InputError
            When a column is missing.
        """
        rates = [hazard.rates(table) for hazard in self.hazards]
        total = np.nansum(rates, axis=0)
        together = np.minimum(-np.expm1(-total), _MOST_LIKELY)
        share = np.divide(together, total, out=np.ones_like(total), where=total > 0)
        suspended, ended = (rate * share for rate in rates)
        return suspended, ended

    def drawn(self, rng: np.random.Generator) -> "EndModel":
        """Return the model with coefficients drawn from what the estimates leave open: one possible world."""
        return replace(self, suspension=self.suspension.drawn(rng), ending=self.ending.drawn(rng))

    def assume(self, name: str, *, suspension: float | None = None, ending: float | None = None) -> "EndModel":
        """Return the model with coefficients that a person sets, marked as assumed.

        Parameters
        ----------
        name
            A covariate, or ``constant``.
        suspension, ending
            The logarithms of how many times as often each happens with it.
        """
        return replace(
            self,
            suspension=self.suspension if suspension is None else self.suspension.assume(name, suspension),
            ending=self.ending if ending is None else self.ending.assume(name, ending),
        )

    def sentences(self) -> list[str]:
        """Return what the estimates say, in plain sentences."""
        return sentences_of(self)

    def told(self) -> dict[str, Any]:
        """Return everything as plain values, for JSON."""
        return {
            "cut": self.cut,
            "kinds": [kind.value for kind in self.kinds],
            "prior_sd": PRIOR_SD,
            "evidence": self.evidence.told(),
            "hazards": {hazard.event: [_plain(found) for found in hazard.coefficients] for hazard in self.hazards},
            "sentences": self.sentences(),
        }


def fit_ends(
    snapshot: Snapshot,
    cut: int,
    *,
    kinds: Sequence[TieKind] = CITY_TIES,
    first: int = FIRST_YEAR,
    only_listed_elsewhere: bool = False,
) -> EndModel:
    """Return the hazards of suspensions and endings as they could be estimated at the end of a year.

    Parameters
    ----------
    snapshot
        The whole snapshot, not as of a day.
    cut
        The last year known; nothing later is looked at.
    kinds
        Kinds of tie between local governments, or ``membership`` for those in city networks.
    first
        The first year of ties.
    only_listed_elsewhere
        Only ties that a source beside the register's own selection names: these are there whatever became of them.

    Raises
    ------
    InputError
        When no tie was known by then, or the cut or the kinds are none that can be asked for.
    """
    return fit_table(
        tie_years(snapshot, cut, kinds=tuple(kinds), first=first),
        kinds=tuple(kinds),
        only_listed_elsewhere=only_listed_elsewhere,
    )


def fit_table(years: TieYears, *, kinds: tuple[TieKind, ...], only_listed_elsewhere: bool = False) -> EndModel:
    """Return the hazards fitted to a table of ties and years."""
    rows = years.rows.filter("listed_elsewhere") if only_listed_elsewhere else years.rows
    if rows.is_empty():
        raise InputError(
            f"No tie known by the end of {years.cut} is listed by a source beside the register",
            expected="Expected a list of ties among the sources",
            next_step="Import a list of ties, or use all ties",
        )
    suspension, ending = (_fit(rows, column, kinds) for column in EVENTS)
    return EndModel(years.cut, kinds, suspension, ending, evidence_of(years, rows))


def _fit(rows: pl.DataFrame, column: str, kinds: tuple[TieKind, ...]) -> EndHazard:
    happened = rows[column].to_numpy()
    asked = [name for name in COVARIATES if name not in _KIND_FLAGS or _tells_apart(name, kinds)]
    found = {name: _missing(rows, name, happened) for name in asked}
    total, years = int(happened.sum()), len(happened)
    if not total:
        nothing = f"nobody is known to have been {column} by then"
        told = [Coefficient(name, _meaning(name), _NOT, None, None, 0, found[name].years, nothing) for name in asked]
        constant = Coefficient(CONSTANT, _meaning(CONSTANT), _NOT, None, None, 0, years, nothing)
        return EndHazard(EVENTS[column], (constant, *told), np.zeros((0, 0)))
    used = [name for name in asked if found[name].how == _ESTIMATED]
    design = np.column_stack([_column(rows, name) for name in used]) if used else np.zeros((years, 0))
    groups = rows.select(pl.concat_str(pl.col("low", "high").fill_null(pl.col("id")), separator="–").rank("dense"))
    estimate = estimate_hazard(design, happened, groups.to_series().to_numpy().astype(np.int64))
    numbers = dict(zip((CONSTANT, *used), zip(estimate.coefficients, estimate.errors, strict=True), strict=True))
    found = {CONSTANT: Coefficient(CONSTANT, _meaning(CONSTANT), _ESTIMATED, None, None, total, years), **found}
    for name, (coef, error) in numbers.items():
        found[name] = replace(found[name], coef=float(coef), se=float(error))
    return EndHazard(EVENTS[column], tuple(found.values()), estimate.covariance)


def _tells_apart(name: str, kinds: tuple[TieKind, ...]) -> bool:
    """Tell whether a kind has to be told from others: never the only one."""
    return len(kinds) > 1 and name in {kind.value for kind in kinds}


def _missing(rows: pl.DataFrame, name: str, happened: NDArray[np.bool_]) -> Coefficient:
    """Return the coefficient without its number: whether it can be estimated, and on what it would rest."""
    values = _column(rows, name)
    held = values != 0 if rows.schema[name] == pl.Boolean() else np.ones(len(values), dtype=bool)
    events, years, why, how = int((held & happened).sum()), int(held.sum()), None, _ESTIMATED
    if values.min() == values.max():
        how, why = _NOT, "it was the same in every year of every tie"
    elif not events:
        how, why = _NOT, "no tie is known to have ended with it by then"
    elif held.all() and len(np.unique(values[happened])) < _LEAST_VALUES:
        how, why = _NOT, "too few ends to tell one value from another"
    elif rows.schema[name] == pl.Boolean() and events == int(happened.sum()):
        why = "every known end had it, so that the prior decides how much"
    return Coefficient(name, _meaning(name), how, None, None, events, years, why)


_LEAST_VALUES: Final = 2


def _meaning(name: str) -> str:
    return "a twinning in a year without any of what follows" if name == CONSTANT else COVARIATES[name][1]


def _column(table: pl.DataFrame, name: str) -> Floats:
    if name not in table.columns:
        raise InputError(
            f"The table of ties and years has no column {name!r}",
            expected=f"Expected the columns {', '.join(COVARIATES)}",
            next_step="Make the table with tie_years or coming_years",
        )
    return table[name].cast(pl.Float64).to_numpy()


def _plain(found: Coefficient) -> Mapping[str, Any]:
    names = ("id", "meaning", "how", "coef", "se", "low", "high", "events", "years", "why")
    return {name: getattr(found, name) for name in names}
