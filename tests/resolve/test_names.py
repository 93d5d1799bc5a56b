import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from proxenia.resolve.names import fold, fold_column, is_other_unit, written_forms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Saint-Étienne", "St. Etienne"),
        ("İstanbul", "Istanbul"),
        ("ISTANBUL", "istanbul"),
        ("Łódź", "Lodz"),
        ("Køge", "Koge"),
        ("L’Aquila", "L'Aquila"),
        ("Weißenfels", "Weissenfels"),
        ("Fuji–Yoshida", "Fuji-Yoshida"),
        ("São  Paulo", "Sao Paulo"),
    ],
)
def test_two_writings_of_a_name_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Halle", "Hall"), ("Bern", "Berne"), ("서울", "부산"), ("São Tomé", "Tomé")]
)
def test_two_names_stay_two(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("name", ["上海市", "القدس", "ירושלים", "서울특별시", "Санкт-Петербург", "กรุงเทพฯ"])
def test_other_scripts_are_kept(name: str) -> None:
    assert fold(name)


@pytest.mark.parametrize("name", ["", " ", "...", "()", "'"])
def test_what_is_no_name_folds_to_nothing(name: str) -> None:
    assert fold(name) == ""
    assert written_forms(name) == []


def test_the_most_literal_form_comes_first() -> None:
    assert [(form.key, form.hint) for form in written_forms("City of Halle (Saale)")] == [
        ("city of halle saale", ""),
        ("halle saale", ""),
        ("city of halle", "Saale"),
        ("halle", "Saale"),
    ]


def test_a_rural_commune_is_not_its_town() -> None:
    assert is_other_unit("Limanowa (rural gmina)")
    assert not is_other_unit("Ruraldale")


WRITTEN = st.text(st.one_of(st.characters(max_codepoint=127), st.sampled_from("éßŁøİ’ stST.-")), max_size=12)


@given(st.lists(WRITTEN, max_size=6))
@example(["St.", "st", "Ste-Anne", "_st_", "a\x1fb", "\x0b", "St\n", "x_st"])
def test_many_names_fold_as_each_does(names: list[str]) -> None:
    assert fold_column(pl.Series(names, dtype=pl.String())).to_list() == [fold(name) for name in names]
