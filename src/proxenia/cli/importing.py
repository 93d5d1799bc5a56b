"""Imports, composed: a source is read, its names meet the gazetteer, and everything is written in one transaction."""

import csv
import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from proxenia.cli.country_facts import append_country_facts, append_new_territories, country_facts_are_current
from proxenia.cli.gazetteer_facts import append_facts, bring_facts_up_to_date, facts_are_current
from proxenia.cli.rule_packs import append_rule_packs, rule_packs_are_current
from proxenia.errors import FaultsError
from proxenia.ledger import Ledger
from proxenia.model.statement import Statement
from proxenia.resolve.facts import unknown_places
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.resolve.judge import resolve_statements, write_judgements
from proxenia.resolve.match import Match
from proxenia.sources.catalogue import describe
from proxenia.sources.catalogue.founding_register import reader as founding
from proxenia.sources.catalogue.table import reader as table
from proxenia.sources.catalogue.table.mapping import TableMapping
from proxenia.sources.context import LARGEST_FILE, Context, Reader
from proxenia.sources.report import Refusal
from proxenia.sources.run import run_source
from proxenia.sources.tabular.mapping import ListMapping

__all__ = [
    "FOUNDING_REGISTER",
    "ImportReport",
    "founding_register_is_current",
    "hash_of",
    "import_founding_register",
    "import_source",
    "import_table",
    "list_context",
    "save_open_names",
]

FOUNDING_REGISTER: Final = "founding_register"
_SHOWN_CANDIDATES: Final = 20

Progress = Callable[[int, int], None]


def _no_progress(_done: int, _total: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Attributes
    ----------
    rows
        Rows read.
    statements_new, statements_known
        Statements that the ledger learnt and those it held; the facts of the places count among them.
    names
        How many of the source's names are resolved, ambiguous and unknown.
    refused
        Rows that were not understood.
    seconds
        How long it took.
    retracted
        How many statements the source no longer says.
    open
        The names that stay unresolved, with their candidates.
    contradictions
        How many of them have coordinates far from every place of their name.
    """

    rows: int
    statements_new: int
    statements_known: int
    names: dict[str, int]
    refused: tuple[Refusal, ...]
    seconds: float
    retracted: int = 0
    open: tuple[Match, ...] = ()
    contradictions: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return the documented shape."""
        return {
            "rows": self.rows,
            "statements_new": self.statements_new,
            "statements_known": self.statements_known,
            "names": dict(self.names),
            "contradictions": self.contradictions,
            "refused": [_refusal(refusal) for refusal in self.refused],
            "seconds": round(self.seconds, 3),
        }

    def open_names(self) -> list[dict[str, str]]:
        """Return the unresolved names, ambiguous ones first, each with its candidates."""
        rows = [
            {
                "outcome": match.outcome.value,
                "id": match.local.id,
                "name": match.local.name,
                "country": match.local.country,
                "reason": match.rule,
                "candidates": "; ".join(
                    f"{place.id} {place.name} ({place.admin1}, {place.population}, {place.lon} {place.lat})"
                    for place in match.candidates[:_SHOWN_CANDIDATES]
                ),
            }
            for match in self.open
        ]
        return sorted(rows, key=lambda row: (row["outcome"], row["id"]))


def _refusal(refusal: Refusal) -> dict[str, Any]:
    """Return the documented shape; of several files the name of the one it is in."""
    found: dict[str, Any] = {"row": refusal.row, "reason": refusal.reason}
    return {"file": refusal.file, **found} if refusal.file else found


def save_open_names(report: ImportReport, path: Path) -> int:
    """Write the unresolved names with their candidates as CSV; return how many there are.

    A name that a spreadsheet would take for a formula is written with an apostrophe before it.
    """
    rows = report.open_names()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["outcome", "id", "name", "country", "reason", "candidates"])
        writer.writeheader()
        for row in rows:
            name = row["name"]
            writer.writerow({**row, "name": f"'{name}" if name.startswith(("=", "+", "-", "@")) else name})
    return len(rows)


def import_table(
    path: Path,
    mapping: TableMapping,
    ledger: Ledger,
    gazetteer: Gazetteer,
    *,
    recorded_at: str,
    progress: Progress = _no_progress,
) -> ImportReport:
    """Import a table of ties, and find the places that it names.

    Parameters
    ----------
    progress
        Called with the rows done and the rows there are.

    Raises
    ------
    UnreadableFileError, MappingError
        When the file or its mapping cannot be used; nothing is written.
    SourceChangedError
        When no row of it was understood, or not as many as the mapping expects.
    """
    context = list_context(path, mapping, gazetteer, retrieved_at=recorded_at[:10], progress=progress)
    return import_source(table.read, context, ledger, gazetteer, recorded_at=recorded_at)


def list_context(
    path: Path, mapping: ListMapping, gazetteer: Gazetteer, *, retrieved_at: str, progress: Progress = _no_progress
) -> Context:
    """Return the context of reading a list with its mapping, and with the second file that the mapping may name."""
    names = getattr(mapping, "names", None)
    return Context(
        mapping.description,
        path,
        retrieved_at=retrieved_at,
        options={"mapping": mapping},
        countries=gazetteer.countries,
        progress=progress,
        files=(path, *([path.with_name(names.file)] if names is not None else [])),
    )


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Let the garbage collector rest: an import makes millions of objects that all stay until its end."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def import_source(
    read: Reader, context: Context, ledger: Ledger, gazetteer: Gazetteer, *, recorded_at: str
) -> ImportReport:
    """Import a source, and find the places that it names.

    Raises
    ------
    UnreadableFileError, FaultsError
        When its bytes cannot be used; nothing is written.
    SourceChangedError
        When the source is not as its description expects; nothing is written.
    """
    begun = perf_counter()
    with _without_collecting(), ledger.transaction():
        report = run_source(read, context, ledger, recorded_at=recorded_at, hash_=hash_of(context.files))
        ids = _identifiers(report.statements)
        resolution = resolve_statements(report.statements, ledger, gazetteer, also=ids, recorded_at=recorded_at)
        learnt, held = append_facts(resolution.facts, ledger, recorded_at=recorded_at)
        write_judgements(resolution, ledger)
        ids |= {fact.subject for fact in resolution.facts}
        of_territories = append_new_territories(ids, ledger, gazetteer, recorded_at=recorded_at)
        learnt += of_territories.statements_new if of_territories is not None else 0
    return ImportReport(
        rows=report.rows,
        statements_new=report.statements_new + learnt,
        statements_known=report.statements_known + held,
        names=resolution.names,
        refused=report.refused,
        seconds=perf_counter() - begun,
        retracted=report.retracted,
        open=resolution.open,
        contradictions=len(resolution.contradictions),
    )


def hash_of(files: Sequence[Path]) -> str | None:
    """Return the hash of the bytes of files; nothing where one is no plain file, or where they are too large for it."""
    if not all(path.is_file() for path in files) or sum(path.stat().st_size for path in files) > LARGEST_FILE:
        return None
    digest = blake2b(digest_size=16)
    for path in files:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
    return digest.hexdigest()


def founding_register_is_current(ledger: Ledger) -> bool:
    """Tell whether the ledger holds the founding register, the rule packs and the facts as this package does."""
    held = next((source.hash for source in ledger.sources() if source.id == FOUNDING_REGISTER), None)
    facts = country_facts_are_current(ledger) and facts_are_current(ledger)
    return held == founding.register_hash() and facts and rule_packs_are_current(ledger)


def import_founding_register(
    ledger: Ledger,
    gazetteer: Gazetteer,
    *,
    recorded_at: str,
    progress: Progress = _no_progress,
    folder: Path = founding.DATA,
) -> ImportReport:
    """Bring the package's own register and rule packs into the ledger, with the facts of states and places they name.

    Places of which the ledger speaks already get the facts that this package knows and an earlier one did not.

    Raises
    ------
    FaultsError
        Everything that is wrong in the register, unknown places included; nothing is written.
    """
    begun = perf_counter()
    context = Context(describe(FOUNDING_REGISTER), folder, retrieved_at=recorded_at[:10], progress=progress)
    lists = founding.list_descriptions(Context(context.description, folder, context.retrieved_at))
    with _without_collecting(), ledger.transaction():
        # A list that was imported itself is described by its own mapping, which knows it better than who cites it.
        imported = {source.id for source in ledger.sources() if source.hash}
        beside = [confirming.record() for confirming in lists if confirming.id not in imported]
        hash_ = founding.register_hash(folder)
        report = run_source(founding.read, context, ledger, recorded_at=recorded_at, hash_=hash_, beside=beside)
        ids = _identifiers(report.statements)
        unknown = unknown_places(ids, gazetteer)
        if unknown:
            faults = [f"{identifier} is not in the gazetteer" for identifier in unknown]
            raise FaultsError("The founding register", faults)
        of_states = append_country_facts(ids, ledger, gazetteer, recorded_at=recorded_at)
        of_law = append_rule_packs(ledger, recorded_at=recorded_at)
        ids_told = ids | _identifiers([*of_states.statements, *of_law.statements])
        learnt, held = bring_facts_up_to_date(ids_told, ledger, gazetteer, recorded_at=recorded_at)
    return ImportReport(
        rows=report.rows,
        statements_new=report.statements_new + of_states.statements_new + of_law.statements_new + learnt,
        statements_known=report.statements_known + of_states.statements_known + of_law.statements_known + held,
        names={"resolved": sum(key.startswith("gn:") for key in ids), "ambiguous": 0, "unknown": 0},
        refused=(*report.refused, *of_states.refused),
        seconds=perf_counter() - begun,
        retracted=report.retracted + of_states.retracted + of_law.retracted,
    )


def _identifiers(statements: Iterable[Statement]) -> set[str]:
    """Return the identifiers of the gazetteer's places that statements use."""
    used = {key for statement in statements for key in (statement.subject, statement.object) if key is not None}
    return {key for key in used if key.startswith(("gn:", "iso:"))}
