"""Asks a server until it answers well, and keeps the answer.

What passes by itself – too many requests, a server out of order, a timeout – is asked again after a wait that
doubles, or as long as the server asks for. What does not is told at once. Every good answer is kept.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self, TypeVar
from urllib.parse import urlsplit

import httpx

from proxenia.errors import InputError, ProxeniaError, SourceChangedError, UnreachableError
from proxenia.sources.fetching.answers import AnswerCache, Request
from proxenia.sources.fetching.manners import Manners, asked_wait, user_agent

__all__ = ["AskForLess", "CutOff", "Fetcher", "beginning", "check_address"]

T = TypeVar("T")

_PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that are asked for again."""
_TOO_MUCH: Final = frozenset({408, 413, 414, 504})
"""Answers that say that the question was too large, or took too long."""
_SLOW_WORDS: Final = (b"timeout", b"timed out", b"time limit", b"deadline", b"cancelled")
_TRIES_WITHOUT_A_SERVER: Final = 2
"""A server that has never answered in this run is soon given up: most likely there is no way to it."""
_SHOWN: Final = 120


class AskForLess(Exception):  # noqa: N818 - a signal between the fetcher and whoever can divide the question
    """The answer takes too long, is too large or came cut off: a smaller question may be answered."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class CutOff(Exception):  # noqa: N818 - a signal from whoever reads an answer to the fetcher
    """An answer is of the right form but ends too early."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(eq=False)
class _Failure(Exception):  # noqa: N818 - one try of several; never leaves this module
    """One try that failed; `less` when a smaller question may help, `wait` what the server asks for.

    `lasting` when the same question would fail again.
    """

    reason: str
    less: bool = False
    wait: float | None = None
    asked_too_often: bool = False
    unreached: bool = False
    lasting: bool = False


def beginning(body: bytes) -> str:
    r"""Return the beginning of an answer on one line, for messages.

    >>> beginning(b"<html>\n  <p>Sorry" + bytes([0]))
    '<html> <p>Sorry?'
    """
    text = " ".join(body[: _SHOWN * 4].decode(errors="replace").split())
    return "".join(letter if letter.isprintable() else "?" for letter in text)[:_SHOWN]


def check_address(address: str, *, what: str = "endpoint") -> str:
    """Return an http or https address that names a host and holds no password.

    Raises
    ------
    InputError
        When it is none.
    """
    try:
        parts = urlsplit(address)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
        sound = sound and parts.username is None and address.isascii() and address.isprintable() and " " not in address
    except ValueError:
        sound = False
    if not sound:
        raise InputError(
            f"{address[:_SHOWN]!r} is not the address of an {what}",
            expected="Expected http:// or https:// and a host, without a password",
            next_step=f"Give the whole address of the {what}, such as https://query.wikidata.org/sparql",
        )
    return address


@dataclass(slots=True)
class Fetcher:
    """Asks servers, one question at a time; use it in a ``with`` statement.

    Attributes
    ----------
    cache
        Where answers are kept.
    tell
        Told in a plain sentence when something is waited for.
    sleep, monotonic
        The wait and the stop-watch, exchanged in tests.
    asked, kept
        How many answers came from a server, and how many had been kept.
    """

    cache: AnswerCache
    manners: Manners = field(default_factory=Manners)
    tell: Callable[[str], None] = lambda _text: None
    sleep: Callable[[float], None] = time.sleep
    monotonic: Callable[[], float] = time.monotonic
    asked: int = 0
    kept: int = 0
    _client: httpx.Client | None = None

    def __enter__(self) -> Self:
        """Begin; nothing is opened before the first question."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def fetch(self, request: Request, read: Callable[[bytes], T], *, divisible: bool = False) -> tuple[T, str]:
        """Return what `read` makes of the answer, and the day of the answer (EDTF).

        Parameters
        ----------
        read
            Reads the whole answer. It raises :class:`CutOff` for one that ends too early and an error for one that is
            something else; only an answer that it reads is kept.
        divisible
            Whether the question can be made smaller: then one that takes too long is not asked again as it is.

        Raises
        ------
        AskForLess
            For a divisible question only.
        SourceChangedError
            When what comes is not what was asked for.
        UnreachableError
            When no answer comes.
        """
        answer = self.cache.load(request, largest=self.manners.largest_answer_bytes)
        if answer is not None:
            try:
                content = read(answer.body)
            except (ProxeniaError, CutOff):
                self.cache.drop(request)  # kept by another version, or damaged
            else:
                self.kept += 1
                return content, answer.day
        body, content = self._ask_until_answered(request, read, divisible=divisible)
        return content, self.cache.save(request, body).day

    def _ask_until_answered(self, request: Request, read: Callable[[bytes], T], *, divisible: bool) -> tuple[bytes, T]:
        waits = list(self.manners.waits())
        for number in range(1, self.manners.tries + 1):
            try:
                body = self._ask(request)
                content = self._read(body, read)
            except _Failure as failure:
                if failure.less and divisible:
                    raise AskForLess(failure.reason) from None
                if number == self.manners.tries or self._is_hopeless(failure, number):
                    raise self._given_up(request, failure, number) from failure.__cause__
                self._wait(request, failure, number, waits[number - 1])
            else:
                self.asked += 1
                return body, content
        raise AssertionError("the last try returns or raises")

    def _is_hopeless(self, failure: _Failure, number: int) -> bool:
        too_long = failure.wait is not None and failure.wait > self.manners.longest_wait_seconds
        return (
            failure.lasting or too_long or (failure.unreached and not self.asked and number >= _TRIES_WITHOUT_A_SERVER)
        )

    def _wait(self, request: Request, failure: _Failure, number: int, planned: float) -> None:
        seconds = planned if failure.wait is None else failure.wait
        host = urlsplit(request.address).hostname
        self.tell(f"{host}: {failure.reason}; try {number + 1} of {self.manners.tries} in {seconds:.0f} seconds")
        self.sleep(seconds)

    def _given_up(self, request: Request, failure: _Failure, tries: int) -> UnreachableError:
        kept = f"{self.asked + self.kept} answers are kept and will not be asked for again"
        times = f"{tries} times" if tries > 1 else "once"
        if failure.asked_too_often:
            when = f"in {failure.wait:.0f} seconds" if failure.wait is not None else "in some minutes"
            return UnreachableError(
                f"{request.address} was asked {times} and says that it is asked too often ({failure.reason})",
                expected="Expected an answer",
                next_step=f"Run the same command again {when}; {kept}, and nothing was written",
            )
        if failure.unreached:
            return UnreachableError(
                f"{request.address} cannot be reached ({failure.reason}; tried {times})",
                expected="Expected a server that answers there",
                next_step=f"Check the connection and the address, and run the same command again; {kept}",
            )
        when = f" in {failure.wait:.0f} seconds" if failure.wait else ""
        return UnreachableError(
            f"{request.address} was asked {times} and gave no whole answer ({failure.reason})",
            expected=f"Expected one within {self.manners.timeout_seconds:.0f} seconds",
            next_step=f"Run the same command again{when or ' later'}; {kept}, and nothing was written",
        )

    def _read(self, body: bytes, read: Callable[[bytes], T]) -> T:
        try:
            return read(body)
        except CutOff as cut:
            raise _Failure(cut.reason, less=True) from cut

    def _ask(self, request: Request) -> bytes:
        """Return the body of a good answer."""
        began = self.monotonic()
        method = "POST" if request.form else "GET"
        headers = {"Accept": request.accept}
        try:
            with self._opened().stream(
                method, request.address, data=dict(request.form) or None, headers=headers
            ) as response:
                body = self._body(response, began)
        except httpx.TimeoutException as error:
            unreached = isinstance(error, httpx.ConnectTimeout)
            raise _Failure("it took too long", less=not unreached, unreached=unreached) from error
        except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError, httpx.CloseError) as error:
            raise _Failure("the connection broke off", less=bool(self.asked)) from error
        except httpx.DecodingError as error:
            raise _Failure("its compression is damaged", less=True) from error
        except (httpx.TransportError, httpx.InvalidURL, OSError) as error:
            raise _Failure(beginning(str(error).encode()) or type(error).__name__, unreached=True) from error
        self._check_status(request, response, body)
        return body

    def _body(self, response: httpx.Response, began: float) -> bytes:
        pieces, size = [], 0
        for piece in response.iter_bytes():
            size += len(piece)
            if size > self.manners.largest_answer_bytes:
                reason = f"its answer is larger than {self.manners.largest_answer_bytes:,} bytes"
                raise _Failure(reason, less=True, lasting=True)
            if self.monotonic() - began > self.manners.timeout_seconds:
                raise _Failure("it took too long", less=True)
            pieces.append(piece)
        return b"".join(pieces)

    def _check_status(self, request: Request, response: httpx.Response, body: bytes) -> None:
        code = response.status_code
        if code == 200:
            return
        if code in _PASSING or code in _TOO_MUCH:
            slow = code in _TOO_MUCH or (code == 500 and any(word in body[:100_000].lower() for word in _SLOW_WORDS))
            reason = f"{code} {response.reason_phrase}".strip()
            raise _Failure(reason, less=slow, wait=asked_wait(response.headers), asked_too_often=code == 429)
        moved = f", and points to {response.headers.get('location', '')[:_SHOWN]!r}" if code // 100 == 3 else ""
        raise SourceChangedError(
            f"{request.address} answers {code} {response.reason_phrase}{moved}: {beginning(body)!r}",
            expected="Expected 200 and an answer",
            next_step="Check the address; if it is right, look at what the server says",
        )

    def _opened(self) -> httpx.Client:
        if self._client is None:
            seconds = self.manners.timeout_seconds
            self._client = httpx.Client(
                headers={"User-Agent": user_agent(self.manners.contact)},
                timeout=httpx.Timeout(seconds, connect=min(15.0, seconds)),
                follow_redirects=False,
                limits=httpx.Limits(max_connections=1),
            )
        return self._client
