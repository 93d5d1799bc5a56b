"""Identifiers of actors and acts, never a bare name.

================  =============================  ====================================
form              what it names                  where it comes from
================  =============================  ====================================
``gn:2747891``    a city                         GeoNames
``wd:Q34370``     a place or body                Wikidata
``iso:NL``        a state                        ISO 3166-1 alpha-2 (Kosovo: iso:XK)
``iso:ES-CT``     a region                       ISO 3166-2
``px:uclg``       any other actor                Proxenia; never renamed
``act:slug``      an act                         Proxenia or the source
``un:001``        a statistical area             UN M49 (001 is the world)
``hekman:…``      a place as a source names it   the source's own key
================  =============================  ====================================
"""

import re
import unicodedata
from typing import Final

from proxenia.errors import IdentifierError

__all__ = ["FORMS", "check_identifier", "is_identifier", "local_identifier", "scheme_of", "slugify"]

FORMS: Final = {
    "gn": re.compile(r"[1-9][0-9]{0,11}"),
    "wd": re.compile(r"Q[1-9][0-9]{0,11}"),
    "iso": re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?"),
    "px": re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"),
    "act": re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"),
    "un": re.compile(r"[0-9]{3}"),
}
_SCHEME = re.compile(r"[a-z][a-z0-9_]{1,63}")
_OWN = re.compile(r"[^\s:;|<>\x00-\x1f][^:;|<>\x00-\x1f]{0,250}")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def scheme_of(identifier: str) -> str:
    """Return the part before the first colon.

    >>> scheme_of("gn:2747891")
    'gn'
    """
    return identifier.partition(":")[0]


def is_identifier(text: str) -> bool:
    """Tell whether `text` has the form of an identifier.

    >>> is_identifier("gn:2747891"), is_identifier("Rotterdam"), is_identifier("wd:42")
    (True, False, False)
    """
    scheme, colon, key = text.partition(":")
    form = FORMS.get(scheme)
    if form is not None:
        return form.fullmatch(key) is not None
    return bool(colon) and _SCHEME.fullmatch(scheme) is not None and _OWN.fullmatch(key) is not None


def check_identifier(text: str) -> str:
    """Return `text` if it is an identifier.

    Raises
    ------
    IdentifierError
        When it has no known form.
    """
    if is_identifier(text):
        return text
    raise IdentifierError(text, expected="Expected gn:2747891, wd:Q34370, iso:NL, iso:ES-CT, px:uclg or <source>:<key>")


def slugify(text: str) -> str:
    """Return ASCII words joined by hyphens.

    >>> slugify("Union of the Baltic Cities (UBC)")
    'union-of-the-baltic-cities-ubc'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_SLUG.sub("-", plain).strip("-")


def local_identifier(source: str, *parts: str) -> str:
    """Return the identifier a source gives a place that it knows only by its names.

    The parts keep their own script; only characters that separate are replaced.

    >>> local_identifier("hekman", "Bérat", "France")
    'hekman:Bérat,France'
    """
    key = ",".join(re.sub(r"[:;|<>\x00-\x1f\s]+", " ", part).strip() for part in parts if part.strip())
    return f"{source}:{unicodedata.normalize('NFC', key)[:250]}"
