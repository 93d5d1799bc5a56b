"""Two to five local governments side by side on one day: ties, reach, partners, memberships; every number by its ties.

A number of ties is the number of identifiers beside it: each is a tie, whose statements the register holds. *Live* is a
tie in force (a dormant one is); *suspended* one paused by one side; *dead* one that ended by the day, or whose partner
did. Shares say of how many. Nothing that is not known counts as zero: without places there is no distance, without a
membership in the register none is known.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Protocol

from proxenia.errors import InputError
from proxenia.model.actor import Actor
from proxenia.model.vocabulary import ActorKind, Field, Status
from proxenia.profiles.compare_ground import CompareGround
from proxenia.profiles.compare_partners import About, PartnerLine, Reach, membership_lines, partner_lines, reach_of
from proxenia.profiles.compare_ties import LAST_YEARS, ComparedTie, YearTies, ties_by_year
from proxenia.profiles.figure import Figure
from proxenia.profiles.finding import Finding
from proxenia.profiles.peer_world import KINDS, LOCAL
from proxenia.snapshot.snapshot import Snapshot

__all__ = [
    "FEWEST_CITIES",
    "METHOD",
    "MOST_CITIES",
    "ComparedCity",
    "ComparedSide",
    "Comparison",
    "KnowsActors",
    "TieCount",
    "beside_each_other",
    "check_cities",
    "compare_cities",
    "comparison_of",
    "side_of",
]

FEWEST_CITIES: Final = 2
MOST_CITIES: Final = 5
METHOD: Final = (
    "A tie counts for a city that is one of its two sides; a membership or an office for the member or sender only. "
    "Live is in force, dormant ones among them; suspended ones are paused; dead ones ended by the day. A tie in two "
    "fields counts in both. Partners are cities and regions with a live twinning, agreement, treaty or project; a "
    "missing partner is one that another of the compared has. That the register names no tie does not say that there "
    "is none."
)
"""How the numbers come about, in plain words."""

_STANDINGS: Final = ("live", "suspended", "dead")


@dataclass(frozen=True, slots=True)
class TieCount:
    """A number of ties with their identifiers."""

    word: str
    number: int
    ties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComparedCity:
    """One of the compared.

    Attributes
    ----------
    by_standing
        ``live``, ``suspended`` and ``dead`` ties.
    population
        Inhabitants of the municipality, with date and source; none where nobody tells.
    dormant
        Live ties that a source calls dormant.
    dormant_share, suspended_share, dead_share
        Dormant of the live; suspended of the live and suspended; dead of all three. None without a tie to divide by.
    by_kind, by_field
        Live ties; a tie in two fields counts in both, one without a field in none.
    dated
        Live ties whose start somebody states.
    years
        Ties in force at the end of each of the last 80 years, by field.
    profiles
        The six profiles; none of a region, for only cities have them.
    missing_partners, missing_memberships
        Identifiers of partners (city networks) that another of the compared has and this one has not.
    """

    id: str
    name: str
    kind: str
    country: str | None
    population: Figure | None
    by_standing: tuple[TieCount, ...]
    dormant: TieCount
    dormant_share: float | None
    suspended_share: float | None
    dead_share: float | None
    by_kind: tuple[TieCount, ...]
    by_field: tuple[TieCount, ...]
    dated: TieCount
    years: tuple[YearTies, ...]
    reach: Reach
    profiles: tuple[Finding, ...]
    missing_partners: tuple[str, ...]
    missing_memberships: tuple[str, ...]
    ties: tuple[ComparedTie, ...]


@dataclass(frozen=True, slots=True)
class ComparedSide:
    """One of the compared by itself: of `city` nobody is told to be missing yet; `about` says who its partners are."""

    city: ComparedCity
    about: About


@dataclass(frozen=True, slots=True)
class Comparison:
    """Local governments side by side.

    Attributes
    ----------
    as_of
        The day.
    first_year, last_year
        Of the years counted one by one.
    among
        Live ties of the compared with each other.
    partners
        Everybody with whom one of them is tied, most of them first; shared by those of whom `ties` names one.
    memberships
        Every city network to which one of them belongs.
    """

    as_of: str
    first_year: int
    last_year: int
    cities: tuple[ComparedCity, ...]
    among: tuple[str, ...]
    partners: tuple[PartnerLine, ...]
    memberships: tuple[PartnerLine, ...]
    method: str = METHOD

    def as_json(self) -> dict[str, Any]:
        """Return the payload as JSON."""
        return asdict(self)


class KnowsActors(Protocol):
    """Who gives an actor by its identifier, as a snapshot does."""

    def actor(self, identifier: str) -> Actor:
        """Return an actor, also by an alias, or raise NotFoundError."""
        ...


def check_cities(known: KnowsActors, cities: Sequence[str]) -> tuple[Actor, ...]:
    """Return the local governments that identifiers name, in their order.

    Parameters
    ----------
    known
        The whole snapshot, or who holds its actors.
    cities
        The identifiers, also aliases.

    Raises
    ------
    NotFoundError
        When one is nobody.
    InputError
        When there are too few or too many, one stands twice, or one is no local government.
    """
    if not FEWEST_CITIES <= len(cities) <= MOST_CITIES:
        raise InputError(
            f"{len(cities)} {'city was' if len(cities) == 1 else 'cities were'} given to compare",
            expected=f"From {FEWEST_CITIES} to {MOST_CITIES} cities stand side by side",
            next_step="Add another city" if len(cities) < FEWEST_CITIES else "Leave some out, or compare them in turns",
        )
    actors = tuple(known.actor(city) for city in cities)
    for actor in actors:
        if actor.kind.value not in LOCAL:
            raise InputError(
                f"{actor.name or actor.id!r} ({actor.id}) is {_article(actor.kind)}",
                expected="Only local governments are compared: cities and regions",
                next_step="Name a city instead; two states stand side by side on the page of their pair",
            )
    twice = [actor for actor, number in Counter(actor.id for actor in actors).items() if number > 1]
    if twice:
        name = next(actor.name for actor in actors if actor.id == twice[0])
        raise InputError(
            f"{name or twice[0]} ({twice[0]}) was given twice",
            expected="Each city once",
            next_step="Leave one of the two out, or give its namesake with its country, as in `London,CA`",
        )
    return actors


def _article(kind: ActorKind) -> str:
    word = kind.value.replace("_", " ")
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def compare_cities(whole: Snapshot, cities: Sequence[str], *, now: Snapshot) -> Comparison:
    """Return two to five local governments side by side.

    Parameters
    ----------
    whole
        The whole snapshot: it still has the ties that ended.
    cities
        Their identifiers, also aliases, in the order in which they are shown.
    now
        The same snapshot as of the day of the comparison.

    Raises
    ------
    NotFoundError, InputError
        As :func:`check_cities`.
    """
    actors = check_cities(whole, cities)
    return comparison_of(actors, CompareGround.of(whole, now, [actor.id for actor in actors]))


def comparison_of(actors: Sequence[Actor], ground: CompareGround) -> Comparison:
    """Return local governments side by side.

    Parameters
    ----------
    actors
        As :func:`check_cities` gives them.
    ground
        What is known of them on the day.
    """
    profiles = ground.profiles(actors)
    return beside_each_other(
        [side_of(actor, ground, profiles=profiles.get(actor.id, ())) for actor in actors],
        as_of=ground.now.manifest["as_of"],
    )


def side_of(actor: Actor, ground: CompareGround, *, profiles: tuple[Finding, ...]) -> ComparedSide:
    """Return what a comparison shows of a local government whoever stands beside it.

    Parameters
    ----------
    actor
        The local government.
    ground
        What is known of it on the day.
    profiles
        Its profiles; none of a region.
    """
    ties = ground.ties.of_actor(actor.id)
    about = {one: ground.known(one) for one in {tie.partner for tie in ties}}
    by_standing = _counts(ties, _STANDINGS, lambda tie: (tie.standing,))
    live = tuple(tie for tie in ties if tie.standing == "live")
    of = {count.word: count.number for count in by_standing}
    dormant = _counts(live, (Status.DORMANT.value,), lambda tie: (tie.status,))[0]
    city = ComparedCity(
        id=actor.id,
        name=actor.name or actor.id,
        kind=actor.kind.value,
        country=actor.country,
        population=ground.population(actor.id),
        by_standing=by_standing,
        dormant=dormant,
        dormant_share=_share(dormant.number, of["live"]),
        suspended_share=_share(of["suspended"], of["live"] + of["suspended"]),
        dead_share=_share(of["dead"], sum(of.values())),
        by_kind=_counts(live, KINDS, lambda tie: (tie.kind,)),
        by_field=_counts(live, tuple(field.value for field in Field), lambda tie: tie.fields),
        dated=_counts(live, ("dated",), lambda tie: () if tie.undated else ("dated",))[0],
        years=ties_by_year(ties, last=_year_of(ground.now.manifest["as_of"])),
        reach=reach_of(actor, live, about),
        profiles=profiles,
        missing_partners=(),
        missing_memberships=(),
        ties=ties,
    )
    return ComparedSide(city, about)


def beside_each_other(sides: Sequence[ComparedSide], *, as_of: str) -> Comparison:
    """Return a comparison of what is known of each by itself.

    Parameters
    ----------
    sides
        Of the compared, in the order in which they are shown, all of the same day.
    as_of
        The day.
    """
    ties = {side.city.id: side.city.ties for side in sides}
    about = {one: actor for side in sides for one, actor in side.about.items()}
    partners, memberships = partner_lines(ties, about), membership_lines(ties, about)
    last = _year_of(as_of)
    return Comparison(
        as_of=as_of,
        first_year=last - LAST_YEARS + 1,
        last_year=last,
        cities=tuple(
            replace(
                side.city,
                missing_partners=_missing(side.city.id, partners),
                missing_memberships=_missing(side.city.id, memberships),
            )
            for side in sides
        ),
        among=tuple(
            sorted({tie.id for held in ties.values() for tie in held if tie.standing == "live" and tie.partner in ties})
        ),
        partners=partners,
        memberships=memberships,
    )


def _year_of(as_of: str) -> int:
    return int(as_of[:-6])


def _counts(
    ties: Iterable[ComparedTie], words: Iterable[str], words_of: Callable[[ComparedTie], Sequence[str]]
) -> tuple[TieCount, ...]:
    """Return how many ties each word has, words without one too."""
    found: dict[str, list[str]] = {word: [] for word in words}
    for tie in ties:
        for word in words_of(tie):
            if word in found:
                found[word].append(tie.id)
    return tuple(TieCount(word, len(ids), tuple(ids)) for word, ids in found.items())


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 6) if whole else None


def _missing(city: str, lines: Iterable[PartnerLine]) -> tuple[str, ...]:
    """Return whom another of the compared has and this one has not; oneself is no partner that one could lack."""
    return tuple(line.id for line in lines if city not in line.ties and line.id != city)
