"""Identifiers of known schemes have their form; a source's own have any key that can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxenia.errors import IdentifierError
from proxenia.model.identifiers import check_identifier, is_identifier, local_identifier, scheme_of, slugify


@pytest.mark.parametrize(
    "text",
    [
        "gn:2747891",
        "wd:Q34370",
        "iso:NL",
        "iso:XK",
        "iso:ES-CT",
        "iso:CA-QC",
        "px:uclg",
        "act:riga-2006",
        "un:001",
        "hekman:Bérat,France",
        "wikipedia_2026:東京,JP",
        "hekman:'s-Hertogenbosch",
    ],
)
def test_sound(text: str) -> None:
    assert is_identifier(text)
    assert check_identifier(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Rotterdam",
        "gn:",
        "gn:0123",
        "gn:x",
        "wd:42",
        "wd:Q0",
        "iso:nl",
        "iso:NLD",
        "iso:NL-",
        "px:UCLG",
        "px:a--b",
        "px:-a",
        "un:1",
        "act:Riga",
        ":x",
        "X:y",
        "a:b",
        "hekman:",
        "hekman: x",
        "hekman:a:b",
        "hekman:a\nb",
        "x y:z",
        "gn:2747891\n",
        "hekman:" + "a" * 300,
    ],
)
def test_unsound(text: str) -> None:
    assert not is_identifier(text)
    with pytest.raises(IdentifierError) as caught:
        check_identifier(text)
    assert "gn:2747891" in str(caught.value)


def test_scheme() -> None:
    assert scheme_of("iso:ES-CT") == "iso"
    assert scheme_of("Rotterdam") == "Rotterdam"


@given(st.text(min_size=1, max_size=80), st.text(max_size=80))
def test_a_local_identifier_is_sound_and_stable_whatever_a_source_writes(name: str, country: str) -> None:
    made = local_identifier("list", name, country)
    assert made == local_identifier("list", name, country)
    if made != "list:":
        assert is_identifier(made), made


@given(st.text(max_size=60))
def test_a_slug_is_sound_or_empty(text: str) -> None:
    slug = slugify(text)
    assert not slug or is_identifier(f"px:{slug}")
    assert slugify(slug) == slug
