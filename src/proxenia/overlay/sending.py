"""In how many states a country keeps missions by the lists that hold on a day: whether silence can tell anything."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Sending", "SentMissions"]


@dataclass(frozen=True, slots=True)
class SentMissions:
    """In how many states two countries keep resident missions by a list that holds on a day."""

    source_title: str
    listed: int
    hosts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Sending:
    """In how many states a country keeps missions, from each change to the next.

    Attributes
    ----------
    changes
        Days on which it is other than on the day before, in order.
    told
        From each of them on: by list the number of host states, and the first day of the list.
    """

    changes: tuple[int, ...]
    told: tuple[dict[str, tuple[int, int]], ...]

    @classmethod
    def of(cls, offices: Iterable[tuple[str, int, str, int, int]]) -> "Sending":
        """Return it from offices: source, day of the list, host, since, until."""
        spans = [(max(since, listed), until, source, listed, host) for source, listed, host, since, until in offices]
        changes = sorted({span[0] for span in spans} | {span[1] + 1 for span in spans})
        return cls(tuple(changes), tuple(cls._hosts(spans, day) for day in changes))

    @staticmethod
    def _hosts(spans: Iterable[tuple[int, int, str, int, str]], day: int) -> dict[str, tuple[int, int]]:
        hosts: dict[str, set[str]] = defaultdict(set)
        first: dict[str, int] = {}
        for since, until, source, listed, host in spans:
            if since <= day <= until:
                hosts[source].add(host)
                first[source] = min(listed, first.get(source, listed))
        return {source: (len(names), first[source]) for source, names in hosts.items()}

    def on(self, day: int) -> dict[str, tuple[int, int]]:
        """Return what holds on a day."""
        place = bisect_right(self.changes, day)
        return self.told[place - 1] if place else {}
