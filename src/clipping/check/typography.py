"""What counts as typography: a text cut into units, whose keys are the same where only the setting differs.

Two texts say the same where their keys are the same: white space of any kind and length, characters that nobody sees,
the form of quotation marks, dashes, hyphens and ellipses, and capitals at the beginning of a word are folded, nothing
else. Letters are compared in Unicode's composed form (UAX 15, NFC), so that an accent may be a character of its own.

The patterns are those of ``shared.py``, which the page has, too.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from msgspec import Struct

from clipping.check.shared import BREAK, HIDDEN, SPACE, UNIT, WHITE, WORD_SIGNS

_KEYS = {1: "…", 2: "—", 3: "-", 4: " ", 5: '"', 6: '"'}
_UNIT, _HIDDEN, _RUN = map(re.compile, (UNIT, HIDDEN, f"(?:{SPACE}|{BREAK})+"))
_WHITE, _WORD_SIGN = re.compile(WHITE), re.compile(f"[{WORD_SIGNS}]")


class Units(Struct, frozen=True):
    """A text as keys, and for each key where in the text its unit begins; last, where the text ends."""

    text: str
    keys: str
    starts: tuple[int, ...]

    def raw(self, first: int, last: int) -> str:
        """Return the text of the units from ``first`` to before ``last``."""
        return self.text[self.starts[first] : self.starts[last]]

    def sign(self, place: int) -> str:
        """Return the character at ``place``; "" for white space, a dash and an ellipsis, which are of no word."""
        return "" if self.keys[place] in " —…" else self.text[self.starts[place]]

    def cut(self, first: int, last: int) -> Units:
        """Return the units from ``first`` to before ``last``."""
        return Units(self.text, self.keys[first:last], self.starts[first : last + 1])

    def stripped(self, edges: str = " …") -> Units:
        """Return the units without those of ``edges`` at their ends; feet and inches are no marks of quotation."""
        left, right = len(self.keys) - len(self.keys.lstrip(edges)), len(self.keys)
        while right > left and self.keys[right - 1] in edges and not self._measures(right - 1):
            right -= 1
        return self.cut(left, right)

    def _measures(self, place: int) -> bool:
        """Return whether a straight mark follows a number, as feet and inches do."""
        return place > 0 and self.sign(place) in ("'", '"') and is_numeric(self.keys[place - 1])


def units(text: str, in_capitals: bool = False) -> Units:
    """Return ``text`` cut into units; ``in_capitals`` folds the case of every letter, not only of initials."""
    keys: list[str] = []
    starts: list[int] = []
    for found in _UNIT.finditer(text):
        group = found.lastindex or 0
        key = _KEYS.get(group, "")
        if group == 5 and keys and is_numeric(keys[-1]):
            key = "'"  # feet and inches are not taken for each other
        elif group == 7:
            key = unicodedata.normalize("NFC", found[7])
            key = key.lower() if in_capitals or not (keys and is_word(keys[-1])) else key
        keys += key
        starts += [found.start()] * len(key)
    return Units(text, "".join(keys), (*starts, len(text)))


def is_word(key: str) -> bool:
    """Return whether there is a letter, a digit or an accent in ``key``, or a sign that belongs to a word."""
    return any(map(_is_of_word, key))


@cache
def _is_of_word(sign: str) -> bool:
    category = unicodedata.category(sign)
    return category[0] in "LNM" or category == "Sc" or _WORD_SIGN.match(sign) is not None


def is_numeric(key: str) -> bool:
    """Return whether ``key`` is a digit or a number of any script, such as ½."""
    return unicodedata.category(key[0])[0] == "N"


def seen(raw: str) -> str:
    """Return ``raw`` without invisible characters."""
    return _HIDDEN.sub("", raw)


def spaced(raw: str) -> str:
    """Return ``raw`` without invisible characters, each run of white space and each end of a text made one space."""
    return _RUN.sub(" ", seen(raw))


def trimmed(raw: str, left: bool = True, right: bool = True) -> str:
    """Return ``raw`` without white space and invisible characters at its ends, or at one of them."""
    first, last = 0, len(raw)
    while left and first < last and _WHITE.match(raw[first]):
        first += 1
    while right and first < last and _WHITE.match(raw[last - 1]):
        last -= 1
    return raw[first:last]
