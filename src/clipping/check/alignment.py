"""Which words of two texts belong together: the best local alignment (T. F. Smith and M. S. Waterman, 1981), of words.

A long run that both have counts as one word, so that a whole article with one changed word is compared at once.
Where the texts are longer than can be compared soon, the part of the first that has most of the words of the other
is taken, rare words counting most, with as much around it as may be.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from itertools import pairwise

from msgspec import Struct

from clipping.check.shared import BREAK, END, LONG, MOST_PAIRS, MOST_STEPS, PIECE, SIGN, TRIED, WORD
from clipping.check.typography import is_word

Keys = tuple[str, ...]


def words_in(keys: Keys) -> int:
    """Return how many of ``keys`` are words."""
    return sum(map(is_word, keys))


class Run(Struct, frozen=True):
    """Some tokens that two texts have in common: where they begin in both, and how many they are."""

    left: int
    right: int
    length: int


class Runs(Struct, frozen=True):
    """Finds what other texts have in common with ``keys``, in runs of ``least`` words or more."""

    keys: Keys
    least: int

    @cached_property
    def _starts(self) -> dict[Keys, list[int]]:
        """Where each run of the least length begins."""
        found = defaultdict[Keys, list[int]](list)
        for place in range(len(self.keys) - self.least + 1):
            found[self.keys[place : place + self.least]].append(place)
        return found

    def shared(self, right: Keys) -> list[Run]:
        """Return the runs that ``right`` has, too, from its beginning on; no token is in two of them.

        From each token on the longest counts, of equals one that goes on after the last, then the first.
        """
        found: list[Run] = []
        taken: set[int] = set()
        at = follows = 0
        while at + self.least <= len(right):
            tried = self._starts.get(right[at : at + self.least], [])[:TRIED]
            each = [Run(place, at, self._length(place, right, at, taken)) for place in tried]
            longest = max(each, key=lambda run: (run.length, run.left >= follows, -run.left), default=None)
            if longest is None or words_in(right[at : at + longest.length]) < self.least:
                at += 1
                continue
            found.append(longest)
            at, follows = at + longest.length, longest.left + longest.length
            taken.update(range(longest.left, follows))
        return found

    def _length(self, place: int, right: Keys, at: int, taken: set[int]) -> int:
        """Return how many tokens from ``place`` and ``at`` on are the same and not yet ``taken``."""
        size = 0
        while (
            at + size < len(right)
            and place + size < len(self.keys)
            and self.keys[place + size] == right[at + size]
            and place + size not in taken
        ):
            size += 1
        return size


class _Step(Struct, frozen=True):
    """What is aligned at once: the tokens from ``first`` on, mostly one, and what they are worth."""

    first: int
    key: Keys

    @cached_property
    def worth(self) -> int:
        return sum(WORD if is_word(key) else END if key == BREAK else SIGN for key in self.key)


def align(left: Keys, right: Keys) -> tuple[list[tuple[int, int]], int]:
    """Return the places in both of each token that the best local alignment pairs, and how many of ``right`` it saw."""
    runs = Runs(left, LONG).shared(right)
    rights = _steps(right, {run.right: run.length for run in runs})[:MOST_STEPS]
    lefts = _window(_steps(left, {run.left: run.length for run in runs}), {step.key for step in rights}, len(rights))
    pairs = [
        (lefts[i].first + number, rights[j].first + number)
        for i, j in _aligned(lefts, rights)
        for number in range(len(rights[j].key))
    ]
    return pairs, rights[-1].first + len(rights[-1].key)


def _steps(keys: Keys, runs: dict[int, int]) -> list[_Step]:
    """Return ``keys`` as steps: each of ``runs``, which are told by beginning and length, and every other token."""
    steps, at = [], 0
    while at < len(keys):
        steps.append(_Step(at, keys[at : at + runs.get(at, 1)]))
        at += runs.get(at, 1)
    return steps


def _window(steps: list[_Step], wanted: set[Keys], against: int) -> list[_Step]:
    """Return the piece of ``steps`` that has most of the ``wanted`` keys, and as many around it as may be compared.

    ``against`` is how many steps they are compared with.
    """
    often = Counter(step.key for step in steps)
    edges = [*range(0, len(steps), PIECE), len(steps)]
    pieces = [steps[first:last] for first, last in pairwise(edges)]
    scores = [
        sum(1000 * len(key) // often[key] for key in {step.key for step in piece} & wanted if is_word(key[0]))
        for piece in pieces
    ]
    first = scores.index(max(scores))
    last, size = first + 1, len(pieces[first])
    while True:
        sides = [side for side in (first - 1, last) if 0 <= side < len(pieces)]
        sides = [side for side in sides if (size + len(pieces[side])) * against <= MOST_PAIRS]
        if not sides:
            return steps[edges[first] : edges[last]]
        side = max(sides, key=lambda side: scores[side])
        first, last, size = min(first, side), max(last, side + 1), size + len(pieces[side])


def _aligned(left: list[_Step], right: list[_Step]) -> list[tuple[int, int]]:
    """Return the places in both of each step that the best local alignment pairs; of equals the first."""
    worths = [step.worth for step in right]
    table = [[0] * (len(right) + 1)]
    best, end = 0, (0, 0)
    for i, step in enumerate(left):
        above, row, before = table[-1], [0], 0
        cost = step.worth // 2
        for j, other in enumerate(right):
            through = above[j] + (step.worth if step.key == other.key else -max(cost, worths[j] // 2))
            before = max(0, through, above[j + 1] - cost, before - worths[j] // 2)
            row.append(before)
            if before > best:
                best, end = before, (i + 1, j + 1)
        table.append(row)
    pairs, (i, j) = [], end
    while table[i][j]:
        step, other = left[i - 1], right[j - 1]
        same, cost, others = step.key == other.key, step.worth // 2, other.worth // 2
        if table[i][j] == table[i - 1][j - 1] + (step.worth if same else -max(cost, others)):
            i, j = i - 1, j - 1
            if same:
                pairs.append((i, j))
        elif table[i][j] == table[i - 1][j] - cost:
            i -= 1
        else:
            j -= 1
    return pairs[::-1]
