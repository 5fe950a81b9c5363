"""The words of a quotation and the sentence around it, computed once per quotation.

A quotation may run over several texts (paragraphs). What leads up to it is the sentence that breaks off at its
opening mark, in which earlier quotations are one phrase each, so that nobody is taken for its speaker from within
another's words; what follows it is read to the end of its sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from clipping.quotations.marks import QuoteSpan, joined, spans_in
from clipping.quotations.people import Names
from clipping.quotations.phrases import Phrase, Sentence, sentences_of
from clipping.record import Part

#: A letter or a digit.
WORDS = re.compile(r"[^\W_]")
#: How many code points before and after a quotation are read, and how many phrases of its sentence.
WINDOW, REACH = 320, 60


class Text(Struct, frozen=True):
    """One text of the article that may have quotations: its id in the record, and what it says."""

    id: str
    text: str
    headed: bool = False  # a headline or caption, which names its speaker in its own way


class Reader:
    """The texts of a group with the quotations in each, and their sentences, which are read where they are needed."""

    def __init__(self, group: Sequence[Text], names: Names) -> None:
        """Find the spans between marks; read no sentence yet."""
        self.group = group
        self.names = names
        self.texts = [text.text for text in group]
        self.spans = spans_in(self.texts, names.words["apostrophes"])
        self.outermost: dict[int, list[QuoteSpan]] = {}
        for span in self.spans:
            if span.outer is None:
                self.outermost.setdefault(span.text_index, []).append(span)
        self._read: dict[int, list[Sentence]] = {}

    def sentences(self, number: int) -> list[Sentence]:
        """Return the sentences of a text."""
        if number not in self._read:
            self._read[number] = sentences_of(self.texts[number], self.outermost.get(number, ()), self.names)
        return self._read[number]

    def sentence_at(self, span: QuoteSpan) -> tuple[int, int]:
        """Return the number of the sentence that an outermost span is in, and that of its phrase in the sentence."""
        sentences = self.sentences(span.text_index)
        number = bisect_left(sentences, span.before + 1, key=lambda sentence: sentence.phrases[0].start) - 1
        phrases = sentences[number].phrases
        return number, next(n for n, phrase in enumerate(phrases) if phrase.start <= span.before < phrase.end)


class QuoteContext(Struct, frozen=True):
    """One quotation in its surroundings; ``first`` and ``last`` are its spans, and ``id`` names it among its group.

    ``phrases`` are those of its sentence and ``tags`` their tags, with Q for the quotation itself, which is number
    ``at``; after a stop inside the marks, | and the next sentence follow. ``sentence`` is the number of the sentence
    in its text. ``ahead`` and ``tail`` are the words before and after the marks, up to the next quotation.
    ``holder`` is the id of the quotation that holds this one.
    """

    id: str
    reader: Reader
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
    holder: str | None

    @property
    def headed(self) -> bool:
        """Whether it is in a headline, a caption or the like."""
        return self.reader.group[self.first.text_index].headed

    @property
    def nested(self) -> bool:
        """Whether another span holds it."""
        return self.first.outer is not None


def quote_contexts(group: Sequence[Text], names: Names) -> Iterator[QuoteContext]:
    """Yield the quotations of a run of texts in reading order, those within others after them.

    Marks with neither letter nor digit between them make no quotation.
    """
    reader = Reader(group, names)
    ids: dict[int | None, str] = {}  # of the quotation of each span
    for chain in joined(reader.texts, reader.spans):
        ids |= dict.fromkeys(chain, f"{group[0].id}.{chain[0]}")
        first, last = reader.spans[chain[0]], reader.spans[chain[-1]]
        parts = tuple(_parts(group, [reader.spans[index] for index in chain]))
        words = "\n\n".join(reader.texts[n][part.start : part.end] for n, part in parts)
        if WORDS.search(words):
            holder = None if first.outer is None else reader.spans[first.outer]
            phrases, at, tags, sentence = _nested(reader, first, holder) if holder else _outer(reader, first, last)
            limit = holder.start if holder else phrases[0].start
            stop = holder.end if holder else len(reader.texts[last.text_index])
            yield QuoteContext(
                ids[chain[0]],
                reader,
                first,
                last,
                words,
                tuple(part for _, part in parts),
                phrases,
                tags,
                at,
                sentence,
                _ahead(reader.texts[first.text_index], first, max(limit, first.before - WINDOW), phrases[:at]),
                reader.texts[last.text_index][last.past : min(stop, last.past + WINDOW)],
                ids.get(first.outer),
            )


def _outer(reader: Reader, first: QuoteSpan, last: QuoteSpan) -> tuple[tuple[Phrase, ...], int, str, int]:
    """Return the phrases of the sentence around a quotation, its number among them, their tags, and the sentence's."""
    sentence, at = reader.sentence_at(first)
    ending, last_at = reader.sentence_at(last)
    ahead = reader.sentences(first.text_index)[sentence].phrases[max(0, at - REACH) : at + 1]
    sentences = reader.sentences(last.text_index)
    rest = sentences[ending].phrases[last_at + 1 : last_at + REACH]
    if not rest and ending + 1 < len(sentences):
        rest = (Phrase("|", last.past, last.past), *sentences[ending + 1].phrases[:REACH])
    return (*ahead, *rest), len(ahead) - 1, _tags(ahead[:-1]) + "Q" + _tags(rest), sentence


def _nested(reader: Reader, first: QuoteSpan, holder: QuoteSpan) -> tuple[tuple[Phrase, ...], int, str, int]:
    """Return the same for a quotation within another, whose words are read as a text of their own."""
    text = reader.texts[first.text_index]
    start, end = max(holder.start, first.before - WINDOW), min(holder.end, first.past + WINDOW)
    moved = replace(first, start=first.start - start, end=first.end - start)
    moved = replace(moved, before=first.before - start, past=first.past - start)
    for sentence in sentences_of(text[start:end], (moved,), reader.names):
        for at, phrase in enumerate(sentence.phrases):
            if phrase.start <= moved.before < phrase.end:
                own = sentence.phrases[: at + REACH]
                own = tuple(replace(one, start=one.start + start, end=one.end + start) for one in own)
                return own, at, _tags(own[:at]) + "Q" + _tags(own[at + 1 :]), 0
    return (), 0, "Q", 0


def _tags(phrases: Sequence[Phrase]) -> str:
    return "".join(phrase.tag for phrase in phrases)


def _ahead(text: str, span: QuoteSpan, start: int, phrases: Sequence[Phrase]) -> str:
    """Return the words of a sentence before a quotation, with _ for what precedes another quotation in it."""
    earlier = max((phrase.end for phrase in phrases if phrase.tag == "q"), default=None)
    return text[start : span.before] if earlier is None else "_" + text[max(start, earlier) : span.before]


def _parts(group: Sequence[Text], chain: Sequence[QuoteSpan]) -> Iterator[tuple[int, Part]]:
    """Yield the parts of one quotation, each with the index of its text; a text without a mark is one as a whole."""
    reached = chain[0].text_index
    for span in chain:
        for number in range(reached + 1, span.text_index):
            yield number, Part(group[number].id, 0, len(group[number].text))
        yield span.text_index, Part(group[span.text_index].id, span.start, span.end)
        reached = span.text_index
