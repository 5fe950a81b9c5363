"""Recognisers of the head: section, standfirst and what is left around them.

Each takes the page and what has been recognised so far, and returns new claims.
"""

from __future__ import annotations

from itertools import takewhile

from clipping.parse.claims import (
    SIGNED,
    Claim,
    Claims,
    Page,
    first_running,
    has_role,
    headline_index,
    last_running,
)
from clipping.parse.furniture import is_reading_time
from clipping.parse.sections import HOME, read_sections
from clipping.parse.vocabulary import KNOWN, key

REPEAT_REACH = 60
LEAST_LEAD = 5
SHORT = 4
MOST_SECTIONS = 2
TIME_REACH = 2


def trail(page: Page, claims: Claims) -> Claims:
    """Read a section trail ("News > Peru") above the text."""
    for index in range(first_running(page, claims)):
        if index not in claims and (claim := read_sections(page[index].plain)):
            return {index: claim}
    return {}


def section(page: Page, claims: Claims) -> Claims:
    """Read a section that is a line of its own above the headline, or breadcrumbs in a few bullets."""
    top = headline_index(claims)
    if top is None or any(has_role(claim, "section") for claim in claims.values()):
        return {}
    bullets = []
    for index in range(top - 1, -1, -1):
        if not page[index].marked or (index in claims and key(page[index].plain) not in HOME):
            break
        bullets.append(index)
    names = [index for index in reversed(bullets) if index not in claims]
    known = any(key(page[index].plain) in KNOWN.sections for index in names)
    if names and len(bullets) <= 4 and (known or len(bullets) > len(names)):
        reason = "one of a few bullets above the headline that say where the article stands"
        return {index: Claim("section", reason) for index in names}
    above = [index for index in range(top - 1, -1, -1) if index not in claims]
    run = list(takewhile(lambda index: key(page[index].plain) in KNOWN.sections, above))
    if 0 < len(run) <= MOST_SECTIONS:  # more of them are the end of a menu
        return {index: Claim("section", "the name of a section above the headline") for index in run}
    return {}


def standfirst(page: Page, claims: Claims) -> Claims:
    """Read what the layout sets apart under the headline.

    A lead above the byline, a line that the body repeats, a title, a sentence above the reading time.
    """
    top = headline_index(claims)
    if top is None:
        return {}
    first = first_running(page, claims, top + 1)
    second = first_running(page, claims, first + 1)
    last = last_running(page, claims)
    signed = [
        index
        for index in range(top + 1, min(second, len(page)))
        if index in claims and claims[index].role in SIGNED and index < last
    ]
    below = range(first + 1, min(first + 1 + TIME_REACH, second, len(page)))
    if any(is_reading_time(page[index]) for index in below):
        return {first: Claim("standfirst", "stands between the headline and how long the text takes to read")}
    for index in range(top + 1, min(first + 1, len(page))):
        if index in claims or page[index].words < LEAST_LEAD:
            continue
        if any(index < line for line in signed):
            reason = "stands between the headline and the byline or date"
            return {lead: Claim("standfirst", reason) for lead in range(index, max(signed))}
        if _repeated_below(page, index):
            return {index: Claim("standfirst", "stands under the headline, and the text prints it again")}
        if index == top + 1 and index < first and not page[index].ended and not page[index].marked:
            return {index: Claim("standfirst", "stands between the headline and the text, without a full stop")}
    return {}


def _repeated_below(page: Page, index: int) -> bool:
    """Whether one of the next paragraphs repeats this line or opens with it."""
    plain = page[index].plain
    bare = plain.rstrip(".")
    following = (page[below].plain for below in range(index + 1, min(index + REPEAT_REACH, len(page))))
    return any(
        other.startswith(bare) and other[len(bare) : len(bare) + 1] in (".", "!", "?", "") for other in following
    )


def leftovers(page: Page, claims: Claims) -> Claims:
    """Read what is left above the text: navigation above the headline, lone lines under it."""
    top = headline_index(claims)
    first = first_running(page, claims, 0 if top is None else top + 1)
    if first == len(page) and top is None:
        return {}
    rest: Claims = {}
    for index in range(first):
        block = page[index]
        if top is not None and index < top:
            rest[index] = Claim("furniture", "stands above the headline, where pages have their navigation")
        elif not (block.ended and block.words > 2) and not (block.plain.endswith((":", ",")) and block.words > SHORT):
            rest[index] = Claim("furniture", "a few words above the text that are no sentence")
    return rest
