"""Where words and numbers begin and end, so that none is found cut: "5" is not in "-5", "5%", "10 000" or "3.5".

What is doubtful is taken for one word. A passage may then be called different that a person would let pass, and never
the other way round.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from clipping.check.shared import JOINING, JOINING_DIGITS, NUMBER_SIGNS, OPENERS, SPACED_SIGNS, SPACED_UNITS
from clipping.check.typography import Units, is_numeric, is_word

_JOINING, _JOINING_DIGITS = re.compile(JOINING), re.compile(JOINING_DIGITS)
_NUMBER_SIGNS, _SPACED_SIGNS, _SPACED_UNITS = map(re.compile, (NUMBER_SIGNS, SPACED_SIGNS, SPACED_UNITS))


def tokens(units: Units) -> tuple[tuple[int, int], ...]:
    """Return where each word begins and ends, and each sign that stands in none; white space is none."""
    found, first = [], 0
    for place in range(1, len(units.keys) + 1):
        if not inside_word(units, place):
            found.append((first, place))
            first = place
    return tuple(token for token in found if units.keys[token[0]] != " ")


def words(units: Units) -> tuple[tuple[int, int], ...]:
    """Return where each word begins and ends."""
    return tuple((first, last) for first, last in tokens(units) if is_word(units.keys[first:last]))


def finds(stream: Units, sought: Units, start: int = 0) -> Iterator[int]:
    """Yield each place in ``stream`` from ``start`` on where the ``sought`` units stand as whole words."""
    place = stream.keys.find(sought.keys, start)
    while place >= 0:
        if not inside_word(stream, place) and not inside_word(stream, place + len(sought.keys)):
            yield place
        place = stream.keys.find(sought.keys, place + 1)


def inside_word(units: Units, place: int) -> bool:
    """Return whether a word or a number goes on over the boundary before the unit at ``place``."""
    if not 0 < place < len(units.keys):
        return False
    if is_word(units.keys[place - 1]) and is_word(units.keys[place]):
        return True
    around = (place - 1, place)
    return any(_joins(units, at) or _spaces(units, at) for at in around) or _signs(units, place) or _hangs(units, place)


def _joins(units: Units, place: int) -> bool:
    """Return whether the unit at ``place`` is a sign inside a word or a number."""
    if not 0 < place < len(units.keys) - 1:
        return False
    before, sign, after = units.keys[place - 1], units.sign(place), units.keys[place + 1]
    if before.isdecimal() and after.isdecimal() and _JOINING_DIGITS.match(sign):
        return True
    return is_word(before) and is_word(after) and _JOINING.match(sign) is not None


def _signs(units: Units, place: int) -> bool:
    """Return whether a sign of the number that begins at ``place``, if need be with more signs, stands before it."""
    if not _NUMBER_SIGNS.match(units.sign(place - 1)):
        return False
    while place < len(units.keys) and _NUMBER_SIGNS.match(units.sign(place)):
        place += 1
    return place < len(units.keys) and _is_figure(units.keys[place])


def _spaces(units: Units, place: int) -> bool:
    """Return whether the unit at ``place`` is a space in a number: 10 000 (ISO 80000-1, 7.3.1), 5 %, $ 5."""
    if units.keys[place] != " " or not 0 < place < len(units.keys) - 1 or "\n" in units.raw(place, place + 1):
        return False
    before, after = units.keys[place - 1], units.keys[place + 1]
    if is_numeric(before) and (_SPACED_UNITS.match(after) or _is_currency(after)):
        return True
    if is_numeric(after) and (_SPACED_SIGNS.match(units.sign(place - 1)) or _is_currency(before)):
        return True
    head = _digits(units.keys[max(0, place - 4) : place][::-1])
    return 1 <= head <= 3 and _digits(units.keys[place + 1 : place + 5]) == 3


def _hangs(units: Units, place: int) -> bool:
    """Return whether a hyphen joins a word before it to marks or brackets and what they open: non-“violent”."""
    first = place
    while first and units.keys[first - 1] in OPENERS:
        first -= 1
    if units.keys[place] == "-":
        return is_word(units.keys[place - 1]) and units.keys[place + 1 : place + 2] in tuple(OPENERS)
    hangs = first > 1 and units.keys[first - 1] == "-" and is_word(units.keys[first - 2])
    return hangs and (units.keys[place] in OPENERS or is_word(units.keys[place]))


def _is_figure(key: str) -> bool:
    """Return whether a number may begin with ``key``."""
    return is_numeric(key) or _is_currency(key)


def _is_currency(key: str) -> bool:
    return unicodedata.category(key) == "Sc"


def _digits(keys: str) -> int:
    """Return with how many digits ``keys`` begins."""
    return next((number for number, key in enumerate(keys) if not key.isdecimal()), len(keys))
