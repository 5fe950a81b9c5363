"""Recognisers of the body: photographs, what follows the last paragraph, related headlines, sub-headings.

Each takes the page, what has been recognised so far and the editor's pins, and returns new claims.
"""

from __future__ import annotations

from clipping.parse.claims import Claim, Claims, Page, first_running, last_running
from clipping.parse.layout import Block
from clipping.parse.newsroom import key, newsroom
from clipping.parse.pictures import read_picture
from clipping.record import Pins

MOST_HEADING_WORDS = 12
MOST_TITLE_WORDS = 20
REPEATED_WORDS = 5
QUOTES = "\"'“‘«„»”’‹›"


def photographs(page: Page, claims: Claims, pins: Pins) -> Claims:
    """Read captions and credits by their words, and the lines beside them that print the same words."""
    found: Claims = {}
    for index, block in enumerate(page):
        if index in claims:
            continue
        picture = read_picture(block.plain)
        if picture is None:
            continue
        spans = [(*picture.text, "caption")] if picture.text else []
        if picture.credit:
            start, end = picture.credit
            half = (end - start) // 2
            name = block.plain[start : start + half]
            if half > 2 and name == block.plain[start + half : end].strip() and (end - start) % 2 == 0:
                spans += [(start, start + half, "credit"), (start + half, end, "repeat")]
            elif half > 2 and block.plain[start : start + half].strip() == block.plain[end - half : end]:
                spans += [(start, start + half, "credit"), (end - half, end, "repeat")]
            else:
                spans.append((start, end, "credit"))
        if not spans:
            found[index] = Claim("furniture", picture.reason)
        else:
            role = "caption" if picture.text else "credit"
            found[index] = Claim(role, picture.reason, tuple(spans))  # type: ignore[arg-type]
    return {**found, **_same_words(page, {**claims, **found})}


def caption_text(block: Block, claim: Claim) -> str | None:
    """Return the caption's words in ``block``."""
    if claim.role != "caption":
        return None
    spans = claim.spans or ((0, len(block.plain), "caption"),)
    return next((block.plain[start:end] for start, end, role in spans if role == "caption"), None)


def _same_words(page: Page, claims: Claims) -> Claims:
    """Read lines that print the words of a caption: alternative text before it, else printed again."""
    texts: dict[str, int] = {}
    same: Claims = {}
    for index, claim in claims.items():
        if (text := caption_text(page[index], claim)) is not None:
            texts.setdefault(_bare(text), index)
    if not texts:
        return same
    with_alternative: set[int] = set()
    for index, block in enumerate(page):
        if len(block.plain) > 700 or index in claims:
            text = caption_text(block, claims[index]) if index in claims else None
            home = texts.get(_bare(text)) if text else None
            if home is not None and home != index:
                line = page[home].first
                same[index] = Claim("repetition", f"prints the caption of line {line} again")
            continue
        home = texts.get(_bare(block.plain))
        if home is None:
            continue
        if abs(home - index) <= 2 and home not in with_alternative:
            with_alternative.add(home)
            where = "next line repeats" if index < home else "line before prints"
            reason = (
                f"a bullet whose words the {where} as a caption"
                if block.marked
                else f"its words the {where} as a caption"
            )
            same[index] = Claim("alternative", reason)
        else:
            same[index] = Claim("repetition", f"prints the caption of line {page[home].first} again")
    return same


def _bare(text: str) -> str:
    return key(text).strip(" .[]()\"'“”")


def captions_by_place(page: Page, claims: Claims, pins: Pins) -> Claims:
    """Read the words of a photograph whose credit stands on a line of its own, above or below them."""
    found: Claims = {}
    for index, claim in claims.items():
        if claim.role != "credit":
            continue
        for place in (index - 1, index + 1):
            if not 0 <= place < len(page) or place in claims or place in found:
                continue
            block = page[place]
            together = not (page[index].gap if place < index else block.gap)
            figure = together and _has_gaps(page)
            title = not block.ended and 3 <= block.words <= 40 and not block.plain.endswith(":")
            if figure or title:
                found[place] = Claim("caption", "stands beside the credit of a photograph")
                break
    again = _same_words(page, {**claims, **found})
    return {**found, **{index: claim for index, claim in again.items() if index not in found and index not in claims}}


def _has_gaps(page: Page) -> bool:
    head = page[:200]
    return sum(block.gap for block in head) * 2 > len(head)


def pairs(page: Page, claims: Claims, pins: Pins) -> Claims:
    """Read a short line that is printed twice running: alternative text and caption of one photograph."""
    found: Claims = {}
    index = 0
    while index + 1 < len(page):
        first, second = page[index], page[index + 1]
        same = index not in claims and index + 1 not in claims and len(first.plain) < 500
        if same and first.words > 2 and _bare(first.plain) == _bare(second.plain):
            found[index] = Claim("alternative", "its words the next line repeats as a caption")
            found[index + 1] = Claim("caption", "prints the alternative text of a photograph again")
            index += 1
        index += 1
    again = _same_words(page, {**claims, **found}) if found else {}
    return {**found, **{place: claim for place, claim in again.items() if place not in found}}


def tail(page: Page, claims: Claims, pins: Pins) -> Claims:
    """Read what stands below the article: all after "Related" or "Comments", and lines that are no sentences."""
    rest: Claims = {}
    last = last_running(page, claims)
    start = _tail_start(page, claims)
    for index in range(start if start is not None else last + 1, len(page)):
        if index in claims:
            continue
        block = page[index]
        if start is not None:
            rest[index] = Claim("furniture", f"stands below the article, after “{page[start].plain[:40]}”")
        elif last >= 0 and not (block.ended or block.plain[:1] in QUOTES or block.words >= MOST_TITLE_WORDS):
            rest[index] = Claim("furniture", "stands below the last paragraph, and is no sentence")
    return rest


def _tail_start(page: Page, claims: Claims) -> int | None:
    """Return the index of the heading from which on nothing is the article's: lists follow it, not text."""
    running = [index not in claims and block.running for index, block in enumerate(page)]
    total, before = sum(running), 0
    for index, block in enumerate(page):
        before += running[index]
        claim = claims.get(index)
        if claim is None or claim.role != "furniture" or claim.pinned or before < 2 or len(block.plain) > 60:
            continue
        after = total - before
        others = len(page) - index - 1 - after
        if key(block.plain).strip(" :0123456789()") in newsroom().tails and after * 4 <= before and others >= 2 * after:
            return index
    return None


def related(page: Page, claims: Claims, pins: Pins) -> Claims:
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
        row = index
        while row <= last and row not in claims and _is_title(page[row]):
            row += 1
        size = row - index
        opened = index > 0 and page[index - 1].plain.endswith(":")
        if size and label is not None and (size > 1 or page[index].marked or page[index].words > 4):
            reason = f"the headline of another article, after “{label.rstrip(':')}”"
            rest.update((place, Claim("furniture", reason)) for place in range(index, row))
        elif size > 1 and not opened and not any(page[place].marked for place in range(index, row)):
            reason = "one of several titles in a row, with no text between them"
            rest.update((place, Claim("furniture", reason)) for place in range(index, row))
        label = None
        index = max(row, index + 1)
    return rest


def _is_title(block: Block) -> bool:
    plain = block.plain
    return (
        block.words <= MOST_TITLE_WORDS
        and (not block.ended or (plain[-1] == "?" and block.words > 2))
        and plain[0] not in QUOTES
        and plain[-1] not in ":,;—–-"
        and not plain[0].islower()
    )


def headings(page: Page, claims: Claims, pins: Pins) -> Claims:
    """Read sub-headings: a few words alone between two blocks of running text, without a full stop."""
    rest: Claims = {}
    first, last = first_running(page, claims), last_running(page, claims)
    for index in range(first + 1, last):
        if index in claims or not _is_title(page[index]) or page[index].marked:
            continue
        if page[index].words <= MOST_HEADING_WORDS:
            rest[index] = Claim("subheading", "a few words without a full stop between two stretches of text")
    return rest


def again(page: Page, claims: Claims, pins: Pins) -> Claims:
    """Read a paragraph of the body that is printed a second time."""
    seen: dict[str, int] = {}
    rest: Claims = {}
    for index, block in enumerate(page):
        if index in claims or block.words < REPEATED_WORDS:
            continue
        if (earlier := seen.setdefault(block.plain, block.first)) != block.first:
            rest[index] = Claim("repetition", f"prints line {earlier} again")
    return rest


def paragraphs(page: Page, claims: Claims, pins: Pins) -> Claims:
    """Read everything else as text of the article: what no habit of newsrooms explains is never dropped."""
    return {
        index: Claim("paragraph", "running text" if page[index].running else "text between the paragraphs")
        for index in range(len(page))
        if index not in claims
    }
