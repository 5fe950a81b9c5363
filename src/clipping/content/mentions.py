"""Find where an article mentions the subjects of the notes.

Each note lists its mentions word for word. The headline, the standfirst, the captions with their credits and the
paragraphs are searched for them, and only whole words match. Of overlapping matches, the longest wins; if several are
equally long, the first wins. The words must match exactly, except for the shape of English quotation marks.

An entry whose words occur only inside longer mentions of other notes is an error, since no link leads from them to its
own note.

A mention has a date if its words give a day with its year ("30 March 2016"), or if they give a day without a year
("March 30") and the note is about an event on that day. The year is never inferred from the article's date.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from clipping.content.notes import Note, date_range
from clipping.content.schema import nearest
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
#: The search for words similar to a mistyped entry covers only the first SEARCHED characters of the article, and
#: compares only the first COMPARED words of the entry.
SEARCHED, COMPARED = 200_000, 20


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

    @property
    def in_caption(self) -> bool:
        """Whether the words are in a caption or its credit, which the article page shows after the text."""
        return self.target[0] == "c"


class Entry(Struct, frozen=True):
    """One entry in a note's list of mentions, and its line."""

    note: Note
    text: str
    line: int

    def error(self, message: str) -> ClippingError:
        """Return an error at the line of the entry, with "expected" before the ``message``."""
        return ClippingError(f"expected {message}", self.note.file, self.line)


def find_mentions(article: Article, notes: tuple[Note, ...]) -> tuple[Mention, ...]:
    """Return the mentions of ``notes`` in ``article``, and the article's dates that have a year, without overlaps.

    They are in the order of ``record.texts``. Raises ``ClippingError`` at the line of an entry whose words do not occur
    in the article, occur only inside other notes' mentions, or are listed twice.
    """
    entries = _entries(notes)
    mentions: list[Mention] = []
    linked = defaultdict[str, set[str]](set)  # by the words of an entry, the notes to which they link
    for target, text in texts(article).items():
        plain = text.translate(STRAIGHT)
        spans = [(*span, entry) for words, entry in entries.items() for span in _occurrences(words, plain)]
        slugs: dict[int, str] = {}  # by the offset of a character, the note to which it links
        found: list[Mention] = []
        for start, end, entry in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):  # the longest first
            slug, words = entry.note.slug, text[start:end]
            # No earlier span is shorter, so one that overlaps this span covers its first or its last character.
            overlapping = {slugs[offset] for offset in (start, end - 1) if offset in slugs}
            linked[entry.text] |= overlapping or {slug}
            if not overlapping:
                slugs |= dict.fromkeys(range(start, end), slug)
                found.append(Mention(slug, target, start, end, words, _day_of(words, entry.note)))
        for day in DAY.finditer(text):
            if (date := _day_of(day[0], None)) and slugs.keys().isdisjoint(range(*day.span())):
                found.append(Mention(None, target, *day.span(), day[0], date))
        mentions += sorted(found, key=lambda mention: mention.start)
    for entry in entries.values():
        if entry.note.slug not in linked[entry.text]:
            raise _unlinked(entry, linked[entry.text], article)
    # Captions come last on the article page, so their mentions are numbered last.
    counts: Counter[str] = Counter()
    for nth in sorted(range(len(mentions)), key=lambda nth: mentions[nth].in_caption):
        if note := mentions[nth].note:
            counts[note] += 1
            mentions[nth] = replace(mentions[nth], id=f"m-{note}-{counts[note]}".removesuffix("-1"))
    return tuple(mentions)


def _entries(notes: tuple[Note, ...]) -> dict[str, Entry]:
    """Return all entries by their words, with straight quotation marks; raise an error if words are listed twice."""
    entries: dict[str, Entry] = {}
    for note in notes:
        for text, line in zip(note.mentions, note.mention_lines, strict=True):
            entry = Entry(note, text, line)
            first = entries.setdefault(text.translate(STRAIGHT), entry)
            if first is not entry:
                found = f"“{first.text}” also at {first.note.file}:{first.line}"
                advice = "remove one of them, or list more of the words around it"
                raise entry.error(f"each mention listed only once, found {found}; {advice}")
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


def _unlinked(entry: Entry, others: set[str], article: Article) -> ClippingError:
    """Return an error about ``entry``, whose words link only to the notes ``others``, or are not in ``article``."""
    if others:
        found = f"found it only inside or overlapping mentions of {', '.join(sorted(others))}"
        advice = "list other words here, or shorten those mentions"
        return entry.error(f"“{entry.text}” on its own in the article, {found}; {advice}")
    printed, words = " ".join(texts(article).values())[:SEARCHED].split(), entry.text.split()[:COMPARED]
    runs = (" ".join(printed[nth : nth + len(words)]).strip(".,;:") for nth in range(len(printed) - len(words) + 1))
    advice = nearest(" ".join(words), runs, "copy them from the article")
    found = f"found “{entry.text}”, which is not in them exactly like this"
    return entry.error(f"words of the headline, standfirst, captions or paragraphs, {found}; {advice}")
