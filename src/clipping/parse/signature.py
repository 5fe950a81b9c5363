"""The lines that sign an article: dates of publication and of change, alone or together with a byline.

Such a line has dates, hours, and the words of newsrooms around them ("Published", "Last updated on", "Uhr"); the
rest must be a name, a section or a few words. A line with anything more is running text, and
a date in running text is no date of publication.
"""

from __future__ import annotations

import re

from clipping.parse.claims import Claim, PrintedDay
from clipping.parse.dates import find_dates
from clipping.parse.layout import WORD, Block, Span
from clipping.parse.names import bare_names, labelled_names
from clipping.parse.vocabulary import KNOWN, key
from clipping.record import Role

LONGEST_LINE = 200
MOST_LEFT = 3
EARLIEST = 1990  # the year from which a day beside a name needs no word that says published
HOUR = re.compile(r"\d{1,2}\s*[:.h]\s*\d{2}(?:[ap]m)?|\b\d{1,2}\s*[ap]\.?m\b", re.I)
SMALL_WORDS = {part for phrase in KNOWN.published | KNOWN.updated for part in phrase.split()}
SMALL_WORDS |= KNOWN.around_dates | KNOWN.weekdays | KNOWN.months.keys()
CHUNK = re.compile(r"\s*[|·•;()]\s*|\s+[-–—/]\s+|(?<=\d),|,\s*(?=\d)")


def has_phrase(text: str, phrases: frozenset[str]) -> bool:
    """Return whether one of ``phrases``, of up to three words each, is in ``text``, hours aside."""
    words = [key(match[0]) for match in WORD.finditer(HOUR.sub(" ", text))]
    return any(
        " ".join(words[start : start + size]) in phrases for size in (1, 2, 3) for start in range(len(words) - size + 1)
    )


def read_signature(block: Block, among: bool = False) -> Claim | None:
    """Return the dates and writers of ``block``, ``None`` if it has other words than those of a signature.

    They are read ``among`` other words where the line is known to sign the article. The reason of the claim says in a
    few words what kind of line it is.
    """
    plain = block.plain
    if len(plain) > LONGEST_LINE:
        return None
    dates = find_dates(plain)
    if not dates:
        names = labelled_names(plain) or (bare_names(plain) if among else [])
        return Claim("byline", "by and a name", tuple(names)) if names else None
    spans: list[Span] = []
    printed: list[PrintedDay] = []
    left: list[str] = []
    done, labelled = 0, False
    for found in dates:
        lead = plain[done : found.start]
        updated, published = has_phrase(lead, KNOWN.updated), has_phrase(lead, KNOWN.published)
        labelled |= updated or published
        field: Role = "updated" if updated else "published"
        _names_around(plain, done, found.start, spans, left)
        done = found.end
        if field not in (entry.field for entry in printed):
            spans.append((found.start, found.end, field))
            printed.append(PrintedDay(field, plain[found.start : found.end], found.values))
    _names_around(plain, done, len(plain), spans, left)
    few = len(left) <= MOST_LEFT and not block.ended and all(word[0].isupper() for word in left)
    if left and not among and not (few or (labelled and len(left) <= 2 * MOST_LEFT)):
        return None
    signed = any(role == "byline" for _, _, role in spans)
    if signed and not labelled and not among and any(value.year < EARLIEST for day in printed for value in day.values):
        return None  # where a motto is from, or a picture
    reason = ("a labelled date" if labelled else "a date") + (" and a name" if signed else "" if labelled else " alone")
    return Claim("byline" if signed else printed[0].field, reason, tuple(sorted(spans)), tuple(printed))


def _names_around(plain: str, start: int, end: int, spans: list[Span], left: list[str]) -> None:
    """Add the names in ``plain[start:end]`` to ``spans``, and words of unknown meaning to ``left``."""
    done = start
    for chunk_end, after in [*(match.span() for match in CHUNK.finditer(plain, start, end)), (end, end)]:
        chunk = plain[done:chunk_end].strip(" ,")
        offset, done = plain.find(chunk, done), after
        rest = [match[0] for match in WORD.finditer(HOUR.sub(" ", chunk)) if key(match[0]) not in SMALL_WORDS]
        if not rest:  # an hour
            continue
        # The small words before a name: "Posted on … by A. Name".
        by = next((match.start() for match in WORD.finditer(chunk) if key(match[0]) in KNOWN.by), 0)
        names = [(a + by, b + by, role) for a, b, role in labelled_names(chunk[by:])]
        if not names and not any(role == "byline" for _, _, role in spans):
            names = bare_names(chunk)
        spans += [(a + offset, b + offset, role) for a, b, role in names]
        if not names and key(chunk) not in KNOWN.sections:
            left += rest
