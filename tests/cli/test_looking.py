import re

import pytest
from tests.cli.running import Home

from proxenia.model.vocabulary import Status, TieKind

TIE = ["id", "kind", "partner", "valid_from", "valid_to", "status", "fields", "reciprocal", "sources"]
ROTTERDAM, SHANGHAI = "gn:2747891", "gn:1796236"


def test_ties_as_json_have_the_promised_shape(home: Home) -> None:
    ties = home.done("ties", "Rotterdam", "--json").json
    assert len(ties) >= 20
    for tie in ties:
        assert list(tie) == TIE
        assert re.fullmatch(r"tie:[0-9a-f]{16}", tie["id"])
        assert tie["kind"] in {kind.value for kind in TieKind}
        assert tie["status"] in {status.value for status in Status}
        assert list(tie["partner"]) == ["id", "name", "country"]
        assert tie["sources"]
        assert all(list(source) == ["id", "reference"] and all(source.values()) for source in tie["sources"])
        assert isinstance(tie["fields"], list)
        assert tie["reciprocal"] in {None, True, False}


def test_rotterdam_is_tied_to_shanghai_with_evidence(home: Home) -> None:
    ties = home.done("ties", "Rotterdam", "--kind", "twinning", "--json").json
    (found,) = [tie for tie in ties if tie["partner"]["name"] == "Shanghai"]
    assert found["partner"] == {"id": SHANGHAI, "name": "Shanghai", "country": "CN"}
    assert found["valid_from"].startswith("1979")
    assert found["valid_to"] is None
    assert len(found["sources"]) >= 2
    assert any(source["reference"].startswith("https://") for source in found["sources"])


@pytest.mark.parametrize(("year", "shown"), [("1970", False), ("1978", False), ("1979", True), ("2020", True)])
def test_a_tie_is_shown_from_its_first_year(home: Home, year: str, shown: bool) -> None:
    ties = home.done("ties", "Rotterdam", "--as-of", year, "--kind", "twinning", "--json").json
    assert ("Shanghai" in {tie["partner"]["name"] for tie in ties}) is shown


def test_ties_may_be_of_one_kind(home: Home) -> None:
    every, some = (home.done("ties", "Rotterdam", *more, "--json").json for more in ((), ("--kind", "membership")))
    assert {tie["kind"] for tie in some} == {"membership"}
    assert [tie for tie in every if tie["kind"] == "membership"] == some
    assert len(some) < len(every)


def test_ties_for_people_say_the_same(home: Home) -> None:
    ties, shown = home.done("ties", "Rotterdam", "--json").json, home.done("ties", "Rotterdam")
    assert shown.lines[0].strip() == f"{len(ties)} ties"
    assert {tie["id"] for tie in ties} == set(re.findall(r"tie:[0-9a-f]{16}", shown.out))


def test_an_actor_without_ties_in_a_year_has_an_empty_list(home: Home) -> None:
    assert home.done("ties", "Rotterdam", "--as-of", "-431", "--json").json == []
    assert home.done("ties", "Rotterdam", "--as-of", "-431").lines[0].strip() == "0 ties"


def test_a_city_tells_what_is_known_of_it(home: Home) -> None:
    page = home.done("city", "Rotterdam", "--json").json
    assert page["actor"]["id"] == ROTTERDAM
    assert page["population"] > 500_000
    assert "鹿特丹" in {name["name"] for name in page["names"]}
    assert sum(page["by_kind"].values()) == len(home.done("ties", "Rotterdam", "--json").json)
    told = dict(line.split(None, 1) for line in home.done("city", "Rotterdam").lines[:4])
    assert told == {"name": "Rotterdam", "id": ROTTERDAM, "kind": "city", "country": "Netherlands"}


def test_city_shows_any_other_actor_too(home: Home) -> None:
    page = home.done("city", "px:eurocities", "--json").json
    assert page["actor"]["kind"] == "city_network"
    assert page["members"]
    assert "members known" in home.done("city", "Eurocities").out
    assert home.done("city", "iso:NL", "--json").json["actor"]["name"] == "Netherlands"


def test_why_shows_what_each_source_says_of_a_tie(home: Home) -> None:
    by_names = home.done("why", "Rotterdam", "Shanghai", "--json")
    page = by_names.json
    assert {page["a"]["id"], page["b"]["id"]} == {ROTTERDAM, SHANGHAI}
    assert page["kind"] == "twinning"
    assert len(page["evidence"]) >= 2
    assert all(line["source"] and line["reference"] for line in page["evidence"])
    assert home.done("why", page["id"], "--json").json == page
    assert home.done("why", "Shanghai", "Rotterdam", "--json").json == page
    (note,) = by_names.complaints
    assert "there is also tie:" in note
    assert "(agreement)" in note


def test_why_for_people_names_pages_and_dates(home: Home) -> None:
    shown = home.done("why", "Rotterdam", "Shanghai")
    assert "between  Shanghai and Rotterdam" in shown.out
    assert "https://" in shown.out
    assert re.search(r"since +1979", shown.out)


def test_why_shows_where_sources_disagree(home: Home) -> None:
    page = home.done("why", "Berlin", "Istanbul", "--json").json
    starts = {line["value"] for line in page["conflicts"] if line["what"] == "start"}
    assert {start[:4] for start in starts if start} == {"1988", "1989"}
    assert "Where they disagree" in home.done("why", "Berlin", "Istanbul").out


def test_why_shows_what_each_source_says_of_an_act(home: Home) -> None:
    page = home.done("why", "act:aalborg-charter-1994", "--json").json
    assert page["date"] == "1994-05-27"
    assert page["evidence"]
    assert "Aalborg Charter" in home.done("why", "act:aalborg-charter-1994").out


@pytest.mark.parametrize(
    ("command", "complaint"),
    [
        (("ties", "Nowherebury"), "There is no actor 'Nowherebury'. "),
        (("ties", ""), "There is no actor ''. "),
        (("city", "gn:999999999"), "There is no actor 'gn:999999999'. "),
        (("ties", "Rotterdam", "--kind", "twining"), "'twining' is not a known tie kind. "),
        (("ties", "Rotterdam", "--as-of", "soon"), "Invalid value for '--as-of'"),
        (("ties", "Rotterdam", "--as-of", "99999"), "Invalid value for '--as-of'"),
        (("ties",), "Missing argument 'name'. See `proxenia ties --help`."),
        (("why", "Rotterdam"), "There is no tie 'Rotterdam'. Give two names"),
        (("why", "tie:0000000000000000"), "There is no tie 'tie:0000000000000000'. "),
        (("why", "act:never-happened"), "There is no act 'act:never-happened'. "),
        (("why", "Rotterdam", "Mogadishu"), "There is no tie 'Rotterdam – Mogadishu'. "),
        (("why", "Rotterdam", "Nowherebury"), "There is no actor 'Nowherebury'. "),
    ],
)
def test_a_mistake_is_told_in_one_line(home: Home, command: tuple[str, ...], complaint: str) -> None:
    result = home.run(*command, "--json")
    assert result.code == 2
    assert result.out == ""
    (line,) = result.complaints
    assert line.startswith(f"proxenia: {complaint}")
