"""The head of an article: its headline, its section and its standfirst, told by layout.

A headline is a line that could be a title, above the text. What tells it from navigation and from related
headlines: it is printed again (as alternative text, as the page's title), it stands directly above the byline,
the date or the text, it shares words with the first paragraphs. The weights are small whole numbers, so that
two lines with the same evidence are seen as what they are: a question for an editor.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from clipping.parse.claims import Claims, Page, first_running
from clipping.parse.layout import WORD, Block
from clipping.parse.newsroom import key, newsroom

LONGEST_HEADLINE = 300
MOST_WORDS = 40
SHORT = 4
CONTENT_LETTERS = 4
BODY_BLOCKS = 6
HEAD_BLOCKS = 400
DECK = 1.2
MOST_LEAD = 2
NEIGHBOURS = 12
MOST_EXTRA = 40
TRAIL = re.compile(r"\s*[>»›→]+\s*|\s+/\s+|\s*::\s*|\s+[|•·]\s+")
SIGNED = frozenset(("published", "updated", "byline"))


class Candidate(NamedTuple):
    """A line that could be the headline, what speaks for it, and the evidence as a person would say it."""

    place: int
    score: int
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
    )


def _next_role(page: Page, claims: Claims, index: int) -> str | None:
    """Return the role of what follows, furniture and up to two lines of a lead aside; "text" for running text."""
    lead = 0
    for after in range(index + 1, min(index + 12, len(page))):
        claim = claims.get(after)
        if claim is None:
            if page[after].running and not _signed_below(claims, after):
                return "text"
            lead += not page[after].marked
            if lead > MOST_LEAD:
                return None
        elif claim.role != "furniture":
            return claim.role
    return None


def _signed_below(claims: Claims, index: int) -> bool:
    """Whether the byline or date stands below the block at ``index``, as it does below a lead."""
    return any(index + step in claims and claims[index + step].role in SIGNED for step in (1, 2))


def _weigh(page: Page, claims: Claims, index: int, evidence: Evidence) -> Candidate:
    block = page[index]
    follows = _next_role(page, claims, index)
    score, reasons = 0, []
    if index > evidence.first:
        if follows not in SIGNED:
            return Candidate(index, 0, ())
        score -= 1
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
    elif follows in ("caption", "credit", "alternative"):
        score += 2
        reasons.append("stands above the photographs")
    shared = len(evidence.subject & content_words(block.plain))
    if shared:
        score += 2 if shared > 1 else 1
        reasons.append("its words return in the text")
    score += (block.words > SHORT) - (block.words < SHORT) - (block.words < 3)
    score -= (block.words > 22) + 2 * block.marked
    if block.ended and block.plain.rstrip("\"'”’»")[-1:] not in "?!":
        score -= 2
    return Candidate(index, score, tuple(reasons))


def why(page: Page, claims: Claims, chosen: Candidate) -> str:
    """Return the reason for the headline as a sentence part."""
    reasons = list(chosen.reasons)
    if "is printed again on the page" not in reasons and "stands above the photographs" in reasons:
        return "stands alone above the photographs, and is not repeated"
    return ", ".join(reasons[:3]) or "the first line that could be a title"


def twins(page: Page, found: list[Candidate]) -> Candidate | None:
    """Return the second candidate if nothing tells it from the first.

    A headline is printed before its standfirst, and a standfirst is longer; two neighbours of one length with
    the same evidence could each be the headline.
    """
    if len(found) < 2 or found[0].score != found[1].score:
        return None
    first, second = page[found[0].place], page[found[1].place]
    if key(first.plain) == key(second.plain) or second.words >= DECK * first.words:
        return None
    return found[1]


def trail_parts(plain: str) -> list[tuple[int, int]]:
    """Return the parts of a section trail ("News > Peru") as spans, nothing if the line is none."""
    if len(plain) > LONGEST_HEADLINE:
        return []
    parts: list[tuple[int, int]] = []
    place, signs = 0, ""
    for match in TRAIL.finditer(plain):
        if match.start() > place:
            parts.append((place, match.start()))
        place = match.end()
        signs += match[0].strip()
    if place < len(plain):
        parts.append((place, len(plain)))
    if not signs or not 1 <= len(parts) <= 6:
        return []
    texts = [plain[start:end] for start, end in parts]
    if set(signs) & set("|•·") and not any(key(text) in newsroom().sections for text in texts):
        return []
    if any(text.count(" ") > 3 or text[-1] in ".!?" for text in texts[:-1]) or not texts[0][0].isalpha():
        return []
    return parts


def bare_section(plain: str) -> list[tuple[int, int]]:
    """Return the section in a line that is nothing but its name ("Latin America", "NewsPolitics")."""
    words = newsroom()
    if plain.count(" ") > 3 or plain[-1:] in ".?!:…" or not plain[:1].isalpha() or any(map(str.isdigit, plain)):
        return []
    if key(plain) in words.agencies | words.outlets or key(plain) in words.furniture:
        return []
    for place in range(2, len(plain) - 1):
        if plain[place].isupper() and plain[place - 1].islower():
            parts = [(0, place), (place, len(plain))]
            return parts if all(key(plain[a:b]) in words.sections for a, b in parts) else []
    return [(0, len(plain))] if plain[0].isupper() or plain[0].lower() == plain[0].upper() else []


def glued_sections(plain: str) -> list[tuple[int, int]]:
    """Return the sections that a line starts with, run together with a headline ("News International Protesters …").

    One such word may be the headline's own ("World leaders …"); two in a row are a trail.
    """
    parts: list[tuple[int, int]] = []
    place = 0
    while len(parts) < 4:
        words = list(re.finditer(r"\S+", plain[place : place + 60]))[:3]
        for count in range(len(words), 0, -1):
            end = place + words[count - 1].end()
            if key(plain[place + words[0].start() : end]) in newsroom().sections:
                parts.append((place + words[0].start(), end))
                place = end
                break
        else:
            break
    rest = plain[place:].strip()
    return parts if len(parts) > 1 and rest.count(" ") >= 3 and rest[0].isupper() else []
