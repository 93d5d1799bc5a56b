from hypothesis import given, settings
from hypothesis import strategies as st

from proxenia.model.identifiers import scheme_of
from proxenia.model.judgement import Judgement, Verdict
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.resolve.judge import resolve_places
from proxenia.resolve.links import Links
from proxenia.resolve.match import LocalPlace
from proxenia.snapshot.identity import canonical_ids

NOW = "2026-11-22T02:33:10.123456Z"
REGISTERS = ("gn", "wd", "px")


def judged(left: str, right: str, verdict: Verdict = Verdict.SAME, signed_by: str = "resolver:2") -> Judgement:
    return Judgement(left, right, verdict, "a test", signed_by, NOW)


def groups_of(links: Links, identifiers: set[str]) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = {}
    for identifier in identifiers:
        groups.setdefault(links.find(identifier), set()).add(identifier)
    return groups


IDS = st.sampled_from(["gn:1", "gn:2", "wd:Q1", "wd:Q2", "wd:Q3", "a:x", "a:y", "b:x", "px:p", "iso:DE", "iso:DE-BE"])


@given(st.lists(st.tuples(IDS, IDS), max_size=25), st.lists(st.tuples(IDS, IDS), max_size=3))
def test_no_order_of_links_joins_two_entries_of_a_register(
    pairs: list[tuple[str, str]], different: list[tuple[str, str]]
) -> None:
    apart = [(one, other) for one, other in different if one != other]
    links = Links([judged(one, other, Verdict.DIFFERENT, "person:Ada") for one, other in apart])
    for one, other in pairs:
        links.join(one, other)
    for members in groups_of(links, {one for pair in pairs for one in pair}).values():
        for register in REGISTERS:
            assert sum(scheme_of(member) == register for member in members) <= 1
        assert not ({"iso:DE"} <= members and any(scheme_of(member) == "gn" for member in members))
    assert all(links.find(one) != links.find(other) for one, other in apart)


def test_what_stands_is_not_questioned_but_nothing_is_added_to_it() -> None:
    links = Links([judged("wd:Q1", "gn:1", signed_by="person:Ada"), judged("wd:Q2", "gn:1", signed_by="person:Ada")])
    assert links.find("wd:Q1") == links.find("wd:Q2")
    assert links.obstacle("wd:Q3", "gn:1")


def test_a_person_s_word_on_an_identifier_is_the_only_one() -> None:
    links = Links([judged("a:x", "gn:2"), judged("a:x", "gn:1", signed_by="person:Ada")])
    assert links.place_of("a:x") == "gn:1"
    assert links.find("gn:2") != links.find("a:x")


NAMES = st.sampled_from(["Rotterdam", "Halle", "Roterdam", "Paris", "London", "City of London", "Springfield"])
STATED = st.sampled_from(["wd:Q1", "wd:Q2", "wd:Q3", "gn:2747891", "gn:2911522", "gn:2643743", "iso:NL", "iso:NL-ZH"])


@st.composite
def places(draw: st.DrawFn) -> list[LocalPlace]:
    found = []
    for number in range(draw(st.integers(1, 8))):
        scheme = draw(st.sampled_from(["mine", "other", "wd"]))
        identifier = f"wd:Q{number + 1}" if scheme == "wd" else f"{scheme}:{number}"
        stated = tuple(draw(st.lists(STATED, max_size=2)))
        country = draw(st.sampled_from(["NL", "DE", "FR", "GB", "US", ""]))
        found.append(LocalPlace(identifier, draw(NAMES), country, stated=stated))
    return found


IN_FORCE = st.lists(
    st.tuples(st.sampled_from(["mine:0", "mine:1", "wd:Q1", "wd:Q9"]), STATED.filter(lambda one: "iso" not in one)),
    max_size=3,
)


def check_never_two(found: list[LocalPlace], before: list[Judgement], gazetteer: Gazetteer) -> None:
    resolution = resolve_places(found, gazetteer, judged=before, recorded_at=NOW)
    links, all_ids = Links(before), {key for one in (*before, *resolution.judgements) for key in (one.left, one.right)}
    held = groups_of(links, all_ids)
    for one in resolution.judgements:
        assert links.join(one.left, one.right) == ""
    for members in groups_of(links, all_ids).values():
        for register in ("gn", "wd"):
            entries = {member for member in members if scheme_of(member) == register}
            assert len(entries) <= 1 or any(entries <= group for group in held.values())


def test_never_two_different_ids_merged(gazetteer: Gazetteer) -> None:
    @settings(deadline=None, max_examples=25)
    @given(places(), IN_FORCE)
    def check(found: list[LocalPlace], before: list[tuple[str, str]]) -> None:
        check_never_two(found, [judged(*pair) for pair in before if pair[0] != pair[1]], gazetteer)

    check()


def test_the_likelier_one_gets_the_place_and_the_other_goes_to_review(gazetteer: Gazetteer) -> None:
    found = [LocalPlace("wd:Q34370", "Rotterdam", "NL"), LocalPlace("wd:Q99", "City of Rotterdam", "NL")]
    resolution = resolve_places(found, gazetteer, recorded_at=NOW)
    assert [(one.left, one.right) for one in resolution.judgements] == [("wd:Q34370", "gn:2747891")]
    (waiting,) = resolution.review
    assert waiting.local.id == "wd:Q99"
    assert waiting.rule == "it would make one of two: wd:Q99 and wd:Q34370 are two"
    assert waiting.candidates[0].id == "gn:2747891"


def test_two_of_one_source_that_carry_different_ids_stay_two_across_imports(gazetteer: Gazetteer) -> None:
    first = resolve_places([LocalPlace("a:1", "Rotterdam", "NL", stated=("wd:Q1",))], gazetteer, recorded_at=NOW)
    second = [LocalPlace("a:2", "Rotterdam", "NL", stated=("wd:Q2",))]
    later = resolve_places(second, gazetteer, judged=first.judgements, recorded_at=NOW)
    assert [(one.left, one.right) for one in later.judgements] == [("a:2", "wd:Q2")]
    assert later.review[0].rule.startswith("it would make one of two")
    canonical = canonical_ids([*first.judgements, *later.judgements])
    assert canonical["a:1"] == canonical["wd:Q1"] == "gn:2747891"
    assert canonical["a:2"] == "wd:Q2"
