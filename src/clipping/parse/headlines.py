"""The headline, told by layout from what stands around it.

A headline is a line that could be a title, above the text. What tells it from navigation and from related
headlines: it is printed again (as alternative text, as the page's title), it stands directly above the byline,
the date or the text, it shares words with the first paragraphs. The weights are small whole numbers, so that
two lines with the same evidence are seen as what they are: a question for an editor.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from clipping.parse.claims import PICTURE, SIGNED, Claim, Claims, Page, first_running, headline_index
from clipping.parse.layout import WORD, Block
from clipping.parse.vocabulary import KNOWN, key
from clipping.record import Doubt

LONGEST_HEADLINE = 300
MOST_WORDS = 40
SHORT = 4
CONTENT_LETTERS = 4
BODY_BLOCKS = 6
HEAD_BLOCKS = 400
DECK = 1.2
MOST_LEAD = 2
MOST_SHARED = 2
MOST_NAME = 3
NEIGHBOURS = 12
MOST_EXTRA = 40
TRAIL_REACH = 40
SITE = re.compile(r"\s+[|–—-]\s+(?=[^|–—-]{2,40}$)")
PIN = "set [pins] headline = LINE in article.toml"


class Candidate(NamedTuple):
    """A line that could be the headline, what speaks for it, and the evidence as a person would say it.

    ``shared`` is the part of ``score`` that it has for words which return in the text.
    """

    place: int
    score: int
    shared: int
    reasons: tuple[str, ...]


class Evidence(NamedTuple):
    """What candidates are weighed against: where the text starts, how often each line is printed, its subject."""

    first: int
    counts: dict[str, int]
    subject: set[str]


def content_words(text: str) -> set[str]:
    """Return the words of ``text`` that carry its subject: those of some length."""
    return {word for match in WORD.finditer(text) if len(word := key(match[0])) >= CONTENT_LETTERS}


def candidates(page: Page, claims: Claims) -> list[Candidate]:
    """Return the lines that could be the headline, the best first; lines of equal evidence in their order."""
    first = first_running(page, claims)
    second = first_running(page, claims, first + 1)
    limit = min(second + 1, len(page))
    counts: dict[str, int] = {}
    for block in page:
        if len(block.plain) <= LONGEST_HEADLINE:
            counts[key(block.plain)] = counts.get(key(block.plain), 0) + 1
    subject: set[str] = set()
    index = first
    for _ in range(BODY_BLOCKS):
        if index >= len(page):
            break
        subject |= content_words(page[index].plain[:2000])
        index = first_running(page, claims, index + 1)
    evidence = Evidence(first, counts, subject)
    found = [
        _weigh(page, claims, index, evidence)
        for index in range(max(0, limit - HEAD_BLOCKS), limit)
        if index not in claims and (index != first or not page[index].ended) and _could_be_title(page[index])
    ]
    found = [entry for entry in found if entry.score > 0 and not _holds_another(page, entry, found)]
    return sorted(found, key=lambda entry: (-entry.score, entry.place))


def _holds_another(page: Page, entry: Candidate, found: list[Candidate]) -> bool:
    """Whether a line is another candidate with a trail before it or the site's name after it."""
    plain = page[entry.place].plain
    near = (page[other.place].plain for other in found if abs(other.place - entry.place) <= NEIGHBOURS)
    return any(
        0 < len(plain) - len(other) <= MOST_EXTRA
        and other.count(" ") > 1
        and (plain.endswith(other) or (plain.startswith(other) and plain[len(other) :].lstrip()[:1] in "|-–—"))
        for other in near
    )


def _could_be_title(block: Block) -> bool:
    return (
        len(block.plain) <= LONGEST_HEADLINE
        and 2 <= block.words <= MOST_WORDS
        and not block.plain.endswith((":", ",", ";"))
        and not block.plain[:1].islower()
        and " > " not in block.plain
    )


def _next_role(page: Page, claims: Claims, index: int) -> str | None:
    """Return the role of what follows, furniture and up to two lines of a lead aside; "text" for running text."""
    lead = 0
    for after in range(index + 1, min(index + 12, len(page))):
        claim = claims.get(after)
        if claim is None:
            if page[after].running:
                return "text"
            lead += page[after].words > MOST_NAME and not page[after].marked
            if lead > MOST_LEAD:
                return None
        elif claim.role not in ("furniture", "standfirst"):
            return claim.role
    return None


def _weigh(page: Page, claims: Claims, index: int, evidence: Evidence) -> Candidate:
    block = page[index]
    follows = _next_role(page, claims, index)
    score, reasons = 0, []
    if index > evidence.first:
        if follows not in SIGNED:
            return Candidate(index, 0, 0, ())
        score -= 1
    # The headline stands above the byline; a title below it is a caption's or a standfirst's.
    score -= any(index - step in claims and claims[index - step].role == "byline" for step in (1, 2))
    above = claims.get(index - 1)
    parted = block.gap or (above is not None and above.role == "furniture")
    if parted and (index + 1 >= len(page) or page[index + 1].gap):
        score += 1
        reasons.append("stands alone")
    if evidence.counts[key(block.plain)] > 1:
        score += 3
        reasons.append("is printed again on the page")
    if follows in SIGNED:
        score += 3
        reasons.append("the byline or date follows")
    elif follows == "text":
        score += 2
        reasons.append("the text follows")
    elif follows in PICTURE:
        score += 2
        reasons.append("stands above the photographs")
    shared = min(MOST_SHARED, len(evidence.subject & content_words(block.plain)))
    score += shared
    if shared:
        reasons.append("its words return in the text")
    score += (block.words > SHORT) - (block.words < SHORT) - (block.words < 3)
    score -= (block.words > 22) + 2 * block.marked
    if block.ended and block.plain.rstrip("\"'”’»")[-1:] not in "?!":
        score -= 2
    return Candidate(index, score, shared, tuple(reasons))


def why(page: Page, claims: Claims, chosen: Candidate) -> str:
    """Return the reason for the headline as a sentence part."""
    reasons = list(chosen.reasons)
    if "is printed again on the page" not in reasons and "stands above the photographs" in reasons:
        return "stands alone above the photographs, and is not repeated"
    return ", ".join(reasons[:3]) or "the first line that could be a title"


def choose(page: Page, found: list[Candidate]) -> tuple[Candidate, Candidate | None]:
    """Return the best candidate, and another if nothing speaks for one more than for the other.

    Of two neighbours with the same evidence the first is the headline where the second is longer: a standfirst.
    """
    best = found[0]
    if len(found) < 2 or best.score != found[1].score:
        return best, None
    same = key(page[best.place].plain) == key(page[found[1].place].plain)
    longer = _words_of_lead(page, found[1].place, found) >= DECK * page[best.place].words
    return best, None if same or longer else found[1]


def _words_of_lead(page: Page, start: int, found: list[Candidate]) -> int:
    """Return how many words the line at ``start`` has, together with the titles that no blank line parts from it."""
    places = {entry.place for entry in found}
    end = start + 1
    while page[start].gap and end in places and not page[end].gap:
        end += 1
    return sum(page[place].words for place in range(start, end))


def headline(page: Page, claims: Claims) -> tuple[Claims, Doubt | None]:
    """Read the headline: the line with the most evidence for one; a doubt if there is none, or two have the same."""
    if headline_index(claims) is not None:
        return {}, None
    found = candidates(page, claims)
    if not found:
        return {}, Doubt(f"expected a headline, found no line that could be one; {PIN}")
    chosen, rival = choose(page, found)
    block = page[chosen.place]
    if rival:
        two = page[rival.place]
        message = (
            f"expected one headline, found two lines that could each be it (“{block.plain[:60]}” and, on line "
            f"{two.first}, “{two.plain[:60]}”); {PIN}"
        )
        return {}, Doubt(message, block.first)
    reason = why(page, claims, chosen)
    end = len(block.plain)
    site = SITE.search(block.plain)
    if site and key(block.plain[site.end() :]) in KNOWN.agencies | KNOWN.outlets:
        end = site.start()
    # The same words at the end of a longer line are a trail that the page printed without a space.
    for index in range(max(0, chosen.place - TRAIL_REACH), chosen.place):
        other = page[index].plain
        if index not in claims and len(other) > end and other.endswith(block.plain) and len(other) - end <= TRAIL_REACH:
            spans = ((len(other) - end, len(other), "repeat"),)
            again = Claim("section", "section names run together with the headline", spans)
            return {index: again, chosen.place: Claim("headline", reason, ((0, end, "headline"),))}, None
    return {chosen.place: Claim("headline", reason, ((0, end, "headline"),))}, None
