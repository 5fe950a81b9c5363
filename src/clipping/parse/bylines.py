"""Bylines by their place: names without "By", further writers in the next line, and the posts below them.

Bylines that open with "By", or stand in one line with a date, are read in ``signature``.
"""

from __future__ import annotations

import re

from clipping.parse.claims import Claim, Claims, Page, first_running, headline_index, holds
from clipping.parse.layout import Span
from clipping.parse.names import bare_names, holds_post, is_outlet
from clipping.record import Pins

MOST_POST = 6
LEAST_CAPTION = 4
SIGNED_BELOW = frozenset(("caption", "alternative"))
DATED = frozenset(("published", "updated"))
PARTS = re.compile(r",\s|\s[|/–—-]\s|/")


def _dated(claims: Claims, index: int) -> bool:
    beside = (index - 2, index - 1, index + 1, index + 2)
    return any(place in claims and claims[place].role in DATED for place in beside)


def names_beside(page: Page, claims: Claims, index: int) -> list[Span]:
    """Return the names in a line that is nothing but names, with the date beside it or a post below it."""
    if index in claims or page[index].running or not (spans := bare_names(page[index].plain)):
        return []
    below = page[index + 1].plain if index + 1 < len(page) else ""
    return spans if _dated(claims, index) or (below.count(" ") < MOST_POST and holds_post(below)) else []


def post_below(page: Page, claims: Claims, index: int) -> bool:
    """Return whether a line says what the writer above it is: "Political editor", "BBC News, Sarra"."""
    block = page[index]
    if index == 0 or index in claims or block.ended or block.words > MOST_POST:
        return False
    if not holds_post(block.plain) and not is_outlet(PARTS.split(block.plain)[0]):
        return False
    above = claims.get(index - 1)
    return above.role == "byline" if above else bool(names_beside(page, claims, index - 1))


def byline(page: Page, claims: Claims, pins: Pins) -> Claims:
    """Read a name without "By": beside a date, or alone between the headline and the text with a post or agency."""
    top = headline_index(claims)
    if top is None or any(holds(claim, "byline") for claim in claims.values()):
        return {}
    first = first_running(page, claims, first_running(page, claims, top + 1) + 1)
    for index in range(max(0, top - 3), min(first + 1, len(page))):
        spans = names_beside(page, claims, index)
        # Above the headline stands the name of the page that printed it.
        if spans and (index > top or not _is_outlets(page[index].plain)):
            near = "beside the date" if _dated(claims, index) else "between the headline and the text"
            return {index: Claim("byline", f"nothing but a name, {near}", tuple(spans))}
        if index in claims or index <= top or page[index].running or not (spans := bare_names(page[index].plain)):
            continue
        if _is_outlets(page[index].plain) and not _below_picture(page, claims, index):
            return {index: Claim("byline", "nothing but a name, between the headline and the text", tuple(spans))}
    return {}


def _is_outlets(plain: str) -> bool:
    return any(map(is_outlet, PARTS.split(plain)))


def _below_picture(page: Page, claims: Claims, index: int) -> bool:
    above = claims.get(index - 1)
    return above is not None and above.role in SIGNED_BELOW
