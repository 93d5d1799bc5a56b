"""Everything that can go wrong, as one tree.

::

    ProxeniaError                     has `happened`, `expected`, `next_step`; `exit_code` for the command line
    ├── InputError                    the user's mistake (exit 2; HTTP 400)
    │   ├── UnknownValueError         a word outside a closed vocabulary
    │   ├── IdentifierError           an identifier of no known form
    │   ├── PeriodError               a date or period that is not EDTF
    │   ├── FaultsError               several faults of one batch, all of them
    │   ├── MappingError              a table's mapping that does not fit the table
    │   ├── UnreadableFileError       a file that is missing, empty or not what its name says
    │   ├── NotFoundError             no such actor, tie, act, source or statement (HTTP 404)
    │   ├── ForbiddenError            a request of somebody who may not do that (HTTP 403)
    │   └── AmbiguousNameError        a name that several actors bear
    └── WorldError                    the world's fault or ours (exit 1; HTTP 500)
        ├── LedgerError               the ledger cannot be read or written
        │   ├── LedgerBusyError       another writer holds it
        │   └── LedgerDamagedError    what is stored does not hash to its id
        ├── SourceChangedError        a source no longer looks as its `source.yml` expects
        ├── UnreachableError          another machine that does not answer, or asks to come back later
        ├── SnapshotError             a saved snapshot that cannot be used
        ├── TooManyRunsError          as many long runs wait as the server takes (HTTP 503)
        ├── AssetsMissingError        the map was not built
        └── PortsTakenError           no free port to serve on
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

__all__ = [
    "AmbiguousNameError",
    "AssetsMissingError",
    "FaultsError",
    "ForbiddenError",
    "IdentifierError",
    "InputError",
    "LedgerBusyError",
    "LedgerDamagedError",
    "LedgerError",
    "MappingError",
    "NotFoundError",
    "PeriodError",
    "PortsTakenError",
    "ProxeniaError",
    "SnapshotError",
    "SourceChangedError",
    "TooManyRunsError",
    "UnknownValueError",
    "UnreachableError",
    "UnreadableFileError",
    "WorldError",
]

SHOWN_FAULTS = 10
SHOWN_CHARACTERS = 120


class ProxeniaError(Exception):
    """Any error of Proxenia: what happened with the value, what was expected, what to do next."""

    exit_code = 1
    http_status = 500

    def __init__(self, happened: str, *, expected: str = "", next_step: str = "") -> None:
        self.happened = happened
        self.expected = expected
        self.next_step = next_step
        super().__init__(" ".join(_sentence(part) for part in (happened, expected, next_step) if part))

    def attributes(self) -> dict[str, object]:
        """Return the facts of this error, for JSON."""
        return {name: value for name, value in vars(self).items() if value not in ("", None, (), [])}


def _sentence(part: str) -> str:
    return part if part.endswith((".", "?", "!")) else part + "."


class InputError(ProxeniaError):
    """The user's mistake: the message says how to mend it."""

    exit_code = 2
    http_status = 400


class UnknownValueError(InputError):
    """A word outside a closed vocabulary."""

    def __init__(self, what: str, value: object, known: Iterable[str], *, next_step: str = "") -> None:
        self.what = what
        self.value = str(value)
        self.known = tuple(known)
        near = get_close_matches(self.value, self.known, n=1)
        super().__init__(
            f"{value!r} is not a known {what}",
            expected="Known: " + ", ".join(self.known),
            next_step=next_step or (f"Did you mean {near[0]!r}?" if near else f"Use one of the known {what} words"),
        )


class IdentifierError(InputError):
    """An identifier of no known form."""

    def __init__(self, value: object, *, expected: str, next_step: str = "") -> None:
        self.value = str(value)
        super().__init__(
            f"{value!r} is not an identifier",
            expected=expected,
            next_step=next_step or "Look the actor up with `proxenia city NAME` and use the id it shows",
        )


class PeriodError(InputError):
    """A date or period that is not EDTF."""

    def __init__(self, value: object, *, reason: str = "") -> None:
        self.value = str(value)
        super().__init__(
            f"{self.value[:SHOWN_CHARACTERS]!r} is not a date or period" + (f" ({reason})" if reason else ""),
            expected="Expected EDTF: 1979, 1979-11-26, 1979/1990, 1979/.. (still open), -0431, 195X, 1950~",
            next_step="Write the date as YYYY, YYYY-MM or YYYY-MM-DD, an interval with a slash",
        )


class FaultsError(InputError):
    """Several faults of one batch; nothing of the batch was taken."""

    def __init__(self, what: str, faults: Sequence[str]) -> None:
        self.what = what
        self.faults = tuple(faults)
        shown = "; ".join(self.faults[:SHOWN_FAULTS])
        more = f"; and {len(self.faults) - SHOWN_FAULTS} more" if len(self.faults) > SHOWN_FAULTS else ""
        super().__init__(
            f"{what} has {len(self.faults)} fault{'s' if len(self.faults) != 1 else ''}: {shown}{more}",
            next_step="Mend them and try again; nothing was written",
        )


class MappingError(InputError):
    """A table's mapping that does not fit the table."""


class UnreadableFileError(InputError):
    """A file that is missing, empty, or not what its name says."""


class NotFoundError(InputError):
    """No such actor, tie, act, source or statement."""

    http_status = 404

    def __init__(self, what: str, value: str, *, near: Sequence[str] = (), next_step: str = "") -> None:
        self.what = what
        self.value = value
        self.near = tuple(near)
        super().__init__(
            f"There is no {what} {value!r}",
            expected="Near it: " + ", ".join(self.near) if self.near else "",
            next_step=next_step or "Try another spelling, or a name with its country: `London,CA`",
        )


class ForbiddenError(InputError):
    """A request of somebody who may not do that."""

    http_status = 403


class AmbiguousNameError(InputError):
    """A name that several actors bear; `candidates` are their ids with names."""

    def __init__(self, name: str, candidates: Sequence[str]) -> None:
        self.name = name
        self.candidates = tuple(candidates)
        super().__init__(
            f"{name!r} is the name of {len(self.candidates)} actors",
            expected="They are: " + "; ".join(self.candidates),
            next_step="Give the id, or the name with its country, as in `London,CA`",
        )


class WorldError(ProxeniaError):
    """The world's fault or ours, not the user's."""


class LedgerError(WorldError):
    """The ledger cannot be read or written."""


class LedgerBusyError(LedgerError):
    """Another writer holds the ledger."""

    http_status = 503


class LedgerDamagedError(LedgerError):
    """What is stored does not hash to its id."""


class SourceChangedError(WorldError):
    """A source no longer looks as its `source.yml` expects; nothing was written."""


class UnreachableError(WorldError):
    """Another machine does not answer, or asks to come back later; what it told before is kept."""

    http_status = 503


class SnapshotError(WorldError):
    """A saved snapshot that cannot be used."""


class TooManyRunsError(WorldError):
    """As many long runs are under way and wait as the server takes; it answers everything else."""

    http_status = 503


class AssetsMissingError(WorldError):
    """The map was not built."""


class PortsTakenError(WorldError):
    """No free port to serve on."""
