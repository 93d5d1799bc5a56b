"""The models of pairs a second time: straight from their definitions, in plain loops, with nothing carried forward.

Written for the tests alone and shares no code with the package. A history is taken apart into lists; every statistic is
counted anew for every pair at every event.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from proxenia.foresight.history import EventHistory
from proxenia.foresight.layers import GroupLayer, Layer, MemberLayer, PositionLayer


@dataclass
class World:
    """What holds just before a time."""

    present: list[bool]
    ties: list[list[float]]
    layers: dict[str, list[list[float]]]
    about: dict[str, list[float]]
    last: dict[frozenset[int], float]
    time: float
    partners: list[set[int]]


def world_before(history: EventHistory, time: float) -> World:
    """Everything from the start, each time anew."""
    present = history.present.tolist()
    for when, actor, value in zip(history.presence.time, history.presence.actor, history.presence.number, strict=True):
        if when <= time:
            present[actor] = value > 0
    size = len(history.labels)
    ties, last = history.ties.matrix(size).tolist(), {}
    events = history.events
    for when, i, j, value in zip(events.time, events.first, events.second, events.number, strict=True):
        if when < time:
            ties[i][j] += value
            ties[j][i] += value
            if value > 0:
                last[frozenset((int(i), int(j)))] = float(when)
    about = {}
    for name, attribute in history.attributes.items():
        about[name] = attribute.initial.tolist()
        told = attribute.changes
        for when, actor, value in zip(told.time, told.actor, told.number, strict=True):
            if when < time:
                about[name][actor] = value
    layers = {name: layer_before(layer, about, size, time) for name, layer in history.layers.items()}
    partners = [{k for k, weight in enumerate(row) if weight > 0} for row in ties]
    return World(present, ties, layers, about, last, time, partners)


def layer_before(layer: Layer, about: dict[str, list[float]], size: int, time: float) -> list[list[float]]:
    """What a layer holds between every two actors just before a time."""
    if isinstance(layer, PositionLayer):
        places = list(zip(layer.longitude.tolist(), layer.latitude.tolist(), strict=True))
        return [[kilometres(one, other) for other in places] for one in places]
    changes = layer.changes
    due = [
        (int(i), int(j), float(value))
        for when, i, j, value in zip(changes.time, changes.first, changes.second, changes.number, strict=True)
        if when < time
    ]
    if isinstance(layer, MemberLayer):
        bodies: list[set[int]] = [set() for _ in range(size)]
        start = [(int(i), int(body), 1.0) for i, body in zip(layer.initial.first, layer.initial.second, strict=True)]
        for actor, body, value in [*start, *due]:
            (bodies[actor].add if value > 0 else bodies[actor].discard)(body)
        return [[float(len(one & other)) for other in bodies] for one in bodies]
    held = layer.initial.matrix(layer.words if isinstance(layer, GroupLayer) else size).tolist()
    for i, j, value in due:
        held[i][j] = held[j][i] = value
    if not isinstance(layer, GroupLayer):
        return held
    words = about[layer.attribute]
    return [[0.0 if math.isnan(a) or math.isnan(b) else held[int(a)][int(b)] for b in words] for a in words]


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """By the haversine formula."""
    (east, north), (further_east, further_north) = ([math.radians(x) for x in place] for place in (one, other))
    root = (
        math.sin((further_north - north) / 2) ** 2
        + math.cos(north) * math.cos(further_north) * math.sin((further_east - east) / 2) ** 2
    )
    return 2 * 6371.0088 * math.asin(math.sqrt(root))


def followers(world: World, i: int, j: int, z: list[float]) -> int:
    return sum(1 for k in range(len(world.present)) if world.ties[k][j] > 0 and k != i and z[k] == z[i])


FORMULAS: dict[str, Callable[[World, str, int, int], float]] = {
    "inertia": lambda world, _, i, j: world.ties[i][j] > 0,
    "weighted_inertia": lambda world, _, i, j: world.ties[i][j],
    "degree": lambda world, _, _i, j: len(world.partners[j]),
    "common_partners": lambda world, _, i, j: len(world.partners[i] & world.partners[j]),
    "recency": lambda world, days, i, j: world.time - world.last.get(frozenset((i, j)), -math.inf) <= float(days),
    "tie": lambda world, name, i, j: world.layers[name][i][j] != 0,
    "distance": lambda world, name, i, j: math.log(1 + world.layers[name][i][j]),
    "alter": lambda world, name, _, j: world.about[name][j],
    "difference": lambda world, name, i, j: abs(world.about[name][i] - world.about[name][j]),
    "same": lambda world, name, i, j: world.about[name][i] == world.about[name][j],
    "crowding": lambda world, name, i, j: followers(world, i, j, world.about[name]),
}


def statistic(word: str, world: World, i: int, j: int) -> float:
    """s(i, j) of one effect, as its formula says."""
    name, _, about = word.partition(":")
    return float(FORMULAS[name](world, about, i, j))


@dataclass
class Moment:
    """One new tie: who was there, every statistic of every pair of them, and who tied themselves."""

    who: list[int]
    numbers: dict[tuple[int, int], list[float]]
    pair: tuple[int, int]


def moments(history: EventHistory, words: Sequence[str]) -> list[Moment]:
    found, known = [], {}
    for row in history.new_ties:
        time = float(history.events.time[row])
        if time not in known:
            world = world_before(history, time)
            who = [i for i, there in enumerate(world.present) if there]
            known[time] = (
                who,
                {(i, j): [statistic(word, world, i, j) for word in words] for i in who for j in who if i != j},
            )
        found.append(Moment(*known[time], (int(history.events.first[row]), int(history.events.second[row]))))
    return found


@dataclass
class Chances:
    """p(i→j), and P of every pair, at one moment."""

    choice: dict[tuple[int, int], float]
    chance: dict[tuple[int, int], float]


def chances(moment: Moment, beta: Sequence[float]) -> Chances:
    pull = {
        pair: math.exp(sum(b * s for b, s in zip(beta, numbers, strict=True)))
        for pair, numbers in moment.numbers.items()
    }
    sums = {i: sum(pull[i, k] for k in moment.who if k != i) for i in moment.who}
    choice = {(i, j): value / sums[i] for (i, j), value in pull.items()}
    both = {(a, b): choice[a, b] * choice[b, a] for a, b in choice if a < b}
    whole = sum(both.values())
    return Chances(choice, {pair: value / whole for pair, value in both.items()})


def loglik(seen: Sequence[Moment], beta: Sequence[float]) -> float:
    return sum(math.log(chances(moment, beta).chance[min(moment.pair), max(moment.pair)]) for moment in seen)


def derivatives(seen: Sequence[Moment], beta: Sequence[float]) -> tuple[list[float], list[list[float]]]:
    """The gradient, and the expected information: the covariance of each pair's slope under the pairs' chances."""
    effects = range(len(beta))
    gradient, information = [0.0 for _ in effects], [[0.0 for _ in effects] for _ in effects]
    for moment in seen:
        now, numbers = chances(moment, beta), moment.numbers
        mean = {
            i: [sum(now.choice[i, k] * numbers[i, k][e] for k in moment.who if k != i) for e in effects]
            for i in moment.who
        }
        slope = {
            (a, b): [numbers[a, b][e] - mean[a][e] + numbers[b, a][e] - mean[b][e] for e in effects]
            for a, b in now.chance
        }
        middle = [sum(chance * slope[pair][e] for pair, chance in now.chance.items()) for e in effects]
        happened = slope[min(moment.pair), max(moment.pair)]
        for e in effects:
            gradient[e] += happened[e] - middle[e]
            for f in range(e + 1):
                information[e][f] += sum(
                    chance * (slope[pair][e] - middle[e]) * (slope[pair][f] - middle[f])
                    for pair, chance in now.chance.items()
                )
                information[f][e] = information[e][f]
    return gradient, information


BOTH_ORDERS = {"degree", "alter", "crowding"}
"""Effects that are added up over both orders of a pair; of the others both orders are the same, and count once."""


def of_pair(words: Sequence[str], world: World, i: int, j: int) -> list[float]:
    """The effects of an unordered pair."""
    return [
        statistic(word, world, i, j) + (statistic(word, world, j, i) if word.split(":")[0] in BOTH_ORDERS else 0.0)
        for word in words
    ]


@dataclass
class Choice:
    """A choice among pairs: the effects of each, what is added to each, and which was chosen."""

    numbers: list[list[float]]
    offsets: list[float]
    chosen: int


def choices(history: EventHistory, words: Sequence[str], *, untied: bool = False) -> list[Choice]:
    """All pairs of the actors present, at every new tie."""
    found = []
    for row in history.new_ties:
        world = world_before(history, float(history.events.time[row]))
        who = [i for i, there in enumerate(world.present) if there]
        pairs = [(i, j) for i in who for j in who if i < j and not (untied and world.ties[i][j] > 0)]
        pair = tuple(sorted((int(history.events.first[row]), int(history.events.second[row]))))
        if pair in pairs:
            numbers = [of_pair(words, world, i, j) for i, j in pairs]
            found.append(Choice(numbers, [0.0] * len(pairs), pairs.index(pair)))
    return found


def choice_derivatives(seen: Sequence[Choice], beta: Sequence[float]) -> tuple[float, list[float], list[list[float]]]:
    """The log-likelihood of choices, its gradient and its information."""
    effects = range(len(beta))
    whole, gradient, information = 0.0, [0.0 for _ in effects], [[0.0 for _ in effects] for _ in effects]
    for one in seen:
        pull = [
            math.exp(sum(b * s for b, s in zip(beta, numbers, strict=True)) + offset)
            for numbers, offset in zip(one.numbers, one.offsets, strict=True)
        ]
        chance = [each / sum(pull) for each in pull]
        whole += math.log(chance[one.chosen])
        mean = [sum(p * numbers[e] for p, numbers in zip(chance, one.numbers, strict=True)) for e in effects]
        for e in effects:
            gradient[e] += one.numbers[one.chosen][e] - mean[e]
            for f in effects:
                information[e][f] += sum(
                    p * (numbers[e] - mean[e]) * (numbers[f] - mean[f])
                    for p, numbers in zip(chance, one.numbers, strict=True)
                )
    return whole, gradient, information
