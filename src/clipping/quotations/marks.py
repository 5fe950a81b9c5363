"""Pair quotation marks, and join quotations that run over several paragraphs.

Captures mix the shapes of marks, so their surroundings decide. An opening mark is followed by a word and not preceded
by one; a closing mark is preceded by a word or stop and not followed by a word. An ambiguous mark closes the open
quotation of its family, if there is one; otherwise it opens one. Double marks, single marks and guillemets are separate
families, each of which may be nested in another.

Where a quotation of several paragraphs ends (Hart's Rules, 9.2.3):

- usually each paragraph starts with an opening mark, and only the last one has a closing mark;
- if a page omits the repeated marks, the closing mark is unpaired in a later paragraph;
- if there is no closing mark, the quotation ends with its paragraph.
"""

import re
from collections.abc import Iterator, Sequence, Set

from msgspec import Struct
from msgspec.structs import replace

#: The family of each mark.
FAMILY = {**dict.fromkeys('“”„‟"', "double"), **dict.fromkeys("«»", "angle"), **dict.fromkeys("‹›", "small angle")}
FAMILY |= dict.fromkeys("‘’‚'", "single")
#: A possible quotation mark; between two letters it is an apostrophe. Two single marks ('') are a double one.
MARK = re.compile(rf"[{''.join(FAMILY)}](?:(?<=')'|(?<!\w.)|(?!\w))")
#: A number before the mark for inches (12”).
INCHES = re.compile(r"(?<!\d)\d{1,2}$")
#: A decade, in which an apostrophe stands for the century (’90s).
DECADE = re.compile(r"\d\ds?")
WORD = re.compile(r"\w+")
#: Dialogue after a dash (—No —dijo ella—. Nunca.), and each dash in it.
DIALOGUE = re.compile(r"[—–] ?[\w¿¡].*[.!?…]$")
DASH = r"\s*[—–][.,]?\s*"
#: How many of the next marks are searched for others of the same family.
MARKS_AHEAD = 40
#: In how many of the next paragraphs to look for the mark that continues or closes an open quotation.
PARAGRAPHS_AHEAD = 4


class Mark(Struct, frozen=True):
    """One mark: its offsets, its family, and whether it can open or close a quotation."""

    at: int
    end: int
    family: str
    can_open: bool
    can_close: bool


class QuoteSpan(Struct, frozen=True):
    """The words between two marks of one text, from ``start`` to ``end``, with any spaces inside the marks.

    ``text_index`` is the index of the text. The opening mark starts at ``before``, which is ``start`` if it is missing;
    the closing mark ends at ``past``, which is ``end`` if it is missing. ``outer`` is the index of the span around this
    one.
    """

    text_index: int
    start: int
    end: int
    before: int
    past: int
    family: str
    outer: int | None = None

    @property
    def closed(self) -> bool:
        """Return whether it has a closing mark, or needs none because it follows a dash."""
        return self.past > self.end or self.family == "dash"


def marks_in(text: str, line: tuple[int, int], apostrophes: Set[str]) -> list[Mark]:
    """Return the quotation marks between two offsets of ``text`` in order, without what can only be an apostrophe.

    ``apostrophes`` are the words that start with an apostrophe in the language, without it: tis, em.
    """
    found: list[Mark] = []
    for match in MARK.finditer(text, *line):
        at, end, sign = match.start(), match.end(), match[0]
        before, after = text[at - 1 : at] or " ", text[end : end + 1] or " "
        family = FAMILY[sign] if len(sign) == 1 else "double"
        can_open = not after.isspace() and after not in ".,;!?)"
        can_close = not before.isspace() and not after.isalnum()
        word = WORD.match(text, end)
        if family != "single" or not word or not (word[0].lower() in apostrophes or DECADE.fullmatch(word[0])):
            found.append(Mark(at, end, family, can_open, can_close))
    return found


def spans_in(texts: Sequence[str], apostrophes: Set[str], tag: re.Pattern[str], dialogue: bool) -> list[QuoteSpan]:
    """Return the spans between the marks of ``texts``, including nested ones, in reading order.

    None runs on from one line of a text to the next: the points of a standfirst are lines. A dash at the start of a
    text introduces speech, as in Spanish, if ``dialogue`` is true or if the text names its speaker. ``tag`` matches the
    comma before such a speaker: —No, said Bell.
    """
    spans: list[QuoteSpan] = []
    for number, text in enumerate(texts):
        earlier = len(spans)
        for line in re.finditer(".+", text):
            marks = marks_in(text, line.span(), apostrophes)
            spans.extend(_paired(number, text, line.span(), marks, len(spans)))
        if len(spans) == earlier and DIALOGUE.match(text) and (dialogue or tag.search(text)):
            spans.extend(_dialogue(number, text, tag))
    return spans


def _dialogue(number: int, text: str, tag: re.Pattern[str]) -> Iterator[QuoteSpan]:
    """Yield the speech in a dialogue: from a dash to the next dash, ``tag`` or end, and again from the dash after."""
    dash: re.Match[str] | None = None  # the dash that opened the speech, if any is open
    for match in re.finditer(rf"({DASH})|{tag.pattern}|$", text):
        if dash is None:
            dash = match if match[1] else None
            continue
        if dash.end() < match.start():
            yield QuoteSpan(number, dash.end(), match.start(), dash.start(), match.start(), "dash")
        dash = None


def _paired(number: int, text: str, line: tuple[int, int], marks: list[Mark], base: int) -> list[QuoteSpan]:
    """Return the spans between the marks of a ``line`` of text ``number``; ``base`` is the number of earlier spans."""
    found: list[QuoteSpan] = []
    stack: list[int] = []  # the index in found of each open span

    def close(depth: int, end: int, past: int) -> None:
        """Close the span at ``depth`` of the stack with the mark from ``end`` to ``past``, and all spans inside it."""
        while len(stack) > depth:
            index = stack.pop()
            found[index] = replace(found[index], end=end, past=past if len(stack) == depth else end)

    for index, mark in enumerate(marks):
        inside = [found[n].family for n in stack]
        later = [other for other in marks[index + 1 : index + MARKS_AHEAD] if other.family == mark.family]
        opens = _opens(text, mark, later, mark.family in inside)
        if opens:
            # A quotation may directly contain one of its own family if neither of the next two can open another.
            nests = len(later) > 1 and not any(other.can_open for other in later[:2])
            if mark.family in inside and not nests:
                close(inside.index(mark.family), mark.at, mark.at)
            outer = base + stack[-1] if stack else None
            stack.append(len(found))
            found.append(QuoteSpan(number, mark.end, line[1], mark.at, line[1], mark.family, outer))
        elif opens is False and mark.family in inside:
            close(len(inside) - 1 - inside[::-1].index(mark.family), mark.at, mark.end)
        elif opens is False and not found:
            # An unpaired closing mark: its opening mark is missing or in an earlier paragraph.
            found.append(QuoteSpan(number, line[0], mark.at, line[0], mark.end, mark.family))
    return found


def _opens(text: str, mark: Mark, later: list[Mark], is_open: bool) -> bool | None:
    """Return ``True`` for an opening mark, ``False`` for a closing one, ``None`` for a mark that is neither.

    ``later`` are the next marks of its family; ``is_open`` means that a quotation of its family is open.
    """
    if mark.family == "single":
        # An apostrophe, as in ‘the hostages’ families’, if the next mark is clearly a closing one.
        is_apostrophe = later and text[later[0].end : later[0].end + 1].strip() in {"", *".,;:!?"}
        closes = mark.can_close and not is_apostrophe
        return (False if closes else None) if is_open else (True if mark.can_open and later else None)
    if not is_open and INCHES.search(text, max(0, mark.at - 3), mark.at):
        return None  # a 12” pipe
    return mark.can_open if mark.can_open != mark.can_close else not is_open


def joined(spans: Sequence[QuoteSpan]) -> list[list[int]]:
    """Return the quotations in reading order, each as the indices of its spans.

    A span without a closing mark continues in the next text if that starts with a mark, or in a later text if the next
    mark there is an unpaired closing one.
    """
    first = {span.text_index: index for index, span in reversed([*enumerate(spans)])}
    chains: dict[int, list[int]] = {}  # the chain that each span belongs to, by its index
    for index, span in enumerate(spans):
        chain, following = chains.setdefault(index, [index]), span.text_index + 1
        after = next((first[n] for n in range(following, following + PARAGRAPHS_AHEAD) if n in first), None)
        if span.closed or after is None or after in chains:
            continue
        other = spans[after]
        if other.before == other.start or (other.start <= 2 and other.text_index == following):
            chain.append(after)
            chains[after] = chain
    return [chain for index, chain in chains.items() if chain[0] == index]
