from pathlib import Path

import pytest

from proxenia.errors import FaultsError, UnknownValueError, UnreadableFileError
from proxenia.sources.catalogue import catalogue_ids, describe, reader_of, sources_with_reader
from proxenia.sources.description import load_description

SOUND = "id: mine\ntitle: Mine\npublisher: P\nlicence: CC0\ncitation: Mine 2026\n"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "source.yml"
    path.write_text(text)
    return path


def test_a_sound_description(tmp_path: Path) -> None:
    more = "date: 2026\nderived_from: [b, a]\nexpectations: {min_statements: 3, max_refused_share: 0.1}\n"
    description = load_description(written(tmp_path, SOUND + more.replace("[b, a]", "[bb, aa]")))
    assert description.derived_from == ("aa", "bb")
    assert description.expectations.min_statements == 3
    assert description.record(hash_="abc").hash == "abc"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("id: mine\n", "title is missing"),
        ("title: Mine\nid: mine\npublisher: P\ncitation: C\n", "licence is missing"),
        (SOUND + "colour: red\n", "'colour' is not a key"),
        (SOUND + "date: May\n", "date 'May'"),
        (SOUND + "address: here\n", "address 'here'"),
        (SOUND + "derived_from: wikipedia\n", "derived_from"),
        (SOUND + "keeps_direction: perhaps\n", "keeps_direction"),
        (SOUND + "expectations: {max: 3}\n", "expectation 'max'"),
        (SOUND + "expectations: {min_statements: true}\n", "min_statements True"),
        (SOUND + "expectations: [1]\n", "expectations is not"),
        (SOUND.replace("id: mine", "id: gn"), "id 'gn'"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, part: str) -> None:
    with pytest.raises(FaultsError) as caught:
        load_description(written(tmp_path, text))
    assert part in str(caught.value)


def test_a_missing_description_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError):
        load_description(tmp_path / "source.yml")


def test_the_catalogue_lists_its_folders() -> None:
    assert {"founding_register", "geonames", "table"} <= set(catalogue_ids())
    assert {"founding_register", "table"} <= set(sources_with_reader())
    assert all(describe(source).id == source for source in catalogue_ids())
    assert all(callable(reader_of(source)) for source in sources_with_reader())
    with pytest.raises(UnknownValueError, match="founding_register"):
        describe("founding_registry")
    with pytest.raises(UnknownValueError):
        reader_of("geonames")
