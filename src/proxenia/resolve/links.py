"""What may be brought together: groups of identifiers that never hold two different entries of one register.

Two Wikidata items are two things, and so are two GeoNames cities: a program never makes them one, not even by a
detour over a third identifier. A city is no state. What a person judged to be different stays apart.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from proxenia.model.identifiers import scheme_of
from proxenia.model.judgement import Judgement, Verdict

__all__ = ["Links", "is_person"]

_PROGRAMS: Final = ("resolver:", "sources:")
_REGISTERS: Final = frozenset({"gn", "wd", "px", "un", "act"})


def _register(identifier: str) -> str:
    """Return the register that an identifier is an entry of; empty for a source's own."""
    scheme = scheme_of(identifier)
    if scheme == "iso":
        return "state" if len(identifier) == 6 else "region"
    return scheme if scheme in _REGISTERS else ""


def _clash(here: Mapping[str, set[str]], there: Mapping[str, set[str]]) -> str:
    """Say which entries of one register two groups hold; empty when none."""
    for kind in sorted(here.keys() & there.keys()):
        if here[kind] != there[kind]:
            return f"{min(here[kind])} and {min(there[kind])} are two"
    is_mixed = ("state" in here and "gn" in there) or ("gn" in here and "state" in there)
    return "a city is no state" if is_mixed else ""


def is_person(judgement: Judgement) -> bool:
    """Tell whether a person signed a judgement, and not a program."""
    return not judgement.signed_by.startswith(_PROGRAMS)


class Links:
    """Identifiers that name one actor, closed over all judgements.

    Examples
    --------
    >>> links = Links()
    >>> links.join("wd:Q64", "gn:2950159"), links.join("wd:Q1731", "gn:2950159")
    ('', 'wd:Q1731 and wd:Q64 are two')
    """

    def __init__(self, judged: Iterable[Judgement] = ()) -> None:
        """Begin with the judgements in force; what they bring together is not questioned here.

        What a program said of an identifier that a person has placed has no effect.
        """
        judged = list(judged)
        placed = {one.left for one in judged if one.verdict is Verdict.SAME and is_person(one)}
        self._parents: dict[str, str] = {}
        self._entries: dict[str, dict[str, set[str]]] = {}
        self._apart: dict[str, set[str]] = {}
        different = []
        for judgement in judged:
            if judgement.verdict is Verdict.SAME and (is_person(judgement) or judgement.left not in placed):
                self._merge(self.find(judgement.left), self.find(judgement.right))
            elif judgement.verdict is Verdict.DIFFERENT:
                different.append((judgement.left, judgement.right))
        for left, right in different:
            one, other = self.find(left), self.find(right)
            self._apart.setdefault(one, set()).add(right)
            self._apart.setdefault(other, set()).add(left)

    def find(self, identifier: str) -> str:
        """Return the identifier that stands for the group."""
        if identifier not in self._parents:
            self._parents[identifier] = identifier
            kind = _register(identifier)
            if kind:
                self._entries[identifier] = {kind: {identifier}}
            return identifier
        root = identifier
        while self._parents[root] != root:
            root = self._parents[root]
        while self._parents[identifier] != root:
            self._parents[identifier], identifier = root, self._parents[identifier]
        return root

    def place_of(self, identifier: str) -> str:
        """Return the register's entry that an identifier is known to be, Wikidata's left out; empty when none is."""
        entries = self._entries.get(self.find(identifier), {})
        return next((min(entries[kind]) for kind in ("gn", "state", "region", "px") if entries.get(kind)), "")

    def obstacle(self, left: str, right: str) -> str:
        """Say why two identifiers must not be brought together; empty when they may."""
        one, other = self.find(left), self.find(right)
        if one == other:
            return ""
        here, there = self._entries.get(one), self._entries.get(other)
        if here and there and (why := _clash(here, there)):
            return why
        if any(self.find(apart) == other for apart in self._apart.get(one, ())):
            return f"{left} and {right} were judged to be different"
        return ""

    def join(self, left: str, right: str) -> str:
        """Bring two identifiers together if they may be; return the obstacle, empty when there was none."""
        obstacle = self.obstacle(left, right)
        if not obstacle:
            self._merge(self.find(left), self.find(right))
        return obstacle

    def _merge(self, one: str, other: str) -> None:
        if one == other:
            return
        self._parents[other] = one
        for kind, entries in self._entries.pop(other, {}).items():
            self._entries.setdefault(one, {}).setdefault(kind, set()).update(entries)
        if other in self._apart:
            self._apart.setdefault(one, set()).update(self._apart.pop(other))
