"""Find where an article mentions the subjects of the notes.

Each note lists its mentions word for word. The headline, the standfirst, the captions with their credits and the
paragraphs are searched for them, and only whole words match. Of overlapping matches, the longest wins; if several are
equally long, the first wins. The words must match exactly, except for the shape of English quotation marks.

An entry whose words occur only inside longer mentions is an error, since no link would lead from them to its note.

A mention has a date if its words give a day with its year ("30 March 2016"), or if they give a day without a year
("March 30") and the note is about an event on that day. The year is never inferred from the article's date.
"""

import re
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from clipping.content.notes import Note, date_range
from clipping.errors import ClippingError
from clipping.record import Article, texts
from clipping.text import MONTHS

_MONTH, _NUMBER = "|".join(MONTHS), "[0-3]?[0-9](?:st|nd|rd|th)?"
#: A day and its month in full, in either order; ranges ("April 19–21") do not match.
DAY = re.compile(
    rf"(?<![\w–-])(?:{_NUMBER} (?:{_MONTH})|(?:{_MONTH}) {_NUMBER})(?:,? (?P<year>[12][0-9]{{3}}))?(?![\w–]|-\w)"
)
STRAIGHT = str.maketrans("’‘“”", "''\"\"")
#: Two characters that belong to one word; a combining mark belongs to the letter before it.
WITHIN_WORD = re.compile(r"[\w\u0300-\u036f]{2}")


class Mention(Struct, frozen=True):
    """A span of the article and the note about it; ``start`` and ``end`` (excluded) are offsets in ``target``'s text.

    ``note`` is a slug, or ``None`` for a date that no note lists; ``target`` is ``headline``, ``standfirst``, ``c1``
    (the text of a caption), ``c1-credit`` (its credit) or ``p3`` (a paragraph); ``date`` is the day in ISO 8601, if the
    words give one. ``id`` is the id on the article page: first ``m-SLUG``, then ``m-SLUG-2`` and so on.
    """

    note: str | None
    target: str
    start: int
    end: int
    text: str
    date: str | None
    id: str | None = None


def find_mentions(article: Article, notes: tuple[Note, ...]) -> tuple[Mention, ...]:
    """Return the mentions of ``notes`` in ``article``, and the article's dates that have a year, without overlaps.

    They are in the order of ``record.texts``. Raises ``ClippingError`` at the line of an entry whose words do not occur
    in the article, occur only inside longer mentions, or are listed twice.
    """
    entries = _entries(notes)
    mentions: list[Mention] = []
    linked = set[str]()
    for target, text in texts(article).items():
        plain = text.translate(STRAIGHT)
        spans = [(*span, entry) for entry in entries for span in _occurrences(entry, plain)]
        taken = set[int]()  # the offsets of the characters in mentions
        found: list[Mention] = []
        for start, end, entry in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):  # the longest first
            # No earlier span is shorter, so one that overlaps this span covers its first or its last character.
            if taken.isdisjoint((start, end - 1)):
                note, words = entries[entry][0], text[start:end]
                taken.update(range(start, end))
                linked.add(entry)
                found.append(Mention(note.slug, target, start, end, words, _day_of(words, note)))
        for day in DAY.finditer(text):
            if (date := _day_of(day[0], None)) and taken.isdisjoint(range(*day.span())):
                found.append(Mention(None, target, *day.span(), day[0], date))
        mentions += sorted(found, key=lambda mention: mention.start)
    for entry, (note, line) in entries.items():
        if entry not in linked:
            expected = "words of the headline, standfirst, captions or paragraphs, and not only within longer mentions"
            message = f"expected {expected}, found “{entry}”; copy words from the article"
            raise ClippingError(message, note.file, line)
    # Captions come last on the article page, so their mentions are numbered last.
    counts: Counter[str] = Counter()
    for nth in sorted(range(len(mentions)), key=lambda nth: mentions[nth].target[0] == "c"):
        if slug := mentions[nth].note:
            counts[slug] += 1
            mentions[nth] = replace(mentions[nth], id=f"m-{slug}-{counts[slug]}".removesuffix("-1"))
    return tuple(mentions)


def _entries(notes: tuple[Note, ...]) -> dict[str, tuple[Note, int]]:
    """Return the note and the line of each entry by its words, with straight quotation marks; no words occur twice."""
    entries: dict[str, tuple[Note, int]] = {}
    for note in notes:
        for text, line in zip(note.mentions, note.mention_lines, strict=True):
            entry = (note, line)
            first = entries.setdefault(text.translate(STRAIGHT), entry)
            if first is not entry:
                found = f"“{text}” also at {first[0].file}:{first[1]}"
                advice = "remove one of them, or list more of the words around it"
                raise ClippingError(f"expected each mention listed only once, found {found}; {advice}", note.file, line)
    return entries


def _occurrences(words: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans, end excluded, at which ``words`` occur in ``text`` and neither start nor end within a word."""
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        if not any(at and WITHIN_WORD.match(text, at - 1) for at in (start, end)):
            yield start, end
        start = text.find(words, start + 1)


def _day_of(words: str, note: Note | None) -> str | None:
    """Return the day (ISO 8601) in ``words``. Without a year, it must be the day of the event in ``note``."""
    if not (day := DAY.search(words)):
        return None
    month = next(number for number, name in enumerate(MONTHS, 1) if name in day[0])
    month_and_day = f"-{month:02}-{int(re.findall('[0-9]+', day[0])[0]):02}"
    if day["year"]:
        return day["year"] + month_and_day if date_range(day["year"] + month_and_day) else None
    return note.date if note and note.date and note.date[4:] == month_and_day else None
