from itertools import permutations

import pytest
from tests.snapshot.made import MOMENT, same

from proxenia.model.judgement import Judgement, Verdict
from proxenia.snapshot.identity import canonical_ids


def test_a_chain_ends_at_the_last_right_side() -> None:
    chain = [same("a:x", "wd:Q1"), same("wd:Q1", "gn:5"), same("b:y", "wd:Q1")]
    assert canonical_ids(chain) == {"a:x": "gn:5", "b:y": "gn:5", "wd:Q1": "gn:5"}


def test_the_order_of_judgements_does_not_matter() -> None:
    judgements = [same("a:x", "gn:20"), same("a:x", "gn:5"), same("b:y", "gn:20"), same("c:z", "b:y")]
    results = [canonical_ids(order) for order in permutations(judgements)]
    assert all(result == results[0] for result in results)


@pytest.mark.parametrize(
    ("rights", "chosen"),
    [
        (["wd:Q1", "gn:7"], "gn:7"),
        (["iso:FR", "wd:Q142"], "wd:Q142"),
        (["b:x", "iso:FR"], "iso:FR"),
        (["gn:10", "gn:9"], "gn:9"),
        (["c:y", "b:y"], "b:y"),
    ],
)
def test_of_several_ends_the_preferred_scheme_wins(rights: list[str], chosen: str) -> None:
    assert canonical_ids([same("a:x", right) for right in rights])["a:x"] == chosen


def test_a_circle_still_has_one_canonical_identifier() -> None:
    assert canonical_ids([same("a:x", "wd:Q1"), same("wd:Q1", "a:x", at="2026-12-01T00:00:00.000000Z")]) == {
        "wd:Q1": "a:x"
    }
    assert canonical_ids([same("a:x", "b:x"), same("b:x", "gn:1"), same("gn:1", "a:x")]) == {
        "a:x": "gn:1",
        "b:x": "gn:1",
    }


def test_the_latest_judgement_of_a_pair_stands() -> None:
    before, after = same("a:x", "gn:1"), same("gn:1", "a:x", verdict=Verdict.DIFFERENT, at="2026-12-01T00:00:00Z")
    assert canonical_ids([before, after]) == canonical_ids([after, before]) == {}
    assert canonical_ids([same("a:x", "gn:1", verdict=Verdict.UNSURE)]) == {}


def _by(signer: str, left: str, right: str, *, at: str = MOMENT, verdict: Verdict = Verdict.SAME) -> Judgement:
    return Judgement(left, right, verdict, "one place", signer, at)


LATER = "2026-12-01T00:00:00.000000Z"


def test_a_person_outranks_a_later_judgement_of_the_program() -> None:
    said = [_by("person:a", "a:x", "gn:1"), _by("resolver:2", "a:x", "gn:2", at=LATER)]
    assert canonical_ids(said) == canonical_ids(said[::-1]) == {"a:x": "gn:1"}
    refused = [
        _by("person:a", "a:x", "gn:1", verdict=Verdict.DIFFERENT),
        _by("resolver:2", "a:x", "gn:1", at=LATER),
    ]
    assert canonical_ids(refused) == {}


def test_the_program_never_brings_two_entries_of_one_register_together() -> None:
    for one, other in (("wd:Q1", "wd:Q2"), ("iso:DE", "iso:PL")):
        said = [_by("resolver:2", one, "gn:1"), _by("resolver:2", other, "gn:1", at=LATER)]
        assert canonical_ids(said) == canonical_ids(said[::-1]) == {one: "gn:1"}
    chain = [_by("resolver:2", "a:x", "gn:1"), _by("resolver:2", "a:x", "gn:2", at=LATER)]
    assert canonical_ids(chain) == {"a:x": "gn:1"}


def test_a_person_may_say_that_two_entries_are_one_place() -> None:
    said = [_by("resolver:2", "wd:Q1", "gn:1"), _by("person:a", "wd:Q2", "gn:1")]
    assert canonical_ids(said) == {"wd:Q2": "gn:1"}
    assert canonical_ids([_by("person:a", "wd:Q1", "gn:1"), _by("person:a", "wd:Q2", "gn:1")]) == {
        "wd:Q1": "gn:1",
        "wd:Q2": "gn:1",
    }
