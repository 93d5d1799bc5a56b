"""The content of a small snapshot, frozen: a change of a merging rule must show here and be meant."""

from hashlib import sha256

import pytest
from tests.snapshot.made import world

FROZEN = {
    "actors": "cf57ac4aa8702f26",
    "names": "da20575bfa001b62",
    "ties": "2e451f952762d5f9",
    "acts": "2f856c26011f37c2",
    "participations": "e72ad51c71a58468",
    "attributes": "45e51597cb951d62",
    "dyads": "e3b0c44298fc1c14",
    "evidence": "92795036079be117",
    "conflicts": "6502ae5cf066200f",
    "sources": "1451385bec00405c",
}


@pytest.mark.parametrize("name", FROZEN)
def test_the_tables_of_a_small_world_are_as_ever(name: str) -> None:
    assert sha256(world().tables[name].write_ndjson().encode()).hexdigest()[:16] == FROZEN[name]
