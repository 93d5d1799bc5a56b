"""Expected ties: what the gravity model makes of all pairs of countries, and whether a published finding holds."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from proxenia.atlas.cited import CitedSource, described_sources
from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.lines import ActorLink, actor_link
from proxenia.model.predicates import Attribute
from proxenia.model.vocabulary import TieKind
from proxenia.overlay.expected import ExpectedTies
from proxenia.overlay.finding import Finding
from proxenia.overlay.gravity import Coefficient
from proxenia.overlay.gravity_terms import BLOCS, SIZES, TERMS
from proxenia.overlay.rule import RULE
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["ExpectedPage", "LeftOutLine", "Model", "ResidualLine", "TermLine", "VerdictLine", "build", "sources_of"]

SHOWN_PAIRS: Final = 25
_BETWEEN: Final = (
    Attribute.DISTANCE.value,
    Attribute.CONTIGUITY.value,
    Attribute.COMMON_LANGUAGE.value,
    Attribute.COLONIAL_TIE.value,
)
_OF_ONE: Final = (Attribute.POPULATION.value, Attribute.OFFICIAL_LANGUAGE.value)


@dataclass(frozen=True, slots=True)
class Model:
    """What was fitted; or, where that is not possible, why.

    Attributes
    ----------
    expected, finding
        None where the model or the report cannot be made.
    refused
        Why not, in words.
    """

    expected: ExpectedTies | None
    finding: Finding | None
    refused: str


@dataclass(frozen=True, slots=True)
class TermLine:
    """A coefficient of the Poisson fit, which gives the expected counts, and of the negative binomial fit.

    Attributes
    ----------
    estimate, standard_error, low, high, p, ratio
        Of the Poisson fit, on the scale of the logarithm; `ratio` is exp(estimate).
    estimate_nb, standard_error_nb
        Of the negative binomial fit.
    """

    term: str
    label: str
    meaning: str
    estimate: float
    standard_error: float
    low: float
    high: float
    p: float
    ratio: float
    estimate_nb: float
    standard_error_nb: float


@dataclass(frozen=True, slots=True)
class ResidualLine:
    """A pair of countries with counted and expected city ties; `residual` is the count less the expected count."""

    a: ActorLink
    b: ActorLink
    city_ties: int
    expected: float
    residual: float
    address: str


@dataclass(frozen=True, slots=True)
class LeftOutLine:
    """Pairs that the model could not use, and why."""

    reason: str
    pairs: int
    ties: int


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """One part of the published finding on one level; `holds` is none when it cannot be said."""

    level: str
    claim: str
    holds: bool | None
    sentence: str


@dataclass(frozen=True, slots=True)
class ExpectedPage:
    """The gravity model of a year.

    Attributes
    ----------
    ready
        Whether it has been computed; false only on a page that did not wait.
    refused
        Why there is no model, or no report on the finding; empty where there is.
    pairs, pairs_tied, ties, countries
        What it was fitted on.
    alpha, alpha_standard_error, alpha_p
        The dispersion: the variance is mu + alpha mu²; p of the test against a Poisson.
    totals
        Expected over counted ties by fit.
    more, fewer
        The pairs with most city ties beyond, and lacking from, the expected.
    sources
        Where what the model was fitted on comes from: city ties, sizes, distances, languages, colonial ties, blocs.
    """

    as_of: int
    ready: bool
    refused: str
    terms: list[TermLine]
    errors: str
    pairs: int
    pairs_tied: int
    ties: int
    countries: int
    size: str
    alpha: float | None
    alpha_standard_error: float | None
    alpha_p: float | None
    log_likelihood: float | None
    log_likelihood_poisson: float | None
    aic: float | None
    bic: float | None
    mcfadden: float | None
    totals: dict[str, float]
    left_out: list[LeftOutLine]
    silent: list[str]
    more: list[ResidualLine]
    fewer: list[ResidualLine]
    verdicts: list[VerdictLine]
    citation: str
    sources: list[CitedSource]


def sources_of(index: AtlasIndex, snapshot: Snapshot) -> list[CitedSource]:
    """Return the sources behind the data of the model in a snapshot as of a day, most statements first."""
    kinds, blocs = pl.col("kind").is_in(RULE.city_tie_kinds), pl.col("b").is_in(list(BLOCS))
    of_bloc = (pl.col("kind") == TieKind.MEMBERSHIP.value) & blocs
    counts = index.source_counts(snapshot.ties.filter(kinds | of_bloc)["id"])
    tables = ((snapshot.dyads, _BETWEEN), (snapshot.attributes, _OF_ONE))
    said = pl.concat([table.filter(pl.col("attribute").is_in(names))["statement"] for table, names in tables])
    behind = snapshot.evidence.select("statement", "source").unique()
    of_facts = behind.join(said.unique().to_frame(), on="statement", how="semi").group_by("source").len()
    for source, number in of_facts.iter_rows():
        counts[source] = counts.get(source, 0) + number
    return described_sources(index, counts)


def _term(one: Coefficient, other: Coefficient) -> TermLine:
    known = TERMS.get(one.term)
    return TermLine(
        term=one.term,
        label=known.label if known else one.term,
        meaning=known.meaning if known else "the logarithm of the expected count where every term is 0",
        estimate=one.estimate,
        standard_error=one.standard_error,
        low=one.low,
        high=one.high,
        p=one.p,
        ratio=one.ratio,
        estimate_nb=other.estimate,
        standard_error_nb=other.standard_error,
    )


def residual_lines(index: AtlasIndex, rows: pl.DataFrame) -> list[ResidualLine]:
    """Return pairs with what is expected of them as lines."""
    shown = rows.select("a", "b", "city_ties", "expected", "residual")
    return [
        ResidualLine(
            actor_link(index, f"iso:{a}"), actor_link(index, f"iso:{b}"), ties, mu, gap, f"/country-pair/{a}/{b}"
        )
        for a, b, ties, mu, gap in shown.iter_rows()
    ]


def _verdicts(finding: Finding | None) -> list[VerdictLine]:
    verdicts = finding.verdicts if finding is not None else ()
    return [VerdictLine(one.level, one.claim, one.holds, one.sentence) for one in verdicts]


def build(
    index: AtlasIndex, model: Model | None, *, as_of: int, sources: list[CitedSource] | None = None
) -> ExpectedPage:
    """Return the payload of the model; nothing of it while it is computed.

    Parameters
    ----------
    index
        Names of the countries.
    model
        What was fitted; nothing while it is.
    as_of
        The year.
    sources
        As :func:`sources_of` gives them.
    """
    found = model.expected if model is not None else None
    fit = found.fit if found is not None else None
    finding = model.finding if model is not None else None
    return ExpectedPage(
        as_of=as_of,
        ready=model is not None,
        refused=model.refused if model is not None else "",
        terms=[_term(*pair) for pair in zip(fit.poisson, fit.coefficients, strict=True)] if fit else [],
        errors=fit.errors_poisson if fit else "",
        pairs=fit.pairs if fit else 0,
        pairs_tied=fit.pairs_tied if fit else 0,
        ties=fit.ties if fit else 0,
        countries=fit.countries if fit else 0,
        size=f"{SIZES[fit.size]}: {fit.size_reason}" if fit else "",
        alpha=fit.dispersion.alpha if fit else None,
        alpha_standard_error=fit.dispersion.standard_error if fit else None,
        alpha_p=fit.dispersion.p if fit else None,
        log_likelihood=fit.log_likelihood if fit else None,
        log_likelihood_poisson=fit.log_likelihood_poisson if fit else None,
        aic=fit.aic if fit else None,
        bic=fit.bic if fit else None,
        mcfadden=fit.mcfadden if fit else None,
        totals=dict(fit.totals) if fit else {},
        left_out=[LeftOutLine(one.reason, one.pairs, one.ties) for one in fit.left_out] if fit else [],
        silent=[TERMS[name].label for name in fit.silent] if fit else [],
        more=residual_lines(index, found.more(SHOWN_PAIRS)) if found else [],
        fewer=residual_lines(index, found.fewer(SHOWN_PAIRS)) if found else [],
        verdicts=_verdicts(finding),
        citation=finding.citation if finding is not None else "",
        sources=sources or [],
    )
