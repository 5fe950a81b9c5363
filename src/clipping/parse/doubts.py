"""Questions for the editor about the headline, date, byline, and ends of the text, where the evidence is weak.

A build stops with one line for each doubt, up to three. Each line gives the candidates, and the pin that settles it.
"""

import json
from collections.abc import Iterator, Sequence
from operator import itemgetter

from clipping.parse.decision import SIGNED, Probabilities
from clipping.parse.fields import ends, is_cut_off, is_dated, signing_probability
from clipping.parse.layout import Block, Claim, Page
from clipping.parse.lines import NAMELESS, Line
from clipping.record import Doubt, Pins

MOST_QUOTED = 60  # characters
#: The probability below which a field is in doubt; chosen on captures outside the training set.
LEAST_SURE = {"headline": 0.55, "published": 0.5, "byline": 0.6, "first": 0.45, "last": 0.55}
OF_TEXT = "paragraphs = [{pin}] in article.toml if it is the article's, or furniture = [{pin}] if not"
#: The name of each field in the question, and the pin that settles the question.
ASKED = {
    "headline": ("headline", "headline = {pin} in article.toml, or headline = false if there is none"),
    "published": ("day of publication", "published = {pin} in article.toml{right}, or published = false"),
    "byline": ("byline", "byline = {pin} in article.toml{right}, or byline = false if nobody is named"),
    "first": ("first paragraph", OF_TEXT),
    "last": ("last paragraph", OF_TEXT),
}
#: The placeholders to suggest in a pin if no value could be read.
UNREAD = {"published": "YYYY-MM-DD", "byline": '["NAME"]'}


def doubts_of(
    page: Page, lines: Sequence[Line], found: Sequence[Probabilities], claims: Sequence[Claim], pins: Pins
) -> list[Doubt]:
    """Return the doubts that ``pins`` do not settle, starting with the doubt about the least probable answer."""
    doubts = []
    for probability, field, blocks in sorted(_answers(lines, found, claims), key=itemgetter(0)):
        settled = field in pins.none or getattr(pins, field, None) is not None
        if probability < LEAST_SURE[field] and not settled:
            first = blocks[0]
            signature = claims[first] if claims[first].spans else lines[first].signature
            doubts.append(_question(field, [page[at] for at in blocks], signature))
    return doubts


def _question(field: str, blocks: Page, signature: Claim | None) -> Doubt:
    """Return the question about ``field``, given its candidate blocks and what was read in the first of them."""
    name, pin = ASKED[field]
    printed = " or ".join(f"“{_shortened(block.plain)}” on line {block.first}" for block in blocks)
    value = _value(field, blocks[0], signature) if len(blocks) == 1 else ""
    unread = UNREAD.get(field, " or ".join(str(block.first) for block in blocks))
    pin = pin.format(pin=value or unread, right=value and " if that is right")
    return Doubt(f"expected a clear {name}, found {printed}; set [pins] {pin}", blocks[0].first)


def _value(field: str, block: Block, signature: Claim | None) -> str:
    """Return the value to pin, from what was read in ``block``; empty unless a name or exactly one date was read."""
    if signature and field == "published":
        days = signature.dates.get("published", ())
        return str(days[0]) if len(days) == 1 else ""
    if signature and field == "byline":
        names = [block.plain[start:end] for start, end, role in signature.spans if role == "byline"]
        return json.dumps(names, ensure_ascii=False) if names else ""
    return ""


def _shortened(words: str) -> str:
    """Return ``words`` cut between words to at most ``MOST_QUOTED`` characters, with an ellipsis for the rest."""
    return words if len(words) <= MOST_QUOTED else f"{words[:MOST_QUOTED].rsplit(' ', 1)[0]} …"


def _answers(
    lines: Sequence[Line], found: Sequence[Probabilities], claims: Sequence[Claim]
) -> Iterator[tuple[float, str, Sequence[int]]]:
    """Yield for each field the probability of what was read, the name of the field, and its candidate blocks.

    If no headline was chosen, nothing is asked about the headline.
    """
    blocks = range(len(lines))
    for head in (at for at in blocks if claims[at].role == "headline"):
        others = [at for at in blocks if found[at]["headline"] > 0.1 and at != head and not is_cut_off(lines[at])]
        others.sort(key=lambda at: -found[at]["headline"])
        yield found[head]["headline"], "headline", [head, *others[:1]]
    signed = [at for at in blocks if claims[at].role in (*SIGNED, "updated")]
    dated = [at for at in signed if "published" in claims[at].dates]
    others = sorted((at for at in blocks if is_dated(lines[at])), key=lambda at: -signing_probability(found[at]))
    for at in [*dated, *others][:1]:
        yield signing_probability(found[at]) if dated else 1 - signing_probability(found[at]), "published", [at]
    writers = [at for at in signed if any(role == "byline" for _, _, role in claims[at].spans)]
    likely = max(blocks, key=lambda at: (lines[at].excluded != NAMELESS, found[at]["byline"]))
    probability = max((signing_probability(found[at]) for at in writers), default=1 - found[likely]["byline"])
    yield probability, "byline", writers[:2] or [likely]
    first, last = ends(found)
    for field, at in (("first", first), ("last", last)) if first <= last else ():
        # Of the two likeliest blocks, the editor is asked about the outer one.
        rivals = [other for other in blocks if other != at and not lines[other].furniture]
        rival = max(rivals, key=lambda other: found[other][field], default=at)
        yield found[at][field], field, [min(at, rival) if field == "first" else max(at, rival)]
