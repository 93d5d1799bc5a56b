"""The classes of Wikidata that say what an actor or a mission is. Their subclasses (P279) count like them.

Only classes whose meaning is plain are roots. *Exact* classes count for themselves and not for their subclasses,
because those lead astray: a constituent country is a subclass of country, and no state.
"""

from typing import Final

from proxenia.model.vocabulary import ActorKind

__all__ = ["EXACT", "MISSIONS", "NEVER", "PRECEDENCE", "ROOTS"]

PRECEDENCE: Final = (
    ActorKind.STATE.value,
    ActorKind.CITY.value,
    ActorKind.REGION.value,
    ActorKind.CITY_NETWORK.value,
    ActorKind.IGO.value,
)
"""What an item is that belongs to classes of several kinds: Singapore a state, Berlin a city."""

ROOTS: Final[dict[str, dict[str, str]]] = {
    ActorKind.STATE.value: {
        "Q3624078": "sovereign state",
        "Q15634554": "state with limited recognition",
        "Q3024240": "historical country",
    },
    ActorKind.CITY.value: {
        "Q515": "city",
        "Q1549591": "big city",
        "Q1637706": "city with millions of inhabitants",
        "Q200250": "metropolis",
        "Q5119": "capital city",
        "Q3957": "town",
        "Q532": "village",
        "Q486972": "human settlement",
        "Q15284": "municipality",
        "Q484170": "commune of France",
        "Q747074": "comune of Italy",
        "Q262166": "municipality of Germany",
        "Q42744322": "urban municipality in Germany",
        "Q22865": "independent city of Germany",
        "Q2616791": "urban municipality of Poland",
        "Q925381": "city with powiat rights",
    },
    ActorKind.REGION.value: {
        "Q10864048": "first-level administrative division",
        "Q13220204": "second-level administrative division",
        "Q107390": "federated state",
        "Q34876": "province",
        "Q28575": "county",
        "Q3336843": "country of the United Kingdom",
        "Q1221156": "federated state of Germany",
        "Q485258": "federative unit of Brazil",
    },
    ActorKind.CITY_NETWORK.value: {},
    ActorKind.IGO.value: {
        "Q245065": "intergovernmental organization",
        "Q1335818": "supranational union",
        "Q4120211": "regional organization",
    },
}
"""For each kind of actor its classes; the nearest root decides for a class that lies under several.

No class of Wikidata holds the networks of cities and nothing else: an association that cities belong to gets no kind
here, and keeps the one that another source gives it.
"""

EXACT: Final[dict[str, str]] = {"Q6256": ActorKind.STATE.value}
"""Classes that count without their subclasses: country."""

MISSIONS: Final[dict[str, str]] = {
    "Q3917681": "embassy",
    "Q7843791": "consulate",
    "Q372690": "consulate general",
    "Q18414273": "high commission",
    "Q23891529": "honorary consulate",
    "Q620045": "apostolic nunciature",
    "Q5244910": "de facto embassy",
    "Q61881945": "de facto consulate",
    "Q64779402": "liaison office",
    "Q24868622": "consular office",
    "Q94158456": "interests section",
    "Q1783003": "consular agency",
    "Q2360219": "permanent mission",
    "Q213283": "diplomatic mission",
}
"""Classes of missions, and the word for each; the nearest one names a subclass."""

NEVER: Final = frozenset({"Q5"})
"""Classes whose items are dropped at once: humans are members of many bodies."""
