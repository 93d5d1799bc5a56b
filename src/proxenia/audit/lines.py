"""Findings as lines for people: one line a statement, with the title of its source and a link to the original."""

from typing import Final

import polars as pl

__all__ = ["LINES", "finding_lines", "with_links"]

LINES: Final = ("id", "countries", "names", "actors", "source", "title", "says", "link", "reference")
"""The columns of a line, in the order of a spreadsheet."""


def _original() -> pl.Expr:
    """Return the first address in a reference; nothing that is not http, https or a DOI."""
    reference = pl.col("reference")
    address = reference.str.extract(r"(?:^|\s)(https?://[^\s<>\"]+)")
    doi = pl.lit("https://doi.org/") + reference.str.extract(r"(?:^|\s)doi:(10\.[^\s<>\"]+)")
    return pl.coalesce(address, doi)


def with_links(statements: pl.DataFrame, sources: pl.DataFrame) -> pl.DataFrame:
    """Return statements (`source`, `reference`) with the source's `title` and the `link` to the original.

    `exact` says that the reference itself is an address; else the link leads to the source as a whole. `cited` is the
    title of the list that a statement cites, where that is a described source too.

    Parameters
    ----------
    sources
        The snapshot's table of sources.
    """
    known = sources.select(pl.col("id").alias("source"), "title", "address")
    lists = known.filter(pl.col("address").is_not_null()).sort("source").unique("address", keep="first")
    cited = lists.select(pl.col("address").alias("reference"), pl.col("title").alias("cited"))
    return (
        statements.join(known, on="source", how="left", maintain_order="left")
        .join(cited, on="reference", how="left", maintain_order="left")
        .with_columns(pl.coalesce("title", "source").alias("title"), original=_original())
        .with_columns(
            exact=pl.col("original").is_not_null(),
            link=pl.coalesce("original", pl.col("address").str.extract(r"^(https?://[^\s<>\"]+)$")),
        )
        .drop("address", "original")
    )


def finding_lines(findings: pl.DataFrame, sources: pl.DataFrame) -> pl.DataFrame:
    """Return findings with one line a statement: `kind` and :data:`LINES`, all of them texts."""
    joined = {name: pl.col(name).list.join("; ") for name in ("countries", "actors")}
    names = pl.col("names").list.join(" – ")
    each = findings.with_columns(**joined, names=names).explode("statements").unnest("statements")
    linked = with_links(each.rename({"value": "says"}), sources)
    cited_by = pl.col("cited") + pl.lit(" (cited by ") + pl.col("title") + pl.lit(")")
    return linked.with_columns(title=pl.coalesce(cited_by, "title")).select("kind", *LINES)
