"""Who is who: identifiers brought together by judgements, applied when compiling and never written back.

Every pair of identifiers follows its latest judgement, a person's before a program's; where a person says what an
identifier names, what a program says of that identifier has no effect. A program's judgement that would bring together
two different identifiers of GeoNames, of Wikidata or of ISO has none either: only a person may say that two entries of
one register are one place. The pairs judged ``same`` are closed transitively; the
canonical identifier of such a group is the one at the end of the chain (the right side that is nobody's left
side). Where a group has several ends, or none because the judgements run in a circle, GeoNames' identifier is
preferred, then Wikidata's, then ISO's, then the lowest.
"""

from collections.abc import Iterable
from typing import Final

import polars as pl

from proxenia.model.identifiers import scheme_of
from proxenia.model.judgement import Judgement, Verdict

__all__ = ["ALIASES", "alias_table", "canonical_ids", "with_canonical"]

ALIASES: Final = pl.Schema({"alias": pl.String(), "actor": pl.String()})

_PROGRAMS: Final = ("resolver:", "sources:")
"""How the signatures of programs begin; every other one is a person's."""
_PREFERRED_SCHEMES: Final = {"gn": 0, "wd": 1, "iso": 2}


def _is_programs(judgement: Judgement) -> bool:
    return judgement.signed_by.startswith(_PROGRAMS)


def _standing(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Return the judgement of every pair that stands, whichever side its identifiers stand on."""
    standing: dict[tuple[str, str], Judgement] = {}
    for judgement in judgements:
        if judgement.undoes is not None:
            continue
        left, right = judgement.left, judgement.right
        pair = (left, right) if left < right else (right, left)
        before = standing.get(pair)
        if before is None or _rank(judgement) > _rank(before):
            standing[pair] = judgement
    return _without_overruled(standing.values())


def _rank(judgement: Judgement) -> tuple[bool, str, str]:
    """Order the judgements of one pair: a person's before a program's, then the later one."""
    return not _is_programs(judgement), judgement.recorded_at, judgement.id


def _without_overruled(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Leave out what a program says of an identifier that a person has placed; persons come first, then by time."""
    ordered = sorted(judgements, key=lambda one: (_is_programs(one), one.recorded_at, one.id))
    placed = {one.left for one in ordered if one.verdict is Verdict.SAME and not _is_programs(one)}
    return [one for one in ordered if not (_is_programs(one) and one.left in placed)]


def _find(parents: dict[str, str], identifier: str) -> str:
    root = identifier
    while parents[root] != root:
        root = parents[root]
    while parents[identifier] != root:
        parents[identifier], identifier = root, parents[identifier]
    return root


def _preference(identifier: str) -> tuple[int, int, str]:
    """Order identifiers: by scheme, then the lowest number or word."""
    rank = _PREFERRED_SCHEMES.get(scheme_of(identifier), len(_PREFERRED_SCHEMES))
    return rank, len(identifier) if rank <= 1 else 0, identifier


def _held(identifier: str) -> dict[str, str]:
    """Return the entry of a register that an identifier is, by register."""
    scheme = scheme_of(identifier)
    return {scheme: identifier} if scheme in _PREFERRED_SCHEMES else {}


def _contradict(one: dict[str, str], other: dict[str, str]) -> bool:
    return any(other.get(scheme, identifier) != identifier for scheme, identifier in one.items())


def canonical_ids(judgements: Iterable[Judgement]) -> dict[str, str]:
    """Return for every identifier that has a better one the identifier to use.

    Examples
    --------
    >>> def same(left, right):
    ...     return Judgement(left, right, Verdict.SAME, "one place", "a test", "2026-11-22T00:00:00.000000Z")
    >>> canonical_ids([same("x:Roma", "wd:Q220"), same("wd:Q220", "gn:3169070")])
    {'wd:Q220': 'gn:3169070', 'x:Roma': 'gn:3169070'}
    """
    same = [item for item in _standing(judgements) if item.verdict == Verdict.SAME and item.left != item.right]
    parents = {identifier: identifier for item in same for identifier in (item.left, item.right)}
    held = {identifier: _held(identifier) for identifier in parents}
    for item in same:
        left, right = _find(parents, item.left), _find(parents, item.right)
        if left == right or (_is_programs(item) and _contradict(held[left], held[right])):
            continue
        first, second = min(left, right), max(left, right)
        parents[second] = first
        held[first] = held[first] | held[second]
    groups: dict[str, list[str]] = {}
    for identifier in sorted(parents):
        groups.setdefault(_find(parents, identifier), []).append(identifier)
    lefts = {item.left for item in same}
    canonical: dict[str, str] = {}
    for members in groups.values():
        ends = [member for member in members if member not in lefts]
        chosen = min(ends or members, key=_preference)
        canonical.update({member: chosen for member in members if member != chosen})
    return dict(sorted(canonical.items()))


def alias_table(canonical: dict[str, str]) -> pl.DataFrame:
    """Return the replaced identifiers with the one to use, as a sorted table."""
    return pl.DataFrame(sorted(canonical.items()), schema=ALIASES, orient="row")


def with_canonical(statements: pl.DataFrame, canonical: dict[str, str]) -> pl.DataFrame:
    """Return the statements with the columns `s` and `o`: subject and object by their canonical identifiers."""
    if not canonical:
        return statements.with_columns(s=pl.col("subject"), o=pl.col("object"))
    known = alias_table(canonical)
    joined = statements
    for column, target in (("subject", "s"), ("object", "o")):
        joined = joined.join(
            known.rename({"actor": target}), left_on=column, right_on="alias", how="left", maintain_order="left"
        ).with_columns(pl.coalesce(target, column).alias(target))
    return joined
