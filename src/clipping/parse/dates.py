"""Dates as newspapers print them, read without guessing.

Libraries were weighed: dateparser and python-dateutil read more forms, and answer for almost any words
("May" alone, "10:00", a bare "4/3") by filling in today's day or year and choosing an order of day and
month. A record that never guesses needs the opposite: few forms, each complete with day, month and year,
month names as data, and ``datetime.date`` to say whether the day exists.

Read are "19 April 2016", "April 19th, 2016", "Tue 19 Apr 2016", "19. April 2016", "19 de abril de 2016",
"2016-04-19", "2016-04-19T10:00:00Z", "2016年4月19日", and all-number dates in either order ("27/12/2015").
An all-number date whose day and month could change places ("03/04/16") has two values, and is only used
if another date of the capture agrees with one of them. The words as printed include the name of the day and
leave out the hour, except where no space separates the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from clipping.language import guessed
from clipping.parse.claims import PrintedDay
from clipping.parse.vocabulary import KNOWN, key

CENTURY = 2000
LATEST_SHORT_YEAR = 68  # two-digit years up to this are of this century, as POSIX (strptime, %y) has it
LETTERS = r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*"
DAY = r"(?<![\d:./])(\d{1,2})(?:st|nd|rd|th|er|º|°|ª|η|-?го)?"
YEAR = r"(\d{4})(?![\d])"
BETWEEN = r"(?:\s*[.,/-]\s*|\s+)(?:(?:de|del|do|of)\s+|d['’])?"
DAY_FIRST = re.compile(rf"{DAY}{BETWEEN}({LETTERS}(?:\s+الثاني|\s+الأول)?)\.?{BETWEEN}{YEAR}", re.I)
MONTH_FIRST = re.compile(rf"({LETTERS})\.?\s*{DAY},?\s*,?\s*{YEAR}", re.I)
YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:T[\d:.+-]+Z?|(?!\d))")
NUMBERS = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?=-\d{1,2}[:.]\d\d\b|(?![\d/.-]*\d))")
IDEOGRAPHS = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
WEEKDAY = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(KNOWN.weekdays)))})[ .,]*$", re.I)
FOUR_DIGITS = re.compile(r"\d{4}")
NUMBER = re.compile(r"\d+")
REACH = 48  # how many characters before its year a date can begin


class Found(NamedTuple):
    """A date in a text: where it is, and the day it names.

    ``values`` has one date, two if day and month could change places, none if there is no such day.
    """

    start: int
    end: int
    values: tuple[date, ...]


def find_dates(text: str) -> list[Found]:
    """Return the complete dates in ``text``, a line of a few words, in order."""
    found = [*_named(text), *_numbered(text)] if any(map(str.isdigit, text)) else []
    found.sort()
    kept: list[Found] = []
    for entry in found:
        if not kept or entry.start >= kept[-1].end:
            day = WEEKDAY.search(text, max(0, entry.start - 16), entry.start)
            kept.append(entry._replace(start=day.start()) if day else entry)
    return kept


def _day(year: int, month: int, day: int) -> tuple[date, ...]:
    try:
        return (date(year, month, day),)
    except ValueError:
        return ()


def _named(text: str) -> list[Found]:
    found: list[Found] = []
    for year in FOUR_DIGITS.finditer(text):  # quick to find, and the rest of a date is near it
        start = text.rfind(" ", 0, max(0, year.start() - REACH)) + 1
        for pattern, day, month in ((DAY_FIRST, 1, 2), (MONTH_FIRST, 2, 1)):
            for match in pattern.finditer(text, start, year.end() + 1):
                word = match[month]
                at = 0 if day < month else _glued(word)
                if number := KNOWN.months.get(key(word[at:])):
                    found.append(Found(match.start() + at, match.end(), _day(int(match[3]), number, int(match[day]))))
    return found


def _glued(word: str) -> int:
    """Return where the month starts in a word to which an extractor glued it: "BrandtMarch", "BRANDTMARCH"."""
    capitals = (
        at for at in range(1, len(word) - 2) if word[at].isupper() and (word[at - 1].islower() or word.isupper())
    )
    return next((at for at in capitals if key(word[at:]) in KNOWN.months), 0)


def _numbered(text: str) -> list[Found]:
    found = []
    for match in (*YEAR_FIRST.finditer(text), *IDEOGRAPHS.finditer(text)):
        named, *_, month, day = match.groups()
        found.append(Found(match.start(), match.end(), _day(int(named), int(month), int(day))))
    for match in NUMBERS.finditer(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if len(match[4]) == 2:
            year += CENTURY if year <= LATEST_SHORT_YEAR else CENTURY - 100
        # Only English-speaking countries put the month first, and none of them writes it with full stops.
        month_first = () if match[2] == "." else _day(year, first, second)
        values = tuple(sorted({*_day(year, second, first), *month_first}))
        found.append(Found(match.start(), match.end(), values))
    return found


def settle(days: list[PrintedDay], texts: Iterable[str]) -> dict[str, date | None]:
    """Return the date of each field; ``None`` where nothing settles which number is the month.

    Another date of the article may settle it, or the language of ``texts``: only English puts the month first.
    """
    is_open = any(len(day.values) > 1 for day in days)
    day_first = is_open and guessed(texts) not in {None, "en"}
    certain = {day.values[0] for day in days if len(day.values) == 1}
    settled: dict[str, date | None] = {}
    for day in days:
        agreed = [value for value in day.values if value in certain]
        if not agreed and day_first:
            agreed = [value for value in day.values if value.day == int(NUMBER.findall(day.as_printed)[0])]
        settled[day.field] = day.values[0] if len(day.values) == 1 else agreed[0] if len(agreed) == 1 else None
    return settled
