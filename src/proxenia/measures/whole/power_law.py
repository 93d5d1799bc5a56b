"""Power law: whether few actors have very many partners, as if the tied were given more ties."""

from typing import Final

from proxenia.measures.engines import compare_exponential, compare_lognormal, estimate_power_law
from proxenia.measures.graph import Ground
from proxenia.measures.measure import Example, LayerMeasure

__all__ = ["POWER_LAW_EXPONENT", "POWER_LAW_OR_EXPONENTIAL", "POWER_LAW_OR_LOGNORMAL", "POWER_LAW_START"]

_METHOD: Final = "doi:10.1137/070710111"
_RATIO: Final = "doi:10.2307/1912557"
_ALIKE: Final = "All actors of the layer have the same degree, or none is tied."
_COST: Final = "In proportion to the actors and to the different degrees; tenths of a second."
_LINE: Final = (("a", "b"), ("b", "c"))


def _exponent(ground: Ground) -> float | None:
    fit = estimate_power_law(ground.graph)
    return None if fit is None else fit.exponent


def _start(ground: Ground) -> float | None:
    fit = estimate_power_law(ground.graph)
    return None if fit is None else float(fit.start)


def _or_lognormal(ground: Ground) -> float | None:
    found = compare_lognormal(ground.graph)
    return None if found is None else found.ratio


def _or_exponential(ground: Ground) -> float | None:
    found = compare_exponential(ground.graph)
    return None if found is None else found.ratio


POWER_LAW_EXPONENT = LayerMeasure(
    id="power_law_exponent",
    label="Power-law exponent",
    meaning=(
        "How quickly actors with more partners become rare, from a degree on: the share with k partners falls as k to "
        "the minus this. The smaller, the more ties the most tied hold. Read it with the two comparisons: a power law "
        "can be fitted to any degrees."
    ),
    unit="index",
    lowest=1,
    highest=None,
    undefined=_ALIKE,
    reference=_METHOD,
    cost=_COST,
    example=Example(
        ties=_LINE,
        working=(
            "Degrees 1, 1 and 2, from 1 on. The mean logarithm is ln 2 / 3 = 0.2310. The likeliest exponent is the one "
            "at which minus the derivative of the zeta function over the function itself is that: 2.68982."
        ),
        value=2.6898180870041096,
    ),
    compute=_exponent,
)

POWER_LAW_START = LayerMeasure(
    id="power_law_start",
    label="Power law from degree",
    meaning=(
        "The degree from which the fitted power law holds: the one that leaves the smallest gap to the real shares."
    ),
    unit="actors",
    lowest=1,
    highest=None,
    undefined=_ALIKE,
    reference=_METHOD,
    cost=_COST,
    example=Example(ties=_LINE, working="Above the degree 1 only one is left, with nothing to fit.", value=1),
    compute=_start,
)

POWER_LAW_OR_LOGNORMAL = LayerMeasure(
    id="power_law_or_lognormal",
    label="Power law or lognormal",
    meaning=(
        "Which law the degrees follow: above 0 a power law fits better, below 0 a lognormal, as when what is tied more "
        "grows by a random share. Between -1.96 and 1.96 the degrees do not tell (p above 5 %)."
    ),
    unit="standard deviations",
    lowest=None,
    highest=None,
    undefined=f"{_ALIKE} Or both laws fit every degree alike.",
    reference=_RATIO,
    cost=_COST,
    example=Example(
        ties=_LINE,
        working=(
            "The power law gives the degrees 1 and 2 the logarithms -ln z = -0.24471 and -2.68982 ln 2 - ln z = "
            "-2.10915, with z = 1.27725 the zeta function at 2.68982. A narrow lognormal gives them exactly 2/3 and "
            "1/3. Gains: 0.16076, twice, and -1.01054; their sum -0.68902, their standard deviation 0.55216 (times "
            "the root of 3): -0.72047."
        ),
        value=-0.72046567632150456,
    ),
    compute=_or_lognormal,
)

POWER_LAW_OR_EXPONENTIAL = LayerMeasure(
    id="power_law_or_exponential",
    label="Power law or exponential",
    meaning=(
        "Which law the degrees follow: above 0 a power law fits better, below 0 an exponential, under which nobody "
        "stands far above the rest. Between -1.96 and 1.96 the degrees do not tell (p above 5 %)."
    ),
    unit="standard deviations",
    lowest=None,
    highest=None,
    undefined=f"{_ALIKE} Or both laws fit every degree alike.",
    reference=_RATIO,
    cost=_COST,
    example=Example(
        ties=_LINE,
        working=(
            "The mean degree 4/3 gives an exponential that falls to 1/4 with each partner more: 3/4 and 3/16 for the "
            "degrees 1 and 2. Against the power law (z = 1.27725, exponent 2.68982; ln 2 = 0.69315) the gains "
            "are 0.04297, twice, and -0.43517; their sum -0.34922, their standard deviation 0.22540 (times the root "
            "of 3): -0.89452."
        ),
        value=-0.89451899458748611,
    ),
    compute=_or_exponential,
)
