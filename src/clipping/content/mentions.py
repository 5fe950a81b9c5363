"""Find where an article mentions the subjects of the notes.

Each note lists its mentions word for word. The headline, the standfirst, the captions with their credits and the
paragraphs are searched for them, and only whole words match. Of overlapping matches, the longest wins; if several are
equally long, the first. Only the kind of white space and the shape of English quotation marks may differ.

It is an error if an entry's words occur only inside longer mentions of *other* notes, since they would not be linked to
the entry's own note. Inside a longer mention of the same note they are linked, so that is allowed.

A mention has a date if its words give a day with its year ("30 March 2016"), or if they give a day without a year
("March 30") and the note is about an event on that day. The year is never inferred from the article's date.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from unicodedata import combining

from msgspec import Struct
from msgspec.structs import replace

from clipping.content.notes import Note, date_range
from clipping.content.schema import nearest
from clipping.errors import ClippingError
from clipping.record import Article, texts
from clipping.text import MONTHS

_MONTH, _NUMBER = "|".join(MONTHS), "[0-3]?[0-9](?:st|nd|rd|th)?"
#: A day with the month in full, day or month first; ranges ("April 19–21") do not match.
DAY = re.compile(
    rf"(?<![\w–-])(?:{_NUMBER} (?:{_MONTH})|(?:{_MONTH}) {_NUMBER})(?:,? (?P<year>[12][0-9]{{3}}))?(?![\w–]|-\w)"
)
TOKEN = re.compile(r"\w+|\W")
# Single characters are replaced by single characters, so that offsets stay valid.
STRAIGHT = str.maketrans("’‘“”\xa0\u202f", "''\"\"  ")
#: Limits of the search for words similar to a mistyped entry: the characters searched, and the words compared.
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


#: A span of a text, end excluded, and the entry that lists its words; ``None`` for a date that none lists.
Span = tuple[int, int, Entry | None]


def find_mentions(article: Article, notes: tuple[Note, ...]) -> tuple[Mention, ...]:
    """Return the mentions of ``notes`` in ``article``, and its dates with a year, without overlaps.

    They are in the order of ``record.texts``. Raises ``ClippingError`` at the line of an entry whose words do not occur
    in the article, occur only inside other notes' mentions, or are listed twice.
    """
    entries = _entries(notes)
    index = _by_first_token(entries)
    mentions: list[Mention] = []
    displaced: dict[str, list[Entry]] = defaultdict(list)  # by an entry's text, the entries chosen instead of it
    for target, text in texts(article).items():
        words_at = _occurrences(index, text.translate(STRAIGHT))
        spans: list[Span] = [(at, at + len(words), entries[words]) for words, at in words_at]
        spans.sort(key=lambda span: span[0] - span[1])  # the longest first
        spans += [(*day.span(), None) for day in DAY.finditer(text) if _day_of(day[0], None)]
        owners: list[Entry | None] = [None] * len(text)
        kept = []
        for start, end, entry in spans:
            # Longer entries come first, so one that overlaps a later entry covers an end of that. A date can be longer.
            owner = owners[start] or owners[end - 1] if entry else next(filter(None, owners[start:end]), None)
            if not owner:
                owners[start:end] = [entry] * (end - start)
                kept.append((start, end, entry))
            elif entry:
                displaced[entry.text].append(owner)
        for start, end, entry in sorted(kept, key=lambda span: span[0]):
            words, note = text[start:end], entry.note if entry else None
            mentions.append(Mention(note.slug if note else None, target, start, end, words, _day_of(words, note)))
    mentioned = {mention.text.translate(STRAIGHT) for mention in mentions}
    for words, entry in entries.items():
        if words not in mentioned:
            _check_unmentioned(entry, displaced[entry.text], article)
    counts: Counter[str] = Counter()
    for nth in sorted(range(len(mentions)), key=lambda nth: mentions[nth].in_caption):
        if slug := mentions[nth].note:
            counts[slug] += 1
            suffix = f"-{counts[slug]}" if counts[slug] > 1 else ""
            mentions[nth] = replace(mentions[nth], id=f"m-{slug}{suffix}")
    return tuple(mentions)


def _entries(notes: tuple[Note, ...]) -> dict[str, Entry]:
    """Return all entries by their words, quotation marks straightened; raises an error if words are listed twice."""
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


def _by_first_token(listed: Iterable[str]) -> dict[str, list[str]]:
    """Return the ``listed`` words, grouped by their first token so that one pass over a text finds them all."""
    index = defaultdict(list)
    for words in listed:
        index[TOKEN.findall(words)[0]].append(words)
    return index


def _occurrences(index: dict[str, list[str]], text: str) -> Iterator[tuple[str, int]]:
    """Yield the words in ``index`` that occur in ``text`` as whole words, with their offsets."""
    for token in TOKEN.finditer(text):
        at = token.start()
        for words in index.get(token[0], ()):
            ends = (at, at + len(words))
            if text.startswith(words, at) and not any(_in_word(text[end - 1 : end + 1]) for end in ends):
                yield words, at


def _in_word(pair: str) -> bool:
    """Return whether two adjacent characters belong to one word; a combining mark belongs to the letter before it."""
    return len(pair) > 1 and all(one.isalnum() or one == "_" or combining(one) > 0 for one in pair)


def _day_of(words: str, note: Note | None) -> str | None:
    """Return the day (ISO 8601) that ``words`` give; a day without a year only if ``note`` is about an event on it."""
    if not (day := DAY.search(words)):
        return None
    month = next(number for number, name in enumerate(MONTHS, 1) if name in day[0])
    month_and_day = f"-{month:02}-{int(re.findall('[0-9]+', day[0])[0]):02}"
    if day["year"]:
        return day["year"] + month_and_day if date_range(day["year"] + month_and_day) else None
    return note.date if note and note.date and note.date[4:] == month_and_day else None


def _check_unmentioned(entry: Entry, overlapping: list[Entry], article: Article) -> None:
    """Raise an error about ``entry``, which has no mention, unless its words occur inside mentions of its own note.

    Wherever its words occur in the article, they overlap a mention of one of the ``overlapping`` entries.
    """
    if any(other.note is entry.note for other in overlapping):
        return
    if overlapping:
        other = overlapping[0]
        found = f"found it only inside or overlapping “{other.text}”, listed at {other.note.file}:{other.line}"
        advice = "list other words here, or shorten that mention"
        raise entry.error(f"“{entry.text}” on its own in the article, {found}; {advice}")
    words = entry.text.translate(STRAIGHT)
    for furniture in article.furniture:
        if any(_occurrences(_by_first_token([words]), furniture.text.translate(STRAIGHT))):
            found = f"found “{entry.text}” only in page furniture, on line {furniture.lines[0]} of the capture"
            advice = "list other words, or pin that line under paragraphs in article.toml"
            raise entry.error(f"words from the article, {found}; {advice}")
    printed, size = " ".join(texts(article).values())[:SEARCHED].split(), min(len(words.split()), COMPARED)
    runs = (" ".join(printed[nth : nth + size]).strip(".,;:") for nth in range(len(printed) - size + 1))
    advice = nearest(words, runs, "copy them from the article")
    missing = "which does not occur in it exactly like this"
    raise entry.error(f"words from the article, found “{entry.text}”, {missing}; {advice}")
