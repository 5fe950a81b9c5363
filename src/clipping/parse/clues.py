"""Collect the evidence from which ``decision`` finds the role of each block.

Evidence is a list of strings, worded for people ("above a labelled date"), because explanations quote them. They are
also the keys of weights.json. There are three kinds: the features of the block (``lines``), its position on the page,
and its neighbours. Evidence is collected from ``ABOVE`` blocks before the longest stretch of running text to ``BELOW``
blocks after it; anything further away is furniture.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
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
    view = View(page, lines, pinned)
    return {index: view.row(index) for index in view.reach}


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


class View:
    """Facts about a whole page, from which the evidence for each block is made.

    ``reach`` is the range of the blocks within reach, and ``first`` and ``last`` are the first and last block of the
    longest text. ``printed`` maps the text of each line to the first block, within reach or below it, that prints the
    line. ``shares`` gives, for each block, the share of its words that occur in the longest text. Of the lines above
    that text and at its start, ``title`` is the index of the line that resembles the text most. ``texts`` gives the
    number of blocks of running text above each block.
    """

    def __init__(self, page: Page, lines: Sequence[Line], pinned: Collection[int]) -> None:
        self.page, self.lines = page, lines
        self.first, self.last = first, last = longest_text(page, lines)
        start, end = max(0, first - ABOVE), min(len(page), last + 1 + BELOW)
        self.reach = range(min([start, *pinned]), max([end, *(at + 1 for at in pinned)]))
        self.printed = {lines[at].low: at for at in reversed(range(self.reach.start, len(lines)))}
        stems = [frozenset(STEM.findall(line.low[:STEM_REACH])) for line in lines]
        opening = range(first, min(last + 1, first + BODY_BLOCKS))
        body = Counter(stem for index in opening if page[index].running for stem in stems[index])
        self.shares = [len(words & body.keys()) / (len(words) or 1) for words in stems]
        likeness = {
            at: self.shares[at] * sum(min(body[stem], 4) for stem in stems[at])
            for at in range(min(first + 2, len(page)))
            if 3 <= page[at].words <= 30 and len(stems[at]) > 1
        }
        self.title = max(likeness, key=lambda at: (likeness[at], at), default=None)
        running = (
            line.kind in (SPOKEN, ASKED) or (block.running and block.ended and not line.furniture)
            for block, line in zip(page, lines, strict=True)
        )
        self.texts = list(accumulate(running, initial=0))
        self.longest = max((block.words for block in page[first : last + 1]), default=0) or 1
        self.spacing = "as is usual" if sum(block.gap for block in page) * 2 > len(page) else "unlike most"
        self.counts = Counter(line.low for line in lines)

    def row(self, index: int) -> list[str]:
        """Return the evidence for the block at ``index``."""
        block, line = self.page[index], self.lines[index]
        zone, side = self._zone(index)
        row = ["any line", zone, line.size, f"{line.kind}, {zone}", *line.looks]
        row += [*line.facts, *(f"{fact}, {side}" for fact in line.facts)]
        after = index + 1 == len(self.page) or self.page[index + 1].gap
        blanks = f"{BLANKS[2 * block.gap + after]}, {self.spacing}"
        row.append(f"{line.size}, {'a sentence' if block.ended else 'no sentence'}, {blanks}")
        row.append(f"{_step(QUARTERS, (0.1, 0.25, 0.5), block.words / self.longest)} the longest paragraph, {side}")
        share = _step(SHARES, (0.01, 0.3, 0.5, 0.7, 0.9), self.shares[index])
        row.append(f"shares {share} of its words with the text, {side}")
        if self.title is not None:
            far = _distance(index - self.title, "the likeliest title")
            row += [far, f"{far}, {line.kind}"]
        return list(dict.fromkeys([*row, *self._repetition(index, side), *self._neighbours(index)]))

    def _zone(self, index: int) -> tuple[str, str]:
        """Return the rough distance of a block from the longest text, and its side: above, below or in the text."""
        if index < self.first:
            return _distance(index - self.first, "the text"), "above the text"
        if index > self.last:
            return _distance(index - self.last, "the text"), "below the text"
        if index > self.last - 3:
            return "last of the text" if index == self.last else "near the end of the text", "in the text"
        if index < self.first + 3:
            return "first of the text" if index == self.first else "near the start of the text", "in the text"
        return "in the text", "in the text"

    def _repetition(self, index: int, side: str) -> list[str]:
        """Return the evidence that a line is also printed elsewhere, alone or as part of another line."""
        lines, low = self.lines, self.lines[index].low
        above, below = lines[max(0, index - 2) : index], lines[index + 1 : index + 3]
        row: list[str] = []
        if low and self.counts[low] > 1:
            again = "printed further up" if self.printed[low] < index else "printed again below"
            row += [again, f"{again}, {side}, {lines[index].size}"]
            row += ["printed three times"] if self.counts[low] > 2 else []
            row += ["repeats the line above"] if low in [line.low for line in above] else []
            row += ["printed again just below"] if low in [line.low for line in below] else []
        for where, near in (("a later line", below), ("an earlier line", above)):
            for other in (line.low for line in near if min(len(low), len(line.low)) >= SHORTEST and line.low != low):
                if other.startswith(low[:COMPARED]):
                    row.append(f"{where} begins with it, {side}")
                elif low in other or other in low:
                    row.append(f"partly repeats {where}")
        return row

    def _neighbours(self, index: int) -> list[str]:
        """Return the evidence around a block: the kinds of its neighbours, and the amount of text above and below."""
        lines, texts, run = self.lines, self.texts, "running" if self.page[index].running else "not running"
        return [
            f"below {lines[index - 1].kind}" if index else "the first line of the page",
            f"above {lines[index + 1].kind}" if index + 1 < len(lines) else "the last line of the page",
            f"{bisect_right((1, 2, 4), texts[index])} texts above, {run}",
            f"{bisect_right((1, 2, 4, 8), texts[-1] - texts[index + 1])} texts below, {run}",
        ]
