"""Pair quotation marks, and join quotations that run over several paragraphs.

Captures mix the shapes of marks, so their surroundings decide. An opening mark is followed by a word and not preceded
by one; a closing mark is preceded by a word or stop and not followed by a word. An ambiguous mark closes the open
quotation of its family, if there is one; otherwise it opens one. Double marks, single marks and guillemets are separate
families, each of which may be nested in another.

Where a quotation of several paragraphs ends (Hart's Rules, 9.2.3):

- usually each paragraph starts with an opening mark, and only the last one has a closing mark;
- if a page omits the repeated marks, the quotation ends at an unpaired closing mark in a later paragraph;
- if there is no closing mark, the quotation ends with its paragraph.
"""

import re
from collections.abc import Iterator, Sequence, Set

from msgspec import Struct
from msgspec.structs import replace

from clipping.quotations.people import LanguageWords

#: The family of each mark.
FAMILY = {**dict.fromkeys('“”„‟"', "double"), **dict.fromkeys("«»", "angle"), **dict.fromkeys("‹›", "small angle")}
FAMILY |= dict.fromkeys("‘’‚'", "single")
#: A possible quotation mark. A single mark between two letters is an apostrophe; two together ('') are a double mark.
MARK = re.compile(rf"[{''.join(FAMILY)}](?:(?<=')'|(?<![‘’‚'])|(?<!\w.)|(?!\w))")
#: A number before the mark for inches (12”).
INCHES = re.compile(r"(?<!\d)\d{1,2}$")
#: A decade, in which an apostrophe stands for the century (’90s).
DECADE = re.compile(r"\d\ds?")
WORD = re.compile(r"\w+")
#: Dialogue after a dash: —No —dijo ella—. Nunca.
DIALOGUE = re.compile(r"[—–] ?[\w¿¡].*[.!?…]$")
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

    ``text_index`` is the index of the text. The opening mark starts at ``before``, or is missing if that is ``start``;
    the closing mark ends at ``past``, or is missing if that is ``end``. ``outer`` is the index of the span around this
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

    ``apostrophes`` has the words that start with an apostrophe in the language, but without the apostrophe: tis, em.
    """
    found = []
    for match in MARK.finditer(text, *line):
        at, end, sign = match.start(), match.end(), match[0]
        before, after = text[at - 1 : at] or " ", text[end : end + 1] or " "
        family = FAMILY[sign] if len(sign) == 1 else "double"
        can_open = not after.isspace() and after not in ".,;!?)"
        # A space may be missing after a closing mark, but a single mark between two letters or digits is an apostrophe.
        can_close = not before.isspace() and (family != "single" or not after.isalnum())
        word = WORD.match(text, end)
        if family != "single" or not word or not (word[0].lower() in apostrophes or DECADE.fullmatch(word[0])):
            found.append(Mark(at, end, family, can_open, can_close))
    return found


def spans_in(texts: Sequence[str], known: LanguageWords) -> list[QuoteSpan]:
    """Return the spans between the marks of ``texts``, including nested ones, in reading order.

    No span continues on the next line of a text: each line of a standfirst stands alone. A dash at the start of a text
    introduces speech if it does so in the language, as in Spanish, or if the text names its speaker.
    """
    spans: list[QuoteSpan] = []
    for number, text in enumerate(texts):
        earlier = len(spans)
        for line in re.finditer(".+", text):
            marks = marks_in(text, line.span(), known["apostrophes"])
            spans.extend(_paired(number, text, line.span(), marks, len(spans)))
        if len(spans) == earlier and DIALOGUE.match(text) and ("dialogue" in known or known.dialogue_tag.search(text)):
            spans.extend(_dialogue(number, text, known.dialogue_tag))
    return spans


def _dialogue(number: int, text: str, tag: re.Pattern[str]) -> Iterator[QuoteSpan]:
    """Yield each stretch of speech in a dialogue: from a dash to the next dash, to ``tag``, or to the end of the text.

    The first dash after its end begins the next stretch. ``tag`` matches the comma before a speaker: —No, said Bell.
    """
    dash = None  # the dash that opened the speech, if any is open
    for match in re.finditer(rf"(\s*[—–][.,]?\s*)|{tag.pattern}|$", text):
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
    for index, mark in enumerate(marks):
        # The depth of the innermost open span of its family, or None.
        depth = max((d for d, n in enumerate(stack) if found[n].family == mark.family), default=None)
        later = [other for other in marks[index + 1 : index + MARKS_AHEAD] if other.family == mark.family]
        if not _is_quotation_mark(text, mark, later, depth is not None):
            continue
        opens = mark.can_open if mark.can_open != mark.can_close else depth is None
        # A quotation may directly contain one of its own family if neither of that family's next two marks can open.
        nests = opens and len(later) > 1 and not any(other.can_open for other in later[:2])
        if depth is not None and not nests:
            for n in stack[depth:]:
                found[n] = replace(found[n], end=mark.at, past=mark.at)
            if not opens:
                found[stack[depth]] = replace(found[stack[depth]], past=mark.end)
            del stack[depth:]
        elif not (opens or found):
            # An unpaired closing mark: its opening mark is missing or in an earlier paragraph.
            found.append(QuoteSpan(number, line[0], mark.at, line[0], mark.end, mark.family))
        if opens:
            outer = base + stack[-1] if stack else None
            stack.append(len(found))
            found.append(QuoteSpan(number, mark.end, line[1], mark.at, line[1], mark.family, outer))
    return found


def _is_quotation_mark(text: str, mark: Mark, later: list[Mark], is_open: bool) -> bool:
    """Return whether a mark is neither an apostrophe nor the sign for inches.

    ``later`` are the next marks of its family; ``is_open`` means that a quotation of its family is open.
    """
    if mark.family != "single":
        return is_open or not INCHES.search(text, max(0, mark.at - 3), mark.at)  # a 12” pipe
    if not is_open:
        return mark.can_open and bool(later)
    # The mark is an apostrophe, as in ‘the hostages’ families’, if the next one is clearly a closing mark.
    return mark.can_close and not (later and text[later[0].end : later[0].end + 1].strip() in ".,;:!?")


def joined(spans: Sequence[QuoteSpan]) -> list[list[int]]:
    """Return the quotations in reading order, each as the indices of its spans.

    A span without a closing mark continues in the next text if that starts with a mark, or in a later text if the next
    mark there is an unpaired closing one.
    """
    first = {spans[index].text_index: index for index in reversed(range(len(spans)))}  # by the index of a text
    chains: dict[int, list[int]] = {}  # the chain that each span belongs to, by the span's index
    for index, span in enumerate(spans):
        chain = chains.setdefault(index, [index])
        following = range(span.text_index + 1, span.text_index + 1 + PARAGRAPHS_AHEAD)
        after = next((first[text] for text in following if text in first), None)
        if span.closed or after is None or after in chains:
            continue
        other = spans[after]
        if other.before == other.start or (other.start <= 2 and other.text_index == following[0]):
            chain.append(after)
            chains[after] = chain
    return [chain for index, chain in chains.items() if chain[0] == index]
