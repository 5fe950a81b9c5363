"""Which lines sign the article: its dates and its byline, chosen by where they are on the page.

A date counts near the head (above or beside the first paragraphs), at the foot (below the last one), or if it is the
only one. One beside a name comes before one without, then the one nearest to the text. Other lines that look alike are
the page's own: today's date, the dates and writers of related articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from clipping.language import guessed
from clipping.parse.claims import Claim, Claims, Page, PrintedDay, first_running, has_role, headline_index, last_running
from clipping.parse.names import bare_names
from clipping.parse.signature import read_signature
from clipping.record import Role

DATED = frozenset(("published", "updated"))
NUMBER = re.compile(r"\d+")
FIELDS: tuple[Role, ...] = ("published", "updated")


def signatures(page: Page, claims: Claims) -> Claims:
    """Read the lines that sign the article: its dates, and bylines that open with "By"."""
    read: Claims = {}
    for index, block in enumerate(page):
        if index not in claims and (claim := read_signature(block)):
            read[index] = claim
    if not read:
        return {}
    known = {**claims, **read}
    first, last = first_running(page, known), last_running(page, known)
    second = first_running(page, known, first + 1)
    head = {index for index in read if index <= second}
    foot = {index for index in read if index > last}
    near = sorted(head) + sorted(foot - head)
    undated = _bylines(page, {index: read[index] for index in near if not read[index].dates})
    dated = _dates(page, {index: claim for index, claim in read.items() if claim.dates}, head, foot, first)
    return undated | dated


def _bylines(page: Page, read: Claims) -> Claims:
    """Return the first byline of ``read``; another one is furniture."""
    found: Claims = {}
    writers: set[str] = set()
    for index, claim in read.items():
        names = _names(page, read, index)
        if names and names <= writers:
            found[index] = Claim("repetition", "prints the byline again")
        elif not writers or not names:
            writers |= names
            found[index] = claim
        else:
            found[index] = Claim("furniture", "the byline of another article")
    return found


def _dates(page: Page, read: Claims, head: set[int], foot: set[int], first: int) -> Claims:
    """Return the article's dates among those of ``read``: in the head, beside a name, near the text."""
    found: Claims = {}
    near = head | foot
    for field in FIELDS:
        rivals = [index for index, claim in read.items() if any(day.field == field for day in claim.dates)]
        placed = [index for index in rivals if index in near]
        if pool := placed or (rivals if len(rivals) == 1 else []):
            best = min(pool, key=lambda index: (index not in head, not _names(page, read, index), abs(first - index)))
            found[best] = read[best]
    chosen = [day.values for claim in found.values() for day in claim.dates]
    for index in near & read.keys() - found.keys():
        if all(day.values in chosen for day in read[index].dates):
            found[index] = Claim("repetition", "prints the date of the article again")
        else:
            found[index] = Claim("furniture", "a date of the page or of another article, not of this one")
    return found


def _names(page: Page, read: Claims, index: int) -> set[str]:
    return {page[index].plain[start:end].casefold() for start, end, role in read[index].spans if role == "byline"}


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


def byline(page: Page, claims: Claims) -> Claims:
    """Read a name without "By", beside the date."""
    top = headline_index(claims)
    if top is None or any(has_role(claim, "byline") for claim in claims.values()):
        return {}
    first = first_running(page, claims, first_running(page, claims, top + 1) + 1)
    for index in range(max(0, top - 3), min(first + 1, len(page))):
        unread = index not in claims and not page[index].running
        if unread and _dated(claims, index) and (spans := bare_names(page[index].plain)):
            return {index: Claim("byline", "nothing but a name, beside the date", tuple(spans))}
    return {}


def _dated(claims: Claims, index: int) -> bool:
    beside = (index - 2, index - 1, index + 1, index + 2)
    return any(other in claims and claims[other].role in DATED for other in beside)
