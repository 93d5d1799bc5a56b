"""The sample reads no file: some states and territories that show each kind of fact and of correction."""

from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources.catalogue import describe
from proxenia.sources.catalogue.country_facts.reader import CORRECTIONS
from proxenia.sources.context import Context

STATES = ("AL", "BO", "BR", "CA", "DK", "FR", "IS", "KZ", "NL", "NO", "RS", "TW", "US", "XK")
TERRITORIES = ("GF", "GL", "MF", "SX")


def context(gazetteer: Gazetteer) -> Context:
    """Give the context of reading the sample."""
    options = {"states": STATES, "territories": TERRITORIES, "named": gazetteer.named}
    return Context(describe("country_facts"), CORRECTIONS, "2026-11-22", options=options)
