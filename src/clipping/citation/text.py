"""The typography of a styled citation: quotation marks, title case, and the stops where two elements meet.

A citation is built as one string in which four control characters stand for what is not yet settled, since it
depends on what comes to surround it: a quotation opens or closes (double marks or single ones, by depth), and
italics begin or end. ``styled`` settles them. Such a string is called *marked* text below.

The rules are those of the CSL specification 1.0.2 (https://docs.citationstyles.org/en/stable/specification.html)
as pandoc's citeproc applies them in American English; tests/test_styles.py compares the two. In one thing they
part: of a headline that begins with a stop ("...And justice") citeproc loses the stop or the space before it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

OPEN, CLOSE, ITALIC, UPRIGHT = "\x02", "\x03", "\x0e", "\x0f"
MARKS = OPEN + CLOSE + ITALIC + UPRIGHT
MARK = re.compile(rf"([{MARKS}])")

STOPS = frozenset(".,;:!?")
CLOSER = {'"': '"', "'": "'", "“": "”", "‘": "’"}
# Letters and digits; an apostrophe between two of them belongs to the word and opens nothing.
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
TOKEN = re.compile(r"[^\W_]+|.", re.DOTALL)
# Where French sets a space before a mark, the line must not break there.
NARROW = re.compile(r" (?=[;?!»])|(?<=«) ")
LAST_WORD = re.compile(rf"(?<=[ {CLOSE}])[^\s{CLOSE}/–—-]+$")
FIRST_WORD = re.compile(r"(?:[^\w\s.?!:/–—-]|_)*([^\W_]+)")
SMALL_WORDS = frozenset(
    str.split(
        "a about an and as at but by d de down for from in into l nor of on onto or over so the till to up van via von "
        "with yet"
    )
)


# Named tuples, here and in styles.py, since dataclasses cost every build more time to make.
class Run(NamedTuple):
    """Some words of a citation, and whether they are set in italics."""

    text: str
    italic: bool = False


class Styled(NamedTuple):
    """Text of which some runs are italic."""

    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The text alone."""
        return "".join(run.text for run in self.runs)


@lru_cache(maxsize=64)
def marked(text: str) -> str:
    """Return ``text`` with the quotations in it marked, so that their marks can follow their depth.

    A mark opens a quotation where more than a space follows it and the mark that closes it comes later; the rest
    stays as it is, but that a straight apostrophe becomes a typographic one.
    """
    text = NARROW.sub("\u202f", text.translate(dict.fromkeys(map(ord, MARKS))))
    ends = _quotations(text)
    result, at, closing = "", 0, set()
    while at < len(text):
        word = WORD.match(text, at)
        piece = word[0] if word else text[at]
        if at in closing:
            result += CLOSE
        elif at in ends:
            result += OPEN
            closing.add(ends[at])
        elif piece in {".", ","}:
            result = _meet(result, piece, doubled=True)
        else:
            result += piece.replace("'", "’")
        at += len(piece)
    return result


def _quotations(text: str) -> dict[int, int]:
    """Where each quotation of ``text`` opens and closes.

    Read backwards, so that a quotation within another is known first, and ``nearest`` says for each place and mark
    where that mark comes next outside of quotations: a text full of marks takes no longer than another.
    """
    ends: dict[int, int] = {}
    nearest: dict[str, dict[int, int]] = {closer: {} for closer in CLOSER.values()}
    for at in range(len(text) - 1, -1, -1):
        char, closer = text[at], CLOSER.get(text[at])
        if char.isalnum() and at and text[at - 1].isalnum():
            continue
        following = text[at + 1 : at + 2]
        if closer and following != closer and not following.isspace() and at + 1 in nearest[closer]:
            ends[at] = nearest[closer][at + 1]
        word = WORD.match(text, at)
        after = word.end() if word else ends.get(at, at) + 1
        for mark, places in nearest.items():
            if char == mark:
                places[at] = at
            elif after in places:
                places[at] = places[after]
    return ends


@lru_cache(maxsize=64)
def title_case(text: str, last_too: bool) -> str:
    """Return marked ``text`` in English title case: each word capitalised but the small ones amid a sentence.

    Words that hold capitals already are left as they are; ``last_too`` capitalises a last word that is small.
    """
    last = LAST_WORD.search(text) if last_too else None
    pieces, place = [], "start"
    for token in TOKEN.finditer(text):
        if last and token.start() == last.start() and place in {"start", "after word"}:
            place = "last word"
        pieces.append(_title_word(token[0], place))
        end = token[0][-1]
        if end in ".?!:":
            place = "after stop"
        elif end.isalnum():
            place = "in word"
        elif end.isspace() and place == "after stop":
            place = "start"
        elif end.isspace() or end in "-/–—":
            place = "after word"
    return "".join(pieces)


def _title_word(word: str, place: str) -> str:
    small = word in SMALL_WORDS or len(word) == 1
    capital = place == "start" or (place == "after word" and not small) or (place == "last word" and len(word) > 1)
    return word[0].upper() + word[1:] if capital and not any(map(str.isupper, word)) else word


def capitalised(text: str) -> str:
    """Return marked ``text`` with a capital where it begins with a word in small letters."""
    first = FIRST_WORD.match(text)
    if first and first[1].isalpha() and first[1].islower():
        return text[: first.start(1)] + text[first.start(1)].upper() + text[first.start(1) + 1 :]
    return text


def quoted(text: str) -> str:
    """Return marked ``text`` as a quotation; nothing stays nothing."""
    return text and OPEN + text + CLOSE


def italic(text: str) -> str:
    """Return marked ``text`` in italics; nothing stays nothing."""
    return text and ITALIC + text + UPRIGHT


def stop(text: str) -> str:
    """Return marked ``text`` with a full stop, unless it ends in a stop of its own; nothing stays nothing."""
    return text and _meet(text, ".")


def join(separator: str, *parts: str) -> str:
    """Join those of the marked ``parts`` that are not empty."""
    text = ""
    for part in filter(None, parts):
        text = _meet(text, separator) + part if text else part
    return text


def _meet(left: str, right: str, doubled: bool = False) -> str:
    """Set ``right`` after ``left`` as American English does with stops.

    A full stop or comma moves inside a quotation that it follows. Unless ``doubled``, as the author's own stops
    may be, it is left out where there is a stop already.
    """
    if right[:1] in {".", ","}:
        if left.endswith(CLOSE):
            inside = "" if left.rstrip(CLOSE)[-1:] in STOPS else right[0]
            return left[:-1] + inside + CLOSE + right[1:]
        end = left.rstrip(MARKS)[-1:]
        if not doubled and ((right[0] == "." and end in STOPS - {","}) or (right[0] == "," == end)):
            return left + right[1:]
    return left + right


@lru_cache(maxsize=64)
def styled(text: str) -> Styled:
    """Settle marked ``text``: quotation marks are double on the outside and alternate by depth."""
    runs, piece, slanted, depth = [], "", False, 0
    for part in MARK.split(text + UPRIGHT):
        if part in {ITALIC, UPRIGHT}:
            if piece:
                runs.append(Run(piece, slanted))
            piece, slanted = "", part == ITALIC
        elif part == OPEN:
            piece += "‘" if depth % 2 else "“"
            depth += 1
        elif part == CLOSE:
            depth -= 1
            piece += "’" if depth % 2 else "”"
        else:
            piece += part
    return Styled(tuple(runs))
