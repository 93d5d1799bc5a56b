"""Wikidata by SPARQL, against a real SPARQL server: the same statements as from the dump."""

import csv
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from tests.sources.http_servers import sparql_server
from tests.sources.rdf_of_entities import Entities, load_entities, triples_of
from tests.sources.wikidata_live.made_items import claim, item, moment, sample_items

from proxenia.errors import InputError, NotFoundError, SourceChangedError
from proxenia.model.statement import Statement, check_statements
from proxenia.sources.catalogue import describe, reader_of
from proxenia.sources.catalogue.wikidata_live.item_list import read_item_list
from proxenia.sources.catalogue.wikidata_live.reader import LiveOptions, read
from proxenia.sources.catalogue.wikidata_live.scope import Scope
from proxenia.sources.context import Context

DAY = "2026-11-22"
MERGED = "Q900000040"
REDIRECT = f"<http://www.wikidata.org/entity/{MERGED}> <http://www.w3.org/2002/07/owl#sameAs> "


@dataclass(frozen=True)
class World:
    """Some entities, and the SPARQL endpoint that holds them."""

    entities: Entities
    endpoint: str

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(entity["id"] for entity in self.entities)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give the small world made for tests, where one item was merged into Rotterdam."""
    triples = triples_of(sample_items()) + f"{REDIRECT}<http://www.wikidata.org/entity/Q34370> .\n"
    with sparql_server(tmp_path_factory.mktemp("made"), triples) as endpoint:
        yield World(sample_items(), endpoint)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, reference_dir: Path) -> Iterator[World]:
    """Give the entities of the reference data."""
    entities = load_entities(reference_dir / "city" / "wikidata_entities")
    with sparql_server(tmp_path_factory.mktemp("real"), triples_of(entities)) as endpoint:
        yield World(entities, endpoint)


def asked(
    endpoint: str, scope: Scope, cache: Path | None = None, *, page_size: int = 100, day: str = DAY
) -> tuple[Context, list[Statement]]:
    """Read Wikidata live."""
    options = LiveOptions(scope, endpoint, page_size=page_size)
    context = Context(describe("wikidata_live"), Path("nowhere"), day, options={"live": options}, cache=cache)
    statements = list(read(context))
    check_statements(statements)
    return context, statements


def dumped(entities: Entities, path: Path) -> list[Statement]:
    """Read the same entities as a dump."""
    lines = ",\n".join(json.dumps(entity, ensure_ascii=False) for entity in entities)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    return list(reader_of("wikidata_dump")(Context(describe("wikidata_dump"), path, DAY)))


def content(statement: Statement) -> Statement:
    """Give what a statement says, whoever says it.

    In RDF neither other names nor references have an order. A dump reader does not keep persons and causes, so it may
    have their numbers where live there are their names.
    """
    value, object_ = statement.value, statement.object
    if statement.predicate == "alternate_names":
        value = "\n".join(sorted((value or "").split("\n")))
    if statement.predicate == "head_of_government":
        value, object_ = "somebody", None
    return replace(
        statement,
        object=object_,
        value=value,
        reference=" ; ".join(sorted(statement.reference.split(" ; "))),
        qualifiers=tuple((key, "why" if key == "reason" else text) for key, text in statement.qualifiers),
        source="either",
        retrieved_at=None,
    )


def ties(statements: Sequence[Statement], predicate: str) -> list[tuple[str, str | None]]:
    return sorted((one.subject, one.object) for one in statements if one.predicate == predicate)


def test_the_same_statements_as_from_the_dump_on_real_items(real: World, tmp_path: Path) -> None:
    live = {content(one) for one in asked(real.endpoint, Scope(items=real.items))[1]}
    dump = {content(one) for one in dumped(real.entities, tmp_path / "dump.json")}
    assert len(dump) > 400
    assert dump - live == set()
    # Scotland has no tie and none names it: a dump passes it over, whoever asks about it is told of it.
    assert {one.subject for one in live - dump} == {"wd:Q22"}


def test_the_same_statements_as_from_the_dump_on_hard_cases(made: World, tmp_path: Path) -> None:
    live = {content(one) for one in asked(made.endpoint, Scope(items=made.items))[1]}
    dump = {content(one) for one in dumped(made.entities, tmp_path / "dump.json")}
    assert len(dump) > 20
    assert dump - live == set()
    # A dump is searched for a few properties: what has none of them, or no tie and nobody who names it, is not in it.
    few = {"wd:Q148", *(f"wd:Q9000000{number}" for number in ("01", "02", "05", "21"))}
    assert {one.subject for one in live - dump} <= few


def test_every_twinning_of_the_reference_data_is_there(real: World, reference_dir: Path) -> None:
    path = reference_dir / "city" / "wikidata_entities" / "p190_statements_flat.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [one for one in asked(real.endpoint, Scope(items=real.items))[1] if one.predicate == "twinning"]
    assert len(found) == len(rows) == 107
    told = {(row["city_qid"], row["twin_qid"]): row["P580_start"][1:11] for row in rows}
    dated = {
        (one.subject[3:], str(one.object)[3:]): (one.period or "").partition("/")[0] for one in found if one.period
    }
    assert len(dated) == sum(bool(start) for start in told.values()) == 30
    assert all(told[pair].startswith(start) for pair, start in dated.items())


def test_unknown_values_may_be_nodes_without_a_name(made: World, tmp_path: Path) -> None:
    with sparql_server(tmp_path, triples_of(made.entities, as_query_service=False)) as endpoint:
        from_dump_triples = asked(endpoint, Scope(items=made.items))[1]
    assert from_dump_triples == asked(made.endpoint, Scope(items=made.items))[1]


def test_what_a_claim_says_beside_its_value(made: World) -> None:
    context, statements = asked(made.endpoint, Scope(items=("Q34370",)))
    twinnings = {one.object: one for one in statements if one.predicate == "twinning"}
    assert set(twinnings) == {"wd:Q8686", "wd:Q900000001", "wd:Q900000002"}
    ended, open_ = twinnings["wd:Q900000001"], twinnings["wd:Q900000002"]
    assert (ended.period, dict(ended.qualifiers)["status"]) == ("1990/", "ended")
    assert dict(ended.qualifiers)["reason"] == "a quarrel (made for this test)"
    assert (open_.period, open_.qualifiers) == ("1988-05/..", ())
    assert twinnings["wd:Q8686"].reference.split(" ; ")[0] == "https://www.wikidata.org/wiki/Q34370#P190"
    assert len(twinnings["wd:Q8686"].reference.split(" ; ")) == 4
    (founded,) = [one.period for one in statements if one.predicate == "founded"]
    assert founded == "1340-06-15", "a day of the Julian calendar is converted once, not twice"
    assert [one.value for one in statements if one.predicate == "population"] == ["651446"]
    reasons = [refusal.reason for refusal in context.refused]
    assert "Q34370: P190: with somebody, Wikidata does not know whom" in reasons
    assert "Q34370: P190: 1 deprecated, left out" in reasons


def test_years_before_the_common_era(made: World) -> None:
    _, statements = asked(made.endpoint, Scope(items=("Q900000004",)))
    assert [one.period for one in statements if one.subject == "wd:Q900000004" and one.period] == ["-0430"]


def test_a_partner_brings_its_facts_and_not_its_ties(made: World) -> None:
    _, statements = asked(made.endpoint, Scope(items=("Q900000004",)))
    of_rotterdam = {one.predicate for one in statements if one.subject == "wd:Q34370"}
    assert {"kind", "name", "country", "location", "same_as"} <= of_rotterdam
    assert ties(statements, "twinning") == [("wd:Q900000004", "wd:Q34370")]


def test_a_country_is_its_cities_its_missions_and_itself(made: World) -> None:
    context, statements = asked(made.endpoint, Scope(countries=("NL",)))
    assert {subject for subject, _ in ties(statements, "twinning")} == {"wd:Q34370"}
    assert ties(statements, "representation") == [("iso:JP", "iso:NL"), ("iso:NL", "iso:CN")]
    assert ties(statements, "diplomatic_relation") == [("iso:NL", "iso:JP")]
    assert ties(statements, "membership") == [("wd:Q34370", "wd:Q900000020")]
    assert not any("Q900000005" in one.reference for one in statements), "a house that is a member is no city"
    assert "https://www.wikidata.org/wiki/Q34370#P190" in context.covered
    assert "https://www.wikidata.org/wiki/Q8686#P1566" in context.covered
    assert "https://www.wikidata.org/wiki/Q8686#P190" not in context.covered, "Shanghai was met in passing"


def test_the_world_holds_what_lies_in_no_state(made: World) -> None:
    _, statements = asked(made.endpoint, Scope(world=True))
    assert Counter(one.predicate for one in statements)["twinning"] == 4
    assert ("wd:Q900000004", "wd:Q34370") in ties(statements, "twinning")
    assert ties(statements, "membership") == [("iso:JP", "wd:Q900000021"), ("wd:Q34370", "wd:Q900000020")]


def test_an_item_that_was_merged_is_followed(made: World) -> None:
    context, statements = asked(made.endpoint, Scope(items=(MERGED,)))
    assert "wd:Q34370" in {one.subject for one in statements}
    assert {f"https://www.wikidata.org/wiki/{one}#P190" for one in (MERGED, "Q34370")} <= context.covered


def test_an_item_that_says_nothing_is_refused_and_covered(made: World) -> None:
    context, statements = asked(made.endpoint, Scope(items=("Q34370", "Q999999999999")))
    assert statements
    assert "Q999999999999: Wikidata says nothing of it that is kept here" in [one.reason for one in context.refused]
    assert "https://www.wikidata.org/wiki/Q999999999999#P190" in context.covered


@pytest.mark.parametrize("page_size", [1, 2, 7])
def test_the_size_of_a_page_changes_nothing(made: World, page_size: int) -> None:
    whole = asked(made.endpoint, Scope(world=True))[1]
    assert asked(made.endpoint, Scope(world=True), page_size=page_size)[1] == whole


def test_statements_carry_the_day_of_their_answers(made: World, tmp_path: Path) -> None:
    asked(made.endpoint, Scope(items=("Q34370",)), tmp_path, day="2026-11-20")
    _, later = (
        asked("http://127.0.0.1:9/gone", Scope(items=("Q34370",)), None)
        if False
        else asked(made.endpoint, Scope(items=("Q34370",)), tmp_path, day="2026-11-22")
    )
    assert {one.retrieved_at for one in later} == {"2026-11-20"}


@pytest.mark.parametrize(
    ("scope", "complaint"),
    [
        (Scope(), "It is not clear what to ask"),
        (Scope(countries=("IT",), world=True), "It is not clear what to ask"),
        (Scope(countries=('IT" } DROP ALL #',)), "is not the code of a country"),
        (Scope(countries=("it",)), "is not the code of a country"),
        (Scope(countries=("IT\n",)), "is not the code of a country"),
        (Scope(items=("Q64 wd:Q1",)), "is not an item of Wikidata"),
        (Scope(items=("Q64\n",)), "is not an item of Wikidata"),
        (Scope(items=("Q٦٤",)), "is not an item of Wikidata"),
        (Scope(items=("Q0",)), "is not an item of Wikidata"),
        (Scope(world=True, held=("} #",)), "is not an item of Wikidata"),
    ],
)
def test_nothing_but_checked_items_and_codes_goes_into_a_question(scope: Scope, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        asked("http://127.0.0.1:9/never-asked", scope)


def test_a_reading_without_a_word_about_what_is_refused() -> None:
    with pytest.raises(InputError, match="without a word about what"):
        list(read(Context(describe("wikidata_live"), Path("nowhere"), DAY)))


@pytest.mark.parametrize("page_size", [0, -1, 501])
def test_a_page_has_a_sound_size(page_size: int) -> None:
    with pytest.raises(InputError, match="cannot be asked for"):
        asked("http://127.0.0.1:9/never-asked", Scope(items=("Q64",)), page_size=page_size)


def test_a_country_without_a_state_is_told(made: World) -> None:
    with pytest.raises(NotFoundError, match=r"There is no state with the code 'NO'\. Near it: NL"):
        asked(made.endpoint, Scope(countries=("NO",)))


def test_an_endpoint_that_holds_something_else_is_told(tmp_path: Path) -> None:
    triple = "<http://a.example/x> <http://a.example/y> <http://a.example/z> .\n"
    with sparql_server(tmp_path, triple) as endpoint, pytest.raises(SourceChangedError, match="knows no state"):
        asked(endpoint, Scope(world=True))


def test_odd_values_do_not_stop_a_reading(tmp_path: Path) -> None:
    odd = [
        *sample_items(),
        item(
            "Q900000050",
            {"en": "Odd (made for this test)"},
            claim("P31", "Q515"),
            claim("P1566", 'not a number"}'),
            claim("P571", moment("-13798000000-00-00", 3)),
            claim("P576", moment("+1999-02-31")),
            claim(
                "P190", "Q34370", qualifiers={"P580": [moment("+2030-00-00", 9)], "P582": [moment("+1920-00-00", 9)]}
            ),
        ),
    ]
    with sparql_server(tmp_path, triples_of(odd)) as endpoint:
        context, statements = asked(endpoint, Scope(items=("Q900000050",)))
    assert ties(statements, "twinning") == [("wd:Q900000050", "wd:Q34370")]
    assert {"founded", "dissolved", "same_as"} & {
        one.predicate for one in statements if one.subject == "wd:Q900000050"
    } == set()
    assert len(context.refused) >= 3


def test_items_are_read_from_words_and_files(tmp_path: Path) -> None:
    path = tmp_path / "cities.txt"
    path.write_text('# my cities\nQ64 Berlin\n\nwd:Q90,Paris\n"Q84"\nQ64\n', encoding="utf-8-sig")
    assert read_item_list([str(path), "Q220"]) == ["Q64", "Q90", "Q84", "Q220"]
    path.write_text("Q64\nBerlin\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"Line 2 of .* begins with 'Berlin'"):
        read_item_list([str(path)])
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="it is not text in UTF-8"):
        read_item_list([str(path)])
    with pytest.raises(InputError, match="neither an item nor a file"):
        read_item_list(["Berlin"])
