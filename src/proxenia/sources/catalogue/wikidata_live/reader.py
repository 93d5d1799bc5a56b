"""Reads Wikidata live: which items are in scope, what they say, what their partners are, what their classes mean."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from proxenia.errors import InputError
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import TieKind
from proxenia.sources.catalogue.wikidata_live.asking import Asking
from proxenia.sources.catalogue.wikidata_live.coverage import fact_addresses, page_addresses
from proxenia.sources.catalogue.wikidata_live.gathering import (
    QUESTIONS_A_PAGE,
    fetch_labels,
    fetch_records,
    partners_of,
)
from proxenia.sources.catalogue.wikidata_live.scope import (
    Scope,
    by_number,
    classes_above,
    items_in_scope,
    redirects,
)
from proxenia.sources.catalogue.wikidata_live.states import bearers_of_codes, states_of
from proxenia.sources.context import Context
from proxenia.sources.fetching.answers import AnswerCache
from proxenia.sources.fetching.fetcher import Fetcher, check_address
from proxenia.sources.fetching.manners import Manners, user_agent
from proxenia.sources.wikidata.drafts import DEPRECATED, Record
from proxenia.sources.wikidata.statements import Known, record_statements

__all__ = ["ENDPOINT", "LARGEST_PAGE", "LiveOptions", "read"]

ENDPOINT: Final = "https://query.wikidata.org/sparql"
LARGEST_PAGE: Final = 500
_TIE_KINDS: Final = frozenset(kind.value for kind in TieKind)
_TIE_KEYS: Final = ("P190", "P463", "P530", "P137")


def _silent(_text: str) -> None:
    pass


@dataclass(frozen=True, slots=True)
class LiveOptions:
    """How Wikidata is asked: the option ``live`` of a context.

    Attributes
    ----------
    endpoint
        The address of a SPARQL endpoint that holds Wikidata's RDF.
    page_size
        How many items one question is about.
    fresh
        Ask for everything again, also for what was answered in the last days.
    tell
        Told in a plain sentence when something is waited for, and how many answers came.
    sleep
        The wait, exchanged in tests.
    """

    scope: Scope
    endpoint: str = ENDPOINT
    page_size: int = 100
    fresh: bool = False
    manners: Manners = field(default_factory=Manners)
    tell: Callable[[str], None] = _silent
    sleep: Callable[[float], None] = time.sleep

    def check(self) -> None:
        """Check what was asked for before anything is asked.

        Raises
        ------
        InputError
            When the scope, the endpoint, the contact or the size of a page is none.
        """
        self.scope.check()
        check_address(self.endpoint)
        user_agent(self.manners.contact)
        if not 1 <= self.page_size <= LARGEST_PAGE:
            raise InputError(
                f"A page of {self.page_size} items cannot be asked for",
                expected=f"Expected a number from 1 to {LARGEST_PAGE}",
                next_step="Leave the size out, or give a smaller one where questions take too long",
            )


@dataclass(frozen=True, slots=True)
class _Gathered:
    """All that was fetched: the items asked about, their partners, and what is known of others."""

    asked: Mapping[str, Record]
    partners: Mapping[str, Record]
    known: Known
    day: str


def read(context: Context) -> Iterator[Statement]:
    """Give what Wikidata says of the items in scope, and the facts of their partners.

    Raises
    ------
    InputError
        When it is not clear what to ask, or whom.
    UnreachableError
        When no answer comes; the answers so far are kept, so the next run goes on from there.
    SourceChangedError
        When what comes is no answer.
    """
    options = context.options.get("live")
    if not isinstance(options, LiveOptions):
        raise InputError(
            "Wikidata was to be asked without a word about what",
            expected="Expected a country, cities or the world",
            next_step="Use `proxenia import wikidata-live --country IT`",
        )
    options.check()
    cache = AnswerCache(context.cache, context.retrieved_at, fresh=options.fresh)
    cache.drop_old()
    with Fetcher(cache, options.manners, tell=options.tell, sleep=options.sleep) as fetcher:
        gathered = _gather(context, options, fetcher)
        options.tell(f"{fetcher.asked} answers fetched, {fetcher.kept} kept from before")
    yield from _statements(context, gathered)


def _gather(context: Context, options: LiveOptions, fetcher: Fetcher) -> _Gathered:
    asking = Asking(options.endpoint, fetcher, page_size=options.page_size)
    bearers = bearers_of_codes(asking)
    states = states_of(asking, bearers, until=context.retrieved_at)
    listed = items_in_scope(asking, options.scope, bearers)
    asked = _with_redirects(context, asking, options.scope, listed)
    advance = _Advance(context, len(asked))
    asking.answered = advance.add
    records = fetch_records(asking, asked, until=context.retrieved_at)
    near = partners_of(records.values(), lambda item: item in records or item in states)
    advance.extend(len(near))
    partners = fetch_records(asking, near, until=context.retrieved_at)
    asking.answered = _ignored
    everybody = [*records.values(), *partners.values()]
    classes = classes_above(asking, by_number(one for record in everybody for one in record.classes))
    kinds = {record.id: classes.kind(record.classes) for record in everybody}
    known = Known(
        classes,
        states,
        labels=fetch_labels(asking, everybody),
        kinds={item: kind for item, kind in kinds.items() if kind is not None},
    )
    return _Gathered(records, partners, known, asking.oldest_day or context.retrieved_at)


def _with_redirects(context: Context, asking: Asking, scope: Scope, listed: list[str]) -> list[str]:
    """Return the items to ask about, merged ones replaced; of these too all that was said is covered.

    What is in no list any more comes last, so that it does not move the others to other pages.
    """
    lost = by_number(set(scope.held) - set(listed))
    targets = redirects(asking, by_number([*scope.items, *lost]))
    for item in (*listed, *lost, *targets.values()):
        context.covered.update(page_addresses(item))
    return list(dict.fromkeys(targets.get(item, item) for item in (*listed, *lost)))


def _ignored(_count: int) -> None:
    pass


@dataclass(slots=True)
class _Advance:
    """Tells how many answers there are of how many."""

    context: Context
    total: int
    done: int = 0

    def extend(self, items: int) -> None:
        self.total += items

    def add(self, items: int) -> None:
        self.done += items
        self.context.progress(self.done // QUESTIONS_A_PAGE, self.total)


def _statements(context: Context, gathered: _Gathered) -> Iterator[Statement]:
    for item, record in gathered.asked.items():
        context.rows += 1
        said = list(_said(context, gathered, record, context.rows))
        if not said:
            context.refuse(context.rows, f"{item}: Wikidata says nothing of it that is kept here")
        yield from said
    for item, record in gathered.partners.items():
        context.rows += 1
        context.covered.update(fact_addresses(item))
        # The whole record decides whether it is an actor; its own ties are for a reading that asks about it.
        said = list(_said(context, gathered, record, context.rows, in_passing=True))
        yield from (statement for statement in said if statement.predicate not in _TIE_KINDS)


def _said(
    context: Context, gathered: _Gathered, record: Record, row: int, *, in_passing: bool = False
) -> Iterator[Statement]:
    def refuse(reason: str) -> None:
        if not (in_passing and any(f": {key}" in reason for key in _TIE_KEYS)):
            context.refuse(row, reason, is_understood=reason.endswith(DEPRECATED))

    return record_statements(record, gathered.known, source=context.source, retrieved_at=gathered.day, refuse=refuse)
