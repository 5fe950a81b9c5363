"""From a capture to an article: an ordered grammar of recognisers.

A capture such as this one (six lines that are not blank)

    News > Peru                                             section

    Many Peruvians in Denial                                headline
    Coca field in the valley. | Photo: Agencia Andina       caption, credit
    By A. Name | 19 April 2016                              byline, published

    Peru has been the number one exporter since 2012.       paragraph
    Post with no comments.                                  furniture

is first cut into blocks (``layout``). Each recogniser of the grammar then looks at the whole page and at what
the recognisers before it have claimed, and claims blocks of its own, each with the reason a person would
give. A block that is claimed stays so; the last recogniser takes what is left as text of the article, so that
no line is ever lost. What the editor pinned comes first. The record is assembled from the claims alone.
"""

from __future__ import annotations

from collections.abc import Callable

from clipping.capture import Capture
from clipping.parse import assemble, body, bylines, opening, photographs
from clipping.parse.claims import Claim, Claims, Page
from clipping.parse.dating import signatures
from clipping.parse.furniture import read_furniture
from clipping.parse.layout import blocks_of
from clipping.record import Article, Pins, Role


def pinned(page: Page, claims: Claims, pins: Pins) -> Claims:
    """Read what an editor settled about lines of the capture."""
    roles: dict[int, Role] = {}
    lines: tuple[tuple[Role, frozenset[int]], ...] = (
        ("furniture", pins.furniture),
        ("paragraph", pins.paragraphs),
        ("subheading", pins.subheadings),
        ("headline", frozenset({pins.headline} if pins.headline else ())),
    )
    for role, numbers in lines:
        roles.update(dict.fromkeys(numbers, role))
    if not roles:
        return {}
    found: Claims = {}
    for index, block in enumerate(page):
        claimed = next((roles[line] for line in range(block.first, block.last + 1) if line in roles), None)
        if claimed:
            found[index] = Claim(claimed, "set by the editor in article.toml", pinned=True)
    return found


def furniture(page: Page, claims: Claims, pins: Pins) -> Claims:
    """Read words that newsrooms put around every article."""
    known: dict[str, str | None] = {}
    found: Claims = {}
    for index, block in enumerate(page):
        if index in claims:
            continue
        if block.plain not in known:
            known[block.plain] = read_furniture(block)
        if reason := known[block.plain]:
            found[index] = Claim("furniture", reason)
    return found


Recogniser = Callable[[Page, Claims, Pins], Claims]
#: The grammar: earlier recognisers claim first. Among what the first ones claim, the headline is looked for.
BEFORE_HEADLINE: tuple[Recogniser, ...] = (
    pinned,
    furniture,
    signatures,
    photographs.photographs,
    opening.trail,
)
GRAMMAR: tuple[Recogniser, ...] = (
    opening.headline,
    opening.printed_again,
    photographs.captions_by_place,
    photographs.pairs,
    bylines.byline,
    photographs.figures,
    opening.section,
    opening.standfirst,
    opening.leftovers,
    body.tail,
    body.related,
    body.headings,
    body.again,
    body.paragraphs,
)


def parse(capture: Capture, pins: Pins = Pins()) -> Article:
    """Return the article that ``capture`` holds; never raises for a capture that could be taken in.

    What an editor pinned comes before what the rules find. Quotations and the source are left empty. What only
    an editor can settle is in ``Article.doubts``.
    """
    page = blocks_of(capture, pins)
    before = _claimed(page, {}, pins, BEFORE_HEADLINE)
    claims = _claimed(page, before, pins, GRAMMAR)
    return assemble.assemble(capture, page, claims, before, pins)


def _claimed(page: Page, known: Claims, pins: Pins, recognisers: tuple[Recogniser, ...]) -> Claims:
    """Return ``known`` with what ``recognisers`` claim of the rest, one after the other."""
    claims = dict(known)
    for recogniser in recognisers:
        found = recogniser(page, claims, pins)
        claims.update((index, claim) for index, claim in found.items() if index not in claims)
    return claims
