"""Positions for the drawings of the timeline and of the charts, in per cent of their width.

Drawings are inline SVG whose lengths across are percentages, so that they fit any width while their words
keep their size. Everything drawn is there in words, too: in the list below the timeline, in the table beside
the chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from clipping.content.notes import Figures
from clipping.record import MONTHS

DAYS_OF_A_CLOSE_UP = 45
LEVELS = 3


class StripEntry(Struct, frozen=True):
    """One entry on a strip: its number in the list, where it starts, how long it is, and on which level."""

    number: int
    x: float
    width: float
    level: int


class Strip(Struct, frozen=True):
    """A stretch of time, drawn from left to right; a tick is where a division is, and its words."""

    marks: tuple[StripEntry, ...]
    ticks: tuple[tuple[float, str], ...]


def strip(ranges: Sequence[tuple[str, str]], first: str, last: str, before: str | None = None) -> Strip:
    """Draw the entries that begin between ``first`` and ``last`` (ISO 8601 days) on a strip of that time.

    ``ranges`` are the first and last days of all entries of the list, in its order; their numbers count
    from 1 through all of them, so that a mark has the number of its line in the list. What begins after
    ``before`` is left out, for a close-up to draw.
    """
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    whole = max((end - start).days, 1)

    def across(day: date) -> float:
        return round(100 * (min(max(day, start), end) - start).days / whole, 2)

    marks: list[StripEntry] = []
    for number, (begins, ends) in enumerate(ranges, 1):
        if first <= begins <= (before or last):
            x = across(date.fromisoformat(begins))
            width = across(date.fromisoformat(ends)) - x if begins != ends else 0.0
            marks.append(StripEntry(number, x, round(width, 2), len(marks) % LEVELS))
    if whole > 2 * 366:
        step = 10 if end.year - start.year > 15 else 1
        years = range(-(-start.year // step) * step, end.year + 1, step)
        ticks = [(across(date(year, 1, 1)), str(year)) for year in years]
    else:
        days = map(date.fromordinal, range(start.toordinal(), end.toordinal() + 1))
        ticks = [(across(day), f"{day.day} {MONTHS[day.month - 1][:3]}") for day in days if day.day in (1, 10, 20)]
    return Strip(tuple(marks), tuple(ticks))


def bars(figures: Figures) -> list[list[tuple[int, float, str]]]:
    """Return the bars of each row, one for each value that is known, all on one scale that starts at zero.

    A bar is which series it belongs to, its width in per cent of the longest, and its words.
    """
    rows = [[(number, value) for number, value in enumerate(row.values) if value is not None] for row in figures.rows]
    top = max((value for row in rows for _, value in row), default=0) or 1
    return [[(series, round(100 * value / top, 2), f"{value:,}") for series, value in row] for row in rows]
