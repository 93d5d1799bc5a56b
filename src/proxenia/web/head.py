"""A HEAD request is answered as GET would be, without the body: status, headers and length are the same."""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["HeadAnswers"]

_READING: Final = b"GET"
_BOTH: Final = b"GET, HEAD"


class HeadAnswers:
    """Answers HEAD wherever an application answers GET, and says so where it allows nothing else.

    Parameters
    ----------
    app
        The whole application: routes, memory of pages, headers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does to GET, and keep the body back when only the head is wanted."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        only_head = scope["method"] == "HEAD"

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send({**message, "headers": [_allowing(one) for one in message.get("headers", ())]})
            elif only_head and message["type"] == "http.response.body":
                if not message.get("more_body", False):
                    await send({**message, "body": b""})
            else:
                await send(message)

        await self.app({**scope, "method": "GET"} if only_head else scope, receive, send_head)


def _allowing(header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    name, value = header
    return (name, _BOTH) if name.lower() == b"allow" and value == _READING else header
