"""Names in one line: who wrote an article.

"By A. Name", "By A. Name and B. Name", "Por A. Name", "A. Name, Reuters", "A. Name in Lima", and the same
printed twice. The record has the names alone, without the agency, place or post after one. An agency is a byline only
where no person is named.
"""

from __future__ import annotations

import re

from clipping.parse.layout import Span
from clipping.parse.vocabulary import KNOWN, key

TOKEN = re.compile(r"[^\s,;|&·•/()\[\]]+")
STOPS = frozenset(",;|&·•/()[]")
LONGEST_NAME = 5
MOST_BARE = 2
LONGEST_LINE = 160


def after_by(plain: str) -> int:
    """Return where the names start in a line that opens with "By" or its like, 0 if it does not."""
    words = plain.split(" ", 4)
    by = KNOWN.by
    for count in (3, 2, 1):
        opening = " ".join(words[:count])
        if len(words) > count and key(opening).rstrip(":") in by:
            return len(opening) + 1
    return 0


def is_caseless(word: str) -> bool:
    """Return whether ``word`` is of a script without capital letters."""
    return word[0].isalpha() and word[0].lower() == word[0].upper()


def is_outlet(name: str) -> bool:
    """Return whether ``name`` is an agency's or a newspaper's: known as one, or ending in such a word."""
    whole = key(name)
    return (
        whole in KNOWN.agencies or whole in KNOWN.outlets or (" " in whole and whole.split()[-1] in KNOWN.outlet_words)
    )


def names_in(plain: str, start: int, end: int) -> list[Span]:
    """Return the names in ``plain[start:end]`` as byline spans.

    Names are runs of capitalised words; one ends at "and", at a comma, at a place ("in Lima") or a post ("reporter").
    After a name and a comma, words before a post are its beat ("Political editor"), and a single word is a place
    ("Lima"); so are words after a dash, if they are no agency. Where no person is named, an agency is.
    """
    people: list[tuple[int, int]] = []
    agencies: list[tuple[int, int]] = []
    name: list[re.Match[str]] = []

    def finish() -> None:
        while name and key(name[-1][0]) in KNOWN.particles:
            name.pop()
        if name and len(name) <= LONGEST_NAME:
            span = (name[0].start(), name[-1].end())
            known = is_outlet(plain[span[0] : span[1]])
            place = len(name) == 1 and after(",") and not is_caseless(name[0][0])
            if known or not (place or (after("-", "–", "—") and " " in plain[people[-1][1] : span[0]])):
                (agencies if known else people).append(span)
        name.clear()

    def after(*signs: str) -> bool:
        rest = plain[people[-1][1] :].lstrip() if people and " " in plain[slice(*people[-1])] else ""
        return rest.startswith(signs)

    skipping, before = False, start
    for token in TOKEN.finditer(plain, start, end):
        gap = plain[before : token.start()]
        word = key(token[0]).rstrip(":")
        before = token.end()
        if STOPS.intersection(gap) or word in KNOWN.joins or word in KNOWN.by or token[0] in "-–—":
            # "y" and "e" join two people, and the two names of one: after a full name they join people.
            particle = word in KNOWN.particles and name and not STOPS.intersection(gap)
            if not particle or len(name) > 1:
                finish()
                skipping = False
                if word in KNOWN.joins or word in KNOWN.by or token[0] in "-–—":
                    continue
        if skipping:
            continue
        proper = (token[0][0].isupper() or is_caseless(token[0])) and not any(map(str.isdigit, token[0]))
        if word in KNOWN.posts:
            if after(","):
                name.clear()
            while len(name) > MOST_BARE and key(name[-1][0]) in KNOWN.beats | KNOWN.sections:
                name.pop()
            finish()
            skipping = True
        elif proper or (word in KNOWN.particles and word.isalpha()):
            name.append(token)
        else:
            finish()
            skipping = True
    finish()
    return [(start, end, "byline") for start, end in people or agencies]


def labelled_names(plain: str) -> list[Span]:
    """Return the names of a line that opens with "By" or its like, nothing if it is not a byline."""
    if len(plain) > LONGEST_LINE or not (start := after_by(plain)):
        return []
    half = len(plain) // 2
    twice = len(plain) > 8 and plain[:half].rstrip() == plain[len(plain) - half :].lstrip()
    spans = names_in(plain, start, half if twice else len(plain))
    if twice:
        spans.append((len(plain) - half, len(plain), "repeat"))
    # "By" must be followed by the name: "By then he had left" names nobody.
    if not spans or plain[start : spans[0][0]].strip(" :"):
        return []
    return [] if plain.endswith((".", "?", "!")) and len(plain.split()) > 8 else spans


def bare_names(plain: str) -> list[Span]:
    """Return the names of a line that is nothing but names (and an agency, a post or a place)."""
    words = plain.split()
    if not 1 <= len(words) <= 12 or len(plain) > LONGEST_LINE or plain[-1] in ".?!:…" or ":" in plain:
        return []
    if key(plain) in KNOWN.sections or _is_sentence(plain):
        return []
    spans = names_in(plain, 0, len(plain))
    if not spans or spans[0][0] != 0:
        return []
    full = all(" " in plain[start:end] or is_outlet(plain[start:end]) for start, end, _ in spans)
    return spans if full else []


def _is_sentence(plain: str) -> bool:
    """Whether what follows a name, up to a comma, is none of the small words around names: "A. Name speaks in"."""
    small = KNOWN.joins | KNOWN.particles | KNOWN.before_places | KNOWN.posts | KNOWN.beats | KNOWN.sections | KNOWN.by
    words = re.split(r"[,;|(]", plain)[0].split()
    return any(word[0].islower() and key(word) not in small and "@" not in word for word in words)
