from pathlib import Path

import pytest

from proxenia.errors import MappingError, UnreadableFileError
from proxenia.sources.catalogue.table.mapping import load_mapping, mapping_of_pairs

FULL = """
source: mine
title: My list
publisher: A city
licence: CC0 1.0
address: https://city.example/list.csv
date: 2024-05
derived_from: [wikipedia]
columns:
  city: A
  country: B
  partner: C
  partner_country: D
  year: Y
kind: agreement
"""


def test_a_file_says_what_the_columns_are(tmp_path: Path) -> None:
    path = tmp_path / "map.yml"
    path.write_text(FULL)
    mapping = load_mapping(path, ["city=Z", "licence=MIT"])
    assert mapping.columns == {"city": "Z", "country": "B", "partner": "C", "partner_country": "D", "start": "Y"}
    assert mapping.constants == {"kind": "agreement"}
    assert mapping.description.derived_from == ("wikipedia",)
    assert (mapping.description.licence, mapping.description.date) == ("MIT", "2024-05")


def test_pairs_say_the_same() -> None:
    mapping = mapping_of_pairs(
        [
            "source=mine",
            "title=My = list",
            "city=A",
            "partner=C",
            "derived_from=wikipedia, wikidata",
            "keeps_direction=yes",
        ]
    )
    assert mapping.description.title == "My = list"
    assert mapping.description.derived_from == ("wikidata", "wikipedia")
    assert mapping.description.keeps_direction
    assert mapping.constants == {"kind": "twinning"}


def test_the_title_may_be_left_out() -> None:
    assert mapping_of_pairs(["source=mine", "city=A", "partner=C"]).description.title == "mine"


def test_every_fault_is_told_at_once() -> None:
    given = ["source=My Source", "colour=red", "date=May", "address=nowhere", "expectations.max_refused_share=much"]
    with pytest.raises(MappingError) as caught:
        mapping_of_pairs(given)
    for part in ("'colour'", "city (or id) is missing", "partner (or partner_id)", "'My Source'", "'May'", "'nowhere'"):
        assert part in str(caught.value)
    assert "max_refused_share" in str(caught.value)


@pytest.mark.parametrize("scheme", ["gn", "wd", "iso", "px", "act", "un", "", "9lives", "a", "Großstadt"])
def test_a_source_s_id_is_no_scheme_and_a_plain_word(scheme: str) -> None:
    with pytest.raises(MappingError):
        mapping_of_pairs([f"source={scheme}", "city=A", "partner=C"])


@pytest.mark.parametrize("pair", ["city", "=A", ""])
def test_what_is_no_pair_is_told(pair: str) -> None:
    with pytest.raises(MappingError, match="KEY=VALUE"):
        mapping_of_pairs([pair])


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "a: [", "columns: 3\nsource: mine\n", "\x00"])
def test_a_file_that_is_no_mapping(tmp_path: Path, text: str) -> None:
    path = tmp_path / "map.yml"
    path.write_text(text)
    with pytest.raises((UnreadableFileError, MappingError)):
        load_mapping(path)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError):
        load_mapping(tmp_path / "none.yml")
