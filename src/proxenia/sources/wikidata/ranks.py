"""Wikidata's ranks: deprecated claims are never used; the best rank there is counts for what has one value."""

from collections.abc import Sequence

from proxenia.sources.wikidata.entity import Claim, Missing

__all__ = ["best", "is_over", "standing"]


def standing(claims: Sequence[Claim]) -> Sequence[Claim]:
    """Return the claims that are not deprecated.

    >>> [claim.value for claim in standing([Claim("Q1"), Claim("Q2", rank="deprecated")])]
    ['Q1']
    """
    return [claim for claim in claims if claim.rank != "deprecated"]


def best(claims: Sequence[Claim]) -> Sequence[Claim]:
    """Return the claims of the best rank: the preferred ones where there are any, else the normal ones.

    >>> [claim.value for claim in best([Claim("Q1"), Claim("Q2", rank="preferred"), Claim("Q3")])]
    ['Q2']
    """
    preferred = [claim for claim in claims if claim.rank == "preferred"]
    return preferred or standing(claims)


def is_over(claim: Claim) -> bool:
    """Tell whether a claim has an end (P582), known or not.

    >>> is_over(Claim("Q1", qualifiers={"P582": (Missing.SOMEVALUE,)})), is_over(Claim("Q1"))
    (True, False)
    """
    return any(value is not Missing.NOVALUE for value in claim.qualifiers.get("P582", ()))
