"""How the written names of places are compared: folded, and in the forms a list may mean.

Nothing is dropped that tells two places apart: what stands in brackets or after a comma is kept as a hint.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

__all__ = ["WrittenForm", "fold", "is_other_unit", "written_forms"]

_LETTERS: Final = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ə": "e",
        "ħ": "h",
        "ŧ": "t",
        "'": None,
        "’": None,
        "‘": None,
        "ʻ": None,
        "ʼ": None,
        "ʿ": None,
        "ʾ": None,
        "`": None,
        "´": None,
        "′": None,
    }
)
_MARKS = re.compile(r"[\u0300-\u036f]+")
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—.,()/·・&_\"“”]+")
_SAINT = re.compile(r"\b(st|ste)\b")
_SAINTS: Final = {"st": "saint", "ste": "sainte"}
_BRACKETS = re.compile(r"^(?P<name>[^()]+?)\s*\((?P<hint>[^()]+)\)\s*$")
_SUFFIX = re.compile(
    r"\s+(municipality|city municipality|kommune|kommun|commune|municipio|metropolitan municipality|city|town|"
    r"county borough|metropolitan city|urban municipality|sub-prefecture|prefecture-level city)$",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"^(city of|town of|municipality of|commune of|borough of|city and county of|ville de|stadt|comune di|"
    r"ayuntamiento de|câmara municipal de|royal borough of|london borough of)\s+",
    re.IGNORECASE,
)
_OTHER_UNIT = re.compile(r"\b(rural (gmina|district|municipality|okrug)|gmina wiejska)\b", re.IGNORECASE)


def fold(name: str) -> str:
    """Return a name without case, accents, apostrophes and punctuation, with *St* written out.

    >>> fold("Saint-Étienne"), fold("St. Etienne"), fold("Kraków"), fold("İzmir")
    ('saint etienne', 'saint etienne', 'krakow', 'izmir')
    """
    text = name.casefold().translate(_LETTERS)
    if not text.isascii():
        text = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", text)))
        text = text.translate(_LETTERS)
    text = _SEPARATORS.sub(" ", text).strip()
    return _SAINT.sub(lambda found: _SAINTS[found[0]], text) if "st" in text else text


@dataclass(frozen=True, slots=True)
class WrittenForm:
    """One way to read a written name.

    Attributes
    ----------
    key
        The folded name.
    hint
        What stood in brackets or after the comma and tells homonyms apart; empty when nothing did.
    """

    key: str
    hint: str = ""


def is_other_unit(name: str) -> bool:
    """Tell whether a name says that it is not the town but the country around it.

    >>> is_other_unit("Limanowa (rural gmina)"), is_other_unit("Halle (Saale)")
    (True, False)
    """
    return _OTHER_UNIT.search(name) is not None


def _bare(name: str) -> str:
    return _PREFIX.sub("", _SUFFIX.sub("", name)).strip()


def written_forms(name: str) -> list[WrittenForm]:
    """Return the ways a list may mean a name, the most literal first.

    >>> [(form.key, form.hint) for form in written_forms("Kusatsu, Gunma")]
    [('kusatsu gunma', ''), ('kusatsu', 'Gunma')]
    """
    forms = [WrittenForm(fold(name)), WrittenForm(fold(_bare(name)))]
    bracketed = _BRACKETS.match(name)
    if bracketed is not None:
        inner, hint = bracketed["name"], bracketed["hint"]
        forms += [WrittenForm(fold(inner), hint), WrittenForm(fold(_bare(inner)), hint)]
    elif "," in name:
        head, _, hint = (part.strip() for part in name.partition(","))
        forms += [WrittenForm(fold(head), hint), WrittenForm(fold(_bare(head)), hint)]
    seen: dict[str, WrittenForm] = {}
    for form in forms:
        if form.key and form.key not in seen:
            seen[form.key] = form
    return list(seen.values())
