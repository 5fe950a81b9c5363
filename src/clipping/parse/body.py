"""Recognisers of the body: sub-headings, related headlines, what follows the last paragraph.

Each takes the page and what has been recognised so far, and returns new claims.
"""

from __future__ import annotations

import re

from clipping.parse.claims import Claim, Claims, Page, first_running, last_running
from clipping.parse.layout import QUOTES, Block
from clipping.parse.vocabulary import KNOWN, key

MOST_HEADING_WORDS = 12
MOST_TITLE_WORDS = 20
REPEATED_WORDS = 5
WRITER_REACH = 6
# "'Nothing left'", "- 'Tired of voting' -", "—Sin clases—": no sentence ends within.
ENCLOSED = re.compile(r"(?:[-–—] ?(?:[^-–—]|(?<=\w)-(?=\w))+ ?[-–—]|[\"'“‘«„»‹](?:[^.!…\"“”«»„]+)[\"'”’»“‘«›])$")


def about_the_writer(page: Page, claims: Claims) -> Claims:
    """Read what is said of the writers below the text: who they are, from where they reported.

    An article's text does not name who wrote it; a sentence that does, among the last, is the newsroom's.
    """
    names = [
        page[index].plain[start:end]
        for index, claim in claims.items()
        for start, end, role in claim.spans
        if role == "byline"
    ]
    writers = [key(name) for name in names if " " in name]
    found: Claims = {}
    for index in range(len(page) - 1, first_running(page, claims), -1):
        if index in claims or not page[index].ended:
            continue
        opening = key(" ".join(page[index].plain.split()[:WRITER_REACH]))
        if not any(writer in opening for writer in writers):
            break
        found[index] = Claim("furniture", "says who the writer is, below the text")
    return found


def tail(page: Page, claims: Claims) -> Claims:
    """Read what follows the article: all after "Related" or "Comments", and lines that are no sentences."""
    rest: Claims = {}
    last = last_running(page, claims)
    start = _tail_start(page, claims)
    for index in range(last + 1 if start is None else min(start, last + 1), len(page)):
        if index in claims:
            continue
        block = page[index]
        sentence = _is_sentence(block) or block.plain[:1] in QUOTES or block.words >= MOST_TITLE_WORDS
        if start is not None and index > start:
            rest[index] = Claim("furniture", f"stands below the article, after “{page[start].plain[:40]}”")
        elif last >= 0 and not sentence:
            rest[index] = Claim("furniture", "stands below the last paragraph, and is no sentence")
    return rest


def _is_sentence(block: Block) -> bool:
    """Whether a block ends as a sentence does, or has one before a word of sign-off such as "Enditem"."""
    return block.ended or (block.words > MOST_HEADING_WORDS and ". " in block.plain)


def _tail_start(page: Page, claims: Claims) -> int | None:
    """Return the index of the heading of a list below which nothing is the article's."""
    running = [index not in claims and block.running for index, block in enumerate(page)]
    total, before = sum(running), 0
    for index, block in enumerate(page):
        before += running[index]
        claim = claims.get(index)
        if claim is None or claim.role != "furniture" or claim.pinned or before < 2 or len(block.plain) > 60:
            continue
        after = total - before
        others = len(page) - index - 1 - after
        label = key(block.plain).strip(" :0123456789()")
        if label in KNOWN.tails and after * 4 <= before and others >= 2 * after:
            return index
    return None


def related(page: Page, claims: Claims) -> Claims:
    """Read headlines of other articles in the body: after "Read more", or several in a row."""
    rest: Claims = {}
    index = first_running(page, claims)
    last = last_running(page, claims)
    label: str | None = None
    while index <= last:
        claim = claims.get(index)
        if claim is not None:
            leads = claim.role == "furniture" and not claim.pinned and page[index].words <= 6
            label = page[index].plain if leads else label
            index += 1
            continue
        if page[index].plain[0] == "[" and page[index].plain[-1] == "]":
            rest[index] = Claim("furniture", "the headline of another article, in square brackets")
            index += 1
            continue
        row = index
        while row <= last and row not in claims and _is_title(page[row]):
            row += 1
        size = row - index
        opened = index > 0 and page[index - 1].plain.endswith(":")
        linked = page[index].marked or page[index].words > 4
        if size and label is not None and (size > 1 or linked):
            reason = f"the headline of another article, after “{label.rstrip(':')}”"
            rest.update(dict.fromkeys(range(index, row), Claim("furniture", reason)))
        elif size > 1 and not opened and not any(block.marked for block in page[index:row]):
            reason = "one of several titles in a row, with no text between them"
            rest.update(dict.fromkeys(range(index, row), Claim("furniture", reason)))
        label = None
        index = max(row, index + 1)
    return rest


def _is_no_sentence(block: Block) -> bool:
    """Whether a line is as short as a title and does not end as a sentence does, unless it asks."""
    return block.words <= MOST_TITLE_WORDS and (not block.ended or block.plain[-1] == "?")


def _is_title(block: Block) -> bool:
    plain = block.plain
    return (
        _is_no_sentence(block)
        and (not block.ended or block.words > 1)
        and plain[0] not in QUOTES
        and plain[-1] not in ":,;—–-"
        and not plain[0].islower()
    )


def headings(page: Page, claims: Claims) -> Claims:
    """Read sub-headings: a few words alone between two blocks of running text, without a full stop."""
    rest: Claims = {}
    first, last = first_running(page, claims), last_running(page, claims)
    for index in range(first + 1, last):
        if index in claims or page[index].words > MOST_HEADING_WORDS:
            continue
        if ENCLOSED.match(page[index].text):
            rest[index] = Claim("subheading", "a few words between quotation marks or dashes, alone in the text")
        elif _is_title(page[index]) and not page[index].marked:
            rest[index] = Claim("subheading", "a few words without a full stop between two stretches of text")
    return rest


def again(page: Page, claims: Claims) -> Claims:
    """Read a paragraph of the body that is printed a second time."""
    seen: dict[str, int] = {}
    rest: Claims = {}
    for index, block in enumerate(page):
        if index in claims or block.words < REPEATED_WORDS:
            continue
        if (earlier := seen.setdefault(block.plain, block.first)) != block.first:
            rest[index] = Claim("repetition", f"prints line {earlier} again")
    return rest


def paragraphs(page: Page, claims: Claims) -> Claims:
    """Read everything else as text of the article: what no other recogniser explains is never dropped."""
    return {
        index: Claim("paragraph", "running text" if page[index].running else "text between the paragraphs")
        for index in range(len(page))
        if index not in claims
    }
