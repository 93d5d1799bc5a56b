"""Findings as lines for people: one line a statement, with the title of its source and a link to the original."""

from typing import Final

import polars as pl

__all__ = ["LINES", "finding_lines", "with_links"]

LINES: Final = ("id", "countries", "names", "actors", "source", "title", "says", "link", "reference")
"""The columns of a line, in the order of a spreadsheet."""


def _link() -> pl.Expr:
    """Return the first address of a reference, else that of its source; nothing that is not http or https."""
    reference = pl.col("reference")
    address = reference.str.extract(r"(?:^|\s)(https?://[^\s<>\"]+)")
    doi = pl.lit("https://doi.org/") + reference.str.extract(r"(?:^|\s)doi:(10\.[^\s<>\"]+)")
    publisher = pl.col("address").str.extract(r"^(https?://[^\s<>\"]+)$")
    return pl.coalesce(address, doi, publisher)


def with_links(statements: pl.DataFrame, sources: pl.DataFrame) -> pl.DataFrame:
    """Return statements (`source`, `reference`) with the source's `title` and the `link` to the original.

    Parameters
    ----------
    sources
        The snapshot's table of sources.
    """
    known = sources.select(pl.col("id").alias("source"), "title", "address")
    return (
        statements.join(known, on="source", how="left", maintain_order="left")
        .with_columns(pl.coalesce("title", "source").alias("title"), link=_link())
        .drop("address")
    )


def finding_lines(findings: pl.DataFrame, sources: pl.DataFrame) -> pl.DataFrame:
    """Return findings with one line a statement: `kind` and :data:`LINES`, all of them texts."""
    joined = {name: pl.col(name).list.join("; ") for name in ("countries", "actors")}
    names = pl.col("names").list.join(" – ")
    each = findings.with_columns(**joined, names=names).explode("statements").unnest("statements")
    return with_links(each.rename({"value": "says"}), sources).select("kind", *LINES)
