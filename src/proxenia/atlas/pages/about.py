"""About the data: counts, vocabulary, how facts get in, what is missing, how to cite."""

from collections import Counter
from dataclasses import dataclass, fields

from proxenia.atlas.index import AtlasIndex
from proxenia.model.vocabulary import VOCABULARIES
from proxenia.overlay.rule import CLASS_SENTENCES, RULE

__all__ = ["AboutPage", "ThresholdLine", "WordLine", "build"]


@dataclass(frozen=True, slots=True)
class WordLine:
    """A word of the vocabulary with its meaning."""

    vocabulary: str
    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ThresholdLine:
    """A threshold or a list of words of the rule of the overlay."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class AboutPage:
    """The counts behind the atlas, the rule by which pairs of countries are classed, and the words it uses."""

    as_of: int
    actors: dict[str, int]
    ties: dict[str, int]
    undated_ties: int
    acts: dict[str, int]
    statements: int
    sources: int
    code_version: str
    known_at: str | None
    classes: list[WordLine]
    rule: list[ThresholdLine]
    words: list[WordLine]


def _told(value: object) -> str:
    if not isinstance(value, tuple):
        return str(value)
    # A word with the year from which it counts stands in brackets beside it.
    return ", ".join(f"{one[0]} ({one[1]})" if isinstance(one, tuple) else str(one) for one in value)


def build(index: AtlasIndex, *, as_of: int) -> AboutPage:
    """Return the payload of the page about the data."""
    manifest = index.snapshot.manifest
    return AboutPage(
        as_of=as_of,
        actors=dict(sorted(Counter(actor.kind.value for actor in index.actors.values()).items())),
        ties=dict(sorted(Counter(tie.kind for tie in index.ties).items())),
        undated_ties=sum(tie.undated for tie in index.ties),
        acts=dict(sorted(Counter(field for act in index.acts.values() for field in act.fields or ()).items())),
        statements=sum(row["statements"] for row in index.sources.values()),
        sources=len(index.sources),
        code_version=str(manifest.get("code", "")),
        known_at=manifest.get("known_at"),
        classes=[WordLine("overlay class", name, told) for name, told in CLASS_SENTENCES.items()],
        rule=[ThresholdLine(field.name, _told(getattr(RULE, field.name))) for field in fields(RULE)],
        words=[
            WordLine(vocabulary, term.value, term.meaning)
            for vocabulary, terms in VOCABULARIES.items()
            for term in terms
        ],
    )
