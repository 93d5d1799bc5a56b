"""A sample world for tests: a dozen real cities with facts of the founding register, and two that are clearly samples.

The facts are the register's own (twinnings and their dates, a membership, two acts, an office, a suspended tie, a
disagreement of two sources); names and places are GeoNames'. The cities of the source `sample` exist nowhere: their
names try to break out of pages, maps and JSON.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from proxenia.ledger import SourceRecord, open_ledger
from proxenia.model.predicates import Attribute
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import ActorKind, EventKind, Term, TieKind
from proxenia.snapshot.compile import compile_snapshot
from proxenia.snapshot.snapshot import Snapshot
from proxenia.sources.catalogue import describe
from proxenia.sources.catalogue.legal_powers.reader import read as read_packs
from proxenia.sources.context import Context

__all__ = [
    "BERLIN",
    "EUROCITIES",
    "ISTANBUL",
    "LONDON",
    "LONDON_CA",
    "MOMENT",
    "PETERSBURG",
    "QUOTE_CITY",
    "ROTTERDAM",
    "SAMPLE_SOURCES",
    "SCRIPT_CITY",
    "SHANGHAI",
    "THIS_YEAR",
    "TURKU",
    "Place",
    "make_act",
    "make_body",
    "make_city",
    "make_snapshot",
    "make_state",
    "make_tie",
    "sample_snapshot",
    "sample_statements",
    "tie_between",
]

MOMENT: Final = "2026-11-22T02:33:10.123456Z"
THIS_YEAR: Final = 2026
READ: Final = "2026-11-22"
REGISTER: Final = "founding_register"
LISTS: Final = "wikipedia_2026"
ARTICLES: Final = "berlin_wikipedia_2021"
SAMPLE: Final = "sample"
LISTED: Final = "2026-02-08"
LISTS_ADDRESS: Final = "https://github.com/Hekman/twincities"

SAMPLE_SOURCES: Final = (
    SourceRecord(REGISTER, "Proxenia founding register", "Proxenia", "CC0-1.0", date="2026-11-22"),
    SourceRecord("geonames", "GeoNames", "GeoNames", "CC BY 4.0", "GeoNames", "https://www.geonames.org/", "2026"),
    SourceRecord(LISTS, "Lists of twin towns", "Wikipedia", "CC BY-SA 4.0", address=LISTS_ADDRESS, date=LISTED),
    SourceRecord(ARTICLES, "Article Berlin", "Wikipedia", "CC BY-SA 3.0", date="2021", derived_from=("wikipedia",)),
    SourceRecord(SAMPLE, "A sample, no real places", "Tests", "CC0-1.0", citation="<b>Tests & samples</b>"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A city as a gazetteer knows it."""

    id: str
    name: str
    country: str
    longitude: float
    latitude: float
    population: int
    other_names: tuple[str, ...] = ()


ROTTERDAM: Final = "gn:2747891"
SHANGHAI: Final = "gn:1796236"
ISTANBUL: Final = "gn:745044"
BERLIN: Final = "gn:2950159"
TOKYO: Final = "gn:1850147"
LONDON: Final = "gn:2643743"
LONDON_CA: Final = "gn:6058560"
PETERSBURG: Final = "gn:498817"
LIEGE: Final = "gn:2792413"
COLOGNE: Final = "gn:2886242"
CAIRO: Final = "gn:360630"
TURKU: Final = "gn:633679"
BRUSSELS: Final = "gn:2800866"
SCRIPT_CITY: Final = "sample:script"
QUOTE_CITY: Final = 'sample:quote\'s & "marks"'
EUROCITIES: Final = "px:eurocities"
UNION: Final = "px:european-union"

PLACES: Final = (
    Place(ROTTERDAM, "Rotterdam", "NL", 4.47917, 51.9225, 868_135, ("Roterdão", "Роттердам", "鹿特丹")),
    Place(SHANGHAI, "Shanghai", "CN", 121.45806, 31.22222, 24_874_500, ("上海", "上海市", "Шанхай", "شانغهاي")),
    Place(ISTANBUL, "Istanbul", "TR", 28.94966, 41.01384, 15_701_602, ("İstanbul", "Стамбул", "اسطنبول")),
    Place(BERLIN, "Berlin", "DE", 13.41053, 52.52437, 3_426_354, ("Берлин", "برلين", "柏林")),
    Place(TOKYO, "Tokyo", "JP", 139.69171, 35.6895, 9_733_276, ("東京", "Токио", "طوكيو")),
    Place(LONDON, "London", "GB", -0.12574, 51.50853, 8_961_989, ("Londres", "Лондон", "لندن")),
    Place(LONDON_CA, "London", "CA", -81.23304, 42.98339, 422_324, ("Лондон",)),
    Place(PETERSBURG, "Saint Petersburg", "RU", 30.31413, 59.93863, 5_351_935, ("Санкт-Петербург", "Leningrad")),
    Place(LIEGE, "Liège", "BE", 5.56749, 50.63373, 195_278, ("Lüttich", "Luik")),
    Place(COLOGNE, "Köln", "DE", 6.95, 50.93333, 1_024_621, ("Cologne", "Кёльн")),
    Place(CAIRO, "Cairo", "EG", 31.24967, 30.06263, 9_606_916, ("القاهرة", "Каир")),
    Place(TURKU, "Turku", "FI", 22.26869, 60.45148, 206_655, ("Åbo", "Турку")),
    Place(BRUSSELS, "Brussels", "BE", 4.34878, 50.85045, 1_019_022, ("Bruxelles", "Брюссель")),
)
SAMPLE_PLACES: Final = (
    Place(SCRIPT_CITY, "<script>alert(1)</script>", "NL", 3.6, 53.0, 1_000, ('"><img src=x onerror=alert(2)>',)),
    Place(QUOTE_CITY, '"Quote\'s" & </title><svg onload=alert(3)>', "NL", 3.2, 52.6, 900),
)
STATES: Final = {
    "BE": ("Belgium", "056"),
    "CA": ("Canada", "124"),
    "CN": ("China", "156"),
    "DE": ("Germany", "276"),
    "EG": ("Egypt", "818"),
    "FI": ("Finland", "246"),
    "GB": ("United Kingdom", "826"),
    "JP": ("Japan", "392"),
    "NL": ("Netherlands", "528"),
    "RU": ("Russia", "643"),
    "SY": ("Syria", "760"),
    "TR": ("Türkiye", "792"),
}


def _qualifiers(texts: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(texts.items()))


def make_city(place: Place, *, source: str = "geonames", reference: str | None = None) -> list[Statement]:
    """Return what a gazetteer says of a city."""
    where = reference or f"https://www.geonames.org/{place.id[3:]}"

    def say(predicate: Attribute, value: str | None = None, **more: str) -> Statement:
        return Statement(place.id, predicate.value, source, where, value=value, retrieved_at=READ, **more)

    facts = [
        say(Attribute.KIND, ActorKind.CITY.value),
        say(Attribute.NAME, place.name),
        say(Attribute.COUNTRY, object=f"iso:{place.country}"),
        say(Attribute.LOCATION, f"{place.longitude} {place.latitude}", unit="degrees"),
        say(Attribute.POPULATION, str(place.population), unit="persons"),
    ]
    if place.other_names:
        facts.append(say(Attribute.ALTERNATE_NAMES, "\n".join(place.other_names)))
    return facts


def make_state(code: str, name: str, numeric: str) -> list[Statement]:
    """Return what is said of a state."""
    said = ((Attribute.KIND, "state", None), (Attribute.NAME, name, "en"), (Attribute.ISO_NUMERIC, numeric, None))
    where = "https://www.geonames.org/countries/"
    return [
        Statement(f"iso:{code}", one.value, "geonames", where, value=value, language=language, retrieved_at=READ)
        for one, value, language in said
    ]


def make_tie(
    kind: TieKind,
    a: str,
    b: str,
    *,
    source: str = REGISTER,
    reference: str = LISTS_ADDRESS,
    period: str | None = None,
    **qualifiers: str,
) -> Statement:
    """Return one statement of a tie."""
    about = _qualifiers(qualifiers)
    return Statement(a, kind.value, source, reference, object=b, period=period, qualifiers=about, retrieved_at=READ)


def make_body(identifier: str, kind: Term, name: str, reference: str, **facts: str) -> list[Statement]:
    """Return what is said of a body; `founded` is its date, the rest are values by attribute."""
    rows: list[tuple[str, str | None, str | None]] = [("kind", kind.value, None), ("name", name, None)]
    rows += [(key, None, text) if key == "founded" else (key, text, None) for key, text in facts.items()]
    return [
        Statement(identifier, key, REGISTER, reference, value=value, period=period, retrieved_at=READ)
        for key, value, period in rows
    ]


def make_act(
    identifier: str, kind: EventKind, date: str, reference: str, *, roles: dict[str, str], **qualifiers: str
) -> list[Statement]:
    """Return what is said of an act; `roles` by actor."""
    event = Statement(
        identifier,
        Attribute.EVENT.value,
        REGISTER,
        reference,
        value=kind.value,
        period=date,
        qualifiers=_qualifiers(qualifiers),
        retrieved_at=READ,
    )
    took_part = [
        Statement(
            actor,
            Attribute.PARTICIPATION.value,
            REGISTER,
            reference,
            object=identifier,
            qualifiers=(("role", role),),
            retrieved_at=READ,
        )
        for actor, role in roles.items()
    ]
    return [event, *took_part]


def _twinnings() -> list[Statement]:
    """Return the twinnings: undated ones stand in the lists of 2026; a page or an article dates the others."""
    listed = {"fields": "intercity", "listed": LISTED}
    pairs = [
        (SHANGHAI, ROTTERDAM),
        (ROTTERDAM, LIEGE),
        (ROTTERDAM, COLOGNE),
        (PETERSBURG, ROTTERDAM),
        (ISTANBUL, BERLIN),
        (TOKYO, BERLIN),
        (CAIRO, TOKYO),
        (TOKYO, LONDON),
        (PETERSBURG, TURKU),
    ]
    known = [make_tie(TieKind.TWINNING, a, b, **listed) for a, b in pairs]
    six = "https://www.ksta.de/koeln/koeln-sechs-staedte-feiern-65-jahre-partnerschaft-aktionen-geplant-602468"
    archive = (
        "https://archive.shine.cn/metro/the-vip-gallery/Shanghai-Rotterdam-mayors-bolster-sistercity-ties/shdaily.shtml"
    )
    turku = (
        "https://moika78.ru/news/2022-02-28/750323-meriya-turku-priostanavlivaet-pobratimskie-otnosheniya-s-peterburgom"
    )
    istanbul = "https://cityofistanbul.net/istanbul-twin-towns-sister-cities"
    article = {"source": ARTICLES, "reference": "https://de.wikipedia.org/wiki/Berlin", "listed": "2021"}
    return [
        *known,
        make_tie(TieKind.TWINNING, SHANGHAI, ROTTERDAM, source=LISTS, listed=LISTED),
        make_tie(TieKind.TWINNING, SHANGHAI, ROTTERDAM, reference=archive, period="1979/.."),
        make_tie(TieKind.TWINNING, ROTTERDAM, LIEGE, reference=six, period="1958-07-03/.."),
        make_tie(TieKind.TWINNING, ROTTERDAM, COLOGNE, reference=six, period="1958-07-03/.."),
        make_tie(TieKind.TWINNING, ISTANBUL, BERLIN, reference=istanbul, period="1989-11-17/.."),
        make_tie(TieKind.TWINNING, ISTANBUL, BERLIN, period="1988/..", **article),
        make_tie(TieKind.TWINNING, TOKYO, BERLIN, period="1994/..", **article),
        make_tie(TieKind.TWINNING, PETERSBURG, TURKU, reference=turku, period="1953/.."),
        make_tie(
            TieKind.TWINNING,
            PETERSBURG,
            TURKU,
            reference=turku,
            status="suspended",
            status_since="2022-02-28",
            reason="Four days after the Russian invasion of Ukraine; the page states no reason",
        ),
    ]


def _other_ties() -> list[Statement]:
    ports = (
        "https://www.portofrotterdam.com/en/news-and-press-releases/ports-of-rotterdam-and-shanghai-renew-cooperation"
    )
    anniversary = "http://eurocities2016.eu/anniversary.php"
    return [
        make_tie(
            TieKind.AGREEMENT,
            ROTTERDAM,
            SHANGHAI,
            reference=ports,
            period="2005/..",
            fields="economy",
            functions="technical_assistance",
            summary="Sister-port agreement of the two port authorities, renewed in December 2022.",
        ),
        make_tie(
            TieKind.MEMBERSHIP, ROTTERDAM, EUROCITIES, reference=anniversary, period="1986/..", fields="intercity"
        ),
        make_tie(TieKind.MEMBERSHIP, BERLIN, EUROCITIES, reference="https://en.wikipedia.org/wiki/Eurocities"),
        make_tie(
            TieKind.REPRESENTATION,
            ROTTERDAM,
            UNION,
            reference="http://www.g-4.eu/en/",
            period="2003/..",
            fields="global_governance",
            functions="lobbying",
        ),
    ]


def _acts() -> list[Statement]:
    relief = "https://dekanttekening.nl/nieuws/nederland-staat-op-voor-turkije-en-syrie-amsterdamse-toren-verlicht/"
    return make_act(
        "act:rotterdam-earthquake-2023",
        EventKind.EMERGENCY_RELIEF,
        "2023-02-07",
        relief,
        roles={ROTTERDAM: "donor", "iso:TR": "recipient", "iso:SY": "recipient"},
        title="Rotterdam gives a euro per inhabitant after the earthquakes in Türkiye and Syria",
        summary="The sum, about 664,000 euros, went to the Red Cross.",
        fields="development",
        amount="664000",
        currency="EUR",
        amount_year="2023",
    )


def _bodies() -> list[Statement]:
    wikipedia = "https://en.wikipedia.org/wiki/Eurocities"
    club = make_body(
        EUROCITIES, ActorKind.CITY_NETWORK, "Eurocities", wikipedia, founded="1986", site="https://eurocities.eu"
    )
    size = Statement(
        EUROCITIES, "member_count", REGISTER, wikipedia, value="200", unit="members", period="2024~", retrieved_at=READ
    )
    seat = Statement(EUROCITIES, "seat", REGISTER, wikipedia, object=BRUSSELS, retrieved_at=READ)
    offices = "https://www.commissioner.brussels/i-am-an-organisation/regional-representations/"
    return [*club, size, seat, *make_body(UNION, ActorKind.IGO, "European Union", offices)]


def _samples() -> list[Statement]:
    """Return the cities that try to break out, tied to Rotterdam."""
    where = "row 1 of sample.csv"
    places = [one for place in SAMPLE_PLACES for one in make_city(place, source=SAMPLE, reference=where)]
    spell = "<img src=x onerror=alert(4)>"
    ties = [
        make_tie(
            TieKind.TWINNING,
            place.id,
            ROTTERDAM,
            source=SAMPLE,
            reference=where,
            period="2001/..",
            status="suspended",
            status_since="2020",
            reason=spell,
            summary=spell,
        )
        for place in SAMPLE_PLACES
    ]
    return places + ties


def sample_statements() -> list[Statement]:
    """Return every statement of the sample world."""
    places = [one for place in PLACES for one in make_city(place)]
    states = [one for code, (name, number) in STATES.items() for one in make_state(code, name, number)]
    return [*places, *states, *_twinnings(), *_other_ties(), *_bodies(), *_acts(), *_samples(), *_rules()]


def _rules() -> list[Statement]:
    """Return the rules of the made-up packs."""
    folder = Path(__file__).parent / "sources" / "legal_powers" / "sample"
    return list(read_packs(Context(describe("legal_powers"), folder, READ)))


def make_snapshot(
    folder: Path, statements: Iterable[Statement], sources: Sequence[SourceRecord] = SAMPLE_SOURCES
) -> Snapshot:
    """Return the snapshot of a new ledger that holds these statements."""
    with open_ledger(folder / "ledger.sqlite") as ledger:
        with ledger.transaction():
            ledger.add_sources(sources, recorded_at=MOMENT)
            ledger.append(statements, recorded_at=MOMENT)
        return compile_snapshot(ledger, code_version="test")


def sample_snapshot(folder: Path) -> Snapshot:
    """Return the snapshot of the sample world."""
    return make_snapshot(folder, sample_statements())


def tie_between(snapshot: Snapshot, one: str, other: str, kind: TieKind = TieKind.TWINNING) -> str:
    """Return the id of a tie."""
    ends = {one, other}
    rows = snapshot.ties.select("id", "a", "b", "kind").iter_rows()
    return next(tie for tie, a, b, found in rows if {a, b} == ends and found == kind)
