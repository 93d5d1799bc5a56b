"""Choosing ties, acts and actors by function and by role: a filter on a snapshot, as `as_of` is one.

- A **function** keeps the ties and acts that a source, or the founding register, says serve it.
- A **role** in acts keeps the acts in which somebody had it, and of their participations those that had it. A tie is no
  act and has no role of its own: it is kept when one of its two actors had the role in an act.
- A **person role** keeps what a person of that role signed: ties, and participations in acts, one of whose statements
  names a signatory with such a title (:mod:`proxenia.snapshot.person_roles`).

Several words must all fit. What no source codes is left out, never guessed.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final
from urllib.parse import urlencode

import polars as pl

from proxenia.model.vocabulary import ActRole, Function, PersonRole, Term, parse_term
from proxenia.snapshot.person_roles import person_role_of
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["EVERYTHING", "WORDS_OF", "WORD_NAMES", "Choice", "Chosen", "choose", "signed_by_role", "trimmed"]

WORDS_OF: Final[dict[str, type[Term]]] = {"function": Function, "role": ActRole, "person_role": PersonRole}
"""The words that each part of a choice may be, by the part's name in addresses and on the command line."""

WORD_NAMES: Final = {"function": "function", "role": "act role", "person_role": "person role"}
"""What the vocabulary of each part is called (:data:`proxenia.model.vocabulary.VOCABULARIES`)."""

_SAID: Final = {
    "function": "the function {}",
    "role": "the role of {}",
    "person_role": "a signature by the person role {}",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Which ties and acts are wanted; a part that is none does not narrow it.

    Attributes
    ----------
    function
        What the non-state actor does.
    role
        What an actor was in an act.
    person_role
        What the person who signed was for the city.
    """

    function: str | None = None
    role: str | None = None
    person_role: str | None = None

    def __bool__(self) -> bool:
        """Tell whether anything is chosen at all."""
        return any(self.parts.values())

    @classmethod
    def of(cls, *, function: str | None = None, role: str | None = None, person_role: str | None = None) -> "Choice":
        """Return the choice that words tell; an empty word leaves its part open.

        Raises
        ------
        UnknownValueError
            When a word is not of its vocabulary; the error names the known ones.

        Examples
        --------
        >>> Choice.of(function="funding", role="").said
        'the function funding'
        """
        told = {"function": function, "role": role, "person_role": person_role}
        return cls(
            **{
                name: parse_term(WORDS_OF[name], word, what=WORD_NAMES[name]).value if word else None
                for name, word in told.items()
            }
        )

    @property
    def parts(self) -> dict[str, str | None]:
        """The words by the names of their parts."""
        return {name: getattr(self, name) for name in WORDS_OF}

    @property
    def query(self) -> str:
        """The choice as part of an address, empty when nothing is chosen.

        >>> Choice(role="donor").query
        'role=donor'
        """
        return urlencode({name: word for name, word in self.parts.items() if word})

    @property
    def said(self) -> str:
        """The choice in words, empty when nothing is chosen."""
        return " and ".join(_SAID[name].format(word.replace("_", " ")) for name, word in self.parts.items() if word)


EVERYTHING: Final = Choice()
"""The choice that leaves nothing out."""


@dataclass(frozen=True)
class Chosen:
    """What of a snapshot fits a choice.

    Attributes
    ----------
    snapshot
        The snapshot with the ties, acts and participations that fit; all other tables are whole.
    choice
        What was chosen.
    """

    snapshot: Snapshot
    choice: Choice

    @cached_property
    def in_role(self) -> frozenset[str] | None:
        """The actors who had the role that is chosen; none when no role is."""
        return frozenset(self.snapshot.participations["actor"]) if self.choice.role else None

    @cached_property
    def actors(self) -> frozenset[str]:
        """Who had the role, when one is chosen; else everybody in a tie or an act that fits."""
        parts = frozenset(self.snapshot.participations["actor"])
        if self.choice.role:
            return parts
        return parts | frozenset(self.snapshot.ties["a"]) | frozenset(self.snapshot.ties["b"])


def signed_by_role(snapshot: Snapshot, role: str) -> pl.DataFrame:
    """Return the records (`record`) that persons of a role signed, and for whom (`actor`)."""
    signed = snapshot.evidence.filter(pl.col("signed_by").is_not_null()).select("record", "subject", "signed_by")
    rows = [
        (record, snapshot.canonical(subject))
        for record, subject, text in signed.iter_rows()
        if person_role_of(text) == role
    ]
    return pl.DataFrame(rows, schema={"record": pl.String, "actor": pl.String}, orient="row").unique().sort(pl.all())


def _with_function(table: pl.DataFrame, function: str | None) -> pl.DataFrame:
    return table if function is None else table.filter(pl.col("functions").list.contains(function))


def choose(snapshot: Snapshot, choice: Choice) -> Chosen:
    """Return what of a snapshot fits a choice; the tables keep their order.

    Parameters
    ----------
    snapshot
        Usually one as of a day, so that a role counts from the act in which it was had.
    choice
        What is wanted.
    """
    if not choice:
        return Chosen(snapshot, choice)
    acts, ties = (_with_function(table, choice.function) for table in (snapshot.acts, snapshot.ties))
    parts = snapshot.participations.join(acts.select(act="id"), on="act", how="semi", maintain_order="left")
    if choice.person_role:
        signed = signed_by_role(snapshot, choice.person_role)
        ties = ties.join(signed, left_on="id", right_on="record", how="semi", maintain_order="left")
        parts = parts.join(
            signed, left_on=["act", "actor"], right_on=["record", "actor"], how="semi", maintain_order="left"
        )
    if choice.role:
        parts = parts.filter(pl.col("role") == choice.role)
        ties = ties.filter(pl.col("a").is_in(parts["actor"].implode()) | pl.col("b").is_in(parts["actor"].implode()))
    if choice.role or choice.person_role:
        acts = acts.join(parts.select(id="act"), on="id", how="semi", maintain_order="left")
    tables = {**snapshot.tables, "ties": ties, "acts": acts, "participations": parts}
    marked = {**snapshot.manifest, **_marked(choice)}
    return Chosen(replace(snapshot, tables=tables, manifest=marked, whole=None), choice)


def _marked(choice: Choice) -> dict[str, dict[str, str]]:
    return {"chosen": {name: word for name, word in choice.parts.items() if word}}


def trimmed(chosen: Chosen) -> Snapshot:
    """Return a chosen snapshot that names nobody else: its actors with their states, and what is said of them."""
    snapshot = chosen.snapshot
    if not chosen.choice:
        return snapshot
    ties, acts, parts = snapshot.ties, snapshot.acts, snapshot.participations
    named = pl.concat([ties["a"], ties["b"], parts["actor"]]).unique()
    homes = snapshot.actors.filter(pl.col("id").is_in(named.implode()))["country"].drop_nulls().unique()
    ids = pl.concat([named, "iso:" + homes]).unique().implode()
    records = pl.concat([ties["id"], acts["id"], named]).unique().implode()
    keys = {
        "actors": ("id", ids),
        "names": ("actor", ids),
        "attributes": ("subject", ids),
        "evidence": ("record", records),
        "conflicts": ("record", records),
    }
    tables = {name: snapshot.tables[name].filter(pl.col(column).is_in(kept)) for name, (column, kept) in keys.items()}
    dyads = snapshot.dyads.filter(pl.col("a").is_in(ids) & pl.col("b").is_in(ids))
    return replace(snapshot, tables={**snapshot.tables, **tables, "dyads": dyads})
