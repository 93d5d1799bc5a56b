"""Candidates without comparing everything with everything: names that share a block are worth a look.

A name that no place bears exactly is looked for among the names of its country that have the same consonants, the
same beginning, or share a long word. A block that holds very many names tells little and is left out.
"""

from typing import Final

import polars as pl

from proxenia.resolve.names import skeleton

__all__ = ["block_table", "blocks_of"]

LARGEST_BLOCK: Final = 60
"""Names of one country in a block; *neu*, *saint* and the like would bring thousands."""
_BEGINNING: Final = 6
_LONG_WORD: Final = 5
_CONSONANTS: Final = 3


def blocks_of(names: pl.DataFrame, keep: list[str]) -> pl.DataFrame:
    """Return a row for each block of each `key`, with the columns to keep."""
    key = pl.col("key")
    consonants = names.select(*keep, block=pl.lit("=") + skeleton(key)).filter(
        pl.col("block").str.len_chars() > _CONSONANTS
    )
    plain = key.str.replace_all(" ", "", literal=True)
    beginning = names.filter(plain.str.len_chars() >= _BEGINNING).select(
        *keep, block=pl.lit("^") + plain.str.head(_BEGINNING)
    )
    words = (
        names.filter(key.str.contains(" ", literal=True))
        .select(*keep, block=key.str.split(" "))
        .explode("block")
        .filter(pl.col("block").str.len_chars() >= _LONG_WORD)
    )
    return pl.concat([consonants, beginning, words]).unique()


def block_table(names: pl.DataFrame) -> pl.DataFrame:
    """Return the blocks of the gazetteer's names in Latin letters, without those too large to tell anything."""
    latin = names.filter(pl.col("key").str.contains(r"^[a-z0-9 ]+$"))
    found = blocks_of(latin, ["country", "key", "number", "own"])
    size = pl.col("number").n_unique().over("country", "block")
    return found.filter(size <= LARGEST_BLOCK).sort("country", "block", "number", "key")
