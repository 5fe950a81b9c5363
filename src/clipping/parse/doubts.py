"""Questions for the editor about headline, date, byline, and start and end of the text, where evidence is weak.

A build stops with one line for each doubt, at most three, that gives the candidates and the pin that settles it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from clipping.parse.claims import Claims, Page
from clipping.parse.decision import Probabilities
from clipping.parse.fields import SIGNED, is_dated, is_half, signs
from clipping.parse.lines import Line
from clipping.record import Doubt, Pins

CHARACTERS = 60
#: A field that is less sure is in doubt.
LEAST_SURE = 0.55
#: For each field: its name in the question, and the pin that settles it.
ENDS = "paragraphs = [{line}] in article.toml if it is the article's, or furniture = [{line}] if not"
ASKED = {
    "headline": ("headline", "headline = {line} in article.toml, or headline = false if there is none"),
    "published": ("day of publication", "published = YYYY-MM-DD in article.toml, or published = false"),
    "byline": ("byline", 'byline = ["NAME"] in article.toml, or byline = false if nobody is named'),
    "first": ("first paragraph", ENDS),
    "last": ("last paragraph", ENDS),
}


class Answer(NamedTuple):
    """How sure the reading of a field is (at most 1), and the indices of its candidate blocks, the likeliest first."""

    field: str
    sureness: float
    lines: Sequence[int]


def doubts_of(
    page: Page, lines: Sequence[Line], found: Sequence[Probabilities], claims: Claims, pins: Pins
) -> list[Doubt]:
    """Return the doubts that ``pins`` do not settle, the least sure first."""
    doubts = []
    for field, sureness, blocks in sorted(answers(lines, found, claims), key=lambda one: one.sureness):
        settled = field in pins.none or getattr(pins, field, None) is not None
        if sureness < LEAST_SURE and not settled:
            expected, pin = ASKED[field]
            named = " or ".join(f"“{page[at].plain[:CHARACTERS]}” on line {page[at].first}" for at in blocks)
            pin = pin.format(line=" or ".join(str(page[at].first) for at in blocks))
            message = f"expected a clear {expected}, found only {named}; set [pins] {pin}"
            doubts.append(Doubt(message, page[blocks[0]].first))
    return doubts


def answers(lines: Sequence[Line], found: Sequence[Probabilities], claims: Claims) -> Iterator[Answer]:
    """Yield an answer for each field; none for a headline that was not found, which is always sure (see ``choose``)."""
    blocks = range(len(lines))
    for head in (at for at in blocks if claims[at].role == "headline"):
        others = [at for at in blocks if found[at]["headline"] > 0.1 and at != head and not is_half(lines[at])]
        others.sort(key=lambda at: -found[at]["headline"])
        yield Answer("headline", found[head]["headline"], [head, *others[:1]])
    signed = [at for at in blocks if claims[at].role in (*SIGNED, "updated")]
    dated = [at for at in signed if "published" in claims[at].dates]
    others = sorted((at for at in blocks if is_dated(lines[at])), key=lambda at: -signs(found[at]))
    for at in [*dated, *others][:1]:
        yield Answer("published", signs(found[at]) if dated else 1 - signs(found[at]), [at])
    writers = [at for at in signed if any(role == "byline" for _, _, role in claims[at].spans)]
    likely = max(blocks, key=lambda at: found[at]["byline"])
    sureness = max((signs(found[at]) for at in writers), default=1 - found[likely]["byline"])
    yield Answer("byline", sureness, writers[:2] or [likely])
    texts = [at for at in blocks if claims[at].role == "paragraph"]
    for field, end, beyond in (
        ("first", texts[:1], blocks[: min(texts, default=0)]),
        ("last", texts[-1:], blocks[max(texts, default=-1) + 1 :]),
    ):
        # How much likelier it is to be a paragraph than any line beyond it; the question is about the less sure one.
        rivals = sorted((at for at in beyond if not lines[at].furniture), key=lambda at: -found[at]["paragraph"])[:1]
        inside, outside = (sum(found[at]["paragraph"] for at in some) for some in (end, rivals))
        if end:
            yield Answer(field, inside - outside, rivals if outside > 1 - inside else end)
