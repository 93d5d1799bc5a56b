"""The founding register's history and indicators: what its years show, and that no figure lacks date and source."""

from pathlib import Path
from typing import Any

import pytest
from tests.gazetteer import gazetteer

from proxenia.cli.importing import import_founding_register
from proxenia.history.indicators import Indicators
from proxenia.history.past import History, Past
from proxenia.history.turning_points import TURNING_POINTS
from proxenia.ledger import open_ledger
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.snapshot.compile import compile_snapshot
from proxenia.snapshot.snapshot import Snapshot
from proxenia.sources.catalogue.founding_register.reader import DATA

__all__ = ["gazetteer"]

MOMENT = "2026-11-22T02:33:10.123456Z"
THIS_YEAR = 2026
YEARS = (-2500, -431, 1167, 1198, 1370, 1500, 1648, 1913, 2026)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer) -> Snapshot:
    """Give a snapshot of the register and nothing else."""
    with open_ledger(tmp_path_factory.mktemp("history") / "ledger.sqlite") as ledger:
        import_founding_register(ledger, gazetteer, recorded_at=MOMENT)
        return compile_snapshot(ledger, code_version="test")


@pytest.fixture(scope="module")
def past(register: Snapshot) -> Past:
    return Past(register, this_year=THIS_YEAR)


@pytest.fixture(scope="module")
def indicators(register: Snapshot) -> Indicators:
    return Indicators.of(register, this_year=THIS_YEAR)


def names(told: History, league: str) -> set[str]:
    found = next((one for one in told.leagues if one.id == league), None)
    return set() if found is None else {one.name for one in found.members}


def leagues(told: History) -> set[str]:
    return {one.id.removeprefix("px:") for one in told.leagues}


def titles(told: History) -> list[str]:
    return [one.title for one in told.turning_points.in_year]


def test_in_431_before_the_common_era_the_two_leagues_stand_against_each_other(past: Past) -> None:
    told = past.in_year(-431)
    assert {"delian-league", "peloponnesian-league", "boeotian-league", "delphic-amphictyony"} <= leagues(told)
    assert "achaean-league" not in leagues(told)
    assert {"Athens", "Chios", "Mytilene", "Miletus"} <= names(told, "px:delian-league")
    assert {"Sparta", "Kórinthos", "Mégara", "Elis", "Pellene"} <= names(told, "px:peloponnesian-league")
    assert names(told, "px:delian-league").isdisjoint(names(told, "px:peloponnesian-league"))
    assert names(told, "px:delphic-amphictyony") == set()
    assert titles(told) == ["The Peloponnesian War begins"]
    byzantium = next(one for league in told.leagues for one in league.members if one.id == "gn:745044")
    assert byzantium.note == "Known as Byzantium."


def test_mytilene_is_no_member_after_its_revolt(past: Past) -> None:
    assert "Mytilene" in names(past.in_year(-428), "px:delian-league")
    assert "Mytilene" not in names(past.in_year(-427), "px:delian-league")


def test_in_1167_the_lombard_league_begins_with_the_cities_of_its_deed(past: Past) -> None:
    told = past.in_year(1167)
    lombard = names(told, "px:lombard-league")
    assert {"Milan", "Cremona", "Bergamo", "Brescia", "Venice", "Verona", "Lodi", "Bologna"} <= lombard
    assert lombard.isdisjoint({"Genoa", "Alessandria", "Como", "Pavia"})
    assert "veronese-league" in leagues(told)
    assert titles(told) == ["Oath of the Lombard League"]
    assert {"Alessandria", "Como", "Asti", "Novara"} <= names(past.in_year(1168), "px:lombard-league")


def test_in_1370_the_hanse_makes_peace_at_stralsund(past: Past) -> None:
    told = past.in_year(1370)
    assert {"Lübeck", "Rostock", "Stralsund", "Wismar"} <= names(told, "px:hanseatic-league")
    assert {"confederation-of-cologne", "decapole-alsace", "swahili-city-states", "league-of-mayapan"} <= leagues(told)
    assert titles(told) == ["Treaty of Stralsund"]


def test_in_1648_the_peace_of_westphalia(past: Past) -> None:
    told = past.in_year(1648)
    assert titles(told) == ["Peace of Westphalia"]
    assert {"hanseatic-league", "decapole-alsace", "old-swiss-confederacy"} <= leagues(told)
    hanse = next(one for one in told.leagues if one.id == "px:hanseatic-league")
    last_diet = {one.name for one in hanse.members if one.end_known}
    assert {"Lübeck", "Hamburg", "Bremen", "Braunschweig"} <= last_diet
    assert len(last_diet) < len(hanse.members)


def test_in_1913_the_first_municipal_international(past: Past) -> None:
    told = past.in_year(1913)
    assert "iula" in leagues(told)
    (point,) = told.turning_points.in_year
    assert {one["name"] for one in point.actors if one["role"] == "host"} == {"Gent"}
    assert "150 cities" in point.summary


def test_today_the_networks_of_today_and_no_league_of_old(past: Past) -> None:
    told = past.in_year(2026)
    assert {"uclg", "eurocities", "mayors-for-peace", "c40"} <= leagues(told)
    assert leagues(told).isdisjoint({"tuscan-league-1197", "hanseatic-league", "lombard-league"})
    assert told.turning_points.next is None
    assert told.ties["twinning"] > 2000


def test_the_swabian_league_of_1488_is_not_that_of_1376(past: Past) -> None:
    assert "swabian-league" in leagues(past.in_year(1500))
    assert "swabian-league-of-cities" not in leagues(past.in_year(1500))
    assert "swabian-league-of-cities" in leagues(past.in_year(1380))
    assert {"Ulm", "Esslingen", "Augsburg", "Memmingen"} <= names(past.in_year(1500), "px:swabian-league")


def test_what_was_before_the_slider_can_be_reached(past: Past) -> None:
    earlier = {one.id: one for one in past.earlier}
    assert "px:sumerian-city-states" in earlier
    told = past.in_year(earlier["px:sumerian-city-states"].year)
    assert {"Ur", "Uruk", "Lagash"} <= names(told, "px:sumerian-city-states")


def test_there_are_fifteen_leagues_with_members_and_twenty_turning_points(past: Past) -> None:
    old = past.leagues.filter(past.leagues["last"].is_not_null())["id"]
    shown = {one for one in past.members["b"] if one in set(old)}
    assert len(shown) >= 15
    assert len(past.points) == len(TURNING_POINTS) >= 20


def test_every_turning_point_of_the_register_s_file_is_one(past: Past) -> None:
    lines = (DATA / "acts" / "turning_points.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert {line.split(",", 1)[0] for line in lines} <= TURNING_POINTS
    assert {one.id for one in past.points} == TURNING_POINTS


@pytest.mark.parametrize("year", YEARS)
def test_nothing_of_a_year_lacks_date_or_source(past: Past, year: int) -> None:
    told = past.in_year(year)
    walked = 0
    for league in told.leagues:
        assert league.summary, league.id
        assert league.statements, league.id
        assert all(one.reference and one.source for one in league.statements), league.id
        for member in (*league.members, *league.undated_members):
            assert member.statements, (league.id, member.id)
            assert all(one.reference and one.source for one in member.statements), (league.id, member.id)
            dated = member.from_ or any(one.listed or one.period for one in member.statements)
            assert dated or member in league.undated_members or year == THIS_YEAR, (league.id, member.id)
            walked += 1
    for point in filter(None, (*told.turning_points.in_year, told.turning_points.last, told.turning_points.next)):
        assert point.date
        assert point.date_label
        assert point.statements
        walked += 1
    assert walked


def test_no_figure_of_an_indicator_lacks_date_or_source(indicators: Indicators) -> None:
    figures = [one for report in indicators.indicators for one in report.figures]
    claims = [one.claim for report in indicators.indicators for one in report.claims]
    assert len(figures) > 60
    assert len(claims) == 28
    for one in (*figures, *claims):
        assert one.statement, one.id
        assert one.source, one.id
        assert one.reference, one.id
    for one in (*figures, *(claim for claim in claims if claim.value is not None)):
        assert one.date, one.id
        assert one.date_label, one.id
        assert one.year is not None, one.id
        assert one.unit, one.id
    for size in indicators.sizes:
        for point in (size.first, size.latest):
            assert point.date
            assert point.said is not None
            assert point.said.reference


def test_every_figure_of_the_register_belongs_to_an_indicator(register: Snapshot, indicators: Indicators) -> None:
    known = {one.id for report in indicators.indicators for one in report.figures}
    known |= {one.claim.id for report in indicators.indicators for one in report.claims}
    said = {row["indicator"] for row in register.attributes.iter_rows(named=True) if row["attribute"] == "indicator"}
    assert said - known == set()


def verdicts(indicators: Indicators) -> dict[str, Any]:
    return {one.claim.id.removeprefix("ind:"): one for report in indicators.indicators for one in report.claims}


def test_what_has_become_of_the_texts_figures(indicators: Indicators) -> None:
    told = verdicts(indicators)
    assert {key: one.verdict for key, one in told.items() if one.verdict != "not_measured"} == {
        "urban-share-1800-t1": "agrees",
        "urban-share-1900-t1": "disputed",
        "urban-share-2007-t1": "overtaken",
        "urban-share-2070-t1": "ahead",
        "city-gdp-share-t1": "overtaken",
        "city-gdp-share-t2": "overtaken",
        "city-carbon-share-t1": "overtaken",
        "city-carbon-share-t2": "differs",
        "eurocities-members-t1": "overtaken",
        "mercociudades-members-t1": "overtaken",
        "mega-cities-members-t1": "unchecked",
        "mayors-for-peace-members-t1": "overtaken",
        "mayors-for-peace-countries-t1": "overtaken",
        "us-cities-for-peace-members-t1": "compatible",
        "us-cities-for-peace-persons-t1": "differs",
    }
    assert {key for key, one in told.items() if one.verdict == "not_measured"} >= {
        "city-pandemics-t1",
        "city-protest-t2",
        "city-innovation-t1",
        "new-york-budget-china-t1",
    }


def test_mayors_for_peace_had_many_more_members_than_the_text_says(indicators: Indicators) -> None:
    told = verdicts(indicators)["mayors-for-peace-members-t1"]
    assert [(one.text, one.date) for one in told.same_time] == [("7417", "2017-08")]
    assert told.overtaken_by.value > 8000
    assert "7\u202f417 (August 2017)" in told.sentence


def test_with_the_long_series_the_shares_of_1800_and_1900_are_disputed(
    tmp_path: Path, gazetteer: Gazetteer, reference_dir: Path
) -> None:
    from proxenia.cli.importing import import_source
    from proxenia.sources.catalogue import describe, reader_of
    from proxenia.sources.context import Context

    file = reference_dir / "state" / "urbanization" / "owid_urbanization_long_run.csv"
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        import_founding_register(ledger, gazetteer, recorded_at=MOMENT)
        reading = Context(describe("urbanisation"), file, "2026-11-22", countries=gazetteer.countries)
        import_source(reader_of("urbanisation"), reading, ledger, gazetteer, recorded_at=MOMENT)
        told = Indicators.of(compile_snapshot(ledger, code_version="test"), this_year=THIS_YEAR)
    urban = {one.claim.date: one for one in told.indicators[0].claims}
    assert urban["1800"].verdict == urban["1900"].verdict == "disputed"
    assert "7.3\u202f% (1800)" in urban["1800"].sentence
    assert "50.2\u202f% (2007)" in urban["2007"].sentence
    assert urban["2007"].verdict == "overtaken"
    series = [one for one in told.indicators[0].figures if one.source == "urbanisation"]
    assert len(series) > 100
    assert {one.status for one in series} == {"measured", "projected"}
