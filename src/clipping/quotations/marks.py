"""The spans between quotation marks, and nothing about who speaks.

Marks are read by how they stand, since captures mix their shapes: an opening mark has space, a bracket or
a dash before it and a word after it; a closing mark has a word or a stop before it and none after it. Where
that does not settle it, the shape of the mark does, and where a straight mark has no shape, it opens if
nothing is open and closes otherwise. Doubles, singles and guillemets are told apart and may hold each other.

Three habits of printing decide where a quotation of several paragraphs ends (Hart's Rules, 9.2.3):

- an opening mark is repeated at each paragraph, and the closing mark stands at the last only;
- some pages leave the repeated marks out: the closing mark then stands alone in a later paragraph;
- a closing mark that never comes is missing, and the quotation ends with its paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

#: What can be a quotation mark. One between two letters is an apostrophe and is not looked at.
#: Nor are four and more in a row, which are a rule or a picture.
#: The pattern begins with the set of all marks, for which alone the engine then looks.
MARK = re.compile(r"[“”„‟«»‹›‘’‚'\"](?:[“”„‟«»‹›‘’‚'\"]{3,}|(?<=')'|(?<=[“”„‟«»‹›\"])|(?<!\w.)|(?<=['’‘])(?!\w))")
#: A text of many marks and few words between them is a picture or a table, not prose.
MANY, THICK = 100, 8
#: Which marks close what another opens; a pair that is none of these is mixed.
PAIRS = {
    "“": "”",
    "”": "”",
    "„": "“”",
    "‟": "”",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "‘": "’",
    "’": "’",
    "‚": "‘’",
    '"': '"',
    "'": "'",
}
#: What stands before an opening mark, besides nothing and space.
BEFORE_OPENING = frozenset(" ([{—–-/:¿¡“„«‘‹\"'")
AFTER_CLOSING = frozenset(" )]}—–-/:;,.!?…”’»›\"'“&*")
FAMILY = dict.fromkeys('“”„‟"', "double") | dict.fromkeys("«»", "angle") | dict.fromkeys("‹›", "small angle")
OPENING, CLOSING = frozenset("“„‟«‹‘‚"), frozenset("”»›’")
#: Feet and inches (5’ 10”): the mark that closes such a measure is not a quotation mark.
MEASURE = re.compile(r"\d\s?['’′]\s?\d{1,2}$")
INCHES = re.compile(r"(?<!\d)\d{1,2}$")
DECADE = re.compile(r"\d\d?0?s?\b")
WORD = re.compile(r"\w+")
SENTENCE = re.compile(r"[.!?…][”’\"')]*\s+")
#: How deep marks may stand in each other, and how far ahead a single mark looks for its partner.
DEEPEST, FARTHEST = 4, 40
#: Over how many paragraphs without any mark a quotation may run to a closing mark that stands alone.
UNMARKED = 4


class Mark(Struct, frozen=True):
    """One mark: where it stands, its width, and whether by its place it can open or close."""

    at: int
    width: int
    family: str
    shape: Literal["opening", "closing", "straight"]
    can_open: bool
    can_close: bool


class QuoteSpan(Struct, frozen=True):
    """What stands between two marks of one text: ``start`` to ``end``, marks and outer space excluded.

    ``outer`` is the place in its list of the span that holds it. ``opened`` and ``closed`` say whether the
    marks are there; ``family`` is that of the marks, and ``matched`` says whether one
    is the other's pair.
    """

    text: int
    start: int
    end: int
    family: str
    outer: int | None = None
    opened: bool = True
    closed: bool = True
    matched: bool = True


def marks_in(text: str, apostrophes: frozenset[str] = frozenset()) -> list[Mark]:
    """Return the quotation marks of ``text`` in order; what is plainly an apostrophe or a measure is left out.

    ``apostrophes`` are the words that begin with an apostrophe in the language, without it: tis, em.
    """
    found: list[Mark] = []
    length = len(text)
    candidates = list(MARK.finditer(text))
    if len(candidates) > max(MANY, length // THICK):
        return found
    for match in candidates:
        at, end, sign = match.start(), match.end(), match[0]
        if end - at > 3:
            continue
        before = text[at - 1] if at else " "
        after = text[end] if end < length else " "
        family = FAMILY.get(sign[0], "single") if len(sign) == 1 else "double"
        can_open = before in BEFORE_OPENING and not after.isspace() and after not in ".,;!?)"
        can_close = not before.isspace() and before not in "([{" and (after in AFTER_CLOSING or after.isspace())
        if family == "single":
            word = WORD.match(text, end)
            if word and can_open and (word[0].lower() in apostrophes or DECADE.match(text, end)):
                continue
            if sign == "’":
                can_open = False
            if not can_open and (before.isdigit() and MEASURE.search(text[max(0, at - 3) : at] + sign + "0")):
                can_close = can_close and not (text[end : end + 3].strip()[:1].isdigit())
            if not can_open and not can_close:
                continue
        elif sign in '"”' and before.isdigit() and MEASURE.search(text[max(0, at - 7) : at]):
            continue
        shape: Literal["opening", "closing", "straight"] = (
            "opening" if sign in OPENING else "closing" if sign in CLOSING else "straight"
        )
        found.append(Mark(at, end - at, family, shape, can_open, can_close))
    return found


def spans_in(texts: Sequence[str], apostrophes: frozenset[str] = frozenset()) -> list[QuoteSpan]:
    """Return the spans between the marks of ``texts``, in reading order, those within others included."""
    spans: list[QuoteSpan] = []
    reversed_angles: bool | None = None
    for number, text in enumerate(texts):
        marks = marks_in(text, apostrophes)
        if not marks:
            continue
        if reversed_angles is None:
            first = next((text[mark.at] for mark in marks if mark.family == "angle"), None)
            reversed_angles = None if first is None else first == "»"
        if reversed_angles:  # »so« in German and Danish books and papers
            turn: dict[str, Literal["opening", "closing"]] = {"opening": "closing", "closing": "opening"}
            marks = [replace(m, shape=turn[m.shape]) if m.family == "angle" and m.shape in turn else m for m in marks]
        spans.extend(_paired(number, text, marks, len(spans)))
    return spans


def _paired(number: int, text: str, marks: list[Mark], base: int) -> list[QuoteSpan]:
    """Pair the marks of one text; ``base`` is how many spans stand before these."""
    found: list[QuoteSpan] = []
    stack: list[tuple[str, int]] = []  # the family of each open mark, and the place of its span in found

    def close(depth: int, end: int, closed: bool) -> None:
        """End the span at ``depth`` of the stack; what is still open within it ends there, too."""
        while len(stack) > depth:
            _, place = stack.pop()
            ends = closed and len(stack) == depth
            span = found[place]
            matched = not ends or text[end] in PAIRS[text[span.start - 1]]
            found[place] = QuoteSpan(number, span.start, end, span.family, span.outer, True, ends, matched)

    reach = 0  # where the last closing mark stands
    for index, mark in enumerate(marks):
        inside = [family for family, _ in stack]
        opens = _opens(text, marks, index, inside)
        if opens is None:
            continue
        if opens:
            if mark.family in inside and not _nests(marks, index):
                close(inside.index(mark.family), mark.at, closed=False)
            if len(stack) >= DEEPEST:
                continue
            outer = base + stack[-1][1] if stack else None
            stack.append((mark.family, len(found)))
            found.append(QuoteSpan(number, mark.at + mark.width, len(text), mark.family, outer))
        elif mark.family in inside:
            close(len(inside) - 1 - inside[::-1].index(mark.family), mark.at, closed=True)
        elif mark.family != "single" and not stack:
            # A closing mark alone: its opening mark is missing, or stands in an earlier paragraph.
            sentences = [match.end() for match in SENTENCE.finditer(text, reach, mark.at)]
            if not found or sentences:
                start = sentences[-1] if found else 0
                found.append(QuoteSpan(number, start, mark.at, mark.family, opened=False))
        if not opens:
            reach = mark.at + mark.width
    close(0, len(text), closed=False)
    return [_trimmed(text, span) for span in found]


def _opens(text: str, marks: list[Mark], index: int, inside: list[str]) -> bool | None:
    """Say whether a mark opens (true), closes (false) or is no quotation mark (``None``)."""
    mark = marks[index]
    is_open = mark.family in inside
    if mark.family == "single":
        if is_open and mark.can_close and not (mark.can_open and mark.shape == "opening"):
            return None if _is_possessive(text, marks, index) else False
        if not mark.can_open or is_open:
            return None
        if _partner(marks, index, inside) or mark.at == 0:
            return True
        return None
    if not mark.can_open and INCHES.search(text, max(0, mark.at - 3), mark.at):
        later = next((other for other in marks[index + 1 :] if other.family == mark.family), None)
        if not is_open or (later and not later.can_open):
            return None  # a 12” pipe
    if mark.can_open != mark.can_close:
        facing = {"opening": True, "closing": False}.get(mark.shape, mark.can_open)
        # A mark that faces the wrong way for its place is read by what is open.
        return mark.can_open if facing == mark.can_open else not is_open
    if mark.shape != "straight":
        return mark.shape == "opening"
    return not is_open


def _partner(marks: list[Mark], index: int, inside: list[str]) -> bool:
    """Say whether a single mark that could open is followed by one that could close, within what holds it."""
    for mark in marks[index + 1 : index + FARTHEST]:
        if mark.family == "single" and mark.can_close and not (mark.can_open and mark.shape == "opening"):
            return True
        if mark.family in inside and mark.can_close:
            return False
    return False


def _is_possessive(text: str, marks: list[Mark], index: int) -> bool:
    """Say whether a mark after s (the hostages’ families) is an apostrophe: a better closing mark follows it."""
    mark = marks[index]
    if text[mark.at - 1] != "s" or not text[mark.at + 1 : mark.at + 3].strip()[:1].islower():
        return False
    for later in marks[index + 1 : index + FARTHEST]:
        if later.family == "single":
            better = text[later.at - 1] in ".,!?…" or text[later.at + 1 : later.at + 2].strip() in {"", *".,;:!?"}
            return later.can_close and not later.can_open and better
    return False


def _nests(marks: list[Mark], index: int) -> bool:
    """Say whether a mark that opens inside one of its own family has two closing marks after it."""
    later = [m for m in marks[index + 1 : index + FARTHEST] if m.family == marks[index].family][:2]
    return len(later) == 2 and all(m.can_close and m.shape != "opening" and not m.can_open for m in later)


def _trimmed(text: str, span: QuoteSpan) -> QuoteSpan:
    """Return a span without the space at its ends (« so » in French)."""
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    end = max(start, span.start + len(words.rstrip()))
    return span if (start, end) == (span.start, span.end) else replace(span, start=start, end=end)


def joined(texts: Sequence[str], spans: Sequence[QuoteSpan]) -> Iterator[tuple[int, ...]]:
    """Yield the places of the spans that make up one quotation, for each quotation, in reading order.

    A span goes on in the next text if it was not closed and the next text opens with a mark of its family, or
    if the next closing mark of a text without opening mark stands alone.
    """
    first: dict[int, int] = {}
    for place, span in enumerate(spans):
        if span.outer is None:
            first.setdefault(span.text, place)
    taken: set[int] = set()
    for place in range(len(spans)):
        if place in taken:
            continue
        chain = [place]
        while (after := _continuation(texts, spans, first, chain[-1])) is not None and after not in taken:
            chain.append(after)
        taken.update(chain)
        yield tuple(chain)


def _continuation(texts: Sequence[str], spans: Sequence[QuoteSpan], first: dict[int, int], place: int) -> int | None:
    """Return the place of the span that goes on with this one, ``None`` if it ends here."""
    span = spans[place]
    if span.closed or span.outer is not None or span.end < len(texts[span.text].rstrip()):
        return None
    for number in range(span.text + 1, min(span.text + 1 + UNMARKED, len(texts))):
        follower = first.get(number)
        if follower is None:
            continue
        other = spans[follower]
        if not other.opened and other.start == 0:
            return follower
        at_start = other.start <= 2 and other.family == span.family
        return follower if at_start and number == span.text + 1 else None
    return None
