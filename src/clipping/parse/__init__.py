"""From a capture to an article: an ordered grammar of recognisers.

A capture such as this one (six lines that are not blank)

    News > Peru                                             section

    Many Peruvians in Denial                                headline
    Coca field in the valley. | Photo: Agencia Andina       caption, credit
    By A. Name | 19 April 2016                              byline, published

    Peru has been the number one exporter since 2012.       paragraph
    Post with no comments.                                  furniture

is first cut into blocks (``layout``). Each recogniser of the grammar then looks at the whole page and at what
the recognisers before it have claimed, and claims blocks of its own, each with the reason that a person would
give. What is claimed stays claimed, beginning with what the editor pinned; the last recogniser takes what is left
as text of the article, so that no line is ever lost. The record is then assembled from the claims.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from clipping.capture import Capture
from clipping.parse import body, opening, photographs, publication
from clipping.parse.assemble import EDITOR, article_of
from clipping.parse.claims import Claim, Claims, Page
from clipping.parse.furniture import known_furniture
from clipping.parse.headlines import headline
from clipping.parse.layout import blocks_of
from clipping.record import Article, Pins, Role

Recogniser = Callable[[Page, Claims], Claims]
#: Among what these claim, the headline is looked for; earlier recognisers claim first.
BEFORE_HEADLINE: tuple[Recogniser, ...] = (
    known_furniture,
    publication.signatures,
    photographs.captions,
    photographs.printed_again,
    opening.trail,
)
AFTER_HEADLINE: tuple[Recogniser, ...] = (
    photographs.beside_credits,
    photographs.pairs,
    photographs.printed_again,
    publication.byline,
    photographs.figures,
    opening.section,
    opening.standfirst,
    opening.leftovers,
    body.about_the_writer,
    body.tail,
    body.related,
    body.headings,
    body.again,
    body.paragraphs,
)


def parse(capture: Capture, pins: Pins = Pins()) -> Article:
    """Return the article in ``capture``; never raises for a capture that could be taken in.

    What an editor pinned comes before what the rules find. Quotations and the source are left empty. What only
    an editor can settle is in ``Article.doubts``.
    """
    page = blocks_of(capture, pins)
    claims = _claimed(page, _pinned(page, pins), BEFORE_HEADLINE)
    found, doubt = headline(page, claims)
    claims = _claimed(page, {**claims, **found}, AFTER_HEADLINE)
    return article_of(capture, page, claims, pins, [doubt] if doubt else [])


def _pinned(page: Page, pins: Pins) -> Claims:
    """Return the claims that an editor made."""
    lines: tuple[tuple[Role, frozenset[int]], ...] = (
        ("furniture", pins.furniture),
        ("paragraph", pins.paragraphs),
        ("subheading", pins.subheadings),
        ("caption", pins.captions),
        ("headline", frozenset({pins.headline} if pins.headline else ())),
    )
    return {
        index: Claim(role, pins.why.get(role) or pins.why.get(f"{role}s") or EDITOR, pinned=True)
        for role, numbers in lines
        for index, block in enumerate(page)
        if not numbers.isdisjoint(range(block.first, block.last + 1))
    }


def _claimed(page: Page, claims: Claims, recognisers: Iterable[Recogniser]) -> Claims:
    """Return ``claims`` with what ``recognisers`` claim of the rest, one after the other."""
    for recogniser in recognisers:
        claims = claims | {index: claim for index, claim in recogniser(page, claims).items() if index not in claims}
    return claims
