"""Coordinates for the drawings: a timeline in percentages of its width, a map in its own units.

Drawings are inline SVG. Horizontal lengths in the timeline are percentages, so that it fits any width while its text
keeps its size. Everything drawn is also given in words: in the list below the timeline, in the caption of a map.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import cos, radians
from textwrap import wrap
from typing import Any

from clipping.content.notes import Outline
from clipping.text import MONTHS

#: The last days have a scale of their own if two or more entries begin in them and the earliest begins years before.
LAST_DAYS = timedelta(days=45)
#: Where each of the two scales then begins and ends, as percentages of the width.
YEARS, WEEKS = (0, 55), (61, 100)
#: Ticks mark decades or years on a scale longer than this, and half months on a shorter one.
LONG = timedelta(days=2 * 366)
CHARACTERS, LINE, GAP = 26, 15, 10  # at most CHARACTERS in a line, which is LINE pixels high; GAP pixels between rows
MAP_HEIGHT, MAP_MARGIN = 320, 84  # in units; the names of marked regions are in the margins on either side
Shape = tuple[str, bool]  # the points of an outline, and whether it is marked
Label = tuple[str, int, int, float, float]  # a name, its x and y, and the x and y of the end of its leader line


def timeline(entries: Sequence[tuple[int, str, str, bool, str]]) -> dict[str, Any]:
    """Lay out ``entries``, in the order given, on a timeline that ends where the last of them begins.

    Each entry has a number (0 for the publication), a first and a last day (ISO 8601), a flag that is true if these are
    only roughly known, and a text. The result has a row for each entry, one below the other, with its ``number``,
    ``x`` and ``width`` as percentages, ``y`` in pixels, and the lines of its text; the ticks with their labels; the
    height in pixels; and the ``breaks``, the end of the first scale and the start of the second, or ``None`` if there
    is only one.
    """
    days = [(date.fromisoformat(begins), date.fromisoformat(ends)) for _, begins, ends, *_ in entries]
    first, end = min(days)[0], max(days)[0]
    start = date(first.year, 1, 1) if end - first > LONG else first
    scales = [(start, end, 0, 100)]
    weeks = end - LAST_DAYS
    if first < weeks - LONG and sum(begins >= weeks for begins, _ in days) > 1:
        scales = [(start, weeks, *YEARS), (weeks, end, *WEEKS)]

    def across(day: date) -> float:
        begins, ends, left, right = next((scale for scale in scales if day < scale[1]), scales[-1])
        part = (min(day, ends) - begins) / max(ends - begins, timedelta(days=1))
        return round(left + (right - left) * part, 2)

    rows, y = [], LINE
    for (number, _, _, vague, text), (begins, ends) in zip(entries, days, strict=True):
        x, words = across(begins), wrap(text, CHARACTERS)
        width = round(across(ends) - x, 2)
        rows.append({"number": number, "x": x, "width": width, "y": y, "words": words, "vague": vague})
        y += LINE * len(words) + GAP
    ticks = [(across(day), words) for begins, ends, *_ in scales for day, words in _ticks(begins, ends)]
    return {"rows": rows, "ticks": ticks, "height": y, "breaks": (YEARS[1], WEEKS[0]) if len(scales) > 1 else None}


def _ticks(begins: date, ends: date) -> list[tuple[date, str]]:
    """Return the days at which a scale has ticks, with their labels: decades, years or half months."""
    if ends - begins > LONG:
        step = 10 if ends.year - begins.year > 15 else 1
        years = range(-(-begins.year // step) * step, ends.year + 1, step)
        return [(day, str(day.year)) for day in (date(year, 1, 1) for year in years) if begins <= day < ends]
    days = map(date.fromordinal, range(begins.toordinal(), ends.toordinal()))
    return [(day, f"{day.day} {MONTHS[day.month - 1][:3]}") for day in days if day.day in (1, 15)]


def locator(regions: Mapping[str, Outline], marked: Sequence[str]) -> tuple[int, int, list[Shape], list[Label]]:
    """Return a map of ``regions``: its width and height in units, their outlines, and labels for the ``marked`` ones.

    North is at the top. The projection is equirectangular: true to scale along the middle parallel and all meridians.
    Labels are in the margins, one below the other; the western half of the marked regions have theirs on the left.
    """
    longitudes, latitudes = zip(*(point for outline in regions.values() for point in outline), strict=True)
    west, north = min(longitudes), max(latitudes)
    y_scale = MAP_HEIGHT / (north - min(latitudes))
    x_scale = y_scale * cos(radians((north + min(latitudes)) / 2))
    width = round((max(longitudes) - west) * x_scale) + 2 * MAP_MARGIN
    shapes, middles = [], []
    for name, outline in sorted(regions.items(), key=lambda item: item[0] in marked):
        line = [(round(MAP_MARGIN + (x - west) * x_scale, 1), round((north - y) * y_scale, 1)) for x, y in outline]
        shapes.append((" ".join(f"{x:g},{y:g}" for x, y in line), name in marked))
        if name in marked:
            corners = line[1:]  # the last point of an outline is the first
            x, y = (round(sum(axis) / len(corners), 1) for axis in zip(*corners, strict=True))
            middles.append((x, y, name))
    middles.sort()
    labels = []
    half = (len(middles) + 1) // 2
    for edge, some in ((0, middles[:half]), (width, middles[half:])):
        baseline = 0
        for x, y, name in sorted(some, key=lambda middle: middle[1]):
            baseline = max(baseline + 18, round(y))
            labels.append((name, edge, baseline, x, y))
    return width, MAP_HEIGHT, shapes, labels
