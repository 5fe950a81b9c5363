"""Dates and locations in the words of the pages."""

from __future__ import annotations

from clipping.content.mentions import MONTHS


def date_in_words(date: str) -> str:
    """Return a date of a note (see notes.py) as people write it: ``9 April 2016``, ``19–21 April 2016``, ``1980s``."""
    first, _, last = date.partition("/")
    start, end = _in_words(first), _in_words(last)
    shared = 0  # what both ends share is written once: “19–21 April 2016”
    while shared < min(len(start), len(end)) and start[-1 - shared] == end[-1 - shared]:
        shared += 1
    return "–".join(" ".join(words) for words in (start[: len(start) - shared], end) if words)


def _in_words(date: str) -> list[str]:
    """Return the day, month and year of an ISO 8601 date as words; anything else as it is."""
    parts = date.split("-")
    if len(parts) == 1:
        return [date] if date else []
    return [*(str(int(day)) for day in parts[2:]), MONTHS[int(parts[1]) - 1], parts[0]]


def location_in_words(target: str) -> str:
    """Return what people call a text of the article: ``paragraph 9``, ``the caption of photograph 1``."""
    name, _, credit = target.partition("-")
    number = name[1:]
    if not number.isdigit():
        return f"the {target}"
    return f"paragraph {number}" if name[0] == "p" else f"the {credit or 'caption'} of photograph {number}"
