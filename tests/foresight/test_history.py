"""Histories: what is read, what is filled in, and every mistake named."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from tests.foresight.simulated import eventful, layered, simulate

from proxenia.errors import InputError, UnknownValueError
from proxenia.foresight.dynam import fit_coordination, fit_rate
from proxenia.foresight.effects.effect import Effect, Term
from proxenia.foresight.effects.registry import EFFECTS, parse_terms
from proxenia.foresight.effects.state import State
from proxenia.foresight.effects.values import AllPairs, FewPairs, OfPartner
from proxenia.foresight.history import EventHistory
from proxenia.foresight.layers import GroupTable, MemberTable, PairTable, PositionTable
from proxenia.foresight.relational import fit_relational

ACTORS = pl.DataFrame({"label": ["a", "b", "c", "d"]})


def events(*rows: tuple[float, str, str], value: float = 1.0) -> pl.DataFrame:
    return pl.DataFrame(
        [(*row, value) for row in rows],
        schema={"time": pl.Float64, "a": pl.String, "b": pl.String, "value": pl.Float64},
        orient="row",
    )


TWO = events((1, "a", "b"), (2, "b", "c"))


@pytest.mark.parametrize("effect", EFFECTS.values(), ids=lambda effect: effect.id)
def test_the_worked_example(effect: Effect) -> None:
    example = effect.example
    names = sorted({name for pair in (*example.ties, *example.numbers) for name in pair})
    names += ["x", "y"][: max(0, 3 - len(names))]
    about = {"z": [float((example.about or {}).get(name, 99 + place)) for place, name in enumerate(names)]}
    layer = [(a, b, value) for (a, b), value in (example.layer or {}).items()]
    history = EventHistory.from_frames(
        pl.DataFrame({"label": names, **about}),
        events(*((float(day), a, b) for day, (a, b) in enumerate(example.ties, start=1))),
        layers={
            "l": PairTable(
                pl.DataFrame(layer, schema={"a": pl.String, "b": pl.String, "value": pl.Float64}, orient="row")
            )
        },
    )
    state = State(history)
    statistic = effect.begin(state, {"layer": "l", "attribute": "z", "days": "2"}.get(effect.needs, ""))
    state.tell(statistic)
    state.advance(len(example.ties) + 1.0)
    values, size = statistic.values(state), len(names)
    if isinstance(values, OfPartner):
        matrix = np.tile(values.numbers, (size, 1))
    elif isinstance(values, FewPairs):
        matrix = np.zeros((size, size))
        matrix[values.rows, values.columns] = values.numbers
    else:
        assert isinstance(values, AllPairs)
        matrix = values.of(np.arange(size))
    assert effect.of_partner == isinstance(values, OfPartner)
    for (one, other), number in example.numbers.items():
        assert matrix[names.index(one), names.index(other)] == pytest.approx(number), (one, other)


def test_missing_numbers_are_filled_in_as_documented() -> None:
    history = EventHistory.from_frames(
        pl.DataFrame({"label": ["a", "b", "c", "d"], "z": [1.0, None, 3.0, 8.0]}),
        TWO,
        attributes={
            "z": pl.DataFrame({"time": [5.0, 6.0, 6.0], "actor": ["a", "c", "d"], "value": [None, 10.0, None]})
        },
    )
    told = history.attributes["z"]
    assert told.initial.tolist() == [1, 4, 3, 8]
    # a: the mean of 4, 3, 8; d: the mean of 5 (a's), 4 and 10 (c's, just before in the same moment).
    assert told.changes.number.tolist() == pytest.approx([5, 10, 19 / 3])


def test_words_are_not_filled_in() -> None:
    country = eventful().attributes["country"]
    assert country.words == ("x", "y", "z")
    assert np.isnan(country.initial[5])


def test_the_same_history_has_the_same_hash() -> None:
    assert eventful().data_hash() == eventful().data_hash()
    assert eventful().data_hash() != eventful(6).data_hash()


def test_the_order_of_rows_that_say_the_same_is_not_in_the_hash() -> None:
    initial = pl.DataFrame({"a": ["a", "c"], "b": ["b", "d"], "value": [1.0, 2.0]})
    turned = pl.DataFrame({"a": ["d", "b", "a"], "b": ["c", "a", "c"], "value": [2.0, 1.0, 0.0]})
    assert history(initial=initial).data_hash() == history(initial=turned).data_hash()
    assert history(initial=initial).data_hash() != history(initial=initial.head(1)).data_hash()


def test_every_layer_is_in_the_hash() -> None:
    told, others = layered(), layered(8)
    assert told.data_hash() == layered().data_hash()
    seen = {told.data_hash()}
    for name in told.layers:
        one = replace(told, layers={**told.layers, name: others.layers[name]})
        seen.add(one.data_hash())
    # The borders of both are the same.
    assert len(seen) == len(told.layers)


def test_nothing_takes_room_for_every_two_actors() -> None:
    told = layered()
    assert told.ties.number.tolist() == [1, 2]
    assert told.ties.matrix(12)[7, 4] == 2
    assert told.ties.matrix(12).sum() == 6


def test_nobody_chooses_the_absent() -> None:
    history = EventHistory.from_frames(
        pl.DataFrame({"label": ["a", "b", "c", "d"], "present": [True, True, True, False]}),
        events((1, "a", "b"), (3, "a", "d")),
        presence=pl.DataFrame({"time": [3.0], "actor": ["d"], "value": [1.0]}),
    )
    state = State(history)
    state.advance(1.0)
    assert state.present.tolist() == [True, True, True, False]
    state.advance(3.0)
    assert state.present.all(), "present from the first moment on"


def history(told: pl.DataFrame = TWO, actors: pl.DataFrame = ACTORS, **options: object) -> EventHistory:
    return EventHistory.from_frames(actors, told, **options)  # type: ignore[arg-type]


LATE = {"presence": pl.DataFrame({"time": [5.0], "actor": ["a"], "value": [1.0]})}
ABSENT = pl.DataFrame({"label": ["a", "b", "c"], "present": [False, True, True]})
PLACES = pl.DataFrame({"label": ["a", "b", "c", "d"], "longitude": [0.0, 1, 2, 180], "latitude": [0.0, 0, 90, -90]})
UNDATED = pl.DataFrame({"time": [None, 2.0], "a": ["a", "b"], "b": ["b", "c"], "value": [1.0, 1.0]})


@pytest.mark.parametrize(
    ("make", "words"),
    [
        pytest.param(
            lambda: history(actors=ABSENT, **LATE), "a ties itself at 1, when it is not present", id="too-early"
        ),
        pytest.param(lambda: history(actors=ABSENT), "a is never present", id="never-present"),
        pytest.param(lambda: history(events((1, "a", "b"), (1, "b", "a"))), "two events at the same time", id="twice"),
        pytest.param(
            lambda: history(layers={"near": PairTable(None, UNDATED)}), "near: row 1 has no date", id="undated"
        ),
        pytest.param(lambda: history(actors=ACTORS.head(1)), "1 actor is too few", id="one-actor"),
        pytest.param(lambda: history(layers={"l": GroupTable("x")}), "no attribute 'x' made of words", id="no-words"),
        pytest.param(
            lambda: history(
                actors=ACTORS.with_columns(x=pl.Series(["u", "v", "u", None])),
                layers={"l": GroupTable("x", pl.DataFrame({"a": ["u"], "b": ["w"], "value": [1.0]}))},
            ),
            "layer l: row 1: 'w' is none of the actors",
            id="unknown-word",
        ),
        pytest.param(
            lambda: history(layers={"l": MemberTable(None, UNDATED.rename({"a": "actor", "b": "body"}))}),
            "layer l: row 1 has no date",
            id="undated-member",
        ),
        pytest.param(
            lambda: history(layers={"l": MemberTable(pl.DataFrame({"actor": ["z"], "body": ["n"]}))}),
            "'z' is none of the actors",
            id="unknown-member",
        ),
        pytest.param(
            lambda: history(layers={"l": PositionTable(PLACES.head(3))}),
            "d has no longitude from -180 to 180",
            id="nowhere",
        ),
        pytest.param(
            lambda: history(layers={"l": PositionTable(PLACES.with_columns(latitude=pl.lit(91.0)))}),
            "a has no latitude from -90 to 90",
            id="off-the-globe",
        ),
        pytest.param(
            lambda: history(layers={"l": PositionTable(PLACES.drop("latitude"))}),
            "no column 'latitude'",
            id="no-latitude",
        ),
        pytest.param(lambda: history(events((1, "a", "z"))), "'z' is none of the actors", id="unknown-actor"),
        pytest.param(lambda: history(events((1, "a", "a"))), "a is paired with itself", id="itself"),
        pytest.param(lambda: history(events((1, "a", "b"), value=-1.0)), "no new tie", id="no-new-tie"),
        pytest.param(lambda: history(TWO.head(0)), "no new tie", id="no-events"),
        pytest.param(
            lambda: history(pl.concat([TWO, events((3, "a", "d"), value=-1.0)])), "did not have", id="ends-nothing"
        ),
        pytest.param(lambda: history(start=1.5), "outside the span", id="before-the-start"),
        pytest.param(
            lambda: history(initial=pl.DataFrame({"a": ["a", "b"], "b": ["b", "a"], "value": [1.0, 2.0]})),
            "b and a have 1 and 2",
            id="two-directions",
        ),
        pytest.param(
            lambda: history(actors=ACTORS.with_columns(z=pl.lit(None, dtype=pl.Float64))),
            "no actor has",
            id="all-missing",
        ),
    ],
)
def test_mistakes_are_named(make: object, words: str) -> None:
    with pytest.raises(InputError, match=words):
        make()  # type: ignore[operator]


def terms(told: EventHistory, effects: str) -> tuple[Term, ...]:
    return parse_terms(effects, layers=told.layers, attributes=told.attributes)


def test_all_ties_in_one_day_are_refused() -> None:
    told = history(events((1, "a", "b"), (1, "b", "c")))
    for fit in (fit_coordination, fit_rate, fit_relational):
        with pytest.raises(InputError, match="All 2 new ties have the same date"):
            fit(told, terms(told, "degree"))


@pytest.mark.parametrize(
    ("effects", "words"),
    [
        ("tie:near,alter:size,alter:twice", "'alter:twice' is collinear: it follows from alter:size"),
        ("tie:near,alter:same", "'alter:same' is the same for every choice"),
        ("alter:size,tie:none", "'tie:none' is the same for every choice"),
        ("alter:size,tie:never", "'tie:never' separates the new ties.*minus infinity"),
        ("alter:words", "'alter:words' needs numbers"),
    ],
)
def test_an_effect_that_cannot_be_estimated_is_named(effects: str, words: str) -> None:
    made = simulate(actors=9, events=25, seed=2)
    size = made.attributes["size"].initial
    happened = np.zeros((9, 9))
    happened[made.events.first, made.events.second] = happened[made.events.second, made.events.first] = 1

    apart = np.zeros((9, 9))
    i, j = np.argwhere(np.triu(1 - happened, 1))[0]
    apart[i, j] = apart[j, i] = 1

    def layer(matrix: np.ndarray) -> PairTable:
        first, second = np.nonzero(np.triu(matrix, 1))
        names = made.labels
        return PairTable(
            pl.DataFrame(
                [(names[i], names[j], 1.0) for i, j in zip(first, second, strict=True)],
                schema={"a": pl.String, "b": pl.String, "value": pl.Float64},
                orient="row",
            )
        )

    told = EventHistory.from_frames(
        pl.DataFrame(
            {"label": made.labels, "size": size, "twice": 2 * size + 1, "same": [4.0] * 9, "words": ["x", "y", "z"] * 3}
        ),
        pl.DataFrame(
            {
                "time": made.events.time,
                "a": [made.labels[i] for i in made.events.first],
                "b": [made.labels[i] for i in made.events.second],
            }
        ),
        layers={
            "near": layer(made.layers["near"].initial.matrix(9)),
            "none": layer(np.zeros((9, 9))),
            "never": layer(apart),
        },
    )
    with pytest.raises(InputError, match=words):
        fit_coordination(told, terms(told, effects))


def test_an_estimate_that_runs_to_plus_infinity_is_named() -> None:
    """Every tie is one of a's, so that the more a is wanted, the likelier they are, without end."""
    told = history(
        events(*((float(day), "a", "bcd"[day % 3]) for day in range(12))),
        ACTORS.with_columns(hub=pl.Series([1.0, 0, 0, 0]), size=pl.Series([0.3, 1.0, 0.2, 0.7])),
    )
    with pytest.raises(InputError, match=r"'alter:hub' separates the new ties.*plus infinity"):
        fit_coordination(told, terms(told, "alter:size,alter:hub"))


@pytest.mark.parametrize(
    ("effects", "words"),
    [
        ("", "No effect is named"),
        ("inertai", "Did you mean 'inertia'"),
        ("tie", "does not say which layer"),
        ("tie:far", "'far' is not a known layer"),
        ("inertia:near", "is about nothing"),
        ("recency:soon", "not a number of days"),
        ("recency:-1", "not a number of days"),
        ("degree,degree", "named twice"),
    ],
)
def test_words_for_effects(effects: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as raised:
        terms(simulate(actors=5, events=5, seed=1), effects)
    assert isinstance(raised.value, UnknownValueError) == (
        "known" in str(raised.value) and "not a known" in str(raised.value)
    )
