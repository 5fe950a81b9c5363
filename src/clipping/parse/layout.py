"""From the lines of a capture to its blocks: what a reader of the page would have seen as one piece.

Extractors write a page out in three ways, and mix them:

- a blank line between blocks, each block on one line (our article);
- one line feed between blocks, with no blank line anywhere;
- lines broken at a fixed width, often 72 or 80 columns, and sometimes indented throughout.

Only in the third do lines have to be joined. A program that breaks lines at a width breaks one exactly where the
next word would not have fitted; lines that pass this test, in a stretch in which sentences run over the breaks, are
one block.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from clipping.capture import Capture, fold
from clipping.record import Pins
from clipping.text import STOPS, ends_sentence, is_caseless

# Bullets of lists, and the characters that w3m and lynx use for them.
MARKS = "•·*‣◦○●▪■□◾–—-►▶»›+#"
# Characters that are not printed: soft hyphens, zero-width characters, direction marks, a byte order mark.
INVISIBLE = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
)
NARROWEST, WIDEST = 50, 132
SLACK = 8
LEAST_WRAPPED = 2
RUNNING_WORDS = 12
LONG_WORDS = 40


class Block(NamedTuple):
    """One block: its lines, its folded ``text``, and ``plain``, the text as recognisers look at it.

    ``plain`` is without its bullet and without characters that are not printed. ``gap``: a blank line or the start of
    the capture comes before it. ``words``: how many words it has, estimated for scripts without spaces. ``marked``: it
    begins with a bullet. ``ended``: it ends as a sentence does, closing marks aside. ``running``: it is running text, a
    sentence of some length or too many words for anything else.
    """

    first: int
    last: int
    text: str
    plain: str
    gap: bool
    words: int
    marked: bool
    ended: bool
    running: bool


def _block(first: int, last: int, text: str, gap: bool) -> Block:
    plain = text if text.isprintable() else text.translate(INVISIBLE).strip()
    marked = plain[:1] in MARKS and plain[1:2] == " "
    if marked:
        plain = plain[2:]
    spaces = plain.count(" ")
    spaced = spaces * 20 >= len(plain) or plain.isascii()
    words = spaces + 1 if spaced else len(plain) // 3 + 1
    ended = ends_sentence(plain)
    running = words >= (LONG_WORDS if marked or not ended else RUNNING_WORDS)
    return Block(first, last, text, plain, gap, words, marked, ended, running)


def blocks_of(capture: Capture, pins: Pins) -> tuple[Block, ...]:
    """Return the blocks of ``capture`` in order; together they contain every line that is not blank, once.

    A line that an editor pinned is a block of its own; a pinned headline may go on in the lines below it.
    """
    folded = [fold(line) for line in capture.lines]
    own = pins.furniture | pins.paragraphs | pins.subheadings | pins.captions
    joined = _joined(capture.lines, folded) - own - {line - 1 for line in (*own, pins.headline or 0)}
    blocks: list[Block] = []
    gap, number, total = True, 0, len(folded)
    while number < total:
        text = folded[number]
        first = number
        number += 1
        if not text:
            gap = True
            continue
        if number in joined:
            while number in joined:
                number += 1
            text = " ".join(folded[first:number])
        blocks.append(_block(first + 1, number, text, gap))
        gap = False
    return tuple(blocks)


def _joined(lines: tuple[str, ...], folded: list[str]) -> frozenset[int]:
    """Return the indices of lines that continue the line before, which was broken at a width."""
    joined: set[int] = set()
    stretch: list[int] = []
    longest = max((len(line.rstrip()) for line in lines if " " in line.strip()), default=0)
    width = longest if NARROWEST <= longest <= WIDEST else 0
    for index, text in enumerate([*folded, ""]):
        if text:
            stretch.append(index)
            continue
        if len(stretch) > 1:
            found = _wrapped(lines, folded, stretch, width)
            # One long line that was not broken, such as a title, does not give the width of the other lines.
            joined.update(found or (_wrapped(lines, folded, stretch, 0) if len(stretch) > LEAST_WRAPPED else ()))
        stretch = []
    return frozenset(joined)


def _wrapped(lines: tuple[str, ...], folded: list[str], stretch: list[int], width: int) -> list[int]:
    lengths = {index: len(lines[index].rstrip()) for index in stretch}
    width = width or max(lengths.values())
    if not NARROWEST <= width <= WIDEST:
        return []
    full = [
        after
        for before, after in pairwise(stretch)
        if folded[after][:2].rstrip() not in MARKS and _was_full(lengths[before], folded[before], folded[after], width)
    ]
    # Two lines may just happen to be long: sentences must run over the breaks.
    over = sum(_runs_over(folded[after - 1], folded[after]) for after in full)
    return full if over and over * 3 >= len(full) else []


def _was_full(length: int, before: str, after: str, width: int) -> bool:
    """Whether the next word would not have fitted; within a sentence the edge may be a few columns short."""
    needed = length + 1 + len(after.partition(" ")[0])
    return needed > width or (needed > width - SLACK and _runs_over(before, after))


def _runs_over(before: str, after: str) -> bool:
    return (after[0].islower() or is_caseless(after)) and before[-1] not in STOPS


#: From where to where a part of a block reaches, and its role.
Span = tuple[int, int, str]
WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f\u064b-\u0652'’]+[^\W\d_]+)*")
