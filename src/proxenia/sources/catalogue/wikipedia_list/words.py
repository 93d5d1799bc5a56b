"""The words of the source's tables: headings, introductions, remarks, columns and templates."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

__all__ = ["Words", "ascii_digits", "load_words", "normalise"]

_SHORT: Final = 4
"""Letters of a phrase that counts only as a whole word."""

_WITHOUT_BLANKS: Final = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Scripts in which a phrase may stand anywhere: Thai, Japanese, Chinese, Korean."""


def ascii_digits(text: str) -> str:
    """Return a text with the decimal digits of every script as 0 to 9.

    >>> ascii_digits("۱۹۸۷ १९८८")
    '1987 1988'
    """
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)


@cache
def _is_letter(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LMN"


def normalise(text: str) -> str:
    """Return a text as phrases are compared: without case, punctuation and doubled blanks.

    >>> normalise("Twin towns – sister cities")
    'twin towns sister cities'
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join("".join(letter if _is_letter(letter) else " " for letter in folded).split())


def _says(phrases: Iterable[str], normal: str) -> bool:
    """Tell whether a normalised text holds one of the phrases from the start of a word on."""
    padded = f" {normal} "
    return any(_stands(phrase, padded) for phrase in phrases)


def _stands(phrase: str, padded: str) -> bool:
    if _WITHOUT_BLANKS.search(phrase):
        return phrase in padded
    # A short word is only itself: "ex" is no beginning of "Exeter".
    return f" {phrase} " in padded if len(phrase) <= _SHORT else f" {phrase}" in padded


@dataclass(frozen=True, slots=True)
class Words:
    """All the tables, normalised.

    Attributes
    ----------
    twin, general
        Phrases of headings by the edition's code.
    introductions, remarks
        Phrases by what they say.
    columns
        Headers of tables: the normalised header to `city`, `country` or `year`.
    templates
        The table of templates as it stands.
    countries
        Names of states that the gazetteer lacks, normalised, and their codes.
    """

    twin: Mapping[str, tuple[str, ...]]
    general: Mapping[str, tuple[str, ...]]
    introductions: Mapping[str, tuple[str, ...]]
    remarks: Mapping[str, tuple[str, ...]]
    columns: Mapping[str, str]
    templates: Mapping[str, Any]
    countries: Mapping[str, str]
    cities: frozenset[str]
    flags: frozenset[str]
    flag_words: frozenset[str]
    plain_templates: frozenset[str]
    date_templates: frozenset[str]
    since: frozenset[str]
    joining: frozenset[str]
    until: tuple[str, ...]
    country_fields: frozenset[str]
    state_marks: frozenset[str]
    end: frozenset[str]
    every_twin: tuple[str, ...]

    def is_twin(self, normal: str, language: str) -> bool:
        """Tell whether a normalised heading speaks of twin towns; an unknown edition may use anybody's words."""
        return _says(self.twin.get(language, self.every_twin), normal)

    def is_general(self, normal: str, language: str) -> bool:
        """Tell whether a normalised heading is one under which twin towns may stand among other things."""
        return normal in self.general.get(language, ())

    def introduces(self, normal: str, language: str) -> str:
        """Return what a normalised subheading or introduction says of the list below it, or nothing."""
        for kind, phrases in self.introductions.items():
            if kind == "partnership" and self.is_twin(normal, language):
                return "twin"
            if _says(phrases, normal):
                return kind
        return ""

    def remark(self, kind: str, normal: str) -> bool:
        """Tell whether a normalised remark says of its tie that it is suspended, ended, renewed or no twinning."""
        return _says(self.remarks[kind], normal)


def _phrases(texts: Iterable[Any]) -> tuple[str, ...]:
    return tuple(normalise(str(text)) for text in texts)


def _read(name: str) -> Mapping[str, Any]:
    content: Mapping[str, Any] = yaml.safe_load(files(__package__).joinpath(name).read_text(encoding="utf-8"))
    return content


@cache
def load_words() -> Words:
    """Return the tables of the source's folder."""
    countries = _read("countries.yml")
    headings, words, templates = _read("headings.yml"), _read("words.yml"), _read("templates.yml")
    twin = {str(language): _phrases(texts) for language, texts in headings["twin"].items()}
    return Words(
        twin=twin,
        general={str(language): _phrases(texts) for language, texts in headings["general"].items()},
        introductions={kind: _phrases(texts) for kind, texts in words["introductions"].items()},
        remarks={kind: _phrases(texts) for kind, texts in words["remarks"].items()},
        columns={phrase: kind for kind, texts in words["columns"].items() for phrase in _phrases(texts)},
        templates=templates,
        countries={normalise(str(name)): str(code) for name, code in countries["countries"].items()},
        cities=frozenset(str(name) for name in countries["cities"]),
        flags=frozenset(_phrases(templates["flags"])),
        flag_words=frozenset(_phrases(templates["flag_words"])),
        plain_templates=frozenset(_phrases(templates["plain"])),
        date_templates=frozenset(_phrases(templates["dates"])),
        since=frozenset(_phrases(words["since"])),
        joining=frozenset(str(text) for text in words["and"]),
        until=tuple(sorted(_phrases(words["until"]), key=len, reverse=True)),
        country_fields=frozenset(str(text).casefold() for text in words["country_fields"]),
        state_marks=frozenset(_phrases(words["state_marks"])),
        end=frozenset(_phrases(words["end"])),
        every_twin=tuple(sorted({phrase for phrases in twin.values() for phrase in phrases})),
    )
