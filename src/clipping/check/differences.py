"""How words that both have are set differently."""

from __future__ import annotations

import unicodedata

from msgspec import Struct

from clipping.check.boundaries import inside_word
from clipping.check.shared import AROUND, BREAK, CATEGORIES
from clipping.check.typography import Units, seen, trimmed


class Difference(Struct, frozen=True):
    """A difference of typography: its category, the article's word and the pasted one."""

    category: str
    article: str
    pasted: str


def differences(stream: Units, place: int, pasted: Units) -> tuple[Difference, ...]:
    """Return how the ``pasted`` units are set differently from those at ``place`` in ``stream``, in order."""
    size = len(pasted.keys)
    if stream.raw(place, place + size) == pasted.raw(0, size):
        return ()
    found: dict[Difference, None] = {}
    told = 0
    for number, key in enumerate(pasted.keys):
        there, here = (
            # What is white or invisible at an end is not in it, though a dash there takes it in.
            trimmed(raw, left=number == 0, right=number == size - 1)
            for raw in (stream.raw(place + number, place + number + 1), pasted.raw(number, number + 1))
        )
        if _as_compared(there) == _as_compared(here):
            continue
        kind = "\n" if "\n" in there and "\n" not in here else key
        category = CATEGORIES.get(kind, "case") if seen(there) != seen(here) else CATEGORIES[" "]
        if category in (CATEGORIES[" "], CATEGORIES["\n"]):
            found[Difference(category, "", "")] = None
        elif category != "case":
            words = (units.raw(*_stretch(units, at)) for units, at in ((stream, place + number), (pasted, number)))
            found[Difference(category, *map(trimmed, words))] = None
        elif number >= told:  # else it is another letter of a word that is told
            first, told = _word(pasted, number)
            found[Difference(category, stream.raw(*_word(stream, place + number)), pasted.raw(first, told))] = None
    return tuple(found)


def _as_compared(raw: str) -> str:
    """Return ``raw`` so that it is the same however its letters are composed and its lines are parted."""
    composed = unicodedata.normalize("NFC", raw)
    return "\n" + "".join(map(trimmed, composed.split("\n"))) if "\n" in composed else composed


def _stretch(units: Units, place: int) -> tuple[int, int]:
    """Return from where to where there is no white space around the unit at ``place``, as far as it is told."""
    first, last = place, place
    while first > max(0, place - AROUND) and units.keys[first - 1] not in (" ", BREAK):
        first -= 1
    while last < min(len(units.keys), place + AROUND) and units.keys[last] not in (" ", BREAK):
        last += 1
    return first, last


def _word(units: Units, place: int) -> tuple[int, int]:
    """Return from where to where the word goes in which the letter at ``place`` stands, as far as it is told."""
    first, last = place, place + 1
    while first > place - AROUND and inside_word(units, first):
        first -= 1
    while last < place + AROUND and inside_word(units, last):
        last += 1
    return first, last
