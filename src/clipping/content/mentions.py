"""Where an article mentions what the notes are about: words of the article → spans with their notes.

A note lists the exact words. Every occurrence in the headline, the standfirst, the captions with their credits and
the paragraphs is a mention, except inside a word and inside or across a longer mention: the longest is placed first,
between equals the one that comes first. White space and the shape of quotation marks are folded for the comparison,
nothing else is, and the article's own text is never changed.

Words that the article has only inside longer mentions of *other* notes are an error, since no reader could get from
them to their note; inside longer ones of their own note they are no loss.

A mention carries a date where its words give a day: either with the year ("30 March 2016"), or without it
("March 30") if the note is an event of that very day. The year of the article is never assumed.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from itertools import accumulate, pairwise

from msgspec import Struct
from msgspec.structs import replace

from clipping.content.notes import Note, date_range
from clipping.errors import ClippingError
from clipping.record import Article, texts
from clipping.text import MONTHS

_MONTH = "|".join(MONTHS)
#: A day as news prints it, in either order; a range of days ("April 19-21") is none.
DAY = re.compile(
    rf"(?<![\w-])(?:(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)? (?P<month>{_MONTH})(?:,? (?P<year>[12][0-9]{{3}}))?"
    rf"|(?P<month2>{_MONTH}) (?P<day2>[0-3]?[0-9])(?:st|nd|rd|th)?(?:,? (?P<year2>[12][0-9]{{3}}))?)(?![\w–]|-\w)"
)
# One character for one, so that offsets into the folded text are offsets into the text.
SAME = str.maketrans("’‘“”\xa0\u202f", "''\"\"  ")


class Mention(Struct, frozen=True):
    """Some words of the article and the note about them; offsets into the text of ``target``, end excluded.

    ``note`` is a slug, ``None`` for a bare date; ``target`` is ``headline``, ``standfirst``, ``c1`` (the text of a
    caption), ``c1-credit`` (its credit) or ``p3``; ``date`` is the ISO 8601 day that the words give. ``id`` is the
    mention's on the article page: ``m-SLUG`` for the first of a note, then ``m-SLUG-2`` and so on.
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
        """Whether the words are a caption's or its credit's, which the article page shows after the text."""
        return self.target[0] == "c"


class Listed(Struct, frozen=True):
    """Words that a note lists, and the line on which it does."""

    note: Note
    text: str
    line: int

    def error(self, expected: str) -> ClippingError:
        """Return the error at that line."""
        return ClippingError(f"expected {expected}", self.note.file, self.line)


#: Where some words are in all the texts, end excluded, and what lists them: nothing if they are only a day.
Place = tuple[int, int, Listed | None]


def find_mentions(article: Article, notes: tuple[Note, ...]) -> tuple[Mention, ...]:
    """Return the mentions of ``notes`` in ``article`` and its dated days, in reading order; none overlap.

    Raises ``ClippingError`` at the line in the note where words are listed that do not occur in the article,
    occur only inside other notes' mentions, or are listed twice.
    """
    named = list(texts(article).items())
    starts = [0, *accumulate(len(text) + 1 for _, text in named)]
    # No text has a line feed in it, so that nothing can be found across two of them.
    whole = "\n".join(text for _, text in named)
    listed = _listed(notes)
    folded = whole.translate(SAME)
    index = _index(folded)
    found = {words: _occurrences(words, folded, index) for words in listed}
    longest = sorted(listed, key=len, reverse=True)
    placed = _free([(start, start + len(words), listed[words]) for words in longest for start in found[words]])
    mentioned = {entry.text for *_, entry in placed if entry}
    for words, entry in listed.items():
        if entry.text not in mentioned:
            _check_lost(words, entry, found[words], placed, article)
    days = [(*day.span(), None) for day in DAY.finditer(whole) if _iso(day, None)]
    mentions = []
    for start, end, place in _free([*placed, *days]):
        target, first = named[nth := bisect_right(starts, start) - 1][0], starts[nth]
        note, text = place.note if place else None, whole[start:end]
        iso = _iso(day, note) if (day := DAY.search(text)) else None
        mentions.append(Mention(note.slug if note else None, target, start - first, end - first, text, iso))
    counts: Counter[str] = Counter()
    for nth in sorted(range(len(mentions)), key=lambda nth: mentions[nth].in_caption):
        if slug := mentions[nth].note:
            counts[slug] += 1
            later = f"-{counts[slug]}" if counts[slug] > 1 else ""
            mentions[nth] = replace(mentions[nth], id=f"m-{slug}{later}")
    return tuple(mentions)


def _free(places: list[Place]) -> list[Place]:
    """Return those of ``places`` that do not overlap one before them, in the order of the text."""
    taken = bytearray(max((end for _, end, _ in places), default=0))
    free = []
    for start, end, entry in places:
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\x01" * (end - start)
            free.append((start, end, entry))
    return sorted(free, key=lambda place: place[:2])


def _listed(notes: tuple[Note, ...]) -> dict[str, Listed]:
    """Return what is listed by its words, folded; raises if it is listed twice."""
    listed: dict[str, Listed] = {}
    for note in notes:
        for text, line in zip(note.mentions, note.lines, strict=True):
            entry = Listed(note, text, line)
            first = listed.setdefault(text.translate(SAME), entry)
            if first is not entry:
                found = f"“{first.text}” at {first.note.file}:{first.line} too"
                advice = "take one of them out, or list more of the words around it"
                raise entry.error(f"words that no other entry lists, found {found}; {advice}")
    return listed


def _index(text: str) -> dict[str, list[int]]:
    """Return where each word and each other character of ``text`` is: it is read once, however much is listed."""
    index: dict[str, list[int]] = {}
    for token in re.finditer(r"\w+|\W", text):
        index.setdefault(token[0], []).append(token.start())
    return index


def _occurrences(words: str, text: str, index: dict[str, list[int]]) -> list[int]:
    """Return where ``words`` are in ``text``, as long as no word goes on before or behind them."""
    found = [start for start in index.get(re.findall(r"\w+|\W", words)[0], ()) if text.startswith(words, start)]
    return [at for at in found if not any(_in_word(text[end - 1 : end + 1]) for end in (at, at + len(words)))]


def _in_word(pair: str) -> bool:
    """Whether two neighbouring characters belong to one word; a combining mark belongs to the letter before it."""
    return len(pair) > 1 and all(one.isalnum() or one == "_" or unicodedata.combining(one) > 0 for one in pair)


def _iso(day: re.Match[str], note: Note | None) -> str | None:
    """Return the ISO 8601 day of a match of ``DAY``, if it is one and its year is known."""
    month = MONTHS.index(day["month"] or day["month2"]) + 1
    year, rest = day["year"] or day["year2"], f"-{month:02}-{int(day['day'] or day['day2']):02}"
    if year:
        return year + rest if date_range(year + rest) else None
    return note.date if note and note.date and re.fullmatch("[0-9]{4}" + rest, note.date) else None


def _check_lost(words: str, entry: Listed, found: list[int], placed: list[Place], article: Article) -> None:
    """Raise the error on words without a mention of their own, unless they are all within others of their own note.

    ``found`` is where the words are, in or across the mentions that are ``placed``, which are in order.
    """
    for start in found:
        longer = placed[bisect_right(placed, start, key=lambda place: place[1])][2]
        if longer and longer.note is not entry.note:
            only = f"found it only in or across the longer “{longer.text}” at {longer.note.file}:{longer.line}"
            raise entry.error(f"“{entry.text}” somewhere on its own, {only}; list other words, or fewer there")
    if found:
        return
    for outside in article.furniture:
        text = outside.text.translate(SAME)
        if _occurrences(words, text, _index(text)):
            only = f"found “{entry.text}” only on line {outside.lines[0]} of the capture, which is furniture"
            advice = "list other words, or pin that line under paragraphs in article.toml"
            raise entry.error(f"words of the article, {only}; {advice}")
    run, size = " ".join(texts(article).values())[:200_000].split(), min(len(words.split()), 20)
    pairs = {*pairwise(words.casefold())}

    def likeness(stretch: str) -> float:
        """Return how many of their pairs of neighbouring letters the words and ``stretch`` share, from 0 to 1."""
        others = {*pairwise(stretch.translate(SAME).casefold())}
        return 2 * len(pairs & others) / (len(pairs) + len(others) or 1)

    stretches = (" ".join(run[nth : nth + size]).strip(".,;:") for nth in range(len(run) - size + 1))
    near = max(stretches, key=likeness, default="")
    advice = f"nearest: “{near}”" if likeness(near) >= 0.5 else "copy them from the article"
    raise entry.error(f"words of the article, found none like “{entry.text}”; {advice}")
