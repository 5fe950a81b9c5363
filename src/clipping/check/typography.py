"""What counts as typography: a text cut into units, whose keys are the same where only the setting differs.

Two texts say the same where their keys are the same: white space of any kind and length, the form of quotation
marks, dashes, hyphens and ellipses, and capitals at the beginning of a word are folded, nothing else. Letters are
compared in Unicode's composed form (UAX 15, NFC), so that an accent may be a character of its own.

The patterns are those of ``shared.py``, which the page has, too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from clipping.check.shared import (
    BEGINNING,
    BREAK,
    CATEGORIES,
    END,
    HIDDEN,
    JOINING,
    JOINING_DIGITS,
    NUMBER_SIGNS,
    SPACE,
    UNIT,
    WORD_SIGNS,
)

_KEYS = {1: "…", 2: "—", 3: "-", 4: " ", 5: '"', 6: '"'}
_UNIT, _BEGINNING, _END, _HIDDEN = map(re.compile, (UNIT, BEGINNING, END, HIDDEN))
_RUN, _JOINING, _JOINING_DIGITS = re.compile(f"(?:{SPACE}|{BREAK})+"), re.compile(JOINING), re.compile(JOINING_DIGITS)
_WORD_SIGNS, _NUMBER_SIGNS = re.compile(WORD_SIGNS), re.compile(NUMBER_SIGNS)


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
        if group == 5 and found.start() and text[found.start() - 1] in "0123456789":
            key = "'"  # feet and inches are not taken for each other
        elif group == 7:
            key = unicodedata.normalize("NFC", found[7])
            key = key.lower() if in_capitals or not (keys and is_word(keys[-1])) else key
        keys += key
        starts += [found.start()] * len(key)
    return Units(text, "".join(keys), (*starts, len(text)))


def is_word(key: str) -> bool:
    """Return whether ``key`` is or begins with a letter, a digit or an accent, or a sign that belongs to a word."""
    category = unicodedata.category(key[0])
    return category[0] in "LNM" or category == "Sc" or _WORD_SIGNS.match(key) is not None


def seen(raw: str) -> str:
    """Return ``raw`` without invisible characters."""
    return _HIDDEN.sub("", raw)


def spaced(raw: str) -> str:
    """Return ``raw`` without invisible characters, each run of white space and each end of a text made one space."""
    return _RUN.sub(" ", seen(raw))


def trimmed(raw: str) -> str:
    """Return ``raw`` without white space and invisible characters at its ends."""
    return _BEGINNING.sub("", _END.sub("", raw))


def finds(stream: Units, sought: Units, start: int = 0) -> Iterator[int]:
    """Yield each place in ``stream`` from ``start`` on where the ``sought`` units stand as whole words."""
    place = stream.keys.find(sought.keys, start)
    while place >= 0:
        if not inside_word(stream, place) and not inside_word(stream, place + len(sought.keys)):
            yield place
        place = stream.keys.find(sought.keys, place + 1)


def inside_word(stream: Units, place: int) -> bool:
    """Return whether a word or a number goes on over the boundary before the unit at ``place``."""
    around = stream.keys[max(0, place - 1) : place + 1]
    if len(around) < 2:
        return False
    return (
        all(map(is_word, around))
        or any(_joins(stream, sign) or _groups(stream, sign) for sign in (place - 1, place))
        or (_is_figure(around[1]) and _opens_number(stream, place - 1))
    )


def is_digit(key: str) -> bool:
    """Return whether ``key`` is a decimal digit of any script."""
    return key.isdecimal()


def _is_figure(key: str) -> bool:
    """Return whether a number may begin with ``key``: a digit or the sign of a currency."""
    return is_digit(key) or unicodedata.category(key) == "Sc"


def _joins(stream: Units, place: int) -> bool:
    """Return whether the unit at ``place`` is a sign inside a word or a number."""
    if not 0 < place < len(stream.keys) - 1 or stream.keys[place] == "—":
        return False
    before, sign, after = stream.keys[place - 1], stream.text[stream.starts[place]], stream.keys[place + 1]
    if is_digit(before) and is_digit(after) and _JOINING_DIGITS.match(sign):
        return True
    return is_word(before) and is_word(after) and _JOINING.match(sign) is not None


def _opens_number(stream: Units, place: int) -> bool:
    """Return whether the unit at ``place`` is a sign that belongs to the number after it, and to no word before it."""
    if stream.keys[place] == "—" or not _NUMBER_SIGNS.match(stream.text[stream.starts[place]]):
        return False
    return place == 0 or not is_word(stream.keys[place - 1])


def _groups(stream: Units, place: int) -> bool:
    """Return whether the unit at ``place`` is the space in a number such as 10 000 (ISO 80000-1, 7.3.1)."""
    if stream.keys[place : place + 1] != " " or "\n" in stream.raw(place, place + 1):
        return False
    before = _digits(stream.keys[max(0, place - 4) : place][::-1])
    return 1 <= before <= 3 and _digits(stream.keys[place + 1 : place + 5]) == 3


def _digits(keys: str) -> int:
    """Return with how many digits ``keys`` begins."""
    return next((number for number, key in enumerate(keys) if not is_digit(key)), len(keys))


def differences(stream: Units, place: int, pasted: Units) -> tuple[Difference, ...]:
    """Return how the ``pasted`` units are set differently from those at ``place`` in ``stream``, in order."""
    found: dict[Difference, None] = {}
    for number, key in enumerate(pasted.keys):
        there, here = stream.raw(place + number, place + number + 1), pasted.raw(number, number + 1)
        # What is white or invisible at an end is not in it, though a dash there takes it in.
        if number == 0:
            there, here = _BEGINNING.sub("", there), _BEGINNING.sub("", here)
        if number == len(pasted.keys) - 1:
            there, here = _END.sub("", there), _END.sub("", here)
        if unicodedata.normalize("NFC", there) == unicodedata.normalize("NFC", here):
            continue
        if key == " " and "\n" in there and "\n" in here:  # both begin a new paragraph
            continue
        kind = "\n" if key == " " and "\n" in there else key
        category = CATEGORIES.get(kind, "case") if seen(there) != seen(here) else CATEGORIES[" "]
        blank = category in (CATEGORIES[" "], CATEGORIES["\n"])
        tell = _nothing if blank else _word_around if category == "case" else _around
        found[Difference(category, tell(stream, place + number), tell(pasted, number))] = None
    return tuple(found)


def _nothing(_units: Units, _place: int) -> str:
    """Return no words, since there is nothing to see."""
    return ""


def _around(units: Units, place: int) -> str:
    """Return what stands between white space around the unit at ``place``."""
    first, last = place, place
    while first and units.keys[first - 1] not in (" ", BREAK):
        first -= 1
    while last < len(units.keys) and units.keys[last] not in (" ", BREAK):
        last += 1
    return trimmed(units.raw(first, last))


def _word_around(units: Units, place: int) -> str:
    """Return the word in which the letter at ``place`` stands."""
    first, last = place, place + 1
    while inside_word(units, first):
        first -= 1
    while inside_word(units, last):
        last += 1
    return units.raw(first, last)
