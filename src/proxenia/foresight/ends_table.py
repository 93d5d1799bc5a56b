"""Ties year by year: one row for each tie and each year in which it stood, and what was known of it then.

**Who is at risk.** A tie whose year is known is at risk from that year on. A tie without a year is at risk from the
year of the first list, edition or reading that names it: only from then on is it known to have been there. A tie
leaves with its first suspension or its end, whichever came first, and with the last year asked for. What ended before
anybody is known to have named it was never at risk here: it is counted (:attr:`TieYears.outside`), not used, for
among ties without a year only those that ended would be told of.

**Nothing from later.** The covariates of a year use what held at its end between the states, and lists and acts of
the years before. Suspensions, endings, ties and lists after the cut are as if they were not written.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

from proxenia.errors import InputError
from proxenia.foresight.dated_ties import CITY_TIES, year_of_day
from proxenia.foresight.ends_signs import ends_of, signs_of
from proxenia.foresight.ends_states import state_years
from proxenia.model.vocabulary import ActorKind, TieKind
from proxenia.overlay.overlay import Overlay
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["COVARIATES", "FIRST_YEAR", "LAST_YEAR", "TIE_YEARS", "TieYears", "coming_years", "tie_years"]

FIRST_YEAR: Final = 1945
"""Years of ties before it are left out: leagues of the past are another world."""
LAST_YEAR: Final = 2200
_MOST_DAYS: Final = 366
_MOST_SILENT: Final = 30
_LOCAL: Final = (ActorKind.CITY.value, ActorKind.REGION.value)
_FLAG, _NUMBER = pl.Boolean(), pl.Float64()

COVARIATES: Final[dict[str, tuple[pl.DataType, str]]] = {
    "shock": (_FLAG, "the first year in which the two states are hostile"),
    "hostile": (_FLAG, "the two states are hostile and were a year before"),
    "escalation": (_FLAG, "hostile already, and one of the two breaks with a state or goes to war that year"),
    "broken": (_FLAG, "the two states have broken off relations or are at war with each other"),
    "same_bloc": (_FLAG, "the two states are allied or in one union"),
    "contiguous": (_FLAG, "the two states share a land border"),
    "same_country": (_FLAG, "both sides lie in one country"),
    "log_age": (
        _NUMBER,
        "ten times as old, in logarithms to the base ten (0 where the year of the start is not known)",
    ),
    "age_unknown": (_FLAG, "the year of the start is not known"),
    "log_silence": (_NUMBER, "ten times as many years without a sign of life, in logarithms to the base ten"),
    "unlisted": (_FLAG, "no list had named it by the year before"),
    "dormant": (_FLAG, "it was told to be dormant by the year before"),
    "agreement": (_FLAG, "an agreement, not a twinning"),
    "partnership": (_FLAG, "a partnership for a time, not a twinning"),
    "membership": (_FLAG, "a membership in a city network"),
}
"""What may go with an end: column, type and meaning."""

TIE_YEARS: Final = pl.Schema(
    {
        "id": pl.String(),
        "kind": pl.String(),
        "a": pl.String(),
        "b": pl.String(),
        "low": pl.String(),
        "high": pl.String(),
        "year": pl.Int32(),
        "suspended": pl.Boolean(),
        "ended": pl.Boolean(),
        "listed_elsewhere": pl.Boolean(),
        **{name: dtype for name, (dtype, _) in COVARIATES.items()},
    }
)
"""One row a tie and a year in which it stood: whether it was `suspended` or `ended` in that year, and the covariates.

`low` and `high` are the two countries in order; of a membership the member's and that of the network's seat, null
where nobody says. `listed_elsewhere`: a source other than the register's own selection names the tie, so that it would
be here whatever became of it.
"""


@dataclass(frozen=True, eq=False)
class TieYears:
    """The table of ties and years, and what is not in it.

    Attributes
    ----------
    rows
        As :data:`TIE_YEARS`, sorted by tie and year.
    outside
        Suspensions and endings up to the cut that came before the tie was known to be there.
    undated_ends
        Ties that are over, nobody says since when: they are left out whole.
    cut
        The last year known.
    """

    rows: pl.DataFrame
    outside: int
    undated_ends: int
    cut: int


def tie_years(
    snapshot: Snapshot, cut: int, *, kinds: tuple[TieKind, ...] = CITY_TIES, first: int = FIRST_YEAR
) -> TieYears:
    """Return ties year by year as they were known at the end of the year of the cut.

    Parameters
    ----------
    snapshot
        The whole snapshot, not as of a day.
    kinds
        Kinds of tie between local governments, or ``membership`` for those in city networks.
    first
        The first year told.

    Raises
    ------
    InputError
        When the cut is no year that can be asked for, the kinds are others, or no tie is known by then.
    """
    lives = _lives(snapshot, cut, kinds)
    at_risk = lives.filter(~pl.col("over_undated")).with_columns(
        entry=pl.max_horizontal("entry", pl.lit(first, pl.Int32)),
        leave=pl.min_horizontal("leave", "gone", pl.lit(cut, pl.Int32)),
    )
    shown = at_risk.filter(pl.col("entry") <= pl.col("leave"))
    if shown.is_empty():
        raise InputError(
            f"No tie of the kinds {', '.join(kinds)} is known by the end of {cut}",
            expected="Expected a year by which ties were known",
            next_step="Give a later year, or import a list of ties with their years",
        )
    missed = at_risk.filter(pl.col("leave") < pl.col("entry"), pl.col("event").is_not_null(), pl.col("leave") >= first)
    rows = shown.with_columns(year=pl.int_ranges("entry", pl.col("leave") + 1, dtype=pl.Int32)).explode("year")
    return TieYears(
        rows=_with_covariates(snapshot, cut, rows),
        outside=missed.height,
        undated_ends=lives.filter(pl.col("over_undated")).height,
        cut=cut,
    )


def coming_years(snapshot: Snapshot, cut: int, last: int, *, kinds: tuple[TieKind, ...] = CITY_TIES) -> pl.DataFrame:
    """Return the years after the cut of every tie that stood at its end, up to the last, as :data:`TIE_YEARS`.

    The states stand to each other as at the cut: hostility lasts, no new one begins. Nothing has happened yet.

    Raises
    ------
    InputError
        As :func:`tie_years`, and when the last year is not after the cut.
    """
    if not cut < last <= LAST_YEAR:
        raise InputError(
            f"The years after {cut} cannot go up to {last}",
            expected=f"Expected a last year from {cut + 1} to {LAST_YEAR}",
            next_step="Give a later last year, or an earlier cut",
        )
    lives = _lives(snapshot, cut, kinds)
    standing = lives.filter(
        ~pl.col("over_undated"), pl.col("event").is_null(), pl.col("gone").is_null() | (pl.col("gone") > cut)
    )
    years = pl.int_ranges(pl.lit(cut + 1, pl.Int32), pl.lit(last + 1, pl.Int32), dtype=pl.Int32)
    return _with_covariates(snapshot, cut, standing.with_columns(year=years).explode("year"))


def _lives(snapshot: Snapshot, cut: int, kinds: tuple[TieKind, ...]) -> pl.DataFrame:
    """Return one row a tie that was known by the cut: from when it is at risk, and when it left for what."""
    _check_asked(cut, kinds)
    ties = pl.concat([_between_cities(snapshot, kinds), _in_networks(snapshot, kinds)])
    dated = (~pl.col("undated") & (pl.col("start_latest") - pl.col("start_earliest") < _MOST_DAYS)).fill_null(
        value=False
    )
    known = ties.with_columns(
        started=pl.when(dated).then(year_of_day(pl.col("start_earliest"))),
        listed=year_of_day(pl.col("first_listed")),
    ).with_columns(entry=pl.coalesce("started", "listed"))
    known = known.filter(pl.col("entry") <= cut).join(ends_of(snapshot, known, cut), on="id", how="left")
    return known.with_columns(pl.col("over_undated").fill_null(value=False))


def _check_asked(cut: int, kinds: tuple[TieKind, ...]) -> None:
    if not FIRST_YEAR <= cut <= LAST_YEAR:
        raise InputError(
            f"Ends cannot be told as of {cut}",
            expected=f"Expected a year from {FIRST_YEAR} to {LAST_YEAR}",
            next_step="Give the last year that is known",
        )
    known = (*CITY_TIES, TieKind.MEMBERSHIP)
    if not kinds or set(kinds) - set(known):
        raise InputError(
            f"Ends are not told of the kinds {', '.join(kinds) or 'none'}",
            expected=f"Expected some of {', '.join(known)}",
            next_step="Choose among these kinds",
        )


_KEPT: Final = (
    "id",
    "kind",
    "a",
    "b",
    "undated",
    "start_earliest",
    "start_latest",
    "first_listed",
    "low",
    "high",
    "gone",
)


def _between_cities(snapshot: Snapshot, kinds: tuple[TieKind, ...]) -> pl.DataFrame:
    places = snapshot.actors.filter(pl.col("kind").is_in(_LOCAL), pl.col("country").is_not_null())
    where = places.select("id", "country")
    return (
        snapshot.ties.filter(pl.col("kind").is_in([kind.value for kind in kinds if kind != TieKind.MEMBERSHIP]))
        .join(where.rename({"id": "a", "country": "_a"}), on="a")
        .join(where.rename({"id": "b", "country": "_b"}), on="b")
        .with_columns(
            low=pl.min_horizontal("_a", "_b"), high=pl.max_horizontal("_a", "_b"), gone=pl.lit(None, pl.Int32)
        )
        .select(_KEPT)
    )


def _in_networks(snapshot: Snapshot, kinds: tuple[TieKind, ...]) -> pl.DataFrame:
    """Return memberships in city networks; one is `gone` with its network, which is no decision of the member."""
    asked = [TieKind.MEMBERSHIP.value] if TieKind.MEMBERSHIP in kinds else []
    local = snapshot.actors.filter(pl.col("kind").is_in(_LOCAL)).select(a="id", _a="country")
    seats = snapshot.actors.select(seat="id", _b="country")
    city_networks = (
        snapshot.actors.filter(pl.col("kind") == ActorKind.CITY_NETWORK.value)
        .join(seats, on="seat", how="left")
        .select(b="id", _b="_b", gone=year_of_day(pl.col("dissolved_latest")).cast(pl.Int32()) - 1)
    )
    countries = pl.col("_a").is_not_null() & pl.col("_b").is_not_null()
    return (
        snapshot.ties.filter(pl.col("kind").is_in(asked))
        .join(local, on="a")
        .join(city_networks, on="b")
        .with_columns(
            low=pl.when(countries).then(pl.min_horizontal("_a", "_b")),
            high=pl.when(countries).then(pl.max_horizontal("_a", "_b")),
        )
        .select(_KEPT)
    )


def _with_covariates(snapshot: Snapshot, cut: int, rows: pl.DataFrame) -> pl.DataFrame:
    rows = _with_states(snapshot, cut, rows)
    rows = _with_signs(snapshot, cut, rows)
    age = (pl.col("year") - pl.col("started")).cast(pl.Float64())
    event = pl.col("event").fill_null("") if "event" in rows.columns else pl.lit("")
    now = pl.col("year") == pl.col("left_in")
    covered = rows.with_columns(
        suspended=(now & (event == "suspended")).fill_null(value=False),
        ended=(now & (event == "ended")).fill_null(value=False),
        log_age=(age + 1).log10().fill_null(0.0),
        age_unknown=pl.col("started").is_null(),
        **{kind: pl.col("kind") == kind for kind in ("agreement", "partnership", "membership")},
    )
    return covered.select(TIE_YEARS.names()).cast(TIE_YEARS).sort("id", "year")


def _with_states(snapshot: Snapshot, cut: int, rows: pl.DataFrame) -> pl.DataFrame:
    pairs = rows.select("low", "high").drop_nulls().unique()
    told = state_years(snapshot, cut, pairs, rows["year"].unique().to_list())
    borders = (
        Overlay.of(snapshot, cut).pairs.filter(pl.col("contiguous")).select(low="a", high="b", contiguous="contiguous")
    )
    flags = ("shock", "hostile", "escalation", "broken", "same_bloc", "contiguous")
    return (
        rows.join(told, on=("low", "high", "year"), how="left")
        .join(borders, on=("low", "high"), how="left")
        .with_columns(
            *(pl.col(name).fill_null(value=False) for name in flags),
            same_country=(pl.col("low") == pl.col("high")).fill_null(value=False),
        )
    )


def _with_signs(snapshot: Snapshot, cut: int, rows: pl.DataFrame) -> pl.DataFrame:
    """Add what the lists and acts of earlier years tell of a tie."""
    signs = signs_of(snapshot, rows, cut)
    rows = rows.with_columns(_known=pl.col("year") - 1).sort("id", "_known")
    for name in ("sign", "list", "dormant"):
        days = signs.filter(pl.col("what").is_in(["list", "act"]) if name == "sign" else pl.col("what") == name)
        days = days.select("id", _known=pl.col("year"), **{f"_{name}": pl.col("year")}).unique().sort("id", "_known")
        rows = rows.join_asof(days, on="_known", by="id", strategy="backward", check_sortedness=False)
    elsewhere = signs.filter("elsewhere").select("id").unique().with_columns(listed_elsewhere=pl.lit(value=True))
    silence = (pl.col("year") - pl.max_horizontal("_sign", "entry")).clip(0, _MOST_SILENT).cast(pl.Float64())
    return rows.join(elsewhere, on="id", how="left").with_columns(
        pl.col("listed_elsewhere").fill_null(value=False),
        log_silence=(silence + 1).log10(),
        unlisted=pl.col("_list").is_null() & (pl.col("year") != pl.col("listed")).fill_null(value=True),
        dormant=pl.col("_dormant").is_not_null(),
    )
