"""Where an article mentions what the notes are about: words of the article → spans with their notes.

A note lists the exact words. Every occurrence in the headline, the standfirst, the captions with their credits and
the paragraphs is a mention, except inside a word and inside or across a longer mention: the longest takes the place
first, between equals the one that stands first. White space and the shape of quotation marks are folded for the
comparison, nothing else is, and the article's own text is never changed.

Words that stand in the article only inside longer mentions of *other* notes are an error, since no reader could
get from them to their note; inside longer ones of their own note they are no loss.

A mention carries a date where its words give a day: either with the year ("30 March 2016"), or without it
("March 30") if the note is an event of that very day. The year of the article is never assumed.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from msgspec import Struct

from clipping.content.notes import MentionWords, Note, date_range
from clipping.errors import ClippingError
from clipping.record import Article, Furniture
from clipping.record import texts as texts_of

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
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
    caption), ``c1-credit`` (its credit) or ``p3``; ``date`` is the ISO 8601 day that the words give.
    """

    note: str | None
    target: str
    start: int
    end: int
    text: str
    date: str | None


def find_mentions(article: Article, notes: tuple[Note, ...]) -> tuple[Mention, ...]:
    """Return the mentions of ``notes`` in ``article`` and its dated days, in reading order; none overlap.

    Raises ``ClippingError`` at the line in the note where words are listed that do not occur in the article,
    occur only inside other notes' mentions, or are listed twice.
    """
    listed = _listed(notes)
    texts = list(texts_of(article).items())
    starts = [0, *accumulate(len(text) + 1 for _, text in texts)]
    # No text holds a line feed, so that nothing can be found across two of them.
    whole = "\n".join(text for _, text in texts)
    folded = whole.translate(SAME)
    found = {words: tuple(_occurrences(words, folded)) for words in listed}
    taken = bytearray(len(whole))
    placed: list[tuple[int, int, str | None]] = []
    lost: list[str] = []
    for words in sorted(listed, key=len, reverse=True):
        free = [start for start in found[words] if _take(taken, start, start + len(words))]
        placed += [(start, start + len(words), words) for start in free]
        if not free:
            lost.append(words)
    for words in sorted(lost, key=lambda words: (listed[words][0].file, listed[words][1].line)):
        lister, mention = listed[words]
        if not found[words]:
            raise ClippingError(_absent(words, mention, whole, article.furniture), lister.file, mention.line)
        _refuse_taken(words, listed, found[words], placed)
    placed += [
        (match.start(), match.end(), None)
        for match in DAY.finditer(whole)
        if _iso(match, None) and _take(taken, match.start(), match.end())
    ]
    mentions = []
    for start, end, listed_words in sorted(placed):
        nth = bisect_right(starts, start) - 1
        note = listed[listed_words][0] if listed_words else None
        text = whole[start:end]
        day = DAY.search(text)
        iso = _iso(day, note) if day else None
        mentions.append(
            Mention(note.slug if note else None, texts[nth][0], start - starts[nth], end - starts[nth], text, iso)
        )
    return tuple(mentions)


def _listed(notes: tuple[Note, ...]) -> dict[str, tuple[Note, MentionWords]]:
    """Return whose note lists which words, folded; raises if two do."""
    listed: dict[str, tuple[Note, MentionWords]] = {}
    for note in notes:
        for mention in note.mentions:
            words = mention.text.translate(SAME)
            if words in listed:
                other, first = listed[words]
                raise ClippingError(
                    f"expected words that no other entry lists, found “{mention.text}” at {other.file}:{first.line} "
                    "too; take one of them out, or list more of the words around it",
                    note.file,
                    mention.line,
                )
            listed[words] = (note, mention)
    return listed


def _occurrences(words: str, text: str) -> Iterator[int]:
    """Yield each place of ``words`` in ``text`` at which no word goes on before or behind them."""
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        broken = start > 0 and _joined(text[start - 1], text[start])
        if not broken and not (end < len(text) and _joined(text[end - 1], text[end])):
            yield start
        start = text.find(words, start + 1)


def _joined(left: str, right: str) -> bool:
    """Whether two neighbouring characters belong to one word; a combining mark belongs to what it stands on."""
    return _in_word(left) and _in_word(right)


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_" or unicodedata.combining(character) > 0


def _take(taken: bytearray, start: int, end: int) -> bool:
    """Mark the span as taken, unless some of it already is; say whether it was marked."""
    if taken.find(1, start, end) >= 0:
        return False
    taken[start:end] = b"\x01" * (end - start)
    return True


def _iso(match: re.Match[str], note: Note | None) -> str | None:
    """Return the ISO 8601 day of a match of ``DAY``, if it is one and its year is known."""
    month = MONTHS.index(match["month"] or match["month2"]) + 1
    day = f"{month:02}-{int(match['day'] or match['day2']):02}"
    year = match["year"] or match["year2"]
    if year:
        return f"{year}-{day}" if date_range(f"{year}-{day}") else None
    return note.date if note and note.date and re.fullmatch(rf"[0-9]{{4}}-{day}", note.date) else None


def _refuse_taken(
    words: str,
    listed: dict[str, tuple[Note, MentionWords]],
    starts: tuple[int, ...],
    placed: list[tuple[int, int, str | None]],
) -> None:
    """Raise if another note's mentions hold ``words`` wherever they start; return if only their own note's do."""
    note, mention = listed[words]
    for start in starts:
        around = next(by for first, last, by in placed if by and first < start + len(words) and start < last)
        other, longer = listed[around]
        if other is not note:
            raise ClippingError(
                f"expected “{mention.text}” somewhere on its own, found it only in or across the longer "
                f"“{longer.text}” at {other.file}:{longer.line}; list other words, or fewer there",
                note.file,
                mention.line,
            )


def _absent(words: str, mention: MentionWords, whole: str, furniture: tuple[Furniture, ...]) -> str:
    """Return the message on words that the article, whose text is ``whole``, does not have."""
    for outside in furniture:
        if any(_occurrences(words, outside.text.translate(SAME))):
            return (
                f"expected words of the article, found “{mention.text}” only on line {outside.lines[0]} of the "
                "capture, which is furniture; list other words, or pin that line under paragraphs in article.toml"
            )
    return f"expected words of the article, found none like “{mention.text}”; {_nearest(mention.text, whole)}"


def _nearest(words: str, text: str) -> str:
    """Return the advice that names the words of ``text`` that are most like ``words``."""
    from difflib import SequenceMatcher  # noqa: PLC0415 - only a mistake pays for it

    run = [found.span() for found in re.finditer(r"\S+", text[:200_000])]
    size = len(words.split())
    stretches = {text[run[nth][0] : run[nth + size - 1][1]]: None for nth in range(len(run) - size + 1)}
    matcher = SequenceMatcher(None, "", words.casefold(), autojunk=False)
    best, nearest = 0.5, ""
    for stretch in stretches:
        matcher.set_seq1(stretch.casefold())
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and matcher.ratio() > best:
            best, nearest = matcher.ratio(), stretch
    return f"nearest: “{nearest.strip('.,;:')}”" if nearest else "copy them from the article"
