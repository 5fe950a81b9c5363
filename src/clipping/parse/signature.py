"""The lines that sign an article: dates of publication and of change, alone or together with a byline.

Such a line has dates, hours, and the words of newsrooms around them ("Published", "Last updated on", "Uhr"); the
rest must be a name, a section or a few words. A line with anything more is running text, and
a date in running text is no date of publication.
"""

from __future__ import annotations

import re
from functools import lru_cache

from clipping.parse.claims import Claim, PrintedDay
from clipping.parse.dates import find_dates
from clipping.parse.furniture import RELATIVE
from clipping.parse.layout import WORD, Block, Span
from clipping.parse.names import bare_names, labelled_names
from clipping.parse.vocabulary import KNOWN, key
from clipping.record import Role

LONGEST_LINE = 240
MOST_LEFT = 3
HOUR = re.compile(r"\d{1,2}\s*[:.h]\s*\d{2}(?:[ap]m)?|\b\d{1,2}\s*[ap]\.?m\b", re.I)
CHUNKS = re.compile(r"\s*[|·•]\s*|\s+[-–—/]\s+|\s*[;()]\s*|,\s+|\s*,$")


@lru_cache(maxsize=1)
def _small_words() -> frozenset[str]:
    labels = {part for phrase in KNOWN.published | KNOWN.updated for part in phrase.split()}
    return frozenset(labels | KNOWN.around_dates | KNOWN.weekdays)


def _has_phrase(text: str, phrases: frozenset[str]) -> bool:
    words = [key(match[0]) for match in WORD.finditer(HOUR.sub(" ", text))]
    return any(
        " ".join(words[start : start + size]) in phrases for size in (1, 2, 3) for start in range(len(words) - size + 1)
    )


def read_signature(block: Block) -> Claim | None:
    """Return the dates and writers of ``block``, ``None`` if it has other words than those of a signature."""
    plain = block.plain
    if len(plain) > LONGEST_LINE:
        return None
    dates = find_dates(plain)
    if not dates:
        return _without_date(block)
    spans: list[Span] = []
    printed: list[PrintedDay] = []
    left: list[str] = []
    done, labelled = 0, False
    for found in dates:
        lead = plain[done : found.start]
        updated, published = _has_phrase(lead, KNOWN.updated), _has_phrase(lead, KNOWN.published)
        labelled |= updated or published
        field: Role = "updated" if updated else "published"
        if field in (entry.field for entry in printed):
            return None  # two dates of one kind: a list of events, not a signature
        _names_around(plain, done, found.start, spans, left)
        spans.append((found.start, found.end, field))
        printed.append(PrintedDay(field, plain[found.start : found.end], found.values))
        done = found.end
    _names_around(plain, done, len(plain), spans, left)
    few = len(left) <= MOST_LEFT and not block.ended and all(word[0].isupper() for word in left)
    if left and not (few or (labelled and len(left) <= 2 * MOST_LEFT)):
        return None
    role = printed[0].field
    return Claim(role, _why(printed, labelled, spans), tuple(sorted(spans)), tuple(printed))


def _names_around(plain: str, start: int, end: int, spans: list[Span], left: list[str]) -> None:
    """Add the names in ``plain[start:end]`` to ``spans``, and words of unknown meaning to ``left``."""
    done = start
    for chunk_end, after in [*(match.span() for match in CHUNKS.finditer(plain, start, end)), (end, end)]:
        chunk = plain[done:chunk_end].strip()
        offset, done = plain.find(chunk, done), after
        rest = [match[0] for match in WORD.finditer(HOUR.sub(" ", chunk)) if key(match[0]) not in _small_words()]
        if not rest or RELATIVE.match(key(chunk)):  # an hour, or how long ago that was
            continue
        # The small words before a name: "Posted on … by A. Name".
        by = next((match.start() for match in WORD.finditer(chunk) if key(match[0]) in KNOWN.by), 0)
        names = [(a + by, b + by, role) for a, b, role in labelled_names(chunk[by:])]
        if not names and not any(role == "byline" for _, _, role in spans):
            names = bare_names(chunk)
        spans += [(a + offset, b + offset, role) for a, b, role in names]
        if not names and key(chunk) not in KNOWN.sections:
            left += rest


def _why(printed: list[PrintedDay], labelled: bool, spans: list[Span]) -> str:
    names = any(role == "byline" for _, _, role in spans)
    if labelled:
        word = "updated" if printed[0].field == "updated" else "published"
        return f"a date with a word that says {word}" + (", beside the writer's name" if names else "")
    return "a date that stands with the writer's name" if names else "a date that stands alone"


def _without_date(block: Block) -> Claim | None:
    if names := labelled_names(block.plain):
        return Claim("byline", "opens with the word that introduces a writer", tuple(names))
    if any(map(str.isdigit, block.plain)) and _has_phrase(block.plain, KNOWN.updated | KNOWN.published):
        bare = HOUR.sub(" ", block.plain)
        if all(key(match[0]) in _small_words() for match in WORD.finditer(bare)):
            return Claim("furniture", "an hour without a day")
    return None
