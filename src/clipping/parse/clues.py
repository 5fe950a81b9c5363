"""Collect the evidence from which ``decision`` finds the role of each block.

Evidence is a list of strings, worded for people ("above a labelled date"), because explanations quote them. They are
also the keys of weights.json. There are three kinds: the features of the block (``lines``), its position on the page,
and its neighbours.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from clipping.parse.layout import Page
from clipping.parse.lines import SPOKEN, Line

#: ``STEM`` matches the start of a word of four letters or more, since such words show what a text is about. It is
#: looked for only in the first ``STEM_REACH`` characters of a block.
STEM, STEM_REACH = re.compile(r"\b[^\W\d_][\w']{3,5}"), 300
BODY_BLOCKS, MOST_WORDS_COUNTED = 40, 60
#: A line begins with another if it has that line's first ``COMPARED`` characters; both have at least ``SHORTEST``.
COMPARED, SHORTEST = 60, 5
SHARES = ("none", "few", "some", "half", "most", "all")
QUARTERS = ("under a tenth of", "over a tenth of", "over a quarter of", "over half of")
BLANKS = ("no blank line", "a blank line below", "a blank line above", "blank lines around")
FAR = ("1 line", "2 lines", "3–4 lines", "5–8 lines", "9–19 lines", "20 lines or more")


def evidence(page: Page, lines: Sequence[Line]) -> list[list[str]]:
    """Return the evidence for each block of ``page``."""
    first, last = longest_text(page, lines)
    shares = _shares(page, lines, range(first, min(last + 1, first + BODY_BLOCKS)))
    # The likeliest title is the line, above the text or at its start, that shares the most words with it.
    titles = [at for at in range(min(first + 2, len(page))) if 3 <= page[at].words <= 30]
    title = max(titles, key=lambda at: (shares[at] * page[at].words, at), default=first)
    longest = max((block.words for block in page[first : last + 1]), default=0) or 1
    spacing = "as is usual" if sum(block.gap for block in page) * 2 > len(page) else "unlike most"
    counts, printed = Counter(line.low for line in lines), set[str]()
    rows = []
    for at, (block, line) in enumerate(zip(page, lines, strict=True)):
        side = "above the text" if at < first else "below the text" if at > last else "in the text"
        zone = side if first <= at <= last else _distance(at - (first if at < first else last), "the text")
        from_title = _distance(at - title, "the likeliest title")
        row = ["any line", zone, from_title, f"{from_title}, {line.kind}", line.size]
        row += [*line.looks, *line.facts, *(f"{fact}, {side}" for fact in line.facts)]
        blanks = BLANKS[2 * block.gap + (at + 1 == len(page) or page[at + 1].gap)]
        row.append(f"{line.size}, {'a sentence' if block.ended else 'no sentence'}, {blanks}, {spacing}")
        row.append(f"{_step(QUARTERS, (0.1, 0.25, 0.5), block.words / longest)} the longest paragraph, {side}")
        row.append(f"shares {_step(SHARES, (0.01, 0.3, 0.5, 0.7, 0.9), shares[at])} of its words with the text, {side}")
        row.append(f"below {lines[at - 1].kind}" if at else "the first line of the page")
        row.append(f"above {lines[at + 1].kind}" if at + 1 < len(lines) else "the last line of the page")
        if line.low and counts[line.low] > 1:
            row.append("printed further up" if line.low in printed else "printed again below")
        if line.low and counts[line.low] > 2:
            row.append("printed three times")
        printed.add(line.low)
        rows.append(list(dict.fromkeys([*row, *_repetition(lines, at, side)])))
    return rows


def longest_text(page: Page, lines: Sequence[Line]) -> tuple[int, int]:
    """Return the indices of the first and last block of the stretch with the most running text.

    This is maximum subsequence segmentation (Pasternack and Roth, WWW 2009): running text adds the number of its
    words, up to a limit, and other blocks subtract a few. The stretch with the highest sum is returned.
    """
    best, total, start, found = 0, 0, 0, (0, len(page) - 1)
    for index, (block, line) in enumerate(zip(page, lines, strict=True)):
        sentence = line.kind == SPOKEN or (block.running and (block.ended or block.words > 25))
        total += min(block.words, MOST_WORDS_COUNTED) if sentence and not line.furniture else -4
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
    if not away:
        return place
    return f"{_step(FAR, (2, 3, 5, 9, 20), abs(away))} {'below' if away > 0 else 'above'} {place}"


def _shares(page: Page, lines: Sequence[Line], text: range) -> list[float]:
    """Return for each block the share of its words that occur in the running text of the blocks in ``text``."""
    stems = [frozenset(STEM.findall(line.low[:STEM_REACH])) for line in lines]
    body = frozenset[str]().union(*(stems[at] for at in text if page[at].running))
    return [len(words & body) / (len(words) or 1) for words in stems]


def _repetition(lines: Sequence[Line], at: int, side: str) -> Iterator[str]:
    """Yield the evidence that one of the two lines above or the two below repeats line ``at``, wholly or partly."""
    low = lines[at].low
    for where, near in (("a later line", lines[at + 1 : at + 3]), ("an earlier line", lines[max(0, at - 2) : at])):
        for other in (line.low for line in near if min(len(low), len(line.low)) >= SHORTEST):
            if other == low:
                yield f"repeats {where}"
            elif other.startswith(low[:COMPARED]):
                yield f"{where} begins with it, {side}"
            elif low in other or other in low:
                yield f"partly repeats {where}"
