"""Packs of rules: every fault is explained with its line, and nothing of a faulty pack is read."""

from collections.abc import Callable
from pathlib import Path

import pytest

from proxenia.sources.catalogue import describe
from proxenia.sources.catalogue.legal_powers.pack_check import check_pack
from proxenia.sources.catalogue.legal_powers.reader import packs_hash, read
from proxenia.sources.context import Context

SAMPLE = Path(__file__).parent / "legal_powers" / "sample"
TEXT = (SAMPLE / "NL.yml").read_text(encoding="utf-8")


def changed(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new, 1)


def context_of(folder: Path) -> Context:
    return Context(describe("legal_powers"), folder, "2026-11-22")


def test_a_sound_pack_has_no_fault() -> None:
    pack, faults = check_pack(TEXT)
    assert not faults
    assert pack is not None
    assert len(pack["rules"]) == 3


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (changed("tiers: [city]", "tiers: [town]"), 8, "'town' is not known here. Known: region, city, other_local"),
        (changed("begins: 1980", "begins: soon"), 4, "should be a whole number"),
        (changed("begins: 1980\n", ""), 2, "'begins' is missing"),
        (changed("checked: 2026-11-22", "checked: 2026-02-30"), 3, "is no day of the calendar"),
        (changed("power: prohibited", "power: prohibited\n    colour: red"), 11, "'colour' is no field here"),
        (changed("id: nl-city-twinning\n", "id: nl-city-twinning-old\n"), 18, "is the id of an earlier rule"),
        (changed("https://law.example/act", "ftp://law.example/act"), 43, "an address that begins with https://"),
        (changed("period: 1990-01-01/..", "period: 1990-13-01/.."), 22, "not a date or period"),
        (changed("        days_of: calendar\n", ""), 25, "a number of days needs"),
        (changed("    verified: 2026-11-20\n", ""), 45, "names the day its text was read"),
        (changed("limit: listed, listed: [iso:RU, iso:CN]", "limit: listed"), 12, "go together"),
        (changed("rules: [nl-city-twinning]", "rules: [nl-nothing]"), 67, "is no rule of this pack"),
        (changed("articles: [art. 7]", "articles: [art. 9]"), 66, "is the article of no rule"),
        (changed("summary: Cities could", "summary: Twice\n    summary: Cities could"), 18, "stands twice"),
        ("a: [", 1, "this is no YAML"),
        ("", 1, "should be a record"),
        ("- 1\n", 1, "should be a record"),
        ("!!python/object/apply:os.system ['true']", 1, "this is no YAML"),
    ],
)
def test_every_fault_is_explained_with_its_line(text: str, line: int, says: str) -> None:
    pack, faults = check_pack(text)
    assert pack is None
    assert any(says in fault.says for fault in faults), [str(fault) for fault in faults]
    assert line in {fault.line for fault in faults if says in fault.says}


def test_the_word_on_is_no_truth_value() -> None:
    pack, _ = check_pack(TEXT)
    assert pack is not None
    assert pack["cases"][0]["ask"]["on"] == "2026-03-01"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / "NL.yml").write_text(TEXT.replace("tiers: [city]", "tiers: [town]", 1)),
        lambda folder: (folder / "ZZ.yml").write_text(TEXT.replace("iso:NL", "iso:DE")),
        lambda folder: (folder / "NL.yml").write_text("#" * 500_000),
        lambda folder: (folder / "NL.yml").write_bytes(b"\xff\xfe\x00"),
    ],
)
def test_a_fault_is_told_with_the_name_of_the_file(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    for path in SAMPLE.glob("*.yml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    spoil(tmp_path)
    context = context_of(tmp_path)
    list(read(context))
    assert context.faults
    assert all(".yml" in fault for fault in context.faults)


def test_the_hash_follows_the_packs(tmp_path: Path) -> None:
    (tmp_path / "NL.yml").write_text(TEXT, encoding="utf-8")
    before = packs_hash(tmp_path)
    assert packs_hash(tmp_path) == before
    (tmp_path / "NL.yml").write_text(TEXT + "# more\n", encoding="utf-8")
    assert packs_hash(tmp_path) != before
