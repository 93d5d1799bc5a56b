"""Hostile wikitext and broken dumps: a refusal or a clear error, in bounded time and memory."""

import bz2
import gzip
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sources.wikipedia_list.made import page_context, read_page, shown_ties

from proxenia.errors import FaultsError, UnreadableFileError
from proxenia.model.statement import check_statements
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources.catalogue.wikipedia_list.articles import MOST_LINES
from proxenia.sources.catalogue.wikipedia_list.dump import LARGEST_PAGE
from proxenia.sources.catalogue.wikipedia_list.reader import read

HEADING = "== Twin towns ==\n"
GOOD = "* [[Lyon]], France (1987)\n"
LONGEST_SECONDS = 20
"""Generous: machines that test are busy. What the limits stop took minutes or never ended."""


def filled(piece: str, length: int = 300_000) -> str:
    return piece * (length // len(piece))


@pytest.mark.parametrize(
    "text",
    [
        "* " + "{{a|" * 10_000 + "}}" * 10_000,
        "* " + "{{a|" * 10_000,
        "{{x|\n* " * 10_000 + "}}" * 10_000,
        "* " + "[[" * 10_000 + "]]" * 10_000,
        filled("{{\n"),
        filled("<ref>"),
        filled("<ref name=a>"),
        filled("<nowiki>"),
        filled("<gallery>"),
        filled("<!--"),
        filled("== a ==\n"),
        filled("==" + " " * 900 + "x\n"),
        "'''a'''" + " " * 300_000 + "x",
        filled("* " + "<a " * 1_300 + "\n"),
        filled("* " + "{{flag|x}}" * 380 + "\n"),
        filled("* " + "[[a]]" * 700 + "\n"),
        filled("* " + "[http://a " * 390 + "\n"),
        "{|\n" + filled("|-\n| rowspan=200 | [[a]] || rowspan=200 | b || c\n"),
        filled("{|\n"),
        "{|\n|" + " " * 300_000,
        "{|\n! a\n|-\n|}\n|}\n|-\n| x ||\n",
        filled("*"),
        filled("<br>"),
        "\n".join("*" * depth + " [[a]]" for depth in range(1, 800)),
    ],
    ids=range(24),
)
def test_hostile_wikitext_costs_its_length(tmp_path: Path, gazetteer: Gazetteer, text: str) -> None:
    begin = time.perf_counter()
    statements, _ = read_page(tmp_path, gazetteer, f"{HEADING}{GOOD}\n{text}")
    assert time.perf_counter() - begin < LONGEST_SECONDS
    assert ("Lyon", "FR", "1987/..") in shown_ties(statements)


def test_marks_of_direction_and_control_are_dropped(tmp_path: Path, gazetteer: Gazetteer) -> None:
    statements, _ = read_page(
        tmp_path, gazetteer, f"{HEADING}* \u202e[[Ly\u200bon\x07]]\u202c, \u2066France\u2069 (1987)\n"
    )
    assert shown_ties(statements) == [("Lyon", "FR", "1987/..")]


def test_a_long_line_is_refused_and_shown_short(tmp_path: Path, gazetteer: Gazetteer) -> None:
    _, context = read_page(tmp_path, gazetteer, f"{HEADING}{GOOD}* [[Lyon]] {'x' * 50_000}\n")
    assert len(context.refused) == 1
    assert "longer than 4000 characters" in context.refused[0].reason
    assert len(context.refused[0].reason) < 250


def test_lines_beyond_the_limit_are_not_dropped_in_silence(tmp_path: Path, gazetteer: Gazetteer) -> None:
    _, context = read_page(tmp_path, gazetteer, HEADING + GOOD + "* x\n" * MOST_LINES)
    assert context.refused[-1].reason == "en:Here: only its first 20,000 lines were read"


def test_a_page_that_is_too_large_is_refused(tmp_path: Path, gazetteer: Gazetteer) -> None:
    (tmp_path / "Big.en.wikitext").write_text(HEADING + "x" * LARGEST_PAGE)
    (tmp_path / "Good.en.wikitext").write_text(HEADING + GOOD)
    context = page_context(gazetteer, tmp_path)
    assert shown_ties(list(read(context))) == [("Lyon", "FR", "1987/..")]
    assert [refusal.reason for refusal in context.refused] == [
        "Big.en.wikitext is larger than 4 MB, which no page of Wikipedia is"
    ]


def test_pages_without_a_section_are_a_fault_only_together(tmp_path: Path, gazetteer: Gazetteer) -> None:
    (tmp_path / "A.en.wikitext").write_text("== History ==\n* [[Lyon]], France\n")
    context = page_context(gazetteer, tmp_path)
    assert list(read(context)) == []
    with pytest.raises(FaultsError, match="none of its 1 pages has a section of twin towns"):
        context.end()
    (tmp_path / "B.en.wikitext").write_text(HEADING + GOOD)
    context = page_context(gazetteer, tmp_path)
    assert list(read(context))
    context.end()
    assert context.refused == []
    assert context.covered == {"https://en.wikipedia.org/wiki/A", "https://en.wikipedia.org/wiki/B"}


def test_a_page_given_twice_is_read_once(tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = tmp_path / "A.en.wikitext"
    path.write_text(HEADING + GOOD)
    context = page_context(gazetteer, path, path)
    assert len(shown_ties(list(read(context)))) == 1
    assert context.refused[0].reason == "en:A is given twice; the first was read"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("Berlin.wikitext", b"x", "its name says neither its title nor its edition"),
        ("Berlin.de.wikitext", b"\xff\xfe\x00", "is not UTF-8"),
        ("dump.xml", b"", "cannot be read as a dump"),
        ("dump.xml", b"<html><body>Not found</body></html>", "it holds no article"),
        ("dump.xml", b"{}", "cannot be read as a dump"),
        ("dump.xml.gz", b"no gzip", "cannot be read as a dump"),
        ("dump.xml.bz2", b"no bzip2", "cannot be read as a dump"),
    ],
)
def test_what_is_no_page_is_an_error(
    tmp_path: Path, gazetteer: Gazetteer, name: str, content: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError, match=message):
        list(read(page_context(gazetteer, path)))


def test_a_missing_file_and_an_empty_folder_are_errors(tmp_path: Path, gazetteer: Gazetteer) -> None:
    with pytest.raises(UnreadableFileError):
        list(read(page_context(gazetteer, tmp_path / "Gone.en.wikitext")))
    with pytest.raises(UnreadableFileError):
        list(read(page_context(gazetteer, tmp_path / "gone.xml")))
    with pytest.raises(UnreadableFileError, match="holds no page"):
        list(read(page_context(gazetteer, tmp_path)))


def test_an_index_that_is_no_csv_of_pages_is_an_error(tmp_path: Path, gazetteer: Gazetteer) -> None:
    (tmp_path / "index.csv").write_bytes(b"\xff\xff")
    with pytest.raises(UnreadableFileError, match="is not a CSV of pages"):
        read_page(tmp_path, gazetteer, HEADING + GOOD)


def page(title: str, text: str, ns: str = "0") -> str:
    return (
        f"<page><title>{title}</title><ns>{ns}</ns><revision><id>7</id><timestamp>2024-05-06T07:08:09Z</timestamp>"
        f"<text>{text}</text></revision></page>"
    )


def dump(*pages: str, wiki: str = "enwiki", head: str = "") -> bytes:
    return (
        f'{head}<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" xml:lang="en">'
        f"<siteinfo><dbname>{wiki}</dbname>"
        f"</siteinfo>{''.join(pages)}</mediawiki>"
    ).encode()


ARTICLE = page("Here", HEADING + "* [[Lyon]], France (1987)&lt;ref&gt;1999&lt;/ref&gt;\n")


@pytest.mark.parametrize(("name", "pack"), [("d.xml", bytes), ("d.xml.gz", gzip.compress), ("d.xml.bz2", bz2.compress)])
def test_a_dump_is_read_plain_and_packed(tmp_path: Path, gazetteer: Gazetteer, name: str, pack) -> None:
    path = tmp_path / name
    path.write_bytes(pack(dump(ARTICLE, page("Talk:Here", HEADING + GOOD, ns="1"), page("There", "no section"))))
    context = page_context(gazetteer, path)
    statements = list(read(context))
    assert shown_ties(statements) == [("Lyon", "FR", "1987/..")]
    tie = next(s for s in statements if s.predicate == "twinning")
    assert tie.reference == "https://en.wikipedia.org/wiki/Here"
    assert dict(tie.qualifiers) == {"listed": "2024-05-06", "summary": "revision 7"}


def test_the_editions_code_is_that_of_the_database(tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = tmp_path / "d.xml"
    path.write_bytes(dump(ARTICLE, wiki="simplewiki"))
    assert {s.subject for s in read(page_context(gazetteer, path)) if s.predicate == "twinning"} == {
        "wikipedia_list:simple,Here"
    }


def test_of_several_revisions_the_last_counts(tmp_path: Path, gazetteer: Gazetteer) -> None:
    text = f"<text>{HEADING}* [[Bonn]], Germany</text>"
    old = f"<revision><id>1</id><timestamp>2001-01-01T00:00:00Z</timestamp>{text}</revision>"
    path = tmp_path / "d.xml"
    path.write_bytes(dump(ARTICLE.replace("<revision>", f"{old}<revision>", 1)))
    assert shown_ties(list(read(page_context(gazetteer, path)))) == [("Lyon", "FR", "1987/..")]


@pytest.mark.parametrize("change", [("2024-05-06T07:08:09Z", "2024-13-45"), ("<id>7</id>", "<id>x</id>")])
def test_a_revision_of_no_known_form_is_left_out(tmp_path: Path, gazetteer: Gazetteer, change: tuple[str, str]) -> None:
    path = tmp_path / "d.xml"
    path.write_bytes(dump(ARTICLE.replace(*change)))
    statements = list(read(page_context(gazetteer, path)))
    check_statements(statements)
    assert len(next(s for s in statements if s.predicate == "twinning").qualifiers) == 1


@pytest.mark.parametrize("title", ["a" * 256, "_" * 20, " "])
def test_a_title_of_no_known_form_is_refused(tmp_path: Path, gazetteer: Gazetteer, title: str) -> None:
    path = tmp_path / "d.xml"
    path.write_bytes(dump(page(f"{title}", HEADING + GOOD), ARTICLE))
    context = page_context(gazetteer, path)
    assert len(shown_ties(list(read(context)))) == 1
    assert len(context.refused) == (0 if title == " " else 1)


def test_a_dump_of_another_project_is_refused(tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = tmp_path / "d.xml"
    path.write_bytes(dump(ARTICLE, wiki="commonswiki"))
    context = page_context(gazetteer, path)
    assert list(read(context)) == []
    assert "commons:Here is no title of a Wikipedia" in context.refused[0].reason


BOMB = '<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("head", [BOMB, "<!DOCTYPE mediawiki>", '<!DOCTYPE m SYSTEM "file:///etc/passwd">'])
def test_a_dump_that_declares_entities_is_refused(tmp_path: Path, gazetteer: Gazetteer, head: str) -> None:
    path = tmp_path / "d.xml"
    path.write_bytes(dump(ARTICLE, head=head))
    with pytest.raises(UnreadableFileError, match="declares a document type or entities"):
        list(read(page_context(gazetteer, path)))


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress])
def test_a_dump_that_breaks_off_keeps_the_pages_before(tmp_path: Path, gazetteer: Gazetteer, pack) -> None:
    name = {bytes: "d.xml", gzip.compress: "d.xml.gz", bz2.compress: "d.xml.bz2"}[pack]
    whole = dump(ARTICLE, *(page(f"P{number}", "x") for number in range(20_000)))
    path = tmp_path / name
    if pack is bz2.compress:
        # Blocks of bzip2 are read whole: the break lies behind a first block that is complete.
        path.write_bytes(bz2.compress(whole[:1_000_000]) + bz2.compress(whole[1_000_000:])[:-40])
    else:
        path.write_bytes(pack(whole)[: len(pack(whole)) * 2 // 3])
    context = page_context(gazetteer, path)
    assert shown_ties(list(read(context))) == [("Lyon", "FR", "1987/..")]
    assert len(context.refused) == 1
    assert "breaks off after" in context.refused[0].reason
    assert "https://en.wikipedia.org/wiki/P19999" not in context.covered


def test_broken_xml_before_any_page_is_an_error(tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = tmp_path / "d.xml"
    path.write_bytes(b"<mediawiki><page><title>A</titel></page></mediawiki>")
    with pytest.raises(UnreadableFileError, match="mismatched tag"):
        list(read(page_context(gazetteer, path)))


def test_a_page_of_a_dump_that_is_too_large_is_refused(tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = tmp_path / "d.xml.gz"
    path.write_bytes(gzip.compress(dump(page("Big", "x" * (LARGEST_PAGE + 1)), ARTICLE)))
    context = page_context(gazetteer, path)
    assert shown_ties(list(read(context))) == [("Lyon", "FR", "1987/..")]
    assert [refusal.reason for refusal in context.refused] == ["the page 'Big' is larger than 4 MB"]


def test_a_zip_bomb_is_given_up(tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = tmp_path / "d.xml.gz"
    path.write_bytes(gzip.compress(dump(page("Big", "x" * (65 << 20)))))
    assert path.stat().st_size < 1 << 20
    with pytest.raises(UnreadableFileError, match="a page is longer than 64 MB"):
        list(read(page_context(gazetteer, path)))


def test_elements_nested_without_end_are_given_up(tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = tmp_path / "d.xml"
    path.write_bytes(b"<mediawiki>" + b"<a>" * 100_000)
    with pytest.raises(UnreadableFileError, match="nested deeper"):
        list(read(page_context(gazetteer, path)))


PIECES = st.sampled_from(
    [
        *(
            "[[",
            "]]",
            "{{",
            "}}",
            "|",
            "||",
            "{|",
            "|}",
            "|-",
            "!",
            "\n",
            "\n* ",
            "\n** ",
            "\n;",
            "\n== a ==\n",
            "<ref",
            ">",
        ),
        *(
            "</ref>",
            "<!--",
            "-->",
            "'",
            "'''",
            "flagicon|FRA",
            "Jumelage|x|France",
            "ill|a|de|b",
            "Lyon",
            "France",
            "1987",
        ),
        *(
            "2022",
            "–",
            ", ",
            "(",
            ")",
            ":",
            "former",
            "suspended",
            "<br>",
            "&nbsp;",
            "=",
            "rowspan=2 |",
            "\u202e",
            "\x00",
        ),
        *("۱۹۸۷", "=== Former ===\n"),
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(PIECES | st.text(max_size=8), max_size=60))
def test_no_wikitext_breaks_the_reader(tmp_path: Path, gazetteer: Gazetteer, pieces: list[str]) -> None:
    text = f"{HEADING}{GOOD}\n{''.join(pieces)}".encode(errors="replace").decode()
    # Every statement is checked by read_page; what is not understood is refused, and nothing is raised.
    _, context = read_page(tmp_path, gazetteer, text)
    assert all(refusal.row <= context.rows for refusal in context.refused)
