"""The lines that sign an article: dates of publication and of change, alone or together with a byline.

"By A. Name", "By A. Name and B. Name", "Por A. Name", "A. Name, Reuters", "A. Name in Lima", and the same
printed twice. The record has the names alone, without the agency, place, post or title around one. An agency is a
byline only where no person is named.

Such a line has dates, hours, and the words of newsrooms around them ("Published", "Last updated on", "Uhr"); the
rest must be a name, a section or a few words. A line with anything more is running text, and
a date in running text is no date of publication.
"""

from __future__ import annotations

import re

from clipping.parse.claims import Claim, PrintedDay
from clipping.parse.dates import find_dates
from clipping.parse.layout import WORD, Block, Span
from clipping.parse.vocabulary import KNOWN, key
from clipping.record import Role

LONGEST_LINE = 200
MOST_LEFT = 3
EARLIEST = 1990  # the year from which a day beside a name needs no word that says published
HOUR = re.compile(r"\d{1,2}\s*[:.h]\s*\d{2}(?:[ap]m)?|\b\d{1,2}\s*[ap]\.?m\b", re.I)
SMALL_WORDS = {part for phrase in KNOWN.published | KNOWN.updated for part in phrase.split()}
SMALL_WORDS |= KNOWN.around_dates | KNOWN.weekdays | KNOWN.months.keys()
CHUNK = re.compile(r"\s*[|·•;()]\s*|\s+[-–—/]\s+|(?<=\d),|,\s*(?=\d)")
LONGEST_NAME = 5
LONGEST_BYLINE = 160
MOST_WORDS, MOST_AFTER = 12, 4  # in a line that is nothing but names; of a post or a place after the last of them
SIGN = re.compile(r"\s*[,;|·•/()\[\]]\s*|\s+[-–—]\s+")
PRINTED = re.compile(r"\S+")
BY = re.compile(rf"(?:{'|'.join(map(re.escape, sorted(KNOWN.by, key=len, reverse=True)))}):? (?=.)", re.I)
# "al-Hakimi", "d'Angeli", "'t Hoofd": a small word that belongs to the family name.
SMALL = re.compile(r"['’]?\w{1,3}['’-]\w|['’]t$")
# "Department of Ferries": a body, up to the end of the piece.
BODY = re.compile(r"\s*[^\W\d_]+ (?:of|for|de|des|für) ", re.I)


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


def is_caseless(word: str) -> bool:
    """Return whether ``word`` is of a script without capital letters."""
    return word[0].isalpha() and word[0].lower() == word[0].upper()


def is_outlet(name: str) -> bool:
    """Return whether ``name`` is an agency's or a newspaper's: known as one, or ending in such a word."""
    whole = key(name)
    known = whole in KNOWN.agencies or whole in KNOWN.outlets
    return known or (" " in whole and whole.split()[-1] in KNOWN.outlet_words)


def names_in(plain: str, start: int, end: int) -> list[Span]:
    """Return the names in ``plain[start:end]`` as byline spans.

    A name is a run of capitalised words at the head of a piece; a comma or "and" begins another piece. After a name and
    a comma, words before a post are its beat ("Political editor"), and a single word is a place ("Lima"); so are words
    after a dash, if they are no agency. Where no person is named, an agency is.
    """
    people: list[tuple[int, int]] = []
    agencies: list[tuple[int, int]] = []
    for begin, stop, sign in _pieces(plain, start, end):
        if found := _name(plain, begin, stop):
            name = plain[slice(*found)]
            place = (" " not in name and "," in sign and not is_caseless(name)) or sign.strip() in ("-", "–", "—")
            if is_outlet(name):
                agencies.append(found)
            elif not (people and place):
                people.append(found)
    return [(begin, stop, "byline") for begin, stop in people or agencies]


def _pieces(plain: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Return the pieces of ``plain[start:end]`` between commas, bars and the like, and "and", with the sign before.

    "And" after a single word is inside the name of a body ("Brannock and Hale News Service").
    """
    pieces: list[tuple[int, int, str]] = []
    before, sign = start, ""
    marks = [(match.start(), match.end(), match[0]) for match in SIGN.finditer(plain, start, end)]
    for begin, stop, mark in [*marks, (end, end, "")]:
        for word in PRINTED.finditer(plain, before, begin):
            joins = key(word[0]) in KNOWN.joins or key(word[0]) in KNOWN.by
            if joins and " " in plain[before : word.start()].strip() and not BODY.match(plain, before):
                pieces.append((before, word.start(), sign))
                before, sign = word.end(), word[0]
        pieces.append((before, begin, sign))
        before, sign = stop, mark
    return pieces


def _name(plain: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the name at the head of ``plain[start:end]``, titles and posts before it left out."""
    words = list(PRINTED.finditer(plain, start, end))
    while words and (key(words[0][0]).strip(".:") in KNOWN.titles or _is_post(words[0][0])):
        words.pop(0)
    if words and (" and " in plain[start:end] or " & " in plain[start:end] or BODY.match(plain, words[0].start())):
        whole = (words[0].start(), words[-1].end())
        return whole if words[0][0][0].isupper() and len(words) <= 2 * LONGEST_NAME else None
    name: list[re.Match[str]] = []
    for word in words:
        if _is_post(word[0]):
            while len(name) > 2 and key(name[-1][0]) in KNOWN.beats | KNOWN.sections:
                name.pop()
            if "," in plain[max(0, start - 2) : start]:
                name = []
            break
        if not _is_proper(word[0]):
            break
        name.append(word)
    return (name[0].start(), name[-1].end()) if 0 < len(name) <= LONGEST_NAME else None


def _is_post(word: str) -> bool:
    return key(word).strip(".:").rpartition("-")[2] in KNOWN.posts


def _is_proper(word: str) -> bool:
    if any(map(str.isdigit, word)):
        return False
    proper = word.strip("“”\"'‘’(")[:1].isupper() or is_caseless(word)
    return proper or (key(word) in KNOWN.particles and word.isalpha()) or SMALL.match(word) is not None


def labelled_names(plain: str) -> list[Span]:
    """Return the names of a line that opens with "By" or its like, nothing if it is not a byline."""
    match = BY.match(plain)
    if len(plain) > LONGEST_BYLINE or not match:
        return []
    start = match.end()
    half = len(plain) // 2
    twice = len(plain) > 8 and plain[:half].rstrip() == plain[len(plain) - half :].lstrip()
    spans = names_in(plain, start, half if twice else len(plain))
    if twice:
        spans.append((len(plain) - half, len(plain), "repeat"))
    # "By" must be followed by the name: "By then he had left" names nobody.
    before = plain[start : spans[0][0]].split() if spans else ["nobody"]
    return spans if all(key(word).strip(" :.") in KNOWN.titles or _is_post(word) for word in before) else []


def bare_names(plain: str) -> list[Span]:
    """Return the names of a line that is nothing but names (and an agency, a post or a place)."""
    words = plain.split()
    if not 1 <= len(words) <= MOST_WORDS or len(plain) > LONGEST_BYLINE or plain[-1] in ".?!:…" or ":" in plain:
        return []
    goes_on = len(words[0]) + 1 if key(words[0]) in KNOWN.joins and len(words) > 2 else 0  # "and B. Name"
    spans = names_in(plain, goes_on, len(plain))
    if not spans or spans[0][0] != goes_on:
        return []
    rest = plain[spans[-1][1] :].split()  # "A. Name in Lima", but not "A. Name speaks in Lima"
    verb = rest and rest[0][0].islower() and key(rest[0]) not in KNOWN.before_places | KNOWN.posts | KNOWN.beats
    if verb or len(rest) > MOST_AFTER:
        return []
    full = all(" " in plain[start:end] or is_outlet(plain[start:end]) for start, end, _ in spans)
    return spans if full else []
