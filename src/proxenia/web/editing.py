"""Editing from the browser: for the person at this machine only.

A page of another site must not be able to write. Four things stand against it: the server listens on the loopback
address alone; the `Host` of every request must name it (a foreign name that resolves to this machine does not);
a request that writes must carry an `Origin` of this very server; and the browser must hold the cookie that it got for
a token, which is printed on the terminal and works once.
"""

import hmac
import secrets
from collections.abc import Mapping
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from proxenia.errors import ForbiddenError

__all__ = ["COOKIE", "EditSession", "OwnHostOnly", "loopback_hosts"]

COOKIE: Final = "proxenia_edit"
_BYTES: Final = 32


def loopback_hosts(port: int) -> frozenset[str]:
    """Return the values of `Host` under which this machine names itself.

    >>> sorted(loopback_hosts(8765))
    ['127.0.0.1:8765', '[::1]:8765', 'localhost:8765']
    """
    return frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]"))


class EditSession:
    """Who may edit: the holder of the cookie that was given, once, for the token.

    Attributes
    ----------
    token
        To be shown on the terminal; worth nothing once it was spent.
    """

    def __init__(self, token: str | None = None) -> None:
        self.token = token or secrets.token_urlsafe(_BYTES)
        self._cookie = secrets.token_urlsafe(_BYTES)
        self._spent = False

    def spend(self, token: str) -> str | None:
        """Return the cookie for a token, the first time; nothing for a wrong or a spent one."""
        if self._spent or not hmac.compare_digest(token.encode(), self.token.encode()):
            return None
        self._spent = True
        return self._cookie

    def holds(self, request: Request) -> bool:
        """Tell whether a request carries the cookie."""
        held = request.cookies.get(COOKIE, "")
        return self._spent and hmac.compare_digest(held.encode(), self._cookie.encode())

    def check(self, request: Request) -> None:
        """Refuse a request that may not edit.

        Raises
        ------
        ForbiddenError
            When it carries no cookie of this session, or writes from another page than this server's.
        """
        if not self.holds(request):
            raise ForbiddenError(
                "This browser has not been let in to edit",
                expected="Expected the address that `proxenia atlas --edit` printed; it works once",
                next_step="Open that address, or start `proxenia atlas --edit` again for a new one",
            )
        if request.method not in ("GET", "HEAD") and not _is_own_origin(request.headers):
            raise ForbiddenError(
                "A page of another site tried to edit here",
                expected="Expected a form of this server",
                next_step="Go back to the review page and decide there",
            )


def _is_own_origin(headers: Mapping[str, str]) -> bool:
    return headers.get("origin", "") == f"http://{headers.get('host', '')}"


class OwnHostOnly:
    """Answers nothing but requests to this machine's own names."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self.app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on what names this machine; refuse the rest."""
        if scope["type"] != "http" or Headers(scope=scope).get("host", "").lower() in self._hosts:
            await self.app(scope, receive, send)
            return
        refusal = PlainTextResponse("This atlas is opened for editing and answers only to its own address.\n", 421)
        await refusal(scope, receive, send)
