"""Parse a capture into an article.

Take this capture, with the fields to be found in each line:

    News > Peru                                             section

    Many Peruvians in Denial                                headline
    Coca field in the valley. | Photo: Agencia Andina       caption, credit
    By A. Name | 19 April 2016                              byline, published

    Peru has been the number one exporter since 2012.       paragraph
    Post with no comments.                                  furniture

``layout`` splits it into blocks. ``lines`` recognises the features of each block, and ``clues`` adds those of its
position on the page. From this evidence ``decision`` finds the probability of each role, over the whole page at once;
what the editor pinned is certain. ``fields`` finds names, dates and credits in the blocks, ``doubts`` asks the editor
where the evidence is weak, and ``assemble`` makes the record. No line is ever lost.
"""

from clipping.capture import Capture
from clipping.parse.assemble import EDITOR, article_of
from clipping.parse.claims import Claim, Claims, Page
from clipping.parse.clues import evidence
from clipping.parse.decision import MODEL, ROLES, Probabilities
from clipping.parse.doubts import doubts_of
from clipping.parse.fields import choose, claims_of
from clipping.parse.layout import blocks_of
from clipping.parse.lines import read_lines
from clipping.record import Article, Doubt, Pins, Role

FAR = "far from the text, among the lines of the page itself"
NOTHING: Probabilities = {**dict.fromkeys(ROLES, 0.0), "furniture": 1.0}
#: The roles of the keys of [pins] that name lines: "headline", "captions", …
LINE_ROLES: tuple[Role, ...] = ("furniture", "paragraph", "subheading", "caption", "headline")


def parse(capture: Capture, pins: Pins = Pins()) -> Article:
    """Return the article in ``capture``, without its quotations and source; every valid capture can be parsed.

    The editor's ``pins`` override what is found. Questions for the editor are in ``Article.doubts``.
    """
    whole = blocks_of(capture, pins)
    # What the editor called furniture is no evidence, such as that the text ends: the rest is read as if alone.
    kept = [at for at, block in enumerate(whole) if block.first not in pins.furniture]
    claims = dict.fromkeys(range(len(whole)), _by_editor("furniture", pins))
    read, doubts = _read([whole[at] for at in kept], pins) if kept else ({}, [])
    claims.update(zip(kept, read.values(), strict=True))
    return article_of(capture, whole, claims, pins, doubts)


def _read(page: Page, pins: Pins) -> tuple[Claims, list[Doubt]]:
    """Return the claim about each block of ``page``, in order, and the doubts about them."""
    lines = read_lines(page)
    pinned = _pinned(page, pins)
    start, rows = evidence(page, lines, pinned)
    denied = [role for role in LINE_ROLES if _key(role) in pins.none or (role == "headline" and pins.headline)]
    scores = [
        MODEL.scores(row, [*denied, *lines[at].excluded] if at not in pinned else {*ROLES} - {pinned[at]})
        for at, row in enumerate(rows, start)
    ]
    found = [NOTHING] * start + MODEL.probabilities(scores)
    found += [NOTHING] * (len(page) - len(found))
    roles = choose(lines, found)
    reasons = [FAR] * len(page)
    for at, row in enumerate(rows, start):
        reasons[at] = MODEL.reasons(row, scores[at - start], roles[at], found[at])
    claims = claims_of(page, lines, roles, reasons)
    for at, role in pinned.items():
        claims[at] = _by_editor(role, pins)._replace(spans=(role == "caption" and lines[at].picture) or ())
    return claims, doubts_of(page, lines, found, claims, pins)


def _by_editor(role: Role, pins: Pins) -> Claim:
    return Claim(role, pins.why.get(_key(role), EDITOR), pinned=True)


def _pinned(page: Page, pins: Pins) -> dict[int, Role]:
    """Return the role of each block that an editor pinned, by its index."""
    settled: dict[int, Role] = {}
    for role in LINE_ROLES:
        value = getattr(pins, _key(role))
        lines = value if isinstance(value, frozenset) else {value}
        settled |= {at: role for at, block in enumerate(page) if lines & {*range(block.first, block.last + 1)}}
    return settled


def _key(role: Role) -> str:
    return role if role in ("furniture", "headline") else f"{role}s"
