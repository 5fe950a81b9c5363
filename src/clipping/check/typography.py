"""What counts as typography: a text cut into units, whose keys are the same where only the setting differs.

Two texts say the same where their keys are the same: white space of any kind and length, the form of quotation
marks, dashes and ellipses, and capitals at the beginning of a word are folded, nothing else. Letters are compared
in Unicode's composed form (UAX 15, NFC), so that an accent may be a character of its own.

The patterns are those of ``shared.py``, which the page has, too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from clipping.check.shared import CATEGORIES, ENDS, HIDDEN, JOINING, JOINING_DIGITS, SPACE, UNIT

_KEYS = {1: "…", 2: "-", 3: " ", 4: '"', 5: '"'}
_UNIT, _ENDS, _HIDDEN = re.compile(UNIT), re.compile(ENDS), re.compile(HIDDEN)
_RUN, _JOINING, _JOINING_DIGITS = re.compile(f"{SPACE}+"), re.compile(JOINING), re.compile(JOINING_DIGITS)


@dataclass(frozen=True)
class Difference:
    """A difference of typography: its category, the article's word and the pasted one."""

    category: str
    article: str
    pasted: str


@dataclass(frozen=True)
class Units:
    """A text as keys, and for each key where in the text its unit begins; last, where the text ends."""

    text: str
    keys: str
    starts: tuple[int, ...]

    def raw(self, first: int, last: int) -> str:
        """Return the text of the units from ``first`` to before ``last``."""
        return self.text[self.starts[first] : self.starts[last]]

    def cut(self, first: int, last: int) -> Units:
        """Return the units from ``first`` to before ``last``."""
        return Units(self.text, self.keys[first:last], self.starts[first : last + 1])

    def stripped(self, edges: str = " …") -> Units:
        """Return the units without those of ``edges`` at their ends."""
        left = len(self.keys) - len(self.keys.lstrip(edges))
        return self.cut(left, max(left, len(self.keys.rstrip(edges))))

    @cached_property
    def tokens(self) -> tuple[tuple[int, int], ...]:
        """Where each word begins and ends, and each sign that stands in none."""
        found, first = [], 0
        for place in range(1, len(self.keys) + 1):
            if not inside_word(self, place):
                found.append((first, place))
                first = place
        return tuple(token for token in found if self.keys[token[0]] not in " …")

    @cached_property
    def words(self) -> tuple[tuple[int, int], ...]:
        """Those tokens that are words."""
        return tuple(token for token in self.tokens if is_word(self.keys[token[0]]))


def units(text: str, in_capitals: bool = False) -> Units:
    """Return ``text`` cut into units; ``in_capitals`` folds the case of every letter, not only of initials."""
    keys: list[str] = []
    starts: list[int] = []
    for found in _UNIT.finditer(text):
        group = found.lastindex or 0
        key = _KEYS.get(group, "")
        if group == 4 and found.start() and text[found.start() - 1] in "0123456789":
            key = "'"  # feet and inches are not taken for each other
        elif group == 6:
            key = unicodedata.normalize("NFC", found[6])
            key = key.lower() if in_capitals or not (keys and is_word(keys[-1])) else key
        keys += key
        starts += [found.start()] * len(key)
    return Units(text, "".join(keys), (*starts, len(text)))


def is_word(key: str) -> bool:
    """Return whether ``key`` is or begins with a letter, a digit or an accent."""
    return unicodedata.category(key[0])[0] in "LNM"


def seen(raw: str) -> str:
    """Return ``raw`` without invisible characters."""
    return _HIDDEN.sub("", raw)


def spaced(raw: str) -> str:
    """Return ``raw`` without invisible characters and with each run of white space made one space."""
    return _RUN.sub(" ", seen(raw))


def trimmed(raw: str) -> str:
    """Return ``raw`` without white space and invisible characters at its ends."""
    return _ENDS.sub("", raw)


def finds(stream: Units, sought: Units, start: int = 0) -> Iterator[int]:
    """Yield each place in ``stream`` from ``start`` on where the ``sought`` units stand as whole words."""
    place = stream.keys.find(sought.keys, start)
    while place >= 0:
        if not inside_word(stream, place) and not inside_word(stream, place + len(sought.keys)):
            yield place
        place = stream.keys.find(sought.keys, place + 1)


def inside_word(stream: Units, place: int) -> bool:
    """Return whether a word goes on over the boundary before the unit at ``place``."""
    around = stream.keys[max(0, place - 1) : place + 1]
    return (len(around) == 2 and all(map(is_word, around))) or any(_joins(stream, sign) for sign in (place - 1, place))


def _joins(stream: Units, place: int) -> bool:
    """Return whether the unit at ``place`` is a sign inside a word or a number."""
    if not 0 < place < len(stream.keys) - 1:
        return False
    before, sign, after = stream.keys[place - 1], stream.text[stream.starts[place]], stream.keys[place + 1]
    if before.isdecimal() and after.isdecimal() and _JOINING_DIGITS.match(sign):
        return True
    return is_word(before) and is_word(after) and _JOINING.match(sign) is not None


def differences(stream: Units, place: int, pasted: Units) -> tuple[Difference, ...]:
    """Return how the ``pasted`` units are set differently from those at ``place`` in ``stream``, in order."""
    found: dict[Difference, None] = {}
    for number, key in enumerate(pasted.keys):
        there, here = stream.raw(place + number, place + number + 1), pasted.raw(number, number + 1)
        if number == len(pasted.keys) - 1:  # what is invisible at the end is not in it
            there, here = seen(there), seen(here)
        if unicodedata.normalize("NFC", there) == unicodedata.normalize("NFC", here):
            continue
        if key == " " and "\n" in there and "\n" in here:  # both begin a new paragraph
            continue
        category = CATEGORIES.get(key, "case") if seen(there) != seen(here) else "white space"
        tell = {"white space": lambda *_: "", "case": _word_around}.get(category, _around)
        found[Difference(category, tell(stream, place + number), tell(pasted, number))] = None
    return tuple(found)


def _around(units: Units, place: int) -> str:
    """Return what stands between white space around the unit at ``place``."""
    first = units.keys.rfind(" ", 0, place) + 1
    last = units.keys.find(" ", place)
    return trimmed(units.raw(first, last if last >= 0 else len(units.keys)))


def _word_around(units: Units, place: int) -> str:
    """Return the word in which the letter at ``place`` stands."""
    first, last = place, place + 1
    while inside_word(units, first):
        first -= 1
    while inside_word(units, last):
        last += 1
    return units.raw(first, last)
