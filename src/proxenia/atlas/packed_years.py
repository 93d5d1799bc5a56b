"""What belongs to a year, kept as few bytes for every year of the slider: opened in a moment, not computed anew."""

from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["PackedYears"]

Opened = TypeVar("Opened")
Packed = TypeVar("Packed")


class PackedYears(Generic[Opened, Packed]):
    """Gives what belongs to a year: from the few bytes that were kept of it, or computed.

    Parameters
    ----------
    compute
        Gives it of any year.
    pack, unpack
        Makes few bytes of it, and it of them again.
    """

    def __init__(
        self,
        compute: Callable[[int], Opened],
        *,
        pack: Callable[[Opened], Packed],
        unpack: Callable[[int, Packed], Opened],
    ) -> None:
        self._compute = compute
        self._pack = pack
        self._unpack = unpack
        self._packed: dict[int, Packed] = {}

    def __call__(self, year: int) -> Opened:
        """Return what belongs to a year.

        >>> squares = PackedYears(lambda year: year * year, pack=str, unpack=lambda year, text: int(text))
        >>> squares.keep(7, 49)
        >>> squares(7), squares(8)
        (49, 64)
        """
        packed = self._packed.get(year)
        return self._compute(year) if packed is None else self._unpack(year, packed)

    def keep(self, year: int, opened: Opened) -> None:
        """Keep what belongs to a year as few bytes."""
        self._packed[year] = self._pack(opened)

    def __contains__(self, year: int) -> bool:
        """Whether something is kept of a year."""
        return year in self._packed
