"""A snapshot: the world of city diplomacy as a ledger knew it at one moment, in fifteen tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final

import polars as pl

from proxenia.errors import NotFoundError
from proxenia.model.act import Act
from proxenia.model.actor import Actor
from proxenia.model.identifiers import scheme_of
from proxenia.model.tie import Tie
from proxenia.model.vocabulary import ActorKind, EventKind, Status, TieKind, parse_term
from proxenia.snapshot.as_of import TablesOfADay, Told, Undated, tables_as_of
from proxenia.snapshot.identity import ALIASES
from proxenia.snapshot.tables import TABLES, empty_frame

__all__ = ["Snapshot"]


_MOST_READ: Final = 4_096
"""So many actors are kept as they were read."""


def _index(table: pl.DataFrame) -> dict[str, int]:
    return dict(zip(table["id"].to_list(), range(table.height), strict=True))


@dataclass(frozen=True, eq=False)
class Snapshot:
    """All tables of :mod:`proxenia.snapshot.tables` with a manifest.

    Attributes
    ----------
    tables
        The tables by name; each is also an attribute: ``snapshot.ties``.
    manifest
        Where it comes from: `schema`, `code`, `ledger` (its fingerprint), `known_at`, `statements`, `rows` by table,
        and once saved `files` with the SHA-256 of each; `as_of` when filtered.
    aliases
        Every identifier that another one replaces (`alias`), with the one to use (`actor`); sorted.
    whole
        What it was filtered from, when it holds all that stood on one day, and nothing was chosen of that.
    """

    tables: Mapping[str, pl.DataFrame]
    manifest: Mapping[str, Any] = field(default_factory=dict)
    aliases: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ALIASES))
    whole: "Snapshot | None" = field(default=None, repr=False)

    @classmethod
    def empty(cls) -> "Snapshot":
        """Return a snapshot that knows nothing.

        >>> Snapshot.empty().ties.height
        0
        """
        return cls(tables={name: empty_frame(name) for name in TABLES}, manifest={})

    @property
    def actors(self) -> pl.DataFrame:
        """Actors: cities, regions, states, bodies and others."""
        return self.tables["actors"]

    @property
    def names(self) -> pl.DataFrame:
        """Names of actors."""
        return self.tables["names"]

    @property
    def ties(self) -> pl.DataFrame:
        """Ties between two actors."""
        return self.tables["ties"]

    @property
    def acts(self) -> pl.DataFrame:
        """Acts that happened at a date."""
        return self.tables["acts"]

    @property
    def participations(self) -> pl.DataFrame:
        """Actors' parts in acts."""
        return self.tables["participations"]

    @property
    def attributes(self) -> pl.DataFrame:
        """Figures of one subject."""
        return self.tables["attributes"]

    @property
    def dyads(self) -> pl.DataFrame:
        """Values between two actors."""
        return self.tables["dyads"]

    @property
    def evidence(self) -> pl.DataFrame:
        """The statements behind every record."""
        return self.tables["evidence"]

    @property
    def conflicts(self) -> pl.DataFrame:
        """Values on which statements disagree."""
        return self.tables["conflicts"]

    @property
    def sources(self) -> pl.DataFrame:
        """Sources with licence, citation and counts."""
        return self.tables["sources"]

    @property
    def rules(self) -> pl.DataFrame:
        """Rules of law on what local governments may do abroad."""
        return self.tables["rules"]

    @property
    def rule_conditions(self) -> pl.DataFrame:
        """What each rule asks."""
        return self.tables["rule_conditions"]

    @property
    def rule_basis(self) -> pl.DataFrame:
        """Where each rule stands."""
        return self.tables["rule_basis"]

    @property
    def rule_parties(self) -> pl.DataFrame:
        """The states that rules of bodies bind."""
        return self.tables["rule_parties"]

    @property
    def rule_questions(self) -> pl.DataFrame:
        """What the packs of rules leave open."""
        return self.tables["rule_questions"]

    @cached_property
    def _indexes(self) -> dict[str, dict[str, int]]:
        return {}

    def _rows(self, name: str) -> dict[str, int]:
        """Return the row of each record of a table by its identifier."""
        rows = self._indexes.get(name)
        if rows is None:
            rows = self._indexes[name] = _index(self.tables[name])
        return rows

    @cached_property
    def _known_aliases(self) -> dict[str, str]:
        return dict(self.aliases.iter_rows())

    @cached_property
    def _told(self) -> Told:
        return Told.of(self.tables)

    def canonical(self, identifier: str) -> str:
        """Return the identifier to use for one that may be an alias or superseded; an unknown one as it is."""
        if self.has_actor(identifier):
            return identifier
        return self._known_aliases.get(identifier, identifier)

    def has_actor(self, identifier: str) -> bool:
        """Tell whether an actor is there; a day has those of the whole but for the ones that were gone."""
        if self.whole is None or not isinstance(self.tables, TablesOfADay):
            return identifier in self._rows("actors")
        return identifier not in self.tables.gone and self.whole.has_actor(identifier)

    def _row(self, table: str, what: str, identifier: str) -> dict[str, Any]:
        number = self._rows(table).get(self.canonical(identifier))
        if number is None:
            raise NotFoundError(what, identifier)
        return self.tables[table].row(number, named=True)

    def actor(self, identifier: str) -> Actor:
        """Return one actor, also by an alias.

        An actor of which nobody says what it is counts as a city, the kind that unresolved names of ties have.

        Raises
        ------
        NotFoundError
            When there is none.
        """
        if self.whole is not None and isinstance(self.tables, TablesOfADay):
            known = self.canonical(identifier)
            if not self.has_actor(known):
                raise NotFoundError("actor", identifier)
            return self.whole.actor(known)  # a day changes nobody
        return self._actors_read.get(identifier) or self._read_actor(identifier)

    @cached_property
    def _actors_read(self) -> dict[str, Actor]:
        """Some actors that were asked for: whoever asks for one asks for it again."""
        return {}

    def _read_actor(self, identifier: str) -> Actor:
        row = self._row("actors", "actor", identifier)
        row["kind"] = parse_term(ActorKind, row["kind"] or "city", what="actor kind")
        row["fields"] = tuple(row["fields"] or ())
        actor = Actor(**{name: row[name] for name in Actor.__dataclass_fields__})
        if len(self._actors_read) >= _MOST_READ:
            self._actors_read.clear()
        self._actors_read[identifier] = actor
        return actor

    def tie(self, identifier: str) -> Tie:
        """Return one tie.

        Raises
        ------
        NotFoundError
            When there is none.
        """
        row = self._row("ties", "tie", identifier)
        row["kind"] = parse_term(TieKind, row["kind"], what="tie kind")
        row["status"] = parse_term(Status, row["status"], what="status")
        row["fields"] = tuple(row["fields"] or ())
        return Tie(**{name: row[name] for name in Tie.__dataclass_fields__})

    def act(self, identifier: str) -> Act:
        """Return one act.

        Raises
        ------
        NotFoundError
            When there is none.
        """
        row = self._row("acts", "act", identifier)
        row["kind"] = parse_term(EventKind, row["kind"], what="event kind")
        row["fields"], row["functions"] = tuple(row["fields"] or ()), tuple(row["functions"] or ())
        return Act(**{name: row[name] for name in Act.__dataclass_fields__})

    def evidence_of(self, identifier: str) -> pl.DataFrame:
        """Return the rows of `evidence` behind one tie, act or actor."""
        record = identifier if scheme_of(identifier) == "tie" else self.canonical(identifier)
        return self.evidence.filter(pl.col("record") == record)

    def as_of(self, when: int | str | date, *, undated: Undated = "listed") -> "Snapshot":
        """Return what held on a day; a year stands for its last day. See :mod:`proxenia.snapshot.as_of`.

        Parameters
        ----------
        when
            A year (also negative: -431 is 432 BCE), an EDTF text, or a date.
        undated
            What to do with ties whose start nobody states: ``listed`` shows them from the first dated list that
            names them, ``always`` shows them on every day, ``never`` leaves them out (as backtests must).

        Raises
        ------
        PeriodError
            When the text is not EDTF.
        """
        tables, day = tables_as_of(self.tables, self._told, when, undated=undated)
        return Snapshot(tables=tables, manifest={**self.manifest, "as_of": day}, aliases=self.aliases, whole=self)
