"""The facts of the state level that decide the class of a pair: what is said, when it held and who says so."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any, Final

import polars as pl

from proxenia.model.period import FAR_FUTURE, day_text
from proxenia.overlay.pairs import Facts
from proxenia.overlay.sending import Sending, SentMissions
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["Fact", "FactBook", "PairEvidence", "PairFacts", "evidence_of", "span_text"]

Row = dict[str, Any]
Pair = tuple[str, str]

_PHRASES: Final = {
    "alliance": "an alliance binds them",
    "relation": "they keep diplomatic relations",
    "rupture": "diplomatic relations are broken off",
    "no_relations": "no diplomatic relations are kept",
    "armed_conflict": "they are in an armed conflict",
}


_RESTRICTS: Final = {
    "arms": "restricts trade in arms with",
    "persons": "restricts dealings with named persons of",
    "sectors": "restricts branches of trade and finance with",
    "everything": "restricts nearly all trade and finance with",
}


@dataclass(frozen=True, slots=True)
class PairEvidence:
    """A statement behind the class of a pair.

    Attributes
    ----------
    statement, record
        Its id, and the id of the tie it speaks of; a value between two states has no tie.
    level
        ``state`` or ``city``.
    says
        What is said, in plain words.
    period, listed, status
        When it held, the date of the list that names it, and where it stands, as the source has them.
    source, source_title, reference, link
        Who says so and where; `link` is an address to open, none where the source has none.
    """

    statement: str
    record: str | None
    level: str
    says: str
    period: str | None
    listed: str | None
    status: str | None
    source: str
    source_title: str
    reference: str
    link: str | None

    @property
    def when(self) -> str:
        """When it held and, of what has no end, up to which list it is known."""
        start, slash, end = (self.period or "").partition("/")
        if self.listed is None or (slash and end not in {"", ".."}) or (start and not slash):
            return self.period or ""
        return f"{self.period}, listed up to {self.listed}" if self.period else f"listed {self.listed}"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the state level between the two.

    Attributes
    ----------
    what
        mission, relation, alliance, sanction, rupture, no_relations, armed_conflict or recognition.
    phrase, when
        What is said in plain words, and when it held.
    since, until
        The days on which it counts.
    forward
        The lower code is the one that acts.
    dated
        Somebody says since when it holds; else it is known from a list or a page only.
    restricts
        What a sanction restricts, where a source says so.
    titles
        The titles of the sources that say so.
    statements
        What they say, with the memberships through which a body's sanction binds or meets a state.
    """

    what: str
    phrase: str
    when: str
    since: int
    until: int
    forward: bool
    dated: bool
    restricts: str | None
    titles: tuple[str, ...]
    statements: tuple[PairEvidence, ...]

    def held(self, day: int) -> bool:
        """Tell whether it counts on a day."""
        return self.since <= day <= self.until


@dataclass(frozen=True, slots=True)
class PairFacts:
    """The facts of the state level between two states, over all time.

    Attributes
    ----------
    pair
        The two codes, the lower first.
    facts
        Sorted by kind, by who acts, and by start.
    """

    pair: Pair
    names: dict[str, str]
    facts: tuple[Fact, ...]

    def on(self, day: int, *kinds: str) -> list[Fact]:
        """Return the facts of some kinds that count on a day, in the order of the kinds."""
        return [fact for kind in kinds for fact in self.facts if fact.what == kind and fact.held(day)]

    def over(self, day: int, kind: str) -> list[Fact]:
        """Return the facts of a kind that were over by a day."""
        return [fact for fact in self.facts if fact.what == kind and fact.until < day]


def span_text(start: str | None, end: str | None, listed: str | None) -> str:
    """Return in words when something held; of what has no end, up to which list it is known.

    >>> span_text("1961", "2015-07-20", None), span_text("1955", None, None), span_text("1945", None, "2018")
    ('1961 to 2015-07-20', 'since 1955', 'since 1945, listed up to 2018')
    >>> span_text(None, None, "2022-11-16")
    'no date, listed 2022-11-16'
    """
    if start and end and start != end:
        return f"{start} to {end}"
    if start:
        return start if end else f"since {start}" + (f", listed up to {listed}" if listed else "")
    if end:
        return f"until {end}"
    return f"no date, listed {listed}" if listed else "no date"


def evidence_of(row: Row, sources: dict[str, Row], *, level: str, says: str) -> PairEvidence:
    """Return a row of the snapshot's evidence for readers."""
    source = sources.get(row["source"], {})
    address = next((word for word in row["reference"].split() if word.startswith(("https://", "http://"))), None)
    return PairEvidence(
        statement=row["statement"],
        record=row["record"] if row["record"].startswith("tie:") else None,
        level=level,
        says=says if not row["summary"] else f"{says}: {row['summary']}",
        period=row["period"],
        listed=row["listed"],
        status=row["status"],
        source=row["source"],
        source_title=source.get("title") or row["source"],
        reference=row["reference"],
        link=address or source.get("address"),
    )


@dataclass(frozen=True, eq=False)
class FactBook:
    """A snapshot with its facts, ready to tell what stands between any two states.

    What is needed of the evidence is gathered once, when the first pair is asked for; a pair then costs no more than
    its own facts.
    """

    world: Snapshot
    facts: Facts

    def warm(self) -> None:
        """Gather what the first pair would wait for."""
        _ = self.names, self.places, self.sources, self.recognised, self._ties, self._bodies, self._said
        _ = self._stances, self._offices, self._recognitions, self._sent, self._covered, self._memberships
        for code in self.names:
            self.sending(code)

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of today's states by their codes."""
        return dict(self.facts.states.select("code", "name").iter_rows())

    @cached_property
    def places(self) -> dict[Pair, int]:
        """Where each pair stands in the table of all pairs of a day, which are the same on every day."""
        return {pair: place for place, pair in enumerate(combinations(sorted(self.names), 2))}

    def bodies_of(self, code: str, day: int) -> list[tuple[str, str]]:
        """Return the bodies of states that a country belongs to on a day, each with the tie that says so."""
        bodies: dict[str, str] = {}
        for since, until, body, record in self._memberships.get(code, ()):
            if since <= day <= until:
                bodies.setdefault(body, record)
        return list(bodies.items())

    @cached_property
    def _memberships(self) -> dict[str, list[tuple[int, int, str, str]]]:
        """The memberships of each state on all days: from and to which day, in what, and the tie that says so."""
        memberships: dict[str, list[tuple[int, int, str, str]]] = defaultdict(list)
        for member, *told in self.facts.memberships.select("member", "since", "until", "body", "record").iter_rows():
            memberships[member].append(tuple(told))
        return memberships

    @cached_property
    def sources(self) -> dict[str, Row]:
        """The sources by their ids."""
        return {row["id"]: row for row in self.world.sources.iter_rows(named=True)}

    @cached_property
    def _records(self) -> pl.Series:
        stances, recognitions = self.facts.stances, self.facts.recognitions
        texts = [stances["record"], stances["binding"].rename("record"), recognitions["record"]]
        return pl.concat(texts).drop_nulls().unique().sort()

    @cached_property
    def _ties(self) -> dict[str, Row]:
        rows = self.world.ties.filter(pl.col("id").is_in(self._records.implode()))
        columns = rows.select("id", "a", "b", "valid_from", "valid_to", "first_listed")
        return {row["id"]: row for row in columns.iter_rows(named=True)}

    @cached_property
    def _said(self) -> tuple[dict[str, list[Row]], dict[str, Row]]:
        """What sources say, by record of a tie and by statement."""
        alone = pl.concat([self.facts.stances["statement"].drop_nulls(), self.facts.offices["statement"]]).unique()
        wanted = pl.col("record").is_in(self._records.implode()) | pl.col("statement").is_in(alone.implode())
        by_record: dict[str, list[Row]] = defaultdict(list)
        by_statement: dict[str, Row] = {}
        columns = ("record", "statement", "period", "status", "summary", "source", "reference", "listed")
        for row in self.world.evidence.filter(wanted).select(columns).iter_rows(named=True):
            by_record[row["record"]].append(row)
            by_statement.setdefault(row["statement"], row)
        return by_record, by_statement

    @cached_property
    def _stances(self) -> dict[Pair, list[Row]]:
        return _by_pair(self.facts.stances)

    @cached_property
    def _offices(self) -> dict[Pair, list[Row]]:
        return _by_pair(self.facts.offices.drop("office"))

    @cached_property
    def _recognitions(self) -> dict[Pair, list[Row]]:
        return _by_pair(self.facts.recognitions)

    @cached_property
    def _sending(self) -> dict[str, Sending]:
        return {}

    @cached_property
    def _sent(self) -> dict[str, list[tuple[str, int, str, int, int]]]:
        """Of every state its missions: source, day of the list, host, since, until."""
        sent: dict[str, list[tuple[str, int, str, int, int]]] = defaultdict(list)
        rows = self.facts.offices.filter(pl.col("listed").is_not_null())
        for row in rows.select("a", "b", "forward", "source", "listed", "since", "until").iter_rows(named=True):
            sender, host = (row["a"], row["b"]) if row["forward"] else (row["b"], row["a"])
            sent[sender].append((row["source"], row["listed"], host, row["since"], row["until"]))
        return sent

    def of_pair(self, a: str, b: str) -> PairFacts:
        """Return the facts between two states, the lower code first."""
        found = [self._stance(row) for row in self._stances.get((a, b), ())]
        found += [self._mission(row) for row in self._offices.get((a, b), ())]
        found += [self._recognition(row) for row in self._recognitions.get((a, b), ())]
        found.sort(key=lambda fact: (fact.what, not fact.forward, fact.since, fact.phrase, fact.until))
        return PairFacts((a, b), {code: self.names[code] for code in (a, b)}, tuple(found))

    def sending(self, code: str) -> Sending:
        """Return in how many states a country keeps missions, over all time."""
        known = self._sending.get(code)
        if known is None:
            known = self._sending[code] = Sending.of(self._sent.get(code, ()))
        return known

    def sent_missions(self, pair: Pair, day: int) -> tuple[SentMissions, ...]:
        """Return in how many states two countries keep missions, by each list that holds on a day."""
        told = {code: self.sending(code).on(day) for code in pair}
        sources = sorted({source for lists in told.values() for source in lists})
        return tuple(
            SentMissions(
                self._title(source),
                min(lists[source][1] for lists in told.values() if source in lists),
                {code: lists[source][0] if source in lists else 0 for code, lists in told.items()},
            )
            for source in sources
        )

    def is_well_listed(self, pair: Pair, day: int) -> bool:
        """Tell whether one list that holds on a day names missions of both in enough states."""
        least = self.facts.rule.least_missions_listed
        one, other = (self.sending(code).on(day) for code in pair)
        return any(one[source][0] >= least and other[source][0] >= least for source in one.keys() & other.keys())

    @cached_property
    def _covered(self) -> dict[str, list[tuple[int, int]]]:
        """When the register has city ties of each country."""
        covered: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for code, since, until in self.facts.coverage.iter_rows():
            covered[code].append((since, until))
        return covered

    def has_city_ties(self, code: str, day: int) -> bool:
        """Tell whether the register has a city tie of a country in force on a day, at home or abroad."""
        return any(since <= day <= until for since, until in self._covered.get(code, ()))

    @cached_property
    def recognised(self) -> dict[str, int]:
        """Since when anybody is known to have recognised a state, by its code."""
        return dict(self.facts.recognised.select("code", "begun").iter_rows())

    def _title(self, source: str) -> str:
        return self.sources.get(source, {}).get("title") or source

    def _told(self, rows: Iterable[Row], says: str) -> list[PairEvidence]:
        return [evidence_of(row, self.sources, level="state", says=says) for row in rows]

    def _stance(self, row: Row) -> Fact:
        phrase = self._phrase(row)
        if row["record"] is None:
            return self._stated(row, row["what"], phrase, listed=row["since"])
        through = self._told(self._said[0].get(row["binding"], ()), "Membership")
        if row["what"] == "alliance" and row["binding"] is not None:
            return self._as_members(row, phrase, through)
        return self._of_tie(row, row["what"], phrase, through)

    def _as_members(self, row: Row, phrase: str, through: list[PairEvidence]) -> Fact:
        """Return an alliance that follows from two memberships; it began with the later of them."""
        when = span_text(_day(row["since"]), None if row["until"] == FAR_FUTURE else _day(row["until"]), None)
        told = self._told(self._said[0].get(row["record"], ()), "Membership")
        return self._fact(row, "alliance", phrase, when=when, told=told, through=through)

    def _phrase(self, row: Row) -> str:
        acts, meets = self._actors(row)
        if row["what"] == "alliance" and row["binding"] is not None:
            return f"both belong to {self._body_name(self._ties[row['binding']]['b'])}, whose members defend each other"
        if row["what"] != "sanction":
            return _PHRASES[row["what"]]
        restricts = _RESTRICTS.get(row["restricts"], "restricts dealings with")
        if row["binding"] is None:
            return f"{acts} {restricts} {meets}"
        body = self._ties[row["binding"]]["b"]
        name = self._body_name(body)
        if self._ties[row["record"]]["a"] == body:
            return f"{name}, of which {acts} is a member, {restricts} {meets}"
        return f"{acts} {restricts} {name}, of which {meets} is a member"

    @cached_property
    def _bodies(self) -> dict[str, str]:
        """The names of the bodies that bind their members."""
        bodies = [tie["b"] for tie in self._ties.values()]
        named = self.world.actors.filter(pl.col("id").is_in(bodies), pl.col("name").is_not_null())
        return dict(named.select("id", "name").iter_rows())

    def _body_name(self, body: str) -> str:
        return f"the {self._bodies[body]}" if body in self._bodies else body

    def _actors(self, row: Row) -> tuple[str, str]:
        low, high = self.names[row["a"]], self.names[row["b"]]
        return (low, high) if row["forward"] else (high, low)

    def _mission(self, row: Row) -> Fact:
        sender, host = self._actors(row)
        phrase = f"{sender} keeps a mission in {host} ({row['mission']})"
        return self._stated(row, "mission", phrase, listed=row["listed"])

    def _recognition(self, row: Row) -> Fact:
        acts, meets = self._actors(row)
        return self._of_tie(row, "recognition", f"{acts} recognises {meets}", [])

    def _of_tie(self, row: Row, what: str, phrase: str, through: list[PairEvidence]) -> Fact:
        tie = self._ties[row["record"]]
        said = self._said[0].get(row["record"], ())
        # A source without lists that names it knows of no later end either: then nothing has grown old.
        lists = [one["listed"] for one in said] if tie["valid_from"] else [_day(tie["first_listed"] or row["since"])]
        listed = max((text for text in lists if text), default=None) if all(lists) else None
        when = span_text(tie["valid_from"], tie["valid_to"], listed)
        told = self._told(said, phrase)
        return self._fact(row, what, phrase, when=when, told=told, through=through)

    def _stated(self, row: Row, what: str, phrase: str, *, listed: int | None) -> Fact:
        said = self._said[1].get(row["statement"])
        told = self._told([said] if said else [], phrase)
        start, slash, end = ((said or {}).get("period") or "").partition("/")
        begun = _known(start)
        # Of what is dated only a list's own date is told; of what is not, the day from which it counts.
        known = (said or {}).get("listed") if begun else _day(listed)
        when = span_text(begun, _known(end if slash else start), known)
        return self._fact(row, what, phrase, when=when, told=told, through=[])

    @staticmethod
    def _fact(
        row: Row, what: str, phrase: str, *, when: str, told: list[PairEvidence], through: list[PairEvidence]
    ) -> Fact:
        return Fact(
            what=what,
            phrase=phrase,
            when=when,
            since=row["since"],
            until=row["until"],
            forward=row["forward"],
            dated=row.get("dated", True),
            restricts=row.get("restricts"),
            titles=tuple(dict.fromkeys(said.source_title for said in told)),
            statements=(*told, *through),
        )


def _known(text: str) -> str | None:
    return None if text in {"", ".."} else text


def _day(number: int | None) -> str | None:
    return None if number is None else day_text(number)


def _by_pair(rows: pl.DataFrame) -> dict[Pair, list[Row]]:
    found: dict[Pair, list[Row]] = defaultdict(list)
    each: Iterator[Row] = rows.iter_rows(named=True)
    for row in each:
        found[row["a"], row["b"]].append(row)
    return found
