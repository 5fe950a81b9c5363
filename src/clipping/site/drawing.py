"""What the timeline and the charts need to be drawn: where things lie, in per cent of the width.

Drawings are inline SVG whose lengths across are percentages, so that they fit any width while their words
keep their size. Everything drawn is also there as words: the list below the timeline, the table beside the
chart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from clipping.site.escapes import MONTHS

DAYS_OF_A_CLOSE_UP = 45
LEVELS = 3


class Mark(Struct, frozen=True):
    """One entry on a strip: its number in the list, where it starts, how long it is, and on which level."""

    number: int
    x: float
    width: float
    level: int


class Tick(Struct, frozen=True):
    """A division of a strip, with its words."""

    x: float
    words: str


class Strip(Struct, frozen=True):
    """A stretch of time, drawn from left to right."""

    first: str
    last: str
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]


class Bar(Struct, frozen=True):
    """One value of a table as a bar: its width in per cent of the widest place, and which series it is of."""

    series: int
    name: str
    width: float
    words: str


def strip(ranges: Sequence[tuple[str, str]], first: str, last: str, before: str | None = None) -> Strip:
    """Lay the entries that begin between ``first`` and ``last`` (ISO 8601 days) on a strip of that time.

    ``ranges`` are the first and last days of all entries of the list, in its order; their numbers count
    from 1 through all of them, so that a mark and its line in the list have one number. What begins after
    ``before`` is left out, for a close-up to draw.
    """
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    whole = max((end - start).days, 1)

    def across(day: date) -> float:
        return round(100 * (min(max(day, start), end) - start).days / whole, 2)

    marks: list[Mark] = []
    for number, (begins, ends) in enumerate(ranges, 1):
        if first <= begins <= (before or last):
            x = across(date.fromisoformat(begins))
            width = across(date.fromisoformat(ends)) - x if begins != ends else 0.0
            marks.append(Mark(number, x, round(width, 2), len(marks) % LEVELS))
    ticks = _years(start, end) if whole > 2 * 366 else _days(start, end)
    return Strip(first, last, tuple(marks), tuple(Tick(across(day), words) for day, words in ticks))


def _years(start: date, end: date) -> Iterable[tuple[date, str]]:
    step = 10 if end.year - start.year > 15 else 1
    first = -(-start.year // step) * step
    return ((date(year, 1, 1), str(year)) for year in range(first, end.year + 1, step))


def _days(start: date, end: date) -> Iterable[tuple[date, str]]:
    days = (date.fromordinal(number) for number in range(start.toordinal(), end.toordinal() + 1))
    return ((day, f"{day.day} {MONTHS[day.month - 1][:3]}") for day in days if day.day in (1, 10, 20))


def bars(series: Sequence[str], rows: Sequence[Sequence[float | None]]) -> tuple[tuple[Bar, ...], ...]:
    """Return a bar for each value of ``rows`` that is known, all on one scale that starts at zero."""
    top = max((value for row in rows for value in row if value is not None), default=0) or 1
    return tuple(
        tuple(
            Bar(number, series[number], round(100 * value / top, 2), f"{value:,}")
            for number, value in enumerate(row)
            if value is not None
        )
        for row in rows
    )
