"""Parse the dates that newspapers print, without guessing.

Only complete dates are accepted. Libraries such as dateparser and python-dateutil accept almost anything ("May",
"10:00", "4/3"), take a missing day or year from today's date, and guess the order of day and month.

The forms are "19 April 2016", "April 19th, 2016", "Tue 19 Apr 2016", "19. April 2016", "19 de abril de 2016",
"2016-04-19", "2016-04-19T10:00:00Z", "2016年4月19日", and numeric dates in either order ("27/12/2015").
A numeric date that is ambiguous ("03/04/16") has two values. A date includes its weekday, if printed, but not its
time, except in the form "2016-04-19T10:00:00Z".
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from clipping.parse.vocabulary import KNOWN, key

CENTURY = 2000
LATEST_SHORT_YEAR = 68  # two-digit years up to this one are in this century, as in POSIX strptime, %y
DAY = r"(?<![\d:./])(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|°|ª|η|-?го)?"
GAP = r"(?:\s*[.,/-]\s*|\s+)(?:(?:de|del|do|of)\s+|d['’])?"
MONTH = r"(?<![^\W\d_])(?P<month>[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])++(?:\s+الثاني|\s+الأول)?)"
YEAR = r"(?P<year>\d{4})(?!\d)"
FORMS = (
    re.compile(rf"{DAY}{GAP}{MONTH}\.?{GAP}{YEAR}", re.I),
    re.compile(rf"{MONTH}\.?\s*{DAY},?\s*,?\s*{YEAR}", re.I),
    re.compile(r"(?<!\d)(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?:T[\d:.+-]+Z?|(?!\d))"),
    re.compile(r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日"),
)
NUMBERS = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?=-\d{1,2}[:.]\d\d\b|(?![\d/.-]*\d))")
WEEKDAY = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(KNOWN.weekdays)))})[ .,]*$", re.I)


class FoundDate(NamedTuple):
    """A date in a text, with its offsets.

    ``values`` has one date. If the order of day and month is ambiguous, it has two, of which the first puts the day
    before the month. If the date does not exist, it is empty.
    """

    start: int
    end: int
    values: tuple[date, ...]


def find_dates(text: str) -> list[FoundDate]:
    """Return the complete dates in ``text``, in order."""
    found = sorted([*_written(text), *_numbered(text)]) if any(map(str.isdigit, text)) else []
    kept: list[FoundDate] = []
    for entry in found:
        if not kept or entry.start >= kept[-1].end:
            day = WEEKDAY.search(text, max(0, entry.start - 16), entry.start)
            kept.append(entry._replace(start=day.start()) if day else entry)
    return kept


def _valid_dates(year: int, month: int, day: int) -> tuple[date, ...]:
    try:
        return (date(year, month, day),)
    except ValueError:
        return ()


def _written(text: str) -> Iterator[FoundDate]:
    """Yield the dates whose order is certain: those with a month name, and those that start with the year."""
    for match in (match for form in FORMS for match in form.finditer(text)):
        word = match["month"]
        at = 0 if word.isdecimal() or match.start() < match.start("month") else _glued(word)
        month = KNOWN.months.get(key(word[at:])) or (word.isdecimal() and int(word))
        if month:
            yield FoundDate(match.start() + at, match.end(), _valid_dates(int(match["year"]), month, int(match["day"])))


def _glued(word: str) -> int:
    """Return where the month starts if an extractor joined it to a name ("BrandtMarch", "BRANDTMARCH"), otherwise 0."""
    starts = (at for at in range(1, len(word)) if word[at].isupper() and (word[at - 1].islower() or word.isupper()))
    return next((at for at in starts if key(word[at:]) in KNOWN.months), 0)


def _numbered(text: str) -> Iterator[FoundDate]:
    """Yield the numeric dates that start with the day or the month."""
    for match in NUMBERS.finditer(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if len(match[4]) == 2:
            year += CENTURY if year <= LATEST_SHORT_YEAR else CENTURY - 100
        # Only English-speaking countries put the month first, and none of them writes dates with full stops.
        month_first = () if match[2] == "." else _valid_dates(year, first, second)
        values = dict.fromkeys([*_valid_dates(year, second, first), *month_first])
        yield FoundDate(match.start(), match.end(), tuple(values))
