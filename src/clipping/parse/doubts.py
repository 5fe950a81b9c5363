"""Questions for the editor about the headline, date, byline, and ends of the text, where the evidence is weak.

A build stops with one line for each doubt, up to three. Each line gives the candidates, and the pin that settles it.
"""

import json
from collections.abc import Iterator, Sequence
from operator import itemgetter

from clipping.capture import excerpt
from clipping.parse.decision import SIGNED, Probabilities
from clipping.parse.fields import ends, printed_days, signing_probability
from clipping.parse.layout import Block, Claim, Page
from clipping.parse.lines import NAMELESS, Line
from clipping.record import Doubt, Pins

#: The probability below which a field is in doubt; chosen on captures outside the training set.
LEAST_SURE = {"headline": 0.5, "published": 0.6, "byline": 0.55, "first": 0.45, "last": 0.55}
OF_TEXT = "paragraphs = [{pin}] in article.toml if it is the article's, or furniture = [{pin}] if not"
#: The name of each field in the question, and the pin that settles the question.
ASKED = {
    "headline": ("headline", "headline = {pin} in article.toml, or headline = false if there is none"),
    "published": ("day of publication", "published = {pin} in article.toml, or published = false"),
    "byline": ("byline", "byline = {pin} in article.toml, or byline = false if nobody is named"),
    "first": ("first paragraph", OF_TEXT),
    "last": ("last paragraph", OF_TEXT),
}


def doubts_of(
    page: Page, lines: Sequence[Line], found: Sequence[Probabilities], claims: Sequence[Claim], pins: Pins
) -> list[Doubt]:
    """Return the doubts that ``pins`` do not settle, starting with the doubt about the least probable answer."""
    doubts = []
    for probability, field, candidates in sorted(_answers(lines, found, claims), key=itemgetter(0)):
        if probability < LEAST_SURE[field] and field not in pins.none and getattr(pins, field, None) is None:
            name, pin = ASKED[field]
            printed = (f"“{excerpt(page[at].plain, 60)}” on line {page[at].first}" for at in candidates)
            values = (_pin(field, page[at], claims[at], lines[at].signature) for at in candidates)
            settled = pin.format(pin=" or ".join(values))
            message = f"expected a clear {name}, found {' or '.join(printed)}; set [pins] {settled}"
            doubts.append(Doubt(message, page[candidates[0]].first))
    return doubts


def _pin(field: str, block: Block, claim: Claim, signature: Claim | None) -> str:
    """Return the value to pin if ``block`` has the field: a day, names, or a line; a placeholder if none was read."""
    read = claim if claim.spans or not signature else signature
    if field == "published":
        days = read.dates.get("published", ())
        return str(days[0]) if len(days) == 1 else "YYYY-MM-DD"
    if field == "byline":
        names = [block.plain[start:end] for start, end, role in read.spans if role == "byline"]
        return json.dumps(names or ["NAME"], ensure_ascii=False)
    return str(block.first)


def _answers(
    lines: Sequence[Line], found: Sequence[Probabilities], claims: Sequence[Claim]
) -> Iterator[tuple[float, str, Sequence[int]]]:
    """Yield for each field the probability of what was read, the name of the field, and its candidate blocks.

    The probabilities of lines that give the same answer, such as a headline printed twice, are added up. If no headline
    or date was chosen, nothing is asked about it.
    """
    headline = [of["headline"] for of in found]
    signing = [signing_probability(of) for of in found]
    blocks = range(len(lines))
    for at in (at for at in blocks if claims[at].role == "headline"):
        same = [other for other in blocks if lines[at].low in lines[other].low]
        rivals = [other for other in blocks if headline[other] > 0.1 and other not in same]
        yield sum(headline[other] for other in same), "headline", [at, *_likeliest(rivals, headline)]
    signed = [at for at in blocks if claims[at].role in (*SIGNED, "updated")]
    dated = {at: claims[at].dates["published"] for at in signed if "published" in claims[at].dates}
    for at in [*dated][:1]:
        days = printed_days(lines) | dated
        rivals = [other for other in days if days[other] != days[at]]
        against = sum(signing[other] for other in rivals) / sum(signing[other] for other in days)
        yield 1 - against, "published", [at, *_likeliest(rivals, signing)]
    writers = [at for at in signed if any(role == "byline" for _, _, role in claims[at].spans)]
    byline = [0.0 if line.excluded == NAMELESS else of["byline"] for line, of in zip(lines, found, strict=True)]
    likely = max((signing[at] for at in writers), default=max(0.0, 1 - sum(byline)))
    yield likely, "byline", writers[:2] or _likeliest(blocks, byline)
    first, last = ends(found)
    for field, at in (("first", first), ("last", last)) if first <= last else ():
        # Of the two likeliest blocks, the editor is asked about the outer one.
        rivals = [other for other in blocks if other != at and not lines[other].furniture]
        either = [at, *_likeliest(rivals, [of[field] for of in found])]
        yield found[at][field], field, [min(either) if field == "first" else max(either)]


def _likeliest(blocks: Sequence[int], probability: Sequence[float]) -> Sequence[int]:
    """Return the block with the highest ``probability``, in a list that is empty if there are no ``blocks``."""
    return sorted(blocks, key=lambda at: -probability[at])[:1]
