"""The passage of the article that is nearest to some words that it does not have, and what differs in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Literal

from msgspec import Struct

from clipping.check.alignment import Keys, Runs, align, words_in
from clipping.check.boundaries import tokens
from clipping.check.shared import BREAK, GAP, MOVED
from clipping.check.typography import Units, is_word, spaced

How = Literal["same", "article", "pasted", "moved", "rest"]


class Nearest(Struct, frozen=True):
    """A passage: where it begins and ends in the units of the article, and the words of both marked as to who has them.

    ``same`` has both; ``article`` and ``pasted`` only one; ``moved`` the article has elsewhere, namely at one of the
    places in ``elsewhere``; ``rest`` was too much to compare. A text has the white space around it as one space.
    """

    first: int
    last: int
    marked: tuple[tuple[How, str], ...]
    elsewhere: tuple[tuple[int, int], ...]


class _Tokens(Struct, frozen=True):
    """The words and signs of a text: where each stands, and its key."""

    units: Units
    places: tuple[tuple[int, int], ...]

    @cached_property
    def keys(self) -> Keys:
        return tuple(self.units.keys[first:last] for first, last in self.places)

    def text(self, first: int, last: int) -> str:
        """Return the text of the tokens from ``first`` to before ``last`` with the white space around it."""
        begins = self.places[first - 1][1] if first else self.places[first][0]
        ends = self.places[last][0] if last < len(self.places) else self.places[last - 1][1]
        return spaced(self.units.raw(begins, ends))


def nearest(stream: Units, pasted: Units) -> Nearest | None:
    """Return the passage of ``stream`` nearest to ``pasted``, or ``None`` if it shares too few words with it.

    It has to share two words, and a third of all that were compared, or to have all that was pasted inside of words.
    """
    there, here = _Tokens(stream, tokens(stream)), _Tokens(pasted, tokens(pasted))
    if not there.keys:
        return None
    moved = Runs(there.keys, MOVED)
    pairs, compared = align(there.keys, here.keys)
    shared = sum(is_word(there.keys[left]) for left, _ in pairs)
    if shared >= 2 and 3 * shared >= words_in(here.keys[:compared]):
        # A word changed at an end belongs to the passage, too.
        begins = _further(there, pairs[0][0], -1, _changed(moved, here.keys[: pairs[0][1]]))
        ends = _further(there, pairs[-1][0], 1, _changed(moved, here.keys[pairs[-1][1] + 1 : compared])) + 1
    else:
        begins, ends = _around(there, stream.keys.find(pasted.keys), len(pasted.keys))
        if begins == ends:
            return None
        pairs = [(begins + left, right) for left, right in align(there.keys[begins:ends], here.keys)[0]]
    marked, elsewhere = _marked(there, here, moved, begins, _runs(pairs, ends, compared))
    if compared < len(here.keys):
        marked.append(("rest", here.text(compared, len(here.keys))))
    return Nearest(there.places[begins][0], there.places[ends - 1][1], tuple(marked), tuple(dict.fromkeys(elsewhere)))


def _marked(
    there: _Tokens, here: _Tokens, moved: Runs, begins: int, runs: Iterable[tuple[int, int, int]]
) -> tuple[list[tuple[How, str]], list[tuple[int, int]]]:
    """Return the words of both, marked, and where those stand that the article has elsewhere.

    ``begins`` is where the passage does, and ``runs`` are what both have in common. Elsewhere, too, what the article
    has between two runs is marked where it is short.
    """
    marked: list[tuple[How, str]] = []
    elsewhere: list[tuple[int, int]] = []
    at, on = begins, 0
    for left, right, length in runs:
        if at < left:
            marked.append(("article", there.text(at, left)))
        done, after = on, -1
        for run in moved.shared(here.keys[done:right]):
            first, last = on + run.right, on + run.right + run.length
            begun = there.places[run.left][0]
            if 0 <= after <= run.left <= after + GAP and BREAK not in there.keys[after : run.left]:
                begun = elsewhere.pop()[0]
                if after < run.left:
                    marked.append(("article", there.text(after, run.left)))
            if done < first:
                marked.append(("pasted", here.text(done, first)))
            marked.append(("moved", here.text(first, last)))
            done, after = last, run.left + run.length
            elsewhere.append((begun, there.places[after - 1][1]))
        if done < right:
            marked.append(("pasted", here.text(done, right)))
        if length:
            marked.append(("same", there.text(left, left + length)))
        at, on = left + length, right + length
    return marked, elsewhere


def _changed(moved: Runs, keys: Keys) -> int:
    """Return how many of ``keys`` are words that are not among those that stand elsewhere."""
    return words_in(keys) - sum(words_in(keys[run.right : run.right + run.length]) for run in moved.shared(keys))


def _further(there: _Tokens, place: int, step: int, words: int) -> int:
    """Return the token that is some ``words`` on from ``place``, or as far as no mark or end of a text is crossed."""
    found = place
    while words:
        place += step
        if not 0 <= place < len(there.places) or there.keys[place] in ('"', BREAK):
            break
        first, last = sorted((place, place - step))
        if "\n" in there.units.raw(there.places[first][1], there.places[last][0]):
            break
        if is_word(there.keys[place]):
            found, words = place, words - 1
    return found


def _around(there: _Tokens, place: int, length: int) -> tuple[int, int]:
    """Return from where to before where tokens hold any of the ``length`` units at ``place``; none if it is -1."""
    if place < 0:
        return 0, 0
    held = [number for number, (first, last) in enumerate(there.places) if first < place + length and place < last]
    return held[0], held[-1] + 1


def _runs(pairs: list[tuple[int, int]], ends: int, last: int) -> Iterator[tuple[int, int, int]]:
    """Yield where each run of pairs begins in both, and its length; last, where both end."""
    start = 0
    for number, (left, right) in enumerate(pairs):
        if number + 1 == len(pairs) or pairs[number + 1] != (left + 1, right + 1):
            yield *pairs[start], number + 1 - start
            start = number + 1
    yield ends, last, 0
