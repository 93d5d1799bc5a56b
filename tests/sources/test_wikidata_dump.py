"""Reading the dump: every compression, broken input of every kind, resuming, memory."""

import bz2
import csv
import gzip
import io
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard
from isal import igzip
from tests.sources.made_entities import claim, dump_of, item, line_of, somevalue, text, time, to

from proxenia.errors import SourceChangedError, UnreadableFileError
from proxenia.ledger import Ledger, open_ledger
from proxenia.model.statement import Statement, check_statements
from proxenia.sources.catalogue import describe
from proxenia.sources.catalogue.wikidata_dump import lines, reader, streams
from proxenia.sources.catalogue.wikidata_dump.parse import parse_line
from proxenia.sources.catalogue.wikidata_dump.reader import read
from proxenia.sources.context import Context
from proxenia.sources.report import ReadReport
from proxenia.sources.run import run_source

SAMPLE = Path(__file__).parent / "wikidata_dump" / "sample.json"
PACK = {
    "json": lambda content: content,
    "gz": gzip.compress,
    "gz in two members": lambda content: gzip.compress(content[:5000]) + gzip.compress(content[5000:]),
    "bz2": bz2.compress,
    "zst": zstandard.compress,
    "zst in two frames": lambda content: zstandard.compress(content[:5000]) + zstandard.compress(content[5000:]),
}


def context_of(*paths: Path, cache: Path | None = None) -> Context:
    """Give the context of reading dumps."""
    return Context(describe("wikidata_dump"), paths[0], "2026-11-22", files=paths, cache=cache)


def read_bytes(path: Path, content: bytes) -> tuple[list[Statement], list[tuple[int, str]]]:
    """Write a dump, read it, and give its statements and refusals."""
    path.write_bytes(content)
    context = context_of(path)
    statements = list(read(context))
    check_statements(statements)
    return statements, [(refusal.row, refusal.reason) for refusal in context.refused]


def twinned(first: int, count: int) -> Iterator[dict]:
    """Give cities, each a twin of the next."""
    for number in range(first, first + count):
        yield item(number, f"City {number}", claim("P31", to(515)), claim("P190", to(number + 1)))


def ties_of(statements: list[Statement]) -> list[str]:
    return [one.subject for one in statements if one.predicate == "twinning"]


@pytest.fixture
def entities(reference_dir: Path) -> Path:
    """Give the folder of real items."""
    return reference_dir / "city" / "wikidata_entities"


def test_the_reference_has_all_its_twinnings(entities: Path, tmp_path: Path) -> None:
    single = [
        next(iter(json.loads((entities / name).read_text())["entities"].values()))
        for name in ("Q2112_bielefeld_2023.json", "weimar_2016_Special_EntityData.json")
    ]
    path = tmp_path / "two.json"
    path.write_bytes(dump_of(*single))
    statements = list(read(context_of(entities / "dump_extract_50_entities.json", path)))
    check_statements(statements)
    said = [one for one in statements if one.predicate == "twinning"]
    with (entities / "p190_statements_flat.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 107
    flat = Counter((row["city_qid"], row["twin_qid"], row["P580_start"][1:].partition("T")[0]) for row in rows)
    found = Counter((one.subject[3:], (one.object or "")[3:], (one.period or "").partition("/")[0]) for one in said)
    dated = {key: number for key, number in flat.items() if key[2] and not key[2].endswith("-00")}
    assert {key: found[key] for key in dated} == dated
    assert Counter(key[:2] for key in found.elements()) == Counter(key[:2] for key in flat.elements())
    assert sum(one.period is not None for one in said) == sum(bool(row["P580_start"]) for row in rows) == 30
    assert sum(int(row["n_references"]) > 0 for row in rows) == 46
    addresses = sum("P854" in row["reference_props"] for row in rows)
    assert addresses <= sum(" ; " in one.reference for one in said) <= 46


def test_a_line_is_read_by_a_pure_function() -> None:
    [whole] = twinned(1, 1)
    entity = parse_line(line_of(whole) + b",\n")
    assert entity == parse_line(line_of(whole))
    assert entity is not None
    assert (entity.id, entity.labels, [one.value for one in entity.claims["P190"]]) == ("Q1", {"en": "City 1"}, ["Q2"])
    assert parse_line(line_of(item(5, "A lake", claim("P31", to(23397))))) is None
    assert parse_line(line_of(item(5, "A person", claim("P31", to(5)), claim("P463", to(6))))) is None
    assert parse_line(line_of({**item(5), "type": "property", "id": "P5"})) is None
    for broken in (b'{"id":"Q1"', b"{}", b'{"id":"Q1","claims":{"P190":3}}', b'{"id":"Q1","labels":"\xff"}'):
        with pytest.raises(ValueError, match=r".+"):
            parse_line(broken)


def test_numbers_of_items_are_read_from_old_dumps() -> None:
    old = line_of(next(twinned(1, 1))).replace(b',"id":"Q2"', b"")
    entity = parse_line(old)
    assert entity is not None
    assert entity.claims["P190"][0].value == "Q2"


@pytest.mark.parametrize("packing", PACK)
def test_every_compression_gives_the_same(packing: str, tmp_path: Path) -> None:
    plain, refused = read_bytes(tmp_path / "plain.json", SAMPLE.read_bytes())
    # The name says nothing: the first bytes do.
    packed = read_bytes(tmp_path / "dump.bin", PACK[packing](SAMPLE.read_bytes()))
    assert packed == (plain, refused)
    assert len(plain) > 30


@pytest.mark.parametrize("packing", ["json", "gz", "bz2", "zst"])
def test_standard_input_is_read(packing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain, _ = read_bytes(tmp_path / "plain.json", SAMPLE.read_bytes())
    given = io.BytesIO(PACK[packing](SAMPLE.read_bytes()))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(given))
    told: list[tuple[int, int]] = []
    context = context_of(Path("-"))
    context.progress = lambda done, total: told.append((done, total))
    assert list(read(context)) == plain
    assert {total for _, total in told} == {0}


def test_files_are_read_one_after_the_other(tmp_path: Path) -> None:
    paths = []
    for number in range(3):
        path = tmp_path / f"{number}.json.gz"
        path.write_bytes(gzip.compress(dump_of(*twinned(100 * number + 1, 5))))
        paths.append(path)
    context = context_of(*paths)
    told: list[tuple[int, int]] = []
    context.progress = lambda done, total: told.append((done, total))
    assert len(ties_of(list(read(context)))) == 15
    assert context.rows == 15
    total = sum(path.stat().st_size for path in paths)
    assert told[-1] == (total, total)
    assert told == sorted(told)


@pytest.mark.parametrize("block", [37, 700, 5_000])
def test_lines_are_whole_wherever_a_block_ends(block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = read_bytes(tmp_path / "one.json", SAMPLE.read_bytes())
    monkeypatch.setattr(streams, "BLOCK", block)
    assert read_bytes(tmp_path / "other.json", SAMPLE.read_bytes()) == expected
    assert read_bytes(tmp_path / "other.json.gz", gzip.compress(SAMPLE.read_bytes())) == expected


def test_json_written_in_another_way_is_read(tmp_path: Path) -> None:
    rows = [json.loads(line.rstrip(b",\r\n")) for line in dump_of(*twinned(1, 9)).splitlines()[1:-1]]
    spaced = "[\r\n" + ",\r\n".join(json.dumps(row) for row in rows) + "\r\n]"
    lined = "\n".join(json.dumps({**row, "claims": row["claims"]}, sort_keys=True) for row in rows)
    assert len(ties_of(read_bytes(tmp_path / "spaced.json", spaced.encode())[0])) == 9
    assert len(ties_of(read_bytes(tmp_path / "lines.json", lined.encode())[0])) == 9


def test_broken_lines_are_told_with_their_number_and_passed_over(tmp_path: Path) -> None:
    whole = list(twinned(1, 4))
    broken = [
        line_of(whole[0])[:-40],
        b"<html>",
        line_of(whole[0])[:-9] + b"}}]",
        line_of(whole[0]).replace(b"City 1", b"C\xffty"),
        line_of(whole[0]).replace(b'"Q1"', b'"Q1x"'),
        line_of(whole[0]).replace(b'"rank":"normal"', b'"rank":7'),
    ]
    statements, refused = read_bytes(tmp_path / "dump.json", dump_of(whole[1], *broken, whole[2], whole[3]))
    assert ties_of(statements) == ["wd:Q2", "wd:Q3", "wd:Q4"]
    assert [number for number, _ in refused] == [3, 4, 5, 6, 7, 8]
    assert all(reason.startswith("it ") for _, reason in refused)


def test_a_new_layout_is_a_fault_and_not_a_thousand_refusals(tmp_path: Path) -> None:
    path = tmp_path / "dump.json"
    path.write_bytes(dump_of(*twinned(1, 200)).replace(b'"rank":"normal"', b'"rank":["normal"]'))
    context = context_of(path)
    assert list(read(context)) == []
    assert context.faults == [
        "200 of 200 lines with what is kept are no items as they are known: the layout of the dump has changed"
    ]


def run_in(ledger: Ledger, path: Path, day: int, *items: dict) -> ReadReport:
    path.write_bytes(dump_of(*items))
    return run_source(read, context_of(path), ledger, recorded_at=f"2026-11-{day}T00:00:00.000000Z")


def standing_ties(ledger: Ledger) -> list[str]:
    table = ledger.statements_table(source="wikidata_dump").to_pylist()
    return sorted(row["subject"] for row in table if row["predicate"] == "twinning")


def test_an_extract_says_all_of_its_items_and_nothing_of_others(tmp_path: Path) -> None:
    with open_ledger(str(tmp_path / "ledger.sqlite")) as ledger:
        run_in(ledger, tmp_path / "a.json", 10, *twinned(1, 3))
        assert run_in(ledger, tmp_path / "b.json", 11, *twinned(11, 2)).retracted == 0
        assert standing_ties(ledger) == ["wd:Q1", "wd:Q11", "wd:Q12", "wd:Q2", "wd:Q3"]
        _, *others = twinned(1, 3)
        alone = item(1, "City 1", claim("P31", to(515)), claim("P1566", text("2950159")))
        assert run_in(ledger, tmp_path / "a.json", 12, alone, *others).retracted > 0
        assert standing_ties(ledger) == ["wd:Q11", "wd:Q12", "wd:Q2", "wd:Q3"]


def test_a_deprecated_claim_is_told_and_no_sign_of_a_change(tmp_path: Path) -> None:
    old = claim("P31", to(486972), rank="deprecated")
    city = item(1, "City 1", claim("P31", to(515)), old, claim("P190", to(2)))
    with open_ledger(str(tmp_path / "ledger.sqlite")) as ledger:
        report = run_in(ledger, tmp_path / "a.json", 10, city)
        assert [refusal.reason for refusal in report.refused] == ["Q1: P31: 1 deprecated, left out"]
        assert standing_ties(ledger) == ["wd:Q1"]
        unknown = item(2, "City 2", claim("P31", to(515)), claim("P190", somevalue()), claim("P190", to(1)))
        with pytest.raises(SourceChangedError, match="100% of its rows refused"):
            run_in(ledger, tmp_path / "b.json", 11, unknown)
        assert standing_ties(ledger) == ["wd:Q1"]


def test_a_whole_dump_says_all_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_ledger(str(tmp_path / "ledger.sqlite")) as ledger:
        run_in(ledger, tmp_path / "a.json", 10, *twinned(1, 3))
        monkeypatch.setattr(reader, "WHOLE", 2)
        run_in(ledger, tmp_path / "b.json", 11, *twinned(11, 2))
        assert standing_ties(ledger) == ["wd:Q11", "wd:Q12"]


def test_a_line_in_another_file_is_told_with_its_file(tmp_path: Path) -> None:
    paths = tmp_path / "a.json", tmp_path / "b.json"
    paths[0].write_bytes(dump_of(*twinned(1, 2)))
    paths[1].write_bytes(dump_of(*twinned(9, 2), b"{not json"))
    context = context_of(*paths)
    list(read(context))
    assert [(one.row, one.reason.partition(":")[0]) for one in context.refused] == [(4, "b.json")]


@pytest.mark.parametrize(
    "content", [b"<!DOCTYPE html><html><body>404</body></html>", b"id,name\n1,Berlin\n", b"\x00" * 99]
)
@pytest.mark.parametrize("packing", ["json", "gz"])
def test_something_else_is_no_dump(content: bytes, packing: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="is no dump of Wikidata"):
        read_bytes(tmp_path / "dump.json.gz", PACK[packing](content))


def test_an_empty_or_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="is empty"):
        read_bytes(tmp_path / "dump.json", b"")
    with pytest.raises(UnreadableFileError, match="cannot be read"):
        list(read(context_of(tmp_path / "nowhere.json")))
    with pytest.raises(UnreadableFileError, match="cannot be read"):
        list(read(context_of(tmp_path)))


@pytest.mark.parametrize("packing", ["gz", "bz2", "zst"])
def test_a_truncated_file_is_told_and_what_was_read_is_kept(packing: str, tmp_path: Path) -> None:
    content = dump_of(*twinned(1, 4_000))
    # Small blocks, so that some of them are whole.
    packed = bz2.compress(content, 1) if packing == "bz2" else PACK[packing](content)
    path, cache = tmp_path / "dump", tmp_path / "cache"
    path.write_bytes(packed[: len(packed) * 2 // 3])
    for _ in range(2):
        with pytest.raises(UnreadableFileError, match=r"breaks off after [1-9][0-9]+ items .* Nothing was written"):
            list(read(context_of(path, cache=cache)))
        assert (cache / "spool" / "records").stat().st_size > 1000


@pytest.mark.parametrize("packing", ["json", "gz", "zst"])
def test_a_dump_cut_within_a_line_is_told(packing: str, tmp_path: Path) -> None:
    whole = dump_of(*twinned(1, 10))
    with pytest.raises(UnreadableFileError, match=r"breaks off after 8 items \(its last line is cut off\)"):
        read_bytes(tmp_path / "dump", PACK[packing](whole[: whole.index(b'"id":"Q9","labels"') + 60]))


def test_a_dump_cut_between_lines_is_read_and_told(tmp_path: Path) -> None:
    whole = dump_of(*twinned(1, 10))
    statements, refused = read_bytes(tmp_path / "dump", whole[: whole.index(b'{"type":"item","id":"Q9"')])
    assert len(ties_of(statements)) == 8
    assert refused == [(10, "there is no line with ] at the end: it may be a part of a dump")]


@pytest.mark.parametrize("packing", ["json", "gz", "bz2", "zst"])
def test_an_interrupted_run_goes_on_where_it_was_saved(
    packing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, cache = tmp_path / "dump", tmp_path / "cache"
    path.write_bytes(PACK[packing](dump_of(*twinned(1, 3_000), b"{broken", *twinned(5_000, 3_000))))
    expected = context_of(path)
    statements = list(read(expected))
    # Another process reads it, saves often, and dies in the middle.
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom proxenia.sources.catalogue import describe\n"
        "from proxenia.sources.catalogue.wikidata_dump import reader, streams\n"
        "from proxenia.sources.context import Context\nstreams.BLOCK, reader.SAVED_EVERY = 50_000, 200_000\n"
        "calls = []\ndef progress(done, total):\n    calls.append(1)\n    if len(calls) == 45: os._exit(9)\n"
        "path, cache = map(Path, sys.argv[1:])\n"
        "list(reader.read(Context(describe('wikidata_dump'), path, '2026-11-21', progress=progress, cache=cache)))\n"
    )
    ran = subprocess.run([sys.executable, "-c", script, str(path), str(cache)], check=False, timeout=120)
    assert ran.returncode == 9
    position = json.loads((cache / "spool" / "position.json").read_bytes())
    assert position["offset"] > 1_000_000
    assert not position["done"]
    taken: list[int] = []
    real = reader.parse_line
    monkeypatch.setattr(reader, "parse_line", lambda line: taken.append(1) or real(line))
    again = context_of(path, cache=cache)
    assert list(read(again)) == statements
    assert (again.rows, again.refused) == (expected.rows, expected.refused)
    assert 0 < len(taken) < 6_000 - 1_000
    # A third reading finds everything kept; a file that changed is read anew.
    taken.clear()
    assert list(read(context_of(path, cache=cache))) == statements
    assert taken == []
    os.utime(path, (1, 1))
    assert list(read(context_of(path, cache=cache))) == statements
    assert len(taken) == 6_000


def test_a_damaged_spool_is_made_anew(tmp_path: Path) -> None:
    path, cache = tmp_path / "dump.json", tmp_path / "cache"
    path.write_bytes(SAMPLE.read_bytes())
    statements = list(read(context_of(path, cache=cache)))
    (cache / "spool" / "position.json").write_bytes(b"{")
    assert list(read(context_of(path, cache=cache))) == statements
    (cache / "spool" / "records").unlink()
    assert list(read(context_of(path, cache=cache))) == statements


def _peak_mb(path: Path) -> tuple[int, str]:
    """Give the memory that reading a file takes in a process of its own, and what it says."""
    script = (
        "import sys\nfrom pathlib import Path\nfrom proxenia.sources.catalogue import describe\n"
        "from proxenia.sources.catalogue.wikidata_dump.reader import read\n"
        "from proxenia.sources.context import Context\nfrom proxenia.errors import ProxeniaError\n"
        "context = Context(describe('wikidata_dump'), Path(sys.argv[1]), '2026-11-22')\n"
        "try:\n    count = sum(one.predicate == 'twinning' for one in read(context))\n"
        "    print(count, [(one.row, one.reason) for one in context.refused])\n"
        "except ProxeniaError as error:\n    print(error)\n"
        # Not `ru_maxrss`: a child begins with that of the process that started it.
        "status = Path('/proc/self/status').read_text()\n"
        "print(int(status.partition('VmHWM:')[2].split()[0]) // 1024)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(path)], check=True, capture_output=True, text=True, timeout=300
    )
    *said, peak = ran.stdout.splitlines()
    return int(peak), "\n".join(said)


def _write_gz(path: Path, *pieces: tuple[bytes, int]) -> None:
    with igzip.open(path, "wb") as file:
        for piece, times in pieces:
            for _ in range(times):
                file.write(piece)


def test_a_line_of_200_mb_is_passed_over_in_little_memory(tmp_path: Path) -> None:
    path, (one, two) = tmp_path / "dump.json.gz", twinned(1, 2)
    start, end = line_of(one)[:-1] + b',"x":"', b'"},\n'
    _write_gz(
        path, (b"[\n" + line_of(one) + b",\n" + start, 1), (b"x" * (1 << 20), 200), (end + line_of(two) + b"\n]\n", 1)
    )
    peak, said = _peak_mb(path)
    assert said == "2 [(3, 'it is longer than 64 MB')]"
    assert peak < 500


def test_a_bomb_takes_time_and_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "dump.json.gz"
    _write_gz(path, (b"[\n" + line_of(next(twinned(1, 1))) + b",\n", 1), (b"{" * (1 << 20), 1_000))
    assert path.stat().st_size < 10 << 20
    peak, said = _peak_mb(path)
    assert "breaks off after 1 items (its last line is cut off)" in said
    assert peak < 500


def test_a_line_just_short_enough_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 3 << 20)
    monkeypatch.setattr(streams, "BLOCK", 1 << 20)
    [whole] = twinned(1, 1)
    lengthy = {**whole, "sitelinks": {"x": "y" * (5 << 19)}}
    longer = {**whole, "sitelinks": {"x": "y" * (3 << 20)}}
    statements, refused = read_bytes(tmp_path / "dump.json", dump_of(longer, lengthy, *twinned(7, 1)))
    assert ties_of(statements) == ["wd:Q1", "wd:Q7"]
    assert refused == [(2, "it is longer than 3 MB")]


def test_the_code_of_a_state_belongs_to_one_item(tmp_path: Path) -> None:
    kingdom = item(29999, "Kingdom", claim("P31", to(3624078)), claim("P297", text("NL")))
    state = item(55, "Netherlands", claim("P31", to(3624078)), claim("P297", text("NL")), claim("P530", to(31)))
    statements, refused = read_bytes(tmp_path / "dump.json", dump_of(kingdom, state))
    assert [(one.subject, one.object) for one in statements if one.predicate == "diplomatic_relation"] == [
        ("iso:NL", "wd:Q31")
    ]
    assert refused == [(2, "Q29999: Q55 bears the code NL too, and is taken for the state")]


def test_a_cause_that_was_met_is_named(tmp_path: Path) -> None:
    war = item(7, "A war, made for this test", claim("P463", to(1)))
    city = item(
        1,
        "City",
        claim("P31", to(515)),
        claim("P190", to(2), P582=time("+2022-03-01"), P1534=to(7)),
        claim("P1566", text("1")),
    )
    statements, _ = read_bytes(tmp_path / "dump.json", dump_of(war, city))
    [tie] = [one for one in statements if one.predicate == "twinning"]
    assert dict(tie.qualifiers) == {
        "reason": "A war, made for this test",
        "status": "ended",
        "status_since": "2022-03-01",
    }
