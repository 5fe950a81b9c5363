"""Questions for the editor about headline, date, byline, and start and end of the text, where evidence is weak.

A build stops with one line for each doubt, at most three, that gives the candidates and the pin that settles it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from clipping.parse.claims import Claims, Page
from clipping.parse.decision import Probabilities
from clipping.parse.fields import HALVES, SIGNED, is_dated, signs
from clipping.parse.lines import Line
from clipping.record import Doubt, Pins

CHARACTERS = 60
#: Anything less probable is in doubt.
LEAST_PROBABILITY = 0.5
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
    """The probability that a field was read right, and the indices of its candidate blocks, the likeliest first."""

    field: str
    probability: float
    lines: Sequence[int]


def doubts_of(
    page: Page, lines: Sequence[Line], found: Sequence[Probabilities], claims: Claims, pins: Pins
) -> list[Doubt]:
    """Return the doubts that ``pins`` do not settle, the least certain first."""
    weak = [one for one in answers(lines, found, claims) if one.probability < LEAST_PROBABILITY]
    weak = sorted((one for one in weak if not _is_settled(one, claims, pins)), key=lambda one: -one.probability)
    doubts = []
    for field, _, numbers in sorted({one.field: one for one in weak}.values(), key=lambda one: one.probability):
        expected, pin = ASKED[field]
        named = " or ".join(f"“{page[at].plain[:CHARACTERS]}” on line {page[at].first}" for at in numbers)
        pin = pin.format(line=" or ".join(str(page[at].first) for at in numbers) or "LINE")
        known = f"only {named}" if named else "no line that could be it"
        message = f"expected a clear {expected}, found {known}; set [pins] {pin}"
        doubts.append(Doubt(message, page[numbers[0]].first if numbers else None))
    return doubts


def _is_settled(one: Answer, claims: Claims, pins: Pins) -> bool:
    if one.field in ("first", "last"):
        return "paragraphs" in pins.none or any(claims[at].pinned for at in one.lines)
    return one.field in pins.none or getattr(pins, one.field) is not None


def answers(lines: Sequence[Line], found: Sequence[Probabilities], claims: Claims) -> Iterator[Answer]:
    """Yield an answer for each field, also for one that was found on no line."""
    blocks = range(len(lines))
    head = next((at for at in blocks if claims[at].role == "headline"), None)
    likely = [at for at in blocks if found[at]["headline"] > 0.1 and not lines[at].low.endswith(HALVES)]
    likely = sorted({*likely, *([] if head is None else [head])}, key=lambda at: (at != head, -found[at]["headline"]))
    yield Answer("headline", 0.0 if head is None else found[head]["headline"], likely[:2])
    signed = [at for at in blocks if claims[at].role in (*SIGNED, "updated")]
    dated = [at for at in signed if any(day.field == "published" for day in claims[at].dates)]
    others = sorted((at for at in blocks if is_dated(lines[at])), key=lambda at: -signs(found[at]))
    probability = signs(found[dated[0]]) if dated else 1 - max((signs(found[at]) for at in others), default=0.0)
    yield Answer("published", probability, [*dated, *others][:1])
    writers = [at for at in signed if any(role == "byline" for _, _, role in claims[at].spans)]
    likely = [max(blocks, key=lambda at: found[at]["byline"])]
    probability = max((signs(found[at]) for at in writers), default=1 - found[likely[0]]["byline"])
    yield Answer("byline", probability, writers[:2] or likely)
    texts = [at for at in blocks if claims[at].role == "paragraph"]
    for field, end, beyond in (
        ("first", texts[:1], blocks[: min(texts, default=0)]),
        ("last", texts[-1:], blocks[max(texts, default=-1) + 1 :]),
    ):
        outside = [at for at in beyond if not lines[at].furniture]
        for at in (*end, *sorted(outside, key=lambda at: -found[at]["paragraph"])[:1]):
            inside = found[at]["paragraph"]
            yield Answer(field, inside if at in end else 1 - inside, [at])
