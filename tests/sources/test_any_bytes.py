"""Whatever the bytes of a table are: sound statements, refusals, or an error that says what to do."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sources.made import HEADER, read_table

from proxenia.errors import InputError
from proxenia.model.statement import check_statements
from proxenia.resolve.gazetteer import Gazetteer

CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["Rotterdam", "Netherlands", "Shanghai", "China", "1979", "=1+1", "<b>", "England", '"', "Congo"]),
)
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def check_reading(path: Path, gazetteer: Gazetteer, content: bytes, *pairs: str) -> None:
    """Read a table; what comes of it is sound, or is an error that says what to do."""
    errors: list[InputError] = []
    try:
        statements, refused = read_table(path, gazetteer, content, *pairs)
    except InputError as error:
        errors.append(error)
    else:
        check_statements(statements)
        assert all(row > 1 and reason for row, reason in refused)
    assert all(error.next_step for error in errors)


@QUICK
@given(rows=st.lists(st.lists(CELLS, max_size=7), max_size=8))
def test_any_cells(tmp_path: Path, gazetteer: Gazetteer, rows: list[list[str]]) -> None:
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    content = "\n".join([f"{HEADER},since,state", *lines]).encode("utf-8", "surrogatepass")
    check_reading(tmp_path / "t.csv", gazetteer, content, "start=since", "status=state", "delimiter=,")


@QUICK
@given(content=st.binary(max_size=400))
def test_any_bytes(tmp_path: Path, gazetteer: Gazetteer, content: bytes) -> None:
    check_reading(tmp_path / "t.csv", gazetteer, content)


@QUICK
@given(noise=st.binary(min_size=1, max_size=200), start=st.sampled_from([b"PK\x03\x04", b"\xff\xfe", b"\xfe\xff", b""]))
def test_a_header_and_noise(tmp_path: Path, gazetteer: Gazetteer, noise: bytes, start: bytes) -> None:
    content = start + f"{HEADER}\nRotterdam,Netherlands,Shanghai,China\n".encode() + noise
    check_reading(tmp_path / "t.csv", gazetteer, content)
