"""A body of states stands once, whichever source names it: the founding register with the list of organisations."""

from collections import defaultdict
from pathlib import Path

import polars as pl
import pytest
from tests.golden.conftest import MEMBERS, MOMENT

from proxenia.cli.importing import import_founding_register, import_source
from proxenia.ledger import open_ledger
from proxenia.measures.bodies import memberships_of, states_today
from proxenia.measures.spans import held_on
from proxenia.model.names import fold
from proxenia.model.period import day_number
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.snapshot.compile import compile_snapshot
from proxenia.snapshot.snapshot import Snapshot
from proxenia.sources.catalogue import describe, reader_of
from proxenia.sources.context import Context

SMALL = {"and", "for", "in", "of", "on", "the"}


@pytest.fixture(scope="module")
def world(reference_dir: Path, gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Give the founding register with the list of organisations."""
    paths = tuple(reference_dir / "state" / "igo_comembership" / name for name in MEMBERS)
    with open_ledger(tmp_path_factory.mktemp("bodies") / "ledger.sqlite") as ledger:
        import_founding_register(ledger, gazetteer, recorded_at=MOMENT)
        reading = Context(describe("igo_members"), paths[0], "2026-11-22", files=paths, countries=gazetteer.countries)
        import_source(reader_of("igo_members"), reading, ledger, gazetteer, recorded_at=MOMENT)
        return compile_snapshot(ledger, code_version="test")


@pytest.fixture(scope="module")
def names(world: Snapshot) -> dict[str, set[str]]:
    """Give the folded names and abbreviations of every body of states, and the words of its identifier."""
    found: dict[str, set[str]] = defaultdict(set)
    bodies = world.actors.filter(pl.col("kind") == "igo").select(actor="id")
    for body, name in world.names.join(bodies, on="actor").select("actor", "name").iter_rows():
        found[body].add(fold(name))
    for (body,) in bodies.iter_rows():
        found[body].add(fold(body.removeprefix("px:").removeprefix("igo-")))
    return found


def test_no_two_bodies_bear_the_same_name_or_abbreviation(names: dict[str, set[str]]) -> None:
    bearers: dict[str, set[str]] = defaultdict(set)
    for body, folded in names.items():
        for name in folded:
            bearers[name].add(body)
    assert len(names) > 400
    assert {name: sorted(bodies) for name, bodies in bearers.items() if len(bodies) > 1} == {}


def shortens(short: str, word: str) -> bool:
    """Tell whether a word may be short for another: its letters in their order, the first of them first."""
    letters = iter(word)
    return short[0] == word[0] and all(letter in letters for letter in short)


def alike(one: str, other: str) -> bool:
    """Tell whether two folded names are the same word for word when words may be shortened."""
    pairs = [[word for word in name.replace("co op", "coop").split() if word not in SMALL] for name in (one, other)]
    return len(pairs[0]) == len(pairs[1]) > 1 and all(
        shortens(*sorted(words, key=len)) for words in zip(*pairs, strict=True)
    )


def test_names_that_are_short_for_one_another_are_found() -> None:
    assert alike("north atlantic treaty org", "north atlantic treaty organization")
    assert alike("euro free trade assn", "european free trade association")
    assert alike("org for econ coop and development", "organisation for economic co operation and development")
    assert not alike("african union", "african court")
    assert not alike("un", "union")


def test_no_body_of_the_register_stands_beside_itself_with_shortened_words(names: dict[str, set[str]]) -> None:
    register = {body for body in names if not body.startswith("px:igo-")}
    listed = names.keys() - register
    assert len(register) > 25
    twice = [
        (body, other)
        for body in sorted(register)
        for other in sorted(listed)
        for one in names[body]
        for another in names[other]
        if alike(one, another)
    ]
    assert twice == []


def test_a_country_is_counted_once_in_every_body(world: Snapshot) -> None:
    day = day_number(2026, 12, 31)
    held = held_on(memberships_of(world, states_today(world)), [day])
    bodies = {code: set(held.filter(pl.col("member") == code)["body"]) for code in ("IT", "US", "RS", "AF")}
    assert {"px:nato", "px:council-of-europe", "px:oecd", "px:osce"} <= bodies["IT"]
    assert len([body for body in bodies["IT"] if body.startswith("px:igo-")]) == 92
    assert "px:council-of-europe" not in bodies["US"]
    assert "px:csto" not in bodies["RS"] | bodies["AF"]
