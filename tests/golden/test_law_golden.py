"""The rule packs of the package: every worked case comes out, every legal fact known elsewhere is covered."""

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from tests.gazetteer import gazetteer

from proxenia.cli.importing import import_founding_register
from proxenia.errors import ProxeniaError
from proxenia.law.answer import Answer
from proxenia.law.powers import powers_in
from proxenia.law.question import ask
from proxenia.law.records import RuleBook
from proxenia.law.sides import answer_both_sides
from proxenia.ledger import open_ledger
from proxenia.model.vocabulary import Tier
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.snapshot.compile import compile_snapshot
from proxenia.sources.catalogue.legal_powers.pack_check import check_pack
from proxenia.sources.catalogue.legal_powers.reader import PACKS

__all__ = ["gazetteer"]

MOMENT = "2026-11-22T02:33:10.123456Z"
TODAY = date(2026, 11, 22)


def read_pack(path: Path) -> Mapping[str, Any]:
    pack, faults = check_pack(path.read_text(encoding="utf-8"))
    assert not faults, [str(fault) for fault in faults]
    assert pack is not None
    return pack


FILES: Final = sorted(PACKS.glob("*.yml"))
CASES: Final = [
    pytest.param(pack["place"], case, id=f"{path.stem}-{number}")
    for path in FILES
    for pack in [read_pack(path)]
    for number, case in enumerate(pack["cases"], 1)
]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer) -> RuleBook:
    """Give the rules of the package with its register."""
    with open_ledger(tmp_path_factory.mktemp("law") / "ledger.sqlite") as ledger:
        import_founding_register(ledger, gazetteer, recorded_at=MOMENT)
        return RuleBook(compile_snapshot(ledger, code_version="test"))


def told(book: RuleBook, place: str, **asked: Any) -> Answer:
    days = {key: date.fromisoformat(asked.pop(key)) for key in ("on", "signing") if key in asked}
    return answer_both_sides(ask(place, **{"on": TODAY, **asked, **days}), book).own


@pytest.mark.parametrize(("place", "case"), CASES)
def test_the_worked_cases_come_out(book: RuleBook, place: str, case: Mapping[str, Any]) -> None:
    question = dict(case["ask"])
    found = told(book, question.pop("place", place), **question)
    assert found.answer.value == case["answer"], found.why
    assert {*case.get("articles", ())} <= {one.article for one in found.basis}
    assert {*case.get("rules", ())} <= {one.rule.id for one in found.considered}
    if "limits" in case:
        assert any(line.startswith(case["limits"]) for line in found.limits), found.limits
    for condition, day in case.get("due", {}).items():
        assert day in [step.due for step in found.steps if step.condition == condition]


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_pack_is_worked_through(path: Path) -> None:
    """A pack has cases of different answers or days, and every rule of it is reached by a case."""
    pack = read_pack(path)
    assert path.stem in (pack["place"].removeprefix("iso:"), {"px:european-union": "EU"}.get(pack["place"], "CoE"))
    assert len(pack["cases"]) >= 2
    reached = {rule for case in pack["cases"] for rule in case.get("rules", ())}
    assert not {rule["id"] for rule in pack["rules"]} - reached


def test_every_known_legal_fact_has_rules(book: RuleBook, reference_dir: Path) -> None:
    """A rule stands for the country, or the body, and for each tier of every row of the list of legal facts."""
    with (reference_dir / "state" / "legal_facts" / "legal_facts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 27
    bodies = {"Council of Europe": "px:council-of-europe", "European Union": "px:european-union"}
    missing = []
    for row in rows:
        place = bodies.get(row["country"]) or f"iso:{row['iso2']}"
        rules = [rule for rule in book.rules if rule.place.startswith(place)]
        words = row["level"].lower()
        tiers = {tier for tier in ("region", "city") if tier in words or (tier == "city" and "municip" in words)}
        missing += [(row["country"], tier) for tier in tiers if not any(tier in rule.tiers for rule in rules)]
    assert not missing


def test_what_was_not_seen_is_not_called_verified(book: RuleBook) -> None:
    for rule in book.rules:
        assert rule.verified is None or rule.verified <= "2026-11-22"
        assert all(basis.address.startswith("http") for basis in rule.basis)
        assert rule.basis, rule.id


@pytest.mark.parametrize(
    ("place", "asked", "expected", "article", "limit"),
    [
        ("IT", {"tier": "region", "instrument": "agreement", "partner": "FR"}, "may_with_steps", "117", ""),
        (
            "BE",
            {"tier": "region", "instrument": "treaty", "partner": "TW"},
            "may_with_steps",
            "167",
            "does not recognise Taiwan",
        ),
        (
            "CN",
            {"tier": "city", "instrument": "twinning", "partner": "TW"},
            "may_not",
            "7",
            "diplomatic relations",
        ),
        ("AT", {"tier": "region", "instrument": "treaty", "partner": "PT"}, "may_not", "16", "share no border"),
        (
            "CA-QC",
            {"tier": "city", "instrument": "agreement", "partner": "FR", "partner_kind": "state"},
            "may_with_steps",
            "23",
            "",
        ),
    ],
)
def test_the_questions_of_the_readme(
    book: RuleBook, place: str, asked: dict[str, str], expected: str, article: str, limit: str
) -> None:
    found = told(book, place, **asked)
    assert found.answer.value == expected
    assert any(article in (one.article or "") for one in found.basis)
    assert limit in " ".join(found.limits)


def test_reforms_change_the_answer(book: RuleBook) -> None:
    """The Länder of Austria may conclude treaties since the reform of article 16."""
    asked = {"tier": "region", "instrument": "treaty", "partner": "IT"}
    assert told(book, "AT", **asked, on="1985-01-01").answer.value == "may_not"
    assert told(book, "AT", **asked, on="1995-01-01").answer.value == "may_with_steps"


def test_the_map_of_powers_has_a_history(book: RuleBook) -> None:
    then, now = ({one.place: one.power for one in powers_in(book, year, tier=Tier.REGION)} for year in (1985, 2026))
    assert then != now
    assert then["iso:AT"] == "prohibited"
    assert now["iso:AT"] == now["iso:BE"] == "treaty"


@pytest.mark.parametrize("place", ["QQ", "AQ-1", "ZZ"])
def test_places_that_nobody_knows(book: RuleBook, place: str) -> None:
    with pytest.raises(ProxeniaError):
        told(book, place, tier="city", instrument="agreement")
