"""What each block of a page shows of what it is: the evidence that ``decision`` weighs.

A piece of evidence is named as a person would say it ("before a labelled date"), since an explanation quotes it. There
are three kinds: what the exact readers say of the line (``lines``), where the line is on the page, and what is around
it. The evidence reaches from ``ABOVE`` blocks before the longest stretch of running text to ``BELOW`` after it; what
is further away is the page's own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import accumulate
from typing import NamedTuple

from clipping.parse.claims import Page
from clipping.parse.layout import WORD
from clipping.parse.lines import Line
from clipping.parse.vocabulary import key

ABOVE, BELOW = 40, 25
STEM, LEAST_LETTERS, STEM_REACH = 6, 4, 300
BODY_BLOCKS = 40
LONGEST, SHORTEST = 60, 5
SHARES = ("no", "few", "some", "half the", "most", "all")
RANKS = ("most like the text", "second most like it", "third most like it", "fourth most like it", "little like it")
QUARTERS = ("far shorter than", "a tenth as long as", "a quarter as long as", "half as long as")
NEIGHBOURS = (("comes two after", -2), ("comes after", -1), ("comes before", 1), ("comes two before", 2))
BLANKS = ("no blank line", "a blank line below", "a blank line above", "blank lines around")
FAR_ABOVE = ("1", "2", "3", "4-5", "6-8", "9-14", "15-29", "30 or more")
FAR_BELOW = ("1", "2", "3-4", "5-8", "9-19", "20 or more")
FROM_TITLE = ("the likeliest title", "1 before it", "2 before it", "3-4 before it", "5-9 before it", "far before it")
PAST_TITLE = ("1 after", "2 after", "3 after", "4-5 after", "6-9 after", "10-19 after", "far after")


class View(NamedTuple):
    """A page as a whole: its longest text (``first`` to ``last``), and what each of its blocks has to do with that.

    ``shares`` is how many of the words of a block are the text's; ``ranks`` are the places of the lines that could be
    titles, by their likeness to the text, and ``title`` is the likeliest of them. ``texts`` counts the paragraphs
    before each block, ``counts`` the lines with the same words, and ``longest`` the words of the longest paragraph.
    """

    first: int
    last: int
    longest: int
    spaced: bool
    body: Counter[str]
    shares: list[float]
    ranks: dict[int, int]
    title: int | None
    texts: list[int]
    counts: Counter[str]


class Spot(NamedTuple):
    """Where a block is: nearly, and on which side of the longest text; and its ``shape``, which is how long it is."""

    zone: str
    side: str
    shape: str


def longest_text(page: Page, lines: Sequence[Line]) -> tuple[int, int]:
    """Return the first and the last block of the stretch with the most running text, less what interrupts it.

    This is the maximum subsequence of Pasternack and Roth (WWW 2009), with the words of sentences as scores.
    """
    best, total, start, found = 0, 0, 0, (0, len(page) - 1)
    for index, block in enumerate(page):
        if lines[index].furniture:
            total -= 14 if block.words > 3 else 4
        else:
            total += min(block.words, LONGEST) if block.running and (block.ended or block.words > 25) else -4
        if total > best:
            best, found = total, (start, index)
        if total <= 0:
            total, start = 0, index + 1
    return found


def _stems(text: str) -> frozenset[str]:
    """Return the first letters of the words that carry a subject: those of some length."""
    words = WORD.findall(key(text[:STEM_REACH]))
    return frozenset([word[:STEM] for word in words if len(word) >= LEAST_LETTERS])


def view_of(page: Page, lines: Sequence[Line]) -> View:
    """Return what is true of the whole page."""
    first, last = longest_text(page, lines)
    stems = [_stems(block.plain) for block in page]
    texts = range(first, min(last + 1, first + BODY_BLOCKS))
    body = Counter(stem for index in texts if page[index].running for stem in stems[index])
    shares = [len(words & body.keys()) / (len(words) or 1) for words in stems]
    above = range(min(first + 2, len(page)))
    titles = sorted(
        (-shares[at] * sum(min(body[stem], 4) for stem in stems[at]), at)
        for at in above
        if 3 <= page[at].words <= 30 and len(stems[at]) > 1
    )
    ranks = {index: min(place, len(RANKS) - 1) for place, (_, index) in enumerate(titles)}
    running = (b.running and b.ended and not line.furniture for b, line in zip(page, lines, strict=True))
    return View(
        first,
        last,
        longest=max((block.words for block in page[first : last + 1]), default=0) or 1,
        spaced=sum(block.gap for block in page) * 2 > len(page),
        body=body,
        shares=shares,
        ranks=ranks,
        title=max((at for at in ranks if lines[at].low == lines[titles[0][1]].low), default=None),
        texts=list(accumulate(running, initial=0)),
        counts=Counter(line.low for line in lines),
    )


def evidence(page: Page, lines: Sequence[Line], pinned: Collection[int] = ()) -> tuple[int, list[list[str]]]:
    """Return the evidence for each block from some index on, and that index; blocks without any are furniture.

    Blocks that an editor ``pinned`` are within reach.
    """
    view = view_of(page, lines)
    start = min([max(0, view.first - ABOVE), *pinned])
    end = max([min(len(page), view.last + 1 + BELOW), *(at + 1 for at in pinned)])
    seen: dict[str, int] = {}
    rows: list[list[str]] = []
    for index in range(start, end):
        block, line = page[index], lines[index]
        zone, side = _zone(index, view)
        shape = f"{line.size}, {'a sentence' if block.ended else 'no sentence'}"
        spot = Spot(zone, side, shape)
        row = ["any line", zone, line.size, f"{line.size}, {side}", f"{shape}, {side}", f"{line.kind}, {zone}"]
        row += line.facts
        row += [f"{fact}, {side}" for fact in line.facts]
        row += _looks(page, index, view, spot)
        row += _likeness(page, lines, index, view, spot)
        row += _repetition(lines, index, view, seen, side)
        row += _neighbours(page, lines, index, view, spot)
        rows.append(list(dict.fromkeys(row)))
        seen[line.low] = index
    return start, rows


def _zone(index: int, view: View) -> tuple[str, str]:
    """Return where a block is, seen from the longest text: nearly, and only on which side."""
    if index < view.first:
        far = FAR_ABOVE[bisect_right((2, 3, 4, 6, 9, 15, 30), view.first - index)]
        return f"{far} above the text", "above the text"
    if index > view.last:
        far = FAR_BELOW[bisect_right((2, 3, 5, 9, 20), index - view.last)]
        return f"{far} below the text", "below the text"
    if index == view.last:
        return "last of the text", "in the text"
    near = "first of the text" if index == view.first else "near the start" if index < view.first + 3 else "in the text"
    return "near the end" if index > view.last - 3 else near, "in the text"


def _looks(page: Page, index: int, view: View, spot: Spot) -> list[str]:
    """Return how a block looks among the others: its length, the blank lines around it."""
    block = page[index]
    after = index + 1 == len(page) or page[index + 1].gap
    blank = BLANKS[2 * block.gap + after]
    row = [f"{spot.shape}, {blank} {'as around' if view.spaced else 'unlike'} others"]
    row.append(
        f"{QUARTERS[bisect_right((0.1, 0.25, 0.5), block.words / view.longest)]} the longest paragraph, {spot.side}"
    )
    if block.marked:
        row += ["a bullet", f"a bullet, {spot.side}"]
    return row


def _likeness(page: Page, lines: Sequence[Line], index: int, view: View, spot: Spot) -> list[str]:
    """Return what the words of a block have to do with the text, and how far it is from the likeliest title."""
    line = lines[index]
    share = SHARES[bisect_right((0.01, 0.3, 0.5, 0.7, 0.9), view.shares[index])]
    row = [f"shares {share} words with the text, {spot.side}", f"shares {share} words, {line.size}"]
    if index in view.ranks:
        row += [RANKS[view.ranks[index]], f"{RANKS[view.ranks[index]]}, {spot.shape.partition(', ')[2]}, {spot.zone}"]
    if view.title is not None:
        away = index - view.title
        far = FROM_TITLE[bisect_right((1, 2, 3, 5, 10), -away)]
        far = f"{PAST_TITLE[bisect_right((2, 3, 4, 6, 10, 20), away)]} the likeliest title" if away > 0 else far
        row += [far, f"{far}, {line.kind}"] + [f"{far}, {spot.shape}"] * (index < view.first)
    return row


def _repetition(lines: Sequence[Line], index: int, view: View, seen: dict[str, int], side: str) -> list[str]:
    """Return where else the words of a line are printed, whole or as a part of another line."""
    low, size = lines[index].low, lines[index].size
    row = ["printed three times"] if low and view.counts[low] > 2 else []
    if low and view.counts[low] > 1:
        again = "printed before" if low in seen else "printed again below"
        row += [again, f"{again}, {side}, {size}"]
        if low in seen and index - seen[low] <= 2:
            row.append("prints the line above again")
        if any(other.low == low for other in lines[index + 1 : index + 3]):
            row.append("printed again next")
    for name, ways in (("below", (1, 2)), ("above", (-1, -2))):
        for way in ways:
            other = lines[index + way].low if 0 <= index + way < len(lines) else ""
            if min(len(low), len(other)) < SHORTEST or other == low:
                continue
            if other.startswith(low[:LONGEST]):
                row += [f"opens a line {name}", f"opens a line {name}, {side}"]
            elif low.startswith(other[:LONGEST]):
                row += [f"opens with a line {name}", f"opens with a line {name}, {side}"]
            elif low.endswith(other):
                row += [f"ends with a line {name}", f"ends with a line {name}, {side}"]
            elif low in other or other in low:
                row.append(f"overlaps with a line {name}")
    return row


def _neighbours(page: Page, lines: Sequence[Line], index: int, view: View, spot: Spot) -> list[str]:
    """Return what the lines around a block are, and how much text is near it, above it and below it."""
    row: list[str] = []
    for name, way in NEIGHBOURS:
        if not 0 <= index + way < len(page):
            row.append(f"{'among ' if abs(way) > 1 else ''}the {'first' if way < 0 else 'last'} of the page")
            continue
        other = lines[index + way]
        row += [f"{name} {other.kind}", f"{name} {other.kind}, {spot.side}"]
        if abs(way) == 1:
            together = not page[max(index, index + way)].gap
            row += [f"{name.replace('comes', 'comes directly')} {other.kind}, {lines[index].kind}"] * together
            row += [f"{name} {fact}" for fact in other.facts if not fact.startswith(("has", "ends"))]
            row += [f"{name} {other.kind}, {spot.shape}", f"{name} {other.size}, {spot.shape}"]
    texts, run = view.texts, "running" if page[index].running else "not running"
    up = bisect_right((1, 3, 5), texts[index] - texts[max(0, index - 5)])
    down = bisect_right((1, 3, 5), texts[min(len(page), index + 6)] - texts[index + 1])
    around = f"texts around: {up} above, {down} below"
    row += [around, f"{bisect_right((1, 2, 4), texts[index])} texts above, {run}"]
    return [*row, f"{bisect_right((1, 2, 4, 8), texts[-1] - texts[index + 1])} texts below, {run}"]
