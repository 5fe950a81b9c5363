"""From pasted words to an answer; the rules stand at the head of the package."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice, pairwise
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from clipping.check.boundaries import finds, words
from clipping.check.differences import Difference, differences
from clipping.check.nearest import How, nearest
from clipping.check.places import Evidence, Place, place
from clipping.check.shared import BREAK, MOST_PLACES, WORDS_IN_CAPITALS
from clipping.check.typography import Units, seen, spaced, units

Kind = Literal["exact", "typography", "shortened", "punctuation", "different", "absent", "empty"]
#: The keys of quotation marks, and of all that may stand at the ends of what is pasted.
MARKS, ENDS = "\"'", " …\"'"


class Answer(Struct, frozen=True):
    """What was found. ``marked`` is the passage in runs that both have or only one (see ``nearest.Nearest``).

    After the passage itself ``places`` has those of the runs that the article has elsewhere. ``quoted`` says that the
    article has what stands between quotation marks in the pasted words, though not the rest of them.
    """

    kind: Kind
    places: tuple[Place, ...] = ()
    differences: tuple[Difference, ...] = ()
    marked: tuple[tuple[How, str], ...] = ()
    turning: tuple[str, ...] = ()
    stitched: bool = False
    quoted: bool = False

    @property
    def verified(self) -> bool:
        """Whether the article has these words in this order with no other between them."""
        return self.kind in ("exact", "typography")


def check(known: Evidence, pasted: str, turning: str = "") -> Answer:
    """Return whether the article has the ``pasted`` words, where, and what differs.

    ``turning`` is a pattern for the keys of words that turn the sense of what they stand in (see ``turning_words``).
    """
    pasted = unicodedata.normalize("NFC", pasted.replace(BREAK, " "))
    in_capitals = _in_capitals(pasted)
    sought = units(pasted, in_capitals)
    bare = sought.stripped(ENDS)
    if not words(bare):
        return Answer("empty")
    stream = units(known.stream, in_capitals)
    return (
        _found(known, stream, _unwrapped(sought.stripped()))
        or _found(known, stream, bare)
        or _shortened(known, stream, bare, re.compile(turning))
        or _different(known, stream, bare, _quoted(known, stream, sought))
    )


def _in_capitals(pasted: str) -> bool:
    """Return whether ``pasted`` is all in capitals, in enough words that have any."""
    if pasted != pasted.upper():
        return False
    found = units(pasted)
    return sum(found.raw(*word) != found.raw(*word).lower() for word in words(found)) >= WORDS_IN_CAPITALS


def _unwrapped(sought: Units) -> Units:
    """Return the units without the quotation marks around all of them."""
    size, off = len(sought.keys), 0
    while size - 2 * off > 1 and sought.keys[off] in MARKS and sought.keys[size - 1 - off] in MARKS:
        off += 1
    return sought.cut(off, size - off)


def _found(known: Evidence, stream: Units, sought: Units) -> Answer | None:
    """Return the answer where the words stand together: at each place where they are exact, else where they are not."""
    starts = islice(finds(stream, sought), MOST_PLACES)
    found = {start: differences(stream, start, sought) for start in starts}
    if not found:
        return None
    least = min(found.values(), key=len)
    told: dict[object, Place] = {}
    for start, each in found.items():
        if each == least:
            where = _place(known, stream, start, start + len(sought.keys))
            # Twice in one paragraph and said by the same is one place: it is named and cited alike.
            told.setdefault((where.targets, where.said, where.quotation), where)
    places = tuple(told.values())
    return Answer("typography" if least else "exact", places, least, (("same", spaced(places[0].text)),))


def _shortened(known: Evidence, stream: Units, sought: Units, turning: re.Pattern[str]) -> Answer | None:
    """Return the answer where the pieces between ellipses stand in the article, in order."""
    cuts = [-1, *(found.start() for found in re.finditer("…", sought.keys)), len(sought.keys)]
    pieces = [sought.cut(before + 1, after).stripped(ENDS) for before, after in pairwise(cuts)]
    if len(pieces) < 2 or any(len(words(piece)) < 2 for piece in pieces):
        return None
    chains = [
        chain for start in islice(finds(stream, pieces[0]), MOST_PLACES) if (chain := _chain(stream, pieces, start))
    ]
    if not chains:
        return None
    spans = min(chains, key=lambda chain: chain[-1][1] - chain[0][0])
    marked: list[tuple[How, str]] = []
    differing: dict[Difference, None] = {}
    turned: list[str] = []
    for number, (piece, (first, last)) in enumerate(zip(pieces, spans, strict=True)):
        if number:
            dropped = stream.cut(spans[number - 1][1], first)
            marked.append(("article", spaced(dropped.raw(0, len(dropped.keys)))))
            turned += _turning(dropped, turning)
        marked.append(("same", spaced(stream.raw(first, last))))
        differing |= dict.fromkeys(differences(stream, first, piece))
    places = tuple(_place(known, stream, first, last) for first, last in spans)
    stitched = len({(place.said, place.speaker or place.quotation) for place in places}) > 1
    return Answer("shortened", places, tuple(differing), tuple(marked), tuple(turned), stitched)


def _chain(stream: Units, pieces: list[Units], start: int) -> list[tuple[int, int]] | None:
    """Return from where to where each piece stands, the first at ``start`` and each further one as soon as it can."""
    spans = [(start, start + len(pieces[0].keys))]
    for piece in pieces[1:]:
        following = next(finds(stream, piece, spans[-1][1]), None)
        if following is None:
            return None
        spans.append((following, following + len(piece.keys)))
    return spans


def _turning(dropped: Units, turning: re.Pattern[str]) -> list[str]:
    """Return the words of ``dropped`` that turn the sense, as they are written."""
    if not turning.pattern:
        return []
    found = []
    for first, last in words(dropped):
        if turning.search(dropped.keys[first:last].lower()):
            found.append(seen(dropped.raw(first, last)))
    return found


def _different(known: Evidence, stream: Units, sought: Units, within: Answer | None) -> Answer:
    """Return the answer for words that the article does not have; ``within`` is that for what they quote."""
    passage = nearest(stream, sought)
    if passage is None:
        return replace(within, kind="different", quoted=True) if within else Answer("absent")
    spans = ((passage.first, passage.last), *passage.elsewhere)
    unlike = [text for how, text in passage.marked if how != "same"]
    kind: Kind = "punctuation" if all(map(_is_punctuation, unlike)) else "different"
    places = tuple(_place(known, stream, first, last) for first, last in spans)
    return Answer(kind, places, marked=passage.marked, quoted=within is not None)


def _quoted(known: Evidence, stream: Units, sought: Units) -> Answer | None:
    """Return the answer to what stands between the only two double quotation marks of ``sought``, if it is found.

    A stop or comma at its end need not be the article's: many style guides put that of the sentence around it there.
    """
    marks = [place for place, key in enumerate(sought.keys) if key == '"']
    if len(marks) != 2:
        return None
    between = sought.cut(marks[0] + 1, marks[1]).stripped(ENDS)
    if len(words(between)) < 2:
        return None
    return _found(known, stream, between) or _found(known, stream, between.stripped(ENDS + ".,"))


def _is_punctuation(text: str) -> bool:
    """Return whether ``text`` is white space and punctuation alone."""
    return all(sign == " " or unicodedata.category(sign)[0] == "P" for sign in text)


def _place(known: Evidence, stream: Units, first: int, last: int) -> Place:
    return place(known, stream.starts[first], stream.starts[last])
