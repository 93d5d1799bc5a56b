"""What the person who signed was for the city, read from the title that a source gives beside the name.

A source writes ``Jane Doe, Deputy Mayor``. What stands behind the first comma is the title; a text without a comma
counts as a title only when it begins with one (``Mayor Jane Doe``), so that a name is never taken for an office. The
title is looked through for the words below, in this order: who advises or serves a mayor is not one, and a deputy mayor
is a member of the executive. A title without any of them tells no role: nothing is guessed.
"""

import re
from functools import cache
from typing import Final

from proxenia.model.names import fold
from proxenia.model.vocabulary import PersonRole

__all__ = ["TITLES", "person_role_of"]

TITLES: Final[dict[PersonRole, tuple[str, ...]]] = {
    PersonRole.ADVISER: ("advisor", "adviser", "counsellor to", "consultant", "berater", "beraterin", "conseiller du"),
    PersonRole.CIVIL_SERVANT: (
        *("city manager", "town clerk", "city clerk", "chief of staff", "head of department", "director", "secretary"),
        *("civil servant", "officer", "amtsleiter", "amtsleiterin", "gemeentesecretaris"),
    ),
    PersonRole.ALDERMAN: (
        *("deputy mayor", "vice mayor", "alderman", "alderwoman", "wethouder", "schepen", "echevin", "echevine"),
        *("adjoint au maire", "adjointe au maire", "teniente de alcalde", "vicesindaco", "vicesindaca", "assessore"),
        *("dezernent", "dezernentin", "beigeordneter", "beigeordnete", "vizeburgermeister", "vizeburgermeisterin"),
    ),
    PersonRole.COUNCILLOR: (
        *("councillor", "councilor", "councilman", "councilwoman", "council member", "councilmember", "raadslid"),
        *("stadtrat", "stadtratin", "conseiller municipal", "conseillere municipale", "concejal", "concejala"),
        *("consigliere comunale", "consigliera comunale", "vereador", "vereadora"),
    ),
    PersonRole.MAYOR: (
        *("mayor", "mayoress", "lord mayor", "burgemeester", "burgermeister", "burgermeisterin", "oberburgermeister"),
        *("oberburgermeisterin", "maire", "alcalde", "alcaldesa", "alcaldessa", "sindaco", "sindaca", "prefeito"),
        *("prefeita", "borgmester", "borgmastare", "ordforer", "primator", "primatorka", "burmistrz", "polgarmester"),
    ),
}
"""The words of a title that tell a role, folded; the first role that a title tells is the one it counts for."""

_WORDS: Final = {role: tuple(dict.fromkeys(fold(word) for word in words)) for role, words in TITLES.items()}


@cache
def person_role_of(signed_by: str) -> PersonRole | None:
    """Return what the person was for the city; nothing where the title tells no role.

    >>> person_role_of("Jane Doe, Deputy Mayor").value, person_role_of("Mayor Jane Doe").value
    ('alderman', 'mayor')
    >>> person_role_of("John Mayor") is person_role_of("Jane Doe, Governor") is None
    True
    """
    _, comma, title = signed_by.partition(",")
    told = fold(title if comma else signed_by)
    for role, words in _WORDS.items():
        if any(_tells(told, word, anywhere=bool(comma)) for word in words):
            return role
    return None


def _tells(title: str, word: str, *, anywhere: bool) -> bool:
    return re.search(rf"{'' if anywhere else '^'}(?<!\w){re.escape(word)}(?!\w)", title) is not None
