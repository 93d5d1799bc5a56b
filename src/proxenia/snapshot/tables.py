"""THE schema: every table of a snapshot, every column with its meaning and its unit.

Text columns named ``*_earliest`` and ``*_latest`` are day numbers (:mod:`proxenia.model.period`). A missing value
is null and means "not known", never zero. Rows are sorted by the columns named in ``sorted_by``.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

__all__ = ["RULE_TABLES", "SCHEMA_VERSION", "TABLES", "Column", "Table", "empty_frame"]

SCHEMA_VERSION: Final = 5

TEXT = pl.String()
WORDS = pl.List(pl.String())
DAY = pl.Int32()
COUNT = pl.Int32()
NUMBER = pl.Float64()
YES_NO = pl.Boolean()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, type, meaning, and unit where it has one."""

    name: str
    dtype: pl.DataType
    meaning: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what a row is, its columns, and the order of its rows."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    sorted_by: tuple[str, ...]

    @property
    def schema(self) -> pl.Schema:
        """The Polars schema of the table."""
        return pl.Schema({column.name: column.dtype for column in self.columns})


_PERIOD = (
    Column("valid_from", TEXT, "EDTF text of the preferred start; null when unknown or open"),
    Column("valid_to", TEXT, "EDTF text of the preferred end; null when unknown or still open"),
    Column("start_earliest", DAY, "first day it may have begun; null when unknown", "day number"),
    Column("start_latest", DAY, "last day it may have begun; null when unknown", "day number"),
    Column("end_earliest", DAY, "first day it may have ended; null when it has not or nobody says", "day number"),
    Column("end_latest", DAY, "last day it may have ended; null when it has not or nobody says", "day number"),
)

ACTORS = Table(
    "actors",
    "one actor: a city, a region, a state, a body or another actor",
    (
        Column("id", TEXT, "canonical identifier"),
        Column("kind", TEXT, "actor kind"),
        Column("subtype", TEXT, "actor subtype"),
        Column("name", TEXT, "preferred name"),
        Column("abbreviation", TEXT, "short name"),
        Column("country", TEXT, "ISO 3166-1 alpha-2 code of the state it lies in (of a state: its own)"),
        Column("region", TEXT, "identifier (iso:XX-YY) of the region of the first order that a city lies in"),
        Column("region_name", TEXT, "preferred name of that region, which need not be an actor itself"),
        Column("longitude", NUMBER, "WGS 84", "degrees"),
        Column("latitude", NUMBER, "WGS 84", "degrees"),
        Column("population", pl.Int64(), "inhabitants", "persons"),
        Column("founded", TEXT, "EDTF text of when a body was founded"),
        Column("founded_earliest", DAY, "first day it may have been founded", "day number"),
        Column("dissolved", TEXT, "EDTF text of when a body ended"),
        Column("dissolved_latest", DAY, "last day it may have ended", "day number"),
        Column("seat", TEXT, "identifier of the city of its seat"),
        Column("site", TEXT, "web address"),
        Column("fields", WORDS, "fields of activity of a body"),
        Column("scope", TEXT, "part of the world a body works in"),
        Column("iso_numeric", TEXT, "ISO 3166-1 numeric code of a state"),
    ),
    ("id",),
)

NAMES = Table(
    "names",
    "one name of one actor",
    (
        Column("actor", TEXT, "identifier of the actor"),
        Column("name", TEXT, "the name, in its own script"),
        Column("language", TEXT, "BCP 47 tag; null when the source has none"),
        Column("kind", TEXT, "preferred, alternate or abbreviation"),
    ),
    ("actor", "kind", "name", "language"),
)

TIES = Table(
    "ties",
    "one tie of one kind between two actors, from all statements of it",
    (
        Column("id", TEXT, "tie:<16 hexadecimal digits> of kind and actors"),
        Column("kind", TEXT, "tie kind"),
        Column("a", TEXT, "the first actor: the member, the one that keeps the office, or the lower id"),
        Column("b", TEXT, "the second actor: the body, the host, or the higher id"),
        *_PERIOD,
        Column("first_listed", DAY, "first day on which a list, an edition or a reading names it", "day number"),
        Column("last_listed", DAY, "day of the latest dated list that names it; null when none does", "day number"),
        Column("undated", YES_NO, "no source states a start"),
        Column("status", TEXT, "where it stands as of the latest statement"),
        Column("status_since", TEXT, "EDTF text of since when"),
        Column("status_since_earliest", DAY, "first day of that", "day number"),
        Column("reason", TEXT, "why it was suspended or ended"),
        Column("fields", WORDS, "fields of activity"),
        Column("phase", TEXT, "before, during or after the conflict"),
        Column("stance", TEXT, "cooperative or competitive"),
        Column("driver", TEXT, "why"),
        Column("functions", WORDS, "functions of non-state actors"),
        Column("restricts", TEXT, "what a sanction restricts; null when nobody says, and of other ties"),
        Column("case", TEXT, "case of the founding texts"),
        Column("summary", TEXT, "one plain sentence"),
        Column("reciprocal", YES_NO, "both sides claim it; null where the sources have lost direction"),
        Column("independent_sources", COUNT, "sources whose roots differ", "sources"),
        Column("statements", COUNT, "statements behind it", "statements"),
        Column("start_rule", TEXT, "the rule that chose the start"),
        Column("end_rule", TEXT, "the rule that chose the end"),
    ),
    ("id",),
)

ACTS = Table(
    "acts",
    "something that happened at a date, with any number of participants",
    (
        Column("id", TEXT, "act:<slug>"),
        Column("kind", TEXT, "event kind"),
        Column("title", TEXT, "title in plain words"),
        Column("summary", TEXT, "one plain sentence"),
        Column("date", TEXT, "EDTF text of when"),
        Column("earliest", DAY, "first day it may have happened", "day number"),
        Column("latest", DAY, "last day it may have happened", "day number"),
        Column("fields", WORDS, "fields of activity"),
        Column("phase", TEXT, "before, during or after the conflict"),
        Column("stance", TEXT, "cooperative or competitive"),
        Column("driver", TEXT, "why"),
        Column("functions", WORDS, "functions of non-state actors"),
        Column("amount", NUMBER, "sum of money", "currency of the row"),
        Column("currency", TEXT, "ISO 4217 code"),
        Column("amount_year", COUNT, "year of the sum's prices", "year"),
        Column("case", TEXT, "case of the founding texts"),
        Column("independent_sources", COUNT, "sources whose roots differ", "sources"),
        Column("statements", COUNT, "statements behind it", "statements"),
    ),
    ("id",),
)

PARTICIPATIONS = Table(
    "participations",
    "one actor's part in one act",
    (
        Column("act", TEXT, "identifier of the act"),
        Column("actor", TEXT, "identifier of the actor"),
        Column("role", TEXT, "act role"),
    ),
    ("act", "actor", "role"),
)

ATTRIBUTES = Table(
    "attributes",
    "one dated or undated attribute of one subject, as one statement gives it",
    (
        Column("subject", TEXT, "identifier of the actor or statistical area"),
        Column("attribute", TEXT, "attribute"),
        Column("value", TEXT, "value as text"),
        Column("number", NUMBER, "value as a number, where it is one", "unit of the row"),
        Column("unit", TEXT, "unit of the number"),
        Column("object", TEXT, "identifier the attribute points to"),
        Column("period", TEXT, "EDTF text of when it held"),
        Column("earliest", DAY, "first day of that", "day number"),
        Column("latest", DAY, "last day of that", "day number"),
        Column("indicator", TEXT, "identifier of the indicator"),
        Column("indicator_status", TEXT, "claimed, measured or not_measured"),
        Column("claimed_by", TEXT, "the text that makes the claim"),
        Column("summary", TEXT, "label or note in plain words"),
        Column("statement", TEXT, "identifier of the statement"),
    ),
    ("subject", "attribute", "period", "statement"),
)

DYADS = Table(
    "dyads",
    "one value between two actors",
    (
        Column("a", TEXT, "identifier of the first actor"),
        Column("b", TEXT, "identifier of the second actor"),
        Column("attribute", TEXT, "attribute"),
        Column("value", TEXT, "value as text"),
        Column("number", NUMBER, "value", "unit of the row"),
        Column("unit", TEXT, "unit of the number"),
        Column("period", TEXT, "EDTF text of when it held"),
        Column("earliest", DAY, "first day of that", "day number"),
        Column("latest", DAY, "last day of that", "day number"),
        Column("statement", TEXT, "identifier of the statement"),
    ),
    ("a", "b", "attribute", "period", "statement"),
)

EVIDENCE = Table(
    "evidence",
    "one statement behind one record: what the source says, where",
    (
        Column("record", TEXT, "identifier of the tie, act or actor it speaks of"),
        Column("statement", TEXT, "identifier of the statement"),
        Column("predicate", TEXT, "tie kind or attribute"),
        Column("subject", TEXT, "subject in the source's own identifiers"),
        Column("object", TEXT, "object in the source's own identifiers"),
        Column("value", TEXT, "value as text"),
        Column("unit", TEXT, "unit of the value"),
        Column("period", TEXT, "EDTF text as the source has it"),
        Column("status", TEXT, "status as the source has it"),
        Column("status_since", TEXT, "EDTF text of since when"),
        Column("role", TEXT, "role in the act"),
        Column("place", TEXT, "identifier of the city in which an office stands"),
        Column("mission", TEXT, "type of a state's office abroad"),
        Column("signed_by", TEXT, "the person who signed, with the title"),
        Column("reason", TEXT, "why it was suspended or ended, as the source has it"),
        Column("driver", TEXT, "why the city acts, as coded"),
        Column("coder", TEXT, "who coded the driver: a person or a rule; null when nobody is named"),
        Column("confidence", TEXT, "how sure the coder is: high, medium or low"),
        Column("summary", TEXT, "sentence the statement carries"),
        Column("source", TEXT, "identifier of the source"),
        Column("reference", TEXT, "address, DOI, citation or row"),
        Column("listed", TEXT, "date of the list (EDTF)"),
        Column("retrieved_at", TEXT, "when the source was read (EDTF)"),
        Column("recorded_at", TEXT, "when the ledger learnt it (UTC)"),
    ),
    ("record", "statement"),
)

CONFLICTS = Table(
    "conflicts",
    "one value of a record on which its statements disagree",
    (
        Column("record", TEXT, "identifier of the tie, act or actor"),
        Column("what", TEXT, "start, end, status, name, country, location, population …"),
        Column("value", TEXT, "the value as the source has it"),
        Column("preferred", YES_NO, "this is the value shown"),
        Column("rule", TEXT, "the rule that chose the preferred value"),
        Column("source", TEXT, "identifier of the source"),
        Column("statement", TEXT, "identifier of the statement"),
    ),
    ("record", "what", "value", "statement"),
)

SOURCES = Table(
    "sources",
    "one source, with what its publisher asks",
    (
        Column("id", TEXT, "identifier in the catalogue or of the imported table"),
        Column("title", TEXT, "title"),
        Column("publisher", TEXT, "publisher"),
        Column("licence", TEXT, "licence as stated by the publisher"),
        Column("citation", TEXT, "how to cite it"),
        Column("address", TEXT, "public address"),
        Column("date", TEXT, "EDTF date of the edition"),
        Column("derived_from", WORDS, "sources it was made from"),
        Column("roots", WORDS, "the sources at the end of that chain"),
        Column("keeps_direction", YES_NO, "it says which side claims a tie; null where nothing describes it"),
        Column("statements", COUNT, "statements of it that stand", "statements"),
    ),
    ("id",),
)

_RULE = Column("rule", TEXT, "identifier of the rule")
_POSITION = Column("position", COUNT, "its place, from 1")
_STATEMENT = Column("statement", TEXT, "identifier of the statement")

RULES = Table(
    "rules",
    "one rule of law on what a tier of local government may do abroad",
    (
        _RULE,
        Column("place", TEXT, "the state, part of a state, or body whose rule it is"),
        Column("power", TEXT, "legal power"),
        Column("tiers", WORDS, "tiers of local government"),
        Column("instruments", WORDS, "what is signed or entered: tie kinds"),
        Column("period", TEXT, "EDTF text of when it holds"),
        Column("partner_kinds", WORDS, "kinds of partner it speaks of; null when of anybody"),
        Column("partner_limit", TEXT, "with whom"),
        Column("limit_effect", TEXT, "what the limit does to a partner outside it"),
        Column("partners", WORDS, "the states listed, or the body whose members are meant"),
        Column("without", TEXT, "what happens when a step is left out"),
        Column("begins", COUNT, "the year before which the pack says nothing", "year"),
        Column("verified", TEXT, "day somebody read its text; null when nobody has (EDTF)"),
        Column("confidence", TEXT, "high, medium or low"),
        Column("summary", TEXT, "one or two plain sentences"),
        _STATEMENT,
    ),
    ("place", "rule"),
)

RULE_CONDITIONS = Table(
    "rule_conditions",
    "one thing a rule asks",
    (
        _RULE,
        _POSITION,
        Column("condition", TEXT, "legal condition"),
        Column("moment", TEXT, "the moment it is tied to"),
        Column("days", COUNT, "how many days; null when the law names none", "days"),
        Column("days_of", TEXT, "calendar or working days"),
        Column("runs", TEXT, "how they are counted"),
        Column("who", TEXT, "who must act"),
        Column("authority", TEXT, "towards whom"),
        Column("what", TEXT, "what must be done, in plain words"),
        Column("silence", TEXT, "what it means that the authority does not answer"),
        _STATEMENT,
    ),
    ("rule", "position"),
)

RULE_BASIS = Table(
    "rule_basis",
    "one law or text in which a rule stands",
    (
        _RULE,
        _POSITION,
        Column("title", TEXT, "title of the law"),
        Column("article", TEXT, "article"),
        Column("language", TEXT, "BCP 47 tag of the text that was read"),
        Column("address", TEXT, "where it was read"),
        _STATEMENT,
    ),
    ("rule", "position"),
)

RULE_PARTIES = Table(
    "rule_parties",
    "one state that a rule of a body binds",
    (
        _RULE,
        Column("place", TEXT, "the body"),
        Column("state", TEXT, "identifier of the state"),
        Column("period", TEXT, "EDTF text of when it is bound"),
        Column("address", TEXT, "where that stands"),
        _STATEMENT,
    ),
    ("rule", "state", "statement"),
)

RULE_QUESTIONS = Table(
    "rule_questions",
    "one thing that a pack of rules leaves open",
    (
        Column("place", TEXT, "the state or body of the pack"),
        _POSITION,
        Column("text", TEXT, "the question, in plain words"),
        _STATEMENT,
    ),
    ("place", "position", "statement"),
)

_LAW: Final = (RULES, RULE_CONDITIONS, RULE_BASIS, RULE_PARTIES, RULE_QUESTIONS)
RULE_TABLES: Final = tuple(table.name for table in _LAW)
"""The names of the tables of law."""

TABLES: Final = {
    table.name: table
    for table in (
        ACTORS,
        NAMES,
        TIES,
        ACTS,
        PARTICIPATIONS,
        ATTRIBUTES,
        DYADS,
        EVIDENCE,
        CONFLICTS,
        SOURCES,
        *_LAW,
    )
}


def empty_frame(name: str) -> pl.DataFrame:
    """Return a table of the schema without rows."""
    return pl.DataFrame(schema=TABLES[name].schema)
