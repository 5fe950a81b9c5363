"""Where a quotation stands: its words, and the sentence around it, read once for all that judge it.

A quotation may run over several texts (paragraphs). What leads up to it is the sentence that breaks off at its
opening mark, with what was quoted earlier in the same text masked, so that nobody is taken for its speaker from
within another's words; what follows it is read up to the next quotation.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from clipping.quotations.marks import QuoteSpan, joined
from clipping.quotations.sentences import sentences
from clipping.record import Part

#: A letter or a digit.
WORDS = re.compile(r"[^\W_]")
MASK, MASK_ENDED = " _", " _."
#: How many code points before and after a quotation are read.
WINDOW = 320


class Text(Struct, frozen=True):
    """One text of the article that quotations stand in, and what it is."""

    id: str
    text: str
    headed: bool = False  # a headline or caption, which names its speaker in its own way


class QuoteContext(Struct, frozen=True):
    """One quotation where it stands: ``first`` and ``last`` are its spans, ``number`` is the place of the first.

    ``ahead`` is what its sentence says before the marks, ``tail`` what follows them, up to the next quotation.
    ``ended`` says that a full stop inside the marks ends the sentence. ``holder`` is the number of the quotation
    that holds this one.
    """

    group: Sequence[Text]
    number: int
    first: QuoteSpan
    last: QuoteSpan
    text: str
    parts: tuple[Part, ...]
    ahead: str
    tail: str
    ended: bool
    holder: int | None

    @property
    def headed(self) -> bool:
        """Whether it stands in a headline, a caption or the like."""
        return self.group[self.first.text].headed

    @property
    def nested(self) -> bool:
        """Whether another span holds it."""
        return self.first.outer is not None


def quote_contexts(group: Sequence[Text], spans: Sequence[QuoteSpan]) -> Iterator[QuoteContext]:
    """Yield the quotations of a run of texts where they stand, in reading order, those within others after them."""
    texts = [place.text for place in group]
    chains = _chains(texts, spans)
    outer = [chain for chain in chains if spans[chain[0]].outer is None]
    # Where the next outermost quotation begins, for each that is followed by one.
    following = {one[-1]: spans[two[0]] for one, two in itertools.pairwise(outer)}
    chain_of = {place: chain[0] for chain in chains for place in chain}
    masked, shown, masked_text = "", 0, -1
    for chain in chains:
        first, last = spans[chain[0]], spans[chain[-1]]
        if first.outer is None:
            if first.text != masked_text:
                masked, shown, masked_text = "", 0, first.text
            masked = (masked + texts[first.text][shown : first.before])[-WINDOW:]
            head = masked
        else:
            start = max(spans[first.outer].start, first.start - WINDOW)
            head = texts[first.text][start : first.before]
        stop = spans[last.outer].end if last.outer is not None else len(texts[last.text])
        after = following.get(chain[-1])
        if after and after.text == last.text and last.outer is None:
            stop = after.before
        past = last.past
        tail = texts[last.text][past : min(stop, past + WINDOW)]
        stretches = _stretches(texts, [spans[place] for place in chain])
        text = "\n\n".join(texts[n][start:end] for n, start, end in stretches)
        stopped = text.endswith((".", "…"))
        if first.outer is None:
            mask = MASK_ENDED if stopped else MASK
            masked, shown, masked_text = (masked if last.text == first.text else "") + mask, past, last.text
        yield QuoteContext(
            group,
            chain[0],
            first,
            last,
            text,
            tuple(Part(group[n].id, start, end) for n, start, end in stretches),
            sentences(head)[-1][1],
            tail,
            stopped and not text.endswith(("...", "…")) and not tail.lstrip().startswith((",", "–", "-", "—")),
            chain_of.get(first.outer) if first.outer is not None else None,
        )


def _chains(texts: Sequence[str], spans: Sequence[QuoteSpan]) -> list[tuple[int, ...]]:
    """Return the spans of each quotation, joined over its texts; one without a letter or digit is none."""
    chains = [tuple(p for p in chain if spans[p].end > spans[p].start) for chain in joined(texts, spans)]
    return [chain for chain in chains if any(_has_words(texts, spans[place]) for place in chain)]


def _has_words(texts: Sequence[str], span: QuoteSpan) -> bool:
    """Say whether a letter or digit stands in a span."""
    return WORDS.search(texts[span.text], span.start, span.end) is not None


def _stretches(texts: Sequence[str], chain: list[QuoteSpan]) -> list[tuple[int, int, int]]:
    """Return the stretches of text of one quotation: text, start, end; paragraphs without a mark are whole."""
    found: list[tuple[int, int, int]] = []
    for span in chain:
        if found:
            found += [(n, 0, len(texts[n])) for n in range(found[-1][0] + 1, span.text)]
        found.append((span.text, span.start, span.end))
    return found
