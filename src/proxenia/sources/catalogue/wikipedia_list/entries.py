"""A line becomes a tie: which link is the city, which state it lies in, since when. What is unclear is refused."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from proxenia.sources.catalogue.wikipedia_list.lines import Line
from proxenia.sources.catalogue.wikipedia_list.markup import strip_references
from proxenia.sources.catalogue.wikipedia_list.pieces import Flag, Link, Piece, Refused, TwinTemplate, Word, pieces_of
from proxenia.sources.catalogue.wikipedia_list.states import States
from proxenia.sources.catalogue.wikipedia_list.times import Times, times_of, without_years
from proxenia.sources.catalogue.wikipedia_list.words import Words, normalise

__all__ = ["Entry", "entries_of"]

MOST_WORDS: Final = 16
"""Words of a line beside its links; more make a sentence, and a sentence may say anything."""
MOST_WORDS_BEFORE: Final = 3
MOST_PLACES: Final = 3
"""Links of a line that are no state: a city, a region, another region."""
LONGEST_PLAIN_NAME: Final = 60
_CITY_STATES: Final = frozenset({"SG", "MC", "VA", "LU", "GI", "HK", "MO", "SM"})
_SEPARATOR = re.compile(r"([,;:()（）\[\]、，،؛：；/|–—−•·↔→]|(?<=\s)-(?=\s)|^-(?=\s)|(?<=\s)-$)")
_APART: Final = frozenset(":：–—−-•·|/↔→;；")
"""Separators that set two places side by side, where a comma or a bracket sets a place in its region."""
_NAME = re.compile(r"[^\W\d_].+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Entry:
    """One tie as a line gives it.

    Attributes
    ----------
    city
        The linked page and its label; without a title where the line has a name and no link.
    country
        ISO 3166-1 alpha-2 code; empty where a template of ties leaves it to its own text.
    region
        What stands between the city and its country.
    references
        Numbers of the references of the line.
    """

    city: Link
    country: str
    region: str
    times: Times
    references: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """A link or a stretch of words, the state it names, and what parts it from the part before."""

    text: str
    link: Link | None
    state: str | None
    before: str


def entries_of(line: Line, language: str, states: States, *, latest: int) -> list[Entry]:
    """Return the ties of a line: one, or several where each is a template of its own.

    Raises
    ------
    Refused
        When the line is not understood.
    """
    if line.kind == "district":
        raise Refused("it is a tie of a district, not of the city")
    if line.under:
        raise Refused(f"it stands under {line.under!r}, and so is a tie of that")
    text, references = strip_references(line.text)
    pieces = pieces_of(text, language, states)
    words = [piece.text for piece in pieces if isinstance(piece, Word)]
    ties = [piece for piece in pieces if isinstance(piece, TwinTemplate)]
    times_in = partial(times_of, kind=line.kind, words=states.words, latest=latest)
    if ties:
        return [replace(_of_template(tie, line, words, states, times_in), references=tuple(references)) for tie in ties]
    times = times_in(" ".join([line.year, *words]))
    city, country, region = _places(pieces, line, states)
    return [Entry(city, country, region, times, tuple(references))]


def _of_template(
    tie: TwinTemplate, line: Line, words: Sequence[str], states: States, times_in: Callable[[str], Times]
) -> Entry:
    country = states.named(tie.country) if tie.country else line.state
    if country is None:
        raise Refused(states.names.reason(tie.country))
    return Entry(tie.city, country, "", times_in(" ".join([line.year, tie.year, *words])))


def _places(pieces: Sequence[Piece], line: Line, states: States) -> tuple[Link, str, str]:
    parts = list(_parts(pieces, states))
    _check_is_no_sentence(parts)
    flags = [piece for piece in pieces if isinstance(piece, Flag)]
    city = _city(parts, flags, states)
    behind = parts[parts.index(city) + 1 :]
    others = [part for part in behind if part.link and not part.state]
    _check_is_one_city(parts, city, others, flags)
    country = _country(parts, city, states) or _flagged(flags) or line.state
    if not country:
        named = [part.text for part in behind if part.text] or [flag.written for flag in flags if flag.written]
        raise Refused(states.names.reason(named[-1]) if named else "no country stands beside it")
    region = others[0].text if others and not _is_country_word(others[0], country, parts) else ""
    link = city.link or Link("", "", city.text)
    return link, country, region


def _parts(pieces: Sequence[Piece], states: States) -> Iterator[_Part]:
    before = ""
    for piece in pieces:
        if isinstance(piece, Link):
            yield _Part(piece.label, piece, states.linked(piece.title, piece.label), before)
            before = " "
        elif isinstance(piece, Word):
            for number, text in enumerate(_SEPARATOR.split(piece.text)):
                if number % 2:
                    before = text
                    continue
                name = _bare(text, states.words)
                if text.strip().casefold() in states.words.joining:
                    before = "and"
                elif name:
                    yield _Part(name, None, states.named(name), before)
                    before = " "


def _bare(text: str, words: Words) -> str:
    """Return words without years, and without the words that stand beside years."""
    kept = without_years(text).split()
    if len(kept) < 6:
        while kept and normalise(kept[-1]) in words.since:
            kept.pop()
        while len(kept) > 1 and normalise(kept[0]) in words.since:
            kept.pop(0)
    return " ".join(kept).strip(" .*'\"") if any(normalise(word) for word in kept) else ""


def _check_is_no_sentence(parts: Sequence[_Part]) -> None:
    plain = [part for part in parts if part.link is None and part.state is None]
    if sum(len(part.text.split()) for part in plain) > MOST_WORDS:
        raise Refused("it is a sentence, not an entry of a list")
    first = next((number for number, part in enumerate(parts) if part.link), 0)
    if sum(len(part.text.split()) for part in parts[:first] if part.state is None) > MOST_WORDS_BEFORE:
        raise Refused("words stand before its link: a sentence, not an entry of a list")


def _city(parts: Sequence[_Part], flags: Sequence[Flag], states: States) -> _Part:
    linked = [part for part in parts if part.link]
    places = [part for part in linked if part.state is None]
    if places:
        return places[0]
    if linked:
        behind = parts[parts.index(linked[0]) + 1 :]
        if any(part.state == linked[0].state for part in behind):
            # "Mexico, Mexico": the city bears the name of its state.
            return linked[0]
        if len(linked) == 1 and linked[0].state in _CITY_STATES and parts[0] is linked[0]:
            return linked[0]
    return _unlinked_city(parts, flags, states)


def _unlinked_city(parts: Sequence[_Part], flags: Sequence[Flag], states: States) -> _Part:
    """Return the city of a line that names it without a link: a name, perhaps a region, a state, and nothing else."""
    shape = "".join("s" if part.state else "n" for part in parts)
    whole = shape in ("ns", "nns") or (shape == "n" and any(flag.state for flag in flags))
    if whole and _NAME.fullmatch(parts[0].text) and len(parts[0].text) <= LONGEST_PLAIN_NAME:
        if len(parts[0].text.split()) <= 5 and all(
            part.before in ("", " ", ",", "，", "、", "(", "（", ")") for part in parts[:-1]
        ):
            return parts[0]
    if parts and all(part.state for part in parts):
        raise Refused("it names a state and no city")
    if shape in ("nn", "nnn"):
        raise Refused(f"no link to a city, and {states.names.reason(parts[-1].text)}")
    raise Refused("no link to a city")


def _check_is_one_city(parts: Sequence[_Part], city: _Part, others: Sequence[_Part], flags: Sequence[Flag]) -> None:
    if len({flag.state for flag in flags if flag.state}) > 1:
        raise Refused("it has flags of several states")
    if len(others) >= MOST_PLACES:
        raise Refused(f"it links {len(others) + 1} places")
    if any(part.before == "and" for part in others):
        raise Refused(f"it names two cities, {city.text!r} and {others[0].text!r}")
    if others and not flags and others[0].before in _APART:
        raise Refused(f"it sets two places side by side, {city.text!r} and {others[0].text!r}")
    states = [number for number, part in enumerate(parts) if part.state and number > parts.index(city)]
    if states and any(parts.index(part) > states[0] for part in others):
        raise Refused("it links another place behind the country")


def _country(parts: Sequence[_Part], city: _Part, states: States) -> str:
    """Return the state that the words of a line name beside the city; the last one when the one before lies in it."""
    named = [part for part in parts if part.state and part is not city]
    codes = list(dict.fromkeys(part.state or "" for part in named))
    if len(codes) <= 1:
        return codes[0] if codes else (city.state or "")
    last = named[-1]
    if all(part.state == last.state or states.names.division(f"{part.text}, {last.text}") for part in named):
        return last.state or ""
    raise Refused(f"it names two states, {named[0].text!r} and {last.text!r}")


def _flagged(flags: Sequence[Flag]) -> str:
    return next((flag.state for flag in flags if flag.state), "")


def _is_country_word(part: _Part, country: str, parts: Sequence[_Part]) -> bool:
    """Tell whether a second link is the country in words that nobody knows, its flag being known."""
    return part is parts[-1] and not any(other.state == country for other in parts)
