"""What is found of one subject alone is what is found of it among all: figures, coded drivers, actors of a day."""

import pytest
from tests.profiles.made_cities import SOURCES, city, figure, state, tie
from tests.snapshot.made import compiled, said, same

from proxenia.errors import NotFoundError
from proxenia.model.predicates import Attribute
from proxenia.profiles.driver import coded_drivers, coded_drivers_of
from proxenia.profiles.figure import standing_figure, standing_figures
from proxenia.snapshot.snapshot import Snapshot

YEARS = (None, 1989, 1990, 2001, 2005, 2006, 2020)
FOREIGN, LASTING = "foreign_born", "quasi_sovereign"
ATTRIBUTES = (FOREIGN, LASTING, Attribute.POPULATION.value, Attribute.BORDER_DISTANCE.value)


@pytest.fixture(scope="module")
def made_world() -> Snapshot:
    """Give a world made for tests: figures that follow each other, coded records, one that ends, an alias."""
    return compiled(
        *(one for identifier in ("gn:1", "gn:2", "gn:3", "list:One") for one in city(identifier)),
        *state("XA"),
        said("gn:3", "dissolved", period="2000-06-30"),
        figure("gn:1", FOREIGN, "10", "1990"),
        figure("gn:1", FOREIGN, "20", "2000"),
        figure("gn:1", FOREIGN, "30", "2000", source="edition"),
        figure("gn:1", FOREIGN, "50", "2003", summary="at least"),
        figure("gn:2", FOREIGN, "7", None, source="edition"),
        figure("gn:2", Attribute.BORDER_DISTANCE.value, "7", None, source="edition"),
        figure("iso:XA", LASTING, "1", "1990/2005"),
        tie("gn:2", "gn:1", driver="network_push", source="lines"),
        tie("gn:1", "gn:3", driver="economic_interest", period="1990/2004"),
        said("act:x", "event", value="aid", period="2005", title="Aid", driver="citizen_activism"),
        said("gn:1", "participation", object="act:x", role="donor"),
        judgements=[same("list:One", "gn:1")],
        sources=SOURCES,
    )


def on(world: Snapshot, year: int | None) -> Snapshot:
    return world if year is None else world.as_of(year)


@pytest.mark.parametrize("year", YEARS)
def test_figures(made_world: Snapshot, year: int | None) -> None:
    then = on(made_world, year)
    rows = standing_figures(then, ATTRIBUTES).rows(named=True)
    among_all = {(row["subject"], row["attribute"]): row for row in rows}
    for subject in (*made_world.actors["id"], "gn:99"):
        for attribute in ATTRIBUTES:
            assert standing_figure(then, ATTRIBUTES, subject, attribute) == among_all.get((subject, attribute))
    told = {None: "30", 1990: "10", 2001: "30", 2005: "30", 2006: "30", 2020: "30"}
    assert among_all.get(("gn:1", FOREIGN), {}).get("value") == (None if year == 1989 else float(told[year]))
    if year == 2006:
        assert among_all["iso:XA", LASTING]["ended"]


@pytest.mark.parametrize("year", YEARS)
def test_coded_drivers(made_world: Snapshot, year: int | None) -> None:
    then, found = on(made_world, year), 0
    among_all = coded_drivers(then)
    for actor in made_world.actors["id"]:
        alone = coded_drivers_of(then, actor)
        assert alone.rows() == among_all.filter(among_all["actor"] == actor).rows()
        found += alone.height
    assert found == among_all.height == {None: 3, 1989: 0, 1990: 1, 2001: 1, 2005: 2, 2006: 2, 2020: 2}[year]


@pytest.mark.parametrize("year", YEARS)
def test_actors_of_a_day(made_world: Snapshot, year: int | None) -> None:
    then = on(made_world, year)
    there, aliases = set(then.actors["id"]), dict(made_world.aliases.iter_rows())
    assert aliases["list:One"] == "gn:1"
    assert ("gn:3" in there) is (year is None or year <= 2000)
    for asked in (*made_world.actors["id"], *aliases, "gn:99"):
        known = asked if asked in there else aliases.get(asked, asked)
        for snapshot in (then, on(then, year)):
            assert snapshot.canonical(asked) == known
            assert snapshot.has_actor(known) is (known in there)
            if known in there:
                assert snapshot.actor(asked) == made_world.actor(known)
            else:
                with pytest.raises(NotFoundError):
                    snapshot.actor(asked)
