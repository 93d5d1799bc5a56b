"""Real servers for tests: one that answers from a script, one that speaks SPARQL (oxigraph)."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import httpx

__all__ = ["Asked", "Reply", "ScriptedServer", "free_port", "scripted_server", "sparql_server"]

OXIGRAPH = Path(sys.executable).parent / "oxigraph"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question that came in."""

    method: str
    form: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer; `said_length` lies about its length, `pause` lies between its pieces."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    said_length: int | None = None
    pause: float = 0.0


Script = Callable[[Asked], Reply]


@dataclass(slots=True)
class ScriptedServer:
    """A server that answers with what its script says."""

    address: str
    script: Script
    asked: list[Asked] = field(default_factory=list)


def _handler(server: ScriptedServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def _answer(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            form = {key: values[0] for key, values in parse_qs(sent).items()}
            asked = Asked(self.command, form, {key.lower(): value for key, value in self.headers.items()})
            server.asked.append(asked)
            reply = server.script(asked)
            # Without the date of today, which a test may set itself.
            self.send_response_only(reply.status)
            for key, value in reply.headers.items():
                self.send_header(key, value)
            self.send_header("Content-Length", str(reply.said_length or len(reply.body)))
            self.end_headers()
            try:
                for start in range(0, len(reply.body), 65_536 if not reply.pause else 8):
                    self.wfile.write(reply.body[start : start + (65_536 if not reply.pause else 8)])
                    time.sleep(reply.pause)
            except OSError:
                pass  # whoever asked has gone
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@contextmanager
def scripted_server(script: Script | Sequence[Reply]) -> Iterator[ScriptedServer]:
    """Run a server that answers by a function, or with replies in their order, the last one for ever."""
    if callable(script):
        answer = script
    else:
        left = list(script)

        def answer(_asked: Asked) -> Reply:
            return left.pop(0) if len(left) > 1 else left[0]

    told = ScriptedServer("", answer)
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(told)) as http:
        http.daemon_threads = True
        told.address = f"http://127.0.0.1:{http.server_port}/sparql"
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield told
        finally:
            http.shutdown()
            thread.join()


def free_port() -> int:
    """Give a port on which nothing listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def sparql_server(folder: Path, triples: str) -> Iterator[str]:
    """Run oxigraph on N-Triples, and give the address of its SPARQL endpoint."""
    file = folder / "facts.nt"
    file.write_text(triples, encoding="utf-8")
    database = folder / "database"
    load = [OXIGRAPH, "load", "--location", database, "--file", file]
    loaded = subprocess.run(load, check=False, capture_output=True, text=True, timeout=300)
    assert loaded.returncode == 0, loaded.stderr
    address = f"127.0.0.1:{free_port()}"
    serve = [OXIGRAPH, "serve-read-only", "--location", database, "--bind", address]
    with subprocess.Popen(serve, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_until_it_answers(f"http://{address}/query", process)
            yield f"http://{address}/query"
        finally:
            process.terminate()


def _wait_until_it_answers(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise RuntimeError(f"oxigraph ended with {process.returncode}")
        try:
            if httpx.post(address, data={"query": "ASK {}"}, timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise RuntimeError("oxigraph does not answer")
