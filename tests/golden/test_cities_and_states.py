"""Cities beside their states on the founding register and the list of missions of 2022: the cases with their evidence.

Counts that the sources may add to are not written down here; each is counted again from the tables in a few lines.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import polars as pl
import pytest
from tests.gazetteer import gazetteer

from proxenia.atlas.pages.standing import StandingGround
from proxenia.cli.importing import import_founding_register, import_source
from proxenia.ledger import Ledger, open_ledger
from proxenia.overlay.alignment import alignment_of, compute_alignments
from proxenia.overlay.alignment_ties import CityGround
from proxenia.overlay.competition import competition_of
from proxenia.overlay.national_relations import national_relations_of
from proxenia.overlay.overlay import Overlay
from proxenia.overlay.reach import reach_of
from proxenia.overlay.substitution import Substitution, find_polities, substitution_of
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.snapshot.compile import compile_snapshot
from proxenia.snapshot.snapshot import Snapshot
from proxenia.sources.catalogue import describe, reader_of
from proxenia.sources.context import Context

__all__ = ["gazetteer"]

MOMENT = "2026-11-22T02:33:10.123456Z"
YEAR = 2026
TAIPEI, BARCELONA, RAMALLAH, BETHLEHEM, GAZA, TEL_AVIV = (
    "gn:1668341",
    "gn:3128760",
    "gn:282239",
    "gn:284315",
    "gn:281133",
    "gn:293397",
)
LONGEST_ALL, LONGEST_ONE = 2.0, 0.1
"""Seconds for the shares of all cities, and for one city with its intervals."""


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer) -> Iterator[Ledger]:
    with open_ledger(tmp_path_factory.mktemp("standing") / "ledger.sqlite") as opened:
        import_founding_register(opened, gazetteer, recorded_at=MOMENT)
        yield opened


@pytest.fixture(scope="module")
def register(ledger: Ledger) -> Snapshot:
    """Give the register alone, which knows of no mission."""
    return compile_snapshot(ledger, code_version="test")


@pytest.fixture(scope="module")
def world(register: Snapshot, ledger: Ledger, gazetteer: Gazetteer, reference_dir: Path) -> Snapshot:
    """Give the register with the list of missions."""
    file = reference_dir / "state" / "embassies_wikidata" / "diplomatic_missions_2022-11.csv"
    reading = Context(describe("embassies"), file, "2026-11-22", countries=gazetteer.countries)
    import_source(reader_of("embassies"), reading, ledger, gazetteer, recorded_at=MOMENT)
    return compile_snapshot(ledger, code_version="test")


@pytest.fixture(scope="module")
def overlay(world: Snapshot) -> Overlay:
    return Overlay.of(world, YEAR)


@pytest.fixture(scope="module")
def ground(overlay: Overlay) -> CityGround:
    return CityGround.of(overlay.snapshot_as_of, overlay.pairs)


def classes_counted_again(overlay: Overlay, city: str) -> Counter[str]:
    """Count the city's ties by class in plain Python: from the snapshot of the day and the table of pairs."""
    then = overlay.snapshot_as_of
    country = dict(then.actors.select("id", "country").iter_rows())
    word = {(a, b): name for a, b, name in overlay.pairs.select("a", "b", "class").iter_rows()}
    kinds = {"twinning", "agreement", "partnership", "treaty"}
    counts: Counter[str] = Counter()
    for kind, a, b, status in then.ties.select("kind", "a", "b", "status").iter_rows():
        if kind in kinds and status in {"active", "dormant"} and city in {a, b}:
            here, there = country[city], country[b if a == city else a]
            if there is not None and there != here:
                counts[word[min(here, there), max(here, there)]] += 1
    return counts


@pytest.mark.parametrize("city", [TAIPEI, BARCELONA, RAMALLAH, BETHLEHEM, GAZA])
def test_the_shares_are_those_of_a_plain_count(overlay: Overlay, ground: CityGround, city: str) -> None:
    counts = classes_counted_again(overlay, city)
    found = alignment_of(ground, city)
    assert {word: one.ties for word, one in found.classes.items() if one.ties} == {
        word: number for word, number in counts.items() if word != "unknown"
    }
    assert found.unknown_ties == counts["unknown"]
    assert found.ties_abroad == counts.total() > 0


def test_who_is_looked_up_stands_as_alone(overlay: Overlay, ground: CityGround) -> None:
    prepared = StandingGround.of(ground)
    cities = overlay.snapshot_as_of.actors.filter(pl.col("kind").is_in(["city", "region"]))["id"]
    chosen = {TAIPEI, BARCELONA, RAMALLAH, BETHLEHEM, GAZA, TEL_AVIV, *cities[:: max(1, len(cities) // 40)]}
    for city in sorted(chosen):
        alone = CityGround.of(overlay.snapshot_as_of, overlay.pairs, actor=city)
        assert alignment_of(ground, city, counted=prepared.counted(city)) == alignment_of(alone, city)
        assert reach_of(ground, city) == reach_of(alone, city)
        acts = national_relations_of(ground.snapshot, city)
        assert prepared.national.get(city) == (acts if acts.acts else None)
    assert any(prepared.national)


def test_city_ties_add_up_to_the_table_of_pairs(overlay: Overlay, ground: CityGround) -> None:
    counted = ground.ties.filter(pl.col("home") < pl.col("country")).group_by(a="home", b="country").len("counted")
    both = overlay.pairs.join(counted, on=["a", "b"], how="full", coalesce=True).fill_null(0)
    assert both.filter(pl.col("counted") != pl.col("city_ties")).is_empty()


def test_taipei_is_aligned_where_taiwan_is_recognised_and_a_substitute_elsewhere(
    world: Snapshot, overlay: Overlay, ground: CityGround
) -> None:
    then = overlay.snapshot_as_of
    recognise = then.ties.filter((pl.col("kind") == "recognition") & (pl.col("b") == "iso:TW"))["a"].str.slice(4)
    found = alignment_of(ground, TAIPEI)
    aligned = {one.country for one in found.partners if one.overlay_class == "aligned"}
    assert aligned
    assert aligned <= set(recognise)
    share = found.classes["substitute"]
    assert share.share is not None
    assert share.share > 0.75
    assert share.low is not None
    assert share.low > 0.6
    beyond = {one.country: one for one in reach_of(ground, TAIPEI).beyond}
    assert {"US", "KR", "CZ"} <= set(beyond)
    assert not aligned & set(beyond), "Taiwan keeps a mission where it is recognised"
    houston = {partner: tie for tie, partner in zip(beyond["US"].ties, beyond["US"].partners, strict=True)}
    assert world.evidence_of(houston["gn:4699066"])["reference"].str.starts_with("http").all()


def test_taipei_and_shanghai_against_the_state(ground: CityGround) -> None:
    found = national_relations_of(ground.snapshot, TAIPEI)
    assert [one.id for one in found.acts if one.stance == "competitive"] == ["act:taipei-shanghai-forum-2025"]
    assert national_relations_of(ground.snapshot.as_of(2024), TAIPEI).acts == ()


def test_the_cities_of_palestine(overlay: Overlay, ground: CityGround) -> None:
    for city in (RAMALLAH, BETHLEHEM):
        found = alignment_of(ground, city)
        assert found.country == "PS"
        assert found.classes["aligned"].ties > found.classes["substitute"].ties > 0
    gaza = {one.country: one.overlay_class for one in alignment_of(ground, GAZA).partners}
    assert gaza["IL"] == "contrary"
    report = overlay.pair("IL", "PS")
    assert report.overlay_class == "contrary"
    assert report.evidence
    one = substitution_of(ground, overlay.pairs, "iso:PS")
    assert one.city_ties is not None
    assert one.city_ties > 50
    assert one.state_ties["missions"] > 50
    assert "act:barcelona-gaza-tel-aviv-1998" in one.evidence
    assert {BETHLEHEM, RAMALLAH} <= {carrier.actor for carrier in one.carriers}


def test_taiwan_by_its_cities(overlay: Overlay, ground: CityGround) -> None:
    one = substitution_of(ground, overlay.pairs, "iso:TW")
    assert one.carriers[0].actor == TAIPEI
    assert one.by_class["substitute"] > one.by_class["aligned"]
    assert "SV" in one.cities_only, "El Salvador broke off in 2018; its cities are tied still"
    assert "US" not in one.cities_only, "offices stand there, though no embassy does"
    assert {"act:taipei-houston-1961", "act:prague-taipei-2020"} <= set(one.evidence)
    told = {partner.country: partner for partner in one.partners}
    assert told["US"].state_ties == {"offices": told["US"].state_ties["offices"]}
    assert sum(partner.city_ties or 0 for partner in one.partners) == one.city_ties == sum(one.by_class.values())


def test_barcelona_for_catalonia(world: Snapshot, overlay: Overlay, ground: CityGround) -> None:
    acts = {one.id: one for one in national_relations_of(ground.snapshot, BARCELONA).acts}
    assert acts["act:barcelona-athens-refugees-2016"].stance == "competitive"
    assert not world.evidence_of("act:barcelona-athens-refugees-2016").is_empty()
    polity = substitution_of(ground, overlay.pairs, "iso:ES-CT")
    office = world.ties.filter((pl.col("a") == "iso:ES-CT") & (pl.col("case") == "barcelona-substitute"))["id"].item()
    assert office in polity.evidence
    assert world.evidence_of(office)["reference"].str.starts_with("http").all()
    _check_cities_of_region(ground, polity, "iso:ES-CT", largest=BARCELONA)
    assert polity.carriers[0].name == "Barcelona"
    assert polity.city_share is None, "no list names the offices of Catalonia in five states"
    found = alignment_of(ground, BARCELONA)
    share = found.classes["aligned"].share
    assert share is not None
    assert share > 0.9


def _check_cities_of_region(ground: CityGround, polity: Substitution, region: str, *, largest: str) -> None:
    """Count the ties of a region's cities again, each with the statements that place its city and make it."""
    snapshot = ground.snapshot
    cities = snapshot.actors.filter(pl.col("region") == region)
    ties = ground.ties.filter((pl.col("home") != pl.col("country")) & pl.col("actor").is_in([*cities["id"], region]))
    assert polity.city_ties == ties["tie"].n_unique() > 0
    assert {largest: alignment_of(ground, largest).ties_abroad}.items() <= {
        one.actor: one.ties for one in polity.carriers
    }.items()
    assert sum(one.city_ties or 0 for one in polity.partners) == polity.city_ties
    assert sum(polity.by_class.values()) == polity.city_ties
    placed = snapshot.evidence.filter((pl.col("predicate") == "region") & (pl.col("object") == region))
    assert set(ties["actor"]) - {region} <= set(placed["record"])
    assert set(placed["source"]) == {"geonames"}
    assert set(ties["tie"]) <= set(snapshot.evidence["record"])


@pytest.mark.parametrize(
    ("region", "largest"),
    [
        ("iso:CA-QC", "gn:6077243"),
        ("iso:BE-VLG", "gn:2803138"),
        ("iso:GB-SCT", "gn:2650225"),
        ("iso:ES-PV", "gn:3128026"),
    ],
)
def test_a_region_that_acts_much_like_a_state_has_the_ties_of_its_cities(
    overlay: Overlay, ground: CityGround, region: str, largest: str
) -> None:
    polity = substitution_of(ground, overlay.pairs, region)
    _check_cities_of_region(ground, polity, region, largest=largest)
    assert (polity.recognised_by, polity.refused_by) == (None, None)


def test_who_lacks_full_recognition(ground: CityGround) -> None:
    found = find_polities(ground.snapshot)
    states = set(found.filter(pl.col("kind") == "state")["id"])
    assert {"iso:TW", "iso:PS", "iso:XK", "iso:EH", "px:northern-cyprus", "px:abkhazia"} <= states
    assert not states & {"iso:IL", "iso:CN", "iso:VA", "iso:PR", "iso:AX", "iso:SS", "px:artsakh"}
    regions = set(found.filter(pl.col("kind") != "state")["id"])
    assert {"iso:ES-CT", "iso:CA-QC", "iso:BE-VLG", "iso:GB-SCT", "iso:ES-PV", "iso:DE-BY"} <= regions
    assert "iso:RU-TA" not in regions, "its last treaty lapsed in 2017"
    assert "iso:RU-TA" in set(find_polities(ground.snapshot.as_of(2010))["id"])
    assert "iso:CA-QC" not in set(find_polities(ground.snapshot.as_of(1964))["id"])
    assert "iso:XK" not in set(find_polities(ground.snapshot.as_of(2000))["id"])


def test_without_a_list_of_missions_nothing_is_found(register: Snapshot) -> None:
    bare = Overlay.of(register, YEAR)
    alone = CityGround.of(bare.snapshot_as_of, bare.pairs)
    assert alignment_of(alone, BETHLEHEM).unknown_ties == alignment_of(alone, BETHLEHEM).ties_abroad
    assert reach_of(alone, BARCELONA).beyond == ()
    one = substitution_of(alone, bare.pairs, "iso:PS")
    assert (one.city_share, one.cities_only, one.cities_only_share) == (None, (), None)


def test_contests_of_the_register(ground: CityGround) -> None:
    found = competition_of(ground)
    paris = next(one for one in found.contenders if one.name == "Paris")
    games = next(one for one in found.contests if one.id == "act:olympic-games-2012-host")
    assert games.winners == ("gn:2643743",)
    assert (paris.won, paris.lost) >= (2, 3)
    parts = ground.snapshot.participations.filter(pl.col("role").is_in(["winner", "rival"]))
    by_act = parts.group_by("act").agg(pl.col("actor"), pl.col("role"))
    pairs_counted = {
        tuple(sorted((one, other)))
        for actors, roles in by_act.select("actor", "role").iter_rows()
        if "rival" in roles
        for one in actors
        for other in actors
        if one != other and not one.startswith("px:") and not other.startswith("px:")
    }
    assert {(one.a, one.b) for one in found.pairs} == pairs_counted
    assert found.same_city_network.share is not None
    assert found.same_city_network.high is not None
    assert found.same_city_network.share > found.same_city_network.high, "rivals meet in networks more than size says"


def test_quick(overlay: Overlay, ground: CityGround) -> None:
    begun = perf_counter()
    compute_alignments(CityGround.of(overlay.snapshot_as_of, overlay.pairs))
    assert perf_counter() - begun < LONGEST_ALL
    begun = perf_counter()
    alignment_of(ground, TAIPEI)
    assert perf_counter() - begun < LONGEST_ONE
