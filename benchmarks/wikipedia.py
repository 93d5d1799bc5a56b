"""How well sections of twin towns are read: against hand-checked truth of ten editions, and what comes of all 121.

Command: ``uv run python -m benchmarks wikipedia``. Needs the reference data (the article Berlin in 121 editions) and
the truth under tests/sources/wikipedia_list/truth. A row is right when the linked page, the country and the year are.
"""

import csv
import os
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from proxenia.cli.settings import load_settings
from proxenia.model.predicates import Qualifier
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import TieKind
from proxenia.resolve.gazetteer import Gazetteer, load_gazetteer
from proxenia.sources.catalogue import describe
from proxenia.sources.catalogue.wikipedia_list.articles import article_of
from proxenia.sources.catalogue.wikipedia_list.pages import pages_of
from proxenia.sources.catalogue.wikipedia_list.reader import read
from proxenia.sources.catalogue.wikipedia_list.states import States
from proxenia.sources.catalogue.wikipedia_list.words import ascii_digits, load_words
from proxenia.sources.context import Context

ROOT = Path(__file__).parent.parent
TRUTH = ROOT / "tests" / "sources" / "wikipedia_list" / "truth"
TIES = {TieKind.TWINNING.value, TieKind.AGREEMENT.value, TieKind.PARTNERSHIP.value}
ISTANBUL = (
    *("stanb", "stamb", "sztamb", "estam", "иста", "стамб", "イスタン", "이스탄"),
    *("伊斯坦", "איסט", "ستانب", "इस्त", "อิสตัน", "סטאמ"),
)
"""How the name begins or goes on in the editions."""

Row = tuple[str, str, str]
"""The linked page, the country's code ("" where none is given) and the year."""


@dataclass
class Reading:
    """What was read of a folder of pages."""

    rows: dict[str, list[tuple[Row, str]]] = field(default_factory=lambda: defaultdict(list))
    """By edition: the row and its status."""
    refused: Counter[str] = field(default_factory=Counter)
    lines: int = 0
    sections: set[str] = field(default_factory=set)
    pages: int = 0
    seconds: float = 0.0
    reasons: list[str] = field(default_factory=list)


def reference_pages() -> Path | None:
    """Return the folder of the pages, or nothing where the reference data is missing."""
    folder = Path(os.environ.get("PROXENIA_REFERENCE", ROOT.parent / "shared" / "reference"))
    pages = folder / "city" / "wikitext_berlin" / "pages"
    return pages if pages.is_dir() else None


def read_pages(pages: Path, gazetteer: Gazetteer) -> Reading:
    """Read a folder of pages as an import does."""
    context = Context(describe("wikipedia_list"), pages, "2026-11-22", countries=gazetteer.countries)
    begin = time.perf_counter()
    statements = list(read(context))
    reading = Reading(lines=context.rows, seconds=time.perf_counter() - begin, pages=len(context.covered))
    countries = {one.subject: one.object or "" for one in statements if one.predicate == "country"}
    for one in statements:
        if one.predicate in TIES:
            reading.rows[_edition(one.subject)].append((_row(one, countries), one.qualifier(Qualifier.STATUS) or ""))
    for refusal in context.refused:
        reading.refused[refusal.reason.partition(":")[0]] += 1
        reading.reasons.append(refusal.reason)
    states = States(gazetteer.countries, load_words())
    fresh = Context(describe("wikipedia_list"), pages, "2026-11-22", countries=gazetteer.countries)
    reading.sections = {page.language for page in pages_of(fresh) if article_of(page, states) is not None}
    return reading


def _edition(identifier: str) -> str:
    return identifier.partition(":")[2].partition(",")[0]


def _row(tie: Statement, countries: dict[str, str]) -> Row:
    title = (tie.object or "").partition(":")[2].partition(",")[2]
    country = countries.get(tie.object or "", "").removeprefix("iso:")
    return title, country, (tie.period or "")[:4].strip("/.")


def load_truth(edition: str) -> list[tuple[Row, str]]:
    """Return the hand-checked rows of an edition with their status."""
    with (TRUTH / f"{edition}.csv").open(encoding="utf-8", newline="") as file:
        return [((row["link"], row["country"], row["year"]), row["status"]) for row in csv.DictReader(file)]


def truth_editions() -> list[str]:
    """Return the editions with hand-checked truth."""
    return sorted(path.stem for path in TRUTH.glob("*.csv"))


def compare(reading: Reading, edition: str) -> tuple[int, list[object], list[object]]:
    """Return how many rows are right, which were read and are not true, and which are true and were not read."""
    true, found = Counter(load_truth(edition)), Counter(reading.rows[edition])
    return sum((true & found).values()), sorted((found - true).elements()), sorted((true - found).elements())


def score(reading: Reading) -> tuple[float, float]:
    """Return precision and recall over all editions with truth."""
    right = wrong = missed = 0
    for edition in truth_editions():
        hits, extra, lost = compare(reading, edition)
        right, wrong, missed = right + hits, wrong + len(extra), missed + len(lost)
    return right / ((right + wrong) or 1), right / ((right + missed) or 1)


def istanbul_years(reading: Reading) -> Counter[str]:
    """Return in how many editions the tie with Istanbul has which year."""
    return Counter(
        year
        for rows in reading.rows.values()
        for (title, _, year), _ in rows
        if any(part in title.casefold() for part in ISTANBUL)
    )


def _heuristic(pages: Path) -> tuple[set[str], Counter[str]]:
    """Return the editions in which the reference data's own heuristic found a section, and its lines with a year."""
    with (pages.parent / "index.csv").open(encoding="utf-8", newline="") as file:
        found = {row["lang"] for row in csv.DictReader(file) if row["twin_section_heading"]}
    dated: Counter[str] = Counter()
    with (pages.parent / "twin_section_lines.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            dated[row["lang"]] += bool(ascii_digits(row["years_outside_refs"]))
    return found, dated


def _print_truth(reading: Reading) -> None:
    for edition in truth_editions():
        right, extra, lost = compare(reading, edition)
        print(
            f"  {edition}: {right} right of {len(load_truth(edition))} true rows and {len(reading.rows[edition])} read"
        )
        for row in extra:
            print(f"      read, not true: {row}")
        for row in lost:
            print(f"      true, not read: {row}")
    precision, recall = score(reading)
    print(f"  ten editions: precision {precision:.3f}, recall {recall:.3f}")


def _print_all(reading: Reading, pages: Path) -> None:
    ties = sum(map(len, reading.rows.values()))
    dated = sum(bool(year) for rows in reading.rows.values() for (_, _, year), _ in rows)
    print(f"  {reading.pages} editions in {reading.seconds:.1f} s: a section in {len(reading.sections)},")
    print(
        f"  {reading.lines} lines: {ties} ties, {sum(reading.refused.values())} lines refused; {dated} ties with a year"
    )
    found, lines = _heuristic(pages)
    print(f"  the heuristic of the reference data: a section in {len(found)}, {sum(lines.values())} lines with a year")
    print(f"      only here: {', '.join(sorted(reading.sections - found)) or 'none'}")
    print(f"      only there: {', '.join(sorted(found - reading.sections)) or 'none'}")
    print(f"  Berlin and Istanbul: {dict(istanbul_years(reading).most_common())}")
    for reason in reading.reasons:
        print(f"      refused: {reason}")


def main() -> None:
    pages = reference_pages()
    if pages is None:
        print("  skipped: the reference data is missing; set PROXENIA_REFERENCE", file=sys.stderr)
        return
    reading = read_pages(pages, load_gazetteer(load_settings().cache))
    _print_truth(reading)
    _print_all(reading, pages)
