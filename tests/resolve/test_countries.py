import pytest

from proxenia.resolve.countries import Area
from proxenia.resolve.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("Netherlands", Area("NL")),
        ("The Netherlands", Area("NL")),
        ("NL", Area("NL")),
        ("NLD", Area("NL")),
        ("Pays-Bas", Area("NL")),
        ("荷兰", Area("NL")),
        ("هولندا", Area("NL")),
        ("England", Area("GB", "ENG")),
        ("Scotland, United Kingdom", Area("GB", "SCT")),
        ("England, United Kingdom", Area("GB", "ENG")),
        ("Wales", Area("GB", "WLS")),
        ("Northern Ireland", Area("GB", "NIR")),
        ("Ireland", Area("IE")),
        ("Georgia", Area("GE")),
        ("Georgia (country)", Area("GE")),
        ("Georgia, United States", Area("US", "GA")),
        ("USA", Area("US")),
        ("U.S.A.", Area("US")),
        ("South Korea", Area("KR")),
        ("Korea, Republic of", Area("KR")),
        ("Czech Republic", Area("CZ")),
        ("Czechia", Area("CZ")),
        ("Turkey", Area("TR")),
        ("Türkiye", Area("TR")),
        ("Ivory Coast", Area("CI")),
        ("Côte d’Ivoire", Area("CI")),
        ("DR Congo", Area("CD")),
        ("Democratic Republic of the Congo", Area("CD")),
        ("Taiwan", Area("TW")),
        ("Kosovo", Area("XK")),
        ("Palestine", Area("PS")),
        ("Réunion, France", Area("RE")),
        ("Brandenburg, Germany", Area("DE", "11")),
        ("Bosnia & Herzegovina", Area("BA")),
        ("Bosnia and Herzegovina", Area("BA")),
        ("Trinidad and Tobago", Area("TT")),
        ("São Tomé and Príncipe", Area("ST")),
        ("Saint Lucia", Area("LC")),
    ],
)
def test_a_country_under_any_of_its_names(gazetteer: Gazetteer, text: str, area: Area) -> None:
    assert gazetteer.countries.area(text) == area


@pytest.mark.parametrize("text", ["Soviet Union", "Yugoslavia", "Czechoslovakia", "East Germany", "Korea"])
def test_a_state_of_the_past_is_refused_with_its_reason(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.countries.area(text) is None
    assert "today" in gazetteer.countries.reason(text) or "no longer" in gazetteer.countries.reason(text)


@pytest.mark.parametrize("text", ["Atlantis", "in Italy", "", "  ", "XX", "17", "=cmd()", "<script>", "nl"])
def test_what_is_no_country_is_none(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.countries.code(text) is None
    assert gazetteer.countries.reason(text)


def test_a_typing_error_gets_a_hint_and_is_not_corrected(gazetteer: Gazetteer) -> None:
    assert gazetteer.countries.code("Kazakhstah") is None
    assert "perhaps KZ" in gazetteer.countries.reason("Kazakhstah")


def test_every_state_has_an_english_name_of_its_own(gazetteer: Gazetteer) -> None:
    for code, state in gazetteer.states(["NL", "XK", "TW", "PS", "SZ", "MK", "CZ", "TR"]).items():
        assert gazetteer.countries.code(state.name) == code
