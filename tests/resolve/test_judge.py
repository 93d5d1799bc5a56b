from pathlib import Path

from proxenia.ledger import open_ledger
from proxenia.model.judgement import Judgement, Verdict
from proxenia.model.statement import Statement, check_statements
from proxenia.resolve.facts import place_facts, unknown_places
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.resolve.judge import local_places, resolve_places, write_judgements

NOW = "2026-11-22T02:33:10.123456Z"
LATER = "2026-11-23T02:33:10.123456Z"


def told(subject: str, name: str, country: str, *, kind: str = "city", written: str = "") -> list[Statement]:
    about = (("summary", written),) if written else ()
    return [
        Statement(subject, "kind", "mine", "row 2", value=kind),
        Statement(subject, "name", "mine", "row 2", value=name),
        Statement(subject, "country", "mine", "row 2", object=f"iso:{country}", qualifiers=about),
    ]


def test_a_resolved_name_becomes_a_signed_judgement_with_the_place_s_facts(gazetteer: Gazetteer) -> None:
    places = local_places(told("mine:Rotterdam,NL", "Rotterdam", "NL"), gazetteer)
    resolution = resolve_places(places, gazetteer, recorded_at=NOW)
    (judgement,) = resolution.judgements
    assert (judgement.left, judgement.right, judgement.verdict) == ("mine:Rotterdam,NL", "gn:2747891", Verdict.SAME)
    assert judgement.signed_by == "resolver:2"
    assert "only place" in judgement.reason
    assert resolution.names == {"resolved": 1, "ambiguous": 0, "unknown": 0}
    said = {(fact.subject, fact.predicate): fact.value or fact.object for fact in resolution.facts}
    assert said["gn:2747891", "kind"] == "city"
    assert said["gn:2747891", "name"] == "Rotterdam"
    assert said["gn:2747891", "country"] == "iso:NL"
    assert said["gn:2747891", "location"] == "4.47917 51.92250"
    assert said["iso:NL", "kind"] == "state"
    assert said["iso:NL", "iso_numeric"] == "528"


def test_what_was_judged_before_is_left_alone(gazetteer: Gazetteer) -> None:
    places = local_places(told("mine:Rotterdam,NL", "Rotterdam", "NL"), gazetteer)
    person = Judgement("mine:Rotterdam,NL", "gn:5134316", Verdict.SAME, "seen on the spot", "A. Person", NOW)
    resolution = resolve_places(places, gazetteer, judged=[person], recorded_at=NOW)
    assert resolution.judgements == ()
    assert resolution.names == {"resolved": 1, "ambiguous": 0, "unknown": 0}
    assert any(fact.subject == "gn:5134316" for fact in resolution.facts)


def test_a_difference_that_a_person_saw_is_kept(gazetteer: Gazetteer) -> None:
    places = local_places(told("mine:Rotterdam,NL", "Rotterdam", "NL"), gazetteer)
    person = Judgement("mine:Rotterdam,NL", "gn:2747891", Verdict.DIFFERENT, "another town", "A. Person", NOW)
    resolution = resolve_places(places, gazetteer, judged=[person], recorded_at=NOW)
    assert all(judgement.right != "gn:2747891" for judgement in resolution.judgements)


def test_what_was_taken_back_is_not_judged_again(gazetteer: Gazetteer, tmp_path: Path) -> None:
    places = local_places(told("mine:Rotterdam,NL", "Rotterdam", "NL"), gazetteer)
    first, again = (resolve_places(places, gazetteer, recorded_at=moment) for moment in (NOW, LATER))
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        assert write_judgements(first, ledger) == 1
        with ledger.transaction():
            ledger.undo(first.judgements[0].id, reason="another town", signed_by="A. Person", recorded_at=LATER)
        assert write_judgements(again, ledger) == 0
        assert ledger.judgements() == []
        taken_back = ledger.taken_back()
    resolution = resolve_places(places, gazetteer, taken_back=taken_back, recorded_at=LATER)
    assert resolution.names == {"resolved": 0, "ambiguous": 1, "unknown": 0}
    assert [place.id for place in resolution.open[0].candidates] == ["gn:2747891"]


def test_only_cities_of_a_source_s_own_ids_are_looked_up(gazetteer: Gazetteer) -> None:
    statements = [
        *told("gn:2747891", "Rotterdam", "NL"),
        *told("px:uclg", "Rotterdam", "NL"),
        *told("mine:Flanders", "Rotterdam", "NL", kind="region"),
        *told("wd:Q34370", "Rotterdam", "NL"),
    ]
    assert [place.id for place in local_places(statements, gazetteer)] == ["wd:Q34370"]


def test_the_nation_a_source_wrote_is_used(gazetteer: Gazetteer) -> None:
    places = local_places(told("mine:Newport,Wales", "Newport", "GB", written="Wales"), gazetteer)
    assert places[0].division == "WLS"
    assert resolve_places(places, gazetteer, recorded_at=NOW).judgements[0].right == "gn:2641598"


def test_facts_are_sound_statements(gazetteer: Gazetteer) -> None:
    ids = ["gn:2747891", "gn:1796236", "iso:XK", "iso:US", "px:uclg", "iso:ES-CT", "gn:1"]
    facts = place_facts(ids, gazetteer, retrieved_at="2026-11-22")
    check_statements(facts)
    assert {fact.subject for fact in facts} == {"gn:2747891", "gn:1796236", "iso:XK", "iso:US", "iso:NL", "iso:CN"}
    assert not [fact for fact in facts if fact.subject == "iso:XK" and fact.predicate == "iso_numeric"]
    assert unknown_places(ids, gazetteer) == ["gn:1"]


def test_facts_of_every_state_are_sound(gazetteer: Gazetteer) -> None:
    codes = [f"iso:{a}{b}" for a in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    facts = place_facts(codes, gazetteer, retrieved_at="2026-11-22")
    check_statements(facts)
    assert len({fact.subject for fact in facts}) > 240
