"""Day numbers for columns of EDTF texts; every distinct text is parsed once."""

from typing import Final

import polars as pl

from proxenia.model.period import Period

__all__ = ["parsed_periods", "with_days", "with_period"]

_SCHEMA: Final = pl.Schema(
    {
        "period": pl.String(),
        "valid_from": pl.String(),
        "valid_to": pl.String(),
        "start_earliest": pl.Int32(),
        "start_latest": pl.Int32(),
        "end_earliest": pl.Int32(),
        "end_latest": pl.Int32(),
        "still_open": pl.Boolean(),
    }
)


def _row(text: str) -> tuple[object, ...]:
    period = Period.parse(text)
    start, end = period.start_text or None, period.end_text or None
    first = (period.start_earliest, period.start_latest) if start else (None, None)
    last = (period.end_earliest, period.end_latest) if end else (None, None)
    return (text, start, end, *first, *last, period.open_end)


def parsed_periods(texts: pl.Series) -> pl.DataFrame:
    """Return one row for every distinct EDTF text: its start and end as texts and as day numbers.

    A side that is open or unknown is null. A single date both starts and ends within itself.
    """
    rows = [_row(text) for text in texts.drop_nulls().unique().sort()]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def with_period(frame: pl.DataFrame, column: str = "period") -> pl.DataFrame:
    """Return the frame with the columns of :func:`parsed_periods` for one of its columns."""
    parsed = parsed_periods(frame[column])
    return frame.join(parsed, left_on=column, right_on="period", how="left", maintain_order="left")


def with_days(frame: pl.DataFrame, column: str, *, earliest: str, latest: str) -> pl.DataFrame:
    """Return the frame with the first and the last day of one of its columns of EDTF texts."""
    parsed = parsed_periods(frame[column]).select(
        pl.col("period").alias(column), pl.col("start_earliest").alias(earliest), pl.col("end_latest").alias(latest)
    )
    return frame.join(parsed, on=column, how="left", maintain_order="left")
