"""Common random numbers: what run r draws in year y for one purpose depends on the seed, r, y and the purpose alone.

A scenario then changes only what it changes: where it says nothing, every draw is that of the baseline, and a
difference between the two is no accident of two different series of random numbers. The generator is Philox, whose
streams are addressed by numbers (Salmon et al. 2011, doi:10.1145/2063384.2063405).
"""

from dataclasses import dataclass
from enum import IntEnum, unique

import numpy as np

__all__ = ["Purpose", "Streams"]


@unique
class Purpose(IntEnum):
    """What numbers are drawn for. A number once given stays: another one would change every outlook."""

    LEVEL = 1
    YEAR = 2
    KNOWN_COUNT = 3
    KNOWN_PAIR = 4
    KNOWN_WORDS = 5
    KNOWN_KEPT = 6
    NEW_COUNT = 7
    NEW_PAIR = 8
    NEW_WORDS = 9
    NEW_KEPT = 10
    MORE = 11
    END_LEVEL = 12
    SUSPENDED = 13
    ENDED = 14
    NETWORK_SIZE = 15
    NETWORK_JOINED = 16
    NETWORK_LEFT = 17
    COEFFICIENTS = 19
    MORE_KNOWN = 20
    MORE_NEW = 21


@dataclass(frozen=True, slots=True)
class Streams:
    """The random numbers of an outlook.

    Examples
    --------
    >>> streams = Streams(seed=7)
    >>> one = streams.generator(3, 2030, Purpose.LEVEL).random()
    >>> one == streams.generator(3, 2030, Purpose.LEVEL).random()
    True
    >>> one == streams.generator(4, 2030, Purpose.LEVEL).random()
    False
    """

    seed: int

    def generator(self, run: int, year: int, purpose: Purpose, turn: int = 0) -> np.random.Generator:
        """Return the generator of a run, a year and a purpose; `turn` counts where draws have to be repeated."""
        key = np.array([self.seed, run], dtype=np.uint64)
        # The first word counts what is drawn.
        counter = np.array([0, turn, purpose, year], dtype=np.uint64)
        return np.random.Generator(np.random.Philox(key=key, counter=counter))
