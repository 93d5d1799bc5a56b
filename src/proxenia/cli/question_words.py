"""Open questions in words that a person can decide by: names instead of codes, and where the source says it.

Everything that all questions need is looked up once; a question is put into words when it is looked at.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Final

import polars as pl

from proxenia.atlas.questions import ReviewCandidate, ReviewQuestion
from proxenia.ledger import Ledger
from proxenia.model.globe import distance_km
from proxenia.model.identifiers import scheme_of
from proxenia.model.predicates import Attribute
from proxenia.resolve.gazetteer import Gazetteer, Place
from proxenia.resolve.names import fold
from proxenia.resolve.review import Candidate, Question

__all__ = ["QuestionWords", "question_json"]

_SHOWN_TWINS: Final = 8
_SHOWN_REFERENCES: Final = 5
_FACTS: Final = (Attribute.NAME.value, Attribute.COUNTRY.value)


class QuestionWords:
    """What the questions of a ledger are called, and where they come from."""

    def __init__(self, ledger: Ledger, gazetteer: Gazetteer, questions: Sequence[Question]) -> None:
        self._ledger, self._gazetteer, self._questions = ledger, gazetteer, questions

    def shown(self, question: Question) -> ReviewQuestion:
        """Return a question in words."""
        source = scheme_of(question.id)
        return ReviewQuestion(
            id=question.id,
            name=question.name,
            country=self.country(question.country),
            source=self._sources.get(source, source),
            reason=question.why,
            ties=question.ties,
            evidence=self._evidence(question),
            candidates=tuple(self._candidate(one, question) for one in question.candidates),
            references=self.references(question)[:_SHOWN_REFERENCES],
        )

    def place(self, place: Place) -> str:
        """Return a place as people write it, with its identifier."""
        parts = (place.name, self.region(place.country, place.admin1), self.country(place.country))
        return f"{', '.join(filter(None, parts))} ({place.id})"

    def country(self, code: str) -> str:
        """Return the English name of a state; the code where it has none."""
        return self._states.get(code, code)

    def region(self, country: str, division: str) -> str:
        """Return the name of a first-order division; empty where none is known, for a code tells nobody anything."""
        return self._divisions.get((country, division), "")

    def references(self, question: Question) -> tuple[str, ...]:
        """Return where the source names the place, each reference once."""
        found = (self._references[key] for key in question.statements if key in self._references)
        return tuple(sorted(set(found), key=lambda text: (len(text), text)))  # row 7 before row 12

    def _candidate(self, one: Candidate, question: Question) -> ReviewCandidate:
        return ReviewCandidate(
            id=one.id,
            name=one.name,
            region=self.region(one.country, one.division),
            country=self.country(one.country),
            population=one.population or None,
            longitude=one.lon,
            latitude=one.lat,
            probability=one.probability,
            reasons=self._reasons(one, question),
        )

    def _reasons(self, one: Candidate, question: Question) -> tuple[str, ...]:
        """Say how the candidate's name stands to the one asked for, and how far it lies from the coordinates."""
        asked = fold(question.name)
        if fold(one.name) == asked:
            named = "bears this name"
        elif asked in map(fold, self._other_names.get(one.id, "").split("\n")):
            named = f"also called {question.name}"
        else:
            named = "a similar name"
        if question.spot is None:
            return (named,)
        return named, f"{distance_km(question.spot, (one.lon, one.lat)):,.0f} km from the source's coordinates"

    def _evidence(self, question: Question) -> tuple[str, ...]:
        twins = [self._twin(key) for key in question.twins[:_SHOWN_TWINS]]
        more = f" and {len(question.twins) - _SHOWN_TWINS} more" if len(question.twins) > _SHOWN_TWINS else ""
        lines = [f"tied to {', '.join(twins)}{more}"] if twins else []
        if question.spot is not None:
            lines.append(f"coordinates {question.spot[1]:.3f}, {question.spot[0]:.3f}")
        return tuple(lines)

    def _twin(self, key: str) -> str:
        name, code = self._twins.get(key, ("", ""))
        return f"{name or key.partition(':')[2]}{f' ({self.country(code)})' if code else ''}"

    @cached_property
    def _sources(self) -> Mapping[str, str]:
        return {source.id: source.title for source in self._ledger.sources()}

    @cached_property
    def _states(self) -> Mapping[str, str]:
        codes = {one.country for question in self._questions for one in question.candidates}
        codes |= {question.country for question in self._questions}
        codes |= {code for _, code in self._twins.values()}
        return {code: state.name for code, state in self._gazetteer.states(codes - {""}).items()}

    @cached_property
    def _divisions(self) -> Mapping[tuple[str, str], str]:
        """The longest of a division's names is the one in full: Ohio, not OH."""
        rows = self._gazetteer.division_names.iter_rows()
        named: dict[tuple[str, str], str] = {}
        for country, code, name in rows:
            known = named.get((country, code), "")
            named[country, code] = name if len(known) <= 3 else known
        return named

    @cached_property
    def _other_names(self) -> Mapping[str, str]:
        numbers = {int(one.id[3:]) for question in self._questions for one in question.candidates}
        return {f"gn:{number}": names for number, names in self._gazetteer.alternates(numbers).items()}

    @cached_property
    def _table(self) -> pl.DataFrame:
        columns = ["id", "subject", "predicate", "object", "value", "reference"]
        return pl.DataFrame(self._ledger.statements_table(columns=columns))

    @cached_property
    def _references(self) -> Mapping[str, str]:
        wanted = [key for question in self._questions for key in question.statements]
        return dict(self._table.filter(pl.col("id").is_in(wanted)).select("id", "reference").iter_rows())

    @cached_property
    def _twins(self) -> Mapping[str, tuple[str, str]]:
        """The name and the state's code of each twin, as some source has them."""
        wanted = {key for question in self._questions for key in question.twins}
        facts = self._table.filter(pl.col("predicate").is_in(_FACTS) & pl.col("subject").is_in(list(wanted)))
        told: dict[str, tuple[str, str]] = {}
        for subject, predicate, state, value in facts.select("subject", "predicate", "object", "value").iter_rows():
            name, code = told.get(subject, ("", ""))
            if predicate == Attribute.NAME:
                told[subject] = (name or value or "", code)
            elif (state or "").startswith("iso:"):
                told[subject] = (name, code or state[4:6])
        return told


def question_json(question: Question, words: QuestionWords) -> dict[str, Any]:
    """Return a question as `proxenia review --json` prints it."""
    return {
        "id": question.id,
        "name": question.name,
        "country": question.country or None,
        "source": scheme_of(question.id),
        "reason": question.why,
        "ties": question.ties,
        "longitude": question.spot[0] if question.spot else None,
        "latitude": question.spot[1] if question.spot else None,
        "tied_to": list(question.twins),
        "references": list(words.references(question)),
        "candidates": [
            {
                "id": one.id,
                "name": one.name,
                "region": words.region(one.country, one.division) or None,
                "country": one.country,
                "population": one.population or None,
                "longitude": one.lon,
                "latitude": one.lat,
                "probability": one.probability,
            }
            for one in question.candidates
        ],
    }
