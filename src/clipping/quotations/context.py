"""The words of a quotation and the sentence around it, computed once per quotation.

A quotation may run over several texts (paragraphs). What leads up to it is the sentence that breaks off at its
opening mark, with what was quoted earlier in the same text masked, so that nobody is taken for its speaker from
within another's words; what follows it is read up to the next quotation.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter

from msgspec import Struct

from clipping.quotations.marks import QuoteSpan, joined, spans_in
from clipping.quotations.sentences import split_sentences
from clipping.record import Part

#: A letter or a digit.
WORDS = re.compile(r"[^\W_]")
#: What replaces an earlier quotation, and one that ends its sentence.
MASK, MASK_ENDED = " _", " _."
BEFORE = attrgetter("before")
#: How many code points before and after a quotation are read, and how many quotations within them.
WINDOW, NEAR = 320, 8


class Text(Struct, frozen=True):
    """One text of the article that may have quotations: its id in the record, and what it says."""

    id: str
    text: str
    headed: bool = False  # a headline or caption, which names its speaker in its own way


class QuoteContext(Struct, frozen=True):
    """One quotation in its surroundings; ``first`` and ``last`` are its spans, and ``id`` names it among its group.

    ``ahead`` is the part of its sentence before the marks, ``tail`` what follows them, up to the next quotation.
    ``ended`` means that a full stop inside the marks ends the sentence. ``holder`` is the id of the quotation
    that holds this one.
    """

    id: str
    group: Sequence[Text]
    first: QuoteSpan
    last: QuoteSpan
    text: str
    parts: tuple[Part, ...]
    ahead: str
    tail: str
    ended: bool
    holder: str | None

    @property
    def headed(self) -> bool:
        """Whether it is in a headline, a caption or the like."""
        return self.group[self.first.text_index].headed

    @property
    def nested(self) -> bool:
        """Whether another span holds it."""
        return self.first.outer is not None


def quote_contexts(group: Sequence[Text], apostrophes: frozenset[str]) -> Iterator[QuoteContext]:
    """Yield the quotations of a run of texts in reading order, those within others after them.

    ``apostrophes`` are the words of the language that begin with an apostrophe. Marks with neither letter nor digit
    between them make no quotation.
    """
    texts = [text.text for text in group]
    spans = spans_in(texts, apostrophes)
    outermost: dict[int, list[QuoteSpan]] = {}
    for span in spans:
        if span.outer is None:
            outermost.setdefault(span.text_index, []).append(span)
    ids: dict[int | None, str] = {}  # of the quotation of each span
    for chain in joined(texts, spans):
        ids |= dict.fromkeys(chain, f"{group[0].id}.{chain[0]}")
        first, last = spans[chain[0]], spans[chain[-1]]
        parts = tuple(_parts(group, [spans[index] for index in chain]))
        words = "\n\n".join(texts[n][part.start : part.end] for n, part in parts)
        if not WORDS.search(words):
            continue
        if first.outer is None:
            beside = outermost[first.text_index]
            at = bisect_left(beside, first.before, key=BEFORE)
            head = _masked(texts[first.text_index], beside[max(0, at - NEAR) : at], first.before)
            beside = outermost[last.text_index]
            at = bisect_left(beside, last.past, key=BEFORE)
            stop = beside[at].before if at < len(beside) else len(texts[last.text_index])
        else:
            head = texts[first.text_index][spans[first.outer].start : first.before]
            stop = spans[first.outer].end
        tail = texts[last.text_index][last.past : min(stop, last.past + WINDOW)]
        yield QuoteContext(
            ids[chain[0]],
            group,
            first,
            last,
            words,
            tuple(part for _, part in parts),
            split_sentences(head[-WINDOW:])[-1][1],
            tail,
            words.endswith(".") and not words.endswith("..."),
            ids.get(first.outer),
        )


def _masked(text: str, earlier: Sequence[QuoteSpan], end: int) -> str:
    """Return ``text`` up to ``end`` with the quotations before it masked; what precedes many of them is left out."""
    at = earlier[0].before if len(earlier) == NEAR else 0
    pieces = []
    for span in earlier:
        pieces += [text[at : span.before], MASK_ENDED if text[span.end - 1] in ".…" else MASK]
        at = span.past
    return "".join([*pieces, text[at:end]])


def _parts(group: Sequence[Text], chain: Sequence[QuoteSpan]) -> Iterator[tuple[int, Part]]:
    """Yield the parts of one quotation, each with the index of its text; a text without a mark is one as a whole."""
    reached = chain[0].text_index
    for span in chain:
        for number in range(reached + 1, span.text_index):
            yield number, Part(group[number].id, 0, len(group[number].text))
        yield span.text_index, Part(group[span.text_index].id, span.start, span.end)
        reached = span.text_index
