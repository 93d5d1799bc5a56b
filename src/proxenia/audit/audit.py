"""The audit of a snapshot: what all checks find, as one table with stable ids.

A finding's id is the hash of its kind, its actors and what the statements behind it say, so it stays the same whatever
was imported first, whatever else the register learnt, and where in a list the words stand; it changes when one of the
lists says something else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import polars as pl

from proxenia.audit.check import Check
from proxenia.audit.ground import Ground
from proxenia.audit.registry import CHECKS
from proxenia.errors import InputError, UnknownValueError
from proxenia.model.statement import content_id
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["FINDINGS", "Audit", "audit_snapshot", "parse_country", "parse_kind"]

_CONTENT: Final = ("source", "subject", "predicate", "object", "value", "period", "status", "status_since")
_STATEMENT: Final = pl.Struct({"source": pl.String(), "reference": pl.String(), "value": pl.String()})
FINDINGS: Final = pl.Schema(
    {
        "id": pl.String(),
        "kind": pl.String(),
        "actors": pl.List(pl.String()),
        "names": pl.List(pl.String()),
        "countries": pl.List(pl.String()),
        "statements": pl.List(_STATEMENT),
    }
)
"""One row a finding: its actors with their names, the countries they lie in, and the statements side by side."""


def parse_kind(text: str | None) -> str | None:
    """Return the id of a check; nothing for an empty text.

    Raises
    ------
    UnknownValueError
        When there is no such check.
    """
    if not text:
        return None
    if text not in CHECKS:
        raise UnknownValueError("kind of finding", text, CHECKS)
    return text


def parse_country(text: str | None) -> str | None:
    """Return an ISO 3166-1 alpha-2 code in capitals; nothing for an empty text.

    >>> parse_country("it"), parse_country("iso:IT"), parse_country("")
    ('IT', 'IT', None)

    Raises
    ------
    InputError
        When it has not the form of a code.
    """
    if not text:
        return None
    code = text.removeprefix("iso:")
    if len(code) == 2 and code.isascii() and code.isalpha():
        return code.upper()
    raise InputError(
        f"{text[:80]!r} is not a country's code",
        expected="Expected ISO 3166-1 alpha-2: two letters, such as IT for Italy",
        next_step="Give the code, or leave the country out to see all",
    )


@dataclass(frozen=True, eq=False)
class Audit:
    """What the checks found.

    Attributes
    ----------
    findings
        As :data:`FINDINGS`: by check in the order of the registry, then by the names of the actors.
    """

    findings: pl.DataFrame

    def chosen(self, *, country: str | None = None, kind: str | None = None) -> pl.DataFrame:
        """Return the findings of one kind, or about actors of one country."""
        rows = self.findings
        if kind is not None:
            rows = rows.filter(pl.col("kind") == kind)
        if country is not None:
            rows = rows.filter(pl.col("countries").list.contains(country))
        return rows

    def counts(self, *, country: str | None = None) -> dict[str, int]:
        """Return how many findings there are of every kind."""
        found = dict(self.chosen(country=country).group_by("kind").len().iter_rows())
        return {kind: found.get(kind, 0) for kind in CHECKS}

    def countries(self) -> dict[str, int]:
        """Return how many findings there are about every country, by its code."""
        rows = self.findings.select(pl.col("countries").explode().alias("code")).drop_nulls()
        return dict(rows.group_by("code").len().sort("code").iter_rows())


def audit_snapshot(snapshot: Snapshot, *, kinds: Iterable[str] = CHECKS) -> Audit:
    """Return what the checks find in a snapshot.

    The cost grows in proportion to the statements of ties, but for the sorting of the findings.

    Parameters
    ----------
    kinds
        The ids of the checks to run; all when left out.
    """
    ground = Ground(snapshot)
    parts = [_findings(CHECKS[kind], ground) for kind in kinds]
    return Audit(pl.concat(parts) if parts else pl.DataFrame(schema=FINDINGS))


def _findings(check: Check, ground: Ground) -> pl.DataFrame:
    order = ("case", "place", "source", "reference", "statement", "value")
    said = check.find(ground).sort(order).unique(["case", "statement"], keep="first", maintain_order=True)
    told = _with_contents(said, ground)
    cases = told.group_by("case", maintain_order=True).agg(
        pl.col("actors").first(),
        pl.col("_content").unique().sort().alias("_contents"),
        pl.struct("source", "reference", "value").alias("statements"),
    )
    contents = cases.select("actors", "_contents").iter_rows()
    ids = [f"audit:{content_id(check.id, *content)[:16]}" for content in contents]
    cases = cases.with_columns(pl.Series("id", ids, dtype=pl.String()), kind=pl.lit(check.id))
    cases = cases.unique("id", keep="first", maintain_order=True)
    named = _with_names(cases.drop("case", "_contents"), ground)
    return named.sort(pl.col("names").list.join("\x1f"), "id").select(FINDINGS.names()).cast(FINDINGS)


def _with_contents(said: pl.DataFrame, ground: Ground) -> pl.DataFrame:
    """Return what is said with the content of each statement: who says what, but not in which row or edition."""
    behind = ground.snapshot.evidence.join(said.select("statement").unique(), on="statement", how="semi")
    content = pl.concat_str([pl.col(name).fill_null("") for name in _CONTENT], separator="\x1f")
    contents = behind.select("statement", content.alias("_content")).unique("statement")
    return said.join(contents, on="statement", how="left", maintain_order="left")


def _with_names(cases: pl.DataFrame, ground: Ground) -> pl.DataFrame:
    """Return findings with the names of their actors, in their order, and their countries, sorted."""
    known = ground.actors.select(pl.col("id").alias("actor"), "name", "country")
    each = cases.select("id", pl.col("actors").alias("actor")).explode("actor")
    told = (
        each.join(known, on="actor", how="left", maintain_order="left")
        .with_columns(pl.coalesce("name", "actor").alias("name"))
        .group_by("id", maintain_order=True)
        .agg(
            pl.col("name").alias("names"),
            pl.col("country").drop_nulls().unique().sort().alias("countries"),
        )
    )
    return cases.join(told, on="id", how="left")
