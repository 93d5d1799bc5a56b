import json
import os
from pathlib import Path

import pytest
from tests.snapshot.made import WORLD, WORLD_JUDGEMENTS, WORLD_SOURCES, Book, twinning, world

from proxenia.errors import SnapshotError
from proxenia.snapshot.store import MANIFEST, cached_snapshot, load_snapshot, save_snapshot
from proxenia.snapshot.tables import TABLES


def book() -> Book:
    return Book(WORLD, WORLD_JUDGEMENTS, WORLD_SOURCES)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    saved = save_snapshot(world(), tmp_path / "deep" / "snapshot")
    opened = load_snapshot(tmp_path / "deep" / "snapshot", check=True)
    for name in TABLES:
        assert opened.tables[name].equals(saved.tables[name])
    assert opened.aliases.equals(saved.aliases)
    assert opened.manifest == saved.manifest
    assert sorted(path.name for path in (tmp_path / "deep").iterdir()) == ["snapshot"]


def test_the_bytes_depend_on_the_tables_alone(tmp_path: Path) -> None:
    save_snapshot(world(), tmp_path / "a")
    save_snapshot(world(), tmp_path / "b")
    save_snapshot(world(), tmp_path / "b")
    assert files(tmp_path / "a") == files(tmp_path / "b")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ties.parquet", b"not parquet"),
        ("ties.parquet", None),
        ("aliases.parquet", None),
        (MANIFEST, b"{"),
        (MANIFEST, b"[]"),
        (MANIFEST, None),
        (MANIFEST, b'{"schema": 99, "files": {}}'),
    ],
)
def test_a_broken_folder_is_said_to_be_broken(tmp_path: Path, name: str, content: bytes | None) -> None:
    folder = tmp_path / "snapshot"
    save_snapshot(world(), folder)
    (folder / name).unlink() if content is None else (folder / name).write_bytes(content)
    with pytest.raises(SnapshotError, match="Compile it again"):
        load_snapshot(folder)


def test_a_swapped_table_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "snapshot"
    save_snapshot(world(), folder)
    (folder / "acts.parquet").write_bytes((folder / "ties.parquet").read_bytes())
    with pytest.raises(SnapshotError, match=r"acts\.parquet"):
        load_snapshot(folder)


def test_a_changed_value_is_found_by_its_hash(tmp_path: Path) -> None:
    folder, other = tmp_path / "snapshot", tmp_path / "other"
    save_snapshot(world(), folder)
    changed = list(WORLD)
    changed[5] = twinning("x:a", "x:b")
    save_snapshot(world(), other)
    content = (folder / "actors.parquet").read_bytes()
    middle = content.index(b"Rotterdam") if b"Rotterdam" in content else len(content) // 2
    (folder / "actors.parquet").write_bytes(content[:middle] + b"\x00" + content[middle + 1 :])
    with pytest.raises(SnapshotError):
        load_snapshot(folder, check=True)


def test_the_cache_is_reused_while_the_ledger_is_unchanged(tmp_path: Path) -> None:
    ledger = book()
    first = cached_snapshot(ledger, tmp_path)
    again = cached_snapshot(ledger, tmp_path)
    assert ledger.asked == ["statements"]
    assert again.manifest == first.manifest
    ledger.held = [*ledger.held, twinning("x:a", "x:b")]
    assert cached_snapshot(ledger, tmp_path).ties.height == first.ties.height + 1
    assert cached_snapshot(ledger, tmp_path, known_at="2026-11-22T02:33:10.123456Z").manifest["known_at"] is not None
    assert len(ledger.asked) == 3


@pytest.mark.parametrize("name", ["ties.parquet", MANIFEST])
def test_a_broken_cache_is_compiled_again(tmp_path: Path, name: str) -> None:
    ledger = book()
    first = cached_snapshot(ledger, tmp_path)
    (folder,) = (tmp_path / "snapshots").iterdir()
    (folder / name).write_bytes(b"half")
    again = cached_snapshot(ledger, tmp_path)
    assert again.ties.equals(first.ties)
    assert load_snapshot(folder, check=True).ties.equals(first.ties)


def test_only_the_last_snapshots_are_kept(tmp_path: Path) -> None:
    ledger = book()
    for number in range(5):
        ledger.held = [*ledger.held, twinning(f"x:a{number}", "x:b")]
        cached_snapshot(ledger, tmp_path)
    assert len(list((tmp_path / "snapshots").iterdir())) == 3


def test_what_an_interrupted_process_left_is_dropped_in_time(tmp_path: Path) -> None:
    old, fresh = (tmp_path / "snapshots" / name for name in (".new-old", ".new-fresh"))
    for folder in (old, fresh):
        folder.mkdir(parents=True)
        (folder / "half.parquet").write_bytes(b"half")
    os.utime(old, (1, 1))
    cached_snapshot(book(), tmp_path)
    assert (old.exists(), fresh.exists()) == (False, True)


def test_the_manifest_is_readable(tmp_path: Path) -> None:
    save_snapshot(world(), tmp_path / "snapshot")
    manifest = json.loads((tmp_path / "snapshot" / MANIFEST).read_text())
    assert set(manifest["files"]) == {*TABLES, "aliases"}
    assert all(len(digest) == 64 for digest in manifest["files"].values())
