"""Publishers' tables: a header that is not the publisher's, odd rows, odd cells, rows that disagree."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from proxenia.errors import SourceChangedError, UnreadableFileError
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources.context import Context
from proxenia.sources.description import SourceDescription
from proxenia.sources.tabular.cells import plain_number, state_of, year_of
from proxenia.sources.tabular.rows import Fact, RowRefused, agreeing, files_by_format, header_of, read_facts, read_rows


@pytest.fixture
def context(tmp_path: Path) -> Context:
    return Context(SourceDescription("made", "Made for this test"), tmp_path / "made.csv", "2026-11-22")


def rows_of(context: Context, content: bytes) -> list[tuple[int, dict[str, str]]]:
    context.path.write_bytes(content)
    return list(read_rows(context, context.path, columns=("a", "b")))


def test_rows_come_with_their_number_and_only_the_wanted_columns(context: Context) -> None:
    assert rows_of(context, b"\xef\xbb\xbfc,a ,b\r\n9, 1,2\r\n\r\n,,\r\n8,3,4\r\n") == [
        (2, {"a": "1", "b": "2"}),
        (5, {"a": "3", "b": "4"}),
    ]
    assert (context.rows, context.refused) == (2, [])
    assert header_of(context, context.path) == ("c", "a", "b")


def test_a_wrong_header_names_what_is_missing_and_what_is_there(context: Context) -> None:
    with pytest.raises(SourceChangedError, match=r"lacks the column 'b'.*Its columns are: a, x"):
        rows_of(context, b"a,x\n1,2\n")
    with pytest.raises(SourceChangedError, match="has the column 'a' 2 times"):
        rows_of(context, b"a,b,a\n1,2,3\n")
    with pytest.raises(UnreadableFileError, match="empty"):
        rows_of(context, b"\n\n")


@pytest.mark.parametrize(("sign", "word"), [(b";", "semicolons"), (b"\t", "tabs"), (b"|", "bars")])
def test_another_delimiter_than_the_publishers_is_told(context: Context, sign: bytes, word: str) -> None:
    with pytest.raises(SourceChangedError, match=f"has its cells parted by {word}, not by commas"):
        rows_of(context, sign.join([b"a", b"b"]) + b"\n" + sign.join([b"1", b"2"]) + b"\n")


def test_a_table_is_not_read_from_standard_input(context: Context) -> None:
    with pytest.raises(UnreadableFileError, match=r"made is not read from standard input.*name of a file"):
        list(read_rows(context, Path("-"), columns=("a", "b")))


def test_a_refused_row_is_told_with_its_file_where_there_are_several(context: Context) -> None:
    context.files = (context.path, context.path.with_name("other.csv"))
    rows_of(context, b"a,b\n1\n")
    context.files[1].write_bytes(b"a,b\n1\n")
    list(read_rows(context, context.files[1], columns=("a", "b")))
    assert [str(refusal).partition(":")[0] for refusal in context.refused] == ["made.csv row 2", "other.csv row 2"]


def test_rows_of_another_length_and_with_control_characters_are_refused(context: Context) -> None:
    long = b"x" * 2001
    found = rows_of(context, b'a,b\n1\n1,2,3\n"1\n2",2\n1,' + long + b"\n1,2\n")
    assert [row for _, row in found] == [{"a": "1", "b": "2"}]
    assert [refusal.reason for refusal in context.refused] == [
        "it has 1 cells where the header has 2",
        "it has 3 cells where the header has 2",
        "a '1\\n2' holds control characters",
        "b is longer than 2000 characters",
    ]


@pytest.mark.parametrize("text", ["NaN", "inf", "1,5", "=1+1", "", "1_000", "٣", "1e400", "--1", "0x1F", "1" * 41, "."])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(RowRefused):
        plain_number(text, "the stock")


def test_numbers_beyond_their_limits_are_refused() -> None:
    for text, least, most in (("-1", 0, None), ("1.0001", 0, 1), ("1e9", 0, 5)):
        with pytest.raises(RowRefused, match=text):
            plain_number(text, "the share", least=least, most=most)
    with pytest.raises(RowRefused, match="whole number"):
        plain_number("1.5", "the stock", decimals=0)


@pytest.mark.parametrize(
    ("text", "decimals", "shown"),
    [
        ("100", None, "100"),
        ("0.0508", None, "0.0508"),
        ("1e-2", None, "0.01"),
        ("99.9999999", 6, "100"),
        ("5.", 0, "5"),
    ],
)
def test_numbers_are_plain(text: str, decimals: int | None, shown: str) -> None:
    assert plain_number(text, "it", decimals=decimals) == shown


@pytest.mark.parametrize("text", ["1990.5", "990", "", "NaN", "19900", "1990-01-01", "3000"])
def test_what_is_no_year_is_refused(text: str) -> None:
    with pytest.raises(RowRefused):
        year_of(text, last=2100)


def test_a_part_of_a_state_is_not_the_state(context: Context, gazetteer: Gazetteer) -> None:
    context.countries = gazetteer.countries
    assert state_of(context, "Netherlands") == "iso:NL"
    assert state_of(context, "ROM", known={"ROM": "iso:RO"}) == "iso:RO"
    with pytest.raises(RowRefused, match="a part of iso:GB"):
        state_of(context, "Scotland")
    with pytest.raises(RowRefused, match="unknown country 'Atlantis'"):
        state_of(context, "Atlantis")


def test_rows_that_agree_are_one_and_rows_that_disagree_are_none(context: Context) -> None:
    pairs = (("x", "1"), ("y", "1"), ("x", "1"), ("y", "2"), ("z", "3"), ("y", "1"))
    facts = [Fact(row, (name, None), value) for row, (name, value) in enumerate(pairs, start=2)]
    assert list(agreeing(context, facts)) == [Fact(2, ("x", None), "1"), Fact(6, ("z", None), "3")]
    assert [(refusal.row, refusal.reason) for refusal in context.refused] == [
        (3, "row 5 says otherwise of y"),
        (5, "row 3 says otherwise of y"),
        (7, "row 5 says otherwise of y"),
    ]


def test_a_row_that_is_not_understood_is_refused_whole(context: Context) -> None:
    def read(row: Mapping[str, str]) -> list[tuple[str, str]]:
        return [("a", row["a"]), ("b", plain_number(row["b"], "b"))]

    rows = [(2, {"a": "1", "b": "2"}), (3, {"a": "1", "b": "much"})]
    assert list(read_facts(context, rows, read)) == [Fact(2, "a", "1"), Fact(2, "b", "2")]
    assert context.refused[0].reason == "b 'much' is not a number"


def test_the_header_tells_the_format_of_each_file(context: Context, tmp_path: Path) -> None:
    formats = {"one": ("a", "b"), "two": ("a", "c", "d")}
    paths = tuple(tmp_path / name for name in ("x.csv", "y.csv", "z.csv"))
    for path, header in zip(paths, ("a,c,d", "a,b,z", "b,a"), strict=True):
        path.write_text(f"{header}\n1,2,3\n")
    context.files = paths[:2]
    assert files_by_format(context, formats) == {"one": paths[1], "two": paths[0]}
    context.files = paths
    with pytest.raises(UnreadableFileError, match="are both one"):
        files_by_format(context, formats)
    paths[2].write_text("a,d\n1,2\n")
    with pytest.raises(SourceChangedError, match=r"z\.csv.*lacks the column 'c'.*Its columns are: a, d"):
        files_by_format(context, formats)
