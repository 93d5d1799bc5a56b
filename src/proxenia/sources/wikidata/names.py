"""The names of an item: the one it goes by here, and all the others, one a line."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

__all__ = ["LONGEST", "other_names", "preferred_name"]

LONGEST: Final = 18_000
"""Characters of all the other names together."""
_LONGEST_NAME: Final = 250
_FIRST: Final = ("en", "mul", "en-gb", "en-ca", "de", "fr", "es", "it", "pt", "nl", "pl", "ru")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,12}){0,4}")
_HARMFUL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def _clean(text: str) -> str:
    return " ".join(_HARMFUL.sub(" ", text).split())[:_LONGEST_NAME]


def preferred_name(labels: Mapping[str, str]) -> tuple[str, str]:
    """Return the name and its language: English, else the default for all languages, else another.

    >>> preferred_name({"it": "Firenze", "en": "Florence"}), preferred_name({"ja": "京都市"}), preferred_name({})
    (('Florence', 'en'), ('京都市', 'ja'), ('', ''))
    """
    for languages in (_FIRST, sorted(labels) if labels.keys().isdisjoint(_FIRST[:1]) else ()):
        for language in languages:
            name = _clean(labels.get(language, ""))
            if name and _LANGUAGE.fullmatch(language):
                return unicodedata.normalize("NFC", name), language
    return "", ""


def other_names(labels: Mapping[str, str], aliases: Iterable[str], name: str) -> str:
    r"""Return the other names, one a line: labels in the order of their languages, then aliases.

    >>> other_names({"it": "Firenze", "en": "Florence", "de": "Florenz"}, ["Fiorenza"], "Florence")
    'Florenz\nFirenze\nFiorenza'
    """
    names = dict.fromkeys(map(labels.__getitem__, sorted(labels)))
    names.update(dict.fromkeys(aliases))
    names.pop(name, None)
    text = unicodedata.normalize("NFC", "\n".join(names))
    # Almost all names are plain; only where one is not they are cleaned one by one.
    together = "".join(names)
    if (not together.isprintable() and _HARMFUL.search(together)) or "" in names or _has_long(text):
        cleaned = dict.fromkeys(unicodedata.normalize("NFC", _clean(one)) for one in names)
        text = "\n".join(one for one in cleaned if one and one != name)
    return text if len(text) <= LONGEST else text[: LONGEST + 1].rpartition("\n")[0]


def _has_long(text: str) -> bool:
    return len(text) > _LONGEST_NAME and any(len(line) > _LONGEST_NAME for line in text.split("\n"))
