"""Whatever stands in a list of members or signatories: sound statements, refusals, or an error that says what to do."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sources.listed import read_list

from proxenia.errors import InputError
from proxenia.resolve.gazetteer import Gazetteer

CELLS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.sampled_from(
        [
            "Turin",
            "Italy",
            "Q495",
            "city",
            "2003",
            "Sign",
            "Abstain",
            "https://example.org/x",
            "4.5",
            "-95",
            "=1+1",
            '"',
        ]
    ),
)
HEADER = "city,id,label,country,lon,lat,kind,since,note,address,key,person,office,vote,act"
SHARED = (
    *(f"{key}={key}" for key in ("city", "id", "country", "lon", "lat", "kind", "key")),
    "id_name=label",
    "row_address=address",
    "delimiter=,",
)
MEMBERS = (*SHARED, "city_network=px:eurocities", "since=since", "note=note")
SIGNATORIES = (
    *SHARED,
    *(f"{key}={key}" for key in ("person", "office", "vote")),
    "act_title=act",
    "act_date=since",
    "capacity=note",
    "signed=Sign",
    "took_part=Abstain",
)
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ROWS = st.lists(st.lists(CELLS, max_size=15), max_size=8)


def check(source: str, path: Path, gazetteer: Gazetteer, rows: list[list[str]], pairs: tuple[str, ...]) -> None:
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    errors: list[InputError] = []
    try:
        _, refused = read_list(source, path, gazetteer, "\n".join([HEADER, *lines]), *pairs)
    except InputError as error:
        errors.append(error)
    else:
        assert all(row > 1 and reason for row, reason in refused)
    assert all(error.next_step for error in errors)


@QUICK
@given(rows=ROWS)
def test_any_members(tmp_path: Path, gazetteer: Gazetteer, rows: list[list[str]]) -> None:
    check("membership", tmp_path / "list.csv", gazetteer, rows, MEMBERS)


@QUICK
@given(rows=ROWS)
def test_any_signatories(tmp_path: Path, gazetteer: Gazetteer, rows: list[list[str]]) -> None:
    check("declaration", tmp_path / "list.csv", gazetteer, rows, SIGNATORIES)


@QUICK
@given(cells=st.lists(CELLS, min_size=11, max_size=11))
def test_any_member_beside_a_sound_one(tmp_path: Path, gazetteer: Gazetteer, cells: list[str]) -> None:
    sound = ["Delft", "Q690", "", "Netherlands", "4.36", "52.01", "city", "2003", "", "", ""]
    check("membership", tmp_path / "list.csv", gazetteer, [sound, cells, sound[:6] + cells[6:]], MEMBERS)
