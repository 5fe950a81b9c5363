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
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

#: What can be a quotation mark. One between two letters is an apostrophe and is not looked at.
#: Four and more in a row are a rule or a picture. The pattern begins with the set of all marks for speed.
MARK = re.compile(r"[“”„‟«»‹›‘’‚'\"](?:[“”„‟«»‹›‘’‚'\"]{3,}|(?<=')'|(?<=[“”„‟«»‹›\"])|(?<!\w.)|(?<=['’‘])(?!\w))")
#: A text of many marks and few words between them is a picture or a table, not prose.
MANY, THICK = 100, 8
#: Which marks close what another opens; a pair that is none of these is mixed.
PAIRS = {
    pair[0]: pair[1:] for pair in ["“”", "””", "„“”", "‟”", "«»", "»«»", "‹›", "›‹›", "‘’", "’’", "‚‘’", '""', "''"]
}
#: What may follow a closing mark, and what can't follow an opening one.
AFTER_CLOSING = frozenset(" )]}—–―-/:;,.!?…”’»›\"'“&*")
NOT_OPENED = frozenset(".,;!?)")
FAMILY = dict.fromkeys('“”„‟"', "double") | dict.fromkeys("«»", "angle") | dict.fromkeys("‹›", "small angle")
#: Inches (12”): the mark of such a measure is not a quotation mark.
INCHES = re.compile(r"(?<!\d)\d{1,2}$")
DECADE = re.compile(r"\d\d?0?s?\b")
WORD = re.compile(r"\w+")
#: A dash that opens what is said (—No —dijo ella—. Nunca.), and each dash of such a text.
SAID = re.compile(r"[—–] ?[\w¿¡].*[.!?…]$")
DASH = re.compile(r"\s*[—–][.,]?\s*")
#: How many marks ahead those of the same family are looked for.
FARTHEST = 40
#: Over how many paragraphs without any mark a quotation may run to a closing mark that is alone.
UNMARKED = 4


class Mark(Struct, frozen=True):
    """One mark: where it begins and ends, and whether it can open or close there."""

    at: int
    end: int
    family: str
    can_open: bool
    can_close: bool


class QuoteSpan(Struct, frozen=True):
    """The words between two marks of one text: ``start`` to ``end``, outer space excluded.

    ``text_index`` is that of the text, ``before`` and ``past`` are the offsets on the far side of the marks, the same
    as ``start`` or ``end`` where a mark is missing. ``outer`` is the index of the span that holds this one, and
    ``matched`` means that the marks are a pair.
    """

    text_index: int
    start: int
    end: int
    before: int
    past: int
    family: str
    outer: int | None = None
    matched: bool = True

    @property
    def closed(self) -> bool:
        """Whether the closing mark is there; words behind a dash need none."""
        return self.past > self.end or self.family == "dash"


def marks_in(text: str, apostrophes: frozenset[str]) -> list[Mark]:
    """Return the quotation marks of ``text`` in order; what is plainly an apostrophe is left out.

    ``apostrophes`` are the words that begin with an apostrophe in the language, without it: tis, em.
    """
    found: list[Mark] = []
    candidates = list(MARK.finditer(text))
    if len(candidates) > max(MANY, len(text) // THICK):
        return found
    for match in candidates:
        at, end, sign = match.start(), match.end(), match[0]
        if end - at > 3:
            continue
        before, after = text[at - 1 : at] or " ", text[end : end + 1] or " "
        family = FAMILY.get(sign[0], "single") if len(sign) == 1 else "double"
        can_open = not after.isspace() and after not in NOT_OPENED
        can_close = not before.isspace() and (after in AFTER_CLOSING or after.isspace())
        word = WORD.match(text, end)
        if family != "single" or not word or not (word[0].lower() in apostrophes or DECADE.match(text, end)):
            found.append(Mark(at, end, family, can_open, can_close))
    return found


def spans_in(texts: Sequence[str], apostrophes: frozenset[str], dialogue: bool) -> list[QuoteSpan]:
    """Return the spans between the marks of ``texts``, in reading order, those within others included.

    ``dialogue`` means that a dash at the head of a text opens words that are said, as in Spanish.
    """
    spans: list[QuoteSpan] = []
    for number, text in enumerate(texts):
        if marks := marks_in(text, apostrophes):
            spans.extend(_paired(number, text, marks, len(spans)))
        elif dialogue and SAID.match(text):
            dashes = [match.span() for match in DASH.finditer(text)]
            ends = [*(start for start, _ in dashes[1:]), len(text)]
            said = zip(dashes[::2], ends[::2], strict=True)
            spans.extend(QuoteSpan(number, start, end, at, end, "dash") for (at, start), end in said if start < end)
    return spans


def _paired(number: int, text: str, marks: list[Mark], base: int) -> list[QuoteSpan]:
    """Pair the marks of one text; ``base`` is how many spans precede these."""
    found: list[QuoteSpan] = []
    stack: list[int] = []  # the index in found of each open span

    def close(depth: int, end: int, past: int) -> None:
        """End the span at ``depth`` of the stack with the mark from ``end`` to ``past``, and what is open within it."""
        while len(stack) > depth:
            index = stack.pop()
            span = found[index]
            closer = past if len(stack) == depth else end
            matched = closer == end or text[end] in PAIRS[text[span.start - 1]]
            found[index] = replace(span, end=end, past=closer, matched=matched)

    for index, mark in enumerate(marks):
        inside = [found[n].family for n in stack]
        later = [other for other in marks[index + 1 : index + FARTHEST] if other.family == mark.family]
        opens = _opens(text, mark, later, mark.family in inside)
        if opens:
            nests = [other.can_close and not other.can_open for other in later[:2]] == [True, True]
            if mark.family in inside and not nests:
                close(inside.index(mark.family), mark.at, mark.at)
            outer = base + stack[-1] if stack else None
            stack.append(len(found))
            found.append(QuoteSpan(number, mark.end, len(text), mark.at, len(text), mark.family, outer))
        elif opens is False and mark.family in inside:
            close(len(inside) - 1 - inside[::-1].index(mark.family), mark.at, mark.end)
        elif opens is False and mark.family != "single" and not found:
            # A closing mark alone: its opening mark is missing, or is in an earlier paragraph.
            found.append(QuoteSpan(number, 0, mark.at, 0, mark.end, mark.family))
    close(0, len(text), len(text))
    return [_trimmed(text, span) for span in found]


def _opens(text: str, mark: Mark, later: list[Mark], is_open: bool) -> bool | None:
    """Return whether a mark opens (true), closes (false) or is no quotation mark (``None``)."""
    if mark.family == "single":
        closes = mark.can_close and not _is_possessive(text, later)
        return (False if closes else None) if is_open else (True if mark.can_open and later else None)
    inches = not mark.can_open and INCHES.search(text, max(0, mark.at - 3), mark.at)
    if inches and (not is_open or (later and not later[0].can_open)):
        return None  # a 12” pipe
    return mark.can_open if mark.can_open != mark.can_close else not is_open


def _is_possessive(text: str, later: list[Mark]) -> bool:
    """Return whether a mark that could close (the hostages’ families) is an apostrophe: a better one follows it."""
    better = [mark.at for mark in later[:1] if mark.can_close and not mark.can_open]
    return any(text[at - 1] in ".,!?…" or text[at + 1 : at + 2].strip() in {"", *".,;:!?"} for at in better)


def _trimmed(text: str, span: QuoteSpan) -> QuoteSpan:
    """Return a span without the space at its ends (« so » in French)."""
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    end = max(start, span.start + len(words.rstrip()))
    return replace(span, start=start, end=end, past=span.past if span.closed else end)


def joined(texts: Sequence[str], spans: Sequence[QuoteSpan]) -> list[list[int]]:
    """Return the indexes of the spans that make up one quotation, for each quotation, in reading order.

    A span goes on in the next text if it was not closed and the next text opens with a mark, or if the next mark
    in a later text is a closing one.
    """
    first = {span.text_index: index for index, span in reversed([*enumerate(spans)])}
    chains: dict[int, list[int]] = {}  # by each of their spans
    for index in range(len(spans)):
        chain = chains.setdefault(index, [index])
        after = _continuation(texts, spans, first, index)
        if after is not None and after not in chains:
            chain.append(after)
            chains[after] = chain
    return [chain for index, chain in chains.items() if chain[0] == index]


def _continuation(texts: Sequence[str], spans: Sequence[QuoteSpan], first: dict[int, int], index: int) -> int | None:
    """Return the index of the span that goes on with this one, ``None`` if it ends here."""
    span, following = spans[index], spans[index].text_index + 1
    follower = next((first[number] for number in range(following, following + UNMARKED) if number in first), None)
    if follower is None or span.closed or span.past < len(texts[span.text_index].rstrip()):
        return None
    other = spans[follower]
    return follower if other.before == other.start or (other.start <= 2 and other.text_index == following) else None
