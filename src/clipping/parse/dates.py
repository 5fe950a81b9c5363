"""Parse the dates that newspapers print, without guessing.

Only complete dates are accepted. Libraries such as dateparser and python-dateutil accept almost anything ("May",
"10:00", "4/3"), take a missing day or year from today's date, and guess the order of day and month.

The forms are "19 April 2016", "April 19th, 2016", "19. April 2016", "19 de abril de 2016", "2016-04-19",
"2016-04-19T10:00:00Z", "2016年4月19日", and numeric dates in either order ("27/12/2015"). A numeric date that is
ambiguous ("03/04/16") has two values. A date includes neither its weekday nor its time, except in the form
"2016-04-19T10:00:00Z".
"""

import re
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from clipping.parse.vocabulary import KNOWN, key

LATEST_SHORT_YEAR = 68  # two-digit years up to this one are in this century, as in POSIX strptime, %y
DAY = r"(?<![\d:./])(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|°|ª|η|-?го)?"
GAP = r"(?:\s*[.,/-]\s*|\s+)(?:(?:de|del|do|of)\s+|d['’])?"
MONTH = r"(?<![^\W\d_])(?P<month>[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])++(?:\s+الثاني|\s+الأول)?)"
YEAR = r"(?P<year>\d{4})(?!\d)"
#: A numeric date that starts with the day or the month.
NUMBERS = re.compile(
    r"(?<![\d/.-])(?P<day>\d{1,2})(?P<sign>[/.-])(?P<month>\d{1,2})(?P=sign)"
    r"(?P<year>\d{4}|\d{2})(?=-\d{1,2}[:.]\d\d\b|(?![\d/.-]*\d))"
)
FORMS = (
    re.compile(rf"{DAY}{GAP}{MONTH}\.?{GAP}{YEAR}", re.I),
    re.compile(rf"{MONTH}\.?\s*{DAY},?\s*,?\s*{YEAR}", re.I),
    re.compile(r"(?<!\d)(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?:T[\d:.+-]+Z?|(?!\d))"),
    re.compile(r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日"),
    NUMBERS,
)


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
    found: list[FoundDate] = []
    forms = FORMS if re.search(r"\d\d", text) else ()
    for match in (match for form in forms for match in form.finditer(text)):
        glued, month = _month(match["month"])
        year, day = int(match["year"]), int(match["day"])
        if len(match["year"]) == 2:
            year += 2000 if year <= LATEST_SHORT_YEAR else 1900
        orders = [(month, day)]
        # Only English-speaking countries put the month first, and none of them writes dates with full stops.
        if match.re is NUMBERS and match["sign"] != ".":
            orders.append((day, month))
        values = []
        for order in dict.fromkeys(orders):
            with suppress(ValueError):
                values.append(date(year, *order))
        if month and (not glued or match.start() == match.start("month")):  # a name may only precede the date
            found.append(FoundDate(match.start() + glued, match.end(), tuple(values)))
    kept: list[FoundDate] = []
    for entry in sorted(found):
        if not kept or entry.start >= kept[-1].end:
            kept.append(entry)
    return kept


def _month(word: str) -> tuple[int, int]:
    """Return where the month in ``word`` starts, and its number, which is 0 if there is none.

    An extractor may have joined the month to the name before it ("BrandtMarch", "BRANDTMARCH").
    """
    if word.isdecimal():
        return 0, int(word)
    starts = [at for at, letter in enumerate(word) if at == 0 or letter.isupper()]
    return next(((at, KNOWN.months[key(word[at:])]) for at in starts if key(word[at:]) in KNOWN.months), (0, 0))
