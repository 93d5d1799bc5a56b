"""A small made past: leagues with every gap that old sources leave, and figures. It is made for the tests."""

from collections.abc import Sequence
from pathlib import Path

from tests.factory import (
    BERLIN,
    COLOGNE,
    ISTANBUL,
    LIEGE,
    LONDON,
    PLACES,
    READ,
    ROTTERDAM,
    SHANGHAI,
    TOKYO,
    make_act,
    make_body,
    make_city,
    make_snapshot,
    make_tie,
)

from proxenia.ledger import SourceRecord
from proxenia.model.predicates import Attribute
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import ActorKind, EventKind, TieKind
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["CLAIM", "PAGE", "SOURCES", "figure", "made_past", "members", "past_snapshot", "series"]

REGISTER = "founding_register"
PAGE = "https://example.org/league"
CLAIM = "A text (2017)"
SOURCES = (
    SourceRecord(REGISTER, "Proxenia founding register", "Proxenia", "CC0-1.0", date="2026-11-22"),
    SourceRecord("geonames", "GeoNames", "GeoNames", "CC BY 4.0", "GeoNames", "https://www.geonames.org/", "2026"),
    SourceRecord(
        "urbanisation", "Urban share", "Our World in Data", "CC BY 4.0", "OWID", "https://example.org/owid", "2018"
    ),
)


def _network(key: str, name: str, founded: str | None, ended: str | None = None, **facts: str) -> list[Statement]:
    said = make_body(key, ActorKind.CITY_NETWORK, name, PAGE, **({"founded": founded} if founded else {}))
    if ended:
        said.append(Statement(key, "dissolved", REGISTER, PAGE, period=ended, retrieved_at=READ))
    if "seat" in facts:
        said.append(Statement(key, "seat", REGISTER, PAGE, object=facts["seat"], retrieved_at=READ))
    about = (("fields", "intercity"), ("summary", f"What {name} was."))
    said.append(Statement(key, "activity", REGISTER, PAGE, value="europe", qualifiers=about, retrieved_at=READ))
    return said


def members(league: str, city: str, period: str | None, **said: str) -> Statement:
    """Return that a city belonged to a league."""
    return make_tie(TieKind.MEMBERSHIP, city, league, reference=PAGE, period=period, **said)


def made_past() -> list[Statement]:
    """Return what is said of the made past."""
    over = {"status": "ended"}
    return [
        *[one for place in PLACES for one in make_city(place)],
        *_network("px:old", "Old League", "-0477", "-0403", seat=ISTANBUL),
        members("px:old", ISTANBUL, "-0476~/-0430", **over, status_since="-0430", summary="Known as Byzantium."),
        members("px:old", BERLIN, "-0450/", **over),
        members("px:old", TOKYO, None, **over),
        *_network("px:lost", "Lost League", "1197-11-11"),
        members("px:lost", COLOGNE, "1197-11-11/", **over),
        members("px:lost", LIEGE, "1198/", **over),
        *_network("px:now", "Network of Now", "1990"),
        members("px:now", LONDON, "1995/.."),
        members("px:now", ROTTERDAM, None, listed="2010"),
        members("px:now", SHANGHAI, "2001/", listed="2020", **over),
        *_network("px:nameless", "Network without a Day", None),
        members("px:nameless", SHANGHAI, None, listed="2012"),
        *_network("px:earliest", "First Cities", "-2899~", "-2333~"),
        make_tie(TieKind.TWINNING, LONDON, BERLIN, reference=PAGE, period="1950/.."),
        *make_act(
            "act:peace-of-westphalia-1648",
            EventKind.DECLARATION,
            "1648-10-24",
            PAGE,
            roles={COLOGNE: "host"},
            title="A peace",
            summary="Told in one sentence.",
        ),
        *make_act(
            "act:ghent-congress-1913", EventKind.HOSTING, "1913-07-27", PAGE, roles={LIEGE: "host"}, title="A congress"
        ),
        *make_act(
            "act:some-other-1700", EventKind.VISIT, "1700", PAGE, roles={LIEGE: "host"}, title="No turning point"
        ),
    ]


def figure(
    key: str,
    value: str,
    date: str | None,
    *,
    subject: str = "un:001",
    unit: str = "share",
    status: str = "measured",
    **more: str,
) -> Statement:
    """Return a figure of the register; `claimed_by` makes it a text's."""
    claimed = "claimed_by" in more
    note = more.pop("note", "")
    about = {
        "indicator": key,
        "indicator_status": "claimed" if claimed and value else "not_measured" if claimed else status,
        "title": "A label",
        "summary": f"A label ({note})" if note else "A label",
        **more,
    }
    return Statement(
        subject,
        Attribute.INDICATOR.value,
        REGISTER,
        CLAIM if claimed else f"https://example.org/{key[4:]}",
        value=value or None,
        unit=unit if value else None,
        period=date,
        qualifiers=tuple(sorted(about.items())),
        retrieved_at=READ,
    )


def series(year: int, share: str, *, projected: bool = False) -> Statement:
    """Return a year of the long series of the world's urban share."""
    return Statement(
        "un:001",
        Attribute.URBAN_SHARE.value,
        "urbanisation",
        "Long run, 2018",
        value=share,
        unit="share",
        period=f"{year:04d}",
        qualifiers=(("summary", "projection"),) if projected else (),
        retrieved_at=READ,
    )


def past_snapshot(folder: Path, statements: Sequence[Statement]) -> Snapshot:
    """Return the snapshot of statements."""
    return make_snapshot(folder, statements, SOURCES)
