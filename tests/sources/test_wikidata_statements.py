"""What Wikidata's items say: dates, ranks, missing values, classes."""

import pytest
from tests.sources.made_entities import (
    claim,
    item,
    line_of,
    novalue,
    place,
    quantity,
    somevalue,
    text,
    time,
    to,
)

from proxenia.model.period import Period
from proxenia.model.statement import Statement, check_statements
from proxenia.sources.catalogue.wikidata_dump.parse import parse_line
from proxenia.sources.wikidata.classes import classes_of_pairs
from proxenia.sources.wikidata.entity import Moment
from proxenia.sources.wikidata.moments import edtf_of, moment_of_rdf
from proxenia.sources.wikidata.names import LONGEST
from proxenia.sources.wikidata.statements import Known, entity_statements

CITY = claim("P31", to(515))
STATE = claim("P31", to(3624078))


def said(*claims: dict, known: Known | None = None, **names: str) -> tuple[list[Statement], list[str]]:
    """Give what an item with these claims says, and what was left out."""
    entity = parse_line(line_of(item(64, "Somewhere", *claims, **names)))
    assert entity is not None
    reasons: list[str] = []
    known = known or Known(classes_of_pairs([("Q1093829", "Q515"), ("Q8502", "Q271669")]))
    statements = list(
        entity_statements(entity, known, source="wikidata_dump", retrieved_at="2026-11-22", refuse=reasons.append)
    )
    check_statements(statements)
    return statements, reasons


def ties(statements: list[Statement]) -> list[tuple[str | None, str | None, dict[str, str]]]:
    """Give the other side, the period and the qualifiers of each twinning."""
    return [(one.object, one.period, dict(one.qualifiers)) for one in statements if one.predicate == "twinning"]


def values(statements: list[Statement], predicate: str) -> list[str | None]:
    """Give what is said under a predicate: values, objects or periods."""
    return [one.value or one.object or one.period for one in statements if one.predicate == predicate]


@pytest.mark.parametrize(
    ("written", "precision", "calendar", "edtf"),
    [
        ("+1967-06-27", 11, "Q1985727", "1967-06-27"),
        ("+1967-06-27", 14, "Q1985727", "1967-06-27"),
        ("+1967-06-00", 10, "Q1985727", "1967-06"),
        ("+1967-06-27", 10, "Q1985727", "1967-06"),
        ("+1967-00-00", 11, "Q1985727", "1967"),
        ("+1967-00-00", 9, "Q1985727", "1967"),
        ("+0001-01-01", 11, "Q1985727", "0001-01-01"),
        ("-0001-00-00", 9, "Q1985727", "0000"),
        ("-0044-03-15", 11, "Q1985786", "-0043-03-13"),
        ("+1582-10-05", 11, "Q1985786", "1582-10-15"),
        ("+1700-02-29", 11, "Q1985786", "1700-03-11"),
        ("+1917-10-25", 11, "Q1985786", "1917-11-07"),
        ("+1917-10-00", 10, "Q1985786", "1917-10"),
        ("+1965-00-00", 8, "Q1985727", "196X"),
        ("-0044-00-00", 8, "Q1985727", None),
        ("+1801-00-00", 7, "Q1985727", "18XX"),
        ("+1900-00-00", 7, "Q1985727", "18XX"),
        ("-0001-00-00", 7, "Q1985727", "-00XX"),
        ("-0500-00-00", 7, "Q1985727", "-04XX"),
        ("+1000-00-00", 6, "Q1985727", None),
        ("+1967-02-30", 11, "Q1985727", None),
        ("+1967-13-01", 11, "Q1985727", None),
        ("+0000-00-00", 9, "Q1985727", None),
        ("+12026-00-00", 9, "Q1985727", None),
        ("yesterday", 11, "Q1985727", None),
    ],
)
def test_dates_become_edtf(written: str, precision: int, calendar: str, edtf: str | None) -> None:
    moment = Moment(f"{written}T00:00:00Z", precision, calendar)
    assert edtf_of(moment) == edtf
    if edtf is not None:
        assert Period.parse(edtf).text == edtf


@pytest.mark.parametrize(
    ("rdf", "json"), [("0000-01-01", "-0001-01-01"), ("-0043-03-13", "-0044-03-13"), ("1967-06-27", "+1967-06-27")]
)
def test_sparql_counts_a_year_zero_and_the_dump_none(rdf: str, json: str) -> None:
    assert moment_of_rdf(f"{rdf}T00:00:00Z", 11).time == f"{json}T00:00:00Z"
    assert edtf_of(moment_of_rdf(f"{rdf}T00:00:00Z", 11)) == rdf


def test_the_century_before_the_common_era_lies_where_historians_put_it() -> None:
    period = Period.parse(edtf_of(Moment("-0044-00-00T00:00:00Z", 7)) or "")
    assert period.contains(Period.parse("-0099/0000"))
    assert Period.parse("-0099/0000").contains(period)


@pytest.mark.parametrize(
    ("qualifiers", "period", "expected"),
    [
        ({}, None, {}),
        ({"P580": time("+1990-00-00", 9)}, "1990/..", {}),
        ({"P580": time("+1990-00-00", 9), "P582": novalue()}, "1990/..", {}),
        ({"P580": time("+1990-00-00", 9), "P582": somevalue()}, "1990/", {"status": "ended"}),
        ({"P580": somevalue(), "P582": time("+2022-03-01")}, "/2022-03-01", {"status_since": "2022-03-01"}),
        ({"P582": time("+2022-03-01")}, "/2022-03-01", {"status": "ended"}),
        ({"P582": novalue()}, "/..", {}),
        ({"P582": somevalue()}, None, {"status": "ended"}),
        ({"P580": novalue(), "P582": time("+2022-00-00", 9)}, "../2022", {"status": "ended"}),
        ({"P580": time("+1990-00-00", 9), "P582": time("+2090-00-00", 9)}, "1990/2090", {}),
        ({"P585": time("+2005-00-00", 9)}, None, {"listed": "2005"}),
        ({"P580": time("+1990-00-00", 9), "P1534": to(7)}, "1990/", {"status": "ended", "reason": "Q7"}),
        ({"P580": [time("+1990-00-00", 9), time("+1990-05-06")]}, "1990-05-06/..", {}),
    ],
)
def test_qualifiers_make_the_period_and_the_status(qualifiers: dict, period: str | None, expected: dict) -> None:
    statements, reasons = said(CITY, claim("P190", to(65), **qualifiers))
    [(other, found, given)] = ties(statements)
    assert (other, found) == ("wd:Q65", period)
    assert expected.items() <= given.items()
    if "status" not in expected and "status_since" not in expected:
        assert "status" not in given
    assert reasons == []


@pytest.mark.parametrize(
    ("qualifiers", "period", "reason"),
    [
        ({"P580": time("+2000-00-00", 9), "P582": time("+1990-00-00", 9)}, None, "ends (1990) before it begins (2000)"),
        ({"P580": [time("+1990-00-00", 9), time("+1992-00-00", 9)]}, None, "several dates (1990, 1992)"),
        ({"P580": time("+1000-00-00", 6)}, None, "too coarse"),
    ],
)
def test_a_date_that_is_not_understood_is_told_and_the_tie_stays(
    qualifiers: dict, period: str | None, reason: str
) -> None:
    statements, reasons = said(CITY, claim("P190", to(65), **qualifiers))
    assert [(other, found) for other, found, _ in ties(statements)] == [("wd:Q65", period)]
    assert len(reasons) == 1
    assert reason in reasons[0]


def test_ranks_and_missing_values_are_what_wikidata_means_by_them() -> None:
    statements, reasons = said(
        CITY,
        claim("P190", to(1), rank="deprecated"),
        claim("P190", to(2), rank="preferred"),
        claim("P190", to(3)),
        claim("P190", somevalue()),
        claim("P190", novalue()),
        claim("P1082", quantity("+100"), P585=time("+2001-00-00", 9)),
        claim("P1082", quantity("+200"), rank="preferred", P585=time("+2011-00-00", 9)),
        claim("P1082", quantity("+300"), rank="deprecated"),
    )
    assert [other for other, _, _ in ties(statements)] == ["wd:Q2", "wd:Q3"]
    assert [(one.value, one.period) for one in statements if one.predicate == "population"] == [("200", "2011")]
    assert sorted(reasons) == [
        "Q64: P1082: 1 deprecated, left out",
        "Q64: P190: 1 deprecated, left out",
        "Q64: P190: with somebody, Wikidata does not know whom",
    ]


def test_only_what_is_not_over_is_the_country_and_the_code_of_today() -> None:
    known = Known(classes_of_pairs([]), states={"Q183": "iso:DE", "Q159": "iso:RU"})
    statements, _ = said(
        CITY,
        claim("P17", to(159), P582=time("+1990-00-00", 9)),
        claim("P17", to(183)),
        claim("P190", to(1)),
        known=known,
    )
    assert values(statements, "country") == ["iso:DE"]
    statements, _ = said(STATE, claim("P297", text("DD"), P582=time("+1990-10-03")))
    assert values(statements, "same_as") == []
    statements, _ = said(STATE, claim("P297", text("xx")), claim("P297", text("DE")), claim("P300", text("nonsense")))
    assert values(statements, "same_as") == ["iso:DE"]


@pytest.mark.parametrize(("number", "kind"), [(515, "city"), (1093829, "city"), (6256, "state"), (99, None)])
def test_classes_give_the_kind(number: int, kind: str | None) -> None:
    statements, _ = said(claim("P31", to(number)), claim("P190", to(1)))
    assert values(statements, "kind") == ([kind] if kind else [])
    assert len(ties(statements)) == 1


def test_a_mountain_has_no_twin_towns() -> None:
    statements, reasons = said(claim("P31", to(8502)), claim("P190", to(1)))
    assert statements == []
    assert reasons == ["Q64: twinned, but no city, region or state by its classes"]


def test_the_nearest_root_decides_and_rings_end() -> None:
    classes = classes_of_pairs([("Q1", "Q515"), ("Q2", "Q1"), ("Q2", "Q34876"), ("Q1", "Q2"), ("Q3", "Q3")])
    assert classes.kind(["Q2"]) == "region"
    assert classes.kind(["Q2", "Q515"]) == "city"
    assert classes.kind(["Q3"]) == ""


def test_an_embassy_is_a_representation() -> None:
    known = Known(classes_of_pairs([]), states={"Q30": "iso:US", "Q183": "iso:DE"}, kinds={"Q9": ""})
    office = (
        claim("P31", to(372690)),
        claim("P17", to(183)),
        claim("P131", to(1718)),
        claim("P571", time("+1949-00-00", 9)),
    )
    statements, reasons = said(*office, claim("P137", to(30)), claim("P137", to(9)), known=known)
    [tie] = statements
    assert (tie.subject, tie.predicate, tie.object, tie.period) == ("iso:US", "representation", "iso:DE", "1949/..")
    assert dict(tie.qualifiers) == {"mission": "consulate general", "place": "wd:Q1718"}
    assert reasons == ["Q64: consulate general kept by Q9, which is no state, region, city or body"]
    statements, reasons = said(claim("P31", to(3917681)), claim("P137", to(30)), known=known)
    assert statements == []
    assert reasons == ["Q64: embassy without the state in which it stands (P17)"]


def test_hostile_values_are_told_or_cleaned() -> None:
    long = {f"x{chr(97 + number // 26)}{chr(97 + number % 26)}": f"{number:03d}" * 60 for number in range(300)}
    statements, reasons = said(
        CITY,
        claim(
            "P190", to(1), references=["https://a.example/x", "javascript:alert(1)", "https://a b", "http://nowhere"]
        ),
        claim("P625", place(13, 92)),
        claim("P625", place(13, 52, "http://www.wikidata.org/entity/Q111")),
        claim("P1082", quantity("-5")),
        claim("P1566", text("0x10")),
        **long,
        de="Some\x00\u202ewhere\nelse",
    )
    names = values(statements, "alternate_names")[0] or ""
    assert "Some where else" in names.split("\n")
    assert len(names) <= LONGEST
    assert [one.reference for one in statements if one.predicate == "twinning"] == [
        "https://www.wikidata.org/wiki/Q64#P190 ; https://a.example/x"
    ]
    assert values(statements, "location") == values(statements, "population") == values(statements, "same_as") == []
    assert len(reasons) == 3


def test_a_tie_with_itself_is_told() -> None:
    statements, reasons = said(CITY, claim("P190", to(64)))
    assert ties(statements) == []
    assert reasons == ["Q64: P190: Q64 is tied to itself"]
