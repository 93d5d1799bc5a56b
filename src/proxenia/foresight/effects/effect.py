"""What an effect is, and what a statistic is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from proxenia.foresight.effects.sources import Source
from proxenia.foresight.effects.state import State, TieChange
from proxenia.foresight.effects.values import Floats, Pairs, Values

__all__ = ["Effect", "Example", "Needs", "Statistic", "Term"]

Needs = Literal["nothing", "layer", "attribute", "days"]


class Statistic:
    """The numbers of an effect, carried forward change by change; the same object as long as they are the same."""

    def tie_changed(self, state: State, change: TieChange) -> None:
        """Hear that two actors have more or fewer ties than before."""

    def layer_changed(self, state: State, name: str) -> None:
        """Hear that a layer has changed."""

    def attribute_changed(self, state: State, name: str) -> None:
        """Hear that an attribute of actors has changed."""

    def values(self, state: State) -> Values:
        """Return the numbers as they stand, of all pairs; for few actors."""
        raise NotImplementedError

    def of_pairs(self, state: State, pairs: Pairs) -> Floats:
        """Return the numbers of unordered pairs as they stand.

        An effect that is the same seen from both sides counts once; of one that is not, s(i, j) and s(j, i) are added.
        """
        raise NotImplementedError

    def source(self, state: State) -> Source | None:  # noqa: ARG002
        """Return where pairs can be drawn from for which the number is not nought; none where that is most pairs."""
        return None


@dataclass(frozen=True, slots=True)
class Example:
    """A small history worked by hand, and the numbers of some ordered pairs after it.

    Attributes
    ----------
    ties
        Pairs tied one after another, a day apart; a pair that stands twice is tied twice.
    working
        How the numbers come about, for people.
    numbers
        Pairs of actor and partner with their number.
    about
        Actors with a number, where the effect needs an attribute.
    layer
        Pairs with a number, where the effect needs a layer.
    """

    ties: tuple[tuple[str, str], ...]
    working: str
    numbers: dict[tuple[str, str], float]
    about: dict[str, float] | None = None
    layer: dict[tuple[str, str], float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """An effect on whom an actor chooses as a partner.

    Attributes
    ----------
    id, label
        The word for it on the command line and in JSON; a heading.
    meaning
        What a positive estimate says, in one plain sentence.
    formula
        The statistic s(i, j): x is 1 for tied actors, w their number of ties.
    reference
        Who defined it: a DOI.
    needs
        What stands after the colon: a layer, an attribute, a number of days, or nothing.
    of_partner
        Whether it is the partner's alone, whoever chooses; only such effects can stand in the model of rates, where
        the number is the actor's own.
    begin
        Makes the statistic as a state begins.
    example
        A small history worked by hand; a test computes it.
    """

    id: str
    label: str
    meaning: str
    formula: str
    reference: str
    needs: Needs = "nothing"
    of_partner: bool = False
    begin: Callable[[State, str], Statistic]
    example: Example


@dataclass(frozen=True, slots=True)
class Term:
    """An effect with what it is about: ``alter:gdp``."""

    effect: Effect
    about: str = ""

    @property
    def id(self) -> str:
        """The word for it: ``inertia``, ``tie:contig``."""
        return f"{self.effect.id}:{self.about}" if self.about else self.effect.id
