"""A small load generator: keep-alive connections over loopback that ask one after another."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import uvloop

__all__ = ["Load", "measure_load"]


@dataclass(frozen=True, slots=True)
class Load:
    """What a load met: answers a second, and the 50th and 99th percentile of waiting in milliseconds."""

    answers_per_second: float
    median_ms: float
    p99_ms: float
    failures: int


class _Connection(asyncio.Protocol):
    """One keep-alive connection; answers must carry a content-length."""

    def __init__(self) -> None:
        self.buffer = b""
        self.waiter: asyncio.Future[int] | None = None
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if self.waiter is not None and not self.waiter.done():
            self.waiter.set_exception(exc or ConnectionError("the server closed the connection before its answer"))

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, mark, body = self.buffer.partition(b"\r\n\r\n")
        if not mark:
            return
        if b"transfer-encoding: chunked" in head.lower():
            complete = body.endswith(b"0\r\n\r\n")
        else:
            length = head.lower().split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0]
            complete = len(body) >= int(length)
        if complete and self.waiter is not None:
            status = int(head[9:12])
            self.buffer = b""
            waiter, self.waiter = self.waiter, None
            waiter.set_result(status)

    def ask(self, request: bytes) -> "asyncio.Future[int]":
        if self.transport.is_closing():
            raise ConnectionError("the server closed the connection")
        self.waiter = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return self.waiter


def _request(port: int, path: str) -> bytes:
    """Return a request as a browser sends it, which takes packed answers."""
    head = f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\naccept-encoding: gzip\r\nconnection: keep-alive\r\n\r\n"
    return head.encode()


async def _run(port: int, paths: Sequence[str], connections: int, seconds: float, *, once: bool) -> Load:
    loop = asyncio.get_running_loop()
    requests = [_request(port, path) for path in paths]
    waits: list[float] = []
    failures = 0
    begin = time.perf_counter()

    async def worker(first: int) -> None:
        nonlocal failures
        _, connection = await loop.create_connection(_Connection, "127.0.0.1", port)
        number = first
        while (number < len(requests)) if once else (time.perf_counter() - begin < seconds):
            request, start = requests[number % len(requests)], time.perf_counter()
            try:
                status = await connection.ask(request)
            except ConnectionError:  # the server ends a connection that was silent for seconds; browsers ask again too
                _, connection = await loop.create_connection(_Connection, "127.0.0.1", port)
                status = await connection.ask(request)
            waits.append(time.perf_counter() - start)
            failures += status != 200
            number += connections
        connection.transport.close()

    await asyncio.gather(*(worker(number) for number in range(connections)))
    took = time.perf_counter() - begin
    waits.sort()
    return Load(len(waits) / took, 1000 * waits[len(waits) // 2], 1000 * waits[int(len(waits) * 0.99)], failures)


def measure_load(
    port: int, paths: Sequence[str], *, connections: int = 16, seconds: float = 3.0, once: bool = False
) -> Load:
    """Ask a server on this machine for paths in turn, for a bounded time or each once.

    Parameters
    ----------
    port
        Where the server listens on 127.0.0.1.
    paths
        What is asked, in turn.
    connections
        How many ask at the same time.
    seconds
        How long.
    once
        Ask for each path once instead, however long that takes.
    """
    return uvloop.run(_run(port, paths, connections, seconds, once=once))
