"""The rule of peers as its page tells it, actor by actor: every difference to everybody, ranked over all."""

import numpy as np
import polars as pl

from proxenia.profiles.peer_components import COMPONENTS
from proxenia.profiles.peer_world import Numbers, PeerWorld

__all__ = ["plain_ranks", "plainly_nearest"]


def plain_ranks(differences: Numbers) -> Numbers:
    """Return for each difference the share of all that are smaller, equal ones counting half."""
    rounded = pl.Series(np.round(differences, 12)).fill_nan(None)
    ranks = rounded.rank("average").fill_null(np.nan).to_numpy()
    shares: Numbers = (ranks - 0.5) / max(rounded.len() - rounded.null_count(), 1)
    return shares


def plainly_nearest(world: PeerWorld, row: int, n: int) -> tuple[int, list[tuple[int, float]]]:
    """Return how many others could be compared, and the nearest with their distances."""
    everybody = np.arange(len(world.ids))
    differences = np.stack([one.differences(world, row, everybody) for one in COMPONENTS])
    known = int((~np.isnan(differences[:, row])).sum())
    differences[:, row] = np.nan
    ranks = np.stack([plain_ranks(one) for one in differences])
    compared = (~np.isnan(ranks)).sum(axis=0)
    rows = np.flatnonzero(compared >= max(4, known - 1))
    means = np.round(np.nansum(ranks[:, rows], axis=0) / compared[rows], 12)
    order = np.argsort(means, kind="stable")[:n]
    return len(rows), [(int(rows[place]), float(means[place])) for place in order]
