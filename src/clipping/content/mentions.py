"""Find where an article mentions the subjects of the notes.

A note lists its mentions word for word. They are looked for in the headline, the standfirst, the captions with their
credits and the paragraphs, and match whole words only. Where matches overlap, the longest wins, then the first. The
comparison ignores the kind of white space and the shape of quotation marks, nothing else.

Words that occur only inside longer mentions of *other* notes are an error, since no link would lead from them to their
note. Inside longer mentions of their own note they are allowed.

A mention has a date if its words give a day, either with the year ("30 March 2016") or without ("March 30") if the note
is about an event on that day. The year of the article is never assumed.
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
#: A day as printed in the news, day or month first; ranges ("April 19-21") do not match.
DAY = re.compile(
    rf"(?<![\w-])(?:(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)? (?P<month>{_MONTH})(?:,? (?P<year>[12][0-9]{{3}}))?"
    rf"|(?P<month2>{_MONTH}) (?P<day2>[0-3]?[0-9])(?:st|nd|rd|th)?(?:,? (?P<year2>[12][0-9]{{3}}))?)(?![\w–]|-\w)"
)
# Replaces single characters by single characters, so that offsets stay valid.
SAME = str.maketrans("’‘“”\xa0\u202f", "''\"\"  ")


class Mention(Struct, frozen=True):
    """A span of the article and the note about it; offsets are into the text of ``target``, end excluded.

    ``note`` is a slug, or ``None`` for a mere date; ``target`` is ``headline``, ``standfirst``, ``c1`` (the text of a
    caption), ``c1-credit`` (its credit) or ``p3``; ``date`` is the day in ISO 8601, if the words give one. ``id`` is
    the id on the article page: ``m-SLUG`` for a note's first mention, then ``m-SLUG-2`` and so on.
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


class Listed(Struct, frozen=True):
    """Words listed as a mention in a note, and the line where they are listed."""

    note: Note
    text: str
    line: int

    def error(self, expected: str) -> ClippingError:
        """Return the error at that line."""
        return ClippingError(f"expected {expected}", self.note.file, self.line)


#: A span of the joined texts, end excluded, and the entry that lists its words; ``None`` for a mere date.
Place = tuple[int, int, Listed | None]


def find_mentions(article: Article, notes: tuple[Note, ...]) -> tuple[Mention, ...]:
    """Return the mentions of ``notes`` in ``article`` and its full dates, in reading order, without overlaps.

    Raises ``ClippingError`` at the line of a listed mention that does not occur in the article, occurs only inside
    other notes' mentions, or is listed twice.
    """
    named = list(texts(article).items())
    starts = [0, *accumulate(len(text) + 1 for _, text in named)]
    # No text contains a line feed, so no match can span two texts.
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
    """Drop each of ``places`` that overlaps an earlier one in the list; return the rest in text order."""
    taken = bytearray(max((end for _, end, _ in places), default=0))
    free = []
    for start, end, entry in places:
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\x01" * (end - start)
            free.append((start, end, entry))
    return sorted(free, key=lambda place: place[:2])


def _listed(notes: tuple[Note, ...]) -> dict[str, Listed]:
    """Return all listed mentions by their folded words; raises if one is listed twice."""
    listed: dict[str, Listed] = {}
    for note in notes:
        for text, line in zip(note.mentions, note.lines, strict=True):
            entry = Listed(note, text, line)
            first = listed.setdefault(text.translate(SAME), entry)
            if first is not entry:
                found = f"“{first.text}” at {first.note.file}:{first.line} too"
                advice = "remove one of them, or list more of the words around it"
                raise entry.error(f"words that no other entry lists, found {found}; {advice}")
    return listed


def _index(text: str) -> dict[str, list[int]]:
    """Return the offsets of each word and each non-word character of ``text``."""
    index: dict[str, list[int]] = {}
    for token in re.finditer(r"\w+|\W", text):
        index.setdefault(token[0], []).append(token.start())
    return index


def _occurrences(words: str, text: str, index: dict[str, list[int]]) -> list[int]:
    """Return the offsets of ``words`` in ``text``, where they begin and end at word boundaries."""
    found = [start for start in index.get(re.findall(r"\w+|\W", words)[0], ()) if text.startswith(words, start)]
    return [at for at in found if not any(_in_word(text[end - 1 : end + 1]) for end in (at, at + len(words)))]


def _in_word(pair: str) -> bool:
    """Whether two adjacent characters belong to the same word; a combining mark belongs to the letter before it."""
    return len(pair) > 1 and all(one.isalnum() or one == "_" or unicodedata.combining(one) > 0 for one in pair)


def _iso(day: re.Match[str], note: Note | None) -> str | None:
    """Return the day that ``DAY`` matched in ISO 8601, or ``None`` if it does not exist or its year is unknown."""
    month = MONTHS.index(day["month"] or day["month2"]) + 1
    year, rest = day["year"] or day["year2"], f"-{month:02}-{int(day['day'] or day['day2']):02}"
    if year:
        return year + rest if date_range(year + rest) else None
    return note.date if note and note.date and re.fullmatch("[0-9]{4}" + rest, note.date) else None


def _check_lost(words: str, entry: Listed, found: list[int], placed: list[Place], article: Article) -> None:
    """Raise an error about ``words``, which have no mention, unless they occur inside mentions of their own note.

    ``found`` are their offsets, each in or across one of the mentions ``placed``, which are in text order.
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
        """Return the Dice coefficient of the letter pairs of ``words`` and ``stretch``, from 0 to 1."""
        others = {*pairwise(stretch.translate(SAME).casefold())}
        return 2 * len(pairs & others) / (len(pairs) + len(others) or 1)

    stretches = (" ".join(run[nth : nth + size]).strip(".,;:") for nth in range(len(run) - size + 1))
    near = max(stretches, key=likeness, default="")
    advice = f"nearest: “{near}”" if likeness(near) >= 0.5 else "copy them from the article"
    raise entry.error(f"words of the article, found none like “{entry.text}”; {advice}")
