"""How a server is asked: who asks, how often, how long is waited, how much is taken."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, metadata

from proxenia import __version__
from proxenia.errors import InputError

__all__ = ["Manners", "asked_wait", "user_agent"]


@dataclass(frozen=True, slots=True)
class Manners:
    """What a fetcher keeps to.

    Attributes
    ----------
    tries
        How often a question is asked before it is given up.
    timeout_seconds
        How long one answer may take from the question to its last byte.
    first_wait_seconds
        The wait after the first failure; every further one is twice as long.
    longest_wait_seconds
        No wait is longer. A server that asks for a longer one is not asked again in this run.
    largest_answer_bytes
        More of an answer is not read.
    contact
        An address of the person who asks, told to the server with every question.
    """

    tries: int = 5
    timeout_seconds: float = 75
    first_wait_seconds: float = 2
    longest_wait_seconds: float = 120
    largest_answer_bytes: int = 64 << 20
    contact: str = ""

    def waits(self) -> Iterator[float]:
        """Give the wait after each failure but the last.

        >>> list(Manners(tries=5, first_wait_seconds=2, longest_wait_seconds=10).waits())
        [2, 4, 8, 10]
        """
        for number in range(self.tries - 1):
            yield min(self.first_wait_seconds * 2**number, self.longest_wait_seconds)


def user_agent(contact: str = "") -> str:
    """Return who is asking: the program, its version, its page where the package states one, and a contact.

    Raises
    ------
    InputError
        When the contact cannot stand in a header.

    Examples
    --------
    >>> user_agent("desk@city.example").endswith("desk@city.example)")
    True
    """
    contact = contact.strip()
    if not contact.isascii() or not contact.isprintable() or set(contact) & set("()\\"):
        raise InputError(
            f"The contact {contact[:80]!r} cannot be told to a server",
            expected="Expected an address of mail or of a page, in plain letters",
            next_step="Set PROXENIA_CONTACT to such an address, or leave it empty",
        )
    about = "; ".join(text for text in (_project_page(), contact) if text)
    return f"Proxenia/{__version__}" + (f" ({about})" if about else "")


def _project_page() -> str:
    """Return the page that the package's metadata name, or nothing: no address is made up."""
    try:
        named = metadata("proxenia").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    pages = [text.partition(",")[2].strip() for text in named]
    return next((page for page in pages if page.startswith("https://")), "")


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that an answer asks to wait (``Retry-After``), or nothing.

    A moment is compared with the server's own ``Date``, so that no clock of ours can be wrong.

    >>> asked_wait({"retry-after": "30"})
    30.0
    >>> asked_wait({"retry-after": "Sun, 22 Nov 2026 05:00:30 GMT", "date": "Sun, 22 Nov 2026 05:00:00 GMT"})
    30.0
    >>> asked_wait({"retry-after": "soon"}) is None
    True
    """
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        then, now = (parsedate_to_datetime(value) for value in (text, headers.get("date", "")))
        return max(0.0, (then.replace(tzinfo=UTC) - now.replace(tzinfo=UTC)).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None
