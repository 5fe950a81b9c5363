"""Parse a capture into an article.

Take this capture, with the roles found in each line on the right:

    News > Peru                                             section

    Many Peruvians in Denial                                headline
    Coca field in the valley. | Photo: Agencia Andina       caption, credit
    By A. Name | 19 April 2016                              byline, published

    Peru has been the number one exporter since 2012.       paragraph
    Post with no comments.                                  furniture

``layout`` splits it into blocks. ``lines`` recognises the features of each block, and ``clues`` adds the features of
its position on the page. ``decision`` weighs this evidence over the whole page at once, and finds the probability of
each role; what the editor pinned is certain. ``fields`` finds names, dates and credits in the blocks. Where the
evidence is weak, ``doubts`` asks the editor. ``assemble`` makes the record. No line is ever lost.
"""

from clipping.capture import Capture
from clipping.parse.assemble import article_of
from clipping.parse.clues import evidence
from clipping.parse.decision import MODEL, ROLES
from clipping.parse.doubts import doubts_of
from clipping.parse.fields import choose, claims_of
from clipping.parse.layout import Claim, Page, Span, blocks_of
from clipping.parse.lines import read_lines
from clipping.record import LINE_PINS, Article, Doubt, Pins


def parse(capture: Capture, pins: Pins = Pins()) -> Article:
    """Return the article in ``capture``, without its quotations and source; every valid capture can be parsed.

    The editor's ``pins`` override what is found. Questions for the editor are in ``Article.doubts``.
    """
    whole = blocks_of(capture, pins)
    # Pinned furniture must not count as evidence (for instance, that the text has ended), so parse the rest without it.
    page = [block for block in whole if block.first not in pins.furniture]
    read, doubts = _read(page, pins) if page else ([], [])
    furniture, others = _by_editor("furniture", pins), iter(read)
    claims = [furniture if block.first in pins.furniture else next(others) for block in whole]
    return article_of(capture, whole, claims, pins, doubts)


def _read(page: Page, pins: Pins) -> tuple[list[Claim], list[Doubt]]:
    """Return the claim about each block of ``page``, in order, and the doubts about the claims."""
    lines = read_lines(page)
    keys = {line: key for key in ("paragraphs", "subheadings", "captions") for line in getattr(pins, key)}
    keys |= {pins.headline: "headline"} if pins.headline else {}
    pinned = {at: keys[block.first] for at, block in enumerate(page) if block.first in keys}
    rows = evidence(page, lines)
    # No line can have a role that the editor ruled out; if a headline is pinned, no other line can be the headline.
    denied = [LINE_PINS[key] for key in pins.none & LINE_PINS.keys()] + ["headline"] * bool(pins.headline)
    excluded = [[*denied, *line.excluded] for line in lines]
    for at, key in pinned.items():
        excluded[at] = [role for role in ROLES if role != LINE_PINS[key]]
    scores = list(map(MODEL.scores, rows, excluded))
    found = MODEL.probabilities(scores)
    roles = choose(lines, found)
    reasons = list(map(MODEL.reasons, rows, scores, roles, found))
    claims = claims_of(page, lines, roles, reasons)
    for at, key in pinned.items():
        spans = lines[at].picture if key == "captions" else None
        claims[at] = _by_editor(key, pins, spans or ())
    return claims, doubts_of(page, lines, found, claims, pins)


def _by_editor(key: str, pins: Pins, spans: tuple[Span, ...] = ()) -> Claim:
    return Claim(LINE_PINS[key], pins.why.get(key, "no reason given"), spans, pinned=True)
