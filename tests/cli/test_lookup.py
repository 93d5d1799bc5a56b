import pytest
from tests.cli.running import Home

ROTTERDAM, LONDON, LONDON_CA = "gn:2747891", "gn:2643743", "gn:6058560"


def found(home: Home, name: str) -> str:
    return str(home.done("city", name, "--json").json["actor"]["id"])


@pytest.mark.parametrize(
    "name",
    [
        "Rotterdam",
        "rotterdam",
        " Rotterdam ",
        "Rotterdam,NL",
        "Rotterdam, nl",
        "Роттердам",
        "鹿特丹",
        "ロッテルダム",
        ROTTERDAM,
    ],
)
def test_one_city_by_any_of_its_names(home: Home, name: str) -> None:
    assert found(home, name) == ROTTERDAM


@pytest.mark.parametrize(
    ("name", "identifier"),
    [("Liège", "gn:2792413"), ("Liege", "gn:2792413"), ("上海", "gn:1796236"), ("القاهرة", "gn:360630")],
)
def test_accents_and_scripts_do_not_matter(home: Home, name: str, identifier: str) -> None:
    assert found(home, name) == identifier


def test_of_a_city_and_its_state_the_city_is_taken_with_a_note(home: Home) -> None:
    result = home.done("ties", "Singapore", "--json")
    (note,) = result.complaints
    assert note.startswith("Singapore is taken for gn:1880252 (Singapore, SG, city, ")
    assert note.endswith(" inhabitants); there is also iso:SG (Singapore, SG, state)")
    assert result.json == home.done("ties", "gn:1880252", "--json").json


@pytest.fixture(scope="module")
def two_londons(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Give folders whose ledger knows London in Ontario too."""
    folder = tmp_path_factory.mktemp("londons")
    table, own = folder / "list.csv", Home(folder / "data", home.cache)
    table.write_text("city,country,partner,partner_country\nLondon,Canada,Nanjing,China\n", encoding="utf-8")
    pairs = [f"{key}={key}" for key in ("city", "country", "partner", "partner_country")]
    own.done("import", "table", table, *(f"--map={pair}" for pair in ["source=mine", "title=Mine", *pairs]))
    return own


def test_the_one_ten_times_larger_wins_with_a_note(two_londons: Home) -> None:
    result = two_londons.done("city", "London", "--json")
    assert result.json["actor"]["id"] == LONDON
    (note,) = result.complaints
    assert note.startswith(f"London is taken for {LONDON} (London, GB, city, ")
    assert f"there is also {LONDON_CA} (London, CA, city, " in note


@pytest.mark.parametrize(
    ("name", "identifier"), [("London,CA", LONDON_CA), ("London,GB", LONDON), (LONDON_CA, LONDON_CA)]
)
def test_a_country_or_an_id_needs_no_note(two_londons: Home, name: str, identifier: str) -> None:
    result = two_londons.done("ties", name, "--json")
    assert result.err == ""
    assert found(two_londons, name) == identifier


def test_the_source_s_own_id_still_leads_there(two_londons: Home) -> None:
    assert found(two_londons, "mine:London,Canada") == LONDON_CA


def test_a_name_of_two_of_a_size_is_not_guessed(home: Home) -> None:
    result = home.run("ties", "Valencia", "--json")
    assert (result.code, result.out) == (2, "")
    (line,) = result.complaints
    assert "gn:3625549 (Valencia, VE, city, " in line
    assert "gn:2509954 (Valencia, ES, city, " in line
    assert found(home, "Valencia,ES") == "gn:2509954"


@pytest.fixture(scope="module")
def town_called_as_a_city(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Give folders whose ledger knows Bruges near Bordeaux too: of Brugge the name is another one."""
    folder = tmp_path_factory.mktemp("bruges")
    table, own = folder / "list.csv", Home(folder / "data", home.cache)
    table.write_text("city,country,partner,partner_country\nBruges,France,Nanjing,China\n", encoding="utf-8")
    pairs = [f"{key}={key}" for key in ("city", "country", "partner", "partner_country")]
    own.done("import", "table", table, *(f"--map={pair}" for pair in ["source=mine", "title=Mine", *pairs]))
    return own


def test_a_larger_city_of_which_it_is_another_name_is_told(town_called_as_a_city: Home) -> None:
    result = town_called_as_a_city.done("city", "Bruges", "--json")
    assert result.json["actor"]["id"] == "gn:3029799"
    (note,) = result.complaints
    assert note.startswith("Bruges is taken for gn:3029799 (Bruges, FR, city, ")
    assert "larger, and also called so, is gn:2800931 (Brugge, BE, city, " in note


@pytest.mark.parametrize(("name", "identifier"), [("Bruges,BE", "gn:2800931"), ("Bruges,FR", "gn:3029799")])
def test_a_country_tells_a_name_from_another_name(town_called_as_a_city: Home, name: str, identifier: str) -> None:
    result = town_called_as_a_city.done("city", name, "--json")
    assert (result.json["actor"]["id"], result.err) == (identifier, "")


def test_a_name_unknown_in_that_country_leads_to_those_elsewhere(home: Home) -> None:
    result = home.run("city", "Rotterdam,US")
    assert result.code == 2
    assert f"Near it: {ROTTERDAM} (Rotterdam, NL, city, " in result.err


def test_a_typing_error_leads_to_the_name_meant(home: Home) -> None:
    assert f"Near it: {ROTTERDAM}" in home.run("city", "Rotterdm").err


def test_a_strange_name_harms_nothing(home: Home) -> None:
    for name in ("'; DROP TABLE statements; --", "[bold]\x1b[31m%s\n", "a" * 5_000):
        result = home.run("city", "--", name)
        assert result.code == 2, name
        assert len(result.complaints) == 1, name
        assert "\x1b" not in result.err
