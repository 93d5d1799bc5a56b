from tests.snapshot.made import (
    ROTTERDAM,
    SHANGHAI,
    WORLD,
    WORLD_JUDGEMENTS,
    WORLD_SOURCES,
    compiled,
    only,
    twinning,
    world,
)

from proxenia.snapshot.compare import compare_snapshots


def test_nothing_changed() -> None:
    assert all(change.is_empty for change in compare_snapshots(world(), world()).values())


def test_added_removed_and_changed() -> None:
    more = twinning(ROTTERDAM, SHANGHAI, "third", period="1979-11-26/..", fields="peace")
    new = twinning(ROTTERDAM, "gn:5", "third")
    after = compiled(*WORLD[1:], more, new, judgements=WORLD_JUDGEMENTS, sources=WORLD_SOURCES)
    changes = compare_snapshots(world(), after)
    assert only(changes["ties"].added)["b"] == "gn:5"
    assert changes["ties"].removed.is_empty()
    cells = {row["column"]: (row["before"], row["after"]) for row in changes["ties"].changed.to_dicts()}
    assert cells == {
        "fields": ("economy;intercity", "economy;intercity;peace"),
        "independent_sources": ("1", "2"),
        "statements": ("2", "3"),
    }
    assert changes["evidence"].added.height == 2
    assert changes["evidence"].removed.height == 1
    assert not changes["sources"].is_empty
