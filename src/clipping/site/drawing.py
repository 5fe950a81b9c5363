"""Positions for the drawings: the timeline and charts in per cent of their width, a map in units of its own.

Drawings are inline SVG. Lengths across are percentages where a drawing has words, so that it fits any width while its
words keep their size. Everything drawn is there in words, too: in the list below the timeline, in the table beside a
chart, in the caption of a map.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import cos, radians
from textwrap import wrap

from msgspec import Struct

from clipping.content.notes import Figures
from clipping.content.regions import Outline
from clipping.record import MONTHS

#: A drawing that begins long before its last day has two scales: the years before this time, and the weeks within it.
CLOSE_UP = timedelta(days=45)
#: What of the width each of the two has.
YEARS, WEEKS = (0, 55), (61, 100)
CHARACTERS, LINE, GAP = 26, 15, 10  # in a line of words; pixels from line to line, and between rows
MAP_HEIGHT, MAP_MARGIN = 360, 86  # units; what is left of the map has the names of the regions
LONG = timedelta(days=2 * 366)


class Row(Struct, frozen=True):
    """An entry on the drawing: its number, 0 for the publication, its first day and length across, its line down.

    ``words`` are set in lines from ``start``, or up to it where ``ends``. A ``vague`` time is drawn with dashes.
    """

    number: int
    x: float
    width: float
    y: int
    words: tuple[str, ...]
    start: float
    ends: bool
    vague: bool


class Drawing(Struct, frozen=True):
    """Time from left to right, entries one below the other; a tick is where a division is, and its words.

    ``breaks`` is where the scale changes, ``None`` where there is one scale.
    """

    rows: tuple[Row, ...]
    ticks: tuple[tuple[float, str], ...]
    height: int
    breaks: tuple[int, int] | None


class Locator(Struct, frozen=True):
    """A map: the outline of each region with whether it is marked, and the names of those with where a line leads."""

    width: int
    height: int
    shapes: tuple[tuple[str, bool], ...]
    names: tuple[tuple[str, int, float, float], ...]


def timeline(entries: Sequence[tuple[int, str, str, bool, str]], last: str) -> Drawing:
    """Draw ``entries``: number, first and last day (ISO 8601), whether that is vague, words; in the order of their days.

    The drawing ends on the day ``last``.
    """
    days = [(date.fromisoformat(begins), date.fromisoformat(ends)) for _, begins, ends, *_ in entries]
    first, end = min(days)[0], date.fromisoformat(last)
    start = date(first.year, 1, 1) if end - first > LONG else first
    close = end - min(CLOSE_UP, end - start)
    scales = [(start, end, 0, 100)]
    if first < close - LONG and max(days)[0] >= close:
        scales = [(start, close, *YEARS), (close, end, *WEEKS)]

    def across(day: date) -> float:
        begins, ends, left, right = next((scale for scale in scales if day < scale[1]), scales[-1])
        part = (min(max(day, begins), ends) - begins) / max(ends - begins, timedelta(days=1))
        return round(left + (right - left) * part, 2)

    rows, y = [], LINE
    for (number, begins, ends, vague, text), (from_day, to_day) in zip(entries, days, strict=True):
        x, words = across(from_day), tuple(wrap(text, CHARACTERS))
        width = round(across(to_day) - x, 2) if begins != ends else 0.0
        right = x + width <= 50
        rows.append(Row(number, x, width, y, words, x + width if right else x, not right, vague))
        y += LINE * max(len(words), 1) + GAP
    ticks = [tick for begins, ends, *_ in scales for tick in _ticks(begins, ends)]
    placed = tuple((across(day), words) for day, words in ticks)
    return Drawing(tuple(rows), placed, y, (YEARS[1], WEEKS[0]) if len(scales) > 1 else None)


def _ticks(begins: date, ends: date) -> list[tuple[date, str]]:
    """Return the days on which divisions of a scale begin, with their words: decades or years, or halves of months."""
    if ends - begins > LONG:
        step = 10 if ends.year - begins.year > 15 else 1
        years = range(-(-begins.year // step) * step, ends.year + 1, step)
        return [(day, str(day.year)) for day in (date(year, 1, 1) for year in years) if begins <= day < ends]
    days = map(date.fromordinal, range(begins.toordinal(), ends.toordinal()))
    return [(day, f"{day.day} {MONTHS[day.month - 1][:3]}") for day in days if day.day in (1, 15)]


def locator(regions: Mapping[str, Outline], marked: Sequence[str]) -> Locator:
    """Draw the outlines of ``regions``, by name, north at the top, with the ``marked`` ones named at the left side.

    The projection is equirectangular: true to scale along the middle parallel and all meridians.
    """
    points = [point for outline in regions.values() for point in outline]
    west, north = min(x for x, _ in points), max(y for _, y in points)
    south = min(y for _, y in points)
    scale, narrower = MAP_HEIGHT / (north - south or 1), cos(radians((north + south) / 2))

    def placed(point: tuple[float, float]) -> tuple[float, float]:
        return round(MAP_MARGIN + (point[0] - west) * narrower * scale, 1), round((north - point[1]) * scale, 1)

    outlines = {name: [placed(point) for point in outline] for name, outline in regions.items()}
    middles = {name: [sum(axis[:-1]) / (len(axis) - 1) for axis in zip(*outlines[name])] for name in marked}
    shapes = tuple(
        (" ".join(f"{x:g},{y:g}" for x, y in line), name in marked) for name, line in outlines.items()
    )
    ordered = sorted(middles, key=lambda name: middles[name][1])
    top = round(max(12, middles[ordered[0]][1] - 10)) if ordered else 0
    names = tuple((name, top + 18 * nth, *(round(at, 1) for at in middles[name])) for nth, name in enumerate(ordered))
    width = round(max(x for line in outlines.values() for x, _ in line))
    return Locator(width, MAP_HEIGHT, shapes, names)


def bars(figures: Figures) -> list[list[tuple[int, float, str]]]:
    """Return the bars of each row, one for each value that is known, all on one scale that starts at zero.

    A bar is which series it belongs to, its width in per cent of the longest, and its words.
    """
    rows = [[(number, value) for number, value in enumerate(row.values) if value is not None] for row in figures.rows]
    top = max((value for row in rows for _, value in row), default=0) or 1
    return [[(series, round(100 * value / top, 2), f"{value:,}") for series, value in row] for row in rows]
