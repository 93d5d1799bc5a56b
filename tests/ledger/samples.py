"""Small statements, judgements and moments for the tests of the ledger."""

from proxenia.ledger import Ledger, SourceRecord
from proxenia.model.judgement import Judgement, Verdict
from proxenia.model.statement import Statement

ROTTERDAM = Statement(
    "gn:2747891",
    "twinning",
    "hekman",
    "row 1 of pairs_raw.csv",
    object="gn:1796236",
    period="1979-11-26/..",
    qualifiers=(("listed", "2026-01-11"), ("status", "active")),
    retrieved_at="2026-11-20",
)
NAME = Statement(
    "gn:1796236", "name", "geonames", "https://www.geonames.org/1796236", value="Shanghai “上海”\n\tline", language="en"
)
WITHOUT = Statement("hekman:Bérat,France", "population", "geonames", "doi:10.1000/182", value="0", unit="persons")
SAMPLES = (ROTTERDAM, NAME, WITHOUT)

SIGNED = {"reason": "the list was wrong — “see” it", "signed_by": "Ada Lovelace"}


def moment(number: int) -> str:
    """Return a moment; a higher number is later."""
    return f"2026-11-22T{number // 3600:02d}:{number // 60 % 60:02d}:{number % 60:02d}.000001Z"


def many(count: int, *, start: int = 0, source: str = "hekman") -> list[Statement]:
    """Return different statements."""
    return [
        Statement(
            f"gn:{n + 1}", "twinning", source, f"row {n + 1}", object=f"gn:{n + 2}", period=f"{1900 + n % 100}/.."
        )
        for n in range(start, start + count)
    ]


def same(left: str, right: str, recorded_at: str) -> Judgement:
    """Return a judgement."""
    return Judgement(left, right, Verdict.SAME, "one name, one country", "resolver 1", recorded_at)


def source(title: str = "Pairs", *, id: str = "hekman") -> SourceRecord:  # noqa: A002
    """Return a source."""
    return SourceRecord(id, title, "Hekman", "CC BY 4.0", derived_from=("wikipedia", "wikidata"), hash="ab12")


def fill(ledger: Ledger) -> None:
    """Write a history with every kind of row."""
    with ledger.transaction():
        ledger.add_sources([source(), source("GeoNames", id="geonames")], recorded_at=moment(1))
        ledger.append([*SAMPLES, *many(20)], recorded_at=moment(1))
    first = same("hekman:Bérat,France", "gn:1", moment(2))
    with ledger.transaction():
        ledger.retract([ROTTERDAM.id, NAME.id], **SIGNED, recorded_at=moment(2))
        ledger.judge([first, same("hekman:x", "gn:2", moment(2))])
    with ledger.transaction():
        ledger.reinstate([NAME.id], **SIGNED, recorded_at=moment(3))
        ledger.undo(first.id, **SIGNED, recorded_at=moment(3))
        ledger.add_sources([source("Pairs, mended")], recorded_at=moment(3))
        ledger.append(many(5, start=20), recorded_at=moment(4))


def state(ledger: Ledger, known_at: str | None = None) -> tuple[object, ...]:
    """Return all a ledger says of a moment."""
    return (
        ledger.statements_table(known_at=known_at).to_pylist(),
        ledger.judgements(known_at=known_at),
        ledger.sources(known_at=known_at),
        ledger.fingerprint(known_at=known_at),
    )
