"""What the exact readers say of one line, and the small facts about it that are weighed as evidence."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from clipping.parse.claims import Claim
from clipping.parse.dates import find_dates
from clipping.parse.furniture import furniture_reason
from clipping.parse.layout import WORD, Block, Span
from clipping.parse.names import bare_names
from clipping.parse.pictures import Picture, read_picture
from clipping.parse.sections import read_sections
from clipping.parse.signature import HOUR, read_signature
from clipping.parse.vocabulary import KNOWN, key
from clipping.record import Role

SHORT = 160
SIGNS = "|>/©@()[]:•·…#$€%_"
SIZES = (2, 3, 4, 6, 9, 13, 19, 31, 61)
SIZE_NAMES = (
    *("1 word", "2 words", "3 words", "4-5 words", "6-8 words", "9-12 words"),
    *("13-18 words", "19-30 words", "31-60 words", "over 60 words"),
)
SHARES = ("few", "some", "many", "most", "all")


class Line(NamedTuple):
    """One block as the exact readers see it.

    ``furniture`` is why its words are the page's own, ``None`` if they don't say so. ``kind`` is in a word what it
    looks like, ``size`` how long it is, ``low`` its words as they are looked up, ``facts`` what else it shows.
    """

    furniture: str | None
    signature: Claim | None
    picture: Picture | None
    trail: tuple[Span, ...]
    names: list[Span]
    kind: str
    size: str
    low: str
    facts: list[str]

    @property
    def excluded(self) -> tuple[Role, ...]:
        """What the line can't be: the name of a section is short, or a step of a trail."""
        return () if self.trail or self.size in SIZE_NAMES[:4] else ("section",)


def read_line(block: Block) -> Line:
    """Return what the exact readers say of ``block``."""
    plain, low = block.plain, key(block.plain)
    bare = low.strip(" .:!?…>»|()[]-–—•")
    furniture, signature, names = furniture_reason(plain, low), read_signature(block), bare_names(plain)
    picture, trail = (None, ()) if furniture else (read_picture(plain), read_sections(plain))
    text, credit = picture or (None, None)
    known = (  # the surest first
        (furniture, furniture or ""),
        (signature and signature.spans, signature.reason if signature else ""),
        (text and credit, "a caption and its credit"),
        (text and not credit, "a labelled caption"),
        (credit and not text, "a photo credit"),
        (picture and not text and not credit, "a photo label"),
        (trail, "says which section" if low.startswith(KNOWN.section_starts) else "a trail of sections"),
        (bare in KNOWN.sections, "a section's name"),
        (bare in KNOWN.agencies or bare in KNOWN.outlets, "an agency"),
        (bare in KNOWN.tails, "heads a list of links"),
        (names, "only names"),
    )
    kinds = [name for found, name in known if found]
    facts = [*kinds, *_looks(plain), *(_words(plain, signature) if len(plain) < SHORT else ())]
    kind = (kinds[0] if kinds else _shape(block)) + (", a bullet" if block.marked else "")
    size = SIZE_NAMES[bisect_right(SIZES, block.words)]
    return Line(furniture, signature, picture, trail, names, kind, size, low.strip(" .•\"“”'"), facts)


def _shape(block: Block) -> str:
    if block.running:
        return "running text" if block.ended else "a long line"
    if block.ended:
        return "a sentence" if block.words > 3 else "words and a stop"
    return "a title" if block.words > 3 else "a few words"


def _looks(plain: str) -> list[str]:
    """Return what a line shows by its letters and signs."""
    facts = []
    words = [word for word in plain[:SHORT].split() if word[0].isalpha()]
    if words:
        share = sum([word[0].isupper() for word in words]) / len(words)
        facts.append(f"{SHARES[bisect_right((0.15, 0.35, 0.6, 0.99), share)]} words with capitals")
        if plain.isupper():
            facts.append("all in capitals")
    for name, sign in (("opens with", plain[:1]), ("ends with", plain[-1:])):
        letter = "a small letter" if sign.islower() else "a letter"
        facts.append(f"{name} {'a digit' if sign.isdigit() else letter if sign.isalpha() else sign}")
    return facts


def _words(plain: str, signature: Claim | None) -> list[str]:
    """Return what the words of a short line have to do with newsrooms."""
    facts = [f"has {sign}" for sign in SIGNS if sign in plain]
    if digits := sum(map(str.isdigit, plain)):
        facts.append(f"{SHARES[bisect_right((0.05, 0.2, 0.5), digits / len(plain))]} digits")
        facts += ["an hour"] if HOUR.search(plain) else []
        facts += ["a date among words"] if not signature and find_dates(plain) else []
    words = [key(match[0]) for match in WORD.finditer(plain)]
    if not words:
        return facts
    opening, labels = {words[0], " ".join(words[:2])}, KNOWN.credit_labels
    known = (
        ("opens with by", not opening.isdisjoint(KNOWN.by)),
        ("opens with published", not opening.isdisjoint(KNOWN.published)),
        ("opens with a photo label", not opening.isdisjoint(labels)),
        ("a photo label within", not labels.isdisjoint(words[-12:])),
        ("an agency within", any(word in KNOWN.agencies or word in KNOWN.picture_agencies for word in words[-6:])),
        ("a post", not KNOWN.posts.isdisjoint(words[:8])),
        ("a month", any(word in KNOWN.months for word in words)),
    )
    facts += [fact for fact, found in known if found]
    for fact, vocabulary in (("sections", KNOWN.sections), ("links", KNOWN.furniture)):
        if count := sum(word in vocabulary for word in words):
            facts.append(f"{SHARES[bisect_right((0.3, 0.7), count / len(words))]} words of {fact}")
    return facts
