"""The passage of the article that is nearest to some words that it does not have.

The text that has most of the words, the rare ones counting most, is aligned with them, and so are its neighbours
(T. F. Smith and M. S. Waterman, 1981: the best local alignment, here of words).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from clipping.check.typography import Units, is_word, spaced

How = Literal["same", "article", "pasted"]
#: What a word and a sign that both have are worth; one that only one of them has costs half of it.
WORD, SIGN = 4, 2
#: The longest comparison; of more pasted words and signs only the first are aligned.
MOST_TOKENS = 600


@dataclass(frozen=True)
class Nearest:
    """A passage: where it begins and ends in the units of the article, and the words of both marked as to who has them.

    The text of a run has the white space around it, if any, as one space.
    """

    first: int
    last: int
    marked: tuple[tuple[How, str], ...]


@dataclass(frozen=True)
class _Tokens:
    """The words and signs of a text: where each stands, and its key."""

    units: Units
    places: tuple[tuple[int, int], ...]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(self.units.keys[first:last] for first, last in self.places)

    def cut(self, first: int, last: int) -> _Tokens:
        return _Tokens(self.units, self.places[first:last])

    def text(self, first: int, last: int) -> str:
        """Return the text of the tokens from ``first`` to before ``last`` with the white space around it."""
        begins = self.places[first - 1][1] if first else self.places[first][0]
        ends = self.places[last][0] if last < len(self.places) else self.places[last - 1][1]
        return spaced(self.units.raw(begins, ends))


def nearest(stream: Units, pasted: Units) -> Nearest | None:
    """Return the passage of ``stream`` nearest to ``pasted``, or ``None`` if it shares too few words with it.

    It has to share two words, and a third of all that were pasted.
    """
    there, here = _Tokens(stream, stream.tokens), _Tokens(pasted, pasted.tokens)
    there = there.cut(*_window(there, set(here.keys)))
    pairs = _aligned(there.keys, here.keys[:MOST_TOKENS])
    shared = [left for left, _ in pairs if is_word(there.keys[left])]
    if len(shared) < 2 or 3 * len(shared) < _words(here.keys[:MOST_TOKENS]):
        return None
    # A word changed at an end belongs to the passage, too.
    begins = _further(there, pairs[0][0], -1, _words(here.keys[: pairs[0][1]]))
    ends = _further(there, pairs[-1][0], 1, _words(here.keys[pairs[-1][1] + 1 :])) + 1
    marked: list[tuple[How, str]] = []
    at, on = begins, 0
    for left, right, length in _runs(pairs, ends, len(here.keys)):
        if at < left:
            marked.append(("article", there.text(at, left)))
        if on < right:
            marked.append(("pasted", here.text(on, right)))
        if length:
            marked.append(("same", there.text(left, left + length)))
        at, on = left + length, right + length
    return Nearest(there.places[begins][0], there.places[ends - 1][1], tuple(marked))


def _words(keys: tuple[str, ...]) -> int:
    """Return how many of ``keys`` are words."""
    return sum(map(is_word, keys))


def _further(there: _Tokens, place: int, step: int, words: int) -> int:
    """Return the token that is some ``words`` on from ``place`` in its own text, or as many as there are."""
    found = place
    while words:
        place += step
        if not 0 <= place < len(there.places):
            break
        first, last = sorted((place, place - step))
        if "\n" in there.units.raw(there.places[first][1], there.places[last][0]):
            break
        if is_word(there.keys[place]):
            found, words = place, words - 1
    return found


def _runs(pairs: list[tuple[int, int]], ends: int, last: int) -> Iterator[tuple[int, int, int]]:
    """Yield where each run of pairs begins in both, and its length; last, where both end."""
    start = 0
    for number, (left, right) in enumerate(pairs):
        if number + 1 == len(pairs) or pairs[number + 1] != (left + 1, right + 1):
            yield *pairs[start], number + 1 - start
            start = number + 1
    yield ends, last, 0


def _window(there: _Tokens, wanted: set[str]) -> tuple[int, int]:
    """Return the first and last token of the text that has most of the ``wanted`` words, with its neighbours."""
    often = Counter(there.keys)
    edges, scores = [0], []
    score, had = 0, set[str]()
    for number, key in enumerate(there.keys):
        if key in wanted and key not in had and is_word(key):
            had.add(key)
            score += 1000 // often[key]
        ends = there.places[number + 1][0] if number + 1 < len(there.places) else len(there.units.keys)
        if number + 1 == len(there.places) or "\n" in there.units.raw(there.places[number][1], ends):
            edges.append(number + 1)
            scores.append(score)
            score, had = 0, set()
    best = scores.index(max(scores)) if scores else 0
    return edges[max(0, best - 1)], edges[min(len(edges) - 1, best + 2)]


def _aligned(left: tuple[str, ...], right: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return the places in both of each token that the best local alignment pairs; of equals the first."""
    costs = [[WORD if is_word(key) else SIGN for key in keys] for keys in (left, right)]
    table = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    best, end = 0, (0, 0)

    def through(i: int, j: int) -> int:
        worth = costs[0][i] if left[i] == right[j] else -max(costs[0][i], costs[1][j]) // 2
        return table[i][j] + worth

    for i in range(len(left)):
        for j in range(len(right)):
            above, beside = table[i][j + 1] - costs[0][i] // 2, table[i + 1][j] - costs[1][j] // 2
            table[i + 1][j + 1] = max(0, through(i, j), above, beside)
            if table[i + 1][j + 1] > best:
                best, end = table[i + 1][j + 1], (i + 1, j + 1)
    pairs, (i, j) = [], end
    while table[i][j]:
        if table[i][j] == through(i - 1, j - 1):
            i, j = i - 1, j - 1
            if left[i] == right[j]:
                pairs.append((i, j))
        elif table[i][j] == table[i - 1][j] - costs[0][i - 1] // 2:
            i -= 1
        else:
            j -= 1
    return pairs[::-1]
