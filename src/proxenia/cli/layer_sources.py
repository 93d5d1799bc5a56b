"""Which sources bring the ties of a layer, for somebody who finds it empty."""

from typing import Final

__all__ = ["where_from"]

_TWINS: Final = (
    "`import wikipedia-list`, `import wikidata-dump`, `import wikidata-live` or a list of your own: `import table`"
)
_OWN: Final = "a list of your own: `import table`; the founding register holds some"
_REGISTER: Final = "the founding register only, which comes with the package"
_BROUGHT_BY: Final = {
    "twinning": _TWINS,
    "cities": _TWINS,
    "agreement": _OWN,
    "partnership": _OWN,
    "membership": "`import membership`, `import wikidata-dump` or `import wikidata-live`",
    "contest": _REGISTER,
    "diplomatic_relation": "`import wikidata-dump` or `import wikidata-live`",
    "mission": "`import embassies`, `import wikidata-dump` or `import wikidata-live`",
    "alliance": "`import alliances`",
    "sanction": _REGISTER,
    "states": "`import embassies`, `import alliances`, `import wikidata-dump` or `import wikidata-live`",
}
_OF_FIELDS: Final = "ties to which a source or the founding register gives the field: `import table` takes fields"


def where_from(layer: str) -> str:
    """Return which commands bring ties of a layer.

    >>> where_from("alliance")
    '`import alliances`'
    """
    return _BROUGHT_BY.get(layer, _OF_FIELDS)
