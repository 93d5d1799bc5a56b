"""What cities and regions may sign: a question with its answers, the map of powers, and the pack of a country."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from proxenia.atlas.cited import CitedSource, described_sources
from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.land import country_paths
from proxenia.errors import NotFoundError
from proxenia.law.powers import PowerOfPlace, powers_in
from proxenia.law.question import INSTRUMENTS
from proxenia.law.records import Rule, RuleBook
from proxenia.law.sides import BothSides
from proxenia.model.legal import LegalAnswer
from proxenia.model.vocabulary import LegalPower, TieKind, Tier

__all__ = ["ANSWERS", "LawPack", "LawPage", "PowerLine", "Shape", "build", "build_pack", "power_lines"]

SOURCE: Final = "legal_powers"
ANSWERS: Final[Mapping[str, str]] = {
    LegalAnswer.MAY.value: "Yes, and the law asks for no step",
    LegalAnswer.MAY_WITH_STEPS.value: "Yes, with steps",
    LegalAnswer.MAY_NOT.value: "No",
    LegalAnswer.NOT_KNOWN.value: "Not known",
}
"""The answers as a person asks for them."""
SILENT: Final = "no_rule"
"""The word for a country whose pack says nothing of the year, tier and instrument."""


@dataclass(frozen=True, slots=True)
class PowerLine:
    """What the law of a place lets a tier do, as a table shows it."""

    place: str
    name: str
    power: str
    conditions: list[str]
    rules: list[str]
    begins: int


@dataclass(frozen=True, slots=True)
class Shape:
    """A country on the map: its outline and what its law says; `power` is none of a country without a pack."""

    path: str
    name: str
    power: str | None
    code: str | None


@dataclass(frozen=True, slots=True)
class LawPage:
    """The question that was asked, the answers, and the map.

    Attributes
    ----------
    asked
        The words of the form.
    sides
        The answers of both laws; none when nothing was asked.
    trouble
        Why a question could not be answered.
    powers
        Every place with a pack.
    shapes
        The countries of the map.
    counts
        How many states have each power.
    questions
        What the packs leave open, by place.
    """

    as_of: int
    asked: Mapping[str, str]
    sides: BothSides | None
    trouble: str
    tiers: list[str]
    instruments: list[str]
    places: list[tuple[str, str]]
    partners: list[tuple[str, str]]
    powers: list[PowerLine]
    shapes: list[Shape]
    counts: dict[str, int]
    questions: list[tuple[str, str, list[str]]]
    sources: list[CitedSource]

    def as_json(self) -> dict[str, Any]:
        """Return the powers in the shape of ``/api/v1/law/powers``."""
        return {"as_of": self.as_of, "powers": [asdict(line) for line in self.powers]}


@dataclass(frozen=True, slots=True)
class LawPack:
    """The rules of one place."""

    as_of: int
    place: str
    name: str
    begins: int
    rules: list[Rule]
    in_force: list[str]
    questions: list[str]
    sources: list[CitedSource]


def power_lines(book: RuleBook, year: int, *, tier: Tier, instrument: TieKind | None) -> list[PowerLine]:
    """Return what every pack says of a tier at the end of a year."""
    return [_line(one) for one in powers_in(book, year, tier=tier, instrument=instrument)]


def _line(one: PowerOfPlace) -> PowerLine:
    return PowerLine(one.place, one.name, one.power or SILENT, list(one.conditions), list(one.rules), one.begins)


def _shapes(index: AtlasIndex, lines: Sequence[PowerLine]) -> list[Shape]:
    """Return the outlines of all countries with the power of those that have a pack."""
    power = {line.place: line.power for line in lines}
    numbers = {
        row["iso_numeric"] or row["country"]: (row["id"], row["name"])
        for row in index.snapshot.actors.filter(kind="state").select("id", "name", "country", "iso_numeric").to_dicts()
    }
    shapes = []
    for number, path in country_paths().items():
        place, name = numbers.get(number, (None, ""))
        code = place[4:] if place in power else None
        shapes.append(Shape(path, name, power.get(place) if place else None, code))
    return shapes


def _partners(book: RuleBook) -> list[tuple[str, str]]:
    states = [(name, identifier[4:]) for identifier, name in book.names.items() if len(identifier) == 6]
    return [(code, name) for name, code in sorted(one for one in states if one[1].isupper())]


def _places(book: RuleBook) -> list[tuple[str, str]]:
    named = sorted((book.names.get(place, place[4:]), place[4:]) for place in book.places)
    return [(code, name) for name, code in named]


def _sources(index: AtlasIndex, book: RuleBook) -> list[CitedSource]:
    return described_sources(index, dict(Counter({SOURCE: len(book.rules)})))


def build(
    index: AtlasIndex,
    book: RuleBook,
    *,
    as_of: int,
    asked: Mapping[str, str],
    tier: Tier,
    instrument: TieKind | None,
    sides: BothSides | None,
    trouble: str,
) -> LawPage:
    """Return the payload of the page."""
    lines = power_lines(book, as_of, tier=tier, instrument=instrument)
    states = Counter(line.power for line in lines if len(line.place) == 6)
    order = [*(power.value for power in LegalPower), SILENT]
    open_ones = [(place, book.names.get(place, place), book.open_questions(place)) for place in book.with_questions]
    return LawPage(
        as_of=as_of,
        asked=asked,
        sides=sides,
        trouble=trouble,
        tiers=[one.value for one in Tier],
        instruments=[one.value for one in INSTRUMENTS],
        places=_places(book),
        partners=_partners(book),
        powers=lines,
        shapes=_shapes(index, lines),
        counts={power: states[power] for power in order if states[power]},
        questions=open_ones,
        sources=_sources(index, book),
    )


def build_pack(index: AtlasIndex, book: RuleBook, place: str, *, as_of: int, day: int) -> LawPack:
    """Return the payload of the page of a pack.

    Raises
    ------
    NotFoundError
        When the place has no rules.
    """
    rules = list(book.of_place(place))
    if not rules:
        known = ", ".join(one.removeprefix("iso:") for one in (*book.places, *book.bodies))
        raise NotFoundError("pack of rules", place.removeprefix("iso:"), next_step=f"Known: {known or 'none'}")
    return LawPack(
        as_of=as_of,
        place=place,
        name=book.names.get(place, place),
        begins=book.begins(place) or 0,
        rules=sorted(rules, key=lambda rule: (rule.place, rule.tiers, rule.period, rule.id)),
        in_force=[rule.id for rule in rules if rule.is_in_force_on(day)],
        questions=book.open_questions(place[:6] if place.startswith("iso:") else place),
        sources=_sources(index, book),
    )
