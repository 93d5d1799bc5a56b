"""Headers stand on every answer; errors have one shape, also those nobody foresaw."""

import logging
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from starlette.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from tests.asking import Asking

from proxenia.errors import InputError, NotFoundError, ProxeniaError, WorldError
from proxenia.web.assets import MAP_FILES, check_map_assets
from proxenia.web.errors import add_error_answers
from proxenia.web.headers import SECURITY_HEADERS, SecurityHeaders
from proxenia.web.pages import make_environment

RAISED: dict[str, Exception] = {
    "input": InputError("No such year", expected="A year", next_step="Give one"),
    "missing": NotFoundError("city", "Nowhere"),
    "world": WorldError("The disk is gone"),
    "bug": RuntimeError("secret of the machine"),
}


def page(_: Request, error: ProxeniaError, status: int) -> Response:
    return PlainTextResponse(f"page: {error}", status_code=status)


@pytest.fixture
def client(tmp_path: Path) -> Asking:
    """Give a small application with the shared parts."""
    (tmp_path / "a.css").write_text("a{}")
    app = FastAPI()
    for folder in ("", "/api"):

        @app.get(folder + "/{name}")
        async def answer(name: str) -> dict[str, str]:
            if name in RAISED:
                raise RAISED[name]
            return {"name": name}

    app.mount("/static/files", StaticFiles(directory=tmp_path))
    add_error_answers(app, page)
    app.add_middleware(SecurityHeaders)
    return Asking(app)


ADDRESSES = [
    ("/ok", 200),
    ("/input", 400),
    ("/missing", 404),
    ("/world", 500),
    ("/bug", 500),
    ("/none/at/all", 404),
    ("/static/files/a.css", 200),
    ("/static/files/none.css", 404),
    ("/static/files/..%2fsecret", 404),
]


@pytest.mark.parametrize(("address", "status"), ADDRESSES)
def test_every_answer_has_the_headers(client: Asking, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers.get(name) == value, name
    assert [name for name, _ in answer.raw_headers].count("content-security-policy") == 1


def test_the_policy_lets_nothing_foreign_in() -> None:
    policy = dict(part.strip().split(" ", 1) for part in SECURITY_HEADERS["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert {policy[name] for name in ("script-src", "style-src", "connect-src", "form-action")} == {"'self'"}
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in SECURITY_HEADERS["content-security-policy"]


@pytest.mark.parametrize(("name", "status"), [("input", 400), ("missing", 404), ("world", 500), ("bug", 500)])
def test_programs_get_json_and_people_a_page(client: Asking, name: str, status: int) -> None:
    asked = client.get(f"/api/{name}")
    assert (asked.status_code, asked.headers["content-type"]) == (status, "application/json")
    assert asked.json()["status"] == status
    assert client.get(f"/{name}").text.startswith("page: ")


def test_what_nobody_foresaw_is_logged_and_not_told(client: Asking, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer = client.get("/api/bug")
    assert "secret" not in answer.text
    assert answer.json()["error"]["happened"] == "Something broke in Proxenia"
    assert "/api/bug" in caplog.text
    assert "secret of the machine" in caplog.text


def test_templates_escape_and_refuse_unknown_names(tmp_path: Path) -> None:
    (tmp_path / "one.html").write_text("{{ name }} {{ name|twice }}")
    (tmp_path / "two.html").write_text("{{ nobody }}")
    environment = make_environment(tmp_path, filters={"twice": lambda text: text * 2})
    assert environment.get_template("one.html").render(name="<b>") == "&lt;b&gt; &lt;b&gt;&lt;b&gt;"
    with pytest.raises(Exception, match="nobody"):
        environment.get_template("two.html").render()


def test_a_map_that_is_not_built_is_told_with_the_command(tmp_path: Path) -> None:
    with pytest.raises(WorldError, match=r"atlas-map\.js.*uv sync --reinstall-package proxenia"):
        check_map_assets(tmp_path)
    for name in MAP_FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    check_map_assets(tmp_path)
