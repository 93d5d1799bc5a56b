"""Everything that is measured of a layer as a whole, in one go."""

from proxenia.measures.graph import Ground
from proxenia.measures.registry import LAYER_MEASURES
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["describe", "describe_ground"]


def describe(snapshot: Snapshot, layer: str, *, seed: int = 1) -> dict[str, float | None]:
    """Return every measure of a layer by its id, in the order of the registry; nothing where one is not defined.

    What several need – degrees, distances, communities – is computed once.

    Parameters
    ----------
    snapshot
        As of the day that is asked for.
    layer
        The id of the layer, such as ``twinning``.
    seed
        For measures that draw at random: the same seed gives the same table.

    Raises
    ------
    UnknownValueError
        When there is no such layer.
    """
    return describe_ground(Ground.of(snapshot, layer, seed=seed))


def describe_ground(ground: Ground) -> dict[str, float | None]:
    """Return every measure of a ground's layer; see :func:`describe`."""
    return {name: measure.compute(ground) for name, measure in LAYER_MEASURES.items()}
