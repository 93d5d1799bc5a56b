"""Items in the JSON of Wikidata, made for tests; the numbers from Q900000001 on are invented, as what they say is."""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

__all__ = ["claim", "item", "moment", "sample_items", "somevalue"]

GREGORIAN, JULIAN = (f"http://www.wikidata.org/entity/Q{number}" for number in (1985727, 1985786))
_numbers = count(1)

Json = dict[str, Any]


def moment(time: str, precision: int = 11, calendar: str = GREGORIAN) -> Json:
    """Give a date: ``+1979-11-26``, precision 11 a day."""
    return {
        "type": "time",
        "value": {
            "time": f"{time}T00:00:00Z",
            "timezone": 0,
            "before": 0,
            "after": 0,
            "precision": precision,
            "calendarmodel": calendar,
        },
    }


def somevalue() -> Json:
    """Give the mark of a value that nobody knows."""
    return {"snaktype": "somevalue"}


def novalue() -> Json:
    """Give the mark of a value that there is not."""
    return {"snaktype": "novalue"}


def place(lon: float, lat: float, globe: str = "Q2") -> Json:
    """Give a place on a globe."""
    address = f"http://www.wikidata.org/entity/{globe}"
    return {
        "type": "globecoordinate",
        "value": {"latitude": lat, "longitude": lon, "altitude": None, "precision": 0.01, "globe": address},
    }


def number(amount: str) -> Json:
    """Give a quantity."""
    return {"type": "quantity", "value": {"amount": amount, "unit": "1"}}


def _snak(key: str, value: str | Json) -> Json:
    if isinstance(value, str):
        is_item = value[:1] == "Q" and value[1:].isdecimal()
        content: Any = {"entity-type": "item", "numeric-id": int(value[1:]), "id": value} if is_item else value
        value = {"type": "wikibase-entityid" if is_item else "string", "value": content}
    if "snaktype" in value:
        return {"property": key, **value}
    return {"snaktype": "value", "property": key, "datavalue": value}


def claim(
    key: str,
    value: str | Json,
    *,
    rank: str = "normal",
    qualifiers: Mapping[str, Sequence[str | Json]] | None = None,
    references: Sequence[tuple[str, str]] = (),
) -> Json:
    """Give a claim; a text such as ``Q64`` is an item."""
    own = next(_numbers)
    made: Json = {
        "mainsnak": _snak(key, value),
        "type": "statement",
        "id": f"Q1$00000000-0000-4000-8000-{own:012d}",
        "rank": rank,
    }
    if qualifiers:
        made["qualifiers"] = {name: [_snak(name, one) for one in values] for name, values in qualifiers.items()}
    if references:
        made["references"] = [
            {"hash": f"{own:036d}{place:04d}", "snaks": {name: [_snak(name, one)]}}
            for place, (name, one) in enumerate(references)
        ]
    return made


def item(
    id_: str, labels: Mapping[str, str], *claims: Json, aliases: Mapping[str, Sequence[str]] | None = None
) -> Json:
    """Give an item."""
    by_property: dict[str, list[Json]] = {}
    for one in claims:
        by_property.setdefault(one["mainsnak"]["property"], []).append(one)
    return {
        "type": "item",
        "id": id_,
        "labels": {key: {"language": key, "value": text} for key, text in labels.items()},
        "aliases": {
            key: [{"language": key, "value": text} for text in texts] for key, texts in (aliases or {}).items()
        },
        "claims": by_property,
    }


def state(id_: str, code: str, name: str, *claims: Json) -> Json:
    """Give a state."""
    return item(id_, {"en": name}, claim("P31", "Q3624078"), claim("P297", code), *claims)


def classes() -> list[Json]:
    """Give some classes, with a ring among them; a house is a place, and no settlement."""
    return [
        item("Q515", {"en": "city"}, claim("P279", "Q486972")),
        item("Q486972", {"en": "human settlement"}, claim("P279", "Q2221906")),
        item("Q2221906", {"en": "geographic location"}, claim("P279", "Q900000105")),
        item("Q900000105", {"en": "whereabouts (made for this test)"}, claim("P279", "Q2221906")),
        item("Q900000100", {"en": "city of the test (made for this test)"}, claim("P279", "Q515")),
        item("Q900000101", {"en": "house (made for this test)"}, claim("P279", "Q2221906")),
        item("Q900000102", {"en": "embassy of the test (made for this test)"}, claim("P279", "Q3917681")),
        item("Q3917681", {"en": "embassy"}, claim("P279", "Q213283")),
        item("Q245065", {"en": "intergovernmental organization"}, claim("P279", "Q43229")),
        item("Q3624078", {"en": "sovereign state"}, claim("P279", "Q6256")),
        item("Q900000103", {"en": "composite kingdom (made for this test)"}, claim("P279", "Q900000104")),
    ]


def rotterdam() -> Json:
    """Give a city with a claim of every sort."""
    return item(
        "Q34370",
        {"en": "Rotterdam", "ja": "ロッテルダム"},
        claim("P31", "Q900000100"),
        claim("P17", "Q55"),
        claim("P625", place(4.48, 51.92)),
        claim("P625", place(10, 10, "Q405"), rank="deprecated"),
        claim("P1082", number("+600000"), qualifiers={"P585": [moment("+2011-01-01")]}),
        claim("P1082", number("+651446"), rank="preferred", qualifiers={"P585": [moment("+2020-01-01")]}),
        claim("P571", moment("+1340-06-07", 11, JULIAN)),
        claim("P1566", "2747891"),
        claim("P6", "Q900000010", qualifiers={"P580": [moment("+2009-00-00", 9)], "P582": [moment("+2024-10-10")]}),
        claim(
            "P190",
            "Q8686",
            qualifiers={"P580": [moment("+1979-11-26")]},
            references=[
                ("P854", "https://www.rotterdam.nl/partners"),
                ("P248", "Q900000011"),
                ("P854", "https://a.example/2"),
            ],
        ),
        claim(
            "P190",
            "Q900000001",
            qualifiers={
                "P580": [moment("+1990-00-00", 9)],
                "P582": [somevalue()],
                "P1534": ["Q900000012"],
                "P585": [moment("+1995-01-01"), moment("+1992-01-01")],
            },
        ),
        claim("P190", "Q900000002", qualifiers={"P582": [novalue()], "P580": [moment("+1988-05-00", 10)]}),
        claim("P190", "Q900000003", rank="deprecated"),
        claim("P190", somevalue()),
        claim("P190", novalue()),
        claim("P463", "Q900000020"),
        aliases={"nl": ["Rotjeknor", "Roffa"], "en": ["Rotterdam\u200e, NL"]},
    )


def sample_items() -> list[Json]:
    """Give a small world: two states and their kingdom, cities, missions, bodies, classes."""
    return [
        state("Q55", "NL", "Netherlands", claim("P530", "Q17", references=[("P854", "https://a.example/relation")])),
        item("Q29999", {"en": "Kingdom of the Netherlands"}, claim("P31", "Q900000103"), claim("P297", "NL")),
        state("Q17", "JP", "Japan", claim("P530", "Q55"), claim("P463", "Q900000021")),
        state("Q148", "CN", "China"),
        rotterdam(),
        item("Q8686", {"en": "Shanghai"}, claim("P31", "Q515"), claim("P17", "Q148"), claim("P1566", "1796236")),
        item("Q900000001", {"fr": "Villetest (made for this test)"}, claim("P31", "Q515"), claim("P17", "Q55")),
        item("Q900000002", {"en": "Twinless (made for this test)"}, claim("P31", "Q900000100"), claim("P17", "Q148")),
        item(
            "Q900000004",
            {"en": "Elsewhere (made for this test)"},
            claim("P31", "Q515"),
            claim("P571", moment("-0431-00-00", 9)),
            claim("P190", "Q34370"),
            claim("P190", "Q900000004"),
        ),
        item(
            "Q900000005",
            {"en": "A house with members (made for this test)"},
            claim("P31", "Q900000101"),
            claim("P17", "Q55"),
            claim("P463", "Q900000020"),
        ),
        item("Q900000010", {"nl": "Iemand (made for this test)"}, claim("P31", "Q5")),
        item("Q900000012", {"en": "a quarrel (made for this test)"}),
        item("Q900000020", {"en": "League of Test Cities (made for this test)"}, claim("P31", "Q900000101")),
        item("Q900000021", {"en": "Union of Test States (made for this test)"}, claim("P31", "Q245065")),
        item(
            "Q900000030",
            {"en": "Embassy of Japan to the test (made for this test)"},
            claim("P31", "Q900000102"),
            claim("P137", "Q17"),
            claim("P17", "Q55"),
            claim("P131", "Q34370"),
            claim("P571", moment("+1990-01-01")),
        ),
        item(
            "Q900000031",
            {"en": "Embassy of the Netherlands to the test (made for this test)"},
            claim("P31", "Q3917681"),
            claim("P137", "Q55"),
            claim("P17", "Q148"),
        ),
        *classes(),
    ]
