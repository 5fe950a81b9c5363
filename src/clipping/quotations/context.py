"""Each quotation with the sentence around it.

A quotation may run over several texts (paragraphs). Its context is the part of the sentence before its opening mark and
the rest of the sentence after its closing mark. Other quotations there are one phrase each, so that no speaker is found
in somebody else's words.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from operator import attrgetter

from msgspec import Struct

from clipping.quotations.marks import QuoteSpan, joined, spans_in
from clipping.quotations.people import Names
from clipping.quotations.phrases import Phrase, sentences_of
from clipping.record import Part

#: How many phrases of the sentence are considered on either side of a quotation.
REACH = 60
#: Everything but the spaces at either end.
WORDS = re.compile(r"(?s)\S.*(?<=\S)")


class Text(Struct, frozen=True):
    """One text of the article: its id in the record, and its words."""

    id: str
    text: str
    in_body: bool  # not a headline, standfirst, subheading or caption


class TextGroup:
    """A run of texts, the spans between their marks, and their sentences, which are parsed on demand.

    ``sentences(number, outer)`` returns the sentences of text ``number``, or those inside the span number ``outer``.
    """

    def __init__(self, texts: Sequence[Text], names: Names) -> None:
        """Find the spans between the marks of ``texts``."""
        self.texts, self.names = texts, names
        self.spans = spans_in([text.text for text in texts], names.words)
        self.sentences = cache(self._sentences)
        # The spans directly within each text, and those directly within each span.
        self._spans: dict[tuple[int, int | None], list[QuoteSpan]] = {}
        for span in self.spans:
            self._spans.setdefault((span.text_index, span.outer), []).append(span)

    def _sentences(self, number: int, outer: int | None = None) -> list[tuple[Phrase, ...]]:
        """Return the sentences of text ``number``, or those inside the span with the index ``outer``."""
        text = self.texts[number].text
        bounds = (0, len(text)) if outer is None else (self.spans[outer].start, self.spans[outer].end)
        return sentences_of(text, bounds, self._spans.get((number, outer), ()), self.names)

    def sentence_at(self, span: QuoteSpan) -> tuple[int, int]:
        """Return the index of the sentence that contains a span, and the index of the span's phrase in it."""
        sentences = self.sentences(span.text_index, span.outer)
        number = bisect_right(sentences, span.before, key=lambda sentence: sentence[0].start) - 1
        return number, bisect_right(sentences[number], span.before, key=attrgetter("start")) - 1


class QuoteContext(Struct, frozen=True):
    """One quotation and its sentence. Its spans go from ``first`` to ``last``. The ``id`` is unique in a run of texts.

    ``phrases`` are the phrases of the sentence and ``tags`` their tags; the quotation has the tag Q and the index
    ``at``. If the quotation ends its sentence, the tag | and the next sentence follow. ``sentence`` is the index of the
    sentence in its text (or in the quotation around it). ``ahead`` is the part of the sentence before the marks,
    ``tail`` the part after them. ``nested_in`` is the id of the quotation that contains this one. ``in_body`` is true
    in an ordinary paragraph.
    """

    id: str
    group: TextGroup
    first: QuoteSpan
    last: QuoteSpan
    text: str
    parts: tuple[Part, ...]
    phrases: tuple[Phrase, ...]
    tags: str
    at: int
    sentence: int
    ahead: str
    tail: str
    nested_in: str | None
    in_body: bool


def quote_contexts(texts: Sequence[Text], names: Names) -> Iterator[QuoteContext]:
    """Yield the context of each quotation in a run of texts, in order, nested ones after those that contain them.

    Marks without a letter or digit between them are ignored.
    """
    group = TextGroup(texts, names)
    ids: dict[int | None, str] = {}  # the id of the quotation, by the index of each span
    for chain in joined(group.spans):
        ids |= dict.fromkeys(chain, f"{texts[0].id}.{chain[0]}")
        first, last = group.spans[chain[0]], group.spans[chain[-1]]
        # A whole paragraph between the first and the last span belongs to the quotation, too.
        spans = {group.spans[n].text_index: group.spans[n] for n in chain}
        parts, words = [], []
        for index in range(first.text_index, last.text_index + 1):
            text, span = texts[index], spans.get(index)
            start, end = (span.start, span.end) if span else (0, len(text.text))
            if match := WORDS.search(text.text, start, end):  # nothing follows an opening mark that ends a paragraph
                parts.append(Part(text.id, *match.span()))
                words.append(match[0])
        if not any(map(str.isalnum, "".join(words))):
            continue
        sentence, first_at = group.sentence_at(first)
        last_sentence, last_at = group.sentence_at(last)
        before = group.sentences(first.text_index, first.outer)[sentence][max(0, first_at - REACH) : first_at + 1]
        sentences = group.sentences(last.text_index, last.outer)
        rest = sentences[last_sentence][last_at + 1 : last_at + REACH]
        tail = texts[last.text_index].text[last.past : rest[-1].end] if rest else ""
        if not rest and last_sentence + 1 < len(sentences):
            rest = (Phrase("|", "", last.past, last.past), *sentences[last_sentence + 1][:REACH])
        yield QuoteContext(
            id=ids[chain[0]],
            group=group,
            first=first,
            last=last,
            text="\n\n".join(words),
            parts=tuple(parts),
            phrases=(*before, *rest),
            tags="".join([*(phrase.tag for phrase in before[:-1]), "Q", *(phrase.tag for phrase in rest)]),
            at=len(before) - 1,
            sentence=sentence,
            ahead=texts[first.text_index].text[before[0].start : first.before],
            tail=tail,
            nested_in=ids.get(first.outer),
            in_body=texts[first.text_index].in_body,
        )
