"""The tables of law: rules, what each asks, where it stands, whom it binds, and what is left open."""

from typing import Any, Final, cast

import polars as pl

from proxenia.model.legal import LegalQualifier
from proxenia.model.predicates import Attribute, Qualifier
from proxenia.snapshot.tables import RULE_BASIS, RULE_CONDITIONS, RULE_PARTIES, RULE_QUESTIONS, RULES

__all__ = ["LEGAL", "compile_rules"]

LEGAL: Final = (
    Attribute.LEGAL_POWER.value,
    Attribute.LEGAL_CONDITION.value,
    Attribute.LEGAL_BASIS.value,
    Attribute.LEGAL_PARTY.value,
    Attribute.OPEN_QUESTION.value,
)
"""The attributes that these tables are made of."""
_QUALIFIERS: Final = pl.Struct(
    {name.value: pl.String() for name in (*LegalQualifier, Qualifier.CONFIDENCE, Qualifier.SUMMARY)}
)
_LISTS: Final = ("tiers", "instruments", "partner_kinds", "partners")
_NUMBERS: Final = ("begins", "position", "days")


def compile_rules(statements: Any) -> dict[str, pl.DataFrame]:
    """Return the tables of law by their names.

    Parameters
    ----------
    statements
        An Arrow or Polars table with the columns of a ledger's ``statements_table``.
    """
    said = _prepared(statements)
    basis = _of(said, Attribute.LEGAL_BASIS).rename({"value": "title", "reference": "address"})
    conditions = _of(said, Attribute.LEGAL_CONDITION).rename({"value": "condition", "summary": "what"})
    parties = _of(said, Attribute.LEGAL_PARTY).rename({"object": "place", "subject": "state", "reference": "address"})
    questions = _of(said, Attribute.OPEN_QUESTION).rename({"subject": "place", "value": "text"})
    rules = _of(said, Attribute.LEGAL_POWER).rename({"subject": "place", "value": "power"})
    return {
        "rules": rules.select(RULES.schema.names()),
        "rule_conditions": conditions.select(RULE_CONDITIONS.schema.names()),
        "rule_basis": basis.select(RULE_BASIS.schema.names()),
        "rule_parties": parties.select(RULE_PARTIES.schema.names()),
        "rule_questions": questions.select(RULE_QUESTIONS.schema.names()),
    }


def _prepared(statements: Any) -> pl.DataFrame:
    """Return the statements of law, each qualifier a column of its own."""
    frame = statements if isinstance(statements, pl.DataFrame) else cast("pl.DataFrame", pl.from_arrow(statements))
    legal = frame.filter(pl.col("predicate").cast(pl.String()).is_in(LEGAL)).cast(
        dict.fromkeys(frame.columns, pl.String)
    )
    decoded = pl.col("qualifiers").fill_null("{}").str.json_decode(_QUALIFIERS)
    columns = legal.rename({"id": "statement"}).with_columns(decoded).unnest("qualifiers")
    return columns.with_columns(
        pl.col(_LISTS).str.split(";"),
        pl.col(_NUMBERS).cast(pl.Int32, strict=False),
        pl.col("period").fill_null("../.."),
    )


def _of(said: pl.DataFrame, attribute: Attribute) -> pl.DataFrame:
    return said.filter(pl.col("predicate") == attribute.value)
