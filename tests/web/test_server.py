"""Serving: the next free port, an announcement, and a clean end."""

import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from urllib.request import urlopen

import pytest

from proxenia.errors import PortsTakenError
from proxenia.web import server
from proxenia.web.server import HOST, free_port, listen

PROGRAM = """
from starlette.responses import PlainTextResponse
from proxenia.web.server import listen, serve
listener = listen({port})
port = listener.getsockname()[1]
serve(PlainTextResponse("here"), listener=listener, on_ready=lambda: print("ready", port, flush=True))
print("closed", flush=True)
"""


def taken(port: int = 0) -> socket.socket:
    held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    held.bind((HOST, port))
    held.listen()
    return held


def test_a_taken_port_is_passed_over() -> None:
    with closing(taken()) as held:
        port = held.getsockname()[1]
        assert free_port(port) > port
    assert free_port(port) == port


def test_two_that_start_at_once_get_two_ports() -> None:
    wanted = free_port(18_500)
    with listen(wanted) as one, listen(wanted) as other:
        assert one.getsockname()[1] == wanted
        assert other.getsockname()[1] > wanted


def test_when_all_are_taken_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_TRIES", 1)
    with closing(taken()) as held, pytest.raises(PortsTakenError, match="--port"):
        free_port(held.getsockname()[1])


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_it_announces_itself_and_ends_cleanly(end: signal.Signals) -> None:
    command = [sys.executable, "-c", PROGRAM.format(port=free_port(18_000))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            word, port = process.stdout.readline().split()
            assert word == "ready"
            with urlopen(f"http://{HOST}:{port}/", timeout=10) as answer:
                assert answer.read() == b"here"
                assert "server" not in answer.headers
            started = time.monotonic()
            process.send_signal(end)
            out, err = process.communicate(timeout=20)
            assert time.monotonic() - started < 10
        finally:
            process.kill()
    assert "Traceback" not in err
    if end == signal.SIGINT:
        assert process.returncode == 0
        assert out == "closed\n"
