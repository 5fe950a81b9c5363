"""The headline, chosen by what stands around it.

A headline is a line that could be a title, above the text. What sets it apart from navigation and from related
headlines: it stands alone, directly above the byline, the date, the photographs or the text, and its words return in
the first paragraphs. The weights are small whole numbers, so that two lines with the same evidence are seen as what
they are: a question for an editor.
"""

from __future__ import annotations

from typing import NamedTuple

from clipping.parse.claims import PICTURE, SIGNED, Claim, Claims, Page, first_running, headline_index
from clipping.parse.layout import WORD, Block
from clipping.parse.vocabulary import key
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
PIN = "set [pins] headline = LINE in article.toml"


class Candidate(NamedTuple):
    """A line that could be the headline, by its index, and the evidence for it in the words of a person."""

    at: int
    score: int
    reasons: tuple[str, ...]


def headline(page: Page, claims: Claims) -> tuple[Claims, Doubt | None]:
    """Read the headline: the line with the most evidence for one; a doubt if there is none, or two have the same."""
    if headline_index(claims) is not None:
        return {}, None
    found = _candidates(page, claims)
    if not found:
        return {}, Doubt(f"expected a headline, found no line that could be one; {PIN}")
    best = page[found[0].at]
    if len(found) > 1 and found[0].score == found[1].score:
        rival = page[found[1].at]
        # Of two neighbours the longer one below is the standfirst.
        if key(best.plain) != key(rival.plain) and rival.words < DECK * best.words:
            message = (
                f"expected one headline, found two lines that could each be it (“{best.plain[:60]}” and, on line "
                f"{rival.first}, “{rival.plain[:60]}”); {PIN}"
            )
            return {}, Doubt(message, best.first)
    return {found[0].at: Claim("headline", _why(page, found[0]))}, None


def _why(page: Page, chosen: Candidate) -> str:
    printed = [key(block.plain) for block in page].count(key(page[chosen.at].plain))
    if "stands above the photographs" in chosen.reasons and printed == 1:
        return "stands alone above the photographs, and is not repeated"
    return ", ".join(chosen.reasons[:3]) or "the first line that could be a title"


def _candidates(page: Page, claims: Claims) -> list[Candidate]:
    """Return the lines that could be the headline, the best first, ties in page order."""
    first = first_running(page, claims)
    limit = min(first_running(page, claims, first + 1) + 1, len(page))
    body = [block.plain for index, block in enumerate(page) if block.running and index not in claims]
    subject = _content_words(" ".join(body[:BODY_BLOCKS]))
    found = [
        _weigh(page, claims, index, first, subject)
        for index in range(max(0, limit - HEAD_BLOCKS), limit)
        if index not in claims and (index != first or not page[index].ended) and _could_be_title(page[index])
    ]
    found = [entry for entry in found if entry.score > 0 and not _holds_another(page, entry, found)]
    return sorted(found, key=lambda entry: (-entry.score, entry.at))


def _content_words(text: str) -> set[str]:
    """Return the words of ``text`` that carry its subject: those of some length."""
    return {word for match in WORD.finditer(text) if len(word := key(match[0])) >= CONTENT_LETTERS}


def _holds_another(page: Page, entry: Candidate, found: list[Candidate]) -> bool:
    """Whether a line is another candidate with a trail before it or the site's name after it."""
    plain = page[entry.at].plain
    near = (page[other.at].plain for other in found if abs(other.at - entry.at) <= NEIGHBOURS)
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


def _weigh(page: Page, claims: Claims, index: int, first: int, subject: set[str]) -> Candidate:
    """Weigh the line at ``index``; the text starts at ``first`` and ``subject`` are its words."""
    block = page[index]
    follows = _next_role(page, claims, index)
    score, reasons = 0, []
    if index > first:
        if follows not in SIGNED:
            return Candidate(index, 0, ())
        score -= 1
    above = claims.get(index - 1)
    parted = block.gap or (above is not None and above.role == "furniture")
    if parted and (index + 1 >= len(page) or page[index + 1].gap):
        score += 1
        reasons.append("stands alone")
    if follows in SIGNED:
        score += 3
        reasons.append("the byline or date follows")
    elif follows == "text":
        score += 2
        reasons.append("the text follows")
    elif follows in PICTURE:
        score += 2
        reasons.append("stands above the photographs")
    if shared := min(MOST_SHARED, len(subject & _content_words(block.plain))):
        score += shared
        reasons.append("its words return in the text")
    score += (block.words > SHORT) - (block.words < SHORT) - (block.words < 3)
    score -= (block.words > 22) + 2 * block.marked
    return Candidate(index, score, tuple(reasons))
