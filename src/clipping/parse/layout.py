"""Group the lines of a capture into blocks, such as paragraphs and captions.

Extractors lay out text in three ways, and mix them:

- a blank line between blocks, each block on one line;
- one line feed between blocks, with no blank line anywhere;
- lines broken at a fixed width, often 72 or 80 columns, and sometimes indented throughout.

Only lines of the third kind must be joined. Wrapping breaks a line where the next word would not fit. Lines are
joined at such breaks if sentences continue across them. A ``Claim`` is what other modules find in a block.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby, pairwise
from typing import NamedTuple

from clipping.capture import Capture, fold
from clipping.record import Pins, Role
from clipping.text import STOPS, ends_sentence

#: Bullets, including those that w3m and lynx print.
BULLETS = "•·*‣◦○●▪■□◾–—-►▶»›+#"
#: Characters that are not printed: soft hyphens, zero-width characters, direction marks, a byte order mark.
INVISIBLE = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
)
#: A word, with its apostrophes and combining marks.
WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f\u064b-\u0652'’]+[^\W\d_]+)*")
#: Start and end of a part of ``Block.plain``, and its role.
Span = tuple[int, int, str]
#: Lines are wrapped at ``MIN_WIDTH`` to ``MAX_WIDTH`` columns; a wrapped line may be up to ``SLACK`` columns shorter.
MIN_WIDTH, MAX_WIDTH = 50, 132
SLACK = 8
#: The fewest words of running text: in a sentence without a bullet, and in any other line.
RUNNING_WORDS, LONG_WORDS = 12, 40
#: The highest average number of characters in a word, in scripts with spaces.
LONGEST_WORD = 20


class Block(NamedTuple):
    """One block: its first and last line, its folded ``text``, and ``plain``, the text that is parsed.

    ``plain`` is ``text`` without its bullet and invisible characters. ``gap``: it follows a blank line or starts the
    capture. ``words``: the number of words, estimated for scripts without spaces. ``marked``: it starts with a bullet.
    ``ended``: it ends with a stop, ignoring closing marks. ``running``: it is a sentence of some length, or
    too long for anything but running text.
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


Page = Sequence[Block]


class Claim(NamedTuple):
    """The role of one block, and the reason for it.

    ``spans`` are the fields in ``Block.plain`` as (start, end, role); what is between them is a label. Without spans,
    the whole block has the role; its bullet is then a label unless the block is text or furniture. ``dates`` maps
    fields to the values of their dates, as in ``FoundDate``.
    """

    role: Role
    reason: str
    spans: tuple[Span, ...] = ()
    dates: Mapping[Role, tuple[date, ...]] = {}
    pinned: bool = False


def _block(first: int, last: int, text: str, gap: bool) -> Block:
    plain = text if text.isprintable() else text.translate(INVISIBLE).strip()
    marked = plain[:1] in BULLETS and plain[1:2] == " "
    if marked:
        plain = plain[2:]
    spaces = plain.count(" ")
    unspaced = not plain.isascii() and spaces * LONGEST_WORD < len(plain)
    words = 1 + (len(plain) // 3 if unspaced else spaces)
    ended = ends_sentence(plain)
    running = words >= (LONG_WORDS if marked or not ended else RUNNING_WORDS)
    return Block(first, last, text, plain, gap, words, marked, ended, running)


def blocks_of(capture: Capture, pins: Pins) -> tuple[Block, ...]:
    """Return the blocks of ``capture`` in order; each line that is not blank is in exactly one block.

    A pinned line is a block by itself; a pinned headline may continue on the following lines.
    """
    folded = [fold(line) for line in capture.lines]
    alone = pins.furniture | pins.paragraphs | pins.subheadings | pins.captions
    joined = _joined(capture.lines, folded) - alone - {line - 1 for line in (*alone, pins.headline or 0)}
    blocks: list[Block] = []
    for first, text in enumerate(folded):
        if text and first not in joined:
            after = first + 1
            while after in joined:
                after += 1
            gap = first == 0 or not folded[first - 1]
            blocks.append(_block(first + 1, after, " ".join(folded[first:after]), gap))
    return tuple(blocks)


def is_caseless(word: str) -> bool:
    """Return whether ``word`` is in a script without capital letters."""
    return word[0].isalpha() and word[0].lower() == word[0].upper()


def _joined(lines: tuple[str, ...], folded: list[str]) -> frozenset[int]:
    """Return the indices of the lines that continue a line that was wrapped, on a page with one width throughout."""
    # A long line of one or two words is an address, and says nothing about the width.
    width = max((len(line.rstrip()) for line in lines if len(line.split()) > 2), default=0)
    joined: set[int] = set()
    if MIN_WIDTH <= width <= MAX_WIDTH:
        for nonblank, stretch in groupby(range(len(folded)), lambda at: bool(folded[at])):
            full = [
                after
                for before, after in pairwise(stretch)
                if nonblank and _was_full(lines[before].rstrip(), folded[after], width)
            ]
            # Lines may be long by chance, so sentences must also continue across the breaks.
            over = sum(_runs_over(folded[after - 1], folded[after]) for after in full)
            joined.update(full if over * 3 >= len(full) else ())
    return frozenset(joined)


def _was_full(before: str, after: str, width: int) -> bool:
    """Return whether ``before`` had no room for the next word; in a sentence, up to ``SLACK`` columns may be left."""
    needed = len(before) + 1 + len(after.partition(" ")[0])
    slack = SLACK if _runs_over(before, after) else 0
    return needed > width - slack and after[:2].rstrip() not in BULLETS


def _runs_over(before: str, after: str) -> bool:
    """Return whether a sentence may continue from one line to the next."""
    return (after[0].islower() or is_caseless(after)) and before[-1] not in STOPS
