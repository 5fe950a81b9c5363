"""Collect the evidence from which ``decision`` finds the role of each block.

Evidence is a list of strings, worded for people ("above a labelled date"), because explanations quote them. They are
also the keys of weights.json. There are three kinds: the features of the block (``lines``), its position on the page,
and its neighbours. Evidence is collected from ``ABOVE`` blocks before the longest stretch of running text to ``BELOW``
blocks after it; anything further away is furniture.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate

from clipping.parse.layout import Page
from clipping.parse.lines import ASKED, SPOKEN, Line

ABOVE, BELOW = 40, 25
#: ``STEM`` matches the start of a word of four letters or more, since such words show what a text is about. It is
#: sought only in the first ``STEM_REACH`` characters of a block.
STEM, STEM_REACH = re.compile(r"\b[^\W\d_][\w']{3,5}"), 300
BODY_BLOCKS, MOST_WORDS_COUNTED = 40, 60
#: Two lines are compared by their first ``COMPARED`` characters, if each has ``SHORTEST`` characters or more.
COMPARED, SHORTEST = 60, 5
SHARES = ("none", "few", "some", "half", "most", "all")
QUARTERS = ("under a tenth of", "over a tenth of", "over a quarter of", "over half of")
BLANKS = ("no blank line", "a blank line below", "a blank line above", "blank lines around")
FAR_ABOVE = ("1 line", "2 lines", "3 lines", "4–5 lines", "6–8 lines", "9–14 lines", "15–29 lines", "30 lines or more")
FAR_BELOW = ("1 line", "2 lines", "3–4 lines", "5–8 lines", "9–19 lines", "20 lines or more")


def evidence(page: Page, lines: Sequence[Line], pinned: Collection[int] = ()) -> dict[int, list[str]]:
    """Return the evidence for each block within reach, by the index of the block.

    The reach is extended to include the blocks that an editor ``pinned``, which are given by their indices.
    """
    first, last = longest_text(page, lines)
    start, end = max(0, first - ABOVE), min(len(page), last + 1 + BELOW)
    reach = range(min([start, *pinned]), max([end, *(at + 1 for at in pinned)]))
    shares, title = _likeness(page, lines, first, last)
    running = (
        line.kind in (SPOKEN, ASKED) or (block.running and block.ended and not line.furniture)
        for block, line in zip(page, lines, strict=True)
    )
    texts = list(accumulate(running, initial=0))
    longest = max((block.words for block in page[first : last + 1]), default=0) or 1
    spacing = "as is usual" if sum(block.gap for block in page) * 2 > len(page) else "unlike most"
    counts, printed = Counter(line.low for line in lines), set[str]()
    rows = {}
    for at in reach:
        block, line = page[at], lines[at]
        zone, side = _zone(at, first, last)
        row = ["any line", zone, line.size, f"{line.kind}, {zone}", *line.looks]
        row += [*line.facts, *(f"{fact}, {side}" for fact in line.facts)]
        blanks = BLANKS[2 * block.gap + (at + 1 == len(page) or page[at + 1].gap)]
        row.append(f"{line.size}, {'a sentence' if block.ended else 'no sentence'}, {blanks}, {spacing}")
        row.append(f"{_step(QUARTERS, (0.1, 0.25, 0.5), block.words / longest)} the longest paragraph, {side}")
        row.append(f"shares {_step(SHARES, (0.01, 0.3, 0.5, 0.7, 0.9), shares[at])} of its words with the text, {side}")
        if title is not None:
            far = _distance(at - title, "the likeliest title")
            row += [far, f"{far}, {line.kind}"]
        if line.low and counts[line.low] > 1:
            again = "printed further up" if line.low in printed else "printed again below"
            row += [again, f"{again}, {side}, {line.size}"]
            row += ["printed three times"] if counts[line.low] > 2 else []
        printed.add(line.low)
        row.append(f"below {lines[at - 1].kind}" if at else "the first line of the page")
        row.append(f"above {lines[at + 1].kind}" if at + 1 < len(lines) else "the last line of the page")
        run = "running" if block.running else "not running"
        row.append(f"{bisect_right((1, 2, 4), texts[at])} texts above, {run}")
        row.append(f"{bisect_right((1, 2, 4, 8), texts[-1] - texts[at + 1])} texts below, {run}")
        rows[at] = list(dict.fromkeys([*row, *_repetition(lines, at, side)]))
    return rows


def longest_text(page: Page, lines: Sequence[Line]) -> tuple[int, int]:
    """Return the indices of the first and last block of the stretch with the most running text.

    This is maximum subsequence segmentation (Pasternack and Roth, WWW 2009): running text adds the number of its
    words, up to a limit, and other blocks subtract a few. The stretch with the highest sum is returned.
    """
    best, total, start, found = 0, 0, 0, (0, len(page) - 1)
    for index, (block, line) in enumerate(zip(page, lines, strict=True)):
        if line.furniture:
            total -= 14 if block.words > 3 else 4
        elif line.kind in (SPOKEN, ASKED):
            total += max(8, min(block.words, MOST_WORDS_COUNTED))
        else:
            total += min(block.words, MOST_WORDS_COUNTED) if block.running and (block.ended or block.words > 25) else -4
        if total > best:
            best, found = total, (start, index)
        if total <= 0:
            total, start = 0, index + 1
    return found


def _step(names: Sequence[str], edges: Sequence[float], value: float) -> str:
    """Return the name of the range that contains ``value``; each range but the first starts at one of ``edges``."""
    return names[bisect_right(edges, value)]


def _distance(away: int, place: str) -> str:
    """Describe the position of a block that is ``away`` blocks below ``place``; a negative number means above."""
    if away > 0:
        return f"{_step(FAR_BELOW, (2, 3, 5, 9, 20), away)} below {place}"
    return f"{_step(FAR_ABOVE, (2, 3, 4, 6, 9, 15, 30), -away)} above {place}" if away else place


def _likeness(page: Page, lines: Sequence[Line], first: int, last: int) -> tuple[list[float], int | None]:
    """Return the share of the words of each block that occur in the longest text, and the likeliest title.

    That is the index of the line, of those above the text and at its start, that resembles the text most.
    """
    stems = [frozenset(STEM.findall(line.low[:STEM_REACH])) for line in lines]
    opening = range(first, min(last + 1, first + BODY_BLOCKS))
    body = Counter(stem for index in opening if page[index].running for stem in stems[index])
    shares = [len(words & body.keys()) / (len(words) or 1) for words in stems]
    likeness = {
        at: shares[at] * sum(min(body[stem], 4) for stem in stems[at])
        for at in range(min(first + 2, len(page)))
        if 3 <= page[at].words <= 30 and len(stems[at]) > 1
    }
    return shares, max(likeness, key=lambda at: (likeness[at], at), default=None)


def _zone(at: int, first: int, last: int) -> tuple[str, str]:
    """Return the rough distance of a block from the longest text, and its side: above, below or in the text."""
    if at < first:
        return _distance(at - first, "the text"), "above the text"
    if at > last:
        return _distance(at - last, "the text"), "below the text"
    if at > last - 3:
        return "last of the text" if at == last else "near the end of the text", "in the text"
    if at < first + 3:
        return "first of the text" if at == first else "near the start of the text", "in the text"
    return "in the text", "in the text"


def _repetition(lines: Sequence[Line], at: int, side: str) -> Iterator[str]:
    """Yield the evidence that one of the two lines above or below repeats the line at ``at``, in whole or in part."""
    low = lines[at].low
    above, below = lines[max(0, at - 2) : at], lines[at + 1 : at + 3]
    for where, same, near in (
        ("a later line", "printed again just below", below),
        ("an earlier line", "repeats the line above", above),
    ):
        for other in (line.low for line in near if low and line.low):
            if other == low:
                yield same
            elif min(len(low), len(other)) < SHORTEST:
                continue
            elif other.startswith(low[:COMPARED]):
                yield f"{where} begins with it, {side}"
            elif low in other or other in low:
                yield f"partly repeats {where}"
