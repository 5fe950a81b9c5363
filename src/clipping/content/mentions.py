"""Find where an article mentions the subjects of the notes.

Each note lists its mentions word for word. The headline, the standfirst, the paragraphs, and the captions with their
credits are searched for them, and only whole words match. Of overlapping matches, the longest wins; if several are
equally long, the first wins. The words must match exactly, except for the shape of English quotation marks.

A listed mention that wins nowhere is an error, since no link would lead from its words to its note.
"""

import re
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from clipping.content.notes import Note
from clipping.errors import ClippingError
from clipping.record import Article, texts

STRAIGHT = str.maketrans("’‘“”", "''\"\"")
#: Two characters that belong to one word; a combining mark belongs to the letter before it.
WITHIN_WORD = re.compile(r"[\w\u0300-\u036f]{2}")


class Mention(Struct, frozen=True):
    """A span of the article and the note about it; ``start`` and ``end`` (excluded) are offsets in ``target``'s text.

    ``note`` is a slug; ``target`` is ``headline``, ``standfirst``, ``p3`` (a paragraph), ``c1`` (the text of a caption)
    or ``c1-credit`` (its credit). ``id`` is the id on the article page: first ``m-SLUG``, then ``m-SLUG-2`` and so on.
    """

    note: str
    target: str
    start: int
    end: int
    text: str
    id: str


def find_mentions(article: Article, notes: tuple[Note, ...]) -> tuple[Mention, ...]:
    """Return the mentions of ``notes`` in ``article``, without overlaps, in the order of the article page.

    Raises ``ClippingError`` at the line of an entry whose words do not occur in the article, occur only inside longer
    mentions, or have been listed already.
    """
    entries: dict[str, list[tuple[Note, int]]] = {}  # by words: each note and line that lists them
    for note in notes:
        for words, line in zip(note.mentions, note.mention_lines, strict=True):
            entries.setdefault(words.translate(STRAIGHT), []).append((note, line))
    mentions: list[Mention] = []
    counts: Counter[str] = Counter()
    printed, linked = set[str](), set[str]()
    for target, text in sorted(texts(article).items(), key=lambda named: named[0][0] == "c"):  # captions come last
        plain = text.translate(STRAIGHT)
        spans = [(*span, entry) for entry in entries for span in _occurrences(entry, plain)]
        printed.update(entry for *_, entry in spans)
        taken = set[int]()  # the offsets of the characters in mentions
        found: list[tuple[int, int, str]] = []
        for start, end, entry in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):  # the longest first
            # No earlier span is shorter, so one that overlaps this span covers its first or its last character.
            if taken.isdisjoint((start, end - 1)):
                taken.update(range(start, end))
                linked.add(entry)
                found.append((start, end, entries[entry][0][0].slug))
        for start, end, slug in sorted(found):
            counts[slug] += 1
            id = f"m-{slug}-{counts[slug]}".removesuffix("-1")
            mentions.append(Mention(slug, target, start, end, text[start:end], id))
    for entry, listed in entries.items():
        for note, line in listed[entry in linked :]:  # only the first is linked
            expected = "words of the headline, standfirst, captions or paragraphs"
            advice = "copy them from the article, exactly as they are"
            if entry in printed:
                expected = "words that are listed only once and occur outside longer mentions"
                advice = "list more of the words around it, or remove it"
            raise ClippingError(f"expected {expected}, found “{entry}”; {advice}", note.file, line)
    return tuple(mentions)


def _occurrences(words: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans, end excluded, at which ``words`` occur in ``text`` and neither start nor end within a word."""
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        if not any(at and WITHIN_WORD.match(text, at - 1) for at in (start, end)):
            yield start, end
        start = text.find(words, start + 1)
