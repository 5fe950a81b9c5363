"""Questions for the editor about headline, date, byline, and start and end of the text, where evidence is weak.

A build stops with one line for each doubt, at most three, that gives the candidates and the pin that settles it.
"""

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from clipping.parse.claims import Claim, Page
from clipping.parse.decision import Probabilities
from clipping.parse.fields import SIGNED, ends, is_dated, is_half, signs
from clipping.parse.layout import Block
from clipping.parse.lines import Line
from clipping.record import Doubt, Pins

CHARACTERS = 60
#: A field that is less sure is in doubt. Chosen on captures that were not learned from, to ask little in vain.
LEAST_SURE = {"headline": 0.55, "published": 0.5, "byline": 0.55, "first": 0.4, "last": 0.55}
#: For each field: its name in the question, and the pin that settles it.
ENDS = "paragraphs = [{pin}] in article.toml if it is the article's, or furniture = [{pin}] if not"
ASKED = {
    "headline": ("headline", "headline = {pin} in article.toml, or headline = false if there is none"),
    "published": ("day of publication", "published = {pin} in article.toml{right}, or published = false"),
    "byline": ("byline", "byline = {pin} in article.toml{right}, or byline = false if nobody is named"),
    "first": ("first paragraph", ENDS),
    "last": ("last paragraph", ENDS),
}


#: The pins of values that were not read.
UNREAD = {"published": "YYYY-MM-DD", "byline": '["NAME"]'}


class Answer(NamedTuple):
    """How sure the reading of a field is (at most 1), and the indices of its candidate blocks, the likeliest first."""

    field: str
    sureness: float
    lines: Sequence[int]


def doubts_of(
    page: Page, lines: Sequence[Line], found: Sequence[Probabilities], claims: Sequence[Claim], pins: Pins
) -> list[Doubt]:
    """Return the doubts that ``pins`` do not settle, the least sure first."""
    doubts = []
    for one in sorted(answers(lines, found, claims), key=lambda one: one.sureness):
        settled = one.field in pins.none or getattr(pins, one.field, None) is not None
        if one.sureness < LEAST_SURE[one.field] and not settled:
            first = one.lines[0]
            signature = claims[first] if claims[first].spans else lines[first].signature
            doubts.append(_question(one, page, signature))
    return doubts


def _question(one: Answer, page: Page, signature: Claim | None) -> Doubt:
    """Return the question about an answer; ``signature`` has the date and names of its first line, if any."""
    expected, pin = ASKED[one.field]
    numbers = [page[at].first for at in one.lines]
    quoted = [f"“{_shortened(page[at].plain)}”" for at in one.lines]
    if len(numbers) == 1 and (value := _value(one.field, page[one.lines[0]], signature)):
        read, right = f"{value} on line {numbers[0]} ({quoted[0]})", " if that is right"
    else:
        value = UNREAD.get(one.field, " or ".join(map(str, numbers)))
        read, right = " or ".join(map("{} on line {}".format, quoted, numbers)), ""
    pin = pin.format(pin=value, right=right)
    return Doubt(f"expected a clear {expected}, found {read}; set [pins] {pin}", numbers[0])


def _value(field: str, block: Block, signature: Claim | None) -> str:
    """Return the pin that agrees with ``signature``, the reading of ``block``; empty if it has no date or name."""
    if signature is None or field not in UNREAD:
        return ""
    days = signature.dates.get("published", ())
    names = [block.plain[start:end] for start, end, role in signature.spans if role == "byline"]
    if field == "published":
        return str(days[0]) if len(days) == 1 else ""
    return json.dumps(names, ensure_ascii=False) if names else ""


def _shortened(words: str) -> str:
    """Return at most ``CHARACTERS`` characters of ``words``, cut between words, with an ellipsis for the rest."""
    return words if len(words) <= CHARACTERS else f"{words[:CHARACTERS].rsplit(' ', 1)[0]} …"


def answers(lines: Sequence[Line], found: Sequence[Probabilities], claims: Sequence[Claim]) -> Iterator[Answer]:
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
    first, last = ends(found)
    for field, at in (("first", first), ("last", last)) if first <= last else ():
        # The question is about the outer one of the two likeliest.
        rivals = [other for other in blocks if other != at and not lines[other].furniture]
        rival = max(rivals, key=lambda other: found[other][field], default=at)
        yield Answer(field, found[at][field], [min(at, rival) if field == "first" else max(at, rival)])
