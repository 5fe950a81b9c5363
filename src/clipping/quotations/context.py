"""Each quotation with the sentence around it.

A quotation may run over several texts (paragraphs). Its context is the part of the sentence before its opening mark and
the rest of the sentence after its closing mark. Other quotations there are one phrase each, so that no speaker is found
in somebody else's words.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter

from msgspec import Struct

from clipping.quotations.marks import QuoteSpan, joined, spans_in
from clipping.quotations.people import Names
from clipping.quotations.phrases import Phrase, sentences_of
from clipping.record import Part

#: The limits of the context on either side of a quotation: in code points, and in phrases.
WINDOW, REACH = 320, 60


class Text(Struct, frozen=True):
    """One text of the article: its id in the record, and its words."""

    id: str
    text: str
    in_body: bool  # not a headline, standfirst, subheading or caption


class Reader:
    """A run of texts, the spans between their marks, and their sentences, which are parsed on demand."""

    def __init__(self, group: Sequence[Text], names: Names) -> None:
        """Find the spans between the marks of the texts in ``group``."""
        self.group, self.names = group, names
        self.texts = [text.text for text in group]
        known = names.words
        self.spans = spans_in(self.texts, known["apostrophes"], known.dialogue_tag, bool(known["dialogue"]))
        self._within: dict[tuple[int, int | None], list[QuoteSpan]] = {}
        for span in self.spans:
            self._within.setdefault((span.text_index, span.outer), []).append(span)
        self._read: dict[tuple[int, int | None], list[tuple[Phrase, ...]]] = {}

    def sentences(self, number: int, outer: int | None = None) -> list[tuple[Phrase, ...]]:
        """Return the sentences of text ``number``, or those inside the span with the index ``outer``."""
        key = (number, outer)
        if key not in self._read:
            text = self.texts[number]
            bounds = (0, len(text)) if outer is None else (self.spans[outer].start, self.spans[outer].end)
            self._read[key] = sentences_of(text, bounds, self._within.get(key, ()), self.names)
        return self._read[key]

    def sentence_at(self, span: QuoteSpan) -> tuple[int, int]:
        """Return the index of the sentence that contains a span, and the index of the span's phrase in it."""
        sentences = self.sentences(span.text_index, span.outer)
        number = bisect_right(sentences, span.before, key=lambda sentence: sentence[0].start) - 1
        return number, bisect_right(sentences[number], span.before, key=attrgetter("start")) - 1


class QuoteContext(Struct, frozen=True):
    """One quotation and its sentence; ``first`` and ``last`` are its spans, ``id`` is unique in its run of texts.

    ``phrases`` are the phrases of the sentence and ``tags`` their tags; the quotation has the tag Q and the index
    ``at``. If the quotation ends its sentence, the tag | and the next sentence follow. ``sentence`` is the index of the
    sentence in its text (or in the quotation around it). ``ahead`` is the part of the sentence before the marks,
    ``tail`` the text after them; they have at most ``WINDOW`` code points, and ``tail`` may run into later sentences.
    ``nested_in`` is the id of the quotation that contains this one.
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
    nested_in: str | None

    @property
    def in_body(self) -> bool:
        """Return whether the quotation is in an ordinary paragraph."""
        return self.reader.group[self.first.text_index].in_body

    def text_of(self, number: int) -> str:
        """Return the text that contains the phrase with the index ``number``."""
        return self.reader.texts[(self.last if number > self.at else self.first).text_index]

    def words_of(self, number: int) -> str:
        """Return the words of the phrase with the index ``number``."""
        return self.text_of(number)[self.phrases[number].start : self.phrases[number].end]


def quote_contexts(group: Sequence[Text], names: Names) -> Iterator[QuoteContext]:
    """Yield the context of each quotation in a run of texts, in order, nested ones after those that contain them.

    Marks without a letter or digit between them are ignored.
    """
    reader = Reader(group, names)
    ids: dict[int | None, str] = {}  # the id of the quotation, by the index of each span
    for chain in joined(reader.spans):
        ids |= dict.fromkeys(chain, f"{group[0].id}.{chain[0]}")
        first, last = reader.spans[chain[0]], reader.spans[chain[-1]]
        # A text without marks between the first and the last belongs to the quotation in full.
        ends = {reader.spans[n].text_index: (reader.spans[n].start, reader.spans[n].end) for n in chain}
        indices = range(first.text_index, last.text_index + 1)
        bounds = {index: ends.get(index, (0, len(reader.texts[index]))) for index in indices}
        bounds = {index: (start, end) for index, (start, end) in bounds.items() if start < end}  # no empty part
        parts = tuple(Part(group[index].id, start, end) for index, (start, end) in bounds.items())
        words = "\n\n".join(reader.texts[index][start:end] for index, (start, end) in bounds.items())
        if not any(map(str.isalnum, words)):
            continue
        sentence, at = reader.sentence_at(first)
        ending, last_at = reader.sentence_at(last)
        before = reader.sentences(first.text_index, first.outer)[sentence][max(0, at - REACH) : at + 1]
        sentences = reader.sentences(last.text_index, last.outer)
        rest = sentences[ending][last_at + 1 : last_at + REACH]
        if not rest and ending + 1 < len(sentences):
            rest = (Phrase("|", last.past, last.past), *sentences[ending + 1][:REACH])
        phrases, at = (*before, *rest), len(before) - 1
        yield QuoteContext(
            id=ids[chain[0]],
            reader=reader,
            first=first,
            last=last,
            text=words,
            parts=parts,
            phrases=phrases,
            tags="".join("Q" if number == at else phrase.tag for number, phrase in enumerate(phrases)),
            at=at,
            sentence=sentence,
            ahead=reader.texts[first.text_index][max(phrases[0].start, first.before - WINDOW) : first.before],
            tail=reader.texts[last.text_index][last.past : last.past + WINDOW],
            nested_in=ids.get(first.outer),
        )
