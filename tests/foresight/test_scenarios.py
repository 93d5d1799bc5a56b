"""Scenario files: what is read, what is refused in one line with the path of the key, the address that holds one."""

import re
from datetime import date
from hashlib import blake2b

import pytest

from proxenia.errors import InputError, NotFoundError
from proxenia.foresight.scenarios.address import LONGEST_ADDRESS, canonical_text, pack, scenario_hash, unpack
from proxenia.foresight.scenarios.reading import read_scenario
from proxenia.foresight.scenarios.scenario import CARRIERS, COEFFICIENTS, ChangeKind
from proxenia.foresight.scenarios.words import change_words
from proxenia.foresight.scenarios.worked_scenarios import WORKED, worked_scenario, worked_text
from proxenia.foresight.scenarios.yaml_text import MOST_BYTES

HEAD = "schema: 1\nid: made\ntitle: Made for a test\nwritten: 2026-11-22\nhypothetical: true\n"
ASSUMED = "{coefficient: %s, number: assumed, value: %s, range: [%s, %s], reason: made for a test}"


def carrier(name: str, value: float = 0.5, low: float = 0.0, high: float = 1.0) -> str:
    return ASSUMED % (name, value, low, high)


CHANGES = {
    "reform": f"{{kind: reform, on: 2028-01-01, country: NO, tier: city, power: treaty, instruments: [treaty], "
    f"carried_by: [{carrier('autonomy')}]}}",
    "rupture": "{kind: rupture, on: 2028-01-01, between: [NO], and: [SE, FI], "
    f"carried_by: [{carrier('ending_first')}]}}",
    "reconciliation": f"{{kind: reconciliation, on: 2028-01-01, between: NO, and: SE, "
    f"carried_by: [{carrier('hostile', -1, -2, 0)}]}}",
    "recognition": f"{{kind: recognition, on: 2028-01-01, by: [NO], of: XK, carried_by: [{carrier('states_tied')}]}}",
    "city_network": '{kind: city_network, on: 2028-01-01, network: px:made, name: Made, members: ["a,NO", "b,SE"], '
    f"carried_by: [{carrier('shared_network')}]}}",
    "fund": "{kind: fund, on: 2028-01-01, until: 2030-12-31, name: Made, field: peace, regions: [Africa], amount: 1e6, "
    f"currency: EUR, carried_by: [{carrier('fund')}]}}",
    "withdrawal": "{kind: withdrawal, on: 2028-01-01, from: px:eurocities, members: [gn:1], "
    f"carried_by: [{carrier('shared_network')}]}}",
}


def text_of(*changes: str, head: str = HEAD) -> str:
    return head + "changes:\n" + "".join(f"  - {one}\n" for one in changes)


def fault(text: str | bytes) -> str:
    with pytest.raises(InputError) as caught:
        read_scenario(text)
    told = str(caught.value)
    assert "\n" not in told
    assert len(told) < 700
    return told


@pytest.mark.parametrize("kind", ChangeKind)
def test_every_kind_of_change_is_read_and_written_back(kind: ChangeKind) -> None:
    scenario = read_scenario(text_of(CHANGES[kind.value]))
    assert [one.kind for one in scenario.changes] == [kind]
    assert read_scenario(canonical_text(scenario)) == scenario
    assert unpack(pack(scenario)) == scenario
    assert change_words(scenario.changes[0], {}).startswith("From 2028-01-01")


def test_every_coefficient_is_read_for_the_kinds_that_it_carries() -> None:
    assert {name for names in CARRIERS.values() for name in names} == set(COEFFICIENTS)
    assert set(CARRIERS) == set(ChangeKind)


def test_norway_is_no_truth_value_and_days_are_days() -> None:
    change = read_scenario(text_of(CHANGES["reconciliation"])).changes[0]
    assert (change.first, change.second, change.on) == (("NO",), ("SE",), date(2028, 1, 1))


def swapped(kind: str, old: str, new: str) -> str:
    assert old in CHANGES[kind]
    return text_of(CHANGES[kind].replace(old, new))


HOSTILE: dict[str, tuple[str | bytes, str]] = {
    "an alias": (HEAD + "changes: [&a {kind: rupture}, *a]\n", "anchor or an alias in line 6"),
    "a bomb": ("a: &a [x,x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\n", "anchor"),
    "a tag": ("!!python/object/apply:os.system [ls]", "tag in line 1"),
    "two documents": (HEAD + "changes: []\n---\na: 1\n", "second document"),
    "too deep": ("[" * 40 + "]" * 40, "too deep"),
    "too many": ("a: [" + "1," * 7_000 + "1]", "too large"),
    "too long": ("# " + "x" * MOST_BYTES, "bytes long"),
    "not utf-8": (b"\xff\xfe\x00", "UTF-8"),
    "no yaml": ("a: [", "no YAML"),
    "a nul": ("a: \x00", "no YAML"),
    "empty": ("", "The scenario: it is empty"),
    "a list": ("- 1", "no record"),
    "a key twice": (HEAD + "id: again\nchanges: []\n", "'id' twice (line 6)"),
    "a list as a key": ("? [a]\n: 1\n", "no word"),
    "unknown key": (HEAD + "colour: red\nchanges: []\n", "colour: is no key here"),
    "another schema": (HEAD.replace("schema: 1", "schema: 2") + "changes: []", "schema: 2"),
    "schema true": (HEAD.replace("schema: 1", "schema: true") + "changes: []", "schema: True"),
    "no changes": (HEAD + "changes: []\n", "changes: [] is no list with something in it"),
    "changes missing": (HEAD, "changes: is missing"),
    "too many changes": (text_of(*[CHANGES["reform"]] * 41), "41 entries"),
    "unknown kind": (swapped("reform", "kind: reform", "kind: revolution"), "changes 1, kind: 'revolution'"),
    "kind missing": (text_of("{on: 2028-01-01}"), "changes 1, kind"),
    "a change is a word": (text_of("rupture"), "changes 1"),
    "unknown key in a change": (swapped("reform", "tier:", "layer:"), "changes 1, layer: is no key here"),
    "no day": (swapped("reform", "2028-01-01", "2028-02-30"), "changes 1, on: '2028-02-30' is no day"),
    "a year as a day": (swapped("reform", "2028-01-01", "2028"), "changes 1, on: 2028 is no day"),
    "until before": (swapped("fund", "2030-12-31", "2027-01-01"), "changes 1, until"),
    "no country": (swapped("reform", "country: NO", "country: Norway"), "changes 1, country: 'Norway'"),
    "both sides": (swapped("rupture", "and: [SE, FI]", "and: [NO]"), "NO stands on both sides"),
    "itself": (swapped("recognition", "of: XK", "of: NO"), "recognise itself"),
    "one member": (swapped("city_network", '"a,NO", "b,SE"', '"a,NO"'), "two members"),
    "a fund for nothing": (
        swapped("fund", "field: peace, regions: [Africa], ", ""),
        "for a field, countries or regions",
    ),
    "no money": (swapped("fund", "1e6", "-1"), "no sum of money"),
    "a huge number": (swapped("fund", "1e6", "9" * 400), "changes 1, amount"),
    "infinity": (swapped("fund", "1e6", ".inf"), "changes 1, amount: '.inf'"),
    "an exponent": (swapped("fund", "1e6", "1e999"), "changes 1, amount: '1e999'"),
    "both leave": (swapped("withdrawal", "members:", "countries: [NO], members:"), "either cities or countries"),
    "a wrong coefficient": (swapped("reform", "autonomy", "fund"), "'fund' does not carry a reform"),
    "a coefficient twice": (
        text_of(CHANGES["fund"].replace("carried_by: [", f"carried_by: [{carrier('fund')}, ")),
        "carried_by 2, coefficient: 'fund' stands twice",
    ),
    "nobody estimates it": (
        text_of(re.sub(r"\{coefficient: fund.*\}\]", "{coefficient: fund, number: estimated}]", CHANGES["fund"])),
        "no model estimates the coefficient 'fund'",
    ),
    "no reason": (swapped("reform", ", reason: made for a test", ""), "carried_by 1, reason: is missing"),
    "no range": (swapped("reform", ", range: [0.0, 1.0]", ""), "carried_by 1, range: is missing"),
    "outside its range": (swapped("reform", "[0.0, 1.0]", "[0.6, 1.0]"), "does not lie around 0.5"),
    "a number too large": (swapped("reform", "value: 0.5", "value: 40"), "carried_by 1, value: 40"),
    "more ties by a rupture": (
        text_of(CHANGES["rupture"].replace(carrier("ending_first"), carrier("hostile"))),
        "the coefficient hostile is zero or less",
    ),
    "fewer ends by a rupture": (swapped("rupture", "[0.0, 1.0]", "[-1, 1.0]"), "ending_first is zero or more"),
    "at odds": (
        text_of(CHANGES["rupture"], CHANGES["reconciliation"]),
        "NO and SE have a reconciliation on the day of the rupture of changes 1",
    ),
    "a control character": (HEAD.replace("Made for a test", '"Made\\a for a test"'), "control character"),
    "a long title": (HEAD.replace("Made for a test", "x" * 121) + "changes: []", "characters long"),
}


@pytest.mark.parametrize(("text", "says"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_wrong_is_told_in_one_line(text: str | bytes, says: str) -> None:
    assert says in fault(text)


def test_a_rupture_and_a_reconciliation_on_different_days_are_a_story() -> None:
    later = CHANGES["reconciliation"].replace("2028-01-01", "2030-01-01")
    assert len(read_scenario(text_of(CHANGES["rupture"], later)).changes) == 2


def test_the_same_scenario_has_the_same_letters_however_it_was_written() -> None:
    one = read_scenario(text_of(CHANGES["fund"]))
    other = read_scenario("# a comment\n" + text_of(CHANGES["fund"].replace("1e6", "1000000.0")))
    assert (pack(one), scenario_hash(one)) == (pack(other), scenario_hash(other))
    assert scenario_hash(one) != scenario_hash(read_scenario(text_of(CHANGES["fund"].replace("1e6", "2e6"))))


def damaged() -> dict[str, str]:
    letters = pack(read_scenario(text_of(CHANGES["fund"])))
    return {
        "cut": letters[:-8],
        "changed": letters[:20] + "AAAA" + letters[24:],
        "empty": "",
        "other letters": letters[:-3] + "<>!",
        "too long": "A" * (LONGEST_ADDRESS + 1),
    }


@pytest.mark.parametrize("letters", damaged().values(), ids=damaged())
def test_a_damaged_address_is_told_as_such(letters: str) -> None:
    with pytest.raises(InputError, match="scenario of this address"):
        unpack(letters)


def test_letters_that_unfold_to_too_much_are_refused() -> None:
    import base64
    import zlib

    bomb = base64.urlsafe_b64encode(zlib.compress(b" " * 3_000_000, 9)).decode().rstrip("=")
    assert len(bomb) < LONGEST_ADDRESS
    with pytest.raises(InputError, match="unfolds to too much"):
        unpack(bomb)


def test_a_scenario_that_is_too_long_for_an_address_says_so() -> None:
    members = ", ".join(
        f'"{blake2b(bytes([number % 256, number // 256])).hexdigest()[:40]},NO"' for number in range(500)
    )
    long = text_of(CHANGES["city_network"].replace('"a,NO", "b,SE"', members))
    with pytest.raises(InputError, match="too long for an address"):
        pack(read_scenario(long))


@pytest.mark.parametrize("name", WORKED)
def test_a_worked_scenario_is_whole(name: str) -> None:
    scenario = worked_scenario(name)
    assert (scenario.id, unpack(pack(scenario))) == (name, scenario)
    assert scenario.hypothetical == (name != "rupture-2022")
    assert scenario.facts
    for change in scenario.changes:
        for one in change.carriers:
            assert one.reason, "every worked scenario runs on every register: what is not estimated is assumed"
            assert one.value is not None
    assert read_scenario(canonical_text(scenario)) == scenario


def test_an_unknown_worked_scenario_names_the_known_ones() -> None:
    with pytest.raises(NotFoundError, match="rupture-2022"):
        worked_text("rupture-1066")
