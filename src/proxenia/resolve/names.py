"""How the written names of places are compared: folded, and in the forms a list may mean.

Nothing is dropped that tells two places apart: what stands in brackets or after a comma is kept as a hint.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

__all__ = [
    "WrittenForm",
    "fold",
    "fold_column",
    "is_larger_unit",
    "is_other_unit",
    "romanised",
    "skeleton",
    "written_forms",
]

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
_ASCII_SEPARATORS: Final = r"[\t-\r\x1c-\x1f \-.,()/&_\"]+"
_SAINT = re.compile(r"\b(st|ste)\b")
_SAINTS: Final = {"st": "saint", "ste": "sainte"}
_BRACKETS = re.compile(r"^(?P<name>[^()]+?)\s*\((?P<hint>[^()]+)\)\s*$")
_SUFFIX = re.compile(
    r"\s+(municipality|city municipality|kommune|kommun|commune|municipio|metropolitan municipality|city|town|"
    r"county borough|metropolitan city|urban municipality|sub-prefecture|prefecture-level city|"
    r"local municipality|district municipality|kaupunki|linn|vald|stad|shi|machi)$",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"^(city of|town of|municipality of|commune of|borough of|city and county of|ville de|stadt|comune di|"
    r"ayuntamiento de|câmara municipal de|royal borough of|london borough of|gemeinde|markt|gmina|municipio de|"
    r"município de|municipalité de|mairie de|municipality of the city of|metropolitan city of)\s+",
    re.IGNORECASE,
)
_OTHER_UNIT = re.compile(r"\b(rural (gmina|district|municipality|okrug)|gmina wiejska)\b", re.IGNORECASE)
_LARGER_UNIT = re.compile(
    r"(^|\b)(county|province|region|department|département|prefecture|oblast|raion|voivodeship|governorate|landkreis|"
    r"kreis|powiat|district|provincia|provincie|provinz|regione?|comté|métropole|metropole|metropolis|"
    r"metropolitan (area|region))(\b|$)",
    re.IGNORECASE,
)
_DOUBLES: Final = {letter * 2: letter for letter in "bcdfghjklmnpqrstvwxz"}
_ALIKE: Final = {
    "sch": "s", "tsch": "s", "ch": "k", "sh": "s", "ph": "f", "ck": "k", "th": "t", "kh": "k", "gh": "g",
    "cz": "s", "sz": "s", "zh": "s", "c": "k", "q": "k", "z": "s", "w": "v", "x": "ks", "ts": "s",
}  # fmt: skip
_UNHEARD: Final = dict.fromkeys("aeiouyhj ", "")
_ALPHABETS: Final = (
    (
        "а б в г д е з и й к л м н о п р с т у ф х ц ы э і ї є ґ ў ј ѕ ћ ђ љ њ џ ж ч ш щ ю я",
        "a b v g d e z i j k l m n o p r s t u f h ts y e i i e g u j dz c dj lj nj dz zh ch sh shch yu ya",
    ),
    (
        "α β γ δ ε ζ η ι κ λ μ ν ξ ο π ρ σ ς τ υ φ χ ψ ω θ",
        "a v g d e z i i k l m n x o p r s s t y f ch ps o th",
    ),
    (
        "ა ბ გ დ ე ვ ზ თ ი კ ლ მ ნ ო პ ჟ რ ს ტ უ ფ ქ ღ ყ შ ჩ ც ძ წ ჭ ხ ჯ ჰ",
        "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h",
    ),
)
_ROMAN: Final = str.maketrans(
    {
        letter: latin
        for letters, latins in _ALPHABETS
        for letter, latin in zip(letters.split(), latins.split(), strict=True)
    }
    | {"ъ": "", "ь": ""}
)


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


def fold_column(names: pl.Series) -> pl.Series:
    """Return many names as :func:`fold` does; plain ASCII ones, most of them, all at once.

    >>> fold_column(pl.Series(["St. Gallen", "Kraków"])).to_list()
    ['saint gallen', 'krakow']
    """
    lower = pl.col("name").str.to_lowercase().str.replace_all(r"['`]", "")
    spaced = lower.str.replace_all(_ASCII_SEPARATORS, " ").str.strip_chars(" ")
    saints = spaced.str.replace_all(r"\bst\b", "saint").str.replace_all(r"\bste\b", "sainte")
    table = pl.DataFrame({"name": names.cast(pl.String)})
    is_ascii = pl.col("name").str.contains(r"^[\x00-\x7f]*$")
    folded = table.select(key=pl.when(is_ascii).then(saints))["key"]
    rest = np.flatnonzero(folded.is_null().to_numpy())
    if len(rest):
        folded = folded.scatter(rest, [fold(name or "") for name in names.gather(rest)])
    return folded


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


def is_larger_unit(name: str) -> bool:
    """Tell whether a name says that it is more than a town: a county, a province, a metropolitan area.

    >>> is_larger_unit("Miami-Dade County"), is_larger_unit("Bordeaux Métropole"), is_larger_unit("Kreisau")
    (True, True, False)
    """
    return _LARGER_UNIT.search(name) is not None


def romanised(key: str) -> str:
    """Return a folded name in Latin letters where its script has an alphabet known here (Cyrillic, Greek, Georgian).

    >>> romanised(fold("Харків")), romanised(fold("Θεσσαλονίκη")), romanised("上海")
    ('harkiv', 'thessaloniki', '上海')
    """
    return key if key.isascii() else key.translate(_ROMAN)


def skeleton(keys: pl.Expr) -> pl.Expr:
    """Return the consonants of folded names, those that are often confused written alike.

    >>> pl.select(skeleton(pl.Series(["kaluza", "kalusza", "charkow", "harkiv"]))).to_series().to_list()
    ['kls', 'kls', 'krkv', 'rkv']
    """
    heard = keys.str.replace_many(_ALIKE, leftmost=True).str.replace_many(_UNHEARD)
    return heard.str.replace_many(_DOUBLES)


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
