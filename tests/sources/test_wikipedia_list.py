"""Sections of twin towns: each layout in a small page made for its test."""

from pathlib import Path

import pytest
from tests.sources.wikipedia_list.made import page_context, read_page, shown_ties

from proxenia.ledger import open_ledger
from proxenia.model.statement import Statement, is_reference
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources.catalogue.wikipedia_list.reader import address_of, read
from proxenia.sources.run import run_source

HEADING = {
    "en": "Twin towns and sister cities",
    "de": "Städtepartnerschaften",
    "fr": "Villes jumelées",
    "es": "Ciudades hermanadas",
    "it": "Gemellaggi",
    "pl": "Miasta partnerskie",
}
PARIS = ("Paris", "FR", "1987/..")


@pytest.fixture
def read_lines(tmp_path: Path, gazetteer: Gazetteer):
    def lines(text: str, language: str = "en", title: str = "Here") -> tuple[list[tuple[str, str, str]], list[str]]:
        heading = HEADING.get(language, "Twin towns")
        statements, context = read_page(
            tmp_path, gazetteer, f"== {heading} ==\n{text}\n", language=language, title=title
        )
        return shown_ties(statements), [refusal.reason for refusal in context.refused]

    return lines


@pytest.mark.parametrize(
    "line",
    [
        "* [[Paris]], France (1987)",
        "* [[Paris]], [[France]], since 1987",
        "*[[paris]] ([[France]]) – 1987",
        "* 1987: '''[[Paris]]''', France",
        "* {{flagicon|FRA}} [[Paris]] (1987)",
        "* {{flagicon|France}} [[Paris]] <small>(1987)</small>",
        "* {{FRA}} [[Paris]], {{dts|1987|7|2}}",
        "* {{flag|France}}: [[Paris]] (1987)",
        "* {{flagu|France|name=x}} [[Paris#History|Paris]] 2 July 1987",
        "* [[File:Flag of France.svg|22px|border]] [[Paris]] 1987",
        "* [[Paris]], France (1987)<ref>{{cite web|url=http://a.example/|date=2001}}</ref>",
        "* [[Paris]],&nbsp;France, [[1987]]<!-- 1990? -->",
        "* {{nowrap|[[Paris]], France}} (1987)",
        "* {{flag|France|[[Paris]]}} (1987)",
        "# Paris, France (1987)",
        "* France\n** [[Paris]] (1987)",
        "* {{flag|France}}\n** [[Paris]] – 1987",
        "* 1987\n** [[Paris]], France",
        ";France\n* [[Paris]] (1987)",
        "'''France'''\n* [[Paris]] (1987)",
        "=== France ===\n* [[Paris]] (1987)",
        "{{div col|colwidth=20em}}\n* [[Paris]], France (1987)\n{{div col end}}",
        "{{columns-list|colwidth=30em|\n* [[Paris]], France (1987)\n}}",
        "{{Multicol}}\n* [[Paris]], France (1987)\n{{Multicol-break}}\n{{Multicol-end}}",
        "{{col-begin}}\n{{col-2}}\n* [[Paris]], France (1987)\n{{col-end}}",
        '{| class="wikitable"\n! City !! Country !! Year\n|-\n| [[Paris]] || France || 1987\n|}',
        '{| class="wikitable"\n! Year\n! Country\n! Twin town\n|-\n| 1987\n| {{flag|France}}\n| [[Paris]]\n|}',
        "{|\n|{{flag|France}} || [[Paris]], France (1987)\n|}",
        "{|\n| [[Paris]] || [[France]] || 1987\n|}",
        '{| width="100%"\n| valign="top" |\n* [[Paris]], France (1987)\n|}',
        "{|\n|-\n| style='x' |\n{{FRA}} [[Paris]] (1987)\n\n{{FRA}} [[Lyon]] (1987)\n|}",
    ],
)
def test_a_line_of_every_layout_is_a_tie(read_lines, line: str) -> None:
    ties, refused = read_lines(line)
    assert refused == []
    assert ties[0][0] in ("Paris", "Paris,FR")
    assert ties[0][1:] == PARIS[1:]


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        ("de", "* {{FRA|#}} [[Lyon]], Frankreich, seit 1987", ("Lyon", "FR", "1987/..")),
        ("de", ":{{FRA|Ziel=Lyon}}, [[Frankreich]] (seit 1987)", ("Lyon", "FR", "1987/..")),
        ("de", "* {{DE-TH|#}} [[Gera]] (Thüringen), seit 1988", ("Gera", "DE", "1988/..")),
        ("de", "* [[Görlitz]] (Sachsen)", ("Görlitz", "DE", "")),
        ("fr", "* {{Jumelage|Bonn|Allemagne|année=1988|mois=mai}}", ("Bonn", "DE", "1988/..")),
        (
            "fr",
            "* {{drapeau|Allemagne}} {{Lien|langue=de|trad=Bonn-Ort|fr=Ort (Bonn)|texte=Ort}} depuis 1988",
            ("Bonn-Ort", "DE", "1988/.."),
        ),
        ("es", "* {{bandera|Italia}} '''[[Turín]]''', [[Italia]] (desde 1990)", ("Turín", "IT", "1990/..")),
        ("it", "* {{Gemellaggio|Russia|Mosca|1990|Mosca (Russia)}}", ("Mosca (Russia)", "RU", "1990/..")),
        ("it", "* {{bandiera|FRA}} [[Lione]], dal 1991", ("Lione", "FR", "1991/..")),
        ("pl", "* {{Flaga|DEU}} [[Drezno]], [[Niemcy]] od 1991", ("Drezno", "DE", "1991/..")),
        ("pl", "* [[Meksyk (miasto)|Meksyk]], [[Meksyk]]", ("Meksyk (miasto)", "MX", "")),
        ("en", "* {{ill|Some Town|de|Ort}}, Germany (1990)", ("Ort", "DE", "1990/..")),
        ("en", "* {{interlanguage link|Some Town}}, Germany (1990)", ("Some Town", "DE", "1990/..")),
        ("en", "* [[:de:Ort|Some Town]], Germany (1990)", ("Ort", "DE", "1990/..")),
        ("en", "* [[Atlanta]], [[Georgia (U.S. state)|Georgia]], United States", ("Atlanta", "US", "")),
        ("en", "* [[Atlanta]], Georgia, United States", ("Atlanta", "US", "")),
        ("en", "* [[Mexico City|Mexico]], [[Mexico]]", ("Mexico City", "MX", "")),
        ("en", "* [[Singapore]] (2012)", ("Singapore", "SG", "2012/..")),
        ("en", "* [[Lebanon, Pennsylvania|Lebanon]], United States", ("Lebanon, Pennsylvania", "US", "")),
    ],
)
def test_a_line_of_other_editions(read_lines, language: str, line: str, expected: tuple[str, str, str]) -> None:
    ties, refused = read_lines(line, language)
    assert (ties, refused) == ([expected], [])


def test_digits_of_other_scripts_are_years(read_lines) -> None:
    assert read_lines("* १९८७ [[Paris]], France")[0] == [PARIS]
    assert read_lines("* [[Paris]], France (พ.ศ. 2530)")[0] == [PARIS]


def test_a_cell_that_spans_rows_counts_for_each(read_lines) -> None:
    table = (
        '{|\n! Town !! Country\n|-\n| [[Lyon]] || rowspan="2" | France\n|-\n| [[Reims]]\n|-\n| [[Turin]] || Italy\n|}'
    )
    assert read_lines(table) == ([("Lyon", "FR", ""), ("Reims", "FR", ""), ("Turin", "IT", "")], [])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("* [[Eurocities]]", "no country stands beside it"),
        ("* [[Strelsau]], Ruritania (1894)", "unknown country 'Ruritania'"),
        ("* Something else entirely", "no link to a city"),
        ("* [[France]]", "it names a state and no city"),
        ("* [[Lyon]] and [[Reims]], France", "it names two cities, 'Lyon' and 'Reims'"),
        ("* [[Lyon]], France, [[Turin]], Italy", "it links another place behind the country"),
        ("* [[Mitte]]: [[Shinjuku]], Japan", "it sets two places side by side"),
        ("* {{flagicon|FRA}} [[Lyon]] {{flagicon|ITA}} [[Turin]]", "it has flags of several states"),
        ("* [[Lyon]], [[France]], [[Italy]]", "it names two states"),
        ("* [[Lyon]], France (1987, 1990)", "it names the years 1987, 1990"),
        ("* [[Lyon]], France (2087)", "the year 2087 is later than the page"),
        ("* [[Lyon]], France (1990–1987)", "it ends (1987) before it begins (1990)"),
        ("* <s>[[Lyon]], France</s>", "something in it is struck out"),
        ("* [[Here]], France", "it ties the city to itself"),
        (
            "* In the year of the great fair the council of [[Lyon]] in France sent a bell",
            "words stand before its link",
        ),
        ("* [[A]], [[B]], [[C]], [[D]], France", "it links 4 places"),
        ("* [[Mitte]]\n** [[Lyon]], France", "it stands under 'Mitte'"),
        ("'''[[Mitte]]'''\n* [[Lyon]], France", "it stands under 'Mitte'"),
        ("* [[!!!]], France", "holds no letter"),
    ],
)
def test_what_is_unclear_is_refused_with_its_line(read_lines, line: str, reason: str) -> None:
    ties, refused = read_lines(line)
    assert ties == []
    assert refused[-1].startswith("en:Here: ")
    assert reason in refused[-1]
    assert "«" in refused[-1]


def test_words_outweigh_a_flag(read_lines) -> None:
    assert read_lines("* {{flagicon|FLK}} [[London]], United Kingdom")[0] == [("London", "GB", "")]


def test_sentences_are_no_lines(read_lines) -> None:
    assert read_lines("Here has many friends, such as [[Lyon]] in France since 1987.\n\n[[Turin]] too.") == ([], [])


def qualified(tmp_path: Path, gazetteer: Gazetteer, text: str) -> list[tuple[str, str, dict[str, str]]]:
    statements, _ = read_page(tmp_path, gazetteer, f"== Twin towns ==\n{text}\n")
    return [
        (one.predicate, one.period or "", {key: value for key, value in one.qualifiers if key.startswith("status")})
        for one in statements
        if one.predicate in ("twinning", "agreement", "partnership")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("* [[Lyon]], France (1987–2010)", ("twinning", "1987/2010", {"status": "ended", "status_since": "2010"})),
        ("* [[Lyon]], France (until 2010)", ("twinning", "/2010", {"status": "ended", "status_since": "2010"})),
        ("* [[Lyon]], France (former, 1987)", ("twinning", "1987/", {"status": "ended"})),
        (
            "* [[Lyon]], France (1987, ended 2010)",
            ("twinning", "1987/2010", {"status": "ended", "status_since": "2010"}),
        ),
        ("=== Former twin towns ===\n* [[Lyon]], France (1987)", ("twinning", "1987/", {"status": "ended"})),
        ("'''Former'''\n* [[Lyon]], France", ("twinning", "", {"status": "ended"})),
        ("=== Suspended ===\n* [[Pskov]], Russia (1990)", ("twinning", "1990/..", {"status": "suspended"})),
        (
            "* [[Pskov]], Russia (1990, suspended since 2022)",
            ("twinning", "1990/..", {"status": "suspended", "status_since": "2022"}),
        ),
        (
            "* [[Pskov]], Russia, 1990 (zawieszone od 2022)",
            ("twinning", "1990/..", {"status": "suspended", "status_since": "2022"}),
        ),
        ("* [[Lyon]], France (1987, renewed 1999)", ("twinning", "1987/..", {})),
        ("* [[Lyon]], France (1987), pas de jumelage", ("agreement", "1987/..", {})),
        ("Friendship cities:\n* [[Lyon]], France", ("agreement", "", {})),
        ("Here also works in projects with:\n* [[Lyon]], France", ("partnership", "", {})),
    ],
)
def test_what_a_line_says_of_its_life(
    tmp_path: Path, gazetteer: Gazetteer, text: str, expected: tuple[str, str, dict[str, str]]
) -> None:
    assert qualified(tmp_path, gazetteer, text) == [expected]


def test_ties_of_districts_are_not_the_citys(read_lines) -> None:
    ties, refused = read_lines("* [[Lyon]], France\n=== Twin towns of the boroughs ===\n* [[Turin]], Italy")
    assert ties == [("Lyon", "FR", "")]
    assert len(refused) == 1
    assert "a tie of a district" in refused[0]


def test_other_lists_of_the_section_are_left_alone(read_lines) -> None:
    assert read_lines("* [[Lyon]], France\n;Network memberships\n* [[Turin]], Italy") == ([("Lyon", "FR", "")], [])


def test_a_section_ends_with_the_next_heading_of_its_level(read_lines) -> None:
    assert read_lines("=== Europe ===\n* [[Lyon]], France\n== Sons and daughters ==\n* [[Turin]], Italy")[0] == [
        ("Lyon", "FR", "")
    ]


def test_a_general_heading_needs_a_line_that_says_so(tmp_path: Path, gazetteer: Gazetteer) -> None:
    text = "== Współpraca ==\n* [[Lyon]], Francja\nMiejscowości partnerskie:\n* [[Turyn]], Włochy\n"
    statements, context = read_page(tmp_path, gazetteer, text, language="pl")
    assert shown_ties(statements) == [("Turyn", "IT", "")]
    assert context.rows == 1


def test_the_infobox_tells_the_citys_country(tmp_path: Path, gazetteer: Gazetteer) -> None:
    infobox = "{{Infobox settlement\n| name = Here\n| subdivision_name = {{flag|Germany}}\n}}"
    text = f"{infobox}\n== Sister cities ==\n* [[Lyon]], France\n"
    statements, _ = read_page(tmp_path, gazetteer, text)
    assert ("wikipedia_list:en,Here", "iso:DE") in [
        (s.subject, s.object) for s in statements if s.predicate == "country"
    ]


def test_without_an_infobox_the_citys_country_is_left_out(tmp_path: Path, gazetteer: Gazetteer) -> None:
    statements, _ = read_page(tmp_path, gazetteer, "== Sister cities ==\n* [[Lyon]], France\n")
    assert [s.subject for s in statements if s.predicate == "country"] == ["wikipedia_list:en,Lyon"]


LIST_PAGE = """This is a list of places in Ireland.
==A==
'''[[Athlone]]'''
{{div col}}
* [[Châteaubriant]], France
{{div col end}}
===[[Arklow]]===
* [[Aberystwyth]], Wales (1999)
==B==
'''[[Ballina, County Mayo|Ballina]]'''<ref>x</ref>
* [[Scranton, Pennsylvania|Scranton]], United States
* [[Athis-Mons]], France
==See also==
* [[List of twin towns and sister cities in France]]
"""


def test_a_page_of_lists_has_a_city_for_each_section(tmp_path: Path, gazetteer: Gazetteer) -> None:
    title = "List of twin towns and sister cities in Ireland"
    statements, context = read_page(tmp_path, gazetteer, LIST_PAGE, title=title)
    ties = [
        (s.subject.partition(",")[2], (s.object or "").partition(",")[2])
        for s in statements
        if s.predicate == "twinning"
    ]
    assert context.refused == []
    assert ties == [
        ("Athlone", "Châteaubriant"),
        ("Arklow", "Aberystwyth"),
        ("Ballina, County Mayo", "Scranton, Pennsylvania"),
        ("Ballina, County Mayo", "Athis-Mons"),
    ]
    countries = {s.subject.partition(",")[2]: s.object for s in statements if s.predicate == "country"}
    assert countries["Athlone"] == "iso:IE"
    assert countries["Aberystwyth"] == "iso:GB"


def test_a_page_of_lists_may_nest_its_cities(tmp_path: Path, gazetteer: Gazetteer) -> None:
    text = "== Italy ==\n* [[Alba]]\n** [[Medford]], United States\n* [[Asti]]\n** [[Valence]], France\n"
    statements, _ = read_page(tmp_path, gazetteer, text, title="List of twin towns and sister cities in Europe")
    assert [(s.subject, s.object) for s in statements if s.predicate == "twinning"] == [
        ("wikipedia_list:en,Alba", "wikipedia_list:en,Medford"),
        ("wikipedia_list:en,Asti", "wikipedia_list:en,Valence"),
    ]
    assert ("wikipedia_list:en,Alba", "iso:IT") in [(s.subject, s.object) for s in statements]


def test_names_carry_their_language_and_titles_are_kept_beside_labels(tmp_path: Path, gazetteer: Gazetteer) -> None:
    text = "== Sister cities ==\n* [[Arlington County, Virginia|Arlington]], [[Virginia]], United States\n"
    statements, _ = read_page(tmp_path, gazetteer, text, language="simple")
    told = {(s.predicate, s.value, s.language) for s in statements if s.subject.endswith("Virginia")}
    assert ("name", "Arlington", "en") in told
    assert ("alternate_names", "Arlington County, Virginia", "en") in told
    country = next(s for s in statements if s.predicate == "country")
    assert dict(country.qualifiers) == {"summary": "Virginia, US"}


def test_the_revision_and_what_is_cited_are_told(tmp_path: Path, gazetteer: Gazetteer) -> None:
    (tmp_path / "index.csv").write_text("lang,title,revision_id,timestamp\nen,Here,17,2021-09-11T23:14:18Z\n")
    intro = 'Intro.<ref name="a">[https://b.example/x?y=1 x]</ref>'
    text = f'{intro}\n== Sister cities ==\n* [[Lyon]], France<ref name="a" />\n'
    statements, _ = read_page(tmp_path, gazetteer, text)
    tie = next(s for s in statements if s.predicate == "twinning")
    assert dict(tie.qualifiers) == {"listed": "2021-09-11", "summary": "revision 17; cites https://b.example/x?y=1"}


@pytest.mark.parametrize("title", ["Frankfurt (Oder)", "Köln", 'A "quoted" <x>', "Что? Где!", "50% & more"])
def test_every_title_makes_an_address(title: str) -> None:
    assert is_reference(address_of("de", title))


def import_pages(gazetteer: Gazetteer, ledger, moment: str, *files: Path):
    return run_source(read, page_context(gazetteer, *files), ledger, recorded_at=moment)


def standing(ledger) -> set[tuple[str, str]]:
    rows: list[Statement] = [s for s in ledger.statements(source="wikipedia_list") if s.predicate == "twinning"]
    kept = ledger.standing_ids("wikipedia_list")
    return {(s.subject.partition(",")[2], (s.object or "").partition(",")[2]) for s in rows if s.id in kept}


def test_a_newer_revision_retracts_what_is_gone_and_touches_no_other_page(tmp_path: Path, gazetteer: Gazetteer) -> None:
    lyon, bonn = tmp_path / "Lyon.en.wikitext", tmp_path / "Bonn.en.wikitext"
    lyon.write_text("== Twin towns ==\n* [[Bonn]], Germany\n* [[Turin]], Italy\n")
    bonn.write_text("== Twin towns ==\n* [[Lyon]], France (1987)\n* [[Oxford]], England\n")
    with open_ledger(str(tmp_path / "ledger.sqlite")) as ledger:
        import_pages(gazetteer, ledger, "2026-01-01T00:00:00.000000Z", lyon)
        import_pages(gazetteer, ledger, "2026-01-02T00:00:00.000000Z", bonn)
        both = {("Lyon", "Bonn"), ("Lyon", "Turin"), ("Bonn", "Lyon"), ("Bonn", "Oxford")}
        assert standing(ledger) == both
        bonn.write_text("== Twin towns ==\n* [[Lyon]], France (1987)\n")
        report = import_pages(gazetteer, ledger, "2026-01-03T00:00:00.000000Z", bonn)
        assert standing(ledger) == both - {("Bonn", "Oxford")}
        assert report.retracted == 4  # the tie, and the kind, the name and the country of Oxford
