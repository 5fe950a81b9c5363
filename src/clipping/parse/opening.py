"""Recognisers of the head: trail, headline, section, standfirst, and what is left there.

Each takes the page and what has been recognised so far, and returns new claims.
"""

from __future__ import annotations

from itertools import takewhile

from clipping.parse import sections
from clipping.parse.claims import (
    SIGNED,
    Claim,
    Claims,
    Page,
    first_running,
    headline_index,
    holds,
    last_running,
)
from clipping.parse.furniture import is_reading_time
from clipping.parse.layout import Span
from clipping.parse.vocabulary import KNOWN, key

REPEAT_REACH = 60
MOST_SECTION = 60
LEAST_LEAD = 5
SHORT = 4
MOST_SECTIONS = 2
TIME_REACH = 2
HOME = frozenset(("home", "homepage", "front page", "inicio", "portada", "accueil", "startseite", "início"))


def trail(page: Page, claims: Claims) -> Claims:
    """Read a section trail ("News > Peru") above the text; "Home" in front of it is navigation."""
    first = first_running(page, claims)
    for index in range(first):
        whole = key(page[index].plain[:MOST_SECTION])
        phrase = next((start for start in KNOWN.section_starts if whole.startswith(start)), None)
        if phrase and index not in claims and len(page[index].plain) < MOST_SECTION:
            start = len(page[index].plain) - len(page[index].plain[len(phrase) :].lstrip())
            if start < len(page[index].plain):
                span = (start, len(page[index].plain), "section")
                return {index: Claim("section", "says which section it is from", (span,))}
        if index in claims or not (parts := sections.trail_parts(page[index].plain)):
            continue
        plain = page[index].plain
        kept: list[Span] = []
        for start, end in parts:
            words = plain[start:end]
            if key(words) in HOME:
                continue
            kept.append((start, end, "repeat" if words.count(" ") > 3 else "section"))
        if any(role == "section" for _, _, role in kept):
            return {index: Claim("section", f"names joined by “{_sign(plain, parts)}”, above the text", tuple(kept))}
    return {}


def _sign(plain: str, parts: list[tuple[int, int]]) -> str:
    return plain[parts[0][1] : parts[1][0]].strip() if len(parts) > 1 else plain[parts[0][1] :].strip() or ">"


def section(page: Page, claims: Claims) -> Claims:
    """Read a section that is a bare line, or breadcrumbs in a few bullets, directly above the headline."""
    top = headline_index(claims)
    if top is None or any(holds(claim, "section") for claim in claims.values()):
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
    for index in range(top + 1, first_running(page, claims, top + 1)):
        if index not in claims and key(page[index].plain) in KNOWN.sections:
            return {index: Claim("section", "the name of a section, beside the headline")}
    return {}


def standfirst(page: Page, claims: Claims) -> Claims:
    """Read what the layout sets apart from the body under the headline.

    A lead above the byline, points in a list, a line that the body repeats, a line without a full stop.
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
    if second <= last and any(is_reading_time(page[index]) for index in below):
        return {first: Claim("standfirst", "stands between the headline and how long the text takes to read")}
    for index in range(top + 1, min(first + 1, len(page))):
        if index in claims or page[index].words < LEAST_LEAD:
            continue
        if any(index < place for place in signed):
            reason = "stands between the headline and the byline or date"
            return {place: Claim("standfirst", reason) for place in _lines_of_lead(page, claims, index, max(signed))}
        if _repeated_below(page, index):
            return {index: Claim("standfirst", "stands under the headline, and the text prints it again")}
        if index == top + 1 and index < first and not page[index].ended and not page[index].marked:
            return {index: Claim("standfirst", "stands between the headline and the text, without a full stop")}
        break
    return {}


def _lines_of_lead(page: Page, claims: Claims, index: int, end: int) -> list[int]:
    """Return ``index`` and the lines directly below it, up to ``end``, that are as long as those of a standfirst."""
    lines = [index]
    for below in range(index + 1, end):
        if below in claims or page[below].words < LEAST_LEAD or not page[below].plain[0].isalnum():
            break
        lines.append(below)
    return lines


def _repeated_below(page: Page, index: int) -> bool:
    """Whether one of the next paragraphs is this line, or opens with it as a sentence of its own."""
    plain = page[index].plain
    bare = plain.rstrip(".")
    following = (page[below].plain for below in range(index + 1, min(index + REPEAT_REACH, len(page))))
    return any(
        other.startswith(bare) and other[len(bare) : len(bare) + 1] in (".", "!", "?", "") for other in following
    )


def leftovers(page: Page, claims: Claims) -> Claims:
    """Read what is left above the text: navigation above the headline, and lone lines under it."""
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
