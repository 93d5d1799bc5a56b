"""One model: which cities and conditions enter it, what is left out by name, and what comes out."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.foresight.conditions.declared import CONDITIONS, Condition
from proxenia.foresight.conditions.hurdle import CONSTANT, Floats, Part, Refusal, fit_any, fit_number
from proxenia.foresight.conditions.marginal import Contrast, Hurdle

__all__ = [
    "LEAST_COUNTRIES",
    "LEAST_KNOWN",
    "LEAST_PER_COEFFICIENT",
    "LEAST_SIDE",
    "LEAST_SIDE_COUNTRIES",
    "Coefficient",
    "Estimate",
    "LeftOut",
    "Model",
    "estimate_model",
]

LEAST_PER_COEFFICIENT: Final = 5
"""Cities with any, and as many without, for each coefficient (Vittinghoff & McCulloch 2007, doi:10.1093/aje/kwk052)."""
LEAST_COUNTRIES: Final = 10
"""With fewer countries the errors clustered by country cannot be trusted (ours)."""
LEAST_KNOWN: Final = 0.5
"""A condition known for a smaller share of the cities is not measured (ours)."""
LEAST_SIDE: Final = 10
"""So many cities, of five countries, must have a condition of yes or no, and as many not (ours)."""
LEAST_SIDE_COUNTRIES: Final = 5
LEAST_PART: Final = 20
"""Parts of the world with fewer cities are taken together."""
COLLINEAR: Final = 0.1
"""A condition of which less than this share varies by itself says what the others say (variance inflation above 10)."""
REST: Final = "other parts of the world"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A condition that the model does not hold, and why, in plain words."""

    id: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient with its standard error: of the log-odds of any, or of the logarithm of the number."""

    coef: float
    se: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """What one condition goes with.

    Attributes
    ----------
    condition
        Which.
    contrast
        The average marginal associations.
    any, number
        Its coefficients in the two parts; none where a part could not be fitted.
    """

    condition: Condition
    contrast: Contrast
    any: Coefficient | None
    number: Coefficient | None


@dataclass(frozen=True, eq=False)
class Model:
    """A hurdle model of the counts of some cities, or why there is none.

    Attributes
    ----------
    cities, complete, left_out
        Cities of the set; those of which all conditions of the model are known, which it rests on; the others.
    with_any, countries, total, mean
        Of the complete cities: those with at least one, their countries, the sum and the mean of their counts.
    estimates
        By condition, in the order of :data:`proxenia.foresight.conditions.declared.CONDITIONS`.
    unmeasured
        The conditions it does not hold.
    controls
        The parts of the world that are told apart; the one they are compared with is not among them.
    lacking
        Why there is no model, or why one of the parts is not there; empty when both are.
    hurdle
        Both parts; none where there is no model.
    """

    cities: int
    complete: int
    with_any: int
    countries: int
    total: int
    estimates: tuple[Estimate, ...] = ()
    unmeasured: tuple[LeftOut, ...] = ()
    controls: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    hurdle: Hurdle | None = None
    used: pl.DataFrame = field(default_factory=pl.DataFrame, repr=False)

    @property
    def left_out(self) -> int:
        """How many cities are left out, for something of them is not known."""
        return self.cities - self.complete

    @property
    def mean(self) -> float | None:
        """The mean count of the complete cities."""
        return self.total / self.complete if self.complete else None


def estimate_model(table: pl.DataFrame, *, without: Sequence[str] = (), parts: bool = True) -> Model:
    """Return the model of the cities of a table.

    Parameters
    ----------
    table
        One row a city: `city`, `country`, `part`, `count`, and one column a condition (null where not known).
    without
        Conditions to leave out, by their ids.
    parts
        Whether parts of the world are told apart.
    """
    if table.is_empty():
        return _none(table, table, (), "the register holds no such city")
    asked = [one for one in CONDITIONS.values() if one.id not in without]
    known, unmeasured = _known(table, asked)
    return _fitted(table, known, unmeasured, parts=parts)


def _known(table: pl.DataFrame, asked: Sequence[Condition]) -> tuple[list[Condition], list[LeftOut]]:
    """Tell the conditions known for enough cities from the others."""
    enough: list[Condition] = []
    out: list[LeftOut] = []
    for one in asked:
        count = table[one.id].count()
        if count >= LEAST_KNOWN * max(table.height, 1) and count:
            deciding = [each.label for each in enough if each.id in one.made_of]
            if deciding:
                out.append(
                    LeftOut(one.id, one.label, f"it follows from what is asked by itself: {', '.join(deciding)}")
                )
            else:
                enough.append(one)
        else:
            out.append(LeftOut(one.id, one.label, _too_few(one, count, table.height)))
    return enough, out


def _too_few(condition: Condition, count: int, of: int) -> str:
    if not count:
        teller = f"; the source {condition.source} would" if condition.source else ""
        return f"no source that was read tells it of any of these cities by that day{teller}"
    share = 100 * count / of
    return f"it is known of {count:,} of {of:,} cities only ({share:.{1 if share < 10 else 0}f} %), less than half"


def _fitted(table: pl.DataFrame, known: list[Condition], out: list[LeftOut], *, parts: bool) -> Model:
    """Return the model with every condition from which something can be estimated; the others are named."""
    no_controls: set[str] = set()
    for _ in range(2 * len(CONDITIONS) + 10):
        used = table.drop_nulls(["country", "part", *(one.id for one in known)])
        refused = _one_sided(used, known) or _collinear(used, known)
        if refused is None:
            columns, names, controls = _design(used, known, parts=parts, without=no_controls)
            found = _model(table, used, known, out, columns, names, controls)
            if isinstance(found, Model):
                return found
            if found.column in CONDITIONS:
                refused = LeftOut(found.column, CONDITIONS[found.column].label, found.reason)
            elif found.column == CONSTANT:
                return _none(table, used, out, "the estimates do not settle")
            else:
                no_controls.add(found.column)
                continue
        out = [*out, refused]
        known = [one for one in known if one.id != refused.id]
    return _none(table, table.clear(), out, "no condition is left")


def _one_sided(used: pl.DataFrame, known: Sequence[Condition]) -> LeftOut | None:
    """Return the first condition that too few cities have, or have not, or that does not vary."""
    for one in known:
        if not one.yes_no:
            if used[one.id].n_unique() < 2:
                return LeftOut(one.id, one.label, "it is the same for all these cities")
            continue
        for value, words in ((1.0, "have it"), (0.0, "do not have it")):
            side = used.filter(pl.col(one.id) == value)
            countries = side["country"].n_unique()
            if side.height < LEAST_SIDE or countries < LEAST_SIDE_COUNTRIES:
                return LeftOut(
                    one.id,
                    one.label,
                    f"too few of these cities {words}: {side.height:,} of {countries:,} countries, where "
                    f"{LEAST_SIDE} of {LEAST_SIDE_COUNTRIES} are needed",
                )
    return None


def _collinear(used: pl.DataFrame, known: Sequence[Condition]) -> LeftOut | None:
    """Return the first condition that says what those before it say."""
    columns = np.ones((used.height, 1))
    for one in known:
        column = used[one.id].to_numpy().astype(float)
        weights, *_ = np.linalg.lstsq(columns, column, rcond=None)
        alone = ((column - columns @ weights) ** 2).sum() / max(((column - column.mean()) ** 2).sum(), 1e-300)
        if alone < COLLINEAR:
            others = [each.label for each in known[: columns.shape[1] - 1]]
            reason = f"it cannot be told apart from what stands before it ({', '.join(others)})"
            return LeftOut(one.id, one.label, reason)
        columns = np.column_stack([columns, column])
    return None


def _design(
    used: pl.DataFrame, known: Sequence[Condition], *, parts: bool, without: set[str]
) -> tuple[Floats, list[str], list[str]]:
    """Return the columns: the constant, the conditions, and one a part of the world but the commonest."""
    columns = [np.ones(used.height), *(used[one.id].to_numpy().astype(float) for one in known)]
    controls: list[str] = []
    if parts and used.height:
        sizes = used["part"].value_counts().sort(["count", "part"], descending=[True, False])
        first = sizes["part"][0]
        large = [part for part, size in sizes.iter_rows() if size >= LEAST_PART and part != first]
        rest = [part for part, size in sizes.iter_rows() if size < LEAST_PART and part != first]
        places = used["part"].to_numpy()
        for name, members in [*((part, [part]) for part in large), (REST, rest)]:
            column = np.isin(places, members).astype(float)
            if name not in without and column.sum() >= LEAST_SIDE:
                controls.append(name)
                columns.append(column)
    return np.column_stack(columns), [CONSTANT, *(one.id for one in known), *controls], controls


def _none(table: pl.DataFrame, used: pl.DataFrame, out: Sequence[LeftOut], *why: str) -> Model:
    return replace(_of_cities(table, used), unmeasured=_in_order(out), lacking=why)


def _of_cities(table: pl.DataFrame, used: pl.DataFrame) -> Model:
    """Return a model that tells its cities alone."""
    return Model(
        cities=table.height,
        complete=used.height,
        with_any=int((used["count"] > 0).sum()),
        countries=used["country"].n_unique(),
        total=int(used["count"].sum()),
        used=used,
    )


def _in_order(out: Sequence[LeftOut]) -> tuple[LeftOut, ...]:
    order = list(CONDITIONS)
    return tuple(sorted(out, key=lambda one: order.index(one.id)))


def _model(  # noqa: PLR0917
    table: pl.DataFrame,
    used: pl.DataFrame,
    known: Sequence[Condition],
    out: Sequence[LeftOut],
    columns: Floats,
    names: list[str],
    controls: Sequence[str],
) -> Model | Refusal:
    counts = used["count"].to_numpy().astype(np.int64)
    countries = used["country"].n_unique()
    any_lack, number_lack = _lacks(counts, countries, len(names))
    if not known:
        return _none(table, used, out, "no condition is known of enough of these cities")
    if any_lack and number_lack:
        return _none(table, used, out, *dict.fromkeys((any_lack, number_lack)))
    separated = _separated(counts, columns, names, parts=(not any_lack, not number_lack))
    if separated is not None:
        return separated
    some = counts > 0
    any_part = None if any_lack else fit_any(columns, some, names)
    if isinstance(any_part, Refusal):
        return any_part
    number_part = None if number_lack else fit_number(columns[some], counts[some], names)
    if isinstance(number_part, Refusal):
        return number_part
    hurdle = Hurdle(columns, counts, _clusters(used), any_part, number_part)
    return replace(
        _of_cities(table, used),
        estimates=_estimates(hurdle, known),
        unmeasured=_in_order(out),
        controls=tuple(controls),
        lacking=tuple(one for one in (any_lack, number_lack) if one),
        hurdle=hurdle,
    )


def _lacks(counts: NDArray[np.int64], countries: int, width: int) -> tuple[str, str]:
    """Return why there are too few cities for each part; empty texts where there are enough."""
    need = LEAST_PER_COEFFICIENT * width
    if countries < LEAST_COUNTRIES:
        why = f"the cities lie in {countries} countries, where {LEAST_COUNTRIES} are needed"
        return why, why
    some, none, several = int((counts > 0).sum()), int((counts == 0).sum()), int((counts > 1).sum())
    any_lack = number_lack = ""
    if not none:
        any_lack = "whether there is any cannot be asked: each of these cities has at least one"
    elif min(some, none) < need:
        any_lack = (
            f"whether there is any cannot be asked: {some:,} cities have any and {none:,} have none, where {need} of "
            f"each are needed ({LEAST_PER_COEFFICIENT} a coefficient)"
        )
    if several < need:
        number_lack = (
            f"how many there are if any cannot be asked: {several:,} cities have more than one, where {need} are "
            f"needed ({LEAST_PER_COEFFICIENT} a coefficient)"
        )
    return any_lack, number_lack


def _separated(
    counts: NDArray[np.int64], columns: Floats, names: Sequence[str], *, parts: tuple[bool, bool]
) -> Refusal | None:
    """Return the first column of noughts and ones that decides by itself whether there is any, or more than one."""
    for name, column in zip(names[1:], columns.T[1:], strict=True):
        if set(np.unique(column)) != {0.0, 1.0}:
            continue
        for value, words in ((1.0, "with it"), (0.0, "without it")):
            side = counts[column == value]
            some = side[side > 0]
            if parts[0] and len(some) in {0, len(side)}:
                share = "each" if len(some) else "none"
                return Refusal(name, f"{share} of the {len(side)} cities {words} has any")
            if parts[1] and (not len(some) or some.max() == 1):
                return Refusal(name, f"none of the {len(some)} cities {words} that have any has more than one")
    return None


def _clusters(used: pl.DataFrame) -> NDArray[np.int64]:
    return used["country"].rank("dense").to_numpy().astype(np.int64) - 1


def _estimates(hurdle: Hurdle, known: Sequence[Condition]) -> tuple[Estimate, ...]:
    spread = hurdle.covariance()
    any_errors, number_errors = hurdle.standard_errors()
    found = []
    for place, one in enumerate(known, start=1):
        low, high = hurdle.columns.copy(), hurdle.columns.copy()
        if one.yes_no:
            low[:, place], high[:, place] = 0.0, 1.0
        else:
            high[:, place] += 1.0
        found.append(
            Estimate(
                one,
                hurdle.contrast(low, high, covariance=spread),
                _coefficient(hurdle.any_part, any_errors, place),
                _coefficient(hurdle.number_part, number_errors, place),
            )
        )
    return tuple(found)


def _coefficient(part: Part | None, errors: Floats, place: int) -> Coefficient | None:
    return None if part is None else Coefficient(float(part.coefficients[place]), float(errors[place]))
