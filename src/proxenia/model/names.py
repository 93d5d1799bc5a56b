"""Names of places and bodies, folded so that different spellings meet."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

__all__ = ["fold"]

_SPECIAL: Final = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "æ": "ae", "Æ": "ae", "œ": "oe", "ı": "i"}
)
_SEPARATORS = re.compile(r"[\W_]+")


@lru_cache(maxsize=65_536)
def fold(name: str) -> str:
    """Return a name without case, accents and punctuation; letters of other scripts stay.

    >>> fold("Saint-Étienne"), fold("Łódź"), fold("ROTTERDAM "), fold("東京")
    ('saint etienne', 'lodz', 'rotterdam', '東京')
    """
    if name.isascii():
        return _SEPARATORS.sub(" ", name.lower()).strip()
    plain = unicodedata.normalize("NFKD", name.translate(_SPECIAL).casefold())
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _SEPARATORS.sub(" ", unicodedata.normalize("NFC", kept)).strip()
