"""E-I index: whether ties run across borders or stay at home."""

from proxenia.measures.graph import Ground
from proxenia.measures.measure import Example, LayerMeasure
from proxenia.model.vocabulary import Level

__all__ = ["EI_INDEX"]


def _ei_index(ground: Ground) -> float | None:
    if ground.layer.level == Level.STATE:
        return None  # a state is its own country: every tie would run across a border
    one, two = (ground.actors["country"].gather(end) for end in ground.graph.edges.T)
    across = (one != two).drop_nulls()
    return None if across.is_empty() else 2 * int(across.sum()) / len(across) - 1


EI_INDEX = LayerMeasure(
    id="ei_index",
    label="E-I index by country",
    meaning=(
        "Whether ties run across borders or stay at home: 1 when all run to other countries, -1 when none does, 0 when "
        "as many do as do not."
    ),
    unit="index",
    lowest=-1,
    highest=1,
    undefined="The countries of both ends are known of no tie. Between states: each is a country of its own.",
    reference="doi:10.2307/2786835",
    cost="In proportion to the edges.",
    example=Example(
        ties=(("a", "b"), ("b", "c"), ("b", "d"), ("c", "d"), ("d", "e")),
        about={"a": {"country": "IT"}, "b": {"country": "IT"}, "c": {"country": "FR"}, "d": {"country": "DE"}, "e": {}},
        working="The country of e is not known. Of 4 ties 3 run across a border and 1 within Italy: (3 - 1) / 4.",
        value=0.5,
    ),
    compute=_ei_index,
)
