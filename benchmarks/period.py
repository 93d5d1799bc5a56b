"""How fast dates and periods are parsed.

Command: ``uv run python -m benchmarks period``. Every text is different, so nothing is remembered between them;
intervals and approximate dates are measured too, and edtf's own parser on the same plain dates.
"""

import time
from collections.abc import Callable, Sequence
from statistics import median

from edtf import parse_edtf

from proxenia.model.period import Period, day_number, day_text

RUNS = 5


def _rate(parse: Callable[[str], object], texts: Sequence[str]) -> float:
    rates = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        for text in texts:
            parse(text)
        rates.append(len(texts) / (time.perf_counter() - begin))
    return median(rates)


def main() -> None:
    """Print texts parsed a second."""
    first = day_number(1500)
    dates = [day_text(first + number) for number in range(150_000)]
    worlds = {
        "plain dates": dates,
        "plain years": [f"{year:04d}" for year in range(1, 10_000)] * 10,
        "open intervals (1979-11-26/..)": [f"{text}/.." for text in dates[:50_000]],
        "approximate years (1950~)": [f"{year:04d}~" for year in range(1, 10_000)] * 5,
    }
    for name, texts in worlds.items():
        print(f"  {name:<32} {_rate(Period.parse, texts):>10,.0f} a second (median of {RUNS})")
    print(f"  {'edtf parser on plain dates':<32} {_rate(parse_edtf, dates[:200]):>10,.0f} a second")


if __name__ == "__main__":
    main()
