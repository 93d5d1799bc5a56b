"""Numbers that are nought almost everywhere: looked up in every way alike."""

import numpy as np
import pytest

from proxenia.foresight.effects.sparse import MANY_PAIRS, Incidence, SparseNumbers
from proxenia.foresight.effects.values import Pairs

SIZE = 400


@pytest.mark.parametrize("missing", [0.0, -np.inf])
@pytest.mark.parametrize("most", [SIZE**2, SIZE**3], ids=["listed", "searched"])
def test_few_and_many_keys_are_looked_up_alike(missing: float, most: int) -> None:
    rng = np.random.default_rng(1)
    keys = rng.choice(most, size=500, replace=False)
    numbers = SparseNumbers(keys, rng.normal(size=500), missing=missing)
    asked = np.concatenate([keys, keys[:7], rng.integers(most, size=MANY_PAIRS), [most - 1, 0]])
    plain = [numbers[int(key)] for key in asked]
    assert numbers.at(asked).tolist() == plain
    assert numbers.at(np.sort(asked)).tolist() == [numbers[int(key)] for key in np.sort(asked)]
    numbers[int(keys[0])] = 5.0
    numbers[int(keys[1])] = missing
    assert len(numbers) == 499
    # One by one now, since they have changed; and all at once again.
    assert numbers.at(keys[:3]).tolist() == [5.0, missing, numbers[int(keys[2])]]
    assert numbers.at(asked).tolist() == [numbers[int(key)] for key in asked]
    assert SparseNumbers(keys[:0], np.zeros(0), missing=missing).at(asked).tolist() == [missing] * len(asked)


def test_a_missing_word_is_no_key() -> None:
    numbers = SparseNumbers(np.array([0, 3]), np.array([1.0, 2.0]))
    assert numbers.at(np.array([-1, 0, 3, 4])).tolist() == [0, 1, 2, 0]
    assert numbers.at(np.full(MANY_PAIRS, -1)).sum() == 0


def test_what_is_shared_is_counted_alike_for_few_and_for_many() -> None:
    rng = np.random.default_rng(2)
    told = Incidence(SIZE, zip(rng.integers(SIZE, size=900).tolist(), rng.integers(60, size=900).tolist(), strict=True))
    gone = told.entries[::7]
    for actor, body in gone:
        told.remove(actor, body)
    told.remove(*gone[0])
    assert len(told.entries) == sum(len(bodies) for bodies in told.of_actor) == sum(map(len, told.of_body.values()))
    first, second = np.triu_indices(SIZE, 1)
    many = told.shared(Pairs(first, second, SIZE))
    assert len(many) > MANY_PAIRS
    some = slice(0, len(first), 301)
    few = told.shared(Pairs(second[some], first[some], SIZE))
    assert many[some].tolist() == few.tolist()
    plain = [len(told.of_actor[i] & told.of_actor[j]) for i, j in zip(first[some], second[some], strict=True)]
    assert few.tolist() == plain
