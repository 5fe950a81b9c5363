"""The spans between quotation marks, and nothing about who speaks.

Marks are read by their surroundings, since captures mix their shapes: an opening mark has space, a bracket or
a dash before it and a word after it; a closing mark has a word or a stop before it and none after it. Where
that does not settle it, a mark opens if nothing is open and closes otherwise. Doubles, singles and guillemets
are different families and may hold each other.

Three habits of printing decide where a quotation of several paragraphs ends (Hart's Rules, 9.2.3):

- an opening mark is repeated at each paragraph, and the closing mark is at the last only;
- some pages leave the repeated marks out: the closing mark is then alone in a later paragraph;
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
#: What an opening mark may follow, besides nothing and space, and what may follow a closing one.
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
#: How deep marks may be nested, and how many marks ahead are looked at.
DEEPEST, FARTHEST = 4, 40
#: Over how many paragraphs without any mark a quotation may run to a closing mark that is alone.
UNMARKED = 4


class Mark(Struct, frozen=True):
    """One mark: its offset, its width, and whether it can open or close where it is."""

    at: int
    width: int
    family: str
    shape: Literal["opening", "closing", "straight"]
    can_open: bool
    can_close: bool


class QuoteSpan(Struct, frozen=True):
    """The words between two marks of one text: ``start`` to ``end``, outer space excluded.

    ``text`` is the index of the text, ``before`` and ``past`` are the offsets on the far side of the marks, the same
    as ``start`` or ``end`` where a mark is missing. ``outer`` is the index of the span that holds this one, and
    ``matched`` means that the marks are a pair.
    """

    text: int
    start: int
    end: int
    before: int
    past: int
    family: str
    outer: int | None = None
    matched: bool = True

    @property
    def opened(self) -> bool:
        """Whether the opening mark is there."""
        return self.before < self.start

    @property
    def closed(self) -> bool:
        """Whether the closing mark is there."""
        return self.past > self.end


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
    for number, text in enumerate(texts):
        if marks := marks_in(text, apostrophes):
            spans.extend(_paired(number, text, marks, len(spans)))
    return spans


def _paired(number: int, text: str, marks: list[Mark], base: int) -> list[QuoteSpan]:
    """Pair the marks of one text; ``base`` is how many spans precede these."""
    found: list[QuoteSpan] = []
    stack: list[tuple[str, int]] = []  # the family of each open mark, and the index of its span in found

    def close(depth: int, end: int, width: int) -> None:
        """End the span at ``depth`` of the stack with a mark of that width; what is open within it ends there, too."""
        while len(stack) > depth:
            _, index = stack.pop()
            span = found[index]
            past = end + width * (len(stack) == depth)
            matched = past == end or text[end] in PAIRS[text[span.start - 1]]
            found[index] = replace(span, end=end, past=past, matched=matched)

    reach = 0  # where the last closing mark ends
    for index, mark in enumerate(marks):
        inside = [family for family, _ in stack]
        opens = _opens(text, marks, index, inside)
        past = mark.at + mark.width
        if opens is None:
            continue
        if opens:
            if mark.family in inside and not _nests(marks, index):
                close(inside.index(mark.family), mark.at, 0)
            if len(stack) >= DEEPEST:
                continue
            outer = base + stack[-1][1] if stack else None
            stack.append((mark.family, len(found)))
            found.append(QuoteSpan(number, past, len(text), mark.at, len(text), mark.family, outer))
        elif mark.family in inside:
            close(len(inside) - 1 - inside[::-1].index(mark.family), mark.at, mark.width)
        elif mark.family != "single" and not stack:
            # A closing mark alone: its opening mark is missing, or is in an earlier paragraph.
            sentences = [match.end() for match in SENTENCE.finditer(text, reach, mark.at)]
            if not found or sentences:
                start = sentences[-1] if found else 0
                found.append(QuoteSpan(number, start, mark.at, start, past, mark.family))
        if not opens:
            reach = past
    close(0, len(text), 0)
    return [_trimmed(text, span) for span in found]


def _opens(text: str, marks: list[Mark], index: int, inside: list[str]) -> bool | None:
    """Return whether a mark opens (true), closes (false) or is no quotation mark (``None``)."""
    mark = marks[index]
    is_open = mark.family in inside
    if mark.family == "single":
        if is_open:
            closes = mark.can_close and not (mark.can_open and mark.shape == "opening")
            return False if closes and not _is_possessive(text, marks, index) else None
        return True if mark.can_open and (_partner(marks, index, inside) or mark.at == 0) else None
    if not mark.can_open and INCHES.search(text, max(0, mark.at - 3), mark.at):
        later = next((other for other in marks[index + 1 :] if other.family == mark.family), None)
        if not is_open or (later and not later.can_open):
            return None  # a 12” pipe
    if mark.can_open != mark.can_close:
        facing = {"opening": True, "closing": False}.get(mark.shape, mark.can_open)
        # A mark that faces the wrong way for its place is read by what is open.
        return mark.can_open if facing == mark.can_open else not is_open
    return not is_open


def _partner(marks: list[Mark], index: int, inside: list[str]) -> bool:
    """Return whether a single mark that could open is followed by one that could close, within what holds it."""
    for mark in marks[index + 1 : index + FARTHEST]:
        if mark.family == "single" and mark.can_close and not (mark.can_open and mark.shape == "opening"):
            return True
        if mark.family in inside and mark.can_close:
            return False
    return False


def _is_possessive(text: str, marks: list[Mark], index: int) -> bool:
    """Return whether a mark after s (the hostages’ families) is an apostrophe: a better closing mark follows it."""
    mark = marks[index]
    if text[mark.at - 1] != "s" or not text[mark.at + 1 : mark.at + 3].strip()[:1].islower():
        return False
    for later in marks[index + 1 : index + FARTHEST]:
        if later.family == "single":
            better = text[later.at - 1] in ".,!?…" or text[later.at + 1 : later.at + 2].strip() in {"", *".,;:!?"}
            return later.can_close and not later.can_open and better
    return False


def _nests(marks: list[Mark], index: int) -> bool:
    """Return whether a mark that opens inside one of its own family has two closing marks after it."""
    later = [m for m in marks[index + 1 : index + FARTHEST] if m.family == marks[index].family][:2]
    return len(later) == 2 and all(m.can_close and m.shape != "opening" and not m.can_open for m in later)


def _trimmed(text: str, span: QuoteSpan) -> QuoteSpan:
    """Return a span without the space at its ends (« so » in French)."""
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    end = max(start, span.start + len(words.rstrip()))
    before, past = span.before if span.opened else start, span.past if span.closed else end
    return replace(span, start=start, end=end, before=before, past=past)


def joined(texts: Sequence[str], spans: Sequence[QuoteSpan]) -> Iterator[tuple[int, ...]]:
    """Yield the indexes of the spans that make up one quotation, for each quotation, in reading order.

    A span goes on in the next text if it was not closed and the next text opens with a mark of its family, or
    if the next closing mark of a text without opening mark is alone.
    """
    first: dict[int, int] = {}
    for index, span in enumerate(spans):
        if span.outer is None:
            first.setdefault(span.text, index)
    taken: set[int] = set()
    for index in range(len(spans)):
        if index in taken:
            continue
        chain = [index]
        while (after := _continuation(texts, spans, first, chain[-1])) is not None and after not in taken:
            chain.append(after)
        taken.update(chain)
        yield tuple(chain)


def _continuation(texts: Sequence[str], spans: Sequence[QuoteSpan], first: dict[int, int], index: int) -> int | None:
    """Return the index of the span that goes on with this one, ``None`` if it ends here."""
    span = spans[index]
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
