"""Histories made for the tests: drawn from the models with known coefficients."""

import numpy as np
import polars as pl

from proxenia.foresight.history import EventHistory
from proxenia.foresight.layers import GroupTable, MemberTable, PairTable, PositionTable

LAYER, SIZE = "near", "size"


def simulate(
    *,
    actors: int,
    events: int,
    seed: int,
    inertia: float = 0.0,
    common: float = 0.0,
    near: float = 0.0,
    alter: float = 0.0,
    relational: bool = False,
) -> EventHistory:
    """Draw a history event by event from the definition: pairs in proportion to the choices of both.

    With `relational`, a softmax over unordered pairs instead.
    """
    rng = np.random.default_rng(seed)
    weights = np.zeros((actors, actors))
    layer = np.triu(rng.random((actors, actors)) < 0.2, 1).astype(float)
    layer += layer.T
    size = rng.normal(size=actors)
    rows = []
    for time in range(1, events + 1):
        tied = (weights > 0).astype(float)
        shared = tied @ tied
        pull = np.exp(inertia * tied + common * shared + near * layer + alter * size)
        np.fill_diagonal(pull, 0)
        if relational:
            both = np.triu(pull * np.exp(alter * size)[:, None], 1)
        else:
            choice = pull / pull.sum(axis=1, keepdims=True)
            both = np.triu(choice * choice.T, 1)
        i, j = divmod(int(rng.choice(actors * actors, p=(both / both.sum()).ravel())), actors)
        weights[i, j] = weights[j, i] = weights[i, j] + 1
        rows.append((float(time), f"a{i}", f"a{j}"))
    first, second = np.nonzero(np.triu(layer))
    names = [f"a{place}" for place in range(actors)]
    return EventHistory.from_frames(
        pl.DataFrame({"label": names, SIZE: size}),
        pl.DataFrame(rows, schema=["time", "a", "b"], orient="row"),
        layers={
            LAYER: PairTable(
                pl.DataFrame(
                    {"a": [names[i] for i in first], "b": [names[j] for j in second], "value": [1.0] * len(first)}
                )
            )
        },
    )


def eventful(seed: int = 5) -> EventHistory:
    """A small history in which everything changes: presence, a layer, numbers, words, ended ties, same-time events."""
    rng = np.random.default_rng(seed)
    names = [f"a{place}" for place in range(9)]
    rows, weights = [], dict.fromkeys(((i, j) for i in range(9) for j in range(i)), 0)
    for step in range(40):
        i, j = sorted(rng.choice(8 if step < 20 else 9, size=2, replace=False).tolist(), reverse=True)
        ends = weights[i, j] > 0 and rng.random() < 0.3
        weights[i, j] += -1 if ends else 1
        rows.append((float(10 + 3 * (step // 2)), names[i], names[j], -1.0 if ends else 1.0))
    changes = [(float(rng.integers(5, 70)), names[int(rng.integers(9))], float(rng.normal())) for _ in range(12)]
    dyads = [(float(rng.integers(5, 70)), *rng.choice(9, size=2, replace=False).tolist()) for _ in range(15)]
    return EventHistory.from_frames(
        pl.DataFrame(
            {
                "label": names,
                "present": [True] * 8 + [False],
                SIZE: [None, *rng.normal(size=8).tolist()],
                "country": ["x", "x", "y", "y", "y", None, "z", "z", "x"],
            }
        ),
        pl.DataFrame(rows, schema=["time", "a", "b", "value"], orient="row"),
        presence=pl.DataFrame({"time": [36.0], "actor": ["a8"], "value": [1.0]}),
        layers={
            LAYER: PairTable(
                pl.DataFrame({"a": ["a0", "a2"], "b": ["a1", "a3"], "value": [2.0, 5.0]}),
                pl.DataFrame(
                    [(time, names[i], names[j], float(rng.integers(0, 9))) for time, i, j in dyads],
                    schema=["time", "a", "b", "value"],
                    orient="row",
                ),
            )
        },
        attributes={SIZE: pl.DataFrame(changes, schema=["time", "actor", "value"], orient="row")},
        repeats="count",
    )


def layered(seed: int = 7) -> EventHistory:
    """A small history with every kind of layer, in which members, borders, countries and presence change."""
    rng = np.random.default_rng(seed)
    names = [f"a{place}" for place in range(12)]
    countries = ["x", "x", "x", "y", "y", "y", "z", "z", "z", "z", None, "w"]
    rows = [(float(5 + 2 * step), *rng.choice(12, size=2, replace=False).tolist()) for step in range(30)]
    members = [
        (float(rng.integers(1, 60)), names[int(rng.integers(12))], "bc"[int(rng.integers(2))], float(rng.integers(2)))
        for _ in range(20)
    ]
    return EventHistory.from_frames(
        pl.DataFrame({"label": names, "present": [True] * 11 + [False], "country": countries}),
        pl.DataFrame(
            [(time, names[i], names[j]) for time, i, j in rows if 11 not in {i, j} or time > 30],
            schema=["time", "a", "b"],
            orient="row",
        ),
        presence=pl.DataFrame({"time": [30.0], "actor": ["a11"], "value": [1.0]}),
        initial=pl.DataFrame({"a": ["a0", "a4"], "b": ["a5", "a7"], "value": [1.0, 2.0]}),
        layers={
            "border": GroupTable(
                "country",
                pl.DataFrame({"a": ["x"], "b": ["y"], "value": [1.0]}),
                pl.DataFrame(
                    {"time": [20.0, 25.0, 40.0], "a": ["z", "y", "w"], "b": ["y", "x", "w"], "value": [2.0, 0.0, 1.0]}
                ),
            ),
            "club": MemberTable(
                pl.DataFrame({"actor": ["a0", "a1", "a2", "a0"], "body": ["b", "b", "b", "c"]}),
                pl.DataFrame(members, schema=["time", "actor", "body", "value"], orient="row"),
            ),
            "place": PositionTable(
                pl.DataFrame(
                    {
                        "label": names,
                        "longitude": rng.uniform(-180, 180, size=12),
                        "latitude": rng.uniform(-90, 90, size=12),
                    }
                )
            ),
        },
        attributes={"country": pl.DataFrame({"time": [33.0], "actor": ["a0"], "value": ["z"]})},
        repeats="count",
    )


def crowd(actors: int, events: int, seed: int) -> EventHistory:
    """A history as large as cities make: hubs, repeated ties, triads, neighbours and ties by lot; for speed alone."""
    rng = np.random.default_rng(seed)
    names = [f"a{place}" for place in range(actors)]
    country = rng.integers(50, size=actors)
    of_country = [np.flatnonzero(country == one) for one in range(50)]
    partners: list[list[int]] = [[] for _ in names]
    ends: list[int] = []
    rows = []
    for time, way in enumerate(rng.random(events)):
        one, other = (int(x) for x in rng.choice(actors, size=2, replace=False))
        if ends and way < 0.5:
            one = ends[int(rng.integers(len(ends)))]
            if way < 0.25:
                middle = partners[one][int(rng.integers(len(partners[one])))]
                other = middle if way < 0.1 else partners[middle][int(rng.integers(len(partners[middle])))]
        elif way < 0.75:
            fellows = of_country[country[one]]
            other = int(fellows[int(rng.integers(len(fellows)))])
        if one == other:
            other = (one + 1) % actors
        partners[one].append(other)
        partners[other].append(one)
        ends += [one, other]
        rows.append((float(time), names[one], names[other]))
    words = [f"c{one:02}" for one in range(50)]
    degrees = {"longitude": rng.uniform(-180, 180, size=actors), "latitude": rng.uniform(-60, 70, size=actors)}
    return EventHistory.from_frames(
        pl.DataFrame({"label": names, SIZE: rng.normal(size=actors), "country": [words[one] for one in country]}),
        pl.DataFrame(rows, schema=["time", "a", "b"], orient="row"),
        layers={
            LAYER: PairTable(pl.DataFrame({"a": names[:-1], "b": names[1:], "value": [1.0] * (actors - 1)})),
            "border": GroupTable("country", pl.DataFrame({"a": words[:-1], "b": words[1:], "value": [1.0] * 49})),
            "place": PositionTable(pl.DataFrame({"label": names, **degrees})),
        },
    )
