"""Every effect, in the order in which people read them, and the words for them."""

from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Final

from proxenia.errors import InputError, UnknownValueError
from proxenia.foresight.effects.attributes import ALTER, CROWDING, DIFFERENCE, SAME
from proxenia.foresight.effects.effect import Effect, Term
from proxenia.foresight.effects.layers import DISTANCE, TIE
from proxenia.foresight.effects.ties import COMMON_PARTNERS, DEGREE, INERTIA, RECENCY, WEIGHTED_INERTIA

__all__ = ["EFFECTS", "parse_terms"]

EFFECTS: Final[dict[str, Effect]] = {
    one.id: one
    for one in (
        INERTIA,
        WEIGHTED_INERTIA,
        RECENCY,
        DEGREE,
        COMMON_PARTNERS,
        TIE,
        DISTANCE,
        ALTER,
        DIFFERENCE,
        SAME,
        CROWDING,
    )
}
"""Effects by their ids."""


def _parse(word: str, layers: Sequence[str], attributes: Sequence[str]) -> Term:
    name, _, about = word.partition(":")
    if name not in EFFECTS:
        raise UnknownValueError("effect", name, EFFECTS)
    effect = EFFECTS[name]
    if effect.needs == "nothing" and about:
        raise InputError(
            f"The effect {name!r} is about nothing, not about {about!r}", next_step=f"Write {name!r} alone"
        )
    if effect.needs != "nothing" and not about:
        raise InputError(
            f"The effect {name!r} does not say which {effect.needs} it is about",
            expected=f"Expected {name}:{effect.needs}",
            next_step=_offer(effect, layers, attributes),
        )
    if effect.needs == "days":
        _check_days(word, about)
    known = {"layer": layers, "attribute": attributes}.get(effect.needs)
    if known is not None and about not in known:
        raise UnknownValueError(f"{effect.needs} of this history", about, known or ["(none)"])
    return Term(effect, about)


def _offer(effect: Effect, layers: Sequence[str], attributes: Sequence[str]) -> str:
    there = {"layer": layers, "attribute": attributes}.get(effect.needs, ["365"])
    return f"Write {effect.id}:{there[0]}" if there else f"This history has no {effect.needs}: leave the effect out"


def _check_days(word: str, about: str) -> None:
    try:
        days = float(about)
    except ValueError:
        days = -1.0
    if not (isfinite(days) and days > 0):
        raise InputError(
            f"{about!r} in {word!r} is not a number of days", expected="Expected a number above 0, as in recency:365"
        )


def parse_terms(text: str, *, layers: Iterable[str], attributes: Iterable[str]) -> tuple[Term, ...]:
    """Return the effects of a list with commas: ``inertia,tie:contig,alter:gdp``.

    Raises
    ------
    InputError
        When the list is empty, holds an effect twice, or one without the layer, attribute or days it needs.
    UnknownValueError
        When an effect, layer or attribute is not known; the error names the known ones.

    >>> [term.id for term in parse_terms("inertia, alter:gdp", layers=[], attributes=["gdp"])]
    ['inertia', 'alter:gdp']
    """
    words = [word.strip() for word in text.split(",") if word.strip()]
    if not words:
        raise InputError("No effect is named", expected="Known: " + ", ".join(EFFECTS), next_step="Name at least one")
    twice = sorted({word for word in words if words.count(word) > 1})
    if twice:
        raise InputError(f"The effect {twice[0]!r} is named twice", next_step="Name it once")
    there, about = sorted(layers), sorted(attributes)
    return tuple(_parse(word, there, about) for word in words)
