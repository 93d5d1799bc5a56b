"""Serving on this machine: the next free port, and a clean end."""

import asyncio
import logging
import socket
from collections.abc import Callable, Coroutine
from contextlib import closing
from typing import Any, Final

import uvicorn
from starlette.types import ASGIApp

from proxenia.errors import PortsTakenError

__all__ = ["HOST", "free_port", "listen", "serve"]

log = logging.getLogger(__name__)

HOST: Final = "127.0.0.1"
_TRIES: Final = 50
_WAITING: Final = 2_048
"""Connections that may wait until they are answered."""

Behind = Callable[[], Coroutine[Any, Any, None]]
"""Something that is done behind the answers."""


def listen(wanted: int, *, host: str = HOST) -> socket.socket:
    """Return a socket that listens on `wanted` or the next free port after it; whoever holds it has the port.

    Raises
    ------
    PortsTakenError
        When fifty ports in a row are taken.
    """
    for port in range(wanted, min(wanted + _TRIES, 65_536)):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            # Two may bind before either listens: who listens has it.
            listener.listen(_WAITING)
        except OSError:
            listener.close()
            continue
        return listener
    raise PortsTakenError(
        f"The ports from {wanted} on are taken",
        expected=f"One free port among {_TRIES}",
        next_step="Give another with --port",
    )


def free_port(wanted: int, *, host: str = HOST) -> int:
    """Return `wanted` or the next free port after it, which is let go of at once.

    Raises
    ------
    PortsTakenError
        When fifty ports in a row are taken.
    """
    with closing(listen(wanted, host=host)) as listener:
        port: int = listener.getsockname()[1]
    return port


class _AnnouncingServer(uvicorn.Server):
    """A server that says when it is ready, and has something done behind its answers."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None], behind: Behind | None) -> None:
        super().__init__(config)
        self.on_ready = on_ready
        self.behind = behind
        self._task: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets=sockets)
        if self.started:
            self.on_ready()
            if self.behind is not None:
                self._task = asyncio.create_task(self.behind())
                self._task.add_done_callback(_tell_of_trouble)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End, and with it what is done behind."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        await super().shutdown(sockets=sockets)


def _tell_of_trouble(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and task.exception() is not None:
        log.error("what is done behind the answers failed", exc_info=task.exception())


def serve(
    app: ASGIApp,
    *,
    listener: socket.socket,
    on_ready: Callable[[], None] = lambda: None,
    behind: Behind | None = None,
) -> None:
    """Serve an application until interrupted (Ctrl-C ends it cleanly).

    Parameters
    ----------
    app
        The application.
    listener
        From :func:`listen`; closed when the server ends.
    on_ready
        Called once the server answers.
    behind
        Done behind the answers from then on; given up when the server ends.
    """
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, lifespan="off", backlog=_WAITING
    )
    server = _AnnouncingServer(config, on_ready, behind)
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        return
