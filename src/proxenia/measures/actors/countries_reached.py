"""Countries reached: in how many other countries an actor has a partner."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.measures.actors.partners import partner_countries
from proxenia.measures.graph import Ground
from proxenia.measures.measure import ActorMeasure, Example

__all__ = ["COUNTRIES_REACHED"]


def _countries_reached(ground: Ground) -> NDArray[np.float64]:
    known = partner_countries(ground).drop_nulls()
    abroad = pl.col("partner_country").filter(pl.col("partner_country") != pl.col("country"))
    reached = known.group_by("node").agg(abroad.n_unique().alias("countries"))
    values = np.full(ground.graph.size, np.nan)
    values[reached["node"].to_numpy()] = reached["countries"].to_numpy()
    return values


COUNTRIES_REACHED = ActorMeasure(
    id="countries_reached",
    label="Countries reached",
    meaning="In how many other countries the actor has a partner. Its own country does not count: an actor whose "
    "partners are all at home reaches 0. Partners of which no country is known (a city network, say) do not count.",
    unit="countries",
    lowest=0,
    highest=None,
    undefined="The actor's own country is not known, or that of none of its partners is.",
    reference="doi:10.1007/978-3-642-54140-7_14",
    cost="In proportion to the edges.",
    example=Example(
        ties=(("a", "b"), ("a", "c"), ("a", "d"), ("a", "e"), ("e", "f")),
        working="a lies in Italy. Its partners lie in France (b and c), in Italy (d), and somewhere unknown (e): one "
        "other country, France. b and c reach Italy. d reaches none but its own: 0. Nobody knows where e and f lie.",
        value={"a": 1, "b": 1, "c": 1, "d": 0, "e": None, "f": None},
        about={"a": {"country": "IT"}, "b": {"country": "FR"}, "c": {"country": "FR"}, "d": {"country": "IT"}},
    ),
    compute=_countries_reached,
)
