"""What an outlook stands on before anything is drawn: what was known, fitted once, the same for every run."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.foresight.candidates import Candidates
from proxenia.foresight.dated_ties import DatedTies
from proxenia.foresight.ends import EndModel, fit_ends
from proxenia.foresight.ends_table import coming_years
from proxenia.foresight.known import Known
from proxenia.foresight.outlook.following import Follows
from proxenia.foresight.outlook.network_sizes import Growth, NamedNetwork, named_networks
from proxenia.foresight.outlook.newcomers import Newcomers, expect_newcomers
from proxenia.foresight.outlook.request import Request
from proxenia.foresight.predictors.predictor import Prediction, Predictor
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["Ground", "Standing", "ground_of"]

Indices = NDArray[np.int64]
Numbers = NDArray[np.float64]

_WORDS_YEARS: Final = 20
_LEAST_WORDS: Final = 100


@dataclass(frozen=True, eq=False)
class Standing:
    """The ties that stood at the end of the cut, dated or not, and what may end them.

    Attributes
    ----------
    ties
        One row a tie: `id`, `kind`, `a`, `b`, `low`, `high` (the countries in order), `fields`; sorted by `id`.
    rows
        The years to come, one row for every different set of covariates, as
        :data:`~proxenia.foresight.ends_table.TIE_YEARS`.
    row_of
        For each year and tie, its row: (years, ties).
    """

    ties: pl.DataFrame
    rows: pl.DataFrame
    row_of: Indices


@dataclass(frozen=True, eq=False)
class Ground:
    """Everything that is known and fitted.

    Attributes
    ----------
    known
        What was known at the cut.
    predictor, prediction
        Who says which pairs are likely, and what it says.
    newcomers
        What is expected of cities that are not known yet.
    words
        Kinds and fields of the past ties of which a new one is drawn, each combination with its share.
    standing, ends
        The ties that stood, and how they end.
    city_networks, growth
        The named city networks, and how they grow.
    """

    request: Request
    known: Known
    predictor: Predictor
    prediction: Prediction
    newcomers: Newcomers
    words: tuple[tuple[str, tuple[str, ...], float], ...]
    standing: Standing
    ends: EndModel
    city_networks: tuple[NamedNetwork, ...]
    growth: Growth

    @property
    def candidates(self) -> Candidates:
        """The pairs that may tie themselves."""
        return self.prediction.candidates

    @cached_property
    def follows(self) -> Follows:
        """What of the weights follows a run."""
        return Follows.of(self.prediction)

    @cached_property
    def cumulated(self) -> Numbers:
        """The weights of the pairs added up, ending with 1."""
        summed: Numbers = np.cumsum(self.prediction.weights)
        summed /= summed[-1]
        return summed

    @cached_property
    def shares(self) -> Numbers:
        """The share of each combination of kind and fields."""
        return np.array([share for _, _, share in self.words])

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """Every country of a city, a past newcomer or a tie that stands, sorted."""
        ties = self.standing.ties
        found = {*self.candidates.cities["country"], *self.newcomers.countries_a, *self.newcomers.countries_b}
        return tuple(sorted(found | set(ties["low"]) | set(ties["high"])))

    @cached_property
    def standing_places(self) -> tuple[Indices, Indices]:
        """The places among the known cities of both ends of each tie that stood; -1 of another city."""
        number = {city: place for place, city in enumerate(self.candidates.cities["id"])}
        sides = (self.standing.ties[side].to_list() for side in ("a", "b"))
        first, second = (np.array([number.get(city, -1) for city in side], dtype=np.int64) for side in sides)
        return first, second

    def places(self, codes: Any) -> Indices:
        """Return where countries stand in :attr:`countries`."""
        number = {code: place for place, code in enumerate(self.countries)}
        return np.array([number[code] for code in codes], dtype=np.int64)


def ground_of(snapshot: Snapshot, request: Request, predictor: Predictor, *, known: Known | None = None) -> Ground:
    """Return what an outlook stands on.

    Parameters
    ----------
    snapshot
        The whole snapshot. What is dated after `request.start` is not looked at.
    predictor
        Who says which pairs are likely.
    known
        What was known at the cut, where it is at hand.

    Raises
    ------
    InputError
        When no tie was dated by the cut.
    """
    told = Known.of(snapshot, request.start) if known is None else known
    city_networks, growth = named_networks(snapshot, told)
    return Ground(
        request=request,
        known=told,
        predictor=predictor,
        prediction=predictor.fit(told, years=request.horizon, seed=request.seed),
        newcomers=expect_newcomers(told, years=request.horizon),
        words=_words(told.dated),
        standing=_standing(snapshot, request),
        ends=fit_ends(snapshot, request.start),
        city_networks=tuple(city_networks),
        growth=growth,
    )


def _words(dated: DatedTies) -> tuple[tuple[str, tuple[str, ...], float], ...]:
    """Return the combinations of kind and fields of the last ties, with their shares."""
    last = dated.known_until or 0
    ties = dated.between(last - _WORDS_YEARS + 1, last)
    if ties.height < _LEAST_WORDS:
        ties = dated.ties.tail(_LEAST_WORDS)
    counted: dict[tuple[str, tuple[str, ...]], int] = {}
    for kind, fields in ties.select("kind", "fields").iter_rows():
        key = (kind, tuple(sorted(fields or ())))
        counted[key] = counted.get(key, 0) + 1
    return tuple((kind, fields, number / ties.height) for (kind, fields), number in sorted(counted.items()))


def _standing(snapshot: Snapshot, request: Request) -> Standing:
    years = coming_years(snapshot, request.start, request.to)
    fields = snapshot.ties.select("id", "fields")
    ties = years.select("id", "kind", "a", "b", "low", "high").unique("id", keep="first").sort("id")
    ties = ties.join(fields, on="id", how="left", maintain_order="left")
    about = [name for name in years.columns if name not in {"id", "a", "b", "low", "high", "year", "listed_elsewhere"}]
    alike = years.with_columns(_row=pl.struct(about).rank("dense").cast(pl.Int64) - 1)
    rows = alike.unique("_row", keep="first").sort("_row").drop("_row")
    ordered = alike.sort("year", "id")["_row"].to_numpy()
    return Standing(ties, rows, ordered.reshape(len(request.years), ties.height).astype(np.int64))
