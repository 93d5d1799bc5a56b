"""Countries, cities and bodies that a scenario names, found in a snapshot."""

from collections.abc import Iterable, Sequence
from functools import cached_property

import polars as pl

from proxenia.errors import AmbiguousNameError, InputError
from proxenia.model.vocabulary import ActorKind, TieKind, Tier
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["Places"]

_LOCAL = (ActorKind.CITY.value, ActorKind.REGION.value)
_NEXT = "Look it up with `proxenia city NAME`, and mend it in the scenario"


class Places:
    """Looks up what a scenario names.

    Parameters
    ----------
    snapshot
        The whole snapshot.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def countries(self) -> dict[str, str]:
        """The names of the states of the register by code."""
        states = self._snapshot.actors.filter(pl.col("kind") == ActorKind.STATE.value, pl.col("country").is_not_null())
        return dict(states.select("country", "name").sort("country").iter_rows())

    def check_countries(self, codes: Iterable[str], path: str) -> None:
        """Refuse a country that is none of the register's.

        Raises
        ------
        InputError
            With the first that is not known.
        """
        for code in codes:
            if code not in self.countries:
                raise InputError(
                    f"The scenario, {path}: {code!r} is no country of the register",
                    expected="Expected the two letters of ISO 3166-1, as NO, or XK for Kosovo",
                    next_step=_NEXT,
                )

    @cached_property
    def _local(self) -> pl.DataFrame:
        return self._snapshot.actors.filter(pl.col("kind").is_in(_LOCAL)).select("id", "name", "country", "population")

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(self._local["id"])

    def city(self, named: str, path: str) -> str:
        """Return the id of a city that is named by its id, or by its name with its country (``Rotterdam,NL``).

        Raises
        ------
        InputError
            When nobody is called so.
        AmbiguousNameError
            When several are.
        """
        known = self._snapshot.canonical(named)
        if known in self._ids:
            return known
        name, _, country = named.rpartition(",")
        wanted = name.strip().casefold()
        found = self._called(wanted, country.strip().upper()) if wanted else []
        if not found:
            raise InputError(
                f"The scenario, {path}: {named!r} is no city of the register",
                expected="Expected an id, or a name with its country as `Rotterdam,NL`",
                next_step=_NEXT,
            )
        if len(found) > 1:
            raise AmbiguousNameError(named, found)
        return found[0]

    def _called(self, name: str, country: str) -> list[str]:
        there = self._local.filter(pl.col("country") == country)
        own = [one for one, called in there.select("id", "name").iter_rows() if (called or "").casefold() == name]
        if own:
            return sorted(own)
        names = self._snapshot.names.filter(pl.col("actor").is_in(there["id"].implode()))
        return sorted({one for one, called in names.select("actor", "name").iter_rows() if called.casefold() == name})

    def cities(self, named: Sequence[str], path: str) -> tuple[str, ...]:
        """Return the ids of several cities, each once, sorted."""
        return tuple(sorted({self.city(one, f"{path} {number}") for number, one in enumerate(named, start=1)}))

    def share_of_tier(self, ties: pl.DataFrame, country: str, tier: str) -> float:
        """Return the share of a country's dated ties that are its regions', or its other local governments'."""
        actors = self._snapshot.actors
        found = actors.filter(pl.col("kind") == ActorKind.REGION.value, pl.col("country") == country)
        ends = [ties.filter(pl.col(f"country_{side}") == country)[side] for side in ("a", "b")]
        whose = pl.concat(ends)
        share = float(whose.is_in(found["id"].implode()).mean() or 0.0)  # type: ignore[arg-type]
        return share if tier == Tier.REGION.value else 1.0 - share

    def body(self, identifier: str, path: str) -> str:
        """Return the kind of a body, or refuse one that is not known."""
        found = self._snapshot.actors.filter(pl.col("id") == self._snapshot.canonical(identifier))
        if found.is_empty() or found["kind"][0] not in (ActorKind.CITY_NETWORK.value, ActorKind.IGO.value):
            raise InputError(
                f"The scenario, {path}: {identifier!r} is no city network and no body of the register",
                expected="Expected an id as px:eurocities",
                next_step=_NEXT,
            )
        return str(found["kind"][0])

    def is_known(self, identifier: str) -> bool:
        """Tell whether anybody has this id."""
        return not self._snapshot.actors.filter(pl.col("id") == self._snapshot.canonical(identifier)).is_empty()

    def members(self, body: str, year: int) -> frozenset[str]:
        """Return who belongs to a body at the end of a year, undated memberships with them: cities, or countries."""
        held = self._snapshot.as_of(year, undated="always").ties.filter(
            pl.col("kind") == TieKind.MEMBERSHIP.value,
            pl.col("b") == self._snapshot.canonical(body),
            ~pl.col("status").is_in(["suspended", "ended", "proposed"]),
        )
        return frozenset(one.removeprefix("iso:") if len(one) == 6 else one for one in held["a"])
