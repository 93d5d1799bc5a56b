"""What stands behind a row: the lists that name it and the pages that say it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from proxenia.model.identifiers import is_identifier, scheme_of
from proxenia.model.predicates import MULTIPLE, Qualifier
from proxenia.model.statement import Statement, join_words, statement_faults
from proxenia.sources.catalogue.founding_register.files import ConfirmingList, Row
from proxenia.sources.context import Context

__all__ = ["Evidence", "Register", "qualifiers"]

_DEFINED: Final = frozenset({"px", "act", "wd"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place where a fact was verified; `listed` is the date of the list, where it is one."""

    reference: str
    retrieved_at: str
    listed: str = ""


def qualifiers(**texts: str) -> tuple[tuple[str, str], ...]:
    """Return qualifiers as a statement holds them, without the empty ones.

    >>> qualifiers(status="ended", fields="peace;intercity", reason="")
    (('fields', 'intercity;peace'), ('status', 'ended'))
    """
    pairs = ((Qualifier(key), text) for key, text in texts.items() if text)
    return tuple(sorted((key.value, join_words(text.split(";")) if key in MULTIPLE else text) for key, text in pairs))


@dataclass(slots=True)
class Register:
    """The register while it is read: its lists, what it defines, and the checks of each row."""

    context: Context
    lists: Mapping[str, ConfirmingList]
    cases: frozenset[str]
    cities: frozenset[str]
    defined: dict[str, Row] = field(default_factory=dict)

    def define(self, row: Row, identifier: str) -> None:
        """Note that a row defines an actor or an act."""
        first = self.defined.setdefault(identifier, row)
        if first is not row:
            self.context.fault(f"{row.where}: {identifier} is defined already at {first.where}")

    def fault(self, row: Row, text: str) -> None:
        """Note a fault of a row."""
        self.context.fault(f"{row.where}: {text}")

    def evidence(self, row: Row, *, lists: str = "lists", reference: str = "reference") -> list[Evidence]:
        """Return what confirms a row; a row that nothing confirms is a fault."""
        found = self.listed(row, row.words(lists)) if lists in row.cells else []
        found += self.page(row, reference)
        if not found:
            self.fault(row, "neither a list nor a checked reference confirms it")
        return found

    def listed(self, row: Row, keys: Iterable[str]) -> list[Evidence]:
        """Return the evidence of lists."""
        found = []
        for key in keys:
            confirming = self.lists.get(key)
            if confirming is None:
                self.fault(row, f"{key!r} is not a key of lists.csv")
            else:
                found.append(Evidence(confirming.address, self.context.description.date or "", confirming.date))
        return found

    def page(self, row: Row, column: str) -> list[Evidence]:
        """Return the evidence of a page that was opened."""
        checked = column.replace("reference", "checked")
        if not row[column] and not row[checked]:
            return []
        if not row[column] or not row[checked]:
            self.fault(row, f"{column} and {checked} belong together")
        return [Evidence(row[column], row[checked])]

    def emit(self, row: Row, statement: Statement, evidence: Iterable[Evidence]) -> Iterator[Statement]:
        """Give a statement once for each evidence, after checking it; what is unsound is a fault of the row."""
        for identifier in (statement.subject, statement.object):
            self._check_known(row, identifier)
        case = statement.qualifier(Qualifier.CASE)
        if case is not None and self.cases and case not in self.cases:
            self.fault(row, f"case {case!r} is not in cases.csv")
        for place in evidence:
            found = replace(statement, reference=place.reference, retrieved_at=place.retrieved_at)
            if place.listed:
                pairs = (*found.qualifiers, (Qualifier.LISTED.value, place.listed))
                found = replace(found, qualifiers=tuple(sorted(pairs)))
            faults = statement_faults(found)
            for fault in faults:
                self.fault(row, fault)
            if not faults:
                yield found

    def _check_known(self, row: Row, identifier: str | None) -> None:
        if identifier is None or not is_identifier(identifier):
            return  # statement_faults says so
        scheme = scheme_of(identifier)
        if scheme == "gn":
            if self.cities and identifier not in self.cities:
                self.fault(row, f"{identifier} is not in cities.csv")
        elif scheme in _DEFINED or (scheme == "iso" and "-" in identifier):
            if identifier not in self.defined:
                self.fault(row, f"{identifier} is not defined in states, regions, city_networks, organisations or acts")
        elif scheme not in ("iso", "un"):
            self.fault(row, f"{identifier} is of no scheme that the register uses")

    def statement(self, subject: str, predicate: str, **content: str | None) -> Statement:
        """Return a statement of the register that still lacks its reference."""
        kept = {key: text or None for key, text in content.items()}
        return Statement(subject, str(predicate), self.context.source, reference="", **kept)  # type: ignore[arg-type]
